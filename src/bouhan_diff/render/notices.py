"""What is said of a whole table (注・凡例・報告): what changed, what is left out or doubtful."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ..comparison.table import (
    ComparisonTable,
    FieldComparison,
    Mark,
    NotCompared,
    Row,
    RowKind,
    WhyNotCompared,
    count,
)
from ..comparison.totals import unread_amounts
from ..diagnostics import Level
from ..edition import Edition, strip_editions
from ..messages import in_language
from ..plan import Property
from ..text.normalize import fold, is_dash
from . import labels, reports
from .brief import is_retitled, tables_left_out
from .phrasebook import SAY, Phrasebook
from .remarks import REMARKS, doubt, explained, old_numbers, remarks_on

_MOST_NAMED = 5
_OF_TEXTS = RowKind.SUBSTANCE, RowKind.WORDING, RowKind.NOTATION


def named_rows(rows: Sequence[Row]) -> str:
    """Return the names of the rows concerned (該当の行), or their number."""
    many = f"{len(rows)}件" if len(rows) > _MOST_NAMED else ""
    return many or "、".join(" ".join(row.name.split()) for row in rows)


def text_heading(table: ComparisonTable) -> str:
    """Return the heading of the main text (本文の見出し) without edition, such as 事業内容."""
    return _text_heading(table.old_heading, table.new_heading)


@lru_cache(maxsize=64)  # every row is asked
def _text_heading(old: str, new: str) -> str:
    headings = map(strip_editions, (old, new))
    named = (labels.written_heading(one.strip()) for one in headings)
    found = [one for one in named if one and one not in (labels.OLD, labels.NEW)]
    return min(found, key=len, default=labels.TEXT)


def printed_differences(table: ComparisonTable) -> frozenset[str]:
    """Return the headings of differences that the document prints (資料の増減)."""
    return frozenset(
        one.heading for one in table.not_compared if one.why == WhyNotCompared.PRINTED_DIFFERENCE
    )


def kind_names(table: ComparisonTable, say: Phrasebook = SAY) -> dict[RowKind, str]:
    """Return the name of each kind in a table (区分の名), in the order of headlines."""
    return {**{kind: say.kind(kind) for kind in labels.KIND}, **only_in(table, say)}


def headline(table: ComparisonTable, say: Phrasebook = SAY) -> str:
    """Return how many changed of how many (見出し), or how many a supplementary budget has."""
    if is_of_supplements(table):
        return say.initiatives(table.counts.total)
    return say.headline(table.counts)


def counted(table: ComparisonTable) -> str:
    """Return how many changed of how many (見出し), and of what kinds."""
    names = kind_names(table)
    names.pop(RowKind.UNCHANGED)  # it is none of those that changed
    by_kind = SAY.by_kind(table.counts, names)
    return headline(table) + (f"（{by_kind}）" if by_kind else "")


def only_in(table: ComparisonTable, say: Phrasebook = SAY) -> dict[RowKind, str]:
    """Return the names of rows in only one edition (片方だけの行): 新規, or 3月補正のみ.

    A supplementary budget, or a report on carry-overs, does not drop what it lacks.
    """
    if not drops_nothing(table):
        return {kind: say.kind(kind) for kind in (RowKind.ADDED, RowKind.REMOVED)}
    old, new = map(say.edition, (table.old_edition, table.new_edition))
    year, of_year, _stage = old.partition("年度")
    if old == new:  # 補正後 of both
        old, new = say(labels.OLD), say(labels.NEW)
        if not say.is_japanese:
            old, new = table.old_document or old, table.new_document or new
    elif of_year and new.startswith(year + of_year):
        old, new = (one.removeprefix(year + of_year) for one in (old, new))
    names = (RowKind.ADDED, new), (RowKind.REMOVED, old)
    return {kind: say("{edition}のみ", edition=edition) for kind, edition in names}


def drops_nothing(table: ComparisonTable) -> bool:
    """Return whether a document does not drop what it lacks (廃止と言えない資料か)."""
    return is_of_supplements(table) or _CARRIED_OVER in table.title


_CARRIED_OVER = "繰越"


def missing(table: ComparisonTable, row: Row) -> str:
    """Return the word in place of a text that one edition lacks: （新規）."""
    return f"（{only_in(table)[row.kind]}）" if row.kind else ""


def is_of_supplements(table: ComparisonTable) -> bool:
    """Return whether two supplementary budgets are compared (補正予算どうしか), which add up."""
    return any(one.code == "supplements-compared" for one in table.reports)


def changed_parts(table: ComparisonTable, row: Row, say: Phrasebook) -> str:
    """Return the parts of a row that give it its kind (変わった項目): text and fields.

    Lighter changes follow with their kind. Empty if only the text can change, or if one side is
    missing and everything changed.
    """
    if row.kind not in _OF_TEXTS or not row.fields:
        return ""
    came_or_went = (RowKind.ADDED, RowKind.REMOVED) if row.kind is RowKind.SUBSTANCE else ()
    kinds = kinds_of_parts(table, row)
    of_row = (row.kind, *came_or_went)
    names = [*dict.fromkeys(labels.written_heading(name) for name, kind in kinds if kind in of_row)]
    names += (
        labels.written_heading(name) + say.bracketed(say.kind(kind))
        for name, kind in kinds
        if kind in (RowKind.WORDING, RowKind.NOTATION) and kind is not row.kind
    )
    more = say("など{n}件", n=len(names)) if len(names) > _MOST_COLUMNS else ""
    return say.listed(names[:_MOST_COLUMNS]) + more


def kinds_of_parts(table: ComparisonTable, row: Row) -> list[tuple[str, RowKind]]:
    """Return the kinds of a row's text and fields (項目ごとの区分), each after its heading."""
    parts = [(text_heading(table), row.kind_of_text)]
    parts += ((one.heading, one.kind) for one in row.fields)
    return [(heading, kind) for heading, kind in parts if kind]


