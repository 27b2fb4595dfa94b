"""Pages of PDFs as offices make them: turned, sideways and vertical text, readings, open tables."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from pdf_files import pages, rule, ruled, text
from readings import finished, read_pdf, tables_of

from bouhan_diff.diagnostics import Level
from bouhan_diff.documents import Reading, ReadOptions
from bouhan_diff.documents.extract import pdf
from bouhan_diff.documents.extract.pdf_lines import ems_needed
from bouhan_diff.documents.extract.sources import foreign_kanji
from bouhan_diff.documents.ir import Line, Table
from bouhan_diff.documents.reading import read_in_steps
from bouhan_diff.edition import Edition
from bouhan_diff.errors import UserError
from bouhan_diff.render.reports import problems
from bouhan_diff.text.normalize import squeezed

pytestmark = pytest.mark.usefixtures("english")

HEADING = ["番号", "事業名", "令和６年度", "令和７年度", "担当課"]
ROWS = [
    HEADING,
    ["1", "灯", "灯す。", "照らす。", "道路課"],
    ["2", "旗", "立てる。", "配る。", "市民課"],
]
SECOND = ["3", "花", "植える。", "育てる。", "公園課"]
WIDTHS = [40, 100, 200, 200, 100]


def drawn(rows: list[list[str]] = ROWS, widths: list[int] = WIDTHS) -> bytes:
    """A title and a table under it."""
    return text(40, 560, "青葉市防犯計画") + ruled(rows, widths)[0]


def rows_of(reading: Reading) -> list[list[str]]:
    """The initiatives as rows of the table."""
    assert reading.plan is not None
    return [
        [str(i.number), i.name, *i.summaries.values(), i.department]
        for _section, i in reading.plan.initiatives()
    ]


@pytest.mark.parametrize(
    ("matrix", "size", "turn"),
    [
        ("0 1 -1 0 595 0", (595, 842), 90),
        ("-1 0 0 -1 842 595", (842, 595), 180),
        ("0 -1 1 0 0 842", (595, 842), 270),
        ("0 1 -1 0 595 0", (595, 842), 0),
        ("0 -1 1 0 0 842", (595, 842), 0),
        ("-1 0 0 -1 842 595", (842, 595), 0),
        ("0.0000000000000003 1 -1 0.0000000000000003 595 0", (595, 842), 90),
        ("1 0 0 1 0 0", (842, 595), 90),
        ("1 0 0 1 0 0", (842, 595), 180),
        ("1 0 0 1 0 0", (842, 595), 270),
    ],
)
def test_a_page_that_is_shown_or_drawn_turned(
    tmp_path: Path, matrix: str, size: tuple[int, int], turn: int
) -> None:
    """A landscape table on a portrait page reads as it is shown, or else as its text runs."""
    file = pages([f"q {matrix} cm\n".encode() + drawn() + b"Q"], size, turn)
    reading = read_pdf(tmp_path, file)
    assert problems(reading.diagnostics) == ()
    assert rows_of(reading) == ROWS[1:]


def test_a_page_number_beside_a_table_that_is_turned(tmp_path: Path) -> None:
    """The page is read as most of its text runs, and its number stays level at the margin."""
    contents = [
        b"q 0 1 -1 0 595 0 cm\n" + table + b"Q " + text(290, 20, f"- {number} -")
        for number, table in enumerate([drawn(), ruled([HEADING, SECOND], WIDTHS)[0]], 12)
    ]
    reading = read_pdf(tmp_path, pages(contents, (595, 842)))
    assert problems(reading.diagnostics) == ()
    assert rows_of(reading) == [*ROWS[1:], SECOND]


def test_text_that_runs_upwards_is_read_in_its_order(tmp_path: Path) -> None:
    """A stamp at the margin is told of by its words."""
    stamp = b"q 0 1 -1 0 820 100 cm\n" + text(0, 0, "機密文書") + b"Q\n"
    reading = read_pdf(tmp_path, pages([drawn() + stamp]))
    (problem,) = problems(reading.diagnostics)
    assert "機密文書" in problem.what
    assert rows_of(reading) == ROWS[1:]


def test_vertical_text_is_read_from_the_right(tmp_path: Path) -> None:
    """A section's title stands upright in a narrow cell, in two lines from right to left."""
    rows = [["基本目標", *HEADING], ["\n" * 5, *ROWS[1]], ["^", *ROWS[2]]]
    words = b"".join(
        text(60 - 18 * line, 505 - 11 * place, character)
        for line, words in enumerate(("１　地域に", "おける見守り"))
        for place, character in enumerate(words)
    )
    reading = read_pdf(tmp_path, pages([drawn(rows, [60, *WIDTHS]) + words]))
    assert problems(reading.diagnostics) == ()
    assert reading.plan is not None
    assert [section.title for section in reading.plan.sections] == ["地域における見守り"]


def test_readings_over_words_are_left_out(tmp_path: Path) -> None:
    """Small kana close above a word tell how it is read, as the title's here."""
    reading = read_pdf(tmp_path, pages([drawn() + text(71, 570.5, "ぼうはん", 5)]))
    assert problems(reading.diagnostics) == ()
    assert reading.plan is not None
    assert reading.plan.title == "青葉市防犯計画"


def test_a_table_without_a_frame_is_closed(tmp_path: Path) -> None:
    """Only rules between its cells: the outer cells end where the rules end."""
    places = [40, 80, 180, 380, 580, 680]
    words = b"".join(
        text(places[column] + 3, 500 - 20 * row, cell)
        for row, cells in enumerate(ROWS)
        for column, cell in enumerate(cells)
    )
    rules = b"".join(rule(x, 514, x, 454) for x in places[1:-1])
    rules += b"".join(rule(40, y, 680, y) for y in (494, 474))
    reading = read_pdf(tmp_path, pages([text(40, 560, "青葉市防犯計画") + words + rules]))
    assert problems(reading.diagnostics) == ()
    assert rows_of(reading) == ROWS[1:]


def test_characters_on_each_other_are_told_of(tmp_path: Path) -> None:
    """A head that is printed over the table mixes with its words."""
    reading = read_pdf(tmp_path, pages([drawn() + text(88, 528, "計画書")]))
    assert any("Characters overlap" in problem.what for problem in problems(reading.diagnostics))


@pytest.mark.parametrize(
    ("lines", "read_as"),
    [
        (["胃がん　3人", "大腸がん　5人"], "胃がん　3人\n大腸がん　5人"),
        (
            ["小学校、中学校及び高等学校で開いた講座、", "その他の催し"],
            "小学校、中学校及び高等学校で開いた講座、その他の催し",
        ),
        (
            ["小学校、中学校及び高等学校で講座を開き、", "計３校", "参加30人"],
            "小学校、中学校及び高等学校で講座を開き、計３校\n参加30人",
        ),
        (
            ["課題を整理し、全ての学校に伝えた。", "　・参加者の高齢化", "・用品の不足"],
            "課題を整理し、全ての学校に伝えた。\n・参加者の高齢化\n・用品の不足",
        ),
        (
            ["１　学校との連携における教職員の研修２回", "２　保護者"],
            "１　学校との連携における教職員の研修２回\n２　保護者",
        ),
        (
            ["小学校、中学校で声をかけ、LINE", "Facebookで伝えた。"],
            "小学校、中学校で声をかけ、LINE Facebookで伝えた。",
        ),
        (
            [
                "学校で声をかけ、詳しくは、ht",
                "tps://www.city.aoba.lg.jp/police/safety/",
                "an/を見よ。",
            ],
            "学校で声をかけ、詳しくは、https://www.city.aoba.lg.jp/police/safety/an/を見よ。",
        ),
    ],
)
def test_a_line_that_had_room_for_more_ends_a_paragraph(
    tmp_path: Path, lines: list[str], read_as: str
) -> None:
    """So does one above the mark of an item; what a layout had to break is joined."""
    full = "旗を立てて、町内会と学校を見回る全てのこ"
    rows = [
        HEADING,
        ["1", "灯", "\n".join(lines), full, "道路課"],
        ["2", "旗", full, "灯す。", "市民課"],
    ]
    reading = read_pdf(tmp_path, pages([drawn(rows, [40, 100, 206, 206, 100])]))
    assert rows_of(reading)[0][2] == read_as


def test_a_rule_through_characters_is_told_of(tmp_path: Path) -> None:
    """What a draft strikes out is read, since a rule may be anything; one below is none."""
    through, below = (rule(383, y, 393, y) for y in (514.5, 508.0))
    assert problems(read_pdf(tmp_path, pages([drawn() + below])).diagnostics) == ()
    (problem,) = problems(read_pdf(tmp_path, pages([drawn() + through])).diagnostics)
    assert "A line runs through" in problem.what


def drawn_text(tmp_path: Path, content: bytes) -> tuple[list[str], list[tuple[str, str]]]:
    """The lines that are extracted of a page, and what was noticed with its text."""
    (tmp_path / "plan.pdf").write_bytes(pages([content]))
    document = finished(pdf.read(tmp_path / "plan.pdf", ReadOptions()))
    texts = [block.text for block in document.blocks if isinstance(block, Line)]
    return texts, [(one.code, one.data.get("text", "")) for one in document.diagnostics]


@pytest.mark.parametrize(
    ("before", "size"), [(b"1 1 1 rg\n", 10), (b"1 g\n", 10), (b"0 0 0 0 k\n", 10), (b"", 0.5)]
)
def test_text_that_nobody_can_see_is_left_out_and_reported(
    tmp_path: Path, before: bytes, size: float
) -> None:
    """White on white, in any colour space, and of no size; it is there for programs alone."""
    content = text(40, 500, "灯す。") + b"q " + before + text(40, 400, "秘密", size) + b"Q\n"
    assert drawn_text(tmp_path, content) == (["灯す。"], [("hidden-text", "秘密")])


def test_zeros_that_nobody_can_see_lose_nothing(tmp_path: Path) -> None:
    """A sheet prints those of its empty sums in white; they are noted."""
    content = drawn() + b"q 1 1 1 rg " + text(40, 60, "0") + b"Q\n"
    found = read_pdf(tmp_path, pages([content])).diagnostics
    assert [(one.code, one.level) for one in found] == [("hidden-text", Level.NOTE)]


def test_white_text_on_a_dark_area_is_read(tmp_path: Path) -> None:
    """A heading in white on blue is seen by everybody."""
    content = b"q 0 0 0.6 rg 30 390 200 30 re f Q\nq 1 g " + text(40, 400, "事業名") + b"Q\n"
    assert drawn_text(tmp_path, content) == (["事業名"], [])


def test_letters_that_are_painted_as_shapes_are_no_rules(tmp_path: Path) -> None:
    """A document manager paints each letter, with its code below: strokes are no rules."""
    marks = ((x, y) for y in (545, 525, 504) for x in range(44, 660, 5))
    painted = "".join(f"{x} {y} m {x + 4} {y} l {x + 4} {y - 6} l f\n" for x, y in marks)
    strokes = "".join(f"93 {y} 0.8 10 re f\n" for y in range(483, 540, 9))
    reading = read_pdf(tmp_path, pages([drawn() + (painted + strokes).encode("ascii")]))
    assert rows_of(reading) == [
        ["1", "灯", "灯す。", "照らす。", "道路課"],
        ["2", "旗", "立てる。", "配る。", "市民課"],
    ]
    assert reading.plan is not None
    assert reading.plan.columns == ()


@pytest.mark.parametrize("high", [0, 10], ids=["at-the-top", "in-the-middle"])
def test_a_heading_over_several_columns_between_level_rules_alone(
    tmp_path: Path, high: int
) -> None:
    """It leaves no gap above two columns of amounts, whose own headings and amounts do."""
    xs, ends = (44, 90, 210, 290), (660, 760)
    content = text(40, 560, "令和７年度 主要事業一覧")
    content += b"".join(rule(40, y, 780, y) for y in (540, 500, 480, 460, 440, 420))
    content += text(620, 528, "予算額（千円）")
    content += text(610, 508, "令和６年度") + text(710, 508, "令和７年度")
    headings = zip(xs, ("番号", "事業名", "担当課", "事業内容"), strict=True)
    content += b"".join(text(x, 528 - high, one) for x, one in headings)
    for n, (old, new) in enumerate((("77,680", "71,335"), ("48,492", "79,159"), ("2", "1,727"))):
        cells = zip(xs, (str(n + 1), "灯の更新", "道路課", "灯を直す。"), strict=True)
        content += b"".join(text(x, 487 - 20 * n, one) for x, one in cells)
        amounts = zip(ends, (old, new), strict=True)
        content += b"".join(text(x - 5 * len(one), 487 - 20 * n, one) for x, one in amounts)
    plan = read_pdf(tmp_path, pages([content])).plan
    assert plan is not None
    found = [initiative.fields["予算額"] for _section, initiative in plan.initiatives()]
    values = [("77,680", "71,335"), ("48,492", "79,159"), ("2", "1,727")]
    assert found == [{Edition(2024): old, Edition(2025): new} for old, new in values]


LEFT = [["目", "本年度", "前年度"], ["１ 文書費", "700", "600"], ["２ 庁舎費", "500", "400"]]
RIGHT = [["節", "説明"], ["需用費", "用紙を買う。"], ["委託料", "屋根を直す。"]]


@pytest.mark.parametrize("numbers", [("- 72 -", "- 73 -"), ("７２", "７３"), ("72", "73")])
def test_the_tables_of_a_spread_are_one(tmp_path: Path, numbers: tuple[str, str]) -> None:
    """Two pages of a book are on one sheet, with rules at the same heights and a number each."""
    content = text(40, 560, "令和７年度 予算事項別明細書") + ruled(LEFT, [120, 80, 80])[0]
    content += ruled(RIGHT, [100, 200], left=440)[0]
    content += text(40, 40, numbers[0]) + text(780, 40, numbers[1])
    plan = read_pdf(tmp_path, pages([content])).plan
    assert plan is not None
    found = [
        (i.name, [*i.fields.values()], [*i.summaries.values()]) for _s, i in plan.initiatives()
    ]
    years = [{Edition(2024): a, Edition(2025): b} for a, b in (("600", "700"), ("400", "500"))]
    assert found == [
        ("文書費", [years[0], "需用費"], ["用紙を買う。"]),
        ("庁舎費", [years[1], "委託料"], ["屋根を直す。"]),
    ]


def test_the_headings_of_a_spread_may_have_more_levels_on_one_page(tmp_path: Path) -> None:
    """財源内訳 is over two levels more than 節 is; below the headings the rules are the same."""
    heading = ["目", "本年度", "前年度", "財源内訳", "<", "<"]
    levels = [["^", "^", "^", "特定財源", "<", "一般財源"], ["^", "^", "^", "国", "他", "^"]]
    rows = [
        ["１ 文書費", "700", "600", "1", "2", "697"],
        ["２ 庁舎費", "500", "400", "3", "4", "493"],
    ]
    content = text(40, 560, "令和７年度 予算事項別明細書")
    content += ruled([heading, *levels, *rows], [90, 50, 50, 40, 40, 60])[0]
    content += ruled([RIGHT[0], *[["^", "^"]] * 2, *RIGHT[1:]], [100, 200], left=440)[0]
    content += text(40, 40, "72") + text(780, 40, "73")
    plan = read_pdf(tmp_path, pages([content])).plan
    assert plan is not None
    assert [
        (i.name, i.fields["財源内訳 › 特定財源 › 国"], i.fields["節"], [*i.summaries.values()])
        for _s, i in plan.initiatives()
    ] == [("文書費", "1", "需用費", ["用紙を買う。"]), ("庁舎費", "3", "委託料", ["屋根を直す。"])]


def test_a_spread_goes_on_at_the_end_of_the_next_one(tmp_path: Path) -> None:
    """The left table ends before the fold there, too, though the page before has them as one."""
    sides = ((LEFT, [120, 80, 80], 40), (RIGHT, [100, 200], 440))
    below = (["３ 広報費" + "\n" * 14, "90", "80"], ["報償費" + "\n" * 14, "広報紙を配る。"])
    first, second = text(40, 560, "令和７年度 予算事項別明細書"), b""
    for (rows, widths, left), more in zip(sides, below, strict=True):
        first += ruled(rows, widths, left=left)[0]
        second += ruled([more], widths, left=left, top=440)[0]
    first += text(40, 40, "72") + text(780, 40, "73")
    second += text(40, 40, "74") + text(780, 40, "75")
    whole, rest = tables_of(tmp_path, pages([first, second]))
    assert (whole.width, rest.width) == (5, 5)
    found = [(cell.column, cell.text) for cell in rest.cells]
    assert found == [*enumerate(["３ 広報費", "90", "80", "報償費", "広報紙を配る。"])]


