"""Readings (別の読み): edits beside which something harmless is written otherwise, read without it.

An item mark, a bracket around a line, another ending, spelling or synonym changes no fact, but
beside a change of fact in one edit it may hide this from rules that look at the edit's words.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from ..text.normalize import fold
from ..text.numerals import DIGITS, MULTIPLIERS, value_of
from .classify.lexicon import SYNONYMS, SYNONYMS_OF, lemma
from .pipeline import diff_words
from .segment import Code, EditKind, Segment
from .tokenizer import SENTENCE_ENDS, Word, split_sentences, words

_Pair = tuple[str, str]

_MOST_WAYS = 4
"""With more ways of writing that differ, only all of them together are tried."""

_LONGEST = 1_200
"""Longer passages are not read otherwise (文字数)."""


def in_all_readings(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return the segments between two texts, as substance where another reading is (別の読み).

    移住サポート団 and ・移住支援団 differ in a name, as they do without the mark.
    """
    result: list[Segment] = []
    for before, passage in _passages(segments):
        result += _read_otherwise(before, passage)
    return tuple(result)


def _passages(segments: Sequence[Segment]) -> Iterator[tuple[str, list[Segment]]]:
    """Yield the segments in passages of whole sentences, each with the text in front (文の範囲).

    Only an equal segment with a sentence's end is at the border of two; it is in the first.
    """
    before, passage = "", list[Segment]()
    for segment in segments:
        passage.append(segment)
        if segment.kind is EditKind.EQUAL and not SENTENCE_ENDS.isdisjoint(segment.old):
            yield before, passage
            before, passage = segment.old, []
    if passage:
        yield before, passage


def _read_otherwise(before: str, segments: list[Segment]) -> list[Segment]:
    """Return the segments of a passage as substance where they are so in another reading."""
    changed = [segment for segment in segments if segment.kind is not EditKind.EQUAL]
    if not changed or any(_is_decided(segment) for segment in changed):
        return segments
    front = split_sentences(before)[-3:]
    head = front.pop() if front and SENTENCE_ENDS.isdisjoint(front[-1]) else ""
    tail = "" if segments[-1] is changed[-1] else split_sentences(segments[-1].old)[0]
    middle = segments if not tail else segments[:-1]
    old, new = (
        f"{head}{''.join(sides)}{tail}"
        for sides in ([one.old for one in middle], [one.new for one in middle])
    )
    if len(old) + len(new) > _LONGEST:
        return segments
    for was, now in _readings(old, new):
        read = diff_words("".join((*front, was)), "".join((*front, now)))
        if heavy := [one for one in read if one.kind is EditKind.SUBSTANCE]:
            return _heavier(segments, heavy)
    return segments


def _is_decided(segment: Segment) -> bool:
    is_moved = segment.reason is not None and segment.reason.code == Code.MOVED
    return is_moved or segment.kind is EditKind.SUBSTANCE


def _heavier(segments: list[Segment], heavy: Sequence[Segment]) -> list[Segment]:
    """Return the segments with those as substance that are so in another reading, or else all."""
    reasons = {
        at: one
        for at, segment in enumerate(segments)
        for one in reversed(heavy)
        if segment.kind is not EditKind.EQUAL and one.old in segment.old and one.new in segment.new
    }
    return [
        segment
        if segment.kind is EditKind.EQUAL or (reasons and at not in reasons)
        else Segment(segment.old, segment.new, *reasons.get(at, heavy[0])[2:])
        for at, segment in enumerate(segments)
    ]


def _readings(old: str, new: str) -> Iterator[_Pair]:
    """Yield both texts with each of the ways of writing that differ made one, and with several."""
    ways = [way for way in _WAYS if way(old, new) != (old, new)]
    seen = {(old, new)}
    fewest = 1 if len(ways) <= _MOST_WAYS else len(ways)
    for size in range(fewest, len(ways) + 1):
        for some in combinations(ways, size):
            pair = old, new
            for way in some:
                pair = way(*pair)
            if pair not in seen and pair[0] != pair[1]:
                seen.add(pair)
                yield pair


