"""The contents of the cells of a Word table (セルの内容): texts, properties and fields."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import groupby, zip_longest

from ...comparison.amount_changes import Total
from ...comparison.changed_figures import in_column_unit
from ...comparison.table import (
    KIND_OF_EDIT,
    FieldComparison,
    Row,
    RowKind,
)
from ...plan import BESIDE_NAMES, Column, Property, each
from ...text.linebreak import ems
from ...text.normalize import NO_VALUE
from ...textdiff import Segment
from ...textdiff.tokenizer import words
from .. import labels
from ..amendment.provisions import article
from ..brief import renamed, whole_words
from ..notices import changes, property_heading
from ..phrasebook import SAY
from ..sums import total_came_or_went
from .form import NONE, OMITTED, WHOLE_ROW, Summed, TableForm, names_of_changes, wide
from .lines import (
    AMOUNT,
    AMOUNT_BESIDE,
    CHANGE,
    GROUP,
    NAMING,
    OMITTED_FIELD,
    Block,
    below_name,
    is_named_by_text,
    lined_headings,
    named_once,
    omitted_once,
    style_of_fields,
)
from .xml import (
    ARTICLE,
    MarkedRun,
    TextMark,
    abridged,
    are_figures,
    plain,
    revised,
    space_between,
    text_of,
)

_LONGEST_TABBED = 14  # full-width characters of a heading before a tab stop


def is_absent(row: Row, *, is_new: bool) -> bool:
    """Return whether the edition lacks the initiative (その版にない事業か)."""
    return row.kind is (RowKind.REMOVED if is_new else RowKind.ADDED)


def summary(row: Row, *, is_new: bool) -> list[MarkedRun]:
    """Return the summary of one side (本文), with what the other side lacks underlined."""
    text = (row.new if is_new else row.old) or ""
    if row.segments:
        return side(row.segments, is_new=is_new)
    is_marked = row.kind is not None and row.old != row.new
    return [(text, TextMark.UNDERLINED if is_marked else TextMark.PLAIN)]


def tracked_summary(row: Row) -> list[MarkedRun]:
    """Return both summaries as one text with tracked changes (変更履歴の本文)."""
    if row.segments:
        return tracked_text(row.segments)
    if row.is_one_sided:
        return plain(row.new or row.old or "")  # the whole row is marked
    return _replaced(row.old or "", row.new or "")


def tracked_text(segments: Sequence[Segment]) -> list[MarkedRun]:
    """Return both sides of a text as one (変更履歴の文), figures with their counter: 6時7時."""
    found = whole_words(tuple(segments))
    pieces: list[MarkedRun] = []
    taken = "", ""  # of the next segment
    for one, next_ in zip_longest(found, found[1:]):
        old, new = one.old[len(taken[0]) :], one.new[len(taken[1]) :]
        touch, taken = are_figures(old, new), ("", "")
        if next_ and touch and next_.old == next_.new:
            unit = words(next_.new[:_LONGEST_UNIT])[0].surface
            taken = unit, unit
        elif next_ and touch:
            taken = next_.old, next_.new
        pieces += revised(old + taken[0], new + taken[1], " " if touch and not next_ else "")
    return pieces


_LONGEST_UNIT = 6

_BLANK = re.compile(r"[^\S\n]+").fullmatch
_LINES = dict.fromkeys(RowKind, TextMark.UNDERLINED) | {
    RowKind.UNCHANGED: TextMark.PLAIN,
    RowKind.NOTATION: TextMark.DOUBLE,
    RowKind.WORDING: TextMark.DOTTED,
}


def side(segments: Sequence[Segment], *, is_new: bool) -> list[MarkedRun]:
    """Return one side of a text (片側の文), edits underlined, lighter ones by another line.

    A lone space is not underlined: it would look like a blank to fill in.
    """
    found = ((one.new if is_new else one.old, one.kind) for one in whole_words(tuple(segments)))
    lines = ((text, _LINES[KIND_OF_EDIT[kind]]) for text, kind in found)
    return [(text, TextMark.PLAIN if _BLANK(text) else line) for text, line in lines]


# ------------------------------------------------------------------------ properties


def property_texts(row: Row, what: Property) -> tuple[str, str]:
    """Return the old and the new value of a property (属性), policy numbers one per line."""
    return "\n".join(each(row.old_value(what))), "\n".join(each(row.value(what)))


def property_side(row: Row, what: Property, *, is_new: bool) -> list[MarkedRun]:
    """Return a property on one side (属性), underlined if it changed or the row is new."""
    if what is Property.NAME and (edits := renamed(row)):
        return side(edits, is_new=is_new)
    old, new = property_texts(row, what)
    mark = TextMark.UNDERLINED if row.is_one_sided or old != new else TextMark.PLAIN
    return [(new if is_new else old, mark)]


def tracked_property(row: Row, what: Property) -> list[MarkedRun]:
    """Return a property with its change tracked (変更履歴の属性)."""
    return _replaced(*property_texts(row, what))


def _replaced(old: str, new: str) -> list[MarkedRun]:
    return revised(old, new, space_between(old, new))


# ---------------------------------------------------------------------------- fields


def field_side(
    field: FieldComparison | None, *, is_new: bool, gap: str | None = ""
) -> list[MarkedRun]:
    """Return a field's published value on one side (項目の値), edits underlined.

    gap: before the amount converted to the column's unit; None to leave the conversion out.
    """
    text = field and (field.new if is_new else field.old)
    if field is None or not text:
        return plain(NONE)
    if _has_edits(field):
        return side(field.segments, is_new=is_new)
    if not is_value(text) and not (field.is_changed and field.old and field.new):
        return plain(text)  # what is not there is no addition
    line = _LINES[field.kind] if field.kind else TextMark.PLAIN
    value = labels.published(field, text), line
    converted = None if gap is None else in_column_unit(field, text)
    return [value, *(plain(f"{gap}（{labels.amount(*converted)}）") if converted else ())]


def _has_edits(field: FieldComparison) -> bool:
    """Return whether edits within a value are shown: not where 1200 is printed as 1,200."""
    is_as_read = all(
        labels.published(field, text) == (text or "") for text in (field.old, field.new)
    )
    return bool(field.segments) and field.is_changed and is_as_read


def tracked_field(field: FieldComparison | None, gap: str = "") -> list[MarkedRun]:
    """Return a field's value as a tracked change (変更履歴の項目の値); gap: see `revised`."""
    if field is None:
        return plain("")
    if _has_edits(field):
        return tracked_text(field.segments)
    old, new = (labels.published(field, text) for text in (field.old, field.new))
    return revised(old, new, gap or space_between(old, new))


