"""Read documents and data files (資料の読取り): their options, and the files themselves."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple
from unicodedata import normalize

from ..edition import UNNAMED, Edition
from ..errors import Problem, UserError
from ..linkage import Links
from ..messages import N_, _
from ..plan import Plan, reference
from ..storage import load_plan, plan_files
from ..storage.files import (
    DATA_SUFFIXES,
    DOCUMENT_SUFFIXES,
    WORKBOOK_SUFFIXES,
    is_document,
    refuse_lock_file,
)
from .console import print_problem, progress
from .files import data_paths
from .options import DATA, READING
from .parameters import command, option

if TYPE_CHECKING:
    from ..comparison.compared_files import ReadFile
    from ..diagnostics import Diagnostic
    from ..documents import Reading, ReadOptions

_LONGEST = 100  # characters of an edition; what is longer is a sentence

_Many = list[str] | None
_One = str | None


class Pairing(NamedTuple):
    """The user's pairs of headings that are one field (項目の対応)."""

    pair: Annotated[
        _Many,
        option(
            "--pair",
            panel=DATA,
            about=N_("Two headings that name the same column; may be repeated."),
            metavar=N_("OLD=NEW"),
        ),
    ] = None

    def pairs(self) -> dict[str, str]:
        """Return the old headings mapped to the new ones (項目の対応)."""
        pairs: dict[str, str] = {}
        for given in self.pair or ():
            old, equals, new = given.replace("＝", "=").partition("=")
            if not (equals and old.strip()):
                raise UserError(
                    _("“{value}” is not a pair of headings.").format(value=given),
                    advice=_("Write --pair OLD=NEW, such as --pair 予算額=当初予算額."),
                )
            pairs[old.strip()] = new.strip()
        return pairs


class ReadingOptions(NamedTuple):
    """How to read documents (公表文書の読取り)."""

    columns: Annotated[
        _Many,
        option(
            "--columns",
            panel=READING,
            about=N_(
                "What a column contains if its heading does not say: number, name, "
                "department, policies, section, title, aim (or their names in "
                "Japanese), a year such as R6 for its text, or - to leave it out; "
                "may be repeated."
            ),
            metavar=N_("HEADING=MEANING"),
        ),
    ] = None
    edition: Annotated[
        _Many,
        option(
            "--edition",
            panel=READING,
            about=N_(
                "The edition of a document that names none, or which of several to "
                "use; give it twice for compare: the old one, then the new one."
            ),
            metavar=N_("LABEL"),
        ),
    ] = None
    table: Annotated[
        _One,
        option("--table", panel=READING, about=N_("Read only this table."), metavar=N_("NUMBER")),
    ] = None
    sheet: Annotated[
        _One,
        option(
            "--sheet", panel=READING, about=N_("Excel: read only this sheet."), metavar=N_("NAME")
        ),
    ] = None
    pages: Annotated[
        _One,
        option("--pages", panel=READING, about=N_("PDF: read only these pages."), metavar="14-18"),
    ] = None
    strict: Annotated[
        bool,
        option(
            "--strict",
            panel=READING,
            about=N_("Refuse a document if anything in it is doubtful or was not read."),
        ),
    ] = False

    def refuse_without_effect(self, paths: Sequence[Path]) -> None:
        """Raise UserError for an option that applies to none of the files (無効な指定)."""
        for name, value, suffixes in (
            ("--columns", self.columns, DOCUMENT_SUFFIXES),
            ("--table", self.table, DOCUMENT_SUFFIXES),
            ("--sheet", self.sheet, WORKBOOK_SUFFIXES),
            ("--pages", self.pages, (".pdf",)),
        ):
            if value and not any(path.suffix.lower() in suffixes for path in paths):
                raise UserError(
                    _("{option} has no effect on these files.").format(option=name),
                    advice=_("It is for documents with the suffix {suffixes}.").format(
                        suffixes=" ".join(suffixes)
                    ),
                )

    def options(self, *editions: str) -> "ReadOptions":
        """Return the options for reading documents (読取りの指定).

        editions: those of the document, old before new. Raises UserError for unusable values.
        """
        from ..documents import ReadOptions, parse_columns  # noqa: PLC0415  few read documents

        for edition in editions:
            if not Edition.read(edition) or len(edition) > _LONGEST or not edition.isprintable():
                raise UserError(
                    _("“{value}” is not an edition.").format(value=edition),
                    advice=_("Write it as R6, 令和6年度 or a label such as 改正案."),
                )
        return ReadOptions(
            columns=parse_columns(self.columns or ()),
            editions=editions,
            table=self._table(),
            sheet=self.sheet or "",
            pages=self._pages(),
        )

    def _table(self) -> int | None:
        given = normalize("NFKC", self.table or "")
        if given and not (given.isdecimal() and int(given[:9]) > 0):
            raise UserError(
                _("“{value}” is not the number of a table.").format(value=self.table),
                advice=_("Write --table 2 for the second table of the document."),
            )
        return int(given[:9]) if given else None

    def _pages(self) -> tuple[int, int] | None:
        if not self.pages:
            return None
        written = normalize("NFKC", self.pages).strip()
        match = re.fullmatch(r"(\d{1,6})(?:[-~–](\d{1,6}))?", written)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 0 < first <= last:
            raise UserError(
                _("“{value}” is not a range of pages.").format(value=self.pages),
                advice=_("Write --pages 14-18, or --pages 14 for one page."),
            )
        return first, last


