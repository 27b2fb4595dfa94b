"""The formula guard of CSV files."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bouhan_diff.text.formula_guard import defuse, undefuse


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
