"""The screen (画面): a comparison table in, what Rich prints out.

Rich is loaded with the first piece: a command that prints something else needs none of
it. Each piece goes to `Console.print(piece, soft_wrap=True)`: its lines are already
broken to the width. Everywhere `width` is the screen's, in cells, and `marks` asks for
edits that are marked in the text as `[-…-]` and `{+…+}`, for a screen without colour.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ...comparison.table import ComparisonTable
from .view import View

if TYPE_CHECKING:
    from rich.console import RenderableType

    from .marked import Line

__all__ = ["render_initiatives", "render_lists", "render_statistics", "render_tables"]


def render_tables(
    tables: Sequence[ComparisonTable],
    *,
    width: int,
    marks: bool = False,
    full: bool = False,
    why: bool = False,
    words: Sequence[str] = (),
) -> "Iterator[RenderableType]":
    """Yield the tables (新旧対照表) piece by piece.

    full: as the document has it, with aims and notes. why: list each edit with its kind
    and reason. words: mark them wherever they stand, as a search does. Rows that a table
    counts and does not hold are said in one line.
    """
    from .tables import table_parts  # noqa: PLC0415  where Rich is needed

    view = View(width, marks=marks, full=full, why=why, words=tuple(words))
    yield from _drawn(tables, table_parts, view)


def render_initiatives(
    tables: Sequence[ComparisonTable],
    *,
    width: int,
    marks: bool = False,
    words: Sequence[str] = (),
) -> "Iterator[RenderableType]":
    """Yield each initiative (事業) of the tables whole, with a list of its edits."""
    from .single import single_parts  # noqa: PLC0415  not every command draws it

    view = View(width, marks=marks, words=tuple(words))
    yield from _drawn(tables, single_parts, view)


def render_lists(
    tables: Sequence[ComparisonTable], *, width: int, marks: bool = False
) -> "Iterator[RenderableType]":
    """Yield the groups of the tables (一覧) with their counts and bars, without their rows."""
    from .lists import list_parts  # noqa: PLC0415  not every command draws it

    view = View(width, marks=marks)
    yield from _drawn(tables, list_parts, view)


def render_statistics(
    tables: Sequence[ComparisonTable], *, width: int, marks: bool = False
) -> "Iterator[RenderableType]":
    """Yield what the tables add up to (統計), drawn with bars.

    The tables hold the unchanged rows too.
    """
    from .statistics import statistics_parts  # noqa: PLC0415  not every command draws it

    view = View(width, marks=marks)
    yield from _drawn(tables, statistics_parts, view)


def _drawn(
    tables: Sequence[ComparisonTable],
    parts: "Callable[[ComparisonTable, View], Iterable[Sequence[Line]]]",
    view: View,
) -> "Iterator[RenderableType]":
    from .layout import drawn  # noqa: PLC0415  where Rich is needed

    for place, table in enumerate(tables):
        if place:
            yield drawn([[], []])
        yield from map(drawn, parts(table, view))
