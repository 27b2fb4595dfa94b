"""Lists outside tables (箇条書きの表): items in lines of text become rows of a table.

Many budget outlines have lines such as （１）巡回図書館事業【生涯学習課】 1,200千円 with a sentence
below, or a numbered name above lines such as 担当課：商工課. A document without any table is
searched for such items; titles between them stay lines. If each title is itself that of an
initiative, what is below it are its texts and tables.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import compress, pairwise

from ...text.joining import ITEM_SIGNS
from ...text.linebreak import ems
from ...text.normalize import unbracketed
from ...text.number_headings import is_unit_line
from ..headings.departments import owner_alone
from ..headings.vocabulary import Role, is_known, is_note, names_task, split_status, strengths
from ..ir import Cell, Document, Line, ReadingContext, Table
from .list_lines import (
    AMOUNT,
    CIRCLES,
    DEPARTMENT,
    IN_BRACKETS,
    LAST_YEARS,
    NAME,
    NUMBER,
    STATUS,
    TEXT,
    ListItem,
    amounts_of_line,
    headings_of_items,
    is_owner,
    label_of_line,
    name_and_facts,
    tables_of_items,
    take_line,
    text_and_department,
    titles_of_items,
    whole_titles,
)
from .record_shapes import cut_into_frames, has_names

_BILL, _NAMED, _FACTS, _FRAME, _NESTED = "bill", "named", "facts", "frame", "nested"
_KANA = "kana"
_BRACKETED = "bracketed"  # a name, with its department behind: 【空き家バンク事業】（企画課）
_NAME_BELOW = "name below"  # the number of an item that is open

_MARKS = (
    (
        _BILL,
        re.compile(
            r"(?P<number>(?:議案|報告|認定|承認|同意|諮問|発議)\s*第\s*\d+\s*号)\s+(?P<rest>\S.*)"
        ),
    ),
    ("bracket", re.compile(r"[(（](?P<number>[0-9０-９]{1,2})[)）]\s*(?P<rest>\S.*)")),
    ("dot", re.compile(r"(?P<number>[0-9０-９]{1,2})[.．]\s*(?P<rest>\D.*)")),
    ("circle", re.compile(r"(?P<number>[①-⑳])\s*(?P<rest>\S.*)")),
    (
        _NESTED,
        re.compile(
            r"(?P<number>[0-9０-９]{1,2}(?:[-－−‐–.．][0-9０-９]{1,2})+)[.．]?\s+(?P<rest>\D.*)"
        ),
    ),
    (_KANA, re.compile(r"(?P<number>[ア-ン])\s+(?P<rest>\S.*)")),
    ("space", re.compile(r"(?P<number>[0-9０-９]{1,2})\s+(?P<rest>\D.*)")),
    ("bullet", re.compile(rf"(?P<number>)[･◯{ITEM_SIGNS}]\s*(?P<rest>\S.*)")),
    ("status", re.compile(r"(?P<number>)(?P<rest>[【\[［〔][^】\]］〕]{1,6}[】\]］〕]\s*\S.*)")),
    (
        _BRACKETED,
        re.compile(r"(?P<number>)(?P<rest>[【\[［〔][^】\]］〕]+[】\]］〕]\s*[(（].*[)）])"),
    ),
    (_FACTS, re.compile(r"(?P<number>)(?P<rest>\S.*\S)")),
)
_SENTENCE_BEHIND = re.compile(r"(?P<name>[^\s。、：:]{2,30})(?:\u3000+|[：:]\s*+)(?P<text>\S.*。)")
_LEGEND = re.compile(rf"[◯{ITEM_SIGNS}]\s*(?:は|…|＝|=|[:：])")
_OF_LAST_YEAR = re.compile(r"[(（]\s*[)）]\s*(?:内|書き?)?(?:の?(?:額|数値|金額))?は、?\s*前年度")
_BULLETS = {*ITEM_SIGNS, CIRCLES}
_FEWEST_OF_WORK = 5  # characters
_FEWEST = 3
_MOST = 0.6
_STRONG = 2.0


def with_tabbed_lines_as_tables(document: Document, context: ReadingContext) -> Document:
    """Return the document with the rows that tabs align below headings as tables (タブ揃えの表)."""
    if document.is_wrapped:
        return document
    blocks: list[Line | Table] = []
    end = 0
    for at, block in enumerate(document.blocks):
        if at < end:
            continue
        rows: list[_TabbedRow] = []
        if isinstance(block, Line) and "\t" in block.text:
            rows = _tabbed_rows(block, document.blocks[at:], context)
        blocks.append(_table_of_tabs([row for row in rows if row[1]]) if rows else block)
        end = at + len(rows)
    return replace(document, blocks=tuple(blocks))


_TabbedRow = tuple[Line, Sequence[str]]


def _tabbed_rows(
    header: Line, blocks: Sequence[Line | Table], context: ReadingContext
) -> list[_TabbedRow]:
    """Return the lines of a table with the cells of each (タブ揃えの行), from its header on.

    Several tabs in a row stand for one where they do between headings. A line without any is in
    the table if rows follow; a blank one has no cells.
    """
    rows: list[_TabbedRow] = []
    count = whole = 0
    tabs = "\t+" if "\t\t" in header.text.strip() else "\t"
    for line in blocks:
        if not isinstance(line, Line) or line.is_heading:
            break
        text = line.text.strip() if tabs == "\t+" else line.text.rstrip()
        cells = [cell.strip() for cell in re.split(tabs, text)] if text else []
        if not rows and not _are_headings(cells, context):
            return []
        width = len(rows[0][1]) if rows else len(cells)
        if len(cells) > width or (tabs == "\t+" and 1 < len(cells) < width):
            break
        rows.append((line, cells))
        if len(cells) > 1:
            count, whole = count + 1, len(rows)
    return rows[:whole] if count >= _FEWEST else []


def _are_headings(cells: Sequence[str], context: ReadingContext) -> bool:
    """Return whether cells are the headings of a table (見出し), most of them known."""
    known = sum(is_known(cell, context.meanings) for cell in cells)
    return len(cells) >= _FEWEST and all(cells) and 2 * known > len(cells)


def _table_of_tabs(rows: Sequence[_TabbedRow]) -> Table:
    width = len(rows[0][1])
    cells = [
        Cell((text,), line.span, row, column, 1, width if len(texts) == 1 else 1)
        for row, (line, texts) in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    ]
    return Table(tuple(cells), len(rows), width, rows[0][0].span)


def with_lists_as_tables(document: Document, context: ReadingContext) -> Document:
    """Return the document with its list as a table, if no table names initiatives (箇条書きの表).

    Frames around texts do not count as tables.
    """
    cut = [[*cut_into_frames(block)] for block in document.blocks]
    pieces = [piece for some in cut for piece in some]
    tables = [piece for piece in pieces if isinstance(piece, Table)]
    lines = [piece for piece in pieces if isinstance(piece, Line)]
    frames = zip(document.blocks, cut, strict=True)
    found = _items(pieces, {id(s[0]) for block, s in frames if s and s[0] is not block})
    style = _style(pieces, found, is_alone=not tables)
    if not style or any(map(has_names, tables)):
        return document
    longest = max(ems(line.text) for line in lines)
    blocks = list(_blocks(pieces, found, style, longest))
    items = [block for block in blocks if isinstance(block, ListItem)]
    if any(_OF_LAST_YEAR.search(line.text) for line in lines):
        for item in items:
            item.cells = {LAST_YEARS if h == IN_BRACKETS else h: v for h, v in item.cells.items()}
    for item in items if len({item.mark for item in items}) > 1 else ():
        item.cells = {STATUS: [item.mark], **item.cells}
    context.diagnostics.doubt("list-read", items[0].line.span, number=str(len(items)))
    return replace(document, blocks=tuple(tables_of_items(blocks, headings_of_items(items))))


_Found = Sequence[tuple[str, ListItem | None]]


def _items(pieces: Sequence[Line | Table], firsts: Set[int]) -> _Found:
    """Return for each piece the mark and the item that it opens (項目の始まり), if any.

    Without a mark, a line with an amount opens an item at the top of a frame (枠) or above a
    department, if several do; so does a line above 予算額 with its amount. firsts: which pieces are
    the first in a frame.
    """
    found = [("", None) if isinstance(piece, Table) else _item(piece) for piece in pieces]
    framed: dict[int, ListItem] = {}
    of_amounts = [isinstance(one, Line) and bool(amounts_of_line(one)) for one in pieces]
    times = Counter(item.cells[NAME][0] for _style, item in compress(found, of_amounts) if item)
    for at in compress(range(len(pieces)), of_amounts):
        style, item = found[at]
        if item and not _is_work(style, item.cells[NAME][0], times):
            found[at] = "", None
    for at, (piece, below) in enumerate(pairwise(pieces)):
        if isinstance(piece, Table) or isinstance(below, Table):
            continue
        if label_of_line(piece) or of_amounts[at]:
            continue
        if of_amounts[at + 1] or id(piece) in firsts or owner_alone(below.text):
            item = ListItem(piece, dict(_parts("", piece.text.strip())))
            if of_amounts[at + 1] or {AMOUNT, NAME} <= item.cells.keys():
                framed[at] = item
    found = _with_numbers_above(pieces, found)
    if len(framed) >= _FEWEST and any(found[at][1] is None for at in framed):
        found = [(_FRAME, framed[at]) if at in framed else one for at, one in enumerate(found)]
    return found


def _is_work(style: str, name: str, times: Mapping[str, int]) -> bool:
    """Return whether what an amount follows is what is done (経費の名称): 行政バス運行経費.

    A label is none, such as 事業費 or うち一般財源: it stands below one item after another.
    times: how often each stands before an amount.
    """
    is_label = times[name] > 1 or len(name) < _FEWEST_OF_WORK or name.startswith(("うち", "内"))
    return style in _BULLETS and names_task(name) and not is_label


def _with_numbers_above(
    pieces: Sequence[Line | Table], found: _Found
) -> list[tuple[str, ListItem | None]]:
    """Return the items with the numbers printed right above their names (名称の上の番号)."""
    opened = [*found]
    for at, (above, (style, item)) in enumerate(zip(pieces, found[1:], strict=False)):
        labelled = label_of_line(above) if style == _NAMED and isinstance(above, Line) else None
        if item and labelled and Role.NUMBER in strengths(labelled[0]):
            item.cells = {NUMBER: [labelled[1]], **item.cells}
            opened[at : at + 2] = (_NAMED, item), (_NAME_BELOW, None)
    return opened


def _style(pieces: Sequence[Line | Table], found: _Found, *, is_alone: bool) -> str:
    """Return the mark of the list's items (項目の記号), "" if there is no list.

    is_alone: there is no table beside it to which lines with amounts may belong, unless sentences
    below say what each is for.
    """
    seen, detailed = Counter[str](), Counter[str]()
    lines = [one for one in zip(pieces, found, strict=True) if isinstance(one[0], Line)]
    ends = _ends_of_items([style for _line, (style, _item) in lines])
    owners = [isinstance(line, Line) and is_owner(line) for line, _found in lines]
    for at, (_line, (style, item)) in enumerate(lines):
        if item is None:
            continue
        seen[style] += 1
        below = lines[at + 1][0] if at + 1 < len(lines) else None
        is_labelled = isinstance(below, Line) and bool(
            label_of_line(below) or text_and_department(below.text) or owner_alone(below.text)
        )
        is_labelled |= sum(owners[at + 1 : ends[at]]) == 1  # below its text
        is_work = style == CIRCLES or names_task(item.cells[NAME][0])
        is_labelled |= is_work and isinstance(below, Line) and below.text.endswith("。")
        is_said = is_alone or (isinstance(below, Line) and below.text.endswith("。"))
        facts = item.cells.keys() - {NUMBER, NAME} - (set() if is_said else {AMOUNT})
        detailed[style] += is_labelled or bool(facts) or style in {_BILL, _FRAME, *"【[〔"}
    good = [style for style in detailed if detailed[style] >= max(_FEWEST, _MOST * seen[style])]
    return max(good, key=lambda style: detailed[style], default="")


def _ends_of_items(styles: Sequence[str]) -> list[int]:
    """Return for each line where the next item of its style begins (項目の終わり)."""
    ends, nexts = [len(styles)] * len(styles), dict[str, int]()
    for at in reversed(range(len(styles))):
        ends[at] = nexts.get(styles[at], len(styles))
        nexts[styles[at]] = at
    return ends


def _item(line: Line) -> tuple[str, ListItem | None]:
    """Return the mark and the item that a line opens (項目の始まり), if it opens one."""
    text = line.text.strip()
    labelled = label_of_line(line)
    if labelled and strengths(labelled[0]).get(Role.NAME, 0) >= _STRONG:
        return _NAMED, ListItem(line, dict(_parts("", labelled[1])))
    for style, pattern in _MARKS:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        is_sentence = text.endswith("。") and not _SENTENCE_BEHIND.fullmatch(match["rest"])
        if is_sentence or labelled is not None or _LEGEND.match(text):
            break
        if style == "status" and not split_status(text)[1]:
            continue
        heading = NAME if style == _BILL else ""  # a bill's title may be of several lines
        item = ListItem(line, dict(_parts(match["number"], match["rest"])), heading=heading)
        if style == _KANA and DEPARTMENT not in item.cells:
            continue  # an ordinance has such items, too
        if style == _BRACKETED:
            [name] = item.cells[NAME]
            if DEPARTMENT not in item.cells or unbracketed(name) == name:
                continue
            item.cells[NAME] = [unbracketed(name)]
        if style == _FACTS and not {AMOUNT, DEPARTMENT} <= item.cells.keys():
            break
        if style == "bullet" and text[0] in CIRCLES:
            item.mark = text[0]
            return CIRCLES, item
        if style == _NESTED:  # 1-1 is over 1-1-1
            return f"{style} {len(re.findall('[0-9０-９]+', match['number']))}", item
        return text[0] if style in {"bullet", "status"} else style, item
    return "", None


def _parts(number: str, rest: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the facts on an item's line (項目の行): number, department, amount and name."""
    if number:
        yield NUMBER, [number]
    name, facts = name_and_facts(rest)
    yield from facts.items()
    if said := _SENTENCE_BEHIND.fullmatch(name):
        yield TEXT, [said["text"]]
    yield NAME, [said["name"] if said else name]


