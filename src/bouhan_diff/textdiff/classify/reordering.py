"""Reordering (語順): whether two sentences have the same phrases, or items, in another order."""

import re
from collections import Counter
from collections.abc import Sequence

from ..tokenizer import Word, Words, text_of
from .lexicon import (
    AMBITRANSITIVE,
    COMPANIONS,
    FIXED_ADVERBS,
    NOUNS,
    STEPS,
    is_actor,
    is_quality,
    lemma,
)
from .orthography import is_sign
from .statements import Atom, Statement, is_dotted
from .syntax import SPANS, end_of_nouns, is_act, is_stem

# Where the order is what is told: 優先順位は, それぞれ. 東部は４月、西部は10月に着手する is so too,
# and so are shares, 国、県及び市が５割、３割、２割を負担する, and two dates: ４月と10月に.
IN_TURN = re.compile(
    "それぞれ|各々|前者|後者|(?:の|優先)順|順[にでは位番]"
    "|[0-9０-９][^、。0-9０-９]*、[^、。]+は[^、。]*[0-9０-９]"
    "|[割%％]、[0-9０-９]|[0-9０-９][年月日時]度?(?:と|及び|[、，・])(?:令和)?[0-9０-９]+[年月日時]"
)


def are_in_other_order(old: Statement, new: Statement, *, is_fixed: bool) -> bool:
    """Return whether the same facts come in another order (語順), lists aside.

    is_fixed: lists too have to keep their order.
    """
    was, now = ([atom[:2] for atom in side.atoms] for side in (old, new))
    return was != now and (is_fixed or _with_sorted_lists(old) != _with_sorted_lists(new))


def are_acts_in_other_order(old: Statement, new: Statement) -> bool:
    """Return whether the same actions come in another order (行為の順序): 検討し、実施する."""
    acts = [
        [word.normalized for word in side.words if word.pos[2] == "サ変可能"] for side in (old, new)
    ]
    return acts[0] != acts[1] and Counter(acts[0]) == Counter(acts[1])


def _with_sorted_lists(side: Statement) -> list[list[tuple[str, ...]]]:
    """Return the facts with lists sorted (並列): 国及び県 equals 県及び国.

    An item beside a の keeps its place unless ・ joins the items: the の may belong to it alone.
    A list whose first item has an adjective is none that lacks one there: 新しい校舎及び体育館;
    nor has it another order behind a clause: 障害のある児童と保護者. Steps keep theirs:
    受付、審査及び交付.
    """
    ands = {at for at, role in side.cases if role == "and"}
    ofs = {at for at, role in side.cases if role == "of"}
    lists: list[list[tuple[str, ...]]] = []
    heads: list[list[Word]] = []
    behind_of: list[bool] = []
    before_of: list[bool] = []
    for n, atom in enumerate(side.atoms):
        head = side.words[atom.stop - 1]
        if n in ands and lists:
            lists[-1].append(atom[:2])
            heads[-1].append(head)
        elif lists and atom.start == side.atoms[n - 1].stop:
            lists[-1][-1] += atom[:2]
            heads[-1][-1] = head
            if len(lists[-1]) == 1 and is_quality(side.words[atom.start - 1]):
                lists[-1][0] += ("of all",)
        else:
            lists.append([atom[:2]])
            heads.append([head])
            behind_of.append(n in ofs or is_modified(side.words, atom.start))
            before_of.append(False)
        after = side.atoms[n + 1 :][:1]
        behind = side.words[atom.stop : after[0].start if after else None]
        before_of[-1] |= text_of(behind).endswith("の") and not is_dotted(side, n)  # 窓口での受取
    result = []
    goes_on = text_of(side.words[side.atoms[-1].stop :] if side.atoms else ()) == "、"
    for items, ends, is_behind, is_before in zip(lists, heads, behind_of, before_of, strict=True):
        last = 0 if _are_steps(ends, goes_on=goes_on) else len(items) - is_before
        first = int(is_behind)
        result.append([*items[:first], *sorted(items[first:last]), *items[max(first, last) :]])
    return result


def _are_steps(heads: Sequence[Word], *, goes_on: bool = False) -> bool:
    """Return whether a list names acts that follow each other (手順): 受付、審査及び交付.

    goes_on: more of them follow than can be seen.
    """
    return len(heads) + goes_on >= _FEWEST_STEPS and STEPS.issuperset(map(lemma, heads))


_FEWEST_STEPS = 3  # 調査及び研究 are two sides of one thing


def is_item(side: Statement, atom: Atom) -> bool:
    """Return whether a fact is part of a compound or of a list (複合語・並列)."""
    around = (*side.words[max(atom.start - 1, 0) : atom.start], *side.words[atom.stop :][:1])
    return any(word.pos[0] in NOUNS or word.surface in _IN_LISTS for word in around)


_IN_LISTS = frozenset(("及び", "又は", "並び", "・", "と", "や"))


