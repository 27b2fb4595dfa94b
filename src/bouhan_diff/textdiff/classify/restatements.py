"""Restatements (言換え): the same facts in other words, or said before.

Each restatement is a closed pattern. It removes from one side what the other side expresses
differently, so that the rest can be compared. docs/rules.md shows the effect of all of them
under the rules `phrasing` and `said-before`.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

from ...text.normalize import fold
from ..segment import Code
from ..tokenizer import Word, text_of
from .facts import Atom, Statement
from .lexicon import ACTORS, COUNTED, INTRODUCING, NOUNS, OWN, RECEIVED, SERVING, SOFTENERS, lemma
from .syntax import is_of_noun

Words = Sequence[Word]


def restated(old: Statement, new: Statement) -> tuple[Statement, Statement]:
    """Return both sides rewritten to one manner of speaking (言い方をそろえた文意)."""
    keys = {atom.key for side in (old, new) for atom in side.atoms}
    for triggers, restate in _RESTATEMENTS:
        if not keys.isdisjoint(triggers):
            old, new = restate(old, new), restate(new, old)
    if any(atom.group == Code.FIGURE for atom in old.atoms):
        old, new = with_figure_behind(old, new), with_figure_behind(new, old)
    return old, new


def as_active(side: Statement, other: Statement) -> Statement:
    """Rewrite a passive as the active of the other side (受動・能動の書換え).

    会議が開催される equals 会議を開催する. 職員が指導される is not 職員が指導する, and
    要望が寄せられた町内会 is not 要望を寄せた町内会.
    """
    passives = [atom for atom in side.atoms if atom.key == "passive"]
    if len(passives) != 1 or any(atom.key == "passive" for atom in other.atoms):
        return side
    if is_of_noun(side.words, passives[0].stop):
        return side
    active = {at: role for at, role in other.cases if role in ("subject", "object")}
    # 調査 has no role in 調査を行う.
    fitting = ("object", "") if _is_light(side.words, passives[0].start) else ("object",)
    turned = {
        (at, role) for at, role in side.cases if role == "subject" and active.get(at, "") in fitting
    }
    if not turned:
        return side
    return side._replace(
        atoms=[atom for atom in side.atoms if atom not in passives],
        cases=[(case[0], "object") if case in turned else case for case in side.cases],
    )


def _is_light(words: Words, passive: int) -> bool:
    """Return whether the verb before れる is a light verb: 行われる, 実施される."""
    verb = lemma(words[passive - 1]) if passive else ""
    if verb == "為る" and passive > 1:
        verb = lemma(words[passive - 2])
    return verb in ("行う", "成す", "実施")


def without_request(side: Statement, other: Statement) -> Statement:
    """Remove the force of a request if the other side instructs with こと (指示の文末).

    設定してください equals 設定すること。 but not 設定する。
    """
    requests = [atom for atom in side.atoms if atom[:2] == ("force", "request")]
    is_told = any(
        word.surface == "こと" and after.surface == "。" for word, after in pairwise(other.words)
    )
    if len(requests) != 1 or not is_told or any(a[:2] == requests[0][:2] for a in other.atoms):
        return side
    return side._replace(atoms=[atom for atom in side.atoms if atom not in requests])


def as_person(side: Statement, other: Statement) -> Statement:
    """Rewrite who did something as the noun for the person (受講した者, 受講者)."""
    for place, past in enumerate(side.atoms):
        if past[:2] not in _DONE or not 0 < place < len(side.atoms) - 1:
            continue
        act, person = side.atoms[place - 1], side.atoms[place + 1]
        is_one = person.start == past.stop and side.words[act.stop - 1].pos[2] == "サ変可能"
        if is_one and person.key == "者" and _has_compound(other, act.key, "者"):
            cases = [(at, "of" if at == place - 1 else role) for at, role in side.cases]
            return _without(side._replace(cases=cases), [past])
    return side


_DONE = (("time", "past"), ("time", "state"))


def as_if(side: Statement, other: Statement) -> Statement:
    """Remove the past before 場合 if the other side has ば (降った場合, 降れば)."""
    for past, when in pairwise(side.atoms):
        is_done = past[:2] == ("time", "past") and when[:2] == ("condition", "when")
        if is_done and any(word.surface == "ば" for word in other.words):
            return _without(side, [past])
    return side


def as_noun(side: Statement, other: Statement) -> Statement:
    """Rewrite a state with こと as a noun (増加していることを, 増加を)."""
    for place, state in enumerate(side.atoms):
        if state[:2] != ("time", "state") or not place:
            continue
        act, after = side.atoms[place - 1], side.words[state.stop : state.stop + 2]
        is_act = side.words[act.stop - 1].pos[2] == "サ変可能"
        if is_act and text_of(after) in _AS_NOUN:
            return _without(side, [state]) if _is_noun_of(other, act.key) else side
    return side


_AS_NOUN = frozenset(("ことを", "ことに", "ことから", "ことが", "ことは"))


def as_potential(side: Statement, other: Statement) -> Statement:
    """Rewrite られる as ことができる if its object has を (検査を受けられる)."""
    for place, passive in enumerate(side.atoms):
        if passive.key != "passive" or side.words[passive.start].surface[:2] != "られ":
            continue
        is_active = (place - 1, "object") in side.cases
        can = any(atom[:2] == ("force", "can") for atom in other.atoms)
        if is_active and can and not any(atom.key == "passive" for atom in other.atoms):
            atoms = [*side.atoms]
            atoms[place] = passive._replace(group="force", key="can")
            return side._replace(atoms=atoms)
    return side


def as_count(side: Statement, other: Statement) -> Statement:
    """Remove the past of a count of events (参加者は120人だった, 120人となっている)."""
    for before, past in pairwise(side.atoms):
        if past[:2] != ("time", "past") or before.group != "figure":
            continue
        words, start = side.words, before.start
        of_events = (
            start > 1
            and words[start - 1].surface == "は"
            and (words[start - 2].surface in _OF_EVENTS)
        )
        has_become = "となってい" in text_of(other.words)
        if of_events and has_become and before[:2] in [atom[:2] for atom in other.atoms]:
            return _without(side, [past])
    return side


_OF_EVENTS = frozenset(("者", "数"))


def without_however(side: Statement, other: Statement) -> Statement:
    """Remove しかし if the other side goes on with が (減っている。しかし、減っているが、)."""
    turns = [atom for atom in side.atoms if atom[:2] == ("condition", "however")]
    goes_on = any(
        word.surface in ("が", "けれど", "けれども") and word.pos[1] == "接続助詞"
        for word in other.words
    )
    is_alone = len(turns) == 1 and not any(atom[:2] == turns[0][:2] for atom in other.atoms)
    return _without(side, turns) if is_alone and goes_on else side


def as_after(side: Statement, other: Statement) -> Statement:
    """Rewrite た後 as た上で if the other side has it (確認した後に, 確認した上で)."""
    after = [atom for atom in side.atoms if atom.key == "後"]
    if len(after) != 1 or not any(atom[:2] == _AFTER for atom in other.atoms):
        return side
    atoms = [Atom(*_AFTER, *atom[2:]) if atom is after[0] else atom for atom in side.atoms]
    return side._replace(atoms=atoms)


def without_after(side: Statement, other: Statement) -> Statement:
    """Remove た上で, which a mere て says as well (確認した上で, 確認して); ながら does not."""
    after = [atom for atom in side.atoms if atom[:2] == _AFTER]
    is_while = any(word.surface in ("ながら", "つつ") for word in other.words)
    is_on_both = any(atom[:2] == _AFTER for atom in other.atoms)
    return side if is_while or is_on_both else _without(side, after)


_AFTER = ("time", "after")


def without_aim(side: Statement, other: Statement) -> Statement:
    """Remove an aim that ends a sentence if the other side ends with ものである (目的とする)."""
    aims = [
        atom
        for atom in side.atoms
        if atom[:2] == ("purpose", "for") and _AIM.match(text_of(side.words[atom.start :]))
    ]
    is_ending = "ものである。" in text_of(other.words) or "ものです。" in text_of(other.words)
    return _without(side, aims) if len(aims) == 1 and is_ending else side


_AIM = re.compile("を目的とし?(?:する|ます|ている|ています|ております)。")


def without_softener(side: Statement, other: Statement) -> Statement:
    """Remove と考えている after a state or the past (あると考えている, ある).

    実施すると考えている is not 実施する.
    """
    for place, thought in enumerate(side.atoms):
        if thought.key not in SOFTENERS or any(a.key == thought.key for a in other.atoms):
            continue
        lemmas = [lemma(word) for word in side.words]
        before, after = lemmas[: thought.start], lemmas[thought.stop :]
        while before and before[-1] in ("と", "物", "もの"):
            before.pop()
        after = [word for word in after if word != "為る"]
        is_state = before[-1:] in (["有る"], ["居る"], ["た"]) or (
            bool(before) and side.words[len(before) - 1].pos[0] == "形容詞"
        )
        is_claim = is_state and lemmas[thought.start - 1] == "と"
        if is_claim and (after[:3] == ["て", "居る", "。"] or after[:1] == ["。"]):
            return _without(side, [thought, *side.atoms[place + 1 : place + 2]])
    return side


def without_repeated(side: Statement, other: Statement) -> Statement:
    """Remove a noun after その or 当該 if it was named before (その教室, その)."""
    for place in range(1, len(side.atoms)):
        this, noun = side.atoms[place - 1 : place + 1]
        is_named = this[:2] == ("reference", "this") and noun.start == this.stop
        if not is_named or any(atom[:2] == noun[:2] for atom in side.atoms[place + 1 :]):
            continue
        is_said = any(atom[:2] == noun[:2] for atom in side.atoms[: place - 1])
        count = sum(atom[:2] == noun[:2] for atom in side.atoms)
        if is_said and sum(atom[:2] == noun[:2] for atom in other.atoms) == count - 1:
            return _without(side, [noun])
    return side


def with_one_of_several(side: Statement, other: Statement) -> Statement:
    """Keep only the first たり of a list of acts (～たり～たりする)."""
    acts = [atom for atom in side.atoms if atom[:2] == ("scope", "たり")]
    is_list = any(atom[:2] == ("scope", "たり") for atom in other.atoms)
    return _without(side, acts[1:]) if len(acts) > 1 and is_list else side


def as_come(side: Statement, other: Statement) -> Statement:
    """Rewrite what was received as what came (通報を受けた場合, 通報があった場合)."""
    for place, act in enumerate(side.atoms[1:], 1):
        noun = side.atoms[place - 1]
        if act.key != "受け" or noun.key not in RECEIVED:
            continue
        if any(one.key == noun.key and two.key == "有り" for one, two in pairwise(other.atoms)):
            atoms = [*side.atoms[:place], act._replace(key="有り"), *side.atoms[place + 1 :]]
            cases = [
                case if case != (place, "object") else (place, "subject") for case in side.cases
            ]
            past = [atom for atom in atoms[place + 1 : place + 2] if atom[:2] == ("time", "past")]
            is_past = any(atom[:2] == ("time", "past") for atom in other.atoms)
            come = side._replace(atoms=atoms, cases=cases)
            return come if is_past else _without(come, past)
    return side


def as_compound(side: Statement, other: Statement) -> Statement:
    """Remove となる between what a thing serves as and the thing (拠点となる施設, 拠点施設)."""
    for place in range(1, len(side.atoms) - 1):
        role, become, thing = side.atoms[place - 1 : place + 2]
        if become[:2] == ("time", "become") and role.key in SERVING:
            return _without(side, [become]) if _has_compound(other, role.key, thing.key) else side
    return side


def with_figure_behind(side: Statement, other: Statement) -> Statement:
    """Move a figure behind the things that it counts (５か所の薬局を, 薬局を５か所)."""
    for place, figure in enumerate(side.atoms[:-1]):
        ends = COUNTED.get(figure.key.rpartition(" ")[2]) if figure.group == "figure" else None
        if not ends or (place + 1, "of") not in side.cases:
            continue
        last = place + 1
        while last + 1 < len(side.atoms) and side.atoms[last].stop == side.atoms[last + 1].start:
            last += 1
        thing = text_of(side.words[side.atoms[last].start : side.atoms[last].stop])
        is_object = not {(last + 1, "object"), (last + 1, "subject")}.isdisjoint(side.cases)
        is_behind = any(
            one.key == side.atoms[last].key and two[:2] == figure[:2]
            for one, two in pairwise(other.atoms)
        )
        if is_object and is_behind and thing.endswith(tuple(ends)):
            atoms = [atom for atom in side.atoms if atom is not figure]
            atoms.insert(last, figure)
            cases = [
                (at - 1 if place + 1 < at <= last + 1 else at, role)
                for at, role in side.cases
                if (at, role) != (place + 1, "of")
            ]
            return side._replace(atoms=atoms, cases=cases)
    return side


def _has_compound(side: Statement, first: str, second: str) -> bool:
    """Return whether two things form one compound (複合語)."""
    return any(
        (one.key, other.key) == (first, second) and one.stop == other.start
        for one, other in pairwise(side.atoms)
    )


def _is_noun_of(side: Statement, key: str) -> bool:
    """Return whether a thing follows の: の増加."""
    return any(
        atom.key == key and atom.start > 0 and side.words[atom.start - 1].surface == "の"
        for atom in side.atoms
    )


def _without(side: Statement, atoms: Sequence[Atom]) -> Statement:
    """Return a statement without some of its atoms, with its roles renumbered (事柄の除去)."""
    gone = [place for place, atom in enumerate(side.atoms) if any(atom is one for one in atoms)]
    return side._replace(
        atoms=[atom for atom in side.atoms if not any(atom is one for one in atoms)],
        cases=[(at - sum(place < at for place in gone), role) for at, role in side.cases],
    )


# Each with the keys of atoms, at least one of which it needs.
_RESTATEMENTS: tuple[tuple[frozenset[str], Callable[[Statement, Statement], Statement]], ...] = (
    (frozenset({"passive"}), as_active),
    (frozenset({"request"}), without_request),
    (frozenset({"past", "state"}), as_person),
    (frozenset({"past"}), as_if),
    (frozenset({"past"}), as_count),
    (frozenset({"can"}), as_potential),
    (frozenset({"however"}), without_however),
    (frozenset({"後"}), as_after),
    (frozenset({"after"}), without_after),
    (frozenset({"state"}), as_noun),
    (frozenset({"for"}), without_aim),
    (frozenset(SOFTENERS), without_softener),
    (frozenset({"this"}), without_repeated),
    (frozenset({"たり"}), with_one_of_several),
    (frozenset({"受け"}), as_come),
    (frozenset({"become"}), as_compound),
)


# How many words before an edit are searched for what it says.
FARTHEST = 200


def is_said_before(words: Words, start: int, stop: int) -> bool:
    """Return whether the words [start, stop) repeat what precedes them (既出の語句)."""
    if not start < stop < len(words):
        return False
    return (
        _is_part_of_compound(words, start, stop)
        or _is_pointing(words, start, stop)
        or _is_subject(words, start, stop)
        or _is_object(words, start, stop)
        or _is_owner(words, start, stop)
    )


def is_topic_again(words: Words, start: int, stop: int) -> bool:
    """Return whether a predicate repeats its topic (主題の反復): この補助金は…補助金である."""
    after = words[stop : stop + 1]
    if not start < stop or not after or after[0].normalized not in ("だ", "です"):
        return False
    return any(words[end].surface == "は" for end in _places(words, start, stop))


def _is_part_of_compound(words: Words, start: int, stop: int) -> bool:
    """Return whether they begin a compound that occurs before in the sentence.

    見守り活動を行う団体に、見守り活動に. Compounds for people are excluded, as they may be
    other people, and so are one-character endings such as 灯.
    """
    after = words[stop]
    if after.pos[0] != "名詞" or len(after.surface) == 1 or after.surface[-1] in ACTORS:
        return False
    return all(map(_is_of_compound, words[start:stop])) and any(_places(words, start, stop + 1))


def _is_pointing(words: Words, start: int, stop: int) -> bool:
    """Return whether they are この or その before a noun that occurs before (この教室では)."""
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
    """Return whether they repeat whom the clause before has put in place.

    交通指導員を配置し、交通指導員が児童を誘導する.
    """
    if start < 1 or words[start - 1].surface != "、" or words[stop - 1].surface not in ("が", "は"):
        return False
    if not all(map(_is_of_compound, words[start : stop - 1])):
        return False
    for end in _places(words, start, stop - 1):
        if words[end].surface == "を" and words[end + 1].normalized in INTRODUCING:
            return True
        between = words[end + 1 : start - 1]
        is_alone = not any(word.surface in "がは" for word in (*between, *_rest(words, stop)))
        if words[end].surface in ("が", "は") and is_alone:
            return True
    return False


def _rest(words: Words, at: int) -> Words:
    """Return the words from an index to the end of the sentence (文末まで)."""
    stop = at
    while stop < min(len(words), at + FARTHEST) and words[stop].surface[0] not in "。\n":
        stop += 1
    return words[at:stop]


def _is_object(words: Words, start: int, stop: int) -> bool:
    """Return whether they repeat the object of the clause before (目的語の反復).

    名簿を作成し、名簿を関係者に配る equals 名簿を作成し、関係者に配る.
    """
    if start < 1 or words[start - 1].surface != "、" or words[stop - 1].surface != "を":
        return False
    for end in _places(words, start, stop - 1):
        between = words[end + 1 : start - 1]
        if words[end].surface == "を" and not any(w.surface in "を、" for w in between):
            return True
    return False


def _is_owner(words: Words, start: int, stop: int) -> bool:
    """Return whether they name the subject as the owner of its own thing (所有者の反復).

    市は、市の職員に知らせる equals 市は、職員に知らせる.
    """
    if text_of(words[start:stop]) in _OURS and words[stop].surface.startswith("市"):
        return True
    if words[stop - 1].surface != "の" or not _starts_own(words, stop):
        return False
    return any(words[end].surface in ("は", "で", "が") for end in _places(words, start, stop - 1))


# 本市の市立病院 is 市立病院.
_OURS = ("本市の", "当市の")


def _starts_own(words: Words, at: int) -> bool:
    """Return whether a noun that belongs to the subject starts at an index."""
    return any(text_of(words[at : at + size]) in OWN for size in (1, 2))


def _places(words: Words, start: int, stop: int) -> list[int]:
    """Return the end of each earlier occurrence of the compound [start, stop)."""
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
    """Return whether [start, stop) is a whole compound, with no noun beside it."""
    around = (*words[max(start - 1, 0) : start], *words[stop : stop + 1])
    return not any(word.pos[0] in NOUNS for word in around)


def is_short_form(long: str, short: str) -> bool:
    """Return whether a text is another one's initials, which that gives in brackets (頭字語).

    ソーシャル・ネットワーキング・サービス（SNS） equals SNS; 学校（小学校） is not 小学校.
    """
    alias = _WITH_ALIAS.fullmatch(long)
    if alias and fold(alias[2]) == fold(short) and not _WITH_SHORT_FORM.fullmatch(long):
        is_latin = len(alias[1]) > len(short) + 1 and _LATIN_ALIAS.fullmatch(fold(short))
        return bool(is_latin) or _is_contraction(alias[1], short)
    match = _WITH_SHORT_FORM.fullmatch(long)
    if not match or fold(match[2]) != fold(short):
        return False
    names = re.split("[・ 　]", match[1])
    letters = unicodedata.normalize("NFKC", match[2])
    if len(names) == 1:
        letters = letters[0]
    return len(names) == len(letters) and all(
        name[:1] in _KANA_OF.get(letter, "") for name, letter in zip(names, letters, strict=True)
    )


def _is_contraction(long: str, short: str) -> bool:
    """Return whether a word is made of characters of a longer one (略語): 社会福祉協議会, 社協."""
    rest = iter(long)
    is_word = len(short) > 1 and short[0] == long[0] and len(short) < len(long) - 1
    return is_word and all(sign in rest for sign in short)


_WITH_ALIAS = re.compile("([^（()）]+)[（(]([^（()）]+)[)）]")
_LATIN_ALIAS = re.compile("[a-z]{2,}(?:法人)?")
_WITH_SHORT_FORM = re.compile("([ァ-ヺー・ 　]+)[（(]([A-ZＡ-Ｚ]{2,})[）)]")
# The kana with which the reading of a word with this initial may begin.
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
