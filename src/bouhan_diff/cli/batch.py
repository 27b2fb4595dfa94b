"""Compare many plans (一括処理): data files in, lines of JSON out, on all cores.

Workers get a few files at a time, and their lines come back in order, so that neither a thousand
files nor a slow reader of the lines fills the memory.
"""

import atexit
import gc
import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..comparison.compare import compare
from ..comparison.filters import Selection, changed_only, select
from ..comparison.series import series_of
from ..comparison.table import count
from ..errors import Problem, UserError
from ..linkage import Links
from ..render.json_ import json_lines
from ..storage import load_plan
from ..storage.files import read_front_matter
from ..textdiff import diff_text

if TYPE_CHECKING:
    from concurrent.futures import Future

_FILES_AT_ONCE = 8  # long enough to be worth the way to a worker, short enough to stop soon
_AHEAD = 4  # how many such lots each worker may have before their lines are taken

Files = tuple[Path, ...]
"""The files of plans that follow each other over the years (継続する計画)."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to compare in every plan (抽出条件): two years, and which rows."""

    old: str | None = None
    new: str | None = None
    selection: Selection = field(default_factory=Selection)
    is_changed_only: bool = True
    links: Links | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """The result for some files (処理結果): a line for each changed row, and the problems.

    selected: how many rows were selected, including unchanged ones, which have no line. changed:
    how many of them changed.
    """

    files: int
    lines: bytes
    problems: tuple[Problem, ...]
    selected: int = 0
    changed: int = 0


def compare_all(files: Sequence[Path], request: Request, workers: int = 0) -> Iterator[Lot]:
    """Yield the changes in all plans of the files (一括比較), in the files' order.

    workers: how many processes, by default one per core; a few files are compared in this process.
    A file that cannot be read or compared is reported in its lot, and the others are compared.
    """
    workers = min(workers or _cores(), -(-len(files) // _FILES_AT_ONCE))
    if workers <= 1:
        yield from (_compare_lot(lot, request) for lot in _lots(files, request))
        return
    # Loaded here, since a single plan needs none of it.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    # Spawned rather than forked: the caller may run a progress bar in a thread.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin_work)
    pending: deque[Future[Lot]] = deque()
    try:
        # The workers start while this process sorts the files.
        with _interruption_held_back():
            for _ in range(workers):
                pool.submit(_begin_to_compare)
        for lot in _lots(files, request):
            pending.append(pool.submit(_compare_lot, lot, request))
            if len(pending) > workers * _AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _lots(files: Sequence[Path], request: Request) -> list[tuple[Files, ...]]:
    series = _series(files, request)
    return [tuple(series[at : at + _FILES_AT_ONCE]) for at in range(0, len(series), _FILES_AT_ONCE)]


def _series(files: Sequence[Path], request: Request) -> list[Files]:
    years = [year for year in (request.old, request.new) if year]
    headings = {file: read_front_matter(file) for file in files}
    # A file without a title is broken, and is of no series.
    groups = series_of([heading for heading in headings.values() if heading.title], years)
    group_of = {heading.file: group for group in groups for heading in group}
    series: dict[Files, None] = {}
    for file in files:
        series[tuple(heading.file for heading in group_of.get(file, ())) or (file,)] = None
    return list(series)


def _compare_lot(lot: Sequence[Files], request: Request) -> Lot:
    lines: list[bytes] = []
    problems: list[Problem] = []
    selected_rows = changed = 0
    for series in lot:
        try:
            plans = [load_plan(file) for file in series]
            table = compare(plans, request.old, request.new, request.links, is_totalled=False)
        except UserError as error:
            problems += (p._replace(where=p.where or str(series[-1])) for p in error.problems)
            continue
        selected = select(table, request.selection)
        counts = table.counts if selected is table else count(selected.rows())
        selected_rows += counts.total
        changed += counts.changed
        lines += json_lines([changed_only(selected) if request.is_changed_only else selected])
    return Lot(sum(map(len, lot)), b"".join(lines), tuple(problems), selected_rows, changed)


def _cores() -> int:
    # The cores that this process may use, where the system says so; else all.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _interruption_held_back() -> Iterator[None]:
    """Block Ctrl-C inside (割込みの保留), so that processes started here never receive it.

    A worker that has not reached `_begin_work` yet would print a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing import resource_tracker  # noqa: PLC0415  few need it

    resource_tracker.ensure_running()  # it unblocks all signals as it starts
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _begin_work() -> None:
    # The caller is interrupted, and then stops its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Plans, tables and words are trees, so there are no reference cycles to collect.
    gc.disable()
    # Nothing needs closing at the end, and the system frees memory faster than Python.
    atexit.register(os._exit, 0)


def _begin_to_compare() -> None:
    """Load what every comparison needs, including the dictionary."""
    diff_text("旧", "新")
