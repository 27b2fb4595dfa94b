"""Markdown: read back by markdown-it, which reads GitHub's tables and strikethrough."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from budget import PATROL, budgeted, text
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tables import amount, latin_table, with_fields

from bouhan_diff.comparison.compare import compare, single_year
from bouhan_diff.comparison.filters import changed_only, grouped
from bouhan_diff.comparison.table import (
    ComparisonTable,
    Counts,
    FieldComparison,
    Group,
    GroupBy,
    NotCompared,
    Row,
    RowKind,
    SectionHeading,
)
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, ColumnType
from bouhan_diff.render.markdown import write
from bouhan_diff.storage import load_plan
from bouhan_diff.text.escape import writable
from bouhan_diff.textdiff import EditKind, Segment

Piece = tuple[str, bool]
CASES = Path(__file__).parent.parent / "cases"


def cells(tables: Sequence[ComparisonTable]) -> list[list[list[Piece]]]:
    """Each row of all tables; a cell is its pieces, each a text and whether it is marked."""
    rows: list[list[list[Piece]]] = []
    is_inside = False
    for token in parse(tables):
        if token.type in {"table_open", "table_close"}:
            is_inside = token.type == "table_open"
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and is_inside:
            rows[-1].append(list(pieces(token.children or [])))
    return rows


def parse(tables: Sequence[ComparisonTable]) -> list[Token]:
    """What another program understands of the written file."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return parser.parse(write(tables).decode("utf-8"))


_MARKS = ("del", "strong", "em")


def pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    """The text of a cell, cut where it begins or ends to be marked; fails on any other markup."""
    found: list[tuple[str, bool]] = []
    marked = False
    for token in tokens:
        tags = {f"<{end}{tag}>" for tag in _MARKS for end in ("", "/")}
        is_tag = token.type == "html_inline" and token.content in tags
        text = ""
        if is_tag or token.type.rpartition("_")[0] in {"strong", "s", "em"}:
            is_opening = token.type.endswith("open") or (is_tag and token.content[1] != "/")
            assert is_opening is not marked
            marked = is_opening
        elif token.type == "html_inline":
            assert token.content == "<br>"
            text = "\n"
        else:
            assert token.type in {"text", "text_special", "code_inline"}, token.type
            text = token.content
        if text:
            found.append((text, marked))
    for is_marked, run in groupby(found, key=lambda one: one[1]):
        yield "".join(text for text, _marked in run), is_marked


def plain(cell: list[Piece]) -> str:
    """A cell's text without its marks."""
    return "".join(written for written, _marked in cell)


def changed(row: Row, side: str) -> list[str]:
    """The changed pieces of one side of a row, neighbours joined."""
    joined: list[Piece] = []
    for segment in row.segments:
        text, is_changed = getattr(segment, side), segment.kind is not EditKind.EQUAL
        if text and joined and joined[-1][1] is is_changed:
            joined[-1] = (joined[-1][0] + text, is_changed)
        elif text:
            joined.append((text, is_changed))
    return [text for text, is_changed in joined if is_changed]


class Block(NamedTuple):
    """A block as it is read back: its heading, its list, and its texts by their headings."""

    heading: str
    items: list[str]
    texts: dict[str, list[list[Piece]]]


def blocks(table: ComparisonTable) -> list[Block]:
    """The blocks of all initiatives; a text is its paragraphs, each in pieces."""
    found: list[Block] = []
    where, heading = [""], ""
    for token in parse([table]):
        if token.type.endswith("_open"):
            where.append(token.tag or token.type)
        elif token.type.endswith("_close"):
            where.pop()
        elif token.type == "inline":
            read = list(pieces(token.children or []))
            if where[-1] == "h3":
                found.append(Block(plain(read), [], {}))
            elif "blockquote" in where:
                found[-1].texts.setdefault(heading, []).append(read)
            elif "li" in where and found:
                found[-1].items.append(plain(read))
            else:
                heading = plain(read)
    return found


