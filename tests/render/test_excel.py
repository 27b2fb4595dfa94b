"""Excel: read back by openpyxl, and by LibreOffice, which did not write it."""

import csv
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import readable
import yaml
from budget import CAMERA, PATROL, SCHOOL, budget, budgeted, text
from hypothesis import example, given, settings
from hypothesis import strategies as st
from libreoffice import LibreOffice
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.cell_range import CellRange
from printed import printed_rows, unspaced
from tables import with_texts

from bouhan_diff.comparison.amount_changes import AmountChange
from bouhan_diff.comparison.compare import compare, single_year
from bouhan_diff.comparison.filters import group_rows, grouped
from bouhan_diff.comparison.table import (
    ComparisonTable,
    FieldComparison,
    GroupBy,
    PropertyChange,
    RowKind,
    SectionHeading,
    count,
)
from bouhan_diff.diagnostics import Diagnostic, Level, Span
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, ColumnType, Property
from bouhan_diff.render import labels
from bouhan_diff.render.amendment.document import opening, places_of_new
from bouhan_diff.render.amendment.sentences import amendments
from bouhan_diff.render.brief import old_name, whole_words
from bouhan_diff.render.xlsx.workbook import write
from bouhan_diff.storage import load_plan
from bouhan_diff.text.escape import writable
from bouhan_diff.text.linebreak import ems
from bouhan_diff.textdiff import EditKind, Reason, Segment

CITY = Path(__file__).parent.parent / "cases" / "city"

FIGURES = "変わった数値（金額は増減の大きい順、ほかは資料の順）"
HEADINGS = ["章", "章名", "番号", "事業名", "担当課", "施策番号", "区分"]
NAME, DEPARTMENT, POLICIES, KIND, OLD, NEW = range(3, 9)


def opened(content: bytes) -> Workbook:
    """The workbook with its rich text."""
    return load_workbook(io.BytesIO(content), rich_text=True)


def rows(content: bytes, sheet: str = "新旧対照表") -> list[list[Any]]:
    """The values of the sheet's cells, the headings first; of the rows only what can be sorted."""
    found = opened(content)[sheet]
    last = CellRange(found.auto_filter.ref).max_row if sheet == "新旧対照表" else found.max_row
    return [[cell.value for cell in row] for row in found.iter_rows(max_row=last)]


def block(content: bytes, title: str) -> list[list[Any]]:
    """The rows below a heading of the first sheet, down to the next empty one; headings first."""
    lines = rows(content, "概要")
    start = next(n for n, line in enumerate(lines) if line[0] == title) + 1
    end = next((n for n, line in enumerate(lines) if n > start and not any(line)), len(lines))
    return [[cell for cell in line if cell is not None] for line in lines[start:end]]


def marked(value: object) -> str:
    """The marked text of a cell: struck out or underlined."""
    if not isinstance(value, CellRichText):
        return ""
    blocks = (block for block in value if isinstance(block, TextBlock))
    return "".join(block.text for block in blocks if block.font.strike or block.font.u)


def test_an_initiative_is_a_row(shipped: ComparisonTable) -> None:
    """All 37 stand below one row of headings, each datum in a cell of its own."""
    headings, *written = rows(write([shipped]))
    assert headings == [*HEADINGS, shipped.old_heading, shipped.new_heading]
    assert [[*line[:3], *map(str, line[3:9])] for line in written] == [
        [
            row.section.number,
            row.section.title,
            row.number,
            row.name,
            row.department,
            "、".join(row.policies),
            labels.KIND[row.kind],  # type: ignore[index]  two years are compared
            row.old,
            row.new,
        ]
        for row in shipped.rows()
    ]


def test_changed_words_are_marked_in_their_cells(shipped: ComparisonTable) -> None:
    """What is struck out or underlined is what the engine marks, as whole words."""
    for line, row in zip(rows(write([shipped]))[1:], shipped.rows(), strict=True):
        words = whole_words(tuple(row.segments))
        edits = [segment for segment in words if segment.kind is not EditKind.EQUAL]
        assert marked(line[OLD]) == "".join(segment.old for segment in edits)
        assert marked(line[NEW]) == "".join(segment.new for segment in edits)


