"""Titles: of several lines, of several levels in one, of papers and of the whole document."""

from pathlib import Path

import docx
import pytest
from pdf_files import pages, ruled, text
from strangers import ROWS, WIDTHS

from bouhan_diff.documents import read_document
from bouhan_diff.documents.headings.titles import numbered_titles, source_and_title, title_of
from bouhan_diff.documents.ir import Line
from bouhan_diff.plan import Section

LONG = (
    "犯罪の起きにくい地域社会を実現するための市民一人ひとりの防犯意識の高揚と"
    "自主的な防犯活動の一層の推進及び関係機関との連携並びに地域環境の"
)
TEXT = """ためし市防犯計画

１　{}
{}

番号  事業名  令和５年度実績  令和６年度計画  担当課
1  防犯教室  教室を開いた。  教室を開く。  市民課
2  広報活動  広報紙に載せた。  広報紙に載せる。  広報課
"""


def section_of(folder: Path, title: str, below: str, suffix: str) -> Section:
    """The section whose title and the line close below it are these."""
    file = folder / f"計画{suffix}"
    if suffix == ".pdf":
        table, _end = ruled(ROWS, WIDTHS, top=500)
        lines = ((560, "ためし市防犯計画"), (530, f"１　{title}"), (518, below))
        file.write_bytes(pages([b"".join(text(40, y, line) for y, line in lines) + table]))
    else:
        file.write_text(TEXT.format(title, below), encoding="utf-8")
    plan = read_document(file).plan
    assert plan is not None
    return plan.sections[0]


@pytest.mark.parametrize("suffix", [".pdf", ".txt"])
def test_a_full_line_goes_on(tmp_path: Path, suffix: str) -> None:
    """A title that reaches the margin and ends no sentence goes on in the next line."""
    section = section_of(tmp_path, LONG, "整備", suffix)
    assert (section.title, section.aim) == (f"{LONG}整備", "")


@pytest.mark.parametrize("suffix", [".pdf", ".txt"])
def test_a_short_line_is_whole(tmp_path: Path, suffix: str) -> None:
    """Below a title with room to spare stands the aim, though it ends no sentence."""
    section = section_of(tmp_path, "環境の整備", "見通しのよいまちづくり", suffix)
    assert (section.title, section.aim) == ("環境の整備", "見通しのよいまちづくり")


@pytest.mark.parametrize("suffix", [".pdf", ".txt"])
def test_a_sentence_is_the_aim(tmp_path: Path, suffix: str) -> None:
    """A sentence below a title that fills its line is the aim."""
    section = section_of(tmp_path, LONG, "整備に取り組みます。", suffix)
    assert (section.title, section.aim) == (LONG, "整備に取り組みます。")


def test_the_documents_title_goes_on(tmp_path: Path) -> None:
    """The document's own title is whole where its first line reaches the margin."""
    file = tmp_path / "計画.pdf"
    table, _end = ruled(ROWS, WIDTHS, top=500)
    first = LONG[:25] + "に関する基本計画 令和６年度"
    title = text(40, 560, first, 20) + text(40, 536, "実施状況", 20)
    file.write_bytes(pages([title + text(40, 510, "１　環境の整備") + table]))
    plan = read_document(file).plan
    assert plan is not None
    assert plan.title == f"{first}実施状況"


def test_a_page_number_above_the_title_is_no_part_of_it(tmp_path: Path) -> None:
    """A number in the corner fills its line, as it were, up to the margin."""
    file = tmp_path / "計画.pdf"
    table, _end = ruled(ROWS, WIDTHS, top=500)
    corner, title = text(730, 580, "1", 10), text(40, 560, "ためし市　令和６年度　実施計画", 20)
    file.write_bytes(pages([corner + title + table]))
    plan = read_document(file).plan
    assert plan is not None
    assert plan.title == "ためし市　令和６年度　実施計画"


