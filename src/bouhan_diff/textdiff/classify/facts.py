"""Facts (事柄): what words state, independent of their wording."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ...text.normalize import fold
from ..tokenizer import Word, text_of
from .figures import Figure, figures_of
from .lexicon import (
    ABOUT,
    COORDINATIONS,
    EACH,
    ENDINGS,
    FACTS,
    FIRST_OF_COORDINATIONS,
    FIRST_OF_PHRASES,
    LENGTHS_OF_PHRASES,
    NOUNS,
    PHRASES,
    PLAIN_AUXILIARIES,
    SYNONYMS,
    SYNONYMS_AS_VERBS,
    UNITS,
    VERBAL,
    Fact,
    is_potential,
    lemma,
    stem,
    synonym,
    unit,
)
from .orthography import BRACKETS, comparable, is_sign
from .syntax import (
    BEHIND_ACTORS,
    SUBJECT_ROLES,
    agent_of,
    aspect,
    is_comparison,
    is_hearsay,
    is_light,
    is_neutral,
    is_number_of_times,
    is_reason,
    is_state,
    noun_of,
    role_of,
    subject_kind,
)

Words = Sequence[Word]


class Atom(NamedTuple):
    """A fact that words [start, stop) state (事柄).

    group: the reason code if the fact changes; key: equal for all wordings of the fact.
    """

    group: str
    key: str
    start: int
    stop: int


class Statement(NamedTuple):
    """The facts that words state, and the roles of nouns (文意).

    words: the words read. cases: (i, role) pairs: the role applies to atoms[i - 1].
    """

    words: Words
    atoms: list[Atom]
    cases: list[tuple[int, str]]


# ６月までに is a deadline; ４月から６月までに is a period.
_BY, _WITHIN = (("range", "by"),), (("range", "within"),)

# 犯罪を防ぐため is a purpose; 人員が足りないため is a reason.
_FOR, _BECAUSE = (("purpose", "for"),), (("purpose", "because"),)

_SAID = (("force", "hearsay"),)

_MEANS = (("case", "by"),)

_PARTNER: tuple[Fact, ...] = (("case", "with"),)
_AT_ONCE: tuple[Fact, ...] = (("case", "with"), ("content-word", "同時"))

_OTHER, _SUCH_AS = (("scope", "other"),), (("scope", "such as"),)

_THAN = ("range", "than")

_WILL = "意志推量形"


@lru_cache(maxsize=4096)
def statement(words: tuple[Word, ...]) -> Statement:
    """Return the facts that the words state, in order (文意); most statements recur."""
    return _StatementReader(words).read()


_WITH_ROLES = frozenset(("助詞", "接続詞", "補助記号", "記号"))


class _StatementReader:
    """Reads words from left to right and collects their facts and roles (文意の読取り).

    Each reading method returns the index after what it consumed, or 0 if nothing matched.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = tuple([w for w in words if w.normalized != "ます" or w.pos[5] == _WILL])
        self.lemmas = [lemma(word) for word in self.words]
        self.atoms: list[Atom] = []
        self.cases: list[tuple[int, str]] = []
        self.figures, self.ends = figures_of(self.words)
        self.passives: set[int] = set()

    def read(self) -> Statement:
        """Return the facts and roles of all the words."""
        lemmas, at = self.lemmas, 0
        while at < len(lemmas):
            key = lemmas[at]
            at = (
                (at in self.figures and self._figure(at))
                or (key in BEHIND_ACTORS and self._agent(at))
                or (key in FIRST_OF_PHRASES and self._phrase(at))
                or (self.words[at].surface[0] in FIRST_OF_COORDINATIONS and self._coordination(at))
                or self._word(at)
            )
        return Statement(self.words, self.atoms, self.cases)

    def _figure(self, at: int) -> int:
        """Read a figure with its counter; after ～ it is the end of a range (４月～６月)."""
        figure, stop = self.figures[at], self.ends[at]
        is_yen = at > 0 and not figure.counter and self.words[at - 1].surface in "¥￥"
        key = f"{figure.value} {'円' if is_yen else unit(figure.counter)}"
        joined = self._half(figure, stop) or self._rate(key, stop) or self._day(figure, stop)
        if joined:
            key, stop = joined
        if self.lemmas[stop : stop + 1] and self.lemmas[stop] in ABOUT:
            self.atoms.append(Atom("scope", "about", stop, stop + 1))
            self.atoms.append(Atom("figure", key, at, stop))
            return stop + 1
        self.atoms.append(Atom("figure", key, at, stop))
        after = self.lemmas[stop] if stop < len(self.lemmas) else ""
        if at > 1 and self.lemmas[at - 1] == "~" and after != "まで":
            key = "within" if after == "に" else "until"
            self.atoms.append(Atom("range", key, at - 1, at))
        per = 1 if after == "当たり" else 2 * (self.lemmas[stop : stop + 2] == ["に", "付く"])
        if per:
            self.atoms.append(Atom("scope", "per", stop, stop + per))
        return stop + per

    def _half(self, figure: Figure, stop: int) -> tuple[str, int] | None:
        """Read ２分の１の額 as 半額, if that is what a figure begins (半分)."""
        if figure.value != "1/2" or self.lemmas[stop : stop + 1] != ["の"]:
            return None
        noun = "".join(self.lemmas[stop + 1 : stop + 2])
        return (f"1/2 {noun}", stop + 2) if noun in ("額", "数") else None

    def _rate(self, key: str, stop: int) -> tuple[str, int] | None:
        """Read ２年に１回 as 隔年, if that is what a figure begins (頻度)."""
        times = self.figures.get(stop + 1)
        if times is None or times.value != "1" or times.counter not in ("回", "度"):
            return None
        is_span = key.rpartition(" ")[2] in ("年", "か月", "週", "日")
        return (f"every {key}", self.ends[stop + 1]) if is_span and self._is_to(stop) else None

    def _day(self, figure: Figure, stop: int) -> tuple[str, int] | None:
        """Read a year with its day as one date; a fiscal year's end is March 31 (年月日)."""
        year = figure.value.removeprefix("year ")
        if year == figure.value or not year.isdecimal():
            return None
        after = self.figures.get(stop)
        if figure.counter == "年度" and self.lemmas[stop : stop + 1] == ["末"]:
            return f"year {int(year) + 1} date 3/31 ", stop + 1
        if after is None or figure.counter != "年":
            return None
        if after.value.startswith("date "):
            return f"{figure.value} {after.value} ", self.ends[stop]
        is_end = (after.value, after.counter) == ("3", "月")
        if is_end and self.lemmas[self.ends[stop] : self.ends[stop] + 1] == ["末"]:
            return f"{figure.value} date 3/31 ", self.ends[stop] + 1
        return None

    def _is_to(self, at: int) -> bool:
        return self.words[at].surface == "に"

    def _agent(self, at: int) -> int:
        """Read the agent of a passive (動作主): 市により行われる."""
        agent = agent_of(self.words, self.lemmas, at)
        if not agent:
            return 0
        self.cases.append((len(self.atoms), "agent"))
        self.passives.add(agent[1])
        return agent[0]

    def _phrase(self, at: int) -> int:
        """Read a phrase of the lexicon, the longest that matches (複合辞)."""
        first, second = self.lemmas[at], "".join(self.lemmas[at + 1 : at + 2])
        lengths = LENGTHS_OF_PHRASES.get((first, second), [])
        for length in (*lengths, *LENGTHS_OF_PHRASES.get((first, ""), [])):
            if at + length > len(self.lemmas):
                continue
            phrase = PHRASES.get(tuple(self.lemmas[at : at + length]))
            if phrase is not None:
                self._add_phrase(phrase, at, at + length)
                return at + length
        return 0

    def _add_phrase(self, phrase: tuple[Fact, ...], start: int, stop: int) -> None:
        if phrase == _BY and ("range", "from") in (atom[:2] for atom in self.atoms[-2:]):
            phrase = _WITHIN
        elif phrase == _FOR and is_reason(self.words, self.lemmas, start):
            phrase = _BECAUSE
        elif phrase == _SAID and (
            is_potential(self.words[stop - 1]) or not is_hearsay(self.words, self.lemmas, stop)
        ):
            phrase = ()
        elif phrase == _MEANS and self.lemmas[start] == "こと":
            phrase = _BECAUSE if is_reason(self.words, self.lemmas, start) else phrase
        elif not phrase and self.lemmas[start] == "と" and self._is_after_noun(start):
            # 市民とともに names a partner, 知らせるとともに joins two acts.
            phrase = _AT_ONCE if self.lemmas[start + 1] == "同時" else _PARTNER
        elif phrase == _OTHER and self.lemmas[stop : stop + 1] == ["の"]:
            # 学校その他の施設 are schools and other facilities, 学校その他施設 need not be.
            phrase = _SUCH_AS if self._is_after_noun(start) else phrase
        self.cases += [(len(self.atoms), key) for group, key in phrase if group == "case"]
        self.atoms += [Atom(*fact, start, stop) for fact in phrase if fact[0] != "case"]
        self.atoms += _said_by_form(self.words[stop - 1], start, stop)

    def _is_after_noun(self, at: int) -> bool:
        return at > 0 and self.words[at - 1].pos[0] in NOUNS

    def _coordination(self, at: int) -> int:
        """Read 小中学校 and the like as 小学校及び中学校 (二語の並列)."""
        for stop in range(min(at + _MOST_PARTS, len(self.words)), at, -1):
            parts = COORDINATIONS.get(text_of(self.words[at:stop]))
            if parts:
                break
        else:
            return 0
        first, second = (part.split("・") for part in parts)
        self.atoms += [Atom("content-word", part, at, at) for part in first]
        self.cases.append((len(self.atoms), "and"))
        self.atoms += [Atom("content-word", part, at + 1, stop) for part in second]
        return stop

    def _word(self, at: int) -> int:
        """Read a single word: a verb, a particle or a noun."""
        words, lemmas, word = self.words, self.lemmas, self.words[at]
        is_verb = word.pos[0] == "動詞"
        if lemmas[at] == "成る" and self._is_mere_result(at):
            return at + 3
        if lemmas[at + 1 : at + 2] == ["毎"] and word.surface in _PERIODS:
            return self._every(at)
        if is_verb and (helping := aspect(words, lemmas, at)):
            self.atoms.append(Atom(*helping, at, at + 1))
        elif word.pos[0] in _WITH_ROLES and (role := role_of(words, lemmas, at)) is not None:
            self.cases += [(len(self.atoms), role)] if role else ()
            if role in SUBJECT_ROLES and (manner := subject_kind(words, lemmas, at)):
                self.cases.append((len(self.atoms), manner))
        elif lemmas[at] in ("行う", "実施") and is_light(lemmas, at):
            _join_noun(words, at, self.atoms, self.cases)
        elif is_verb and (found := _verb(words, lemmas, at)):
            self.atoms += found
            return found[0].stop
        elif at not in self.passives and (atom := _atom(words, lemmas, at)):
            self.atoms.append(atom)
        return at + 1

    def _every(self, at: int) -> int:
        """Read 年ごと as 毎年 and 年度ごと as 毎年度 (期間ごと)."""
        key = self.lemmas[at]
        if f"毎{key}" in EACH:
            self.atoms.append(Atom("content-word", f"毎{key}", at, at + 2))
        else:
            self.atoms += [
                Atom("scope", "every", at, at + 2),
                Atom("content-word", key, at, at + 2),
            ]
        return at + 2 + (self.lemmas[at + 2 : at + 3] == ["に"])

    def _is_mere_result(self, at: int) -> bool:
        """Return whether a figure is told with となっている, as with である (数値の状態)."""
        if self.lemmas[at - 1 : at] != ["と"] or self.lemmas[at + 1 : at + 3] != ["て", "居る"]:
            return False
        is_figure = bool(self.atoms) and self.atoms[-1][0] == "figure"
        return (is_figure and self.atoms[-1].stop == at - 1) or self.lemmas[at - 2] == "まで"


