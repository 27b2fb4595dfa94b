"""Our own workbooks (自前のブック): as they are written, back to a row for each initiative."""

import re

from ...text.quantities import convert, parse_quantity
from ..ir import Content, Place

_ITEM, _MAIN_TEXT, _REMARKS = "項目", "本文", "備考"
_KIND = "区分"
_OF_NO_EDITION = re.compile("（注）(.+)は、資料に新旧の別がない。")
_COMPUTED = {"増減", "増減率"}
_CONVERTED = re.compile(r"([^（）]+)（([^（）]+)）")  # 1.2億円（120,000千円）
_SIGN_OF_SUMS = re.compile(r"^＊(?=△?[\d,.]+$)")  # the document prints another sum


def initiative_rows(contents: dict[Place, Content]) -> dict[Place, Content]:
    """Return rows that we wrote with one for each initiative (事業ごとの行).

    Of a wide plan each text and each field has a row of its own, which is named under 項目; here
    these are columns, of each edition, as in a plan of few columns. sections: titles by number.
    """
    texts = {place: "\n".join(lines) for place, (lines, _span) in contents.items()}
    headings = {column: text for (row, column), text in texts.items() if row == 0}
    notes = {row for (row, column), text in texts.items() if not column and _is_note(text)}
    contents = {
        place: (tuple(map(_as_published, lines)), span)
        for place, (lines, span) in contents.items()
        if place[0] not in notes
    }
    named = next((column for column, text in headings.items() if text == _ITEM), None)
    if named is None:
        return contents
    once = [match[1] for text in texts.values() if (match := _OF_NO_EDITION.fullmatch(text))]
    of_none = {name for names in once for name in names.split("、")}
    editions = [
        column
        for column, text in headings.items()
        if column > named and text not in {*_COMPUTED, _REMARKS}
    ]
    last = next((column for column, text in headings.items() if text == _REMARKS), -1)
    front = range(named)
    properties = {headings.get(column) for column in front} - {_KIND}  # a field may be called so
    columns: dict[tuple[int, str], int] = {}
    rows: dict[tuple[str, ...], int] = {}
    found = {(0, column): contents[0, column] for column in front if (0, column) in contents}
    for row in sorted({row for row, _column in contents} - {0}):
        key = tuple(texts.get((row, column), "") for column in front)
        at = rows.setdefault(key, len(rows) + 1)
        item = texts.get((row, named), "")
        if item in properties:  # what it is now stands in front
            continue
        is_of_none = item in of_none
        kept = [(column, column) for column in front]
        for column in editions:
            if is_of_none and (row, column) not in contents:
                continue
            place = columns.setdefault((-1 if is_of_none else column, item), named + len(columns))
            name = headings[column] if item == _MAIN_TEXT else f"{headings[column]}\n{item}"
            if is_of_none:
                name = item
            found[0, place] = tuple(name.split("\n")), contents[0, column][1]
            kept.append((column, place))
        if (row, last) in contents:
            place = columns.setdefault((last, _REMARKS), named + len(columns))
            found[0, place] = contents[0, last]
            kept.append((last, place))
        for column, place in kept:
            if (row, column) in contents:
                found.setdefault((at, place), contents[row, column])
    return found


def _is_note(text: str) -> bool:
    return text.startswith(("（注）", "※", "＊"))


def _as_published(line: str) -> str:
    """Return a value without what we put to it (原文の値): a sign, or the same in another unit."""
    if found := _CONVERTED.fullmatch(line):
        own, other = map(parse_quantity, found.groups())
        if own and other and own.unit != other.unit and convert(own, other.unit) == other:
            return found[1]
    return _SIGN_OF_SUMS.sub("", line)
