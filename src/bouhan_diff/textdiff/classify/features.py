"""Features (特徴): what the rules ask of an edit, computed once and only if asked for."""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import islice, takewhile
from typing import NamedTuple

from ..aligner import Edit, differing
from ..segment import Code, EditKind
from ..tokenizer import Words, text_of
from . import context, pauses, reordering, scope, signs
from .attachment import turns_modifier
from .context import (
    NEAR,
    is_named,
    is_quoted,
    is_topic_again,
    name_before,
    sentence_around,
    with_context,
)
from .facts import statement
from .figure_roles import with_fiscal_years
from .figures import are_spelt_otherwise
from .lexicon import TERMS, lemma
from .orthography import folded, has_same_kanji, is_same_spelt_otherwise, is_short_form, is_sign
from .reordering import IN_TURN, are_in_other_order, are_rearranged, is_item
from .restatements import restated
from .statements import (
    Atom,
    Statement,
    has_carrying_out,
    relation,
    with_carrying_out,
    without_carrying_out,
)

_CALENDAR_YEAR = re.compile("年(?!度)")
_ALIAS = re.compile("[（(]([^（()）]{2,12})[)）]")
_ABOUT_NOUN = ("に関する", "に係る", "にかかる")
_IS_SPAN = re.compile("(?!月)|月(?:間|以[内上]|[当あ]たり|ごと|毎|半|余|程度|未満|足らず)")
_SHARES = frozenset(("多く", "大半", "部分", "一部", "半数", "多数", "半分", "ほとんど"))
_CONCERNING = frozenset(("関する", "つく", "掛かる"))


class ChangedFacts(NamedTuple):
    """The facts that an edit changes (変更された事柄).

    old, new: what both sides state, rewritten to one manner of speaking. removed, added: the
    facts that only one side states. groups: the reason codes of these.
    """

    old: Statement
    new: Statement
    removed: list[Atom]
    added: list[Atom]
    groups: frozenset[str]


