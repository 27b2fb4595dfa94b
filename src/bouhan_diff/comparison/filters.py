"""Selecting (絞り込み): a table in, a smaller table out; nothing that shows a table filters it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..text.normalize import fold
from .table import ComparisonTable, Group, GroupBy, Row, RowKind, SectionHeading, count


class Selection(NamedTuple):
    """What is asked for (絞り込み): each list alternatives, the lists together.

    sections are numbers or parts of titles, departments parts of names, policies numbers
    or their letter alone, refs whole references; kinds hides rows of other kinds.
    """

    sections: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    kinds: tuple[RowKind, ...] = ()


def select(table: ComparisonTable, wanted: Selection) -> ComparisonTable:
    """Return the rows that are asked for (絞り込み).

    Counts are of the rows that the section, department, policy number and reference
    leave; rows of other kinds are hidden but counted.
    """
    groups = table.groups
    if table.grouped_by is GroupBy.POLICY:
        groups = tuple(found for found in groups if _is_any_policy(wanted.policies, found))
    kept = keep(replace(table, groups=groups), lambda row: _is_wanted(row, wanted))
    return _shown(kept, wanted.kinds)


def keep(table: ComparisonTable, is_kept: Callable[[Row], bool]) -> ComparisonTable:
    """Return the table with the rows that are kept (絞り込み), and they alone counted."""
    groups = []
    for found in table.groups:
        rows = tuple(filter(is_kept, found.rows))
        if rows:
            groups.append(replace(found, rows=rows, counts=count(rows)))
    counts = count(row for kept in groups for row in kept.rows)
    asked = tuple(filter(is_kept, table.asked))
    return replace(table, groups=tuple(groups), counts=counts, asked=asked)


def changed_only(table: ComparisonTable) -> ComparisonTable:
    """Return the table without its unchanged rows (変更分のみ); they stay counted."""
    changed = tuple(kind for kind in RowKind if kind is not RowKind.UNCHANGED)
    return _shown(table, changed)


def _shown(table: ComparisonTable, kinds: tuple[RowKind, ...]) -> ComparisonTable:
    if not kinds:
        return table
    groups = (
        replace(found, rows=tuple(row for row in found.rows if row.kind in kinds))
        for found in table.groups
    )
    return replace(
        table, groups=tuple(found for found in groups if found.rows), asked=table.all_rows()
    )


def _is_wanted(row: Row, wanted: Selection) -> bool:
    # Across documents an initiative is found by what it was as well as by what it is.
    return (
        _any(wanted.sections, lambda name: _is_section(name, row.section))
        and _any(
            wanted.departments,
            lambda name: any(
                fold(name) in fold(d) for d in (row.department, *_was(row, "department"))
            ),
        )
        and _any(
            wanted.policies,
            lambda name: any(_is_policy(name, p) for p in (*row.policies, *_was(row, "policies"))),
        )
        and _any(wanted.refs, lambda name: fold(name) in map(fold, (row.ref, *row.old_refs)))
    )


def _was(row: Row, field: str) -> Iterator[str]:
    for change in row.changes:
        if change.field == field:
            yield from change.old if isinstance(change.old, tuple) else (str(change.old),)


def _is_any_policy(names: Sequence[str], found: Group) -> bool:
    return _any(names, lambda name: _is_policy(name, found.heading))


def _any(names: Sequence[str], matches: Callable[[str], bool]) -> bool:
    return not names or any(map(matches, names))


def _is_section(name: str, section: SectionHeading) -> bool:
    folded, number = fold(name), fold(str(section.number))
    return folded == number or (not folded.isdecimal() and folded in fold(section.title))


def _is_policy(name: str, policy: str) -> bool:
    """Whether the name is the policy number, or its letter alone as エ is of エ②."""
    folded, number = fold(name), fold(policy)
    return folded == number or (bool(folded) and number.rstrip("0123456789") == folded)
