"""CSV: read back by the standard library's csv."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from budget import budgeted

from bouhan_diff.comparison.compare import compare, single_year
from bouhan_diff.comparison.filters import changed_only, group_rows
from bouhan_diff.comparison.table import ComparisonTable, GroupBy
from bouhan_diff.render.delimited import write
from bouhan_diff.storage import load_plan
from bouhan_diff.text.escape import undefuse, writable

CASES = Path(__file__).parent.parent / "cases"
BELOW = {"計", "合計", "注記"}
"""The 区分 of lines that are no initiatives."""
LABELLED = CASES / "labels" / "plan.yaml"


def cells(tables: Sequence[ComparisonTable]) -> list[list[str]]:
    """The cells of the written file, guarded as they are, without the empty line below the rows."""
    return [line for line in lines(tables) if line]


def lines(tables: Sequence[ComparisonTable]) -> list[list[str]]:
    """The lines of the written file, as a strict reader finds them."""
    text = write(tables).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def read(tables: Sequence[ComparisonTable]) -> list[list[str]]:
    """The headings and, of the rows, those of initiatives, as whoever filters by 区分 has them."""
    headings, *rows = cells(tables)
    at = headings.index("区分") if "区分" in headings else None
    return [headings, *(row for row in rows if at is None or row[at] not in BELOW)]


def columns(table: ComparisonTable) -> dict[str, list[str]]:
    """The values of initiatives in each column of the written file, by its heading."""
    headings, *rows = read([table])
    return dict(zip(headings, map(list, zip(*rows, strict=True)), strict=True))


def below(table: ComparisonTable, *kinds: str) -> list[dict[str, str]]:
    """What the lines of these kinds below the initiatives say, by heading."""
    headings, *rows = cells([table])
    lines = (dict(zip(headings, row, strict=True)) for row in rows)
    return [
        {heading: text for heading, text in line.items() if text}
        for line in lines
        if line["区分"] in kinds
    ]


def notes(table: ComparisonTable) -> list[str]:
    """The notes at the end of the written file."""
    return [line["備考"] for line in below(table, "注記")]


def test_an_initiative_is_a_row(shipped: ComparisonTable) -> None:
    """All 37 stand below one row of headings that are the published ones."""
    headings, *rows = read([shipped])
    assert headings == [
        "章",
        "章名",
        "章の目的",
        "番号",
        "事業名",
        "担当課",
        "施策番号",
        "区分",
        "変更箇所",
        "令和５年度 事業概要",
        "令和６年度 事業概要（予定）",
        "備考",
    ]
    assert len(rows) == 37
    assert {len(row) for row in rows} == {len(headings)}
    assert [(row[0], row[3], row[9], row[10]) for row in rows] == [
        (str(row.section.number), str(row.number), row.old, row.new) for row in shipped.rows()
    ]


def test_excel_can_read_the_bytes(shipped: ComparisonTable) -> None:
    """A byte order mark in front, CR LF after each row, LF alone between paragraphs."""
    written = write([shipped])
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.endswith(b"\r\n")
    assert written.count(b"\r\n") == 39 + len(notes(shipped))  # one of them is empty
    assert b"\n" in written.replace(b"\r\n", b"")


def test_new_dropped_and_renamed_initiatives(renewed: ComparisonTable) -> None:
    """The missing year's cell is empty, the kind says why, and the remarks name the rest."""
    rows = {(row[0], row[3]): row[9:] for row in read([renewed])}
    assert rows["1", "3"][:3] == ["新規", "", ""]
    assert [rows["Ⅱ", "Ⅱ-2"][at] for at in (0, 3)] == ["廃止", ""]
    assert rows["1", "1"][4] == "改称"  # the old name has a column


def test_no_cell_is_a_formula(hostile: ComparisonTable) -> None:
    """No cell begins as a formula does, and every text comes back, odd characters as marks."""
    headings, *rows = read([hostile])
    assert not [cell for row in [headings, *rows] for cell in row if re.match(r"[=+\-@\t\r]", cell)]
    assert undefuse(headings[9]) == hostile.old_heading
    for one, row in zip(rows, hostile.rows(), strict=True):
        back = [undefuse(cell) for cell in one]
        assert back[4:6] == [row.name, row.department]
        assert back[9:11] == [writable(row.old or ""), writable(row.new or "")]


def test_a_row_is_written_once(shipped: ComparisonTable) -> None:
    """Grouped by policy number, an initiative stands in several groups but on one row."""
    assert len(read([group_rows(shipped, GroupBy.POLICY)])) == 38


def test_one_year_has_one_text(shipped: ComparisonTable) -> None:
    """A year alone has neither kinds nor an empty column for the other year."""
    headings, first, *_rows = read([single_year(load_plan(), "R5")])
    assert headings[7:] == [shipped.old_heading]
    assert first[7] == next(shipped.rows()).old


