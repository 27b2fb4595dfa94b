"""Words (単語): a text cut where Sudachi's mode A cuts it, numbers and Latin words kept whole."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from operator import itemgetter
from threading import local
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

if TYPE_CHECKING:
    from sudachipy import Morpheme, Tokenizer  # type: ignore[import-untyped]  # it brings no types


class Word(NamedTuple):
    """A word (単語) as it is written, and what the dictionary knows of it.

    normalized: the one spelling of all its spellings (正規化表記); dictionary_form: its
    uninflected form (終止形); reading: in katakana (読み); pos: part of speech (品詞), six
    levels as Sudachi has them. Of a word that Sudachi cuts in several, such as Wi-Fi, the
    forms are joined, and pos is the first one's. content: the number of its characters if it
    tells a fact (内容語の字数), 0 if it is a particle, a light verb or a sign. separates: whether
    it is between items: a pause, a space or the end of a sentence (区切り).
    """

    surface: str
    normalized: str
    dictionary_form: str
    reading: str
    pos: tuple[str, ...]
    content: int
    separates: bool


Words = Sequence[Word]
"""Words of a text in their order (語の列)."""


_CONTENT = frozenset(("名詞", "動詞", "形容詞", "形状詞", "副詞", "代名詞"))

# Sudachi refuses 49,149 bytes and more, counted in the compatibility forms that it makes
# of the characters: four at most as a rule, but 33 of ﷺ.
_MOST_BYTES = 49_000
_LONGEST = 12_000
_ALWAYS_TAKEN = _MOST_BYTES // 33

# The other year's text repeats most clauses of a text, and so do other plans: the words of a
# clause are kept.
_USUAL_CLAUSE = 200
_MOST_CLAUSES = 8_192

_SENTENCE = re.compile(r"[^。\n]*(?:[。\n]+[」』）)】〕》〉”’\"']*|$)", re.ASCII)

# What is never cut, whatever the dictionary says. Digits: ASCII and full width.
_DIGITS = "0-9０-９"
_LETTERS = "A-Za-zＡ-Ｚａ-ｚÀ-ÖØ-öø-ɏ"
_WHOLE = re.compile(
    rf"[{_DIGITS}](?:[.,．，]?[{_DIGITS}])*(?:(?:[/／]|分の)[{_DIGITS}]+)?"
    rf"|[{_LETTERS}](?:['’‐‑-]?[{_LETTERS}{_DIGITS}])*"
    r"|\r\n"
)
# Marks that belong to the character before them: combining, voicing, variants, joined emoji.
ATTACHED = re.compile(
    "[\u0300-\u036f\u20d0-\u20ff\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f\u200d"
    "\U000e0100-\U000e01ef\U0001f3fb-\U0001f3ff]|(?<=\u200d)."
)
# Beside a rare sign 、 may be part of a word; where letters are around it, it hardly ever is.
PAUSE = re.compile(r"、(?<=[\w）」]、)(?=[\w（「])")
"""A 、 between clauses (節の切れ目): each clause alone is cut into the same words.

Sudachi's costs depend on adjacent words only, so that a clause with the 、 in front of it and
the one behind it is cut as it is within the whole text.
"""

SENTENCE_ENDS = frozenset("。\n")
PAUSES = frozenset("、，,・･")
CLOSING = "」』）)】〕》〉］]｝}”’"

_SURROGATES = "[\ud800-\udfff]"


def is_content(word: Word) -> bool:
    """Return whether the word tells a fact (内容語): no particle, light verb or sign."""
    return word.content > 0


_surface_of: Callable[[Word], str] = itemgetter(0)


def text_of(words: Iterable[Word]) -> str:
    """Return the text (本文) of the words."""
    return "".join(map(_surface_of, words))


def split_sentences(text: str) -> list[str]:
    """Return the sentences (文) of a text: up to 。 or a line's end, closing brackets with it."""
    return [sentence for sentence in _SENTENCE.findall(text) if sentence]


def words(text: str) -> list[Word]:
    """Return the words (単語) of a text, in order; joined they are the text."""
    found: list[Word] = []
    start = 0
    for pause in chain(PAUSE.finditer(text), (None,)):
        clause = _clause(text[start : pause.end() if pause else None])
        if not start:
            found += clause
        elif clause[0].surface == "、":
            found += clause[1:]  # the 、 is also the end of the clause before
        else:  # a rare sign and the 、 became one word
            return _uncut(text)
        start = pause.start() if pause else start
    return found


def _clause(text: str) -> list[Word]:
    """Return the words of a clause (節)."""
    return _known_clause(text) if len(text) <= _USUAL_CLAUSE else _uncut(text)


def _uncut(text: str) -> list[Word]:
    """Return the words of a text of any length, without regard to its clauses."""
    return [word for piece in _pieces(text) for word in _with_one_reading(piece)]


def _pieces(text: str) -> Iterator[str]:
    """Yield a long text in pieces that Sudachi accepts, divided between sentences if possible."""
    longest = _longest(text)
    piece = ""
    for sentence in split_sentences(text):
        for at in range(0, len(sentence), longest):
            part = sentence[at : at + longest]
            if len(piece) + len(part) > longest:
                yield piece
                piece = ""
            piece += part
    yield piece


