"""Compounds (複合語): items of a list, or nouns and their owners, that the other side joins."""

from itertools import pairwise

from ..segment import Code
from ..tokenizer import text_of
from .lexicon import (
    ADVERBIAL,
    ATTRIBUTES,
    ENTERING,
    GOVERNMENTS,
    MODES,
    NOUNS,
    OF_THINGS,
    ORGANISATIONS,
    PERSONS,
    SYNONYMS,
    TERMS,
    TWIN_ACTS,
    Case,
    is_actor,
)
from .orthography import PAUSES
from .roles import is_act_or_agent, other_roles
from .statements import Atom, Statement, is_act_at, is_dotted
from .syntax import is_act


def are_joined(old: Statement, new: Statement) -> bool:
    """Return whether two items of a list are joined otherwise on the other side (並列の消失).

    That is so if they form one compound there, as 市と町内会の役員 is not 市町内会の役員, or if
    one takes part in what is done to the other.
    """
    facts = [[atom[:2] for atom in side.atoms] for side in (old, new)]
    if not facts[0] or facts[0] != facts[1]:
        return False
    if not (_parted(old).isdisjoint(_compounds(new)) and _parted(new).isdisjoint(_compounds(old))):
        return True
    turned = [(at, was, now) for at, was, now in other_roles(old, new) if "with" in (was, now)]
    return any(
        _is_partner(old if was == "with" else new, at, was if now == "with" else now)
        for at, was, now in turned
    )


def _is_partner(side: Statement, at: int, other: str) -> bool:
    """Return whether a と may tell who takes part in an act on what follows it (相手).

    other: the role on the other side. 保護者と児童を指導する is not 保護者とともに児童を指導する,
    nor is 県と施設を整備する 県及び施設を整備する.
    """
    after, role = next(((place, role) for place, role in side.cases if place > at), (at, ""))
    one, two = (side.words[side.atoms[place - 1].stop - 1] for place in (at, after))
    if role not in _ON or other not in ("partner", "and") or not is_actor(one):
        return False
    return is_actor(two) if other == "partner" else one.surface[-1] != "校" and not is_actor(two)


_ON = frozenset(("object", "to", "toward"))


def _parted(side: Statement) -> set[tuple[int, str]]:
    """Return the nouns that a coordination or a role parts from the one before, with their index.

    市は職員を派遣する is not 市職員を派遣する; 件数が増加 is 件数増加.
    """
    found = set()
    for place, role in side.cases:
        if role not in _PARTING or not 0 < place < len(side.atoms):
            continue
        before, after = side.atoms[place - 1], side.atoms[place]
        if before.stop - before.start == after.stop - after.start == 1:
            acts = side.words[before.start].surface, side.words[after.start].surface
            are_twins = "".join(acts) in TWIN_ACTS
            if are_twins != (role == "then"):  # 自立し、支援する is not 自立支援を行う
                found.add((place, _meaning(side, after)))
        if after.start - before.stop > _PARTING[role] or not _is_thing(side, place):
            continue
        is_of_act = side.words[after.stop - 1].surface in ATTRIBUTES  # 設置に係る費用
        if role == "about" and is_of_act and is_act(side.words[before.stop - 1]):
            continue
        if role in _OF_MANNERS and is_act_at(side, place) and _has_manner(side, place - 1):
            found.add((place, _meaning(side, after)))
        is_list = role in ("and", "both", "with")
        if role == "of":  # which one may leave out before an act
            head = _head_of_compound(side, place)
            is_act_noun = is_act_or_agent(side, head) and side.atoms[head].key != "計画"
            is_name = not is_act_noun and _is_of_name(side, place, head)
            last, first = side.atoms[place - 1].stop - 1, side.atoms[place].start
            is_term = side.words[last].surface + side.words[first].surface in TERMS  # 社会の教育
            is_list = is_name or is_term or _is_shared(side, place)
        is_point = side.words[before.stop - 1].pos[2] == "副詞可能"
        # 土曜日及び日曜日 is a list; 現在、職員 is not.
        if is_point and (not is_list or side.words[before.stop].surface in PAUSES):
            continue
        if is_list or (role != "of" and before.group != "figure" and _can_join(side, place, role)):
            found.add((place, _meaning(side, after)))
    return found


_OF_MANNERS = frozenset(("object", "to", "subject"))


def _has_manner(side: Statement, place: int) -> bool:
    """Return whether な joins a compound to what may be the manner of an act (様態).

    積極的な情報提供を行う is not 積極的な情報を提供する; 必要な情報 is what a 必要な情報提供 gives.
    """
    while place and side.atoms[place - 1].stop == side.atoms[place].start:
        place -= 1
    before = side.words[max(side.atoms[place].start - 2, 0) : side.atoms[place].start]
    is_joined = text_of(before[1:]) == "な"
    return is_joined and before[0].surface not in OF_THINGS


def _head_of_compound(side: Statement, place: int) -> int:
    """Return the last of the nouns that follow each other from an index on (複合語の主要部)."""
    last = place
    while last + 1 < len(side.atoms) and side.atoms[last + 1].start == side.atoms[last].stop:
        last += 1
    return last