_MOST_PARTS = 4
_PERIODS = frozenset(("年", "年度", "月", "週", "日", "学期", "期"))


def _join_noun(words: Words, at: int, atoms: list[Atom], cases: list[tuple[int, str]]) -> None:
    """Move the noun of a light verb to the verb (機能動詞の名詞): 点検を毎年行う.

    消火栓の点検を毎年行う is 消火栓を毎年点検する.
    """
    if not cases or cases[-1][1] != "object" or not cases[-1][0]:
        return
    place = cases[-1][0] - 1
    between = words[atoms[place].stop + 1 : at]
    is_verbal = words[atoms[place].stop - 1].pos[2] == "サ変可能"
    if is_verbal and not any(word.pos[0] == "動詞" or is_sign(word) for word in between):
        atoms.append(atoms.pop(place))
        cases.pop()


def _atom(words: Words, lemmas: Sequence[str], at: int) -> Atom | None:  # noqa: PLR0912
    """Return the fact that a single word states, or None."""
    word, key, pos = words[at], lemmas[at], words[at].pos
    if is_sign(word):
        return None
    if word.surface == "物":
        return Atom("content-word", key, at, at + 1)
    if key in EACH and is_number_of_times(words, at + 1):
        key = EACH[key]
    if key == "~":
        return Atom("range", "from" if at and words[at - 1].pos[0] in NOUNS else key, at, at + 1)
    if key == "他" and at and words[at - 1].pos[0] == "動詞" and lemmas[at + 1 :][:1] != ["ない"]:
        return None  # 知らせるほか、 goes on as 知らせ、 does
    fact: Fact | None = None
    if pos[0] == "助詞":
        fact = _THAN if is_comparison(words, at) else _particle(word, key)
    elif pos[0] == "助動詞" and pos[5] == _WILL:
        fact = "force", "guess" if key in PLAIN_AUXILIARIES and key != "ます" else "will"
    elif pos[0] == "助動詞":
        fact = None if key in PLAIN_AUXILIARIES else FACTS.get(key, ("force", key))
        if key == "た":
            is_past = not is_state(words, lemmas, at)
            fact = ("time", "past") if is_past else None
    elif pos[0] == "接続詞" or is_neutral(lemmas, at):
        fact = FACTS.get(key)
    elif FACTS.get(key) in _FOR and is_reason(words, lemmas, at):
        fact = _BECAUSE[0]
    elif pos[0] in ("補助記号", "記号", "空白"):
        sign = comparable(word.surface)
        is_unit = sign == "¥" and words[at + 1 : at + 2] and words[at + 1].pos[1] == "数詞"
        fact = None if sign in BRACKETS or is_unit else FACTS.get(key, ("symbol", sign))
    elif pos[1] == "固有名詞":
        fact = "content-word", fold(word.surface)
    else:
        key = fold(key) if pos[1] != "数詞" else comparable(word.surface)
        is_verb = not VERBAL.isdisjoint(lemmas[at + 1 : at + 2])
        if key in SYNONYMS_AS_VERBS and is_verb and lemmas[at + 2 : at + 3] != ["者"]:
            key = SYNONYMS_AS_VERBS[key]
        if key == "以下" and lemmas[at + 1 : at + 2] == ["の"]:
            key = "次" if not at or words[at - 1].pos[0] not in NOUNS else key
        key = SYNONYMS.get(key) or UNITS.get(key, key)
        fact = FACTS.get(key, ("content-word", key))
    return Atom(*fact, at, at + 1) if fact else None


