"""PDFs of tables without any rule, as a sheet or a page prints them whose borders are not drawn."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise, product
from pathlib import Path

import pytest
from pdf_files import pages, rule, ruled, text
from readings import read_pdf, tables_of

from bouhan_diff.documents.ir import Table
from bouhan_diff.edition import Edition

EM, LEADING, LEFT, TOP = 10, 13, 40, 540
LONG = "調査の結果を基に、早く直すことが必要な橋について設計と工事を行う。"
LONGER = "名簿に載る人の計画を作り、訓練に加わる自治会に助成金を交付して、地域の備えを厚くする。"

Row = Sequence[str]

# By what they show: the widths of the columns in characters (amounts end flush right where it is
# negative), how many rows are headings, and the rows. "<" is part of the cell on the left of it,
# "^" of the one above.
TABLES: dict[str, tuple[Sequence[int], int, Sequence[Row]]] = {
    "texts of several lines": (
        (4, 12, 8, 20, -7),
        1,
        [
            ["番号", "事業名", "担当課", "内容", "予算額"],
            ["1", "防災力の向上", "危機管理課", LONG, "1,200"],
            ["2", "食堂の支援", "子育て課", "運営費を補助する。", "98,000"],
            ["3", "橋の点検", "道路課", LONGER, "410,250"],
            ["4", "空き家の対策", "住宅課", LONG, "3,050"],
        ],
    ),
    "first column often blank": (
        (12, 14, -10),
        1,
        [
            ["施策", "事業名", "事業費"],
            ["安全な街", "防災力の向上", "1,200"],
            ["", "橋の点検", "410,250"],
            ["", "街路灯の更新", "880"],
            ["育つ街", "食堂の支援", "98,000"],
            ["", "図書館の充実", "5,110"],
            ["働く街", "資金繰りの支援", "77,000"],
            ["", "観光の案内", "8,200"],
        ],
    ),
    "headings over two columns": (
        (4, 14, -7, 9, -7, 9, 7),
        2,
        [
            ["番号", "事業名", "令和６年度", "<", "令和７年度", "<", "担当課"],
            ["^", "^", "予算額", "目標", "予算額", "目標", "^"],
            ["1", "防災力の向上", "1,200", "参加者30人", "1,350", "参加者45人", "総務課"],
            ["2", "食堂の支援", "98,000", "利用者9人", "99,500", "利用者12人", "福祉課"],
            ["3", "橋の点検", "410", "補修２か所", "38,700", "補修３か所", "道路課"],
            ["4", "文化財の活用", "2,100", "公開４回", "2,050", "公開５回", "教育課"],
        ],
    ),
    "a heading over years": (
        (16, -8, -8, -8, 8),
        2,
        [
            ["事業名", "事業費", "<", "<", "担当課"],
            ["^", "令和６年度", "令和７年度", "令和８年度", "^"],
            ["防災力の向上", "1,200", "1,350", "1,400", "総務課"],
            ["食堂の支援", "98,000", "99,500", "101,000", "福祉課"],
            ["橋の点検", "410", "38,700", "515", "道路課"],
            ["文化財の活用", "2,100", "2,050", "980", "教育課"],
        ],
    ),
    "titles between rows": (
        (16, -9, -9),
        1,
        [
            ["補助金", "令和６年度", "令和７年度"],
            ["安全な街"],
            ["自主防災組織の活動補助金", "1,200", "1,350"],
            ["橋の点検補助金", "410", "38,700"],
            ["育つ街"],
            ["食堂の支援補助金", "98,000", "99,500"],
            ["学童の補助金", "2,100", "2,050"],
            ["働く街"],
            ["創業の補助金", "500", "750"],
        ],
    ),
    "titles above texts": (
        (12, 20, -8, 8),
        1,
        [
            ["事業名", "事業の概要", "予算額", "担当課"],
            ["基本目標１　誰もが安全に暮らせる街をつくる"],
            ["防災力の向上", LONG, "1,200", "総務課"],
            ["橋の点検", "点検を行う。", "410", "道路課"],
            ["基本目標２　子どもが育つ街をつくる"],
            ["食堂の支援", LONGER, "98,000", "福祉課"],
        ],
    ),
    "names of two lines": (
        (4, 10, 18, 9, -7),
        1,
        [
            ["番号", "事業名", "内容", "対象", "予算額"],
            ["1", "地域を支える拠点の運営事業", LONG, "市民", "28,070"],
            ["2", "見守りの網と関連する施設の管理", "相談に応じる。", "市内に住む高齢者", "456"],
            ["3", "街路灯の更新", LONGER, "事業者", "7,693"],
            ["4", "橋の長寿命化と道路の補修事業", LONG, "市民", "2,098"],
        ],
    ),
    "remarks close to amounts": (
        (14, -8, -8, 10),
        1,
        [
            ["事業名", "事業費", "一般財源", "備考"],
            ["防災力の向上", "9,019", "4,606", "債務負担"],
            ["橋の点検", "9,697", "1,879", ""],
            ["小計", "18,716", "6,485", ""],
            ["食堂の支援", "4,225", "4,148", "新規"],
            ["学童の支援", "8,324", "2,831", ""],
        ],
    ),
    "accounts of one figure": (
        (3, 3, 3, 14, -8, -7, -8, 16),
        1,
        [
            ["款", "項", "目", "事業名", "補正前", "補正額", "計", "説明"],
            ["4", "2", "8", "防災力の向上", "60,952", "6,474", "67,426", "資材を買う。"],
            ["8", "4", "6", "橋の点検", "23,613", "4,628", "28,241", LONG],
            ["7", "1", "5", "食堂の支援", "86,968", "1,006", "87,974", "運営費を補助する。"],
            ["9", "3", "5", "学童の支援", "15,079", "5,840", "20,919", LONG],
        ],
    ),
    "figures wider and narrower than their headings": (
        (4, 14, -12, -12, 8, -6),
        1,
        [
            ["№", "取組名", "予算額", "うち一般財源", "担当課", "達成率"],
            ["1", "防災力の向上", "1250", "625", "総務課", "78.5%"],
            ["2", "橋の点検", "1003250000", "900", "道路課", "100.0%"],
            ["3", "食堂の支援", "2400", "1200", "福祉課", "9.1%"],
            ["4", "街路灯の更新", "880", "0", "道路課", "78.5%"],
            ["合計", "", "1003254530", "2725", "", ""],
        ],
    ),
    "units below headings": (
        (-5, 14, 12, -9, -10, 8),
        1,
        [
            [
                "番号",
                "補助金の名称",
                "交付先",
                "予算額\n（千円）",
                "交付決定額\n（千円）",
                "所管課",
            ],
            ["1", "防災力の向上", "町内会", "1250", "1233", "総務課"],
            ["2", "橋の点検", "事業者", "900", "883", "道路課"],
            ["3", "食堂の支援", "町内会", "2400", "2383", "福祉課"],
            ["10", "街路灯の更新", "町内会", "92500", "92483", "道路課"],
            ["", "合計", "", "97050", "96982", ""],
        ],
    ),
    "figures in few rows": (
        (-5, 16, -10, -14, 10),
        1,
        [
            ["番号", "事業名", "予算額", "債務負担行為額", "備考"],
            ["1", "防災力の向上", "1250", "", ""],
            ["2", "橋の点検", "900", "3000", ""],
            ["3", "食堂の支援", "2400", "", "新規"],
            ["4", "街路灯の更新", "92500", "", ""],
            ["5", "公園の手入れ", "300", "", ""],
        ],
    ),
    "headings over years beside texts of many lines": (
        (5, 12, 8, -10, -10, -10, 8),
        2,
        [
            ["番号", "事業名", "概要", "事業費", "<", "<", "担当課"],
            ["^", "^", "^", "令和６年度", "令和７年度", "令和８年度", "^"],
            ["1", "防災力の向上", LONG, "1,200", "1,350", "1,400", "総務課"],
            ["2", "食堂の支援", LONGER, "98,000", "99,500", "101,000", "福祉課"],
            ["3", "橋の点検", LONG, "410", "38,700", "515", "道路課"],
            ["4", "街路灯の更新", LONG, "880", "350", "980", "道路課"],
        ],
    ),
    "one heading of two lines": (
        (5, 12, 20, 8, -9),
        1,
        [
            ["番号", "事業名", "概要", "担当課", "令和７年度\n予算額（千円）"],
            ["1", "防災力の向上", LONG, "総務課", "1,200"],
            ["2", "食堂の支援", LONGER, "福祉課", "98,000"],
            ["3", "橋の点検", "点検する。", "道路課", "410"],
            ["4", "街路灯の更新", LONG, "道路課", "880"],
        ],
    ),
    "names that fill their columns": (
        (-5, 9, 9, 9, -9),
        1,
        [
            ["番号", "施策", "事業名", "担当課", "予算額"],
            ["1", "安全に暮らせる街をつくる", "防災力を高める活動の支援", "危機管理課", "1250"],
            ["2", "子どもが育つ街をつくる施策", "食堂を営む団体の支援事業", "こども家庭課", "900"],
            ["3", "働く人を支える街をつくる", "創業する人の資金の支援", "商工観光振興課", "2400"],
            ["4", "学び続ける街をつくる施策", "図書館の本を増やす事業", "生涯学習課", "92500"],
        ],
    ),
}
OF_SHEETS: dict[str, tuple[Sequence[int], int, Sequence[Row]]] = {
    "groups within groups": (
        (6, 12, -9, -9, -9, -9, -9),
        3,
        [
            ["款", "事業名", "繰越額", "財源の内訳", "<", "<", "<"],
            ["^", "^", "^", "既収入", "未収入", "<", "一般財源"],
            ["^", "^", "^", "^", "国庫支出金", "地方債", "^"],
            ["土木費", "橋の点検", "4000000", "0", "2000000", "1000000", "1000000"],
            ["", "街路灯の更新", "4492000", "0", "2246000", "1123000", "1123000"],
            ["消防費", "資機材の更新", "8000000", "0", "4000000", "2000000", "2000000"],
            ["教育費", "校舎の防水", "12000000", "0", "6000000", "3000000", "3000000"],
        ],
    ),
    "groups beside headings of two lines": (
        (5, 12, -8, -8, 9, 6, -7, 8),
        2,
        [
            ["整理\n番号", "事業名", "事業費", "<", "指標", "<", "<", "方向"],
            ["^", "^", "決算", "予算", "指標名", "単位", "目標", "^"],
            ["001", "防災力の向上", "1200", "1250", "訓練の回数", "回", "30", "継続"],
            ["002", "橋の点検", "860", "900", "補修の数", "か所", "8", "継続"],
            ["003", "食堂の支援", "2000", "2400", "食堂の数", "か所", "12", "拡充"],
            ["004", "街路灯の更新", "84000", "92500", "更新の数", "基", "140", "継続"],
        ],
    ),
}
PLACES = ("at the top", "centred", "in a sheet", "centred in a sheet")


def wrapped(cell: str, width: int) -> list[str]:
    """The lines of a cell, which is as wide as that many characters."""
    return [cell[at : at + width] for at in range(0, len(cell), width)] or [""]


def size_of(words: str) -> float:
    """How wide words are."""
    return sum(EM / 2 if ord(char) < 0x7F else EM for char in words)


def printed(
    widths: Sequence[int],
    headings: int,
    rows: Sequence[Row],
    *,
    is_centred: bool = False,
    is_left: bool = False,
    top: float = TOP,
) -> bytes:
    """A page with the table; a row is as high as its longest cell. is_centred: from top to end.

    is_left: headings begin where their columns do, as in a sheet whose cells have no alignment.
    """
    xs = [LEFT + EM * sum(map(abs, widths[:n])) + 2 * n for n in range(len(widths) + 1)]
    out, y = b"", top
    for at, row in enumerate(rows):
        is_title = len(row) < len(widths)
        lines = [
            cell.split("\n") if is_title or at < headings or width < 0 else wrapped(cell, width - 1)
            for cell, width in zip(row, widths, strict=False)
        ]
        height = LEADING * max(map(len, lines)) + 4
        for column, own in enumerate(lines):
            if own[0] in {"<", "^"}:
                continue
            end = next((n for n in range(column + 1, len(row)) if row[n] != "<"), len(row))
            is_tall = not is_left and at + 1 < headings and rows[at + 1][column] == "^"
            room = height - LEADING * len(own)
            upper = y - (
                height / 2
                if is_tall
                else room / 2
                if is_centred or (at < headings and not is_left)
                else 2
            )
            for n, words in enumerate(own):
                x = xs[column] + 1
                if at < headings and not is_left:
                    x = (xs[column] + xs[end] - size_of(words)) / 2
                elif at >= headings and widths[column] < 0:
                    x = xs[column + 1] - 1 - size_of(words)
                out += text(x, upper - 10 - LEADING * n, words) if words else b""
        y -= height
    return out


@pytest.mark.parametrize(
    ("kind", "placed"), [*product(TABLES, PLACES), *product(OF_SHEETS, PLACES[2:3])]
)
def test_a_table_without_rules_is_read_as_it_was_written(
    tmp_path: Path, kind: str, placed: str
) -> None:
    """Every cell is in its row and column, wherever its lines stand in the row and column."""
    widths, headings, rows = (TABLES | OF_SHEETS)[kind]
    is_centred, is_left = "centred" in placed, "in a sheet" in placed
    page = printed(widths, headings, rows, is_centred=is_centred, is_left=is_left)
    (table,) = tables_of(tmp_path, pages([page]))
    read = [
        ["".join("".join(cell.lines).split()) for cell in row] if row else []
        for row in table.grid()
    ]
    written: list[list[str]] = []
    for row in rows:
        cells = [*row, *["<"] * (len(widths) - len(row))]
        for column, cell in enumerate(cells):
            if cell in {"<", "^"}:
                cells[column] = cells[column - 1] if cell == "<" else written[-1][column]
        written.append(["".join(cell.split()) for cell in cells])
    titles = [at for at, row in enumerate(rows) if len(row) == 1]
    for at in titles:  # one that is no longer than a name may stand in the column of these
        written[at] = [cell and written[at][0] for cell in read[at]]
    assert read == written


def test_the_room_between_a_latin_letter_and_a_kanji_parts_no_columns(tmp_path: Path) -> None:
    """Word leaves a quarter of a character there in a heading whose amounts are beside it."""
    headings = [["番号", "事業名", "概要", "所管", "", ""]]
    rows = [["1", "防災力の向上", LONG, "総務課", "1,200", "1,350"]]
    rows += [["2", "橋の点検", LONG, "道路課", "24,107", "38,700"]]
    rows += [["3", "食堂の支援", LONGER, "福祉課", "98,000", "99,500"]]
    content = printed((5, 12, 12, 8, -16, -16), 1, [*headings, *rows])
    for x, year in ((475, "R6"), (637, "R7")):
        content += text(x, TOP - 12, year) + text(x + 12, TOP - 12, "予算額")
    (table,) = tables_of(tmp_path, pages([content]))
    amounts = [[cell.text for cell in row[4:] if cell] for row in table.grid()]
    assert amounts[1:] == [row[4:] for row in rows]


def test_the_first_row_of_a_run_alone_names_its_department(tmp_path: Path) -> None:
    """The others have it too, as where the file showed it as one merged cell."""
    rows = [
        ["担当課", "事業名", "事業の内容", "予算額"],
        ["総務課", "防災力の向上", LONG, "1,200"],
        ["", "備蓄の更新", "品を買う。", "300"],
        ["道路課", "橋の点検", LONGER, "410"],
        ["", "街路灯の更新", LONG, "880"],
        ["", "通学路の安全", "柵を付ける。", "95"],
    ]
    content = text(LEFT, TOP + 20, "令和７年度　主要事業一覧")
    content += printed((10, 12, 20, -8), 1, rows, is_centred=True)
    reading = read_pdf(tmp_path, pages([content]))
    assert reading.plan is not None
    assert [(i.name, i.department) for _s, i in reading.plan.initiatives()] == [
        ("防災力の向上", "総務課"),
        ("備蓄の更新", "総務課"),
        ("橋の点検", "道路課"),
        ("街路灯の更新", "道路課"),
        ("通学路の安全", "道路課"),
    ]


WORKS = [
    ("防災力の向上", LONG, "1,200"),
    ("橋の点検", "点検する。", "410"),
    ("街路灯の更新", "替える。", "880"),
    ("食堂の支援", LONGER, "98,000"),
    ("図書館の充実", "買う。", "5,110"),
    ("資金の支援", "貸す。", "77,000"),
    ("観光の案内", "案内する。", "8,200"),
]
# By what they show: labels, each with its number of rows, and whether these are its rows.
SPANNING: dict[str, tuple[Sequence[tuple[str, int]], bool]] = {
    "between two rows": ([("安全な街", 3), ("育つ街", 2), ("働く街", 2)], True),
    "of two lines": ([("安全に暮らせる街をつくる", 2), ("育つ街", 3), ("働く街", 2)], True),
    "wider than those beside rows": (
        [("安全に暮らせる街をつくる", 4), ("育つ街", 1), ("働く街", 2)],
        True,
    ),
    "beside the first of one row": ([("安全な街", 1), ("育つ街", 4), ("働く街", 2)], True),
    "beside a row in the middle": ([("安全な街", 3), ("育つ街", 3), ("働く街", 1)], True),
    # as texts beside the first of their rows stand, too
    "beside first rows": ([("安全な街", 1), ("育つ街", 3), ("働く街", 3)], False),
    "not of the last row": ([("安全な街", 3), ("育つ街", 3)], False),
}


@pytest.mark.parametrize("kind", SPANNING)
def test_a_label_in_the_middle_of_its_rows_is_that_of_all(tmp_path: Path, kind: str) -> None:
    """As a merged cell is printed: where labels are the middles of runs that are all rows."""
    labels, are_runs = SPANNING[kind]
    widths = (10, 14, 20, -9)
    rows = [["施策", "事業名", "内容", "事業費"], *(["", *work] for work in WORKS)]
    content = printed(widths, 1, rows)
    tops = [float(TOP - LEADING - 4)]
    for _name, words, _amount in WORKS:
        tops.append(tops[-1] - LEADING * len(wrapped(words, widths[2] - 1)) - 4)
    names, at = [""] * len(WORKS), 0
    for label, size in labels:
        lines = wrapped(label, widths[0] - 1)
        middle = (tops[at] + tops[at + size]) / 2 + LEADING * len(lines) / 2
        for n, words in enumerate(lines):
            content += text(LEFT + 1, middle - 10 - LEADING * n, words)
        names[at : at + size] = [label] * size
        at += size
    (table,) = tables_of(tmp_path, pages([content]))
    read = [
        tuple("".join(cell.lines).replace(" ", "") if cell else "" for cell in row)
        for row in table.grid()[1:]
    ]
    written = [(name, *work) for name, work in zip(names, WORKS, strict=True)]
    assert (read == written) is are_runs


# How many rows each label of the first column has, and each department of the last.
MERGED = {
    "a label beside rows": ([3, 1, 3], [1] * 7),
    "labels on both sides": ([2, 3, 2], [1, 1, 3, 2]),
    "one label": ([7], [1] * 7),
}


@pytest.mark.parametrize("kind", MERGED)
def test_rules_that_end_at_merged_cells_part_the_rows_beside_them(
    tmp_path: Path, kind: str
) -> None:
    """Such a table has no upright rules; a rule goes from a side to the merged cell."""
    widths = (10, 14, 20, -9, 10)
    xs = [LEFT - 3 + EM * sum(map(abs, widths[:n])) + 2 * n for n in range(len(widths) + 1)]
    tops = [float(TOP), float(TOP - LEADING - 4)]
    for _name, words, _amount in WORKS:
        tops.append(tops[-1] - LEADING * len(wrapped(words, widths[2] - 1)) - 4)
    content = printed(widths, 1, [["施策", "事業名", "内容", "事業費", "担当課"]])
    content += printed(widths, 0, [["", *work, ""] for work in WORKS], top=tops[1])
    own: list[list[str]] = []
    ends: list[set[int]] = []
    for x, words, sizes in zip((xs[0], xs[4]), ("街づくり", "総務課"), MERGED[kind], strict=True):
        own.append([])
        ends.append({0, *accumulate(sizes)})
        for at, size in enumerate(sizes):
            first = len(own[-1])
            own[-1] += [f"{words}{at}"] * size
            middle = (tops[first + 1] + tops[first + size + 1]) / 2
            content += text(x + 4, middle - 4, f"{words}{at}")
    content += rule(xs[0], TOP, xs[-1], TOP)
    for at, y in enumerate(tops[1:]):
        content += rule(xs[at not in ends[0]], y + 2, xs[-1 - (at not in ends[1])], y + 2)
    (table,) = tables_of(tmp_path, pages([content]))
    read = [["".join((cell.text if cell else "").split()) for cell in row] for row in table.grid()]
    assert read[1:] == [
        [label, *work, by] for label, work, by in zip(own[0], WORKS, own[1], strict=True)
    ]


OF_COLUMNS = ("texts of several lines", "names of two lines", "names that fill their columns")


@pytest.mark.parametrize(("kind", "placed"), [*product(OF_COLUMNS, PLACES[:2])])
@pytest.mark.parametrize("first", [1, 2])
def test_rows_are_found_in_a_frame_with_and_without_rules_between_columns(
    tmp_path: Path, kind: str, placed: str, first: int
) -> None:
    """Texts in the middle of a row begin above its number, and belong to it nevertheless.

    first: the row that comes first, of long or of short texts.
    """
    widths, headings, body = TABLES[kind]
    rows = [body[0], *body[first:], *body[1:first]]
    is_centred = "centred" in placed
    xs = [LEFT + EM * sum(map(abs, widths[:n])) + 2 * n - 1 for n in range(len(widths) + 1)]
    content = printed(widths, headings, rows, is_centred=is_centred)
    lines = [
        max(len(wrapped(cell, w - 1)) for cell, w in zip(row, widths, strict=True) if w > 0)
        for row in rows
    ]
    bottom = TOP - sum(LEADING * n + 4 for n in lines)
    for y in (TOP, TOP - LEADING - 4, bottom):
        content += rule(xs[0], y, xs[-1], y)
    inner = b"".join(rule(x, TOP, x, bottom) for x in xs[1:-1])
    sides = b"".join(rule(x, TOP, x, bottom) for x in (xs[0], xs[-1]))
    for drawn in (content + sides, content + sides + inner):
        (table,) = tables_of(tmp_path, pages([drawn]))
        cells = [[cell.text if cell else "" for cell in row] for row in table.grid()]
        assert [["".join(cell.split()) for cell in row] for row in cells] == rows


LABELLED = {
    "labels of several indicators": (
        (10, 14, -8, -8),
        [
            ["目標", "指標", "基準値", "目標値"],
            ["安全な街", "見回りの回数", "31,200", "36,000"],
            ["", "協定の数", "48", "70"],
            ["育つ街", "講座の回数", "12", "20"],
            ["", "訓練の参加者", "2,310", "3,000"],
            ["", "蔵書の数", "64.2", "100.0"],
            ["働く街", "創業の件数", "9", "25"],
            ["", "就農者の数", "3", "8"],
        ],
    ),
    "levels of a budget": (
        (8, 10, 12, 14, -8),
        [
            ["款", "項", "目", "事業名", "予算額"],
            ["土木費", "道路費", "道路維持費", "道路の補修", "23,150"],
            ["", "", "", "街路灯の更新", "900"],
            ["", "河川費", "河川総務費", "水位計の更新", "61,000"],
            ["教育費", "学校費", "小学校費", "机の更新", "1,980"],
            ["", "", "中学校費", "机の更新", "870"],
            ["消防費", "消防費", "消防施設費", "車庫の補修", "460"],
        ],
    ),
}


@pytest.mark.parametrize("kind", LABELLED)
def test_labels_of_several_rows_join_none_of_them_between_upright_rules(
    tmp_path: Path, kind: str
) -> None:
    """The figures say where rows begin where the first column has fewer texts than rows."""
    widths, rows = LABELLED[kind]
    xs = [LEFT + EM * sum(map(abs, widths[:n])) + 2 * n - 1 for n in range(len(widths) + 1)]
    content = printed(widths, 1, rows)
    bottom = TOP - (LEADING + 4) * len(rows)
    for y in (TOP, TOP - LEADING - 4, bottom):
        content += rule(xs[0], y, xs[-1], y)
    content += b"".join(rule(x, TOP, x, bottom) for x in xs)
    (table,) = tables_of(tmp_path, pages([content]))
    cells = [[cell.text if cell else "" for cell in row] for row in table.grid()]
    assert [["".join(cell.split()) for cell in row] for row in cells] == rows


@pytest.mark.parametrize("has_rules", [False, True])
def test_numbers_before_the_texts_of_a_column_are_no_column(
    tmp_path: Path, *, has_rules: bool
) -> None:
    """項 and 目 have one heading each above a number and a name; a name's second line has none."""
    rows = [
        ["款", "項", "目", "事業名", "予算額"],
        ["３ 民生費", "１ 福祉費", "２ 老人福祉費", "配食の見守り", "23,150"],
        ["８ 土木費", "２ 道路橋りょう費", "３ 道路維持費", "街路灯の更新", "900"],
        ["８ 土木費", "３ 河川費", "１ 河川総務費", "水位計の更新", "61,000"],
        ["９ 消防費", "１ 消防費", "２ 消防施設費", "車庫の補修", "1,980"],
    ]
    xs = [LEFT, LEFT + 70, LEFT + 150, LEFT + 240, LEFT + 330]
    content, y = b"", TOP
    for place, row in enumerate(rows):
        if has_rules:
            content += rule(LEFT - 2, y, LEFT + 390, y)
        for x, cell in zip(xs, row, strict=True):
            at = x + 25 if not place and len(cell) == 1 else x
            first, second = (cell[:7], cell[7:]) if "橋" in cell else (cell, "")
            at = x + 50 - size_of(cell) if x == xs[-1] and place else at
            content += text(at, y - 12, first) + (
                text(at, y - 12 - LEADING, second) if second else b""
            )
        y -= 32 if "橋" in row[1] else 19
    if has_rules:
        content += rule(LEFT - 2, y, LEFT + 390, y)
    (table,) = tables_of(tmp_path, pages([content]))
    assert read_rows([table]) == joined(rows)


