"""Roles (格): whether the same nouns have the same roles, independent of the particles."""

from collections import Counter
from collections.abc import Sequence

from ..tokenizer import Word, text_of
from .atoms import Atom
from .facts import Statement
from .lexicon import (
    ACTORS,
    AT_PLACES,
    COMPANIONS,
    CONFLICTS,
    EITHER_PARTICLE,
    NOUNS,
    PARTS,
    SUPPORTING,
)
from .orthography import PAUSES, is_sign

Words = Sequence[Word]


def are_in_other_order(old: Statement, new: Statement, *, is_fixed: bool) -> bool:
    """Return whether the same facts come in another order (語順), lists aside.

    is_fixed: lists too have to keep their order.
    """
    was, now = ([atom[:2] for atom in side.atoms] for side in (old, new))
    return was != now and (is_fixed or _with_sorted_lists(old) != _with_sorted_lists(new))


def are_phrases_reordered(old: Words, new: Words) -> bool:
    """Return whether two sentences differ only in the order of phrases (文節の語順).

    職員が毎月点検する equals 毎月職員が点検する, as each phrase has its own particle. Acts that
    follow each other keep their order: 検討し、実施する.
    """
    was = _phrases(old)
    return was is not None and was == _phrases(new)


def are_items_swapped(old: Words, new: Words) -> bool:
    """Return whether two sentences differ only in the order of two items (並列の入替え).

    林道の草刈り並びに農道の補修を. One item with の and one without may be parts of one.
    """
    text = text_of(new)
    for at, word in enumerate(old):
        if word.surface not in _BETWEEN_ITEMS:
            continue
        stop = at + 2 if word.surface == "並び" else at + 1
        start, end = at, stop
        while start and _is_of_item(old[start - 1]):
            start -= 1
        while end < len(old) and _is_of_item(old[end]):
            end += 1
        left, right = text_of(old[start:at]), text_of(old[stop:end])
        is_whole = end < len(old) and old[end].surface in _OWN_ROLE
        # 東小学校と西小学校の校庭 is of both, as both are of one kind.
        kinds = {old[at - 1].surface, old[end - 1].surface}
        if len(kinds) == 1 and len(old[at - 1].surface) > 1:
            is_whole = True
        if left and right and is_whole and left.count("の") == right.count("の"):
            items = f"{right}{text_of(old[at:stop])}{left}"
            if text == f"{text_of(old[:start])}{items}{text_of(old[end:])}":
                return True
    return False


_BETWEEN_ITEMS = frozenset(("及び", "並び", "と", "や", "又は"))


def _is_of_item(word: Word) -> bool:
    """Return whether a word may be part of an item of a list (並列の項目)."""
    is_noun = word.pos[0] in (*NOUNS, "形状詞") or word.pos[5].startswith("連用形")
    return word.surface == "の" or (is_noun and word.pos[0] != "助動詞" and word.surface != "並び")


def _phrases(words: Words) -> list[list[str]] | None:
    """Return the phrases before each act, sorted, and the act; None if they may not move."""
    groups: list[list[str]] = [[]]
    keys: list[str] = []
    chunks = _chunks(words)
    for chunk in chunks[:-1]:
        if _is_adverbial(chunk):
            groups[-1].append(text_of(chunk).removesuffix("て"))
            keys.append(chunk[-1].surface)
            continue
        phrases, rest, particles = _parted(chunk)
        if rest and not any(word.pos[0] in ("動詞", "助動詞") for word in rest):
            return None
        groups[-1] += phrases
        keys += particles
        if rest:
            if len(set(keys)) < len(keys):
                return None
            groups += [[text_of(rest)], []]
            keys = []
    phrases, rest, particles = _parted(chunks[-1])
    # A repeated particle means two clauses: 職員が児童に、保護者が教員に. And a phrase may belong
    # to a verb that modifies a noun: 職員が毎年選ばれた者に.
    if len(set(keys + particles)) < len(keys + particles) or _modifies_noun(rest):
        return None
    groups[-1] += phrases
    return [*map(sorted, groups), [text_of(rest)]]


