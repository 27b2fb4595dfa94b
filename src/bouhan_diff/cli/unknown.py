"""Names that nothing has (該当しない名称), each told of with the nearest ones."""

from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

from ..comparison.filters import Selection, select
from ..comparison.table import ComparisonTable, Row
from ..errors import NothingMatchedError, Problem
from ..messages import _
from ..text.normalize import spellings
from ..text.suggestions import advice_on


def refuse_nothing(tables: Sequence[ComparisonTable], wanted: Selection) -> NoReturn:
    """Raise NothingMatchedError (該当なし) with the names nearest to each that is unknown.

    tables: all rows, before anything was left out.
    """
    raise NothingMatchedError(
        unknown_names(tables, wanted)
        or [
            Problem(
                _("No initiative is all of what was asked for."),
                advice=_("Leave out one of the conditions."),
            )
        ]
    )


def unknown_names(tables: Sequence[ComparisonTable], wanted: Selection) -> list[Problem]:
    """Return a problem for each name that nothing has (該当しない名称), with the nearest names.

    tables: all rows, before anything was left out.
    """
    rows = [row for table in tables for row in table.all_rows()]
    return [
        *_unknown(tables, wanted.sections, lambda n: Selection(sections=(n,)), _section, rows),
        *_unknown(
            tables, wanted.departments, lambda n: Selection(departments=(n,)), _department, rows
        ),
        *_unknown(tables, wanted.policies, lambda n: Selection(policies=(n,)), _policies, rows),
        *_unknown(tables, wanted.refs, lambda n: Selection(refs=(n,)), _reference, rows),
    ]


def _unknown(
    tables: Sequence[ComparisonTable],
    names: Sequence[str],
    asking: Callable[[str], Selection],
    names_of: Callable[[Row], Iterable[str]],
    rows: Sequence[Row],
) -> list[Problem]:
    """Return a problem for each of one filter's names that nothing has (該当しない名称)."""
    problems = []
    for name in dict.fromkeys(names):
        if any(select(table, asking(name)).groups for table in tables):
            continue
        known = list(spellings(one for row in rows for one in names_of(row)).values())
        what = _("Nothing matches “{name}”.").format(name=name)
        problems.append(Problem(what, advice=advice_on(name, known)))
    return problems


def _section(row: Row) -> list[str]:
    return [str(row.section)]


def _department(row: Row) -> list[str]:
    return [row.department] if row.department else []


def _policies(row: Row) -> Sequence[str]:
    return row.policies


def _reference(row: Row) -> list[str]:
    return [row.ref]
