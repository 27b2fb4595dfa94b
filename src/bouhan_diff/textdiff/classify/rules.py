"""Rules (判定規則): what makes an edit notation, wording or substance, and why.

The first rule that holds decides the kind of the edit. The rules go from signs over spelling
to meaning. An edit for which no rule holds is substance: a change of fact must never be given
a lighter kind.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..aligner import Edit
from ..segment import NATURES, Classification, Code, EditKind, Reason
from ..tokenizer import Words, text_of
from . import pauses, signs
from .compounds import are_joined
from .context import is_name_of_other_words
from .features import Features
from .figure_roles import have_other_roles
from .lexicon import CAUSATIVES, NEAR_SYNONYMS, SYNONYMS_OF
from .orthography import is_sign, without_signs
from .roles import are_turned


def _texts_of(edit: Features) -> tuple[str, ...]:
    """Return the words of both sides that are not empty (新旧の語句)."""
    return tuple(text for text in edit.texts if text)


class Rule(NamedTuple):
    """A rule (規則): edits that pass `test` have this kind, for this reason.

    words: returns the words of the edit that are shown with the reason. may_be_wording: whether
    an edit of substance is asked if it is perhaps a restatement that nobody has proved. of_signs:
    whether the rule is only for edits whose sides are the same but for signs and width.
    """

    id: str
    reason: Code
    kind: EditKind
    test: Callable[[Features], bool]
    words: Callable[[Features], tuple[str, ...]] = _texts_of
    may_be_wording: bool = False
    of_signs: bool = False


def _sign(
    id: str,  # noqa: A002  the name of the field
    reason: Code,
    kind: EditKind,
    test: Callable[[Features], bool],
    words: Callable[[Features], tuple[str, ...]] = _texts_of,
) -> Rule:
    """Return a rule for edits whose sides are the same but for signs and width (記号の規則)."""
    return Rule(id, reason, kind, test, words, of_signs=True)


def _changes(group: Code) -> Rule:
    """Return the rule for facts of one group that were added, removed or replaced."""
    return Rule(
        group.value,
        group,
        EditKind.SUBSTANCE,
        lambda edit: group in edit.facts.groups,
        lambda edit: edit.words_of(group),
        may_be_wording=NATURES[group].may_be_wording,
    )


def _is_numbering(edit: Features) -> bool:
    """Return whether the brackets enclose an item number, as in (1)."""
    text = "".join(edit.texts)
    return signs.is_around_number(edit.old, *edit.edit[:2], text) and signs.is_around_number(
        edit.new, *edit.edit[2:], text
    )


def _of_content(edit: Features) -> tuple[str, ...]:
    return edit.words_of(Code.CONTENT_WORD)


_CONNECTIVE = frozenset(("接続詞", "助詞"))
_ENDINGS = frozenset(("助詞", "助動詞"))
_VERBS = frozenset(("動詞", "助動詞", "助詞"))

NOTATION, WORDING, SUBSTANCE = EditKind.NOTATION, EditKind.WORDING, EditKind.SUBSTANCE

RULES: list[Rule] = [
    # ------------------------------------------------------------------ signs
    Rule("blank", Code.LAYOUT, NOTATION, lambda e: not "".join(e.texts).strip(), lambda _: ()),
    Rule(
        "item-mark", Code.PUNCTUATION, NOTATION, lambda e: signs.are_item_marks(*e.place, e.texts)
    ),
    Rule(
        "minus-sign", Code.WIDTH, NOTATION, lambda e: signs.is_other_minus(e.old, e.edit, e.texts)
    ),
    Rule(
        "comparison-sign",
        Code.SYMBOL,
        SUBSTANCE,
        lambda e: signs.compare_otherwise(*e.place, e.texts),
    ),
    Rule("note-mark", Code.SYMBOL, SUBSTANCE, lambda e: signs.have_other_notes(*e.place, e.texts)),
    _sign("things-joined", Code.SYMBOL, SUBSTANCE, lambda e: e.pause_between_nouns is SUBSTANCE),
    _sign("modifier-parted", Code.SYMBOL, SUBSTANCE, lambda e: pauses.parts_modifier(*e.place)),
    _sign("acts-joined", Code.PUNCTUATION, WORDING, lambda e: e.pause_between_nouns is WORDING),
    _sign(
        "figure-by-sign",
        Code.FIGURE,
        SUBSTANCE,
        lambda e: bool(e.figures_of_signs),
        lambda e: e.figures_of_signs,
    ),
    _sign("address", Code.NAME, SUBSTANCE, lambda e: signs.is_in_address(e.old, e.edit, e.texts)),
    _sign("quotation", Code.NAME, SUBSTANCE, lambda e: signs.are_quoted_otherwise(*e.place)),
    _sign("width", Code.WIDTH, NOTATION, lambda e: e.signs_changed is Code.WIDTH),
    _sign("punctuation", Code.PUNCTUATION, NOTATION, lambda e: e.signs_changed is Code.PUNCTUATION),
    _sign(
        "bracketed-figure",
        Code.BRACKET,
        SUBSTANCE,
        lambda e: (
            e.signs_changed is Code.BRACKET and signs.are_figures_enclosed_otherwise(*e.place)
        ),
    ),
    _sign(
        "item-bracket",
        Code.BRACKET,
        NOTATION,
        lambda e: e.signs_changed is Code.BRACKET and _is_numbering(e),
    ),
    _sign(
        "explanation-beside",
        Code.BRACKET,
        SUBSTANCE,
        lambda e: (
            e.signs_changed is Code.BRACKET
            and (signs.are_bracketed_otherwise(*e.place) or are_joined(*e.statements))
        ),
    ),
    _sign("bracket", Code.BRACKET, WORDING, lambda e: e.signs_changed is Code.BRACKET),
    # --------------------------------------------------------------- spelling
    Rule("name", Code.NAME, SUBSTANCE, lambda e: e.is_spelt_otherwise and e.is_of_name),
    Rule("abbreviation", Code.PHRASING, WORDING, lambda e: e.is_abbreviated),
    Rule("label", Code.PHRASING, WORDING, lambda e: signs.are_labels_alike(*e.place)),
    Rule("spelling", Code.SPELLING, NOTATION, lambda e: e.is_spelt_otherwise),
    # ----------------------------------------------------------------- facts
    Rule("said-before", Code.PHRASING, WORDING, lambda e: e.is_said_before),
    Rule(
        "list-joined",
        Code.CONJUNCTION,
        SUBSTANCE,
        lambda e: (
            are_joined(*e.statements) or (e.facts[:2] != e.statements and are_joined(*e.facts[:2]))
        ),
    ),
    Rule("order-of-acts", Code.ORDER, SUBSTANCE, lambda e: e.are_acts_in_other_order),
    Rule("clause-ended", Code.ORDER, SUBSTANCE, lambda e: e.ends_clause),
    _changes(Code.FIGURE),
    Rule(
        "content-added",
        Code.CONTENT_ADDED,
        SUBSTANCE,
        lambda e: e.is_one_sided and bool(e.facts.added) and Code.CONTENT_WORD in e.facts.groups,
        _of_content,
        may_be_wording=True,
    ),
    Rule(
        "content-removed",
        Code.CONTENT_REMOVED,
        SUBSTANCE,
        lambda e: e.is_one_sided and bool(e.facts.removed) and Code.CONTENT_WORD in e.facts.groups,
        _of_content,
        may_be_wording=True,
    ),
    *map(_changes, (Code.NEGATION, Code.FORCE, Code.CONJUNCTION, Code.CONTENT_WORD, Code.TIME)),
    Rule("time-of-clause", Code.TIME, SUBSTANCE, lambda e: e.changes_end_of_clause(Code.TIME)),
    Rule("force-of-clause", Code.FORCE, SUBSTANCE, lambda e: e.changes_end_of_clause(Code.FORCE)),
    Rule("scope-of-clause", Code.SCOPE, SUBSTANCE, lambda e: e.changes_scope_of_clause),
    *map(_changes, (Code.SCOPE, Code.RANGE, Code.CONDITION, Code.VOICE)),
    *map(_changes, (Code.PURPOSE, Code.REFERENCE, Code.SYMBOL)),
    # ----------------------------------------------------------------- roles
    Rule(
        "order",
        Code.ORDER,
        SUBSTANCE,
        lambda e: e.is_in_other_order and not e.is_reordered,
        may_be_wording=True,
    ),
    Rule("amount-or-result", Code.FIGURE, SUBSTANCE, lambda e: have_other_roles(*e.facts[:2])),
    Rule("modifier-turned", Code.CASE, SUBSTANCE, lambda e: e.turns_modifier),
    Rule("list-opened", Code.SCOPE, SUBSTANCE, lambda e: e.opens_list),
    Rule("role", Code.CASE, SUBSTANCE, lambda e: are_turned(*e.facts[:2]) and not e.is_reordered),
    Rule("means", Code.CASE, SUBSTANCE, lambda e: e.is_means_or_act),
    Rule("set-apart", Code.SCOPE, SUBSTANCE, lambda e: e.is_set_apart),
    Rule("wording-of-name", Code.NAME, SUBSTANCE, lambda e: is_name_of_other_words(*e.place)),
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


def classify_edit(old: Words, new: Words, edit: Edit) -> Classification:
    """Return the kind of an edit between two texts (変更の種類), and why it has it.

    What is substance in another reading is so, whatever a rule that looks at one side first says:
    the other way round, and with a line that was broken within a clause as one.
    """
    first: Classification | None = None
    for reading in _readings(old, new, edit):
        for is_other_way, way in enumerate(_ways(*reading)):
            features = Features(*way)
            is_of_signs = len(set(map(without_signs, features.texts))) == 1
            for rule in RULES:
                if (is_of_signs or not rule.of_signs) and rule.test(features):
                    break
            else:
                rule = DEFAULT
            is_suspect = rule.may_be_wording and is_perhaps_wording(features)
            words = rule.words(features)[:: -1 if is_other_way else 1]
            reason = Reason(rule.reason, words)
            found = Classification(rule.kind, reason, WORDING if is_suspect else None)
            if rule.kind is SUBSTANCE:
                return found
            first = first or found
            if rule.kind is not WORDING:
                break
    assert first is not None  # noqa: S101  there is a reading
    return first


def _ways(old: Words, new: Words, edit: Edit) -> list[tuple[Words, Words, Edit]]:
    """Return an edit and, if both sides have words, its reverse (逆向きの変更)."""
    ways = [(old, new, edit)]
    if edit.old_start < edit.old_stop and edit.new_start < edit.new_stop:
        ways.append((new, old, Edit(*edit[2:], *edit[:2])))
    return ways


def _readings(old: Words, new: Words, edit: Edit) -> Iterator[tuple[Words, Words, Edit]]:
    """Yield an edit and, if a line is broken within a clause, the same with that line whole."""
    yield old, new, edit
    sides = (old, *edit[:2]), (new, *edit[2:])
    if len({"".join(text_of(side[start:stop]).split()) for side, start, stop in sides}) == 1:
        return  # 賃⏎借料 is 賃借料, whatever the parts are
    is_of_signs = all(is_sign(w.surface) for side, start, stop in sides for w in side[start:stop])
    was, now = (pauses.with_whole_lines(*side, is_of_signs=is_of_signs) for side in sides)
    if was is not None or now is not None:
        (old, *olds), (new, *news) = was or sides[0], now or sides[1]
        yield old, new, Edit(olds[0], olds[1], news[0], news[1])


# --- What is perhaps wording --------------------------------------------------------------------


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
    removed, added = (
        {_common(atom.key) for atom in side} - _SAYING_LITTLE
        for side in (edit.facts.removed, edit.facts.added)
    )
    return (
        removed == added
        or (edit.is_one_sided and edit.is_said_elsewhere)
        or (_are_perhaps_synonyms(removed, added) and _are_perhaps_synonyms(added, removed))
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
            not set(TELLING.findall(word)).isdisjoint(other) and _has_kana(word) != _has_kana(other)
            for other in others
        )
        for word in words
    )


TELLING = re.compile(r"[^\W_ぁ-ん]")
"""A character that tells a word (実質的な文字): kanji, katakana, letters and digits."""


def _has_kana(word: str) -> bool:
    return re.search("[ぁ-ん]", word) is not None


_SOFT = frozenset(code for code, nature in NATURES.items() if nature.may_be_wording)
_LASTING = frozenset(("state", "result", "make", "become", "while", "after"))
_SAYING_LITTLE = frozenset(
    (
        *("図り", "取り組み", "進め", "推進", "実施", "状況", "状態", "must", "必要"),
        *("make", "become", "state", "for", "because", "this"),
    )
)
