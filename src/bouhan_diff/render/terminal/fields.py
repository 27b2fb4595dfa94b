"""Further columns on the screen (項目の表示): fields of a row, totals, and single edits."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...comparison.table import KIND_OF_EDIT, ComparisonTable, FieldComparison, Group, Row, RowKind
from ...text.escape import in_line, visible
from ...text.linebreak import display_width
from ...text.normalize import format_amount, occurrences
from ...textdiff import EditKind, Segment
from .. import labels
from ..brief import measured, without_indicators
from ..phrasebook import ShownSum
from ..sums import compared_totals, summed
from . import palette
from .lines import (
    MarkedText,
    StyledLine,
    StyledSpan,
    View,
    brackets,
    fitted,
    hung,
    one_edition_text,
    rule,
    signed,
    width_of,
    wrapped,
)

if TYPE_CHECKING:
    from ...comparison.amount_changes import Total

_ARROW = " → "
_BESIDE = 2
"""Cells between the parts of a line."""

_MISPRINTED = "*"
"""Stands at a sum that the document prints otherwise: narrower than the documents' ＊."""

_MOST = 40
"""The most cells that a heading takes beside its values."""


class Amounts(NamedTuple):
    """One line of amounts (数値の行): heading, old, new, difference."""

    heading: StyledLine
    old: StyledLine
    new: StyledLine
    difference: StyledLine


def amount_lines(
    amounts: Sequence[Amounts], width: int, least: int = 0
) -> Iterator[list[StyledLine]]:
    """Yield the lines of amounts (数値の整列), old and new aligned to the right in columns.

    least: the width of the headings, at least. If a line does not fit, its heading goes above it,
    and all amounts stand in from the headings.
    """
    headings = [width_of(one.heading) for one in amounts]
    olds, news = (max((width_of(one[n]) for one in amounts), default=0) for n in (1, 2))
    heading = max((*headings, least))
    arrow = display_width(_ARROW) if olds and news else 0
    used = olds + arrow + news
    change = max((width_of(one.difference) for one in amounts), default=0)
    is_beside = heading + used + change + 2 * _BESIDE <= width
    names = ("".join(text for text, _style in one.heading) for one in amounts)
    indent = _BESIDE + max((len(name) - len(name.lstrip(" ")) for name in names), default=0)
    for one in amounts:
        values: StyledLine = [
            (" " * (olds - width_of(one.old)), ""),
            *one.old,
            (_ARROW if one.old and one.new else " " * arrow, palette.QUIET),
            (" " * (news - width_of(one.new)), ""),
            *one.new,
        ]
        if one.difference:
            values += [(" " * _BESIDE, ""), *one.difference]
        if is_beside:
            gap = heading - width_of(one.heading) + _BESIDE
            yield [[*one.heading, (" " * gap, ""), *values]]
        else:
            short: StyledLine = [
                *one.old,
                *([(_ARROW, palette.QUIET)] if one.old and one.new else []),
            ]
            short += [*one.new, *([("  ", ""), *one.difference] if one.difference else [])]
            whole = values if used + indent <= width else short
            below = hung([(" " * indent, "")], fitted(whole, width - indent))
            yield [*fitted(one.heading, width), *below]