def are_rearranged(old: Words, new: Words) -> bool:
    """Return whether two sentences differ only in the order or frame of phrases (語順・自他)."""
    return (
        are_phrases_reordered(old, new)
        or are_items_swapped(old, new)
        or are_items_permuted(old, new)
        or is_done_or_happens(old, new)
    )


def are_phrases_reordered(old: Words, new: Words) -> bool:
    """Return whether two sentences differ only in the order of phrases (文節の語順).

    職員が毎月点検する equals 毎月職員が点検する, as each phrase has its own particle. Acts that
    follow each other keep their order: 検討し、実施する.
    """
    was = _phrases(old)
    return was is not None and was == _phrases(new)


def are_items_swapped(old: Words, new: Words) -> bool:
    """Return whether two sentences differ only in the order of two items (並列の入替え).

    林道の草刈り並びに農道の補修を. One item with の and one without may be parts of one, and what
    modifies the first may modify it alone: 障害のある児童と保護者.
    """
    text = text_of(new)
    for at, word in enumerate(old):
        if word.surface not in _BETWEEN_ITEMS:
            continue
        stop = at + 2 if word.surface in ("並び", "又") else at + 1
        start, end = at, stop
        while start and _is_of_item(old[start - 1]):
            start -= 1
        while end < len(old) and _is_of_item(old[end]):
            end += 1
        left = text_of(old[start:at])
        for close in range(stop + 1, end + 1):
            right = text_of(old[stop:close])
            is_whole = close == end < len(old) and old[close].surface in _OWN_ROLE
            is_whole = is_whole and text_of(old[close + 1 : close + 2]) != "の"  # 窓口での受取
            if (
                not is_whole
                and not _are_of_one_kind(old, at, close)
                and not _do_all(old, at, close)
            ):
                continue
            is_of_all = is_quality(old[start]) != is_quality(old[stop])
            is_of_all |= is_modified(old, start)
            if left and not is_of_all and left.count("の") == right.count("の"):
                items = f"{right}{text_of(old[at:stop])}{left}"
                if text == f"{text_of(old[:start])}{items}{text_of(old[close:])}":
                    return True
    return False


def are_items_permuted(old: Words, new: Words) -> bool:
    """Return whether two sentences differ only in the order of three or more items (並列の順序).

    国、県又は市が補助する. The items are nouns, nothing in front of them may modify the first
    alone, and the last alone takes no の; steps keep their order.
    """
    was, now = _list_of(old), _list_of(new)
    if was is None or now is None or was == now:
        return False
    return (was[0], sorted(was[1]), was[2]) == (now[0], sorted(now[1]), now[2])


def is_modified(words: Words, at: int) -> bool:
    """Return whether an adjective or a clause modifies the noun at an index (連体修飾)."""
    if not at:
        return False
    before = words[at - 1]
    return before.pos[0] in ("動詞", "形容詞", "助動詞") and before.pos[5].startswith(
        ("連体形", "終止形")
    )


def _list_of(words: Words) -> tuple[str, list[str], str] | None:
    """Return a list of three or more nouns, with the text before and after it (並列)."""
    for at, word in enumerate(words):
        if word.surface not in ("又", "及び", "若しくは"):
            continue
        start, stop = at, at + 2 if word.surface == "又" else at + 1
        while start and (words[start - 1].pos[0] in NOUNS or words[start - 1].surface == "、"):
            start -= 1
        end = stop
        while end < len(words) and words[end].pos[0] in NOUNS:
            end += 1
        first = next((place for place in range(start, at) if words[place].surface != "、"), at)
        items = text_of(words[first:at]).split("、")
        is_alone = not start or words[start - 1].surface in _OWN_ROLE
        behind = text_of(words[end : end + 2])
        is_whole = behind[:1] in _OWN_ROLE and behind[1:] != "の"
        pauses = [place for place in range(first, at) if words[place].surface == "、"]
        are_steps = _are_steps([words[place - 1] for place in (*pauses, at, end)])
        is_list = is_alone and is_whole and not are_steps
        if len(items) > 1 and is_list and all(items) and stop < end:
            before = f"{text_of(words[:first])}{text_of(words[at:stop])}"
            return before, [*items, text_of(words[stop:end])], text_of(words[end:])
    return None


def is_done_or_happens(old: Words, new: Words) -> bool:
    """Return whether a thing undergoes on one side what is done to it on the other (自他の別).

    工事が完了した equals 工事を完了した, where nobody else is named.
    """
    if len(old) != len(new):
        return False
    changed = [at for at, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]]
    if len(changed) != 1 or {old[changed[0]].surface, new[changed[0]].surface} != {"が", "を"}:
        return False
    at = changed[0]
    after = next((lemma(word) for word in old[at + 1 :] if word.pos[2] == "サ変可能"), "")
    is_frame = after in AMBITRANSITIVE
    is_alone = not any(
        word.surface in ("が", "は", "も") and place != at for place, word in enumerate(old)
    )
    return is_frame and is_alone and not any(map(is_actor, old[at - 1 : at]))


