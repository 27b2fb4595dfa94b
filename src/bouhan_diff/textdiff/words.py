"""Words (単語): a text cut where Sudachi's mode A cuts it, numbers and Latin words kept whole."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sudachipy import Tokenizer  # type: ignore[import-untyped]  # it brings no types


class Word(NamedTuple):
    """A word (単語) as it is written, and what the dictionary knows of it.

    normalized: the one spelling of all its spellings (正規化表記); dictionary_form: its
    uninflected form (終止形); reading: in katakana (読み); pos: part of speech (品詞), six
    levels as Sudachi has them. Of a word that Sudachi cuts in several, such as Wi-Fi, the
    forms are joined, and pos is the first one's.
    """

    surface: str
    normalized: str
    dictionary_form: str
    reading: str
    pos: tuple[str, ...]


_CONTENT = frozenset(("名詞", "動詞", "形容詞", "形状詞", "副詞", "代名詞"))

# Sudachi refuses 49,149 bytes and more; a character has at most four.
_LONGEST = 12_000

_SENTENCE = re.compile(r"[^。\n]*(?:[。\n]+[」』）)】〕》〉”’\"']*|$)", re.ASCII)
_CLAUSE = re.compile(r"[^、，]*(?:[、，]|$)")

# What must not be cut, whatever the dictionary says. Digits: ASCII and full width.
_DIGITS = "0-9０-９"
_LETTERS = "A-Za-zＡ-Ｚａ-ｚÀ-ÖØ-öø-ɏ"
_WHOLE = re.compile(
    rf"[{_DIGITS}]+(?:[.,．，][{_DIGITS}]+)*"
    rf"|[{_LETTERS}][{_LETTERS}{_DIGITS}]*(?:['’‐‑-][{_LETTERS}{_DIGITS}]+)*"
    r"|\r\n"
)
# Marks that belong to the character in front: combining, voicing, variants, joined emoji.
_ATTACHED = re.compile(
    "[\u0300-\u036f\u20d0-\u20ff\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f\u200d"
    "\U000e0100-\U000e01ef\U0001f3fb-\U0001f3ff]|(?<=\u200d)."
)
_SURROGATES = re.compile("[\ud800-\udfff]")


def is_content(word: Word) -> bool:
    """Return whether the word tells a fact (内容語): no particle, light verb or sign."""
    return word.pos[0] in _CONTENT and word.pos[1] != "非自立可能"


def sentences(text: str) -> list[str]:
    """Return the sentences (文) of a text: up to 。 or a line's end, closing brackets with it."""
    return [match[0] for match in _SENTENCE.finditer(text) if match[0]]


def words(text: str) -> list[Word]:
    """Return the words (単語) of a text, in order; joined they are the text."""
    return [word for piece in _pieces(text) for word in _cut(piece)]


def _pieces(text: str) -> Iterator[str]:
    """Yield the text in pieces that Sudachi takes, parted at sentences where need be."""
    if not text:
        return
    if len(text) <= _LONGEST:
        yield text
        return
    piece = ""
    for sentence in sentences(text):
        for part in _clauses(sentence) if len(sentence) > _LONGEST else (sentence,):
            if len(piece) + len(part) > _LONGEST:
                yield piece
                piece = ""
            piece += part
    yield piece


def _clauses(sentence: str) -> Iterator[str]:
    for match in _CLAUSE.finditer(sentence):
        clause = match[0]
        yield from (clause[at : at + _LONGEST] for at in range(0, len(clause), _LONGEST))


def _cut(text: str) -> Iterator[Word]:
    # Half a surrogate pair is no Unicode text, and Sudachi ends the process's work over it.
    morphemes = list(_tokenizer().tokenize(_SURROGATES.sub("\ufffd", text)))
    inside = _inside(text)
    starts: list[int] = []
    for n, morpheme in enumerate(morphemes):
        # ㈱ becomes two words, of which one has no place of its own in the text.
        begin = morpheme.begin()
        if begin not in inside and begin > (morphemes[starts[-1]].begin() if starts else -1):
            starts.append(n)
    for start, stop in zip(starts, [*starts[1:], len(morphemes)], strict=True):
        first, last = morphemes[start], morphemes[stop - 1]
        surface = text[first.begin() : last.end()]
        if stop - start == 1:
            yield Word(
                surface,
                first.normalized_form(),
                first.dictionary_form(),
                first.reading_form(),
                first.part_of_speech(),
            )
            continue
        parts = morphemes[start:stop]
        yield Word(
            surface,
            "".join(part.normalized_form() for part in parts),
            "".join(part.dictionary_form() for part in parts),
            "".join(part.reading_form() for part in parts),
            first.part_of_speech(),
        )


def _inside(text: str) -> set[int]:
    """Return the places where the text must not be cut."""
    places = {at for match in _WHOLE.finditer(text) for at in range(match.start() + 1, match.end())}
    places.update(match.start() for match in _ATTACHED.finditer(text) if match.start())
    places.add(len(text))
    return places


@cache
def _tokenizer() -> "Tokenizer":
    from sudachipy import Dictionary, SplitMode  # noqa: PLC0415  loads a dictionary

    return Dictionary(dict="small").tokenizer(mode=SplitMode.A)
