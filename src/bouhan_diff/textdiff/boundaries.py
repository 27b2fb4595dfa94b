"""Borders (切れ目): where the edits of words begin and end so that they read best.

`settle_borders` moves an edit to where a reader expects it, and `absorb_islands` joins edits that
only a word or two separate.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from .aligner import Edit, joined_edits
from .tokenizer import CLOSING, PAUSES, SENTENCE_ENDS, Words, text_of

_OPENING = "「『（(【〔《〈［[｛{“‘"
_BRACKETS = re.compile(f"[{re.escape(_OPENING + CLOSING)}]")
_ATTACHED = frozenset(("助詞", "助動詞", "接尾辞"))

# How far an edit is moved, and how long a range is searched for a better place.
_FARTHEST = 50
_WIDEST = 1_000


def settle_borders(old: Words, new: Words, edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits, each mere insertion or removal moved to where it reads best (境界の調整).

    An insertion that begins or ends like its neighbourhood can be placed a little earlier or
    later with the same result. Best are whole clauses between 、 and whole brackets.
    """
    settled: list[Edit] = []
    for place, edit in enumerate(edits):
        left = settled[-1] if settled else Edit(0, 0, 0, 0)
        right = edits[place + 1] if place + 1 < len(edits) else None
        room_left = edit.old_start - left.old_stop
        room_right = (right.old_start if right else len(old)) - edit.old_stop
        settled.append(_slid(old, new, edit, room_left, room_right))
    lines = _line_by_line(old, new, _gathered(old, new, joined_edits(settled)))
    return joined_edits(_whole_verb(old, new, edit) for edit in lines)