FORM = [
    ("事業名", ""),
    ("担当課", "道路課"),
    ("事業の概要", LONGER + LONG),
    ("令和６年度予算額", "1,200千円"),
    ("令和７年度予算額", "1,500千円"),
]


@pytest.mark.parametrize("kind", ["rules over both", "rules of labels"])
def test_labels_and_values_of_a_form_come_apart_without_rules_between_them(
    tmp_path: Path, kind: str
) -> None:
    """A label in the middle of its row may be at another height than the lines of its value."""
    content, y = b"", float(TOP)
    end = 140 if kind == "rules of labels" else 500
    for name in ("防災力の向上", "橋の点検"):
        first = y
        for label, value in FORM:
            lines = wrapped(value or name, 32)
            height = LEADING * len(lines) + 4
            content += rule(LEFT, y, end, y) + text(LEFT + 2, y - height / 2 - 4, label)
            for at, words in enumerate(lines):
                content += text(152, y - 12 - LEADING * at, words)
            y -= height
        content += rule(LEFT, y, end, y)
        if kind == "rules of labels":
            content += rule(LEFT, first, LEFT, y) + rule(end, first, end, y)
        y -= 20
    plan = read_pdf(tmp_path, pages([content])).plan
    assert plan is not None
    read = [(i.name, i.department, i.fields) for _section, i in plan.initiatives()]
    amounts = {Edition(2024): "1,200千円", Edition(2025): "1,500千円"}
    assert [(name, by, fields["予算額"]) for name, by, fields in read] == [
        (name, "道路課", amounts) for name in ("防災力の向上", "橋の点検")
    ]


