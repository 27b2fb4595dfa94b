"""The pager: long output on a terminal goes through it, and through nothing else."""

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from commandline import environment

from bouhan_diff.text.linebreak import display_width

pytest.importorskip("pty", reason="there are no pseudo-terminals here")

import fcntl
import pty
import select
import struct
import termios

# The child becomes the program at once, whatever threads other tests have begun.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

MARKING = "sed s/^/PAGED:/"
TERMINAL = {"TERM": "xterm-256color"}


@pytest.fixture
def terminal() -> Callable[..., tuple[int, str]]:
    """Run the program on a terminal of its own; return its exit code and what the screen got."""

    def run_on_terminal(
        *arguments: str, lines: int = 24, columns: int = 80, keys: str = "", **env: str
    ) -> tuple[int, str]:
        child, screen = pty.fork()
        if child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            os.execve(  # noqa: S606  the real entry point on a real terminal
                sys.executable,
                [sys.executable, "-m", "bouhan_diff", *arguments],
                environment(**TERMINAL | env),
            )
        got = b""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if select.select([screen], [], [], 0.2)[0]:
                try:
                    part = os.read(screen, 65536)
                except OSError:  # Linux's way to say that the other end has gone
                    break
                if not part:
                    break
                got += part
            elif keys and got:
                os.write(screen, keys[0].encode())  # once the screen has come to rest
                keys = keys[1:]
        os.close(screen)
        _pid, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status), got.decode("utf-8", "replace")

    return run_on_terminal


def test_long_output_is_paged(terminal: Callable[..., tuple[int, str]]) -> None:
    """What is longer than the screen goes through the reader's pager, colours and all."""
    code, screen = terminal("changes", PAGER=MARKING)
    assert code == 0
    assert "PAGED:" in screen
    assert "\x1b[" in screen
    assert "コンビニ" in screen


def test_short_output_is_not_paged(terminal: Callable[..., tuple[int, str]]) -> None:
    """What fits on the screen stands there at once."""
    code, screen = terminal("changes", "--section", "3", lines=60, PAGER=MARKING)
    assert code == 0
    assert "PAGED:" not in screen
    assert "3-1" in screen
    assert "\x1b[" in screen
    assert "␛" not in screen


@pytest.mark.parametrize("arguments", [["--no-pager"], ["--format", "csv"]], ids=" ".join)
def test_no_pager_where_none_is_wanted(
    arguments: list[str], terminal: Callable[..., tuple[int, str]]
) -> None:
    """With --no-pager, and for what is meant for programs, nothing is paged."""
    code, screen = terminal("changes", *arguments, PAGER=MARKING)
    assert (code, "PAGED:" in screen, "コンビニ" in screen) == (0, False, True)


@pytest.mark.parametrize("pager", ["", "cat", "/nonexistent/pager"])
def test_without_a_pager_all_is_printed(
    pager: str, terminal: Callable[..., tuple[int, str]]
) -> None:
    """No pager, `cat` and one that is missing: the text arrives all the same."""
    code, screen = terminal("changes", PAGER=pager)
    assert code == 0
    assert "コンビニ" in screen
    assert "15 of 37 initiatives" in screen


def test_a_dumb_terminal_has_no_pager(terminal: Callable[..., tuple[int, str]]) -> None:
    """An editor's shell can show no pager."""
    code, screen = terminal("changes", TERM="dumb", PAGER=MARKING)
    assert (code, "PAGED:" in screen, "コンビニ" in screen) == (0, False, True)


@pytest.mark.parametrize("pager", ["false", "head -n 1", "true"])
def test_a_pager_that_leaves_early_is_no_mistake(
    pager: str, terminal: Callable[..., tuple[int, str]]
) -> None:
    """The reader has seen enough."""
    code, screen = terminal("show", PAGER=pager)
    assert code == 0
    assert "Traceback" not in screen


def test_less_is_the_pager_of_those_who_name_none(
    terminal: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    """With `less` there are Japanese and colours; it waits for its reader."""
    if shutil.which("less") is None:
        pytest.skip("less is not installed")
    code, screen = terminal("changes", keys="q", LESSHISTFILE="-", HOME=str(tmp_path))
    assert code == 0
    assert "苫小牧市における防犯施策の取組みについて" in screen
    assert "<E8>" not in screen
    assert "ESC[" not in screen
    assert "コンビニ" not in screen  # it stands on a later page


def test_an_interruption_is_the_pagers(terminal: Callable[..., tuple[int, str]]) -> None:
    """Ctrl-C in less stops its search and not the program under it."""
    if shutil.which("less") is None:
        pytest.skip("less is not installed")
    code, screen = terminal("changes", keys="\x03q", LESSHISTFILE="-")
    assert code == 0
    assert "Traceback" not in screen


def test_a_pipe_is_never_paged(process: Callable[..., object]) -> None:
    """Only a terminal has a reader who turns pages."""
    ran = process("changes", env={"PAGER": MARKING})
    assert "PAGED:" not in str(ran)


def test_the_screen_is_as_wide_as_the_terminal(terminal: Callable[..., tuple[int, str]]) -> None:
    """Without COLUMNS the terminal itself is asked."""
    _code, screen = terminal("changes", "--section", "3", "--no-pager", columns=60, lines=200)
    assert "─" * 60 in screen
    assert "─" * 61 not in screen


def test_what_is_reported_on_a_terminal_keeps_to_its_width(
    terminal: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    """A sentence is broken between its words and hangs under its beginning."""
    table = tmp_path / "一覧.csv"
    rows = [
        "事業名,担当課",
        "１ 街路灯の更新,道路課",
        "２ 絵本のひろば,図書課",
        "子ども食堂,福祉課",
    ]
    table.write_text("\n".join(rows), encoding="utf-8")
    target = tmp_path / "plan.yaml"
    code, screen = terminal(
        *("import", str(table), "--edition", "R6", "-o", str(target)), columns=50
    )
    lines = screen.replace("\r", "").splitlines()
    hung = [line for line in lines if line.startswith("    ") and "--" not in line]
    assert code == 0
    assert hung
    assert all(display_width(line) <= 50 for line in hung)
