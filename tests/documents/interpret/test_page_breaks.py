"""Tables that go on over pages of a PDF (頁をまたぐ表): each page alone says too little."""

from collections.abc import Sequence

import pytest

from bouhan_diff.diagnostics import Level, Span
from bouhan_diff.documents.interpret import interpret
from bouhan_diff.documents.ir import Cell, Document, Line, Reading, Table
from bouhan_diff.edition import Edition

HEIGHT = 20.0
PLACES = (50.0, 80.0, 250.0, 350.0, 420.0, 490.0)


def page(
    number: int, rows: Sequence[Sequence[str]], places: Sequence[float] = PLACES, start: int = 1
) -> Table:
    """A page's table, ruled at these places.

    | in a cell joins it with the one above and < with the one on its left; _ is blank. start: the
    line of its first row.
    """
    cells: list[Cell] = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text in "|_<":
                continue
            below = [other[column] for other in rows[row + 1 :]]
            height = 1 + next((n for n, one in enumerate(below) if one != "|"), len(below))
            beside = [*texts[column + 1 :], ""]
            width = 1 + next(n for n, one in enumerate(beside) if one != "<")
            box = (places[column], row * HEIGHT, places[column + width], (row + height) * HEIGHT)
            span = Span(page=number, line=start + row, box=box)
            cells.append(Cell(tuple(text.split("/")), span, row, column, height, width))
    box = (places[0], 0.0, places[-1], len(rows) * HEIGHT)
    return Table(tuple(cells), len(rows), len(places) - 1, Span(page=number, box=box))


def read(*blocks: Line | Table) -> Reading:
    """What is read of a document with a title, with nothing lost."""
    title = Line("青葉市主要事業一覧（令和７年度）", Span(page=1, line=1))
    reading = interpret(Document((title, *blocks), is_wrapped=True, name="list"))
    assert [one for one in reading.diagnostics if one.level is Level.LOSS] == []
    return reading


def names(reading: Reading) -> list[str]:
    """The names of the initiatives."""
    assert reading.plan is not None
    return [initiative.name for _section, initiative in reading.plan.initiatives()]


def fields(reading: Reading) -> list[dict[str, object]]:
    """The further fields of the initiatives."""
    assert reading.plan is not None
    return [dict(initiative.fields) for _section, initiative in reading.plan.initiatives()]


HEADING = ["番号", "事業名", "担当課", "予算額", "前年度予算額"]
LIGHTS = [
    ["1", "街灯整備事業", "道路課", "1,200", "1,000"],
    ["_", "　うち一般財源", "_", "600", "500"],
    ["2", "巡回事業", "市民課", "300", "300"],
]
PARKS = [
    ["3", "公園管理事業", "公園課", "900", "800"],
    ["_", "　うち一般財源", "_", "450", "400"],
    ["4", "花壇整備事業", "公園課", "100", "90"],
]


@pytest.mark.parametrize(
    "between", [(), (Line("- 1 -", Span(page=1, line=9)),)], ids=["", "number"]
)
@pytest.mark.parametrize("repeated", [[], [HEADING]], ids=["no-header", "same-header"])
def test_parts_of_amounts_are_columns_on_each_page(
    between: Sequence[Line], repeated: list[list[str]]
) -> None:
    """うち一般財源 below some rows is a column, on a page without headings as on the first."""
    reading = read(page(1, [HEADING, *LIGHTS]), *between, page(2, [*repeated, *PARKS]))
    assert names(reading) == ["街灯整備事業", "巡回事業", "公園管理事業", "花壇整備事業"]
    assert [len(own) for own in fields(reading)] == [2, 1, 2, 1]


def test_amounts_in_brackets_are_parted_on_each_page() -> None:
    """The heading that says of which year they are is on the first page, or amid another."""
    heading = ["番号", "事業名", "担当課", "予算額/（前年度予算額）", "備考"]
    rows = [[str(n), f"事業その{n}", "市民課", f"{n},200/（{n},000）", "_"] for n in range(1, 8)]
    reading = read(page(1, [heading, *rows[:3]]), page(2, [*rows[3:5], heading, *rows[5:]]))
    amounts = [own["予算額"] for own in fields(reading)]
    assert all(isinstance(one, dict) and len(one) == 2 for one in amounts)