def test_the_sheet_can_be_sorted_filtered_and_printed(shipped: ComparisonTable) -> None:
    """Frozen headings, a filter over all rows, landscape, as wide as paper."""
    book = opened(write([shipped]))
    assert book.sheetnames == ["概要", "新旧対照表", "集計", "改め文"]
    sheet = book["新旧対照表"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:I38")
    assert sheet.print_area == "'新旧対照表'!$A$1:$I$38"
    assert sheet.print_title_rows == "$1:$1"
    for sheet in book:
        if sheet.auto_filter.ref:  # notes may take several columns, rows may not
            last = CellRange(sheet.auto_filter.ref).max_row
            assert all(one.min_row > last for one in sheet.merged_cells.ranges)
        assert sheet.page_setup.orientation == "landscape"
        assert 90 <= sheet.page_setup.scale <= 100
        footer = sheet.oddFooter
        assert "&P" in str(footer.right.text if footer.left.text else footer.center.text)


def test_new_dropped_and_renamed_initiatives(renewed: ComparisonTable) -> None:
    """The missing year's cell says so, the kind says why, and the remarks name what was."""
    found = {(line[0], line[2]): line for line in rows(write([renewed]))}
    assert found[1, 3][KIND:NEW] == ["新規", "（新規）"]
    assert marked(found[1, 3][NEW]) == str(found[1, 3][NEW])
    assert found["Ⅱ", "Ⅱ-2"][KIND] == "廃止"
    assert found["Ⅱ", "Ⅱ-2"][NEW] == "（廃止）"
    assert found[1, 1][-1] == "改称（旧：交通安全教室）"
    assert marked(found[1, 1][NAME]) == "交通安全教室の開催"


def test_of_a_long_name_whole_names_are_marked() -> None:
    """A name that was added to a list is marked from its first sign to its last."""
    old, new = (
        "照射洗浄保存液Ａ「甲」照射濃厚保存液Ａ「甲」",
        "照射洗浄保存液Ａ「甲」照射洗浄保存液ＡＢＳ「甲」照射濃厚保存液Ａ「甲」",
    )
    long = CAMERA._replace(name=new, changes=(PropertyChange(Property.NAME, old, new),))
    headings, line, *_ = rows(write([budgeted(long)]))
    assert marked(line[headings.index("事業名")]) == "照射洗浄保存液ＡＢＳ「甲」"


def test_each_change_is_told_in_sentences(renewed: ComparisonTable) -> None:
    """A sheet of their own has the sentences of each row's amendment, and says what it omits."""
    headings, first, *written, headed, places_, spelt, added = rows(write([renewed]), "改め文")
    left = "見出し「令和６年度 事業概要」を「令和７年度 事業概要（予定）」とする改めは含まない"
    assert headed[0] == f"（注）{left}。"
    assert first[-2:] == ["柱書", opening(renewed)]
    assert str(spelt[0]).startswith("（注）表記だけの変更（Ⅱ-Ⅱ-1の事業概要）は、上の文に含まない。")
    assert str(added[-1]).startswith("「事業概要」中「取り組み」を「取組」に、")
    assert places_[0] == "（注）位置を示すために引いた語句は、令和６年度の文による。"
    assert headings == ["章", "番号", "事業名等", "改め文"]
    amended = [row for row in renewed.rows() if amendments(row)]
    places = places_of_new(renewed)
    for line, row in zip(written, amended, strict=True):
        number = f"{row.number}　"
        said = "\n".join(amendments(row, (), "事業概要", places.get(id(row), ""), number, "事業名"))
        said = f"{old_name(row)}を{said}" if said == "削る。" else said
        assert line[1:] == [row.number, old_name(row), said]


def test_counts_stand_on_a_sheet_of_their_own(shipped: ComparisonTable) -> None:
    """Counts by section and department, one row each, of the whole plan.

    Counts by policy number would add up to nothing, as one initiative has several.
    """
    headings, whole, *counted = rows(write([shipped]), "集計")
    assert headings[:4] == ["分類", "項目", "件数", "変更"]
    assert whole[:4] == ["全体", None, 37, 15]
    by = {sort: [line for line in counted if line[0] == sort] for sort in ("章", "担当課")}
    assert [line[3] for line in by["章"]] == [5, 2, 1, 3, 1, 3]
    assert len(by["担当課"]) == 15
    assert {line[0] for line in counted} == set(by)
    assert all(line[3] == sum(line[4:-1]) for line in [whole, *counted])


def test_changed_figures_stand_on_the_first_sheet(renewed: ComparisonTable) -> None:
    """Each figure that changed has a row, with the initiative that it is of."""
    headings, *figures = block(write([renewed]), "変わった数値")
    assert headings == ["章", "番号", "事業名", "項目", "令和６年度", "令和７年度"]
    assert [list(map(str, line)) for line in figures] == [
        ["1", "1", "交通安全教室の開催", "事業概要", "12校", "11校"],
        ["1", "1", "交通安全教室の開催", "事業概要", "年２回", "年３回"],
    ]


def test_what_is_lighter_than_its_initiative_says_so() -> None:
    """A rewording under 内容 would read as the change of fact, which is among the figures."""
    table = compare([load_plan(CITY / f"R{year}.yaml") for year in (6, 7)], "R6", "R7")
    title = "変わったもの（上の変わった数値を除く。全文は「新旧対照表」のシート）"
    _headings, *found = block(write([table]), title)
    said = {f"{line[0]}-{line[1]}": line[-1] for line in found}
    assert said["3-1"] == "事業内容（表現）　「実施する」 → 「行う」"
    assert said["3-2"] == "事業内容　「取り組み」 → 「取組み」、「ＬＥＤ」 → 「LED」"
    assert said["3-3"].endswith("\n目標値（指標：開催回数）（表記）　12回 → １２回")


def test_many_figures_stand_on_a_sheet_of_their_own() -> None:
    """The first sheet has the largest differences, and says where all are."""
    many = [CAMERA._replace(number=n, fields=(budget("1,000", f"{1000 + n}"),)) for n in range(26)]
    content = write([budgeted(*many)])
    _headings, *every, note = rows(content, "変わった数値")
    assert note[0] == "（注）金額は増減の大きい順、ほかは資料の順に並べた。"
    assert [line[-2] for line in every] == list(range(25, 0, -1))
    title = "増減の大きいもの（全ては「変わった数値」のシート）"
    _headings, *largest = block(content, title)
    assert [line[-2] for line in largest] == list(range(25, 17, -1))


def test_changed_figures_have_one_order() -> None:
    """Money by the size of its change, up or down; targets of several units as published."""
    changes = [("1,000", "1,100"), ("2,000", "500"), ("10", "400")]
    targets = [("2人", "3人"), ("10台", "5台"), ("1人", "9人")]
    rows_ = [
        CAMERA._replace(number=number, fields=(budget(*money), target(*aim)))
        for number, (money, aim) in enumerate(zip(changes, targets, strict=True), 1)
    ]
    _headings, *figures = block(write([budgeted(*rows_)]), FIGURES)
    assert [line[1] for line in figures] == [2, 3, 1, 1, 2, 3]


def target(old: str, new: str) -> FieldComparison:
    """A target with a unit of its own."""
    amounts = [Decimal(text[:-1]) for text in (old, new)]
    change = AmountChange(*amounts, amounts[1] - amounts[0], None, old[-1])
    return FieldComparison("目標値", ColumnType.AMOUNT, old, new, RowKind.SUBSTANCE, (), change)


def test_only_a_dash_that_both_editions_print_is_marked() -> None:
    """What an office prints was replaced; what stands for no value was not, nor is it empty."""
    came, new = (
        CAMERA._replace(number=6, fields=(budget("―", "1,500"),)),
        CAMERA._replace(number=7, kind=RowKind.ADDED, fields=(budget(None, "20"),)),
    )
    changed = CAMERA._replace(number=8, fields=(budget("10", "20"),))
    content = write([budgeted(came, new, changed)])
    at = rows(content)[0].index("令和６年度\n当初予算額\n（千円）")
    cells = [row[at] for row in opened(content)["新旧対照表"].iter_rows(min_row=2, max_row=3)]
    assert [(str(one.value), isinstance(one.value, str)) for one in cells] == [
        ("―", False),  # of runs with fonts of their own
        ("―", True),
    ]
    assert cells[0].value[0].font.strike


def test_figures_that_came_or_went_are_among_those_that_changed() -> None:
    """No changed amount is left out, nor is its other side an empty cell."""
    gone = CAMERA._replace(number=5, kind=RowKind.REMOVED, fields=(budget("36,000", None),))
    came = CAMERA._replace(number=6, fields=(budget("―", "1,500"),))
    said = came.fields[0]._replace(new="皆増", amount=None)
    unsaid = CAMERA._replace(number=7, fields=(said,))
    _headings, *figures = block(write([budgeted(SCHOOL, gone, came, unsaid)]), FIGURES)
    assert [line[4:] for line in figures] == [
        [36_000, "―", -36_000, "皆減"],
        ["―", 1_500, 1_500, "皆増"],
        ["―", 480, 480, "皆増"],
        ["―", "皆増"],
    ]


def test_a_column_of_amounts_that_only_came_says_so() -> None:
    """Where nothing can be compared the ratio is there all the same, for 皆増."""
    came = CAMERA._replace(number=6, fields=(budget("―", "1,500"),))
    headings, line, _sum = rows(write([budgeted(came)]))
    at = headings.index("増減率\n当初予算額")
    assert line[at - 1 : at + 1] == [1_500, "皆増"]


def test_a_figure_that_a_text_no_longer_has_is_said_to_be_deleted() -> None:
    """An empty cell would read as nought, or as not read, and a sign as no amount."""
    old, new = "年6回、市内を巡回する。", "市内を巡回する。"
    segments = (
        Segment("年6回、", "", EditKind.SUBSTANCE, Reason("figure", ("年6回",))),
        Segment(new, new, EditKind.EQUAL),
    )
    row = PATROL._replace(old=old, new=new, segments=segments, fields=())
    _headings, figure = block(write([budgeted(row)]), "変わった数値")
    assert figure[3:] == ["事業内容", "年6回", "（記載なし）"]


def test_figures_of_fields_are_among_those_that_changed() -> None:
    """補助率 that rose from 2分の1 to 3分の2 changed as any amount did; 以内 is part of it."""
    rate = text("補助率", "2分の1以内", "3分の2以内")
    row = PATROL._replace(fields=(rate,), old="巡回する。", new="巡回する。", segments=())
    table = budgeted(row)._replace(columns=(Column("補助率"),))
    _headings, figure = block(write([table]), "変わった数値")
    assert figure[3:6] == ["補助率", "2分の1以内", "3分の2以内"]


def amounts_alone() -> ComparisonTable:
    """The plan with its budgets as its only fields, which A3 has columns for."""
    table = budgeted()
    return budgeted(*(row._replace(fields=row.fields[:1]) for row in table.rows()))


def test_an_amount_is_a_number_in_a_cell_of_its_own() -> None:
    """Old, new, difference and ratio are numbers; each says in its heading what it is of."""
    headings, *written, _sum = rows(write([amounts_alone()]))
    at = headings.index("令和６年度\n当初予算額\n（千円）")
    assert headings[at + 1 : at + 4] == [
        "令和７年度\n当初予算額\n（千円）",
        "増減\n当初予算額\n（千円）",
        "増減率\n当初予算額",
    ]
    assert [line[at : at + 3] for line in written] == [
        [38_700, 36_900, -1_800],
        [1_000, 1_250, 250],
        ["―", 480, 480],
        [2_000, 2_000, None],
    ]
    assert round(written[0][at + 3], 4) == -0.0465
    book = opened(write([amounts_alone()]))
    cell = book["新旧対照表"].cell(2, at + 3)
    assert (cell.number_format, cell.data_type) == ('#,##0;"△"#,##0;#,##0', "n")


def test_an_amount_that_no_initiative_has_otherwise_takes_one_column() -> None:
    """What both editions have alike, or a document gives once, is not written twice."""
    same = CAMERA._replace(kind=RowKind.SUBSTANCE, old="設置する。", fields=(budget("480", "480"),))
    headings, written = rows(write([budgeted(same)]))
    assert [heading for heading in headings if "当初予算額" in heading] == ["当初予算額\n（千円）"]
    assert 480 in written


def test_an_amount_of_no_edition_stands_once_in_front_of_the_items(tmp_path: Path) -> None:
    """So does a text, where each text and amount of a wide plan has a line of its own."""
    plan = yaml.safe_load((CITY.parent / "labels" / "plan.yaml").read_text("utf-8"))
    plan["columns"]["対象者"] = "amount"
    plan["columns"] |= {f"交付の条件{at}": "text" for at in range(9)}
    for one in (one for section in plan["sections"] for one in section["initiatives"]):
        rate = one["fields"]["補助率"]
        one["fields"] |= {"対象者": "1,200"} | {f"交付の条件{at}": rate for at in range(9)}
    (tmp_path / "plan.yaml").write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")
    found = rows(write([compare(load_plan(tmp_path / "plan.yaml"))]))
    place = found[0].index("対象者")
    assert place < found[0].index("項目")
    assert [row[place] for row in found[1:3]] == [1200, "1,200"]


def test_units_of_single_values_are_shown_and_not_part_of_the_number() -> None:
    """In a column of several units a number has its own as its format; per cent are Excel's."""
    values = [("85%", "90%"), ("8校", "8校"), ("1.5km", "2.25km")]
    made = tuple(
        CAMERA._replace(
            number=number,
            fields=(CAMERA.fields[0]._replace(old=old, new=new, unit="", heading="目標値"),),
        )
        for number, (old, new) in enumerate(values, 1)
    )
    table = budgeted(*made)._replace(columns=(Column("目標値", ColumnType.AMOUNT),))
    sheet = opened(write([table]))["新旧対照表"]
    at = [cell.value for cell in sheet[1]].index("令和７年度\n目標値") + 1
    cells = [sheet.cell(row, at) for row in (2, 3, 4)]
    assert [cell.value for cell in cells] == [0.9, 8, 2.25]
    assert [cell.number_format.split(";")[0] for cell in cells] == [
        "0%",
        '#,##0"校"',
        '#,##0.00"km"',
    ]


def test_amounts_spelt_otherwise_are_shown_as_published_and_stay_numbers() -> None:
    """120,000千円 and 1.2億円 are one number, of which each cell shows its own spelling."""
    amount = budget("120,000", "120,000")._replace(
        old="120,000千円", new="1.2億円", kind=RowKind.NOTATION
    )
    sheet = opened(write([budgeted(CAMERA._replace(fields=(amount,)))]))["新旧対照表"]
    at = [cell.value for cell in sheet[1]].index("令和６年度\n当初予算額\n（千円）") + 1
    old, new = sheet.cell(2, at), sheet.cell(2, at + 1)
    assert (old.value, new.value) == (120_000, 120_000)
    assert old.number_format == '[=120000]"120,000千円";[<0]"△"#,##0;#,##0'
    assert new.number_format == '[=120000]"1.2億円（120,000千円）";[<0]"△"#,##0;#,##0'


def test_a_workbook_has_no_more_formats_than_excel_takes() -> None:
    """Thousands of spellings leave the others as plain numbers, told under 備考."""
    made = [
        CAMERA._replace(
            number=n,
            fields=(budget(f"{n}", f"{n}")._replace(new=f"{n},000円", kind=RowKind.NOTATION),),
        )
        for n in range(1, 400)
    ]
    book = opened(write([budgeted(*made)]))
    formats = {cell.number_format for row in book["新旧対照表"].iter_rows() for cell in row}
    assert 100 < len(formats) < 200
    assert rows(write([budgeted(*made)]))[-2][-1] == ("当初予算額の表記（旧：399、新：399,000円）")


def test_sums_stand_with_the_counts() -> None:
    """The whole has its sums as numbers, with how many values could not be read, if any."""
    table = budgeted()
    headings, whole, *_others = rows(write([table]), "集計")
    at = headings.index("令和６年度\n当初予算額\n（千円）")
    assert whole[at : at + 3] == [41_700, 40_630, -1_070]
    assert not [cell for line in _others for cell in line if "含まない" in str(cell)]


def test_the_first_sheet_has_only_sums_that_changed() -> None:
    """Beside a sum that fell, one that is the same says nothing: 集計 has both. Alone it stands."""
    table = budgeted()
    (fell,) = table.totals
    same = fell._replace(heading="その他", new=fell.old, difference=Decimal(0), ratio=0.0)
    groups = tuple(group._replace(totals=()) for group in table.groups)
    for totals, shown in (((fell, same), [fell.heading]), ((same,), [same.heading])):
        written = block(write([table._replace(totals=totals, groups=groups)]), "合計")
        names = [str(line[0]).partition("（")[0] for line in written]
        assert [name for name in names if name in (fell.heading, same.heading)] == shown


def test_sums_name_what_they_leave_out() -> None:
    """A note below the counts names the amounts that could not be added."""
    said = CAMERA.fields[0]._replace(new="皆増", amount=None)
    table = budgeted(PATROL, CAMERA._replace(department="防災課", fields=(said,)))
    totals = tuple(total._replace(unreadable=1) for total in table.totals)
    *_others, note = rows(write([table._replace(totals=totals)]), "集計")
    assert (
        note[0] == f"（注）令和７年度の当初予算額（千円）の計及び合計は、"
        f"資料に数値のない{CAMERA.name}（皆増）を含まない。"
    )


def test_counts_say_whose_departments_they_are_by_where_one_was_reassigned() -> None:
    """An old amount counts under the new department: a note below the filtered rows says so."""
    table = budgeted(PATROL, CAMERA._replace(department="防災課"))
    sheet = opened(write([table]))["集計"]
    note = "（注）担当課ごとの集計は、令和７年度の担当課による。"
    assert note in [cell.value for cell in sheet[sheet.max_row]]
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row - 1))
    table = budgeted(PATROL._replace(changes=()), CAMERA._replace(department="防災課"))
    written = [cell for line in rows(write([table]), "集計") for cell in line]
    assert not [cell for cell in written if str(cell).startswith("（注）")]
    assert "集計" not in opened(write([budgeted(PATROL, CAMERA)])).sheetnames


