"""A folder of its own for each attack, what is in it before and after, and what happened."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inputs import Recipe, made

REPOSITORY = Path(__file__).parent.parent.parent
SECONDS = 10
MEMORY = 1 << 30
_HASHED = 1 << 20
_CANARY = "題: 触れてはならない\n"

Snapshot = dict[str, tuple[object, ...]]


@dataclass(frozen=True)
class Attack:
    """One line of the table, ready to run.

    files: what lies in the working folder. writes: files that the program may make there.
    mounts: folders that are file systems of their own, with mount's options. start: what
    Python is started with where it is started anew. patience: seconds that a worker is
    waited for, where fewer than the program's own keep the tests short. seconds: of processor
    time that the answer may take.
    """

    arguments: list[str]
    files: dict[str, Recipe] = field(default_factory=dict)
    env: dict[str, str | None] = field(default_factory=dict)
    writes: tuple[str, ...] = ()
    stdin: str = "/dev/null"
    stdout: str = "out"
    stderr: str = "told"
    is_real: bool = False
    limits: dict[str, int] = field(default_factory=dict)
    mounts: dict[str, str] = field(default_factory=dict)
    signal: dict[str, Any] | None = None
    patience: float | None = None
    seconds: float = SECONDS


@dataclass(frozen=True)
class Outcome:
    """What was observed of an attack.

    seconds: processor time. work: the folder it ran in; out, told: its two streams.
    """

    exit: int
    is_late: bool
    seconds: float
    memory: int
    out: bytes
    told: str
    events: list[str]
    work: Path
    changed: list[str]


class Arena:
    """The process that runs the attacks; is_alone: cut off from network and other mounts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        self._count = 0
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("arena.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src")},
        )
        self.is_alone: bool = self._answer()["is_alone"]

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)

    def run(self, attack: Attack) -> Outcome:
        """Run one attack in a folder of its own, which is left to the caller."""
        self._count += 1
        folder = self._folder / str(self._count)
        work = folder / "work"
        (work / "canary").mkdir(parents=True)
        for name in ("home", "tmp", *attack.mounts):
            (folder / name).mkdir(exist_ok=True)
        for name in ("計画.yaml", "旧.docx", "旧.html", "旧.json"):
            (work / "canary" / name).write_text(_CANARY, encoding="utf-8")
        for name, content in attack.files.items():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_bytes(made(content))
        before = _snapshot(folder)
        out, told = self._folder / "out", self._folder / "told"
        out.write_bytes(b"")
        told.write_bytes(b"")
        answer = self._asked(attack, folder, out, told)
        after = _snapshot(folder)
        is_terminal = attack.stdout == "terminal"
        return Outcome(
            exit=answer["exit"],
            is_late=answer["is_late"],
            seconds=answer["seconds"],
            memory=answer["memory"],
            out=answer["terminal"].encode("utf-8", "surrogateescape")
            if is_terminal
            else out.read_bytes(),
            told=told.read_text(encoding="utf-8", errors="replace"),
            events=answer["events"],
            work=work,
            changed=sorted(
                name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
            ),
        )

    def _asked(self, attack: Attack, folder: Path, out: Path, told: Path) -> dict[str, Any]:
        streams = {
            "stdout": str(out) if attack.stdout == "out" else attack.stdout,
            "stderr": str(told) if attack.stderr == "told" else attack.stderr,
        }
        given = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "PAGER": "cat",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(REPOSITORY / "src"),
            **attack.env,
        }
        request = {
            "arguments": attack.arguments,
            "folder": str(folder),
            "env": {name: value for name, value in given.items() if value is not None},
            "stdin": attack.stdin,
            "limits": {"RLIMIT_AS": MEMORY, "RLIMIT_CORE": 0, **attack.limits},
            "mounts": attack.mounts,
            "is_real": attack.is_real,
            "start": ["-m", "bouhan_diff", *attack.arguments],
            "signal": attack.signal,
            "patience": attack.patience,
            "seconds": attack.seconds,
            **streams,
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process that runs the attacks has ended"
        answer: dict[str, Any] = json.loads(line)
        return answer


def discard(outcome: Outcome) -> None:
    """Remove the folder of an attack; some hold what takes a disk's room."""
    shutil.rmtree(outcome.work.parent, ignore_errors=True)


def _snapshot(folder: Path) -> Snapshot:
    """Every file under the folder with its mode and its content, large ones by size and time."""
    found: Snapshot = {}
    for path in folder.rglob("*"):
        about = path.lstat()
        content: object = about.st_mtime_ns
        if path.is_file() and about.st_size <= _HASHED:
            content = path.read_bytes()
        elif path.is_dir():
            content = None
        found[str(path.relative_to(folder))] = (
            about.st_mode,
            about.st_size if content else 0,
            content,
        )
    return found
