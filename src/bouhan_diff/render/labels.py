"""The Japanese words of the documents (文書の用語), the same on screen and in every file."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from ..comparison.table import (
    OLD_ALONE,
    ComparisonTable,
    FieldComparison,
    Group,
    GroupBy,
    Mark,
    Row,
    RowKind,
    WhyNotCompared,
)
from ..edition import Edition
from ..plan import (
    BESIDE_NAMES,
    GROUPED,
    Column,
    Property,
    PropertyValue,
    each,
    heading_levels,
    reference,
)
from ..text.normalize import closed_up, fold, format_amount

if TYPE_CHECKING:
    from decimal import Decimal

    from ..comparison.amount_changes import Total

_PLAIN_NUMBER = r"-?[0-9]{4,}(\.[0-9]+)?|-[0-9]+(\.[0-9]+)?"
_SPACED_OUT = r"[^\W\d_a-zA-Z](\s+[^\W\d_a-zA-Z])+"
_LEAST_RATIO = 0.0005  # of ratios that are not 0.0%
_CODE = r"(?=.*\d)[\w-]{7,}"
_LONE_DIGIT = r"(?<!\d)\d(?!\d)"

KIND = {
    RowKind.ADDED: "新規",
    RowKind.REMOVED: "廃止",
    RowKind.SUBSTANCE: "内容",
    RowKind.WORDING: "表現",
    RowKind.NOTATION: "表記",
    RowKind.UNCHANGED: "変更なし",
}
"""区分 by kind, the order that headlines list them in."""

PROPERTY = {
    Property.NAME: "名称",
    Property.DEPARTMENT: "担当課",
    Property.POLICIES: "施策番号",
    Property.SECTION: "章",
    Property.NUMBER: "番号",
}
"""What a property of an initiative is called (属性)."""

MARK = {
    Mark.RENAMED: "改称",
    Mark.REASSIGNED: "所管替え",
    Mark.RENUMBERED: "番号変更",
    Mark.POLICY_RENUMBERED: "施策番号変更",
    Mark.AMOUNT: "金額",
    Mark.UNCOMPARED: "数値は未比較",
}
"""The name of a mark (変更の目印)."""

NOT_COMPARED: Mapping[WhyNotCompared, str] = {
    WhyNotCompared.ONLY_OLD: "旧の資料だけに記載のある項目",
    WhyNotCompared.ONLY_NEW: "新の資料だけに記載のある項目",
    WhyNotCompared.FILTERED: "対象に選ばれていない項目",
    WhyNotCompared.PRINTED_DIFFERENCE: "資料に印刷された増減。新旧の値から計算できる",
    WhyNotCompared.SUM_OF_OTHER_YEARS: "資料に印刷された計。新旧で含む年度が異なる",
    WhyNotCompared.RUNNING_NUMBER: "通し番号",
    WhyNotCompared.OTHER_UNIT: "単位が異なり比べられない",
    WhyNotCompared.PAGE_NUMBER: "頁番号",
    WhyNotCompared.EDITION_OLD: "旧の資料の、比べていない年度・版",
    WhyNotCompared.EDITION_NEW: "新の資料の、比べていない年度・版",
    WhyNotCompared.PAGE_LAYOUT: "PDFでは紙面に合わせて変わる",
}
"""Why something was not compared (比較しなかった理由), by its code."""

PLAN, COMPARISON = "計画", "新旧対照表"
TALLY, OVERVIEW, SUMMARY, TEXT = "集計", "概要", "事業概要", "本文"
GROUPED_BY = {GroupBy.SECTION: "章", GroupBy.DEPARTMENT: "担当課", GroupBy.POLICY: "施策番号"}
"""What rows are grouped by (分類の単位)."""

REASON: Mapping[str, str] = {
    "layout": "改行・字下げ・空白の違い",
    "width": "全角・半角の違い",
    "punctuation": "句読点・記号の違い",
    "spelling": "漢字・仮名・送り仮名の違い",
    "figure-spelling": "数の書き方の違い",
    "bracket": "括弧の有無",
    "particle": "助詞の違い",
    "connective": "つなぎの言葉の違い",
    "sentence-end": "文末・語尾の違い",
    "inflection": "活用・動詞の言い方の違い",
    "phrasing": "言い回しの違い",
    "figure": "数値の変更",
    "negation": "否定の有無",
    "force": "義務・可能・予定などの変更",
    "conjunction": "「及び」「又は」の変更",
    "time": "過去・現在・状態の変更",
    "name": "固有の名称の変更",
    "content-word": "語句の変更",
    "content-added": "語句の追加",
    "content-removed": "語句の削除",
    "scope": "範囲を示す語の変更",
    "range": "起点・終点を示す語の変更",
    "condition": "条件・場合の変更",
    "voice": "受け身・使役の変更",
    "purpose": "目的を示す語の変更",
    "reference": "指し示す語の変更",
    "symbol": "意味のある記号の変更",
    "case": "誰が・誰に・何をの変更",
    "order": "語順の変更",
    "moved": "位置の移動",
    "rewritten": "全面的な書換え",
}
"""理由 by the code that the engine gives."""

SECTION, SECTION_TITLE, AIM = "章", "章名", "章の目的"
NUMBER, NAME, COUNT, DEPARTMENT, POLICIES = "番号", "事業名", "件数", "担当課", "施策番号"
EDITS, OLD, NEW, KIND_HEADING, REMARKS = "変更箇所", "旧", "新", "区分", "備考"
AMENDMENT, GROUP_SORT, GROUP, ALL = "改め文", "分類", "項目", "全体"
CHANGED, CHANGED_OF_ALL, CHANGED_SHARE = "変更", "変更/件数", "変更の割合"
MOST_CHANGED, FIGURES = "変更の多いもの", "変わった数値"
NONE_GIVEN, NO_VALUE = "（記載なし）", "―"  # of a text; of an amount
ORDER_OF_FIGURES = "金額は増減の大きい順、ほかは資料の順"
ORDER_OF_WORDS = "削除・範囲などの変更、条件・数などの変更、ほかの順"
ORDER_OF_ROWS = f"金額の変わったもの、{ORDER_OF_WORDS}"
DOUBTFUL, TO_CHECK = "？", "要確認"  # where it is not sure that both are the same initiative
DIFFERENCE, RATIO, SUBTOTAL, TOTAL = "増減", "増減率", "計", "合計"
UNREADABLE, LEFT_OUT, LEGEND = "数値として読めない値", "比較していない項目", "凡例"
CHECKED_SUMS, REPORTS = "資料の合計の検算", "資料の読取りで確認が必要な箇所"
NOT_GIVEN, UNSURE_MATCHES = "金額の記載がないもの", "新旧の対応を確かめるもの"
SAME_TEXT, SAME_AMOUNT = "本文に変更なし", "同じ値"  # of what changed elsewhere; in spelling alone
MISPRINTED = "＊"
"""Stands at a sum that the document prints otherwise; its own notes have ※."""
CAME, WENT = "皆増", "皆減"  # of an amount that the old, or the new, edition does not have
FIELDS, INCREASES, DECREASES = "項目", "増加の大きいもの", "減少の大きいもの"


def name_heading(tables: Sequence[ComparisonTable], number: str = "") -> str:
    """Return the heading over names (名称の見出し), 名称 if tables differ. number: put in front."""
    found = {table.name_heading or NAME for table in tables}
    name = found.pop() if len(found) == 1 else PROPERTY[Property.NAME]
    return f"{number}・{name}" if number and has_numbers(tables) else name


def subtitle(table: ComparisonTable) -> str:
    """Return what a table compares (副題), such as 令和５年度・令和６年度 新旧対照表.

    For one year in two documents it is 令和６年度の記載 新旧対照表.
    """
    if table.only_edition is not None:
        return edition(table.only_edition)
    old, new = edition(table.old_edition), edition(table.new_edition)
    which = f"{new}の記載" if old == new else f"{old}・{new}"
    return which if table.title.rstrip().endswith(COMPARISON) else f"{which}　{COMPARISON}"


def headings(*tables: ComparisonTable) -> tuple[str, str]:
    """Return the headings of both texts (旧・新の見出し) as published, with their editions.

    Of several tables they are 旧 and 新.
    """
    if len(tables) > 1:
        return OLD, NEW
    (table,) = tables
    old, new = map(shown_heading, (table.old_heading, table.new_heading))
    if table.only_edition is not None or show_which_is_old(table, old, new):
        return old, new
    editions = edition_headings(table)
    return f"{editions[0]}　{old}".rstrip(), f"{editions[1]}　{new}".rstrip()


def show_which_is_old(table: ComparisonTable, old: str, new: str) -> bool:
    """Return whether the headings of both texts show which is old (新旧が分かる見出しか)."""
    are_named = is_named_in(table.old_edition, old) and is_named_in(table.new_edition, new)
    return old != new and (are_named or (old, new) == (OLD, NEW))


def edition(named: Edition) -> str:
    """Return an edition as documents write it (年度の表記): 令和６年度, 令和10年度, 改正案."""
    found = re.search(_LONE_DIGIT, named.japanese) if named.is_year else None
    wide = chr(ord(found[0]) - ord("0") + ord("０")) if found else ""
    return named.japanese.replace(found[0], wide) if found else named.japanese


def is_named_in(named: Edition, heading: str) -> bool:
    """Return whether a heading names the edition itself (見出しの年度), in any usual spelling."""
    spelt = fold(heading)
    year = named.japanese.removesuffix("度")
    spellings = (year, str(named), str(named.western)) if named.is_year else (named.label,)
    return any(fold(spelling) in spelt for spelling in spellings)


def edition_headings(
    *tables: ComparisonTable, unnamed: tuple[str, str] = (OLD, NEW)
) -> tuple[str, str]:
    """Return names that distinguish the editions (旧・新の表記); of several tables 旧 and 新.

    unnamed: for documents that name no edition, such as 変更前 and 変更後; if both have the same
    year, these follow it.
    """
    if len(tables) > 1:
        return OLD, NEW
    (table,) = tables
    old, new = edition(table.old_edition), edition(table.new_edition)
    if table.only_edition is not None:
        return old, new
    if (old, new) == (OLD, NEW):
        return unnamed
    if old == new:
        sides = unnamed if table.old_edition.is_year else (OLD, NEW)
        return f"{old}（{sides[0]}）", f"{new}（{sides[1]}）"
    return old, new


def named(table: ComparisonTable, row: Row) -> str:
    """Return an initiative's name in a list (事業の呼び名): 4-5 名称, or the name alone."""
    return f"{number(table, row)} {row.name}" if table.has_number(row) else row.name


