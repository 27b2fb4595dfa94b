"""Runs attacks one after the other, each in a process of its own, watched and bounded.

    python arena.py

One process loads the program once and forks for each attack; that takes a twentieth of the
time of starting Python anew, which is done too where the start itself is attacked. Requests
come in as lines of JSON and what was observed goes out as lines of JSON. Where the system
allows it, all of this has neither a network nor the file systems of other processes.
"""

import atexit
import contextlib
import ctypes
import gc
import io
import json
import multiprocessing
import os
import resource
import runpy
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_NEW_NAMESPACES = 0x00020000 | 0x40000000  # CLONE_NEWNS, CLONE_NEWNET
_NEW_USER = 0x10000000
_PRIVATE = 0x4000 | 0x40000  # MS_REC, MS_PRIVATE
_MOST_PRINTED = 16 << 20

# What Python itself tells of before it does it. Of files only opening for writing counts.
_STARTED = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "pty.")
_NETWORK = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")
_OWN_NAME = "socket.gethostname"  # reaches nobody; coverage asks for it as a process ends
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_STEPS = ("os.chmod", "os.rename", "os.link", "os.remove")
_BESIDE = (".bouhan-diff-", "openpyxl.")  # a file that is to take the name, a sheet of a workbook


def main() -> None:
    """Answer requests until there are no more."""
    is_alone = _leave_the_system()
    _load_the_program()
    gc.freeze()  # what is loaded stays shared with every fork
    print(json.dumps({"is_alone": is_alone}), flush=True)
    for line in sys.stdin:
        print(json.dumps(_attacked(json.loads(line))), flush=True)


