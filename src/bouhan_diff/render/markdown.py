"""Markdown (GitHub の表): edits as ~~old~~ and **new**, in tables or in a block per initiative.

Short texts stand side by side in a table. Long ones would make columns of a few characters,
so that each initiative then has a block of its own, with its texts one under the other.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from ..comparison.table import ComparisonTable, FieldComparison, Group, Row, RowKind, Total
from ..plan import Column, ColumnType
from ..text.escape import writable
from ..textdiff import EditKind
from . import labels
from .remarks import MEANINGS, falls, notices, omitted, printed_differences, remarks

_MARKUP = re.compile(r"[\\`*_~\[\]|]|<(?=[A-Za-z/!?])|&(?=#|[A-Za-z][A-Za-z0-9]*;)")
_BREAK = re.compile(r"\r\n|\r|\n")
_EDGE = re.compile(r"^\s|\s$")  # other programs drop a space at the edge of a cell
_BLOCK_START = re.compile(r"^(\d*)([-+=.):>#])")
_LONGEST_CELL = 60
_MOST_FIELDS = 3

_Pieces = Sequence[tuple[str, bool]]
"""A text in pieces, each with whether it changed."""


def write(tables: Sequence[ComparisonTable]) -> bytes:
    """Return all tables as Markdown (Markdown) for GitHub, in UTF-8."""
    text = "\n".join(line for table in tables for line in _document(table))
    return text.encode("utf-8")


def _document(table: ComparisonTable) -> Iterator[str]:
    yield from _spaced(f"# {_paragraph(table.title)}")
    about = "　".join(filter(None, (table.publisher, table.source)))
    if about:
        yield from _spaced(_paragraph(about))
    if table.only_edition is None:
        yield from _spaced(f"**{labels.headline(table.counts)}**（{labels.by_kind(table.counts)}）")
        if left_out := omitted(table):
            yield from _spaced(f"{left_out}。")
        if table.counts.changed:
            yield from _spaced(f"{labels.LEGEND}：{'、'.join(_legend(table))}")
    fields = labels.field_columns([table])
    write_group = _blocks if _is_long(table, fields) else _table
    for group in table.groups:
        if not labels.is_titled(table):
            yield from _spaced(f"## {_paragraph(group.heading or labels.NONE_GIVEN)}")
        if group.aim:
            yield from _spaced(_paragraph(group.aim))
        yield from write_group(table, group, fields)
    if table.policy_plan and labels.has_policies([table]):
        yield from _spaced(f"※{labels.POLICIES}　{_text(table.policy_plan)}")
    yield from _back(table)


def _legend(table: ComparisonTable) -> Iterator[str]:
    """Yield what the marks mean (凡例), of those that occur."""
    yield "~~取消線~~は削除・変更前"
    yield "**太字**は追加・変更後"
    rows = tuple(table.rows())
    said = {line.partition("（")[0] for row in rows for line in _remarks(row)}
    yield from (f"{mark}は{meaning}" for mark, meaning in MEANINGS.items() if mark in said)
    if any(map(falls, rows)):
        yield "△は減少"


def _is_long(table: ComparisonTable, fields: Sequence[Column]) -> bool:
    """Return whether the columns of a table would be too narrow (長文か)."""
    texts = (text or "" for row in table.rows() for text in (row.old, row.new))
    return len(fields) > _MOST_FIELDS or any(len(text) > _LONGEST_CELL for text in texts)


def _back(table: ComparisonTable) -> Iterator[str]:
    """Yield the sums, and what was not compared and not read (合計・比較と読取りの報告)."""
    if table.totals and table.only_edition is None:
        editions = labels.edition_headings(table, (labels.OLD, labels.NEW))
        yield from _spaced(f"## {labels.total(table)}")
        numbers = (*editions, labels.DIFFERENCE, labels.RATIO)
        yield from _heading_line((labels.GROUP, *numbers), numbers)
        yield from map(_total, table.totals)
        yield ""
    old, new = labels.edition_headings(table, (labels.OLD, labels.NEW))
    for heading, lines in notices(table, old, new).items():
        yield from _spaced(f"## {heading}")
        yield from (f"- {_paragraph(line)}" for line in lines)
        yield ""


def _total(total: Total) -> str:
    values = map(labels.difference, (total.old, total.new, total.difference))
    return _line((_text(labels.field_heading(total)), *values, labels.ratio(total.ratio)))


# ----------------------------------------------------------------- side by side


def _table(table: ComparisonTable, group: Group, fields: Sequence[Column]) -> Iterator[str]:
    old_heading, new_heading = labels.headings(table)
    has_texts = labels.has_texts([table])
    shows_old = has_texts and table.only_edition in (None, table.old_edition)
    shows_new = has_texts and table.only_edition in (None, table.new_edition)
    shows_departments = labels.has_departments([table])
    shows_policies = labels.has_policies([table])
    headings = [f"{labels.NUMBER}・{labels.NAME}"]
    headings += [_text(old_heading)] if shows_old else []
    headings += [_text(new_heading)] if shows_new else []
    amounts = _amount_headings(table, group, fields)
    for field in fields:
        headings += amounts.get(field.heading, [_text(labels.column_heading(field))])
    headings += [labels.DEPARTMENT] if shows_departments else []
    headings += [labels.POLICIES] if shows_policies else []
    headings += [labels.REMARKS] if table.only_edition is None else []
    printed = printed_differences(table) if table.only_edition is None else frozenset()
    numbers = {heading for three in amounts.values() for heading in three}
    numbers |= {_text(labels.column_heading(one)) for one in fields if one.heading in printed}
    yield from _heading_line(headings, numbers)
    for row in group.rows:
        cells = [f"{_text(row.ref)} {_text(row.name)}"]
        cells += [_marked(_old(row), "~~")] if shows_old else []
        cells += [_marked(_new(row), "**")] if shows_new else []
        for field in fields:
            found = labels.field_of(row, field.heading)
            if field.heading in amounts:
                cells += _side_cells(found)
            else:
                cells += [_alone(found) if field.heading in printed else _both(found)]
        cells += [_text(row.department)] if shows_departments else []
        cells += [_text("、".join(row.policies))] if shows_policies else []
        cells += [_text("\n".join(_remarks(row)))] if table.only_edition is None else []
        yield _line(cells)
    yield ""


def _amount_headings(
    table: ComparisonTable, group: Group, fields: Sequence[Column]
) -> dict[str, list[str]]:
    """Return the headings of amounts that changed (数値の列見出し): old, new and difference."""
    if table.only_edition is not None:
        return {}
    sides = (*labels.edition_headings(table, (labels.OLD, labels.NEW)), labels.DIFFERENCE)
    changed = {field.heading for row in group.rows for field in row.fields if field.is_changed}
    changed -= printed_differences(table)
    return {
        field.heading: [_text(f"{labels.column_heading(field)}　{side}") for side in sides]
        for field in fields
        if field.type is ColumnType.AMOUNT and field.heading in changed
    }


def _alone(field: FieldComparison | None) -> str:
    """Return a value that belongs to no edition (一つの値), with another that it had, if any."""
    old, new = (
        labels.published_amount(text or "")
        for text in ((field.old, field.new) if field else ("", ""))
    )
    if old and new and old != new:
        return _text(f"{new}（{labels.OLD}：{old}）")
    return _text(new or old)


def _side_cells(field: FieldComparison | None) -> list[str]:
    """Return a field's cells (項目のセル): old, new and difference."""
    if field is None:
        return ["", "", ""]
    is_amount = field.type is ColumnType.AMOUNT
    sides = [
        _marked([(labels.published_amount(text) if is_amount else text, field.is_changed)], mark)
        if text
        else ""
        for text, mark in ((field.old, "~~"), (field.new, "**"))
    ]
    return [*sides, _difference(field).strip("（）")]


