"""Features (特徴): what is true of an edit, each asked for once and when it is needed."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from ...text.normalize import fold, unsquared
from ..aligner import Edit
from ..segment import Code, EditKind
from ..tokenizer import Word, text_of
from . import signs
from .facts import Atom, Meaning, meanings
from .figures import has_numeral, is_figure
from .lexicon import ADVERBIAL, NOUNS, ORGANISATIONS, UNITS
from .orthography import bare, folded, has_same_kanji, is_same_spelt_otherwise, is_sign
from .restatements import is_said_before, restated
from .roles import are_acts_in_other_order

Words = Sequence[Word]

# How far 「 is looked for, and how near a word is said again, in words.
_QUOTED = 40
_NEAR = 200

# What an edit of mere notation within dates and times is made of.
_PART_OF_TIME = re.compile(
    r"(?:[\d零〇○◯一二三四五六七八九十年度月日時分半午前後:：~～〜]|から|まで)*"
)
_KANA = re.compile("[ぁ-ん]+")


Value = TypeVar("Value")


class _once(Generic[Value]):  # noqa: N801  it reads as property does
    """A property that is computed when first asked for; without a lock, unlike functools'."""

    def __init__(self, compute: "Callable[[Features], Value]") -> None:
        self.compute, self.__doc__ = compute, compute.__doc__

    def __get__(self, edit: "Features", owner: type) -> Value:
        value = edit.__dict__[self.compute.__name__] = self.compute(edit)
        return value


