"""A page's line breaks, indents and spaces (紙面の割付) are no changes between two documents."""

import pytest

from bouhan_diff.comparison.aligned_documents import LAYOUT, in_layout_of
from bouhan_diff.comparison.compare import compare_documents
from bouhan_diff.comparison.table import NotCompared, RowKind, WhyNotCompared
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, Initiative, Plan, Section

R6, R7 = Edition(2024), Edition(2025)
WORD, PDF = "", "p. 3"
TARGET = Column("対象者")


def plan(
    edition: Edition, at: str, text: str, people: str = "小学生", name: str = "見守り"
) -> Plan:
    """A document with one initiative, read from a page or not."""
    one = Initiative(1, name, {edition: text}, fields={"対象者": people}, at=at)
    return Plan("計画", {edition: "内容"}, (Section(1, "章", (one,)),), columns=(TARGET,))


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        pytest.param((WORD, PDF), RowKind.UNCHANGED, id="from Word to a PDF"),
        pytest.param((PDF, WORD), RowKind.UNCHANGED, id="from a PDF to Word"),
        pytest.param((PDF, PDF), RowKind.UNCHANGED, id="from one PDF to another"),
        pytest.param((WORD, WORD), RowKind.NOTATION, id="from Word to Word"),
    ],
)
def test_a_layout_is_no_change_where_a_page_made_it(
    places: tuple[str, str], expected: RowKind
) -> None:
    """Indents, line breaks and spaces count between two Word files, and are said to be left out."""
    old = plan(
        R6, places[0], "　街頭で声をかける。\n\n　灯りを増やす。", "小学生\n中学生", "見守り　活動"
    )
    new = plan(R7, places[1], "街頭で声をかける。灯りを\n増やす。", "小学生中学生", "見守り活動")
    table = compare_documents(old, new)
    assert [row.kind for row in table.rows()] == [expected]
    said = NotCompared(LAYOUT, WhyNotCompared.PAGE_LAYOUT)
    assert (said in table.not_compared) is (PDF in places)


def test_a_page_without_other_breaks_leaves_nothing_uncompared() -> None:
    """Where the two texts are laid out alike, nothing is said of layouts."""
    table = compare_documents(plan(R6, WORD, "声をかける。"), plan(R7, PDF, "声をかけた。"))
    assert [row.kind for row in table.rows()] == [RowKind.SUBSTANCE]
    assert not table.not_compared


def test_what_changed_is_shown_in_the_layout_of_the_other_document() -> None:
    """Of a text that did change, only the change is marked."""
    old = plan(R6, WORD, "　街頭で声をかける。\n　灯りを10基増やす。")
    new = plan(R7, PDF, "街頭で声をかける。灯りを12基\n増やす。")
    (row,) = compare_documents(old, new).rows()
    assert row.new == "　街頭で声をかける。\n　灯りを12基増やす。"
    assert [(one.old, one.new) for one in row.segments if one.old != one.new][-1] == ("10", "12")


@pytest.mark.parametrize(
    ("text", "model", "expected"),
    [
        pytest.param("市民と 協働する", "市民と協働する", "市民と協働する", id="a space"),
        pytest.param("図書館 本館", "図書館\n本館", "図書館\n本館", id="another white space"),
        pytest.param("1 2件", "12件", "1 2件", id="a space between two figures"),
        pytest.param("12件", "1 2件", "12件", id="no space between two figures"),
        pytest.param("organization s", "organizations", "organizations", id="a broken word"),
        pytest.param("新しい図\n書館", "古い図書館", "新しい図書館", id="beside a change"),
        pytest.param("A\nB", "", "A\nB", id="no other text"),
    ],
)
def test_white_space_is_taken_over_only_where_it_is_layout(
    text: str, model: str, expected: str
) -> None:
    """Between characters that follow each other in both texts, but never to join two figures."""
    assert in_layout_of(text, model) == expected


@pytest.mark.parametrize(
    ("old_title", "new_title", "expected"),
    [
        pytest.param("道路課", "主要事業一覧（道路課）", RowKind.UNCHANGED, id="in another title"),
        pytest.param("安全　道路", "安全　見守り　道路", RowKind.UNCHANGED, id="a level more"),
        pytest.param("道路課", "公園課", RowKind.SUBSTANCE, id="another title"),
    ],
)
def test_a_section_that_a_page_titles_with_more_words_is_the_same(
    old_title: str, new_title: str, expected: RowKind
) -> None:
    """A page has no sheet's name, and the lines around its table may be in the title."""
    old, new = (
        Plan(
            "計画",
            {edition: "内容"},
            (
                Section(1, title, (Initiative(1, "街灯", {edition: "灯す。"}, at=at),)),
                Section(2, "福祉", (Initiative(1, "見守り", {edition: "訪ねる。"}, at=at),)),
            ),
        )
        for edition, title, at in ((R6, old_title, WORD), (R7, new_title, PDF))
    )
    rows = {row.name: row.kind for row in compare_documents(old, new).rows()}
    assert rows == {"街灯": expected, "見守り": RowKind.UNCHANGED}


def test_two_sections_that_become_one_are_not_the_same() -> None:
    """Where a page has the initiatives of two sections under one title, their section changed."""
    first = Section(1, "安全　道路", (Initiative(1, "街灯", {R6: "灯す。"}),))
    second = Section(2, "安全　公園", (Initiative(1, "遊具", {R6: "直す。"}),))
    both = (
        Initiative(1, "街灯", {R7: "灯す。"}, at=PDF),
        Initiative(2, "遊具", {R7: "直す。"}, at=PDF),
    )
    other = Section(2, "福祉", (Initiative(1, "見守り", {R7: "訪ねる。"}, at=PDF),))
    old = Plan("計画", {R6: "内容"}, (first, second))
    new = Plan("計画", {R7: "内容"}, (Section(1, "安全", both), other))
    kinds = {row.name: row.kind for row in compare_documents(old, new).rows()}
    assert kinds["街灯"] == kinds["遊具"] == RowKind.SUBSTANCE


def test_the_layout_of_long_texts_is_taken_only_where_they_are_the_same() -> None:
    """To find what two texts of 50,000 characters share would take a gigabyte."""
    text, model = "街灯を 灯す。" * 7_000, "街灯を灯す。" * 7_000
    assert in_layout_of(text, model) == model
    assert in_layout_of(f"{text}\n以上", model) == f"{text}\n以上"