def test_each_field_has_a_column_for_each_edition() -> None:
    """Values stand as published beside each other, words once where no initiative changed them.

    Nobody has a policy number, nor a column.
    """
    found = columns(budgeted())
    assert [*found][:5] == ["章", "章名", "章の目的", "番号", "事業名"]
    assert [*found][5:7] == ["令和６年度　担当課", "令和７年度　担当課"]
    assert found["令和６年度　当初予算額（千円）"] == ["38,700", "1,000", "", "2,000"]
    assert found["令和７年度　当初予算額（千円）"] == ["36,900", "1,250", "480", "2,000"]
    assert [one for one in found if "目標値" in one or "対象者" in one] == [
        "令和６年度　目標値",
        "令和７年度　目標値",
        "対象者",
    ]


def test_a_dropped_initiative_counts_for_no_department_of_today(city: ComparisonTable) -> None:
    """Where any department changed each edition has a column, empty for what it does not have."""
    found = columns(city)
    rows = zip(found["区分"], found["令和６年度　担当課"], found["令和７年度　担当課"], strict=True)
    sides = {kind: (bool(old), bool(new)) for kind, old, new in rows}
    assert sides["新規"] == (False, True)
    assert sides["廃止"] == (True, False)


def test_amounts_can_be_added_up(city: ComparisonTable) -> None:
    """Amounts are also plain numbers in one unit, whatever unit or word the document prints."""
    found = columns(city)
    old, new = (found[f"令和{year}年度　当初予算額の数値（千円）"] for year in "６７")
    assert (sum(map(int, filter(None, old))), sum(map(int, filter(None, new)))) == (220270, 210620)
    differences = found["当初予算額の増減（千円）"]
    assert sum(map(int, filter(None, differences))) == 210620 - 220270
    at = found["事業名"].index
    medical, young, road = map(
        at, ("子ども医療費助成事業", "若者の居場所づくり事業", "通学路安全対策事業")
    )
    assert (old[medical], new[medical], differences[medical]) == ("120000", "120000", "0")
    assert differences[at("病児保育事業")] == ""  # nothing changed
    assert (new[young], differences[young]) == ("", "")  # 皆増 says no amount
    assert (old[road], new[road], differences[road]) == ("", "1500", "1500")


def test_a_ratio_is_a_number_and_what_came_a_remark(city: ComparisonTable) -> None:
    """The ratio is in per cent with a minus sign, empty for a share; no word is among numbers."""
    found = columns(city)
    three = "当初予算額の増減率（％）", "目標値の増減率（％）", "備考"
    rows = dict(zip(found["事業名"], zip(*(found[one] for one in three), strict=True), strict=True))
    assert rows["児童館運営事業"] == ("-4.7", "", "")
    assert rows["子ども医療費助成事業"] == ("", "", "当初予算額は同じ値")
    assert rows["通学路安全対策事業"] == ("", "", "当初予算額は皆増")
    assert rows["紙おむつ支給事業"] == ("", "", "当初予算額は皆減\n目標値は皆減")
    assert rows["病児保育事業"] == ("", "", "")


def test_units_that_differ_by_row_have_a_column(city: ComparisonTable) -> None:
    """目標値 of people, shares and places says of what; one unit for all stands in the heading."""
    found = columns(city)
    units = dict(zip(found["事業名"], found["目標値の単位"], strict=True))
    assert units["児童館運営事業"] == "人"
    assert units["病児保育事業"] == "％"
    labelled = columns(compare(load_plan(LABELLED)))
    assert labelled["改正案　補助上限額の数値（千円）"] == ["800", "1000", "250", ""]


def test_a_share_changes_by_points(city: ComparisonTable) -> None:
    """85％ and 90％ differ by 5 points, which no program takes for a rise of 5 per cent."""
    assert "目標値の増減（％はポイント）" in columns(city)
    assert "補助上限額の増減（千円）" in columns(compare(load_plan(LABELLED)))


def test_words_that_never_changed_have_one_column(city: ComparisonTable) -> None:
    """指標 is the same wherever both editions have it; 対象者 changed in one row."""
    found = columns(city)
    assert found["指標"][found["事業名"].index("若者の居場所づくり事業")] == "登録者数"
    assert [one for one in found if "対象者" in one] == ["令和６年度　対象者", "令和７年度　対象者"]


def test_a_filter_tells_initiatives_from_sums_and_notes(city: ComparisonTable) -> None:
    """The initiatives are above all else, as wide as the headings; only 区分 need be filtered."""
    headings, *rows = cells([changed_only(city)])
    assert {len(row) for row in rows} == {len(headings)}
    kinds = [row[headings.index("区分")] for row in rows]
    assert len([kind for kind in kinds if kind not in BELOW]) == 13
    assert kinds[13:] == ["計"] * 3 + ["合計"] + ["注記"] * 5


def test_an_automatic_sum_ends_above_the_sums(city: ComparisonTable) -> None:
    """An empty line parts them from the initiatives, and a note says not to add them up again."""
    headings, *rows = lines([changed_only(city)])
    kinds = [row[headings.index("区分")] if row else "" for row in rows]
    assert kinds.index("") == 13
    assert set(kinds[14:]) == BELOW
    assert "合計するときは除く" in notes(changed_only(city))[1]