def _line_by_line(old: Words, new: Words, edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield the edits; one that turns a line into several becomes an edit for each new line.

    Where 209,000円 became 205,000円⏎② 型⏎229,000円, the first figure succeeds the old one and
    the other lines are added, although the last 円 is as equal as the first.
    """
    for place, edit in enumerate(edits):
        sides = (old, *edit[:2]), (new, *edit[2:])
        breaks = [
            next((at for at in range(start, stop) if words[at].surface[-1] == "\n"), 0)
            for words, start, stop in sides
        ]
        is_added = not breaks[0]
        at = breaks[is_added]
        if not at or breaks[not is_added]:
            yield edit
            continue
        words, start, stop = sides[is_added]
        end = stop  # of the line that the edit ends in
        while end < min(len(words), stop + _FARTHEST) and words[end].surface[-1] != "\n":
            end += 1
        size = end - stop
        room = (edits[place + 1].old_start if place + 1 < len(edits) else len(old)) - edit.old_stop
        ends = (text_of(words[at - size : at]), text_of(words[stop:end]))
        if not 0 < size <= min(room, at - start - 1) or ends[0] != ends[1]:
            yield edit
        elif is_added:
            yield edit._replace(new_stop=at - size)
            yield Edit(edit.old_stop + size, edit.old_stop + size, at, end)
        else:
            yield edit._replace(old_stop=at - size)
            yield Edit(at, end, edit.new_stop + size, edit.new_stop + size)


def without_common(old: Words, new: Words, edit: Edit) -> Edit:
    """Return a replacement without the text that both sides begin or end with (共通部分の除外).

    The dictionary may cut the same text into other words: 市, 内, ５ but 市内, ６. Only what is
    shown is so trimmed: the kind of an edit is read from whole words.
    """
    old_start, old_stop, new_start, new_stop = edit
    was = [word.surface for word in old[old_start:old_stop]]
    now = [word.surface for word in new[new_start:new_stop]]
    if not (was and now):
        return edit
    is_apart = was[0][0] != now[0][0] and was[-1][-1] != now[-1][-1]
    if is_apart or "".join(was) == "".join(now):
        return edit
    first, new_first = _common_start(was, now)
    last, new_last = _common_start(
        [one[::-1] for one in reversed(was[first:])],
        [one[::-1] for one in reversed(now[new_first:])],
    )
    return Edit(old_start + first, old_stop - last, new_start + new_first, new_stop - new_last)


def _common_start(was: Sequence[str], now: Sequence[str]) -> tuple[int, int]:
    """Return how many words of each side make up the text with which both begin.

    Both are 0 where the words are the same: the alignment had its reason to part them.
    """
    shared = (0, 0)
    left = right = ""
    i = j = 0
    while left.startswith(right) or right.startswith(left):
        if left == right and i:
            shared = (i, j)
        if len(left) <= len(right):
            if i == len(was):
                break
            i, left = i + 1, left + was[i]
        else:
            if j == len(now):
                break
            j, right = j + 1, right + now[j]
    i, j = shared
    return shared if was[:i] != now[:j] else (0, 0)


def _slid(old: Words, new: Words, edit: Edit, room_left: int, room_right: int) -> Edit:
    """Return an insertion or removal, moved to the best of its possible places."""
    if edit.old_start != edit.old_stop and edit.new_start != edit.new_stop:
        return edit
    is_added = edit.old_start == edit.old_stop
    words = new if is_added else old
    start, stop = edit[2:] if is_added else edit[:2]
    places = [0]  # by how many words it can be moved
    for step, room in ((-1, room_left), (1, room_right)):
        for distance in range(1, min(room, _FARTHEST) + 1):
            by = step * distance
            leaving, entering = (
                (stop + by, start + by) if step < 0 else (start + by - 1, stop + by - 1)
            )
            if words[leaving].surface != words[entering].surface:
                break
            places.append(by)
    if len(places) == 1:
        return edit
    best = max(places, key=lambda by: _fit(words, start + by, stop + by))
    return Edit(*[at + best for at in edit])


def _gathered(old: Words, new: Words, edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits, with the words between two insertions, or removals, at the best place.

    「犯罪被害者等基本法」に基づき、犯罪被害者等 is better one insertion than the two pieces 「 and
    等基本法」に基づき、犯罪被害者等 around a 犯罪被害者.
    """
    gathered: list[Edit] = []
    for edit in edits:
        right = edit
        if gathered:
            left = gathered[-1]
            if left.old_start == left.old_stop and right.old_start == right.old_stop:
                size = right.old_start - left.old_stop
                at = _best_place(new, left.new_start, right.new_stop, left.new_stop, size)
                gathered[-1] = left._replace(new_stop=at)
                right = right._replace(new_start=at + size)
            elif left.new_start == left.new_stop and right.new_start == right.new_stop:
                size = right.new_start - left.new_stop
                at = _best_place(old, left.old_start, right.old_stop, left.old_stop, size)
                gathered[-1] = left._replace(old_stop=at)
                right = right._replace(old_start=at + size)
        gathered.append(right)
    return [edit for edit in gathered if edit[0] < edit[1] or edit[2] < edit[3]]


def _whole_verb(old: Words, new: Words, edit: Edit) -> Edit:
    """Return the edit, extended to the whole of a compound verb (複合動詞) whose end it changes.

    取り and 付ける are two words, but to a reader 取り付けることで became 取り付け.
    """
    old_start, old_stop, new_start, new_stop = edit
    if not (0 < old_start < old_stop and 0 < new_start < new_stop):
        return edit
    stem = old[old_start - 1]
    if stem.pos[0] != "動詞" or "連用形" not in stem.pos[5] or stem != new[new_start - 1]:
        return edit
    is_verb = old[old_start].pos[0] == new[new_start].pos[0] == "動詞"
    return Edit(old_start - 1, old_stop, new_start - 1, new_stop) if is_verb else edit


def _best_place(words: Words, start: int, stop: int, at: int, size: int) -> int:
    """Return the best place in [start, stop) for the unmarked words [at, at + size)."""
    if stop - start > _WIDEST:
        return at
    island = [word.surface for word in words[at : at + size]]

    def fit(place: int) -> int:
        return _fit(words, start, place) + _fit(words, place + size, stop)

    best = at
    for place in range(start, stop - size + 1):
        if (
            words[place].surface == island[0]
            and [word.surface for word in words[place : place + size]] == island
            and fit(place) > fit(best)
        ):
            best = place
    return best


def _fit(words: Words, start: int, stop: int) -> int:
    """Return how good the words [start, stop) are as a unit (まとまり)."""
    if start == stop:
        return 12
    return (
        (_JOINING if _joins(words, start) else _border(words, start))
        + _border(words, stop)
        - (20 if is_torn(text_of(words[start:stop])) else 0)
    )


def _joins(words: Words, at: int) -> bool:
    """Return whether the words at a place join an item to those before it (並列の接続)."""
    return words[at].surface in _CONJUNCTIONS or text_of(words[at : at + 2]) == "その他"


_CONJUNCTIONS = frozenset(("及び", "並びに", "又は", "若しくは"))
_JOINING = 7
"""How good a border is in front of such words, whatever is before them."""


def _border(words: Words, at: int) -> int:  # noqa: PLR0911  one border a line
    """Return how good the border in front of words[at] is (切れ目の良さ)."""
    if at in (0, len(words)):
        return 6
    left, right = words[at - 1], words[at]
    last, first = left.surface[-1], right.surface[0]
    if last in SENTENCE_ENDS:
        return 6
    if left.surface in PAUSES:
        return 5
    if last in _OPENING or left.pos[0] == "接頭辞":
        return -1
    if first in _OPENING:
        return 4
    if right.surface in PAUSES:
        return 3
    if right.pos[0] in _ATTACHED or first in CLOSING:
        return 0
    if left.pos[0] in ("助詞", "助動詞"):
        return 3
    return 2 if last in CLOSING else 1


def is_torn(text: str) -> bool:
    """Return whether a bracket in the text has no partner (括弧の片割れ)."""
    depth = 0
    for sign in _BRACKETS.findall(text):
        depth += 1 if sign in _OPENING else -1
        if depth < 0:
            return True
    return depth != 0


# --- Islands ----------------------------------------------------------------------------------

# What a span costs a reader, in halves of a marked character. Long spans can be read alone; a
# short one, and even more a single character, is better joined with its neighbour, although
# the words between them (the island) are then marked on both sides.
_SPAN_COST = 1
_SHORT_SPAN_COST = 7
_TINY_SPAN_COST = 4
_SHORT = 6
# A particle between two edits, equal by chance, does not separate them for a reader.
_CHANCE_ISLAND_COST = 6
_LONGEST_ISLAND = 2
_MOST_JOINED = 20

_LINKS = frozenset((*PAUSES, "及び", "又は", "並びに", "若しくは", "および", "または", "や", "と"))
"""What is between the items of a list (並列の接続)."""


def absorb_islands(
    old: Words, new: Words, edits: Sequence[Edit], groups: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the ranges of edits that read best as one (小島の吸収), in order.

    groups: only edits of one group are joined. Of all ways to join neighbours the cheapest to
    read is taken. An island has at most two words, and neither ends a sentence nor separates a
    pair of brackets.
    """
    lengths = [list(accumulate([len(w.surface) for w in side], initial=0)) for side in (old, new)]
    best = [(0, 0)]  # of the first n edits: the least cost, and where the last range starts
    for stop in range(1, len(edits) + 1):
        options = []
        for start in range(stop - 1, max(stop - _MOST_JOINED, 0) - 1, -1):
            if start < stop - 1 and not _can_join(old, new, edits, groups, start):
                break
            cost = _cost(lengths, edits[start], edits[stop - 1])
            if start and _is_chance(old[edits[start - 1].old_stop : edits[start].old_start]):
                cost += _CHANCE_ISLAND_COST
            options.append((best[start][0] + cost, start))
        best.append(min(options))
    ranges = []
    stop = len(edits)
    while stop:
        start = best[stop][1]
        ranges.append((start, stop))
        stop = start
    return reversed(ranges)


def _can_join(
    old: Words, new: Words, edits: Sequence[Edit], groups: Sequence[int], place: int
) -> bool:
    """Return whether an edit and the next one may be joined."""
    left, right = edits[place], edits[place + 1]
    island = old[left.old_stop : right.old_start]
    if groups[place] != groups[place + 1] or len(island) > _LONGEST_ISLAND:
        return False
    if _is_of_lines(old, new, right) or _is_item(old, new, left) or _is_item(old, new, right):
        return False
    if _grows_list(old, new, left, right):
        return False
    return not is_torn(text_of(island)) and all(
        word.surface[0] not in SENTENCE_ENDS for word in island
    )


def _is_of_lines(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether an edit only adds or drops lines behind the one before it (行の増減)."""
    words = [*old[edit.old_start : edit.old_stop], *new[edit.new_start : edit.new_stop]]
    is_one_sided = edit.old_start == edit.old_stop or edit.new_start == edit.new_stop
    return is_one_sided and words[0].surface[-1] == "\n"


def _is_item(old: Words, new: Words, edit: Edit) -> bool:
    """Return whether an edit only inserts or removes items of a list (並列の項目)."""
    words = [*old[edit.old_start : edit.old_stop], *new[edit.new_start : edit.new_stop]]
    is_one_sided = edit.old_start == edit.old_stop or edit.new_start == edit.new_stop
    return (
        is_one_sided
        and len(words) > 1
        and (words[0].surface in PAUSES) != (words[-1].surface in PAUSES)
    )


def _grows_list(old: Words, new: Words, left: Edit, right: Edit) -> bool:
    """Return whether a list gains or loses its last item: 国及び県 becomes 国、県及び市."""
    links = {
        text_of(old[left.old_start : left.old_stop]),
        text_of(new[left.new_start : left.new_stop]),
    }
    was = text_of(old[right.old_start : right.old_stop])
    now = text_of(new[right.new_start : right.new_stop])
    return links <= _LINKS and not (was and now) and (was or now).startswith(tuple(links))


def _is_chance(island: Words) -> bool:
    """Return whether the words between two edits are only particles (助詞のみの小島)."""
    return all(word.pos[0] in ("助詞", "助動詞") for word in island)


def _cost(lengths: Sequence[Sequence[int]], first: Edit, last: Edit) -> int:
    """Return what one edit from the first to the last costs a reader (読む手間)."""
    old, new = lengths
    removed = old[last.old_stop] - old[first.old_start]
    added = new[last.new_stop] - new[first.new_start]
    return sum(
        2 * marked
        + _SPAN_COST
        + (_SHORT_SPAN_COST if marked <= _SHORT else 0)
        + (_TINY_SPAN_COST if marked == 1 else 0)
        for marked in (removed, added)
        if marked
    )
