"""How the program ends: its exit codes, and whoever closes, fills or interrupts it."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commandline import ROOT, SHIPPED, environment

from bouhan_diff import cli
from bouhan_diff.cli import app

Run = Callable[..., Any]
PROGRAM = [sys.executable, "-m", "bouhan_diff"]
IS_POSIX = os.name == "posix"
HANGS = 60
"""Seconds after which a process hangs, on however busy a machine."""
on_posix = pytest.mark.skipif(not IS_POSIX, reason="signals and files of Unix")
on_linux = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("changes", 0),
        ("changes --exit-code", 1),
        ("changes --exit-code --section 3", 1),
        ("changes --exit-code --kind substance", 1),
        ("changes --exit-code --kind unchanged", 0),
        ("stats --exit-code --kind unchanged", 0),
        ("show --exit-code --kind unchanged", 0),
        ("changes --exit-code --format jsonl", 1),
        ("changes --exit-code --format jsonl --kind unchanged", 0),
        ("changes --format jsonl --kind 新規", 1),
        ("changes --format jsonl --section 9", 1),
        ("changes --exit-code --format jsonl --section 9", 2),
        ("show --year R6 --exit-code", 0),
        ("changes --dept 宇宙開発課", 1),
        ("changes --dept 宇宙開発課 --exit-code", 2),
        ("changes --nonsense", 2),
        ("--version", 0),
        ("changes --help", 0),
    ],
)
def test_exit_codes(arguments: str, code: int, run: Run) -> None:
    """0 done, 1 nothing matched or different, 2 the user's mistake."""
    assert run(*arguments.split()).code == code


def test_the_process_ends_with_its_exit_code(process: Run) -> None:
    """What the command came to is what the shell gets to know."""
    assert process("changes", "--exit-code").code == 1
    assert process("--nonsense").code == 2


def test_a_bug_of_ours_is_told_with_its_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a bug shows a traceback, with exit code 3 and a line that says whose it is."""

    def broken() -> int:
        return 1 // 0

    monkeypatch.setattr(app, "program", broken)
    ran = run("changes")
    assert ran.code == 3
    assert "ZeroDivisionError" in ran.err
    assert ran.err.endswith("Please report it with the lines above.\n")


def test_no_mistake_shows_a_traceback(run: Run, tmp_path: Path) -> None:
    """A folder of hostile and broken files is told of, file by file."""
    (tmp_path / "壊.yaml").write_bytes(b"\xff\xfe\x00\x00")
    (tmp_path / "深.yaml").write_text("[" * 5000, encoding="utf-8")
    (tmp_path / "別名.yaml").write_text("title: *a\n", encoding="utf-8")
    (tmp_path / "画像.yaml").write_bytes(b"\x89PNG\r\n" + bytes(range(256)))
    ran = run("check", str(tmp_path))
    assert ran.code == 2
    assert "Traceback" not in ran.err
    for name in ("壊", "深", "別名", "画像"):
        assert f"{name}.yaml" in ran.err


@on_posix
@pytest.mark.parametrize(
    "arguments", ["changes", "show --format json", "changes --all --format csv"]
)
def test_a_closed_pipe_ends_quietly(arguments: str, shell: Run) -> None:
    """`| head -1` gives one line, and nothing is complained of."""
    command = f"{' '.join(PROGRAM)} {arguments} | head -1; exit ${{PIPESTATUS[0]}}"
    ran = shell(command)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("\n") == 1


@on_posix
@pytest.mark.parametrize("arguments", ["changes", "--help", "check", "--completion bash"])
def test_a_pipe_that_is_closed_from_the_start(arguments: str) -> None:
    """Also where the reader has gone before the first line."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*PROGRAM, *arguments.split()],
        env=environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@on_linux
