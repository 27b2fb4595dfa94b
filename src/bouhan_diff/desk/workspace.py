"""The workspace (作業領域): files dropped on the desk, and what was compared of them."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path, PureWindowsPath
from threading import Lock

from ..comparison.compared_files import ComparedFiles, ReadFile, compare_editions, compare_files
from ..comparison.filters import changed_only
from ..comparison.table import ComparisonTable
from ..documents import ReadOptions, parse_columns, read_document
from ..errors import UserError, printable, system_reason
from ..messages import _, language
from ..render import delimited, facts, json_, reports
from ..render.docx import document as docx
from ..render.page import html
from ..render.xlsx import workbook as xlsx
from ..storage import load_plan
from ..storage.dumper import dump_plan
from ..storage.files import is_document

_PREFIX = "bouhan-diff-desk-"
_LOCK = "in-use"
_LONGEST_NAME = 200  # bytes of UTF-8; Linux takes 255
_DEVICES = frozenset(["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]) | {
    f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"
}
"""Names that Windows gives to devices (デバイス名), whatever suffix follows."""
MOST_BYTES = 100_000_000
"""How large one file may be, as for `compare`."""
_MOST_FILES = 40
_MOST_RESULTS = 20

FileProgress = Callable[[str, int, int], None]
"""Called with a file's name, how many of its pages are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user decided where reading was in doubt (利用者の選択).

    columns: `HEADING=MEANING` for the old and for the new file. editions: of both, empty for
    what was read. pairs: old headings to new ones. links: old references to new ones.
    """

    columns: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    editions: tuple[str, str] = ("", "")
    pairs: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def options(self, side: int) -> ReadOptions:
        """Return the options that one side's file is read with, 0 for the old one."""
        edition = self.editions[side]
        return ReadOptions(
            columns=parse_columns(self.columns[side]), editions=(edition,) if edition else ()
        )


class Workspace:
    """Files and results of one desk, in a private folder that is removed at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, Path] = {}
        self._results: dict[str, ComparedFiles] = {}
        # Files and comparisons come from several threads; a number is taken in one step.
        self._changing = Lock()
        self._file_number = count(1)
        self._number = count(1)

    def add(self, name: str, content: bytes) -> str:
        """Store a file's content and return the name it has here.

        The given name may come from anywhere: only its last part is kept, as plain text. The oldest
        of too many files is dropped. Raises UserError if the file cannot be stored.
        """
        called = f"f{next(self._file_number)}"
        path = self._folder / called / _safe_name(name)
        try:
            path.parent.mkdir(mode=0o700)
            path.write_bytes(content)
        except OSError as error:
            shutil.rmtree(path.parent, ignore_errors=True)
            what = _("The file cannot be written: {reason}.").format(reason=system_reason(error))
            raise UserError(what, where=str(path)) from None
        with self._changing:
            self._files[called] = path
            names = list(self._files)[:-_MOST_FILES]
            dropped = [self._files.pop(name) for name in names]
        for oldest in dropped:
            shutil.rmtree(oldest.parent, ignore_errors=True)
        return called

    def compare(
        self, old: str, new: str | None, choices: Choices, progress: FileProgress
    ) -> tuple[str, ComparedFiles]:
        """Compare two kept files, or the editions of one, and keep the result under a name.

        Raises UserError as reading and comparing do, and for a file that is not here.
        """
        # Both are looked up before the first is read: meanwhile other files may come.
        old_path = self._path(old)
        new_path = None if new is None else self._path(new)
        first = _read(old_path, choices.options(0), partial(progress, old_path.name))
        if new_path is None:
            try:
                compared = compare_editions(first, choices.pairs)
            except UserError as error:  # it has one edition alone; the desk has no command line
                advice = _("Choose the other document in the other box too.")
                raise UserError([error.problems[0]._replace(advice=advice)]) from None
        else:
            second = _read(new_path, choices.options(1), partial(progress, new_path.name))
            compared = compare_files(first, second, choices.links or None, choices.pairs)
        while len(self._results) >= _MOST_RESULTS:
            del self._results[next(iter(self._results))]  # the oldest makes room
        name = f"r{next(self._number)}"
        self._results[name] = compared
        return name, compared

    def _path(self, called: str) -> Path:
        """Return where a file is kept. Raises UserError for one that is not here."""
        if path := self._files.get(called):
            return path
        advice = _("Choose the file again.")
        raise UserError(_("The file is no longer on the desk."), advice=advice)

    def result(self, name: str) -> ComparedFiles:
        """Return a result by its name. Raises KeyError."""
        return self._results[name]


def _read(path: Path, options: ReadOptions, progress: Callable[[int, int], None]) -> ReadFile:
    """Return the plan of a data file or a published document (資料の読取り). Raises UserError."""
    if not is_document(path):
        return ReadFile(path, load_plan(path))
    reading = read_document(path, options, progress)
    if reading.plan is None:
        raise reports.no_plan(path, reading.diagnostics)
    return ReadFile.of(path, reading.plan, reading.diagnostics)


def _safe_name(name: str) -> str:
    """Return the last part of a file's name as text that any system takes (安全なファイル名)."""
    last = PureWindowsPath(printable(name).replace("/", "\\")).name.strip(" .")
    plain = "".join("_" if sign in '<>:"|?*\\/' else sign for sign in last)
    if plain.partition(".")[0].rstrip().upper() in _DEVICES:
        plain = f"_{plain}"
    stem, dot, suffix = plain.rpartition(".")
    if not stem:
        stem, dot, suffix = suffix, "", ""
    kept = stem.encode()[:_LONGEST_NAME].decode(errors="ignore")
    return f"{kept}{dot}{suffix[:10]}" if kept else "file"


