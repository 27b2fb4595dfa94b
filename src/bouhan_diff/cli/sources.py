"""Where plans come from (計画の所在): data files, documents, folders of either, or shipped."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..diagnostics import Diagnostic, Level
from ..edition import Edition
from ..errors import NothingMatchedError, Problem, UserError
from ..messages import _
from ..plan import Plan
from ..storage import load_plan, plan_files
from ..storage.files import DATA_SUFFIXES, refuse_lock_file
from .console import progress
from .parameters import command

if TYPE_CHECKING:
    from ..comparison.documents import ReadFile
    from ..documents import Reading, ReadOptions

_VARIABLE = "BOUHAN_DIFF_DATA"
_KINDS = 3
DOCUMENT_SUFFIXES = (".pdf", ".docx", ".xlsx", ".csv", ".txt")
"""The suffixes of documents; the reader of documents has them too, and is loaded for them alone."""

OLD_SUFFIXES = {".doc": ".docx", ".odt": ".docx", ".xls": ".xlsx", ".ods": ".xlsx"}
"""The suffixes of files that must first be saved as another, each with that one."""


class Read(NamedTuple):
    """A file's plan (読み取った計画) and what reading it noticed; of a data file, nothing."""

    plan: Plan
    diagnostics: tuple[Diagnostic, ...] = ()


def data_paths(named: Sequence[str] | None = None) -> list[Path]:
    """Return the files and folders in use (対象の計画); none for the shipped plan.

    named: those of --data, which override the environment's.
    """
    if named:
        return [Path(path) for path in named]
    return [Path(path) for path in os.environ.get(_VARIABLE, "").split(os.pathsep) if path]


def source_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the data files and documents among files and folders (対象のファイル), each once."""
    for path in paths:
        refuse_lock_file(path)
    return plan_files(paths, (*DATA_SUFFIXES, *DOCUMENT_SUFFIXES))


def is_document(path: Path) -> bool:
    """Return whether a file is read as a document (公表文書か) and not as a data file."""
    suffix = path.suffix.lower()
    return suffix in DOCUMENT_SUFFIXES or suffix in OLD_SUFFIXES


def has_documents(named: Sequence[str] | None = None) -> bool:
    """Return whether any of the files in use is a document (公表文書の有無)."""
    return any(map(is_document, source_files(data_paths(named))))


def read_file(path: Path, options: "ReadOptions | None" = None) -> Read:
    """Return the plan of a data file or of a document (ファイルの読取り).

    options: for documents; they are refused for a data file. Raises UserError where the file
    cannot be read, and NothingMatchedError where a document has no table of initiatives.
    """
    refuse_lock_file(path)
    if not is_document(path):
        return Read(load_plan(path))
    reading = read_document_file(path, options)
    if reading.plan is None:
        raise no_plan(path, reading.diagnostics)
    return Read(replace(reading.plan, origin=str(path)), reading.diagnostics)


def refuse_unnamed(path: Path, plan: Plan) -> None:
    """Raise UserError for a document that does not say of which edition it is (版の記載なし)."""
    if any(not edition.western and not edition.label for edition in plan.years):
        target = path.with_suffix(DATA_SUFFIXES[0]).name
        raise UserError(
            _("The document does not say of which year or edition it is."),
            where=str(path),
            advice=_("Say it: {command}").format(
                command=command("import", str(path), "--edition", "R6", "-o", target)
            ),
        )


def read_side(path: Path, options: "ReadOptions") -> "ReadFile":
    """Return one of the files that are compared (比較する資料の読取り). Raises UserError."""
    from ..comparison.documents import ReadFile  # noqa: PLC0415  few commands need it

    _refuse_a_year(path)
    plan, diagnostics = read_file(path, options)
    named = tuple(replace(one, span=replace(one.span, file=path.name)) for one in diagnostics)
    return ReadFile(path, plan, named)


def _refuse_a_year(path: Path) -> None:
    """Raise UserError for a fiscal year where a file belongs (年度の指定)."""
    try:
        Edition.parse(str(path))
    except UserError:
        return
    if not path.exists():
        raise UserError(
            _("“{value}” is a fiscal year, and this command takes files.").format(value=path),
            advice=_("Compare the years of one plan with: {command}").format(
                command="bouhan-diff changes R5 R6"
            ),
        )


def read_document_file(path: Path, options: "ReadOptions | None" = None) -> "Reading":
    """Return what a document was read as (公表文書の読取り), with a bar that fills page by page."""
    from ..documents import ReadOptions, read_document  # noqa: PLC0415  few commands need it

    refuse_lock_file(path)
    plan_files([path])  # a missing file or an address is reported in the same words everywhere
    if newer := OLD_SUFFIXES.get(path.suffix.lower()):
        raise UserError(
            _("Files with the suffix “{suffix}” are not read.").format(suffix=path.suffix),
            where=str(path),
            advice=_("Open it in its program and save it anew as {suffix}.").format(suffix=newer),
        )
    with ExitStack() as bars:
        advance: list[Callable[[int], None]] = []

        def advanced(_done: int, pages: int) -> None:
            if not advance:
                advance.append(bars.enter_context(progress(_("Reading pages"), pages)))
            advance[0](1)

        return read_document(path, options or ReadOptions(), advanced)


def no_plan(path: Path, diagnostics: Sequence[Diagnostic]) -> UserError:
    """Return the error for a document that holds no plan (事業の表がない文書)."""
    from ..render.reports import problems  # noqa: PLC0415  only where something was noticed

    kinds = Counter[str]()
    first = []  # of a form with many boxes a few say enough
    for diagnostic in diagnostics:
        kinds[diagnostic.code] += 1
        if kinds[diagnostic.code] <= _KINDS:
            first.append(diagnostic)
    noticed = [
        problem._replace(where=f"{path}: {problem.where}" if problem.where else str(path))
        for problem in problems(first)
    ]
    nothing = Problem(
        _("No table of initiatives was found."),
        str(path),
        _("Name its columns with --columns, or the table: --table, --sheet, --pages."),
    )
    is_explained = any(one.level is Level.LOSS for one in diagnostics)
    return NothingMatchedError(noticed if is_explained else [*noticed, nothing])