class Features:
    """An edit between two texts and what is true of it (変更の特徴).

    was and now: its words; said: its texts.
    """

    def __init__(self, old: Words, new: Words, edit: Edit) -> None:
        self.old, self.new, self.edit = old, new, edit
        self.was = old[edit.old_start : edit.old_stop]
        self.now = new[edit.new_start : edit.new_stop]
        self.said = text_of(self.was), text_of(self.now)

    # ------------------------------------------------------------- signs

    @_once
    def is_same_but_for_signs(self) -> bool:
        """Return whether both sides are the same words but for signs and width (記号を除き同じ)."""
        return bare(self.said[0]) == bare(self.said[1])

    @_once
    def signs_changed(self) -> Code | None:
        """Return which signs changed (変わった記号) where nothing else did: width, pauses, …."""
        return signs.changed_signs(self.was, self.now) if self.is_same_but_for_signs else None

    @_once
    def pause_between_nouns(self) -> EditKind | None:
        """Return the kind of a pause between two nouns that came or went (並列の読点)."""
        if not self.is_same_but_for_signs:
            return None
        return signs.joined_nouns(self.old, self.new, self.edit)

    @_once
    def figures_of_signs(self) -> tuple[str, ...]:
        """Return the figures (数値) that changed because of signs beside them: 2.5 and 25."""
        if self.signs_changed is None:
            return ()
        return signs.figures_that_changed(self.old, self.new, self.edit, self.said)

    # ---------------------------------------------------------- spelling

    @_once
    def is_written_otherwise(self) -> bool:
        """Return whether the words are the same, only written otherwise (同語の異表記)."""
        was, now = ([word for word in side if not is_sign(word)] for side in (self.was, self.now))
        if is_same_spelt_otherwise(was, now):
            return True
        return bool(was) and bool(now) and folded(was) == folded(now)

    @_once
    def is_of_name(self) -> bool:
        """Return whether the words are part of a name or a quotation (固有の名称)."""
        start, stop = self.edit[:2]
        if _is_quoted(self.old, start):
            return True
        return not has_same_kanji(self.was, self.now) and _is_named(self.old, start, stop)

    # ----------------------------------------------------------- meaning

    @_once
    def whole_meanings(self) -> tuple[Meaning, Meaning]:
        """Return what both sides tell (文意), read with the words around them."""
        return meanings(self.old, self.new, self.edit)

    @_once
    def are_both_carried_out(self) -> bool:
        """Return whether 実施 is on both sides, a light verb here and a noun there (の実施)."""
        return all(any(w.surface == "実施" for w in side.words) for side in self.whole_meanings)

    @_once
    def are_acts_in_other_order(self) -> bool:
        """Return whether the same acts come in another order (行為の順序): 検討し、実施する."""
        return self.are_both_carried_out and are_acts_in_other_order(*self.whole_meanings)

    @_once
    def meanings(self) -> tuple[Meaning, Meaning]:
        """Return what both sides tell, in one manner of speaking (能動・指示をそろえた文意)."""
        old, new = self.whole_meanings
        if self.are_both_carried_out:
            old, new = (
                side._replace(atoms=[atom for atom in side.atoms if atom.key != "実施"])
                for side in (old, new)
            )
        return restated(old, new)

    @_once
    def removed(self) -> list[Atom]:
        """Return what the old side alone tells (旧だけの事柄)."""
        return _one_sided(*self.meanings)

    @_once
    def added(self) -> list[Atom]:
        """Return what the new side alone tells (新だけの事柄)."""
        return _one_sided(*self.meanings[::-1])

    @_once
    def groups(self) -> frozenset[str]:
        """Return the groups of what changed (変わった事柄の類)."""
        return frozenset(atom.group for atom in self.removed + self.added)

    @_once
    def is_mere(self) -> bool:
        """Return whether something only came, or only went (追加・削除のみ)."""
        return not (self.removed and self.added)

    def words_of(self, group: str) -> tuple[str, ...]:
        """Return the words of one group that changed (該当する語句), neighbours together."""
        old, new = self.meanings
        return (*_concerned(old, self.removed, group), *_concerned(new, self.added, group))

    @_once
    def parts_of_speech(self) -> frozenset[str]:
        """Return the parts of speech of the edit's words (品詞), signs left out."""
        words = (*self.was, *self.now)
        return frozenset(word.pos[0] for word in words if not is_sign(word))

    @_once
    def is_abbreviated(self) -> bool:
        """Return whether a name with its initials in brackets is the initials alone (略称)."""
        return any(map(_is_short_form, self.said, self.said[::-1]))

    @_once
    def is_said_before(self) -> bool:
        """Return whether what came or went was said before (既出の語句).

        見守り活動を行う団体に、見守り活動に and 活動に.
        """
        if self.was and self.now:
            return False
        words, start, stop = (self.old, *self.edit[:2]) if self.was else (self.new, *self.edit[2:])
        return is_said_before(words, start, stop)

    @_once
    def is_said_elsewhere(self) -> bool:
        """Return whether all content words that changed stand elsewhere in both texts (既出).

        Near by, that is: of a text with thousands of edits each would read the whole.
        """
        old_start, old_stop, new_start, new_stop = self.edit
        olds = {word.surface for word in self.old[max(old_start - _NEAR, 0) : old_stop + _NEAR]}
        news = {word.surface for word in self.new[max(new_start - _NEAR, 0) : new_stop + _NEAR]}
        meanings = (self.meanings[0], self.removed), (self.meanings[1], self.added)
        words = [
            side.words[at].surface
            for side, atoms in meanings
            for atom in atoms
            if atom.group == Code.CONTENT_WORD
            for at in range(atom.start, atom.stop)
        ]
        return all(word in olds and word in news for word in words)

    @_once
    def is_figure_spelt_otherwise(self) -> bool:
        """Return whether but a figure or its unit is written otherwise (数の書き方)."""
        was, now = list(self.was), list(self.now)
        while was and now and was[-1] == now[-1]:
            del was[-1], now[-1]
        while was and now and was[0] == now[0]:
            del was[0], now[0]
        said = unsquared(text_of(was)), unsquared(text_of(now))
        if all(map(is_figure, said)):
            return True
        if all(map(_PART_OF_TIME.fullmatch, said)):
            return _KANA.findall(said[0]) == _KANA.findall(said[1])
        if any(word.pos[0] not in NOUNS and word.surface != "・" for word in (*was, *now)):
            return False
        units = {fold(text_of(was)), fold(text_of(now))}
        if units == {"人", "名"}:
            return False
        has_numerals = all(has_numeral(text_of(side)) for side in (was, now))
        return has_numerals or not units.isdisjoint(UNITS)


