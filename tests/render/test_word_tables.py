"""Word tables by what a plan has: amounts alone, more columns than A4 takes, one section."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import pdfplumber
import pytest
from budget import CAMERA, GROUP, LAMPS, PATROL, SCHOOL, budget, budgeted, text
from docx.document import Document
from docx.table import Table
from docx.text.run import Run
from libreoffice import LibreOffice
from openpyxl import load_workbook
from printed import unspaced
from readable import repeated_headings
from tables import amount

from bouhan_diff.comparison.amount_changes import Total, as_cumulative
from bouhan_diff.comparison.compare import compare
from bouhan_diff.comparison.filters import changed_only, grouped
from bouhan_diff.comparison.table import (
    ComparisonTable,
    DocumentNote,
    FieldComparison,
    GroupBy,
    Mark,
    NotCompared,
    PropertyChange,
    Row,
    RowKind,
    SectionHeading,
    count,
)
from bouhan_diff.comparison.totals import totals_of
from bouhan_diff.diagnostics import Diagnostic, Level
from bouhan_diff.edition import Edition
from bouhan_diff.plan import (
    GROUPED,
    Column,
    ColumnType,
    Earlier,
    Initiative,
    Plan,
    Property,
    Section,
)
from bouhan_diff.render import labels, markdown
from bouhan_diff.render.docx.cells import field_lines
from bouhan_diff.render.docx.check import UnfaithfulChangesError, verify
from bouhan_diff.render.docx.document import HouseStyle, WordOptions, _form, write
from bouhan_diff.render.docx.lines import joined
from bouhan_diff.render.docx.xml import text_of as text_of_pieces
from bouhan_diff.render.page import html
from bouhan_diff.render.phrasebook import SAY
from bouhan_diff.render.xlsx import workbook as xlsx
from bouhan_diff.storage import load_plan
from bouhan_diff.text.linebreak import break_department
from bouhan_diff.textdiff import EditKind, diff_text

CASES = Path(__file__).parent.parent / "cases"


def opened(content: bytes) -> Document:
    """The document, read back."""
    return docx.Document(io.BytesIO(content))


def xml_of(content: bytes) -> str:
    """The document's main part."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read("word/document.xml").decode()


def text_of(content: bytes) -> str:
    """All that is written in the document, also what is tracked as deleted."""
    return re.sub(r"<[^>]+>", "", xml_of(content))


def rows(content: bytes) -> list[list[str]]:
    """The text of every cell of all tables, row by row, without the headings of sections."""
    tables = opened(content).tables
    for table in tables:
        repeated_headings(table)
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def amounts_alone() -> ComparisonTable:
    """The budget's rows without texts, as a workbook has them; the difference is printed too."""
    rows = []
    for row in budgeted().rows():
        amount, _target, group = row.fields
        bare = {side: (getattr(amount, side) or "").replace(",", "") for side in ("old", "new")}
        plain = amount._replace(**bare)
        printed = FieldComparison(
            "増減", ColumnType.AMOUNT, "5", "5", row.kind if row.kind is RowKind.ADDED else None
        )
        rows.append(row._replace(old=None, new=None, segments=(), fields=(group, plain, printed)))
    table = budgeted(*rows)
    columns = (
        Column("対象者"),
        Column("当初予算額", ColumnType.AMOUNT, "千円"),
        Column("増減", ColumnType.AMOUNT),
    )
    left_out = (NotCompared("増減", "printed-difference"),)
    return table._replace(columns=columns, not_compared=left_out)


def test_a_plan_of_amounts_has_columns_and_no_texts() -> None:
    """Each field has a column in the document's order, digits are grouped, nothing stands twice."""
    over, under, first, *_others = rows(write([amounts_alone()]))
    assert over[1:5] == ["対象者", *["当初予算額（千円）"] * 3]
    assert under[2:5] == ["令和６年度", "令和７年度", "増減"]
    assert first[1:5] == ["市民", "38,700", "36,900", "△1,800\n（△4.7%）"]
    assert "増減（千円）" not in over


def test_amounts_alone_have_columns_in_every_style() -> None:
    """An ordinance of amounts is no running text; tracked, the sums are changes too."""
    over, under, first, *_rows, total = rows(
        write([amounts_alone()], WordOptions(style="ordinance"))
    )
    assert (over[2:5], under[2:5]) == (
        ["当初予算額（千円）"] * 3,
        ["令和７年度", "令和６年度", "増減"],
    )
    assert first[2:5] == ["36,900", "38,700", "△1,800\n（△4.7%）"]
    assert total[0] == "合計"
    tracked = write([amounts_alone()], WordOptions(tracked=True))
    with zipfile.ZipFile(io.BytesIO(tracked)) as package:
        body = package.read("word/document.xml").decode()
    (sums,) = [part for part in body.split("<w:tr>") if "合計" in part]
    assert "<w:ins " in sums
    assert "<w:del " in sums


def test_an_amount_without_a_year_is_named_in_the_note() -> None:
    """Beside amounts of two editions, one that the document gives once says so."""
    table = amounts_alone()._replace(of_no_edition=frozenset({"当初予算額"}))
    said = "".join(paragraph.text for paragraph in opened(write([table])).paragraphs)
    assert "当初予算額は、資料に新旧の別がない" in said


def test_a_sign_that_is_all_of_a_value_is_shown() -> None:
    """A field that had ※ and has nothing is a change that the reader sees; ― is none."""
    gone = text("特記", "※", "", EditKind.SUBSTANCE)
    row = next(budgeted().rows())._replace(fields=(gone,))
    table = budgeted(row)._replace(columns=(Column("特記"),))
    assert "特記　※" in "".join(rows(write([table]))[1])
    row = row._replace(fields=(text("特記", "―", "", EditKind.NOTATION),))
    assert "特記" not in "".join(rows(write([budgeted(row)._replace(columns=table.columns)]))[1])


def test_of_supplements_nothing_is_new_or_dropped() -> None:
    """A supplement drops nothing that it lacks: the words say which of the two has it."""
    first, second = map(Edition.of_label, ("令和７年度１月補正", "令和７年度３月補正"))
    table = budgeted()._replace(old_edition=first, new_edition=second)
    report = Diagnostic(
        Level.DOUBT, "supplements-compared", data={"old": str(first), "new": str(second)}
    )
    table = table._replace(reports=(report,))
    styles: tuple[HouseStyle, ...] = ("plan", "ordinance")
    for style in styles:
        said = "".join(map(str, rows(write([table], WordOptions(style=style)))))
        assert "（３月補正のみ）" in said
        assert not re.search("新規|廃止|新設|削る", said)


def test_supplements_of_one_edition_are_called_old_and_new() -> None:
    """補正後 of both does not say which supplement has a row, and no office names a file."""
    revised = Edition.of_label("補正後")
    report = Diagnostic(Level.DOUBT, "supplements-compared", data={"old": "a.pdf", "new": "b.pdf"})
    table = budgeted()._replace(
        old_edition=revised,
        new_edition=revised,
        old_document="a.pdf",
        new_document="b.pdf",
        reports=(report,),
    )
    said = "".join(map(str, rows(write([table]))))
    assert "（新のみ）" in said
    assert "b.pdf" not in said


GONE = CAMERA._replace(kind=RowKind.REMOVED, new=None, segments=(), new_refs=())


def of_two_supplements(*rows: Row) -> ComparisonTable:
    """A table of two budgets that add up, with these rows."""
    first, second = map(Edition.of_label, ("令和６年度３月補正", "令和７年度６月補正"))
    names = {"old": str(first), "new": str(second)}
    report = Diagnostic(Level.DOUBT, "supplements-compared", data=names)
    table = budgeted(*rows)._replace(old_edition=first, new_edition=second, totals=())
    return table._replace(reports=(report,))


def test_of_supplements_that_share_nothing_each_has_a_list() -> None:
    """Nothing in them changed: each has its initiatives under its name, and nothing is marked."""
    table = of_two_supplements(GONE, SCHOOL)
    first, second = table.old_edition, table.new_edition
    document = opened(write([table]))
    said = [[[cell.text for cell in row.cells] for row in one.rows] for one in document.tables]
    assert not [
        one for lines in said for one in lines[0] if str(first) in one or str(second) in one
    ]
    assert ["カメラを設置する。" in str(lines) for lines in said] == [True, False]
    parts = [one.text for one in document.paragraphs if one.style and one.style.name == "資料の別"]
    assert parts == [str(first), str(second)]
    assert document.paragraphs[1].text == f"{first}・{second}\u3000一覧"
    assert "のみ）" not in str(said)
    assert 'w:val="single"' not in "".join(one._tbl.xml for one in document.tables)


def test_lists_of_supplements_stand_beside_rows_that_are_not_shown() -> None:
    """Of two budgets the list of what one alone has is written, whatever else was compared."""
    of_old = GONE._replace(section=GONE.section._replace(number=9, is_old=True))
    table = of_two_supplements(of_old)._replace(selected=(of_old, SCHOOL, LAMPS))
    assert "カメラを設置する。" in text_of(write([table]))


def test_the_name_of_a_file_is_no_title() -> None:
    """A document without a title is called by its file, which no office prints above a table."""
    for title, first in (
        ("list_r7", "令和６年度・令和７年度　新旧対照表"),
        ("暁市計画", "暁市計画"),
    ):
        document = opened(write([budgeted()._replace(title=title, publisher="", source="")]))
        assert document.paragraphs[0].text == first


