"""A table whose rows have budgets, indicators and target groups, made for the writers' tests."""

from decimal import Decimal

from bouhan_diff.comparison.amount_changes import AmountChange, Total
from bouhan_diff.comparison.filters import grouped
from bouhan_diff.comparison.table import (
    ComparisonTable,
    FieldComparison,
    GroupBy,
    Mark,
    NotCompared,
    PropertyChange,
    Row,
    RowKind,
    SectionHeading,
    count,
)
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, ColumnType, Property
from bouhan_diff.textdiff import EditKind, Reason, Segment

BUDGET, TARGET, GROUP = "当初予算額", "目標値", "対象者"
SECTION = SectionHeading(2, "見守り", "地域で見守る。")


def budget(old: str | None, new: str | None) -> FieldComparison:
    """The budget in thousands of yen."""
    before, after = (_decimal(value) for value in (old, new))
    difference = after - before if before is not None and after is not None else None
    ratio = float(difference / before) if difference is not None and before else None
    kind = RowKind.UNCHANGED if old == new else RowKind.SUBSTANCE
    amount = AmountChange(before, after, difference, ratio, "千円")
    return FieldComparison(BUDGET, ColumnType.AMOUNT, old, new, kind, (), amount, "千円")


def _decimal(value: str | None) -> Decimal | None:
    return None if value in (None, "―") else Decimal(str(value).replace(",", ""))


def text(heading: str, old: str, new: str, kind: EditKind = EditKind.SUBSTANCE) -> FieldComparison:
    """A field of words; all of it edited where both sides differ."""
    if old == new:
        segment = Segment(old, new, EditKind.EQUAL)
        return FieldComparison(heading, ColumnType.TEXT, old, new, RowKind.UNCHANGED, (segment,))
    segment = Segment(old, new, kind, Reason("content-word", (old, new)))
    return FieldComparison(heading, ColumnType.TEXT, old, new, RowKind(kind), (segment,))


SAME = Segment("市内を巡回する。", "市内を巡回する。", EditKind.EQUAL)
PATROL = Row(
    SECTION,
    1,
    "巡回",
    "市民課",
    (),
    RowKind.SUBSTANCE,
    "市内を巡回する。\n商店とＬＩＮＥで知らせる。",
    "市内を巡回する。\nコンビニとLINEで知らせる。",
    (
        Segment("市内を巡回する。\n", "市内を巡回する。\n", EditKind.EQUAL),
        Segment("商店", "コンビニ", EditKind.SUBSTANCE, Reason("content-word", ("商店",))),
        Segment("と", "と", EditKind.EQUAL),
        Segment("ＬＩＮＥ", "LINE", EditKind.NOTATION, Reason("width")),
        Segment("で知らせる。", "で知らせる。", EditKind.EQUAL),
    ),
    (PropertyChange(Property.DEPARTMENT, "総務課", "市民課"),),
    ("2-1",),
    ("2-1",),
    fields=(budget("38,700", "36,900"), text(TARGET, "85％", "90％"), text(GROUP, "市民", "市民")),
    marks=(Mark.REASSIGNED, Mark.AMOUNT),
    old_at="p. 3",
    new_at="p. 4",
)
CAMERA = Row(
    SECTION,
    2,
    "カメラの設置",
    "市民課",
    (),
    RowKind.SUBSTANCE,
    "カメラを設置する。",
    "カメラを設置する。",
    (Segment("カメラを設置する。", "カメラを設置する。", EditKind.EQUAL),),
    (),
    ("2-2",),
    ("2-2",),
    fields=(budget("1,000", "1,250"), text(TARGET, "5台", "5台"), text(GROUP, "市民", "市民")),
    marks=(Mark.AMOUNT,),
)
SCHOOL = Row(
    SECTION,
    3,
    "防犯教室",
    "学校教育課",
    (),
    RowKind.ADDED,
    None,
    "教室を開く。",
    new_refs=("2-3",),
    fields=(budget(None, "480"), text(TARGET, "", "年2回"), text(GROUP, "", "小学生")),
)
LAMPS = Row(
    SECTION,
    4,
    "街路灯の管理",
    "道路課",
    (),
    RowKind.UNCHANGED,
    "街路灯を管理する。",
    "街路灯を管理する。",
    (Segment("街路灯を管理する。", "街路灯を管理する。", EditKind.EQUAL),),
    (),
    ("2-4",),
    ("2-4",),
    fields=(budget("2,000", "2,000"), text(TARGET, "―", "―"), text(GROUP, "市民", "市民")),
)
TOTAL = Total(
    BUDGET,
    "千円",
    Decimal(41_700),
    Decimal(40_630),
    Decimal(-1_070),
    -1_070 / 41_700,
    4,
    0,
    Decimal(41_700),
    None,
)


def budgeted(*rows: Row) -> ComparisonTable:
    """The plan of a city without policy numbers, R6 and R7."""
    rows = rows or (PATROL, CAMERA, SCHOOL, LAMPS)
    (group,) = grouped(rows, GroupBy.SECTION)
    return ComparisonTable(
        "暁市見守り計画",
        Edition(2024),
        Edition(2025),
        "令和6年度の事業内容",
        "令和7年度の事業内容",
        (type(group)(group.heading, group.rows, group.counts, group.aim, (TOTAL,)),),
        count(rows),
        publisher="暁市",
        columns=(
            Column(BUDGET, ColumnType.AMOUNT, "千円"),
            Column(TARGET),
            Column(GROUP),
        ),
        totals=(TOTAL,),
        not_compared=(NotCompared("決算額", "only-new", "当初予算額"),),
    )
