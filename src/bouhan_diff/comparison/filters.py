"""Select, search and group (絞り込み・検索・分類): a table in, another one out.

Renderers never filter; what they are given is what they show.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..errors import UserError, advice_on, quoted
from ..messages import _
from ..plan import Property, each, folded_reference
from ..text.normalize import fold, occurrences, searchable, spellings
from .rows import marks_of
from .table import (
    ComparisonTable,
    Group,
    GroupBy,
    Grouping,
    Mark,
    NotCompared,
    Row,
    RowKind,
    SectionHeading,
    WhyNotCompared,
    count,
    heaviest_kind,
)

if TYPE_CHECKING:
    from .amount_changes import Total


class Selection(NamedTuple):
    """Which rows to keep (絞り込み): those that match an entry of every non-empty list.

    sections are numbers or parts of titles, departments parts of names, policies numbers or their
    letter alone, refs whole references or parts of names. kinds hides rows of other kinds.
    """

    sections: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    kinds: tuple[RowKind, ...] = ()


def select(table: ComparisonTable, selection: Selection) -> ComparisonTable:
    """Return the table with the selected rows (絞り込み).

    Rows of another kind are hidden but counted; rows excluded by section, department, policy number
    or reference are not counted either.
    """
    if any((selection.sections, selection.departments, selection.policies, selection.refs)):
        groups = table.groups
        if table.grouped_by is GroupBy.POLICY:
            groups = tuple(group for group in groups if _is_any_policy(selection.policies, group))
        table = keep(table._replace(groups=groups), lambda row: _is_selected(row, selection))
    kinds = selection.kinds
    return _rows_shown(table, lambda row: row.kind in kinds) if kinds else table


def keep(table: ComparisonTable, is_kept: Callable[[Row], bool]) -> ComparisonTable:
    """Return the table with the rows that `is_kept` accepts (絞り込み); only they are counted."""
    groups = []
    for group in table.groups:
        rows = tuple(filter(is_kept, group.rows))
        if rows:
            is_whole = len(rows) == len(group.rows)
            totals = group.totals if is_whole else recounted(group.totals, rows)
            groups.append(group._replace(rows=rows, counts=count(rows), totals=totals))
    kept = table._replace(groups=tuple(groups), selected=tuple(filter(is_kept, table.selected)))
    rows = kept.all_rows()
    if len(rows) == len(table.all_rows()):
        return kept._replace(counts=count(rows))
    totals = recounted(table.totals, rows)
    return kept._replace(counts=count(rows), totals=totals, misprinted=())


def recounted(totals: "Sequence[Total]", rows: Sequence[Row]) -> "tuple[Total, ...]":
    """Return the totals for fewer rows (合計), without the sums that the documents print."""
    if not totals:
        return ()
    from .amount_changes import as_cumulative  # noqa: PLC0415  few plans have sums
    from .totals import totals_of  # noqa: PLC0415  as above

    by_heading = {total.heading: total for total in totals}
    recounts = {total.heading: total for total in totals_of(rows, by_heading)}
    return tuple(
        as_cumulative(recounts[heading]) if total.is_cumulative else recounts[heading]
        for heading, total in by_heading.items()
        if heading in recounts
    )


def only_fields(table: ComparisonTable, headings: Sequence[str]) -> ComparisonTable:
    """Return the table with only these fields compared (項目の絞り込み).

    Summaries, properties and other fields are listed as not compared. Raises UserError if the table
    has no such field.
    """
    columns_by_key = {fold(column.heading): column for column in table.columns}
    for heading in headings:
        refuse_unknown_field(table, heading)
    chosen = {fold(heading) for heading in headings}
    left_out = [column.heading for key, column in columns_by_key.items() if key not in chosen]
    summary = table.new_heading or table.old_heading
    not_compared = (
        *(one for one in table.not_compared if fold(one.heading) in chosen),
        *(
            NotCompared(heading, WhyNotCompared.FILTERED)
            for heading in (summary, *left_out)
            if heading
        ),
    )
    only = _mapped(table, lambda row: _with_fields(row, chosen))
    totals = tuple(total for total in table.totals if fold(total.heading) in chosen)
    columns = tuple(column for key, column in columns_by_key.items() if key in chosen)
    misprinted = tuple(one for one in table.misprinted if fold(one.heading) in chosen)
    return only._replace(
        columns=columns, totals=totals, not_compared=not_compared, misprinted=misprinted
    )


def refuse_unknown_field(table: ComparisonTable, heading: str, instead: Sequence[str] = ()) -> None:
    """Raise UserError if the table has no field of that heading (項目の確認).

    instead: what else the user may give.
    """
    known = [column.heading for column in table.columns]
    if fold(heading) not in map(fold, known):
        raise UserError(
            _("There is no column “{heading}”.").format(heading=quoted(heading)),
            advice=advice_on(heading, [*instead, *known])
            or _("The plan has no columns beside its text."),
        )


def _with_fields(row: Row, chosen: Collection[str]) -> Row:
    fields = tuple(field for field in row.fields if fold(field.heading) in chosen)
    kind = row.kind
    if kind not in (None, RowKind.ADDED, RowKind.REMOVED):
        kind = heaviest_kind(field.kind for field in fields if field.kind is not None)
    return row._replace(
        kind=kind,
        old=row.old and "",
        new=row.new and "",
        segments=(),
        changes=(),
        fields=fields,
        marks=marks_of((), fields),
    )


def _mapped(table: ComparisonTable, change: Callable[[Row], Row]) -> ComparisonTable:
    """Return the table with each row mapped once, however many groups it is in."""
    changed = {id(row): change(row) for row in (*table.rows(), *table.selected)}
    groups = []
    for group in table.groups:
        rows = tuple(changed[id(row)] for row in group.rows)
        groups.append(group._replace(rows=rows, counts=count(rows)))
    selected = tuple(changed[id(row)] for row in table.selected)
    mapped = table._replace(groups=tuple(groups), selected=selected)
    return mapped._replace(counts=count(mapped.all_rows()))


def changed_only(table: ComparisonTable) -> ComparisonTable:
    """Return the table without its unchanged rows (変更分のみ), which stay counted.

    Rows with amounts that were not compared may have changed, and are kept.
    """
    return _rows_shown(
        table, lambda row: row.kind is not RowKind.UNCHANGED or Mark.UNCOMPARED in row.marks
    )


def with_edits(table: ComparisonTable, kinds: tuple[RowKind, ...]) -> ComparisonTable:
    """Return the table with the rows that have an edit of these kinds (区分のある事業); all count.

    A row of substance is kept for an edit of notation too: this is for lists of single edits.
    """
    chosen = frozenset(kinds)
    return _rows_shown(table, lambda row: not chosen.isdisjoint(_kinds(row)))


def _kinds(row: Row) -> Iterator[str]:
    """Yield the kinds of all changes in a row (事業の中の区分)."""
    yield from (kind for kind in (row.kind, *(field.kind for field in row.fields)) if kind)
    yield from (segment.kind for segment in row.segments)


def _rows_shown(table: ComparisonTable, is_shown: Callable[[Row], bool]) -> ComparisonTable:
    groups = (group._replace(rows=tuple(filter(is_shown, group.rows))) for group in table.groups)
    return table._replace(
        groups=tuple(group for group in groups if group.rows), selected=table.all_rows()
    )


def _is_selected(row: Row, selection: Selection) -> bool:
    # Across documents an initiative is found by its old department and policies, too.
    departments = [fold(one) for one in (row.department, *_was(row, Property.DEPARTMENT))]
    policies = (*row.policies, *_was(row, Property.POLICIES))
    return (
        _any(selection.sections, lambda name: _is_section(name, row.section))
        and _any(selection.departments, lambda name: any(fold(name) in one for one in departments))
        and _any(selection.policies, lambda name: any(_is_policy(name, one) for one in policies))
        and _any(selection.refs, lambda name: _is_initiative(name, row))
    )


def _is_initiative(name: str, row: Row) -> bool:
    """Return whether the name is the row's reference or, unless all digits, a part of its name."""
    folded = fold(name)
    if folded_reference(name) in map(folded_reference, (row.ref, *row.old_refs)):
        return True
    names = (row.name, *_was(row, Property.NAME))
    return any(map(str.isalpha, folded)) and any(folded in fold(one) for one in names)