_MOST_COLUMNS = 3  # headings named at most


def changes(field: FieldComparison | None, unit: str) -> tuple[str, str]:
    """Return an amount's difference and ratio (増減と増減率), each "" if there is none.

    unit: the column's, not repeated in the difference. The ratio may be 皆増 or 皆減.
    """
    amount = field.amount if field and field.is_changed else None
    if field is None or amount is None or (change := labels.change(field)) is None:
        return "", ""
    if not change:
        return labels.SAME_AMOUNT, ""
    unit_beside = "" if amount.unit == unit != "%" else amount.unit
    is_share = amount.ratio is None or amount.unit == "%"
    share = labels.came_or_went(field) or ("" if is_share else labels.ratio(amount.ratio))
    return labels.difference(change, unit_beside), share


def meanings_of_kinds(
    table: ComparisonTable, old: str, new: str, others: Iterable[RowKind] = ()
) -> dict[str, str]:
    """Return the meaning of the kinds that occur (区分の意味). old, new: the editions.

    others: kinds that occur elsewhere than in rows, as in single edits.
    """
    found = {*(row.kind for row in table.rows()), *others}
    meanings = {
        **of_one_side(old, new),
        **{kind: REMARKS[kind].meaning for kind in _OF_TEXTS},
    }
    names = kind_names(table)
    return {names[kind]: meaning for kind, meaning in meanings.items() if kind in found}


def of_one_side(old: str, new: str, say: Phrasebook = SAY) -> dict[RowKind, str]:
    """Return the meaning of the kinds of rows in only one edition (新規・廃止の意味)."""
    return {
        RowKind.ADDED: say("{old}になく{new}にあるもの", old=old, new=new),
        RowKind.REMOVED: say("{old}にあり{new}にないもの", old=old, new=new),
    }


def unmarked_sums(table: ComparisonTable, say: Phrasebook = SAY) -> tuple[str, ...]:
    """Return the note that changed sums are not marked (計の印), if the table has sums."""
    return (say("計・合計には印を付けない"),) if table.totals else ()


def signs(rows: Iterable[Row], old: str, new: str, say: Phrasebook = SAY) -> dict[str, str]:
    """Return the meaning of the signs and words of amounts that occur (数値の記号)."""
    rows = tuple(rows)
    fields = [field for row in rows if row.kind is not None for field in row.fields]
    found = {labels.came_or_went(field) for field in fields}
    found.update(fold(text) for field in fields for text in (field.old, field.new) if text)
    amounts = [one for one in fields if one.is_amount and (one.old or one.new)]
    of_one_side = {id(one) for row in rows if row.is_one_sided for one in row.fields}
    lacking = {
        id(one) in of_one_side
        for one in amounts
        for text in (one.old, one.new)
        if (is_dash(text) if text else one.is_changed)
    }
    changed = [change for one in fields if one.is_changed and (change := labels.change(one))]
    meanings = {
        "△": ("減少", say.is_japanese and any(change < 0 for change in changed)),
        labels.NO_VALUE: (
            _OF_NONE[max(lacking, default=False), min(lacking, default=False)],
            bool(lacking),
        ),
        labels.CAME: (_WITHOUT_VALUE, labels.CAME in found),
        labels.WENT: (_WITHOUT_VALUE, labels.WENT in found),
        labels.SAME_AMOUNT: (
            "書き方だけの変更",
            any(field.amount and field.kind is RowKind.NOTATION for field in fields),
        ),
    }
    editions = {labels.CAME: old, labels.WENT: new}
    return {
        say(sign): say(meaning, edition=editions.get(sign, ""))
        for sign, (meaning, occurs) in meanings.items()
        if occurs
    }


