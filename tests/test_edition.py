"""Fiscal years in every usual spelling, alone and inside texts, and labels of editions."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.edition import (
    Edition,
    NamedEdition,
    distinguish_titles,
    find_editions,
    is_bare_edition,
    named_edition,
    order_editions,
    relative_year,
    series_title,
    strip_editions,
)
from bouhan_diff.errors import UserError
from bouhan_diff.file_names import edition_of_name
from bouhan_diff.text.years import half_width

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "fiscal_years.yaml").read_text("utf-8"))

TEXTS = yaml.safe_load((Path(__file__).parent / "cases" / "editions.yaml").read_text("utf-8"))


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


def test_width_is_folded_sign_by_sign() -> None:
    """Places in the folded text are places in the text; what has no half-width form stays."""
    assert half_width("！Ａａz～｟｠　〜〇") == "!AAZ~｟｠ ~〇"


@given(st.integers(1926, 2099).map(Edition))
def test_both_names_of_a_year_are_read_back(year: Edition) -> None:
    """What is printed of a year, short or in Japanese, names the same year."""
    assert Edition.parse(str(year)) == year
    assert Edition.parse(year.japanese) == year


def test_years_come_in_their_order() -> None:
    """H30 comes before R1 and R1 before R10, which the letters alone would not give."""
    years = [Edition.parse(text) for text in ("R10", "H30", "R1", "R2")]
    assert [str(year) for year in sorted(years)] == ["H30", "R1", "R2", "R10"]


def why(case: dict[str, object]) -> str:
    """The id of a case."""
    return str(case["why"])


def told(found: NamedEdition) -> str:
    """An edition as the cases write it, a span with its last year."""
    return str(found.edition) + (f"～{found.last}" if found.last else "")


@pytest.mark.parametrize("case", TEXTS["texts"], ids=why)
def test_every_edition_of_a_text_is_found(case: dict[str, object]) -> None:
    """Years, dates, spans and labels are found where they stand, and nothing else is."""
    text = str(case["text"])
    assert [told(found) for found in find_editions(text)] == case["found"]
    named = named_edition(text)
    assert (named and str(named)) == case["named"]
    if "rest" in case:
        assert strip_editions(text) == case["rest"]


@pytest.mark.parametrize(("title", "series"), TEXTS["series"].items())
def test_documents_of_one_plan_share_a_title(title: str, series: str) -> None:
    """Years and words such as 改訂版 are no part of what they share."""
    assert series_title(title) == series


@pytest.mark.parametrize(("name", "edition"), TEXTS["files"].items())
def test_a_files_name_may_tell_an_edition(name: str, edition: str | None) -> None:
    """A letter and a year tell it behind small letters, too, but not inside of a word."""
    found = edition_of_name(name)
    assert (str(found) if found else None) == edition


@pytest.mark.parametrize("case", TEXTS["order"], ids=why)
def test_editions_come_oldest_first(case: dict[str, list[str]]) -> None:
    """Where their words tell which is older; else in the document's order."""
    given = [Edition.read(text) for text in case["given"]]
    assert [str(edition) for edition in order_editions(given)] == case["ordered"]


@pytest.mark.parametrize(("label", "year", "meant"), TEXTS["relative"])
def test_a_label_may_tell_a_year(label: str, year: str, meant: str | None) -> None:
    """前年度 is the year before the document's own; 現行 tells none."""
    found = relative_year(Edition.of_label(label), Edition.parse(year))
    assert (found and str(found)) == meant


@pytest.mark.parametrize("case", TEXTS["apart"], ids=why)
def test_titles_of_one_year_are_distinguish_titles(case: dict[str, str]) -> None:
    """The month, number or stage in which they differ; nothing where one of them has none."""
    found = distinguish_titles(case["old"], case["new"])
    assert (found and list(found)) == case["names"]


@given(
    st.integers(1926, 2099).map(Edition), st.sampled_from(["事業概要", "予算額（千円）", "実績"])
)
def test_a_heading_of_any_year_is_paired(year: Edition, heading: str) -> None:
    """The heading is the same without its year, in front or in brackets, short or in full."""
    for name in (str(year), year.japanese, f"{year.western}年度"):
        for text in (f"{name}{heading}", f"{name} {heading}", f"{heading}（{name}）"):
            assert named_edition(text) == year
            assert strip_editions(text) == heading


@given(st.text(max_size=40))
def test_places_are_of_the_text(text: str) -> None:
    """Any text is searched without failing; what is found lies in it, in order."""
    place = 0
    for found in find_editions(text):
        assert place <= found.start < found.stop <= len(text)
        place = found.stop
    strip_editions(text)


@given(
    st.text(
        st.sampled_from("令和平成昭RH元56年度月日1～・-（）2０３三十二新旧前後案改正 "), max_size=16
    )
)
def test_what_looks_like_editions_is_searched(text: str) -> None:
    """Scraps of years and labels make nothing fail, and a plain heading stays as it is."""
    for found in find_editions(text):
        assert 0 <= found.start < found.stop <= len(text)
    assert not find_editions("".join(character for character in text if character in "（）月日 "))


def test_a_document_that_names_no_edition_is_shown_as_such() -> None:
    """No year is made up for it, neither short nor in Japanese."""
    assert str(Edition(0)) == ""
    assert Edition(0).japanese == "年度の記載なし"


def test_a_line_without_end_is_not_searched_for_editions() -> None:
    """A stranger's file may be one line of millions of characters, which names nothing."""
    assert [one.edition for one in find_editions("令和６年度" + "防" * 1_000)] == [Edition(2024)]
    assert find_editions("令和６年度" + "防" * 3_000_000) == ()
    assert find_editions("変更前" * 1_000_000) == ()


@pytest.mark.parametrize(
    ("text", "is_bare"),
    [
        pytest.param("令和７年度", True, id="a year"),
        pytest.param("改正案", True, id="a label"),
        pytest.param("令和７年度　予算額", False, id="a heading of a year"),
        pytest.param("予算額", False, id="no edition"),
        pytest.param("", False, id="empty"),
    ],
)
def test_a_bare_edition_is_nothing_else(text: str, is_bare: bool) -> None:
    """An edition alone names the column or the row; beside it stands what is of that edition."""
    assert is_bare_edition(text) is is_bare
