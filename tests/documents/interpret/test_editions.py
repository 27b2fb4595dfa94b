"""The edition of a document whose title names none."""

import pytest

from bouhan_diff.diagnostics import Span
from bouhan_diff.documents.interpret import interpret
from bouhan_diff.documents.ir import Document, table_of_rows
from bouhan_diff.edition import UNNAMED, Edition

_HEADINGS = ("事項", "期間", "限度額（千円）", "備考")


@pytest.mark.parametrize(
    ("period", "remark", "edition"),
    [
        pytest.param("令和８年度から令和12年度まで", "", UNNAMED, id="periods-alone"),
        pytest.param("令和８年度", "", UNNAMED, id="a-period-of-one-year"),
        pytest.param(
            "令和８年度", "令和７年度に契約する", Edition(2025), id="a-year-beside-periods"
        ),
    ],
)
def test_periods_date_no_document(period: str, remark: str, edition: Edition) -> None:
    """When a burden begins and ends (債務負担行為の期間) says nothing of the document's year."""
    rows = (
        _HEADINGS,
        ("窓口業務の委託", "令和８年度から令和10年度まで", "86,400", remark),
        ("給食調理の委託", period, "412,000", ""),
    )
    table = table_of_rows([[((text,) if text else (), Span()) for text in row] for row in rows])
    plan = interpret(Document((table,), is_wrapped=False)).plan
    assert plan is not None
    assert [*plan.editions] == [edition]
