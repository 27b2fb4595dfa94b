"""Markdown (GitHub の表): edits as ~~old~~ and **new**, in tables or one block per initiative.

Short texts are side by side in a table. Long ones would make columns of a few characters, so each
initiative then has a block of its own, with its texts one below the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from ..comparison.changed_figures import indicator_of
from ..comparison.table import ComparisonTable, FieldComparison, Group, Row, RowKind
from ..comparison.totals import summed_rows
from ..plan import BESIDE_NAMES, Column, Property
from . import brief, labels
from .markdown_text import (
    Pieces,
    both_sides,
    field_pieces,
    given,
    heading_line,
    marked,
    marks_explained,
    opening_line,
    piece,
    plain_text,
    quoted_paragraphs,
    side_cells,
    side_pieces,
    spaced,
    table_line,
)
from .notices import (
    at_the_end,
    counted,
    foremost,
    meanings_of_kinds,
    missing,
    notices,
    omitted,
    only_in,
    own_notes,
    printed_differences,
    retitled,
    signs,
)
from .phrasebook import SAY
from .remarks import Topic, explained, remarks_on
from .sums import total_difference, total_ratio, unread

_LONGEST_CELL = 60
_MOST_COLUMNS, _MOST_AMOUNTS = 6, 12  # of fields, beside texts and alone


def write(tables: Sequence[ComparisonTable]) -> bytes:
    """Return all tables in GitHub's Markdown (Markdown), in UTF-8."""
    text = "\n".join(line for table in tables for line in _document(table))
    return text.encode("utf-8")


def _document(table: ComparisonTable) -> Iterator[str]:
    body = list(_body(table))
    yield from spaced(f"# {opening_line(table.title)}")
    yield from spaced(opening_line(labels.subtitle(table)))
    if about := "　".join(filter(None, (table.publisher, SAY.source(table)))):
        yield from spaced(opening_line(about))
    if table.only_edition is None:
        yield from spaced(opening_line(counted(table)))
        notes = *foremost(table), *retitled(table), omitted(table), *at_the_end(table)
        for line in filter(None, (*notes, SAY.given_once(table))):
            yield from spaced(f"{opening_line(line)}。")
        if table.counts.changed:
            yield from (f"{labels.LEGEND}", "", *(f"- {line}" for line in _legend(table)), "")
    for line in own_notes(table):
        yield from spaced(opening_line(line))
    yield from body


def _body(table: ComparisonTable) -> Iterator[str]:
    """Yield the rows of each group with their sums (表), and what comes at the end."""
    printed = printed_differences(table) if table.only_edition is None else frozenset()
    fields = [one for one in labels.field_columns([table]) if one.heading not in printed]
    in_columns = partial(_table, texts=_texts_shown(table), properties=labels.properties([table]))
    write_group = _blocks if _is_long(table, fields) else in_columns
    for group, summed in zip(table.groups, summed_rows(table), strict=True):
        if not table.is_titled:
            heading = labels.group_heading(table, group) or labels.NONE_GIVEN
            yield from spaced(f"## {opening_line(heading)}")
        for aim in brief.aims(group, SAY.sides(table)[0]):
            yield from spaced(opening_line(aim))
        yield from write_group(table, group, fields)
        if len(table.groups) > 1 and table.only_edition is None and group.totals:
            name = plain_text(labels.subtotal(group))
            if write_group is _blocks:  # whose last one would seem to have these sums
                yield from spaced(f"### {name}")
                name = labels.GROUP
            yield from _sums(table, group, summed, name)
    yield from _back(table)


def _remarks(table: ComparisonTable, row: Row) -> Iterator[str]:
    """Yield the remarks on a row (備考), its kind first, under the table's name for it."""
    came_or_went: Mapping[Topic, str] = dict(only_in(table).items())
    found = remarks_on(row, old=labels.edition_headings(table)[0], shows_kinds=True)
    yield from (came_or_went.get(one.topic, one.text) for one in found)