# ----------------------------------------------------------------- downloads

_LONGEST_TITLE = 30
"""Characters of the title in the name of a download."""


@dataclass(frozen=True, slots=True)
class Download:
    """A document to take away (ダウンロード). name: of the file."""

    name: str
    type: str
    content: bytes


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS: Mapping[str, tuple[str, str, Callable[[Sequence[ComparisonTable]], bytes]]] = {
    "word": ("新旧対照表.docx", _WORD, docx.write),
    "word-ordinance": (
        "新旧対照表.docx",
        _WORD,
        partial(docx.write, options=docx.WordOptions(style="ordinance")),
    ),
    "word-tracked": (
        "変更履歴.docx",
        _WORD,
        lambda tables: docx.write(tables, docx.WordOptions(tracked=True, date=datetime.now(UTC))),
    ),
    "excel": ("新旧対照表.xlsx", _EXCEL, xlsx.write),
    "page": (
        "新旧対照表.html",
        "text/html; charset=utf-8",
        lambda tables: html.write(tables, language()),
    ),
    "csv": ("新旧対照表.csv", "text/csv; charset=utf-8", delimited.write),
    "facts": ("変更箇所.csv", "text/csv; charset=utf-8", facts.write_facts),
    "json": ("新旧対照表.json", "application/json", json_.write_json),
}
"""What can be downloaded (形式): the file's name, its type, and what writes it."""


def download(compared: ComparedFiles, wanted: str, *, has_unchanged: bool = False) -> Download:
    """Return a result as a document, or one side's data file (`old`, `new`). Raises KeyError."""
    if wanted in ("old", "new"):
        file = compared.old if wanted == "old" else compared.new
        comments = [str(problem) for problem in reports.problems(file.diagnostics)]
        text = dump_plan(file.plan, comments)
        return Download(f"{file.path.stem}.yaml", "application/yaml", text.encode())
    name, kind, write = FORMATS[wanted]
    table = compared.table if has_unchanged else changed_only(compared.table)
    called = f"{table.title[:_LONGEST_TITLE]}_{name}" if table.title else name
    return Download(_safe_name(called), kind, write([table]))


# -------------------------------------------------------------- the private folder


@contextmanager
def workspace() -> Iterator[Workspace]:
    """Yield a workspace in a private folder, which is removed at the end (作業領域の確保).

    What an earlier desk left that was killed is removed first.
    """
    _remove_abandoned(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    try:
        with (folder / _LOCK).open("wb") as lock:
            _hold(lock.fileno())
            yield Workspace(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(parent: Path) -> None:
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.is_dir() and not folder.is_symlink() and _is_abandoned(folder / _LOCK):
                shutil.rmtree(folder, ignore_errors=True)


def _hold(descriptor: int) -> None:
    """Lock the file until this process ends, however it ends; Windows does so by itself."""
    if os.name == "posix":
        import fcntl  # noqa: PLC0415  not on Windows

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_abandoned(lock: Path) -> bool:
    """Return whether no process holds the lock (使用中でないか)."""
    if os.name != "posix":
        try:
            lock.unlink()  # refused while its desk has it open
        except OSError:
            return False
        return True
    import fcntl  # noqa: PLC0415  not on Windows

    if lock.parent.stat().st_uid != os.getuid():
        return False
    with lock.open("rb") as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True
