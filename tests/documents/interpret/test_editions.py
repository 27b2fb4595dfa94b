"""The edition of a document whose title names none."""

from collections.abc import Sequence

import pytest

from bouhan_diff.diagnostics import Span
from bouhan_diff.documents.interpret import interpret
from bouhan_diff.documents.ir import Document, Line, table_of_rows
from bouhan_diff.edition import UNNAMED, Edition

_HEADINGS = ("事項", "期間", "限度額（千円）", "備考")


@pytest.mark.parametrize(
    ("name", "period", "remark", "edition"),
    [
        pytest.param("給食調理の委託", "令和８年度から令和12年度まで", "", UNNAMED, id="periods"),
        pytest.param("給食調理の委託", "令和８年度", "", UNNAMED, id="a-period-of-one-year"),
        pytest.param(
            "給食調理の委託", "令和８年度", "令和７年度に契約する", UNNAMED, id="a-year-in-a-text"
        ),
        pytest.param(
            "令和７年度給食調理の委託", "令和８年度", "", Edition(2025), id="a-year-in-a-name"
        ),
    ],
)
def test_only_names_of_rows_date_a_document(
    name: str, period: str, remark: str, edition: Edition
) -> None:
    """When a burden begins and ends (債務負担行為の期間), or a remark, says nothing of its year."""
    rows = (
        _HEADINGS,
        ("窓口業務の委託", "令和８年度から令和10年度まで", "86,400", remark),
        (name, period, "412,000", ""),
    )
    assert _editions_of(rows) == [edition]


@pytest.mark.parametrize(
    ("title", "goals", "edition"),
    [
        pytest.param("総合計画　指標一覧", ["目標値（R9）"], UNNAMED, id="one-goal"),
        pytest.param(
            "総合計画（令和５年度～令和９年度）", ["目標値（R9）"], Edition(2023), id="a-period"
        ),
        pytest.param(
            "総合計画　指標一覧",
            ["目標値（R7）", "目標値（R8）"],
            Edition(2025),
            id="goals-of-years",
        ),
        pytest.param(
            "総合計画　指標一覧", ["実績（R6）", "目標値（R9）"], Edition(2024), id="a-result"
        ),
    ],
)
def test_the_year_of_a_goal_dates_no_document(
    title: str, goals: list[str], edition: Edition
) -> None:
    """It says when the goal is to be reached; goals of several years begin with the plan."""
    rows = [
        ("指標名", *goals, "設定の考え方"),
        ("来た人の数", *(f"{n}20" for n, _goal in enumerate(goals, 1)), "令和２年度の調査による。"),
        ("灯の数", *(f"{n}30" for n, _goal in enumerate(goals, 1)), "増やす。"),
    ]
    assert edition in _editions_of(rows, title)[:1]


def _editions_of(rows: Sequence[Sequence[str]], title: str = "") -> list[Edition]:
    """The editions of the plan that a document with one table is read as."""
    table = table_of_rows([[((text,) if text else (), Span()) for text in row] for row in rows])
    blocks = (Line(title), table) if title else (table,)
    plan = interpret(Document(blocks, is_wrapped=False)).plan
    assert plan is not None
    return [*plan.editions]
