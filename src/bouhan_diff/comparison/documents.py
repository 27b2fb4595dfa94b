"""Files compared (資料の比較): two documents, or one with two editions, from file to table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ..diagnostics import Diagnostic
from ..documents import Progress, Reading, ReadOptions, read_document
from ..edition import Edition
from ..errors import NothingMatchedError, UserError
from ..linkage import Links
from ..messages import _
from ..plan import Plan
from ..storage import load_plan
from ..text.escape import as_text
from .compare import Pairs, compare, compare_documents
from .table import ComparisonTable, NotCompared

DATA_SUFFIXES = (".yaml", ".yml")
OLD, NEW = Edition.of_label("旧"), Edition.of_label("新")
"""What the editions of two documents are called that name none themselves."""

UNNAMED = Edition(0, "")
"""The edition of a document that names none (版の記載なし)."""

_DEFAULT = ReadOptions()
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it was read (読み取った資料). path: as it was given."""

    path: Path
    plan: Plan
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedFiles:
    """Files with what changed between them (資料の比較結果); of one file, old is new."""

    old: ReadFile
    new: ReadFile
    table: ComparisonTable


def read_file(
    path: Path, options: ReadOptions = _DEFAULT, progress: Progress | None = None
) -> ReadFile:
    """Return the plan of a data file or a published document (資料の読取り).

    Raises UserError where it cannot be read, NothingMatchedError where no table of
    initiatives is in it.
    """
    if path.suffix.lower() in DATA_SUFFIXES:
        return ReadFile(path, load_plan(path))
    reading = read_document(path, options, progress)
    if reading.plan is None:
        raise NothingMatchedError(
            _("No table of initiatives was found."),
            where=str(path),
            advice=_("A form without rows has none. See --columns, --table, --sheet and --pages."),
        )
    return ReadFile(path, reading.plan, in_file(as_text(path.name), reading))


def in_file(name: str, reading: Reading) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a reading with the file's name in their places (報告の位置)."""
    return tuple(replace(one, span=replace(one.span, file=name)) for one in reading.diagnostics)


def compare_files(
    old: ReadFile, new: ReadFile, links: Links | None = None, pairs: Pairs | None = None
) -> ComparedFiles:
    """Return what changed from one file to the other, each at its latest edition (資料間の比較).

    A document without any edition is called 旧 or 新 by its place.
    """
    old, new = _with_edition(old, OLD), _with_edition(new, NEW)
    table = compare_documents(old.plan, new.plan, links=links, pairs=pairs)
    reports = (*old.diagnostics, *new.diagnostics)
    return ComparedFiles(old, new, replace(table, reports=reports))


def compare_editions(file: ReadFile, pairs: Pairs | None = None) -> ComparedFiles:
    """Return what changed between the two latest editions of one file (版の比較).

    Raises UserError where it has one edition alone.
    """
    editions = list(file.plan.years)
    if len(editions) < 2:  # noqa: PLR2004  a comparison takes two
        named = ", ".join(filter(None, map(str, editions)))
        raise UserError(
            _("The file has one edition alone: {editions}.").format(editions=named)
            if named
            else _("The file names no edition."),
            where=str(file.path),
            advice=_("Name the other document too: compare OLD NEW."),
        )
    table = compare(file.plan, editions[-2], editions[-1], pairs=pairs)
    others = tuple(NotCompared(str(one), "edition-old") for one in editions[:-2])
    not_compared = (*table.not_compared, *others)
    table = replace(table, not_compared=not_compared, reports=file.diagnostics)
    return ComparedFiles(file, file, table)


def _with_edition(file: ReadFile, edition: Edition) -> ReadFile:
    """Return the file with its unnamed edition under another name, if it has one."""
    if UNNAMED not in file.plan.years:
        return file
    return replace(file, plan=renamed_edition(file.plan, UNNAMED, edition))


def renamed_edition(plan: Plan, old: Edition, new: Edition) -> Plan:
    """Return the plan with one edition under another name, wherever it says it (版の改称)."""

    def renamed(of: Mapping[Edition, _Value]) -> dict[Edition, _Value]:
        return {new if edition == old else edition: value for edition, value in of.items()}

    sections = tuple(
        replace(
            section,
            initiatives=tuple(
                replace(
                    one,
                    summaries=renamed(one.summaries),
                    fields={
                        heading: value if isinstance(value, str) else renamed(value)
                        for heading, value in one.fields.items()
                    },
                    per_edition=renamed(one.per_edition),
                )
                for one in section.initiatives
            ),
        )
        for section in plan.sections
    )
    return replace(
        plan,
        years=renamed(plan.years),
        sections=sections,
        columns=tuple(
            replace(column, headings=renamed(column.headings)) for column in plan.columns
        ),
        printed_totals=tuple(
            replace(total, edition=new) if total.edition == old else total
            for total in plan.printed_totals
        ),
    )