class Features:
    """An edit between two texts with its features (変更の特徴).

    place: both texts and the edit. was, now: its old and its new words. texts: both as text.
    """

    def __init__(self, old: Words, new: Words, edit: Edit) -> None:
        self.old, self.new, self.edit = self.place = old, new, edit
        self.was = old[edit.old_start : edit.old_stop]
        self.now = new[edit.new_start : edit.new_stop]
        self.texts = text_of(self.was), text_of(self.now)

    # ------------------------------------- signs, of sides that are else the same

    @cached_property
    def signs_changed(self) -> Code | None:
        """Return which kind of sign changed (変わった記号)."""
        return signs.changed_signs(self.was, self.now)

    @cached_property
    def pause_between_nouns(self) -> EditKind | None:
        """Return the kind of a pause that was added or removed between nouns (並列の読点)."""
        return pauses.joined_nouns(*self.place)

    @cached_property
    def figures_of_signs(self) -> tuple[str, ...]:
        """Return the figures that signs beside them change, such as 2.5 and 25 (数値)."""
        if self.signs_changed is None:
            return ()
        return signs.figures_that_changed(*self.place, self.texts)

    # ---------------------------------------------------------- spelling

    @cached_property
    def is_spelt_otherwise(self) -> bool:
        """Return whether both sides are the same words in another spelling (同語の異表記)."""
        if not (self.was and self.now):
            return False
        was, now = (
            [word for word in side if not is_sign(word.surface)] for side in (self.was, self.now)
        )
        behind = text_of(self.old[self.edit[1] :][:2])
        if set(self.texts) == {"一", "ひと"} and not _IS_SPAN.match(behind):
            return False  # 一月 may be January, which ひと月 is not
        if is_same_spelt_otherwise(was, now):
            return True
        return bool(was) and bool(now) and folded(was) == folded(now)

    @property
    def is_of_name(self) -> bool:
        """Return whether the words are part of a name or a quotation (固有の名称)."""
        old, new = (self.old, *self.edit[:2]), (self.new, *self.edit[2:])
        if is_quoted(*old[:2]) or is_quoted(*new[:2]):
            return True
        is_other = not has_same_kanji(self.was, self.now) and folded(self.was) != folded(self.now)
        return is_other and (is_named(*old) or is_named(*new))

    # ------------------------------------------------------------- facts

    @cached_property
    def statements(self) -> tuple[Statement, Statement]:
        """Return what both sides state, read with the words around them (文意)."""
        was, now = with_context(*self.place)
        return statement(was), statement(now)

    @cached_property
    def are_both_carried_out(self) -> bool:
        """Return whether both sides have 実施, as a light verb or as a noun (の実施)."""
        old, new = self.statements
        return has_carrying_out(old) and has_carrying_out(new)

    @property
    def are_acts_in_other_order(self) -> bool:
        """Return whether the same acts come in another order (行為の順序): 検討し、実施する."""
        return self.are_both_carried_out and reordering.are_acts_in_other_order(*self.statements)

    @cached_property
    def has_fixed_order(self) -> bool:
        """Return whether the sentence says that the order counts (順序): それぞれ, の順に."""
        return IN_TURN.search(text_of(sentence_around(self.old, *self.edit[:2]))) is not None

    @property
    def is_in_other_order(self) -> bool:
        """Return whether the same facts come in another order (語順)."""
        old, new = self.facts.old, self.facts.new
        if old.atoms == new.atoms:
            return False
        return are_in_other_order(old, new, is_fixed=self.has_fixed_order)

    @cached_property
    def is_reordered(self) -> bool:
        """Return whether the sentences differ only in the order or frame of phrases (語順)."""
        old, new = (sentence_around(*side) for side in self._sides)
        return not self.has_fixed_order and are_rearranged(old, new)

    @property
    def is_means_or_act(self) -> bool:
        """Return whether an act became the means of the next one, or the reverse (手段)."""
        behind = [
            [*takewhile(lambda word: word.surface not in "。\n", islice(words, start, None))]
            for words, start, _ in self._sides
        ]
        return scope.is_means_or_act(self.facts.old, self.facts.new, behind)

    @property
    def opens_list(self) -> bool:
        """Return whether a list that tells all became one of examples, or the reverse (並列)."""
        old, new = self.facts.old, self.facts.new
        return scope.is_opened(old, new) or scope.is_opened(new, old)

    @property
    def is_set_apart(self) -> bool:
        """Return whether a は sets a phrase apart from others on one side alone (対比).

        Also if に turns a span into a time within it: 補修中、閉める and 補修中に、閉める.
        """
        if sorted(text.strip("、，") for text in self.texts) == ["", "に"]:
            words, start = self._sides[0 if self.was else 1][:2]
            return text_of(words[start - 1 : start]) in ("中", "間")
        was, now = (
            any(scope.is_set_apart(words, at) for at in range(start, stop))
            for words, start, stop in self._sides
        )
        return was != now

    @cached_property
    def facts(self) -> ChangedFacts:
        """Return the facts that changed, with both sides in one manner of speaking."""
        was, now = (sentence_around(*side) for side in self._sides)
        old, new = self.statements
        old, new = with_carrying_out(old, now), with_carrying_out(new, was)
        if self.are_both_carried_out:
            old, new = without_carrying_out(old), without_carrying_out(new)
        if not _CALENDAR_YEAR.search(f"{text_of(was)} {text_of(now)}"):
            old, new = with_fiscal_years(old, new), with_fiscal_years(new, old)
        old, new = restated(old, new)
        olds, news = ([atom[:2] for atom in side.atoms] for side in (old, new))
        removed, added = _unshared(old.atoms, olds, news), _unshared(new.atoms, news, olds)
        groups = frozenset([atom.group for atom in removed + added])
        return ChangedFacts(old, new, removed, added, groups)

    @cached_property
    def is_one_sided(self) -> bool:
        """Return whether facts were only added or only removed (追加・削除のみ)."""
        return not (self.facts.removed and self.facts.added)

    def words_of(self, group: str) -> tuple[str, ...]:
        """Return the changed words of one group, adjacent ones joined (該当する語句)."""
        old, new, removed, added, _ = self.facts
        return (*_words_of(old, removed, group), *_words_of(new, added, group))

    @property
    def _sides(self) -> tuple[tuple[Words, int, int], tuple[Words, int, int]]:
        """Return the words of each side, and where the edit starts and stops in them."""
        return (self.old, *self.edit[:2]), (self.new, *self.edit[2:])

    @cached_property
    def sentence_split(self) -> tuple[tuple[Words, int], tuple[Words, int]] | None:
        """Return where one side alone ends a sentence (文の分割), and where the other goes on."""
        if ("。" in self.texts[0]) == ("。" in self.texts[1]):
            return None
        (split, start, _), (joined, _, stop) = self._sides[:: 1 if "。" in self.texts[0] else -1]
        while "。" not in split[start].surface:  # 。。 is one word
            start += 1
        return (split, start), (joined, stop)

    def changes_end_of_clause(self, group: Code) -> bool:
        """Return whether a clause lost the time or force of its sentence by becoming one (文末).

        In 作成し、配布した both acts are past, in 作成する。配布した only one is.
        """
        if self.sentence_split is None:
            return False
        split, joined = (_ending(words, at, group) for words, at in self.sentence_split)
        return not joined <= split

    @property
    def changes_scope_of_clause(self) -> bool:
        """Return whether a limit holds for one more clause if two sentences are one (係る範囲).

        雨天の場合は、体育館で行う。無料とする, 雨天の場合は、体育館で行い、無料とする.
        """
        if self.sentence_split is None:
            return False
        split, joined = self.sentence_split
        return scope.is_limited_alone(*split) or scope.is_in_clause(*joined)

    @property
    def ends_clause(self) -> bool:
        """Return whether a mere 行い、 was added, removed or moved behind another phrase (節)."""
        was, now = (pauses.light_ends(*side) for side in self._sides)
        return was != now and (bool(was and now) or not all(self.texts))

    @property
    def relates_otherwise(self) -> bool:
        """Return whether a sentence is joined otherwise to the one before it (文の接続関係)."""
        old, new = self.statements
        relations = {relation(self.texts[0], old, new), relation(self.texts[1], new, old)}
        return None not in relations and len(relations) > 1

    @property
    def turns_modifier(self) -> bool:
        """Return whether an act that modified a noun became one of its own, or the reverse.

        農家と協力する店を紹介する tells what the shop does, 農家と協力し、店を紹介する does not.
        """
        if "な" in self.texts and any(
            lemma(word) in _CONCERNING for word in (*self.was, *self.now)
        ):
            return True  # 安全な指導 is not 安全に関する指導
        before, after = self.old[: self.edit[0]][-1:], self.old[self.edit[1] :][:1]
        if set(self.texts) == {"な", ""} and text_of((*before, *after)) in TERMS:
            return True  # 重要な文化財 need not be 重要文化財
        if set(self.texts) == {"の", "は"} and text_of(before) in _SHARES:
            return True  # 多くの市民が参加した is not 多くは市民が参加した
        if "は" in self.texts and any(text.endswith(_ABOUT_NOUN) for text in self.texts):
            return True  # 車両は訓練に使う is not 車両に係る訓練に使う
        return turns_modifier(*self.place) or pauses.ends_modifier(*self.place)

    # ----------------------------------------------------------- wording

    @cached_property
    def parts_of_speech(self) -> frozenset[str]:
        """Return the parts of speech of the edit's words, without signs (品詞)."""
        words = (*self.was, *self.now)
        return frozenset([word.pos[0] for word in words if not is_sign(word.surface)])

    @property
    def is_abbreviated(self) -> bool:
        """Return whether one side is the initials that the other gives in brackets (略称).

        Or whether a short form was added to or removed from the name itself.
        """
        if is_short_form(*self.texts) or is_short_form(*self.texts[::-1]):
            return True
        words, start = (self.old, self.edit[0]) if self.was else (self.new, self.edit[2])
        text = "".join(self.texts)
        match = _ALIAS.fullmatch(text) if not all(self.texts) else None
        return match is not None and is_short_form(name_before(words, start) + text, match[1])

    @property
    def is_said_before(self) -> bool:
        """Return whether the text before says what was added or removed (既出の語句).

        見守り活動を行う団体に、見守り活動に equals 見守り活動を行う団体に、活動に.
        """
        if self.was and self.now:
            return any(
                is_topic_again(side, *at) and text_of(other) == "もの"
                for side, at, other in (
                    (self.old, self.edit[:2], self.now),
                    (self.new, self.edit[2:], self.was),
                )
            )
        return context.is_said_before(*self._sides[0 if self.was else 1])

    @property
    def is_said_elsewhere(self) -> bool:
        """Return whether all changed content words also occur elsewhere in both texts (既出).

        Only the words near the edit are searched: a text may have thousands of edits.
        """
        old_start, old_stop, new_start, new_stop = self.edit
        olds = {word.surface for word in self.old[max(old_start - NEAR, 0) : old_stop + NEAR]}
        news = {word.surface for word in self.new[max(new_start - NEAR, 0) : new_stop + NEAR]}
        old, new, removed, added, _ = self.facts
        is_said = all(
            word.surface in olds and word.surface in news
            for side, atoms in ((old, removed), (new, added))
            for atom in atoms
            if atom.group == Code.CONTENT_WORD
            for word in side.words[atom.start : atom.stop]
        )
        # Another item of a list, or part of a name, is no repetition.
        return is_said and not any(
            is_item(side, atom) for side, atoms in ((old, removed), (new, added)) for atom in atoms
        )

    @property
    def is_figure_spelt_otherwise(self) -> bool:
        """Return whether only the spelling of a figure or its unit differs (数の書き方)."""
        before = self.old[max(self.edit[0] - 1, 0) : self.edit[0]]
        return are_spelt_otherwise(self.was, self.now, before)


