"""A published document (公表された文書) as readers find it: lines, tables, nothing understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import Problem
from ..plan import Plan


@dataclass(frozen=True, slots=True)
class Line:
    """A line outside the tables (表の外の行).

    where: `page 2, line 5` and the like. is_heading: the source itself marks it as a
    heading, as Word does by its styles. is_apart: space parts it from the line above.
    is_full: whether it reaches the right margin, None where the source has no positions.
    """

    text: str
    where: str
    is_heading: bool = False
    is_apart: bool = True
    is_full: bool | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell (セル): its lines as they stand, with their indents.

    A merged cell stands under each of its rows and columns as the same object.
    """

    lines: tuple[str, ...]
    where: str

    @property
    def text(self) -> str:
        """All lines (セルの文字列), joined with line ends, without the space around them."""
        return "\n".join(self.lines).strip()


@dataclass(frozen=True, slots=True)
class Table:
    """A table (表): rows of cells, every row with as many cells as there are columns."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document (文書): its lines and tables from top to bottom.

    is_wrapped: line ends are the layout's, as in a PDF; else every line is a paragraph.
    name: the file's name without its suffix. problems: what the reader itself could not make out.
    """

    blocks: tuple[Line | Table, ...]
    is_wrapped: bool
    name: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood (読取り結果): a plan, or None, and every problem with its place."""

    plan: Plan | None
    problems: tuple[Problem, ...] = field(default=())


Columns = Mapping[str, str]
"""Columns mapped by hand (列の指定): a heading, folded, to its meaning; see `columns`."""
