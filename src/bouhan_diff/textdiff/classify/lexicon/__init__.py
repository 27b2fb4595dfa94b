"""The lexicon (語彙): which facts the words of official Japanese state.

The vocabulary is data: the YAML files beside this module, each entry with examples that the
tests run. `python scripts/lexicon.py` checks them and compiles them to compiled.json, which
is loaded here. Words are listed in the dictionary's normalized form (する is 為る). A word that
is in no table is a content word; a change of it is substance.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from ....text.normalize import fold
from ...tokenizer import Word

FOLDER = Path(__file__).parent

_TABLES: dict[str, Any] = json.loads((FOLDER / "compiled.json").read_bytes())

Fact = tuple[str, str]
"""What a word states (事柄): the reason code of a change of it, and a key for its content."""

Case = Literal[
    "",  # none that matters
    # What a noun is to its verb.
    "subject",  # 人口が増える
    "actor",  # 委員は定める: who can act
    "topic",  # 治安は改善した
    "doer",  # 市が負担を決める, beside "subject": who acts
    "taker",  # 職員が研修を受ける, beside "subject": to whom it is done
    "inner",  # 市が管理する公園, beside "subject": in a clause of a noun alone
    "agent",  # 市により実施される
    "object",  # 講座を開く
    "done",  # 点検を行う, where 行う says no more than する
    "to",  # 学校に配る, 学校へ配る
    "toward",  # 市民に対する支援
    "at",  # 電話で受ける
    "in",  # 会議において報告する
    "by",  # 広報紙により知らせる
    "through",  # 町内会を通じて配る
    "as",  # 目標として掲げる
    "about",  # 許可に関する手続
    # What a noun is to another noun.
    "of",  # 許可の申込み
    "with",  # 警察と連携する
    "partner",  # 市民とともに活動する
    "and",  # 警察及び団体
    "both",  # 安全かつ快適
    "among",  # 公園のうち３か所
    "called",  # 市民という組織
    "being",  # 代表者である市民
    "aside",  # 市民生活課（地域担当）
    "also",  # 訓練も行う
    # What an act is to what follows it.
    "then",  # 調査し、公表する
    "besides",  # 調査するほか、公表する
    "contrast",  # 調査するが、公表しない
    "doing",  # 犯罪を防ぐ活動
]
"""The role of a noun or an act in its clause (格), as the words behind it give it.