def field_lines(row: Row, view: View, width: int, *, every: bool = False) -> Iterator[StyledLine]:
    """Yield the changed fields of a row (変わった項目), or all of them, in order."""
    is_alone = row.kind in (None, RowKind.ADDED, RowKind.REMOVED)
    chosen = [
        one
        for one in row.fields
        if every
        or one.is_changed
        or (is_alone and (one.old or one.new) and row.kind)
        or _has_any(one, view.words)
    ]
    if row.is_one_sided and not every:
        chosen = without_indicators(row, chosen)
    names = [
        _heading(one, view, measured(row, one, chosen) if one.is_changed else "") for one in chosen
    ]
    amounts = [
        _amounts(row, one, name, view) if row.kind else None
        for one, name in zip(chosen, names, strict=True)
    ]
    label = max(map(width_of, names), default=0)
    label = min(label, _MOST, width // 3)
    lined = amount_lines([one for one in amounts if one], width, label)
    for one, amount in zip(chosen, amounts, strict=True):
        if amount:
            yield from next(lined)
        else:
            yield from _text_lines(row, one, view, width, label)


def _has_any(field: FieldComparison, words: Sequence[str]) -> bool:
    """Return whether a field contains one of the words searched for (検索語の有無)."""
    values = [value for value in (field.old, field.new) if value]
    return any(any(occurrences(value, word)) for word in words for value in values)


def _heading(field: FieldComparison, view: View, of: str = "") -> StyledLine:
    asides = [in_line(one) for one in (of, field.unit) if one]
    aside = "".join(map(view.say.bracketed, asides))
    return [(in_line(labels.shown_heading(field.heading)) + aside, palette.QUIET)]


def _amounts(row: Row, field: FieldComparison, heading: StyledLine, view: View) -> Amounts | None:
    """Return the line of an amount field (数値の行), None if it is text or unchanged.

    The amounts of a new or dropped initiative are marked as such.
    """
    if not field.is_amount or not field.is_changed:
        return None
    is_light = field.kind is RowKind.NOTATION
    styles = palette.OLD_AMOUNT, palette.SAME_AMOUNT if is_light else palette.NEW_AMOUNT
    marks = (("", ""), ("", ""))
    if row.is_one_sided:
        styles = palette.DELETED[EditKind.SUBSTANCE], palette.INSERTED[EditKind.SUBSTANCE]
        marks = brackets(row, view)
    none: StyledLine = [] if row.is_one_sided else [(view.say(labels.NONE_GIVEN), palette.QUIET)]
    old, new = (
        [(in_line(labels.published_amount(text)).join(mark), style)] if text else none
        for text, style, mark in zip((field.old, field.new), styles, marks, strict=True)
    )
    change = difference(view.say.difference_of(field), view.say.ratio_of(field))
    return Amounts(heading, old, new, change)


def difference(amount: str, ratio: str) -> StyledLine:
    """Return a difference and its ratio (増減・増減率), "" if there is none."""
    if not amount:
        return []
    return [(amount, palette.CHANGED), *([(f" ({ratio})", palette.QUIET)] if ratio else [])]


def _text_lines(
    row: Row, field: FieldComparison, view: View, width: int, label: int
) -> Iterator[StyledLine]:
    """Yield a text field (文の項目): its value, or old → new with the edits marked."""
    heading = _heading(field, view)
    lines = _text(row, field, view).lines(max(width - label - _BESIDE, 1))
    if width_of(heading) > label:
        yield from fitted(heading, width)
        heading = []
    gap: StyledLine = [*heading, (" " * (label - width_of(heading) + _BESIDE), "")]
    yield from hung(gap, lines)


def _text(row: Row, field: FieldComparison, view: View) -> MarkedText:
    has_one_side = row.is_one_sided and (field.old is None or field.new is None)
    if not field.is_changed or has_one_side:
        text = field.old if field.new is None else field.new
        style = palette.QUIET if field.is_changed or not text else ""
        aside = f"  {view.say('比較なし')}" if row.kind and field.kind is None else ""
        text = labels.published(field, text)
        if text and field.is_changed and not aside:
            marked = one_edition_text(row, visible(text), view)
            return marked.finding(view.words, marks=view.marks)
        shown = visible(text) if text else view.say(labels.NONE_GIVEN)
        asides = (StyledSpan(len(shown), len(shown + aside), palette.QUIET),) if aside else ()
        return MarkedText(shown + aside, style if not text else "", asides).finding(
            view.words, marks=view.marks
        )
    whole = Segment(field.old or "", field.new or "", EditKind.SUBSTANCE)
    segments = field.segments or (whole,)
    text, spans = "", []
    for side, styles, mark in zip(
        ("old", "new"), (palette.DELETED, palette.INSERTED), brackets(row, view), strict=True
    ):
        text += _ARROW if side == "new" else ""
        begun = len(text)
        for segment in segments:
            is_changed = segment.is_edit
            piece = visible(getattr(segment, side), is_changed=is_changed)
            if piece and is_changed:
                # A mark at a line feed would be in no line.
                piece = piece if piece.strip("\n") else piece.replace("\n", "↵\n")
                start = len(text) + len(piece) - len(piece.lstrip("\n"))
                end = len(text) + len(piece.rstrip("\n"))
                spans.append(StyledSpan(start, end, styles[segment.kind], *mark))
            text += piece
        text += view.say(labels.NONE_GIVEN) if len(text) == begun else ""
    return MarkedText(text, spans=tuple(spans)).finding(view.words, marks=view.marks)


def _total_line(
    heading: StyledLine, total: "Total", unread: str, view: View, sum_: ShownSum
) -> Amounts:
    """Return the line of a sum (合計の行), and how many values it leaves out (unread).

    sum_: how to show it; it is marked if its values add up to another.
    """
    signs = [_MISPRINTED * bool(sign) for sign in sum_.signs]
    old, new = (
        [(sign + format_amount(amount), style)] if amount is not None else []
        for amount, style, sign in (
            (sum_.old, palette.OLD_AMOUNT, signs[0]),
            (sum_.new, palette.NEW_AMOUNT, signs[1]),
        )
    )
    by = view.say.difference(total.difference)
    change = difference(signs[2] * bool(by) + by, view.say.ratio_of_total(total))
    if total.unreadable:
        left_out = view.say(unread, n=total.unreadable)
        change += [(f"  {left_out}" if change else left_out, palette.CHANGED)]
    return Amounts(heading, old, new, change)


def sums(table: ComparisonTable, view: View, groups: Sequence[Group] = ()) -> Iterator[StyledLine]:
    """Yield the sums of each column (合計): of the whole, then of each group."""
    totals = compared_totals(table, table.totals)
    if totals:
        yield []
        number = summed(table.all_rows(), totals)
        is_part = number < len(table.all_rows())
        title = view.say("{n}件の合計", n=number) if is_part else view.say(labels.TOTAL)
        yield [(title, palette.QUIET)]
        yield rule(view.width)
    lines = [line for total in totals for line in _sums(table, total, groups, view)]
    for line in amount_lines(lines, view.width):
        yield from line
    for note in view.say.sum_notes(table, totals, table.all_rows()):
        yield from wrapped(note, view.width, palette.QUIET)
    for one in table.misprinted:
        note = f"{_MISPRINTED}{view.say.misprinted(one)}"
        yield from wrapped(note, view.width, palette.CHANGED)


def _unread(total: "Total", rows: Iterable[Row]) -> str:
    """Return the note on values that a sum leaves out; 皆増 can be read, but is no amount."""
    from ...comparison.totals import unread_amounts  # noqa: PLC0415  few plans have amounts

    left_out = unread_amounts(total, rows) if total.unreadable else ()
    has_figures = any(char.isdigit() for _row, text, _is_old in left_out for char in text)
    return "読めない値 {n}" if has_figures else "金額の記載なし {n}"


def _sums(
    table: ComparisonTable, total: "Total", groups: Sequence[Group], view: View
) -> Iterator[Amounts]:
    unread = _unread(total, table.all_rows())
    unit = view.say.bracketed(in_line(total.unit)) if total.unit else ""
    heading = in_line(labels.shown_heading(total.heading)) + unit
    sum_ = view.say.shown_sum(table, table, total)
    yield _total_line([(heading, palette.CHANGED)], total, unread, view, sum_)
    for group in groups if len(groups) > 1 else ():
        for one in group.totals:
            if (one.heading, one.unit) == (total.heading, total.unit):
                name = in_line(group.heading) or view.say(labels.NONE_GIVEN)
                sum_ = view.say.shown_sum(table, group, one)
                yield _total_line([(f"  {name}", "")], one, unread, view, sum_)


def edits(row: Row, view: View) -> Iterator[StyledLine]:
    """Yield the edits (変更点) of a summary, in the order of the text."""
    marks = brackets(row, view)
    for segment in row.segments:
        if segment.is_edit:
            kind = KIND_OF_EDIT[segment.kind]
            label: StyledLine = [(view.say.kind(kind), palette.KIND[kind]), ("  ", "")]
            text = _edit(segment, marks, view)
            yield from hung(label, text.lines(view.width - width_of(label)))


def _edit(
    segment: Segment, both_marks: tuple[tuple[str, str], tuple[str, str]], view: View
) -> MarkedText:
    text = ""
    spans = []
    for side, styles, marks in zip(
        (segment.old, segment.new),
        (palette.DELETED, palette.INSERTED),
        both_marks,
        strict=True,
    ):
        if side:
            text += _ARROW if text else ""
            start = len(text)
            text += signed(side).replace("\n", "")
            spans.append(StyledSpan(start, len(text), styles[segment.kind], *marks))
    if segment.reason:
        start = len(text)
        text += view.say.bracketed(view.say.reason(segment))
        spans.append(StyledSpan(start, len(text), palette.QUIET))
    return MarkedText(text, spans=tuple(spans))