def _chunks(words: Words) -> list[Words]:
    """Return the words between pauses (読点の間), without signs."""
    chunks: list[list[Word]] = [[]]
    for word in words:
        if word.surface in "、，" and chunks[-1]:
            chunks.append([])
        elif not is_sign(word):
            chunks[-1].append(word)
    return list(chunks)


def _is_adverbial(chunk: Words) -> bool:
    """Return whether a clause states a purpose or a companion and so may move (連用節)."""
    last = chunk[-1].normalized
    if last in ("に", "て", "だ") and len(chunk) > 1:
        last = chunk[-2].normalized
    if last in ("為", "よう") or last in _ADVERBIAL:
        return True
    return any(word.surface == "と" for word in chunk[:-1]) and (
        chunk[-1].normalized in COMPANIONS
        or (chunk[-1].normalized == "為る" and chunk[-2].normalized in COMPANIONS)
    )


# Verbs that a particle joins to the main verb, as に向けて: no acts of their own.
_ADVERBIAL = frozenset(
    (
        "向ける",
        "対する",
        "基づく",
        "応じる",
        "当たる",
        "通じる",
        "伴う",
        "踏まえる",
        "備える",
        "よる",
    )
)


def _parted(chunk: Words) -> tuple[list[str], Words, list[str]]:
    """Return the phrases at the beginning of a clause, its rest, and the particles."""
    phrases: list[str] = []
    particles: list[str] = []
    start = 0
    for at, word in enumerate(chunk):
        if at < start:
            continue
        after = chunk[at + 1] if at + 1 < len(chunk) else None
        is_role = word.surface in _OWN_ROLE and word.pos[0] == "助詞" and at > start
        is_manner = word.surface == "に" and word.pos[0] == "助動詞" and at > start
        if is_role or is_manner:
            # には and では are one particle.
            stop = at + 2 if after is not None and after.surface == "は" else at + 1
            particles.append(word.surface + word.pos[0] if is_manner else word.surface)
        elif word.pos[2] == "副詞可能" and at == start and not _goes_on(chunk, at):
            stop = at + 1
        elif word.pos[0] in ("動詞", "助動詞", "接続詞") or word.pos[1] in ("係助詞", "副助詞"):
            break
        else:
            continue
        phrases.append(text_of(chunk[start:stop]))
        start = stop
    return phrases, chunk[start:], particles


def _modifies_noun(rest: Words) -> bool:
    """Return whether the words from a verb on go on with a noun (連体修飾)."""
    verbs = [at for at, word in enumerate(rest) if word.pos[0] in ("動詞", "助動詞")]
    return bool(verbs) and any(word.pos[0] in ("名詞", "代名詞") for word in rest[verbs[0] :])


def _goes_on(words: Words, at: int) -> bool:
    """Return whether a phrase goes on after a word (毎月の, 毎月第２日曜日)."""
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or after.pos[0] == "助詞":
        return after is not None
    is_point = after.pos[1] == "数詞" or after.pos[0] == "接頭辞" or after.pos[2] == "副詞可能"
    return after.pos[0] in NOUNS and (is_point or words[at].surface[0] not in "毎今来昨本")


_OWN_ROLE = frozenset(("が", "を", "に", "へ", "で", "は", "から", "まで"))


def are_acts_in_other_order(old: Statement, new: Statement) -> bool:
    """Return whether the same actions come in another order (行為の順序): 検討し、実施する."""
    acts = [
        [word.normalized for word in side.words if word.pos[2] == "サ変可能"] for side in (old, new)
    ]
    return acts[0] != acts[1] and Counter(acts[0]) == Counter(acts[1])