def test_counts_of_the_whole_alone_have_no_sheet() -> None:
    """A plan of one section named as itself, without departments, has nothing to group by.

    The first sheet has its sums.
    """
    table = budgeted()
    bare = [
        row._replace(department="", changes=(), section=row.section._replace(title=table.title))
        for row in table.rows()
    ]
    content = write([budgeted(*bare)])
    assert "集計" not in opened(content).sheetnames
    _headings, sums, note = block(content, "合計")
    assert sums[:4] == ["当初予算額（千円）　合計", 41_700, 40_630, -1_070]
    assert "計算した値" in str(note[0])


def test_counts_have_columns_for_the_kinds_that_occur() -> None:
    """A column of zeros says nothing that its absence does not, and makes the paper wider."""
    headings, *_rows = rows(write([budgeted()]), "集計")
    assert [h for h in headings if h in labels.KIND.values()] == ["新規", "内容", "変更なし"]


def test_sections_are_listed_for_their_aims() -> None:
    """The first sheet names no sections where the plan gives no aims: the rows have them."""
    table = budgeted()
    bare = [row._replace(section=row.section._replace(aim="")) for row in table.rows()]
    content = write([budgeted(*bare)])
    assert not {"章名", "章の目的"} & {str(cell) for line in rows(content, "概要") for cell in line}
    assert "章の目的" in [cell for line in rows(write([table]), "概要") for cell in line]