def difference(field: FieldComparison | None, unit: str) -> str:
    """Return an amount's difference and ratio (増減), 皆増, or nothing; unit: the column's."""
    return _in_two_lines(*changes(field, unit))


def total_change(form: TableForm, summed: Summed, total: Total | None, unit: str) -> str:
    """Return a sum's difference and ratio (合計の増減), or nothing; unit: the column's."""
    if total is None or not total.difference:
        return ""
    by = labels.difference(total.difference, "" if total.unit == unit else total.unit)
    is_share = total.ratio is None or total.unit == "%"
    share = total_came_or_went(total) or ("" if is_share else labels.ratio(total.ratio))
    return _in_two_lines(SAY.shown_sum(form.table, summed, total).signs[2] + by, share)


def _in_two_lines(difference: str, ratio: str) -> str:
    """Return a difference with its ratio, if any, on the line below (増減と増減率)."""
    return f"{difference}\n（{ratio}）" if ratio else difference


# ------------------------------------------------------------- all that a side says


def one_side(form: TableForm, row: Row, lined: Sequence[Column], *, is_new: bool) -> list[Block]:
    """Return everything that one side says of an initiative (片側の記載)."""
    if row.kind and is_absent(row, is_new=is_new):
        return [("Centred", plain(form.absent[row.kind]))]
    text, style = summary(row, is_new=is_new), _style_of_text(row)
    is_named = form.is_ordinance and is_named_by_text(form.table, row)
    if form.omit_unchanged and row.kind is not None and text_of(text):
        above = below_name(text, row) if is_named and style != ARTICLE else text
        text = abridged(above, OMITTED, is_article=style == ARTICLE)
    blocks: list[Block] = [(style, text)] if text_of(text) else []
    if form.is_ordinance:
        if text == plain(OMITTED):  # no heading of a column says of what
            blocks = [(OMITTED_FIELD, plain(form.text_name(is_new=is_new)))]
        value = partial(property_side, row, is_new=is_new)
        blocks = [*_with_properties(form, row, value, blocks)]
        blocks = named_once(blocks, row) if is_named else blocks
    # What is given once is not to seem the old edition's, nor a text of an ordinance new.
    is_shown_once = not is_new and row.kind not in WHOLE_ROW
    shown = [
        field
        for field in lined
        if not (is_shown_once and form.is_given_once(field))
        or (form.is_ordinance and not field.is_amount)
    ]
    return [*omitted_once(form, [*blocks, *field_lines(form, row, shown, is_new=is_new)])]


