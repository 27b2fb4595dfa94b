"""Work on strangers' files in a process of its own (別プロセスでの処理), bounded.

What hangs, swells or crashes in there ends there: the program waits no longer than the
allowance and says what happened.
"""

import logging
import multiprocessing
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ..errors import Problem, UserError
from ..messages import _, language, set_language

_MEMORY = 900 * (1 << 20)
_CPU_SECONDS = 240  # should the program be killed, the worker does not outlive it for long
_FIRST_ALLOWANCE = 7.0
_ALLOWANCE_A_RESULT = 0.5

Work = Callable[..., Iterator[Any]]


def results_of(work: Work, path: Path, *arguments: object) -> Iterator[Any]:
    """Yield what work(path, *arguments) yields (処理結果), a function at the top of a module.

    Seven seconds and half a second for each result is the time that it has. Raises
    UserError: its own, and where it runs out of time or memory or ends without a word;
    RuntimeError for what is a mistake of the program.
    """
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    worker = context.Process(
        target=_run, args=(sending, language(), work, path, *arguments), daemon=True
    )
    worker.start()
    sending.close()
    deadline = time.monotonic() + _FIRST_ALLOWANCE
    try:
        while True:
            if not receiving.poll(max(0.0, deadline - time.monotonic())):
                raise _error(path, _("The file takes too long to read."))
            try:
                kind, value = receiving.recv()
            except (EOFError, OSError):
                raise _error(path, _("The file cannot be read; it may be damaged.")) from None
            if kind == "end":
                return
            if kind == "error":
                raise UserError(value)
            if kind == "bug":
                raise RuntimeError(value)
            deadline += _ALLOWANCE_A_RESULT
            yield value
    finally:
        receiving.close()
        worker.kill()
        worker.join()
        worker.close()


def _run(sending: Connection, spoken: str, work: Work, path: Path, *arguments: object) -> None:
    """Do the work in the worker and send what comes of it (処理の実行)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program is interrupted, and ends this
    set_language(spoken)
    logging.disable()  # libraries tell of odd fonts and the like on standard error
    _bound()
    try:
        for result in work(path, *arguments):
            sending.send(("result", result))
        sending.send(("end", None))
    except UserError as error:
        sending.send(("error", error.problems))
    except MemoryError:
        advice = _("It may be meant to do harm. Print its pages to a new file and import that.")
        problem = Problem(_("The file takes too much memory to read."), str(path), advice)
        sending.send(("error", (problem,)))
    except BrokenPipeError:
        pass  # nobody waits any longer
    except Exception:  # told by the program, whose mistake it is
        sending.send(("bug", traceback.format_exc()))


def _bound() -> None:
    """Bound the memory and time of this process (資源の制限), where the system can."""
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _CPU_SECONDS)):
        hard = resource.getrlimit(kind)[1]
        bounded = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):  # macOS knows some limits by name alone
            resource.setrlimit(kind, (bounded, hard))


def _error(path: Path, what: str) -> UserError:
    return UserError(
        what,
        where=str(path),
        advice=_("Print the pages with the table to a new file and import that."),
    )