@pytest.mark.parametrize(
    ("numbers", "rows"),
    [
        (("72", ""), RIGHT),
        (("72", "75"), RIGHT),
        (("72", "73"), [*RIGHT, ["工事費", "床を直す。"]]),
    ],
    ids=["one-page", "numbers-apart", "one-is-longer"],
)
def test_tables_side_by_side_on_one_page_stay_apart(
    tmp_path: Path, numbers: tuple[str, str], rows: list[list[str]]
) -> None:
    """Without two page numbers in a row, or of other heights, each is a table of its own."""
    content = ruled(LEFT, [120, 80, 80])[0] + ruled(rows, [100, 200], left=440)[0]
    content += b"".join(text(x, 40, one) for x, one in zip((40, 780), numbers, strict=True) if one)
    (tmp_path / "plan.pdf").write_bytes(pages([content]))
    document = finished(pdf.read(tmp_path / "plan.pdf", ReadOptions()))
    assert [table.width for table in document.blocks if isinstance(table, Table)] == [3, 2]


def test_tables_that_are_headed_alike_are_no_parts_of_one_sheet(tmp_path: Path) -> None:
    """A list fills both halves of a page, which end at one height; its title is above one."""
    heading = ["事項", "期間", "限度額"]
    names = ["灯の設置", "旗の設置", "花の植栽", "山の整備"]
    names += ["池の清掃", "道の舗装", "橋の塗装", "川の清掃", "木の\n植栽"]
    rows = [[name, "令和８年度", f"{at}00"] for at, name in enumerate(names, 1)]
    title = ["第２表　債務負担行為\n（新規）", "<", "<"]
    left = ruled([title, heading, *rows[:4]], [120, 80, 80])[0]
    right = ruled([heading, *rows[4:]], [120, 80, 80], left=440)[0]
    reading = read_pdf(tmp_path, pages([text(40, 570, "令和７年度予算") + left + right]))
    assert reading.plan is not None
    found = [one.name for _section, one in reading.plan.initiatives()]
    assert found == ["".join(name.split()) for name in names]


@pytest.mark.parametrize("colour", [b"/K cs 1 scn", b"0 g", b"0 0 0 1 k"])
def test_rules_that_are_thin_areas_in_any_black(tmp_path: Path, colour: bytes) -> None:
    """A printer's program fills thin areas with the press's own black, whose 1 is no white."""
    xs = [40, 80, 180, 380, 580, 680]
    areas = "".join(f"40 {y} 640 0.8 re f\n" for y in (540, 521, 502, 483))
    areas += "".join(f"{x} 483 0.8 57 re f\n" for x in xs)
    words = b"".join(
        text(x + 3, y, cell)
        for y, row in zip((528, 509, 490), ROWS, strict=True)
        for x, cell in zip(xs, row, strict=False)
    )
    content = text(40, 560, "青葉市防犯計画") + b"q " + colour + b"\n" + areas.encode() + b"Q\n"
    assert rows_of(read_pdf(tmp_path, pages([content + words]))) == ROWS[1:]


@pytest.mark.parametrize("colour", [b"1 g", b"1 1 1 rg", b"0 0 0 0 k", b"/K cs 0 scn"])
def test_white_areas_behind_words_are_no_cells(tmp_path: Path, colour: bytes) -> None:
    """A word processor paints them behind words on lines one below the other."""
    areas = b"".join(b"40 %d 90 16 re f 300 %d 60 16 re f\n" % (y, y) for y in (470, 486))
    content = b"q " + colour + b"\n" + areas + b"Q\n"
    content += (
        text(43, 490, "002 防犯灯") + text(43, 474, "003 見守り") + text(303, 474, "19,800円")
    )
    texts, _reports = drawn_text(tmp_path, content)
    assert texts == ["002 防犯灯", "003 見守り", "19,800円"]


def test_bold_made_of_several_drawings_is_read_once(tmp_path: Path) -> None:
    """Programs without a bold font draw each character again, a little to the side."""
    content = b"".join(text(40 + shift, 500 + shift, "防犯灯") for shift in (0, 0.2, 0.4, 0.6))
    assert drawn_text(tmp_path, content) == (["防犯灯"], [])


def test_raised_and_lowered_figures_stay_so(tmp_path: Path) -> None:
    """A note's number behind a figure is none of its digits."""
    content = text(40, 500, "50") + text(50, 505, "1", 5) + text(53, 500, "人CO")
    content += text(73, 498, "2", 5)
    assert drawn_text(tmp_path, content)[0] == ["50¹人CO₂"]


def test_vertical_lines_are_read_from_right_to_left(tmp_path: Path) -> None:
    """A notice in vertical writing has its first line at the right."""
    lines = ("告示第一号", "次のように改める。", "令和六年三月五日")
    content = b"".join(
        text(400 - 20 * column, 500 - 10 * row, character)
        for column, line in enumerate(lines)
        for row, character in enumerate(line)
    )
    assert drawn_text(tmp_path, content)[0] == list(lines)


def test_only_the_pages_asked_for_are_read(tmp_path: Path) -> None:
    """Their numbers stay those of the file, and others do not exist."""
    (tmp_path / "plan.pdf").write_bytes(pages([text(40, 500, f"頁{n}") for n in range(1, 5)]))
    document = finished(pdf.read(tmp_path / "plan.pdf", ReadOptions(pages=(2, 3))))
    found = [(b.span.page, b.text) for b in document.blocks if isinstance(b, Line)]
    assert found == [(2, "頁2"), (3, "頁3")]
    with pytest.raises(UserError, match="no pages 5-6"):
        finished(pdf.read(tmp_path / "plan.pdf", ReadOptions(pages=(5, 6))))


PARTED = (["番号", "事業名", "予算額"], ["1", "防犯灯", "1,200"], ["2", "見守り", "980"],
          ["3", "講習会", "△ 50"], ["4", "広報", "310"])  # fmt: skip
XS, TOP, HEIGHT = (40, 140, 300, 400), 520, 16


def cells_of(tmp_path: Path, content: bytes) -> list[list[list[str]]]:
    """The texts of each table on a page."""
    tables = tables_of(tmp_path, pages([content]))
    return [[[cell.text for cell in row] for row in table.grid()] for table in tables]


def printed(rows: Sequence[Sequence[str]], xs: Sequence[int] = XS) -> bytes:
    """Rows of text at the places of columns, without any rule."""
    return b"".join(
        text(xs[column] + 4, TOP - HEIGHT * row - 12, cell)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell
    )


def rules(rows: int, which: str) -> bytes:
    """The rules between rows, or between columns and around the heading."""
    low = TOP - HEIGHT * rows
    if which == "rows":
        heights = (TOP - HEIGHT * row for row in range(rows + 1))
        return b"".join(rule(XS[0], y, XS[-1], y) for y in heights)
    level = b"".join(rule(XS[0], y, XS[-1], y) for y in (TOP, TOP - HEIGHT, low))
    return level + b"".join(rule(x, TOP, x, low) for x in XS)


@pytest.mark.parametrize("which", ["rows", "columns", "none"])
def test_a_table_is_parted_by_aligned_text_where_rules_are_missing(
    tmp_path: Path, which: str
) -> None:
    """Rules between rows alone, between columns alone, or none at all."""
    drawn_rules = b"" if which == "none" else rules(len(PARTED), which)
    (table,) = cells_of(tmp_path, printed(PARTED) + drawn_rules)
    assert table == [list(row) for row in PARTED]


def test_a_bracket_whose_empty_half_is_over_a_rule_joins_no_columns(tmp_path: Path) -> None:
    """A browser squeezes the bracket that ends 現状値（人）: its box reaches into the next cell."""
    rows = [["番号", "", ""], ["1", "18", "21"], ["2", "9", "12"]]
    heads = text(XS[2] - 5.6 * 10, TOP - 12, "現状値（人）", 10) + text(
        XS[2] + 1, TOP - 12, "目標値", 10
    )
    (table,) = cells_of(
        tmp_path, printed(rows) + heads + rules(len(rows), "columns") + rules(len(rows), "rows")
    )
    assert table[0] == ["番号", "現状値（人）", "目標値"]


@pytest.mark.parametrize("end", ["、", "ー", "市"])
def test_a_line_over_its_cells_edge_ends_where_the_next_cells_text_begins(
    tmp_path: Path, end: str
) -> None:
    """A sign that hangs over the rule, or a letter, stands as close as letters of one text do."""
    rows = [["番号", "取組の内容", "担当課"], ["1", "", "防犯課"], ["2", "旗を配る。", "市民課"]]
    line = f"通学路に防犯灯を設けて見守{end}"
    over = text(XS[2] + 4.5 - 10 * len(line) + 3, TOP - HEIGHT - 12, line)
    (table,) = cells_of(
        tmp_path, printed(rows) + over + rules(len(rows), "columns") + rules(len(rows), "rows")
    )
    assert table[1] == ["1", line, "防犯課"]


def test_spaces_that_fill_a_line_are_one(tmp_path: Path) -> None:
    """As many as it takes to reach the right edge are there: they change with the figure."""
    rows = [
        ["番号", "事業名", "内容"],
        ["1", "灯の設置", "見込額　　　　 404,000円"],
        ["2", "旗の配布", "一つ 二つ"],
    ]
    (tmp_path / "plan.pdf").write_bytes(pages([TITLE + ruled(rows, [40, 100, 200])[0]]))
    *_pages, reading = read_in_steps(tmp_path / "plan.pdf", ReadOptions())
    assert isinstance(reading, Reading)
    assert [row[3] for row in told_rows(reading)] == ["見込額　404,000円", "一つ 二つ"]


def test_names_that_are_spread_over_their_column_begin_rows(tmp_path: Path) -> None:
    """均等割付 fills the column, as running text does; a title over all columns is above."""
    names = ["市税", "地方譲与税", "寄附金", "諸収入"]
    spread = b"".join(
        text(XS[0] + 4 + at * 82 / (len(name) - 1), TOP - HEIGHT * row - 12, letter)
        for row, name in enumerate(names, 1)
        for at, letter in enumerate(name)
    )
    rows = [["科目", "説明", "予算額"], *(["", f"見込み{n}", f"{n},200"] for n in range(1, 5))]
    title = text(200, TOP + 4, "歳入") + rule(XS[0], TOP + 16, XS[-1], TOP + 16)
    title += b"".join(rule(x, TOP, x, TOP + 16) for x in (XS[0], XS[-1]))
    (table,) = cells_of(tmp_path, printed(rows) + spread + title + rules(len(rows), "columns"))
    assert [["".join(cell.split()) for cell in row] for row in table[2:]] == [
        [name, *row[1:]] for name, row in zip(names, rows[1:], strict=True)
    ]


def test_figures_and_words_side_by_side_are_two_columns(tmp_path: Path) -> None:
    """Without upright rules a number at the right of its column stands close to a name."""
    content = rules(4, "rows")
    for row, (number, name, amount) in enumerate(PARTED[:4]):
        y = TOP - HEIGHT * row - 12
        content += text(92 - 5 * len(number) * (row > 0) - 30 * (row == 0), y, number)
        content += text(96, y, name) + text(XS[2], y, amount)
    (table,) = cells_of(tmp_path, content)
    assert table == [list(row) for row in PARTED[:4]]


def test_a_heading_over_two_columns_without_upright_rules_is_their_group(tmp_path: Path) -> None:
    """It is above the middle of their own headings, one line higher than these."""
    content = b"".join(rule(XS[0], y, 500, y) for y in (520, 490, 470, 450, 430))
    content += text(262, 508, "予算額")
    content += text(44, 502, "事業名") + text(404, 502, "担当課")
    content += text(204, 496, "令和６年度") + text(304, 496, "令和７年度")
    for row, name in enumerate(["防犯灯", "見守り", "講習会"]):
        for x, cell in ((44, name), (214, "1,200"), (314, "980"), (404, "道路課")):
            content += text(x, 476 - 20 * row, cell)
    (table,) = cells_of(tmp_path, content)
    assert [cell.replace("\n", "") for cell in table[0]] == ["事業名", "予算額", "予算額", "担当課"]
    assert table[1] == ["事業名", "令和６年度", "令和７年度", "担当課"]
    assert table[2:] == [[n, "1,200", "980", "道路課"] for n in ("防犯灯", "見守り", "講習会")]


def test_a_word_spread_by_spaces_is_a_title_between_rows(tmp_path: Path) -> None:
    """Below headings in brackets its letters stand under two of them, in no column."""
    rows = [
        ["（科目）", "（既決予定額）", "（補正予定額）", "（計）"],
        [""] * 4,
        ["第１款　水道事業収益", "1,600", "△7", "1,593"],
        ["第１項　営業収益", "190", "2", "192"],
        [""] * 4,
        ["第１款　水道事業費用", "1,190", "25", "1,215"],
        ["第１項　営業費用", "1,100", "20", "1,120"],
    ]
    words = printed(rows, [40, 200, 300, 400])
    titles = text(230, 492, "収　　　　　　　　入") + text(230, 444, "支　　　　　　　　出")
    title = text(40, 570, "令和７年度水道事業会計補正予算")
    reading = read_pdf(tmp_path, pages([title + words + titles]))
    assert reading.plan is not None
    assert [one.title for one in reading.plan.sections] == ["収入", "支出"]
    assert [one.name for _section, one in reading.plan.initiatives()] == [
        "第１款　水道事業収益",
        "第１項　営業収益",
        "第１款　水道事業費用",
        "第１項　営業費用",
    ]
    assert {one.heading for one in reading.plan.columns} == {"予定額", "補正予定額"}


def test_a_line_of_spaces_parts_no_table(tmp_path: Path) -> None:
    """Spaces that a program leaves between the rows of a table are no row of it."""
    spaces = text(XS[1], TOP - 20, "\u3000\u3000", 3)
    (table,) = cells_of(tmp_path, printed(PARTED) + spaces)
    assert table == [list(row) for row in PARTED]


def test_a_line_without_first_cell_goes_on_from_the_row_above(tmp_path: Path) -> None:
    """Where nothing is ruled, a name over two lines stays one cell."""
    rows = [*PARTED[:2], ["", "の更新", ""], *PARTED[2:]]
    (table,) = cells_of(tmp_path, printed(rows))
    assert table[1] == ["1", "防犯灯\nの更新", "1,200"]
    assert len(table) == len(PARTED)


def test_a_name_with_figures_below_figures_is_a_row(tmp_path: Path) -> None:
    """Where the department stands only beside the first of its rows, none is joined to it."""
    rows = [
        ["課名", "事業名", "予算額", "前年度"],
        ["建設課", "舗装", "52,000", "40,000"],
        ["", "除雪", "18,000", "17,000"],
        ["水道課", "給水", "8,700", "9,000"],
    ]
    content = b"".join(
        text(x, TOP - 19 * at, cell)
        for at, row in enumerate(rows)
        for x, cell in zip(XS, row, strict=True)
        if cell
    )
    (table,) = cells_of(tmp_path, content)
    assert table == rows


def test_a_line_above_the_first_cell_of_its_row_belongs_to_it(tmp_path: Path) -> None:
    """Where texts are centred, a name over two lines begins above the number of its row."""
    rows = {
        0: ["番号", "事業名", "担当課", "予算額"],
        23: ["1", "防犯灯", "道路課", "1,200"],
        42: ["", "見守り活動", "", ""],
        48: ["2", "", "市民課", "980"],
        54: ["", "の支援", "", ""],
        73: ["3", "講習会", "学務課", "50"],
    }
    content = b"".join(
        text(x, TOP - y, cell) for y, row in rows.items() for x, cell in zip(XS, row, strict=True)
    )
    (table,) = cells_of(tmp_path, content)
    assert [row[1] for row in table] == ["事業名", "防犯灯", "見守り活動\nの支援", "講習会"]


