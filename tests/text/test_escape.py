"""What data holds is shown and cannot steer the terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.text.escape import in_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m赤", "␛[31m赤"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x1b]8;;http://x\x1b\\y", "␛]8;;http://x␛\\y"),
        ("\x9b31m", "<U+009B>31m"),
        ("\u202e逆", "<U+202E>逆"),
        ("\u2066a\u2069", "<U+2066>a<U+2069>"),
        ("a\u200bb", "a<U+200B>b"),
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


@given(st.text())
def test_nothing_that_steers_is_left(text: str) -> None:
    """No text leaves a control, format or surrogate character, save the line feed."""
    left = {unicodedata.category(c) for c in visible(text).replace("\n", "")}
    assert not left & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_what_takes_one_line_stays_on_it() -> None:
    """In a reference or a policy number a line feed becomes a mark as well."""
    assert in_line("1\n2") == "1␊2"