def number(table: ComparisonTable, row: Row) -> str:
    """Return a row's number as printed (番号): 1-4, or 4 if its chapter has no number.

    A code such as 2023-警察-22-0001 is unique in the whole document.
    """
    printed, section = str(row.number), "" if table.is_titled else row.section.printed_number
    is_code = re.fullmatch(_CODE, printed) is not None
    return printed if is_code or section == "" else reference(section, printed)


def group_heading(table: ComparisonTable, group: Group) -> str:
    """Return a group's heading (見出し), with the edition if only that has the section.

    For rows that the new edition lacks, this comes first: 追加 would suggest that they are new.
    """
    heading = group.heading
    is_section = table.grouped_by is GroupBy.SECTION and bool(group.rows)
    if not (is_section and group.rows[0].section.is_old):
        return heading
    old, new = edition_headings(table)
    title = heading.removesuffix(OLD_ALONE)
    is_gone = all(row.kind is RowKind.REMOVED for row in group.rows)
    return f"{new}にないもの（{old}の「{title}」）" if is_gone else f"{title}（{old}）"


def has_section_numbers(tables: Sequence[ComparisonTable]) -> bool:
    """Return whether any document numbers its sections (章番号の有無); otherwise none is shown."""
    return any(
        row.section.printed_number != "" and not table.is_titled
        for table in tables
        for rows in chain([table.selected], (group.rows for group in table.groups))
        for row in rows
    )