def test_a_page_with_further_rules_goes_on_in_the_same_columns() -> None:
    """A part of a column that has a rule of its own on one page is no other column."""
    further = (*PLACES[:2], 200.0, *PLACES[2:])
    rows = [[*row[:2], "_", *row[2:]] for row in PARKS]
    reading = read(page(1, [HEADING, *LIGHTS]), page(2, rows, further))
    assert len(names(reading)) == 4


def test_a_table_of_other_columns_does_not_go_on() -> None:
    """Below a table of initiatives another one has neither its headings nor its places."""
    places = (50.0, 130.0, 300.0, 490.0)
    other = page(2, [["学校", "児童数", "学級数"], ["青葉小", "320", "12"]], places)
    document = Document((page(1, [HEADING, *LIGHTS]), other), is_wrapped=True, name="令和７年度")
    assert names(interpret(document)) == ["街灯整備事業", "巡回事業"]


@pytest.mark.parametrize(
    "above",
    [
        pytest.param(["（歳出）"], id="side"),
        pytest.param(["（歳出）　（単位：千円）"], id="side-and-unit"),
        pytest.param([], id="nothing"),
    ],
)
def test_an_account_at_the_end_of_a_page_has_its_items_on_the_next(above: list[str]) -> None:
    """What stands above the table on each page begins none of its sections anew."""
    places, heading = (50.0, 200.0, 350.0, 490.0), ["款", "項", "金額"]
    first = [["1.総務費", "_", "90"], ["|", "1.徴税費", "90"], ["2.保健費", "_", "60"]]
    second = [["_", "1.健診費", "40"], ["_", "2.相談費", "20"], ["歳出合計", "_", "150"]]
    blocks: list[Line | Table] = [Line("第１表　予算", Span(page=1, line=2))]
    for number, rows in enumerate((first, second), start=1):
        blocks += [Line(text, Span(page=number, line=3)) for text in above]
        blocks.append(page(number, [heading, *rows], places, start=4))
    plan = read(*blocks).plan
    assert plan is not None
    assert [len(section.initiatives) for section in plan.sections] == [2, 3]
    assert [total.value for total in plan.printed_totals] == ["150"]


RECORD = ["No.", "取組", "内容", "区分", "年度別計画"]
YEARS = (50.0, 80.0, 200.0, 350.0, 400.0, 450.0)


def record(number: str, name: str, plan: str, result: str) -> list[list[str]]:
    """A record of two rows, plan and result."""
    return [
        [number, name, f"{name}を進める。", "計画", plan],
        ["|", "|", "|", "実績", result],
    ]


FIRST, SECOND, THIRD = (
    record("1", "灯の設置", "検討", "実施"),
    record("2", "旗の配布", "実施", "拡充"),
    record("3", "花の植栽", "拡充", "検討"),
)


@pytest.mark.parametrize(
    "second",
    [
        pytest.param([*THIRD], id="whole-record"),
        pytest.param([["_", "_", "次の年も続ける。", "_", "_"], *THIRD], id="rest-of-text"),
        pytest.param([["_", "のうち街道", "続ける。", "_", "_"], *THIRD], id="rest-of-name"),
    ],
)
def test_labels_of_records_are_columns_on_each_page(second: list[list[str]]) -> None:
    """計画 and 実績 stay apart where a page has one record, or begins with the rest of a text."""
    reading = read(page(1, [RECORD, *FIRST, *SECOND]), page(2, second))
    assert len(names(reading)) == 3
    assert names(reading)[2] == "花の植栽"
    assert all(any("計画" in key for key in own) for own in fields(reading))
    assert all(any("実績" in key for key in own) for own in fields(reading))


def test_a_record_of_two_rows_in_two_pages_is_one() -> None:
    """Its number is printed on both pages, as a spreadsheet does; each part has one row."""
    rows = [*FIRST, *SECOND, *THIRD]
    above, below = rows[:5], [[*rows[4][:1], "_", "_", *rows[5][3:]]]
    more = record("4", "苗の配布", "検討", "実施")
    reading = read(page(1, [RECORD, *above]), page(2, [*below, *more]))
    assert names(reading) == ["灯の設置", "旗の配布", "花の植栽", "苗の配布"]