def _legend(table: ComparisonTable) -> Iterator[str]:
    """Yield the meaning of marks, kinds, remarks and signs that occur (凡例), a line each."""
    rows = tuple(table.rows())
    yield marks_explained(table)
    old, new = labels.edition_headings(table)
    topics = {one.topic for row in rows for one in remarks_on(row, shows_kinds=True)}
    came = {name for kind, name in only_in(table).items() if kind in topics}
    meanings = {
        kind: text for kind, text in meanings_of_kinds(table, old, new).items() if kind in came
    }
    meanings |= explained(topics)
    for what, found in ((labels.REMARKS, meanings), ("数値", signs(rows, old, new))):
        if found:
            yield f"{what}：{'、'.join(f'{mark}は{meaning}' for mark, meaning in found.items())}"


def _is_long(table: ComparisonTable, fields: Sequence[Column]) -> bool:
    """Return whether texts are too long for columns of a table (長文か)."""
    texts = [text or "" for row in table.rows() for text in (row.old, row.new)]
    if any(len(text) > _LONGEST_CELL for text in texts):
        return True
    sides = [
        side for group in table.groups for side in _side_headings(table, group, fields).items()
    ]
    columns = len(fields) + sum(len(names) - 1 for names in dict(sides).values())
    return columns > (_MOST_COLUMNS if any(texts) else _MOST_AMOUNTS)


def _back(table: ComparisonTable) -> Iterator[str]:
    """Yield the sums, and what was not compared or not read (合計・比較と読取りの報告)."""
    old, new = labels.edition_headings(table)
    if table.totals and table.only_edition is None:
        yield from spaced(f"## {labels.total(table)}")
        yield from _sums(table, table, table.all_rows(), labels.GROUP)
    shown = {"", *(group.heading for group in table.groups if len(table.groups) > 1)}
    elsewhere = tuple(one for one in table.misprinted if one.section not in shown)
    found = notices(table._replace(misprinted=elsewhere), old, new)
    if table.totals:
        found.pop(labels.NOT_GIVEN, None)  # the notes of sums have said it
    for heading, lines in found.items():
        yield from spaced(f"## {heading}")
        yield from (f"- {opening_line(line)}" for line in lines)
        yield ""


def _sums(
    table: ComparisonTable, summed: ComparisonTable | Group, rows: Sequence[Row], first: str
) -> Iterator[str]:
    """Yield the sums of these rows (計・合計) as a table, and what they leave out."""
    sides = labels.edition_headings(table)
    yield from heading_line((first, *sides, *_CHANGES), (*sides, *_CHANGES))
    wrong: list[str] = []
    for total in summed.totals:
        sum_ = SAY.shown_sum(table, summed, total)
        shown = *map(labels.difference, sum_[:2]), total_difference(total)
        values = [sign * bool(one) + one for sign, one in zip(sum_.signs, shown, strict=True)]
        values.append(total_ratio(total))
        yield table_line((plain_text(labels.field_heading(total)), *values))
        wrong += sum_.notes
    yield ""
    for line in wrong:
        yield from spaced(opening_line(line))
    what = labels.SUBTOTAL if isinstance(summed, Group) else labels.TOTAL
    of_all = () if isinstance(summed, Group) else SAY.computed(summed.totals, *sides)
    for line in (*unread(summed.totals, rows, *sides, what), *of_all):
        yield from spaced(f"（注）{plain_text(line)}。")


# ----------------------------------------------------------------- side by side


def _texts_shown(table: ComparisonTable) -> Sequence[bool]:
    """Return whether the old and new texts have a column (本文の列の有無)."""
    editions = (table.old_edition, table.new_edition)
    return [labels.has_texts([table]) and table.only_edition in (None, one) for one in editions]