@pytest.mark.parametrize(
    ("title", "ends"),
    [(["歳入"], (0, 16, 32, 128)), ([], (0, 16, 64, 112))],
    ids=["below headings under a title", "below every third row"],
)
def test_figures_of_several_rows_between_two_rules_are_rows(
    tmp_path: Path, title: list[str], ends: Sequence[int]
) -> None:
    """Each is beside the name of its row; the rules between columns go through all of them."""
    names = ["市税", "譲与税", "交付金", "使用料", "手数料", "繰入金"]
    figures = [[name, f"{at},200", f"▲ {at}0"] for at, name in enumerate(names)]
    content = b"".join(rule(40, TOP - y, 400, TOP - y) for y in ends)
    content += b"".join(rule(x, TOP - 16 * len(title), x, TOP - ends[-1]) for x in XS[1:-1])
    content += b"".join(rule(x, TOP, x, TOP - ends[-1]) for x in (XS[0], XS[-1]))
    rows = [*([title] if title else []), ["科目", "前年度", "本年度"], *figures]
    (table,) = cells_of(tmp_path, content + printed(rows))
    assert table[-len(names) :] == figures


def test_a_row_of_several_lines_with_one_amount_is_one_row(tmp_path: Path) -> None:
    """Its cells all have as many lines, and the figures beside the first one are the row's."""
    head = ["事業名", "前年度", "本年度", "担当課"]
    row = ["子どもの\n居場所を\nつくる", "900", "1,200", "子ど\nも家\n庭課"]
    (table,) = cells_of(tmp_path, ruled([head, row], [60, 60, 60, 40])[0])
    assert ["".join(cell.split()) for cell in table[1]] == [
        "子どもの居場所をつくる",
        "900",
        "1,200",
        "子ども家庭課",
    ]


def test_a_row_whose_amounts_are_broken_is_one_row(tmp_path: Path) -> None:
    """Narrow cells break a number amid a group of three digits, which is no row's amount."""
    head = ["事業名", "前年度", "本年度", "担当課"]
    rows = [
        [f"{name}の\n居場所を\nつくる", "1,05\n3,46\n6", "1,12\n0,15\n9", "子ど\nも家\n庭課"]
        for name in ("子ども", "お年寄")
    ]
    (table,) = cells_of(tmp_path, ruled([head, *rows], [60, 60, 60, 40])[0])
    assert [["".join(cell.split()) for cell in row] for row in table[1:]] == [
        ["子どもの居場所をつくる", "1,053,466", "1,120,159", "子ども家庭課"],
        ["お年寄の居場所をつくる", "1,053,466", "1,120,159", "子ども家庭課"],
    ]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("延べ　９０２\n人", "延べ　９０２人"),
        ("割合　１\n５．０％", "割合　１５．０％"),
        ("売上げ１,１９\n８円", "売上げ１,１９８円"),
        ("給付　1,322,463\n費", "給付費　1,322,463"),
        ("給付の事業　　　902\n費の半分", "給付の事業費の半分　902"),
    ],
    ids=["unit-below", "digits-below", "digits-of-an-amount-below", "amount", "amount-far-off"],
)
def test_an_amount_at_a_cells_edge_is_behind_its_text(
    tmp_path: Path, lines: str, words: str
) -> None:
    """A figure of the text itself, which is broken behind it or within, stays where it is."""
    rows = [["番号", "事業名", "実績"], ["1", "灯の事業", lines]]
    width = 10 * ems_needed(lines.splitlines()[0]) + 6
    (table,) = cells_of(tmp_path, ruled(rows, [40, 100, width])[0])
    assert "".join(table[1][2].split()) == "".join(words.split())


def test_a_title_in_large_letters_goes_on_in_those_of_the_next_line(tmp_path: Path) -> None:
    """The lines below are smaller, or too far off."""
    content = text(40, 570, "第２期町づくり戦略", 15) + text(
        40, 552, "進捗状況（令和６年度末）", 15
    )
    content += text(40, 520, "１　働く場の充実") + ruled(ROWS, WIDTHS, top=510)[0]
    plan = read_pdf(tmp_path, pages([content])).plan
    assert plan is not None
    assert plan.title == "第２期町づくり戦略進捗状況（令和６年度末）"
    assert [section.title for section in plan.sections] == ["働く場の充実"]


def test_a_bracket_that_ends_on_a_rule_ends_its_text(tmp_path: Path) -> None:
    """Its half beyond the rule is blank, and the heading beside it begins right there."""
    rows = [["番号", "指標", "現状値（Ｒ４）", "目標値（Ｒ14）"], ["1", "灯の数", "20", "30"]]
    (table,) = cells_of(tmp_path, ruled(rows, [40, 100, 69, 100])[0])
    assert table[0] == rows[0]


def test_frames_side_by_side_are_read_one_after_the_other(tmp_path: Path) -> None:
    """Their lines are at the same heights, and each frame has an initiative."""
    content = text(40, 560, "令和７年度当初予算　重点事業")
    frames = [("橋の点検", "42,000千円", "道路課"), ("川の見守り", "9,900千円", "河川課")]
    frames += [("夜間の相談", "4,200千円", "市民課")]
    for at, (name, amount, by) in enumerate(frames):
        lines = f"{name}事業\n予算額　{amount}\n担当：{by}\n{by}が行う。"
        content += ruled([[lines]], [190], left=40 + 200 * at)[0]
    plan = read_pdf(tmp_path, pages([content])).plan
    assert plan is not None
    found = [(i.name, i.department, [*i.fields.values()]) for _s, i in plan.initiatives()]
    expected = [(f"{name}事業", by, [{Edition(2025): amount}]) for name, amount, by in frames]
    assert found == expected


UNRULED = [
    ["事業名", "本年度", "担当課"],
    ["◆基本目標１　子どもが健やかに育つ街をつくる", "", ""],
    ["・通学路の見守り活動", "12,000千円", "市民課"],
    ["を広げる事業", "", ""],
    ["・防犯灯", "980千円", "道路課"],
    ["◆基本目標２　暮らし", "", ""],
    ["・講習会", "―千円", "市民課"],
]


def test_titles_of_several_rows_in_a_table_without_rules(tmp_path: Path) -> None:
    """They run over the columns; a line below a name that fills its column goes on with it."""
    (table,) = cells_of(tmp_path, printed(UNRULED, (40, 170, 260)))
    texts = [["".join(dict.fromkeys("".join(cell.split()) for cell in row))] for row in table]
    assert [row[0] for row in texts] == [
        "事業名本年度担当課",
        "◆基本目標１子どもが健やかに育つ街をつくる",
        "・通学路の見守り活動を広げる事業12,000千円市民課",
        "・防犯灯980千円道路課",
        "◆基本目標２暮らし",
        "・講習会―千円市民課",
    ]


@pytest.mark.parametrize("unit", ["", "千円"])
def test_amounts_flush_with_the_texts_on_their_right(tmp_path: Path, unit: str) -> None:
    """A narrow gap at one place in all rows parts columns, but not the unit from its figure."""
    figures = ["1,200", "980", "35", "2,400"]
    content = printed([[f"事業{at}"] for at in range(len(figures))])
    for at, figure in enumerate(figures):
        y = TOP - HEIGHT * at - 12
        content += text(200 - 5 * len(figure), y, figure) + text(202, y, unit or "市民課")
        content += text(224, y, "市民課") if unit else b""
    content += b"".join(text(300, TOP - HEIGHT * at - 12, "継続") for at in range(len(figures)))
    (table,) = cells_of(tmp_path, content)
    assert [row[1].strip() for row in table] == [figure + unit for figure in figures]
    assert {row[2] for row in table} == {"市民課"}


@pytest.mark.parametrize("apart", [3, 0], ids=["two columns", "digits spread"])
def test_figures_of_two_columns_close_to_each_other(tmp_path: Path, apart: int) -> None:
    """The longest figure of the right column nearly touches the left one, between rules of rows."""
    figures = [("前年度", "本年度"), ("6,120", "8,300"), ("44,900", "45,678"), ("0", "103,200")]
    figures += [("235,400", "210,000")]
    content = b"".join(rule(40, TOP - HEIGHT * at, 400, TOP - HEIGHT * at) for at in range(6))
    content += printed([[f"事業{at}"] for at in range(len(figures))])
    for at, pair in enumerate(figures):
        y = TOP - HEIGHT * at - 12
        for end, figure in zip((200, 238), pair, strict=True):
            width = 5 * len(figure) if at else 30
            content += text(end - width, y, figure) if apart else b""
        content += b"" if apart else b"".join(text(190 + 8 * n, y, "123"[n]) for n in range(3))
        content += text(320, y, "市民課")
    (table,) = cells_of(tmp_path, content)
    found = [[cell.strip() for cell in row[1:-1]] for row in table]
    assert found == ([list(pair) for pair in figures] if apart else [["123"]] * len(figures))


def test_a_gap_that_the_longest_text_alone_fills_parts_columns(tmp_path: Path) -> None:
    """It reaches to the next column but for a little; the other rows leave it open."""
    longest = "防犯灯及び防犯カメラの設置事"  # the next column begins 6 points behind it
    rows = [PARTED[0], ["1", longest, "1,200"], *PARTED[2:]]
    (table,) = cells_of(tmp_path, printed(rows))
    assert table == [list(row) for row in rows]


@pytest.mark.parametrize("is_near", [True, False], ids=["right below", "further down"])
def test_headings_that_alone_have_rules_head_the_columns_below(
    tmp_path: Path, *, is_near: bool
) -> None:
    """The texts right below them stand in their columns; what is further down is of another."""
    box = [rule(x, TOP, x, TOP - HEIGHT) for x in XS]
    box += [rule(XS[0], y, XS[-1], y) for y in (TOP, TOP - HEIGHT)]
    rows = list(PARTED) if is_near else [PARTED[0], *[["", "", ""]] * 4, *PARTED[1:]]
    tables = cells_of(tmp_path, printed(rows) + b"".join(box))
    whole = [list(row) for row in PARTED]
    assert tables == ([whole] if is_near else [whole[:1], whole[1:]])


@pytest.mark.parametrize("is_at_top", [True, False], ids=["at the top", "below it"])
def test_rows_of_several_lines_begin_beside_their_figures(
    tmp_path: Path, *, is_at_top: bool
) -> None:
    """There is neither a rule nor a gap between the rows, of which two have two lines."""
    rows = [["事業名", "予算額", "担当課"], ["子どもの", "1,200", "子ど"], ["居場所", "", "も課"]]
    rows += [["防犯灯", "―", "道路課"], ["見守りを", "35", "市民課"], ["広げる", "", ""]]
    if not is_at_top:
        rows[1][1], rows[2][1] = rows[2][1], rows[1][1]
    (table,) = cells_of(tmp_path, printed(rows) + rules(len(rows), "columns"))
    names = ["子どもの居場所", "防犯灯", "見守りを広げる"]
    assert ["".join(row[0].split()) for row in table[1:]] == names


def in_boxes(rows: Sequence[Sequence[str]], gaps: tuple[int, int]) -> bytes:
    """Cells as boxes of their own, apart from each other."""
    out, height = b"", HEIGHT + gaps[1]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            x0, x1, y = XS[column], XS[column + 1] - gaps[0], TOP - height * row
            corners = [(x0, y), (x1, y), (x1, y - HEIGHT), (x0, y - HEIGHT), (x0, y)]
            out += b"".join(rule(*one, *other) for one, other in pairwise(corners))
            out += text(x0 + 4, y - 12, cell)
    return out


@pytest.mark.parametrize(
    ("gaps", "tables"),
    [((4, 4), 1), ((7, 7), 1), ((9, 9), 1), ((30, 30), 0)],
    ids=["4 points", "7 points", "9 points", "far apart"],
)
def test_cells_that_are_boxes_apart_from_each_other(
    tmp_path: Path, gaps: tuple[int, int], tables: int
) -> None:
    """As a browser prints them; what is farther apart or unevenly is no table's."""
    found = cells_of(tmp_path, in_boxes(PARTED, gaps))
    assert found == [[list(row) for row in PARTED]] * tables


def test_texts_close_to_each_other_between_rules_of_rows(tmp_path: Path) -> None:
    """The headings alone have rules between them, and the amounts end close to the texts."""
    rows = [["事業名", "予算額", "内容"], ["子どもの居場所", "1,200千円", "設ける。"]]
    rows += [["防犯灯", "980千円", "灯す。"], ["見守り", "35千円", "広げる。"]]
    xs = (40, 118, 176)
    edges = [rule(40, TOP - HEIGHT * at, 260, TOP - HEIGHT * at) for at in range(len(rows) + 1)]
    edges += [rule(x, TOP, x, TOP - HEIGHT) for x in (*xs, 260)]
    (table,) = cells_of(tmp_path, b"".join(edges) + printed(rows, xs))
    assert table == rows


def test_running_text_side_by_side_is_not_parted_into_rows(tmp_path: Path) -> None:
    """Lines that fill their column are one text, though those beside it are at one height."""
    line = "市民の安全を守るため、見守り"
    rows = [["現行", "改正案", "備考"]] + [[line[:9], line[:14], "変更"]] * 4
    (table,) = cells_of(tmp_path, printed(rows) + rules(len(rows), "columns"))
    assert len(table) == 2


def test_a_few_words_side_by_side_are_no_table(tmp_path: Path) -> None:
    """A date and a publisher beside a title stay lines."""
    rows = [["令和６年度", "青葉市", "市民課"], ["本計画の趣旨", "", ""]]
    assert cells_of(tmp_path, printed(rows)) == []


def test_tables_side_by_side_are_read_one_after_the_other(tmp_path: Path) -> None:
    """Each comes after its own heading; what reaches over both keeps its place."""
    rows = [["番号", "事業名"], ["1", "防犯灯"], ["2", "見守り"]]
    left, right = (ruled(rows, [40, 200], left=x, top=480)[0] for x in (40, 440))
    heads = text(40, 486, "１ 灯す街") + text(440, 486, "２ 見守る街")
    title, note = "青葉市安全計画の事業の一覧", "（注）金額は当初予算の額である。"
    content = text(300, 540, title) + heads + left + right + text(300, 300, note)
    (tmp_path / "plan.pdf").write_bytes(pages([content]))
    document = finished(pdf.read(tmp_path / "plan.pdf", ReadOptions()))
    found = [b.text if isinstance(b, Line) else "table" for b in document.blocks]
    assert found == [title, "１ 灯す街", "table", "２ 見守る街", "table", note]


def picture(x: float, y: float, size: float) -> bytes:
    """A square picture whose lower left corner is there."""
    return b"q %f 0 0 %f %f %f cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n" % (size, size, x, y)


def test_a_picture_in_a_cell_is_reported(tmp_path: Path) -> None:
    """It may show what the cell says, which is lost where no text stands beside it."""
    table, _end = ruled(
        [HEADING, ["1", "防犯灯", "", "灯す。", "道路課"]], [40, 100, 206, 206, 100]
    )
    pictures = picture(190, 505, 12) + picture(395, 505, 12) + picture(700, 100, 40)
    (tmp_path / "plan.pdf").write_bytes(pages([table + pictures]))
    document = finished(pdf.read(tmp_path / "plan.pdf", ReadOptions()))
    found = {(one.level, one.code) for one in document.diagnostics}
    assert found == {(Level.LOSS, "picture"), (Level.NOTE, "picture")}


def merged(*words: tuple[float, str]) -> bytes:
    """A table in which 款・項 is one cell for three rows, with words at heights of it."""
    rows = [
        ["番号", "款・項", "事業名", "予算額"],
        ["1", "", "見守り\nの事業", "1,200"],
        ["2", "^", "防犯灯\nの設置", "980"],
        ["3", "^", "講習会\nの開催", "50"],
    ]
    table, _end = ruled(rows, [40, 100, 100, 80], top=540)
    return table + b"".join(text(83, y, written) for y, written in words)


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        pytest.param(
            [(509, "２総務費"), (496, "１総務管理費"), (445, "３防災費")],
            ["２総務費\n１総務管理費", "２総務費\n１総務管理費", "３防災費"],
            id="texts at the heights of their rows",
        ),
        pytest.param(
            [(479, "市民の安全を守り"), (466, "災害に備える")],
            ["市民の安全を守り\n災害に備える"] * 3,
            id="one text in the middle of all",
        ),
        pytest.param(
            [(502, "安"), (470, "全"), (438, "課")], ["安\n全\n課"] * 3, id="a word spread over all"
        ),
    ],
)
def test_a_cell_without_rules_holds_the_texts_of_its_rows(
    tmp_path: Path, words: list[tuple[float, str]], read_as: list[str]
) -> None:
    """Budgets leave out the rule below 款 where it stays the same, and write 項 beside its row."""
    (table,) = cells_of(tmp_path, merged(*words))
    assert [row[1].replace("\u3000", "") for row in table[1:]] == read_as