def _is_of_name(side: Statement, place: int, head_at: int) -> bool:
    """Return whether two nouns may be a name without the の between them (固有の名称).

    市民の会館 need not be 市民会館; 情報の共有 is 情報共有, 生徒の数 生徒数, 市の職員 市職員,
    and 地域の住民 地域住民.
    """
    before = side.atoms[place - 1]
    owner, head = (side.words[one.stop - 1] for one in (before, side.atoms[head_at]))
    if before.group != Code.CONTENT_WORD or owner.pos[0] not in NOUNS or owner.pos[2] in ADVERBIAL:
        return False
    is_one = all(
        side.words[one.start].pos[0] == "接尾辞" for one in side.atoms[place + 1 : head_at + 1]
    )
    is_own = is_one and owner.surface in GOVERNMENTS and head.surface not in ORGANISATIONS
    is_body = is_actor(owner) and owner.surface[-1] not in PERSONS
    is_member = is_body and head.surface[-1] in PERSONS
    is_mere_attribute = head.surface in ATTRIBUTES or head.pos[2] == "副詞可能"
    is_own = is_own or owner.surface[-1] in "内外" or owner.surface in _MODIFYING
    return not (is_own or is_member or is_mere_attribute)


_MODIFYING = frozenset(("用", "向け", "別", "型", "製"))


def _is_shared(side: Statement, place: int) -> bool:
    """Return whether a noun behind a の is of both items of a list (並列に係る名詞).

    市と県の職員 are of both, 市と県職員 are not; of びん、かんの収集 either is said.
    """
    item = place - 1
    while item and side.atoms[item - 1].stop == side.atoms[item].start:
        item -= 1
    is_list = not {(item, "and"), (item, "with")}.isdisjoint(side.cases)
    is_item = side.atoms[place - 1].group == Code.CONTENT_WORD
    return is_list and is_item and not is_dotted(side, item) and not is_act_at(side, place)


def _can_join(side: Statement, place: int, role: Case) -> bool:
    """Return whether an atom would join the noun before it: no number and no point of time.

    Nor an act that the noun does or undergoes; 学校による支援 is not 学校支援, nor 会員に相談
    会員相談.
    """
    atom = side.atoms[place]
    word = side.words[atom.stop - 1]
    after = side.words[atom.stop : atom.stop + 1]
    if atom.group == "figure" or (role == "aside" and text_of(after) == "用"):
        return False  # カメラ（街頭用） is カメラ街頭用
    is_used_as_noun = word.pos[5].startswith("連用形") and [one.pos[0] for one in after] == ["名詞"]
    if role == "toward" and atom.key in ENTERING:
        return False  # 施設への入所 is 施設入所
    is_noun = (word.pos[0] in NOUNS and word.pos[2] not in ADVERBIAL) or is_used_as_noun
    before = side.words[side.atoms[place - 1].stop - 1]
    is_taker = role in _OF_TAKERS and is_actor(before)
    is_mode = role == "about" and before.surface in MODES  # 電話相談, 電話に関する相談
    return is_noun and (is_taker or is_mode or role in _OF_OTHERS or not is_act_at(side, place))


_OF_TAKERS = frozenset(("to", "about", "at"))
_OF_OTHERS = frozenset(("by", "through", "partner", "being", "doer", "taker", "toward"))


# Roles that part two nouns, and the most words that may give them: に つい て の,
# する と とも に 、.
_PARTING = {
    **dict.fromkeys(
        ("and", "both", "aside", "subject", "topic", "actor", "object", "to", "with"), 2
    ),
    **dict.fromkeys(("by", "through", "partner", "being", "at", "as"), 3),
    **dict.fromkeys(("about", "toward"), 4),
    **dict.fromkeys(("then", "besides", "contrast"), 5),
    **{"doer": 3, "taker": 1, "of": 1},  # が実施する
}


def _compounds(side: Statement) -> set[tuple[int, str]]:
    """Return the nouns that directly continue a compound (複合語), with their index."""
    return {
        (place, _meaning(side, one))
        for place, (before, one) in enumerate(pairwise(side.atoms), 1)
        if before.stop == one.start
        and before.group != Code.NEGATION  # 避難せず自宅に残る
        and side.words[one.start - 1].pos[0] not in ("助詞", "副詞")
        and not side.words[one.start - 1].pos[5].startswith(("連体形", "終止形"))
        and _is_thing(side, place)
    }


def _meaning(side: Statement, atom: Atom) -> str:
    """Return the words of an atom, of two spellings or synonyms one: 取り組み for 取組."""
    words = "".join([word.normalized for word in side.words[atom.start : atom.stop]])
    return SYNONYMS.get(words, words)


def _is_thing(side: Statement, place: int) -> bool:
    # Of 小中学校, if it is one word, the second thing begins behind it.
    word = side.words[min(side.atoms[place].start, len(side.words) - 1)]
    return word.pos[0] in (*NOUNS, "形状詞", "形容詞", "連体詞") or word.pos[5].startswith("連用形")
