"""Screen, page and files take work in proportion to what they show, counted in calls."""

from collections.abc import Callable
from functools import partial

import pytest
from growth import ROOM, calls
from tables import amount, with_fields

from bouhan_diff.comparison.consistency import find_inconsistencies
from bouhan_diff.comparison.filters import grouped
from bouhan_diff.comparison.sorting import WEIGHT, sort_rows
from bouhan_diff.comparison.table import ComparisonTable, GroupBy, count
from bouhan_diff.render import delimited, facts, json_, markdown
from bouhan_diff.render.amendment import document as amendment
from bouhan_diff.render.docx import document as docx
from bouhan_diff.render.page.html import write
from bouhan_diff.render.terminal import render_initiatives, render_statistics, render_tables
from bouhan_diff.render.terminal.palette import Paint, painted
from bouhan_diff.render.xlsx import workbook as xlsx
from bouhan_diff.textdiff import EditKind, Segment
from bouhan_diff.textdiff.classify.figures import changed_figures


def of_rows(number: int) -> ComparisonTable:
    """So many changed rows in sections of ten, each with a text, an amount and a department."""
    first = next(with_fields().rows())
    edits = (
        Segment("補助を", "補助を", EditKind.EQUAL),
        Segment("行う。", "実施する。", EditKind.WORDING),
    )
    rows = [
        first._replace(
            section=first.section._replace(number=place // 10, title=f"章{place // 10}"),
            number=place % 10,
            name=f"事業{place}",
            department=f"第{place % 7}課",
            old="補助を行う。",
            new="補助を実施する。",
            segments=edits,
            fields=(amount("予算", str(place), str(2 * place + 1)),),
        )
        for place in range(number)
    ]
    groups = grouped(rows, GroupBy.SECTION)
    return with_fields()._replace(groups=groups, counts=count(rows))


def on_screen(render: Callable[..., object]) -> Callable[[ComparisonTable], object]:
    """Draw a table and paint what is drawn."""

    def draw(table: ComparisonTable) -> object:
        pieces = render([table], width=80, paint=Paint.PLAIN)
        return [painted(piece, Paint.PLAIN) for piece in pieces]  # type: ignore[attr-defined]

    return draw


@pytest.mark.parametrize(
    "work",
    [
        lambda table: write([table]),
        lambda table: write([table], most_written=0),
        on_screen(render_tables),
        on_screen(render_initiatives),
        on_screen(render_statistics),
        lambda table: sort_rows(table, WEIGHT),
        find_inconsistencies,
        lambda table: docx.write([table]),
        lambda table: docx.write([table], docx.WordOptions(style="ordinance")),
        lambda table: xlsx.write([table]),
        lambda table: markdown.write([table]),
        lambda table: amendment.write([table]),
        lambda table: delimited.write([table]),
        lambda table: facts.write_facts([table]),
        lambda table: json_.write_json([table]),
        lambda table: [*json_.json_lines([table])],
    ],
    ids=[
        *("page", "page of stored rows", "table", "initiatives", "statistics", "sort", "check"),
        *("Word", "Word, columns", "Excel", "Markdown", "amendment", "CSV", "facts", "JSON"),
        "JSON Lines",
    ],
)
def test_twice_the_rows_take_twice_the_work(work: Callable[[ComparisonTable], object]) -> None:
    """From 50 to 100 and from 100 to 200 rows."""
    work(of_rows(20))  # what is loaded and remembered once
    made = [calls(partial(work, of_rows(number))) for number in (50, 100, 200)]
    assert made[1] <= 2 * ROOM * made[0]
    assert made[2] <= 2 * ROOM * made[1]


@pytest.mark.parametrize("piece", ["\n", "令和5年3月1日", "３ ", "補助を行う。", "(1) "])
def test_twice_the_text_takes_twice_the_work(piece: str) -> None:
    """Lines, dates, numbers, sentences and items: of the screen, the page and the figures."""
    first = next(with_fields().rows())

    def work(number: int) -> None:
        old, new = piece * number, piece * number + "終"
        edits = (Segment(old, new, EditKind.SUBSTANCE),)
        row = first._replace(old=old, new=new, segments=edits, fields=())
        table = with_fields()._replace(groups=grouped([row], GroupBy.SECTION))
        write([table])
        on_screen(render_tables)(table)
        changed_figures(edits)

    work(10)
    made = [calls(partial(work, number)) for number in (250, 500, 1000)]
    assert made[1] <= 2 * ROOM * made[0]
    assert made[2] <= 2 * ROOM * made[1]