def _are_of_one_kind(words: Words, at: int, stop: int) -> bool:
    """Return whether two items end with the same word (同種の項目).

    東小学校と西小学校の校庭 is of both schools.
    """
    head = words[at - 1].surface if at else ""
    return len(head) > 1 and words[stop - 1].surface == head


def _do_all(words: Words, at: int, stop: int) -> bool:
    """Return whether an act behind a の is of two things (動作の共有): 福祉と防災の連携."""
    if stop + 1 >= len(words) or words[stop].surface != "の":
        return False
    are_things = not (is_actor(words[at - 1]) or is_actor(words[stop - 1]))
    return are_things and is_act(words[end_of_nouns(words, stop + 1)])


_BETWEEN_ITEMS = frozenset(("及び", "並び", "と", "や", "又"))


def _is_of_item(word: Word) -> bool:
    """Return whether a word may be part of an item of a list (並列の項目)."""
    is_noun = word.pos[0] in (*NOUNS, "形状詞") or word.pos[5].startswith("連用形")
    return word.surface == "の" or (is_noun and word.pos[0] != "助動詞" and word.surface != "並び")


def _phrases(words: Words) -> tuple[list[str], str] | None:
    """Return the phrases before the act, sorted, and the act; None if they may not move."""
    groups: list[str] = []
    keys: list[str] = []
    *before, last = _chunks(words)
    for chunk in before:
        if _is_adverbial(chunk):
            groups.append(text_of(chunk).removesuffix("て"))
            keys.append(chunk[-1].surface)
            continue
        phrases, rest, particles = _parted(chunk)
        if rest:
            return None
        groups += phrases
        keys += particles
    phrases, rest, particles = _parted(last)
    # A repeated particle means two clauses: 職員が児童に、保護者が教員に. And a phrase may belong
    # to a verb that modifies a noun: 職員が毎年選ばれた者に.
    if len(set(keys + particles)) < len(keys + particles) or _modifies_noun(rest):
        return None
    return sorted(groups + phrases), text_of(rest)


def _chunks(words: Words) -> list[Words]:
    """Return the words between pauses (読点の間), without signs."""
    chunks: list[list[Word]] = [[]]
    for word in words:
        if word.surface in "、，" and chunks[-1]:
            chunks.append([])
        elif not is_sign(word.surface):
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
        *("向ける", "対する", "基づく", "応じる", "当たる", "通じる"),
        *("伴う", "踏まえる", "備える", "よる"),
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
        elif at == start and (often := _end_of_frequency(chunk, at)):
            particles.append("回")
            stop = often
        elif _is_in_noun(chunk, at):
            continue
        elif word.surface in FIXED_ADVERBS:
            break
        elif word.pos[2] == "副詞可能" and at == start and not _goes_on(chunk, at):
            stop = at + 1
        elif word.pos[0] in ("動詞", "助動詞", "接続詞") or word.pos[1] in ("係助詞", "副助詞"):
            break
        elif word.pos[0] == "形容詞" and phrases and at == start:
            break  # 駅に近い公園を整える is not 近い公園を駅に整える, nor 毎年多い苦情を毎年
        else:
            continue
        phrases.append(text_of(chunk[start:stop]))
        start = stop
    return phrases, chunk[start:], particles


def _is_in_noun(words: Words, at: int) -> bool:
    """Return whether a verb is a noun, or part of one, that a の and an を enclose: の見守りを."""
    before, after = words[max(at - 1, 0)], words[at + 1 : at + 2]
    is_enclosed = before.surface == "の" or is_stem(before)
    return (
        is_stem(words[at]) and is_enclosed and (text_of(after) == "を" or any(map(is_stem, after)))
    )


def _end_of_frequency(words: Words, at: int) -> int:
    """Return where 年２回 as an adverb ends that begins at an index (頻度), or 0."""
    stop = at + 1
    while stop < len(words) and words[stop].pos[1] == "数詞":
        stop += 1
    is_often = words[at].surface in SPANS and text_of(words[stop : stop + 1]) == "回"
    return stop + 1 if is_often and text_of(words[stop + 1 : stop + 2]) != "の" else 0


def _modifies_noun(rest: Words) -> bool:
    """Return whether the words from a verb on go on with a noun (連体修飾)."""
    verbs = [at for at, word in enumerate(rest) if word.pos[0] in ("動詞", "助動詞", "形容詞")]
    return bool(verbs) and any(word.pos[0] in ("名詞", "代名詞") for word in rest[verbs[0] :])


def _goes_on(words: Words, at: int) -> bool:
    """Return whether a phrase goes on after a word (毎月の, 毎月第２日曜日)."""
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or after.pos[0] == "助詞":
        return after is not None
    is_point = after.pos[1] == "数詞" or after.pos[0] == "接頭辞" or after.pos[2] == "副詞可能"
    return after.pos[0] in NOUNS and (is_point or words[at].surface[0] not in "毎今来昨本")


_OWN_ROLE = frozenset(("が", "を", "に", "へ", "で", "は", "から", "まで"))