A fact of the group "case" gives its key as a role. `conflicts` lists which two of them differ.
"""


def _set(table: str) -> set[str]:
    return set(_TABLES[table])


def _map(table: str) -> dict[str, str]:
    return dict(_TABLES[table])


def _facts(table: str) -> dict[str, Fact]:
    return {word: (group, key) for word, (group, key) in _TABLES[table].items()}


# ------------------------------------------------------------ forms of words

FORMS = _map("forms")
FORMS_BY_CLASS: dict[str, list[str]] = dict(_TABLES["forms_by_class"])

# ------------------------------------------------------------ function words

NEUTRAL = _set("neutral")
FACTS = _facts("facts")
RELATIONS = _map("relations")
ASPECTS = _facts("aspects")
GOING = _set("going")
SOFTENERS = _set("softeners")
ENDINGS = _facts("endings")
FRAMES = _set("frames")
PLAIN_AUXILIARIES = _set("plain_auxiliaries")
STATES = _set("states")
RESULTS = _set("results")
WRITTEN = _set("written")
LASTING = _set("lasting")
ENTERING = _set("entering")
EVENTS = _set("events")
HAPPENINGS = _set("happenings")
GIVING = _set("giving")
FREE_ADVERBS = _set("free_adverbs")
FIXED_ADVERBS = _set("fixed_adverbs")
ASKING = _set("asking")
PHASES = _set("phases")
MANNERS = _set("manners")

PHRASES: dict[tuple[str, ...], tuple[Fact, ...]] = {
    tuple(words.split()): tuple((group, key) for group, key in facts)
    for words, facts in _TABLES["phrases"].items()
}
SET_PHRASES: dict[tuple[str, ...], str] = {
    tuple(words.split()): place for words, place in _TABLES["set_phrases"].items()
}
# The lengths of the phrases that begin with two words, the longest first.
LENGTHS_OF_PHRASES: dict[tuple[str, str], list[int]] = {}
for _phrase in sorted(PHRASES, key=len, reverse=True):
    _lengths = LENGTHS_OF_PHRASES.setdefault((_phrase[0], "".join(_phrase[1:2])), [])
    if len(_phrase) not in _lengths:
        _lengths.append(len(_phrase))
FIRST_OF_PHRASES = frozenset(phrase[0] for phrase in PHRASES)

# --------------------------------------------------------------------- roles

PARTICLES: dict[str, Case] = dict(_TABLES["particles"])
EXPECTING = _set("expecting")
SAYING = _set("saying")
CONFLICTS = {frozenset(pair.split()) for pair in _TABLES["conflicts"]}
ACTORS = _set("actors")
ATTRIBUTES = _set("attributes")
QUALITIES = _set("qualities")
TERMS = _set("terms")
CONFERRED = _set("conferred")
OF_PERSONS = _set("of_persons")
OF_THINGS = _set("of_things")
NO_ACTORS = _set("no_actors")
PERSONS = frozenset("人員官師士徒族民生童者方")
"""The last characters of words for persons (人を表す語の末尾): 職員, 教師, 市外の方."""
GOVERNMENTS = frozenset("市区町村都道府県国")
BODIES = frozenset("課係室部局署所口者会館園社ー")  # the last is of センター
AMBITRANSITIVE = _set("ambitransitive")
CAUSATIVES = _map("causatives")
CONTACTS = _set("contacts")
EITHER_PARTICLE = _set("either_particle")
TAKEN_AS = _set("taken_as")
INTRODUCING = _set("introducing")
OWN = _set("own")
RECEIVED = _set("received")
HARMS = _set("harms")
OUTCOMES = _set("outcomes")
SERVING = _set("serving")
OWN_ACTS = _set("own_acts")
AIMS = _set("aims")
COMPANIONS = _set("companions")
EFFECTS = HAPPENINGS | _set("effects")
MODES = _set("modes")
WAYS = (MANNERS - {"努める"}) | COMPANIONS | _set("ways")
PREPARING = _set("preparing")
PROCESSES = _set("processes")
GOALS = PROCESSES | _set("goals")
STEPS = _set("steps")
TWIN_ACTS = _set("twin_acts")
LEADING = _set("leading")
PLACING: dict[str, list[str]] = dict(_TABLES["placing"])
SHIFTING = _set("shifting")
TIMES_OF_DAY = _set("times_of_day")

DOING = _set("doing")
FURTHERING = _set("furthering")
HOLDING = _set("holding")
RECEIVING = _set("receiving")
PREVENTING = _set("preventing")

# ------------------------------------------------------------------- figures

COUNTERS = _set("counters")
LONGEST_COUNTER = max(map(len, COUNTERS))
UNITS = _map("units")
ABOUT = _set("about")
COUNTERS_ALIKE = _map("counters_alike")
COUNTED: dict[str, list[str]] = dict(_TABLES["counted"])
EACH = _map("each")
TIMES = _set("times")
AT_PLACES = _set("at_places")
PARTS = _set("parts")

# --------------------------------------------------------------------- names

ORGANISATIONS = _set("organisations")
COMPANIES = _map("companies")

# ------------------------------------------------------------------ synonyms

SYNONYMS = _map("synonyms")
SYNONYMS_OF: dict[str, tuple[str, set[str]]] = {
    verb: (word, set(nouns)) for verb, (word, nouns) in _TABLES["synonyms_of"].items()
}
SYNONYMS_BUT_OF_PERSONS = _map("synonyms_but_of_persons")
BEARING = _set("bearing")
SYNONYMS_AS_VERBS = _map("synonyms_as_verbs")
VERBAL = _set("verbal")
LABELS = _map("labels")
NEAR_SYNONYMS = _map("near_synonyms")
COORDINATIONS: dict[str, list[str]] = dict(_TABLES["coordinations"])
FIRST_OF_COORDINATIONS = frozenset(word[0] for word in COORDINATIONS)

# Parts of speech, as the dictionary names them.
NOUNS = frozenset(("名詞", "接尾辞", "接頭辞"))
"""Parts of speech of names and compounds (品詞)."""
ADVERBIAL = ("副詞可能", "助数詞可能")
"""Nouns used as adverbs or counters (ため, 現在, か所), which join no compound."""

_KA = str.maketrans("カヵヶケ箇個", "かかかかかか")
_I_ROW = dict(zip("うくぐすつぬぶむる", "いきぎしちにびみり", strict=True))
_E_ROW = frozenset("えけげせぜてでねへべめれ")


@lru_cache(maxsize=8192)
def lemma(word: Word) -> str:
    """Return the form under which the tables list a word (見出し語)."""
    if word.surface in FORMS_BY_CLASS:
        word_class, form = FORMS_BY_CLASS[word.surface]
        if word.pos[1] == word_class:
            return form
    return FORMS.get(word.surface) or FORMS.get(word.normalized) or word.normalized


def is_listed(lemmas: Sequence[str], at: int, table: set[str]) -> bool:
    """Return whether a table lists the noun that ends at an index (名詞): 強化, 活性化."""
    return lemmas[at] in table or (at > 0 and lemmas[at - 1] + lemmas[at] in table)


def is_actor(word: Word) -> bool:
    """Return whether a word denotes people or a body that may act (動作主)."""
    return word.surface[-1] in ACTORS or word.surface in ACTORS


def is_quality(word: Word) -> bool:
    """Return whether a word may tell the quality of all items of a list (性質): 公立."""
    return word.pos[0] in ("形容詞", "連体詞") or word.surface in QUALITIES


WILL = "意志推量形"
"""The form of a verb that tells an intention or a guess."""


def without_respect(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words without ます, and without の方 behind a person (敬意の表現の除去)."""
    plain = tuple([w for w in words if w.normalized != "ます" or w.pos[5] == WILL])
    surfaces = [word.surface for word in plain]
    if "方" not in surfaces and "方々" not in surfaces:
        return plain
    for at in range(len(plain) - 1, 1, -1):
        if surfaces[at] not in ("方", "方々") or surfaces[at - 1] != "の":
            continue
        is_side = surfaces[at : at + 2] == ["方", "が"]  # 市民の方が多い
        if surfaces[at - 2][-1] in PERSONS and not is_side:
            plain = (*plain[: at - 1], *plain[at + 1 :])
    return plain