def test_a_long_text_that_did_not_change_is_left_out() -> None:
    """Of a row that changed elsewhere it would fill the page twice; the note says that it is."""
    long_text = "市内の小学校、中学校及び義務教育学校に在籍する児童生徒の保護者で、市長が認める者"
    fields = (*PATROL.fields[:2], text("対象者", long_text, long_text))
    table = budgeted(PATROL._replace(fields=fields), LAMPS)
    document = opened(write([table]))
    said = "".join(cell.text for row in document.tables[0].rows for cell in row.cells)
    assert long_text not in said
    assert "変更のない長文（巡回の対象者）は省略した" in "".join(
        one.text for one in document.paragraphs
    )


def crowded() -> ComparisonTable:
    """A form of an office: more amounts beside the text than A3 takes, of which three changed."""
    old, new = editions = Edition(2024), Edition(2025)
    columns = [
        *(Column(f"財源{at}{GROUPED}予算", ColumnType.AMOUNT, "千円") for at in range(1, 15)),
        Column(f"成果指標{GROUPED}指標名"),
        Column(f"成果指標{GROUPED}見込", ColumnType.AMOUNT, "回"),
        Column(f"対象指標{GROUPED}指標名"),
    ]
    values: list[dict[Edition, str] | str] = [{old: "0", new: "0"} for _column in columns]
    values[7], values[13] = {old: "120", new: "150"}, {old: "120", new: "150"}
    values[14:] = ["巡回の回数", {old: "10", new: "12"}, "市民の人数"]
    fields = {one.heading: value for one, value in zip(columns, values, strict=True)}
    row = Initiative(1, "巡回", dict.fromkeys(editions, "市内を巡回する。"), fields=fields)
    other = {one: {old: str(at), new: str(at + 1)} for at, one in enumerate(fields)}
    rows = row, Initiative(2, "点検", dict.fromkeys(editions, "点検する。"), fields=other)
    sections = (Section(1, "見守り", rows),)
    return compare(Plan("巡回", dict.fromkeys(editions, ""), sections, columns=tuple(columns)))


def test_of_more_fields_than_there_is_room_for_those_that_changed_are_shown() -> None:
    """A form of dozens of amounts would repeat every 0 on both sides of each initiative."""
    document = opened(write([crowded()]))
    row = next(one for one in document.tables[0].rows if "巡回" in one.cells[0].text)
    texts = [cell.text for cell in row.cells if cell.text.startswith("市内を巡回する。")]
    indicator = "市内を巡回する。\n成果指標・指標名　巡回の回数\n成果指標・見込（回）　"
    assert texts == [f"{indicator}10", f"{indicator}12\n増減 2（20.0%）"]
    notes = "".join(one.text for one in document.paragraphs)
    assert "列のない項目は、変更のあるものだけを示した" in notes


def test_signs_of_a_column_and_missing_values_are_explained() -> None:
    """Whoever reads ○ in a column, or ―, finds in the note that it is the document's, or none."""
    marked = PATROL._replace(fields=(budget("38,700", None), text(GROUP, "○", "○")))
    unmarked = marked._replace(fields=(budget("38,700", "36,900"), text(GROUP, "市民", "市民")))

    def note_of(row: Row) -> str:
        lines = opened(write([budgeted(row)])).paragraphs
        return "".join(one.text for one in lines if one.style.name.startswith("注"))

    note = note_of(marked)
    assert "対象者の○は、資料にある印" in note
    assert "―は記載のないもの" in note
    note = note_of(unmarked)
    assert "資料にある印" not in note
    assert "―は" not in note


def of_small_sections(*names: str) -> ComparisonTable:
    """A budget with a section for each 款, which is above its 項 and their sum."""
    groups = []
    for number, name in enumerate(names, 1):
        section = SectionHeading(number, name)
        amount = budgeted().groups[0].rows[0].fields[0]
        rows = [
            GONE._replace(
                section=section,
                number=place,
                name=own,
                kind=RowKind.SUBSTANCE,
                old=None,
                new=None,
                fields=(amount,),
            )
            for place, own in enumerate((name, f"{name}の１"))
        ]
        groups += grouped(rows, GroupBy.SECTION)
    table = budgeted(*groups[0].rows)
    return table._replace(groups=tuple(groups), columns=table.columns[:1], totals=())


def test_many_small_sections_share_a_table() -> None:
    """A budget has a 款 of two rows after the other: one table has them, its headings once."""
    document = opened(write([of_small_sections("総務費", "民生費", "衛生費", "土木費")]))
    (table,) = document.tables
    lines = [[cell.text for cell in row.cells] for row in table.rows]
    headings = [line[0] for line in lines if len(set(line)) == 1]
    assert headings == [
        f"{n}　{name}" for n, name in enumerate(("総務費", "民生費", "衛生費", "土木費"), 1)
    ]
    assert sum("増減" in line for line in lines) == 1
    few = opened(write([of_small_sections("総務費", "民生費")]))
    assert len(few.tables) == 2


def test_a_row_above_the_others_has_no_number_of_ours() -> None:
    """A 款 is counted as item 0 before its 項; the document numbers it otherwise or not at all."""
    (table, *_others) = opened(write([of_small_sections("総務費", "民生費")])).tables
    names = [row.cells[0].text for row in table.rows if "総務費" in row.cells[0].text]
    assert names == ["	総務費", "1	総務費の１"]


def test_many_sums_may_have_a_page_of_their_own() -> None:
    """The last row does not leave a page that has room for it to be with the sums."""
    plans = [load_plan(CASES / "city" / f"R{year}.yaml") for year in (6, 7)]
    table = compare(plans, "R6", "R7")
    *others, end = table.groups
    end = end._replace(rows=tuple(one._replace(fields=()) for one in end.rows), totals=())
    table = table._replace(groups=(*others, end))  # whose last table has no column of amounts
    last, sums = opened(write([table], WordOptions(tracked=True))).tables[-2:]
    assert len(sums.rows) > 3
    assert not any(p.paragraph_format.keep_with_next for p in last.rows[-1].cells[0].paragraphs)


def test_a_section_without_texts_has_the_columns_of_its_fields() -> None:
    """A list of commitments beside one of works has no empty columns for texts."""
    section = SectionHeading(3, "債務負担行為")
    bare = CAMERA._replace(section=section, old=None, new=None, segments=())
    table = budgeted()._replace(groups=grouped((PATROL, bare), GroupBy.SECTION))
    works, commitments = opened(write([table])).tables[:2]
    assert "令和6年度の事業内容" in [cell.text for cell in works.rows[0].cells]
    assert [cell.text for cell in commitments.rows[1].cells][1:4] == [
        "令和６年度",
        "令和７年度",
        "増減",
    ]


def test_a_supplement_alone_in_a_section_has_no_empty_column() -> None:
    """Where one supplement has all of a section, no column says of each row that it has."""
    second = Edition.of_label("令和７年度３月補正")
    names = {"old": "令和６年度", "new": str(second)}
    report = Diagnostic(Level.DOUBT, "supplements-compared", data=names)
    added = [row for row in budgeted().rows() if row.kind is RowKind.ADDED]
    table = budgeted(*added)._replace(new_edition=second, reports=(report,))
    said = "".join(map(str, rows(write([table]))))
    assert "教室を開く。" in said
    assert "のみ）" not in said


def test_nothing_of_a_report_on_carried_over_money_is_dropped() -> None:
    """What one report of carried-over money does not list may be spent, and is not dropped."""
    said = "".join(map(str, rows(write([budgeted()._replace(title="繰越事業一覧")]))))
    assert "（令和７年度のみ）" in said
    assert not re.search("新規|廃止", said)


def test_a_name_that_is_a_list_has_a_line_for_each() -> None:
    """A list of names is read line by line; what was added is underlined, and said to be."""
    old = "洗浄した血小板「あおば」　濃厚な血小板「あおば」　新鮮な血漿「あおば」"
    new = f"{old}　照射した血漿「あおば」"
    renamed = PropertyChange(Property.NAME, old, new)
    row = next(budgeted().rows())
    row = row._replace(name=new, changes=(renamed,), fields=row.fields[:1])
    name, *_texts, last = rows(write([budgeted(row)]))[2]
    assert name.split("\n\t")[1:] == new.split("　")[1:]
    assert last == "名称の追加（下線部分）"


def test_a_long_name_takes_no_room_from_texts_that_are_longer() -> None:
    """The column of names is wide where that makes rows lower, and only there."""
    row = next(budgeted().rows())
    name, long = "防犯灯の整備及び通学路の安全点検" * 5, "防犯灯を設置する。" * 60
    whole = row._replace(old=long, new=long, segments=())
    widths = [
        next(iter(opened(write([budgeted(one)])).tables[0].columns)).width or 0
        for one in (row, row._replace(name=name), whole._replace(name=name))
    ]
    assert widths[0] < widths[1]
    assert widths[2] < widths[1]


def test_editions_over_narrow_columns_are_short() -> None:
    """Of long names of the editions, amounts have what tells them apart above them."""
    names = map(Edition.of_label, ("変更後（H29～R4）", "変更後（R5～R9）"))
    old, new = names
    _over, under, *_rows = rows(write([amounts_alone()._replace(old_edition=old, new_edition=new)]))
    assert under[2:4] == ["H29～R4", "R5～R9"]


