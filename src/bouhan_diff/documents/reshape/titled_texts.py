"""Texts and tables under titles that name initiatives (見出し付きの本文) become rows of a table."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from ...diagnostics import Span
from ...edition import strip_editions
from ...text.joining import ITEM_SIGNS
from ...text.normalize import fold, squeezed
from ...text.number_headings import is_unit_line, unit_of_line
from ..headings.departments import owner_alone
from ..headings.header_rows import is_data
from ..headings.titles import LEVELS, OutlineTitle, is_page_number, may_be_title, numbered_title
from ..headings.vocabulary import Role, cites_article, is_indicator, is_known, is_note, strengths
from ..ir import Cell, Document, Line, ReadingContext, Table, stacked
from .form_parts import in_unit
from .form_table import Form, bare_label, cells_of, pair_of, with_rows
from .forms import is_worded, read_forms
from .list_lines import (
    AMOUNT,
    CIRCLES,
    DEPARTMENT,
    LONGEST_HEADING,
    NAME,
    TEXT,
    amounts_of_years,
    is_owner,
    label_of_line,
    name_and_facts,
)
from .record_shapes import cut_at_lone_texts, has_names


def with_titled_texts_as_rows(document: Document, context: ReadingContext) -> Document:
    """Return a document whose titles name initiatives with a row for each (見出し付きの本文).

    Below such a title are labels with texts, or a table with the same measures by year as below the
    others. Higher titles stay lines.
    """
    document = _with_names_of_forms(document)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    if any(has_names(table) or table.height > _MOST_ROWS for table in tables):
        return document
    pieces = [piece for block in document.blocks for piece in cut_at_lone_texts(block)]
    owned = _owned_items(pieces)
    titles = titles_of_parts(pieces, by_headings=not owned)
    items = _owned_items(p for at, p in enumerate(pieces) if at not in titles and _is_item(p))
    if owned >= _MANY * len(titles) or (items and items >= len(titles)):
        return document  # whose items are listed below the titles: ◆見守り〔市民課〕
    cells = [Cell((piece.text,)) for piece in pieces if isinstance(piece, Line)]
    pairs = map(pair_of, (*cells, *(cell for table in tables for cell in table.cells)))
    if any(pair and strengths(pair[0]).get(Role.NAME, 0) > _OF_NAME for pair in pairs):
        return document
    seen = Counter(fold(piece.text) for piece in pieces if isinstance(piece, Line))
    often = {fold(bare_label(text)) for text, times in seen.items() if 2 * times > len(titles)}
    labels = Counter(labelled[0] for piece in pieces if (labelled := _labelled(piece)))
    single = {label for label, times in labels.items() if times == 1}
    blocks: list[Line | Table] = []
    found: dict[int, list[Form]] = {}
    at = 0
    while at < len(pieces):
        title, end = pieces[at], titles.get(at, at + 1)
        table, others = _under_title(pieces[at + 1 : end], often, single)
        if table is not None and isinstance(title, Line):
            if tables:  # else the titles may be the items of a list
                title, table = _with_facts(title, table)
            rows = table.grid()
            found[len(blocks)] = [Form(table, rows, 0, len(rows), title=title)]
            blocks += [table, *others]
        else:
            blocks += pieces[at:end]
        at = end
    whole = replace(document, blocks=tuple(blocks))
    if len(found) <= 1 or not read_forms(found, (NAME,), context):
        return document
    if not all(any(isinstance(p, Table) for p in pieces[at:end]) for at, end in titles.items()):
        span = pieces[min(titles)].span
        context.diagnostics.doubt("list-read", span, number=str(len(found)))
    return with_rows(whole, found)


def _with_names_of_forms(document: Document) -> Document:
    """Return the document with 事業名 as the label of what each form is about (個票の名称).

    基本目標 | １ しごとをつくる is that, or 重点目標１ | 学力, if each table begins so.
    """
    tables = [block for block in document.blocks if isinstance(block, Table)]
    firsts = [cells_of(table.grid(1)[0]) if table.height else [] for table in tables]
    labels = {_LAST_NUMBER.sub("", fold(cells[0].text)) for cells in firsts if len(cells) == _PAIR}
    are_titled = len(labels) == 1 and all(map(_is_titled, tables, firsts))
    if not are_titled or len({fold(cells[1].text) for cells in firsts}) < max(_PAIR, len(tables)):
        return document
    blocks = (_with_name(one) if isinstance(one, Table) else one for one in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _with_name(table: Table) -> Table:
    label, value = cells_of(table.grid(1)[0])
    number = _LAST_NUMBER.search(label.text)
    lines = (f"{number[0]}\u3000{value.lines[0]}", *value.lines[1:]) if number else value.lines
    changed = {id(label): (NAME,), id(value): lines}
    cells = (c._replace(lines=changed.get(id(c), c.lines)) for c in table.cells)
    return replace(table, cells=tuple(cells))


def _is_titled(table: Table, first: Sequence[Cell]) -> bool:
    """Return whether the first row of a table is the label and name of an aim (目標の行)."""
    label = _LAST_NUMBER.sub("", squeezed(first[0].text)) if len(first) == _PAIR else ""
    is_aim = label and strengths(label).get(Role.SECTION_TITLE, 0) > max(
        strengths(label).get(Role.NAME, 0), _WEAK
    )
    return bool(is_aim) and table.height > _PAIR and all(cell.row_span == 1 for cell in first)


_LAST_NUMBER = re.compile(r"[0-9０-９ⅠⅡⅢⅣⅤⅥ]+\Z")
_PAIR, _WEAK = 2, 1
_MANY = 1.5  # as many owners as titles are of these
_FEWEST_HEADINGS = 4  # of a document whose titles are set as such
_OF_NAME = 3  # the strength above which a label is of names, as 主な取組 is not
_MOST_ROWS = 2_000


def _owned_items(pieces: Iterable[Line | Table]) -> int:
    """Count the lines that name a department, alone or after an item (担当付きの項目)."""
    lines = (piece for piece in pieces if isinstance(piece, Line))
    facts_of_items = (
        {DEPARTMENT: ""} if is_owner(line) else name_and_facts(line.text.strip())[1]
        for line in lines
        if len(line.text) <= _LONGEST_ITEM
    )
    return sum(DEPARTMENT in facts for facts in facts_of_items)


_LONGEST_ITEM = 60


def _is_item(piece: Line | Table) -> bool:
    """Return whether a line has the sign of an item, and more than a department (項目の行)."""
    signs = {*ITEM_SIGNS, *CIRCLES}
    return isinstance(piece, Line) and piece.text.strip()[:1] in signs and not is_owner(piece)


def _labelled(piece: Line | Table) -> tuple[str, str] | None:
    return label_of_line(piece) if isinstance(piece, Line) else None


def _under_title(
    pieces: Sequence[Line | Table], often: Set[str], single: Set[str]
) -> tuple[Table | None, list[Line | Table]]:
    """Return what is under a title as one table (見出しの下), and the lines that stay outside.

    often: the folded texts found under most titles. single: labels that occur only once, and so are
    words of the text.
    """
    if any(isinstance(piece, Table) and _is_list(piece) for piece in pieces):
        return None, [*pieces]  # whose rows are the initiatives themselves
    parts: list[Table] = []
    others: list[Line | Table] = []
    label, texts, unit = Line(TEXT), list[Line](), ""
    for piece in (*pieces, None):
        text = piece.text.strip() if isinstance(piece, Line) else ""
        if isinstance(piece, Line) and (
            is_unit_line(text) or is_note(text) or is_page_number(text)
        ):
            unit = unit_of_line(text) or unit
            others.append(piece)
            continue
        labelled = _labelled(piece) if piece else None
        labelled = None if labelled and labelled[0] in single else labelled
        is_alone = not labelled and _is_label(bare_label(text), often)
        is_owner = bool(texts) and Role.DEPARTMENT in strengths(label.text)
        if isinstance(piece, Line) and not (labelled or is_alone or is_owner):
            texts.append(piece)
            continue
        if any(line.text.strip() for line in texts):
            value = Cell(tuple(line.text for line in texts), texts[0].span, 0, 1)
            parts.append(Table((Cell((label.text,), label.span), value), 1, 2, texts[0].span))
        elif label.text != TEXT and not isinstance(piece, Table):
            others.append(label)
        is_over = label.text != TEXT and not texts
        over, label, texts = label, Line(TEXT), []
        if isinstance(piece, Table):
            unit = unit_of_line(piece.cells[0].text) or unit
            with_unit = in_unit(piece, unit)
            parts.append(_labelled_table(over, with_unit) if is_over else with_unit)
            unit = ""
        elif piece is not None and labelled and (amounts := amounts_of_years(*labelled)):
            parts += _rows_of(amounts, piece.span)
        elif piece is not None and is_alone:
            label = replace(piece, text=bare_label(text))
        elif piece is not None:
            heading, text = labelled or (TEXT, piece.text)
            label, texts = replace(piece, text=heading), [replace(piece, text=text)]
    return (stacked(parts) if parts else None), others


def _is_list(table: Table) -> bool:
    """Return whether a table has a row for each account of a budget (款項目の表), or indicator.

    It is a list of indicators if each has a department.
    """
    headings = [cell.text for cell in table.cells if cell.row == 0]
    are_owned = any(Role.DEPARTMENT in strengths(heading) for heading in headings[1:])
    is_of_indicators = are_owned and is_indicator(headings[0])
    return is_of_indicators or any(squeezed(heading) in _ACCOUNTS for heading in headings)


_ACCOUNTS = frozenset("款項目節") | {"科目"}


def _labelled_table(label: Line, table: Table) -> Table:
    """Return a table with the label above it repeated beside all rows (表の項目名)."""
    head = Cell((label.text,), label.span, 0, 0, table.height)
    moved = (cell._replace(column=cell.column + 1) for cell in table.cells)
    return replace(table, cells=(head, *moved), width=table.width + 1)


def _with_facts(title: Line, table: Table) -> tuple[Line, Table]:
    """Move the facts after the name in a title to what is under it (見出しの事実)."""
    name, facts = name_and_facts(title.text)
    rows = _rows_of(facts, title.span)
    return (replace(title, text=name), stacked([*rows, table])) if rows else (title, table)


def _rows_of(facts: Mapping[str, Sequence[str]], span: Span) -> list[Table]:
    """Return a row for each label with its texts (項目の行)."""
    return [
        Table((Cell((label,), span), Cell(tuple(texts), span, 0, 1)), 1, 2, span)
        for label, texts in facts.items()
    ]


def _is_label(text: str, often: Set[str]) -> bool:
    """Return whether a line is the label of what is below it (項目名の行).

    A year does not make one of what is done in it: 令和７年度　運用の開始. An office is none,
    however often it occurs, nor is 予算額　2,300千円.
    """
    is_short = len(text) <= LONGEST_HEADING and not re.search("[、。]", text)
    is_heading = is_known(strip_editions(text).strip() or text, {})
    is_other = is_data(text) or owner_alone(text) or AMOUNT in name_and_facts(text)[1]
    return is_short and not is_other and (is_heading or fold(text) in often)


def titles_of_parts(pieces: Sequence[Line | Table], *, by_headings: bool) -> dict[int, int]:
    """Return the titles that may name forms (個票の見出し), and where the part of each ends.

    They are those of the level with the most texts and tables right below, or if unnumbered, those
    right above tables. by_headings: consider only lines that the document sets as titles, if there
    are any.
    """
    found: dict[int, OutlineTitle] = {}
    last = -1
    headings = {
        at for at, piece in enumerate(pieces) if isinstance(piece, Line) and piece.is_heading
    }
    are_set = by_headings and len(headings) >= _FEWEST_HEADINGS
    for at in sorted(headings) if are_set else range(len(pieces)):
        title = _title_at(pieces, at)
        if title and not (found and _is_within(pieces, at, title, last, found[last])):
            found[at], last = title, at
    times = Counter(fold(title.title) for title in found.values())
    levels = {
        at: LEVELS.index(title.level) if title.level in LEVELS else len(LEVELS)
        for at, title in found.items()
        if times[fold(title.title)] == 1 and title.level not in _OF_ACCOUNTS
    }
    accounts = {at for at, title in found.items() if title.level in _OF_ACCOUNTS}
    best: dict[int, int] = {}
    for level in sorted({*levels.values()}):
        lowest = [at for at in levels if levels[at] == level and at + 1 not in levels]
        over = [
            at for at in found if levels.get(at, level if at in accounts else level + 1) <= level
        ]
        ends = (next((end for end in over if end > at), len(pieces)) for at in lowest)
        parts = {at: end for at, end in zip(lowest, ends, strict=True) if end > at + 1}
        best = parts if len(parts) >= len(best) + (level == len(LEVELS)) else best
    return best


def _is_within(
    pieces: Sequence[Line | Table], at: int, title: OutlineTitle, above: int, over: OutlineTitle
) -> bool:
    """Return whether a title is a line in the text below another (本文の箇条): it is indented.

    But １．, a level above （1）, may be indented below it.
    """
    line, title_above = pieces[at], pieces[above]
    assert isinstance(line, Line)  # noqa: S101  only lines are titles
    assert isinstance(title_above, Line)  # noqa: S101
    is_indented = line.text[:1].isspace() and not title_above.text[:1].isspace()
    levels = [one.level for one in (title, over)]
    are_known = all(level in LEVELS for level in levels)
    return is_indented and are_known and LEVELS.index(levels[0]) < LEVELS.index(levels[1])


_OF_ACCOUNTS = frozenset({"account", "item", "object"})  # 款, 項 and 目 are over rows


def _title_at(pieces: Sequence[Line | Table], at: int) -> OutlineTitle | None:
    piece, below = pieces[at], pieces[at + 1 : at + 2]
    if isinstance(piece, Table):
        return None
    text = piece.text.strip()
    is_above = any(isinstance(one, Table) for one in below) and not is_unit_line(text)
    is_other = is_note(text) or is_known(text, {}) or not is_worded(text)
    is_plain = is_above and may_be_title(text) and not is_other
    if cites_article(text):  # it ends what is above it
        return OutlineTitle("clause", None, text)
    return numbered_title(text) or (OutlineTitle("", None, text) if is_plain else None)
