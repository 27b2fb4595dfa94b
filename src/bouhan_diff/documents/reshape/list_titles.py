"""Titles of a list outside tables (箇条書きの見出し): lines above its items, one above another."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from ...plan import BETWEEN_LEVELS
from ...text.linebreak import ITEM_SIGNS
from ...text.number_headings import is_unit_line
from ..headings.titles import marked_title, numbered_title
from ..ir import Line, Table
from .item_facts import amounts_of_line, is_owner

CIRCLES = "○◯◎"
"""Signs of one list (丸印): ◎ is new where ○ goes on."""


def titles_of_items(
    pieces: Sequence[Line | Table], are_items: Sequence[bool], style: str
) -> Set[int]:
    """Return which lines are titles of the items below them (項目の上の見出し), nested or not.

    They have a number or a sign that stands nowhere else. Below the last item they are titles of
    the tables there. style: the sign of the items.
    """
    first = are_items.index(True) if any(are_items) else 0
    signs = {_sign(piece) for piece in pieces[:first]} - {"", *style}
    while True:
        found = set(_titles(pieces, are_items, signs))
        others = {_sign(piece) for at, piece in enumerate(pieces) if at not in found}
        if signs.isdisjoint(others):
            return found
        signs -= others


def _titles(
    pieces: Sequence[Line | Table], are_items: Sequence[bool], signs: Set[str]
) -> Iterator[int]:
    """Yield which lines are titles (見出し), among them those with one of the signs."""
    is_over = False
    last = max((at for at, is_item in enumerate(are_items) if is_item), default=-1)
    for at in reversed(range(len(pieces))):
        piece = pieces[at]
        if isinstance(piece, Table) or are_items[at]:
            is_over |= isinstance(piece, Line) or at > last
            continue
        text = piece.text.strip()
        is_marked = numbered_title(text) is not None or marked_title(text) is not None
        is_marked |= _sign(piece) in signs
        is_marked = is_marked and not (amounts_of_line(piece) or is_owner(piece))
        is_over &= is_marked or is_unit_line(text)
        if is_over and is_marked:
            yield at


def whole_titles(pieces: Sequence[Line | Table], titles: Set[int]) -> dict[int, Line | None]:
    """Return the lines of titles with signs (記号の見出し), with the titles above them in front.

    ○ 交通 below ◆ くらし becomes くらし　交通, and the line ◆ くらし None. If all titles have ■ or
    all have ◆, they are recognised without this.
    """
    signs = {_sign(pieces[at]) for at in titles} - {""}
    if len(signs) == 1 and signs <= {"■", "◆"}:
        return {}
    found: dict[int, Line | None] = {}
    above: dict[str, str] = {}  # the titles by their signs
    for at in sorted(titles):
        line, sign = pieces[at], _sign(pieces[at])
        if not isinstance(line, Line) or not sign:
            above = {}
            continue
        if sign in above:
            above = dict([*above.items()][: [*above].index(sign)])
        above[sign] = line.text.strip()[1:].strip()
        below = _sign(pieces[at + 1]) if at + 1 in titles else ""
        title = replace(line, text=BETWEEN_LEVELS.join(above.values()), is_heading=True)
        found[at] = None if below and below not in above else title
    return found


def _sign(piece: Line | Table) -> str:
    """Return the sign at the beginning of a line (行頭の記号), "" if there is none.

    In ○○市 the circles are no sign: they replace the name of a city.
    """
    text = piece.text.strip() if isinstance(piece, Line) else ""
    return text[:1] if text[:1] in ITEM_SIGNS + CIRCLES and text[1:2] != text[:1] else ""
