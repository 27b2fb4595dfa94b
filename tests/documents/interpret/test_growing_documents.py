"""Documents of whatever shape are read in work that grows with what they show alone."""

from dataclasses import replace

import pytest
from growth import grows_evenly
from test_interpreted_documents import DOCUMENTS, extracted, options

from bouhan_diff.diagnostics import Diagnostics, Span
from bouhan_diff.documents.headings.departments import joined_departments, split_unit
from bouhan_diff.documents.interpret import interpret
from bouhan_diff.documents.interpret.outline import DraftSection
from bouhan_diff.documents.interpret.side_tables import joined_tables
from bouhan_diff.documents.ir import Document, Line, ReadOptions, Table, context_of, table_of_rows
from bouhan_diff.documents.reshape import reshaped
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Initiative, Section

# At least one for each step of reshaping, and for each thing that the interpreter looks for.
SHAPES = """
    accounts-with-parts brackets-below-each-other burdens-of-later-years chapters
    columns-of-sections department-above-each-table-of-a-sheet forms-under-titles
    forms-with-values-below initiatives-in-columns initiatives-listed-in-forms
    last-year-in-brackets list-with-amounts-in-brackets names-indented-by-columns
    note-between-items-of-a-list records-without-headings rows-per-edition
    services-in-groups stacked-editions sums tall-records text-below-each-row empty-forms
""".split()


def repeated(document: Document, times: int) -> Document:
    """The document so many times over, each time further down its sheet."""
    blocks: list[Line | Table] = []
    for time in range(times):
        for block in document.blocks:
            here = replace(block, span=replace(block.span, row=block.span.row + 100 * time))
            if isinstance(here, Table):
                cells = tuple(
                    cell._replace(span=replace(cell.span, row=cell.span.row + 100 * time))
                    for cell in here.cells
                )
                here = replace(here, cells=cells)
            blocks.append(here)
    return replace(document, blocks=tuple(blocks))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_document_twice_as_long_takes_twice_the_work(shape: str) -> None:
    """Four, eight and sixteen times the same: of tables, forms, lists, titles and notes."""
    suffix = ".docx" if ".docx" in DOCUMENTS[shape].get("formats", ()) else ".xlsx"
    given, document = options(shape), extracted(shape, suffix)
    assert grows_evenly(
        lambda times: repeated(document, times), lambda one: interpret(one, given), (4, 8, 16)
    )


def lengthened(document: Document, times: int) -> Document:
    """The document with the rows below the first half of each table so many times over."""
    return replace(document, blocks=tuple(longer(block, times) for block in document.blocks))


def longer(block: Line | Table, times: int) -> Line | Table:
    """A table whose lower rows come again, if no cell reaches over the border."""
    if isinstance(block, Line):
        return block
    inner = {row for cell in block.cells for row in range(cell.row + 1, cell.row + cell.row_span)}
    borders = sorted({*range(1, block.height)} - inner)
    if not borders:
        return block
    top = borders[len(borders) // 2]
    height = block.height - top
    lower = [cell for cell in block.cells if cell.row >= top]
    more = [cell._replace(row=cell.row + height * n) for n in range(1, times) for cell in lower]
    cells = (*block.cells, *more)
    return replace(block, cells=cells, height=block.height + height * (times - 1))


# A form counts labels that come again, what lies on its side has its initiatives in columns, and
# a list of lines has no rows.
OTHERS = """
    initiatives-in-columns forms-under-titles
    list-with-amounts-in-brackets note-between-items-of-a-list
""".split()


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape not in OTHERS])
def test_tables_twice_as_long_take_twice_the_work_to_read(shape: str) -> None:
    """Eight, sixteen and thirty-two times the lower rows of each table."""
    suffix = ".docx" if ".docx" in DOCUMENTS[shape].get("formats", ()) else ".xlsx"
    given, document = options(shape), extracted(shape, suffix)
    assert grows_evenly(
        lambda times: lengthened(document, times), lambda one: interpret(one, given), (8, 16, 32)
    )


def test_a_cell_with_twice_the_departments_takes_twice_the_work_to_read() -> None:
    """A line may go on from the one above, or be its unit; few lines are one name."""
    assert grows_evenly(
        lambda times: [f"第{at}市民課" for at in range(times)],
        lambda lines: (joined_departments(lines), split_unit(lines)),
        (200, 400, 800),
    )


@pytest.mark.parametrize("are_alike", [False, True], ids=["other rows", "equal names"])
def test_twice_the_sections_take_twice_the_work_to_join(are_alike: bool) -> None:
    """Each section is compared only with those that may list the same initiatives."""

    def sections(count: int) -> list[tuple[DraftSection, Section]]:
        return [
            (DraftSection(Span(), ()), Section(n, f"第{n}章", rows(0 if are_alike else n, n)))
            for n in range(1, count + 1)
        ]

    def rows(of_name: int, of_text: int) -> tuple[Initiative, ...]:
        return tuple(
            Initiative(at, f"{of_name}-{at}の点検", {Edition(2024): f"{of_text}回"})
            for at in range(1, 6)
        )

    assert grows_evenly(
        sections, lambda drafted: joined_tables(drafted, "計画", Diagnostics(())), (50, 100, 200)
    )


def test_twice_the_columns_without_a_heading_take_twice_the_work_to_reshape() -> None:
    """A sheet whose title is merged over its whole width has hundreds of them."""

    def sheet(columns: int) -> Document:
        rows = [["事業名", "内容"], ["見守り", "行う。"], ["講習会", *["年二回"] * columns]]
        table = table_of_rows(
            [[((text,), Span(row=row)) for text in texts] for row, texts in enumerate(rows, 1)]
        )
        return Document((table,), is_wrapped=False)

    assert grows_evenly(
        sheet, lambda one: reshaped(one, context_of(one, ReadOptions())), (50, 100, 200)
    )