def test_a_page_that_begins_with_the_title_of_a_section(tmp_path: Path) -> None:
    """The rows below the titles of the next page go on under the header of the page before."""
    title = ["", "", "", ""]
    before = [HEADING, ["１　安全なまち", *title], ["1", "灯", "灯す。", "照らす。", "道路課"]]
    after = [
        ["２　楽しいまち", *title],
        ["1", "旗", "立てる。", "配る。", "市民課"],
        ["３　美しいまち", *title],
        ["1", "花", "植える。", "育てる。", "公園課"],
    ]
    widths = [120, 100, 150, 150, 100]
    file = pages([drawn(before, widths), ruled(after, widths)[0]])
    reading = read_pdf(tmp_path, file)
    assert problems(reading.diagnostics) == ()
    assert reading.plan is not None
    found = [(section.title, one.name) for section, one in reading.plan.initiatives()]
    assert found == [("安全なまち", "灯"), ("楽しいまち", "旗"), ("美しいまち", "花")]


@pytest.mark.parametrize(
    ("text_above", "is_cut"),
    [("道に灯を", True), ("道に灯を置く。", False)],
    ids=["amid a sentence", "behind one"],
)
def test_a_page_that_ends_amid_a_name(tmp_path: Path, text_above: str, *, is_cut: bool) -> None:
    """A row without its department goes on with the name above, as its text goes on too."""
    heading = ["事業名", "事業内容", "担当課"]
    before = [
        heading,
        ["旗", "配る。", "市民課"],
        ["花", "植える。", "公園課"],
        ["防犯灯の", text_above, "道路課"],
    ]
    after = [heading, ["更新", "置く。", ""], ["講座", "開く。", "学務課"]]
    widths = [120, 200, 100]
    file = pages([drawn(before, widths), ruled(after, widths)[0]])
    reading = read_pdf(tmp_path, file)
    assert reading.plan is not None
    names = [one.name for _section, one in reading.plan.initiatives()]
    rest = ["防犯灯の更新"] if is_cut else ["防犯灯の", "更新"]
    assert names == ["旗", "花", *rest, "講座"]


@pytest.mark.parametrize(
    ("before", "after", "departments"),
    [
        (["市民課", "道路課", "^"], ["", "学務課"], "市民課、道路課、道路課、道路課、学務課"),
        (["市民課", "^", ""], ["道路課", "^"], "市民課、市民課、道路課、道路課、道路課"),
        (["市民課", "", "道路課"], ["", "学務課", "^"], "市民課、、道路課、、学務課、学務課"),
    ],
    ids=["its text is above", "its text is below", "other cells are blank too"],
)
def test_a_page_that_ends_amid_a_merged_cell(
    tmp_path: Path, before: list[str], after: list[str], departments: str
) -> None:
    """Rows beside a page's end have the department of the other page where all others have one."""
    heading, widths = ["事業名", "事業内容", "担当課"], [120, 200, 100]
    rows = [[f"事業{at}", "行う。", one] for at, one in enumerate([*before, *after])]
    above, below = [heading, *rows[:3]], [heading, *rows[3:]]
    reading = read_pdf(tmp_path, pages([drawn(above, widths), ruled(below, widths)[0]]))
    assert reading.plan is not None
    found = [one.department for _section, one in reading.plan.initiatives()]
    assert "、".join(found) == departments


def test_a_list_with_a_name_that_may_be_a_label_is_no_form(tmp_path: Path) -> None:
    """The headings come again on each page, and 支援補助金 at the top of one is a name."""
    heading, widths = ["施策", "番号", "事業名", "事業内容", "担当課"], [80, 40, 140, 200, 100]
    rows = [
        ["安全", "1", "見守り", "見守る。", "市民課"],
        ["^", "2", "運転支援補助金", "補助する。", "商工課"],
    ]
    rest = [["", "3", "防犯灯", "灯す。", "道路課"], ["文化", "4", "講座", "開く。", "学務課"]]
    file = pages([drawn([heading, *rows], widths), ruled([heading, *rest], widths)[0]])
    found = rows_of(read_pdf(tmp_path, file))
    assert found == [row[1:] for row in (*rows, *rest)]


@pytest.mark.parametrize(
    ("end", "is_rest"),
    [("（その２）", True), ("事業", True), ("防犯の部", False)],
    ids=["in brackets", "as other names end", "a title"],
)
def test_a_page_that_begins_with_the_end_of_a_name(
    tmp_path: Path, end: str, *, is_rest: bool
) -> None:
    """Nothing else of the row is on the second page: names of a narrow column are cut."""
    heading, widths = ["事業名", "前年度", "本年度"], [80, 60, 60]
    rows = [[f"見守り{at}事業", f"{at}00", f"{at}50"] for at in range(1, 4)]
    cut = ["地域の防犯", "800", "900"]
    after = [[end, "", ""], ["灯の事業", "100", "200"]]
    contents = [drawn([heading, *rows, cut], widths), ruled(after, widths)[0]]
    names = [row[1] for row in rows_of(read_pdf(tmp_path, pages(contents)))]
    assert ("地域の防犯" + end in names) == is_rest
    assert names[-1] == "灯の事業"


@pytest.mark.parametrize(
    ("cut", "end", "is_rest"),
    [
        ("地域防犯灯更", "新支援事業", True),
        ("地域防犯", "灯更新事業", False),
        ("地域防犯事業", "灯更新事業", False),
        ("防犯灯及び", "電柱", True),
        ("灯（直轄", "分）", True),
    ],
    ids=["amid a full line", "behind a short one", "whole", "open by a word", "open by a bracket"],
)
def test_a_name_that_a_page_cuts_amid_its_line(
    tmp_path: Path, cut: str, end: str, *, is_rest: bool
) -> None:
    """A name alone at the top of a page is the end of one that does not end as others do."""
    heading, widths = ["事業名", "前年度", "本年度"], [80, 60, 60]
    rows = [[f"見守り{at}事業", f"{at}00", f"{at}50"] for at in range(1, 4)]
    after = [[end, "", ""], ["灯の事業", "100", "200"]]
    before = [heading, *rows, [cut, "800", "900"]]
    contents = [drawn(before, widths), ruled(after, widths)[0]]
    names = [row[1] for row in rows_of(read_pdf(tmp_path, pages(contents)))]
    assert (cut + end in names) == is_rest


def test_what_is_the_same_as_a_text_that_a_page_cuts_is_the_same_as_all_of_it(
    tmp_path: Path,
) -> None:
    """同左 beside the first half of a text has the other half, too, which the next page shows."""
    heading, widths = ["番号", "事業名", "令和６年度", "令和７年度"], [40, 80, 180, 180]
    before = [heading, ["1", "旗", "旗を配る。", "旗を配る。"], ["2", "灯", "道に灯を", "同左"]]
    after = [["", "", "置いて回る。", ""], ["3", "花", "花を植える。", "同左"]]
    reading = read_pdf(tmp_path, pages([drawn(before, widths), ruled(after, widths)[0]]))
    assert reading.plan is not None
    texts = [list(one.summaries.values()) for _section, one in reading.plan.initiatives()]
    assert texts == [["旗を配る。"] * 2, ["道に灯を置いて回る。"] * 2, ["花を植える。"] * 2]


def test_a_row_with_units_above_its_figures_is_no_heading(tmp_path: Path) -> None:
    """補助金 and 事業費 may be headings, but 7,007 is none, whatever stands above it."""
    rows = [["節", "金額", "説明"], ["補助金", "千円\n7,007", "千円\n補助事業費\n団体に出す"]]
    rows += [["委託料", "600", "木を植える"], ["工事費", "900", "柱を立てる"]]
    content = text(40, 560, "令和７年度 予算事項別明細書") + ruled(rows, [100, 100, 200])[0]
    told = {one.code: one.data for one in read_pdf(tmp_path, pages([content])).diagnostics}
    headings, first = told["other-table"]["text"].split("\u3000", 1)
    assert headings == "節・金額 （千円）・説明 （千円）"
    assert first == "補助金\u30007,007\u3000補助事業費 団体に出す"


def test_pages_that_begin_amid_a_row_have_no_name_for_it(tmp_path: Path) -> None:
    """Its name and amounts are on a page that was not asked for: no other text is its name."""
    heading, widths = ["目", "前年度予算額", "本年度予算額", "節", "説明"], [80, 80, 80, 80, 200]
    rows = [["１ 灯の費", "100", "200", "需用費", "町を照らす"]]
    rest = [["", "", "", "委託料", "電球を替える"], ["", "", "", "工事費", "柱を立てる"]]
    after = [
        ["２ 旗の費", "300", "400", "需用費", "旗を配る"],
        ["３ 花の費", "500", "600", "", "植える"],
    ]
    title = text(40, 560, "令和７年度 予算事項別明細書")
    both = [title + ruled(own, widths)[0] for own in ([heading, *rows], [heading, *rest, *after])]
    whole, second = (read_pdf(tmp_path, pages(contents)) for contents in (both, both[1:]))
    assert [row[1] for row in rows_of(whole)] == ["灯の費", "旗の費", "花の費"]
    assert [row[1] for row in rows_of(second)] == ["旗の費", "花の費"]
    losses = [one.code for one in second.diagnostics if one.level is Level.LOSS]
    assert losses == ["row-without-name"] * 2


def test_a_page_that_begins_with_a_row_of_fewer_amounts(tmp_path: Path) -> None:
    """It lacks one that all rows before have, but has that of the same year, so it is no rest."""
    heading, widths = ["事業名", "前年度", "本年度", "一般財源", "説明"], [80, 60, 60, 60, 200]
    rows = [[f"見守り{at}事業", f"{at}00", f"{at}50", "9", "町を歩く"] for at in range(1, 6)]
    after = [["灯の事業", "100", "200", "", "駅前を照らす"]]
    contents = [drawn([heading, *rows], widths), ruled(after, widths)[0]]
    assert rows_of(read_pdf(tmp_path, pages(contents)))[-1][1] == "灯の事業"


def test_a_page_that_holds_nothing_but_the_rest_of_a_row(tmp_path: Path) -> None:
    """It has the columns of the page before, though its first ones are blank."""
    heading, widths = ["No.", "該当箇所", "訂正前", "訂正後"], [40, 100, 200, 200]
    before = [heading, ["1", "３頁８行目", "灯を置く。", "灯を新しくする。"]]
    before += [["2", "７頁１行目", "旗を市の", "旗を町の"]]
    rest, after = (
        ["", "", "中に立てる。", "中に立てる。"],
        ["3", "９頁", "花を植える。", "木を植える。"],
    )
    beside = rule(73, 540, 73, 521)  # a heading
    contents = [drawn(before, widths) + beside, ruled([rest], widths)[0], ruled([after], widths)[0]]
    found = rows_of(read_pdf(tmp_path, pages(contents)))
    assert [row[2] for row in found] == ["灯を置く。", "旗を市の中に立てる。", "花を植える。"]


def test_rows_lower_than_a_rule_is_thick_are_rows(tmp_path: Path) -> None:
    """A sheet of many columns is printed so small that its second row of headings is 5 pt high."""
    out, xs, heights = b"", [40, 90, 150, 170, 190], [540, 535, 530, 525, 520]
    for y in heights:
        out += rule(150 if y == 535 else 40, y, 190, y)  # the first two headings are merged
    for x in xs:
        out += rule(x, 535 if x == 170 else 540, x, 520)
    for x, y, words in [(42, 534, "事業名"), (92, 534, "事業内容"), (152, 536, "予算額")]:
        out += text(x, y, words, 3)
    rows = ["", "", "R6", "R7"], ["灯", "灯す。", "100", "200"], ["旗", "配る。", "300", "400"]
    for row, y in zip(rows, heights[1:], strict=False):
        for x, words in zip(xs, row, strict=False):
            out += text(x + 2, y - 4, words, 3) if words else b""
    reading = read_pdf(tmp_path, pages([out]))
    assert reading.plan is not None
    found = [one.fields["予算額"] for _section, one in reading.plan.initiatives()]
    assert [list(map(str, amounts)) for amounts in found] == [["R6", "R7"]] * 2
    assert [list(amounts.values()) for amounts in found] == [["100", "200"], ["300", "400"]]


ARTICLES = [
    ["第１条　灯を置く。", "第１条　灯を新しくする。"],
    ["第２条　旗を立てる。", "第２条　旗を配る。"],
]


@pytest.mark.parametrize(
    ("ends", "begins", "is_cut"),
    [
        ("第３条　市は、花を", "植える。", True),
        ("第３条　花を植える。", "２　前項の花は、市の花とする。", True),
        ("第３条　花を植える。", "第４条　木を植える。", False),
    ],
    ids=["amid a sentence", "between two parts of an article", "between two articles"],
)
def test_a_page_that_ends_amid_an_article(
    tmp_path: Path, ends: str, begins: str, *, is_cut: bool
) -> None:
    """Two editions of an ordinance side by side have no names that a new row would begin with."""
    heading, widths = ["現行", "改正案"], [250, 250]
    before = [heading, *ARTICLES, [ends, ends]]
    after = [heading, [begins, begins], ["附則　公布の日から行う。"] * 2]
    reading = read_pdf(tmp_path, pages([drawn(before, widths), ruled(after, widths)[0]]))
    assert reading.plan is not None
    assert len(list(reading.plan.initiatives())) == (4 if is_cut else 5)


def test_boxes_named_by_percentages_are_no_rows_of_the_table_before(tmp_path: Path) -> None:
    """A chart of as many bars as the table has columns names nothing: 11.4% is no initiative."""
    heading, widths = ["事業名", "令和６年度予算額", "令和７年度予算額"], [120, 100, 100]
    before = [heading, ["灯", "32", "44"], ["旗", "31", "42"]]
    bars = [["11.4%", "43.6%", "38.0%"], ["", "33.3%", "40.3%"], ["8.6%", "36.0%", ""]]
    reading = read_pdf(tmp_path, pages([drawn(before, widths), ruled(bars, widths)[0]]))
    assert "other-table" in {one.code for one in reading.diagnostics}
    assert reading.plan is not None
    assert [one.name for _section, one in reading.plan.initiatives()] == ["灯", "旗"]


@pytest.mark.parametrize(
    ("above", "below", "is_cut"),
    [
        (["灯を置く。旗は同", "灯を置く。旗も置く。"], ["じとする。", ""], True),
        (["【灯】\n（略）", "【灯】\nリハビリテーショ"], ["（略）", "ョン料とする。"], True),
        (["灯を置く。旗は同", "灯を置く。（略）"], ["【花】\n植える。", "【花】"], False),
        (["灯を置く。（略）", "灯を置く。（略）"], ["花を植える。", "花を植える。"], False),
        (["灯の設置", "灯の更新"], ["花の植栽", ""], False),
    ],
    ids=["one column alone", "a small kana", "a label below", "a heading above", "words alone"],
)
def test_a_page_that_ends_amid_the_only_row_of_a_table(
    tmp_path: Path, above: list[str], below: list[str], *, is_cut: bool
) -> None:
    """Two editions side by side in one box, which goes on on the next page amid a sentence."""
    heading, widths = ["現行", "改正案"], [250, 250]
    contents = [drawn([heading, above], widths), ruled([below], widths)[0]]
    reading = read_pdf(tmp_path, pages(contents))
    assert reading.plan is not None
    assert len(list(reading.plan.initiatives())) == (1 if is_cut else 2)


def test_a_row_that_fills_a_page_goes_on_there(tmp_path: Path) -> None:
    """That page has rules between its columns alone; the last one begins with an item of a part."""
    widths = [250, 250]
    contents = [
        drawn([["現行", "改正案"], ["第１条\n（新設）", "第１条　旗を置く。所は"]], widths),
        b"".join(rule(x, 540, x, 200) for x in (40, 290, 540)) + text(293, 528, "次のとおり。"),
        ruled([["", "イ　駅の前"], ["附則　公布の日から行う。"] * 2], widths)[0],
    ]
    reading = read_pdf(tmp_path, pages(contents))
    assert reading.plan is not None
    texts = ["\n".join(one.summaries.values()) for _section, one in reading.plan.initiatives()]
    assert [text.split() for text in texts] == [
        ["第１条", "（新設）", "第１条", "旗を置く。所は次のとおり。イ", "駅の前"],
        ["附則", "公布の日から行う。", "附則", "公布の日から行う。"],
    ]