def test_two_labels_beside_each_other_in_a_frame_have_a_value_each(tmp_path: Path) -> None:
    """The amounts of two years are never one text."""
    content, y = b"", float(TOP)
    for name in ("防災力の向上", "橋の点検"):
        pairs = [("事業名", name, "担当課", "道路課"), ("事業の概要", LONG)]
        pairs += [("令和６年度予算額", "1,200千円", "令和７年度予算額", "1,500千円")]
        pairs += [("成果指標", "訓練の回数", "目標値", "30回")]
        for at, row in enumerate(pairs):
            for x, words in zip((42, 152, 292, 402), row, strict=False):
                content += text(x, y - 14 - 18 * at, words)
        low = y - 18 * len(pairs)
        corners = ((40, y, 560, y), (40, low, 560, low), (40, y, 40, low), (560, y, 560, low))
        content += b"".join(rule(*ends) for ends in corners)
        y = low - 20
    plan = read_pdf(tmp_path, pages([content])).plan
    assert plan is not None
    amounts = {Edition(2024): "1,200千円", Edition(2025): "1,500千円"}
    read = [(i.name, i.department, i.fields["予算額"]) for _section, i in plan.initiatives()]
    assert read == [(name, "道路課", amounts) for name in ("防災力の向上", "橋の点検")]


