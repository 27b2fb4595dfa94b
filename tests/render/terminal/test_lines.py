"""Edits are marked so that they can be told without colour, whatever the text holds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.comparison.table import Row, RowKind, SectionHeading
from bouhan_diff.render.terminal.lines import MarkedText, View, brackets, summary_side
from bouhan_diff.render.terminal.palette import Paint
from bouhan_diff.textdiff import EditKind, Segment

TRICKY = st.text(st.sampled_from("あ、-+[]{}*\n1"), max_size=8)
SEGMENTS = st.lists(
    st.one_of(
        TRICKY.filter(bool).map(lambda text: Segment(text, text, EditKind.EQUAL)),
        st.builds(Segment, TRICKY, TRICKY, st.sampled_from(list(EditKind)[1:])),
    ),
    max_size=6,
)


def row(*segments: Segment) -> Row:
    """A changed row of these segments."""
    return Row(
        section=SectionHeading(1, "章"),
        number=1,
        name="事業",
        department="",
        policies=(),
        kind=RowKind.SUBSTANCE,
        old="".join(segment.old for segment in segments),
        new="".join(segment.new for segment in segments),
        segments=segments,
    )


def drawn(marked: MarkedText | None, width: int = 40) -> str:
    """The lines as they are drawn."""
    assert marked is not None
    return "\n".join("".join(text for text, _style in line) for line in marked.lines(width))


def sample(old: str, new: str) -> Row:
    """A row of which one word differs."""
    equal = Segment("主に", "主に", EditKind.EQUAL)
    return row(equal, Segment(old, new, EditKind.SUBSTANCE))


def test_without_colour_edits_stand_in_brackets() -> None:
    """A deletion is drawn as [-…-] in the old text, an insertion as {+…+} in the new."""
    changed = sample("商店", "コンビニ")
    view = View(80, Paint.PLAIN)
    assert drawn(summary_side(changed, view, is_new=False)) == "主に[-商店-]"
    assert drawn(summary_side(changed, view, is_new=True)) == "主に{+コンビニ+}"


def test_marks_grow_where_the_text_has_them() -> None:
    """A text that has [- itself gets longer marks, so that they cannot be mistaken."""
    changed = sample("[-丸-]", "[-角-]")
    assert drawn(summary_side(changed, View(80, Paint.PLAIN), is_new=False)) == "主に[--[-丸-]--]"
    assert drawn(summary_side(changed, View(80, Paint.PLAIN), is_new=True)) == "主に{++[-角-]++}"


def test_a_changed_paragraph_break_is_seen() -> None:
    """A paragraph break that came or went is drawn as ↵, with its marks on its own line."""
    changed = row(Segment("甲。", "甲。", EditKind.EQUAL), Segment("", "\n乙", EditKind.NOTATION))
    marked = summary_side(changed, View(80, Paint.PLAIN), is_new=True)
    assert marked is not None
    lines = ["".join(text for text, _style in line) for line in marked.lines(40)]
    assert lines == ["甲。{+↵+}", "{+乙+}"]


def test_a_mark_never_parts_from_its_word() -> None:
    """A line neither ends with an opening mark nor starts with a closing one."""
    changed = sample("商店", "")
    for width in range(6, 14):
        marked = summary_side(changed, View(80, Paint.PLAIN), is_new=False)
        assert marked is not None
        for line in marked.lines(width):
            text = "".join(text for text, _style in line)
            assert not text.endswith("[-")
            assert not text.startswith("-]")


@given(SEGMENTS)
def test_both_texts_can_be_read_back(segments: list[Segment]) -> None:
    """Taking the marks away gives the text, and what they enclose is what was edited."""
    changed = row(*segments)
    view = View(80, Paint.PLAIN)
    for is_new, (opening, closing), attribute in zip(
        (False, True), brackets(changed, view), ("old", "new"), strict=True
    ):
        text = drawn(summary_side(changed, view, is_new=is_new), 1000)
        enclosed = re.escape(opening) + "(.*?)" + re.escape(closing)
        edited = [
            piece
            for segment in segments
            if segment.kind is not EditKind.EQUAL
            for piece in _paragraphs(getattr(segment, attribute))
        ]
        assert re.findall(enclosed, text) == edited
        plain = re.sub(enclosed, r"\1", text).replace("↵", "").replace("\n", "")
        assert plain == str(getattr(changed, attribute)).replace("\n", "")


def _paragraphs(text: str) -> list[str]:
    return text.replace("\n", "↵\n").splitlines()


def test_found_words_that_touch_are_marked_as_one() -> None:
    """Words side by side or over one another stand in one pair of marks."""
    found = MarkedText("防犯カメラと防犯灯").finding(["カメラ", "防犯", "犯カ"], marks=True)
    assert drawn(found) == "**防犯カメラ**と**防犯**灯"


@given(TRICKY, st.sampled_from(["あ", "1", "**", "＊"]))
def test_found_words_are_marked_and_nothing_else(text: str, word: str) -> None:
    """A found word stands in asterisks, more of them where the text has some."""
    marked = MarkedText(text.replace("\n", "")).finding([word], marks=True)
    fence = marked.spans[0].opening if marked.spans else "no fence"
    assert fence not in marked.text
    assert drawn(marked, 1000).replace(fence, "") == marked.text
