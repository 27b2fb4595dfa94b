"""CSV: read back by the standard library's csv."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from budget import budgeted

from bouhan_diff.comparison.compare import compare, single_year
from bouhan_diff.comparison.grouping import group
from bouhan_diff.comparison.table import ComparisonTable, GroupBy
from bouhan_diff.render.delimited import write
from bouhan_diff.storage import load_plan
from bouhan_diff.text.escape import undefuse

LABELLED = Path(__file__).parent.parent / "cases" / "labels" / "plan.yaml"


def read(tables: Sequence[ComparisonTable]) -> list[list[str]]:
    """The cells of the written file, guarded as they are."""
    text = write(tables).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_an_initiative_is_a_row(shipped: ComparisonTable) -> None:
    """All 37 stand below one row of headings that are the published ones."""
    headings, *rows = read([shipped])
    assert headings == [
        "章",
        "章名",
        "番号",
        "事業名",
        "担当課",
        "施策番号",
        "区分",
        "令和５年度 事業概要",
        "令和６年度 事業概要（予定）",
    ]
    assert len(rows) == 37
    assert {len(row) for row in rows} == {len(headings)}
    assert [(row[0], row[2], row[7], row[8]) for row in rows] == [
        (str(row.section.number), str(row.number), row.old, row.new) for row in shipped.rows()
    ]


def test_excel_can_read_the_bytes(shipped: ComparisonTable) -> None:
    """A byte order mark in front, CR LF after each row, LF alone between paragraphs."""
    written = write([shipped])
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.endswith(b"\r\n")
    assert written.count(b"\r\n") == 38
    assert b"\n" in written.replace(b"\r\n", b"")


def test_new_dropped_and_renamed_initiatives(renewed: ComparisonTable) -> None:
    """The missing year's cell is empty, the kind says why, and the remarks name the rest."""
    rows = {(row[0], row[2]): row[6:] for row in read([renewed])}
    assert rows["1", "3"][:2] == ["新規", ""]
    assert rows["Ⅱ", "Ⅱ-2"][::2] == ["廃止", ""]
    assert rows["1", "1"][3] == "改称（旧：交通安全教室）"


def test_no_cell_is_a_formula(hostile: ComparisonTable) -> None:
    """No cell begins as a formula does, and every text comes back to the letter."""
    headings, *rows = read([hostile])
    assert not [cell for row in [headings, *rows] for cell in row if re.match(r"[=+\-@\t\r]", cell)]
    assert undefuse(headings[7]) == hostile.old_heading
    for cells, row in zip(rows, hostile.rows(), strict=True):
        back = [undefuse(cell) for cell in cells]
        assert back[3:5] == [row.name, row.department]
        assert back[7:9] == [row.old or "", row.new or ""]


def test_a_row_is_written_once(shipped: ComparisonTable) -> None:
    """Grouped by policy number, an initiative stands in several groups but on one row."""
    assert len(read([group(shipped, GroupBy.POLICY)])) == 38


def test_one_year_has_one_text(shipped: ComparisonTable) -> None:
    """A year alone has neither kinds nor an empty column for the other year."""
    headings, first, *_rows = read([single_year(load_plan(), "R5")])
    assert headings[6:] == [shipped.old_heading]
    assert first[6] == next(shipped.rows()).old


def test_each_field_has_an_old_and_a_new_column() -> None:
    """Values stand as published beside each other; nobody has a policy number, nor a column."""
    headings, *rows = read([budgeted()])
    assert headings[:5] == ["章", "章名", "番号", "事業名", "担当課"]
    assert headings[8:10] == ["当初予算額（千円）　旧", "当初予算額（千円）　新"]
    assert [row[8:10] for row in rows] == [
        ["38,700", "36,900"],
        ["1,000", "1,250"],
        ["", "480"],
        ["2,000", "2,000"],
    ]
    assert headings[10:] == ["目標値　旧", "目標値　新", "対象者　旧", "対象者　新", "備考"]


def test_what_a_document_gives_once_has_one_column() -> None:
    """対象者 of a plan of 現行 and 改正案 is neither the old one nor the new one."""
    headings, first, *_rows = read([compare(load_plan(LABELLED))])
    assert [heading for heading in headings if "対象者" in heading] == ["対象者"]
    assert first[headings.index("対象者")] == "商店街振興組合"


def test_several_plans_say_whose_each_row_is(
    shipped: ComparisonTable, renewed: ComparisonTable
) -> None:
    """Plan and years stand in front, and the columns are simply old and new."""
    headings, *rows = read([shipped, renewed])
    assert headings[:3] == ["計画", "旧年度", "新年度"]
    assert headings[10:12] == ["旧", "新"]
    assert [row[0] for row in rows] == [shipped.title] * 37 + [renewed.title] * 6
    assert rows[-1][1:3] == ["R6", "R7"]
