"""Sentences for diagnostics (報告の文言): what reading noticed, its place, and what to do.

Nothing in `documents` words a message; a test proves that every code has a sentence here.
"""

from collections.abc import Iterable, Mapping

from ..diagnostics import Diagnostic, Span
from ..errors import Problem
from ..messages import N_, _

_QUOTED = 60
_COMPARE = N_("Compare it with the document.")
_PUT_IN = N_("Look at the page and put it in.")

SENTENCES: Mapping[str, tuple[str, str]] = {
    "characters-without-name": (
        N_("Characters have a picture but no name in the file; they stand as {mark}."),
        N_("Look at the page and put them in."),
    ),
    "chart": (N_("A chart was left out: “{text}”"), ""),
    "comment": (N_("A comment was left out: “{text}”"), ""),
    "date-format": (N_("A date is written as {text}, which may not be its look."), ""),
    "embedded-file": (
        N_("A file within the file was not read: {text}"),
        N_("If it belongs to the plan, save it as a file of its own."),
    ),
    "equation": (N_("An equation was read as one line of text."), _COMPARE),
    "error-value": (
        N_("The cell {cell} shows an error: {text}"),
        N_("Open the file in Excel and mend it."),
    ),
    "foreign-part": (
        N_("A piece of another document is inserted here and was not read."),
        N_("Open the file in its program and save it anew, or put the text in."),
    ),
    "formula-without-result": (
        N_("The formula of cell {cell} has no result and was not read."),
        N_("Open the file in Excel and save it, so that the formula is calculated."),
    ),
    "hidden-cells": (
        N_("Hidden rows or columns were left out: “{text}”"),
        N_("Show them in Excel and save, if they belong to the plan."),
    ),
    "hidden-sheet": (
        N_("The sheet is hidden and was left out."),
        N_("Read it alone with --sheet."),
    ),
    "hidden-text": (N_("Hidden text was left out: “{text}”"), ""),
    "lines-uneven": (
        N_("The lines of row {number} are not side by side; some may be in another's place."),
        N_("Compare it with the document. A PDF, Word or Excel file says where cells end."),
    ),
    "no-numbered-rows": (N_("No numbered rows were found under this heading."), ""),
    "number-format": (N_("A number is written as {text}, which may not be its look."), ""),
    "numbering-unknown": (
        N_("Paragraphs are counted as “{text}”; their numbers stand in plain figures."),
        "",
    ),
    "overprinted": (N_("Characters lie on each other; their order may be wrong."), _COMPARE),
    "picture": (N_("A picture was left out."), N_("If it shows text, put that in.")),
    "row-unsplit": (
        N_("The row “{text}” does not come apart into the columns of its heading."),
        N_("Nothing of it is in the plan. A PDF, Word or Excel file says where cells end."),
    ),
    "rule-through-text": (
        N_("A rule runs through characters, which were read all the same."),
        N_("Compare it with the document, and delete what is struck out."),
    ),
    "sign-without-text": (N_("A sign or an equation without text stands as {text}."), _PUT_IN),
    "struck-out": (
        N_("Text that is struck out was left out: “{text}”"),
        N_("Take the strike-through away in its program and save, if it belongs to the plan."),
    ),
    "text-in-shape": (
        N_("Text in a shape was left out: “{text}”"),
        N_("Put it in the cell that it belongs to."),
    ),
    "table-in-cell": (N_("A table within a cell was read line by line."), _COMPARE),
}
"""By code: the sentence with its data by name, and what to do, or an empty text."""


def place(span: Span) -> str:
    """Return where something is (位置) in words, or an empty text where that is not known."""
    if span.sheet and span.row:
        return _("sheet {sheet}, row {row}").format(sheet=span.sheet, row=span.row)
    if span.sheet:
        return _("sheet {sheet}").format(sheet=span.sheet)
    if span.page and span.line:
        return _("page {page}, line {line}").format(page=span.page, line=span.line)
    if span.page:
        return _("page {page}").format(page=span.page)
    if span.table and span.row:
        return _("table {table}, row {row}").format(table=span.table, row=span.row)
    return _("line {line}").format(line=span.line) if span.line else ""


def problems(diagnostics: Iterable[Diagnostic]) -> tuple[Problem, ...]:
    """Return the diagnostics in words (報告の文), those that say the same of one place once."""
    return tuple(dict.fromkeys(map(_problem, diagnostics)))


def _problem(diagnostic: Diagnostic) -> Problem:
    data = {name: _shortened(value) for name, value in diagnostic.data.items()}
    if diagnostic.code == "worded":
        return Problem(diagnostic.data["what"], place(diagnostic.span), diagnostic.data["advice"])
    what, advice = SENTENCES[diagnostic.code]
    return Problem(
        _(what).format(**data),
        place(diagnostic.span),
        _(advice).format(**data) if advice else "",
    )


def _shortened(text: str) -> str:
    """Return the text's beginning on one line (引用)."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else line[:_QUOTED] + "…"