def _leave_the_system() -> bool:
    """Go where there is no network and mounts are ours alone; tell whether it could be done."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_NEW_NAMESPACES):
        if libc.unshare(_NEW_NAMESPACES | _NEW_USER):
            return False
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1", encoding="ascii")
    return not libc.mount(None, b"/", None, _PRIVATE, None)


def _load_the_program() -> None:
    from bouhan_diff import diff_text, messages  # noqa: PLC0415
    from bouhan_diff.cli import run  # noqa: PLC0415

    diff_text("街頭で商店に呼びかけた。", "街頭でコンビニに呼び掛けた。")
    commands = ("changes", "stats", "by-dept", "by-policy", "show", "check")
    for arguments in (["history", "6-1"], ["search", "商店"], *([name] for name in commands)):
        with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
            run(arguments)
    for name in (
        "jinja2",
        "openpyxl",
        "pdfplumber",
        *_modules("documents/extract"),
        *_modules("render"),
    ):
        __import__(name)
    messages._catalogue = None  # the language is each attack's own


def _modules(folder: str) -> list[str]:
    package = Path(__file__).parent.parent.parent / "src" / "bouhan_diff" / folder
    return [f"bouhan_diff.{folder.replace('/', '.')}.{path.stem}" for path in package.glob("*.py")]


# On a machine with much else to do, an answer takes longer than the processor's time for it.
_WALL = 6


def _attacked(request: dict[str, Any]) -> dict[str, Any]:
    """What was observed of one attack; see sandbox.py for the request."""
    mounted = [_mount(name, options, request) for name, options in request["mounts"].items()]
    terminal = os.openpty() if request["stdout"] == "terminal" else None
    noted, notes = os.pipe()
    child = os.fork()
    if not child:
        os.close(noted)
        _become_the_program(request, terminal, notes)
    os.close(notes)
    printed = b""
    if terminal:
        os.close(terminal[1])
    report, printed, is_late = _watch(
        child, noted, terminal and terminal[0], _WALL * request["seconds"]
    )
    _pid, status, usage = os.wait4(child, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # whatever it left behind
    left = [f"left {path}" for folder in mounted for path in Path(folder).rglob("*")]
    for folder in mounted:
        subprocess.run(["umount", "-l", folder], check=False)
    return {
        "exit": os.waitstatus_to_exitcode(status),
        "is_late": is_late,
        "seconds": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss * 1024,
        "terminal": printed.decode("utf-8", "surrogateescape"),
        "events": report.decode("utf-8", "surrogateescape").splitlines() + left,
    }


def _mount(name: str, options: str, request: dict[str, Any]) -> str:
    folder = str(Path(request["folder"], name))
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder], check=True)
    return folder


def _watch(
    child: int, noted: int, terminal: int | None, seconds: float
) -> tuple[bytes, bytes, bool]:
    """What the child noted and printed until it ended; it is killed when its time is over."""
    deadline = time.monotonic() + seconds
    texts = {noted: b"", terminal: b""}
    open_ends = [end for end in (noted, terminal) if end is not None]
    is_late = False
    ended = os.pidfd_open(child)
    while open_ends:
        ready, _none, _none = select.select(
            [*open_ends, ended], [], [], deadline - time.monotonic()
        )
        if not ready:
            is_late = True
            os.killpg(child, signal.SIGKILL)
            deadline += 5
            continue
        for end in ready:
            if end == ended:
                continue
            try:
                content = os.read(end, 1 << 16)
            except OSError:  # how a terminal says that nobody is left
                content = b""
            texts[end] += content
            if not content:
                open_ends.remove(end)
                os.close(end)
        if ready == [ended]:  # a descendant may hold the ends open for longer
            break
    for end in open_ends:
        os.close(end)
    os.close(ended)
    return texts[noted], texts[terminal], is_late


def _become_the_program(
    request: dict[str, Any], terminal: tuple[int, int] | None, notes: int
) -> None:
    code = 99
    try:
        os.setsid()
        # Whoever runs the tests may ignore them, as nohup does.
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        os.chdir(Path(request["folder"], "work"))
        os.environ.clear()
        os.environ.update(request["env"])
        _take_streams(request, terminal)
        for kind, most in request["limits"].items():
            resource.setrlimit(getattr(resource, kind), (most, most))
        if request["is_real"]:
            start = [sys.executable, *request["start"]]
            os.execve(sys.executable, start, request["env"])  # noqa: S606  no shell is wanted
        _shorten_workers(request["patience"])
        sys.argv = ["bouhan-diff", *request["arguments"]]
        sys.dont_write_bytecode = True  # a module compiled here is a file of Python, not of ours
        _watch_events(notes, request["signal"])
        runpy.run_module("bouhan_diff", run_name="__main__")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    finally:
        with contextlib.suppress(Exception):
            atexit._run_exitfuncs()
        with contextlib.suppress(Exception):
            sys.stderr.flush()
        with contextlib.suppress(Exception):
            sys.stdout.flush()
        os._exit(code)


def _shorten_workers(patience: float | None) -> None:
    """Fork the worker of a document too, which starting anew takes a second; bounded as it is."""
    from bouhan_diff.documents import reading as _worker  # noqa: PLC0415  loaded by now

    context = multiprocessing.get_context("fork")
    multiprocessing.get_context = lambda _method=None: context  # type: ignore[assignment]
    if patience:
        _worker._FIRST_ALLOWANCE = patience


def _take_streams(request: dict[str, Any], terminal: tuple[int, int] | None) -> None:
    """Put what the attack has in the place of the three standard streams."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        where = request[name]
        if where == "terminal" and terminal:
            os.dup2(terminal[1], number)
        elif where == "broken":
            reading, writing = os.pipe()
            os.close(reading)
            os.dup2(writing, number)
        elif where != "closed":
            flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND
            os.dup2(os.open(where, flags, 0o600), number)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if request[name] == "closed":
            os.close(number)
            setattr(sys, name, None)
        else:
            opened = open(number, "rb" if number == 0 else "wb", closefd=False)  # noqa: SIM115
            setattr(sys, name, io.TextIOWrapper(opened, "utf-8", line_buffering=number == 2))
    if terminal:
        os.close(terminal[0])


def _watch_events(notes: int, attack: dict[str, Any] | None) -> None:
    """Note what is written, started and connected to; send the signal at its step."""
    steps = 0

    def count(event: str, path: str | Path) -> None:
        nonlocal steps
        if not Path(path).name.startswith(_BESIDE):
            return
        steps += 1
        if attack and steps == attack["step"]:
            _tell(notes, f"signal {event}")
            os.kill(os.getpid(), getattr(signal, attack["name"]))

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _mode, flags = arguments
            if not isinstance(flags, int) or not flags & _WRITING or isinstance(path, int):
                return
            _tell(notes, f"write {os.fsdecode(path)}")
            count(event, path)
        elif event.startswith(_STARTED):
            _tell(notes, f"start {event} {arguments[:2]!r}")
        elif event.startswith(_NETWORK) and event != _OWN_NAME:
            _tell(notes, f"network {event} {arguments!r}")
        elif event in _STEPS:
            count(event, arguments[0])

    sys.addaudithook(note)


def _tell(notes: int, text: str) -> None:
    line = text.replace("\n", " ") + "\n"
    with contextlib.suppress(OSError):
        os.write(notes, line.encode("utf-8", "surrogateescape"))


if __name__ == "__main__":
    main()
