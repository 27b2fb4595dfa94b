"""Read a document (公表文書の読取り): a file in, a plan and diagnostics out.

Documents come from strangers: each is extracted and interpreted in a separate process
(別プロセスでの処理) with bounded time and memory, so that whatever hangs, swells or crashes ends
there. Time is processor time, so that a busy machine refuses nothing that an idle one reads, and
grows with the results returned.
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import ModuleType
from typing import Any

from ..errors import Problem, UserError
from ..gc_pause import without_collector
from ..messages import _, language, set_language
from ..plan import LONGEST_TEXT, Plan
from ..storage.files import (
    DOCUMENT_SUFFIXES,
    OTHER_SUFFIXES,
    WORKBOOK_SUFFIXES,
    plan_files,
    refuse_lock_file,
)
from ..text.escape import as_text
from .ir import Document, Extraction, Extractor, Line, Reading, ReadOptions, Step, Table

Progress = Callable[[int, int], None]
"""Called with how many pages are done (進捗), and of how many."""

_CELLS_A_STEP, _CHARACTERS_A_STEP = 20_000, 500_000

_DEFAULT = ReadOptions()


def parse_columns(options: Sequence[str]) -> Mapping[str, str]:
    """Return the columns that are mapped by hand (列の指定), see `headings.columns_option`."""
    if not options:
        return {}
    from .headings.columns_option import parse_columns as parse  # noqa: PLC0415  loads the vocabulary

    return parse(options)


def read_document(
    path: Path | str, options: ReadOptions = _DEFAULT, progress: Progress | None = None
) -> Reading:
    """Read a published document (公表文書の読取り): its plan, and what reading noticed.

    progress: called after each page of a PDF. Raises UserError where the file cannot be read
    at all.
    """
    path = Path(path)
    _refuse_other_than_files(path)
    suffix = path.suffix.lower()
    if suffix not in DOCUMENT_SUFFIXES:
        newer = OTHER_SUFFIXES.get(suffix)
        raise UserError(
            _("Files with the suffix “{suffix}” cannot be read.").format(suffix=path.suffix),
            where=str(path),
            advice=_("Open it in its program and save it as {suffix}.").format(suffix=newer)
            if newer
            else _("Choose from {values}.").format(values=" ".join(DOCUMENT_SUFFIXES)),
        )
    reading = Reading(None)
    for result in results_of(read_in_steps, path, options):
        if isinstance(result, Reading):
            reading = result
        elif progress:
            progress(*result)
    if reading.plan is None:
        return reading
    return replace(reading, plan=replace(reading.plan, origin=str(path)))


def _refuse_other_than_files(path: Path) -> None:
    """Raise UserError where there is no document to open (資料でないもの)."""
    refuse_lock_file(path)
    if os.path.isdir(path):  # noqa: PTH112  a name of any length is answered
        raise UserError(
            _("This is a folder, not a file."),
            where=str(path),
            advice=_("Name one of the files in it."),
        )
    plan_files([path])  # a missing file or an address is reported in the same words everywhere


def read_in_steps(path: Path, options: ReadOptions) -> Iterator[Step | Reading]:
    """Yield the pages done, then what was read (読取り); run in the worker."""
    from .interpret import interpret  # noqa: PLC0415  the program itself needs none of it

    document = yield from extract_document(path, options)
    # What is made from here on stays, and the collector would go through all of it.
    with without_collector():
        # Each yield allows more processor time, which many cells or long lines need.
        lines = sum(len(block.text) for block in document.blocks if isinstance(block, Line))
        steps = _size(document) // _CELLS_A_STEP + lines // _CHARACTERS_A_STEP
        yield from (None for _step in range(steps))
        document = replace(document, name=as_text(document.name), title=as_text(document.title))
        if options.table is not None:
            document = _with_one_table(document, options.table, path)
        reading = interpret(document, options)
        if reading.plan is not None and not _is_short(document):
            _refuse_long_texts(reading.plan, path)
        yield reading


def _refuse_long_texts(plan: Plan, path: Path) -> None:
    """Raise UserError for each text that is longer than any data file may have it (長文)."""
    heads = (plan.title, *(text for one in plan.sections for text in (one.title, one.aim)))
    long = ["" for text in heads if len(text) > LONGEST_TEXT]
    rows = (one for _section, one in plan.initiatives())
    long += [one.at for one in rows if one.longest > LONGEST_TEXT]
    long += ["" for text in plan.notes if len(text) > LONGEST_TEXT]
    if long:
        from ..storage.messages import TOO_LONG  # noqa: PLC0415  hardly ever needed

        what, advice = (_(text).format(most=LONGEST_TEXT) for text in TOO_LONG)
        places = (f"{path}, {at}" if at else str(path) for at in dict.fromkeys(long))
        raise UserError(Problem(what, place, advice) for place in places)


def _is_short(document: Document) -> bool:
    """Return whether a document is too short for a text that is too long (短い文書)."""
    if _size(document) > _CELLS_A_STEP:
        return False  # to ask its plan is as quick
    tables = [block for block in document.blocks if isinstance(block, Table)]
    lines = [block.text for block in document.blocks if isinstance(block, Line)]
    lines += [line for table in tables for cell in table.cells for line in cell.lines]
    return sum(map(len, lines)) < LONGEST_TEXT // 2


def _size(document: Document) -> int:
    return sum(len(block.cells) for block in document.blocks if isinstance(block, Table))


def _with_one_table(document: Document, number: int, path: Path) -> Document:
    """Return the document without the tables that are not asked for (表の指定)."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    if not 1 <= number <= len(tables):
        raise UserError(
            _("There is no table {number}.").format(number=number),
            where=str(path),
            advice=_("The file has {count}.").format(count=len(tables)),
        )
    chosen = tables[number - 1]
    blocks = (block for block in document.blocks if isinstance(block, Line) or block is chosen)
    return replace(document, blocks=tuple(blocks))


