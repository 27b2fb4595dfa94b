"""Tables made for the tests of the writers."""

from decimal import Decimal
from functools import cache

from bouhan_diff.comparison.amount_changes import AmountChange, Total
from bouhan_diff.comparison.compare import compare
from bouhan_diff.comparison.filters import grouped
from bouhan_diff.comparison.table import (
    ComparisonTable,
    FieldComparison,
    GroupBy,
    NotCompared,
    PropertyChange,
    Row,
    RowKind,
    SectionHeading,
    count,
)
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Column, ColumnType, Property
from bouhan_diff.storage import load_plan
from bouhan_diff.textdiff import EditKind, Reason, Segment

_shipped = cache(lambda: compare(load_plan()))


def with_changes(
    table: ComparisonTable, changes: dict[str, tuple[PropertyChange, ...]]
) -> ComparisonTable:
    """The table with changes of fields as they occur across documents, by reference."""

    def changed(row: Row) -> Row:
        return row._replace(changes=changes.get(row.ref, ()))

    groups = (g._replace(rows=tuple(map(changed, g.rows))) for g in table.groups)
    return table._replace(groups=tuple(groups))


def with_texts(old: str, new: str) -> ComparisonTable:
    """A table of one row with these summaries, all of it edited."""
    table = _shipped()
    segments = (Segment(old, new, EditKind.SUBSTANCE),)
    row = table.groups[0].rows[0]._replace(old=old, new=new, segments=segments)
    found = table.groups[0]._replace(rows=(row,))
    return table._replace(groups=(found,))


def amount(heading: str, old: str | None, new: str | None, unit: str = "千円") -> FieldComparison:
    """A field of amounts, compared by value."""
    was, now = (None if text is None else Decimal(text.replace(",", "")) for text in (old, new))
    if was is None or now is None:
        change = AmountChange(was, now, None, None, unit)
        kind = RowKind.SUBSTANCE
    else:
        ratio = float((now - was) / was) if was else None
        change = AmountChange(was, now, now - was, ratio, unit)
        kind = RowKind.UNCHANGED if was == now else RowKind.SUBSTANCE
    return FieldComparison(heading, ColumnType.AMOUNT, old, new, kind, (), change, unit)


def text(heading: str, old: str, new: str, *edits: Segment) -> FieldComparison:
    """A field of text with its edits."""
    kind = RowKind.SUBSTANCE if old != new else RowKind.UNCHANGED
    return FieldComparison(heading, ColumnType.TEXT, old, new, kind, edits)


def _same(text: str) -> Segment:
    return Segment(text, text, EditKind.EQUAL)


def _row(number: int, name: str, kind: RowKind | None, *segments: Segment, **more: object) -> Row:
    section = SectionHeading(number // 10, "子育て" if number < 20 else "まちづくり")
    old = "".join(one.old for one in segments)
    new = "".join(one.new for one in segments)
    return Row(section, number % 10, name, "", (), kind, old, new, segments)._replace(
        **more,  # type: ignore[arg-type]
    )


@cache
def with_fields() -> ComparisonTable:
    """A plan of an invented city with further columns and without policy numbers."""
    target = (
        Segment("85", "90", EditKind.SUBSTANCE, Reason("figure", ("85", "90"))),
        _same("％以上"),
    )
    rows = [
        _row(
            11,
            "児童クラブの運営",
            RowKind.SUBSTANCE,
            _same("児童クラブを運営する。"),
            fields=(
                text("対象者", "市内の小学生", "市内の小学生"),
                amount("当初予算額", "38,700", "36,900"),
                amount("一般財源", "1,200", "13,700"),
                text("目標値", "85％以上", "90％以上", *target),
            ),
        ),
        _row(
            12,
            "子ども食堂への補助",
            RowKind.SUBSTANCE,
            _same("補助を"),
            Segment("行う", "実施する", EditKind.WORDING, Reason("phrasing")),
            _same("。"),
            fields=(
                text("対象者", "団体", "団体"),
                amount("当初予算額", None, "500"),
                FieldComparison("成果", ColumnType.TEXT, None, "12団体に補助", None),
            ),
        ),
        _row(
            21,
            "道路の維持補修（側溝の清掃及び街路樹のせん定を含む。）",
            RowKind.SUBSTANCE,
            _same("道路を補修する。"),
            fields=(
                text("対象者", "―", "―"),
                amount("当初予算額", "120,000", "135,500"),
                amount("一般財源", "0", "0"),
            ),
        ),
    ]
    total = Total("当初予算額", "千円", *map(Decimal, (158700, 172900, 14200)), 0.0895, 3, 1)
    return ComparisonTable(
        title="あおば市実施計画",
        old_edition=Edition.parse("R5"),
        new_edition=Edition.parse("R6"),
        old_heading="R5 事業内容",
        new_heading="R6 事業内容",
        groups=grouped(rows, GroupBy.SECTION),
        counts=count(rows),
        columns=(
            Column("対象者"),
            Column("当初予算額", ColumnType.AMOUNT, "千円"),
            Column("一般財源", ColumnType.AMOUNT, "千円"),
            Column("目標値"),
            Column("成果"),
        ),
        totals=(total,),
        not_compared=(NotCompared("成果", "only-new", "実績"),),
    )


@cache
def latin_table() -> ComparisonTable:
    """A table whose every text is Latin: what else is in it are the program's own words."""
    rows = [
        _row(
            11,
            "Clubs",
            RowKind.SUBSTANCE,
            _same("Run "),
            Segment("6", "12", EditKind.SUBSTANCE, Reason("figure", ("6", "12"))),
            _same(" clubs."),
            Segment(" now", "", EditKind.WORDING, Reason("phrasing")),
            fields=(
                amount("Budget", "38,700", "36,900", "yen"),
                amount("Grant", "5", None, "yen"),
                FieldComparison("Result", ColumnType.TEXT, None, "12", None),
            ),
            changes=(
                PropertyChange(Property.DEPARTMENT, "Old office", ""),
                PropertyChange(Property.POLICIES, ("A1",), ("A2", "A3")),
            ),
            old_refs=("1-7",),
            new_refs=("1-1",),
            certainty=0.5,
        )._replace(
            section=SectionHeading(1, "Care", "An aim."),
            policies=("A2", "A3"),
        ),
        _row(12, "Meals", RowKind.UNCHANGED, _same("Serve."))._replace(
            section=SectionHeading(1, "Care")
        ),
        _row(21, "Roads", RowKind.REMOVED)._replace(
            section=SectionHeading(2, "Town"),
            old="Mend roads.",
            new=None,
            old_refs=("2-1", "2-2"),
        ),
    ]
    return with_fields()._replace(
        title="Plan",
        publisher="Aoba",
        source="Annex 2",
        policy_plan="The Plan",
        old_heading="Then",
        new_heading="Now",
        groups=grouped(rows, GroupBy.SECTION),
        counts=count(rows),
        columns=(Column("Budget", ColumnType.AMOUNT, "yen"),),
        totals=(with_fields().totals[0]._replace(heading="Budget", unit="yen"),),
        not_compared=(
            NotCompared("Result", "only-new", "Outcome"),
            NotCompared("No.", "running-number"),
        ),
    )