def test_a_heading_group_is_together_whatever_the_order_of_its_columns() -> None:
    """A column that the old document alone has is beside the others of its heading group."""
    state, other = (amount(f"財源内訳{GROUPED}{name}", "100", "200") for name in ("国", "その他"))
    row = next(budgeted().rows())
    row = row._replace(fields=(state, *row.fields, other))
    columns = [Column(one.heading, ColumnType.AMOUNT, "千円") for one in (state, other)]
    table = budgeted(row)._replace(columns=(columns[0], *budgeted().columns, columns[1]))
    over = rows(write([table]))[0]
    places = [place for place, text_ in enumerate(over) if text_.startswith("財源内訳")]
    assert places == list(range(places[0], places[-1] + 1))


def test_a_single_section_named_as_the_plan_has_no_heading() -> None:
    """A title that a table of one section has again is one that an office would delete."""
    table = amounts_alone()
    (only,) = table.groups
    named = [row._replace(section=SectionHeading(1, table.title)) for row in only.rows]
    again = table._replace(groups=(only._replace(heading=f"1　{table.title}", rows=tuple(named)),))
    said = [paragraph.text for paragraph in opened(write([again])).paragraphs]
    assert f"1　{table.title}" not in said
    assert "2　見守り" in [paragraph.text for paragraph in opened(write([table])).paragraphs]


def test_the_first_section_named_as_the_plan_has_no_heading() -> None:
    """Those below it have theirs."""
    years = {Edition(2024): "内容", Edition(2025): "内容"}
    row = Initiative(1, "巡回", dict.fromkeys(years, "巡る。"))
    sections = Section(1, "巡回計画", (row,)), Section(2, "一覧表　追加", (row,))
    said = opened(write([compare(Plan("巡回計画", years, sections))])).paragraphs
    headings = [one.text for one in said if one.style and one.style.name == "Heading 1"]
    assert headings == ["2　一覧表　追加"]


@pytest.mark.parametrize(
    ("note", "is_shown"),
    [
        ("※ 予算額の推移（単位：千円）", False),
        ("※ 金額は税込みである（単位：千円）。", True),
        ("単位：千円", False),
        ("金額は千円単位", False),
        ("（単位は百万円）", False),
        ("金額は千円単位で四捨五入した。", True),
    ],
)
def test_captions_with_a_unit_are_no_notes(note: str, *, is_shown: bool) -> None:
    """An office would have to delete what stood above another table of its source."""
    table = budgeted()._replace(notes=(DocumentNote(note),))
    assert (note in text_of(write([table]))) is is_shown


def test_tracked_changes_of_notation_are_named() -> None:
    """Tracked changes have one look: the last column says which rows change no fact."""
    table = compare(load_plan(CASES / "labels" / "plan.yaml"))
    document = opened(write([table], WordOptions(tracked=True)))
    rows = (row for one in document.tables for row in one.rows[2:])
    assert [row.cells[-1].text for row in rows] == [
        "",
        "表記のみ",
        "所管替え\n本文は言い換えのみ",
        "",
    ]


def test_a_table_too_wide_for_a4_is_on_a3() -> None:
    """Where amounts have no room for columns of their own the paper is larger, else it is A4."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    wide = opened(write([compare(city, "R6", "R7")])).sections[0]
    assert (round(wide.page_width.mm), round(wide.page_height.mm)) == (420, 297)
    narrow = opened(write([budgeted()])).sections[0]
    assert (round(narrow.page_width.mm), round(narrow.page_height.mm)) == (297, 210)


def sources_of_money() -> ComparisonTable:
    """A budget with a column of its own, and a group of sources too wide even for A3."""
    old, new = editions = Edition(2024), Edition(2025)
    names = ("国庫支出金", "県支出金", "地方債", "一般財源")
    columns = (
        Column("事業費", ColumnType.AMOUNT, "千円"),
        *(Column(f"財源内訳{GROUPED}{one}", ColumnType.AMOUNT, "千円") for one in names),
    )
    rows = tuple(
        Initiative(
            number,
            name,
            dict.fromkeys(editions, "市内の施設を整備する。"),
            fields={one.heading: {old: f"{number}1,000", new: f"{number}2,500"} for one in columns},
        )
        for number, name in enumerate(("道路の整備", "公園の整備"), 1)
    )
    sections = (Section(1, "整備", rows),)
    return compare(Plan("整備計画", dict.fromkeys(editions, ""), sections, columns=columns))


def test_the_last_row_has_the_sums_of_fields_without_a_column_too() -> None:
    """No sum is lost where one amount has columns and others are lines below the texts."""
    *_rows, last = rows(write([sources_of_money()]))
    assert last[0] == "合計"
    assert [line.strip() for line in last[1].split("\n")] == [
        "財源内訳（千円）",
        *(f"{name}　32,000" for name in ("国庫支出金", "県支出金", "地方債", "一般財源")),
    ]
    assert "　一般財源　35,000　増減 3,000（9.4%）" in last[2]


def test_the_name_of_a_group_stands_above_its_lines() -> None:
    """財源内訳 is not repeated in each of four lines, nor where some of them are left out."""
    (first, *_others) = rows(write([sources_of_money()]))[2:]
    assert first[1].split("\n")[1:3] == ["財源内訳（千円）", "　国庫支出金　11,000"]
    table = sources_of_money()
    changed = {f"財源内訳{GROUPED}{one}" for one in ("国庫支出金", "一般財源")}
    road, park = table.rows()
    fields = (
        one if one.heading in changed else one._replace(new=one.old, kind=RowKind.UNCHANGED)
        for one in road.fields
    )
    (group,) = grouped([road._replace(fields=tuple(fields)), park], GroupBy.SECTION)
    options = WordOptions(style="ordinance", omit_unchanged=True)
    said = rows(write([table._replace(groups=(group,))], options))[1][0]
    assert "財源内訳・県支出金・地方債　（略）" in said
    assert "財源内訳・一般財源（千円）" in said


def test_a_difference_is_on_the_line_of_its_amount_or_on_its_own() -> None:
    """No line ends between 増減 and its figure."""
    row = next(sources_of_money().rows())
    form = replace(_form(sources_of_money(), WordOptions()), page=(420, 297))
    fields = [one for one in form.fields if GROUPED in one.heading]
    blocks = [*field_lines(form, row, fields, is_new=True)]
    narrow = [text_of_pieces(pieces) for _style, pieces in joined(blocks, 12, form)]
    broad = [text_of_pieces(pieces) for _style, pieces in joined(blocks, 30, form)]
    assert narrow[1:3] == ["　国庫支出金　12,500", "増減 1,500（13.6%）"]
    assert broad[1] == "　国庫支出金　12,500　増減 1,500（13.6%）"


def test_amounts_have_columns_rather_than_wide_texts() -> None:
    """On wide paper, no amount that changed is below a text that is wider than on A4."""
    old, new = editions = Edition(2024), Edition(2025)
    amounts = ("目標値", "実績値", "予算額")
    columns = tuple(Column(one, ColumnType.AMOUNT) for one in amounts)
    values = {one: {old: "123,450", new: "124,500"} for one in amounts}
    row = Initiative(
        1, "巡回", dict.fromkeys(editions, "市内を巡回する。"), department="市民課", fields=values
    )
    sections = (Section(1, "見守り", (row,)),)
    plan = Plan("見守り計画", dict.fromkeys(editions, ""), sections, columns=columns)
    over = rows(write([compare(plan)]))[0]
    assert [one for one in amounts if one not in over] == []


def test_tracked_changes_have_either_style() -> None:
    """In the ordinance's style one column has names, departments and fields, all tracked."""
    headings, first, *_others = rows(
        write([budgeted()], WordOptions(tracked=True, style="ordinance"))
    )
    assert headings[0] == "令和６年度 → 令和７年度"
    assert "担当課" in first[0]
    assert "当初予算額（千円）" in first[0]


def test_every_form_says_by_how_much_amounts_changed() -> None:
    """Differences stand in cells of their own; those of tracked changes are not tracked."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    table = compare(city, "R6", "R7")
    said = [
        text_of(write([table])),
        text_of(write([table], WordOptions(style="ordinance"))),
        text_of(write([table], WordOptions(tracked=True))),
    ]
    assert all("△1,800" in text for text in said)
    assert all("皆減は" in text for text in said)
    (heading, row, *_others) = opened(write([table], WordOptions(tracked=True))).tables[0].rows[1:]
    assert [cell.text for cell in heading.cells[2:4]] == ["令和６年度\n→ 令和７年度", "増減"]
    assert not row.cells[3]._tc.xpath(".//w:ins | .//w:del")


def test_a_long_code_has_a_line_above_the_name() -> None:
    """No indent has room for 2026-土木-25-0001, behind which a name would begin anywhere."""
    row = next(budgeted().rows())._replace(number="2026-土木-25-0001")
    cell = opened(write([budgeted(row)])).tables[0].rows[2].cells[0]
    assert [one.text.rstrip("\t") for one in cell.paragraphs][:2] == [row.number, row.name]


def test_a_share_that_came_has_no_difference() -> None:
    """81.9% where there was none is no rise by 81.9 points, nor 皆増; 480千円 are."""
    share, money = amount("執行率", None, "81.9", "%"), amount("予算額", None, "480")
    assert [labels.came_or_went(share), labels.change(share)] == ["", None]
    assert [labels.came_or_went(money), labels.change(money)] == ["皆増", Decimal(480)]


def test_what_a_target_is_of_stands_beside_it() -> None:
    """指標 is left of 目標値 in its columns, not below the name; tracked they share a line."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    table = compare(city, "R6", "R7")
    upper, lower, row, *_others = (
        [cell.text for cell in row.cells] for row in opened(write([table])).tables[0].rows
    )
    at = lower.index("指標")
    assert upper[at : at + 4] == ["目標値"] * 4
    assert lower[at : at + 4] == ["指標", "令和６年度", "令和７年度", "増減"]
    assert row[at : at + 3] == ["開催校数", "8校", "8校"]
    tracked = opened(write([table], WordOptions(tracked=True))).tables[0].rows[2]
    assert tracked.cells[1].text.endswith("\n指標　開催校数　　目標値　8校")