def _with_sorted_lists(side: Statement) -> list[list[tuple[str, ...]]]:
    """Return the facts with lists sorted (並列): 国及び県 equals 県及び国.

    Lists beside a の keep their order unless ・ joins their items: the の may belong to one
    item alone.
    """
    ands = {
        at for at, role in side.cases if role == "and" or (role == "with" and _is_list(side, at))
    }
    ofs = {at for at, role in side.cases if role == "of"}
    lists: list[list[tuple[str, ...]]] = []
    beside_of: list[bool] = []
    for n, atom in enumerate(side.atoms):
        if n in ands and lists:
            lists[-1].append(atom[:2])
        elif lists and atom.start == side.atoms[n - 1].stop:
            lists[-1][-1] += atom[:2]
        else:
            lists.append([atom[:2]])
            beside_of.append(n in ofs)
        beside_of[-1] |= n + 1 in ofs and not _is_dotted(side, n) and not _is_act(side, n + 1)
    return [
        items if is_fixed else sorted(items)
        for items, is_fixed in zip(lists, beside_of, strict=True)
    ]


def _is_list(side: Statement, at: int) -> bool:
    """Return whether a と joins two things that have one role (並列): 住民と市が."""
    if not 0 < at < len(side.atoms):
        return False
    one, other = side.atoms[at - 1 : at + 1]
    after = side.words[other.stop : other.stop + 1]
    return other.start - one.stop == 1 and bool(after) and after[0].pos[0] == "助詞"


def _is_act(side: Statement, place: int) -> bool:
    """Return whether an atom is an act, which a list before の shares: びん、かんの収集."""
    if place >= len(side.atoms):
        return False
    stop = side.atoms[place].stop
    word, after = side.words[stop - 1], side.words[stop : stop + 1]
    is_last = not after or after[0].pos[0] not in NOUNS
    return word.pos[2] == "サ変可能" and word.surface not in _PEOPLE and is_last


# Nouns of acts that stand for people.
_PEOPLE = frozenset(("代表", "代理", "監督", "通訳", "補佐"))


def _is_dotted(side: Statement, place: int) -> bool:
    """Return whether ・ precedes an item: 社会・経済の動き."""
    start = side.atoms[place].start
    return start > 0 and side.words[start - 1].surface in "・･"


def are_turned(old: Statement, new: Statement) -> bool:
    """Return whether a noun has a conflicting role on the other side (格の入替え): 市が, 市に."""
    if old.cases == new.cases:
        return False
    gone = Counter(old.cases) - Counter(new.cases)
    come = Counter(new.cases) - Counter(old.cases)
    return any(
        at == there and do_conflict(was, now) and not _is_free(old, at, was, now)
        for at, was in gone
        for there, now in come
    )


def do_conflict(was: str, now: str) -> bool:
    """Return whether two roles conflict; an agent counts as a subject.

    市により実施される states who does it; 市により実施する does not.
    """
    roles = {was, now}
    if "agent" in roles:
        if "by" in roles:
            return True
        roles = (roles - {"agent"}) | {"subject"}
    return frozenset(roles) in CONFLICTS


def _is_free(side: Statement, at: int, was: str, now: str) -> bool:
    """Return whether the verb takes either particle (格の揺れ): を／に取り組む, で／に設置する."""
    verb = side.atoms[at].key if at < len(side.atoms) else ""
    if {was, now} == {"of", "to"} and at:
        # ９年度中の完成 is ９年度中に完成する.
        return any(map(_is_point_of_time, side.atoms[max(at - 2, 0) : at]))
    if {was, now} == {"of", "toward"} and at:
        # 世帯の家賃補助 is 世帯に対する家賃補助; 市民の支援 may be by citizens.
        receiver = side.words[side.atoms[at - 1].stop - 1]
        return _last_of_compound(side, at) in SUPPORTING and receiver.surface[-1] not in ACTORS
    if {was, now} == {"at", "to"} and at:
        # 市で設置する tells who does it, 施設内で設置する where.
        place = side.words[side.atoms[at - 1].stop - 1]
        return verb in AT_PLACES and place.surface[-1] not in ACTORS
    return {was, now} == {"object", "to"} and verb in EITHER_PARTICLE


