"""What was said before (既出): words that a text may leave out without a loss."""

from collections.abc import Sequence

from ..tokenizer import Word
from .lexicon import ACTORS, INTRODUCING, NOUNS

Words = Sequence[Word]

# How many words before an edit are searched for what it says.
FARTHEST = 200


def is_said_before(words: Words, start: int, stop: int) -> bool:
    """Return whether the words [start, stop) say what was said in front of them (既出の語句)."""
    if not start < stop < len(words):
        return False
    return (
        _is_part_of_compound(words, start, stop)
        or _is_pointing(words, start, stop)
        or _is_subject(words, start, stop)
    )


def _is_part_of_compound(words: Words, start: int, stop: int) -> bool:
    """Return whether they begin a compound that stands whole before in its sentence.

    見守り活動を行う団体に、見守り活動に. Not of people, who may be others, nor of a mere
    ending such as 灯.
    """
    after = words[stop]
    if after.pos[0] != "名詞" or len(after.surface) == 1 or after.surface[-1] in ACTORS:
        return False
    return all(map(_is_of_compound, words[start:stop])) and any(_places(words, start, stop + 1))


def _is_pointing(words: Words, start: int, stop: int) -> bool:
    """Return whether they are この or その before a noun that was named (この教室では)."""
    if stop - start != 1 or words[start].surface not in ("この", "その", "当該"):
        return False
    end = stop
    while end < len(words) and _is_of_compound(words[end]):
        end += 1
    named = [word.surface for word in words[stop:end]]
    size = len(named)
    return bool(named) and any(
        [word.surface for word in words[at : at + size]] == named
        and (at + size == len(words) or not _is_of_compound(words[at + size]))
        for at in range(max(start - FARTHEST, 0), start - size + 1)
    )


def _is_subject(words: Words, start: int, stop: int) -> bool:
    """Return whether they name again whom the clause before has put there.

    交通指導員を配置し、交通指導員が児童を誘導する.
    """
    if start < 1 or words[start - 1].surface != "、" or words[stop - 1].surface not in ("が", "は"):
        return False
    if not all(map(_is_of_compound, words[start : stop - 1])):
        return False
    return any(
        words[end].surface == "を" and words[end + 1].normalized in INTRODUCING
        for end in _places(words, start, stop - 1)
    )


def _places(words: Words, start: int, stop: int) -> list[int]:
    """Return the ends of each place before where the compound [start, stop) stands whole."""
    if not _is_whole(words, start, stop):
        return []
    compound = [word.surface for word in words[start:stop]]
    ends = []
    for at in range(start - len(compound), max(start - FARTHEST, 0) - 1, -1):
        if words[at].surface == "。":
            break
        end = at + len(compound)
        if [w.surface for w in words[at:end]] == compound and _is_whole(words, at, end):
            ends.append(end)
    return ends


def _is_of_compound(word: Word) -> bool:
    """Return whether a word may be part of a compound (複合語): a noun, or 見守り."""
    return word.pos[0] in NOUNS or (word.pos[0] == "動詞" and word.pos[5].startswith("連用形"))


def _is_whole(words: Words, start: int, stop: int) -> bool:
    """Return whether no further part of a compound stands around [start, stop)."""
    around = (*words[max(start - 1, 0) : start], *words[stop : stop + 1])
    return not any(word.pos[0] in NOUNS for word in around)