@pytest.mark.parametrize("arguments", ["changes", "show --format json", "--help", "check"])
def test_a_full_disk_is_told(arguments: str) -> None:
    """What cannot be written is a failure, and says why."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, *arguments.split()],
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == b"bouhan-diff: The output cannot be written: the disk is full.\n"


@on_posix
@pytest.mark.parametrize("closing", [">&-", "<&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams(closing: str, tmp_path: Path, shell: Run) -> None:
    """Without a stream nothing crashes, and no file gets what was meant for it."""
    target = tmp_path / "表.json"
    command = f"{' '.join(PROGRAM)} changes -o {target} {closing}"
    ran = shell(command)
    assert "Traceback" not in ran.err
    assert ran.code == 0
    assert target.read_bytes().startswith(b'{"format_version": 1')


@on_linux
@pytest.mark.parametrize("closing", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(
    ("arguments", "code"), [("changes --section 9", 1), ("changes --nonsense", 2), ("import", 0)]
)
def test_a_mistake_that_nobody_hears_has_its_exit_code(
    arguments: str, code: int, closing: str, tmp_path: Path, shell: Run
) -> None:
    """Without a standard error, or with a full one, only the exit code says what happened."""
    table = tmp_path / "一覧.csv"
    table.write_text("事業名,R6\n１ 街路灯,置く。\n絵本,読む。\n", encoding="utf-8")
    arguments += f" {table} -o {tmp_path / 'p.yaml'}" if arguments == "import" else ""
    command = f"{' '.join(PROGRAM)} {arguments} {closing}"
    ran = shell(command)
    assert (ran.code, ran.err) == (code, "")


@on_posix
def test_without_standard_output_printing_fails(shell: Run) -> None:
    """What can go nowhere is a mistake, not a success."""
    command = f"{' '.join(PROGRAM)} changes >&-"
    ran = shell(command)
    assert ran.code == 2
    assert ran.err.startswith("bouhan-diff: The output cannot be written")


@pytest.mark.skipif(sys.platform != "linux", reason="children are found in /proc")
@pytest.mark.parametrize("later", [0.0, 0.05, 0.15])
def test_an_interruption_while_the_workers_start(later: float, tmp_path: Path) -> None:
    """Ctrl-C before the workers have loaded anything: 130, and none of them tells of it."""
    text = SHIPPED.read_text(encoding="utf-8")
    for number in range(40):
        changed = text.replace("publisher: 苫小牧市", f"publisher: {number}市")
        (tmp_path / f"{number:03}.yaml").write_text(changed, encoding="utf-8")
    started = subprocess.Popen(
        [*PROGRAM, "changes", "--format", "jsonl", "--data", str(tmp_path)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    begun = time.monotonic()
    while not has_workers(started.pid) and started.poll() is None:
        assert time.monotonic() - begun < HANGS
    time.sleep(later)
    os.killpg(started.pid, signal.SIGINT)
    _out, err = started.communicate(timeout=HANGS)
    assert err == b""


def has_workers(program: int) -> bool:
    """Whether the program has started a worker."""
    found = Path(f"/proc/{program}/task/{program}/children").read_text(encoding="ascii").split()
    with contextlib.suppress(OSError):
        return any("spawn_main" in Path(f"/proc/{n}/cmdline").read_text() for n in found)
    return False


@on_posix
def test_an_interruption_ends_at_once(tmp_path: Path) -> None:
    """Ctrl-C in the midst of a folder: 130 within seconds, no traceback, no process left."""
    for number in range(300):
        shutil.copy(SHIPPED, tmp_path / f"{number:03}.yaml")
        text = (tmp_path / f"{number:03}.yaml").read_text(encoding="utf-8")
        (tmp_path / f"{number:03}.yaml").write_text(
            text.replace("publisher: 苫小牧市", f"publisher: {number}市"), encoding="utf-8"
        )
    started = subprocess.Popen(
        [*PROGRAM, "changes", "--all", "--format", "jsonl", "--data", str(tmp_path)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert started.stdout is not None
    started.stdout.readline()  # the workers are at it
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does: to all of the group
    begun = time.monotonic()
    _out, err = started.communicate(timeout=HANGS)
    assert time.monotonic() - begun < HANGS
    assert (started.returncode, err) == (130, b"")
    while is_alive(started.pid):
        assert time.monotonic() - begun < HANGS


def is_alive(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_interruption_has_its_exit_code(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C anywhere ends with 130 and no word."""

    def interrupted() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "program", interrupted)
    assert run("changes") == run("show")
    assert cli.run(["changes"]) == 130


@pytest.mark.parametrize("module", ["bouhan_diff.cli", "typer", "signal"])
def test_an_interruption_while_the_program_loads_is_quiet(module: str) -> None:
    """Ctrl-C before there is a command to stop ends with 130 and no word as well."""
    # The interruption comes as the module is looked for: a signal would come at any time.
    program = f"""
import sys
from bouhan_diff.__main__ import main

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            raise KeyboardInterrupt

sys.modules.pop({module!r}, None)
sys.meta_path.insert(0, Interrupting())
sys.argv = ["bouhan-diff", "changes"]
main()
"""
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(),
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")


def test_the_program_begins_where_it_is_guarded() -> None:
    """The command that is installed is the guarded one, and before it next to nothing loads."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["project"]["scripts"] == {"bouhan-diff": "bouhan_diff.__main__:main"}
    program = "import sys; old = set(sys.modules); import bouhan_diff.__main__; "
    ran = subprocess.run(
        [sys.executable, "-c", program + "print(*sorted(set(sys.modules) - old))"],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert ran.stdout.split() == ["bouhan_diff", "bouhan_diff.__main__", "gc"]  # gc is built in


@on_posix
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("changes -o table.docx", 2),
        ("show --data plan.yaml", 2),
        ("import plan.csv --dry-run", 2),
        ("show 1-1", 0),
    ],
)
def test_a_folder_that_was_removed_is_said(
    arguments: str, code: int, tmp_path: Path, shell: Run
) -> None:
    """The folder in which a shell still stands is no bug; what needs no folder goes on."""
    command = f"mkdir gone; cd gone; rmdir ../gone; {' '.join(PROGRAM)} {arguments}"
    ran = shell(command, cwd=tmp_path)
    assert ran.code == code
    assert ("The current folder no longer exists." in ran.err) is bool(code)
    assert "Traceback" not in ran.err
