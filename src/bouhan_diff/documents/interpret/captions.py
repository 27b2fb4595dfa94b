"""Captions (表題): lines that name the document, a section or the unit of a table."""

import re
from collections.abc import Mapping, Sequence

from ...text.normalize import fold
from ..ir import Line
from . import title_patterns as titles
from .layout import Layout
from .regions import Event, Part
from .vocabulary import is_note

_LONGEST_CAPTION = 60


def captions_of(events: Sequence[Event], layouts: Mapping[Part, Layout | None]) -> dict[int, str]:
    """Return the titles by their mark alone (記号付きの見出し): 【…】 ■ ◆, by the lines' id.

    Such a mark may also open a remark: it is a section's only if no table of initiatives goes
    without one.
    """
    found: dict[int, str] = {}
    above: list[Line] = []
    is_first = True
    for event in events:
        if isinstance(event, Line):
            above.append(event)
            continue
        if layouts[event] is not None and event.rows:
            lines = [line for line in above if line.text.strip()]
            # A document's first line is its own title.
            marked = [line for line in lines[is_first:] if titles.marked_title(line.text)]
            goes_on = not is_first and event.is_first and not lines
            if len(marked) != 1 and not goes_on:
                return {}
            found |= {id(line): titles.marked_title(line.text) or "" for line in marked}
            is_first = False
        if event.rows:
            above = []
    return found if len(set(map(fold, found.values()))) == len(found) > 1 else {}


_UNIT = re.compile(r"[(（\[［〔【]?\s*単位\s*[:：]?\s*(?P<unit>[^)）\]］〕】]+)[)）\]］〕】]?")


def is_unit(text: str) -> bool:
    """Return whether a line only states the unit of the table below it (単位の行)."""
    return _UNIT.fullmatch(text.strip()) is not None


def unit_of(text: str) -> str:
    """Return what a line says of the unit below it (単位の記載), such as 千円、％; or nothing."""
    match = _UNIT.search(text)
    return match["unit"].strip() if match else ""


_TITLE_LINES = 25
_OF_PLANS = re.compile(
    "計画|一覧|事業|予算|戦略|方針|報告|状況|対照|調書|見通し|プラン|ビジョン|施策|取組|実績|評価|決算"
)


def is_headline(text: str) -> bool:
    """Return whether a line without number or mark may name the table below it (表の見出し)."""
    return (
        len(text) <= _LONGEST_HEADLINE
        and not re.search("[。、]", text)
        and _OF_PLANS.search(text) is not None
        and titles.may_be_title(text)
        and titles.marked_title(text) is None
        and not _is_furniture(text)
    )


_LONGEST_HEADLINE = 45


def title_of(events: Sequence[Event]) -> str:
    """Return the line that is most likely the document's title (標題), or an empty text.

    It is the first that may be one, unless a later one, above all numbered titles, speaks of
    a plan.
    """
    first = ""
    for event in events[:_TITLE_LINES]:
        if isinstance(event, Part):
            break
        text = event.text.strip()
        if titles.is_of_contents(text):
            continue
        if titles.numbered_title(text):
            break
        if not text or len(text) > _LONGEST_CAPTION or not titles.may_be_title(text):
            continue
        if _is_furniture(text):
            continue
        if _OF_PLANS.search(text):
            return event.text
        first = first or event.text
    return first


def _is_furniture(text: str) -> bool:
    """Return whether a line is a number, date, source, publisher or unit, and no title."""
    marked = titles.source_and_title(text)
    return bool(
        titles.is_page_number(text)
        or titles.is_date(text)
        or titles.is_of_contents(text)
        or titles.publisher_alone(text)
        or (marked and not marked[1])
        or is_unit(text)
        or is_note(text)
    )