def _ending(words: Words, at: int, group: Code) -> set[str]:
    """Return the facts of a group with which the sentence at an index ends (文末): past, can."""
    atoms = statement(tuple(sentence_around(words, at, at))).atoms
    last = takewhile(
        lambda atom: atom.group in _OF_ENDS and atom.key not in _OF_RESULTS, reversed(atoms)
    )
    return {atom.key for atom in last if atom.group == group}


_OF_ENDS = frozenset((Code.TIME, Code.FORCE))
_OF_RESULTS = frozenset(("make", "become"))


def _unshared(
    atoms: Sequence[Atom], keys: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]
) -> list[Atom]:
    """Return the facts that one side alone states (一方だけの事柄), of equal ones the first.

    keys: the groups and keys of the atoms; others: those of the other side.
    """
    if keys == others:
        return []
    _start, stop, its_stop = differing(keys, others)
    keys, others = keys[:stop], others[:its_stop]
    counts: dict[tuple[str, str], int] = {}
    for key in others:
        counts[key] = counts.get(key, 0) + 1
    left = []
    for atom, key in zip(reversed(atoms[:stop]), reversed(keys), strict=True):
        if count := counts.get(key):
            counts[key] = count - 1
        else:
            left.append(atom)
    return left[::-1]


def _words_of(side: Statement, atoms: Sequence[Atom], group: str) -> list[str]:
    """Return the words of the atoms of one group, adjacent ones joined (該当する語句)."""
    spans: list[list[int]] = []
    for atom in atoms:
        if atom.group != group:
            continue
        if spans and spans[-1][1] == atom.start:
            spans[-1][1] = atom.stop
        else:
            spans.append([atom.start, atom.stop])
    return [text_of(side.words[start:stop]) for start, stop in spans]
