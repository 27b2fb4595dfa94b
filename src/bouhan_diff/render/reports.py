"""Sentences for diagnostics (報告の文言): what reading noticed, its place, and what to do.

Nothing in `documents` words a message; a test proves that every code has a sentence here.
"""

from collections.abc import Iterable, Mapping

from ..diagnostics import Diagnostic, Span
from ..errors import Problem
from ..messages import N_, _

_COMPARE = N_("Compare it with the document.")
_PUT_IN = N_("Look at the page and put it in.")

SENTENCES: Mapping[str, tuple[str, str]] = {
    "characters-without-name": (
        N_("Characters have a picture but no name in the file; they stand as {text}."),
        N_("Look at the page and put them in."),
    ),
    "chart": (N_("A chart was left out: “{text}”"), ""),
    "column-guessed": (
        N_("The column “{heading}” was taken for {role}: its cells say so, its heading does not."),
        N_("If it is another: {option}"),
    ),
    "column-without-heading": (
        N_("A column without a heading is kept as “{heading}”; its first text is “{text}”."),
        "",
    ),
    "comment": (N_("A comment was left out: “{text}”"), ""),
    "date-format": (N_("A date is written as {text}, which may not be its look."), ""),
    "ditto": (
        N_("“{mark}” stands for the text beside or above it: {text}"),
        "",
    ),
    "ditto-unknown": (
        N_("“{mark}” under “{heading}” stands for another cell, which was not found."),
        N_("Put that text in its place in the file that is written."),
    ),
    "edition-contradiction": (
        N_("The title names {edition} and the file’s name {other}; the title was followed."),
        N_("If it is of the other: --edition {other}"),
    ),
    "edition-guessed": (
        N_("The document is taken for one of {edition}, going by {source}."),
        N_("If it is of another: {option}"),
    ),
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
    "name-missing": (
        N_("The row {number} has no name; its text or number stands in for it."),
        "",
    ),
    "no-edition": (
        N_("The document does not say of which year or edition it is."),
        N_("Say it, such as: {option}"),
    ),
    "no-initiatives": (
        N_("No table of initiatives was found."),
        N_(
            "Its heading row needs a name (事業名 …) and what is told of each; see --columns. "
            "An empty form has no initiatives."
        ),
    ),
    "no-numbered-rows": (N_("No numbered rows were found under this heading."), ""),
    "number-counted": (
        N_("A row among numbered ones has no number; it was counted as {number}."),
        "",
    ),
    "number-format": (N_("A number is written as {text}, which may not be its look."), ""),
    "number-in-name": (
        N_("“{name}” begins with a number, and other names beside it do not."),
        N_("Look whether it is the initiative’s own, and put it in its place."),
    ),
    "number-repeated": (
        N_("The number {number} stands here again, beside “{name}”; it became {new}."),
        "",
    ),
    "numbering-unknown": (
        N_("Paragraphs are counted as “{text}”; their numbers stand in plain figures."),
        "",
    ),
    "other-table": (
        N_("Table {number} holds no initiatives and was not read: {headings} {first}"),
        N_("If it does, say what its columns hold with --columns."),
    ),
    "overprinted": (N_("Characters lie on each other; their order may be wrong."), _COMPARE),
    "part-without-table": (
        N_("The part “{text}” has no table of initiatives and was left out."),
        "",
    ),
    "picture": (N_("A picture was left out."), N_("If it shows text, put that in.")),
    "row-continued": (
        N_("A row without number and name was joined to the one above it: {text}"),
        "",
    ),
    "row-unsplit": (
        N_("The row “{text}” does not come apart into the columns of its heading."),
        N_("Nothing of it is in the plan. A PDF, Word or Excel file says where cells end."),
    ),
    "row-without-name": (
        N_("A row without number and name: “{text}”"),
        N_("Nothing of it is in the plan."),
    ),
    "rule-through-text": (
        N_("A rule runs through characters, which were read all the same."),
        N_("Compare it with the document, and delete what is struck out."),
    ),
    "section-repeated": (
        N_("Section {number} stands here again, as “{title}”; it became {new}."),
        N_("Join the two, or give this one another number."),
    ),
    "sign-without-text": (N_("A sign or an equation without text stands as {text}."), _PUT_IN),
    "struck-out": (
        N_("Text that is struck out was left out: “{text}”"),
        N_("Take the strike-through away in its program and save, if it belongs to the plan."),
    ),
    "table-in-cell": (N_("A table within a cell was read line by line."), _COMPARE),
    "text-in-shape": (
        N_("Text in a shape was left out: “{text}”"),
        N_("Put it in the cell that it belongs to."),
    ),
    "text-outside": (
        N_("Text outside the tables is not in the plan: “{text}”"),
        "",
    ),
    "text-undated": (
        N_("The column “{heading}” does not say of which year it is; it is kept for all years."),
        N_("If it is the text of one year, such as: {option}"),
    ),
    "texts-joined": (
        N_("The columns {headings} were taken for one text in several years."),
        N_("If they are different things, give one another meaning, such as: {option}"),
    ),
    "total-differs": (
        N_("{label}: the document prints {printed} under “{heading}”, and its rows make {sum}."),
        N_("Compare it with the document."),
    ),
    "total-row": (
        N_("A row of sums is no initiative: {text}"),
        "",
    ),
    "total-without-column": (
        N_("The sum “{value}” of {label} stands under no column of amounts."),
        N_("Nothing of it is in the plan."),
    ),
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
    what, advice = SENTENCES[diagnostic.code]
    data = {name: _shown(name, value) for name, value in diagnostic.data.items()}
    data["option"] = diagnostic.option
    return Problem(
        _(what).format(**data).strip(),
        place(diagnostic.span),
        _(advice).format(**data) if advice else "",
    )


_ROLES = {
    "name": N_("the name"),
    "number": N_("the number"),
    "department": N_("the department"),
    "policies": N_("the policy numbers"),
    "edition": N_("the edition"),
}
_SOURCES = {
    "columns": N_("its other columns"),
    "date": N_("its date"),
    "document-title": N_("the title in its properties"),
    "file-name": N_("the file’s name"),
    "first-lines": N_("its first lines"),
}
_LONGEST = 60


def _shown(name: str, value: str) -> str:
    """Return a value as a sentence quotes it (引用): in words, or its beginning on one line."""
    words = {"role": _ROLES, "source": _SOURCES}.get(name, {})
    if value in words:
        return _(words[value])
    line = " ".join(value.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
