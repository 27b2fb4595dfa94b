"""Figures: numbers, amounts, dates and counts, by value and not by spelling."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bouhan_diff.textdiff import diff_text
from bouhan_diff.textdiff.classify.figures import changed_figures, figures

CASES = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "figures.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_changed_figures(case: dict[str, Any]) -> None:
    """The figures that differ by value are told, each as its text writes it."""
    assert changed_figures(diff_text(case["old"], case["new"])) == [
        tuple(pair) for pair in case["changed"]
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("３，０００人", "3000"),
        ("1億2,000万円", "120000000"),
        ("1.50倍", "1.5"),
        ("二十万五千円", "205000"),
        ("二〇二四年", "2024"),
        ("一九九五年", "1995"),
        ("千円", "1000"),
        ("令和元年", "year 2019"),
        ("Ｈ31年度", "year 2019"),
        ("2019年度", "year 2019"),
        ("3分の2", "2/3"),
        ("午後1時半", "time 13:30"),
        ("１３：３０", "time 13:30"),
        ("九時十五分", "time 9:15"),
        ("午後12時", "time 午後12:00"),
        ("8時間", "8"),
    ],
)
def test_value(written: str, value: str) -> None:
    """A figure has one value, however it is written."""
    (figure,) = figures(written)
    assert figure.value == value


def test_a_private_character_is_no_numeral() -> None:
    """What a font alone knows (外字) is no kanji numeral, whatever the patterns take for one."""
    private = "".join(map(chr, range(0xE000, 0xE010)))
    assert [figure.value for figure in figures(f"{private}人、三人、{private[1]}月二日")] == [
        "3",
        "2",
    ]