def test_lists_side_by_side_go_on_side_by_side() -> None:
    """The next page has no headings that say where the second list begins."""
    half = ["番号", "事業名", "予算額"]
    places = (50.0, 80.0, 250.0, 300.0, 330.0, 500.0, 560.0)
    rows = [
        [str(n), f"道路整備その{n}", f"{n}00", str(n + 10), f"公園整備その{n}", f"{n}50"]
        for n in range(1, 6)
    ]
    reading = read(page(1, [half * 2, *rows[:3]], places), page(2, rows[3:], places))
    assert len(names(reading)) == 10


STREETS = [
    ["1", "街灯整備事業", "道路課", "1,200", "1,000"],
    ["2", "巡回事業", "市民課", "300", "300"],
    ["3", "道路の清掃事業", "道路課", "200", "200"],
]
SCHOOLS = [
    ["5", "通学路の見守り", "学校課", "150", "150"],
    ["6", "遊具の点検", "公園課", "80", "70"],
]


@pytest.mark.parametrize(
    ("above", "below", "name"),
    [
        pytest.param(
            ["4", "防犯灯の電気", "市民課", "700", "600"],
            ["_", "料金の助成事業", "地域振興係", "_", "_"],
            "防犯灯の電気料金の助成事業",
            id="all-cells-go-on",
        ),
        pytest.param(
            ["4", "防犯灯の電気/料金の助成", "市民課", "700", "600"],
            ["_", "事業", "_", "_", "_"],
            "防犯灯の電気料金の助成事業",
            id="the-name-alone-goes-on",
        ),
        pytest.param(
            ["4", "防犯灯の電気料金", "市民課", "700", "600"],
            ["_", "の助成事業", "_", "_", "_"],
            "防犯灯の電気料金の助成事業",
            id="the-name-goes-on-with-a-particle",
        ),
        pytest.param(
            ["4", "_", "市民課", "700", "600"],
            ["_", "防犯灯の電気料金の助成事業", "_", "_", "_"],
            "防犯灯の電気料金の助成事業",
            id="the-name-is-on-the-next-page",
        ),
    ],
)
def test_a_row_that_a_page_cuts_is_one(above: list[str], below: list[str], name: str) -> None:
    """Its rest has no number and no amounts, and goes on where the row filled all its lines."""
    reading = read(page(1, [HEADING, *STREETS, above]), page(2, [below, *SCHOOLS]))
    others = [row[1] for row in (*STREETS, *SCHOOLS)]
    assert names(reading) == [*others[:3], name, *others[3:]]


GROUPS = ["政策", "事業名", "担当課", "予算額", "前年度予算額"]


def test_what_pages_have_of_a_group_is_its_title_on_each_of_them() -> None:
    """A merged cell is cut with the row beside it; rows below it are of the same section."""
    above = [
        ["明るいまちづくり", "街灯整備事業", "道路課", "1,200", "1,000"],
        ["明るいまちづくり", "巡回事業", "市民課", "300", "300"],
        ["明るいまちづくり", "夜間の照明事業", "市民課", "300", "300"],
        ["人にやさしい", "防犯灯の電気", "市民課", "700", "600"],
    ]
    below = [
        ["まちづくり", "料金の助成事業", "_", "_", "_"],
        ["|", "通学路の見守り", "学校課", "150", "150"],
    ]
    reading = read(page(1, [GROUPS, *above]), page(2, below))
    assert names(reading)[3:] == ["防犯灯の電気料金の助成事業", "通学路の見守り"]
    assert reading.plan is not None
    titles = [section.title for section, _one in reading.plan.initiatives()]
    assert titles[3:] == ["人にやさしいまちづくり"] * 2


def test_a_title_at_the_top_of_a_page_is_no_rest_of_the_row_above() -> None:
    """It is alone in its row, as the titles on other pages are, and stays where it is."""
    above = [["１　道路", "_", "_", "_", "_"], *STREETS]
    below = [["２　学校", "_", "_", "_", "_"], *SCHOOLS]
    reading = read(page(1, [HEADING, *above]), page(2, below))
    assert names(reading) == [row[1] for row in (*STREETS, *SCHOOLS)]


