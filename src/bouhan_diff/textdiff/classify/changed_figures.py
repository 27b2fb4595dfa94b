"""Changed figures (変わった数値): the figures in which two texts differ."""

import re
import unicodedata
from collections import Counter, deque
from collections.abc import Iterator, Sequence

from ..aligner import align
from .figures import Figure, figures
from .lexicon import unit

# These patterns run at every figure of a text, so none may look far.
_LONGEST_IN_FRONT = 4
_IN_FRONT = re.compile(r"(?:第|約|およそ|おおむね|概ね|毎?[年月週日]|計|全|延べ)$")

# Item numbers, which count nothing: (1), 1., ①.
_ITEM = re.compile(r"(?m)(?:^[^\S\n]*|[(（])[0-9０-９]{1,2}(?=[)）.．、　])")


def changed_figures(old: str, new: str) -> list[tuple[str, str]]:
    """Return the figures (変わった数値) that two texts do not share, as written.

    Each is what it was and what it is, empty where it came or went. ６か月 and 六カ月 are the
    same figure; numbers of items in a list are none.
    """
    was, now = list(_counting(old)), list(_counting(new))
    keys = [[(figure.value, _unit(figure)) for figure in side] for side in (was, now)]
    elsewhere = [Counter(keys[1]) - Counter(keys[0]), Counter(keys[0]) - Counter(keys[1])]
    changed: list[tuple[str, str]] = []
    for edit in align([*map(str, keys[0])], [*map(str, keys[1])]):
        gone = _unshared(was, keys[0], edit.old_start, edit.old_stop, elsewhere[1])
        come = _unshared(now, keys[1], edit.new_start, edit.new_stop, elsewhere[0])
        partners: dict[str, deque[int]] = {}
        for place, figure in enumerate(come):
            partners.setdefault(_unit(figure), deque()).append(place)
        taken = set()
        for figure in gone:
            if waiting := partners.get(_unit(figure)):
                place = waiting.popleft()
                taken.add(place)
                changed.append((_shown(old, figure), _shown(new, come[place])))
            else:
                changed.append((_shown(old, figure), ""))
        changed += (
            ("", _shown(new, figure)) for place, figure in enumerate(come) if place not in taken
        )
    return changed


def _counting(text: str) -> Iterator[Figure]:
    """Yield the figures that count or date something (項目番号を除く)."""
    items = {match.end() for match in _ITEM.finditer(text)}
    for figure in figures(text):
        left = text[figure.start - 1 : figure.start]
        right = text[figure.stop : figure.stop + 1]
        is_of_word = _is_latin(left) or (_is_latin(right) and not figure.counter)
        if figure.stop not in items and not is_of_word:
            yield figure


def _unshared(
    side: Sequence[Figure],
    keys: Sequence[tuple[str, str]],
    start: int,
    stop: int,
    left: Counter[tuple[str, str]],
) -> list[Figure]:
    """Return the figures of a range that occur nowhere in the other text (移動を除く)."""
    found = []
    for figure, key in zip(side[start:stop], keys[start:stop], strict=True):
        if left[key] > 0:
            left[key] -= 1
            found.append(figure)
    return found


def _unit(figure: Figure) -> str:
    return unit(figure.counter)


def _shown(text: str, figure: Figure) -> str:
    """Return a figure with its prefix and counter (約350団体, 年6回)."""
    start = figure.start
    if match := _IN_FRONT.search(text, max(start - _LONGEST_IN_FRONT, 0), start):
        start = match.start()
    return text[start : figure.stop + len(figure.counter)]


def _is_latin(sign: str) -> bool:
    return bool(sign) and unicodedata.normalize("NFKC", sign).isascii() and sign.isalpha()