def test_tracked_amounts_have_columns_of_their_own() -> None:
    """No amount stands under the heading of the texts that does not name it."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    table = opened(write([compare(city, "R6", "R7")], WordOptions(tracked=True))).tables[0]
    upper, _lower, row, *_others = ([cell.text for cell in row.cells] for row in table.rows)
    assert upper[1].endswith("\n事業内容\n（対象者・指標・目標値を含む）")
    assert upper[2] == upper[3] == "当初予算額（千円）"
    assert row[2] == "12,400"
    assert "12,400" not in row[1]


def test_tables_of_one_document_have_the_same_columns() -> None:
    """備考 and 担当課 are as wide in a section without remarks as in the others."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    document = opened(write([compare(city, "R6", "R7")], WordOptions(tracked=True)))
    widths = [[column.width for column in table.columns] for table in document.tables]
    assert len(widths) == 3
    assert all(one == widths[0] for one in widths)


def test_a_section_without_differences_keeps_their_column() -> None:
    """増減 stands in every table, empty where no amount changed, so that all columns align."""
    editions = Edition.read("R6"), Edition.read("R7")
    sections = [
        Section(
            n,
            f"第{n}章",
            (Initiative(1, "見守り", dict(zip(editions, texts, strict=True)), fields=amounts),),
        )
        for n, (texts, amounts) in enumerate(
            [
                (("歩く。", "歩く。"), {"予算額": dict(zip(editions, ("5", "7"), strict=True))}),
                (("歩く。", "走る。"), {"予算額": dict(zip(editions, ("5", "5"), strict=True))}),
            ],
            1,
        )
    ]
    columns = (Column("予算額", ColumnType.AMOUNT, "千円"),)
    plan = Plan("計画", dict.fromkeys(editions, ""), tuple(sections), columns=columns)
    first, second = opened(write([compare(plan)])).tables
    assert [one.width for one in first.columns] == [one.width for one in second.columns]
    assert [cell.text for cell in second.rows[1].cells][-3:] == ["令和６年度", "令和７年度", "増減"]


def test_sums_beside_a_column_of_sections_have_one_name() -> None:
    """Grouped by department, 章 is the first column: 計 stands there, not again below 事業名."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    table = compare(city, "R6", "R7")
    groups = grouped(table.rows(), GroupBy.DEPARTMENT, table.totals)
    last = opened(write([table._replace(groups=groups, grouped_by=GroupBy.DEPARTMENT)])).tables[-1]
    assert [{cell.text for cell in row.cells[:4]} for row in last.rows[-2:]] == [{"計"}, {"合計"}]


def test_tracked_departments_are_parted_behind_their_divisions() -> None:
    """As in the table that is not tracked: never within 子育て支援課, also in a change."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    document = opened(write([compare(city, "R6", "R7")], WordOptions(tracked=True)))
    rows = [row for one in document.tables for row in one.rows]
    assert rows[4].cells[-2].text == "こども未来部\n子育て支援課"
    (changed,) = (
        row.cells[-2]._tc
        for row in rows
        if row.cells[-2]._tc.xpath(".//w:ins[.//w:t]") and row.cells[-2]._tc.xpath(".//w:delText")
        if not row._tr.xpath("./w:trPr/w:ins | ./w:trPr/w:del")
    )
    marks = changed.xpath("./w:p/w:pPr/w:rPr/*")
    assert [one.tag.rpartition("}")[2] for one in marks] == ["del", "ins"]


@pytest.mark.parametrize("tag", ["ins", "del"])
def test_a_section_of_one_edition_is_tracked_with_its_headings(tag: str) -> None:
    """Its title, its aim and the headings of its table come and go with its rows."""
    old, new = (load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7"))
    if tag == "ins":
        old = replace(old, sections=old.sections[:2])
    else:
        new = replace(new, sections=new.sections[:2])
    body = xml_of(write([compare([old, new], "R6", "R7")], WordOptions(tracked=True)))
    unmarked = re.sub(rf"<w:{tag} .*?</w:{tag}>", "", body)
    assert "安全で安心なまちづくり" in body
    assert "安全で安心なまちづくり" not in unmarked.partition("合計")[0]
    assert "子どもを事故や犯罪から守る環境を整えます。" not in unmarked
    rows = re.findall("<w:tr>.*?</w:tr>", body)
    assert sum(f"<w:{tag} " in row.partition("</w:trPr>")[0] for row in rows) == 2 + 1 + 5 + 1


def test_tracked_amounts_are_apart_and_the_new_one_is_alone_once_accepted() -> None:
    """38,700 above 36,900: side by side they read as a range; the break goes with the old one."""
    body = xml_of(write([amounts_alone()], WordOptions(tracked=True)))
    assert re.search(r">38,700</w:delText><w:br /></w:r></w:del><w:ins [^>]*><w:r><w:t", body)
    assert not re.search(r"\d</w:delText></w:r></w:del><w:ins [^>]*><w:r><w:t[^>]*>\d", body)
    assert {*re.findall('w:author="([^"]*)"', body)} == {"新旧対照表"}


def test_an_amount_that_gives_way_to_words_is_tracked_as_it_is_printed() -> None:
    """1200 is printed as 1,200, also where 未定 takes its place or is replaced by it."""
    r5, r6 = Edition(2023), Edition(2024)
    values = ({r5: "1", r6: "2"}, {r5: "1200", r6: "未定"}, {r5: "未定", r6: "1200"})
    rows = tuple(
        Initiative(n, f"事業{n}", {}, fields={"予算額": value}) for n, value in enumerate(values, 1)
    )
    column = Column("予算額", ColumnType.AMOUNT, "千円")
    plan = Plan("計画", {r5: "", r6: ""}, (Section(1, "章", rows),), columns=(column,))
    body = xml_of(write([compare([plan])], WordOptions(tracked=True)))
    assert body.count("1,200") == 2
    assert "1200" not in body


@pytest.mark.parametrize("accept", [True, False], ids=["accepted", "rejected"])
def test_what_parts_amounts_goes_either_way(accept: bool, libreoffice: LibreOffice) -> None:
    """LibreOffice, too, has one amount in a cell whose changes are settled."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    content = write([compare(city, "R6", "R7")], WordOptions(tracked=True))
    settled = docx.Document(str(libreoffice.settle(content, accept=accept)))
    found = {row.cells[0].text: row.cells for one in settled.tables for row in one.rows}
    club = found["3\t児童館運営事業"]
    assert club[2].text.rstrip() == ("36,900" if accept else "38,700")
    assert f"午後{'7' if accept else '6'}時まで" in club[1].text
    assert not settled.element.body.xpath(".//w:ins | .//w:del")
    assert bool(settled.element.body.xpath(".//w:tc//w:br")) is not accept


def test_what_sums_leave_out_and_print_otherwise_stands_below_them() -> None:
    """The last table ends with the sums of all; values left out and misprints are named there."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    document = opened(write([compare(city, "R6", "R7")]))
    last = [cell.text for cell in document.tables[-1].rows[-1].cells]
    assert last[0] == "合計"
    assert "△9,650\n（△4.4%）" in last
    notes = [paragraph.text for paragraph in document.paragraphs if "計" in paragraph.text]
    assert notes[-3:] == [
        "（注）令和７年度の当初予算額（千円）の計は、資料に数値のない若者の居場所づくり事業（皆増）を含まない。",
        "＊令和６年度の資料に印刷された計は23,870、計算した計は23,770で、増減は計算した計による。",
        "（注）令和７年度の当初予算額（千円）の合計は、資料に数値のない若者の居場所づくり事業（皆増）を含まない。",
    ]


@pytest.mark.parametrize("how", [{}, {"style": "ordinance"}, {"tracked": True}], ids=str)
def test_a_sum_that_is_printed_otherwise_is_marked(how: dict[str, object]) -> None:
    """Wherever the computed sum stands, a sign says that the document has another."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    body = xml_of(write([compare(city, "R6", "R7")], WordOptions(**how)))  # type: ignore[arg-type]
    said = [re.sub("<[^>]+>", "", one) for one in re.findall("<w:p>.*?</w:p>", body)]
    sums = [one for one in said if re.search("23,[78]70", one)]
    assert len(sums) == 2
    assert all("＊" in one for one in sums)


def test_notes_of_one_edition_come_and_go_with_it() -> None:
    """Tracked, a document's own note is inserted or deleted whole; notes on sums are neither."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    old = replace(city[0], notes=(*city[0].notes, "※ 令和6年度限りの注"))
    new = replace(city[1], notes=(*city[1].notes, "※ 令和7年度からの注"))
    document = opened(write([compare([old, new], "R6", "R7")], WordOptions(tracked=True)))
    marks: dict[str, list[str]] = {"del": [], "ins": []}
    for one in document.paragraphs:
        for tag, found in marks.items():
            if one._p.xpath(f"./w:pPr/w:rPr/w:{tag}"):
                found.append("".join(text.text for text in one._p.xpath(".//w:t | .//w:delText")))
                assert not one._p.xpath("./w:r")
    assert marks == {"del": ["※ 令和6年度限りの注"], "ins": ["※ 令和7年度からの注"]}
    plain = [one.text for one in document.paragraphs]
    sums = "令和６年度の資料に印刷された計は23,870、計算した計は23,770"
    assert f"＊{sums}で、増減は計算した計による。" in plain
    assert sum("若者の居場所づくり事業（皆増）を含まない。" in one for one in plain) == 2


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ((), None),
        ((6,), "令和６年度の当初予算額（千円）の合計は、資料に記載がないため計算した値"),
        (
            (6, 7),
            "令和６年度及び令和７年度の当初予算額（千円）の合計は、資料に記載がないため計算した値",
        ),
    ],
    ids=["printed-in-both", "printed-in-one", "printed-in-none"],
)
def test_a_sum_that_no_document_prints_is_called_computed(
    years: tuple[int, ...], said: str | None
) -> None:
    """The note below the sums says which are the program's own. years: that print none."""
    city = [load_plan(CASES / "city" / f"R{year}.yaml") for year in (6, 7)]
    plans = [
        replace(plan, printed_totals=()) if year in years else plan
        for year, plan in zip((6, 7), city, strict=True)
    ]
    table = compare(plans, "R6", "R7")
    wanted = [f"（注）{said}。"] if said else []
    lines = [one.text for one in opened(write([table])).paragraphs]
    assert [one for one in lines if "計算した値" in one] == wanted
    lines = markdown.write([table]).decode().splitlines()
    assert [one for one in lines if "計算した値" in one] == wanted
    sheet = load_workbook(io.BytesIO(xlsx.write([table])))["概要"]
    cells = [str(cell) for row in sheet.values for cell in row]
    assert [one for one in cells if "計算した値" in one] == wanted
    assert (f">{said}<" in html.write([table]).decode()) == bool(said)


