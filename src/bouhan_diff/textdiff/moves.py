"""Moves (移動): clauses that are removed in one place and inserted unchanged in another."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from .aligner import Edit
from .tokenizer import CLOSING, SENTENCE_ENDS, Words, is_content, text_of

# Less than this is a word or two that both places share by chance.
_FEWEST_WORDS = 4
_FEWEST_CONTENT_WORDS = 2

_COMMAS = frozenset("、，")
_TRIMMED = "、，。\n\r\u3000 "
# A sentence that begins with one of these, or of the words below, depends on the one before it.
_DEPENDENT = frozenset(("接続詞", "連体詞", "代名詞"))
_REFERS = (  # compiled when a sentence moved
    r"\s*(?:ただし|但し|なお|また|さらに|更に|しかし|[このそ]の|こうした|そうした|[これそ]れ|同|当該"
    "|上記|前記|前者|後者|よって|したがって|従って|ついては|すなわち|つまり|例えば|※|[(（](?!(?:[0-9０-９]+|[ア-ンa-zａ-ｚ])[)）]))"
)


class Passage(NamedTuple):
    """A passage of both texts (一節): its words, and the edits that lead from old to new."""

    old: Words
    new: Words
    edits: Sequence[Edit]


class Move(NamedTuple):
    """One end of a move (移動の一端): a mere removal or insertion.

    is_sentence: whether what moved is one or more whole sentences that depend on no other.
    """

    edit: Edit
    is_sentence: bool


class _ClauseAt(NamedTuple):
    """A removed or inserted clause (節): words [start, stop) of one side of an edit.

    passage, edit: the places of both. is_sentence: of a moved clause, see Move.
    """

    passage: int
    edit: int
    start: int
    stop: int
    is_sentence: bool = False


def separate_moves(
    passages: Sequence[Passage], around: Sequence[str]
) -> list[Sequence[Edit | Move]]:
    """Return the edits of each passage, with the moves (移動) in them as edits of their own.

    around: the text that both sides have in front of each passage, and behind the last one.
    """
    if not (_has_clause(passages, is_new=True) and _has_clause(passages, is_new=False)):
        return [passage.edits for passage in passages]
    sources: defaultdict[str, deque[_ClauseAt]] = defaultdict(deque)
    for key, clause in _clauses(passages, is_new=False):
        sources[key].append(clause)
    removed: defaultdict[tuple[int, int], list[_ClauseAt]] = defaultdict(list)
    inserted: defaultdict[tuple[int, int], list[_ClauseAt]] = defaultdict(list)
    are_free = cache(partial(_are_free, passages, around))
    for key, target in _clauses(passages, is_new=True) if sources else ():
        taken_news = inserted[target[:2]]
        if taken_news and target.start < taken_news[-1].stop:
            continue
        while sources.get(key):
            source = sources[key].popleft()
            taken_olds = removed[source[:2]]
            if all(source.stop <= one.start or one.stop <= source.start for one in taken_olds):
                source, target = _extended(passages, source, target, taken_olds)  # noqa: PLW2901
                n, m = source.passage, target.passage
                nexts = (*passages[n + 1 : n + 2], *passages[m + 1 : m + 2])
                behind = [text_of(side) for one in nexts for side in one[:2]]
                is_sentence = all(
                    _is_sentence(words, clause, [around[clause.passage + 1], *behind])
                    for words, clause in ((passages[n].old, source), (passages[m].new, target))
                )
                is_sentence = is_sentence and are_free(min(n, m), max(n, m))
                taken_olds.append(source._replace(is_sentence=is_sentence))
                taken_news.append(target._replace(is_sentence=is_sentence))
                break
    if not any(removed.values()):
        return [passage.edits for passage in passages]
    return [
        [
            part
            for m, edit in enumerate(passage.edits)
            for part in _split(edit, removed[n, m], inserted[n, m])
        ]
        for n, passage in enumerate(passages)
    ]


def _has_clause(passages: Sequence[Passage], *, is_new: bool) -> bool:
    """Return whether anything that was removed or inserted is as long as a clause (節)."""
    start, stop = (2, 3) if is_new else (0, 1)
    edits = [edit for passage in passages for edit in passage.edits]
    return any(edit[stop] - edit[start] >= _FEWEST_WORDS for edit in edits)


def _clauses(passages: Sequence[Passage], *, is_new: bool) -> Iterator[tuple[str, _ClauseAt]]:
    """Yield the removed or the inserted clauses (節) that may have moved, with their text."""
    for n, passage in enumerate(passages):
        words = passage.new if is_new else passage.old
        for m, edit in enumerate(passage.edits):
            start, stop = edit[2:] if is_new else edit[:2]
            for at in range(start + 1, stop + 1):
                if at < stop and not _ends_clause(words, at):
                    continue
                clause = words[start:at]
                if (
                    len(clause) >= _FEWEST_WORDS
                    and sum(map(is_content, clause)) >= _FEWEST_CONTENT_WORDS
                ):
                    yield text_of(clause).strip(_TRIMMED), _ClauseAt(n, m, start, at)
                start = at


def _ends_clause(words: Words, stop: int) -> bool:
    """Return whether a clause (節) ends in front of words[stop]."""
    sign, following = words[stop - 1].surface[-1], words[stop].surface[0]
    if sign in _COMMAS:
        return True
    return sign in SENTENCE_ENDS and following not in CLOSING and following not in SENTENCE_ENDS


def _extended(
    passages: Sequence[Passage],
    source: _ClauseAt,
    target: _ClauseAt,
    taken: Sequence[_ClauseAt],
) -> tuple[_ClauseAt, _ClauseAt]:
    """Return both ends of a move, extended by the following clauses that moved with it."""
    old, new = passages[source.passage].old, passages[target.passage].new
    old_limit = passages[source.passage].edits[source.edit].old_stop
    old_limit = min([old_limit, *(one.start for one in taken if one.start >= source.stop)])
    new_limit = passages[target.passage].edits[target.edit].new_stop
    i, j = source.stop, target.stop
    while i < old_limit and j < new_limit and old[i].surface == new[j].surface:
        i, j = i + 1, j + 1
        if (i == old_limit or _ends_clause(old, i)) and (j == new_limit or _ends_clause(new, j)):
            source, target = source._replace(stop=i), target._replace(stop=j)
    return source, target


def _split(
    edit: Edit, removed: Sequence[_ClauseAt], inserted: Sequence[_ClauseAt]
) -> Iterator[Edit | Move]:
    """Yield an edit in parts, in order: moved clauses alone, the rest of both sides paired."""
    if not removed and not inserted:
        yield edit
        return
    olds = deque(_parts(edit.old_start, edit.old_stop, removed))
    news = deque(_parts(edit.new_start, edit.new_stop, inserted))
    old_at, new_at = edit.old_start, edit.new_start
    while olds or news:
        old_stop, new_stop = old_at, new_at
        is_move, is_sentence = False, False
        if olds and olds[0][1]:
            old_stop, is_move, is_sentence = olds.popleft()
        elif news and news[0][1]:
            new_stop, is_move, is_sentence = news.popleft()
        else:
            old_stop = olds.popleft()[0] if olds else old_at
            new_stop = news.popleft()[0] if news else new_at
        part = Edit(old_at, old_stop, new_at, new_stop)
        yield Move(part, is_sentence) if is_move else part
        old_at, new_at = old_stop, new_stop


def _parts(start: int, stop: int, clauses: Sequence[_ClauseAt]) -> Iterator[tuple[int, bool, bool]]:
    """Yield where the parts of one side end, whether each moved, and whether as a sentence."""
    at = start
    for clause in sorted(clauses):
        if clause.start > at:
            yield clause.start, False, False
        yield clause.stop, True, clause.is_sentence
        at = clause.stop
    if at < stop:
        yield stop, False, False


def _is_sentence(words: Words, clause: _ClauseAt, behind: Sequence[str]) -> bool:
    """Return whether a clause is whole sentences (文) on which none behind depends, nor they.

    behind: the texts that may come next behind the words.
    """
    ends = (
        at in (0, len(words)) or words[at - 1].surface[-1] in SENTENCE_ENDS
        for at in (clause.start, clause.stop)
    )
    if words[clause.start].pos[0] in _DEPENDENT or not all(ends):
        return False
    clause_words, following = (
        text_of(words[at : at + _FEWEST_WORDS]) for at in (clause.start, clause.stop)
    )
    return not any(re.match(_REFERS, text) for text in (clause_words, following, *behind))


def _are_free(passages: Sequence[Passage], around: Sequence[str], first: int, last: int) -> bool:
    """Return whether the sentences of some passages may have any order (文の順序).

    They may as items of a list, or if all do the same: 遊具を補助する。備品を補助する. Else one may
    be the next step, or of the one before: 審査する。交付する; 講座を開く。定員は20人とする.
    """
    pieces = [around[first]] if first == last else [*around[first : last + 1]]
    pieces += [text_of(side) for one in passages[first : last + 1] for side in one[:2]]
    introducing = passages[first - 1 : first] if not around[first].strip() else ()
    before = [text_of(side) for one in introducing for side in one[:2]]
    if re.search(_IN_STEPS, "".join((*before, *pieces))):
        return False
    sentences = [one for text in pieces[1:] for one in re.split("[。\n]", text) if one.strip()]
    are_items = all(re.match(_ITEM, one) for one in sentences)
    return are_items or len(set(map(_predicate, sentences))) == 1


def _predicate(sentence: str) -> str:
    """Return what a sentence says is done (述語): 補助する, 調査を行う."""
    *_, noun, verb = ("", *re.split(_PARTICLES, sentence))
    return noun + verb if re.match(_LIGHT, verb) else verb


_ITEM = r"\s*[・･○●◎■□◆◇※-]"
_IN_STEPS = "順|手続|流れ|段階|ステップ|工程|まず|次に|その後|最後に"
_LIGHT = "[行図]|実施|す|し"
_PARTICLES = "[をがはにでとのも、]"