# --- Rows without rules at a table that has some ---------------------------------------------

OPEN_XS = (40.0, 170.0, 330.0, 410.0, 490.0)
OPEN_HEADS = ["事業名", "内容", "担当課", "予算額"]
OPEN_ROWS = [
    ["防災力の向上", "名簿に載る人の計画を作り、訓練\nに加わる自治会を助ける。", "総務課", "1,200"],
    ["橋の点検", "橋を点検する。", "道路課", "410,250"],
    ["若い人が地元で長く働き続\nけるための支援", "相談に応じる。", "商工課", "77,000"],
    ["食堂の支援", "運営費を補助する。", "子育て課", "98,000"],
    ["空き家の対策", "空き家の所有者から相談を受け、\n活用できる人に紹介する。", "住宅課", "3,050"],
]


def laid(rows: Sequence[Row], heights: Sequence[float], top: float = TOP) -> bytes:
    """The cells of rows at the top of each row, whose columns begin at OPEN_XS."""
    out = b""
    for row, height in zip(rows, heights, strict=True):
        for x, cell in zip(OPEN_XS, row, strict=False):
            for n, words in enumerate(cell.split("\n") if cell else ()):
                out += text(x + 2, top - 12 - LEADING * n, words)
        top -= height
    return out


def sides(y0: float, y1: float, xs: Sequence[float] = OPEN_XS) -> bytes:
    """Upright rules between two heights."""
    return b"".join(rule(x, y0, x, y1) for x in xs)