_WITHOUT_VALUE = "{edition}に値のないもの"

_OF_NONE = {
    (False, False): "記載のないもの",
    (True, True): "一方にないものの欄",
    (True, False): "記載のないもの及び一方にないものの欄",
}
"""What ― means (記号), by whether any and whether all of it is of what one edition alone has."""


def meanings(table: ComparisonTable, say: Phrasebook) -> Iterator[str]:
    """Yield the meaning of other words and signs that occur (凡例の語)."""
    rows = tuple(table.rows())
    names, found = only_in(table, say), {row.kind for row in rows}
    for kind, meaning in of_one_side(*say.sides(table), say).items():
        if kind in found:
            yield say.meaning(names[kind], meaning)
    if RowKind.REMOVED in found:
        yield say("名称などの取消線は{kind}", kind=names[RowKind.REMOVED])
    topics = {one.topic for row in rows for one in remarks_on(row, say)}
    of_signs = signs(rows, *say.sides(table), say)
    for word, meaning in (explained(topics, say) | of_signs).items():
        yield say.meaning(word, meaning)
    yield from unmarked_sums(table, say)


def omitted(table: ComparisonTable) -> str:
    """Return how many initiatives the document omits (省略した事業), or ""."""
    if table.only_edition is not None:
        return ""
    shown = count(table.rows())
    hidden = table.counts.total - shown.total
    if hidden <= 0:
        return ""
    kind = RowKind.UNCHANGED
    is_unchanged = hidden == table.counts.by_kind.get(kind, 0) - shown.by_kind.get(kind, 0)
    counted = f"{'変更のない' if is_unchanged else 'ほかの'}{hidden}件"
    are_shown = {id(row) for row in table.rows()}
    moved = [row for row in table.all_rows() if row.is_renumbered and id(row) not in are_shown]
    if is_unchanged and moved:
        numbers = "、".join(f"{old_numbers(row)}→{row.number}" for row in moved)
        what = f"番号変更{numbers}" if len(moved) <= _MOST_NAMED else f"番号変更{len(moved)}"
        counted += f"（うち{what}）"
    return f"{counted}は省略した"


def own_notes(table: ComparisonTable, *, has_policies: bool = True) -> list[str]:
    """Return the documents' own notes (資料の注), first on policy numbers if any are shown.

    has_policies: whether the output has a place for policy numbers.
    """
    notes = [*SAY.notes(table)]
    if has_policies and table.policy_plan and Property.POLICIES in labels.properties([table]):
        notes.insert(0, f"{property_heading(table, Property.POLICIES)}　{table.policy_plan}")
    return notes


def property_heading(table: ComparisonTable, what: Property) -> str:
    """Return the heading over a property (属性の見出し), with ※ if there is a note on it."""
    has_note = what is Property.POLICIES and table.policy_plan
    return f"{'※' if has_note else ''}{labels.PROPERTY[what]}"


def notices(table: ComparisonTable, old: str, new: str) -> dict[str, tuple[str, ...]]:
    """Return what a reader has to check (確認事項) under its headings, none of them empty.

    Doubtful matches, misprinted sums, amounts not given, what was not compared, and what was not
    read or is doubtful. old, new: the names of the editions.
    """
    unsure = (row for row in table.all_rows() if row.is_doubtful)
    found = {
        labels.UNSURE_MATCHES: tuple(
            f"{labels.named(table, row)}　{doubt(row, old=old)}" for row in unsure
        ),
        labels.CHECKED_SUMS: tuple(map(SAY.misprinted, table.misprinted)),
        labels.NOT_GIVEN: tuple(not_given(table)),
        labels.LEFT_OUT: tuple(_not_compared(table, old, new)),
        labels.REPORTS: doubts_and_losses(table),
    }
    return {heading: lines for heading, lines in found.items() if lines}


def at_the_end(table: ComparisonTable, where: str = "末尾") -> Iterator[str]:
    """Yield how much was not compared or needs checking (前置き), if it is listed elsewhere."""
    unread_parts = len(doubts_and_losses(table))
    uncompared = 0 if is_of_supplements(table) else len(table.not_compared)
    counted = (labels.LEFT_OUT, uncompared), (labels.REPORTS, unread_parts)
    if phrases := [f"{what}{number}件" for what, number in counted if number]:
        yield f"{'、'.join(phrases)}は、{where}に示した"


