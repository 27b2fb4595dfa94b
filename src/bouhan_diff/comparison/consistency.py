"""Consistency (表記の統一): terms that the new edition writes in two ways, or changed in part.

Three findings: a word in two spellings (表記ゆれ), a name with and without its last part
(苫小牧警察 and 苫小牧警察署), and a term that was replaced in some rows but not in others
(直し漏れ). Quoted names 「…」 are skipped: they are not the author's to change.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from ..text.normalize import fold
from ..textdiff import Segment
from ..textdiff.tokenizer import Word, text_of, words
from .table import ComparisonTable, Row

Uses = Mapping[str, tuple[str, ...]]
"""Where each term is used (用例): the references of its rows, by term."""


class Finding(StrEnum):
    """What is not consistent (不統一の種類)."""

    SPELLING = "spelling"  # 表記ゆれ
    NAME = "name"  # 名称の一部省略
    REPLACED = "replaced"  # 直し漏れ


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Terms used side by side (不統一), each with the rows that have it.

    For REPLACED, the first term is the old one, with the rows that still have it, and the second
    the new one, with the rows that use it instead.
    """

    finding: Finding
    uses: Uses


_QUOTED = re.compile("「[^「」\n]*」|『[^『』\n]*』")
_NOUN_PARTS = frozenset({"名詞", "接頭辞", "接尾辞"})
_OTHERS = frozenset({"等", "ら", "達", "たち", "各", "同", "本"})
"""Parts of nouns that belong to no term: 苫小牧警察署等 is 苫小牧警察署 and others."""

_SPELT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞"})

_TWO_WORDS = frozenset({"非自立可能", "副詞可能", "助数詞可能"})
"""Parts of speech whose spellings mean two things: 時 and とき, 見る and みる, 箇所 and か所."""

_KANJI = re.compile("[一-龠々]")

_LONGEST_SIGN = 2
"""Latin letters that may be a unit or a label, of which b and B are two: cm, ㎠, (a)."""

_ALIKE = 0.5
_OFTEN = 2


def find_inconsistencies(table: ComparisonTable) -> tuple[Inconsistency, ...]:
    """Return the inconsistencies in the new edition of a table (不統一の一覧)."""
    rows = table.all_rows()
    texts_by_row = [(row.ref, [_AnalysedText(text) for text in _texts(row)]) for row in rows]
    replaced = list(_replaced(rows, texts_by_row))
    others = (
        one
        for one in (*_spellings(texts_by_row), *_names(texts_by_row))
        if not _is_among(one, replaced)
    )
    return (*replaced, *others)


def _is_among(one: Inconsistency, replaced: Iterable[Inconsistency]) -> bool:
    """Return whether the terms are equal to, or parts of, terms already reported (報告済み)."""
    return any(
        all(any(term in whole for whole in other.uses) for term in one.uses) for other in replaced
    )


class _AnalysedText:
    """A text (文) with its words and terms."""

    def __init__(self, text: str) -> None:
        self.words = words(_QUOTED.sub("。", text))
        self.terms = tuple(_terms(self.words))


_TextsByRow = Sequence[tuple[str, Sequence[_AnalysedText]]]


def _texts(row: Row) -> Iterator[str]:
    """Yield the row's texts in the edition that is looked at (対象の文), fields included."""
    summary = row.old if row.new is None and row.kind is None else row.new
    if summary:
        yield summary
    for field in row.fields:
        value = field.old if field.new is None and row.kind is None else field.new
        if not field.is_amount and value:
            yield value


def _terms(analysed: Iterable[Word]) -> Iterator[tuple[Word, ...]]:
    """Yield the terms (用語): nouns that are joined into one, without numbers."""
    for is_part, group in groupby(analysed, _is_part):
        term = tuple(group)
        if is_part and not any(word.pos[1] == "数詞" for word in term):
            yield term


def _is_part(word: Word) -> bool:
    """Return whether the word can be part of a term (用語の一部)."""
    return word.pos[0] in _NOUN_PARTS and word.surface not in _OTHERS


def _grouped(pairs: Iterable[tuple[str, str]]) -> Uses:
    refs_by_term: dict[str, dict[str, None]] = {}
    for term, ref in pairs:
        refs_by_term.setdefault(term, {})[ref] = None
    return {term: tuple(refs) for term, refs in refs_by_term.items()}


# --------------------------------------------------------------------- two spellings


def _spellings(texts_by_row: _TextsByRow) -> Iterator[Inconsistency]:
    """Yield words in two spellings (表記ゆれ), compounds separately: 立ち入り, 立入調査."""
    uses_of_word: dict[tuple[str, str, bool], list[tuple[str, str]]] = {}
    for ref, texts in texts_by_row:
        for text in texts:
            for word, is_joined in _with_neighbours(text.words):
                if word.pos[0] in _SPELT and not _TWO_WORDS.intersection(word.pos):
                    is_noun = word.pos[0] == "名詞"
                    written = word.surface if is_noun else word.dictionary_form
                    key = word.normalized, word.pos[0], is_noun and is_joined
                    uses_of_word.setdefault(key, []).append((written, ref))
    for (_normalized, pos, _is_joined), pairs in uses_of_word.items():
        uses = _grouped(pairs)
        if pos != "名詞":
            uses = _one_word(uses)
        if len(uses) > 1:
            yield Inconsistency(Finding.SPELLING, uses)


