"""Markdown: read back by markdown-it, which reads GitHub's tables and strikethrough."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bouhan_diff.comparison.compare import single_year
from bouhan_diff.comparison.filters import changed_only
from bouhan_diff.comparison.table import (
    ComparisonTable,
    Counts,
    Group,
    Row,
    RowKind,
    SectionHeading,
)
from bouhan_diff.edition import Edition
from bouhan_diff.render.markdown import write
from bouhan_diff.storage import load_plan
from bouhan_diff.text.escape import writable
from bouhan_diff.textdiff import EditKind, Segment

Piece = tuple[str, bool]


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


def pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    """The text of a cell, cut where a mark begins or ends; fails on any other markup."""
    marked, text = False, ""
    for token in tokens:
        if token.type in {"strong_open", "strong_close", "s_open", "s_close"}:
            if text:
                yield text, marked
            marked, text = token.type.endswith("open"), ""
        elif token.type == "html_inline":
            assert token.content == "<br>"
            text += "\n"
        else:
            assert token.type in {"text", "text_special"}, token.type
            text += token.content
    if text:
        yield text, marked


def plain(cell: list[Piece]) -> str:
    """A cell's text without its marks."""
    return "".join(text for text, _marked in cell)


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


def test_every_row_and_mark_is_read_back(shipped: ComparisonTable) -> None:
    """Another program finds the 37 rows, their texts, and each changed piece marked."""
    rows = [row for row in cells([shipped]) if not plain(row[0]).startswith("番号")]
    assert len(rows) == 37
    for found, row in zip(rows, shipped.rows(), strict=True):
        assert plain(found[0]) == f"{row.ref} {row.name}"
        assert (plain(found[1]), plain(found[2])) == (row.old, row.new)
        for cell, side in ((found[1], "old"), (found[2], "new")):
            assert [text for text, marked in cell if marked] == changed(row, side)


def test_old_is_struck_and_new_is_bold(shipped: ComparisonTable) -> None:
    """Edits stand as ~~old~~ and **new**, the words for 商店 and コンビニ among them."""
    text = write([changed_only(shipped)]).decode("utf-8")
    assert "~~商店~~" in text
    assert "**コンビニ**" in text
    assert "**37事業中15事業に変更**" in text
    assert "※施策番号　「苫小牧市総合防犯計画" in text


def test_new_dropped_and_renamed_initiatives(renewed: ComparisonTable) -> None:
    """（新設） and （廃止） stand in the empty column, kind and renaming in the remarks."""
    rows = {plain(row[0]).split()[0]: row for row in cells([renewed])}
    assert plain(rows["1-3"][1]) == "（新設）"
    assert plain(rows["Ⅱ-Ⅱ-2"][2]) == "（廃止）"
    assert plain(rows["1-1"][5]) == "内容の変更\n事業名（旧：交通安全教室）"


def test_text_never_becomes_markup(hostile: ComparisonTable) -> None:
    """Tags, pipes, asterisks, links and backticks of the data are read back as text."""
    rows = [row for row in cells([hostile]) if not plain(row[0]).startswith("番号")]
    for found, row in zip(rows, hostile.rows(), strict=True):
        assert len(found) == 6
        assert plain(found[0]) == writable(f"{row.ref} {row.name}")
        assert plain(found[3]) == writable(row.department)
        assert plain(found[1]) == ("（新設）" if row.old is None else writable(row.old))
        assert plain(found[2]) == ("（廃止）" if row.new is None else writable(row.new))
    blocks = {token.type for token in parse([hostile])}
    assert blocks.isdisjoint({"html_block", "fence", "code_block", "bullet_list_open", "hr"})


def test_what_steers_a_terminal_is_shown(hostile: ComparisonTable) -> None:
    """Markdown is read in terminals too: an escape or a change of direction becomes a mark."""
    text = write([replace(hostile, title="題\x1b]52;c;aGk=\x07\u202e\ud800")]).decode("utf-8")
    assert text.startswith("# 題␛\\]52;c;aGk=␇&lt;U+202E&gt;&lt;U+D800&gt;\n")


def test_one_year_has_one_text(shipped: ComparisonTable) -> None:
    """A year alone is shown as published: nothing marked, no remarks."""
    headings, first, *_rows = cells([single_year(load_plan(), "R6")])
    assert [plain(cell) for cell in headings] == [
        "番号・事業名",
        shipped.new_heading,
        "担当課",
        "施策番号",
    ]
    assert first[1] == [(next(shipped.rows()).new, False)]


@given(
    st.lists(
        st.tuples(
            st.text("あア。、「」 　*_~|\\`<&#a1-\n", min_size=1, max_size=5),
            st.text("あア。、「」 　*_~|\\`<&#a1-\n", min_size=1, max_size=5),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_mark_is_seen(texts: list[tuple[str, str]]) -> None:
    """Wherever an edit begins and ends, in punctuation or space too, its mark is read back."""
    segments = tuple(
        segment
        for same, edited in texts
        for segment in (
            Segment(same, same, EditKind.EQUAL),
            Segment(edited, f"新{edited}", EditKind.WORDING),
        )
    )
    old, new = ("".join(getattr(s, side) for s in segments) for side in ("old", "new"))
    row = Row(SectionHeading(1, "章"), 1, "名", "課", (), RowKind.WORDING, old, new, segments)
    groups = (Group("1", (row,), Counts(1)),)
    years = Edition(2023), Edition(2024)
    (_headings, found) = cells([ComparisonTable("題", *years, "旧", "新", groups, Counts(1))])
    for cell, side in ((found[1], "old"), (found[2], "new")):
        assert plain(cell) == getattr(row, side)
        assert [text for text, marked in cell if marked] == changed(row, side)
