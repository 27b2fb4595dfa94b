"""Amounts over the years (数値の推移): a small table above the steps of a history."""

from collections.abc import Iterator, Sequence

from ...comparison.history import amounts_over_editions
from ...comparison.table import ComparisonTable
from ...text.escape import in_line
from . import palette
from .layout import fitted, hung, rule, width_of
from .marked import Line
from .view import View

_BETWEEN = 3


def amounts_by_year(tables: Sequence[ComparisonTable], view: View) -> Iterator[list[Line]]:
    """Yield the amounts of an initiative by edition (数値の推移), nothing where it has none."""
    editions, series = amounts_over_editions(tables)
    if not series or len(editions) < 2:  # noqa: PLR2004  one alone is no way
        return
    heads: list[Line] = [[(in_line(view.say.edition(one)), palette.QUIET)] for one in editions]
    rows = []
    for one in series:
        unit = view.say.bracketed(in_line(one.unit)) if one.unit else ""
        values: list[Line] = [[(in_line(one.values.get(e) or "―"), "")] for e in editions]
        rows.append(([(in_line(one.heading) + unit, palette.CHANGED)], values))
    name = max(width_of(heading) for heading, _values in rows)
    widths = [
        max(width_of(cell) for cell in column)
        for column in zip(heads, *(values for _heading, values in rows), strict=True)
    ]
    if name + sum(widths) + _BETWEEN * len(widths) <= view.width:
        lines = [_line([], name, heads, widths), rule(view.width)]
        lines += (_line(heading, name, values, widths) for heading, values in rows)
    else:
        lines = []
        for heading, values in rows:
            lines += fitted(heading, view.width)
            for head, value in zip(heads, values, strict=True):
                lines += hung([("  ", ""), *head, ("  ", "")], [value])
    yield [*lines, []]


def _line(heading: Line, name: int, cells: Sequence[Line], widths: Sequence[int]) -> Line:
    """Return a heading and its cells (表の行), each flush right in its column."""
    line: Line = [*heading, (" " * (name - width_of(heading)), "")]
    for cell, width in zip(cells, widths, strict=True):
        line += [(" " * (_BETWEEN + width - width_of(cell)), ""), *cell]
    return line