def _last_of_compound(side: Statement, at: int) -> str:
    """Return the last thing of the compound that begins at an index (複合語の末尾)."""
    while at + 1 < len(side.atoms) and side.atoms[at].stop == side.atoms[at + 1].start:
        at += 1
    return side.atoms[at].key if at < len(side.atoms) else ""


def figures_have_other_roles(old: Statement, new: Statement) -> bool:
    """Return whether a figure is an amount on one side and a result, date or means on the other.

    ２割減らす is not ２割に減らす, and ３日開く is not ３日に開く. After a year, a month or a
    time of day に makes no difference: ４月開始, ４月に開始.
    """
    return _figure_roles(old) != _figure_roles(new)


_OF_FIGURES = frozenset(("to", "at", "with", "subject", "topic"))


def _figure_roles(side: Statement) -> list[tuple[str, str]]:
    found = []
    for place, role in side.cases:
        if not 0 < place <= len(side.atoms) or role not in _OF_FIGURES:
            continue
        figure = _figure_before(side, place - 1, role)
        if figure < 0 or _is_point_of_time(side.atoms[figure]):
            continue
        key, after = (
            side.atoms[figure].key,
            side.atoms[place].key if place < len(side.atoms) else "",
        )
        if not (role == "to" and key.endswith("か所") and after in AT_PLACES):
            found.append((key, role))
    return found


def _figure_before(side: Statement, place: int, role: str) -> int:
    """Return the index of the figure that an atom is or belongs to (３便), or -1."""
    if side.atoms[place].key in PARTS:
        return place
    last = place
    while place >= 0 and side.atoms[place].group != "figure":
        is_joined = place and side.atoms[place - 1].stop == side.atoms[place].start
        if role not in ("to", "at") or last - place == _MOST_COUNTERS or not is_joined:
            return -1
        place -= 1
    return place


_MOST_COUNTERS = 2


def _is_point_of_time(atom: Atom) -> bool:
    """Return whether a figure can only be a point of time (時点): ５年度, ４月１日, ９時."""
    if atom.group != "figure":
        return False
    value, _, counter = atom.key.rpartition(" ")
    return value.startswith(("year", "time", "date")) or counter in ("年度", "月")


def are_joined(old: Statement, new: Statement) -> bool:
    """Return whether two items of a list form one compound on the other side (並列の消失).

    市と町内会の役員 is not 市町内会の役員.
    """
    if [atom[:2] for atom in old.atoms] != [atom[:2] for atom in new.atoms]:
        return False
    return any(bool(_listed(one) & _compounds(other)) for one, other in ((old, new), (new, old)))


def _listed(side: Statement) -> set[int]:
    """Return the indexes of atoms that follow a coordination (及び, と, や, 、)."""
    found = set()
    for place, role in side.cases:
        if role not in ("and", "with") or not 0 < place < len(side.atoms):
            continue
        before, after = side.atoms[place - 1], side.atoms[place]
        widest = 2 if role == "and" else 1  # 並び に are two words
        if after.start - before.stop > widest or not _is_thing(side, place):
            continue
        # 土曜日及び日曜日 is a list; 現在、職員 is not.
        is_pause = side.words[before.stop].surface in PAUSES
        if not is_pause or side.words[before.stop - 1].pos[2] != "副詞可能":
            found.add(place)
    return found


def _compounds(side: Statement) -> set[int]:
    """Return the indexes of atoms that directly continue a compound (複合語)."""
    return {
        place
        for place in range(1, len(side.atoms))
        if side.atoms[place - 1].stop == side.atoms[place].start and _is_thing(side, place)
    }


def _is_thing(side: Statement, place: int) -> bool:
    word = side.words[side.atoms[place].start]
    return word.pos[0] in (*NOUNS, "形状詞") or word.pos[5].startswith("連用形")