def test_every_row_and_mark_is_read_back(shipped: ComparisonTable) -> None:
    """Another program finds the 37 rows, their texts, and each changed piece marked."""
    for block, row in zip(blocks(shipped), shipped.rows(), strict=True):
        assert block.heading == f"{row.ref} {row.name}"
        assert block.items[0] == f"担当課：{row.department}"
        for heading, side in ((shipped.old_heading, "old"), (shipped.new_heading, "new")):
            if row.old == row.new and side == "old":
                assert heading not in block.texts
                continue
            same = "（変更なし）" if row.old == row.new else ""
            paragraphs = block.texts[heading + same]
            assert "\n".join(map(plain, paragraphs)) == getattr(row, side)
            found = "|".join(text for p in paragraphs for text, marked in p if marked)
            for edit in changed(row, side):
                assert all(line in found for line in edit.split("\n"))


def written_with(segments: tuple[Segment, ...]) -> str:
    """A table of one row whose text changed in these places."""
    old, new = ("".join(getattr(s, side) for s in segments) for side in ("old", "new"))
    row = Row(SectionHeading(1, "章"), 1, "名", "課", (), RowKind.SUBSTANCE, old, new, segments)
    return write([budgeted(row)]).decode("utf-8")


def test_a_mark_that_would_not_be_seen_is_a_tag() -> None:
    """Of a stop alone struck out ~~ would be shown as such; so all of the text has tags."""
    segments = (
        Segment("作業が困難なため", "作業が困難なため", EditKind.EQUAL),
        Segment("。（別表）", "", EditKind.SUBSTANCE),
        Segment("市が行う", "市が行う", EditKind.EQUAL),
        Segment("事業", "業務", EditKind.SUBSTANCE),
        Segment("と調査", "と調査", EditKind.EQUAL),
        Segment("", "、研修", EditKind.SUBSTANCE),
        Segment("。", "。", EditKind.EQUAL),
    )
    written = written_with(segments)
    assert "作業が困難なため<del>。（別表）</del>市が行う<del>事業</del>と調査。" in written
    assert "作業が困難なため市が行う<strong>業務</strong>と調査<strong>、研修</strong>。" in written


def test_what_is_only_said_otherwise_has_a_lighter_mark() -> None:
    """Who reads 行う and 実施する sees that no fact changed, and the legend says so."""
    segments = (
        Segment("催しを", "催しを", EditKind.EQUAL),
        Segment("行う", "実施する", EditKind.WORDING),
        Segment("。", "。", EditKind.EQUAL),
    )
    written = written_with(segments)
    assert "催しを*行う*。" in written
    assert "催しを*実施する*。" in written
    assert "、*斜体*は言い換え" in written


def test_what_is_only_written_otherwise_has_a_lighter_mark() -> None:
    """Beside another mark it is a tag, as their asterisks would run together."""
    segments = (
        Segment("ＬＥＤ", "LED", EditKind.NOTATION),
        Segment("灯の", "灯の", EditKind.EQUAL),
        Segment("取り組み", "取組み", EditKind.NOTATION),
        Segment("検討", "支援", EditKind.SUBSTANCE),
    )
    written = written_with(segments)
    assert "<em>ＬＥＤ</em>灯の<em>取り組み</em><del>検討</del>" in written
    assert "<em>LED</em>灯の<em>取組み</em><strong>支援</strong>" in written
    assert "、*斜体*は表記だけの変更" in written


def test_no_entity_stands_where_a_plain_character_does(shipped: ComparisonTable) -> None:
    """The source is read by people: &, < and > are themselves, and no letter is a number."""
    segments = (Segment("A&B < C > D_E #1", "A&B < C > D_E #1", EditKind.EQUAL),)
    row = next(shipped.rows())._replace(old="A&B < C > D_E #1", new="", segments=segments)
    assert "A&B < C > D\\_E #1" in write([budgeted(row)]).decode("utf-8")
    assert "&#" not in write([shipped]).decode("utf-8")


def test_short_texts_stand_side_by_side_with_their_fields() -> None:
    """What changed has columns for both editions, an amount for difference and ratio too."""
    table = budgeted()
    table = budgeted(*(row._replace(fields=row.fields[:2]) for row in table.rows()))
    headings, patrol, *_others = cells([table])
    assert [plain(cell) for cell in headings[:9]] == [
        "番号・事業名",
        "令和6年度の事業内容",
        "令和7年度の事業内容",
        "当初予算額（千円）　令和６年度",
        "当初予算額（千円）　令和７年度",
        "当初予算額（千円）　増減",
        "当初予算額（千円）　増減率",
        "目標値　令和６年度",
        "目標値　令和７年度",
    ]
    assert patrol[3:9] == [
        [("38,700", True)],
        [("36,900", True)],
        [("△1,800", False)],
        [("△4.7%", False)],
        [("85％", True)],
        [("90％", True)],
    ]
    rule = next(line for line in write([table]).decode().split("\n") if line.startswith("| ---"))
    assert rule.count("---:") == 4, "amounts are flush right"