def test_the_name_of_a_file_is_no_title() -> None:
    """A document without a title is called by its file, which no office prints above a table."""
    table = budgeted()._replace(title="list_r7", publisher="", source="")
    shown = [line[0] for line in rows(write([table]), "概要") if line[0]]
    assert shown[0] == "令和６年度・令和７年度　新旧対照表"
    assert "list_r7" not in readable.workbook(write([table]))


def test_the_first_sheet_names_initiatives_in_a_line_or_two() -> None:
    """A name that is a sentence is cut there; the sheet of the rows has it whole."""
    name = "通学路を見守る活動をする団体に対し必要な用具を貸与する事業" * 3
    content = write([budgeted(PATROL._replace(name=name, changes=()), CAMERA)])
    named = [line[2] for line in block(content, FIGURES)]
    assert f"{name[:48]}…" in named
    assert name in [str(cell) for line in rows(content) for cell in line]


@pytest.mark.parametrize(
    ("label", "new", "column", "longest"),
    [
        pytest.param("変更後（H29～R4）", "36,900", "F", "変更後（H29～R4）", id="long headings"),
        pytest.param("改正前", "138.29308880477714", "G", "138.29308880477714", id="long values"),
    ],
)
def test_amounts_of_the_first_sheet_take_one_line(
    label: str, new: str, column: str, longest: str
) -> None:
    """Broken, a figure is another one, and a heading hides the line below it."""
    amount = PATROL.fields[0]
    assert amount.amount is not None
    changed = amount.amount._replace(new=Decimal(new.replace(",", "")))
    row = PATROL._replace(fields=(amount._replace(new=new, amount=changed), *PATROL.fields[1:]))
    table = budgeted(row)._replace(old_edition=Edition.of_label(label))
    width = opened(write([table]))["概要"].column_dimensions[column].width
    assert width > 2 * ems(longest) + 1


