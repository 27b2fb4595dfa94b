"""Labels and values in one cell of a form (項目名：値)."""

import pytest

from bouhan_diff.documents.ir import Cell
from bouhan_diff.documents.reshape.form_table import pair_of


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        pytest.param("事業名：移動図書館", ("事業名", "移動図書館"), id="plain"),
        pytest.param("事業費（千円）：120", ("事業費（千円）", "120"), id="behind-a-unit"),
        pytest.param("（1）事業名：移動図書館", ("事業名", "移動図書館"), id="behind-a-number"),
        pytest.param("２　事業費の推移（単位：千円）", None, id="within-brackets"),
        pytest.param("（単位：千円）", None, id="a-unit-alone"),
        pytest.param("項" + "(1)" * 5_000, None, id="thousands-of-brackets"),
        pytest.param("項" + "(" * 5_000 + "：値", None, id="brackets-that-stay-open"),
    ],
)
def test_a_colon_parts_a_label_from_its_value(text: str, pair: tuple[str, str] | None) -> None:
    """One in brackets does not; a text of nothing but brackets is answered at once."""
    assert pair_of(Cell((text,))) == pair
