"""Numbers as Excel shows them; see cases/number_formats.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.documents.extract.xlsx_formats import rendered, rendered_text
from bouhan_diff.documents.extract.xlsx_parts import BUILTIN

CASES = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "number_formats.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_number_stands_as_its_format_shows_it(case: dict[str, Any]) -> None:
    """Digits, literals, signs, eras and dates of a format are all in the text."""
    assert rendered(case["value"], case["format"]) == (case["shows"], case.get("is_sure", True))


@pytest.mark.parametrize(
    ("number", "shows"),
    [(27, "R6.4.1"), (28, "令和6年4月1日"), (31, "2024年4月1日"), (55, "2024年4月"),
     (56, "4月1日"), (57, "R6.4.1"), (58, "令和6年4月1日")],
)  # fmt: skip
def test_a_japanese_date_format_is_known_by_number(number: int, shows: str) -> None:
    """Formats 27 to 36 and 50 to 58 stand in no file; Japanese Excel shows dates by them."""
    assert rendered(45383, BUILTIN[number]) == (shows, True)


def test_a_date_of_the_1904_system_is_four_years_later() -> None:
    """A workbook of an old Macintosh counts its days from 1904."""
    assert rendered(45383 - 1462, "yyyy/m/d", is_1904=True) == ("2024/4/1", True)


def test_text_stands_in_its_format() -> None:
    """Literals around @ belong to a cell's text; a format of numbers leaves it alone."""
    assert rendered_text("山田", '@"様"') == "山田様"
    assert rendered_text("未定", '#,##0"人"') == "未定"


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=12))
def test_any_format_gives_a_text(value: float, code: str) -> None:
    """No format that a stranger writes ends in an error."""
    assert isinstance(rendered(value, code)[0], str)
    assert isinstance(rendered_text("文", code), str)
