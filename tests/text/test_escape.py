"""What data holds is shown, cannot steer the terminal, and is no formula."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bouhan_diff.text.escape import as_text, defuse, in_line, undefuse, visible, writable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m赤", "␛[31m赤"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x1b]8;;http://x\x1b\\y", "␛]8;;http://x␛\\y"),
        ("\x9b31m", "<U+009B>31m"),
        ("\u202e逆", "<U+202E>逆"),
        ("\u2066a\u2069", "<U+2066>a<U+2069>"),
        ("一\u2028二", "一<U+2028>二"),
        ("\ud800", "<U+D800>"),
        ("a\rb\tc\x00\x7f", "a␍b␉c␀␡"),
        ("一段\n二段　全角\u00a0空白", "一段\n二段　全角\u00a0空白"),
        ("葛\U000e0100飾区か\u3099①㈱㎡…", "葛\U000e0100飾区か\u3099①㈱㎡…"),
    ],
    ids=ascii,
)
def test_controls_become_marks_and_all_else_stays(text: str, shown: str) -> None:
    """Control and format characters become visible marks; letters stay as they are."""
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "unchanged", "changed"),
    [
        ("通学路の\u200b見守り", "通学路の\u200b見守り", "通学路の<U+200B>見守り"),
        ("co\u00adop", "co\u00adop", "co<U+00AD>op"),
        ("\ufeff題", "\ufeff題", "<U+FEFF>題"),
        ("親子👨\u200d👩\u200d👧で", "親子👨\u200d👩\u200d👧で", "親子👨\u200d👩\u200d👧で"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("あ\u200dい", "あ\u200dい", "あ<U+200D>い"),
        ("🏴\U000e0067\U000e007f", "🏴\U000e0067\U000e007f", "🏴\U000e0067\U000e007f"),
        ("\U000e0067", "<U+E0067>", "<U+E0067>"),
        ("a\u200fb", "a<U+200F>b", "a<U+200F>b"),
        ("\ufdef\ufdf0", "<U+FDEF>\ufdf0", "<U+FDEF>\ufdf0"),
    ],
    ids=ascii,
)
def test_what_takes_no_room_is_shown_where_it_changed(
    text: str, unchanged: str, changed: str
) -> None:
    """A zero-width space is a mark in an edit and itself elsewhere; an emoji is always whole."""
    assert visible(text) == writable(text) == unchanged
    assert visible(text, is_changed=True) == writable(text, is_changed=True) == changed


@given(st.text(), st.booleans())
def test_nothing_that_steers_is_left(text: str, is_changed: bool) -> None:
    """No text leaves a control, a mark of direction or a surrogate, save the line feed."""
    shown = visible(text, is_changed=is_changed)
    left = {c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    harmless = set("\n\u00ad\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff")
    assert left <= harmless | set(map(chr, range(0xE0020, 0xE0080)))
    assert visible(shown, is_changed=is_changed) == shown


def test_documents_keep_tabs_and_nothing_that_xml_forbids() -> None:
    """A tab is a tab in Word and Excel, and a mark on the screen; U+FFFF is in no XML."""
    assert writable("a\tb\x1b\uffff") == "a\tb␛<U+FFFF>"
    assert visible("a\tb") == "a␉b"


def test_what_takes_one_line_stays_on_it() -> None:
    """In a reference or a policy number a line feed becomes a mark as well."""
    assert in_line("1\n2") == "1␊2"


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (b"plan.csv", "plan.csv"),
        ("計画.csv".encode(), "計画.csv"),
        ("防犯計画.csv".encode("cp932"), "防犯計画.csv"),
        (b"x\xff.csv", "x\ufffd.csv"),
        ("計画".encode() + b"\xff", "計画\ufffd"),
    ],
    ids=ascii,
)
def test_names_in_old_encodings_become_text(given: bytes, text: str) -> None:
    """A name from an old archive is read as CP932; other bytes become a mark."""
    assert as_text(given.decode("utf-8", "surrogateescape")) == text


@given(st.text())
def test_whatever_the_system_gives_can_be_written(outside: str) -> None:
    """No half of a character is left, and text that is whole stays as it is."""
    text = as_text(outside)
    assert text.encode("utf-8").decode("utf-8") == text
    if outside.encode("utf-8", "replace").decode("utf-8") == outside:
        assert text == outside


@pytest.mark.parametrize("sign", list("=+-@＝＋－＠\t\r\n"))
def test_what_looks_like_a_formula_is_defused(sign: str) -> None:
    """A cell that begins with a formula's sign begins with an apostrophe instead."""
    assert defuse(f"{sign}cmd|'/C calc'!A0") == f"'{sign}cmd|'/C calc'!A0"


@pytest.mark.parametrize("text", ["", "防犯", "4-5", "a=b", " =1", "・町内会", "’25"])
def test_other_text_is_left_alone(text: str) -> None:
    """Text that no spreadsheet calculates is written as it is, and read as it is."""
    assert defuse(text) == text == undefuse(text)


def test_an_apostrophe_of_another_program_is_kept() -> None:
    """A file that we did not write may begin a cell with an apostrophe of its own."""
    assert undefuse("'24年度") == "'24年度"


@given(st.text())
@example("'=1")
@example("''")
def test_defusing_is_undone_exactly(text: str) -> None:
    """Written and read, every text is what it was."""
    assert undefuse(defuse(text)) == text
