"""Compare files (資料の比較): two documents as they were read, or one with two editions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ..diagnostics import Diagnostic, Level
from ..edition import UNNAMED, Edition, distinguish_titles, find_editions, named_edition
from ..errors import UserError
from ..file_names import edition_of_name, month_of_name
from ..linkage import Links
from ..messages import _, listed
from ..plan import Initiative, Plan, are_separate_budgets
from ..text.escape import as_text
from ..text.normalize import fold
from .amount_changes import as_cumulative
from .compare import Pairs, compare, compare_documents
from .other_years import years_of_both
from .series import main_editions
from .table import ComparisonTable, Editions, NotCompared, Row, WhyNotCompared
from .totals import misprinted_sums

OLD, NEW = Edition.of_label("旧"), Edition.of_label("新")
"""The labels of two documents that name no edition themselves."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it was read (読み取った資料). path: as it was given."""

    path: Path
    plan: Plan
    diagnostics: tuple[Diagnostic, ...] = ()

    @classmethod
    def of(cls, path: Path, plan: Plan, diagnostics: Iterable[Diagnostic]) -> "ReadFile":
        """Return a file as it was read, its name in the place of each diagnostic (報告の位置)."""
        name = as_text(path.name)
        located = (replace(one, span=replace(one.span, file=name)) for one in diagnostics)
        return cls(path, plan, tuple(located))


@dataclass(frozen=True, slots=True)
class ComparedFiles:
    """Two files and what changed between them (資料の比較結果); for a single file, old is new.

    editions: those compared, as the files name them; the table may label them more precisely.
    """

    old: ReadFile
    new: ReadFile
    table: ComparisonTable
    editions: Editions


def compare_files(
    old: ReadFile,
    new: ReadFile,
    links: Links | None = None,
    pairs: Pairs | None = None,
    editions: tuple[Edition | None, Edition | None] = (None, None),
) -> ComparedFiles:
    """Return what changed from one file to the other (資料間の比較).

    editions: the edition at which to compare each file; by default its latest. A document that
    names no edition is labelled with the one given here, or else 旧 or 新.
    """
    old, new = _with_edition(old, editions[0] or OLD), _with_edition(new, editions[1] or NEW)
    table = compare_documents(
        old.plan,
        new.plan,
        old_edition=editions[0],
        new_edition=editions[1],
        links=links,
        pairs=pairs,
    )
    compared = table.old_edition, table.new_edition
    table = table._replace(reports=(*old.diagnostics, *new.diagnostics, *table.reports))
    if compared[0] == compared[1] and old.path.name != new.path.name:
        # The edition does not say whose text is old: the files' names do.
        table = table._replace(old_document=old.path.name, new_document=new.path.name)
    are_separate = are_separate_budgets(old.plan, new.plan)
    labels = _document_labels((old, new), compared, are_separate=are_separate)
    if are_separate:
        is_one_year = named_edition(old.plan.title) == named_edition(new.plan.title)
        budgets = labels or [as_text(one.path.name) for one in (old, new)]
        table = _as_separate_budgets(table, budgets, is_one_year=is_one_year)
    if labels:
        table = _with_labels(table, (old, new), labels)
    return ComparedFiles(old, new, table, compared)


def _document_labels(
    files: tuple[ReadFile, ReadFile], editions: Editions, *, are_separate: bool
) -> Sequence[str]:
    """Return labels that distinguish the documents (版の呼び名), none if their years do.

    Years do not if they are equal, if they were guessed from the months in the file names, if the
    documents are supplementary budgets, or if they are plans for several years.
    """
    labels: Sequence[str] = ()
    if editions[0] == editions[1]:
        labels = _labels_of_one_edition([file.plan for file in files], editions[0])
    elif are_separate and all(one.is_year for one in editions):
        stages = distinguish_titles(*(file.plan.title for file in files)) or ()
        labelled = zip(editions, stages, strict=False)
        labels = [f"{edition.japanese}{stage}" for edition, stage in labelled]
    elif years_of_both((files[0].plan, files[1].plan)):  # each is a field of both editions
        periods = [_period(file.plan) for file in files]
        labelled = zip(editions, periods, strict=True)
        labels = [f"{edition.japanese}（{period}）" for edition, period in labelled if all(periods)]
    if not labels and all(map(_is_dated_by_month, files, editions)):
        months = [month_of_name(file.path.stem) for file in files]
        labels = months if all(months) and months[0] != months[1] else ()
    return labels