def test_an_amount_that_looks_like_a_heading_is_no_title(tmp_path: Path) -> None:
    """The rest of a text, such as 3,432千円 （用地）, opens no section."""
    document = docx.Document()
    for line in ("令和８年度 主な事業", "3,432千円 （用地）", "１　新規事業"):
        document.add_heading(line)
    table = document.add_table(rows=0, cols=len(ROWS[0]))
    for row in ROWS:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    file = tmp_path / "計画.docx"
    document.save(str(file))
    plan = read_document(file).plan
    assert plan is not None
    assert [section.title for section in plan.sections] == ["新規事業"]


def test_a_title_in_a_narrow_column_is_whole(tmp_path: Path) -> None:
    """The space behind its number is gone at a line's end, and a page may cut it with its row."""
    above = [
        ["基本目標", "番号", "事業名", "事業概要", "担当課"],
        ["１\n安心の\nまち", "1", "防犯教室", "教室を開く。", "市民課"],
        ["２\n支え合", "2", "見守り", "高齢者の\n見守りを", "福祉課"],
    ]
    below = [
        ["うまち", "", "の推進", "進める。", ""],
        ["３\n育つ\nまち", "3", "朝の読書", "本を読む。", "学校課"],
    ]
    widths = [45, 40, 80, 80, 60]
    file = tmp_path / "R7.pdf"
    title = text(40, 760, "令和７年度　ためし市実施計画")
    file.write_bytes(pages([title + ruled(above, widths)[0], ruled(below, widths)[0]]))
    plan = read_document(file).plan
    assert plan is not None
    found = [(section.number, section.title, row.name) for section, row in plan.initiatives()]
    assert found == [
        (1, "安心のまち", "防犯教室"),
        (2, "支え合うまち", "見守りの推進"),
        (3, "育つまち", "朝の読書"),
    ]


@pytest.mark.parametrize(
    ("line", "titles"),
    [
        ("２款 総務費", [("account", 2, "総務費")]),
        (
            "第２款 総務費 第１項 総務管理費",
            [("account", 2, "総務費"), ("item", 1, "総務管理費")],
        ),
        (
            "第１款　市税　第１項　市民税　第１目　個人",
            [("account", 1, "市税"), ("item", 1, "市民税"), ("object", 1, "個人")],
        ),
        ("第１項 総務管理費", [("clause", 1, "総務管理費")]),
        ("２款 総務費　１項 総務管理費　1目", []),
        ("総務費", []),
    ],
    ids=[
        "one-account",
        "an-account-and-its-item",
        "down-to-the-object",
        "a-clause-of-a-law-alone",
        "a-number-without-a-title",
        "no-number",
    ],
)
def test_titles_of_accounts_may_share_a_line(line: str, titles: list[tuple[str, int, str]]) -> None:
    """第１項 behind a 款 is its item and alone a clause; each number of a line has a title."""
    assert [(one.level, one.number, one.title) for one in numbered_titles(line)] == titles


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("別紙２", ("別紙２", "")),
        ("【資料２】", ("資料２", "")),
        ("資料１ 補助金一覧", ("資料１", "補助金一覧")),
        ("補助金一覧", None),
    ],
    ids=["alone", "in-brackets", "before-a-title", "a-title-alone"],
)
def test_the_number_of_a_paper_is_apart_from_its_title(
    line: str, found: tuple[str, str] | None
) -> None:
    """A line has a number of the paper, with what follows it, or it has none."""
    assert source_and_title(line) == found


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["資料１", "ためし市防犯計画", "１　環境の整備"], "ためし市防犯計画"),
        (["", "ためし市防犯計画"], "ためし市防犯計画"),
        (["１　環境の整備", "ためし市防犯計画"], ""),
        (["ためし市の防犯", "安全なまち"], "ためし市の防犯"),
        (["ためし市の防犯", "防犯計画"], "防犯計画"),
        (["（単位：千円）", "ためし市の防犯"], "ためし市の防犯"),
        (["市民の安全を守る。", "ためし市の防犯"], "ためし市の防犯"),
        (["あ" * 58 + "計画", "防犯計画"], "あ" * 58 + "計画"),
        (["あ" * 59 + "計画", "防犯計画"], "防犯計画"),
    ],
    ids=[
        "behind-the-number-of-a-paper",
        "behind-an-empty-line",
        "not-behind-a-numbered-title",
        "the-first-line-of-none-named-so",
        "a-word-for-plans-before-the-first-line",
        "not-a-remark",
        "not-a-sentence",
        "as-long-as-a-caption",
        "longer-than-a-caption",
    ],
)
def test_the_title_of_a_document_is_above_its_first_table(lines: list[str], title: str) -> None:
    """It is the line that names a plan, or the first that may be one."""
    assert title_of(map(Line, lines)) == title


