"""The screen (画面): a comparison table in, what Rich prints out.

Whoever prints loads this package where it prints, as Rich comes with it. Each piece goes
to `Console.print(piece, soft_wrap=True)`: lines are already broken to the width.
"""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from ..table import ComparisonTable
from .tables import View, table_parts

__all__ = ["render_tables"]


def render_tables(
    tables: Sequence[ComparisonTable],
    *,
    width: int,
    marks: bool = False,
    full: bool = False,
    why: bool = False,
) -> Iterator[RenderableType]:
    """Yield the tables (新旧対照表) piece by piece, ready for Console.print.

    width: cells of the screen. marks: mark edits in the text, `[-…-]` and `{+…+}`, for a
    screen without colour. full: as the document has it, with aims and notes. why: list
    each edit with its kind and reason. Rows that a table counts and does not hold are said
    in one line.
    """
    for table in tables:
        yield from table_parts(table, View(width, marks=marks, full=full, why=why))