def _table(
    table: ComparisonTable,
    group: Group,
    fields: Sequence[Column],
    *,
    texts: Sequence[bool],
    properties: Sequence[Property],
) -> Iterator[str]:
    shows_old, shows_new = texts
    old, new = map(plain_text, labels.headings(table))
    headings = [plain_text(labels.name_heading([table], labels.NUMBER))]
    headings += [*([old] if shows_old else []), *([new] if shows_new else [])]
    sides = _side_headings(table, group, fields)
    for field in fields:
        headings += sides.get(field.heading, [plain_text(labels.field_heading(field))])
    headings += [labels.PROPERTY[what] for what in properties]
    headings += [labels.REMARKS] if table.only_edition is None else []
    numbers = {
        heading
        for field in fields
        if field.is_amount
        for heading in sides.get(field.heading, [plain_text(labels.field_heading(field))])
    }
    yield from heading_line(headings, numbers)
    for row in group.rows:
        cells = [_heading(table, row)]
        cells += [marked(_side(table, row, is_new=False), "~~")] if shows_old else []
        cells += [marked(_side(table, row, is_new=True), "**")] if shows_new else []
        for field in fields:
            found = row.field(field.heading)
            cells += side_cells(found, field) if field.heading in sides else [both_sides(found)]
        cells += [_property(row, what) for what in properties]
        cells += [plain_text("\n".join(_remarks(table, row)))] if table.only_edition is None else []
        yield table_line(cells)
    yield ""


_WHOLE_ROW = {RowKind.ADDED: "**", RowKind.REMOVED: "~~"}
"""What marks the name of an initiative that came or went (新規・廃止の印)."""


def _side_headings(
    table: ComparisonTable, group: Group, fields: Sequence[Column]
) -> dict[str, list[str]]:
    """Return the headings of changed fields (項目の列見出し): old, new and difference."""
    if table.only_edition is not None:
        return {}
    sides = labels.edition_headings(table)
    changed = {
        field.heading
        for row in group.rows
        for field in row.fields
        if field.is_changed and (row.kind not in _WHOLE_ROW or field.is_amount)
    }
    return {
        field.heading: [
            plain_text(f"{labels.field_heading(field)}　{side}")
            for side in (*sides, *(_CHANGES if field.is_amount else ()))
        ]
        for field in fields
        if field.heading in changed
    }


_CHANGES = (labels.DIFFERENCE, labels.RATIO)


# ------------------------------------------------------- one block per initiative


def _blocks(table: ComparisonTable, group: Group, fields: Sequence[Column]) -> Iterator[str]:
    for row in group.rows:
        # Headings are bold already: that a name is new is said under 備考.
        is_gone = row.kind is RowKind.REMOVED
        named = _heading(table, row) if is_gone else plain_text(labels.named(table, row))
        yield from spaced(f"### {named}")
        about = {
            **{labels.PROPERTY[what]: _property(row, what) for what in BESIDE_NAMES},
            labels.REMARKS: plain_text("、".join(_remarks(table, row))),
        }
        about |= {
            plain_text(labels.field_heading(one)): _property(row, None, given(field))
            for one in fields
            if one.heading in table.of_no_edition and (field := row.field(one.heading))
        }
        lines = [f"- {label}：{text}" for label, text in about.items() if text]
        others = [field for field in fields if field.heading not in table.of_no_edition]
        lines += _text_fields(row, others)
        yield from (*lines, "") if lines else ()
        yield from _texts(table, row)
        yield from _amounts(table, row, others)


def _heading(table: ComparisonTable, row: Row) -> str:
    """Return the heading of a block (事業の見出し), marked if the initiative or its name is new."""
    if row.kind in _WHOLE_ROW:
        return _property(row, None, labels.named(table, row))
    number = f"{plain_text(labels.number(table, row))} " if table.is_numbered else ""
    return number + _property(row, Property.NAME)


def _property(row: Row, what: Property | None, text: str = "") -> str:
    """Return a property (属性), marked if it changed or if the row is new or dropped.

    text: the value of something that is no property.
    """
    mark = _WHOLE_ROW.get(row.kind) if row.kind else None
    is_changed = mark is not None or bool(what and row.change(what))
    text = labels.joined(row.value(what)) if what else text
    return marked(piece(text, is_changed=is_changed), mark or "**")


