"""Rules (判定規則): what makes an edit notation, wording or substance, and why.

The first rule that holds decides the kind of the edit. The rules go from signs over spelling
to meaning. An edit for which no rule holds is substance: a change of fact must never be given
a lighter kind.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ...text.normalize import fold
from ..aligner import Edit
from ..segment import Code, EditKind, Named, Reason, Segment
from ..tokenizer import Words, is_content, text_of
from . import signs
from .features import Features
from .figure_roles import figures_have_other_roles
from .lexicon import CAUSATIVES, NEAR_SYNONYMS, SYNONYMS_OF
from .reordering import IN_TURN
from .roles import are_joined, are_turned


def _said(edit: Features) -> tuple[str, ...]:
    """Return the words of both sides that are not empty (新旧の語句)."""
    return tuple(text for text in edit.said if text)


class Rule(NamedTuple):
    """A rule (規則): edits that pass `test` have this kind, for this reason.

    words: returns the words of the edit that are shown with the reason.
    """

    id: str
    reason: Code
    kind: EditKind
    test: Callable[[Features], bool]
    words: Callable[[Features], tuple[str, ...]] = _said


def _changes(group: Code) -> Rule:
    """Return the rule for facts of one group that were added, removed or replaced."""
    return Rule(
        group.value,
        group,
        EditKind.SUBSTANCE,
        lambda edit: group in edit.facts.groups,
        lambda edit: edit.words_of(group),
    )


def _is_numbering(edit: Features) -> bool:
    """Return whether the brackets enclose an item number, as in (1)."""
    return signs.is_around_number(edit.old, *edit.edit[:2]) and signs.is_around_number(
        edit.new, *edit.edit[2:]
    )


def _of_content(edit: Features) -> tuple[str, ...]:
    return edit.words_of(Code.CONTENT_WORD)


_CONNECTIVE = frozenset(("接続詞", "助詞"))
_ENDINGS = frozenset(("助詞", "助動詞"))
_VERBS = frozenset(("動詞", "助動詞", "助詞"))

NOTATION, WORDING, SUBSTANCE = EditKind.NOTATION, EditKind.WORDING, EditKind.SUBSTANCE

RULES: list[Rule] = [
    # ------------------------------------------------------------------ signs
    Rule("blank", Code.LAYOUT, NOTATION, lambda e: not "".join(e.said).strip(), lambda _: ()),
    Rule("item-mark", Code.PUNCTUATION, NOTATION, lambda e: signs.are_item_marks(*e.place)),
    Rule(
        "minus-sign",
        Code.WIDTH,
        NOTATION,
        lambda e: signs.is_other_minus_sign(e.old, e.edit, e.said),
    ),
    Rule(
        "comparison-sign",
        Code.SYMBOL,
        SUBSTANCE,
        lambda e: signs.have_other_comparisons(*e.place, e.said),
    ),
    Rule("note-mark", Code.SYMBOL, SUBSTANCE, lambda e: signs.have_other_notes(*e.place)),
    Rule("things-joined", Code.SYMBOL, SUBSTANCE, lambda e: e.pause_between_nouns is SUBSTANCE),
    Rule("modifier-parted", Code.SYMBOL, SUBSTANCE, lambda e: e.parts_modifier),
    Rule("acts-joined", Code.PUNCTUATION, WORDING, lambda e: e.pause_between_nouns is WORDING),
    Rule(
        "figure-by-sign",
        Code.FIGURE,
        SUBSTANCE,
        lambda e: bool(e.figures_of_signs),
        lambda e: e.figures_of_signs,
    ),
    Rule("address", Code.NAME, SUBSTANCE, lambda e: signs.is_in_address(e.old, e.edit, e.said)),
    Rule(
        "quotation",
        Code.NAME,
        SUBSTANCE,
        lambda e: e.is_same_but_for_signs and signs.are_quoted_otherwise(*e.place),
    ),
    Rule("width", Code.WIDTH, NOTATION, lambda e: e.signs_changed is Code.WIDTH),
    Rule("punctuation", Code.PUNCTUATION, NOTATION, lambda e: e.signs_changed is Code.PUNCTUATION),
    Rule(
        "item-bracket",
        Code.BRACKET,
        NOTATION,
        lambda e: e.signs_changed is Code.BRACKET and _is_numbering(e),
    ),
    Rule(
        "explanation-beside",
        Code.BRACKET,
        SUBSTANCE,
        lambda e: (
            e.signs_changed is Code.BRACKET
            and (signs.are_bracketed_otherwise(*e.place) or are_joined(*e.statements))
        ),
    ),
    Rule("bracket", Code.BRACKET, WORDING, lambda e: e.signs_changed is Code.BRACKET),
    # --------------------------------------------------------------- spelling
    Rule("name", Code.NAME, SUBSTANCE, lambda e: e.is_spelt_otherwise and e.is_of_name),
    Rule("abbreviation", Code.PHRASING, WORDING, lambda e: e.is_abbreviated),
    Rule("label", Code.PHRASING, WORDING, lambda e: signs.are_labels_alike(*e.place)),
    Rule("spelling", Code.SPELLING, NOTATION, lambda e: e.is_spelt_otherwise),
    # ----------------------------------------------------------------- facts
    Rule("said-before", Code.PHRASING, WORDING, lambda e: e.is_said_before),
    Rule("list-joined", Code.CONJUNCTION, SUBSTANCE, lambda e: are_joined(*e.statements)),
    Rule("order-of-acts", Code.ORDER, SUBSTANCE, lambda e: e.are_acts_in_other_order),
    _changes(Code.FIGURE),
    Rule(
        "content-added",
        Code.CONTENT_ADDED,
        SUBSTANCE,
        lambda e: e.is_one_sided and bool(e.facts.added) and Code.CONTENT_WORD in e.facts.groups,
        _of_content,
    ),
    Rule(
        "content-removed",
        Code.CONTENT_REMOVED,
        SUBSTANCE,
        lambda e: e.is_one_sided and bool(e.facts.removed) and Code.CONTENT_WORD in e.facts.groups,
        _of_content,
    ),
    *map(_changes, (Code.NEGATION, Code.FORCE, Code.CONJUNCTION, Code.CONTENT_WORD, Code.TIME)),
    Rule("time-of-clause", Code.TIME, SUBSTANCE, lambda e: e.changes_time_of_clause),
    Rule("scope-of-clause", Code.SCOPE, SUBSTANCE, lambda e: e.changes_scope_of_clause),
    *map(_changes, (Code.SCOPE, Code.RANGE, Code.CONDITION, Code.VOICE)),
    *map(_changes, (Code.PURPOSE, Code.REFERENCE, Code.SYMBOL)),
    # ----------------------------------------------------------------- roles
    Rule(
        "order",
        Code.ORDER,
        SUBSTANCE,
        lambda e: e.is_in_other_order and not e.is_reordered,
    ),
    Rule(
        "amount-or-result", Code.FIGURE, SUBSTANCE, lambda e: figures_have_other_roles(*e.facts[:2])
    ),
    Rule("modifier-turned", Code.CASE, SUBSTANCE, lambda e: e.turns_modifier),
    Rule("list-opened", Code.SCOPE, SUBSTANCE, lambda e: e.opens_list),
    Rule("role", Code.CASE, SUBSTANCE, lambda e: are_turned(*e.facts[:2]) and not e.is_reordered),
    Rule("means", Code.CASE, SUBSTANCE, lambda e: e.is_means_or_act),
    Rule("set-apart", Code.SCOPE, SUBSTANCE, lambda e: e.is_set_apart),
    # --------------------------------------------------------------- wording
    Rule("figure-spelling", Code.FIGURE_SPELLING, NOTATION, lambda e: e.is_figure_spelt_otherwise),
    Rule("relation", Code.CONJUNCTION, SUBSTANCE, lambda e: e.relates_otherwise),
    Rule("particle", Code.PARTICLE, WORDING, lambda e: e.parts_of_speech <= {"助詞"}),
    Rule("connective", Code.CONNECTIVE, WORDING, lambda e: e.parts_of_speech <= _CONNECTIVE),
    Rule("sentence-end", Code.SENTENCE_END, WORDING, lambda e: e.parts_of_speech <= _ENDINGS),
    Rule("inflection", Code.INFLECTION, WORDING, lambda e: e.parts_of_speech <= _VERBS),
    Rule("phrasing", Code.PHRASING, WORDING, lambda e: not e.facts.groups),
]
"""The rules in the order in which they are tried; the first that holds decides."""

DEFAULT = Rule("default", Code.CONTENT_WORD, SUBSTANCE, lambda _: True)
"""The rule for edits that no other rule covers."""


def name_edit(old: Words, new: Words, edit: Edit) -> Named:
    """Return the kind of an edit between two texts (変更の種類), and why it has it."""
    features = Features(old, new, edit)
    for rule in RULES:
        if rule.test(features):
            break
    else:
        rule = DEFAULT
    is_suspect = rule.kind is SUBSTANCE and rule.id in _OF_FACTS and is_perhaps_wording(features)
    reason = Reason(rule.reason, rule.words(features))
    return Named(rule.kind, reason, WORDING if is_suspect else None)


# Rules of changed facts, whose edits may still be restatements that nobody has proved.
_OF_FACTS = {
    *("content-added", "content-removed", "content-word"),
    *("time", "purpose", "reference", "order", "force"),
}


def is_perhaps_wording(edit: Features) -> bool:
    """Return whether an edit of substance may be only another wording (表現の変更の疑い).

    That is so if only a state, an aim or a pointing word changed, if a verb has a
    synonym for other nouns than this one or became a Sino-Japanese one with the same character,
    or if what was added or removed is said elsewhere in the text or says little.
    """
    changed = edit.facts.removed + edit.facts.added
    keys = {atom.key for atom in changed}
    if not edit.facts.groups <= _SOFT or any(
        (atom.group == Code.TIME and atom.key not in _LASTING)
        or (atom.group == Code.FORCE and not {"must", "必要"} <= keys)
        for atom in changed
    ):
        # 認定を受けた者 and 認定を受けている者
        return keys == {"past", "state"}
    if Code.CONTENT_WORD not in edit.facts.groups:
        return True
    lost, won = ({_common(atom.key) for atom in side} - _SAYING_LITTLE for side in edit.facts[2:4])
    return (
        lost == won
        or (edit.is_one_sided and edit.is_said_elsewhere)
        or (_are_perhaps_synonyms(lost, won) and _are_perhaps_synonyms(won, lost))
    )


def _common(key: str) -> str:
    """Return what a verb may mean for some noun: 送付 for 送り, 向上 for 高め."""
    common = SYNONYMS_OF[key][0] if key in SYNONYMS_OF else _INTRANSITIVE.get(key, key)
    return NEAR_SYNONYMS.get(key) or NEAR_SYNONYMS.get(common, common)


_INTRANSITIVE = {transitive: act for act, transitive in CAUSATIVES.items()}


def _are_perhaps_synonyms(words: set[str], others: set[str]) -> bool:
    """Return whether each word has a native or Sino-Japanese counterpart (和語・漢語).

    改め and 改定, 見付け and 発見 share a character, and one of them is written with kana.
    """
    return bool(words) and all(
        word in others
        or any(
            not set(_TELLING.findall(word)).isdisjoint(other)
            and _has_kana(word) != _has_kana(other)
            for other in others
        )
        for word in words
    )


def _has_kana(word: str) -> bool:
    return any("ぁ" <= sign <= "ん" for sign in word)


_SOFT = frozenset((Code.CONTENT_WORD, Code.TIME, Code.PURPOSE, Code.REFERENCE, Code.FORCE))
_LASTING = frozenset(("state", "result", "make", "become", "while", "after"))
_SAYING_LITTLE = frozenset(
    (
        *("図り", "取り組み", "進め", "推進", "実施", "状況", "状態", "must", "必要"),
        *("make", "become", "state", "for", "because", "this"),
    )
)


# The most words between two edits that are classified as one.
_NEAR = 5
_FARTHEST = 60
"""The same for words that are removed in one place and inserted in another."""


def may_be_said(segments: Sequence[Segment], before: str) -> bool:
    """Return whether the preceding text may already say what changed in substance (既出の疑い)."""
    heavy = [segment for segment in segments if segment.kind is EditKind.SUBSTANCE]
    return bool(heavy) and all(_may_be_said(one.old, one.new, before) for one in heavy)


def _may_be_said(old: str, new: str, before: str) -> bool:
    word = _AROUND.sub("", max(old, new, key=len))
    if not word:
        return not (old and new)
    return word in before or ("たり" in old + new and "たり" in before)


_AROUND = re.compile("^(?:この|その|当該)|[ぁ-ん]+$")


def may_be_one(old: Words, new: Words, left: Edit, right: Edit) -> bool:
    """Return whether two edits of substance may be wording together (一体の変更).

    を記録した equals の記録をした, though 記録 was added in one place and removed in another.
    """
    distance = right.old_start - left.old_stop
    if not 0 < distance <= _FARTHEST or _are_other_numbers(old, new, (left, right)):
        return False
    return distance <= _NEAR or _is_moved(old, new, left, right)


def are_restructured(old: Words, new: Words, edits: Sequence[Edit], heavy: Sequence[Named]) -> bool:
    """Return whether two passages say the same in another construction (構文の違い).

    heavy: the edits of substance, with the reason of each. Only what is said of whom may have
    another place; a name, a sign or a list that changed stays what it is.
    """
    reasons = {one.reason.code for one in heavy}
    if not reasons <= _OF_STRUCTURE or (Code.FIGURE in reasons and len(edits) == 1):
        return False
    if reasons == {Code.FIGURE} and _are_other_numbers(old, new, edits):
        return False
    removed = "".join(text_of(old[edit.old_start : edit.old_stop]) for edit in edits)
    added = "".join(text_of(new[edit.new_start : edit.new_stop]) for edit in edits)
    was, now = (_TELLING.findall(fold(side)) for side in (removed, added))
    if abs(len(was) - len(now)) > _MOST_UNSHARED:
        return False
    shared, unshared = _shared(was, now)
    is_in_turn = not unshared and IN_TURN.search(text_of(old))
    if (
        is_in_turn
        or unshared > _MOST_UNSHARED
        or (unshared > shared and not reasons.isdisjoint(_OF_CONTENT))
    ):
        return False
    if any(Features(old, new, edit).turns_modifier for edit in edits):
        return False
    from .constructions import say_the_same  # noqa: PLC0415  few passages need it

    return say_the_same(old, new)


def _are_other_numbers(old: Words, new: Words, edits: Sequence[Edit]) -> bool:
    """Return whether mere numbers became other ones (別の数), in any order."""
    was = [fold(text_of(old[edit.old_start : edit.old_stop])).lstrip("0") for edit in edits]
    now = [fold(text_of(new[edit.new_start : edit.new_stop])).lstrip("0") for edit in edits]
    return all(map(str.isdecimal, (*was, *now))) and sorted(was) != sorted(now)


def _shared(was: Sequence[str], now: Sequence[str]) -> tuple[int, int]:
    """Return how many characters both sides tell, and how many one alone (共通の字数)."""
    shared = (Counter(was) & Counter(now)).total()
    return shared, len(was) + len(now) - 2 * shared


def are_perhaps_restructured(
    old: Words, new: Words, edits: Sequence[Edit], heavy: Sequence[Named]
) -> bool:
    """Return whether two passages may say the same in another construction (構文の違いの疑い).

    That is so if what was removed tells the same as what was added. Where two nouns changed
    places, as who acts and who undergoes it may have, it is not.
    """
    if len(edits) == 1 or not {one.reason.code for one in heavy} <= _OF_CONTENT | _OF_ORDER:
        return False
    sides = [
        (text_of(old[edit.old_start : edit.old_stop]), text_of(new[edit.new_start : edit.new_stop]))
        for edit in edits
    ]
    if any(all(map(_NOUNS.fullmatch, side)) for side in sides):
        return False
    removed, added = (fold("".join(texts)) for texts in zip(*sides, strict=True))
    if Counter(removed) == Counter(added):
        return False  # the same words in other places: who does what to whom may have changed
    shared, unshared = _shared(*map(_TELLING.findall, (removed, added)))
    is_same = unshared <= min(_FEW_UNSHARED, shared // 3)
    return is_same and len(re.findall(_NOT, removed)) == len(re.findall(_NOT, added))


_OF_ORDER = frozenset((Code.ORDER, Code.TIME, Code.PURPOSE, Code.REFERENCE, Code.MOVED))
_FEW_UNSHARED = 2
_NOUNS = re.compile(r"[^\Wぁ-ん]+")
_NOT = "ない|なく|なけ|ません|ず|ぬ"

_OF_CONTENT = frozenset((Code.CONTENT_ADDED, Code.CONTENT_REMOVED, Code.CONTENT_WORD))
_OF_STRUCTURE = _OF_CONTENT | frozenset(
    (
        *(Code.ORDER, Code.CASE, Code.MOVED, Code.FIGURE),
        *(Code.TIME, Code.VOICE, Code.REFERENCE, Code.RANGE, Code.CONDITION),
    )
)
_TELLING = re.compile(r"[^\W_ぁ-ん]")
# What two sentences that say the same may still not share: 受ける, 開催 for 開く, two synonyms.
_MOST_UNSHARED = 6


def _is_moved(old: Words, new: Words, left: Edit, right: Edit) -> bool:
    """Return whether one edit removes the content words that the other inserts (移動)."""
    removed = [old[edit.old_start : edit.old_stop] for edit in (left, right)]
    inserted = [new[edit.new_start : edit.new_stop] for edit in (left, right)]
    return not (removed[0] and inserted[0]) and any(
        one and _contents(one) == _contents(two)
        for one, two in zip(removed, inserted[::-1], strict=True)
    )


def _contents(words: Words) -> list[str]:
    return sorted(word.normalized for word in words if is_content(word))