def _style_of_text(row: Row) -> str:
    """Return the style of a row's text (本文の様式): of an article, or of any other text."""
    return ARTICLE if article(row.new or row.old or "") else "Summary"


def field_lines(
    form: TableForm, row: Row, fields: Sequence[Column], *, is_new: bool
) -> Iterator[Block]:
    """Yield a line for each field of one side (項目の行), with its change.

    The change is given on the new side, or for a dropped initiative on its only side.
    """
    named, naming = False, names_of_changes(row, fields)
    usual = [name.heading for name, _amount in form.named_amounts]
    found = ((field, row.field(field.heading)) for field in fields)
    compared = [
        (field, one, form.omit_unchanged and not (one.is_changed or row.kind in WHOLE_ROW))
        for field, one in found
        if one and not _says_nothing(one, is_new=is_new) and not form.is_left_out(row, one)
    ]
    mark = _mark_of_labels(form, row)
    headings: dict[str, tuple[str, str]] = {}
    for _is_omitted, run in groupby(compared, key=lambda one: one[2]):
        headings |= lined_headings([field for field, _one, _is_omitted in run])
    for field, one, is_omitted in compared:
        if is_omitted and field.heading not in naming:
            if field.heading not in form.never_named:
                yield OMITTED_FIELD, plain(field.heading)
            continue
        above, heading = headings[field.heading]
        if above:
            yield GROUP, [(above, mark)]
        change = "" if form.is_on_one_side(field) else difference(one, field.unit)
        if form.is_alone or form.is_ordinance or is_new is is_absent(row, is_new=True):
            change = ""
        elif change:
            is_same = change == labels.SAME_AMOUNT
            change = f"（{change}）" if is_same else f"{labels.DIFFERENCE} {change}"
        gap, style = _gap(form, heading) if field.is_amount else ("　", "Field")
        if style == AMOUNT and named:
            style = AMOUNT_BESIDE
        named = form.is_ordinance and (field.heading in naming or field.heading in usual)
        value = [
            (_in_a_line(text), line)
            for text, line in field_side(
                one, is_new=is_new, gap=None if form.is_ordinance else gap.strip("　")
            )
        ]
        yield style, [(heading, mark), *plain(gap), *value]
        if change:
            yield CHANGE, plain(gap * (len(value) == 1) + change.replace("\n", ""))


def _mark_of_labels(form: TableForm, row: Row) -> TextMark:
    """Return how the headings of fields are marked (項目名の表示): as new in a new row."""
    is_whole = form.is_ordinance and row.is_one_sided and not form.is_tracked
    return TextMark.UNDERLINED if is_whole else TextMark.PLAIN


def sum_lines(
    form: TableForm,
    summed: Summed,
    headings: Collection[str],
    *,
    is_new: bool | None,
) -> Iterator[Block]:
    """Yield a line for each sum of these columns (計の行), tracked if the side is None."""
    found = [one for one in summed.totals if one.heading in headings]
    names = lined_headings(found)
    for total in found:
        above, heading = names[total.heading]
        if above:
            yield GROUP, plain(above)
        sides = [form.sum_of(summed, total, total.unit, is_new=one) for one in (False, True)]
        if is_new is None:
            yield style_of_fields(form), [*plain(f"{heading}　"), *_replaced(*sides)]
            continue
        gap, style = _gap(form, heading, style_of_fields(form))
        by = total_change(form, summed, total, total.unit).replace("\n", "") if is_new else ""
        has_change = by and not form.is_ordinance and not form.is_on_one_side(total)
        is_marked = form.is_ordinance and sides[0] != sides[1] and sides[is_new] != NONE
        mark = TextMark.UNDERLINED if is_marked else TextMark.PLAIN
        yield style, [*plain(f"{heading}{gap}"), (sides[is_new], mark)]
        if has_change:
            yield CHANGE, plain(f"{gap}{labels.DIFFERENCE} {by}")


