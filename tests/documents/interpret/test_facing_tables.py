"""Tables of their own under 現行 and 改正案 of a PDF (左右の新旧対照表)."""

from dataclasses import replace

import pytest

from bouhan_diff.diagnostics import Span
from bouhan_diff.documents.ir import Document, ReadingContext, Table, table_of_rows
from bouhan_diff.documents.reshape.whole_tables import with_facing_tables

LEFT, RIGHT, BOTH = (80.0, 400.0), (420.0, 740.0), (75.0, 745.0)


def table(rows: list[list[str]], sides: tuple[float, float], page: int, top: float) -> Table:
    """A table at that place of a page; its columns are equally wide."""
    width = (sides[1] - sides[0]) / len(rows[0])
    contents = [
        [
            (
                tuple(text.split("\n")),
                Span(page=page, box=(sides[0] + at * width, top, sides[0] + (at + 1) * width, top)),
            )
            for at, text in enumerate(row)
        ]
        for row in rows
    ]
    span = Span(page=page, box=(sides[0], top, sides[1], top + 100))
    return replace(table_of_rows(contents), span=span)


def texts(document: Document) -> list[list[list[str]]]:
    """The texts of each table by rows."""
    tables = (block for block in document.blocks if isinstance(block, Table))
    return [[[cell.text for cell in row] for row in one.grid()] for one in tables]


OLD = [
    ["手数料の種類", "金額"],
    ["（略）", "（略）"],
    ["(1) 登録", "500円"],
    ["(2) 証明", "1,000円"],
]
NEW = [
    ["手数料の種類", "金額"],
    ["（略）", "（略）"],
    ["(1) 届出", "800円"],
    ["(2) 登録", "500円"],
]


def test_rows_of_both_sides_are_paired_whatever_their_numbers() -> None:
    """Each row has the amounts of both editions, those that a page cuts, too."""
    document = Document(
        (
            table([["現行", "改正案"]], BOTH, 3, 50),
            table(OLD, LEFT, 3, 100),
            table(NEW, RIGHT, 3, 100),
            table([["", "（閲覧は300円）"], ["(3) 写し", "10円"]], LEFT, 4, 50),
            table([["(3) 証明", "1,200円"], ["(4) 写し", "10円"]], RIGHT, 4, 50),
        ),
        is_wrapped=True,
    )
    assert texts(with_facing_tables(document, ReadingContext())) == [
        [
            ["手数料の種類", "金額", "金額"],
            ["手数料の種類", "現行", "改正案"],
            ["(1) 届出", "", "800円"],
            ["(2) 登録", "500円", "500円"],
            ["(3) 証明", "1,000円\n（閲覧は300円）", "1,200円"],
            ["(4) 写し", "10円", "10円"],
        ]
    ]


@pytest.mark.parametrize(
    ("heads", "left", "right"),
    [
        pytest.param(["歳入", "歳出"], OLD, NEW, id="no-editions"),
        pytest.param(["令和６年度", "令和７年度"], OLD, NEW, id="years"),
        pytest.param(["現行", "改正案"], OLD, [["手数料の種類", "単位"], *NEW[1:]], id="headings"),
        pytest.param(
            ["現行", "改正案"],
            [OLD[0], ["登録", "要"]],
            [NEW[0], ["登録", "不要"]],
            id="no-amounts",
        ),
    ],
)
def test_other_tables_beside_each_other_stay_apart(
    heads: list[str], left: list[list[str]], right: list[list[str]]
) -> None:
    """Without two editions above, the same headings and amounts, nothing is joined."""
    document = Document(
        (
            table([heads], BOTH, 1, 50),
            table(left, LEFT, 1, 100),
            table(right, RIGHT, 1, 100),
        ),
        is_wrapped=True,
    )
    assert with_facing_tables(document, ReadingContext()) == document
