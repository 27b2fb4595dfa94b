"""Move provisions (条項号の移動): 第２条中第３号を第４号とし、第２号の次に次の１号を加える.

What is added or dropped among numbered provisions gives those after it other numbers.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from ...text.numerals import whole
from ...textdiff import EditKind, Segment, diff_text
from .phrasing import TextEdit
from .provisions import (
    ARTICLE,
    ITEM,
    KANJI_ITEM,
    NUMBER,
    PARAGRAPH,
    article,
    below,
    counted,
    is_item,
    provisions,
)

EQUAL, SUBSTANCE = EditKind.EQUAL, EditKind.SUBSTANCE

_Listing = tuple[str, str]
"""Provisions that count on (並び): the article or paragraph they belong to, and 条, 項 or 号."""


class _Provision(NamedTuple):
    """A line of an article (条文の行). digits: where its number stands in the text."""

    start: int
    text: str
    listing: _Listing
    number: int
    digits: tuple[int, int]


class _Renumbering(NamedTuple):
    """What an edit does to a whole line (行の移動).

    at: the line that gets another number, is dropped (number None), or that the added lines follow.
    """

    listing: _Listing
    at: int
    number: int | None = None
    added: tuple[str, ...] = ()


def moved(old: str, edits: Sequence[TextEdit]) -> tuple[list[TextEdit], list[str]]:
    """Return the edits within provisions, and the sentences that move whole ones (条項号の移動).

    第２条中第３号を第４号とし、第２号の次に次の１号を加える moves them; edits that leave numbers
    which do not count on stay as they are.
    """
    edits = [part for one in edits for part in _parted(_behind_a_line(old, one))]
    lines = _lines(old)
    left: list[TextEdit] = []
    moves: dict[_Listing, dict[TextEdit, list[_Renumbering]]] = {}
    for edit in edits:
        found = [] if edit.source or not lines else _moves(old, lines, edit)
        for one in found:
            moves.setdefault(one.listing, {}).setdefault(edit, []).append(one)
        left += [] if found else [edit]
    sentences: list[str] = []
    for listing, of_edits in moves.items():
        every = [one for found in of_edits.values() for one in found]
        said = _moving(listing, lines, every)
        sentences += said
        left += [] if said else of_edits
    return sorted(left, key=lambda edit: edit.start), sentences


def by_lines(segments: Sequence[Segment]) -> Sequence[Segment]:
    """Return the difference of an article line by line (条文の行ごとの差分), if lines came or went.

    An edit then is within a line, a number in front of one, or whole lines.
    """
    old, new = ("".join(getattr(one, side) for one in segments) for side in ("old", "new"))
    if not (article(old) and article(new)) or old.count("\n") == new.count("\n"):
        return segments
    found: list[Segment] = []
    for place, (was, now) in enumerate(_aligned(old.split("\n"), new.split("\n"))):
        end = "\n" if place else ""
        if was is None or now is None:
            one = f"{end}{was or now}"
            found.append(Segment(one if now is None else "", one if was is None else "", SUBSTANCE))
            continue
        found += (Segment(end, end, EQUAL),) if end else ()
        numbers = _NUMBERED.match(was), _NUMBERED.match(now)
        if numbers[0] and numbers[1] and numbers[0][2] != numbers[1][2]:
            (front, number), (new_front, new_number) = (one.groups() for one in numbers if one)
            found.append(Segment(front, new_front, SUBSTANCE))
            found.append(Segment(number, new_number, SUBSTANCE))
            found += diff_text(was[numbers[0].end() :], now[numbers[1].end() :])
        else:
            found += diff_text(was, now)
    return [one if one.old != one.new else Segment(one.old, one.new, EQUAL) for one in found]


_NUMBERED = re.compile(rf"(\s*[（(第]?)({NUMBER})(?=[）)条\s])")
_LEAST_ALIKE = 0.5


def _aligned(olds: Sequence[str], news: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Yield the lines of both texts in pairs (行の対応): the most alike of one kind, in order."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {}
    for was in range(len(olds), -1, -1):
        for now in range(len(news), -1, -1):
            steps = [(was + 1, now)] * (was < len(olds)) + [(was, now + 1)] * (now < len(news))
            found = [(best[one][0], one) for one in steps]
            if was < len(olds) and now < len(news) and (alike := _alike(olds[was], news[now])):
                found.append((best[was + 1, now + 1][0] + alike, (was + 1, now + 1)))
            best[was, now] = max(found, default=(0.0, (was, now)))
    was = now = 0
    while (was, now) != (len(olds), len(news)):
        after = best[was, now][1]
        yield olds[was] if after[0] > was else None, news[now] if after[1] > now else None
        was, now = after


def _alike(old: str, new: str) -> float:
    """Return how alike two lines are (行の類似度), 0 if they are no version of each other."""
    unit = _label(old)[0]
    if unit != _label(new)[0]:
        return 0
    was, now = (_NUMBERED.sub("", line, count=1) for line in (old, new))
    found = SequenceMatcher(None, was, now, autojunk=False).ratio()
    return found if found >= _LEAST_ALIKE or unit in ("", "条") else 0


def _label(line: str) -> tuple[str, re.Match[str] | None]:
    """Return what a line begins (条・項・号) and where that says so, "" and None for another."""
    found = ((unit, pattern.match(line)) for unit, pattern in _UNITS)
    return next((one for one in found if one[1]), ("", None))


_UNITS = (("条", ARTICLE), ("項", PARAGRAPH), ("号", ITEM), ("号", KANJI_ITEM))


def _behind_a_line(old: str, edit: TextEdit) -> TextEdit:
    """Return an insertion of whole lines as one behind the line above (行の追加)."""
    start, stop, new, source = edit
    is_of_lines = start == stop and start and old[start - 1] == "\n" and new.endswith("\n")
    return TextEdit(start - 1, stop - 1, f"\n{new[:-1]}") if is_of_lines and not source else edit


def _parted(edit: TextEdit) -> list[TextEdit]:
    """Return an insertion of items and of the paragraphs after them as two (号と項の追加)."""
    lines = edit.new.split("\n")[1:] if edit.new.startswith("\n") else []
    at = next((at for at, line in enumerate(lines) if PARAGRAPH.match(line)), 0)
    if not at or edit.source or edit.start < edit.stop:
        return [edit]
    return [edit._replace(new="\n" + "\n".join(some)) for some in (lines[:at], lines[at:])]


def _lines(old: str) -> list[_Provision]:
    """Return the lines of an article (条文の行), none of any other text."""
    if not article(old):
        return []
    found: list[_Provision] = []
    start, places = 0, provisions(old)
    for line, place in zip(old.split("\n"), places, strict=False):
        unit, label = _label(line)
        number = re.search(NUMBER, label[1]) if label else None
        digits = (0, 0)
        if label and number:
            at = start + label.start(1)
            digits = at + number.start(), at + number.end()
        over = "" if unit == "条" else re.sub(rf"第{NUMBER}{unit}\Z", "", place)
        found.append(
            _Provision(start, line, (over, unit), whole(number[0]) if number else 0, digits)
        )
        start += len(line) + 1
    return found if len(found) == len(places) == old.count("\n") + 1 else []


def _moves(old: str, lines: Sequence[_Provision], edit: TextEdit) -> list[_Renumbering]:
    """Return what an edit does to whole lines (行の移動), nothing if it is within one."""
    start, stop, new, _source = edit
    at = old.count("\n", 0, start)
    line = lines[at]
    if line.digits[0] <= start <= stop <= line.digits[1] != 0:
        first, last = line.digits
        number = old[first:start] + new + old[stop:last]
        is_number = re.fullmatch(NUMBER, number)
        return [_Renumbering(line.listing, at, whole(number))] if is_number else []
    end = line.start + len(line.text)
    if start == stop == end and new.startswith("\n"):
        added = tuple(new[1:].split("\n"))
        is_of_items = is_item(added[0])
        if not (all(map(is_item, added)) if is_of_items else PARAGRAPH.match(added[0])):
            return []
        listing = _listing_below(lines, at, "号" if is_of_items else "項")
        return [_Renumbering(listing, at, added=added)]
    if not new and start == end and old[stop : stop + 1] in ("", "\n"):
        return [
            _Renumbering(one.listing, place)
            for place, one in enumerate(lines)
            if start < one.start <= stop and one.listing[1] == lines[at + 1].listing[1]
        ]
    return []


def _listing_below(lines: Sequence[_Provision], at: int, unit: str) -> _Listing:
    """Return what provisions added below a line count on with (追加する並び)."""
    line = lines[at]
    if line.listing[1] == unit:
        return line.listing
    named = next(one.text for one in lines if one.listing[1] == "条")
    over = article(named)
    if unit == "項":
        return over, unit
    has_paragraphs = any(one.listing[1] == "項" for one in lines)
    number = counted(line.number if line.listing[1] == "項" else 1, over)
    return f"{over}第{number}項" if has_paragraphs else over, unit


def _moving(
    listing: _Listing, lines: Sequence[_Provision], moves: Sequence[_Renumbering]
) -> list[str]:
    """Return the sentences that move provisions (移動の文), none if no number changed."""
    _over, unit = listing
    renumbered = {one.at: one.number for one in moves if one.number is not None}
    if not renumbered:
        return []
    if unit == "条":
        ((at, number),) = renumbered.items()
        named = article(lines[at].text)
        return [f"{named}を{re.sub(NUMBER, counted(number, named), named, count=1)}とする。"]
    members = {at: one.number for at, one in enumerate(lines) if one.listing == listing}
    if unit == "項":  # the first has no number
        members = {at: 1 for at, one in enumerate(lines) if one.listing[1] == "条"} | members
    added = {
        max((m for m in members if m <= one.at), default=-1): one.added
        for one in moves
        if one.added
    }
    dropped = [one.at for one in moves if one.number is None and not one.added]
    order = [*_numbers(added.get(-1, ()), unit)]
    for at, was in members.items():
        if at not in dropped:
            order += [renumbered.get(at) or was, *_numbers(added.get(at, ()), unit)]
    if order != list(range(1, len(order) + 1)) or bool(added) is bool(dropped):
        return []
    if dropped:
        return [_after_dropping(listing, members, renumbered, dropped)]
    return [*_before_adding(listing, members, renumbered, added)]


def _numbers(added: Iterable[str], unit: str) -> list[int]:
    """Return the numbers of added provisions (追加する項・号の番号)."""
    found = (_label(line) for line in added)
    return [whole(match[1]) for of_unit, match in found if match and of_unit == unit]


def _before_adding(
    listing: _Listing,
    members: dict[int, int],
    renumbered: Mapping[int, int | None],
    added: Mapping[int, tuple[str, ...]],
) -> Iterator[str]:
    """Yield a sentence for each place where provisions are added (項・号の追加), the last first."""
    over, unit = listing
    run: list[tuple[int, int]] = []
    for at, number in (*reversed(members.items()), (-1, 0)):
        if at in added:
            count = counted(len(_numbers(added[at], unit)), over)
            phrases = _renumbered(run[::-1], listing, "繰り下げ")[::-1]
            where = f"第{counted(number, over)}{unit}の次" if number else f"同{unit}の前"
            said = "、".join([*phrases, f"{where}に次の{count}{unit}を加える。"])
            yield f"{over}{'中' * bool(phrases)}{said}{below(_BREAK.join(added[at]))}"
            run = []
        if new := renumbered.get(at):
            run.append((number, new))


def _after_dropping(
    listing: _Listing,
    members: Mapping[int, int],
    renumbered: Mapping[int, int | None],
    dropped: Sequence[int],
) -> str:
    """Return the sentence that drops provisions and moves up the others (項・号の削除)."""
    phrases: list[str] = []
    for is_gone, some in groupby(members, key=lambda at: at in dropped):
        run = [*some]
        if is_gone:
            phrases.append(f"{_together([members[at] for at in run], listing)}を削り")
        else:
            moves = [(members[at], new) for at in run if (new := renumbered.get(at))]
            phrases += _renumbered(moves, listing, "繰り上げ")
    last = re.sub(r"し\Z", "する", phrases[-1])
    last = re.sub(r"り\Z", "る", last)
    last = re.sub(r"げ\Z", "げる", last)
    return f"{listing[0]}中{'、'.join([*phrases[:-1], last])}。"


def _renumbered(moves: Sequence[tuple[int, int]], listing: _Listing, verb: str) -> list[str]:
    """Return how provisions are renumbered (番号の移動), many in a row together."""
    over, unit = listing
    found: list[str] = []
    for by, some in groupby(moves, key=lambda move: abs(move[1] - move[0])):
        run = [*some]
        if len(run) >= _FEWEST_TOGETHER:
            olds = _together([was for was, _now in run], listing)
            found.append(f"{olds}を{counted(by, over)}{unit}ずつ{verb}")
        else:
            names = ([f"第{counted(one, over)}{unit}" for one in move] for move in run)
            found += [f"{was}を{now}とし" for was, now in names]
    return found


def _together(numbers: Sequence[int], listing: _Listing) -> str:
    """Return how adjacent provisions are named (項・号の範囲): 第２号及び第３号."""
    over, unit = listing
    first, last = (f"第{counted(one, over)}{unit}" for one in (numbers[0], numbers[-1]))
    if len(numbers) >= _FEWEST_TOGETHER:
        return f"{first}から{last}まで"
    return first if len(numbers) == 1 else f"{first}及び{last}"


_BREAK = "\n"
_FEWEST_TOGETHER = 3  # adjacent provisions that are named together
