"""Print why each row of a document is in its section: what opened the sections, and where.

    python scripts/sections.py FILE [SHEET]

A line for each time that a section was opened: its place, what opened it, its titles, whether it
had been open before, and how many rows it took, with the name of the first. The documentation of
`bouhan_diff.documents.interpret` says what goes before what.
"""

import sys
from pathlib import Path

from bouhan_diff.documents.interpret import openings_of
from bouhan_diff.documents.interpret.outline import Opening
from bouhan_diff.documents.ir import Document, ReadOptions
from bouhan_diff.documents.reading import extract_document
from bouhan_diff.text.joining import join

LONGEST_NAME = 30


def extracted(path: Path, options: ReadOptions) -> Document:
    """Return what the file shows, without the progress that is yielded on the way."""
    steps = extract_document(path, options)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            document: Document = done.value
            return document


def place(opening: Opening) -> str:
    """Return where a section was opened, such as p.3 table 2 row 4."""
    span = opening.span
    numbers = {"table": span.table, "row": span.row, "line": span.line}
    page = [f"p.{span.page}"] if span.page else []
    sheet = [f"「{span.sheet}」"] if span.sheet else []
    return " ".join([*page, *sheet, *(f"{name} {n}" for name, n in numbers.items() if n)])


def report(openings: tuple[Opening, ...]) -> None:
    """Print each opening with the rows that came into its section by it."""
    for at, opening in enumerate(openings):
        again = (one.start for one in openings[at + 1 :] if one.section is opening.section)
        drafts = opening.section.drafts[opening.start : next(again, None)]
        name = join(drafts[0].name_lines)[:LONGEST_NAME] if drafts else ""
        rows = f"{len(drafts)} rows{f' from {name}' if name else ''}"
        titles = " > ".join(title.title for title in opening.section.path) or "(no title)"
        returned = " (again)" if opening.is_return else ""
        print(f"{place(opening)}: {opening.by}: {titles}{returned}: {rows}")


if __name__ == "__main__":
    file, *sheet = sys.argv[1:]
    options = ReadOptions(sheet=sheet[0] if sheet else "")
    report(openings_of(extracted(Path(file), options), options))