def _with_labels(
    table: ComparisonTable, files: tuple[ReadFile, ReadFile], labels: Sequence[str]
) -> ComparisonTable:
    """Return the table with its editions relabelled (版の改称)."""
    editions = table.old_edition, table.new_edition
    labelled = tuple(map(Edition.of_label, labels))
    # Editions that are equal do not say of which document a sum is.
    misprinted = [
        one._replace(edition=label)
        for file, edition, label in zip(files, editions, labelled, strict=True)
        for one in (misprinted_sums(file.plan, edition) if table.misprinted else ())
    ]
    # Which year was guessed for a document is nowhere to be seen any more.
    reports = tuple(one for one in table.reports if one.code != "edition-guessed")
    old, new = labelled
    return table._replace(
        old_edition=old, new_edition=new, misprinted=tuple(misprinted), reports=reports
    )


def _as_separate_budgets(
    table: ComparisonTable, names: Sequence[str], *, is_one_year: bool
) -> ComparisonTable:
    """Return the table of separate budgets (補正予算の比較), where nothing is added or dropped.

    Budgets of one year add up, so their amounts have no difference. Sums over budgets and
    carry-overs mean nothing, and what only one budget has was neither added nor removed.
    """
    data = dict(zip(("old", "new"), names, strict=True))
    report = Diagnostic(Level.DOUBT, "supplements-compared", data=data)
    rows = {
        id(row): _as_cumulative(row) if is_one_year or row.is_one_sided else row
        for row in (*table.rows(), *table.selected)
    }
    groups = tuple(
        one._replace(
            rows=tuple(rows[id(row)] for row in one.rows),
            totals=tuple(as_cumulative(total) for total in one.totals),
        )
        for one in table.groups
    )
    table = table._replace(selected=tuple(rows[id(row)] for row in table.selected))
    return table._replace(reports=(*table.reports, report), groups=groups, totals=())


def _as_cumulative(row: Row) -> Row:
    """Return the row with amounts that have no difference (増減のない事業)."""
    fields = (
        one._replace(amount=as_cumulative(one.amount)) if one.amount else one for one in row.fields
    )
    return row._replace(fields=tuple(fields))


def _labels_of_one_edition(plans: Sequence[Plan], edition: Edition) -> Sequence[str]:
    """Return labels that distinguish two documents of one edition (同じ版の呼び名), if any do."""
    years = [edition if edition.is_year else named_edition(plan.title) for plan in plans]
    label = "" if edition.is_year else f"（{edition.label}）"
    periods = [_period(plan) for plan in plans]
    if all(periods) and periods[0] != periods[1]:
        return [f"{edition.japanese}（{period}）" for period in periods]
    stages = distinguish_titles(*(plan.title for plan in plans))
    if not (stages or years[0] != years[1]):
        return ()
    year_names = (year.japanese if year and year.is_year else "" for year in years)
    return [
        f"{year}{stage}{label}" if year or stage else edition.japanese
        for year, stage in zip(year_names, stages or ("", ""), strict=True)
    ]


def _period(plan: Plan) -> str:
    """Return the years that a document covers (計画期間), such as R5～R9, or ""."""
    spans = {
        f"{one.edition}～{one.last}"
        for note in (plan.title, *plan.notes)
        for one in find_editions(note)
        if one.last
    }
    return spans.pop() if len(spans) == 1 else ""