def test_of_many_computed_sums_the_first_are_named_and_all_counted() -> None:
    """A budget with a dozen columns has a note of one line, not a list of them all."""
    city = [load_plan(CASES / "city" / f"R{year}.yaml") for year in (6, 7)]
    table = compare([replace(plan, printed_totals=()) for plan in city], "R6", "R7")
    (total,) = table.totals
    many = [total._replace(heading=f"財源{number}") for number in range(1, 6)]
    assert [*SAY.computed(many, "令和６年度", "")] == [
        "令和６年度の財源1（千円）、財源2（千円）、財源3（千円）など5件の合計は、"
        "資料に記載がないため計算した値"
    ]


def test_the_sums_of_one_section_and_what_is_gone_are_one() -> None:
    """Beside sections that the old document alone has, one new section has no sum of its own."""
    table = budgeted()
    (kept,) = table.groups
    gone = CAMERA._replace(kind=RowKind.REMOVED, new=None, segments=(), new_refs=())
    gone = gone._replace(section=SectionHeading(1, "追加", is_old=True))
    table = table._replace(groups=(kept, *grouped([gone], GroupBy.SECTION, table.totals)))
    document = opened(write([table]))
    first = [row.cells[0].text for one in document.tables for row in one.rows]
    assert "計" not in first
    headings = [one.text for one in document.paragraphs]
    assert "令和７年度にないもの（令和６年度の「1　追加」）" in headings
    assert "合計" in headings


def test_a_sum_that_one_document_does_not_give_is_no_change() -> None:
    """A column that was not compared has its sum on one side, and words on the other."""
    table = amounts_alone()
    state = amount(f"財源内訳{GROUPED}国", None, "100")._replace(kind=None)
    rows_ = [row._replace(fields=(*row.fields, state)) for row in table.rows()]
    total = Total(state.heading, "千円", None, Decimal(100), None, None, 1)
    table = table._replace(
        columns=(*table.columns, Column(state.heading, ColumnType.AMOUNT, "千円")),
        groups=grouped(rows_, GroupBy.SECTION),
        totals=(*table.totals, total),
        not_compared=(NotCompared(state.heading, "only-new"),),
    )
    *_others, sums = opened(write([table])).tables
    (line,) = ([c.text for c in row.cells] for row in sums.rows if "国" in row.cells[0].text)
    assert line[1:] == ["（記載なし）", "100", "", ""]


def test_sums_and_notes_are_kept_with_the_last_row() -> None:
    """Neither a sum nor a note stands on a page alone."""
    document = opened(write([budgeted()], WordOptions(style="ordinance")))
    for table in document.tables[-2:]:
        kept = [p.paragraph_format.keep_with_next for p in table.rows[-1].cells[0].paragraphs]
        assert all(kept)


def itemised(*said: str) -> ComparisonTable:
    """Rows of ten amounts each, more than any paper has columns for, and texts that stay."""
    said = said or ("地区",)
    headings = [f"第{number}基金残高" for number in range(1, 11)]
    changed = (budget("1,000", "1,250"), *[budget("1,000", "1,000")] * 9)
    came = [budget(None, "480")._replace(kind=RowKind.ADDED)] * 10
    rows = []
    for row, amounts in ((CAMERA, changed), (SCHOOL, came)):
        pairs = zip(headings, amounts, strict=True)
        texts = (text(one, "中央区", "中央区") for one in said)
        fields = (*texts, *(v._replace(heading=h) for h, v in pairs))
        bare = row._replace(department="", old=None, new=None, segments=())
        rows.append(bare._replace(fields=fields))
    columns = (
        *map(Column, said),
        *(Column(one, ColumnType.AMOUNT, "千円") for one in headings),
    )
    return budgeted(*rows)._replace(columns=columns, not_compared=(), totals=())


def test_more_amounts_than_columns_have_a_line_each() -> None:
    """What changed has a line of its own, old, new, difference and ratio side by side.

    The name is once beside them, with the text that is the same in every row; of a new
    initiative every amount is there.
    """
    document = opened(write([itemised()]))
    heading, *lines = rows(write([itemised()]))
    assert heading[:2] == ["番号・事業名", "項目"]
    assert heading[2:6] == ["令和６年度", "令和７年度", "増減", "増減率"]
    first = "第1基金残高（千円）"
    assert lines[0][:6] == [
        "2\tカメラの設置\n地区　中央区",
        first,
        "1,000",
        "1,250",
        "250",
        "25.0%",
    ]
    assert lines[1][1:6] == [first, "―", "480", "480", "皆増"]
    assert len(lines) == 1 + 10
    notes = [paragraph.text for paragraph in document.paragraphs]
    assert any("変更のない項目は省略した" in line for line in notes)
    section = document.sections[0]
    assert section.page_width < section.page_height


def test_many_fields_that_stay_are_omitted_from_rows_that_changed() -> None:
    """A dozen unchanged texts do not hide the change; a new initiative has them all."""
    said = [f"項目{letter}" for letter in "甲乙丙丁戊己庚"]
    _heading, *lines = rows(write([itemised(*said)]))
    assert lines[0][:2] == ["2\tカメラの設置", "第1基金残高（千円）"]
    assert [line[1] for line in lines[1 : 1 + len(said)]] == said
    assert len(lines) == 1 + len(said) + 10


def test_what_is_said_once_is_omitted_by_its_name() -> None:
    """A field below a name that did not change is （略）, not a heading without its value."""
    content = write([itemised()], WordOptions(style="ordinance", omit_unchanged=True))
    assert rows(content)[1][0] == "2\tカメラの設置\n地区　（略）"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        styles = set(re.findall(r'w:styleId="(\w+)"', package.read("word/styles.xml").decode()))
    assert {*re.findall(r'<w:pStyle w:val="(\w+)"', xml_of(content))} <= styles


def test_old_and_new_are_equally_wide_where_one_has_longer_words() -> None:
    """A line for each field has room for words on both sides, whichever of them are longer."""
    table = itemised()
    longer = text(
        "地区", "中央区", "中央区並びに北区及びその周辺の、市長が別に定める地域（離島を除く。）"
    )
    changed = [row._replace(fields=(longer, *row.fields[1:])) for row in table.rows()]
    (group,) = grouped(changed, GroupBy.SECTION)
    (made, *_sums) = opened(write([table._replace(groups=(group,))])).tables
    assert made.columns[2].width == made.columns[3].width


def test_sums_are_as_wide_as_an_upright_page_at_most() -> None:
    """The sums below a table with a line for each amount end at the margin too."""
    table = itemised()
    document = opened(write([table._replace(totals=totals_of(table.rows()))]))
    (page,) = document.sections
    room = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
    _rows, sums = document.tables
    assert sum(column.width or 0 for column in sums.columns) <= room + docx.shared.Mm(1)


def test_rows_of_one_edition_say_so_without_texts() -> None:
    """Where no column of texts says （新規）, 備考 does, and the note explains it."""
    document = opened(write([amounts_alone()]))
    remarks = [row.cells[-1].text for table in document.tables for row in table.rows]
    assert "（新規）" in remarks


