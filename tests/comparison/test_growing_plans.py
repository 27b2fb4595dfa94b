"""Plans are loaded, matched, compared and counted in work that grows with their rows alone."""

from collections.abc import Callable
from functools import partial

import pytest
from growth import grows_evenly

from bouhan_diff.comparison import changed_figures, filters, history
from bouhan_diff.comparison.compare import compare, compare_documents, single_year
from bouhan_diff.comparison.consistency import find_inconsistencies
from bouhan_diff.comparison.filters import group_rows
from bouhan_diff.comparison.sorting import WEIGHT, sort_rows
from bouhan_diff.comparison.table import GroupBy
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, ColumnType, Initiative, Plan, PrintedTotal, Section
from bouhan_diff.storage.dumper import dump_plan
from bouhan_diff.storage.loader import read_plan

R5, R6, R7 = Edition(2023), Edition(2024), Edition(2025)
THINGS = "防犯灯 通学路 公園 街路灯 講習会 図書館 体育館 児童館 橋りょう 水路".split()
BUDGET, WHOM = "当初予算額", "対象者"


def plan(size: int, years: tuple[Edition, ...]) -> Plan:
    """A plan of sections of ten rows, one in three with another text in R6, some only in R7."""
    rows = [initiative(place, years) for place in range(size)]
    sections = tuple(
        Section(start // 10 + 1, f"第{start // 10}分野", tuple(rows[start : start + 10]))
        for start in range(0, size, 10)
    )
    sums = tuple(
        PrintedTotal(BUDGET, "12,345", section.number, year)
        for section in sections
        for year in years
    )
    columns = (Column(BUDGET, ColumnType.AMOUNT, "千円"), Column(WHOM))
    return Plan("計画", dict.fromkeys(years, ""), sections, columns=columns, printed_totals=sums)


def initiative(place: int, years: tuple[Edition, ...]) -> Initiative:
    """A row whose name is made of few words and a number."""
    thing, other = THINGS[place % 10], THINGS[place // 10 % 10]
    is_new = R7 in years and place % 20 == 0
    name = f"{'新しい' * is_new}{thing}と{other}{place // 100}号の整備"
    acts = ["設置" if year == R6 and place % 3 == 0 else "点検" for year in years]
    texts = {
        year: f"{thing}を{place}か所{act}する。" for year, act in zip(years, acts, strict=True)
    }
    budget = {year: f"{1000 + 7 * place + 10 * at:,}" for at, year in enumerate(years)}
    fields = {BUDGET: budget, WHOM: "市民" if place % 2 else "児童"}
    return Initiative(place % 10 + 1, name, texts, f"第{place % 7}課", (f"ア{place % 20}",), fields)


SIZES = (60, 120, 240)


OF_TABLE: dict[str, Callable[..., object]] = {
    "counts": changed_figures.tally,
    "consistency": find_inconsistencies,
    "order": lambda table: sort_rows(table, WEIGHT),
    "order by an amount": lambda table: sort_rows(table, BUDGET),
    "departments": lambda table: group_rows(table, GroupBy.DEPARTMENT),
    "policy numbers": lambda table: group_rows(table, GroupBy.POLICY),
    "a field's values": lambda table: group_rows(table, WHOM),
    "one field": lambda table: filters.only_fields(table, [BUDGET]),
    "changed rows": filters.changed_only,
    "search": lambda table: filters.search(table, ["点検", "市民"]),
}


def test_a_plan_twice_as_long_takes_twice_the_work() -> None:
    """To write it, to read it, to show one edition and to compare two."""
    two = partial(plan, years=(R5, R6))
    assert grows_evenly(two, dump_plan, SIZES)
    assert grows_evenly(
        lambda size: dump_plan(two(size)).encode(), lambda text: read_plan(text, "p.yaml"), SIZES
    )
    assert grows_evenly(partial(plan, years=(R5,)), lambda one: single_year(one, R5), SIZES)
    assert grows_evenly(two, lambda one: compare(one, R5, R6), SIZES)


@pytest.mark.parametrize(
    "work",
    [
        lambda plans: compare_documents(*plans),
        lambda plans: history.history(plans, "2-3"),
        lambda plans: history.restated(plans, R6),
    ],
    ids=["compare", "history", "restated"],
)
def test_documents_twice_as_long_take_twice_the_work(work: Callable[..., object]) -> None:
    """Each initiative is looked for in the other document, and followed there."""
    assert grows_evenly(lambda n: (plan(n, (R5, R6)), plan(n, (R6, R7))), work, SIZES)


@pytest.mark.parametrize("work", [pytest.param(one, id=name) for name, one in OF_TABLE.items()])
def test_tables_twice_as_long_take_twice_the_work(work: Callable[..., object]) -> None:
    """What is counted, sorted, grouped, chosen and found in a table of changes."""
    assert grows_evenly(lambda size: compare(plan(size, (R5, R6)), R5, R6), work, SIZES)