def _was(row: Row, what: Property) -> Iterator[str]:
    if change := row.change(what):
        yield from each(change.old)


def _is_any_policy(names: Sequence[str], group: Group) -> bool:
    return _any(names, lambda name: _is_policy(name, group.heading))


def _any(names: Sequence[str], matches: Callable[[str], bool]) -> bool:
    return not names or any(map(matches, names))


def _is_section(name: str, section: SectionHeading) -> bool:
    folded, number = fold(name), fold(str(section.number))
    return folded == number or (not folded.isdecimal() and folded in fold(section.title))


def _is_policy(name: str, policy: str) -> bool:
    """Return whether the name is the policy number or only its letter, such as エ for エ②."""
    folded, number = fold(name), fold(policy)
    return folded == number or (bool(folded) and number.rstrip("0123456789") == folded)


# --- Searching --------------------------------------------------------------------------------


def search(table: ComparisonTable, words: Sequence[str]) -> ComparisonTable:
    """Return the table with the rows that have every word (検索) in name, summary or a field."""
    return keep(table, lambda row: all(_has_word(row, word) for word in words))


def searched_texts(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the texts to search (検索対象), names, old, new and fields, each with its key.

    The key of a field is `field:` and its heading, that of a name that was given up `old name`.
    A value that did not change comes once.
    """
    yield "name", row.name
    if renaming := row.change(Property.NAME):
        yield from (("old name", name) for name in renaming.merged or (str(renaming.old),))
    if row.old is not None:
        yield "old", row.old
    if row.new is not None:
        yield "new", row.new
    for field in row.fields:
        for text in dict.fromkeys(filter(None, (field.old, field.new))):
            yield f"field:{field.heading}", text


def find_places(row: Row, words: Sequence[str]) -> Iterator[tuple[str, str, int, int]]:
    """Yield each occurrence of the words (出現箇所): the word, the text's key, start and end."""
    for word in words:
        for place, text in searched_texts(row):
            for start, end in occurrences(text, word):
                yield word, place, start, end


def _has_word(row: Row, word: str) -> bool:
    searched = searchable(word)
    return any(searched in searchable(text) for _place, text in searched_texts(row))


# --- Groups ---------------------------------------------------------------------------------------


def group_rows(table: ComparisonTable, by: Grouping) -> ComparisonTable:
    """Return the same rows in groups (分類) by section, department, policy number or a field."""
    if by is GroupBy.SECTION is table.grouped_by:
        return table  # with the sums that the documents print
    return table._replace(groups=grouped(list(table.rows()), by, table.totals), grouped_by=by)


def grouped(rows: Sequence[Row], by: Grouping, totals: "Sequence[Total]" = ()) -> tuple[Group, ...]:
    """Return the rows in groups (分類); a row with several policy numbers is in several groups.

    totals: of the whole table; each group is totalled under the same headings.
    """
    headings_of = _HEADINGS[by] if isinstance(by, GroupBy) else lambda row: (_field(row, by),)
    placed = [(heading, row) for row in rows for heading in headings_of(row) or ("",)]
    headings = spellings([heading for heading, _row in placed])
    members: dict[str, list[Row]] = {key: [] for key in headings}
    of_heading = {heading: members[fold(heading)] for heading in dict(placed)}
    for heading, row in placed:
        of_heading[heading].append(row)
    keys = sorted(members) if by is GroupBy.POLICY else members
    is_by_section = by is GroupBy.SECTION
    return tuple(
        Group(
            str(members[key][0].section) if is_by_section else headings[key],
            tuple(members[key]),
            count(members[key]),
            members[key][0].section.aim if is_by_section else "",
            recounted(totals, members[key]),
            members[key][0].section.old_aim if is_by_section else None,
        )
        for key in keys
    )


def _field(row: Row, heading: str) -> str:
    """Return a field's new value, or else its old one (項目の値); "" if the row has neither."""
    folded = fold(heading)
    return next((one.new or one.old or "" for one in row.fields if fold(one.heading) == folded), "")


_HEADINGS: Mapping[GroupBy, Callable[[Row], tuple[str, ...]]] = {
    GroupBy.SECTION: lambda row: (row.section.key,),
    GroupBy.DEPARTMENT: lambda row: (row.department,),
    GroupBy.POLICY: lambda row: row.policies,
}