def _longest(text: str) -> int:
    """Return how many of the text's characters Sudachi certainly accepts at once."""
    if len(text) <= _ALWAYS_TAKEN:
        return _ALWAYS_TAKEN
    forms = (normalize("NFKC", character) for character in set(text))
    widest = max(len(form.encode("utf-8", "surrogatepass")) for form in forms)
    return min(_LONGEST, _MOST_BYTES // widest)


def _cut(text: str) -> list[Word]:
    inside = _inside(text)
    morphemes = [*_tokenizer().tokenize(_whole(text))]
    places = [morpheme.begin() for morpheme in morphemes]
    result: list[Word] = []
    # ㍿ becomes two words, of which one has no place of its own in the text.
    if not inside and len({*places, len(text)}) == len(places) + 1:  # most texts
        ends = (*places[1:], len(text))
        spans = zip(morphemes, places, ends, strict=True) if places else ()
        for morpheme, start, stop in spans:
            result.append(_joined(text[start:stop], (morpheme,)))
        return result
    inside.add(len(text))
    parts: list[Morpheme] = []
    start = before = 0
    for morpheme, place in zip(morphemes, places, strict=True):
        if place > before and place not in inside:
            result.append(_joined(text[start:place], parts))
            start, parts = place, []
        before = place
        parts.append(morpheme)
    if parts:
        result.append(_joined(text[start:], parts))
    return result


def _whole(text: str) -> str:
    """Return a text that Sudachi accepts: half a surrogate pair makes it panic.

    A dash for the long vowel of katakana is one (長音): センタ－, サ－ビス, but not ホール－会議室.
    """
    text = re.sub(_LONG_VOWEL, "ー", text)
    try:
        text.encode()
    except UnicodeEncodeError:
        return re.sub(_SURROGATES, "\ufffd", text)
    return text


_LONG_VOWEL = r"(?<=[ァ-ヺ])[－−‐](?=[ァ-ヺ]{2})|(?<=[ァ-ヺ]{2})[－−‐](?=[ぁ-ん、。]|$)"
_NOUN_OF_VERBS = "見守り"


def _with_one_reading(text: str) -> list[Word]:
    """Return the words of a text in which 見守り is two verbs everywhere (読みの統一).

    Behind の the dictionary takes it for two nouns, and behind し for a verb and a noun, so that
    児童の見守り and 児童が見守り would differ in more than the particle.
    """
    found = _cut(text)
    if _NOUN_OF_VERBS in text:
        for at, (first, second) in enumerate(pairwise(found)):
            is_it = first.surface + second.surface == _NOUN_OF_VERBS
            if is_it and "名詞" in (first.pos[0], second.pos[0]):
                found[at : at + 2] = _cut(f"、{_NOUN_OF_VERBS}、")[1:-1]
    return found


def _joined(surface: str, parts: "Sequence[Morpheme]") -> Word:
    """Return the word that the dictionary's words make up; most are one (語の連結)."""
    if len(parts) == 1:
        return _WORDS.get((surface, parts[0].word_id())) or _known(surface, parts[0])
    known = [_known(part.surface(), part) for part in parts]
    return _word(
        surface,
        "".join([word.normalized for word in known]),
        "".join([word.dictionary_form for word in known]),
        "".join([word.reading for word in known]),
        known[0].pos,
    )


_known_clause = lru_cache(maxsize=_MOST_CLAUSES)(_with_one_reading)

_WORDS: dict[tuple[str, int], Word] = {}
_MOST_WORDS = 50_000  # some 30 MB; a whole country's plans have fewer


def _known(surface: str, morpheme: "Morpheme") -> Word:
    """Return a word, from memory if it was met before (既出の語): the dictionary is slow."""
    key = surface, morpheme.word_id()
    word = _WORDS.get(key)
    if word is None:
        if len(_WORDS) >= _MOST_WORDS:
            _WORDS.clear()
        word = _WORDS[key] = _word(
            surface,
            morpheme.normalized_form(),
            morpheme.dictionary_form(),
            morpheme.reading_form(),
            morpheme.part_of_speech(),
        )
    return word


# Verbs that the dictionary normalizes to a homophone of another meaning: 患者を診る, 歌を詠む.
_OTHER_VERBS = frozenset(
    ("請ける", "診る", "看る", "捕る", "盗る", "詠む", "検める", "速まる", "速める")
)


def _word(
    surface: str, normalized: str, dictionary_form: str, reading: str, pos: tuple[str, ...]
) -> Word:
    normalized = dictionary_form if dictionary_form in _OTHER_VERBS else normalized
    is_fact = pos[0] in _CONTENT and pos[1] != "非自立可能"
    content = len(surface) if is_fact else 0
    separates = surface in PAUSES or surface[:1] in SENTENCE_ENDS or surface.isspace()
    return Word(surface, normalized, dictionary_form, reading, pos, content, separates)


def _inside(text: str) -> set[int]:
    """Return the places where the text is not cut."""
    places = {match.start() for match in ATTACHED.finditer(text)}
    for match in _WHOLE.finditer(text):
        places.update(range(match.start() + 1, match.end()))
    return places


_own = local()


def _tokenizer() -> "Tokenizer":
    """Return this thread's tokenizer: Sudachi refuses one that another thread is using."""
    try:
        found: Tokenizer = _own.tokenizer
    except AttributeError:
        from sudachipy import Dictionary, SplitMode  # noqa: PLC0415  loads a dictionary

        found = _own.tokenizer = Dictionary(dict="small").tokenizer(mode=SplitMode.A)
    return found
