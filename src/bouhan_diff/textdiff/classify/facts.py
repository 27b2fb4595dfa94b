"""Facts (事柄): what words state, independent of their wording."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import cast

from ..tokenizer import Word, text_of
from .atoms import (
    BECAUSE,
    BEHIND_ACTORS,
    CAUSING,
    FOR,
    PERIODS,
    agent_of,
    atom_of,
    facts_of_form,
    facts_of_verb,
    is_of_next,
    is_reason,
    is_set_phrase,
    noun_of,
    stands_alone,
)
from .figure_series import SPANS, are_years, figures_of, is_branch, is_span_of_times, stated_figure
from .lexicon import (
    ABOUT,
    ACTORS,
    AIMS,
    CAUSATIVES,
    COORDINATIONS,
    COUNTERS,
    EACH,
    FIRST_OF_COORDINATIONS,
    FIRST_OF_PHRASES,
    GOALS,
    LENGTHS_OF_PHRASES,
    NOUNS,
    PHRASES,
    Case,
    Fact,
    is_actor,
    is_listed,
    is_potential,
    lemma,
    synonym,
    unit,
    without_respect,
)
from .orthography import is_sign
from .particles import is_compared, kinds_of_subject, role_of
from .statements import Atom, RoleAt, Statement, is_point_of_time, join_noun
from .syntax import (
    AFTER_NI,
    aspect,
    clause_end,
    goes_on,
    is_apposition,
    is_carried_out,
    is_hearsay,
    is_light,
    is_of_noun,
    is_quality_beside,
    is_resolve,
)

# ６月までに is a deadline; ４月から６月までに is a period.
_BY, _WITHIN = (("range", "by"),), (("range", "within"),)
_ENGAGED: tuple[Fact, ...] = (("case", "to"), ("content-word", "当たり"))
_SAID = (("force", "hearsay"),)
_THIS, _IN = frozenset(("此れ", "其れ")), ["に", "おく", "て"]
_CALLED, _TOWARD = (("case", "called"),), (("purpose", "toward"),)
_THAN, _TO = (("range", "than"),), (("case", "to"),)
_MEANS, _PARTNER, _ALONG = (("case", "by"),), (("case", "partner"),), (("content-word", "伴い"),)
_OF_THIS: tuple[Fact, ...] = (("reference", "this"), ("case", "by"))
_AT_ONCE: tuple[Fact, ...] = (("case", "partner"), ("content-word", "同時"))
_TOGETHER, _HOWEVER = (("content-word", "合わせ"),), (("condition", "however"),)
_BESIDES, _CONTRAST = (("case", "besides"),), (("case", "contrast"),)
_OTHER, _SUCH_AS, _EVERY = (("scope", "other"),), (("scope", "such as"),), ("scope", "every")


@lru_cache(maxsize=8192)
def statement(words: tuple[Word, ...]) -> Statement:
    """Return the facts that the words state, in order (文意); most statements recur."""
    return _StatementReader(words).read()


_WITH_ROLES = frozenset(("助詞", "助動詞", "接続詞", "補助記号", "記号"))


class _StatementReader:
    """Reads words from left to right and collects their facts and roles (文意の読取り).

    Each reading method returns the index after what it consumed, or 0 if nothing matched.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = without_respect(words)
        self.lemmas = [lemma(word) for word in self.words]
        # The dictionary takes all of 行って for 行く, and some に before について for an auxiliary.
        for at, key in enumerate(self.lemmas):
            is_done = key == "行く" and self.words[at].surface == "行っ"
            if is_done and is_carried_out(self.words, at):
                self.lemmas[at] = "行う"
            elif key in AFTER_NI and at and self.words[at - 1].surface == "に":
                self.lemmas[at - 1] = "に"
        self.atoms: list[Atom] = []
        self.cases: list[RoleAt] = []
        self.figures, self.ends = figures_of(self.words)
        for start, stop in self.ends.items():
            after = self.figures.get(stop + 1)
            if are_years(self.figures[start], after) and self.lemmas[stop] == "-":
                self.lemmas[stop] = "~"  # 2023-24年度
        self.passives: set[int] = set()

    def read(self) -> Statement:
        """Return the facts and roles of all the words."""
        lemmas, at = self.lemmas, 0
        while at < len(lemmas):
            key = lemmas[at]
            at = (
                (at in self.figures and self._figure(at))
                or (key in BEHIND_ACTORS and self._agent(at))
                or (key == "の" and self._clause_end(at))
                or (key in FIRST_OF_PHRASES and self._phrase(at))
                or (self.words[at].surface[0] in FIRST_OF_COORDINATIONS and self._coordination(at))
                or (stands_alone(self.words[at], key) and self._alone(at))
                or self._word(at)
            )
        return Statement(self.words, self.atoms, self.cases)

    def _figure(self, at: int) -> int:
        """Read a figure with its counter; after ～ it is the end of a range (４月～６月)."""
        figure, stop = self.figures[at], self.ends[at]
        times = self.figures.get(stop + 1)
        if times and is_span_of_times(figure, self.words[stop], times):
            self.atoms.append(Atom("content-word", SPANS[figure.counter], at, stop))
            return stop + 1
        counted = "".join(w.surface for w in self.words[stop + 1 : stop + 2])
        counted = counted if self.lemmas[stop : stop + 1] == ["の"] else ""
        if figure.counter == "つ" and counted in COUNTERS:
            # ３つの地区 is ３地区.
            figure, stop = figure._replace(counter=counted), stop + 2
        is_yen = at > 0 and not figure.counter and self.words[at - 1].surface in "¥￥"
        key = f"{figure.value} {'円' if is_yen else unit(figure.counter)}"
        if figure.counter == "割" and figure.value.isdecimal():
            key = f"{int(figure.value) * 10} %"
        key, stop = stated_figure(figure, key, stop, self.lemmas, (self.figures, self.ends))
        if self.lemmas[stop : stop + 1] and self.lemmas[stop] in ABOUT:
            if ("scope", "about") not in [atom[:2] for atom in self.atoms[-1:]]:  # 約50人程度
                self.atoms.append(Atom("scope", "about", stop, stop + 1))
            self.atoms.append(Atom("figure", key, at, stop))
            return stop + 1
        self.atoms.append(Atom("figure", key, at, stop))
        if figure.counter in ("条", "号") and is_branch(self.lemmas, self.figures, stop):
            self.atoms.append(Atom("symbol", "の", stop, stop + 1))
        after = self.lemmas[stop] if stop < len(self.lemmas) else ""
        is_last = at > 1 and (self.lemmas[at - 1] == "~" or self._ends_range(at))
        if is_last and after != "まで" and self.lemmas[stop + 1 : stop + 2] != ["掛ける"]:
            key = "within" if after == "に" else "until"
            self.atoms.append(Atom("range", key, at - 1, at))
        if per := 1 if after == "当たり" else 2 * (self.lemmas[stop : stop + 2] == ["に", "付く"]):
            self.atoms.append(Atom("scope", "per", stop, stop + per))
        return stop + per

    def _ends_range(self, at: int) -> bool:
        """Return whether a point of time directly follows から, as in 4月1日から4月30日 (期間)."""
        before = self.atoms[-3:]
        return (
            [atom[:2] for atom in before[1:2]] == [("range", "from")]
            and all(map(is_point_of_time, before[::2]))
            and before[2].start == before[1].stop == at
        )

    def _agent(self, at: int) -> int:
        """Read the agent of a passive (動作主): 市により行われる."""
        agent = agent_of(self.words, self.lemmas, at)
        if not agent:
            return 0
        self._give("agent")
        self._give("inner" if is_of_noun(self.words, agent[1] + 1) else None)
        self.passives.add(agent[1])
        return agent[0]

    def _clause_end(self, at: int) -> int:
        """Read ので (理由), and のに behind a quality (逆接)."""
        ending = clause_end(self.words, self.lemmas, at)
        if ending == "ので":
            self.atoms.append(Atom(*BECAUSE[0], at, at + 2))
        elif ending:
            self._give("contrast")
        return at + 2 if ending else 0

    def _phrase(self, at: int) -> int:
        """Read a phrase of the lexicon, the longest that matches (複合辞)."""
        first = self.lemmas[at]
        second = "".join(self.lemmas[at + 1 : at + 2])
        lengths = LENGTHS_OF_PHRASES.get((first, second), [])
        if second:
            lengths = lengths + LENGTHS_OF_PHRASES.get((first, ""), [])
        for length in lengths:
            key = tuple(self.lemmas[at : at + length])
            phrase = PHRASES.get(key) if len(key) == length else None
            if phrase is not None and is_set_phrase(self.words, key, at):
                self._add_phrase(phrase, at, at + length)
                return at + length
        return 0

    def _add_phrase(  # noqa: PLR0912  one branch for each phrase
        self, phrase: tuple[Fact, ...], start: int, stop: int
    ) -> None:
        if phrase == _BY and ("range", "from") in (atom[:2] for atom in self.atoms[-2:]):
            phrase = _WITHIN
        elif phrase == FOR and self.lemmas[start] in ("に", "へ", "を"):
            phrase = FOR if self._is_goal(start) else _TOWARD
        elif is_compared(self.words, start, stop):
            phrase = _THAN  # 前年度に対し増える
        elif phrase == FOR and is_reason(self.words, self.lemmas, start):
            phrase = BECAUSE
        elif phrase == _SAID and (
            is_potential(self.words[stop - 1]) or not is_hearsay(self.words, self.lemmas, stop)
        ):
            phrase = _CALLED if self._is_after_noun(start) else ()
        elif phrase == _ALONG and is_reason(self.words, self.lemmas, start):
            phrase = _MEANS  # 増加に伴い is 増加により
        elif not phrase and self.lemmas[start] == "と" and self._is_after_noun(start):
            # 市民とともに names a partner, 知らせるとともに joins two acts.
            phrase = _AT_ONCE if self.lemmas[start + 1] == "同時" else _PARTNER
        elif not phrase and self.lemmas[start] == "と":
            phrase = _BESIDES
        elif self.lemmas[start:stop] == _IN and any(map(is_point_of_time, self.atoms[-1:])):
            phrase = _TO  # ８年度において is ８年度に
        elif self.lemmas[start + 1 : stop] == ["当たる"] and is_of_noun(self.words, stop):
            phrase = _ENGAGED
        elif not phrase and self.lemmas[start] in _THIS:
            if is_of_noun(self.words, stop):
                phrase = _OF_THIS  # これによる被害
            elif self.cases[-1:] == [(len(self.atoms), "then")]:
                self.cases[-1] = RoleAt(len(self.atoms), "by")  # 調査し、これにより
        elif not phrase and self.lemmas[start] == "合わせる":
            if not self._is_at_head(start) or is_of_next(self.words, self.lemmas, start, stop):
                phrase = _TOGETHER  # 他の事業に合わせて, 合わせて10件, 合わせて配る
        elif phrase == _HOWEVER:
            phrase = self._turn(start)
        elif phrase == _OTHER and self.lemmas[stop : stop + 1] == ["の"]:
            # 学校その他の施設 are schools and other facilities, 学校その他施設 need not be.
            phrase = _SUCH_AS if self._is_after_noun(start) else phrase
        for group, key in phrase:
            if group == "case":
                self._give(cast("Case", key))
            else:
                self.atoms.append(Atom(group, key, start, stop))
        self.atoms += facts_of_form(self.words[stop - 1], start, stop)

    def _give(self, role: Case | None) -> None:
        """Give the noun read last a role (格), if there is one."""
        if role:
            self.cases.append(RoleAt(len(self.atoms), role))

    def _turn(self, start: int) -> tuple[Fact, ...]:
        """Return what a phrase for しかし states (逆接), which may look like other words."""
        if self.lemmas[start] == "物" and self._is_after_noun(start):
            return ()  # 生ものの, つるものの
        is_ending = self.lemmas[start] == "だ" and not self._is_at_head(start)
        return _CONTRAST if is_ending else _HOWEVER  # 休みだが、

    def _is_goal(self, at: int) -> bool:
        """Return whether に向け or を目的に is のため (目的): 工事に向け休む is not."""
        is_person = at > 0 and self.words[at - 1].surface[-1] in ACTORS
        return is_person or (at > 0 and is_listed(self.lemmas, at - 1, GOALS | {"こと"}))

    def _is_at_head(self, at: int) -> bool:
        return not at or is_sign(self.words[at - 1].surface)

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
        self._give("and")
        self.atoms += [Atom("content-word", part, at + 1, stop) for part in second]
        return stop

    def _alone(self, at: int) -> int:
        """Read a word that states only its own fact, as most do."""
        if at not in self.passives and (atom := atom_of(self.words, self.lemmas, at)):
            self.atoms.append(atom)
            if is_quality_beside(self.words, at):
                self._give("then")
        return at + 1

    def _word(self, at: int) -> int:
        """Read a single word: a verb, a particle or a noun."""
        words, lemmas, word, key = self.words, self.lemmas, self.words[at], self.lemmas[at]
        is_verb = word.pos[0] == "動詞"
        is_joint = word.pos[0] in _WITH_ROLES or key == "即ち"
        if key == "成る" and self._is_mere_result(at):
            return at + 3
        if word.surface in PERIODS and lemmas[at + 1 : at + 2] == ["毎"]:
            return self._every(at)
        if word.surface == "も" and self._is_after_noun(at):
            self._give("also")
        if key == "頂く" and is_potential(word) and words[at - 1].pos[2] == "サ変可能":
            self.atoms.append(Atom("force", "can", at, at + 1))  # ご利用いただけます
        elif is_verb and (helping := aspect(words, lemmas, at)):
            self.atoms.append(Atom(*helping, at, at + 1))
        elif is_joint and (role := role_of(words, lemmas, at)) is not None:
            self._give(role)
            for kind in kinds_of_subject(words, lemmas, at, role):
                self._give(kind)
        elif key in ("行う", "実施") and is_light(lemmas, at):
            self._light_verb(at)
        elif is_verb and (found := facts_of_verb(words, lemmas, at)):
            self.atoms += found
            self._join(found[0].stop - 1)
            return found[0].stop
        elif self._is_mere_causative(at):
            self._rekey_causative(at)
        elif at not in self.passives and (atom := atom_of(words, lemmas, at)):
            is_done = word.surface == "たら" and words[at - 1].pos[0] == "動詞"
            self.atoms += [Atom("time", "past", at, at)] * is_done  # 着工したら is 着工した場合
            self.atoms.append(atom)
        if is_verb or key in ("他", "たり") or is_apposition(words, lemmas, at):
            self._join(at)
        return at + 1

    def _light_verb(self, at: int) -> None:
        """Read a verb that says no more than する, or that it can be done: 点検を行える."""
        join_noun(self.words, at, self.atoms, self.cases)
        if self.words[at].pos[0] == "動詞" and is_potential(self.words[at]):
            self.atoms.append(Atom("force", "can", at, at + 1))

    def _join(self, verb: int) -> None:
        """Note that a clause goes on behind its act (節の接続): 調査し, not 調査を."""
        start = verb - 2 if is_resolve(self.lemmas, verb) else verb
        while start and self.lemmas[start - 1] in ("を", "実施", "為る", "行う"):
            start -= 1
        if self.atoms and self.atoms[-1].stop >= start and goes_on(self.words, self.lemmas, verb):
            self._give("then")
        elif verb and self.lemmas[verb] == "他" and self.words[verb - 1].pos[0] == "動詞":
            self._give("besides")
        elif is_apposition(self.words, self.lemmas, verb):
            self._give("being")
        elif self.words[verb].pos[0] == "動詞" and is_of_noun(self.words, verb + 1):
            self._give("doing")

    def _is_mere_causative(self, at: int) -> bool:
        """Return whether させる only makes a verb transitive (他動詞化): 意識を向上させる.

        市民に意識を向上させる makes somebody do it.
        """
        act = self.atoms[-1].key if self.atoms else ""
        if self.lemmas[at] not in CAUSING or act not in CAUSATIVES:
            return False
        if self.lemmas[at] == "図る":
            return is_light(self.lemmas, at)  # 向上を図る
        if self.lemmas[at - 1 : at] != ["為る"]:
            return False
        near = [role for place, role in self.cases if place > len(self.atoms) - _NEAR_ATOMS]
        has_doer = any(
            word.surface == "に" and is_actor(before)
            for before, word in pairwise(self.words[max(at - _NEAR_WORDS, 0) : at])
        )
        return "object" in near and not has_doer and self.lemmas[at + 1 : at + 2] != ["られる"]

    def _rekey_causative(self, at: int) -> None:
        """Give the act of させる the key of its transitive verb (減少させる, 減らす)."""
        act = self.atoms[-1]
        verb = CAUSATIVES[act.key]
        self.atoms[-1] = act._replace(key=synonym(verb, noun_of(self.words, at - 1)))

    def _every(self, at: int) -> int:
        """Read 年ごと as 毎年 and 年度ごと as 毎年度 (期間ごと)."""
        key = self.lemmas[at]
        if f"毎{key}" in EACH:
            self.atoms.append(Atom("content-word", f"毎{key}", at, at + 2))
        else:
            self.atoms += (Atom(*fact, at, at + 2) for fact in (_EVERY, ("content-word", key)))
        return at + 2 + (self.lemmas[at + 2 : at + 3] == ["に"])

    def _is_mere_result(self, at: int) -> bool:
        """Return whether a figure or a problem is told with となっている, as with である (状態)."""
        if self.lemmas[at - 1 : at] != ["と"] or self.lemmas[at + 1 : at + 3] != ["て", "居る"]:
            return False
        is_figure = bool(self.atoms) and self.atoms[-1][0] == "figure"
        is_told = self.lemmas[at - 2] == "まで" or self.lemmas[at - 2] in AIMS
        return is_told or (is_figure and self.atoms[-1].stop == at - 1)


_MOST_PARTS, _NEAR_ATOMS, _NEAR_WORDS = 4, 5, 12
