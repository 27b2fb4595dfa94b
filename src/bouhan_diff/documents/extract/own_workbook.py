"""Our own workbooks (自前のブック): as they are written, back to a row for each initiative."""

import re
from collections.abc import Mapping

from ...diagnostics import Span
from ..ir import Content, Place

_SECTION, _SECTION_TITLE = "章", "章名"
_ITEM, _MAIN_TEXT, _REMARKS = "項目", "記載内容", "備考"
_PROPERTIES = {"名称", "担当課", "施策番号"}
_OF_NO_EDITION = re.compile("（注）(.+)は、資料に新旧の別がない。")
_COMPUTED = {"増減", "増減率"}
_SIGN_OF_SUMS = re.compile(r"^※(?=△?[\d,.]+$)")  # the document prints another sum


def section_titles(texts: Mapping[Place, str]) -> dict[str, str]:
    """Return the sections' titles by number (章名), of the first sheet that we write."""
    start = next(
        (row for (row, column), text in texts.items() if (column, text) == (0, _SECTION)), None
    )
    if start is None or texts.get((start, 1)) != _SECTION_TITLE:
        return {}
    return {
        text: texts.get((row, 1), "")
        for (row, column), text in texts.items()
        if row > start and column == 0
    }


def initiative_rows(
    contents: dict[Place, Content], sections: Mapping[str, str]
) -> dict[Place, Content]:
    """Return rows that we wrote with one for each initiative (事業ごとの行).

    Of a wide plan each text and each field has a row of its own, which is named under 項目; here
    these are columns, of each edition, as in a plan of few columns. sections: titles by number.
    """
    texts = {place: "\n".join(lines) for place, (lines, _span) in contents.items()}
    headings = {column: text for (row, column), text in texts.items() if row == 0}
    notes = {row for (row, column), text in texts.items() if not column and _is_note(text)}
    contents = {
        place: (tuple(_SIGN_OF_SUMS.sub("", line) for line in lines), span)
        for place, (lines, span) in contents.items()
        if place[0] not in notes
    }
    named = next((column for column, text in headings.items() if text == _ITEM), None)
    if named is None:
        return _titled(contents, sections)
    once = [match[1] for text in texts.values() if (match := _OF_NO_EDITION.fullmatch(text))]
    of_none = {name for names in once for name in names.split("、")}
    editions = [
        column
        for column, text in headings.items()
        if column > named and text not in {*_COMPUTED, _REMARKS}
    ]
    last = next((column for column, text in headings.items() if text == _REMARKS), -1)
    front = range(named)
    columns: dict[tuple[int, str], int] = {}
    rows: dict[tuple[str, ...], int] = {}
    found = {(0, column): contents[0, column] for column in front if (0, column) in contents}
    for row in sorted({row for row, _column in contents} - {0}):
        key = tuple(texts.get((row, column), "") for column in front)
        at = rows.setdefault(key, len(rows) + 1)
        item = texts.get((row, named), "")
        if item in _PROPERTIES:  # what it is now stands in front
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
    return _titled(found, sections)


def _is_note(text: str) -> bool:
    return text.startswith(("（注）", "※"))


def _titled(found: dict[Place, Content], sections: Mapping[str, str]) -> dict[Place, Content]:
    """Return rows with the titles of their sections (章名) behind the numbers of these."""
    texts = {column: "\n".join(found[0, column][0]) for row, column in found if row == 0}
    if not sections or texts.get(0) != _SECTION or texts.get(1) == _SECTION_TITLE:
        return found
    titled = {(row, column + (column > 0)): content for (row, column), content in found.items()}
    for at in {row for row, _column in found}:
        number, span = found.get((at, 0), ((), Span()))
        title = sections.get("\n".join(number), "") if at else _SECTION_TITLE
        titled |= {(at, 1): ((title,), span)} if title else {}
    return titled