def _one_sided(side: Meaning, other: Meaning) -> list[Atom]:
    """Return what one side alone tells (一方だけの事柄), of several alike the first ones."""
    counts: dict[tuple[str, str], int] = {}
    for atom in other.atoms:
        counts[atom[:2]] = counts.get(atom[:2], 0) + 1
    left = []
    for atom in reversed(side.atoms):
        key = atom[:2]
        if count := counts.get(key):
            counts[key] = count - 1
        else:
            left.append(atom)
    return left[::-1]


def _concerned(side: Meaning, atoms: Sequence[Atom], group: str) -> list[str]:
    """Return the words of one group (該当する語句), neighbours together."""
    spans: list[list[int]] = []
    for atom in atoms:
        if atom.group != group:
            continue
        if spans and spans[-1][1] == atom.start:
            spans[-1][1] = atom.stop
        else:
            spans.append([atom.start, atom.stop])
    return [text_of(side.words[start:stop]) for start, stop in spans]


def _is_short_form(long: str, short: str) -> bool:
    """Return whether the short form's letters begin the words of the long one (頭字語).

    ソーシャル・ネットワーキング・サービス（SNS） is SNS; 学校（小学校） is no 小学校.
    """
    match = _WITH_SHORT_FORM.fullmatch(long)
    if not match or fold(match[2]) != fold(short):
        return False
    names = re.split("[・ 　]", match[1])
    letters = unicodedata.normalize("NFKC", match[2])
    return len(names) == len(letters) and all(
        name[:1] in _KANA_OF.get(letter, "") for name, letter in zip(names, letters, strict=True)
    )


_WITH_SHORT_FORM = re.compile("([ァ-ヺー・ 　]+)[（(]([A-ZＡ-Ｚ]{2,})[）)]")
# The kana that a loanword in this letter begins with.
_KANA_OF = {
    "A": "アエ",
    "B": "バビブベボ",
    "C": "カキクケコサシセチ",
    "D": "ダヂデドディ",
    "E": "エイ",
    "F": "フ",
    "G": "ガギグゲゴジ",
    "H": "ハヒヘホ",
    "I": "イア",
    "J": "ジ",
    "K": "カキクケコ",
    "L": "ラリルレロ",
    "M": "マミムメモ",
    "N": "ナニヌネノ",
    "O": "オ",
    "P": "パピプペポ",
    "Q": "ク",
    "R": "ラリルレロ",
    "S": "サシスセソ",
    "T": "タチツテトティ",
    "U": "ユア",
    "V": "ブヴビベボバ",
    "W": "ワウ",
    "Z": "ザゼゾ",
}


def _is_quoted(words: Words, at: int) -> bool:
    """Return whether a place is inside of 「」, where names stand."""
    depth = 0
    for word in reversed(words[max(at - _QUOTED, 0) : at]):
        if word.surface in "」』":
            depth += 1
        elif word.surface in "「『":
            if not depth:
                return True
            depth -= 1
        elif word.surface[-1] in "。\n":
            return False
    return False


def _is_named(words: Words, start: int, stop: int) -> bool:
    """Return whether the words are part of a name, as こども in 健康こども部 (固有の名称)."""
    if any(word.pos[1] == "固有名詞" for word in words[start:stop]):
        return True
    # 及び in front of a name, a count or こと is no part of it.
    if any(word.pos[1] != "普通名詞" or word.pos[2] in ADVERBIAL for word in words[start:stop]):
        return False
    while stop < len(words) and words[stop].pos[0] in ("名詞", "接尾辞", "接頭辞"):
        if words[stop].surface in ORGANISATIONS:
            return True
        stop += 1
    return False