def _not_compared(table: ComparisonTable, old: str, new: str) -> Iterator[str]:
    """Yield what was not compared (比較しなかった項目), one line for each reason."""
    found: dict[tuple[WhyNotCompared, str], list[str]] = {}
    for one in uncompared(table):
        heading = labels.written_heading(one.heading)
        found.setdefault((one.why, one.hint), []).append(heading)
    for (code, hint), headings in found.items():
        why = labels.NOT_COMPARED[code]
        for label, name in ((labels.OLD, old), (labels.NEW, new)):
            why = why.replace(f"{label}の資料", f"{name}の資料")
        like = f"。「{labels.written_heading(hint)}」と同じ項目か" if hint else ""
        yield f"{'、'.join(headings)}（{why}{like}）"


def uncompared(table: ComparisonTable, say: Phrasebook = SAY) -> Iterator[NotCompared]:
    """Yield what was not compared (比較しなかった項目), editions by name: 令和５年度."""
    for one in table.not_compared:
        is_edition = one.why in (WhyNotCompared.EDITION_OLD, WhyNotCompared.EDITION_NEW)
        name = say.edition(Edition.read(one.heading)) if is_edition else one.heading
        yield one._replace(heading=name)


def not_given(table: ComparisonTable, say: Phrasebook = SAY) -> Iterator[str]:
    """Yield where the document has a word instead of an amount (皆増)."""
    for row, words in words_for_amounts(table, say):
        yield say("{where}：{said}", where=labels.named(table, row), said=words)


def words_for_amounts(table: ComparisonTable, say: Phrasebook = SAY) -> Iterator[tuple[Row, str]]:
    """Yield rows with a word in place of an amount (数値のない値), and the word: 皆増."""
    rows, editions = table.all_rows(), say.sides(table)
    for total in table.totals:
        heading = labels.written_heading(total.heading)
        for row, text, is_old in unread_amounts(total, rows):
            if fold(text) in (labels.CAME, labels.WENT):
                sentence = "{edition}の{heading}は「{text}」とだけある"
                yield row, say(sentence, edition=editions[not is_old], heading=heading, text=text)


def doubts_and_losses(table: ComparisonTable) -> tuple[str, ...]:
    """Return what was not read or is doubtful (読取りの報告), with its edition and place."""
    files = dict.fromkeys(one.span.file for one in table.reports if one.span.file)
    sides = [f"{name}の資料" for name in SAY.sides(table)]
    names = dict(zip(files, sides, strict=True)) if len(files) == len(sides) else {}
    unsure = (
        replace(one, span=replace(one.span, file=names.get(one.span.file, one.span.file)))
        for one in table.reports
        if one.level is not Level.NOTE and one.code not in FOREMOST
    )
    with in_language("ja"):
        return *reports.in_brief(unsure), *tables_left_out(table.reports, names, reports.place)


def foremost(table: ComparisonTable, say: Phrasebook = SAY) -> tuple[str, ...]:
    """Return what to know before the first row (前置き): how to read the comparison."""
    uncompared = sum(Mark.UNCOMPARED in row.marks for row in table.rows())
    every = [one for one in table.reports if one.code in FOREMOST]
    with in_language(say.language):
        sentences = reports.in_brief(every)
    if say.is_japanese and is_of_supplements(table):
        old, new = say.sides(table)
        sentences = (f"{old}と{new}は別々の予算で、一方だけにあるものは他方が廃止したものではない",)
    left = (f"{uncompared}件の{labels.MARK[Mark.UNCOMPARED]}",) if uncompared else ()
    return (*(line.removesuffix("。") for line in sentences), *(left if say.is_japanese else ()))


def retitled(table: ComparisonTable, say: Phrasebook = SAY) -> tuple[str, ...]:
    """Return that the documents have different titles (標題の変更), unless each names its year."""
    if is_of_supplements(table) or not is_retitled(table) or _differ_in_edition(table):
        return ()
    return (say("標題は「{old}」から改められた", old=labels.shown_heading(table.old_title)),)


def _differ_in_edition(table: ComparisonTable) -> bool:
    """Return whether the titles are one apart from the compared editions (年度だけの相違)."""
    sides = (table.old_title, table.old_edition), (table.title, table.new_edition)
    is_named = all(labels.is_named_in(edition, title) for title, edition in sides)
    return is_named and len({fold(strip_editions(title)) for title, _edition in sides}) == 1


FOREMOST = frozenset({"heading-ambiguous", "supplements-compared"})