def test_no_column_is_empty() -> None:
    """A plan without policy numbers has no column for them, nor counts by them."""
    content = write([budgeted()])
    headings, *written = rows(content)
    assert "施策番号" not in headings
    assert not [h for h, *cells in zip(headings, *written, strict=True) if not any(cells)]
    assert "施策番号" not in {line[0] for line in rows(content, "集計")}


def test_the_legend_explains_what_occurs(
    shipped: ComparisonTable, renewed: ComparisonTable
) -> None:
    """The first sheet says what the marks mean, of those that the workbook has."""
    marks = ["赤の取消線：削除・変更前", "青の下線：追加・変更後"]
    kind = "内容：事実の変わる変更"
    assert legend(budgeted(CAMERA))[:4] == [*marks, "計・合計には印を付けない", kind]
    kinds = [kind, "表現：事実を変えない言い換え", "表記：書き方だけの変更"]
    assert legend(shipped) == [*marks, "二重下線：書き方だけの変更", *kinds]
    assert legend(renewed)[-2:] == ["改称：名称の変更", "所管替え：担当課の変更"]
    assert "赤の取消線" in str(opened(write([shipped]))["新旧対照表"].oddFooter.left.text)


def legend(table: ComparisonTable) -> list[str]:
    """What the first sheet explains, behind 凡例."""
    first = opened(write([table])).worksheets[0]
    texts = (str(row[0].value or "") for row in first.iter_rows())
    lines = (text.split("　") for text in texts if text.startswith("凡例"))
    return [entry for _name, *entries in lines for entry in entries]


def test_sums_stand_out_from_initiatives() -> None:
    """計 and 合計 have a ground and a rule above of their own, also where numbers are."""
    table = compare([load_plan(CITY / f"R{year}.yaml") for year in (6, 7)], "R6", "R7")
    sheet = opened(write([table]))["新旧対照表"]
    found = [
        row for row in sheet.iter_rows(min_row=2) if str(row[2].value).startswith(("計", "合計"))
    ]
    assert len(found) == 4
    assert {cell.border.top.style for row in found for cell in row} == {"medium"}
    grounds = {cell.fill.fgColor.rgb for row in found for cell in row}
    assert len(grounds) == 1
    assert sheet.cell(2, 3).fill.fgColor.rgb not in grounds


def test_what_was_not_compared_stands_in_the_overview() -> None:
    """Whoever gets the workbook alone knows what it does not say."""
    lines = [str(cell) for line in rows(write([budgeted()]), "概要") for cell in line if cell]
    assert "・決算額（令和７年度の資料だけに記載のある項目。「当初予算額」と同じ項目か）" in lines


def test_the_sources_of_what_is_new_are_no_changed_figures() -> None:
    """A new initiative costs something; from where is in its row, and the note says so."""
    state = budget(None, "120")._replace(heading="国庫支出金")
    new = SCHOOL._replace(fields=(*SCHOOL.fields, state))
    changed = [PATROL._replace(number=number) for number in range(10, 40)]
    table = budgeted(*changed, new)
    table = table._replace(
        columns=(*table.columns, Column("国庫支出金", ColumnType.AMOUNT, "千円"))
    )
    _headings, *figures, note = rows(write([table]), "変わった数値")
    said = [line for line in figures if SCHOOL.name in line]
    assert any("480" in map(str, line) for line in said)
    assert not any("国庫支出金" in str(cell) for line in said for cell in line)
    assert "片方だけにあるものの財源は、「新旧対照表」のシートにある。" in str(note)


