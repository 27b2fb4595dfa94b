"""Print the path of a row from the file to the plan: what holds some words after each step.

    python scripts/row.py FILE WORDS [SHEET]

First the row as the file shows it; then each step of `documents.reshape.STEPS` that changed it;
the header above it, with what each column was found to hold; and the initiative that it became.
Where a line has nothing below it, the step that is named last is the one to look at.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from sections import extracted

from bouhan_diff.documents.interpret import interpret
from bouhan_diff.documents.interpret.initiative_tables import layouts_of
from bouhan_diff.documents.interpret.layouts import Layout
from bouhan_diff.documents.interpret.table_parts import TablePart
from bouhan_diff.documents.ir import Cell, Document, Line, ReadOptions, context_of
from bouhan_diff.documents.reshape import STEPS
from bouhan_diff.plan import reference
from bouhan_diff.text.normalize import squeezed


def shown(cells: list[Cell]) -> str:
    """Return cells as one line, each once."""
    return " | ".join(" ".join(cell.text.split()) for cell in dict.fromkeys(cells))


def places(document: Document, words: str) -> Iterator[str]:
    """Yield the rows and lines that hold the words, each with its place."""
    table = 0
    for block in document.blocks:
        if isinstance(block, Line):
            if words in squeezed(block.text):
                yield f"line: {block.text}"
            continue
        table += 1
        for at, row in enumerate(block.grid(), 1):
            if any(words in squeezed(cell.text) for cell in row):
                yield f"table {table} row {at}: {shown([*row])}"


def columns(part: TablePart, layout: Layout | None) -> Iterator[str]:
    """Yield the headings above a row, with what each column holds."""
    if part.header is None:
        yield "  no header"
    elif layout is None:
        yield f"  no table of initiatives: {' | '.join(part.header.texts)}"
    else:
        for heading, column in zip(part.header.texts, layout.columns, strict=False):
            edition = f" of {column.edition}" if column.edition else ""
            yield f"  {heading or '(no heading)'}: {column.role}{edition}"


def report(document: Document, words: str, options: ReadOptions) -> None:
    """Print what holds the words after each step."""
    context = context_of(document, options)
    found = [*places(document, words)]
    print("extract", *found, sep="\n  ")
    reshaped = document
    for step in STEPS:
        reshaped = step(reshaped, context)
        if (now := [*places(reshaped, words)]) != found:
            found = now
            print(step.__name__, *found, sep="\n  ")
    events, layouts = layouts_of(reshaped, context)
    for part in (event for event in events if isinstance(event, TablePart)):
        if any(words in squeezed(cell.text) for row in part.rows for cell in row):
            print("header", *columns(part, layouts[part]), sep="\n")
    plan = interpret(document, options).plan
    for section, one in plan.initiatives() if plan else ():
        values = [("name", one.name), ("department", one.department)]
        values += [(f"summary of {edition}", text) for edition, text in one.summaries.items()]
        for heading, value in one.fields.items():
            if isinstance(value, str):
                values.append((heading, value))
            else:
                values += [(f"{heading} of {edition}", text) for edition, text in value.items()]
        if any(words in squeezed(value) for _name, value in values):
            print(f"initiative {reference(section.number, one.number)} of {section.title}")
            print(*(f"  {name}: {value}" for name, value in values), sep="\n")


if __name__ == "__main__":
    file, words, *sheet = sys.argv[1:]
    options = ReadOptions(sheet=sheet[0] if sheet else "")
    report(extracted(Path(file), options), squeezed(words), options)
