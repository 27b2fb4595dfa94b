"""Telling what was not understood (問題の報告)."""

from collections.abc import Iterable

from ...diagnostics import Diagnostic, Level, Span
from ...messages import _
from ...text.joining import join
from ..ir import Cell, Line

_QUOTED = 30
NOWHERE = Span()


class Problems:
    """The problems so far (問題), each told once."""

    def __init__(self, known: Iterable[Diagnostic]) -> None:
        self._known = list({(d.code, d.span, *d.data.values()): d for d in known}.values())
        self._own: dict[tuple[str, Span, str], Diagnostic] = {}
        self._columns: set[str] = set()

    def all(self) -> tuple[Diagnostic, ...]:
        """Return them in the order of their telling (問題の一覧)."""
        return (*self._known, *self._own.values())

    def tell(self, what: str, where: Span = NOWHERE, advice: str = "") -> None:
        """Add a problem (問題)."""
        self._own[what, where, advice] = Diagnostic(
            Level.LOSS, "worded", where, {"what": what, "advice": advice}
        )

    def column(self, heading: str, what: str, where: Span, advice: str) -> None:
        """Add a problem of a column (列の問題), once however often the heading is repeated."""
        told = what.replace("{heading}", heading)
        if told not in self._columns:
            self._columns.add(told)
            self.tell(told, where, advice)

    def text_outside(self, lines: list[Line]) -> None:
        """Add lines that belong to nothing (表の外の文), all together."""
        first = lines[0]
        self.tell(
            _("Text outside the tables was not understood: “{text}”").format(
                text=shortened(join(line.text.strip() for line in lines))
            ),
            first.span,
            _("Nothing of it is in the plan."),
        )

    def table_without_heading(self, row: Iterable[Cell]) -> None:
        """Add a table that has no heading (見出しのない表); row: its first."""
        cells = list({id(cell): cell for cell in row if cell.text}.values())
        self.tell(
            _("A table without a heading that was understood; its first row is {cells}").format(
                cells="".join(f"「{shortened(cell.text)}」" for cell in cells)
            ),
            cells[0].span,
            _("Nothing of it is in the plan. Say what its columns hold with --columns."),
        )


def shortened(text: str) -> str:
    """Return the text's beginning on one line (引用)."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else line[:_QUOTED] + "…"
