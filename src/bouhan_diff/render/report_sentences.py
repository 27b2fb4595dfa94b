"""The sentence for each diagnostic (報告の文言): what reading or comparing noticed, what to do.

Nothing in `documents` words a message; a test checks that every code has a sentence here.
"""

from collections.abc import Mapping

from ..messages import N_

_COMPARE = N_("Compare it with the document.")
_PUT_IN = N_("Look at the page and add it.")
_READ_ALONE = N_("To read it, say --table {number}, or what its columns contain with --columns.")
_IF_TWO = N_("If they are two: {option}")

SENTENCES: Mapping[str, tuple[str, str]] = {
    "cell-continued": (
        N_("A blank cell under “{heading}” was filled from the rows beside it: {text}"),
        "",
    ),
    "changes-accepted": (N_("The text is as it is once all tracked changes are accepted."), ""),
    "characters-without-name": (
        N_("Characters have a shape but no code in the file; they are written as {text}."),
        N_("Look at the page and add them."),
    ),
    "chart": (N_("A chart was left out: “{text}”"), ""),
    "column-guessed": (
        N_("The column “{heading}” was taken for {role}: its cells say so, its heading does not."),
        N_("If this is wrong: {option}"),
    ),
    "column-not-found": (
        N_("No table has a column “{heading}”."),
        N_("The nearest are {nearest}."),
    ),
    "column-without-heading": (
        N_("A column without a heading is kept as “{heading}”; its first text is “{text}”."),
        "",
    ),
    "comment": (N_("A comment was left out: “{text}”"), ""),
    "date-format": (N_("A date is written as {text}, which may not be how it is displayed."), ""),
    "department-blank": (
        N_("The cell under “{heading}” is blank; it may be that of the row above: {text}"),
        N_("If it is, write it in the file and read that again."),
    ),
    "ditto": (N_("“{mark}” was read as the text beside or above it: {text}"), ""),
    "ditto-unknown": (
        N_("“{mark}” under “{heading}” refers to another cell, which was not found."),
        N_("Replace it with that text in the file that is written."),
    ),
    "edition-contradiction": (
        N_("The title names {edition}, the file’s name {other_edition}; the title was followed."),
        N_("If it is of the other: --edition {other_edition}"),
    ),
    "edition-guessed": (
        N_("The document was taken to be of {edition}, because of {source}."),
        N_("If it is of another edition: {option}"),
    ),
    "embedded-file": (
        N_("A file within the file was not read: {text}"),
        N_("If it belongs to the plan, save it as a separate file."),
    ),
    "equation": (N_("An equation was read as one line of text."), _COMPARE),
    "error-value": (
        N_("The cell {cell} shows an error: {text}"),
        N_("Open the file in Excel and correct it."),
    ),
    "figures-rounded": (N_("{count} figures lost digits when saved, such as {text}."), _COMPARE),
    "foreign-part": (
        N_("A piece of another document is inserted here and was not read."),
        N_("Open the file in its program and save it again, or add the text."),
    ),
    "formula-without-result": (
        N_("The formula of cell {cell} has no result and was not read."),
        N_("Open the file in Excel and save it, so that the formula is calculated."),
    ),
    "heading-ambiguous": (
        N_(
            "“{heading}” may be two different things: {n} of {rows} rows have the other "
            "document’s value of “{other}”."
        ),
        N_("To compare it with “{other}”: {option}"),
    ),
    "funds-paired": (N_("“{old}” and “{new}” were compared as one source of funds."), _IF_TWO),
    "headings-paired": (
        N_("“{old}” and “{new}” were compared as one column: {n} of {rows} rows have like values."),
        _IF_TWO,
    ),
    "hidden-cells": (
        N_("Hidden rows or columns were left out: “{text}”"),
        N_("Show them in Excel and save, if they belong to the plan."),
    ),
    "hidden-sheet": (
        N_("The sheet is hidden and was left out."),
        N_("Read it alone with --sheet."),
    ),
    "header-misprinted": (
        N_("The heading “{heading}” stands over figures and texts; the table above names them."),
        _COMPARE,
    ),
    "hidden-text": (N_("Hidden text was left out: “{text}”"), ""),
    "kanji-foreign": (N_("Kanji that Japanese texts hardly have may be wrong: {text}"), _COMPARE),
    "lines-uneven": (
        N_("The lines of row {number} are not aligned; some may belong to another row."),
        N_("Compare it with the document. A PDF, Word or Excel file shows where cells end."),
    ),
    "list-read": (
        N_("No table names initiatives; {number} titles or items of a list were taken for them."),
        _COMPARE,
    ),
    "name-alone": (
        N_("The row “{name}” has nothing but a name; it was taken as an initiative."),
        N_("If it is the title of the rows below it, mark it in the file, such as ■{name}."),
    ),
    "name-missing": (N_("The row {number} has no name; its text or number is used instead."), ""),
    "names-missing": (
        N_("No column names the rows; their texts or numbers are used instead."),
        N_("If one does, say so: --columns HEADING=name"),
    ),
    "no-edition": (
        N_("The document does not say which year or edition it is."),
        N_("Name it, such as: {option}"),
    ),
    "no-initiatives": (
        N_("No table of initiatives was found."),
        N_(
            "Its heading row needs a name (事業名 …) and a column about each initiative. "
            "An empty form has no initiatives. See also --columns."
        ),
    ),
    "no-numbered-rows": (N_("No numbered rows were found under this heading."), ""),
    "number-counted": (
        N_("A row among numbered ones has no number; it was counted as {number}."),
        "",
    ),
    "number-format": (
        N_("A number is written as {text}, which may not be how it is displayed."),
        "",
    ),
    "number-in-name": (
        N_("“{name}” begins with a number, and other names beside it do not."),
        N_("Check whether it is the initiative’s number and, if so, move it there."),
    ),
    "number-repeated": (
        N_("The number {number} occurs again, beside “{name}”; it was changed to {new}."),
        "",
    ),
    "numbers-shared": (
        N_("Rows share numbers under “{heading}”; it became a field, and the rows were counted."),
        "",
    ),
    "numbering-unknown": (
        N_("Paragraphs are numbered as “{text}”; plain figures are written instead."),
        "",
    ),
    "other-table": (
        N_("Table {number} has no initiatives and was not read: {text}"),
        N_("If it has, say what its columns contain with --columns."),
    ),
    "overprinted": (N_("Characters overlap; their order may be wrong."), _COMPARE),
    "part-without-table": (
        N_("The part “{text}” has no table of initiatives and was left out."),
        "",
    ),
    "parts-without-table": (
        N_("{count} parts from “{text}” on have no table of initiatives and were left out."),
        "",
    ),
    "picture": (N_("A picture was left out."), N_("If it shows text, add it.")),
    "quotation-mark": (N_("A quotation mark is out of place; it was kept as text."), _COMPARE),
    "remarks-left-out": (
        N_("Remarks such as “new” were left out, since a comparison gives them itself: {text}"),
        "",
    ),
    "row-continued": (
        N_("A row without number and name was joined to the one above it: {text}"),
        "",
    ),
    "row-unsplit": (
        N_("The row “{text}” cannot be split into the columns of its heading."),
        N_("Nothing of it is in the plan. A PDF, Word or Excel file shows where cells end."),
    ),
    "rows-unsplit": (
        N_("The rows under this heading cannot be told apart."),
        N_("Nothing of them is in the plan. A PDF, Word or Excel file shows where rows end."),
    ),
    "row-without-name": (
        N_("A row without number and name: “{text}”"),
        N_("Nothing of it is in the plan."),
    ),
    "rows-left-out": (N_("Table {number} was not read, {count} rows: {text}"), _READ_ALONE),
    "rule-through-text": (
        N_("A line runs through characters; they were read nevertheless."),
        N_("Compare it with the document, and delete what is struck out."),
    ),
    "section-repeated": (
        N_("Section {number} occurs again, as “{title}”; it was changed to {new}."),
        N_("Join the two, or give this one another number."),
    ),
    "sign-without-text": (N_("A symbol or equation without text is written as {text}."), _PUT_IN),
    "struck-out": (
        N_("Text that is struck out was left out: “{text}”"),
        N_("If it belongs to the plan, remove the strikethrough in its program and save."),
    ),
    "supplements-compared": (
        N_("“{old}” and “{new}” are separate budgets: neither drops what it lacks."),
        "",
    ),
    "table-in-cell": (N_("A table within a cell was read line by line."), _COMPARE),
    "table-turned": (N_("Each column is one initiative; rows and columns were swapped."), ""),
    "tables-joined": (
        N_("Tables with other columns of the same initiatives were read as one: {titles}"),
        "",
    ),
    "text-in-shape": (
        N_("Text in a shape was left out: “{text}”"),
        N_("Add it to the cell that it belongs to."),
    ),
    "text-outside": (N_("Text outside the tables is not in the plan: “{text}”"), ""),
    "text-undated": (
        N_("The column “{heading}” does not say which year it is for; it is kept for all years."),
        N_("If it is the text of one year, such as: {option}"),
    ),
    "texts-joined": (
        N_("The columns {headings} were taken for one text in several years."),
        N_("If they are different things, give one another meaning, such as: {option}"),
    ),
    "total-differs": (
        N_(
            "{label}: the document prints {printed} under “{heading}”, but its rows "
            "add up to {sum}."
        ),
        N_("Compare it with the document."),
    ),
    "total-row": (N_("A row of totals was not taken as an initiative: {text}"), ""),
    "total-without-column": (
        N_("The total “{value}” of {label} is not under a column of amounts."),
        N_("Nothing of it is in the plan."),
    ),
    "unit-implied": (
        N_("{edition} has no unit for “{heading}”; by their size, its amounts are in {unit}."),
        N_("If they are not, leave them out: {option}"),
    ),
    "units-differ": (
        N_("Tables state {unit} and {other} for “{heading}”; all were taken to be in {unit}."),
        N_("Compare it with the document."),
    ),
    "units-doubtful": (
        N_("Nearly all of “{heading}” changed about {times} times; a stated unit may be wrong."),
        _COMPARE,
    ),
    "units-unknown": (
        N_(
            "Amounts of “{heading}” differ about {times} times, and no unit says why; they were "
            "not compared."
        ),
        N_("Add the units to the headings, such as 予算額（千円）."),
    ),
}
"""By code: the sentence with its data by name, and what to do, or an empty text."""