def test_what_was_not_read_stands_on_a_last_sheet() -> None:
    """The sheet is a note on the documents, to be sent out too; what is said alike stands once."""
    losses = [Diagnostic(Level.LOSS, "picture", Span(page=page, line=2)) for page in (3, 4)]
    book = opened(write([budgeted()._replace(reports=tuple(losses))]))
    assert book.sheetnames[-1] == "資料についての注記"
    cells = (cell.value for row in book["資料についての注記"].iter_rows() for cell in row)
    lines = [str(value) for value in cells if value]
    assert "・3ページ2行目、4ページ2行目：未読の画像" in lines
    assert any(line.startswith("・決算額（") for line in lines)


def test_of_supplements_the_workbook_amends_nothing() -> None:
    """A supplement drops nothing that it lacks: the kinds say which of the two has a row."""
    first, second = map(Edition.of_label, ("令和７年度１月補正", "令和７年度３月補正"))
    reports = (Diagnostic(Level.DOUBT, "supplements-compared", data={"old": "1", "new": "3"}),)
    table = budgeted()._replace(old_edition=first, new_edition=second, reports=reports)
    content = write([table])
    assert "改め文" not in opened(content).sheetnames
    sheets = [rows(content, name) for name in ("概要", "新旧対照表")]
    said = {str(cell) for sheet in sheets for line in sheet for cell in line}
    assert "３月補正のみ" in said
    assert not said & {"新規", "廃止", "（新規）", "（廃止）"}


def test_print_is_of_nine_points_at_least(shipped: ComparisonTable) -> None:
    """All sheets are printed on A4, or all on A3, and have room there at nine points."""
    for table, size in ((shipped, 9), (many_columns(), 8)):
        book = opened(write([table]))
        assert {sheet.page_setup.paperSize for sheet in book} == {size}
        for sheet in (book["新旧対照表"], book["概要"]):
            width = sum(column.width for column in sheet.column_dimensions.values())
            assert width * 2.25 * 0.9 <= {8: 400, 9: 277}[size]


def many_columns() -> ComparisonTable:
    """A table of thirty fields, which no paper has columns for, and a year's amount."""
    many = (*(text(f"項目{n}", "旧", "新") for n in range(30)), PATROL.fields[0])
    columns = tuple(Column(field.heading, field.type, field.unit) for field in many)
    return budgeted(PATROL._replace(fields=many))._replace(columns=columns)


def test_what_is_too_wide_has_a_row_for_each_thing_said() -> None:
    """Every row names its initiative, so that it can be sorted and filtered; repeats are grey.

    区分 is that of the item, so that a filter by 内容 leaves out what did not change.
    """
    content = write([many_columns()])
    headings, *written = rows(content)
    assert headings == [
        *("章", "番号", "事業名", "担当課", "項目", "区分"),
        *("令和６年度", "令和７年度", "増減", "増減率"),
    ]
    *written, total = written
    assert len(written) == 1 + 1 + 31
    about = ("2　見守り", "1", "巡回", "市民課")
    assert {tuple(map(str, line[:4])) for line in written} == {about}
    assert [str(cell) for cell in written[1][4:8]] == ["担当課", "内容", "総務課", "市民課"]
    assert [str(cell) for cell in written[2][4:8]] == ["項目0", "内容", "旧", "新"]
    assert written[-1][4:9] == ["当初予算額", "内容", 38_700, 36_900, -1_800]
    assert [str(cell) for cell in (total[2], total[4])] == ["合計", "当初予算額"]
    sheet = opened(content)["新旧対照表"]
    (named,) = sheet.conditional_formatting
    assert str(named.sqref) == "A2:D35"
    assert sheet.freeze_panes == "D2"


def test_short_values_leave_their_room_to_the_names() -> None:
    """Of a row for each amount the first is no higher than the others, as the names are long."""
    table = many_columns()
    (row,) = table.rows()
    title = row.section._replace(title="分担金及び負担金")
    long = row._replace(section=title, old=None, new=None, segments=(), changes=())
    content = write([budgeted(long)._replace(columns=table.columns)])
    sheet = opened(content)["新旧対照表"]
    assert {sheet.row_dimensions[number].height for number in range(2, 30)} == {16.5}


def test_a_note_below_the_rows_is_on_no_page_of_its_own(shipped: ComparisonTable) -> None:
    """Where the note has no room left, the last three rows go to the next page with it."""
    sheet = opened(write([shipped]))["改め文"]
    below = next(cell.row for cell in sheet["A"] if str(cell.value).startswith("（注）"))
    assert [one.id for one in sheet.row_breaks.brk] == [below - 4]


def test_sums_stand_below_the_rows_that_they_are_of() -> None:
    """Each section's in their own columns, and within the filter, which hides them with it."""
    table = amounts_alone()
    (first,) = table.groups
    other = SectionHeading(3, "支え合い", "")
    behind = tuple(row._replace(section=other) for row in first.rows[2:])
    groups = (
        first._replace(rows=first.rows[:2]),
        first._replace(heading="3　支え合い", rows=behind),
    )
    table = table._replace(groups=groups)
    _headings, *written = rows(write([table]))
    sums = [[str(cell) for cell in line if cell is not None][:3] for line in written]
    assert [place for place, line in enumerate(sums) if "計" in "".join(line)] == [2, 5, 6]
    assert sums[2] == ["2", "見守り", "計（表にない\n2件を含む）"]
    assert sums[5] == ["3", "支え合い", "計（表にない\n2件を含む）"]
    line = [cell for cell in written[6] if cell is not None]
    assert [str(line[0]), *line[1:4]] == ["合計", 41_700, 40_630, -1_070]


def test_aims_and_footnote_are_kept(shipped: ComparisonTable) -> None:
    """The overview has the source, the title, the footnote, and each section with its aim."""
    written = rows(write([shipped]), "概要")
    above = [line[0] for line in written]
    assert {
        f"比較した資料：{shipped.source}",
        shipped.title,
        f"※施策番号　{shipped.policy_plan}",
    } <= set(above)
    start = above.index("章") + 1
    aims = [line[3] or "" for line in written[start : start + 6]]
    assert aims == [found.aim for found in shipped.groups]


