"""Self-comparison is silence: what nobody changed is unchanged, whatever a plan repeats."""

from itertools import chain
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bouhan_diff import compare
from bouhan_diff.comparison.compared_files import ReadFile, compare_files, renamed_edition
from bouhan_diff.comparison.history import history, restated
from bouhan_diff.comparison.table import RowKind
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Initiative, Plan, Section

R5, R6 = Edition(2023), Edition(2024)
WORDS = st.sampled_from(["相談", "見守り活動", "―", "", "街路灯（甲）", "年2回、点検する。"])
ROWS = st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=4)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan with empty and equal texts, twins and sections of one title (再掲)."""
    sections = draw(st.lists(st.tuples(st.sampled_from(["章", "再掲"]), ROWS), max_size=3))
    return Plan(
        "計画",
        {R5: ""},
        tuple(
            Section(
                n,
                title,
                tuple(
                    Initiative(m, name or "無題", {R5: text} if text else {}, department)
                    for m, (name, text, department) in enumerate(rows, 1)
                ),
            )
            for n, (title, rows) in enumerate(sections, 1)
        ),
    )


@given(plans())
@settings(max_examples=60, deadline=None)
def test_a_plan_compared_with_itself_is_unchanged(plan: Plan) -> None:
    """As two files, as two documents of one year, restated, and through its history."""
    again = renamed_edition(plan, R5, R6)
    file = ReadFile(Path("計画.yaml"), plan)
    refs = [f"{section.number}-{one.number}" for section, one in plan.initiatives()]
    tables = [
        compare_files(file, file).table,
        compare([plan, again], "R5", "R6"),
        restated([plan, plan], "R5"),
        *chain.from_iterable(history([plan, again], ref) for ref in refs),
    ]
    assert {row.kind for table in tables for row in table.rows()} <= {RowKind.UNCHANGED}
