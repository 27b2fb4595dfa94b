"""What a table's columns hold (列の意味): as its last heading says, and which year's each is."""

from dataclasses import replace

from ...diagnostics import Span
from ...edition import Edition
from ...messages import _
from . import suggestions as hints
from .column_classifier import Column, Role, says_summary
from .diagnostics import Problems
from .front_matter import Front
from .header_rows import Heading


class TableColumns:
    """The columns under the last heading (現在の列), and the years of all headings so far."""

    def __init__(self, front: Front, problems: Problems) -> None:
        self.columns: tuple[Column | None, ...] = ()
        self.headings: tuple[str, ...] = ()
        self.years: dict[Edition, str] = {}
        self._front = front
        self._problems = problems
        self._taken: set[Edition] = set()

    def take(self, heading: Heading) -> None:
        """Let the heading say what the columns hold from here on (見出しの反映).

        One that is repeated says the same, however few rows stand under it.
        """
        if heading.texts == self.headings:
            return
        self._taken = {column.year for column in heading.columns if column and column.year}
        for text in heading.unknown():
            self._tell_unknown(text, heading.where)
        self.columns = self._with_single_years(self._with_years(heading), heading.where)
        self.headings = heading.texts

    def _with_single_years(
        self, columns: tuple[Column | None, ...], where: Span
    ) -> tuple[Column | None, ...]:
        """Return the columns, those of a year that has several left out; note each year."""
        by_year: dict[Edition, dict[str, None]] = {}
        for column in columns:
            if column and column.role is Role.SUMMARY and column.year is not None:
                by_year.setdefault(column.year, {})[column.heading] = None
        for year, headings in by_year.items():
            of_text = [text for text in headings if says_summary(text)]
            chosen = list(headings) if len(headings) == 1 else of_text
            if len(chosen) == 1:
                self.years.setdefault(year, chosen[0])
                for text in [text for text in headings if text not in chosen]:
                    self._tell_unknown(text, where)
            else:
                self._tell_several(year, list(headings), where)
                chosen = []
            columns = tuple(
                None if c and c.year == year and c.heading not in chosen else c for c in columns
            )
        return columns

    def _tell_unknown(self, text: str, where: Span) -> None:
        self._problems.column(
            text,
            _("The column “{heading}” was not understood and left out."),
            where,
            hints.of_unknown(text, self._taken, self._front.named_years),
        )

    def _tell_several(self, year: Edition, headings: list[str], where: Span) -> None:
        quoted = "".join(f"「{text}」" for text in headings)
        self._problems.column(
            headings[-1],
            _("Several columns are of {year} and were left out: {headings}").format(
                year=year, headings=quoted
            ),
            where,
            hints.of_one_year(headings),
        )

    def _with_years(self, heading: Heading) -> tuple[Column | None, ...]:
        """Return the columns, a summary's without a year given the document's only one."""
        columns = heading.columns
        yearless = dict.fromkeys(c.heading for c in columns if c and _is_yearless(c))
        named = self._front.named_years
        only = next(iter(named)) if len(named) == 1 == len(yearless) else None
        if only is None or any(column and column.year for column in columns):
            advice = hints.of_yearless(list(yearless), self._taken, named)
            for text in yearless:
                self._problems.column(
                    text,
                    _("The column “{heading}” does not say of which year it is."),
                    heading.where,
                    advice[text],
                )
            return tuple(None if c and _is_yearless(c) else c for c in columns)
        return tuple(replace(c, year=only) if c and _is_yearless(c) else c for c in columns)


def _is_yearless(column: Column) -> bool:
    return column.role is Role.SUMMARY and column.year is None