def _verb(words: Words, lemmas: Sequence[str], at: int) -> list[Atom]:
    """Return the facts of a verb (動詞), compound verbs as one; empty for function words."""
    key, stop = "", at
    while (
        stop < len(words)
        and words[stop].pos[0] == "動詞"
        and (not key or "連用形" in words[stop - 1].pos[5])
        and lemmas[stop] not in FACTS
        and not (key and lemmas[stop] == "下さる")
        and not is_neutral(lemmas, stop)
    ):
        key += stem(words[stop])
        stop += 1
    if not key:
        return []
    found = [Atom("content-word", synonym(key, noun_of(words, at)), at, stop)]
    if is_potential(words[stop - 1]):
        found.append(Atom("force", "can", at, stop))
    return found + _said_by_form(words[stop - 1], at, stop)


def _said_by_form(word: Word, start: int, stop: int) -> list[Atom]:
    """Return the request or intention that an inflected form states (命令形・意志推量形)."""
    form = word.pos[5]
    if word.pos[0] == "動詞" and form.startswith("命令形"):
        return [Atom("force", "request", start, stop)]
    if word.pos[0] == "動詞" and form == _WILL:
        return [Atom("force", "will", start, stop)]
    return []


def _particle(word: Word, key: str) -> tuple[str, str] | None:
    """Return the fact that a particle (助詞) states, or None."""
    kind = word.pos[1]
    if kind == "終助詞":
        return ENDINGS.get(key)
    if key in ("から", "より"):
        return ("range", "from") if kind == "格助詞" else ("purpose", "because")
    if kind == "接続助詞":
        return ("condition", "when") if key in ("ば", "と") else None
    if kind == "副助詞" and key == "か":
        return "conjunction", "or"
    if kind in ("副助詞", "係助詞") and key not in ("は", "や"):
        return FACTS.get(key, ("scope", key))
    return FACTS.get(key)