def joined(value: PropertyValue) -> str:
    """Return a property (属性) on one line: several policy numbers as エ①、エ②."""
    return "、".join(each(value))


def properties(tables: Sequence[ComparisonTable]) -> tuple[Property, ...]:
    """Return the properties that any row has beside its name (名称のほかの属性).

    Every format has a column or line for each, headed by PROPERTY; none asks for one by name.
    """
    rows = [row for table in tables for row in table.rows()]
    return tuple(
        what for what in BESIDE_NAMES if any(row.value(what) or row.change(what) for row in rows)
    )


def has_numbers(tables: Sequence[ComparisonTable]) -> bool:
    """Return whether any document numbers its initiatives (番号の有無); otherwise none is shown."""
    return any(table.is_numbered for table in tables)


def has_texts(tables: Sequence[ComparisonTable]) -> bool:
    """Return whether any row has a main text (本文の有無); a plan may have amounts alone."""
    return any(row.old or row.new for table in tables for row in table.rows())


def field_columns(tables: Sequence[ComparisonTable]) -> tuple[Column, ...]:
    """Return the further columns (項目) with a value in any row of the tables, each once."""
    used = {
        field.heading
        for table in tables
        for row in table.rows()
        for field in row.fields
        if field.old or field.new
    }
    columns = {column.heading: column for table in tables for column in table.columns}
    return tuple(column for heading, column in columns.items() if heading in used)