def coloured(y0: float, y1: float, *, is_whole: bool = False) -> bytes:
    """A row with a colour, cell by cell or in one area."""
    xs = (OPEN_XS[0], OPEN_XS[-1]) if is_whole else OPEN_XS
    return b"".join(
        f"0.9 g {x0} {y1} {x1 - x0} {y0 - y1} re f 0 g\n".encode("ascii") for x0, x1 in pairwise(xs)
    )


def read_rows(tables: Sequence[Table]) -> list[list[str]]:
    """The cells of tables row by row, without rows of none."""
    rows = [
        ["".join("".join(cell.lines).split()) for cell in row]
        for table in tables
        for row in table.grid()
    ]
    return [row for row in rows if any(row)]


def joined(rows: Sequence[Row]) -> list[list[str]]:
    """The cells as they are read, without line breaks."""
    return [["".join(cell.split()) for cell in row] for row in rows]


HIGH = (34.0,) * len(OPEN_ROWS)
BELOW = TOP - 20.0
HEAD_ALONE = rule(40, TOP, 490, TOP) + rule(40, BELOW, 490, BELOW) + sides(TOP, BELOW)
OPEN_SIDES = rule(40, TOP, 490, TOP) + sides(TOP, BELOW - 170, OPEN_XS[1:-1])
PARTLY_RULED = {
    "headings alone ruled above rows far apart": (HEAD_ALONE, OPEN_ROWS),
    "the only level rule is above the headings, and no rule at the sides": (OPEN_SIDES, OPEN_ROWS),
    "two coloured rows": (
        coloured(BELOW - 34, BELOW - 68) + coloured(BELOW - 102, BELOW - 136),
        OPEN_ROWS,
    ),
    "a coloured heading above a coloured first row": (
        coloured(TOP, BELOW, is_whole=True)
        + b"".join(coloured(BELOW - y, BELOW - y - 34, is_whole=True) for y in (0, 68, 136)),
        OPEN_ROWS,
    ),
    "a last name of two lines": (b"", [*OPEN_ROWS[:2], *OPEN_ROWS[3:], OPEN_ROWS[2]]),
}