def _is_dated_by_month(file: ReadFile, edition: Edition) -> bool:
    """Return whether the edition follows from the month in the file's name alone (月による推定)."""
    return fold(edition.japanese) not in fold(file.path.stem) and any(
        one.code == "edition-guessed" and one.data["source"] == "file-name"
        for one in file.diagnostics
    )


def compare_editions(
    file: ReadFile,
    pairs: Pairs | None = None,
    named: tuple[Edition, Edition] | None = None,
) -> ComparedFiles:
    """Return what changed between two editions of one file (版の比較), by default the latest two.

    Raises UserError if the file has only one edition or lacks one that is named.
    """
    editions = list(file.plan.editions)
    if len(editions) < 2:  # noqa: PLR2004  a comparison takes two
        listed_editions = listed(filter(None, map(str, editions)))
        raise UserError(
            _("The file has only one edition: {editions}.").format(editions=listed_editions)
            if listed_editions
            else _("The file names no edition."),
            where=str(file.path),
            advice=_("Name the other document too: compare OLD NEW."),
        )
    main = main_editions(file.plan)
    old, new = named or tuple((main if len(main) > 1 else editions)[-2:])
    table = compare(file.plan, old, new, pairs=pairs)
    compared = (table.old_edition, table.new_edition)
    others = tuple(
        NotCompared(str(one), WhyNotCompared.EDITION_OLD) for one in editions if one not in compared
    )
    not_compared = (*table.not_compared, *others)
    table = table._replace(not_compared=not_compared, reports=file.diagnostics)
    return ComparedFiles(file, file, table, compared)


def with_years_of_folders(files: Sequence[ReadFile]) -> tuple[ReadFile, ...]:
    """Return two files, one that names no edition with that of its folder (フォルダ名の年度).

    A year that the other file or its folder has too tells nothing.
    """
    years = [edition_of_name(one.path.resolve().parent.name) for one in files]
    if len({*years}) < 2:  # noqa: PLR2004  two are compared
        return tuple(files)
    found = []
    for file, year, other in zip(files, years, reversed(files), strict=True):
        editions = file.plan.editions
        if UNNAMED not in editions or year is None or year in other.plan.editions:
            found.append(file)
            continue
        guess = {"edition": str(year), "source": "folder-name", "name": as_text(file.path.name)}
        option = f"--edition {Edition(year.western - 1) if year.is_year else year}"
        doubt = Diagnostic(Level.DOUBT, "edition-guessed", data=guess, option=option)
        known = (one for one in file.diagnostics if one.code != "no-edition")
        plan = _with_edition(file, year).plan
        found.append(ReadFile.of(file.path, plan, (*known, doubt)))
    return tuple(found)


def _with_edition(file: ReadFile, edition: Edition) -> ReadFile:
    """Return the file with its unnamed edition, if it has one, under this name."""
    if UNNAMED not in file.plan.editions:
        return file
    return replace(file, plan=renamed_edition(file.plan, UNNAMED, edition))


def renamed_edition(plan: Plan, old: Edition, new: Edition) -> Plan:
    """Return the plan with one edition renamed throughout (版の改称)."""

    def renamed(of: Mapping[Edition, _Value]) -> dict[Edition, _Value]:
        return {new if edition == old else edition: value for edition, value in of.items()}

    def with_renamed(one: Initiative) -> Initiative:
        fields = {
            heading: value if isinstance(value, str) else renamed(value)
            for heading, value in one.fields.items()
        }
        return replace(
            one,
            summaries=renamed(one.summaries),
            fields=fields,
            per_edition=renamed(one.per_edition),
        )

    return replace(
        plan,
        editions=renamed(plan.editions),
        sections=plan.sections_with(with_renamed),
        columns=tuple(
            column._replace(headings=renamed(column.headings)) for column in plan.columns
        ),
        printed_totals=tuple(
            total._replace(edition=new) if total.edition == old else total
            for total in plan.printed_totals
        ),
    )