# --- Ways of writing --------------------------------------------------------------------------


def _without(sign: str) -> Callable[[str, str], _Pair]:
    """Return the way of writing without a sign, if one text has more; both with 。 or without."""

    def way(old: str, new: str) -> _Pair:
        if re.findall(sign, old) == re.findall(sign, new):
            return old, new
        bare = [re.sub(sign, lambda found: found[1], text) for text in (old, new)]
        is_sentence = any(text.endswith("。") for text in (old, new))
        was, now = (text.removesuffix("。") + "。" * is_sentence for text in bare)
        return was, now

    return way


_ITEM_MARK = r"(?m)(?:^|(?<=^[（(]))[ \u3000]*[・･○●◎◯□■◇◆※*＊•‣▪►▶][ \u3000]*()"
_ENCLOSED = r"(?m)^[（(〔【［\[]([^（）()〔〕【】［］\[\]\n]*)[）)〕】］\]]$"


def _with_usual_pauses(old: str, new: str) -> _Pair:
    """Return the texts with 、 and 。 for their variants, and for a break of a line or a space."""
    was, now = (re.sub(_COMMA, "、", re.sub(_STOP, "。", text)) for text in (old, new))
    if _breaks(was) != _breaks(now) and _in_one_line(was) != _in_one_line(now):
        was, now = (re.sub(_BREAK_AT_PAUSE, "", text) for text in (was, now))
        was, now = (re.sub(_BREAK, "、", text) for text in (was, now))
    return was, now


_COMMA = r"(?<![0-9０-９])[，､](?![0-9０-９])|(?<=[ぁ-ん])・"
_STOP = r"(?<![0-9０-９])[．｡](?![0-9０-９])"
_LETTER = r"[^\W\d_!-~！-～]"  # kana and kanji; a range of kanji takes a millisecond to compile
_BREAK_AT_PAUSE = rf"(?<=[、。])\s+(?={_LETTER})"
_BREAK = rf"(?<={_LETTER})\s+(?={_LETTER})"


def _breaks(text: str) -> int:
    return len(re.findall(r"\s", text))


def _in_one_line(text: str) -> str:
    return re.sub(r"\s", "", text)


def _without_breaks(old: str, new: str) -> _Pair:
    """Return the texts in one line, without spaces, if one has more of these."""
    if _breaks(old) == _breaks(new):
        return old, new
    was, now = (re.sub(_BREAK_AT_PAUSE, "", re.sub(_BREAK, "", text)) for text in (old, new))
    return was, now


def _plain(old: str, new: str) -> _Pair:
    """Return the texts with polite endings made plain, if one has more of these (敬体を常体に)."""
    counts = [len(re.findall(_POLITE, text)) for text in (old, new)]
    if counts[0] == counts[1]:
        return old, new
    return _made_plain(old), _made_plain(new)


_POLITE = "ます|まし[たて]|です"


def _made_plain(text: str) -> str:
    result: list[str] = []
    before: Word | None = None
    for word in words(text):
        if word.normalized == "ます" and before is not None:
            if word.surface == "ます":
                result[-1] = before.dictionary_form
            elif before.surface != "し" and "一段" not in before.pos[4]:
                result.append(word.surface)
        elif word.surface == "です" and before is not None and before.pos[0] != "形容詞":
            result.append("である")
        else:
            result.append(word.surface)
        before = word
    return "".join(result)


def _with_usual_particles(old: str, new: str) -> _Pair:
    """Return the texts with the shorter of two particles of one meaning, where each has one."""
    for long, short in _PARTICLES:
        was, now = (re.subn(long, short, text) for text in (old, new))
        if (was[1] - now[1]) * (old.count(short) - new.count(short)) < 0:
            old, new = was[0], now[0]
    return old, new


_PARTICLES = (("において", "で"), ("にて", "で"), (f"(?<={_LETTER})へ(?![のといも])", "に"))