def test_rows_of_the_next_page_that_have_another_number_of_columns_are_a_loss(
    tmp_path: Path,
) -> None:
    """They may be the rest of the table before: it is no note that they were not read."""
    rest = [row[:3] for row in ROWS[1:]]
    reading = read_pdf(tmp_path, pages([drawn(), ruled(rest, WIDTHS[:3])[0]]))
    losses = [one for one in reading.diagnostics if one.level is Level.LOSS]
    assert [(one.code, one.data["count"]) for one in losses] == [("rows-left-out", "2")]
    assert rows_of(reading) == ROWS[1:]


LONG_HEADING = ["番号", "事業名", "事業の概要", "担当課", "予算額"]
LONG_ROWS = [
    ["1", "灯の設置", "通学路に灯を置き、夜道を\n照らす。", "道路課", "120"],
    ["2", "旗の配布", "旗を配る。", "市民課", "30"],
    ["3", "見回り", "町内会と見回る。", "市民課", "45"],
    ["4", "講座の開催", "学校で講座を開き、親子に\n伝える。", "学務課", "60"],
]
LONG_WIDTHS = [40, 100, 130, 100, 80]


def words_of(rows: list[list[str]], heights: list[float], top: float) -> bytes:
    """The words of a table without its rules."""
    xs = [40 + sum(LONG_WIDTHS[:n]) for n in range(len(LONG_WIDTHS))]
    out = b""
    for row, height in zip(rows, heights, strict=True):
        for x, cell in zip(xs, row, strict=False):
            for line, words in enumerate(cell.split("\n")):
                out += text(x + 4, top - 12 - 13 * line, words)
        top -= height
    return out