@pytest.mark.parametrize("kind", PARTLY_RULED)
def test_rows_without_rules_of_their_own_belong_to_their_table(tmp_path: Path, kind: str) -> None:
    """No row or line of one is left outside, and no two are one."""
    rules, rows = PARTLY_RULED[kind]
    content = rules + laid([OPEN_HEADS], (20,)) + laid(rows, HIGH, BELOW)
    assert read_rows(tables_of(tmp_path, pages([content]))) == joined([OPEN_HEADS, *rows])


def test_the_rest_of_a_row_is_above_the_striped_rows_of_the_next_page(tmp_path: Path) -> None:
    """It has no colour, as the row that the page before begins, and nothing in the first column."""
    stripes = [coloured(BELOW - 34 * n, BELOW - 34 * n - 34) for n in (1, 3)]
    first = b"".join(stripes) + laid([OPEN_HEADS], (20,)) + laid(OPEN_ROWS, HIGH, BELOW)
    rest = ["", "所有者に知らせる。", "", ""]
    second = b"".join([coloured(TOP - 20 - 34 * n, TOP - 54 - 34 * n) for n in (0, 2)])
    second += laid([rest], (20,)) + laid(OPEN_ROWS[:3], HIGH[:3], BELOW)
    tables = tables_of(tmp_path, pages([first, second]))
    assert read_rows(tables) == joined([OPEN_HEADS, *OPEN_ROWS, rest, *OPEN_ROWS[:3]])