def test_renumbered_rows_that_are_left_out_are_named() -> None:
    """A number that is missing between two others was not dropped: the note says what it was."""
    table = amounts_alone()
    first, *others = table.rows()
    left_out = first._replace(
        number=8,
        kind=RowKind.UNCHANGED,
        fields=(),
        marks=(Mark.RENUMBERED,),
        old_refs=(f"{first.section.number}-7",),
        new_refs=(f"{first.section.number}-8",),
    )
    counts = count([*others, left_out])
    group = table.groups[0]._replace(rows=tuple(others), counts=counts)
    shortened = table._replace(groups=(group,), selected=(*others, left_out), counts=counts)
    said = [paragraph.text for paragraph in opened(write([shortened])).paragraphs]
    assert any("1件（うち番号変更7→8）は省略した" in line for line in said)


def test_what_is_said_once_has_one_column() -> None:
    """A source of money that the document gives once a row is not repeated for either edition.

    Fields of one heading group stand side by side under it, long texts in a wide column.
    """
    plan = "主な事業内容"
    long_text = "防犯カメラを駅前と公園に設置し、町内会の見守り活動を支援する経費を計上する。" * 3
    sources = [("財源内訳 › 国", "900"), ("財源内訳 › 県", "―")]
    rows_ = [
        row._replace(
            fields=(
                row.fields[1],
                *(same_amount(heading, value) for heading, value in sources),
                text(plan, long_text, long_text),
            ),
        )
        for row in amounts_alone().rows()
        if row.kind is not RowKind.ADDED
    ]
    columns = (
        Column("当初予算額", ColumnType.AMOUNT, "千円"),
        *(Column(heading, ColumnType.AMOUNT, "千円") for heading, _value in sources),
        Column(plan),
    )
    table = budgeted(*rows_)._replace(columns=columns, not_compared=(), totals=())
    over, under, first, *_others = rows(write([table]))
    at = over.index("財源内訳（千円）")
    assert under[at : at + 2] == ["国", "県"]
    assert first[at : at + 2] == ["900", "―"]
    assert over.count(plan) == 1
    assert first[over.index(plan)] == long_text


def same_amount(heading: str, value: str) -> FieldComparison:
    """An amount that both editions have."""
    return budget(value, value)._replace(heading=heading)


def test_what_a_document_gives_once_is_not_repeated_for_the_old_edition() -> None:
    """A text without an edition stands once, below the name or on the new side.

    An ordinance has it on both sides: on one alone it would seem new.
    """
    for value in ("駅前", "駅前の広場と港の倉庫、そのほか市が定める場所。" * 3):
        row = next(budgeted().rows())._replace(fields=(text("所在地", value, value),))
        table = budgeted(row)._replace(columns=(Column("所在地"),), not_compared=())
        table = table._replace(of_no_edition=frozenset({"所在地"}))
        for style in ("plan", "ordinance"):
            _headings, first, *_others = rows(write([table], WordOptions(style=style)))
            times = 1 if style == "plan" else 2
            assert sum(value in cell for cell in first) == times, (value, style)


def test_what_one_document_has_alone_has_no_difference() -> None:
    """A column that was not compared says whose it is, and shows nothing as 皆増."""
    row = next(amounts_alone().rows())
    alone = FieldComparison("決算額", ColumnType.AMOUNT, None, "500", None, unit="千円")
    table = budgeted(row._replace(fields=(row.fields[1], alone)))._replace(
        columns=(
            Column("当初予算額", ColumnType.AMOUNT, "千円"),
            Column("決算額", ColumnType.AMOUNT, "千円"),
        ),
        not_compared=(NotCompared("決算額", "only-new"),),
    )
    over, _under, first, *_others = rows(write([table]))
    at = over.index("決算額（千円）\n（令和７年度）")
    assert over.count("決算額（千円）\n（令和７年度）") == 1
    assert first[at] == "500"


def test_a_line_that_says_nothing_is_left_out() -> None:
    """A field that neither edition has a value for takes no line under the texts."""
    row = next(budgeted().rows())
    columns = (*budgeted().columns, Column("委託先"))
    found = []
    for value in ("", "市内業者"):
        field = text("委託先", "―", value)
        table = budgeted(row._replace(fields=(*row.fields, field)))._replace(columns=columns)
        found.append("委託先" in "".join(cell for line in rows(write([table])) for cell in line))
    assert found == [False, True]


def test_the_documents_own_notes_stand_below_the_first_table() -> None:
    """What the document says of all its amounts is kept, but for units, which headings have."""
    notes = (DocumentNote("※ 人件費を除く。", ""), DocumentNote("（単位：千円）", ""))
    document = opened(write([budgeted()._replace(notes=notes)]))
    said = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "表の注"]
    assert said == ["※ 人件費を除く。"]


def test_an_amount_written_otherwise_is_the_same_value() -> None:
    """An amount whose unit alone changed is underlined, and its difference says 同じ値."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    written = [cell for row in rows(write([compare(city, "R6", "R7")])) for cell in row]
    at = written.index("1.2億円\n（120,000千円）")
    assert written[at - 1 : at + 2] == ["120,000千円", written[at], "同じ値"]


def test_a_difference_is_in_the_unit_of_its_column() -> None:
    """From 118,000 (thousands of yen) to 1.2億円 is 2,000 more, as the heading's unit has it."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R5", "R7")]
    written = [cell for row in rows(write([compare(city, "R5", "R7")])) for cell in row]
    at = written.index("1.2億円\n（120,000千円）")
    assert written[at - 1 : at + 2] == ["118,000", written[at], "2,000\n（1.7%）"]


def test_amounts_that_add_up_have_no_difference() -> None:
    """What a supplement adds to a budget is no rise or fall of it, and nothing is 皆増."""
    added = [
        row._replace(
            fields=tuple(
                one._replace(amount=as_cumulative(one.amount)) if one.amount else one
                for one in row.fields
            ),
        )
        for row in amounts_alone().rows()
    ]
    table = amounts_alone()._replace(totals=())
    group = table.groups[0]._replace(rows=tuple(added))
    said = "".join(map(str, rows(write([table._replace(groups=(group._replace(totals=()),))]))))
    assert "38,700" in said
    assert not re.search("1,800|皆増|皆減|増減", said)


def test_a_heading_longer_than_the_page_is_wide_leaves_the_table_whole() -> None:
    """Columns that cannot grow stay as they are, and what changed is there."""
    heading = "とても長い見出し" * 50
    year, next_year = Edition(2023), Edition(2024)
    lamp = Initiative(
        1, "灯", {}, "市民課", (), {heading: "30"}, {year: Earlier(department="安全課")}
    )
    plan = Plan(
        "計画",
        {year: "令和5年度", next_year: "令和6年度"},
        (Section(1, "灯り", (lamp,)),),
        policy_plan="基本計画",
        columns=(Column(heading, ColumnType.AMOUNT, "千円"),),
    )
    written = text_of(write([compare([plan])]))
    assert "安全課" in written
    assert "市民課" in written


def test_rows_of_ratios_are_not_added() -> None:
    """An index has no sum, whatever the unit of its column."""
    row = next(budgeted().rows())
    assert totals_of([row])
    assert not totals_of([row._replace(name=name) for name in ("実質公債費比率", "財政力指数")])


def test_the_head_says_what_the_end_lists() -> None:
    """How much was not compared is said before the first row."""
    table = budgeted()._replace(not_compared=(NotCompared("備考", "only-old"),))
    text = "".join(one.text for one in opened(write([table])).paragraphs[:5])
    assert "比較していない項目1件は、末尾に示した" in text