def test_a_year_alone_has_one_text() -> None:
    """A single year has neither kinds, remarks nor counts of changes."""
    content = write([single_year(load_plan(), "R6")])
    headings, first, *_others = rows(content)
    assert headings == [*HEADINGS[:-1], "令和６年度 事業概要（予定）"]
    assert isinstance(first[-1], str)
    assert rows(content, "集計")[0] == ["分類", "項目", "件数"]


def test_grouped_by_policy_number_a_row_stands_under_each(shipped: ComparisonTable) -> None:
    """As on screen: 3-1 has three policy numbers, and stands under each of them."""
    headings, *written = rows(write([group_rows(shipped, GroupBy.POLICY)]))
    assert headings[0] == "施策番号別"
    assert [line[0] for line in written if (line[1], line[3]) == (3, 1)] == ["ウ①", "ウ②", "ウ③"]


def test_several_plans_say_whose_each_row_is(
    shipped: ComparisonTable, renewed: ComparisonTable
) -> None:
    """Plan and years stand in front on every sheet, and the columns are simply old and new."""
    content = write([shipped, renewed])
    headings, *written = rows(content)
    assert headings[:3] == ["計画", "旧年度", "新年度"]
    assert headings[3:5] == ["章", "章名"]  # two plans have a section 1
    assert headings[10:12] == ["旧", "新"]
    assert [line[0] for line in written] == [shipped.title] * 37 + [renewed.title] * 6
    _headings, *counted, note = rows(content, "集計")
    assert {line[0] for line in counted} == {shipped.title, renewed.title}
    gone = "（新年度にないものは、あったときの担当課）"
    assert f"（注）担当課ごとの集計は、新年度の担当課による{gone}。" in note


def test_same_input_gives_the_same_bytes(shipped: ComparisonTable) -> None:
    """Nothing in the file tells when it was written."""
    first, second = (write([shipped]) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in package.read("docProps/core.xml")


def test_data_makes_no_formula_and_no_link(hostile: ComparisonTable) -> None:
    """Text that begins as a formula does is text, and stays so when the cell is edited."""
    content = write([hostile])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            for tag in (b"<f>", b"<f ", b"<hyperlink", b"<ddeLink", b"externalLink", b"External"):
                assert tag not in package.read(name)
    cells = [cell for row in opened(content)["新旧対照表"].iter_rows() for cell in row]
    formulas = [cell for cell in cells if str(cell.value)[:1] in {"=", "+", "-", "@"}]
    assert len(formulas) > 3
    assert all(cell.quotePrefix and cell.data_type == "s" for cell in formulas)


def test_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    """A cell holds 32,767 UTF-16 code units; what is cut there ends in a note."""
    content = write([with_texts("防" * 32_767, "𠮟" * 20_000)])
    old, new = rows(content)[1][OLD : NEW + 1]
    listed = [str(cell) for line in rows(content, "概要") for cell in line if cell]
    assert any("32,767字" in line for line in listed)
    assert listed[-1] == "・1-1 犯罪情報等の提供"
    assert str(old) == "防" * 32_767
    assert str(new).endswith("𠮟…（以下略。１つのセルに入る文字数を超える）")
    assert len(str(new).encode("utf-16-le")) // 2 <= 32_767


@settings(deadline=None, max_examples=40)  # a workbook takes longer than most things
@given(old=st.text(), new=st.text())
@example(old="\ud800\x00\x1b[31m\x7f\u202e", new='DDEAUTO c:\\cmd.exe "/C calc"')
@example(old='=HYPERLINK("http://example.invalid")', new="\t=1+1")
def test_any_text_is_read_back(old: str, new: str) -> None:
    """Whatever the data holds, the file opens, and shows it with visible marks for controls.

    Where no row has a text there is no column of texts.
    """
    line = rows(write([with_texts(old, new)]))[1]
    if not old and not new:
        return
    for side, shown in zip((old, new), (line[OLD], line[NEW]), strict=True):
        # What takes no room is shown where it changed.
        assert writable(str(shown or ""), is_changed=True) == writable(side, is_changed=True)


def test_the_workbook_is_the_one_that_was_accepted(
    renewed: ComparisonTable, golden: Callable[[str, str], None]
) -> None:
    """Every cell, with what is struck out and underlined in it; sentences are tried elsewhere."""
    golden("workbook.txt", readable.workbook(write([renewed])))


# ----------------------------------------------------------------- LibreOffice


@pytest.fixture(scope="session")
def calculated(libreoffice: LibreOffice) -> Callable[[bytes], list[list[str]]]:
    """What LibreOffice shows in the cells of the sheet of rows."""

    def show(content: bytes) -> list[list[str]]:
        to = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
        path = libreoffice.convert(content, "xlsx", to, name="document-新旧対照表")
        return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))

    return show


def test_libreoffice_shows_every_row(
    shipped: ComparisonTable, calculated: Callable[[bytes], list[list[str]]]
) -> None:
    """Every cell is shown to the letter, the marked ones too."""
    written = calculated(write([shipped]))[1:]
    assert [(line[0], line[2], line[NAME], line[OLD], line[NEW]) for line in written] == [
        (str(row.section.number), str(row.number), row.name, row.old, row.new)
        for row in shipped.rows()
    ]


def test_paper_has_every_text_whole(shipped: ComparisonTable, libreoffice: LibreOffice) -> None:
    """No cell is too low or too narrow for its text, on any page."""
    found = printed_rows(libreoffice, write([shipped]), "xlsx")
    texts = [
        tuple(row[3:5] + row[7:9]) for row in found if len(row) == 9 and row[0] in set("123456")
    ]
    assert texts == [
        tuple(map(unspaced, (row.name, row.department, row.old, row.new))) for row in shipped.rows()
    ]