def _blocks(
    pieces: Sequence[Line | Table], found: _Found, style: str, longest: float
) -> Iterator[Line | Table | ListItem]:
    """Yield the items with what belongs to each, and the pieces between them (項目と見出し)."""
    last: ListItem | None = None
    items = {at: item for at, (mark, item) in enumerate(found) if item and mark == style}
    inner = {at for at, item in items.items() if item.line.text[:1].isspace()}
    if any(items[at].cells.keys() - {NUMBER, NAME} for at in inner):
        inner = set()  # the list itself is indented
    titles = titles_of_items(pieces, [mark == style for mark, _item in found], style)
    whole = whole_titles(pieces, titles)
    for at, line in enumerate(pieces):
        if found[at][0] == _NAME_BELOW and style == _NAMED:
            continue
        if at in items and at not in inner:
            if last is not None:
                yield last
            last = items[at]
        elif (
            last and isinstance(line, Line) and (at in inner or not (at in titles or _is_end(line)))
        ):
            take_line(last, line, longest)
        else:
            if last is not None:
                yield last
                last = None
            if title := whole.get(at, line):
                yield title
    if last is not None:
        yield last


def _is_end(line: Line) -> bool:
    """Return whether a line belongs to no item (項目の終わり): a note, a unit, a heading.

    A note indented like the item's text belongs to it.
    """
    text = line.text.strip()
    is_apart = is_note(text) and not line.text[:1].isspace()
    return line.is_heading or is_apart or is_unit_line(text) or bool(_LEGEND.match(text))