def _texts(table: ComparisonTable, row: Row) -> Iterator[str]:
    """Yield the summaries one below the other (本文の新旧), an unchanged one once."""
    old_heading, new_heading = labels.headings(table)
    if not (row.old or row.new):
        return
    if row.kind is None or (row.old == row.new and row.kind is not RowKind.ADDED):
        text = row.old if row.new is None else row.new
        if text:
            is_old = table.only_edition == table.old_edition
            heading = old_heading if is_old else new_heading
            suffix = "" if row.kind is None else f"（{labels.KIND[RowKind.UNCHANGED]}）"
            yield from quoted_paragraphs(f"{heading}{suffix}", piece(text, is_changed=False), "**")
        return
    yield from quoted_paragraphs(old_heading, _side(table, row, is_new=False), "~~")
    yield from quoted_paragraphs(new_heading, _side(table, row, is_new=True), "**")


def _text_fields(row: Row, fields: Sequence[Column]) -> Iterator[str]:
    """Yield a line for each text field (文字の項目), the old one before the new one."""
    in_table = _names_in_table(row, fields).values()
    for one in fields:
        field = row.field(one.heading)
        if field is None or not (field.old or field.new) or _is_in_table(row, one, field):
            continue
        if field in in_table:
            continue
        value = plain_text(given(field))
        if field.is_changed:
            sides = ((field.old, False, "~~"), (field.new, True, "**"))
            value = " → ".join(
                marked(field_pieces(field, is_new=is_new), mark)
                for text, is_new, mark in sides
                if text
            )
        yield f"- {plain_text(labels.field_heading(one))}：{value}"


def _is_in_table(row: Row, column: Column, field: FieldComparison) -> bool:
    """Return whether a field is an amount of two values (表にする数値); a single one is a line."""
    is_one = field.old == field.new and not field.is_changed
    return row.kind is not None and column.is_amount and not is_one


def _names_in_table(row: Row, fields: Sequence[Column]) -> dict[str, FieldComparison]:
    """Map the headings of amounts (目標値) to what says what they are of (指標)."""
    found: dict[str, FieldComparison] = {}
    for column in fields:
        amount = row.field(column.heading)
        name = indicator_of(row, amount) if amount and _is_in_table(row, column, amount) else None
        if name and (row.is_one_sided or name.old == name.new):
            found[column.heading] = name
    return found


def _amounts(table: ComparisonTable, row: Row, fields: Sequence[Column]) -> Iterator[str]:
    """Yield the row's amounts as a small table (数値の新旧), aligned to the right."""
    found = [
        (one, field)
        for one in fields
        if (field := row.field(one.heading)) and _is_in_table(row, one, field)
        if field.old or field.new
    ]
    if not found:
        return
    editions = labels.edition_headings(table)
    names = _names_in_table(row, fields)
    lines = [[_item(row, one, names), *side_cells(field, one)] for one, field in found]
    headings = (labels.GROUP, *editions, *_CHANGES)
    used = [
        place
        for place, heading in enumerate(headings)
        if heading not in _CHANGES or any(line[place] for line in lines)
    ]
    yield from heading_line([headings[place] for place in used], headings[1:])
    yield from (table_line([line[place] for place in used]) for line in lines)
    yield ""


def _item(row: Row, column: Column, names: Mapping[str, FieldComparison]) -> str:
    """Return an amount's name (項目の名) with what it is of: 目標値（指標：登録者数）."""
    heading = plain_text(labels.field_heading(column))
    name = names.get(column.heading)
    if name is None:
        return heading
    value = _property(row, None, given(name))
    return f"{heading}（{plain_text(labels.field_heading(name))}：{value}）"


# ------------------------------------------------------------------ texts and marks


def _side(table: ComparisonTable, row: Row, *, is_new: bool) -> Pieces:
    """Return one side of the main text (本文の新旧) in pieces."""
    if row.kind is (RowKind.REMOVED if is_new else RowKind.ADDED):
        return piece(missing(table, row), is_changed=False)
    if row.segments:
        return side_pieces(row.segments, is_new=is_new)
    text = row.new if is_new else row.old
    return piece(text or "", is_changed=row.kind is not None and row.old != row.new)
