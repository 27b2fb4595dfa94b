"""Width folding (全角・半角の同一視) for matching, filtering and grouping; never for showing."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache


def fold(text: str) -> str:
    """Return the text without differences of width, compatibility form, case and space.

    エ2, エ② and ｴ② fold to one string; so do 市民生活課(地域担当） and 市民生活課（地域担当）.
    """
    return _fold_word(text) if len(text) <= _LONGEST_WORD else _fold(text)


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


# The same words, departments and numbers come again and again.
_LONGEST_WORD = 40
_fold_word = lru_cache(maxsize=8192)(_fold)


def spellings(texts: Iterable[str]) -> dict[str, str]:
    """Return the commonest spelling (代表表記) of each text by how it folds, in their order.

    Of several that are as common it is the first.
    """
    counts: dict[str, Counter[str]] = {}
    for text in texts:
        counts.setdefault(fold(text), Counter())[text] += 1
    return {key: max(written, key=written.__getitem__) for key, written in counts.items()}


def occurrences(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield where a word stands in a text (出現箇所), width folded, as start and end."""
    wanted = fold(word)
    if not wanted:
        return
    folded = ""
    origins: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _is_joined(text[end]):
            end += 1
        piece = fold(text[start:end])
        folded += piece
        origins += [(start, end)] * len(piece)
        start = end
    place = folded.find(wanted)
    while place >= 0:
        yield origins[place][0], origins[place + len(wanted) - 1][1]
        place = folded.find(wanted, place + len(wanted))


def _is_joined(character: str) -> bool:
    """Whether the character only alters the one before it, as ﾞ does."""
    return character in "ﾞﾟ" or bool(unicodedata.combining(character))


_NO_VALUE = frozenset(
    {"", "―", "－", "-", "‐", "‑", "–", "—", "−", "ー", "─", "━", "…", "皆増", "皆減"}
)


def is_no_value(text: str) -> bool:
    """Return whether a cell says that there is no value (値なし): empty, ― or 皆増; 0 is one."""
    return "".join(text.split()) in _NO_VALUE