def shown_heading(heading: str) -> str:
    """Return a heading without spaces that only stretch it (見出し): 備 考 becomes 備考."""
    return GROUPED.join(
        "".join(part.split()) if re.fullmatch(_SPACED_OUT, part) else closed_up(part)
        for part in heading_levels(heading)
    )


@lru_cache(maxsize=1_024)
def written_heading(heading: str) -> str:
    """Return a heading as offices write it (項目名): 財源内訳・国, 目標値（令和８年度）."""
    written = shown_heading(heading).replace(GROUPED, "・")
    return re.sub(r"\(([RHS]\d+)\)", lambda year: f"（{edition(Edition.read(year[1]))}）", written)


def field_heading(field: "Column | FieldComparison | Total") -> str:
    """Return a field's heading with its unit (項目名): 財源内訳・国（千円）."""
    unit = f"（{field.unit}）" if field.unit else ""
    return written_heading(field.heading) + unit


def subtotal(summed: ComparisonTable | Group) -> str:
    """Return the name of a row of sums (計), and how many hidden rows the sum includes."""
    if isinstance(summed, Group):
        hidden = summed.counts.total - len(summed.rows)
    else:
        hidden = len(summed.selected) - sum(1 for _row in summed.rows())
    return f"{SUBTOTAL}（表にない{hidden}件を含む）" if hidden > 0 else SUBTOTAL


def total(table: ComparisonTable) -> str:
    """Return the name of the sums of a whole table (合計)."""
    return subtotal(table).replace(SUBTOTAL, TOTAL)


def amount(value: "Decimal", unit: str = "") -> str:
    """Return an amount (数値) as offices print it, with its unit: 1,234 or △1,800."""
    return format_amount(value, unit)


def published_amount(text: str) -> str:
    """Return a published amount (数値の表記), with separators if it has only digits: 1,284,500."""
    if re.fullmatch(_PLAIN_NUMBER, text) is None:
        return text
    from decimal import Decimal  # noqa: PLC0415  few plans have amounts

    return amount(Decimal(text))


def published(field: "Column | FieldComparison", text: str | None) -> str:
    """Return a field's value as documents print it (項目の値), "" for none."""
    return published_amount(text or "") if field.is_amount else text or ""


def came_or_went(field: FieldComparison | None) -> str:
    """Return 皆増 or 皆減 if only one edition has an amount (増減の語), else "".

    An edition that itself says 皆増 has an amount, although it does not say how much.
    """
    if field is None or not field.is_changed or field.amount is None or field.amount.is_cumulative:
        return ""
    old, new = field.amount.old, field.amount.new
    if field.amount.unit == "%" or _is_marked_new(field):
        return ""  # a share does not appear from nothing
    if old is None and new is not None and new > 0:
        return CAME
    return WENT if new is None and old is not None and old > 0 else ""


def change(field: FieldComparison) -> "Decimal | None":
    """Return how much an amount changed (増減), all of it if one side is missing (皆増・皆減)."""
    amount = field.amount
    if amount is None or amount.is_cumulative:
        return None
    is_known = amount.change and amount.unit != "%" and not _is_marked_new(field)
    return amount.change if is_known or amount.difference is not None else None


def _is_marked_new(field: FieldComparison) -> bool:
    return CAME in (fold(field.old or ""), fold(field.new or ""))


def difference(value: "Decimal | None", unit: str = "") -> str:
    """Return a difference of amounts (増減): △1,800千円, 5ポイント for per cent; ― for none."""
    from ..comparison.amount_changes import unit_of_change  # noqa: PLC0415  of amounts alone

    return "―" if value is None else amount(value, unit_of_change(unit))


def ratio(value: float | None) -> str:
    """Return a ratio (増減率) as offices print it: 4.7% or △4.7%, never △0.0%; ― for none."""
    if value is None:
        return NO_VALUE
    shown = f"{abs(value):.2%}" if 0 < abs(value) < _LEAST_RATIO else f"{abs(value):.1%}"
    return f"△{shown}" if value < 0 else shown