def test_no_value_is_never_marked() -> None:
    """A ― says that there is nothing: it is no addition and nothing that was dropped."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    for style in ("plan", "ordinance"):
        document = opened(write([compare(city, "R6", "R7")], WordOptions(style=style)))
        for run in document.element.iter(docx.oxml.ns.qn("w:r")):
            if "".join(run.itertext()).strip() == "―":
                assert run.find(".//" + docx.oxml.ns.qn("w:u")) is None


@pytest.mark.parametrize(
    ("department", "lines"),
    [
        ("市民生活部市民生活課(防犯担当)", ["市民生活部", "市民生活課", "(防犯担当)"]),
        ("教育部学校教育課", ["教育部", "学校教育課"]),
        ("危機管理室", ["危機管理室"]),
        ("東部環境課", ["東部環境課"]),
    ],
)
def test_a_long_department_is_parted_where_its_names_end(department: str, lines: list[str]) -> None:
    """市民生活部市民 on one line and 生活課 on the next is no way to write an office."""
    assert break_department(department, 7).split("\n") == lines


def test_the_code_of_a_budget_is_not_torn() -> None:
    """款 and 項 stand on both sides with the 目 that changed, not below the name without it."""
    row = next(budgeted().rows())
    code = [text("款", "3", "3"), text("項", "2", "2"), text("目", "4", "2")]
    columns = [Column(one.heading, ColumnType.TEXT) for one in code]
    table = budgeted(row._replace(fields=tuple(code)))._replace(columns=tuple(columns))
    (name, *sides) = [cell.text for cell in opened(write([table])).tables[0].rows[1].cells]
    assert "款" not in name
    assert [("款　3" in one, "項　2" in one) for one in sides[:2]] == [(True, True)] * 2


def test_lines_of_single_signs_are_one_line() -> None:
    """A ※ alone on a line below another would be read as a note of its own."""
    row = next(budgeted().rows())
    marks = text("適用", "※\n※", "―")
    table = budgeted(row._replace(fields=(marks,)))._replace(
        columns=(Column("適用", ColumnType.TEXT),)
    )
    said = [cell.text for cell in opened(write([table])).tables[0].rows[1].cells]
    assert any("適用　※　※" in one for one in said)


def test_two_rows_are_not_parted() -> None:
    """What a small table has is on one page with its heading."""
    two = opened(write([budgeted(PATROL, CAMERA)])).tables[0]
    kept = [row._tr.xpath(".//w:pPr/w:keepNext") for row in two.rows[2:4]]
    assert kept[0]
    long = "巡る。" * 400
    tall = [row._replace(old=long, new=long, segments=()) for row in (PATROL, CAMERA)]
    parted = opened(write([budgeted(*tall)])).tables[0]  # else a page would be blank above them
    assert not parted.rows[2]._tr.xpath(".//w:pPr/w:keepNext")


def test_fields_of_other_headings_are_named() -> None:
    """An amount that the old document calls otherwise is so called over its column."""
    pair = {"old": "金額", "new": "当初予算額", "n": "24", "rows": "36"}
    report = Diagnostic(Level.DOUBT, "headings-paired", data=pair)
    document = opened(write([budgeted()._replace(reports=(report,))]))
    assert "令和６年度\n（金額）" in [cell.text for cell in document.tables[0].rows[1].cells]
    note = "令和６年度の金額と令和７年度の当初予算額を、同じ項目として比べた"
    assert note in "".join(one.text for one in document.paragraphs)


def test_of_supplements_nothing_is_said_not_to_be_compared() -> None:
    """Lists of two budgets compare nothing; the note says that they are separate."""
    names = {"old": "令和６年度", "new": "令和７年度"}
    report = Diagnostic(Level.DOUBT, "supplements-compared", data=names)
    gone = CAMERA._replace(kind=RowKind.REMOVED, new=None, segments=(), new_refs=())
    document = opened(write([budgeted(gone, SCHOOL)._replace(reports=(report,))]))
    said = "".join(one.text for one in document.paragraphs)
    assert "比較していない項目" not in said
    assert "別々の予算" in said


def test_sums_are_tracked_below_the_rows_that_they_are_of() -> None:
    """Accepted, they are those of the new edition, rejected those that the old one prints."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    document = opened(write([compare(city, "R6", "R7")], WordOptions(tracked=True)))
    *_rows, of_section, of_all = document.tables[-1].rows
    for row, name, gone, come, by in (
        (of_section, "計", "＊23,870", "17,320", "＊△6,450\n（△27.1%）"),
        (of_all, "合計", "220,270", "210,620", "△9,650\n（△4.4%）"),
    ):
        assert [row.cells[0].text, row.cells[3].text] == [name, by]
        assert "".join(one.text for one in row._tr.xpath(".//w:del//w:delText")).rstrip() == gone
        assert "".join(one.text for one in row._tr.xpath(".//w:ins//w:t")) == come


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        (">7,500</w:t>", ">7,501</w:t>"),
        (">15,000</w:delText>", "></w:delText>"),
        ("を行う。</w:t>", "を行う</w:t>"),
        ("<w:trPr><w:cantSplit /><w:del ", "<w:trPr><w:cantSplit /><w:ins "),
        (">こども家庭課</w:delText>", ">高齢課</w:delText>"),
        (">及び保護者</w:t>", "></w:t>"),
    ],
    ids=[
        "another-amount",
        "a-lost-amount",
        "a-lost-character",
        "a-dropped-row-that-stays",
        "another-department",
        "a-lost-word-of-a-field",
    ],
)
def test_tracked_changes_are_read_back(written: str, instead: str) -> None:
    """A file whose changes do not lead to both editions is not given out."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    table = compare(city, "R6", "R7")
    content = write([table], WordOptions(tracked=True))
    verify(content, [table])
    spoilt = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(spoilt, "w") as made:
        for name in package.namelist():
            text = package.read(name).decode()
            if name == "word/document.xml":
                assert written in text
                text = text.replace(written, instead)
            made.writestr(name, text)
    with pytest.raises(UnfaithfulChangesError):
        verify(spoilt.getvalue(), [table])


def test_a_changed_figure_is_one_deletion_with_its_unit() -> None:
    """30台 becomes 15台, which nobody reads as 30-15台; 6時 in a text becomes 7時."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    document = opened(write([compare(city, "R6", "R7")], WordOptions(tracked=True)))
    changes = [
        "".join(text.text for text in one.iter() if text.tag.endswith(("}t", "}delText"))).rstrip()
        for one in document.element.body.xpath(".//w:del[.//w:delText] | .//w:ins[.//w:t]")
    ]
    at = changes.index("15,000")
    assert changes[at : at + 2] == ["15,000", "7,500"]
    assert [one for one in changes if "台" in one] == ["30台", "15台"]
    assert [one for one in changes if "時" in one] == ["6時", "7時"]
    assert not {"30", "15", "6", "7"} & {*changes}
    assert [one for one in changes if "億" in one or one == "120,000千円"] == [
        "120,000千円",
        "1.2億円",
    ]


def test_columns_without_sums_are_one_empty_cell_of_the_sums() -> None:
    """目標値 and 担当課 have nothing to add up, and no row of blanks to fill in."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    document = opened(write([compare(city, "R6", "R7")]))
    for table in document.tables:
        sums = [row for row in table.rows if row.cells[0].text in ("計", "合計")]
        assert sums
        for row in sums:
            cells = ["".join(one.itertext()).strip() for one in row._tr.xpath("./w:tc")]
            assert cells[-1] == ""
            assert "" not in cells[:-1]


def test_a_printed_dash_that_changed_is_underlined() -> None:
    """― of the document that became 1,500 is marked; ― where there is no initiative is not."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    document = opened(write([compare(city, "R6", "R7")]))
    dashes = [
        bool(run.xpath("./w:rPr/w:u"))
        for run in document.element.body.xpath(".//w:tbl//w:r[w:t]")
        if run.text == "―"
    ]
    assert dashes.count(True) == 1
    assert dashes.count(False) == 4
    note = "".join(one.text for one in document.paragraphs if one.style.name.startswith("注"))
    assert "―は記載のないもの及び新規・廃止で一方にないものの欄。" in note


def test_an_ordinance_amends_the_title_too() -> None:
    """The old title is beside the new one, what differs underlined, under a heading of its own."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    table = opened(write([compare(city, "R6", "R7")], WordOptions(style="ordinance"))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["令和７年度", "令和６年度"],
        [f"暁市こども・若者応援プラン 令和{n}年度実施計画" for n in (7, 6)],
    ]
    lined = table._tbl.xpath(".//w:r[w:rPr/w:u]/w:t")
    assert [one.text for one in lined] == ["7", "6"]
    shipped = opened(write([compare(load_plan())], WordOptions(style="ordinance")))
    assert "標題" not in [one.text for one in shipped.paragraphs]


def test_a_footnote_of_what_is_left_out_is_left_out() -> None:
    """※施策番号 explains nothing where all policy numbers are （略）."""
    table = compare(load_plan())
    for omits in (False, True):
        document = opened(write([table], WordOptions(style="ordinance", omit_unchanged=omits)))
        assert any(one.text.startswith("※施策番号") for one in document.paragraphs) is not omits


def test_columns_of_other_dates_are_named_as_published() -> None:
    """What is of 1 June of one year and of the next is one column, and the note has both dates."""
    dates = {Edition(2024): "令和6年6月1日適用", Edition(2025): "令和7年6月1日適用"}
    row = PATROL._replace(fields=(text("6月1日適用", "○", "―"),))
    column = Column("6月1日適用", ColumnType.TEXT, headings=dates)
    table = budgeted(row)._replace(columns=(column,))
    note = next(one.text for one in opened(write([table])).paragraphs if "（注）" in one.text)
    said = "令和６年度の資料では令和6年6月1日適用、令和７年度の資料では令和7年6月1日適用"
    assert f"6月1日適用は、{said}。" in note


def test_no_line_is_under_a_space_alone() -> None:
    """改修工事費＿（比江） would seem to have a blank to fill in."""
    old, new = "改修工事費　（比江）", "改修工事費（比江）"
    row = PATROL._replace(old=old, new=new, segments=tuple(diff_text(old, new)), fields=())
    table = opened(write([budgeted(row)])).tables[0]
    assert old in "".join(cell.text for cell in table.rows[1].cells)
    assert not any(run.underline and not run.text.strip() for run in runs(table))


def runs(table: Table) -> Iterator[Run]:
    """The pieces of text of a table."""
    for row in table.rows:
        for cell in row.cells:
            for line in cell.paragraphs:
                yield from line.runs


def test_a_number_that_only_counts_rows_is_none_of_the_old_document() -> None:
    """Beside numbers of the new document it would name another initiative of that."""
    gone = CAMERA._replace(kind=RowKind.REMOVED, new=None, segments=(), is_numbered=False)
    unsure = PATROL._replace(certainty=0.5, is_numbered=False)
    said = "\n".join(
        cell.text
        for table in opened(write([budgeted(unsure, gone)])).tables
        for row in table.rows
        for cell in row.cells
    )
    assert f"\t{gone.name}" in said
    assert f"{gone.number}\t{gone.name}" not in said
    assert f"要確認（令和６年度の「{unsure.name}」と同じものか）" in said


def test_a_field_is_at_one_place_in_every_row() -> None:
    """One that changed in any row is among the texts of all, one that never did below the names."""
    document = opened(write([compare(load_plan(CASES / "labels" / "plan.yaml"))]))
    lines = [[cell.text for cell in row.cells] for one in document.tables for row in one.rows]
    assert sum("補助率" in line[0] for line in lines) == 0
    assert sum("補助率" in line[1] for line in lines) == 4
    assert sum("対象者" in line[0] for line in lines) == 4


def test_a_further_year_that_changed_nowhere_is_left_out() -> None:
    """Two years of figures beside those compared would fill a page, and say nothing."""
    plans = [load_plan(CASES / "city" / f"R{year}.yaml") for year in (6, 7)]
    table = compare(plans, "R6", "R7")

    def dated(row: Row) -> Row:
        (found,) = (one for one in row.fields if one.heading == "当初予算額")
        was = found._replace(
            heading="当初予算額（R5）", old="77", new="77", kind=RowKind.UNCHANGED, amount=None
        )
        return row if row.is_one_sided else row._replace(fields=(*row.fields, was))

    groups = tuple(one._replace(rows=tuple(map(dated, one.rows))) for one in table.groups)
    column = next(one for one in table.columns if one.heading == "当初予算額")
    columns = (*table.columns, column._replace(heading="当初予算額（R5）"))
    document = opened(write([changed_only(table._replace(groups=groups, columns=columns))]))
    assert not any("77" in cell.text for one in document.tables for cell in one._cells)
    note = "当初予算額（R5）は、（新規）・（廃止）のほかは、変更がないため省略した"
    assert any(note in one.text for one in document.paragraphs)


def test_a_dropped_row_goes_with_its_difference() -> None:
    """The sum below can be added up on paper; the note says that its 廃止 is struck out, too."""
    table = compare(load_plan(CASES / "labels" / "plan.yaml"))
    document = opened(write([table], WordOptions(tracked=True)))
    rows = [row._tr for one in document.tables for row in one.rows]
    (dropped,) = (row for row in rows if "福引券作成補助" in "".join(row.itertext()))
    struck = "".join(text.text for text in dropped.xpath(".//w:delText"))
    assert "△50千円" in struck
    assert struck.endswith("廃止")
    assert any("廃止（増減・備考も取消線）" in one.text for one in document.paragraphs)
    assert not dropped.xpath(".//w:t")  # else LibreOffice would leave the row
    notes = "".join(one.text for one in document.paragraphs if one.style.name.startswith("注"))
    assert "全てに取消線のある行は廃止" in notes


def test_what_stands_under_remarks_is_explained() -> None:
    """Beside tracked changes and an ordinance's texts as beside two columns, where it occurs."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    table = compare(city, "R6", "R7")
    for options in (WordOptions(), WordOptions(tracked=True), WordOptions(style="ordinance")):
        note = "".join(one.text for one in opened(write([table], options)).paragraphs)
        assert "改称は名称の変更。所管替えは担当課の変更。" in note
        assert ("表記のみは書き方だけの変更" in note) is options.tracked


