"""Roles (格): whether the same nouns have the same roles, independent of the particles."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, takewhile

from ..segment import Code
from ..tokenizer import Words, text_of
from .atoms import Statement, has_addition, is_act_at, is_dotted, is_point_of_time
from .lexicon import (
    ACTORS,
    ADVERBIAL,
    AT_PLACES,
    ATTRIBUTES,
    CONFERRED,
    CONFLICTS,
    EFFECTS,
    EITHER_PARTICLE,
    GOVERNMENTS,
    NOUNS,
    OF_PERSONS,
    ORGANISATIONS,
    TAKEN_AS,
    TERMS,
    WAYS,
    Case,
    is_actor,
    lemma,
)
from .orthography import PAUSES
from .syntax import BODIES, OF_DATES, SIDE_BY_SIDE, is_act


def are_turned(old: Statement, new: Statement) -> bool:
    """Return whether a noun has a conflicting role on the other side (格の入替え): 市が, 市に."""
    changed = [*_other_roles(old, new)]
    turned = {(was, now) for _, was, now in changed}
    if any(sides[::-1] in turned for sides in turned):
        return True  # 市では県による調査を, 市による県での調査を
    cases = frozenset((*old.cases, *new.cases))
    for at, was, now in changed:
        # 国が委託する調査 is 国の委託による調査: who acts is named on both sides.
        is_named = {was, now} == {"doer", "of"} and (at + 1, "by") in cases
        is_named |= {was, now} == {"by", "doing"} and (at - 1, "doer") in cases
        if {was, now} == {"object", "of"}:
            is_turned = not (_is_of_act(old, at) or _is_of_act(new, at))
        else:
            is_turned = do_conflict(was, now) and not _is_free(old, at, was, now)
        if is_turned and not is_named:
            return True
    return any(
        one(*sides) for one in (_is_served_as, _is_done_by) for sides in ((old, new), (new, old))
    )


def _is_done_by(side: Statement, other: Statement) -> bool:
    """Return whether a noun names who does an act on one side alone, or who undergoes it (主客).

    登録団体 are on the list, 登録する団体 may keep it; 支援しない団体 gives none, 支援のない団体
    gets none.
    """
    for at, role in side.cases:
        if role == "doing" and 0 < at < len(side.atoms) and (at, role) not in other.cases:
            is_denied = side.atoms[at].group == Code.NEGATION and (at, "of") in other.cases
            if is_denied or side.atoms[at - 1].key in CONFERRED:
                return True
    return False


def _is_served_as(side: Statement, other: Statement) -> bool:
    """Return whether a noun names what a thing serves as on one side alone (資格).

    避難所としての学校 is not 避難所の学校, but 窓口としての役割 is 窓口の役割.
    """
    return any(
        role == "as"
        and (at, "of") in side.cases
        and (at, "as") not in other.cases
        and lemma(side.words[side.atoms[at].start]) not in _PARTS_PLAYED
        for at, role in side.cases
        if at < len(side.atoms)
    )


_PARTS_PLAYED = frozenset(("役割", "機能", "立場", "責任", "位置付け"))


def is_means_or_act(old: Statement, new: Statement, sentence: Words) -> bool:
    """Return whether an act became the means of the next one, or the reverse (手段と順序).

    関係機関に連絡し、対策を講じる is not 関係機関への連絡により、対策を講じる; where the sentence
    says what comes of it, the act is the means anyway: 柵を設置し、転落を防ぐ.
    """
    turned = [at for at, *roles in _other_roles(old, new) if sorted(roles) in _MEANS]
    acts = [lemma(old.words[old.atoms[at - 1].start]) for at in turned]
    is_added = has_addition(old) != has_addition(new)
    return not WAYS.issuperset(acts) and (is_added or EFFECTS.isdisjoint(map(lemma, sentence)))


def is_set_apart(words: Words, at: int) -> bool:
    """Return whether a は behind another particle sets a phrase apart from others (対比).

    It does before a negation and behind an amount: 市民には公開しない, ８割には達した.
    """
    if at <= 1 or words[at - 1].pos[1] != "格助詞" or words[at - 2].surface == "限り":
        return False  # この限りではない is この限りでない
    behind = takewhile(lambda word: word.surface not in "、。\n", words[at:])
    is_number = words[max(at - 3, 0)].pos[1] == "数詞"
    is_amount = is_number and words[at - 2].surface not in OF_DATES
    return is_amount or any(lemma(word) == "ない" for word in behind)


_MEANS = (["at", "then"], ["by", "then"])


def _other_roles(old: Statement, new: Statement) -> Iterator[tuple[int, Case, Case]]:
    """Yield the index of each noun that has another role on the other side, and both roles."""
    if old.cases == new.cases:
        return
    gone = Counter(old.cases) - Counter(new.cases)
    come = Counter(new.cases) - Counter(old.cases)
    yield from ((at, was, now) for at, was in gone for there, now in come if at == there)


def do_conflict(was: str, now: str) -> bool:
    """Return whether two roles conflict; an agent counts as a subject.

    市により実施される states who does it; 市により実施する does not.
    """
    roles = {was, now}
    if "agent" in roles:
        if "by" in roles:
            return True
        roles = (roles - {"agent"}) | {"subject"}
    if "called" in roles and "of" not in roles:
        roles = (roles - {"called"}) | {"being"}  # 防災という観点 is 防災の観点
    if "both" in roles and roles.isdisjoint(("and", "with")):
        roles = (roles - {"both"}) | {"and"}
    if "partner" in roles and "and" not in roles:
        roles = (roles - {"partner"}) | {"with"}
    if frozenset(roles) in CONFLICTS:
        return True
    # 点検するほか、修理する is 点検し、修理する.
    return not SIDE_BY_SIDE.isdisjoint(roles) and (
        frozenset((roles - SIDE_BY_SIDE) | {"then"}) in CONFLICTS
    )


def _is_free(  # noqa: PLR0911
    side: Statement, at: int, was: Case, now: Case
) -> bool:
    """Return whether the verb takes either particle (格の揺れ): を／に取り組む, で／に設置する."""
    verb = side.atoms[at].key if at < len(side.atoms) else ""
    if "in" in (was, now) and at:
        # 市において and 市により, but not 施設において and 施設により
        return side.words[side.atoms[at - 1].stop - 1].surface[-1] in ACTORS
    if verb == "定め" and at and {was, now} <= {"at", "by", "of", "to"}:
        # 条例に, 条例で and 条例の定める施設; 市に定める is not 市の定める.
        return not is_actor(side.words[side.atoms[at - 1].stop - 1])
    if {was, now} == {"among", "of"}:
        return side.atoms[at].group == Code.FIGURE  # 回答者のうち68％
    if {was, now} == {"as", "to"}:
        return verb in TAKEN_AS  # 拠点として and 拠点に
    if {was, now} in ({"by", "through"}, {"at", "through"}, {"at", "by"}) and at:
        # 講座により and 講座で
        noun = side.words[side.atoms[at - 1].stop - 1]
        last = noun.surface[-1]
        is_time = noun.pos[2] in ADVERBIAL or noun.surface.endswith(_SPANS)
        is_body = is_actor(noun) or last in BODIES or ("through" in (was, now) and is_time)
        return not is_body or ({was, now} == {"at", "by"} and last in ACTORS and last != "校")
    if "of" in (was, now) and not {"by", "about"}.isdisjoint((was, now)) and at:
        # 台風の被害 and 台風による被害; 委託の検討 is not 委託による検討. A court only acts.
        stop = side.atoms[at - 1].stop
        if is_actor(side.words[stop - 1]):
            return False
        is_court = text_of(side.words[max(stop - 2, 0) : stop]) == "裁判所"
        # 機器の点検結果 is not 機器による点検結果
        thing = [side.words[atom.stop - 1] for atom in side.atoms[at : at + 1]]
        are_acts = [word.pos[0] == "動詞" or is_act(word) for word in thing]
        return "about" in (was, now) or is_court or are_acts != [True]
    if {was, now} == {"of", "to"} and at:
        # ９年度中の完成 is ９年度中に完成する.
        return any(map(is_point_of_time, side.atoms[max(at - 2, 0) : at]))
    if {was, now} <= {"at", "subject", "actor"} and at:
        # 市で行う and 市が行う tell who does it, 学校で行う tells where.
        actor = side.words[side.atoms[at - 1].stop - 1].surface[-1]
        return actor in ACTORS and actor != "校"
    if {was, now} == {"at", "topic"} and at:
        # 窓口で and 窓口は, but not 抽選で and 抽選は
        noun = side.words[side.atoms[at - 1].stop - 1]
        return noun.surface[-1] in BODIES | ACTORS | _AREAS or noun.surface in OF_DATES
    if {was, now} == {"at", "to"} and at:
        # 市で設置する tells who does it, 施設内で設置する where.
        place = side.words[side.atoms[at - 1].stop - 1]
        return verb in AT_PLACES and not is_actor(place)
    if {was, now} == {"object", "toward"}:
        return verb in OF_PERSONS  # 児童を指導する, 児童に対し指導する
    return {was, now} == {"object", "to"} and verb in EITHER_PARTICLE


def _is_of_act(side: Statement, place: int) -> bool:
    """Return whether the noun that a の belongs to is an act, or one who does it (動作の「の」).

    施設の新たな整備, 施設の利用者, and 書籍の貸出し beside 書籍を貸し出す.
    """
    roles = {at for at, _ in side.cases}
    last = place
    while last + 1 < len(side.atoms) and last + 1 not in roles:
        atom = side.atoms[last + 1]
        is_time = side.words[atom.stop - 1].pos[2] == "副詞可能"
        if is_time or atom.group not in (Code.CONTENT_WORD, Code.FIGURE):
            break  # 警報の発表後, 市民の職員から
        last += 1
    return last < len(side.atoms) and _is_act_or_agent(side, last)


def _is_act_or_agent(side: Statement, place: int) -> bool:
    """Return whether an atom is an act, or one who does it (動作・動作者): 見守り, 利用者."""
    word = side.words[side.atoms[place].stop - 1]
    before = side.words[side.atoms[place].start - 1]
    is_agent = word.surface == "者" and before.pos[2] == "サ変可能"
    return is_agent or is_act_at(side, place) or word.pos[0] == "動詞"


_SPANS = (*OF_DATES, "期間", "休み")
_AREAS = frozenset("内区域地外中")


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
    turned = [(at, was, now) for at, was, now in _other_roles(old, new) if "with" in (was, now)]
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
        if after.start - before.stop > _PARTING[role] or not _is_thing(side, place):
            continue
        if role == "about" and _is_of_act_itself(side, place):
            continue
        is_list = role in ("and", "both", "with")
        if role == "of":  # which one may leave out before an act
            head = _head_of_compound(side, place)
            is_act_noun = _is_act_or_agent(side, head) and side.atoms[head].key != "計画"
            is_name = not is_act_noun and _is_of_name(side, place, head)
            is_list = is_name or _is_term(side, place) or _is_shared(side, place)
        is_point = side.words[before.stop - 1].pos[2] == "副詞可能"
        # 土曜日及び日曜日 is a list; 現在、職員 is not.
        if is_point and (not is_list or side.words[before.stop].surface in PAUSES):
            continue
        if is_list or (role != "of" and before.group != "figure" and _can_join(side, place, role)):
            found.add((place, text_of(side.words[after.start : after.stop])))
    return found


def _is_of_act_itself(side: Statement, place: int) -> bool:
    """Return whether an atom is what an act has (動作の属性): 設置に係る費用, 申請に関する手続."""
    before, after = side.atoms[place - 1 : place + 1]
    return is_act(side.words[before.stop - 1]) and side.words[after.stop - 1].surface in ATTRIBUTES


def _is_term(side: Statement, place: int) -> bool:
    """Return whether two nouns are a term without the の between them (用語): 社会の教育."""
    last, first = side.atoms[place - 1].stop - 1, side.atoms[place].start
    return f"{side.words[last].surface}{side.words[first].surface}" in TERMS


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
    is_body = is_actor(owner) and owner.surface[-1] not in _PERSONS
    is_member = is_body and head.surface[-1] in _PERSONS
    is_mere_attribute = head.surface in ATTRIBUTES or head.pos[2] == "副詞可能"
    is_own = is_own or owner.surface[-1] in "内外" or owner.surface in _MODIFYING
    return not (is_own or is_member or is_mere_attribute)


_MODIFYING = frozenset(("用", "向け", "別", "型", "製"))
_PERSONS = frozenset("人員官師士徒族民生童者")


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
    is_noun = (word.pos[0] in NOUNS and word.pos[2] not in ADVERBIAL) or is_used_as_noun
    is_taker = role in _OF_TAKERS and is_actor(side.words[side.atoms[place - 1].stop - 1])
    return is_noun and (is_taker or role in _OF_OTHERS or not is_act_at(side, place))


_OF_TAKERS = frozenset(("to", "toward", "about", "at"))
_OF_OTHERS = frozenset(("by", "through", "partner", "being", "doer", "taker"))


# Roles that part two nouns, and the most words that may give them: に つい て の,
# する と とも に 、.
_PARTING = {
    **dict.fromkeys(
        ("and", "both", "aside", "subject", "topic", "actor", "object", "to", "with"), 2
    ),
    **dict.fromkeys(("by", "through", "partner", "being", "at", "as"), 3),
    **dict.fromkeys(("about", "toward"), 4),
    **dict.fromkeys(("then", "besides", "contrast"), 5),
    **{"doer": 2, "taker": 1, "of": 1},
}


def _compounds(side: Statement) -> set[tuple[int, str]]:
    """Return the nouns that directly continue a compound (複合語), with their index."""
    return {
        (place, text_of(side.words[one.start : one.stop]))
        for place, (before, one) in enumerate(pairwise(side.atoms), 1)
        if before.stop == one.start
        and side.words[one.start - 1].pos[0] != "助詞"
        and not side.words[one.start - 1].pos[5].startswith(("連体形", "終止形"))
        and _is_thing(side, place)
    }


def _is_thing(side: Statement, place: int) -> bool:
    # Of 小中学校, if it is one word, the second thing begins behind it.
    word = side.words[min(side.atoms[place].start, len(side.words) - 1)]
    return word.pos[0] in (*NOUNS, "形状詞", "形容詞", "連体詞") or word.pos[5].startswith("連用形")