def _heading_line(headings: Sequence[str], numbers: Collection[str] = ()) -> tuple[str, str]:
    """Return the headings and the line below them (見出し行); numbers are flush right."""
    rules = ["---:" if heading in numbers else "---" for heading in headings]
    return _line(headings), _line(rules)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _both(field: FieldComparison | None) -> str:
    """Return a field's old and new value in one cell (項目の新旧)."""
    if field is None:
        return ""
    if not field.is_changed:
        return _value(field)
    old = _marked([(field.old, True)], "~~") if field.old else ""
    new = _marked([(field.new, True)], "**") if field.new else ""
    return " ".join(filter(None, (old, new, _difference(field))))


def _value(field: FieldComparison) -> str:
    """Return the one value of a field that did not change (項目の値)."""
    text = field.new or field.old or ""
    return _text(labels.published_amount(text) if field.type is ColumnType.AMOUNT else text)


def _difference(field: FieldComparison) -> str:
    amount = field.amount
    if amount is None or amount.difference is None:
        came_or_went = labels.came_or_went(field)
        return f"（{came_or_went}）" if came_or_went else ""
    if not amount.difference:
        return f"（{labels.SAME_AMOUNT}）" if field.is_changed else ""
    difference = labels.difference(amount.difference, amount.unit)
    is_alone = amount.ratio is None or amount.unit == "%"
    return f"（{difference}）" if is_alone else f"（{difference}、{labels.ratio(amount.ratio)}）"


def _remarks(row: Row) -> list[str]:
    return remarks(row, kinds=True)


# ------------------------------------------------------- one block per initiative


def _blocks(table: ComparisonTable, group: Group, fields: Sequence[Column]) -> Iterator[str]:
    for row in group.rows:
        yield from _spaced(f"### {_text(row.ref)} {_text(row.name)}")
        about = {
            labels.DEPARTMENT: row.department,
            labels.POLICIES: "、".join(row.policies),
            labels.REMARKS: "、".join(_remarks(row)),
        }
        lines = [f"- {label}：{_text(text)}" for label, text in about.items() if text]
        yield from (*lines, "") if lines else ()
        yield from _texts(table, row)
        yield from _fields(table, row, fields)