def test_the_line_below_the_names_of_forms_that_tells_their_year_is_the_title(
    tmp_path: Path,
) -> None:
    """Each form has its name as a heading, and below it what it is and of which year."""
    document = docx.Document()
    for name, work in (("相談窓口", "相談を受ける。"), ("安全教室", "教室を開く。")):
        document.add_heading(name, 1)
        document.add_paragraph("令和６年度 事業評価シート")
        table = document.add_table(rows=0, cols=4)
        for row in (
            ("事業名", name, "担当課", "市民課"),
            ("事業内容", work, "目標", "20"),
            ("評価", "Ａ", "方向性", "継続"),
        ):
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    document.save(str(tmp_path / "forms.docx"))
    reading = read_document(tmp_path / "forms.docx")
    assert reading.plan is not None
    assert reading.plan.title == "令和６年度 事業評価シート"
    assert [str(edition) for edition in reading.plan.editions] == ["R6"]
    assert [section.title for section in reading.plan.sections] == ["相談窓口", "安全教室"]


@pytest.mark.parametrize(
    ("chapters", "parts", "printed"),
    [
        (("①安全なまち", "②緑のまち"), ("交通", "防災"), ["1", "1", "2", "2"]),
        (("安全なまち", "緑のまち"), ("交通", "防災"), ["", "", "", ""]),
        (("安全なまち", "緑のまち"), ("①交通", "②防災"), [None] * 4),
    ],
    ids=["above-alone", "nowhere", "its-own"],
)
def test_the_number_of_a_title_above_is_kept(
    tmp_path: Path, chapters: tuple[str, str], parts: tuple[str, str], printed: list[str | None]
) -> None:
    """A part of a numbered chapter that has no number of its own stands under the chapter's."""
    kinds = [f"{one},{other}" for one in chapters for other in parts for _twice in range(2)]
    rows = [f"{kind},事業{n},街をよくする。" for n, kind in enumerate(kinds)]
    file = tmp_path / "計画.csv"
    file.write_text("\n".join(["大分類,小分類,事業名,令和７年度内容", *rows]), encoding="utf-8")
    plan = read_document(file).plan
    assert plan is not None
    assert [section.printed for section in plan.sections] == printed


@pytest.mark.parametrize(
    ("lines", "titles"),
    [
        ("交通 交通 防災 防災", ["交通", "防災"]),
        ("交通 防災 福祉 交通", ["交通", "防災", "福祉"]),
        ("目的 内容 目的 内容", [""]),
    ],
    ids=["on-each-page", "returning", "labels"],
)
def test_marked_lines_above_tables_are_titles_even_if_one_is_there_again(
    tmp_path: Path, lines: str, titles: list[str]
) -> None:
    """A title above several tables is that of all their rows; labels recur in turn."""
    document = docx.Document()
    document.add_paragraph("令和７年度 ためし市主要事業")
    for count, line in enumerate(lines.split()):
        document.add_paragraph(f"■ {line}　（単位：千円）")
        table = document.add_table(rows=2, cols=3)
        rows = (("事業名", "担当課", "事業内容"), (f"事業{count}", "市民課", "街をよくする。"))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, one in zip(row.cells, texts, strict=True):
                cell.text = one
    document.save(str(tmp_path / "計画.docx"))
    plan = read_document(tmp_path / "計画.docx").plan
    assert plan is not None
    found = [section.title for section in plan.sections]
    assert found == (titles if any(titles) else [plan.title])
    assert sum(len(section.initiatives) for section in plan.sections) == 4
