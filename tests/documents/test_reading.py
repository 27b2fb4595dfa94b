"""The worker that reads strangers' files: bounded by its own work, and never left alone."""

import gettext
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bouhan_diff.documents import reading
from bouhan_diff.errors import UserError

PROGRAM = """
import sys
from pathlib import Path
from bouhan_diff.documents import read_document
if __name__ == "__main__":
    print("started", flush=True)
    read_document(Path(sys.argv[1]))
"""


def idle(_path: Path) -> Iterator[str]:
    """Work that waits longer than its allowance, and hardly computes."""
    time.sleep(2.5)
    yield "done"


def busy(_path: Path) -> Iterator[str]:
    """Work that never ends."""
    while True:
        if time.process_time() < 0:
            yield "never"


def steady(_path: Path) -> Iterator[int | None]:
    """Work that takes longer than its first allowance, and shows that it goes on."""
    for step in range(3):
        end = time.process_time() + 0.6
        while time.process_time() < end:
            pass
        yield None if step else step


def broken(_path: Path) -> Iterator[str]:
    """Work with a mistake of ours."""
    yield str(1 // 0)


def swelling(_path: Path) -> Iterator[str]:
    """Work that asks for more memory than there is."""
    yield "防" * (1 << 40)


def filling(_path: Path) -> Iterator[str]:
    """Work that fills the memory to the last with small objects, which it needs."""
    kept: list[bytes] = []
    while True:
        kept.append(bytes(400))
        if not kept:
            yield "never"


def test_a_mistake_of_ours_arrives_as_one() -> None:
    """What the program does wrong in a worker is a bug of the program, with its traceback."""
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        list(reading.results_of(broken, Path("plan.csv")))


def test_work_that_swells_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes too much memory is said as the file's fault, and nothing else suffers."""
    monkeypatch.setattr("bouhan_diff.messages._catalogue", gettext.NullTranslations())
    with pytest.raises(UserError, match="too much memory"):
        list(reading.results_of(swelling, Path("plan.csv")))


def test_work_that_fills_the_memory_leaves_room_to_say_so(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What the work had is let go of first; the worker's own end would print a traceback."""
    monkeypatch.setattr("bouhan_diff.messages._catalogue", gettext.NullTranslations())
    with pytest.raises(UserError, match="too much memory"):
        list(reading.results_of(filling, Path("plan.csv")))
    assert capfd.readouterr().err == ""


def test_waiting_takes_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a worker waits; only what it computes counts."""
    monkeypatch.setattr(reading, "_FIRST_ALLOWANCE", 2.0)
    assert list(reading.results_of(idle, Path("plan.csv"))) == ["done"]


def test_work_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """What computes on and on is ended, and that is said."""
    monkeypatch.setattr(reading, "_FIRST_ALLOWANCE", 1.0)
    monkeypatch.setattr("bouhan_diff.messages._catalogue", gettext.NullTranslations())
    with pytest.raises(UserError, match="takes too long"):
        list(reading.results_of(busy, Path("plan.csv")))


def test_progress_gives_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each result adds to the allowance; one that only shows progress is not passed on."""
    monkeypatch.setattr(reading, "_FIRST_ALLOWANCE", 1.0)
    assert list(reading.results_of(steady, Path("plan.csv"))) == [0]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files have no paths")
def test_a_worker_ends_with_the_program(tmp_path: Path) -> None:
    """Blocked on a pipe that nobody writes to, it ends when the program is killed."""
    pipe = tmp_path / "plan.csv"
    ends = os.pipe()
    pipe.symlink_to(f"/proc/{os.getpid()}/fd/{ends[0]}")
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    program = subprocess.Popen(
        [sys.executable, tmp_path / "program.py", pipe], stdout=subprocess.PIPE
    )
    assert program.stdout is not None
    program.stdout.readline()
    while not (workers := _children(program.pid)):
        time.sleep(0.1)
    time.sleep(1.0)  # until the worker opens the pipe
    program.send_signal(signal.SIGKILL)
    program.wait()
    program.stdout.close()
    deadline = time.monotonic() + 30
    while any(map(_is_running, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(_is_running, workers))
    for end in ends:
        os.close(end)


def _children(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, check=False
    )
    return [int(word) for word in found.stdout.split()]


def _is_running(pid: int) -> bool:
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, check=False)
    return bool(found.stdout.strip()) and not found.stdout.strip().startswith(b"Z")