def _texts(table: ComparisonTable, row: Row) -> Iterator[str]:
    """Yield the summaries one under the other (本文の新旧), an unchanged one once."""
    old_heading, new_heading = labels.headings(table)
    if row.kind is None or (row.old == row.new and row.kind is not RowKind.ADDED):
        text = row.old if row.new is None else row.new
        if text:
            is_old = table.only_edition == table.old_edition
            yield from _quoted(old_heading if is_old else new_heading, [(text, False)], "**")
        return
    yield from _quoted(old_heading, _old(row), "~~")
    yield from _quoted(new_heading, _new(row), "**")


def _quoted(heading: str, pieces: _Pieces, mark: str) -> Iterator[str]:
    """Yield a text under its heading (見出しと本文), each paragraph marked by itself."""
    if heading:
        yield from _spaced(f"**{_text(heading)}**")
    for place, paragraph in enumerate(_paragraphs(pieces)):
        if place:
            yield ">"
        text = _marked(paragraph, mark) or "&nbsp;"  # an empty one would not be shown
        yield f"> {_BLOCK_START.sub(_escaped_start, text)}"
    yield ""


def _paragraphs(pieces: _Pieces) -> Iterator[list[tuple[str, bool]]]:
    """Yield the pieces of each paragraph (段落), which no mark of Markdown crosses."""
    paragraph: list[tuple[str, bool]] = []
    for text, changed in pieces:
        first, *others = _BREAK.split(text)
        paragraph.append((first, changed))
        for other in others:
            yield paragraph
            paragraph = [(other, changed)]
    yield paragraph


def _fields(table: ComparisonTable, row: Row, fields: Sequence[Column]) -> Iterator[str]:
    """Yield the row's fields as a small table (項目の新旧)."""
    found = [(one, field) for one in fields if (field := labels.field_of(row, one.heading))]
    found = [(one, field) for one, field in found if field.old or field.new]
    if not found:
        return
    if row.kind is None:
        yield from (
            f"- {_text(labels.column_heading(one))}：{_value(field)}" for one, field in found
        )
        yield ""
        return
    editions = labels.edition_headings(table, (labels.OLD, labels.NEW))
    yield from _heading_line((labels.GROUP, *editions, labels.DIFFERENCE))
    printed = printed_differences(table)
    for one, field in found:
        cells = ["", "", _alone(field)] if one.heading in printed else _side_cells(field)
        yield _line((_text(labels.column_heading(one)), *cells))
    yield ""


# ------------------------------------------------------------------ texts and marks


def _old(row: Row) -> _Pieces:
    if row.kind is RowKind.ADDED:
        return [(labels.ONLY_NEW, False)]
    if row.segments:
        return [(s.old, s.kind is not EditKind.EQUAL) for s in row.segments]
    return [(row.old or "", row.kind is not None and row.old != row.new)]


def _new(row: Row) -> _Pieces:
    if row.kind is RowKind.REMOVED:
        return [(labels.ONLY_OLD, False)]
    if row.segments:
        return [(s.new, s.kind is not EditKind.EQUAL) for s in row.segments]
    return [(row.new or "", row.kind is not None and row.old != row.new)]


def _marked(pieces: _Pieces, mark: str) -> str:
    """Return the pieces as one text; `mark` around those that changed (変更箇所)."""
    runs = [
        ("".join(text for text, _changed in run), changed)
        for changed, run in groupby((p for p in pieces if p[0]), key=lambda piece: piece[1])
    ]
    written = []
    for place, (text, changed) in enumerate(runs):
        if changed:
            written.append(f"{mark}{_text(text, is_changed=True)}{mark}")
            continue
        # GitHub sees a mark only where punctuation inside it does not meet a letter outside:
        # the asterisks of 商店**、コンビニ**に would be shown. A numbered character counts as
        # punctuation and is shown as the character itself.
        follows = place > 0 and not runs[place - 1][0][-1].isalnum() and text[0].isalnum()
        leads = place + 1 < len(runs) and not runs[place + 1][0][0].isalnum() and text[-1].isalnum()
        first = _numbered(text[0]) if follows else ""
        rest = text[1:] if first else text
        last = _numbered(rest[-1]) if leads and rest else ""
        written.append(f"{first}{_text(rest[:-1] if last else rest)}{last}")
    return "".join(written)


def _spaced(line: str) -> tuple[str, str]:
    return line, ""


def _paragraph(text: str) -> str:
    """Return text that begins a line: nothing in it makes a list, a rule or a heading."""
    return _BLOCK_START.sub(_escaped_start, _text(text))


def _escaped_start(found: re.Match[str]) -> str:
    return rf"{found[1]}\{found[2]}"


def _text(text: str, *, is_changed: bool = False) -> str:
    """Return text in which no Markdown program finds markup; a break becomes <br>."""
    lines = (
        _EDGE.sub(lambda m: _numbered(m[0]), _MARKUP.sub(r"\\\g<0>", line))
        for line in _BREAK.split(writable(text, is_changed=is_changed))
    )
    return "<br>".join(lines)


def _numbered(character: str) -> str:
    return f"&#{ord(character)};"
