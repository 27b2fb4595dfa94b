"""Lines that a layout broke become the text that they were."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.text.joining import join, paragraphs, respaced

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "joining.yaml").read_text("utf-8"))


def why(case: dict[str, Any]) -> str:
    """The id of a case."""
    return str(case["why"])


@pytest.mark.parametrize("case", CASES["join"], ids=why)
def test_lines_are_joined_as_they_were_written(case: dict[str, Any]) -> None:
    """Japanese has no space at a line's end, and two Latin words have one."""
    assert join(case["lines"]) == case["text"]


@pytest.mark.parametrize("case", CASES["paragraphs"], ids=why)
def test_paragraphs_begin_where_they_say_so(case: dict[str, Any]) -> None:
    """An indent or the mark of an item begins a paragraph of wrapped lines."""
    assert paragraphs(case["lines"], is_wrapped=case["is_wrapped"]) == tuple(case["paragraphs"])


@pytest.mark.parametrize("case", CASES["spaces"], ids=why)
def test_spaces_are_those_of_the_document(case: dict[str, Any]) -> None:
    """A layout writes a narrow space for every gap."""
    assert respaced(case["text"]) == case["respaced"]


@given(st.lists(st.text(st.sampled_from("あ漢・。aB1-　 (①"), max_size=6), max_size=6))
def test_no_letter_is_lost_in_joining(lines: list[str]) -> None:
    """Whatever is joined or parted, every letter stays, in order."""
    letters = "".join("".join(lines).split())
    assert "".join(join(lines).split()) == letters
    for is_wrapped in (True, False):
        assert "".join("".join(paragraphs(lines, is_wrapped=is_wrapped)).split()) == letters