def _one_word(uses: Uses) -> Uses:
    """Return the spellings of one verb (一つの動詞): not 併せる and 合わせる, nor 行える and 行う.

    They have the same kanji, or none, and the same ending.
    """
    kanji = {term: frozenset(_KANJI.findall(term)) for term in uses}
    first = next((term for term, signs in kanji.items() if signs), next(iter(uses)))
    return {
        term: refs
        for term, refs in uses.items()
        if kanji[term] in (kanji[first], frozenset()) and term[-1] == first[-1]
    }


def _with_neighbours(analysed: Sequence[Word]) -> Iterator[tuple[Word, bool]]:
    """Yield the words that may vary in spelling, each with whether a noun is next to it."""
    for place, word in enumerate(analysed):
        beside = (*analysed[max(place - 1, 0) : place], *analysed[place + 1 : place + 2])
        folded = fold(word.surface)
        is_sign = folded.isascii() and len(folded) <= _LONGEST_SIGN
        if word.pos[1] not in ("固有名詞", "数詞") and folded.isalnum() and not is_sign:
            yield word, any(other.pos[0] in _NOUN_PARTS for other in beside)


# ------------------------------------------------------------------------ names cut


def _names(texts_by_row: _TextsByRow) -> Iterator[Inconsistency]:
    """Yield names that lack their last part somewhere (名称の省略): 苫小牧警察, …警察署."""
    terms = [(term, ref) for ref, texts in texts_by_row for text in texts for term in text.terms]
    uses = _grouped((text_of(term), ref) for term, ref in terms)
    for term in {text_of(term): term for term, _ref in terms}.values():
        short, last = text_of(term[:-1]), term[-1]
        is_name = len(term) > _OFTEN and term[0].pos[1] == "固有名詞"
        if (
            is_name
            and short in uses
            and last.pos[0] in ("名詞", "接尾辞")
            and len(last.surface) == 1
        ):
            full = text_of(term)
            yield Inconsistency(Finding.NAME, {short: uses[short], full: uses[full]})


# ------------------------------------------------------------------ replaced in part


def _replaced(rows: Sequence[Row], texts_by_row: _TextsByRow) -> Iterator[Inconsistency]:
    """Yield terms that were replaced in some rows only (直し漏れ)."""
    pairs: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows:
        for segments in row.texts_compared:
            for pair in _replacements(segments):
                pairs.setdefault(pair, {})[row.ref] = None
    if not pairs:
        return
    uses = _grouped(
        (text_of(term), ref) for ref, texts in texts_by_row for text in texts for term in text.terms
    )
    for (old, new), refs in pairs.items():
        left = tuple(ref for ref in uses.get(old, ()) if ref not in refs)
        if left and (len(refs) >= _OFTEN or _is_alike(old, new)):
            yield Inconsistency(Finding.REPLACED, {old: left, new: tuple(refs)})


def _replacements(segments: Sequence[Segment]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of terms of which one replaced the other (用語の置換え), as whole terms."""
    if not any(segment.is_edit for segment in segments):
        return
    olds, news = (
        _spans("".join(one.old if is_old else one.new for one in segments))
        for is_old in (True, False)
    )
    old_place = new_place = 0
    for segment in segments:
        old_end, new_end = old_place + len(segment.old), new_place + len(segment.new)
        if segment.is_edit and segment.old and segment.new:
            old = [term for start, end, term in olds if start < old_end and old_place < end]
            new = [term for start, end, term in news if start < new_end and new_place < end]
            if len(old) == len(new) == 1 and old != new and segment.old in old[0]:
                yield old[0], new[0]
        old_place, new_place = old_end, new_end


def _spans(text: str) -> list[tuple[int, int, str]]:
    """Return the terms of a text with their places (用語の位置)."""
    terms, place = [], 0
    for is_part, group in groupby(words(text), _is_part):
        term = tuple(group)
        surface = text_of(term)
        if is_part and len(surface) > 1 and not any(word.pos[1] == "数詞" for word in term):
            terms.append((place, place + len(surface), surface))
        place += len(surface)
    return terms


def _is_alike(old: str, new: str) -> bool:
    """Return whether two terms name the same thing (同じ物の名): most of them is equal.

    Not if one is the other made longer, which may be something else: 対策 and 防犯対策.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415  only where a term was replaced

    return old not in new and new not in old and fuzz.ratio(old, new) >= 100 * _ALIKE