def extract_document(path: Path, options: ReadOptions) -> Extraction:
    """Return what the file shows (文書の抽出), yielding what is done; run in the worker."""
    return _extractor_of(path)(path, options)


def _extractor_of(path: Path) -> Extractor:
    """Return the extractor of a file's format (抽出器); only that is loaded, with its libraries."""
    match path.suffix.lower():
        case ".pdf":
            from .extract import pdf  # noqa: PLC0415

            return pdf.read
        case ".docx" | ".docm":
            from .extract import docx  # noqa: PLC0415

            return docx.read
        case suffix if suffix in WORKBOOK_SUFFIXES:
            from .extract.sources import beginning  # noqa: PLC0415

            return _workbook_extractor(beginning(path))
        case ".txt":
            from .extract import plain_text  # noqa: PLC0415
            from .extract.sources import is_tabbed  # noqa: PLC0415

            if not is_tabbed(path):
                return plain_text.read
    from .extract import csv_  # noqa: PLC0415

    return csv_.read


def _workbook_extractor(first: bytes) -> Extractor:
    """Return the extractor of what has a workbook's suffix (抽出器). first: its first bytes.

    The suffix does not say it: portals give new files the old one, and office systems export a page
    or a text under it.
    """
    from .extract.sources import is_compound, is_html, is_text  # noqa: PLC0415

    if is_compound(first):
        from .extract import xls  # noqa: PLC0415

        return xls.read
    if is_html(first):
        from .extract import html_  # noqa: PLC0415

        return html_.read
    if is_text(first):
        from .extract import csv_  # noqa: PLC0415

        return csv_.read
    from .extract import xlsx  # noqa: PLC0415

    return xlsx.read


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
    is_full = False
    try:
        for result in work(path, *arguments):
            limit.extend(_ALLOWANCE_A_RESULT)
            if result is not None:
                sending.send(("result", result))
        sending.send(("end", None))
    except UserError as error:
        sending.send(("error", error.problems))
    except MemoryError:
        is_full = True  # until the handler ends, which lets go of what the work had
    except BrokenPipeError:
        pass  # nobody waits any longer
    except Exception:  # reported by the program, whose mistake it is
        sending.send(("bug", traceback.format_exc()))
    if is_full:
        advice = _("It may be malicious. Print its pages to a new file and import that.")
        problem = Problem(_("The file takes too much memory to read."), str(path), advice)
        sending.send(("error", (problem,)))


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