def test_tables_with_coloured_headings_are_not_the_rows_of_one(tmp_path: Path) -> None:
    """Two headings of one width, each above its own rows, are no striped rows."""
    content = b""
    for top in (TOP, TOP - 140.0):
        content += coloured(top, top - 20) + laid([OPEN_HEADS], (20,), top)
        content += laid(OPEN_ROWS[1:4], (18, 32, 18), top - 20)
    read = read_rows(tables_of(tmp_path, pages([content])))
    assert read == joined([OPEN_HEADS, *OPEN_ROWS[1:4]] * 2)


def test_a_page_ends_with_the_last_row_of_a_label(tmp_path: Path) -> None:
    """The rule below it begins beside the label, as those between the rows of the label do."""
    rows = [["安全", *OPEN_ROWS[0][1:]], ["", *OPEN_ROWS[1][1:]], ["交流", *OPEN_ROWS[2][1:]]]
    rows += [["", *OPEN_ROWS[3][1:]], ["", *OPEN_ROWS[4][1:]]]
    content = laid([OPEN_HEADS], (20,)) + laid(rows, HIGH, BELOW) + rule(40, TOP, 490, TOP)
    for n, row in enumerate([*rows, [""]]):
        content += rule(40 if row[0] else 170, BELOW - 34 * n, 490, BELOW - 34 * n)
    labels = ["安全", "安全", "交流", "交流", "交流"]
    named = [[label, *row[1:]] for label, row in zip(labels, rows, strict=True)]
    assert read_rows(tables_of(tmp_path, pages([content]))) == joined([OPEN_HEADS, *named])


def test_a_table_that_is_left_out_is_told_of_by_its_title(tmp_path: Path) -> None:
    """Neither its title nor a row of it is text outside the tables."""
    funds = [
        ["区分", "積立", "取崩", "残高"],
        ["財政調整", "150", "80", "1,945"],
        ["（備考）", "<"],
    ]
    funds[-1] += ["<", "<"]
    works = [["番号", "事業名", "内容", "予算額"], ["1", "橋の点検", "点検する。", "410"]]
    content = text(40, 570, "令和７年度　主要事業一覧") + text(40, 550, "事業の一覧")
    table, y = ruled(works, (40, 140, 200, 90), top=540)
    content += table + text(40, y - 30, "基　金　現　在　高　調")
    content += ruled(funds, (90, 90, 90, 90), top=y - 40)[0]
    reading = read_pdf(tmp_path, pages([content]))
    told = {one.code: one.data.get("text") for one in reading.diagnostics}
    assert told == {"other-table": "基　金　現　在　高　調"}


PLAN = [
    ["番号", "事業名", "内容", "担当課"],
    ["1", "灯を守る事業", "灯をともす。", "道路課"],
    ["2", "旗を守る事業", "旗をかかげる。", "市民課"],
    ["3", "花を守る事業", "花を植える。", "公園課"],
]
PLAN_WIDTHS = [60, 120, 160, 100]
ROW = 19.0
BESIDE_RULES = {
    "lines under words right above the rules of their rows": b"".join(
        rule(130, TOP - n * ROW - 15.5, 150, TOP - n * ROW - 15.5) for n in (1, 2, 3)
    ),
    "hatching over the headings": b"".join(
        rule(x, TOP - ROW, x + ROW, TOP) for x in range(40, 460, 4)
    ),
    "lines across blank cells below": b"".join(
        rule(100, TOP - n * ROW, 220, TOP - (n - 1) * ROW) for n in (5, 6)
    ),
}


@pytest.mark.parametrize("kind", BESIDE_RULES)
def test_what_is_drawn_among_rules_parts_no_cells(tmp_path: Path, kind: str) -> None:
    """Lines under words begin and end within a column, and those across a cell part nothing."""
    content, _end = ruled(PLAN, PLAN_WIDTHS, top=TOP)
    tables = tables_of(tmp_path, pages([content + BESIDE_RULES[kind]]))
    assert read_rows(tables) == PLAN


def test_rules_a_little_off_their_direction_are_level_and_upright(tmp_path: Path) -> None:
    """Some programs draw them by numbers that are rounded one by one."""
    content, end = ruled([*PLAN, ["", "", "また配る。", ""]], PLAN_WIDTHS, top=TOP)
    skewed = re.sub(rb"(\S+) l S", lambda y: b"%.2f l S" % (float(y[1]) + 0.02), content)
    read = read_rows(tables_of(tmp_path, pages([skewed])))
    assert (read, end) == ([*PLAN, ["", "", "また配る。", ""]], TOP - 5 * ROW)


