"""Text as pdftotext prints it, against the plan that was typed from it."""

import shutil
import subprocess
from pathlib import Path

import pytest
from libreoffice import LibreOffice
from pages import CHROMIUM, markup, through_chromium, word_page

from bouhan_diff.documents import read_document
from bouhan_diff.render.reports import problems
from bouhan_diff.storage import load_plan

SOURCE = Path(__file__).parents[2] / "data" / "source" / "tomakomai-bouhan-r5-r6.txt"


def test_the_source_text_gives_the_shipped_plan() -> None:
    """The published text imports to the shipped plan, to the letter, without a problem."""
    reading = read_document(SOURCE)
    assert problems(reading.diagnostics) == ()
    assert reading.plan == load_plan()


def test_a_row_that_does_not_come_apart_is_told_of(tmp_path: Path) -> None:
    """A row with a cell too few is left out and named with its line."""
    text = SOURCE.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(n for n, line in enumerate(text) if line.startswith("2 防犯出前講座"))
    broken = tmp_path / "broken.txt"
    broken.write_text("".join(text[: start + 1] + text[start + 4 :]), encoding="utf-8")
    reading = read_document(broken)
    assert [problem.where for problem in problems(reading.diagnostics)] == [f"line {start + 1}"]
    assert "防犯出前講座" in problems(reading.diagnostics)[0].what
    assert reading.plan is not None
    assert [i.number for i in reading.plan.sections[0].initiatives] == [1, 3, 4, 5, 6, 7]


needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)


def laid_out(pdf: Path) -> Path:
    """The text of the PDF with its columns side by side."""
    return printed(pdf, "-layout")


def printed(pdf: Path, *options: str) -> Path:
    """The text of the PDF as pdftotext prints it."""
    target = pdf.with_suffix(".txt")
    subprocess.run(["pdftotext", *options, pdf, target], check=True, timeout=60)
    return target


@needs_pdftotext
def test_laid_out_text_gives_the_plan_back(libreoffice: LibreOffice) -> None:
    """What pdftotext -layout makes of a PDF imports to the letter, rows cut by pages too."""
    file = libreoffice.convert(word_page(load_plan()), "docx", "pdf")
    reading = read_document(laid_out(file))
    assert problems(reading.diagnostics) == ()
    assert reading.plan == load_plan()


@needs_pdftotext
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_lines_out_of_order_are_told_of(tmp_path: Path) -> None:
    """Where pdftotext has moved the lines of a cell, its row is told of; all others are right."""
    reading = read_document(laid_out(through_chromium(markup(load_plan()), tmp_path)))
    assert reading.plan is not None
    published = [initiative for _section, initiative in load_plan().initiatives()]
    found = [initiative for _section, initiative in reading.plan.initiatives()]
    wrong = sum(one not in published for one in found)
    assert len(found) == len(published)
    assert 0 < wrong <= len(problems(reading.diagnostics)) < len(published) / 2


def test_rows_counted_through_all_sections_are_found(tmp_path: Path) -> None:
    """In laid-out text, a section's first row has the number after the last one's."""
    text = """青葉市防犯計画

１ 見守り
番号    事業名     令和５年度実績    令和６年度計画    担当課
1     灯の設置    灯を設けた。     灯を増やす。     道路課
2     旗の掲示    旗を立てた。     旗を増やす。     市民課

２ 声かけ
番号    事業名     令和５年度実績    令和６年度計画    担当課
3     あいさつ    声をかけた。     声をかける。     市民課
"""
    (tmp_path / "plan.txt").write_text(text, encoding="utf-8")
    reading = read_document(tmp_path / "plan.txt")
    assert [one.code for one in reading.diagnostics] == ["texts-joined"]
    assert reading.plan is not None
    assert [(s.number, i.number, i.name) for s, i in reading.plan.initiatives()] == [
        (1, 1, "灯の設置"),
        (1, 2, "旗の掲示"),
        (2, 3, "あいさつ"),
    ]


def test_numbers_in_a_later_column_are_told_of(tmp_path: Path) -> None:
    """The figures of a column before them part no rows; the heading stands over its cells."""
    text = """青葉市防犯計画

大項目    番号    事業名     令和５年度実績    令和６年度計画    担当課
1 見守り   1-1   灯の設置    灯を設けた。     灯を増やす。     道路課
"""
    (tmp_path / "plan.txt").write_text(text, encoding="utf-8")
    reading = read_document(tmp_path / "plan.txt")
    told = problems(reading.diagnostics)
    assert [problem.where for problem in told if problem.where] == ["line 4"]
    assert reading.plan is not None
    ((_section, found),) = reading.plan.initiatives()
    assert (found.department, *found.summaries.values()) == (
        "道路課",
        "灯を設けた。",
        "灯を増やす。",
    )


def test_rows_that_are_numbered_anew_below_each_title_are_not_joined(tmp_path: Path) -> None:
    """Where a row's lines hold the amounts of others, nothing is read, and it is told of."""
    file = tmp_path / "計画.txt"
    file.write_text(
        """歳入予算
              科目           令和６年度      令和７年度        増減
  １款　市税
    １項　市民税
           1 個人市民税       15,840,700     16,203,500      362,800
           2 法人市民税        2,580,200      2,515,500     △64,700
             計              18,420,900     18,719,000      298,100
    ２項　固定資産税
           1 固定資産税       23,180,700     23,806,300      625,600
             計              23,180,700     23,806,300      625,600
""",
        encoding="utf-8",
    )
    reading = read_document(file)
    assert reading.plan is None
    assert "rows-unsplit" in [diagnostic.code for diagnostic in reading.diagnostics]


