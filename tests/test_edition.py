"""Fiscal years in every usual spelling."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.edition import Edition
from bouhan_diff.errors import UserError

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "fiscal_years.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("text", "western"), CASES["years"].items())
def test_every_usual_spelling_is_read(text: str, western: int) -> None:
    """Eras, letters, widths and Western years all name the year they mean."""
    assert Edition.parse(text) == Edition(western)


@pytest.mark.parametrize("text", CASES["ambiguous"])
def test_a_year_of_several_eras_is_refused(text: str) -> None:
    """A bare number could be 令和 or 平成; the error says how to be clear."""
    with pytest.raises(UserError, match="several eras"):
        Edition.parse(text)


@pytest.mark.parametrize("text", [str(text) for text in CASES["wrong"]])
def test_what_is_no_year_is_refused(text: str) -> None:
    """The error quotes what was written."""
    with pytest.raises(UserError, match="is not a fiscal year"):
        Edition.parse(text)


@given(st.integers(1926, 2099).map(Edition))
def test_both_names_of_a_year_are_read_back(year: Edition) -> None:
    """What is printed of a year, short or in Japanese, names the same year."""
    assert Edition.parse(str(year)) == year
    assert Edition.parse(year.japanese) == year


def test_years_come_in_their_order() -> None:
    """H30 comes before R1 and R1 before R10, which the letters alone would not give."""
    years = [Edition.parse(text) for text in ("R10", "H30", "R1", "R2")]
    assert [str(year) for year in sorted(years)] == ["H30", "R1", "R2", "R10"]
