"""The nearest names (近い名称) to those that nothing has."""

from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

from ..errors import NothingMatchedError, Problem
from ..folding import fold
from ..messages import _
from ..selection import Selection, select
from ..table import ComparisonTable, Row

_SHOWN = 5
_LISTED = 20
_LIKELY = 40  # of 100: below it a name is not near but merely the least far
_AS_LIKELY = 0.75  # of the nearest one's: below it a name only distracts from that one


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
        known = list({fold(one): one for row in rows for one in names_of(row)}.values())
        near = _near(name, known)
        advice = _("The nearest are {names}.") if near else _("There are {names}.")
        problems.append(
            Problem(
                _("Nothing matches “{name}”.").format(name=name),
                advice=advice.format(names=", ".join(near or _some(known))) if known else "",
            )
        )
    return problems


def _near(name: str, known: Sequence[str]) -> list[str]:
    """Return the names most like one (近い名称), the nearest first."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  only where something was not found

    found = process.extract(
        name, known, scorer=fuzz.WRatio, processor=fold, limit=_SHOWN, score_cutoff=_LIKELY
    )
    return [one for one, score, _place in found if score >= _AS_LIKELY * found[0][1]]


def _some(names: Sequence[str]) -> list[str]:
    return [*names[:_LISTED], "…"] if len(names) > _LISTED else list(names)


def _section(row: Row) -> list[str]:
    return [str(row.section)]


def _department(row: Row) -> list[str]:
    return [row.department] if row.department else []


def _policies(row: Row) -> Sequence[str]:
    return row.policies


def _reference(row: Row) -> list[str]:
    return [row.ref]