def test_a_comma_that_hangs_over_the_side_of_its_cell_is_of_its_text(tmp_path: Path) -> None:
    """No line of the cell beside it begins with a comma."""
    long = "灯をともし、旗をかかげ、花を植える仕事、\nまた水をまく。"
    rows = [["事業名", "内容", "担当課"], ["灯", long, "道路課"], ["旗", "旗。", "市民課"]]
    content, _end = ruled(rows, [100, 193, 100], top=TOP)
    assert read_rows(tables_of(tmp_path, pages([content]))) == joined(rows)


def test_a_side_between_two_digits_of_an_amount_does_not_part_it(tmp_path: Path) -> None:
    """A sheet prints 184,000 over the side of its column; 18 and 400 of two cells stay apart."""
    rows = [
        ["事業名", "R6", "R7", "課"],
        ["灯の事業", "184,000", "9", "道路課"],
        ["旗の事業", "18", "400", "市民課"],
    ]
    xs = [LEFT, LEFT + 100, LEFT + 132, LEFT + 172, LEFT + 252]
    content = b"".join(rule(x, TOP, x, TOP - 60) for x in xs)
    content += b"".join(rule(LEFT, TOP - 20 * n, xs[-1], TOP - 20 * n) for n in range(4))
    for y, row in zip((TOP - 14, TOP - 34, TOP - 54), rows, strict=True):
        places = [x + (30 if cell == "9" else 2) for x, cell in zip(xs, row, strict=False)]
        content += b"".join(text(x, y, cell) for x, cell in zip(places, row, strict=True))
    (table,) = tables_of(tmp_path, pages([content]))
    assert read_rows([table]) == rows


FULL = "灯をともし旗をかかげ花を植え水をま"
LEVEL_ROWS = {
    "texts that fill their columns": [
        ["事業名", "変更前", "変更後", "担当課"],
        ["灯の事業", FULL + "う。", FULL + "う。", "道路課"],
        ["旗の事業", FULL + "る。", FULL + "る。", "市民課"],
        ["花の事業", "花を植える。", "花を二回植える。", "公園課"],
        ["水の事業", "水をまく。", "水をよくまく。", "河川課"],
    ],
    "headings in the middle of short texts on the left": [
        ["部", "課", "事業名", "区分"],
        ["福祉部", "高齢課", "灯の事業", "新規"],
        ["福祉部", "児童課", "旗の事業", "継続"],
        ["建設部", "道路課", "花の事業", "継続"],
        ["建設部", "河川課", "水の事業", "新規"],
    ],
}


@pytest.mark.parametrize("kind", LEVEL_ROWS)
def test_columns_of_rows_between_level_rules(tmp_path: Path, kind: str) -> None:
    """Each border is where all rows leave room, and a heading stands above the texts of one."""
    rows = LEVEL_ROWS[kind]
    xs = [40, 150, 347, 544, 644]
    content = b""
    for n, row in enumerate(rows):
        y = TOP - 24 * n
        content += rule(xs[0], y, xs[-1], y)
        for x0, x1, cell in zip(xs, xs[1:], row, strict=False):
            x = x0 + 4 if n else (x0 + x1 - size_of(cell)) / 2
            content += text(x, y - 16, cell)
    content += rule(xs[0], TOP - 24 * len(rows), xs[-1], TOP - 24 * len(rows))
    assert read_rows(tables_of(tmp_path, pages([content]))) == rows


GROUPED = {
    "a group beside headings close together": (
        [(152, "Ｒ６当初"), (203, "Ｒ７当初"), (301, "財源内訳"), (440, "説明")],
        [(263, "国"), (315, "県"), (358, "市債")],
        ["財源内訳", "財源内訳", "財源内訳"],
    ),
    "a year alone below its heading": (
        [(152, "Ｒ６当初"), (203, "Ｒ７当初"), (258, "基準値"), (325, "目標値"), (440, "説明")],
        [(263, "R5"), (315, "R7"), (363, "R9")],
        ["基準値R5", "目標値", "目標値"],
    ),
    "years of a group close together": (
        [(152, "Ｒ６当初"), (203, "Ｒ７当初"), (300, "事業費"), (440, "説明")],
        [(248, "７年度"), (298, "８年度"), (348, "９年度")],
        ["事業費", "事業費", "事業費"],
    ),
}


@pytest.mark.parametrize("kind", GROUPED)
def test_each_figure_below_a_group_of_headings_has_a_column(tmp_path: Path, kind: str) -> None:
    """No two amounts are one cell where only level rules and headings show the columns."""
    above, below, groups = GROUPED[kind]
    rows = [
        ["灯の事業", "8,640", "9,120", "12", "3,100", "6,020", "灯をともす。"],
        ["旗の事業", "23,150", "19,800", "9,900", "8,900", "1,000", "旗をかかげる。"],
        ["花の事業", "4,720", "4,720", "24", "1,200", "3,520", "花を植える。"],
        ["水の事業", "61,000", "58,400", "29,000", "29,400", "77", "水をまく。"],
    ]
    ends = [0, 194, 245, 292, 342, 392, 0]
    content = text(44, TOP - 13, "事業名")
    content += b"".join(text(x, TOP - 13, word) for x, word in above)
    content += b"".join(text(x, TOP - 27, word) for x, word in below)
    ys = [TOP, *(TOP - 36 - 20 * n for n in range(len(rows) + 1))]
    content += b"".join(rule(40, y, 520, y) for y in ys)
    for y, row in zip(ys[1:], rows, strict=False):
        for end, cell in zip(ends, row, strict=True):
            x = end - size_of(cell) if end else 44 if cell == row[0] else 400
            content += text(x, y - 14, cell)
    (table,) = tables_of(tmp_path, pages([content]))
    read = read_rows([table])
    assert read[-len(rows) :] == joined(rows)
    assert read[0][3:6] == groups