def source_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the data files and documents among files and folders (対象のファイル), each once."""
    for path in paths:
        refuse_lock_file(path)
    return plan_files(paths, documents=True)


def has_documents(named: Sequence[str] | None) -> bool:
    """Return whether any of the files in use is a document (公表文書の有無)."""
    return any(map(is_document, source_files(data_paths(named))))


def read_file(
    path: Path, options: "ReadOptions | None" = None
) -> "tuple[Plan, tuple[Diagnostic, ...]]":
    """Return the plan of a data file or document (ファイルの読取り), and what reading noticed.

    options: for documents; refused for a data file. Raises UserError if the file cannot be read,
    and NothingMatchedError if a document has no table of initiatives.
    """
    refuse_lock_file(path)
    if not is_document(path):
        return load_plan(path), ()
    reading = read_document_file(path, options)
    if reading.plan is None:
        from ..render.reports import no_plan  # noqa: PLC0415  few documents have none

        raise no_plan(path, reading.diagnostics)
    return reading.plan, reading.diagnostics


def refuse_unnamed(path: Path, plan: Plan) -> None:
    """Raise UserError for a document that names no edition (版の記載なし)."""
    if UNNAMED in plan.editions:
        target = path.with_suffix(DATA_SUFFIXES[0]).name
        raise UserError(
            _("The document does not say which year or edition it is."),
            where=str(path),
            advice=_("Name it: {command}").format(
                command=command("import", str(path), "--edition", "R6", "-o", target)
            ),
        )


def read_sides(paths: Sequence[Path], options: "Sequence[ReadOptions]") -> "tuple[ReadFile, ...]":
    """Read the one or two files to compare (比較する資料の読取り). Raises UserError."""
    from ..comparison.compared_files import (  # noqa: PLC0415  few commands need it
        ReadFile,
        with_years_of_folders,
    )

    files = []
    for path, how in zip(paths, options, strict=True):
        _refuse_a_year(path)
        files.append(ReadFile.of(path, *read_file(path, how)))
    return with_years_of_folders(files)


def _refuse_a_year(path: Path) -> None:
    """Raise UserError if a fiscal year is given instead of a file (年度の指定)."""
    try:
        Edition.parse(str(path))
    except UserError:
        return
    if not path.exists():
        raise UserError(
            _("“{value}” is a fiscal year, but this command takes files.").format(value=path),
            advice=_("Compare the years of one plan with: {command}").format(
                command="bouhan-diff changes R5 R6"
            ),
        )


def read_document_file(path: Path, options: "ReadOptions | None") -> "Reading":
    """Read a document (公表文書の読取り), with a progress bar for its pages."""
    from ..documents import ReadOptions, read_document  # noqa: PLC0415  few commands need it

    with ExitStack() as bars:
        advance: list[Callable[[int], None]] = []

        def advanced(_done: int, pages: int) -> None:
            if not advance:
                advance.append(bars.enter_context(progress(_("Reading pages"), pages)))
            advance[0](1)

        return read_document(path, options or ReadOptions(), advanced)


def links_between(file: str | None, old: Sequence[Plan], new: Sequence[Plan]) -> Links | None:
    """Return the user's own matches (対応表) from old plans to new ones, None without a file.

    Warn if both are the same documents, whose rows need no matches. Raises UserError for unknown
    references.
    """
    if not file:
        return None
    from ..storage.links import load_links  # noqa: PLC0415  few have any

    links = load_links(Path(file), _references(old), _references(new))
    if all(before is after for before, after in zip(old, new, strict=True)):
        print_problem(
            Problem(
                _("--links has no effect within one document."),
                advice=_("It matches the initiatives of two documents."),
            )
        )
    return links


def _references(plans: Iterable[Plan]) -> dict[str, None]:
    return {
        reference(section.number, initiative.number): None
        for plan in plans
        for section, initiative in plan.initiatives()
    }