def test_sums_and_notes_of_the_document_are_kept() -> None:
    """Sections have their sums, values that a sum leaves out are named, and notes printed."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    written = write([compare(city, "R6", "R7")]).decode("utf-8").splitlines()
    below = written[written.index("### 計") + 2]
    assert below == "| 項目 | 令和６年度 | 令和７年度 | 増減 | 増減率 |"
    assert "| 当初予算額（千円） | ＊23,870 | 17,320 | ＊△6,450 | △27.1% |" in written
    assert (
        "＊令和６年度の資料に印刷された計は23,870、計算した計は23,770で、増減は計算した計による"
        in written
    )
    assert "※ 当初予算額は、人件費を除く。" in written
    left_out = "合計は、資料に数値のない若者の居場所づくり事業（皆増）を含まない。"
    assert f"（注）令和７年度の当初予算額（千円）の{left_out}" in written


def test_the_legend_explains_the_marks_that_occur() -> None:
    """Whoever gets the text alone knows what is struck out and what is bold."""
    _heading, _empty, *lines = write([budgeted()]).decode().partition("凡例")[2].split("\n")
    legend = "".join(line for line in lines[: lines.index("")])
    assert "取消線" in legend
    assert "所管替えは担当課の変更" in legend
    assert "改称" not in legend


def test_fields_of_a_block_are_a_list_and_a_table() -> None:
    """Where there are many, texts are listed, and amounts stand with their difference."""
    many = tuple(Column(f"項目{n}") for n in range(6))
    fields = (PATROL.fields[0], *(text(column.heading, "旧", "新") for column in many))
    table = budgeted(PATROL._replace(fields=fields))
    table = table._replace(columns=(*table.columns, *many), totals=(), not_compared=())
    headings, budget = cells([table])
    assert [plain(cell) for cell in headings] == [
        "項目",
        "令和６年度",
        "令和７年度",
        "増減",
        "増減率",
    ]
    assert [plain(cell) for cell in budget] == [
        "当初予算額（千円）",
        "38,700",
        "36,900",
        "△1,800",
        "△4.7%",
    ]
    (block,) = blocks(table)
    assert [item for item in block.items if item.startswith("項目")] == [
        f"項目{n}：旧 → 新" for n in range(6)
    ]
    assert "| --- | ---: | ---: | ---: | ---: |" in write([table]).decode("utf-8")


def test_an_initiative_without_texts_has_no_empty_quotation() -> None:
    """Of a document of amounts alone, what is new has its amounts and no （新規） in a text."""
    many = tuple(Column(f"項目{n}") for n in range(13))
    fields = tuple(text(one.heading, "", "新", RowKind.ADDED) for one in many)
    row = PATROL._replace(
        kind=RowKind.ADDED, old=None, new=None, segments=(), changes=(), fields=fields
    )
    written = write([budgeted(row)._replace(columns=many)]).decode("utf-8")
    assert "- 項目0：**新**" in written
    assert "\n>" not in written


def test_the_heading_of_what_a_document_gives_once_is_text() -> None:
    """Line breaks, a tab and # in it make no heading and no code."""
    many = tuple(Column(f"項目{n}") for n in range(4))
    hostile = "所在\n#\n\t地"
    fields = (text(hostile, "駅前", "駅前"), *(text(one.heading, "旧", "新") for one in many))
    table = budgeted(PATROL._replace(fields=fields))
    table = table._replace(columns=(Column(hostile), *many), of_no_edition=frozenset({hostile}))
    listed = [token.content for token in parse([table]) if token.content.startswith("所在")]
    assert listed[-1] == "所在<br>#<br>&#9;地：駅前"