def filled(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A grey area."""
    return f"0.9 g {x0} {y0} {x1 - x0} {y1 - y0} re f 0 g\n".encode("ascii")


def test_the_rest_of_a_row_below_a_repeated_heading_is_no_form(tmp_path: Path) -> None:
    """A page that has nothing else goes on with the row of the page before."""
    years = ["事業費", "<", "<", "財源内訳", "<"]
    heading = [
        ["目標", "番号", "事務事業名", "概要", "担当課", "指標", "単位", "目標値", "評価", *years],
        [*["^"] * 9, "７年度", "６年度", "増減", "地方債", "その他"],
    ]
    rows = [
        [*"安１", "灯台修繕事業", "灯台を直す。", "港湾課", *"数基４Ａ", *"32102"],
        [*"緑２", "花壇整備事業", "花壇を整え、花", "公園課", *"数株９Ｂ", *"54105"],
    ]
    widths = [40, 35, 75, 100, 50, 45, 40, 50, 40, 55, 55, 50, 50, 50]
    first = text(40, 560, "令和７年度取組一覧") + ruled([*heading, *rows], widths, top=120)[0]
    rest = ["", "", "", "を育てる。", *[""] * 10]
    reading = read_pdf(tmp_path, pages([first, ruled([*heading, rest], widths)[0]]))
    assert reading.plan is not None
    names = [initiative.name for _section, initiative in reading.plan.initiatives()]
    assert names == ["灯台修繕事業", "花壇整備事業"]


def test_a_shade_behind_the_words_of_a_cell_has_no_rules(tmp_path: Path) -> None:
    """文字の網かけ in a heading over two rows is clear of its cell's rules and parts no rows."""
    rows = [
        ["番号", "事業名", "事業費", "<", "担当課"],
        ["^", "^", "総額", "うち補助金", "^"],
        ["1", "灯台修繕事業", "1,200", "600", "港湾課"],
        ["2", "花壇整備事業", "800", "0", "公園課"],
    ]
    shades = b"".join(
        filled(x0 + 3, y0, x1 - 3, y1)
        for x0, x1, y0, y1 in (
            (40, 80, 515, 527),
            (80, 230, 515, 527),
            (230, 410, 524, 536),
            (230, 320, 505, 517),
            (320, 410, 505, 517),
            (410, 530, 515, 527),
        )
    )
    table = ruled(rows, [40, 150, 90, 90, 120])[0]
    content = text(40, 560, "令和７年度主要事業一覧") + shades + table
    reading = read_pdf(tmp_path, pages([content]))
    assert reading.plan is not None
    assert [column.heading for column in reading.plan.columns] == [
        "事業費 › 総額",
        "事業費 › うち補助金",
    ]


def told_rows(reading: Reading) -> list[tuple[str, ...]]:
    """Section, number, name, text, department and amount of each initiative."""
    assert reading.plan is not None
    return [
        (
            section.title,
            str(one.number),
            one.name,
            *one.summaries.values(),
            one.department,
            *(value for values in one.fields.values() for value in dict(values).values()),
        )
        for section, one in reading.plan.initiatives()
    ]


MEANT = [("安全", *row[:2], row[2].replace("\n", ""), *row[3:]) for row in LONG_ROWS[:2]] + [
    ("交流", *row[:2], row[2].replace("\n", ""), *row[3:]) for row in LONG_ROWS[2:]
]

TITLE = text(40, 560, "青葉市実施計画（令和７年度）")


def test_rows_of_any_height_may_be_between_rules_alone(tmp_path: Path) -> None:
    """A text of many lines makes its row higher than others; the page's number is below all."""
    text_of_all = "\n".join(LONG_ROWS[0][2] for _line in range(9))
    row = [*LONG_ROWS[0][:2], text_of_all, *LONG_ROWS[0][3:]]
    heights = [20.0, 260, 20, 20]
    ends = [540 - sum(heights[:n]) for n in range(len(heights) + 1)]
    content = TITLE + words_of([LONG_HEADING, row, *LONG_ROWS[1:3]], heights, 540)
    content += b"".join(rule(40, y, 490, y) for y in ends) + text(400, ends[-1] - 14, "1")
    found = told_rows(read_pdf(tmp_path, pages([content])))
    assert [(one[2], one[-1]) for one in found] == [(r[1], r[-1]) for r in LONG_ROWS[:3]]


def test_rows_below_headings_that_alone_have_rules_are_several(tmp_path: Path) -> None:
    """Two such tables on a page have four rules of one width, and rows higher than one between."""
    more = [
        ["5", "苗の配布", "苗を配る。", "公園課", "15"],
        ["6", "広報", "伝える。", "広報課", "9"],
    ]
    rows = [*LONG_ROWS, *more]
    heights = [20.0, *(28.0 for _row in rows)]
    content = TITLE
    for top in (540.0, 310.0):
        content += words_of([LONG_HEADING, *rows], heights, top)
        content += b"".join(rule(40, y, 490, y) for y in (top, top - 20, top - sum(heights)))
    found = told_rows(read_pdf(tmp_path, pages([content])))
    assert [one[2] for one in found] == [row[1] for row in rows] * 2


@pytest.mark.parametrize("rules", [(540, 520, 487), (540, 520)], ids=["closed", "open below"])
def test_a_table_with_rules_between_its_rows_alone(tmp_path: Path, rules: Sequence[int]) -> None:
    """Titles over all columns stay whole, and the next page has the columns of this one.

    The last row belongs to the table without a rule below it, too; a note there does not.
    """
    rows = [LONG_HEADING, ["政策１　安全"], *LONG_ROWS[:2], ["政策２　交流"]]
    heights = [20.0, 20, 33, 20, 20]
    ends = [540 - sum(heights[:n]) for n in range(len(heights) + 1)]
    first = TITLE + words_of(rows, heights, 540) + b"".join(rule(40, y, 490, y) for y in ends)
    second = words_of(LONG_ROWS[2:], [20, 33], 540)
    second += b"".join(rule(40, y, 490, y) for y in rules)
    second += text(40, 474, "※　金額は予算による。")
    reading = read_pdf(tmp_path, pages([first, second]))
    assert problems(reading.diagnostics) == ()
    assert told_rows(reading) == MEANT


def test_headings_apart_part_columns_that_have_a_narrow_gap(tmp_path: Path) -> None:
    """Texts end close to where departments begin, but their headings are far from each other."""
    rows = [
        ("事業名", "事業内容", "担当課", "予算額"),
        ("灯の設置", "通学路に灯を置いて明るくする。", "道路課", "1200"),
        ("旗の配布", "旗を配り、見守りを呼びかける。", "市民課", "30"),
        ("見回り", "町内会と見回り、声を掛け合う。", "市民課", "4500"),
        ("講座の開催", "学校で開き、親と子に役立てる。", "学務課", "60"),
    ]
    out = TITLE + rule(40, 540, 480, 540)
    for at, (name, words, by, amount) in enumerate(rows):
        y = 528 - 20 * at
        out += text(44, y, name) + text(120 if at else 170, y, words) + text(274, y, by)
        out += text(440, y, amount) + rule(40, y - 8, 480, y - 8)
    found = [row[2:] for row in told_rows(read_pdf(tmp_path, pages([out])))]
    assert found == rows[1:]


@pytest.mark.parametrize(
    ("first", "rules"),
    [
        pytest.param(0, (), id="heading"),
        pytest.param(1, (540, 520), id="first-row-below-a-heading-between-rules"),
        pytest.param(1, (520,), id="first-row-below-a-heading-above-a-rule"),
        pytest.param(1, (520, 374), id="last-row-above-a-rule"),
    ],
)
def test_a_table_of_which_every_other_row_is_coloured(
    tmp_path: Path, first: int, rules: Sequence[int]
) -> None:
    """Rows between the coloured ones have no edges of their own, nor has a heading above them.

    The page's number below the last row is no part of it.
    """
    more = [
        ["5", "苗の配布", "苗を配る。", "公園課", "15"],
        ["6", "広報", "伝える。", "広報課", "9"],
    ]
    rows = [LONG_HEADING, *LONG_ROWS, *more]
    heights = [20.0, 33, 20, 20, 33, 20, 20]
    content, top = TITLE + text(300, 358, "1"), 540.0
    content += b"".join(rule(40, y, 490, y) for y in rules)
    for place, height in enumerate(heights):
        if place % 2 == first:
            for n, width in enumerate(LONG_WIDTHS):
                x = 40 + sum(LONG_WIDTHS[:n])
                content += filled(x, top - height, x + width, top)
        top -= height
    reading = read_pdf(tmp_path, pages([content + words_of(rows, heights, 540)]))
    assert problems(reading.diagnostics) == ()
    found = [list(row[1:]) for row in told_rows(reading)]
    assert found == [*(list(row[1:]) for row in MEANT), *more]


def test_titles_stand_between_coloured_rows(tmp_path: Path) -> None:
    """Neither they nor the headings have a colour; the last row is the highest."""
    rows = [
        (LONG_HEADING, 20.0, False),
        (["１　安全"], 20.0, False),
        (LONG_ROWS[0], 33.0, True),
        (LONG_ROWS[1], 20.0, False),
        (["２　交流"], 20.0, True),
        (LONG_ROWS[2], 20.0, False),
        (["4", *LONG_ROWS[2][1:]], 20.0, True),
        (["３　学習"], 20.0, False),
        (["5", *LONG_ROWS[2][1:]], 20.0, True),
        (["6", *LONG_ROWS[3][1:]], 33.0, False),
    ]
    content, top = TITLE, 540.0
    for row, height, has_colour in rows:
        widths = LONG_WIDTHS if len(row) > 1 else [sum(LONG_WIDTHS)]
        for n, width in enumerate(widths if has_colour else ()):
            x = 40 + sum(widths[:n])
            content += filled(x, top - height, x + width, top)
        content += words_of([row], [height], top)
        top -= height
    reading = read_pdf(tmp_path, pages([content]))
    assert problems(reading.diagnostics) == ()
    found = [(row[0], row[2]) for row in told_rows(reading)]
    names = ["灯の設置", "旗の配布", "見回り", "見回り", "見回り", "講座の開催"]
    titles = ["安全"] * 2 + ["交流"] * 2 + ["学習"] * 2
    assert found == [*zip(titles, names, strict=True)]


def test_a_table_between_two_of_other_columns_keeps_its_own(tmp_path: Path) -> None:
    """What is above and below it, at the same places both times, is no row of one table."""
    works = [["事業名", "内容", "予算", "担当"], ["見守り", "立哨\nする。", "120", "市民課"]]
    goals = [
        ["指標", "基準値（Ｒ２）", "目標値（Ｒ７）"],
        ["満足度", "32.5％", "40.0％"],
        ["参加者", "12人", "20人"],
    ]
    content = TITLE + ruled(works, [120] * 4)[0] + ruled(works, [120] * 4, top=390)[0]
    for at, (x, over) in enumerate(((40, 0.6), (200, -0.6), (360, -0.6), (520, 0.6))):
        # LibreOffice draws the sides of a table half a point beyond its corners.
        content += rule(x, 460 + over, x, 403 - over)
        for y, row in zip((448, 429, 410), goals, strict=True):
            content += b"".join(text(x + 3, y, cell) for cell in row[at : at + 1])
    content += b"".join(rule(40, y, 520, y) for y in (460, 441, 422, 403))
    assert cells_of(tmp_path, content)[1] == goals


LONG_HEIGHTS = [20.0, 33, 20, 20, 33]
LONG_XS = [40 + sum(LONG_WIDTHS[:n]) for n in range(len(LONG_WIDTHS) + 1)]
LONG_YS = [540 - sum(LONG_HEIGHTS[:n]) for n in range(len(LONG_HEIGHTS) + 1)]


def rounded(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A box with round corners."""
    return (
        f"{x0 + 4} {y0} m {x1 - 4} {y0} l {x1} {y0} {x1} {y0 + 4} {x1} {y0 + 4} c {x1} {y1 - 4} l"
        f" {x1} {y1} {x1 - 4} {y1} {x1 - 4} {y1} c {x0 + 4} {y1} l"
        f" {x0} {y1} {x0} {y1 - 4} {x0} {y1 - 4} c {x0} {y0 + 4} l"
        f" {x0} {y0} {x0 + 4} {y0} {x0 + 4} {y0} c S\n"
    ).encode("ascii")


def boxed(draw: Callable[[float, float, float, float], bytes], columns: int, gap: float) -> bytes:
    """The heading's cells as boxes, and in the rows below those of so many columns."""
    return b"".join(
        draw(x0 + gap, low + gap, x1 - gap, top - gap)
        for row, (top, low) in enumerate(pairwise(LONG_YS))
        for x0, x1 in list(pairwise(LONG_XS))[: columns if row else None]
    )


@pytest.mark.parametrize(
    "around",
    [
        pytest.param(boxed(filled, 5, 1), id="coloured cells apart"),
        pytest.param(boxed(rounded, 5, 1), id="cells with round corners"),
        pytest.param(boxed(filled, 1, 1), id="a coloured heading and first column"),
        pytest.param(
            b"".join(filled(40, low, 490, top) for top, low in list(pairwise(LONG_YS))[::2])
            + b"".join(rule(x, LONG_YS[0], x, LONG_YS[-1]) for x in LONG_XS[1:-1]),
            id="every other row coloured and rules between columns",
        ),
        pytest.param(
            rounded(40, LONG_YS[-1], 490, LONG_YS[0])
            + b"".join(rule(x, LONG_YS[0], x, LONG_YS[-1]) for x in LONG_XS[1:-1])
            + b"".join(rule(40, y, 490, y) for y in LONG_YS[1:-1]),
            id="a frame with round corners",
        ),
    ],
)
def test_a_table_of_coloured_or_round_boxes(tmp_path: Path, around: bytes) -> None:
    """Some of its cells have no edge of their own, and those of others do not touch."""
    content = TITLE + around + words_of([LONG_HEADING, *LONG_ROWS], LONG_HEIGHTS, 540)
    reading = read_pdf(tmp_path, pages([content]))
    assert problems(reading.diagnostics) == ()
    assert [row[1:] for row in told_rows(reading)] == [row[1:] for row in MEANT]


@pytest.mark.parametrize("is_coloured", [True, False])
def test_rows_without_rules_go_on_on_the_next_page(tmp_path: Path, *, is_coloured: bool) -> None:
    """They are in the columns of the page before, however few they are; a remark below is not."""
    contents = [
        TITLE + words_of([LONG_HEADING, *LONG_ROWS[:3]], LONG_HEIGHTS[:4], 540),
        words_of(LONG_ROWS[3:], LONG_HEIGHTS[4:], 540) + text(40, 480, "この計画は、毎年見直す。"),
    ]
    if is_coloured:
        bands = filled(40, 520, 490, 540) + filled(40, 467, 490, 487), filled(40, 507, 490, 540)
        contents = [band + content for band, content in zip(bands, contents, strict=True)]
    reading = read_pdf(tmp_path, pages(contents))
    assert [row[1:] for row in told_rows(reading)] == [row[1:] for row in MEANT]
    assert [problem.what for problem in problems(reading.diagnostics)] == [
        "Text outside the tables is not in the plan: “この計画は、毎年見直す。”"
    ]


@pytest.mark.parametrize(
    "draw",
    [filled, rounded, lambda *a: ruled([["\n" * 5]], [a[2] - a[0]], left=a[0], top=a[3])[0]],
    ids=["filled", "round", "ruled"],
)
def test_a_card_for_each_initiative(
    tmp_path: Path, draw: Callable[[float, float, float, float], bytes]
) -> None:
    """A frame holds labels on the left and their values beside them, three frames on a page."""
    content = TITLE
    for at, row in enumerate(LONG_ROWS[:3]):
        top = 540.0 - 110 * at
        content += draw(40, top - 84, 400, top)
        for line, (label, value) in enumerate(zip(LONG_HEADING[1:], row[1:], strict=True)):
            content += text(48, top - 18 - 18 * line, label)
            content += text(150, top - 18 - 18 * line, value.replace("\n", ""))
    reading = read_pdf(tmp_path, pages([content]))
    assert problems(reading.diagnostics) == ()
    assert [row[2:] for row in told_rows(reading)] == [row[2:] for row in MEANT[:3]]


def test_a_framed_text_is_no_table(tmp_path: Path) -> None:
    """Numbered sentences in a frame have nothing on their left that is a label."""
    words = ["灯を置く。", "旗を配る。", "町内会と見回る。", "講座を開く。"]
    content = rounded(40, 440, 400, 540)
    for at, sentence in enumerate(words):
        content += text(48, 520 - 20 * at, str(at + 1)) + text(80, 520 - 20 * at, sentence)
    assert cells_of(tmp_path, content) == []


def test_rules_of_dots_are_rules(tmp_path: Path) -> None:
    """A browser draws each dot as an area of its own."""
    rows = [LONG_HEADING, *LONG_ROWS]
    heights = [20.0, 33, 20, 20, 33]
    ends = [540 - sum(heights[:n]) for n in range(len(heights) + 1)]
    xs = [40 + sum(LONG_WIDTHS[:n]) for n in range(len(LONG_WIDTHS) + 1)]
    dots = [(x, y) for y in ends for x in range(40, 491, 2)]
    dots += [(x, ends[-1] + step) for x in xs for step in range(0, 126, 2)]
    drawn_dots = b"".join(f"{x} {y} 0.7 0.7 re f\n".encode("ascii") for x, y in dots)
    reading = read_pdf(tmp_path, pages([TITLE + words_of(rows, heights, 540) + drawn_dots]))
    assert problems(reading.diagnostics) == ()
    assert [row[1:] for row in told_rows(reading)] == [row[1:] for row in MEANT]


def test_rules_of_dashes_do_not_hide_those_that_begin_on_them(tmp_path: Path) -> None:
    """Their pieces are as close to each other as the strokes of a hatched area are."""
    dashes = "".join(f"{x} {y} 2.5 0.7 re f\n" for y in LONG_YS for x in range(40, 490, 4))
    uprights = "".join(
        f"{x} {low} 0.7 {top - low + 0.7} re f\n" for top, low in pairwise(LONG_YS) for x in LONG_XS
    )
    content = TITLE + words_of([LONG_HEADING, *LONG_ROWS], LONG_HEIGHTS, 540)
    reading = read_pdf(tmp_path, pages([content + (dashes + uprights).encode("ascii")]))
    assert problems(reading.diagnostics) == ()
    assert [row[1:] for row in told_rows(reading)] == [row[1:] for row in MEANT]


def test_a_merged_row_that_a_page_cuts_is_closed(tmp_path: Path) -> None:
    """Only the text that ends on the page has a rule below it; the name is merged downwards."""
    first, end = ruled([LONG_HEADING, LONG_ROWS[1]], LONG_WIDTHS)
    xs = [40 + sum(LONG_WIDTHS[:n]) for n in range(len(LONG_WIDTHS) + 1)]
    first += words_of([["3", "見回り", "町内会と見回る。", "市民課", "45"]], [20], end)
    first += b"".join(rule(x, end, x, end - 20) for x in xs)
    first += rule(xs[2], end - 20, xs[3], end - 20)
    second, end = ruled([["", "", "夏は毎週とする。", "", ""], LONG_ROWS[3]], LONG_WIDTHS)
    reading = read_pdf(tmp_path, pages([TITLE + first, second]))
    assert [row[1:] for row in told_rows(reading)] == [
        ("2", "旗の配布", "旗を配る。", "市民課", "30"),
        ("3", "見回り", "町内会と見回る。夏は毎週とする。", "市民課", "45"),
        ("4", "講座の開催", "学校で講座を開き、親子に伝える。", "学務課", "60"),
    ]


def test_a_page_of_one_item_whose_rules_are_thin_areas_is_closed(tmp_path: Path) -> None:
    """Only its parts have rules below them; the one above all begins anew beside an upright one."""
    heading = ["番号", "事業名", "担当課", "内訳", "金額"]
    first, _end = ruled([heading, ["1", "灯", "道路課", "電球", "10"]], LONG_WIDTHS)
    parts = [["2", "旗", "市民課", "布", "20"], ["", "", "", "棒", "30"], ["", "", "", "紐", "40"]]
    second = words_of(parts, [20] * len(parts), 540)
    xs = [40 + sum(LONG_WIDTHS[:n]) for n in range(len(LONG_WIDTHS) + 1)]
    split = xs[3] - 4
    areas = [(xs[0], 540, split - xs[0], 0.7), (split, 540, xs[-1] - split, 0.7)]
    areas += [(x, 480, 0.7, 60.7) for x in xs]
    areas += [(xs[3], y, xs[-1] - xs[3], 0.7) for y in (520, 500, 480)]
    second += "".join("{} {} {} {} re f\n".format(*area) for area in areas).encode("ascii")
    plan = read_pdf(tmp_path, pages([TITLE + first, second])).plan
    assert plan is not None
    assert [(i.name, i.department) for _s, i in plan.initiatives()] == [
        ("灯", "道路課"),
        ("旗", "市民課"),
    ]


def test_a_chart_above_a_table_cuts_no_column(tmp_path: Path) -> None:
    """Its rules meet its own axis and bars, and nothing of the tables above and below."""
    content = TITLE
    for at, top in enumerate((540, 300)):
        table, _end = ruled([LONG_HEADING, *LONG_ROWS[2 * at : 2 * at + 2]], LONG_WIDTHS, top=top)
        content += table
    for base in (400, 160):
        content += b"".join(rule(60, base + 15 * n, 350, base + 15 * n) for n in range(4))
        content += b"".join(rule(x, base, x, base + 45) for x in (60, 100, 140, 180))
    reading = read_pdf(tmp_path, pages([content]))
    assert [row[1:] for row in told_rows(reading)] == [row[1:] for row in MEANT]


@pytest.mark.parametrize(
    "stroke",
    [
        "{x} {y} 0.7 7 re f\n",
        "{x} {y} m {x}.5 {y}.5 l {x} {y}.9 l h f\n",
        "{x} {y} m {x} {y}.9 l S\n",
    ],
    ids=["thin areas", "paths", "lines"],
)
def test_a_hatched_chart_below_a_table_hides_none_of_its_rules(tmp_path: Path, stroke: str) -> None:
    """Its thousands of strokes are more edges than any table has, and shorter than its rules."""
    strokes = "".join(stroke.format(x=40 + n % 700, y=40 + 10 * (n // 700)) for n in range(5_600))
    reading = read_pdf(tmp_path, pages([drawn() + strokes.encode("ascii")]))
    assert problems(reading.diagnostics) == ()
    assert rows_of(reading) == ROWS[1:]


@pytest.mark.parametrize("is_down_first", [True, False])
def test_a_sheet_cut_into_pages_side_by_side_is_whole(
    tmp_path: Path, *, is_down_first: bool
) -> None:
    """The right part has headings of its own, and its rows stand at the heights of the left."""
    left = [[*row[:2], row[3]] for row in (LONG_HEADING, *LONG_ROWS)]
    right = [[row[2], row[4]] for row in (LONG_HEADING, *LONG_ROWS)]
    for one, other in zip(left, right, strict=True):
        lines = max(cell.count("\n") for cell in (*one, *other))
        one[0] += "\n" * (lines - one[0].count("\n"))
        other[1] += "\n" * (lines - other[1].count("\n"))
    lefts = [TITLE + ruled(left[:4], [40, 100, 100])[0], ruled(left[4:], [40, 100, 100])[0]]
    rights = [ruled(right[:4], [130, 80])[0], ruled(right[4:], [130, 80])[0]]
    order = [*lefts, *rights] if is_down_first else [lefts[0], rights[0], lefts[1], rights[1]]
    reading = read_pdf(tmp_path, pages(order))
    assert problems(reading.diagnostics) == ()
    assert [row[1:] for row in told_rows(reading)] == [row[1:] for row in MEANT]


def test_a_sheet_whose_right_page_repeats_the_names_is_whole(tmp_path: Path) -> None:
    """A sheet printed with its first columns on every page has them once."""
    left = [[*row[:2], row[3]] for row in (LONG_HEADING, *LONG_ROWS)]
    right = [[*row[:2], row[2], row[4]] for row in (LONG_HEADING, *LONG_ROWS)]
    for one, other in zip(left, right, strict=True):
        lines = max(cell.count("\n") for cell in (*one, *other))
        one[0] += "\n" * (lines - one[0].count("\n"))
        other[0] = one[0]
    contents = [TITLE + ruled(left, [40, 100, 100])[0], ruled(right, [40, 100, 130, 80])[0]]
    reading = read_pdf(tmp_path, pages(contents))
    assert problems(reading.diagnostics) == ()
    assert [row[1:] for row in told_rows(reading)] == [row[1:] for row in MEANT]


SPREAD = [
    (["番号", "事業名", "事業の概要"], ["担当課", "予算額"]),
    (["1", "灯の設置", "灯を置く。\n照らす。"], ["道路課\n", "120"]),
    (["2", "旗の配布", "配る。"], ["市民課", "30"]),
    (["3", "見回り", "見回る。\n声をかける。"], ["市民課\n", "45"]),
]
SPREAD_MEANT = [
    ("1", "灯の設置", "灯を置く。\n照らす。", "道路課", "120"),
    ("2", "旗の配布", "配る。", "市民課", "30"),
    ("3", "見回り", "見回る。\n声をかける。", "市民課", "45"),
]


@pytest.mark.parametrize("moved", [0, 12], ids=["level", "below its own title"])
@pytest.mark.parametrize("are_facing", [True, False], ids=["two pages", "one wide page"])
def test_a_table_over_two_pages_that_face_each_other(
    tmp_path: Path, moved: int, *, are_facing: bool
) -> None:
    """The rows of its right half are as high as those of its left half, on the next pages too."""
    second = [SPREAD[0], *[([n, *SPREAD[2][0][1:]], SPREAD[2][1]) for n in "456"]]
    contents = []
    for rows in (SPREAD, second):
        lefts, rights = map(list, zip(*rows, strict=True))
        left = TITLE + ruled(lefts, [40, 100, 130])[0]
        x, y = 40 if are_facing else 360, 540 - moved
        right = text(x, y + 4, "単位：千円", 6) + ruled(rights, [100, 80], left=x, top=y)[0]
        contents += [left, right] if are_facing else [left + right]
    found = [row[1:] for row in told_rows(read_pdf(tmp_path, pages(contents)))]
    assert found == SPREAD_MEANT + [(n, *SPREAD_MEANT[1][1:]) for n in "456"]


@pytest.mark.parametrize("are_facing", [True, False], ids=["two pages", "one wide page"])
def test_a_right_half_of_more_rows_than_the_left_one(tmp_path: Path, *, are_facing: bool) -> None:
    """A budget has 目 with its amounts on the left page, and each 節 of it on the right one."""
    left = [
        ["目", "本年度予算額", "前年度予算額"],
        ["1.灯の設置費", "300", "280"],
        ["^", "^", "^"],
        ["2.旗の配布費", "900", "950"],
        ["3.見回り費", "450", "400"],
        ["^", "^", "^"],
    ]
    right = [
        ["節", "金額", "説明"],
        ["1.報酬", "100", "台帳の整備"],
        ["10.需用費", "200", "灯の購入"],
        ["11.役務費", "900", "旗の配布"],
        ["1.報酬", "50", "見回り"],
        ["10.需用費", "400", "服の購入"],
    ]
    content = text(40, 560, "款　２　総務費　　項　１　防犯費")
    content += ruled(left, [120, 100, 100])[0]
    other = ruled(right, [100, 80, 200], left=40 if are_facing else 400)[0]
    (tmp_path / "plan.pdf").write_bytes(
        pages([content, other] if are_facing else [content + other])
    )
    *_pages, reading = read_in_steps(tmp_path / "plan.pdf", ReadOptions(editions=("R7",)))
    assert isinstance(reading, Reading)
    assert reading.plan is not None
    found = [one for _section, one in reading.plan.initiatives()]
    assert [(one.name, one.fields["節"]) for one in found] == [
        ("灯の設置費", "1.報酬\n10.需用費"),
        ("旗の配布費", "11.役務費"),
        ("見回り費", "1.報酬\n10.需用費"),
    ]
    assert "other-table" not in {one.code for one in reading.diagnostics}


def test_a_facing_page_of_one_item(tmp_path: Path) -> None:
    """The left page has one 目 and the right one its 節 below headings of two rows."""
    left = [["目", "本年度予算額", "前年度予算額"], ["^", "^", "^"], ["1.灯の費用", "300", "280"]]
    right = [["節", "<", "説明"], ["区分", "金額", "^"], ["1.報酬", "300", "台帳の整備"]]
    head = text(40, 560, "款　２　総務費　　項　１　防犯費")
    contents = [head + ruled(left, [120, 100, 100])[0], ruled(right, [100, 80, 200])[0]]
    (tmp_path / "plan.pdf").write_bytes(pages(contents))
    *_pages, reading = read_in_steps(tmp_path / "plan.pdf", ReadOptions(editions=("R7",)))
    assert isinstance(reading, Reading)
    assert reading.plan is not None
    ((_section, one),) = reading.plan.initiatives()
    assert (one.name, one.fields["節 › 区分"]) == ("灯の費用", "1.報酬")
    assert list(one.summaries.values()) == ["台帳の整備"]


@pytest.mark.parametrize("tops", [(400,), (400, 310, 220)], ids=["two tables", "four tables"])
@pytest.mark.parametrize("is_wide", [False, True], ids=["two pages", "one wide page"])
def test_facing_pages_with_several_tables_each(
    tmp_path: Path, tops: Sequence[int], *, is_wide: bool
) -> None:
    """Only the first has headings; a row of sums has nothing on the right page."""
    left = [
        ["目", "本年度予算額", "前年度予算額"],
        ["1.灯の費用", "300", "280"],
        ["計", "300", "280"],
    ]
    right = [["節", "金額", "説明"], ["1.報酬", "300", "台帳の整備"], ["", "", ""]]
    lower = [["1.旗の費用", "90", "80"], ["^", "^", "^"]]
    rest = [["1.報酬", "50", "配布"], ["10.需用費", "40", "購入"]]
    place = 400 if is_wide else 40
    contents = [text(40, 560, "款　２　総務費　　項　１　防犯費"), b""]
    contents[0] += ruled(left, [120, 100, 100])[0]
    contents[1] += ruled(right, [100, 80, 200], left=place)[0]
    for number, top in enumerate(tops, 3):
        title = f"款　{number}　民生費　　項　１　児童費{number}"
        widths = [120 - 9 * number, 100, 100]  # as wide, they would be one table
        contents[0] += text(40, top + 10, title) + ruled(lower, widths, top=top)[0]
        contents[1] += ruled(rest, [100, 80, 200], left=place, top=top)[0]
    if is_wide:
        contents = [b"".join(contents)]
    (tmp_path / "plan.pdf").write_bytes(pages(contents))
    *_pages, reading = read_in_steps(tmp_path / "plan.pdf", ReadOptions(editions=("R7",)))
    assert isinstance(reading, Reading)
    assert reading.plan is not None
    found = [(s.title.split()[-1], i) for s, i in reading.plan.initiatives()]
    assert [(title, one.name, *one.summaries.values()) for title, one in found] == [
        ("防犯費", "灯の費用", "台帳の整備"),
        *((f"児童費{number}", "旗の費用", "配布\n購入") for number, _top in enumerate(tops, 3)),
    ]


def budget_spread(left: list[list[str]], right: list[list[str]]) -> list[bytes]:
    """Two pages of a budget that face each other: 目 with its amounts, and its 節 and 説明."""
    head = (
        ["目", "本年度予算額", "前年度予算額", "財源内訳", "<"],
        ["^", "^", "^", "国県支出金", "一般財源"],
    )
    content = text(40, 575, "２款　総務費　　　9,500千円") + text(
        40, 560, "１項　防犯費　　　700千円"
    )
    content += ruled([[*head[0]], [*head[1]], ["^"] * 5, *left], [120, 80, 80, 80, 80])[0]
    names = [["節", "<", "説明"], ["^", "<", "^"], ["区分", "金額", "^"]]
    return [content, ruled([*names, *right], [90, 80, 200])[0]]


def test_facing_pages_whose_headings_have_other_levels(tmp_path: Path) -> None:
    """Rules part the headings at other heights on each page, and the rows at the same ones.

    The rest of a 節 and of a 説明 on the next two pages is there once, each amount on its own line;
    an amount in the text is a part of it. The sums of 款 and 項 are on every page.
    """
    reading = read_pdf(
        tmp_path,
        pages(
            [
                *budget_spread(
                    [["1.灯の費用\n", "600", "500", "200", "400"], ["^"] * 5],
                    [
                        [
                            "3.手当等\n　通勤手当",
                            "    300\n    200",
                            "灯の購入　300\n協会負担金　10",
                        ],
                        ["10.需用費", "    100", "^"],
                    ],
                ),
                *budget_spread(
                    [["\n", "", "", "", ""], ["^"] * 5, ["2.旗の費用", "100", "90", "", "100"]],
                    [
                        ["11.役務費", "150", "灯の点検　150\n協議会負担金　20"],
                        ["12.委託料", "50", "^"],
                        ["10.需用費", "100", "旗の購入　100"],
                    ],
                ),
            ]
        ),
    )
    assert reading.plan is not None
    ((title, aim, initiatives),) = ((s.title, s.aim, s.initiatives) for s in reading.plan.sections)
    assert (title, aim) == ("総務費　防犯費", "9,500千円\n700千円")
    items, amounts = "3.手当等\n通勤手当\n10.需用費\n11.役務費\n12.委託料", "300\n200\n100\n150\n50"
    says = "灯の購入　300\n協会負担金　10\n灯の点検　150\n協議会負担金　20"
    found = [(i.name, *list(i.fields.values())[-2:], *i.summaries.values()) for i in initiatives]
    assert found == [
        ("灯の費用", items, amounts, says),
        ("旗の費用", "10.需用費", "100", "旗の購入　100"),
    ]
    assert all(one.level is not Level.LOSS for one in reading.diagnostics)


@pytest.mark.parametrize(("words", "foreign"), [("推逭・遀送・遈路", "逭遀遈"), ("逭氏の剝製", "")])
def test_kanji_that_no_japanese_text_has_are_found(words: str, foreign: str) -> None:
    """A broken font gives them for 進, 運 and 道; a single one may be of a name."""
    assert foreign_kanji([words, "進む。"]) == foreign


def test_two_tables_of_rows_that_are_all_as_high_are_two(tmp_path: Path) -> None:
    """Any two have as many such rows by chance: those of the second page name nothing here."""
    left = [["番号", "事業名", "担当課"]] + [[str(n), f"事業{n}", "道路課"] for n in range(1, 6)]
    right = [["予算額", "備考"]] + [[f"{n}00", "全市"] for n in range(1, 6)]
    contents = [TITLE + ruled(left, [40, 100, 130])[0], ruled(right, [100, 80], top=500)[0]]
    reading = read_pdf(tmp_path, pages(contents))
    assert "other-table" in {one.code for one in reading.diagnostics}


def test_larger_letters_above_tables_are_titles(tmp_path: Path) -> None:
    """They have neither number nor mark; the document's own title stands above no table."""
    content, y = text(40, 575, "青葉市実施計画（令和７年度）", 16), 555.0
    for title, rows in (("安全", LONG_ROWS[:2]), ("交流", LONG_ROWS[2:])):
        table, end = ruled([LONG_HEADING, *rows], LONG_WIDTHS, top=y - 20)
        content += text(40, y - 14, title, 13) + table
        y = end - 10
    reading = read_pdf(tmp_path, pages([content]))
    assert problems(reading.diagnostics) == ()
    assert told_rows(reading) == MEANT


def test_text_in_two_columns_is_read_one_after_the_other(tmp_path: Path) -> None:
    """A list goes down the left column, then down the right one; its lines fill them."""
    names = ["街路灯整備", "花壇づくり", "川の清掃", "講座の開催", "見回り", "旗の配布"]
    content = text(300, 575, "青葉市主要事業一覧（令和７年度）", 14)
    for place, name in enumerate(names):
        x, y = (40, 540 - 60 * place) if place < 3 else (440, 533 - 60 * (place - 3))
        content += text(x, y, f"○{name}事業（市民課）　{place + 1}00千円")
        content += text(x + 10, y - 14, "町内会と学校の意見を聴きながら、計画的に進めるもので、")
        content += text(x + 10, y - 28, f"今年度は{place + 1}か所。")
    reading = read_pdf(tmp_path, pages([content]))
    assert reading.plan is not None
    assert [
        (one.name, one.department, *one.summaries.values())
        for _section, one in reading.plan.initiatives()
    ] == [
        (
            f"{name}事業",
            "市民課",
            f"町内会と学校の意見を聴きながら、計画的に進めるもので、今年度は{place + 1}か所。",
        )
        for place, name in enumerate(names)
    ]


def test_a_row_that_the_next_page_repeats_is_one(tmp_path: Path) -> None:
    """A page that repeats a row's titles, number and amounts has more of it, and no new row."""
    head = ["目", "本年度", "前年度", "節", "金額", "説明"]
    title = text(40, 560, "款　２　総務費　　項　１　徴税費")
    first = [
        head,
        ["1.課税費", "300", "280", "1.報酬", "100", "台帳の整備"],
        ["2.徴収費", "900", "950", "1.報酬", "400", "滞納の整理"],
    ]
    second = [
        head,
        ["2.徴収費", "900", "950", "10.需用費", "200", ""],
        ["^", "^", "^", "11.役務費", "300", "封筒の印刷"],
        ["計", "1,200", "1,230", "", "", ""],
    ]
    widths = [100, 80, 80, 120, 80, 200]
    drawn_pages = [title + ruled(rows, widths)[0] for rows in (first, second)]
    (tmp_path / "plan.pdf").write_bytes(pages(drawn_pages))
    *_pages, reading = read_in_steps(tmp_path / "plan.pdf", ReadOptions(editions=("R7",)))
    assert isinstance(reading, Reading)
    assert reading.plan is not None
    one, other = (i for _section, i in reading.plan.initiatives())
    assert (one.number, one.name, other.number, other.name) == (1, "課税費", 2, "徴収費")
    assert list(other.summaries.values()) == ["滞納の整理\n封筒の印刷"]
    assert other.fields["節"] == "1.報酬\n10.需用費\n11.役務費"
    amounts = [list(v.values()) for v in other.fields.values() if not isinstance(v, str)]
    assert amounts == [["950", "900"]]
    assert not [one for one in reading.diagnostics if one.level is Level.DOUBT]


def test_a_heading_over_figures_and_texts_is_not_believed(tmp_path: Path) -> None:
    """A page whose table got another table's header is read as the table that it continues."""
    title = text(40, 560, "令和６年度　繰越事業一覧")
    whole = [
        ["担当課", "事業名", "変更前金額", "変更後金額", "繰越理由"],
        ["道路課", "街灯事業", "100", "150", "工期の延長のため。"],
    ]
    other = [
        ["担当課", "事業名", "金額", "繰越理由", "<"],
        ["市民課", "旗事業", "200", "250", "調達の遅れのため。"],
    ]
    widths = [80, 120, 100, 100, 200]
    drawn_pages = [title + ruled(whole, widths)[0], ruled(other, widths)[0]]
    reading = read_pdf(tmp_path, pages(drawn_pages))
    assert reading.plan is not None
    fields = [i.fields["金額"] for _section, i in reading.plan.initiatives()]
    amounts = [list(v.values()) for v in fields if not isinstance(v, str)]
    assert amounts == [["100", "150"], ["200", "250"]]
    assert [one.code for one in reading.diagnostics if one.code.startswith("header")] == [
        "header-misprinted"
    ]


def test_an_amount_beside_a_text_stands_behind_the_whole_of_it(tmp_path: Path) -> None:
    """A text beside a column of amounts in one cell is not cut by the amount of its first line."""
    rows = [["事業名", "説明"], ["灯", "\n\n\n"], ["旗", "配る。"]]
    table, _bottom = ruled(rows, [100, 260])
    lines = [
        (145, 505, "子育て世帯への給付"),
        (355, 505, "415,000"),
        (145, 492, "金の給付"),
        (145, 479, "郵便料"),
        (365, 479, "1,500"),
    ]
    drawn_text = b"".join(text(x, y, words) for x, y, words in lines)
    (found,) = cells_of(tmp_path, table + drawn_text)
    lines_of_cell = [line.strip() for line in found[1][1].split("\n")]
    assert lines_of_cell == ["子育て世帯への給付金の給付\u3000415,000", "郵便料\u30001,500"]


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (185, ["灯", "10", "福祉事業基金繰入金", "20"]),  # in the middle of a narrow cell
        (204, ["灯", "10", "福祉事業基金繰入金", "20"]),  # from its left side on
        (144, ["灯", "10福祉事業基金繰入金", "", "20"]),
    ],
)
def test_a_text_that_runs_over_the_sides_of_its_cell_is_whole(
    tmp_path: Path, x: int, expected: list[str]
) -> None:
    """A text too long for its cell runs into the cells beside it, over their rules."""
    rows = [["事業名", "国", "その他", "一般"], ["灯\n", "10", "", "20"]]
    table, _bottom = ruled(rows, [100, 60, 40, 60])
    over = text(x, 494, "福祉事業基金繰入金")
    (found,) = cells_of(tmp_path, table + over)
    assert ["".join(cell.split()) for cell in found[1]] == expected


def test_a_figure_is_never_parted_by_a_rule(tmp_path: Path) -> None:
    """Its last digit is a little over the rule: 3.251 beside 4.435 is no 3.25 beside 1 4.435."""
    table, _bottom = ruled([["施策", "満足度", "重要度"], ["灯", "", ""]], [100, 60, 60])
    figures = text(178.5, 509, "3.251") + text(220, 509, "4.435")
    (found,) = cells_of(tmp_path, table + figures)
    assert ["".join(cell.split()) for cell in found[1]] == ["灯", "3.251", "4.435"]


def test_a_number_beside_two_lines_opens_them(tmp_path: Path) -> None:
    """A number that stands in the middle of a name of two lines is read before it."""
    table, _bottom = ruled([["目", "額"], ["\n", "50"]], [100, 60])
    name = text(60, 513, "流 域 下 水 道") + text(60, 500, "維 持 管 理 費") + text(44, 506, "4")
    (found,) = cells_of(tmp_path, table + name)
    assert "".join(found[1][0].split()) == "4流域下水道維持管理費"


def test_a_numbered_item_goes_on_below_its_words(tmp_path: Path) -> None:
    """A line that is indented to the words of an item above, which fills its cell, is its rest."""
    heading, widths = ["事業名", "事業内容"], [100, 130]
    rows = [heading, ["灯", "\n\n"], ["旗", "配る。"]]
    table, _bottom = ruled(rows, widths)
    words = [(143, "１．灯を道と公園に置く"), (155, "こと。"), (143, "２．旗を配ること。")]
    lines = [text(x, 510 - 13 * at, one) for at, (x, one) in enumerate(words)]
    reading = read_pdf(tmp_path, pages([text(40, 560, "令和７年度計画") + table + b"".join(lines)]))
    assert reading.plan is not None
    found = [one.summaries for _section, one in reading.plan.initiatives()]
    assert [*found[0].values()] == ["１．灯を道と公園に置くこと。\n２．旗を配ること。"]


def test_the_first_line_of_a_page_names_its_table(tmp_path: Path) -> None:
    """Rows of a page under a title of its own are no further rows of the page before."""
    head = text(40, 570, "令和７年度　補正予算の概要")
    work = ruled([["事業名", "事業内容"], ["灯", "道に置く。"], ["旗", "配る。"]], [100, 200])[0]
    unit = text(380, 545, "（単位：千円）")
    grants = ruled([["事項", "金額"], ["灯の補助", "120"], ["旗の補助", "30"]], [100, 60])[0]
    above = text(40, 570, "負担金、補助金の明細") + text(40, 557, "【一般会計】") + unit
    reading = read_pdf(tmp_path, pages([head + work, above + grants]))
    assert reading.plan is not None
    assert [one.title for one in reading.plan.sections][1] == "負担金、補助金の明細"
    assert [len(one.initiatives) for one in reading.plan.sections] == [2, 2]


def test_the_title_of_a_page_goes_on_below_an_open_word(tmp_path: Path) -> None:
    """It ends its first line with までの, which no title ends with, far from the margin."""
    head = text(40, 570, "令和７年度　予算に関する説明書")
    work = ruled([["事業名", "事業内容"], ["灯", "道に置く。"], ["旗", "配る。"]], [100, 400])[0]
    above = text(40, 570, "令和６年度末までの") + text(40, 557, "支出額の見込に関する調書")
    debts = ruled([["事項", "金額"], ["灯の賃借", "120"], ["旗の賃借", "30"]], [100, 400])[0]
    reading = read_pdf(tmp_path, pages([head + work, above + debts]))
    assert reading.plan is not None
    titles = [one.title for one in reading.plan.sections]
    assert titles[1] == "令和６年度末までの支出額の見込に関する調書"


def test_a_list_is_called_by_its_title_on_each_of_its_pages(tmp_path: Path) -> None:
    """What stands on three of seven pages is their title; a running head is on most of them."""
    head = text(40, 570, "令和７年度　補正予算の概要")
    work = ruled([["事業名", "事業内容"], ["灯", "道に置く。"], ["旗", "配る。"]], [100, 200])[0]
    carried = [
        text(40, 570, "繰越事業一覧")
        + text(40, 557, part)
        + ruled([["事業名", "事業内容"], row], [100, 200])[0]
        for part, row in (
            ("１．追加", ["道", "広げる。"]),
            ("１．追加", ["橋", "架ける。"]),
            ("２．変更", ["川", "さらう。"]),
        )
    ]
    others = [text(40, 570, f"{name}の一覧") + work for name in ("基金", "委託", "補助")]
    reading = read_pdf(tmp_path, pages([head + work, *carried, *others]))
    assert reading.plan is not None
    titles = [one.title for one in reading.plan.sections]
    assert titles[1:3] == ["繰越事業一覧　追加", "繰越事業一覧　変更"]
    assert len(reading.plan.sections[1].initiatives) == 2


@pytest.mark.parametrize(
    ("names", "amounts", "expected"),
    [
        ("灯の補助\n旗の補助", "20\n30", [["灯の補助", "20"], ["旗の補助", "30"]]),
        (
            "公園と通りの灯の\n補助\n旗の補助",
            "20\n\n30",
            [["公園と通りの灯の補助", "20"], ["旗の補助", "30"]],
        ),
        ("灯の補助\n（市民課）", "20\n30", [["灯の補助（市民課）", "2030"]]),
        ("灯の補助", "20\n30", [["灯の補助", "2030"]]),
    ],
    ids=["a name for each", "one that goes on below", "what is in brackets", "one name"],
)
def test_names_without_a_rule_between_them(
    tmp_path: Path, names: str, amounts: str, expected: list[list[str]]
) -> None:
    """Where each of several figures in a cell has a name of its own beside it, these are rows."""
    rows = [
        ["目", "補助金名", "金額"],
        ["1 交通費", "道の補助", "10"],
        ["2 防犯費\n50", names, amounts],
    ]
    (found,) = cells_of(tmp_path, ruled(rows, [80, 86, 60])[0])
    below = [["".join(cell.split()) for cell in row] for row in found[2:]]
    assert [row[1:] for row in below] == expected
    assert {row[0] for row in below} == {"2防犯費50"}  # whose sum is no value of the second name


def test_names_without_a_rule_beside_several_figures_each(tmp_path: Path) -> None:
    """Each of two names in a cell may have figures in several columns; one in brackets has none."""
    rows = [
        ["部門", "前年", "本年"],
        ["水道\nその他", "1\n3", "2\n4"],
        ["合計", "4\n[7]", "6\n[7]"],
    ]
    (found,) = cells_of(tmp_path, ruled(rows, [80, 60, 60])[0])
    below = [["".join(cell.split()) for cell in row] for row in found[1:]]
    assert below == [["水道", "1", "2"], ["その他", "3", "4"], ["合計", "4[7]", "6[7]"]]


def test_words_beside_figures_are_part_of_what_is_left_of_them(tmp_path: Path) -> None:
    """現年分 is over rows of 均等割 and 所得割, which the cells of this year's amounts name."""
    rows = [
        ["項", "目", "節", "令和７年度", "令和６年度"],
        ["1 市民税", "1 個人", "1 現年分\n", "均等割　　100", "90"],
        ["^", "^", "^", "所得割　　800", "700"],
        ["^", "^", "2 滞納分", "　　　　　　50", "60"],
        ["^", "2 法人", "1 現年分\n", "均等割　　200", "210"],
        ["^", "^", "^", "税割　　　　90", "80"],
    ]
    title = text(40, 560, "令和７年度市税見積書")
    reading = read_pdf(tmp_path, pages([title + ruled(rows, [80, 80, 80, 90, 80])[0]]))
    assert reading.plan is not None
    found = [
        (section.title, one.name, *amounts.values())
        for section, one in reading.plan.initiatives()
        for amounts in one.fields.values()
        if not isinstance(amounts, str)
    ]
    assert found == [
        ("市民税　個人", "均等割", "90", "100"),
        ("市民税　個人", "所得割", "700", "800"),
        ("市民税　個人", "2 滞納分", "60", "50"),
        ("市民税　法人", "均等割", "210", "200"),
        ("市民税　法人", "税割", "80", "90"),
    ]


def test_accounts_over_rows_with_amounts_are_titles(tmp_path: Path) -> None:
    """項 and 目 are over rows of 節 with amounts of two years, which are what is compared."""
    rows = [
        ["項", "目", "節", "本年度", "前年度"],
        ["1 市民税", "1 個人", "1 現年分", "800", "700"],
        ["^", "^", "2 滞納分", "500", "600"],
        ["^", "2 法人", "1 現年分", "90", "80"],
        ["^", "^", "2 滞納分", "7", "9"],
    ]
    title = text(40, 560, "令和７年度市税見積書")
    reading = read_pdf(tmp_path, pages([title + ruled(rows, [80, 80, 80, 90, 80])[0]]))
    assert reading.plan is not None
    found = [(section.title, one.name) for section, one in reading.plan.initiatives()]
    assert [name for _title, name in found] == ["現年分", "滞納分"] * 2
    assert [title for title, _name in found[::2]] == ["市民税　個人", "市民税　法人"]


def test_a_document_is_called_by_all_lines_of_its_title(tmp_path: Path) -> None:
    """One that is open in its words goes on below, and a year alone is above the rest."""
    table = ruled([["事業名", "事業内容"], ["灯", "道に置く。"], ["旗", "配る。"]], [100, 600])[0]
    for lines, title in (
        (("町債の前年度末における現在高ならびに", "本年度末の見込みに関する調書"), ""),
        (("町債の前年度末の現在高", "及び本年度末の見込みに関する調書"), ""),
        (("令和７年度", "補正予算の概要"), "令和７年度　補正予算の概要"),
        (("補正予算の概要", "道路と公園"), "補正予算の概要"),
        (("令和７年度", "令和８年度予算の概要"), "令和８年度予算の概要"),
        (("防犯計画の概要（単位：千円）", "道路と公園"), "防犯計画の概要"),
    ):
        head = b"".join(text(40, 575 - 12 * n, line) for n, line in enumerate(lines))
        reading = read_pdf(tmp_path, pages([head + table]))
        assert reading.plan is not None
        assert reading.plan.title == (title or "".join(lines))


def test_a_spaced_title_names_the_table_below_it(tmp_path: Path) -> None:
    """It is below another table, and has neither number nor mark nor large letters."""
    table, end = ruled([["事業名", "事業内容"], ["灯", "道に置く。"]], [100, 400])
    words = text(40, end - 20, "費　用　の　内　訳") + text(440, end - 34, "（単位：円）")
    other = ruled([["事業名", "費用"], ["木", "30"], ["池", "20"]], [100, 60], top=end - 40)[0]
    reading = read_pdf(
        tmp_path, pages([text(40, 570, "令和７年度事業概要") + table + words + other])
    )
    assert reading.plan is not None
    second = reading.plan.sections[1]
    assert ("".join(second.title.split()), len(second.initiatives)) == ("費用の内訳", 2)
    assert problems(reading.diagnostics) == ()


def test_a_word_spread_over_columns_is_a_title_between_tables(tmp_path: Path) -> None:
    """Its letters are as far apart as texts of columns, but all by the same."""
    rows = [
        ["借入先", "利率", "残高", "摘要"],
        ["町", "無利子", "30", ""],
        ["県", "無利子", "20", ""],
    ]
    content, y = b"", 540.0
    for title in ("短期借入金明細表", "長期借入金明細表"):
        content += b"".join(text(80 + 22 * n, y + 6, sign) for n, sign in enumerate(title))
        table, y = ruled(rows, [70, 70, 70, 70], top=y)
        content, y = content + table, y - 24
    found = cells_of(tmp_path, content)
    assert [table[0] for table in found] == [rows[0], rows[0]]


def test_a_numbered_name_that_reads_as_a_quantity_is_a_name(tmp_path: Path) -> None:
    """2法人 is the second 目, and no two of something."""
    rows = [
        ["目", "本年度予算額", "前年度予算額"],
        ["1個人", "300", "280"],
        ["2法人", "90", "80"],
        ["3利子", "40", "50"],
    ]
    head = text(40, 560, "款　１　市税　　項　１　市民税")
    (tmp_path / "plan.pdf").write_bytes(pages([head + ruled(rows, [120, 100, 100])[0]]))
    *_pages, reading = read_in_steps(tmp_path / "plan.pdf", ReadOptions(editions=("R7",)))
    assert isinstance(reading, Reading)
    assert reading.plan is not None
    assert [one.name for _section, one in reading.plan.initiatives()] == ["個人", "法人", "利子"]


@pytest.mark.parametrize(
    ("upper", "lower", "again"),
    [
        (["指標", "令和７年度", "<", "担当課"], ["^", "目標値", "実績値", "^"], "指標"),
        (["指標", "令和７年度", "<", "担当課"], ["", "目標値", "実績値", ""], ""),
        (["指標", "R7目標値", "R7実績値", "担当課"], None, ""),
    ],
    ids=["its headings are shown again", "its second level has blank cells", "it has one level"],
)
def test_a_page_that_ends_amid_a_header(
    tmp_path: Path, upper: list[str], lower: list[str] | None, again: str
) -> None:
    """Its upper level is below the rows of another table, its rows are on the next page."""
    widths = [120, 80, 80, 100]
    rows = [["旗の数", "30", "28", "市民課"], ["灯の数", "", "12", "道路課"]]
    above, y = ruled([["年度", "人口"], ["令和７年度", "1,200"]], [100, 80])
    end = text(40, y - 24, "１　見守り") + ruled([upper], widths, top=y - 40)[0]
    below = text(43, 545, again) + ruled([lower, *rows] if lower else rows, widths)[0]
    reading = read_pdf(tmp_path, pages([text(40, 560, "青葉市防犯計画") + above + end, below]))
    assert reading.plan is not None
    found = [
        (one.name, {key: [*value.values()] for key, value in one.fields.items()}, one.department)
        for _section, one in reading.plan.initiatives()
    ]
    assert found == [
        ("旗の数", {"目標値": ["30"], "実績値": ["28"]}, "市民課"),
        ("灯の数", {"実績値": ["12"]}, "道路課"),
    ]
    assert not any("指標" in one.what for one in problems(reading.diagnostics))


def test_a_page_that_ends_amid_a_form_before_headings_of_years(tmp_path: Path) -> None:
    """Its rest is of the form above, though its headings are on no other form's first column."""
    widths = [140, 120, 120]
    heads = ["指標名", "令和６年度実績", "令和７年度目標"]
    first = [["事務事業名", "公民館講座", "<"], ["担当課", "生涯学習課", "<"]]
    first += [["事業の内容", "開く。", "<"], heads]
    first += [["参加者数（人）", "812", "900"], ["今後の方向性", "続ける。", "<"]]
    second = [["事務事業名", "図書の購入", "<"], ["担当課", "図書館", "<"]]
    second += [["事業の内容", "買う。", "<"]]
    rest = [heads, ["冊数（冊）", "520", "600"], ["今後の方向性", "増やす。", "<"]]
    above, y = ruled(first, widths)
    title = text(40, 560, "令和７年度　事務事業評価シート")
    below = ruled(second, widths, top=y - 30)[0]
    reading = read_pdf(tmp_path, pages([title + above + below, ruled(rest, widths)[0]]))
    assert reading.plan is not None
    found = {
        one.name: [v if isinstance(v, str) else " ".join(v.values()) for v in one.fields.values()]
        for _section, one in reading.plan.initiatives()
    }
    assert found == {
        "公民館講座": ["参加者数（人）", "812", "900", "続ける。"],
        "図書の購入": ["冊数（冊）", "520", "600", "増やす。"],
    }


def clipped(box: str, content: bytes) -> bytes:
    """Content of which a page shows what is in a box: left, bottom, width, height."""
    return f"q {box} re W n\n".encode() + content + b"Q\n"


GROUPED = ["施策", *HEADING[1:]]
GROUPED_WIDTHS = [70, *WIDTHS[1:]]


def grouped(title: str, names: list[str]) -> tuple[bytes, float]:
    """Rows beside a group's cell with its title, and where they end; "" leaves the cell blank."""
    rows = [
        [title if n == 0 else "^", name, "開く。", "続ける。", ""] for n, name in enumerate(names)
    ]
    return ruled([GROUPED, *rows], GROUPED_WIDTHS)


def test_a_group_over_pages_that_show_its_title_once(tmp_path: Path) -> None:
    """Its cell is drawn whole on each page, and clipped to what is there."""
    names = [["灯の点検", "旗の配布"], ["花の手入れ", "見回り"], ["掃除"]]
    drawn_on = []
    for page, own in enumerate(names):
        content, end = grouped("明るい町" if page == 1 else "", own)
        hidden = text(43, end + 25 - 300 * (1 - page), "明るい町") if page != 1 else b""
        top = 540 - 19
        drawn_on.append(content + clipped(f"40 {end} 640 {top - end}", hidden))
    last, _end = ruled([GROUPED, ["静かな町", "川の調査", "測る。", "測る。", ""]], GROUPED_WIDTHS)
    reading = read_pdf(
        tmp_path, pages([text(40, 560, "青葉市防犯計画") + drawn_on[0], *drawn_on[1:], last])
    )
    assert reading.plan is not None
    found = [(section.title, one.name) for section, one in reading.plan.initiatives()]
    every = [name for own in names for name in own]
    assert found == [*(("明るい町", name) for name in every), ("静かな町", "川の調査")]


def test_an_initiative_of_which_two_pages_show_parts(tmp_path: Path) -> None:
    """Its rows have labels; each page draws its name and text whole, and hides what is not there.

    The first line of the text is above its cell, the last one below.
    """
    widths = [100, 130, 80, 80, 80]
    heading = ["事業名", "事業内容", "区分", "令和６年度", "令和７年度"]
    whole = [["旗", "配る。", "事業費", "30", "40"], ["^", "^", "国費", "10", "20"]]
    upper, end = ruled([heading, *whole, ["", "", "事業費", "50", "60"]], widths)
    other = [["川", "測る。", "事業費", "70", "80"], ["^", "^", "国費", "30", "40"]]
    lower, _end = ruled([heading, ["", "", "国費", "20", "30"], *other], widths)
    lines = ["灯を点け、", "道を照らし、", "花を植え、", "町を飾る。"]

    def cut(y: float, bottom: float) -> bytes:
        words = b"".join(text(143, y - 13 * n, line) for n, line in enumerate(lines))
        return clipped(f"40 {bottom} 640 19", text(43, y - 19.5, "灯と花") + words)

    first, second = cut(end + 20, end), cut(540 - 5, 540 - 38)
    title = text(40, 560, "青葉市防犯計画")
    reading = read_pdf(tmp_path, pages([title + upper + first, lower + second]))
    assert reading.plan is not None
    found = [
        (
            one.name,
            *map(squeezed, one.summaries.values()),
            *(list(v.values()) for v in one.fields.values()),
        )
        for _section, one in reading.plan.initiatives()
    ]
    assert found == [
        ("旗", "配る。", ["30", "40"], ["10", "20"]),
        ("灯と花", "".join(lines), ["50", "60"], ["20", "30"]),
        ("川", "測る。", ["70", "80"], ["30", "40"]),
    ]


def test_a_department_above_a_table_that_goes_on_on_the_next_page(tmp_path: Path) -> None:
    """It is that of the rows below the repeated header, and of no other table."""
    widths = [60, 140, 200, 100]
    heading = ["番号", "事業名", "事業内容", "令和７年度予算額"]
    parts = [
        ["1", "灯", "照らす。", "30"],
        ["2", "旗", "配る。", "50"],
        ["3", "花", "植える。", "70"],
    ]
    tables = [ruled([heading, row], widths, top=500)[0] for row in parts]
    title = text(40, 560, "青葉市防犯計画　主要事業") + text(40, 530, "担当課：道路課")
    footers = [text(400, 30, f"- {page} -") for page in (1, 2, 3)]
    labels = [title, b"", text(40, 530, "担当課：公園課")]
    every = [a + b + c for a, b, c in zip(labels, tables, footers, strict=True)]
    reading = read_pdf(tmp_path, pages(every))
    assert reading.plan is not None
    found = [(one.name, one.department) for _section, one in reading.plan.initiatives()]
    assert found == [("灯", "道路課"), ("旗", "道路課"), ("花", "公園課")]


def test_a_name_that_only_the_end_of_a_page_repeats(tmp_path: Path) -> None:
    """Its cell is merged over a target and a result, and on both pages, without a number."""
    widths = [120, 150, 150, 80]
    heading = ["指標名", "目標（上段）・実績（下段）", "<", "担当課"]
    years = ["^", "令和６年度", "令和７年度", "^"]
    whole = [["灯の数", "30", "40", "道路課"], ["^", "28", "35", "^"]]
    upper, _end = ruled([heading, years, *whole, ["旗の数", "50", "60", "市民課"]], widths)
    other = [["花の数", "70", "80", "公園課"], ["^", "66", "75", "^"]]
    lower, _end = ruled([heading, years, ["旗の数", "48", "55", "市民課"], *other], widths)
    reading = read_pdf(tmp_path, pages([text(40, 560, "青葉市防犯計画") + upper, lower]))
    assert reading.plan is not None
    found = [
        (one.name, one.department, *(list(v.values()) for v in one.fields.values()))
        for _section, one in reading.plan.initiatives()
    ]
    assert found == [
        ("灯の数", "道路課", ["30", "40"], ["28", "35"]),
        ("旗の数", "市民課", ["50", "60"], ["48", "55"]),
        ("花の数", "公園課", ["70", "80"], ["66", "75"]),
    ]


def test_a_text_that_its_cell_hides_in_part_is_read(tmp_path: Path) -> None:
    """What is too long for its cell is nowhere else, so that it would be lost."""
    lines = text(183, 509, "照らす灯を"), text(183, 496, "順に増やす。")
    table = ruled([HEADING, ["1", "灯", "\n", "照らす。", "道路課"]], WIDTHS)[0]
    long = b"".join(clipped("180 503 200 18", line) for line in lines)
    reading = read_pdf(tmp_path, pages([text(40, 560, "青葉市防犯計画") + table + long]))
    assert rows_of(reading) == [["1", "灯", "照らす灯を\n順に増やす。", "照らす。", "道路課"]]