def unit(counter: str) -> str:
    """Return the common form of a counter (助数詞): か月 for カ月 and ヶ月, 人 for 名."""
    plain = fold(counter).translate(_KA)
    return COUNTERS_ALIKE.get(plain) or UNITS.get(plain, plain)


def synonym(key: str, noun: Word | None) -> str:
    """Return the common form of a verb and its synonyms for a given noun (同義語).

    増える equals 増加する, and 書類を送る equals 書類を送付する; 児童を送る does not. Two
    Sino-Japanese words such as 周知 and 広報 never share a form.
    """
    if key in SYNONYMS:
        return SYNONYMS[key]
    if key in SYNONYMS_OF:
        word, nouns = SYNONYMS_OF[key]
        return word if noun and not nouns.isdisjoint(_kinds_of(noun)) else key
    if key in SYNONYMS_BUT_OF_PERSONS and not (noun and noun.surface[-1] in ACTORS):
        return SYNONYMS_BUT_OF_PERSONS[key]
    return key


def _kinds_of(noun: Word) -> Iterator[str]:
    """Yield how synonyms_of may list a noun: itself, 動作 for an act, アイテム for a loanword."""
    yield noun.surface
    yield noun.normalized
    if noun.pos[2] == "サ変可能" and len(noun.surface) > 1:
        yield "動作"
    if min(noun.surface) >= "ァ" and max(noun.surface) <= "ー":
        yield "アイテム"


def stem(word: Word) -> str:
    """Return the stem of a verb, which serves as a noun too (連用形): 組み, 掛け."""
    plain, conjugation = FORMS.get(word.normalized, word.normalized), word.pos[4]
    if conjugation.startswith("五段") or is_potential(word):
        return plain[:-1] + _I_ROW.get(plain[-1], plain[-1])
    is_cut = "一段" in conjugation or plain.endswith("じる")
    return plain[:-1] if is_cut else plain


def is_potential(word: Word) -> bool:
    """Return whether a verb states that something can be done (可能動詞): 送れる."""
    plain, itself = word.normalized, word.dictionary_form
    return (
        word.pos[4].startswith("下一段")
        and plain != itself
        and len(itself) > len("得る")
        and plain[-2:-1] not in _E_ROW
    )