DRUGS = ["番号", "品名", "記載事項", "コード", "表示文言"]
DRUG_PLACES = (50.0, 80.0, 200.0, 400.0, 450.0, 540.0)
FIRST_DRUGS = [
    ["1", "かぜ散", "使った理由を記載する。", "111", "理由（かぜ散）"],
    ["2", "せき散", "使った日を記載する。", "222", "日付（せき散）"],
]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        pytest.param(
            "ねつ散５号/ねつ散９号", "ねつ散５号/ねつ散９号", id="all of it on both pages"
        ),
        pytest.param("ねつ散５号/", "ねつ散９号", id="a part of it on each page"),
    ],
)
def test_a_merged_row_that_a_page_prints_again_is_one_initiative(above: str, below: str) -> None:
    """A spreadsheet prints merged cells again on the next page, its foot naming the page between.

    What both pages have is there once; a name of which each has a part is whole.
    """
    third = ["3", above, "医師の要件を記載する。", "331", "医師（ねつ散）"]
    again = [["3", below, "医師の要件を記載する。", "332", "施設（ねつ散）"]]
    rest = [*again, ["4", "はら散", "使った量を記載する。", "444", "量（はら散）"]]
    reading = read(
        page(1, [DRUGS, *FIRST_DRUGS, third], DRUG_PLACES),
        Line("別表（薬価）- 1", Span(page=1, line=9)),
        page(2, [DRUGS, *rest], DRUG_PLACES),
        Line("別表（薬価）- 2", Span(page=2, line=9)),
    )
    assert names(reading) == ["かぜ散", "せき散", "ねつ散５号ねつ散９号", "はら散"]
    assert reading.plan is not None
    (section,) = reading.plan.sections
    assert [one.number for one in section.initiatives] == [1, 2, 3, 4]
    (whole,) = (dict(one.fields) for one in section.initiatives if one.number == 3)
    assert whole["コード"] == "331\n332"
    assert "医師の要件を記載する。" in [*section.initiatives[2].summaries.values(), *whole.values()]


def test_a_page_cuts_a_record_whose_group_has_more_records_elsewhere() -> None:
    """The measure is merged over one record or more, so that only the names tell their height."""
    head = ["施策", "事業名", "区分", "令和６年度", "令和７年度"]
    above = [
        ["交通", "街灯事業", "国費", "10", "20"],
        ["|", "|", "市費", "30", "40"],
        ["|", "巡回事業", "国費", "11", "21"],
        ["|", "|", "市費", "31", "41"],
        ["防災", "訓練事業", "国費", "12", "22"],
        ["|", "|", "市費", "32", "42"],
        ["福祉", "見守り事業", "国費", "13", "23"],
    ]
    below = [
        ["福祉", "見守り事業", "市費", "33", "43"],
        ["医療", "健診事業", "国費", "14", "24"],
        ["|", "|", "市費", "34", "44"],
    ]
    reading = read(page(1, [head, *above]), page(2, below))
    found = ["街灯事業", "巡回事業", "訓練事業", "見守り事業", "健診事業"]
    assert names(reading) == found


GROUPED = [
    ["|", "街灯整備事業", "道路課", "1,200", "1,000"],
    ["|", "巡回事業", "市民課", "300", "300"],
]


def grouped(title: str, rows: Sequence[Sequence[str]] = GROUPED) -> list[list[str]]:
    """Rows of which all have one title at their left."""
    return [[title, *rows[0][1:]], *(list(row) for row in rows[1:])]


@pytest.mark.parametrize(
    ("above", "below", "title"),
    [
        pytest.param("（２）夜の", "安全", "夜の安全", id="without-a-number-unlike-others"),
        pytest.param(
            "明/る/い/ま", "ち/づ/く/り", "明るいまちづくり", id="letters-below-each-other"
        ),
        pytest.param("（２）夜の安全", "（２）夜の安全", "夜の安全", id="on-both-pages"),
    ],
)
def test_a_group_that_a_page_cuts_has_one_title(above: str, below: str, title: str) -> None:
    """A cell merged over rows of two pages has a part of its text on each, or all on both."""
    first = [*grouped("（１）道の安全"), *grouped(above)]
    reading = read(page(1, [GROUPS, *first]), page(2, [*grouped(below), *grouped("（３）学校")]))
    assert reading.plan is not None
    titles = [section.title for section, _one in reading.plan.initiatives()]
    assert titles == ["道の安全"] * 2 + [title] * 4 + ["学校"] * 2