def _without_light_verbs(old: str, new: str) -> _Pair:
    """Return the texts with する for を行う behind an act which the other text does, too."""
    acts = [{found[1] for found in re.finditer(_ACT, text)} for text in (old, new)]
    lights = [{found[1] for found in re.finditer(_LIGHT, text)} for text in (old, new)]
    both = (acts[0] & lights[1]) | (acts[1] & lights[0])
    if not both:
        return old, new
    was, now = (re.sub(_LIGHT, lambda m: _of_act(m, both), text) for text in (old, new))
    return was, now


def _of_act(found: re.Match[str], acts: set[str]) -> str:
    return found[1] + _OF_LIGHT[found[2]] if found[1] in acts else found[0]


_OF_ACT = r"[^\W\d_!-~！-～ぁ-ん]"
_ACT = f"({_OF_ACT}+)(?=[しすさ])"
_LIGHT = f"(?<!の)(?<!{_OF_ACT})({_OF_ACT}+)を(?:行|おこな|実施)(う|い|っ|し|する)"
_OF_LIGHT = {"う": "する", "い": "し", "っ": "し", "し": "し", "する": "する"}


def _with_arabic_figures(old: str, new: str) -> _Pair:
    """Return the texts with 500 for ５００, and for 五〇〇 where the other one has this."""
    old, new = (text.translate(_HALF_WIDTH) for text in (old, new))
    was, now = (_with_figures_of(text, other) for text, other in ((old, new), (new, old)))
    return was, now


def _with_figures_of(text: str, other: str) -> str:
    figures = set(re.findall("[0-9]+", fold(other)))
    if not figures or not re.search(_KANJI_FIGURE, text):
        return text

    def written(found: re.Match[str]) -> str:
        value = str(value_of(found[0]))
        return value if value in figures else found[0]

    return re.sub(_KANJI_FIGURE, written, text)


_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_KANJI_FIGURE = f"(?<!・)[{DIGITS}{MULTIPLIERS}]{{2,}}(?!・)"


def _by(key: Callable[[Word], tuple[str, ...]], *, is_meaning: bool) -> Callable[[str, str], _Pair]:
    """Return the way of writing that takes one word for those of one text that are alike.

    is_meaning: they are two words, not two spellings of one.
    """

    def way(old: str, new: str) -> _Pair:
        was, now = words(old), words(new)
        olds, news = (Counter(word.surface for word in side) for side in (was, now))
        gone = {key(word): word for word in was if _is_more(word, olds, news)}
        come = {key(word): word for word in now if _is_more(word, news, olds)}
        made = {}
        for one in gone.keys() & come.keys():
            pair = gone[one], come[one]
            if is_meaning is (pair[0].normalized != pair[1].normalized):
                first, last = sorted((w.surface for w in pair), key=lambda text: (len(text), text))
                made[last] = first
        if not made:
            return old, new
        return _made(was, made), _made(now, made)

    return way


def _is_more(word: Word, these: Counter[str], those: Counter[str]) -> bool:
    """Return whether a text has a word more often than the other, and it is no prefix or sign."""
    is_word = word.pos[0] != "接頭辞" and re.fullmatch(f"{_LETTER}+", word.surface)
    return bool(is_word) and these[word.surface] > those[word.surface]


def _made(side: list[Word], made: dict[str, str]) -> str:
    return "".join([made.get(word.surface, word.surface) for word in side])


def _spelling(word: Word) -> tuple[str, ...]:
    return word.normalized, *word.pos[:1], *word.pos[4:6]


def _meaning(word: Word) -> tuple[str, ...]:
    key = lemma(word)
    return SYNONYMS.get(key) or SYNONYMS_OF.get(key, (key,))[0], *word.pos[:1], *word.pos[4:6]


_WAYS: tuple[Callable[[str, str], _Pair], ...] = (
    _with_usual_pauses,
    _without_breaks,
    _without(_ENCLOSED),
    _without(_ITEM_MARK),
    _plain,
    _with_usual_particles,
    _without_light_verbs,
    _with_arabic_figures,
    _by(_spelling, is_meaning=False),
    _by(_meaning, is_meaning=True),
)