def test_what_a_document_gives_once_is_listed_once() -> None:
    """A value of no edition stands with the department, not under both editions.

    What is said of it above tells that it was not compared.
    """
    many = tuple(Column(f"項目{n}") for n in range(4))
    fields = (text("所在地", "駅前", "駅前"), *(text(one.heading, "旧", "新") for one in many))
    table = budgeted(PATROL._replace(fields=fields))
    table = table._replace(columns=(Column("所在地"), *many), of_no_edition=frozenset({"所在地"}))
    lines = write([table]).decode("utf-8").splitlines()
    assert [line for line in lines if "所在地" in line] == [
        "所在地は、資料に新旧の別がない。",
        "- 所在地：駅前",
    ]
    labelled = compare(load_plan(CASES / "labels" / "plan.yaml"))
    assert "- 対象者：~~商店街振興組合~~" in write([labelled]).decode("utf-8").splitlines()


def test_a_difference_that_the_document_prints_stands_once() -> None:
    """It is the one that is computed; the end says that the printed one was left out."""
    printed = FieldComparison("増減", ColumnType.AMOUNT, "-3000", "-3000", None, (), None, "千円")
    was, row = amount("予算額", "9000", "6000"), next(with_fields().rows())
    added = row._replace(
        kind=RowKind.ADDED,
        old=None,
        fields=(amount("予算額", None, "500"), amount("増減", None, "500")),
    )
    table = with_fields()._replace(
        groups=grouped([row._replace(fields=(was, printed)), added], GroupBy.SECTION),
        columns=tuple(Column(name, ColumnType.AMOUNT, "千円") for name in ("予算額", "増減")),
        not_compared=(NotCompared("増減", "printed-difference"),),
    )
    lines = write([table]).decode("utf-8").splitlines()
    (heading,) = (line for line in lines if line.startswith("| 番号"))
    assert (heading.count("増減（千円）"), heading.count("　増減 |")) == (0, 1)
    assert any("| △3,000 | △33.3% | 内容の変更" in line for line in lines)
    assert any("| **500** | 500 | 皆増 | 新規 |" in line for line in lines)
    assert "- 増減（資料に印刷された増減。新旧の値から計算できる）" in lines


def test_another_spelling_of_an_amount_is_called_the_same_value() -> None:
    """1,000千円 that became 100万円 is marked as changed, and said to be the same."""
    table = compare(load_plan(CASES / "labels" / "plan.yaml"))
    assert "| *1,000千円* | *100万円*（1,000千円） | 同じ値 |" in write([table]).decode("utf-8")


def test_what_was_not_compared_stands_at_the_end() -> None:
    """Whoever gets the text alone knows what it does not say."""
    text = write([budgeted()]).decode("utf-8")
    assert "- 決算額（令和７年度の資料だけに記載のある項目。「当初予算額」と同じ項目か）" in text


def test_old_is_struck_and_new_is_bold(shipped: ComparisonTable) -> None:
    """Edits stand as ~~old~~ and **new**, the words for 商店 and コンビニ among them."""
    text = write([changed_only(shipped)]).decode("utf-8")
    assert "~~商店~~" in text
    assert "**コンビニ**" in text
    assert "\n37件中15件に変更（内容 14・表現 1）\n" in text
    assert "※施策番号　「苫小牧市総合防犯計画" in text


def test_new_dropped_and_renamed_initiatives(renewed: ComparisonTable) -> None:
    """（新規） and （廃止） stand in the empty column, kind and renaming in the remarks."""
    rows = {plain(row[0]).split()[0]: row for row in cells([renewed])}
    assert plain(rows["1-3"][1]) == "（新規）"
    assert plain(rows["Ⅱ-Ⅱ-2"][2]) == "（廃止）"
    assert plain(rows["1-1"][5]) == "内容の変更\n改称（旧：交通安全教室）"


def test_text_never_becomes_markup(hostile: ComparisonTable) -> None:
    """Tags, pipes, asterisks, links and backticks of the data are read back as text."""
    absent = {"old": "（新規）", "new": "（廃止）"}
    for block, row in zip(blocks(hostile), hostile.rows(), strict=True):
        assert block.heading == writable(f"{row.ref} {row.name}")
        if row.department:
            assert block.items[0] == f"担当課：{writable(row.department)}"
        sides = ("new",) if row.old == row.new else ("old", "new")
        for (_heading, paragraphs), side in zip(block.texts.items(), sides, strict=True):
            written = getattr(row, side)
            expected = absent[side] if written is None else writable(written)
            assert "\n".join(map(plain, paragraphs)) == expected
    found = {token.type for token in parse([hostile])}
    assert found.isdisjoint({"html_block", "fence", "code_block", "ordered_list_open", "hr"})


