"""A terminal is asked once how wide it draws ① and ─, and the screen is laid out for it."""

import os
import select
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from commandline import environment

pytest.importorskip("pty", reason="there are no pseudo-terminals here")

import fcntl
import pty
import struct
import termios

# The child becomes the program at once, whatever threads other tests have begun.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

QUESTION = b"\x1b[6n"
WIDTH = 80
CITY = Path(__file__).parent.parent / "cases" / "city"


@pytest.fixture
def screen() -> Callable[..., str]:
    """Run `stats` on a terminal that draws a sample so many cells wide; what it was sent."""

    def run(cells: int, **env: str) -> str:
        child, terminal = pty.fork()
        if child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 60, WIDTH, 0, 0))
            os.execve(  # noqa: S606  the real entry point on a real terminal
                sys.executable,
                [sys.executable, "-m", "bouhan_diff", "stats"],
                environment(TERM="xterm-256color", PAGER="", **env),
            )
        got, answered = b"", 0
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if not select.select([terminal], [], [], 1)[0]:
                continue
            try:
                part = os.read(terminal, 65536)
            except OSError:  # Linux's way to say that the other end has gone
                break
            if not part:
                break
            got += part
            while cells and answered < got.count(QUESTION):
                os.write(terminal, f"\x1b[1;{1 + answered * cells}R".encode())
                answered += 1
        os.close(terminal)
        _pid, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0
        return got.decode("utf-8", "replace")

    return run


def rules(sent: str) -> set[int]:
    """How many signs the lines across the screen have."""
    return {
        len(run)
        for line in sent.splitlines()
        for run in [line[line.find("─") : line.rfind("─") + 1]]
        if run and set(run) == {"─"} and "\x1b" not in run and len(run) > WIDTH // 3
    }


def test_a_terminal_of_japan_is_asked_and_believed(screen: Callable[..., str]) -> None:
    """Where it draws two cells a rule has half as many signs, and the sample is taken away."""
    sent = screen(2, LC_ALL="ja_JP.UTF-8")
    assert sent.count(QUESTION.decode()) == 2
    assert "○\x1b[6n\b \b\b \b\x1b[K" in sent
    assert WIDTH // 2 in rules(sent)
    assert WIDTH not in rules(sent)


def test_a_terminal_of_one_cell_is_drawn_as_ever(screen: Callable[..., str]) -> None:
    """The answer may also be one cell."""
    assert WIDTH in rules(screen(1, LC_ALL="ja_JP.UTF-8"))


def test_no_answer_is_no_harm(screen: Callable[..., str]) -> None:
    """A terminal that does not know the question is drawn with one cell."""
    sent = screen(0, LC_ALL="ja_JP.UTF-8")
    assert WIDTH in rules(sent)


def test_elsewhere_nobody_is_asked(screen: Callable[..., str]) -> None:
    """In other locales such characters take one cell; a variable says otherwise unasked."""
    assert QUESTION.decode() not in screen(2, LC_ALL="en_GB.UTF-8")
    sent = screen(1, LC_ALL="en_GB.UTF-8", BOUHAN_DIFF_AMBIGUOUS="2")
    assert QUESTION.decode() not in sent
    assert WIDTH // 2 in rules(sent)


def test_progress_takes_one_line_where_signs_are_wide(screen: Callable[..., str]) -> None:
    """A bar would go on below, and that line would stay on the screen."""
    sent = screen(2, LC_ALL="ja_JP.UTF-8", BOUHAN_DIFF_DATA=str(CITY))
    drawn = sent.partition("暁市")[0].partition("○")[0]
    assert "100%" in drawn
    assert {sign for sign in drawn if east_asian_width(sign) == "A"} == set()