def test_a_long_text_widens_its_column(libreoffice: LibreOffice) -> None:
    """No row of Excel's is higher than 409 points, but its columns can be wider."""
    text = "\n".join(f"第{n}の防犯カメラを設置し、犯罪の未然防止を図る。" * 4 for n in range(26))
    found = printed_rows(libreoffice, write([with_texts(text, text)]), "xlsx")
    shown = "".join(cell for row in found for cell in row)
    # Old, new and amendment; the first sheet quotes three sentences of both.
    quoted = [n == 0 for n in range(26)]
    assert [shown.count(f"第{n}の防犯") - 6 * q for n, q in enumerate(quoted)] == [12] * 26


def test_libreoffice_calculates_nothing(
    hostile: ComparisonTable, calculated: Callable[[bytes], list[list[str]]]
) -> None:
    """A name, a department and a summary that begin as formulas are shown as they are."""
    shown = {cell for line in calculated(write([hostile])) for cell in line}
    assert {"=1+1", "@SUM(A1)", "=cmd|'/C calc'!A0", '-課 & "係" <i>'} <= shown


def test_a_long_title_and_source_do_not_run_into_each_other_on_paper() -> None:
    """The head of a page has room for 76 full-width letters; what is longer ends with ….

    The one in the middle is as far from either side.
    """
    long = budgeted()._replace(title="あ" * 80, source="い" * 50)
    for table in (long, long._replace(source=""), long._replace(title="あ" * 30)):
        book = load_workbook(io.BytesIO(write([table])))
        for sheet in book.worksheets:
            head = sheet.oddHeader
            parts = (head.left, head.center, head.right)
            left, middle, right = (ems(one.text or "") for one in parts)
            assert max(left, right) + middle / 2 < 38
            assert middle > 15


def test_the_legend_of_kinds_has_those_of_single_edits() -> None:
    """A row of 内容 may say 表現 beside one of its texts; what no line says is not explained."""
    table = compare(load_plan(CITY.parent / "labels" / "plan.yaml"))
    found = [legend(table._replace(groups=one)) for one in (table.groups, table.groups[:1])]
    assert ["表現：事実を変えない言い換え" in one for one in found] == [True, False]


def test_an_item_that_did_not_change_has_no_kind_beside_those_that_did() -> None:
    """Of an initiative that did not change, each item says so."""
    table = many_columns()
    (row,) = table.rows()
    same = [one._replace(old=one.new, kind=RowKind.UNCHANGED, segments=()) for one in row.fields]
    for fields, kind, found in (
        ((row.fields[0], *same[1:]), RowKind.SUBSTANCE, {"内容", "None"}),
        (tuple(same), RowKind.UNCHANGED, {"変更なし"}),
    ):
        whole = row._replace(kind=kind, old=row.new, segments=(), changes=(), fields=fields)
        _headings, *written = rows(write([budgeted(whole)._replace(columns=table.columns)]))
        assert {str(line[5]) for line in written if line[4] != "当初予算額"} == found


def test_sums_of_one_section_are_named_once_and_are_of_a_line_each() -> None:
    """What the sheet hides below the first sum makes no row higher."""
    table = many_columns()
    (row,) = table.rows()
    amounts = tuple(row.fields[-1]._replace(heading=f"財源{n}") for n in range(3))
    columns = (*table.columns, *(Column(one.heading, one.type, one.unit) for one in amounts))
    (total,) = table.totals
    totals = (total, *(total._replace(heading=one.heading) for one in amounts))
    title = row.section._replace(title="総務費　戸籍住民基本台帳費　戸籍住民基本台帳費")
    other = row.section._replace(number=3, title="その他")
    rows_ = [
        row._replace(section=section, number=number, fields=(*row.fields, *amounts))
        for section in (title, other)
        for number in (1, 2)
    ]
    groups = tuple(one._replace(totals=totals) for one in grouped(rows_, GroupBy.SECTION, totals))
    table = table._replace(groups=groups, columns=columns, totals=totals, counts=count(rows_))
    sheet = opened(write([table]))["新旧対照表"]
    sums = [line for line in sheet.iter_rows() if str(line[2].value) == "計"]
    heights = [sheet.row_dimensions[line[0].row].height for line in sums]
    assert heights[0] > heights[1] == heights[2] == heights[3] == 16.5
    assert isinstance(sums[0][2].value, CellRichText)
    assert [type(line[2].value) for line in sums[1:4]] == [str] * 3


def test_a_number_keeps_its_decimals() -> None:
    """1.20倍 is not shown as 1.2倍, nor 42.0% as 42%."""
    values = {"倍": ("1.20", "1.30"), "%": ("38.4", "42.0")}
    amounts = tuple(
        FieldComparison(
            f"実績{unit}",
            ColumnType.AMOUNT,
            old,
            new,
            RowKind.SUBSTANCE,
            (),
            AmountChange(Decimal(old), Decimal(new), Decimal(new) - Decimal(old), None, unit),
            unit,
        )
        for unit, (old, new) in values.items()
    )
    columns = tuple(Column(one.heading, one.type, one.unit) for one in amounts)
    table = budgeted(PATROL._replace(fields=amounts))._replace(columns=columns, totals=())
    sheet = opened(write([table]))["新旧対照表"]
    formats = {str(cell.number_format).partition(";")[0] for line in sheet for cell in line}
    assert {'#,##0.00"倍"', "0.0%"} <= formats


def test_a_match_to_check_names_the_edition_that_has_the_other() -> None:
    """旧 would name no year."""
    doubtful = PATROL._replace(certainty=0.5, is_numbered=False)
    every = [line[-1] for line in rows(write([budgeted(doubtful)]))]
    assert any("要確認（令和６年度の「" in str(cell) for cell in every)


def test_an_entry_of_the_legend_is_on_one_line(city: ComparisonTable) -> None:
    """A line that began with ： would say nothing."""
    written = [str(line[0]) for line in rows(write([city]), "概要")]
    legend = [part for line in written if line.startswith("凡例") for part in line.split("\n")]
    assert len(legend) > sum(line.startswith("凡例") for line in written)
    assert not [line for line in legend if line.lstrip("　").startswith(("：", "）"))]
