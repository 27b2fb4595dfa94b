"""Roles (格): whether the same nouns have the same roles, independent of the particles."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from ..segment import Code
from ..tokenizer import Word, text_of
from .lexicon import (
    ACTORS,
    ADVERBIAL,
    AT_PLACES,
    BODIES,
    CONFERRED,
    CONFLICTS,
    COUNTED,
    EITHER_PARTICLE,
    HAPPENINGS,
    HARMS,
    OF_PERSONS,
    OUTCOMES,
    SHIFTING,
    TAKEN_AS,
    TIMES_OF_DAY,
    Case,
    is_actor,
    lemma,
)
from .statements import Statement, is_act_at, is_point_of_time
from .syntax import OF_DATES, SIDE_BY_SIDE, is_act, is_own_act, is_stem


def are_turned(old: Statement, new: Statement) -> bool:
    """Return whether a noun has a conflicting role on the other side (格の入替え): 市が, 市に."""
    changed = [*other_roles(old, new)]
    turned = {(was, now) for _, was, now in changed}
    if any(sides[::-1] in turned for sides in turned):
        return True  # 市では県による調査を, 市による県での調査を
    cases = frozenset(old.cases) ^ frozenset(new.cases)
    for at, was, now in changed:
        # 国が委託する調査 is 国の委託による調査: who acts is named on both sides.
        is_named = {was, now} == {"doer", "of"} and (at + 1, "by") in cases
        is_named |= {was, now} == {"by", "doing"} and (at - 1, "doer") in cases
        if {was, now} == {"partner", "with"} and _are_bodies(old, at):
            return True
        if {was, now} == {"by", "of"} and not _is_of_noun(old if was == "by" else new, at):
            return True
        if {was, now} == {"object", "of"}:
            is_turned = not (_is_of_act(old, at) or _is_of_act(new, at))
            is_turned |= _is_taken_by(old if was == "object" else new, at)
            is_turned |= _happens(new if was == "object" else old, at)
        else:
            is_turned = do_conflict(was, now) and not is_free(old, at, was, now)
        if is_turned and not is_named:
            return True
    return any(
        one(*sides)
        for one in (_is_served_as, _is_done_by, _is_done_in, _are_some, is_in_spite_of, happens_to)
        for sides in ((old, new), (new, old))
    )


def _is_of_noun(side: Statement, at: int) -> bool:
    """Return whether a role is of the noun behind it, and not of the act (連体).

    台風の被害 is 台風による被害; 助成の対象を広げる is not 助成により対象を広げる.
    """
    stop = side.atoms[at - 1].stop
    return text_of(side.words[stop + 1 : stop + 2]) != "より"


def _is_taken_by(side: Statement, at: int) -> bool:
    """Return whether the noun behind を is one who acts (動作者): 児童を保護者が迎える."""
    behind = side.atoms[at : at + 1]
    return any(
        one.key == "者" or text_of(side.words[one.stop : one.stop + 1]) == "者" for one in behind
    )


def _happens(side: Statement, at: int) -> bool:
    """Return whether what the thing before の does is a cause or a topic (自動).

    人口の減少により and 人口の減少が are not 人口を減少し, but 件数の減少を図る is 件数を減らす.
    """
    last = at + 1 if side.key_behind(at + 1) == "化" else at
    is_told = not {(last + 1, role) for role in _TOLD}.isdisjoint(side.cases)
    return is_told and (last > at or side.key_behind(at) in HAPPENINGS)


_TOLD = frozenset(("by", "object", "subject", "topic", "through", "to"))


def _are_bodies(side: Statement, at: int) -> bool:
    """Return whether a と may list two who act (主体の並列): 企業と大学の研究."""
    nouns = side.noun_word(at), side.noun_word(at + 1)
    return all(noun is not None and is_actor(noun) for noun in nouns)


def _is_done_by(side: Statement, other: Statement) -> bool:
    """Return whether a noun names who does an act on one side alone, or who undergoes it (主客).

    登録団体 are on the list, 登録する団体 may keep it; 支援しない団体 gives none, 支援のない団体
    gets none.
    """
    for at, role in side.cases:
        if role == "doing" and 0 < at < len(side.atoms) and (at, role) not in other.cases:
            act, thing = side.atoms[at - 1 : at + 1]
            is_denied = thing.group == Code.NEGATION and (at, "of") in other.cases
            is_over = "た" in text_of(side.words[act.stop : thing.start])  # 修了した者 is 修了者
            if is_denied or (act.key in CONFERRED and not is_over):
                return True
    return False


def _is_done_in(side: Statement, other: Statement) -> bool:
    """Return whether an act is done at a place on one side alone, and may be done to it (場所).

    施設における点検 is not 施設の点検; 地域における活動 is 地域の活動.
    """
    return any(
        role == "in"
        and {(at, "of")} == {(at, "in"), (at, "of")} & {*other.cases}
        and is_act_at(side, at)
        and not is_own_act(side.key_behind(at))
        for at, role in side.cases
    )


def _are_some(side: Statement, other: Statement) -> bool:
    """Return whether a number is of some on one side alone (うち): 対象者のうち３人, 対象者３人."""
    placed = {at for at, _ in other.cases}
    return any(role == "among" and at not in placed for at, role in side.cases)


def is_in_spite_of(side: Statement, other: Statement) -> bool:
    """Return whether something is so in spite of what a noun says on one side alone (逆接).

    木造だが、丈夫である is not 木造であり、丈夫である.
    """
    joined = {at for at, role in other.cases if role in _JOINING}
    turns = re.search(_TURNING, text_of(other.words)) is not None
    return not turns and any(role == "contrast" and at not in joined for at, role in side.cases)


_JOINING = SIDE_BY_SIDE | {"then"}
_TURNING = "しかし|然し|けれど|ものの|ながら|つつ|。."


def happens_to(side: Statement, other: Statement) -> bool:
    """Return whether what is done to a thing happens by itself on the other side (自動).

    負担の軽減を図る is not 負担が軽減する.
    """
    return any(
        role == "of" and (at + 1, "done") in side.cases and (at, "subject") in other.cases
        for at, role in side.cases
    )


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


def other_roles(old: Statement, new: Statement) -> Iterator[tuple[int, Case, Case]]:
    """Yield the index of each noun that has another role on the other side, and both roles."""
    if old.cases == new.cases:
        return
    removed = Counter(old.cases) - Counter(new.cases)
    added = Counter(new.cases) - Counter(old.cases)
    yield from ((at, was, now) for at, was in removed for there, now in added if at == there)


def do_conflict(was: str, now: str) -> bool:
    """Return whether two roles conflict; an agent counts as a subject.

    市により実施される states who does it; 市により実施する does not.
    """
    roles = {was, now}
    if roles == {"agent", "by"}:
        return True
    for role, (like, rivals) in _COUNTS_AS.items():
        if role in roles and roles.isdisjoint(rivals):
            roles = (roles - {role}) | {like}
    if frozenset(roles) in CONFLICTS:
        return True
    # 点検するほか、修理する is 点検し、修理する.
    return not SIDE_BY_SIDE.isdisjoint(roles) and (
        frozenset((roles - SIDE_BY_SIDE) | {"then"}) in CONFLICTS
    )


_COUNTS_AS: dict[str, tuple[str, tuple[str, ...]]] = {
    "agent": ("subject", ()),
    "called": ("being", ("of",)),  # 防災という観点 is 防災の観点
    "both": ("and", ("and", "with")),
    "partner": ("with", ("and",)),
}
"""Roles, and those that they count as beside all roles but a few (格の読替え)."""


def is_free(side: Statement, at: int, was: Case, now: Case) -> bool:
    """Return whether the words take either particle (格の揺れ): を／に取り組む, で／に設置する."""
    pair = frozenset((was, now))
    noun = side.noun_word(at)
    if noun is not None and "in" in pair:
        return noun.surface[-1] in ACTORS  # 市において and 市により, but not 施設において
    if noun is not None and side.key_behind(at) == "定め" and pair <= _PROVIDED_BY:
        return not is_actor(noun)  # 条例に, 条例で and 条例の定める施設, but not 市の定める
    test = _EITHER.get(pair)
    return test is not None and test(side, at)


_PROVIDED_BY = frozenset(("at", "by", "of", "to"))


def _acts(side: Statement, at: int) -> bool:
    """Return whether で tells who acts, and not where (動作主): 市で行う, but not 学校で行う.

    Nor 消防署で行う or 市で大会を開催する.
    """
    noun = side.noun_word(at)
    is_held = any(one.key == "開催" for one in side.atoms[at:])
    return noun is not None and noun.surface[-1] in ACTORS - _VENUES and not is_held


_VENUES = frozenset("校署社局協庁")
"""Last characters of words for bodies that are also places (場所にもなる組織を表す語の末尾)."""


def _is_body(noun: Word | None) -> bool:
    return noun is None or is_actor(noun) or noun.surface[-1] in BODIES


def _is_way(side: Statement, at: int) -> bool:
    """Return whether a noun is a way to do a thing, no body, place or time (方法): 講座."""
    noun = side.noun_word(at)
    is_none = noun and (noun.pos[2] in ADVERBIAL or noun.surface.endswith(_NO_WAYS))
    return not (_is_body(noun) or is_none)


def _is_done_at_time(side: Statement, at: int) -> bool:
    """Return whether an act is done at a time of day, which it is not put off to (時間帯)."""
    noun, act = side.noun_word(at), side.key_behind(at)
    is_time = noun is not None and noun.normalized in TIMES_OF_DAY and noun.pos[0] == "名詞"
    return is_time and is_act_at(side, at) and act not in SHIFTING


def _is_place(side: Statement, at: int) -> bool:
    """Return whether a noun is where something is so (場所・時): 窓口は, but not 抽選は."""
    noun = side.noun_word(at)
    return noun is not None and (
        noun.surface[-1] in BODIES | ACTORS | _AREAS or noun.surface in OF_DATES
    )


def _is_site(side: Statement, at: int) -> bool:
    """Return whether something is put up at a place (設置場所): 施設内に設置する, not 市に."""
    noun = side.noun_word(at)
    return side.key_behind(at) in AT_PLACES and noun is not None and not is_actor(noun)


def _is_matter(side: Statement, at: int) -> bool:
    """Return whether a noun is no person or body (事柄): 委託の検討, but not 支所の報告."""
    return not _is_body(side.noun_word(at))


def _is_cause(side: Statement, at: int) -> bool:
    """Return whether the thing behind a noun comes of it (原因): 台風の被害, 工事による騒音.

    住宅の被害 is not 住宅による被害, nor 委託の検討 委託による検討. A court only acts.
    """
    noun = side.noun_word(at)
    if noun is None or is_actor(noun):
        return False
    stop = side.atoms[at - 1].stop
    behind = (side.words[atom.stop - 1] for atom in side.atoms[at:])
    thing = next((word for word in behind if word.pos[0] not in _QUALITIES), None)  # 大きな被害
    is_happening = is_act(noun) or is_stem(noun) or noun.normalized in HARMS
    is_outcome = thing is None or (thing.surface in OUTCOMES and is_happening)
    return is_outcome or text_of(side.words[max(stop - 2, 0) : stop]) == "裁判所"


_QUALITIES = frozenset(("形状詞", "形容詞", "連体詞"))


def _pair(was: Case, now: Case) -> frozenset[Case]:
    return frozenset((was, now))


_EITHER: dict[frozenset[Case], Callable[[Statement, int], bool]] = {
    # 回答者のうち68％ and 回答者の68％
    _pair("among", "of"): lambda side, at: (
        Code.FIGURE in [one.group for one in side.atoms[at:][:1]]
    ),
    # 拠点として and 拠点に
    _pair("as", "to"): lambda side, at: side.key_behind(at) in TAKEN_AS,
    # 児童を指導する and 児童に対し指導する
    _pair("object", "toward"): lambda side, at: side.key_behind(at) in OF_PERSONS,
    _pair("object", "to"): lambda side, at: side.key_behind(at) in EITHER_PARTICLE,
    # ９年度中の完成 and ９年度中に完成する, 夜間の点検 and 夜間に点検を行う
    _pair("of", "to"): lambda side, at: (
        any(map(is_point_of_time, side.atoms[max(at - 2, 0) : at])) or _is_done_at_time(side, at)
    ),
    _pair("by", "through"): _is_way,
    _pair("at", "through"): _is_way,
    _pair("at", "by"): lambda side, at: _is_way(side, at) or _acts(side, at),
    # 最多で、 and 最も多く、
    _pair("at", "then"): lambda side, at: side.atoms[at - 1].key[-1:] == "い",
    _pair("of", "about"): _is_matter,
    _pair("of", "by"): _is_cause,
    _pair("at", "topic"): _is_place,
    _pair("at", "to"): _is_site,
    # 市で行う and 市が行う
    **dict.fromkeys(
        (_pair("at", "subject"), _pair("at", "actor"), _pair("subject", "actor")),
        _acts,
    ),
}
"""Pairs of roles that conflict but say the same here, and where they do (格の揺れ)."""


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
    return last < len(side.atoms) and is_act_or_agent(side, last)


def is_act_or_agent(side: Statement, place: int) -> bool:
    """Return whether an atom is an act, or one who does it (動作・動作者): 見守り, 利用者."""
    word = side.words[side.atoms[place].stop - 1]
    before = side.words[side.atoms[place].start - 1]
    is_agent = word.surface == "者" and before.pos[2] == "サ変可能"
    return is_agent or is_act_at(side, place) or word.pos[0] == "動詞"


_NO_WAYS = (*OF_DATES, "期間", "休み", *COUNTED["か所"])
_AREAS = frozenset("内区域地外中")