def test_a_row_of_more_than_half_a_page_is_parted() -> None:
    """Kept whole it would leave most of a page empty above it; a shorter one is whole."""
    found = []
    for text_ in ("巡る。" * 20, "巡る。" * 200):
        row = PATROL._replace(old=text_, new=text_, segments=())
        table = opened(write([budgeted(row)])).tables[0]
        row_ = next(one for one in table.rows if "巡る。" in one.cells[1].text)
        found.append(bool(row_._tr.xpath("./w:trPr/w:cantSplit")))
    assert found == [True, False]


def test_a_long_table_repeats_the_heading_of_its_section(libreoffice: LibreOffice) -> None:
    """Each page on which a section goes on names it, as the one does on which it begins."""
    table = budgeted(*(CAMERA._replace(number=number) for number in range(1, 60)))
    pdf = libreoffice.convert(write([table]), "docx", "pdf")
    with pdfplumber.open(pdf) as pages:
        texts = [unspaced(page.extract_text()) for page in pages.pages]
    assert len(texts) > 2
    assert [text.count("2見守り") for text in texts] == [1] * len(texts)
    short = opened(write([budgeted()])).paragraphs
    assert [one.text for one in short if one.style.name == "Heading 1"] == ["2　見守り"]


def articles() -> ComparisonTable:
    """Articles of a draft without a column of names, which are the first lines of the texts."""
    old, new = editions = Edition.read("現行"), Edition.read("改正案")
    texts = (
        ("（目的）", "第１条　空家の活用を図る。", "第１条　空家の活用及び移住を図る。"),
        (
            "（対象者）",
            "第２条　次の者とする。\n(1)　市内に住む者",
            "第２条　次の者とする。\n(1)　市内に住み、又は住む見込みの者",
        ),
    )
    found = tuple(
        Initiative(0, name, {old: f"{name}\n{before}", new: f"{name}\n{after}"})
        for name, before, after in texts
    )
    table = compare(Plan("要綱", dict.fromkeys(editions, ""), (Section(1, "要綱", found),)))
    return table._replace(is_numbered=False, reports=(Diagnostic(Level.DOUBT, "names-missing"),))


@pytest.mark.parametrize("style", ["plan", "ordinance"])
def test_names_taken_from_the_texts_have_no_column(style: HouseStyle) -> None:
    """An office would have to delete a column 名称, a second （目的） and the note on it."""
    content = write([articles()], WordOptions(style=style, new_first=False))
    assert rows(content)[:2] == [
        ["現行", "改正案"],
        ["（目的）\n第１条　空家の活用を図る。", "（目的）\n第１条　空家の活用及び移住を図る。"],
    ]
    assert "名称" not in text_of(content)


def test_a_name_stands_above_what_is_left_out_of_its_text() -> None:
    """（略） is for the words of 第２条 below （対象者）, which is not left out itself."""
    options = WordOptions(style="ordinance", new_first=False, omit_unchanged=True)
    first, second = rows(write([articles()], options))[1:]
    assert first[0] == "（目的）\n第１条　空家の活用を図る。"
    assert second[0] == "（対象者）\n第２条　（略）\n(1)　市内に住む者"


@pytest.mark.parametrize("is_tracked", [False, True], ids=["compared", "tracked"])
def test_the_lines_of_an_article_are_indented_as_offices_do(*, is_tracked: bool) -> None:
    """A caption stands in from its article, an item from its paragraph, and further lines hang."""
    document = docx.Document(io.BytesIO(write([articles()], WordOptions(tracked=is_tracked))))
    cell = document.tables[0].rows[2].cells[0]
    assert [one.style.style_id for one in cell.paragraphs] == ["Caption", "Article", "Item"]


def test_unchanged_articles_are_left_out_by_their_names() -> None:
    """A row of （略） says of which articles, as 第１条及び第２条."""
    table = articles()
    (group,) = table.groups
    rows_ = [row._replace(new=row.old, kind=RowKind.UNCHANGED) for row in group.rows]
    of_third = rows_[0]._replace(old="（雑則）\n第３条　終", new="（雑則）\n第３条　終")
    options = WordOptions(style="ordinance", new_first=False, omit_unchanged=True)
    for some, said in ((rows_, "第１条及び第２条"), ([*rows_, of_third], "第１条から第３条まで")):
        made = table._replace(groups=(group._replace(rows=tuple(some)),))
        assert rows(write([made], options))[1] == [f"{said}　（略）"] * 2


def test_changes_are_tracked_where_the_caption_that_names_a_row_changed() -> None:
    """The name is of the new text alone: rejected, the row begins with the old caption."""
    path = Path(__file__).parent.parent / "cases" / "labels" / "ordinance.yaml"
    content = write([compare(load_plan(path))], WordOptions(tracked=True))
    assert "（利用料金）" in text_of(content)


@pytest.mark.parametrize("style", ["plan", "ordinance"])
@pytest.mark.parametrize("is_omitted", [False, True], ids=["whole", "abridged"])
def test_an_article_has_its_own_caption_in_each_edition(
    style: HouseStyle, *, is_omitted: bool
) -> None:
    """The new caption, which names the row, is not above the old text; the title tells the form."""
    path = Path(__file__).parent.parent / "cases" / "labels" / "ordinance.yaml"
    options = WordOptions(style=style, omit_unchanged=is_omitted)
    document = docx.Document(io.BytesIO(write([compare(load_plan(path))], options)))
    (table,) = document.tables
    headings = [cell.text for cell in table.rows[0].cells]
    (row,) = (row for row in table.rows if "第２条" in row.cells[0].text)
    said = {heading: cell.text for heading, cell in zip(headings, row.cells, strict=True)}
    assert said == {
        "改正前": "（使用料）\n第２条　利用者は、使用料を納める。",
        "改正後": "（利用料金）\n第２条　利用者は、利用料金を納める。",
    }
    above = [paragraph.text for paragraph in document.paragraphs]
    assert above[0] == "暁市市民広場条例　新旧対照表"
    assert sorted(above[1].split("・")) == ["改正前", "改正後"]


def test_a_year_in_a_heading_is_written_in_full() -> None:
    """A heading that only its year tells from another ends in that year as offices write it."""
    assert labels.written_heading("目標値(R8)") == "目標値（令和８年度）"
    assert labels.written_heading("面積(ha)") == "面積(ha)"
