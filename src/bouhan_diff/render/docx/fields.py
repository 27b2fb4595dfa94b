"""The columns of fields in a Word table (項目の列): amounts by edition, and values said once.

A changed amount takes three columns: old, new and difference. A field that is the same in both
editions of every initiative takes one, and so does a field that only one edition has. Fields under
one heading group are side by side or not in columns at all.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ...comparison.amount_changes import Total
from ...comparison.table import Row
from ...plan import Column
from ...text.linebreak import count_lines, ems
from .. import labels
from . import cells
from .form import NONE, WHOLE_ROW, Summed, TableForm, group_of, heading_parts, old_headings
from .lines import Block, joined
from .xml import NEW_LINE, MarkedRun, TextMark, plain, revised, text_of

EMS_PER_MM = 72 / 25.4 / 10  # the table's text is of 10 points
CELL_MARGINS_MM = 3
NARROWEST_TEXT_MM = 46
_SHORT_HEADING = 7  # 令和４年６月
_DIGIT = 0.64  # the width of a half-width character in the widest fonts, in full-width ones
_CAPITAL = 0.2  # by which a capital letter is wider
_SPACE = 0.25  # Word adds it where figures and Japanese meet
_MEETINGS = re.compile(r"(?<=[0-9A-Za-z])(?=[\u3041-\u9fff])|(?<=[\u3041-\u9fff])(?=[0-9A-Za-z])")
NARROWEST_AMOUNT_MM = 17
_WIDEST_FIELD_MM = 34
_MOST_LINES_OF_FIELD = 3


@dataclass(frozen=True, slots=True)
class WordColumn:
    """A column (列): its heading, its width in millimetres, and a function for a row's contents.

    over: the heading above this column and neighbours with the same `over`. sums: the paragraphs in
    the row of sums. widest: up to how much wider it may become if that makes rows lower.
    is_itemised: each paragraph is a field, in a line of its own across the table.
    """

    heading: str
    width: float
    blocks: Callable[[Row], Sequence[Block]]
    over: str = ""
    sums: Callable[[Summed], Sequence[Block]] = lambda _summed: ()
    is_text: bool = False
    widest: float = 0
    is_itemised: bool = False

    @property
    def room(self) -> float:
        """How many full-width characters fit on a line (1行の字数), indent apart."""
        return (self.width - CELL_MARGINS_MM) * EMS_PER_MM - 1

    def contents(self, row: Row, form: TableForm) -> list[Block]:
        """Return the paragraphs for a row (段落)."""
        blocks = self.blocks(row)
        if not (self.is_text or self.widest):
            return [*blocks]
        is_listed = form.is_ordinance and row.is_one_sided  # a line for each field
        return [*joined(blocks, 0 if is_listed else self.room, form)]

    def total(self, summed: Summed) -> str:
        """Return the text in the row of sums (計の文), "" for none."""
        return "".join(text_of(pieces) for _style, pieces in self.sums(summed))


def simple_column(
    heading: str, width: float, style: str, pieces: Callable[[Row], Sequence[MarkedRun]]
) -> WordColumn:
    """Return a column with one paragraph per row (列)."""
    return WordColumn(heading, width, lambda row: [(style, pieces(row))])


def _summed_as(total: Callable[[Summed], str]) -> Callable[[Summed], Sequence[Block]]:
    """Return the paragraph of a sum (計の段落) from its text."""
    return lambda summed: [("Amount", plain(total(summed)))]


_Found = list[tuple[Column, list[WordColumn]]]
"""Fields and the columns of each (項目とその列)."""


def placed_fields(
    form: TableForm, room: float, spare: float = 0
) -> tuple[list[WordColumn], list[Column]]:
    """Return the columns of fields (項目の列) for which there is room, and the other fields.

    If room is short, changed amounts come first, then values said once; in a crowded table those
    that changed most often. The name of an amount (指標) is placed next to it, in spare room of
    the texts.
    """
    placed: dict[str, list[WordColumn]] = {}
    together = [*_together(form)]
    if form.is_crowded:
        fields = (one for row in form.table.rows() for one in row.fields)
        changes = Counter(one.heading for one in fields if one.is_changed)
        changed = ([one for one in found if changes[one[0].heading]] for found in together)
        together = [some or found for some, found in zip(changed, together, strict=True)]
        together.sort(key=lambda found: -max(changes[field.heading] for field, _columns in found))
    for found in sorted(together, key=lambda found: _rank(form, found)):
        wanted = sum(column.width for _field, columns in found for column in columns)
        if all(columns for _field, columns in found) and wanted <= room:
            placed |= {field.heading: columns for field, columns in found}
            room -= wanted
    is_beside = form.has_texts and not (form.is_tracked or form.is_alone)
    for name, amount in form.named_amounts if is_beside else ():
        if amount.heading not in placed:
            continue
        column = _once(form, name, placed[amount.heading][0].over)
        more = column.width - sum(one.width for one in placed.get(name.heading, ()))
        if more <= room + spare:
            placed[amount.heading].insert(0, column)
            placed[name.heading] = []
            room -= more
    lined = [field for field in form.fields if field.heading not in placed]
    if not form.has_texts or form.is_crowded:  # then the document's own order is the best
        ordered = [placed[field.heading] for field in form.fields if field.heading in placed]
    else:
        ordered = list(placed.values())
    return [column for columns in ordered for column in columns], lined


def _together(form: TableForm) -> Iterator[_Found]:
    """Yield the fields that are side by side or not in columns at all (項目のまとまり)."""
    groups: dict[tuple[str, str], list[Column]] = {}
    for field in (one for one in form.fields if one.heading not in form.of_other_years):
        group = group_of(field)
        groups.setdefault((group, "" if group else field.heading), []).append(field)
    for members in groups.values():
        over = max((heading_parts(one)[0] for one in members), key=len)  # with the unit
        yield [(one, _field_columns(form, one, over)) for one in members]


def _rank(form: TableForm, found: _Found) -> int:
    """Return the priority of fields (優先順): changed amounts, other amounts, texts, the rest."""
    if all(form.is_on_one_side(field) for field, _columns in found):
        return 3
    if any(len(columns) > 1 for _field, columns in found):
        return 0
    return 1 if found[0][0].is_amount else 2


def _field_columns(form: TableForm, field: Column, group: str) -> list[WordColumn]:
    """Return the columns of a field (項目の列); none if it is better placed among the texts."""
    if form.is_tracked:
        return _tracked_columns(form, field)
    if form.is_on_one_side(field):
        is_line = form.has_texts and not field.is_amount
        return [] if is_line else [_once(form, field, group)]
    if field.is_amount and not (form.is_same(field) and not form.is_alone):
        return _amount_columns(form, field)
    if not form.is_same(field) and not form.is_alone:
        return [] if form.has_texts else _side_columns(form, field)
    column = _once(form, field, group)
    room = (column.width - CELL_MARGINS_MM) * EMS_PER_MM
    texts = (text_of(_value(form, field, row)) for row in form.table.rows())
    if any(count_lines(text, room) > _MOST_LINES_OF_FIELD for text in texts):
        return [] if form.has_texts else [wide(column)]
    return [column]


def _tracked_columns(form: TableForm, field: Column) -> list[WordColumn]:
    """Return the column of a field with tracked changes (変更履歴の列), and of its differences.

    None for words, which have room below the texts.
    """
    if form.has_texts and not field.is_amount:
        return []

    def pieces(row: Row) -> list[MarkedRun]:
        return cells.tracked_field(row.field(field.heading), NEW_LINE)

    def total(summed: Summed) -> list[MarkedRun]:
        found = _total_of(summed, field)
        if found is None:
            return plain("")
        old, new = (form.sum_of(summed, found, found.unit, is_new=one) for one in (False, True))
        return revised(old, new, NEW_LINE)

    every = [*map(pieces, form.table.rows()), total(form.table)]
    every += [*map(total, form.table.groups)] if field.is_amount else []
    between = "\n" if field.is_amount else ""  # old and new each have room for a line
    widest = max(text_width(between.join(text for text, _mark in found)) for found in every)
    heading = labels.field_heading(field)
    is_compared = field.is_amount and not (form.is_same(field) or form.is_on_one_side(field))
    over = heading if is_compared else ""
    if is_compared:
        heading = f"{form.old}\n→ {form.new}"
    if field.is_amount:
        widest = max(widest, *map(text_width, heading.split("\n")))
    column = WordColumn(
        heading,
        widest if field.is_amount else min(widest, _WIDEST_FIELD_MM),
        lambda row: [("Amount" if field.is_amount else "Short", pieces(row))],
        over,
        sums=lambda summed: [("Amount", total(summed))],
    )
    return [column, *(_change_column(form, field, over) if is_compared else ())]


def wide(column: WordColumn) -> WordColumn:
    """Return a column of long texts (長文の列), which takes the remaining width."""
    return replace(column, width=NARROWEST_TEXT_MM, is_text=True)


def _once(form: TableForm, field: Column, group: str) -> WordColumn:
    """Return the single column of a field (項目の1列), with the value of either edition."""
    _group, name = heading_parts(field)
    heading = name if group else labels.field_heading(field)
    side = form.side_of(field)
    if side is not None:
        edition = f"\n（{form.new if side else form.old}）"
        group, heading = (group + edition, heading) if group else ("", heading + edition)

    def total(summed: Summed) -> str:
        found = _total_of(summed, field)
        is_new = found is not None and found.new is not None
        return "" if found is None else form.sum_of(summed, found, found.unit, is_new=is_new)

    text_in = partial(_value, form, field)
    width = max(map(text_width, (*_texts(form, text_in, total), *heading.split("\n"))))
    return WordColumn(
        heading,
        max(width if field.is_amount else min(width, _WIDEST_FIELD_MM), 12),
        lambda row: [("Amount" if field.is_amount else "Short", text_in(row))],
        group,
        _summed_as(total),
    )


def _value(form: TableForm, field: Column, row: Row) -> list[MarkedRun]:
    """Return the single value of a field (項目の値), underlined in a new or dropped row."""
    one = row.field(field.heading)
    is_new = bool(one and one.new)
    is_marked = row.kind in WHOLE_ROW and not form.is_alone and not form.is_on_one_side(field)
    return [
        (text, TextMark.UNDERLINED if is_marked and cells.is_value(text) else TextMark.PLAIN)
        for text, _mark in cells.field_side(one, is_new=is_new)
    ]


def _side_columns(form: TableForm, field: Column) -> list[WordColumn]:
    """Return the old and the new column of a text that changed (項目の新旧の列)."""

    def side(name: str, *, is_new: bool) -> WordColumn:
        def pieces(row: Row) -> list[MarkedRun]:
            return cells.field_side(row.field(field.heading), is_new=is_new)

        texts = [text_of(pieces(row)) for row in form.table.rows()]
        width = min(max(map(text_width, (name, *texts))), _WIDEST_FIELD_MM)
        over = labels.field_heading(field)
        return WordColumn(name, width, lambda row: [("Short", pieces(row))], over)

    both = (side(_edition_over(form, is_new=is_new), is_new=is_new) for is_new in (False, True))
    return [*form.in_order(*both)]


def _edition_over(form: TableForm, *, is_new: bool) -> str:
    """Return the edition above a narrow column (年度の見出し): of long ones the part that differs.

    変更後（H29～R4） and 変更後（R5～R9） become the years alone.
    """
    name, other = (form.new, form.old) if is_new else (form.old, form.new)
    if ems(name) <= _SHORT_HEADING:
        return name
    same, _bracket, part = name.removesuffix("）").partition("（")
    if not part:
        return name
    return part if other.startswith(f"{same}（") else f"{same}\n（{part}）"


def text_width(text: str) -> float:
    """Return the width (幅) that fits the lines of a text, even in a font with wide digits."""
    widest = max(
        ems(line)
        + (_DIGIT - 0.5) * 2 * (len(line) - ems(line))
        + _CAPITAL * sum(map(str.isupper, line))
        + _SPACE * len(_MEETINGS.findall(line))
        for line in text.split("\n")
    )
    return widest / EMS_PER_MM + CELL_MARGINS_MM + 1


def _amount_columns(form: TableForm, field: Column) -> list[WordColumn]:
    """Return the columns of an amount (数値の列): old, new and the difference."""
    heading = labels.field_heading(field)

    def side(*, is_new: bool) -> WordColumn:
        def shown(row: Row) -> list[MarkedRun]:
            if cells.is_absent(row, is_new=is_new):
                return plain(NONE)
            return cells.field_side(row.field(field.heading), is_new=is_new, gap="\n")

        def total(summed: Summed) -> str:
            found = _total_of(summed, field)
            return "" if found is None else form.sum_of(summed, found, field.unit, is_new=is_new)

        texts = _texts(form, shown, total)
        name = _edition_over(form, is_new=is_new)
        if not is_new and (was := old_headings(form.table).get(field.heading)):
            name += f"\n（{labels.written_heading(was)}）"
        texts += [part for part in name.split("\n") if ems(part) <= _SHORT_HEADING]
        width = max(NARROWEST_AMOUNT_MM, *map(text_width, texts))
        blocks = _summed_as(total)
        return WordColumn(name, width, lambda row: [("Amount", shown(row))], heading, blocks)

    if form.is_alone:
        only = side(is_new=form.table.only_edition == form.table.new_edition)
        return [replace(only, heading=heading, over="", width=max(only.width, 22))]
    both = form.in_order(side(is_new=False), side(is_new=True))
    return [*both, *_change_column(form, field, heading)]


def _change_column(form: TableForm, field: Column, over: str) -> list[WordColumn]:
    """Return the column of an amount's differences (増減の列), none if there are none."""

    def change(row: Row) -> list[MarkedRun]:
        return plain(cells.difference(row.field(field.heading), field.unit))

    def total(summed: Summed) -> str:
        return cells.total_change(form, summed, _total_of(summed, field), field.unit)

    texts = _texts(form, change, total)
    width = max(NARROWEST_AMOUNT_MM, *map(text_width, texts))
    column = WordColumn(
        labels.DIFFERENCE,
        width,
        lambda row: [("Amount", change(row))],
        over,
        _summed_as(total),
    )
    return [column] if any(texts) else []


def _texts(
    form: TableForm, shown: Callable[[Row], list[MarkedRun]], total: Callable[[Summed], str]
) -> list[str]:
    """Return all texts of a column (列の文): those of rows, of groups' sums and of the total."""
    texts = [text_of(shown(row)) for row in form.table.rows()]
    return [*texts, *map(total, form.table.groups), total(form.table)]


def _total_of(summed: Summed, field: Column) -> Total | None:
    return next((total for total in summed.totals if total.heading == field.heading), None)
