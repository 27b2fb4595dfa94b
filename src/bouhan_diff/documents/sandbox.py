"""Work on untrusted files in a separate process (別プロセスでの処理) with bounds.

Whatever hangs, swells or crashes there ends there. Time is processor time, so that a busy machine
refuses nothing that an idle one reads, and grows with the results returned.
"""

import gc
import logging
import math
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import ModuleType
from typing import Any

from ..errors import Problem, UserError
from ..gc_pause import without_collector
from ..messages import _, language, set_language

_MEMORY = 900 * (1 << 20)
_FIRST_ALLOWANCE = 7.0  # seconds of processor time
_ALLOWANCE_A_RESULT = 1.0
_TOO_LONG = 75  # how a worker ends itself where the system sets no limit
_LOOK_EVERY = 0.5
_FEW_COLLECTIONS = 100_000
_STARTING = threading.Lock()

Work = Callable[..., Iterator[Any]]


def results_of(work: Work, path: Path, *arguments: object) -> Iterator[Any]:
    """Yield what work(path, *arguments) yields (処理結果); work is a module-level function.

    It gets seven seconds of processor time, and one more for each result; a result of None only
    shows progress and is not passed on. Raises the UserError that the work raises, or one if it
    runs out of time or memory or ends without a result; RuntimeError for a bug.
    """
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    worker = context.Process(
        target=_run,
        args=(sending, language(), _FIRST_ALLOWANCE, work, path, *arguments),
        daemon=True,
    )
    with _main_module_hidden():
        worker.start()
    sending.close()
    try:
        while True:
            try:
                with without_collector():
                    kind, value = receiving.recv()
            except (EOFError, OSError):
                raise _silent(path, worker) from None
            if kind == "end":
                return
            if kind == "error":
                raise UserError(value)
            if kind == "bug":
                raise RuntimeError(value)
            yield value
    finally:
        receiving.close()
        worker.kill()
        worker.join()
        worker.close()


@contextmanager
def _main_module_hidden() -> Iterator[None]:
    """Hide the main module (主モジュール) while a worker starts, which would run it once more.

    The work is ours and needs nothing of it; so a script may call us without guarding itself
    with `if __name__ == "__main__"`.
    """
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def _run(
    sending: Connection,
    spoken: str,
    allowance: float,
    work: Work,
    path: Path,
    *arguments: object,
) -> None:
    """Run the work in the worker and send its results (処理の実行)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program is interrupted, and ends this
    set_language(spoken)
    logging.disable()  # libraries write of odd fonts and the like to standard error
    gc.set_threshold(_FEW_COLLECTIONS)  # a million cells are no garbage
    _end_with_parent()
    _bound_memory()
    limit = _TimeLimit(allowance)
    try:
        for result in work(path, *arguments):
            limit.extend(_ALLOWANCE_A_RESULT)
            if result is not None:
                sending.send(("result", result))
        sending.send(("end", None))
    except UserError as error:
        sending.send(("error", error.problems))
    except MemoryError:
        advice = _("It may be malicious. Print its pages to a new file and import that.")
        problem = Problem(_("The file takes too much memory to read."), str(path), advice)
        sending.send(("error", (problem,)))
    except BrokenPipeError:
        pass  # nobody waits any longer
    except Exception:  # reported by the program, whose mistake it is
        sending.send(("bug", traceback.format_exc()))


def _end_with_parent() -> None:
    """End this process when the program ends (親プロセスの監視), even while a file blocks it."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class _TimeLimit:
    """The processor time that this process may take (処理時間の上限).

    The system ends it where it can, in the midst of anything; elsewhere a thread looks.
    """

    def __init__(self, allowance: float) -> None:
        self._allowance = time.process_time() + allowance  # without its own start
        if not self._is_set():
            threading.Thread(target=self._look, daemon=True).start()

    def extend(self, seconds: float) -> None:
        """Allow more time (時間の追加)."""
        self._allowance += seconds
        self._is_set()

    def _is_set(self) -> bool:
        return _limited("RLIMIT_CPU", math.ceil(self._allowance))

    def _look(self) -> None:
        while time.process_time() < self._allowance:
            time.sleep(_LOOK_EVERY)
        os._exit(_TOO_LONG)


def _bound_memory() -> None:
    """Bound the memory of this process (メモリーの上限), where the system can."""
    _limited("RLIMIT_AS", _MEMORY)
    _limited("RLIMIT_CORE", 0)


def _limited(name: str, most: int) -> bool:
    """Set a limit of the system (資源の制限); return whether it has such a one."""
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return False
    with suppress(ValueError, OSError):  # macOS defines some limits that it cannot set
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        bounded = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bounded, hard))
        return True
    return False


def _silent(path: Path, worker: multiprocessing.process.BaseProcess) -> UserError:
    """Return the error for a worker that ended without a result (無言の終了)."""
    worker.join()
    is_late = worker.exitcode in {-getattr(signal, "SIGXCPU", 0), _TOO_LONG}
    what = _("The file cannot be read; it may be damaged.")
    return UserError(
        _("The file takes too long to read.") if is_late else what,
        where=str(path),
        advice=_("Print the pages with the table to a new file and import that."),
    )