def test_a_sum_is_numbers_in_the_columns_of_its_field(city: ComparisonTable) -> None:
    """計 of a section and 合計 say what they leave out, and where the document prints another."""
    heading = "当初予算額の数値（千円）"
    found = [
        (line.get("章"), line["事業名"], *(line[f"令和{year}年度　{heading}"] for year in "６７"))
        for line in below(changed_only(city), "計", "合計")
    ]
    assert found == [
        ("1", "計（表にない1件を含む）", "54700", "53500"),
        ("2", "計", "141800", "139800"),
        ("3", "計", "23770", "17320"),
        (None, "合計（表にない1件を含む）", "220270", "210620"),
    ]
    first, second, third, _all = below(changed_only(city), "計", "合計")
    assert (second["当初予算額の増減（千円）"], second["当初予算額の増減率（％）"]) == (
        "-2000",
        "-1.4",
    )
    assert "備考" not in second
    assert first["備考"] == (
        "令和７年度の当初予算額（千円）の計は、"
        "資料に数値のない若者の居場所づくり事業（皆増）を含まない"
    )
    assert third["令和６年度　当初予算額（千円）"] == "23,870"  # as printed
    assert third["備考"] == (
        "令和６年度の資料に印刷された計は23,870、計算した計は23,770で、増減は計算した計による"
    )


def test_who_has_the_file_alone_is_not_misled(city: ComparisonTable) -> None:
    """The notes at the end say what is not in the file, each on a line of its own."""
    assert notes(changed_only(city)) == [
        "暁市こども・若者応援プラン 令和7年度実施計画　"
        "比較した資料：資料2（令和６年度）・資料3（令和７年度）",
        "区分が計・合計の行は上の行を合わせたものなので、合計するときは除く",
        "変更のない1件は省略した",
        "区分の新規は令和６年度になく令和７年度にあるもの、廃止は令和６年度にあり令和７年度にない"
        "もの、内容は事実の変わる変更、表記は書き方だけの変更",
        "※ 当初予算額は、人件費を除く。",
    ]
    found = columns(changed_only(city))
    said = dict(zip(found["事業名"], found["備考"], strict=True))
    assert said["若者の居場所づくり事業"] == (
        "目標値は皆増\n令和７年度の当初予算額は「皆増」とだけある"
    )


def test_each_row_has_the_aim_of_its_section(shipped: ComparisonTable) -> None:
    """An aim is beside the title; where it was another, a note has the former one."""
    found = columns(shipped)
    assert found["章の目的"] == [row.section.aim for row in shipped.rows()]
    first, *others = shipped.groups
    changed = shipped._replace(groups=(first._replace(old_aim="目的"), *others))
    assert f"{first.heading}　章の目的（令和５年度：目的）" in notes(changed)


def test_what_changed_has_a_column(city: ComparisonTable) -> None:
    """One letter in two long texts is not found by eye: 28 columns need not be compared."""
    found = columns(changed_only(city))
    said = dict(zip(found["事業名"], found["変更箇所"], strict=True))
    assert said["通学路安全対策事業"] == (
        "事業内容（表現）　「実施する」 → 「行う」\n当初予算額（千円）　― → 1,500"
    )
    assert said["ファミリー・サポート・センター事業"] == (
        "担当課　福祉部こども家庭課 → こども未来部子育て支援課"
    )
    assert said["紙おむつ支給事業"] == ""


def test_a_file_of_all_rows_repeats_no_sum() -> None:
    """Where nothing is left out and no sum is misprinted, the rows make the sums."""
    labelled = compare(load_plan(LABELLED))
    assert not any("省略" in note for note in notes(labelled))
    assert below(labelled, "計", "合計") == []


def test_what_was_not_compared_is_named() -> None:
    """A field that one document lacks is named in the file, with the one it may be."""
    said = notes(budgeted())
    assert any("決算額" in line and "当初予算額" in line for line in said)


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
    assert headings[14:16] == ["旧", "新"]
    assert [row[0] for row in rows] == [shipped.title] * 37 + [renewed.title] * 6
    assert rows[-1][1:3] == ["R6", "R7"]


def test_old_names_and_departments_have_columns_where_any_changed(
    renewed: ComparisonTable, shipped: ComparisonTable
) -> None:
    """A program need not take them out of the remarks; what is new has none."""
    headings, *rows = csv.reader(io.StringIO(write([renewed]).decode("utf-8-sig"), newline=""))
    name, department = headings.index("令和６年度　事業名"), headings.index("令和６年度　担当課")
    found = {(row[0], row[3]): (row[name], row[department]) for row in rows if row}
    assert found["1", "1"][0] == "交通安全教室"
    assert found["1", "2"][1] == "福祉部長寿課"
    assert found["1", "3"] == ("", "")
    assert "令和５年度　担当課" not in write([shipped]).decode("utf-8-sig")