def _gap(form: TableForm, heading: str, otherwise: str = "Field") -> tuple[str, str]:
    """Return the gap between heading and amount (見出しの後), and the style of the line.

    Only an ordinance's tables have room for a tab stop.
    """
    is_tabbed = form.is_ordinance and ems(heading) <= _LONGEST_TABBED
    return ("\t", AMOUNT) if is_tabbed else ("　", otherwise)


def _in_a_line(text: str) -> str:
    """Join a value whose lines are single signs (印の列): ※ ※."""
    lines = text.split("\n")
    return "　".join(lines) if all(len(one.strip()) <= 1 for one in lines) else text


_SIGNS_OF_NONE = {sign for sign in NO_VALUE if not sign.isalpha()} | {"ー"}


def _says_nothing(field: FieldComparison | None, *, is_new: bool) -> bool:
    """Return whether the line of a field would be empty (空の項目): no value in either edition.

    Nor is there anything to say on the side of an edition that lacks the field.
    """
    if field is None or not any(map(is_value, (field.old, field.new))):
        return True
    return field.kind is None and (field.new if is_new else field.old) is None


def is_value(text: str | None) -> bool:
    """Return whether a text is a value (値の有無): ― is not, a lone ※ is."""
    return "".join((text or "").split()) not in _SIGNS_OF_NONE


_Value = Callable[[Property], Sequence[MarkedRun]]
"""What gives a property (属性) by its name: of one side, or with its change tracked."""


def _with_properties(
    form: TableForm, row: Row, value: _Value, blocks: Sequence[Block]
) -> Iterator[Block]:
    """Yield number and name, the text, and the other properties (様式の記載)."""
    if form.table.is_numbered:
        number = [(wide(text), mark) for text, mark in value(Property.NUMBER)]
        yield "Numbered", [*number, *plain("\t"), *value(Property.NAME)]
    else:
        yield "Short", value(Property.NAME)
    yield from blocks
    for what in BESIDE_NAMES:
        old, new = property_texts(row, what)
        if form.omit_unchanged and old == new and row.kind not in WHOLE_ROW:
            if new and labels.PROPERTY[what] not in form.never_named:
                yield OMITTED_FIELD, plain(labels.PROPERTY[what])
            continue
        pieces = [(text.replace("\n", "、"), mark) for text, mark in value(what)]
        if text_of(pieces):
            label = property_heading(form.table, what)
            yield "Field", [(label, _mark_of_labels(form, row)), *plain("　"), *pieces]


def both_sides(form: TableForm, row: Row, lined: Sequence[Column]) -> list[Block]:
    """Return both sides as one text with tracked changes (変更履歴の記載)."""
    text = tracked_summary(row)
    blocks: list[Block] = [(_style_of_text(row), text)] if text_of(text) else []
    if form.is_ordinance:
        blocks = [*_with_properties(form, row, partial(tracked_property, row), blocks)]
        if is_named_by_text(form.table, row):
            blocks = named_once(blocks, row)
    lines: list[Block] = []
    names = [name for name, amount in form.named_amounts if amount in lined]
    found = ((field, row.field(field.heading)) for field in lined)
    given = [(field, one) for field, one in found if one and any(map(is_value, (one.old, one.new)))]
    headings = lined_headings([field for field, _one in given])
    for field, one in given:
        above, heading = headings[field.heading]
        if above:
            lines.append((GROUP, plain(above)))
        pieces = [*plain(f"{heading}　"), *tracked_field(one)]
        lines.append((NAMING if field in names else "Field", pieces))
    return [*blocks, *lines]