def test_numbers_on_the_first_line_of_their_rows(tmp_path: Path) -> None:
    """The text above each number ends a sentence; titles of policies part the rows."""
    lines = [
        "        青葉市実施計画（令和７年度）",
        "番号   事業名         事業の概要           担当課     予算額",
        "政策1 安全なまち",
        "  1 街路灯整備事業    通学路に街路灯を置き、夜道を明    道路課     1,200",
        "               るくする。",
        "  2 見回り事業      町内会と見回る。          市民課      300",
        "政策2 交流のまち",
        "  3 花壇づくり事業    駅前に花壇を設け、市民ととも    公園課      450",
        "               に育てる。",
        "  4 朝市支援事業     朝市の会場を設ける。        商工課      150",
    ]
    (tmp_path / "plan.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    plan = read_document(tmp_path / "plan.txt").plan
    assert plan is not None
    assert [
        (section.title, str(one.number), one.name, *one.summaries.values(), one.department)
        for section, one in plan.initiatives()
    ] == [
        ("安全なまち", "1", "街路灯整備事業", "通学路に街路灯を置き、夜道を明るくする。", "道路課"),
        ("安全なまち", "2", "見回り事業", "町内会と見回る。", "市民課"),
        ("交流のまち", "3", "花壇づくり事業", "駅前に花壇を設け、市民とともに育てる。", "公園課"),
        ("交流のまち", "4", "朝市支援事業", "朝市の会場を設ける。", "商工課"),
    ]


def test_rules_of_hyphens_are_no_text(tmp_path: Path) -> None:
    """Lines of hyphens above and below the heading are drawn, as are those of other signs."""
    for sign in ("-", "=", "─", "＿"):
        rule = sign * 40
        text = f"""青葉市補正予算（令和６年度）
{rule}
番号  事業名      所管課   補正額(千円)   内容
{rule}
1   農園の整備   農林課      2,400   区画を増やす。
2   池の清掃    公園課        600   落ち葉を取り除く。
3   窓口の改修   市民課     18,000   外壁を塗り直す。
{rule}
"""
        (tmp_path / "plan.txt").write_text(text, encoding="utf-8")
        reading = read_document(tmp_path / "plan.txt")
        assert reading.plan is not None
        (section,) = reading.plan.sections
        assert [(i.number, i.department) for i in section.initiatives] == [
            (1, "農林課"),
            (2, "公園課"),
            (3, "市民課"),
        ]
        assert rule not in str((reading.plan, reading.diagnostics))


def test_a_table_copied_from_a_spreadsheet_is_read(tmp_path: Path) -> None:
    """Tabs part its cells, below a title and above a note; commas are those of figures."""
    copied = tmp_path / "copied.txt"
    copied.write_text(
        "令和７年度　主要事業\n番号\t事業名\t担当課\t予算額（千円）\n"
        "1\t防犯灯の設置\t道路課\t1,200\n2\t見守り講習会\t市民課\t980\n※　当初予算の額\n",
        encoding="utf-8",
    )
    plan = read_document(copied).plan
    assert plan is not None
    rows = [(one.name, one.department, one.fields) for one in plan.sections[0].initiatives]
    (year,) = plan.editions
    assert str(year) == "R7"
    assert rows == [
        ("防犯灯の設置", "道路課", {"予算額": {year: "1,200"}}),
        ("見守り講習会", "市民課", {"予算額": {year: "980"}}),
    ]


def test_a_table_printed_by_a_spreadsheet_is_read_by_width(tmp_path: Path) -> None:
    """A wide character takes two positions there; figures are set to the right."""
    printed = tmp_path / "printed.txt"
    printed.write_text(
        "令和７年度　工事の見通し\n"
        "工事名              場所      概要             予算額（千円）  担当課\n"
        "水路工事            東町地内  L=120m W=1.5m             1,200  河川課\n"
        "第一小学校外壁工事  北町      外壁  塗替え             38,900  施設課\n\n"
        "２　委託\n"
        "工事名      場所  概要  予算額（千円）  担当課\n"
        "橋の点検    西町  ５橋             700  道路課\n",
        encoding="utf-8",
    )
    plan = read_document(printed).plan
    assert plan is not None
    rows = [(one.name, *one.fields.values(), one.department) for _s, one in plan.initiatives()]
    (year,) = plan.editions
    assert rows == [
        ("水路工事", "東町地内", {year: "1,200"}, "河川課"),
        ("第一小学校外壁工事", "北町", {year: "38,900"}, "施設課"),
        ("橋の点検", "西町", {year: "700"}, "道路課"),
    ]
    texts = [text for _s, one in plan.initiatives() for text in one.summaries.values()]
    assert texts == ["L=120m W=1.5m", "外壁　塗替え", "５橋"]


def test_rows_without_numbers_are_read_where_all_texts_are_as_wide(tmp_path: Path) -> None:
    """Then nothing tells whether a wide character takes one position or two."""
    printed = tmp_path / "printed.txt"
    printed.write_text(
        "令和７年度　取組\n取組名    取組内容      評価\n水の検査  毎月調べる。  Ａ\n"
        "灯の点検  毎週調べる。  Ｂ\n",
        encoding="utf-8",
    )
    plan = read_document(printed).plan
    assert plan is not None
    assert [one.name for _section, one in plan.initiatives()] == ["水の検査", "灯の点検"]