def test_what_steers_a_terminal_is_shown(hostile: ComparisonTable) -> None:
    """Markdown is read in terminals too: an escape or a change of direction becomes a mark."""
    text = write([hostile._replace(title="題\x1b]52;c;aGk=\x07\u202e\ud800")]).decode("utf-8")
    assert text.startswith("# 題␛\\]52;c;aGk=␇\\<U+202E>\\<U+D800>\n")


def test_one_year_has_one_text(shipped: ComparisonTable, renewed: ComparisonTable) -> None:
    """A year alone is shown as published: nothing marked, no remarks."""
    first = blocks(single_year(load_plan(), "R6"))[0]
    row = next(shipped.rows())
    assert first.items == [f"担当課：{row.department}", "施策番号：ア①"]
    assert list(first.texts) == [shipped.new_heading]
    assert not any(marked for text in first.texts.values() for p in text for _text, marked in p)
    plan = load_plan(CASES / "plan-renewed.yaml")
    headings, *_rows = cells([single_year(plan, "R7")])
    assert [plain(cell) for cell in headings] == [
        "番号・事業名",
        renewed.new_heading,
        "担当課",
        "施策番号",
    ]


EDITS = st.lists(
    st.tuples(
        st.text("あア。、「」 　*_~|\\`<&#a1-\n", min_size=1, max_size=5),
        st.text("あア。、「」 　*_~|\\`<&#a1-\n", min_size=1, max_size=5),
    ),
    min_size=1,
    max_size=4,
)


def with_edits(texts: list[tuple[str, str]], opening: str = "") -> ComparisonTable:
    """A table of one row whose text is the same and edited by turns."""
    segments = tuple(
        segment
        for same, edited in [(opening, "")] * bool(opening) + texts
        for segment in (
            Segment(same, same, EditKind.EQUAL),
            Segment(edited, f"新{edited}", EditKind.WORDING),
        )
    )
    old, new = ("".join(getattr(s, side) for s in segments) for side in ("old", "new"))
    row = Row(SectionHeading(1, "章"), 1, "名", "課", (), RowKind.WORDING, old, new, segments)
    groups = (Group("1", (row,), Counts(1)),)
    years = Edition(2023), Edition(2024)
    return ComparisonTable("題", *years, "旧", "新", groups, Counts(1))


def assert_marked(paragraphs: Sequence[Sequence[Piece]], row: Row, side: str) -> None:
    """What changed is marked and nothing else is; line breaks are not looked at."""
    marks = [mark for p in paragraphs for text, mark in p for sign in text if sign != "\n"]
    expected = [
        segment.kind is not EditKind.EQUAL
        for segment in row.segments
        for sign in getattr(segment, side)
        if sign != "\n"
    ]
    assert marks == expected


@given(EDITS)
def test_any_mark_is_seen(texts: list[tuple[str, str]]) -> None:
    """Wherever an edit begins and ends, in punctuation or space too, its mark is read back."""
    table = with_edits(texts)
    (row,) = table.rows()
    (_headings, found) = cells([table])
    for cell, side in ((found[1], "old"), (found[2], "new")):
        assert plain(cell) == getattr(row, side)
        assert_marked([cell], row, side)
    old, new = ("".join(text for text, marked in cell if not marked) for cell in found[1:3])
    assert old == new, "what is not marked is the same on both sides"


@given(EDITS)
def test_any_mark_is_seen_in_a_block(texts: list[tuple[str, str]]) -> None:
    """In a block each paragraph has its own marks, and a blank line stays one."""
    table = with_edits(texts, opening="長い文。" * 20)
    (row,) = table.rows()
    (block,) = blocks(table)
    for heading, side in (("旧", "old"), ("新", "new")):
        paragraphs = [[] if plain(p) == "\xa0" else p for p in block.texts[heading]]
        assert "\n".join(map(plain, paragraphs)) == getattr(row, side)
        assert_marked(paragraphs, row, side)


def test_a_doubtful_match_is_among_what_is_to_be_checked() -> None:
    """A reader of the end of the document finds it there, and not in a remark alone."""
    lines = write([latin_table()]).decode().splitlines()
    at = lines.index("## 新旧の対応を確かめるもの")
    assert lines[at + 2] == "- 1-1 Clubs　要確認（令和５年度の7と同じものか）"