LABELS = ["事業番号", "事業名", "事業内容", "担当課", "予算額"]


def listed(number: int, name: str, *rows: str) -> list[list[str]]:
    """A measure with its label above the list of its initiatives."""
    return [
        ["重点施策", f"{number}　{name}", "<", "<", "<"],
        ["現状と課題", f"{name}が課題である。", "<", "<", "<"],
        LABELS,
        *(
            [f"{number}-{n}", one, f"{one}を行う。", "市民課", "120"]
            for n, one in enumerate(rows, 1)
        ),
    ]


LISTS = [*listed(1, "道路", "街灯整備", "道路清掃"), *listed(2, "学校", "見守り", "遊具点検")]


@pytest.mark.parametrize("end", [3, 4, 5, 6, 7, 8], ids="{}-rows-above".format)
def test_labels_above_a_list_are_of_its_rows_on_the_next_page(end: int) -> None:
    """A page may end among the labels, right below them, or among the rows of their list."""
    foot = Line("1 / 2 ページ", Span(page=1, line=9))
    reading = read(page(1, LISTS[:end]), foot, page(2, LISTS[end:]))
    assert reading.plan is not None
    found = [(section.title, one.name) for section, one in reading.plan.initiatives()]
    assert [name for _title, name in found] == ["街灯整備", "道路清掃", "見守り", "遊具点検"]
    assert ["道路" in title for title, _name in found] == [True, True, False, False]


ACCOUNTS = ["目", "本年度予算額", "区分", "金額", "説明"]


@pytest.mark.parametrize("rest", [[], [["_", "_", "11 役務費", "41", "|"]]], ids=["one", "two"])
def test_parts_of_an_account_at_the_foot_of_a_page_stay_with_it(rest: list[list[str]]) -> None:
    """節 are of the 目 above them, not of the one that the next page begins with.

    The text beside them, which is merged over all of their rows, is there once.
    """
    rows = [
        ACCOUNTS,
        ["1 緑化費", "1,959", "1 報酬", "1,800", "花壇の整備を行う。"],
        *rest,
        ["_", "_", "18 補助金", "118", "|"],
    ]
    after = [ACCOUNTS, ["2 街灯費", "46", "10 需用費", "46", "街灯の修繕を行う。"]]
    reading = read(page(1, rows), page(2, after))
    assert names(reading) == ["緑化費", "街灯費"]
    parts = [one["区分"] for one in fields(reading)]
    assert parts == ["\n".join(row[2] for row in rows[1:]), "10 需用費"]
    assert reading.plan is not None
    texts = [dict(one.summaries) for _section, one in reading.plan.initiatives()]
    assert [[*text.values()] for text in texts] == [["花壇の整備を行う。"], ["街灯の修繕を行う。"]]


def test_units_at_the_top_of_a_page_are_no_rest_of_figures() -> None:
    """千円 is above the rest of a text, in the columns of the amounts of the row that goes on."""
    rows = [
        ["1 緑化費", "千円/1,959", "1 報酬", "千円/1,959", "千円/花壇を整備する。"],
        ["2 街灯費", "46", "10 需用費", "46", "街灯を修繕する。"],
        ["3 広報費", "20", "1 報酬", "20", "広報紙を発行"],
    ]
    more = ["_", "千円", "_", "千円", "千円/して、"]
    after = [more, *([f"{n} 防犯費", "9", "1 報酬", "9", "見守る。"] for n in (4, 5))]
    reading = read(page(1, [ACCOUNTS, *rows]), page(2, [ACCOUNTS, *after]))
    assert names(reading) == ["緑化費", "街灯費", "広報費", "防犯費", "防犯費"]
    year = Edition(2025)
    amounts = [one["予算額"] for one in fields(reading)]
    assert amounts == [{year: one} for one in ("1,959", "46", "20", "9", "9")]
    assert reading.plan is not None
    assert reading.plan.sections[0].initiatives[2].summaries == {year: "広報紙を発行して、"}
