"""Phrase amendments (改め方): the edits of one text as clauses, each place unambiguous.

A clause locates its place by quoting the old text: the edited words themselves if they occur once,
otherwise with as much context as makes the quotation unique.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ...textdiff.tokenizer import Word, words
from .quotation import NotQuotableError, in_quotes, is_paired, occurrences_of

INDENT = "　"
"""Stands before what belongs to the line above (字下げ)."""


class TextEdit(NamedTuple):
    """An edit (変更箇所) of old[start:stop]. source: for a moved text, where it stood before."""

    start: int
    stop: int
    new: str
    source: tuple[int, int] | None = None


# How many words around a place are tried as context.
_FARTHEST = 40
_NEAREST = 10
_RIGHT_COSTS = 3  # the cost of a word of context after a place, in words before it
_SHORTEST = 2
_SHORTEST_ANCHOR = 3
_LONGEST_CONTEXT = 24  # context quoted again together with the edit
_LONG_ENOUGH = 6  # a quotation this long is clear even if it begins with a particle or a sign

_BEFORE = ("令和", "平成", "昭和", "第")  # a figure
_NOUNS = frozenset(("名詞", "代名詞", "形状詞", "接頭辞", "接尾辞"))
_LEANING = frozenset(("助詞", "助動詞"))
_QUOTES = frozenset("「『")
_OPENING = frozenset("「『（(")
_ATTACHED = frozenset(("助詞", "助動詞", "接尾辞", "補助記号", "空白"))


class AmendmentClause(NamedTuple):
    """One edit in words (改め方), up to the stem of its verb.

    paragraph: its number, 0 if the edit spans several paragraphs or lies in none.
    """

    paragraph: int
    text: str
    edit: TextEdit


class Phraser:
    """Phrases the edits of one old text (改め方)."""

    def __init__(
        self,
        old: str,
        edits: Sequence[TextEdit],
        kept: Sequence[tuple[int, int]] = (),  # changes of notation: never given as new
        *,
        is_break_free: bool,
    ) -> None:
        self._old = old
        self._edits = edits
        self._is_break_free = is_break_free
        found = words(old)
        self._borders = list(accumulate((len(word.surface) for word in found), initial=0))
        self._in_front = dict(zip(self._borders[1:], found, strict=True))
        self._behind = dict(zip(self._borders, found, strict=False))
        moved = [edit.source for edit in edits if edit.source]
        self._has_moves = bool(moved)
        apart = [*moved, *kept]
        self._starts = [*(edit.start for edit in edits), *(start for start, _ in apart)]
        self._stops = [0, *(edit.stop for edit in edits), *(stop for _, stop in apart)]

    def clauses(self) -> Iterator[AmendmentClause]:
        """Yield the clauses (改め方) in text order, each ending in the stem of its verb.

        Raises NotQuotableError.
        """
        everywhere = self._everywhere()
        done = set()
        for edit in self._anchored():
            change = self._old[edit.start : edit.stop], edit.new
            if change not in everywhere:
                yield self._clause(edit)
            elif change not in done:
                done.add(change)
                verb = f"{self._quoted(edit.new)}に改め" if edit.new else "削り"
                yield AmendmentClause(0, f"{self._quoted(change[0])}を全て{verb}", edit)

    def _anchored(self) -> Iterator[TextEdit]:
        """Yield the edits, insertions joined with the one whose words would tell their place.

        国及び県 that becomes 国、県及び市 is one change: 「国及び県」の次に would quote what goes.
        """
        last: TextEdit | None = None
        for edit in self._edits:
            before = last
            last = edit
            if before is None:
                continue
            between = self._old[before.stop : edit.start]
            is_addition = edit.start == edit.stop and edit.start < len(self._old)
            is_apart = "\n" in between + edit.new + before.new or before.source or edit.source
            if is_addition and not is_apart and before.start < before.stop:
                reach = edit.start - len(self._anchor(edit.start))
                is_kept = any(before.stop <= at < edit.start for at in self._starts)
                if reach < before.stop and not is_kept:
                    is_free = all(stop <= reach for stop in self._stops if stop <= before.start)
                    start = min(reach, before.start) if is_free else before.start
                    new = self._old[start : before.start] + before.new + between + edit.new
                    last = TextEdit(start, edit.stop, new)
                    continue
            yield before
        if last is not None:
            yield last

    def _everywhere(self) -> set[tuple[str, str]]:
        """Return the replacements made at every place where their old words occur (全ての箇所)."""
        changes = Counter(
            (self._old[edit.start : edit.stop], edit.new)
            for edit in self._edits
            if edit.stop > edit.start
        )
        return {
            (was, now)
            for (was, now), times in changes.items()
            if times > 1
            and times == self._old.count(was) == occurrences_of(self._old, was, times + 1)
        }

    def _clause(self, edit: TextEdit) -> AmendmentClause:
        """Return the clause of an edit (改め方)."""
        if edit.source:
            moved = f"{self._target(*edit.source)}を{self._where(edit.start)}移し"
            return AmendmentClause(0, moved, edit)
        if clause := self._paragraph(edit) or self._break(edit):
            return AmendmentClause(0, clause, edit)
        asked = edit
        if edit.start == edit.stop:
            clause = f"{self._where(edit.start)}{self._quoted(edit.new)}を加え"
        else:
            if edit.new:
                edit = self._with_era(self._counted(self._widened(edit)))
            edit = self._with_context(edit)
            verb = f"{self._quoted(edit.new)}に改め" if edit.new else "削り"
            clause = f"{self._target(edit.start, edit.stop)}を{verb}"
        is_within = "\n" not in self._old[edit.start : edit.stop]
        is_at_end = edit.start == edit.stop and edit.start in (0, len(self._old))
        number = self._number(edit.start) if is_within and not is_at_end else 0
        return AmendmentClause(number, clause, asked)

    def _number(self, at: int) -> int:
        """Return the number of the paragraph that a place is in (段落番号)."""
        return self._old.count("\n", 0, at) + 1

    def _break(self, edit: TextEdit) -> str:
        """Return the clause that splits or joins a paragraph (改行), or None."""
        was = self._old[edit.start : edit.stop]
        if not edit.start or was + edit.new != "\n":
            return ""
        return f"{self._after(edit.start)}の次{'の改行を削り' if was else 'で改行し'}"

    def _paragraph(self, edit: TextEdit) -> str:
        """Return the clause that adds or drops whole paragraphs (段落の追加・削除), or None."""
        old, (start, stop, new) = self._old, edit[:3]
        was = old[start:stop]
        begins = start == 0 or old[start - 1] == "\n"
        ends = stop == len(old) or old[stop] == "\n"
        if self._has_moves or not old or (was and new) or len(was + new) == 1:
            return ""
        number = self._number(start)
        if new and begins and new.endswith("\n"):
            place = f"第{number - 1}段落の次に" if start else "第1段落の前に"
            return f"{place}{self._quoted(new[:-1])}の段落を加え"
        if new and ends and new.startswith("\n"):
            return f"第{number}段落の次に{self._quoted(new[1:])}の段落を加え"
        if was.count("\n") == 1 and begins and was.endswith("\n"):
            return f"第{number}段落{self._quoted(was[:-1])}を削り"
        if was.count("\n") == 1 and ends and was.startswith("\n"):
            return f"第{number + 1}段落{self._quoted(was[1:])}を削り"
        return ""

    def _widened(self, edit: TextEdit) -> TextEdit:
        """Widen a replacement inside a phrase to the phrase's start (文節の頭から): 実施する."""
        first = self._behind.get(edit.start)
        target = self._old[edit.start : edit.stop]
        if first is None or first.pos[0] not in (("動詞",) if _is_kana(target) else _LEANING):
            return edit
        limit = max(stop for stop in self._stops if stop <= edit.start)
        lefts = [at for at in self._left_of(edit.start) if at >= limit]
        start = next(filter(self._opens, lefts), limit)
        common = self._old[start : edit.start]
        if "\n" in common:
            return edit
        return edit._replace(start=start, new=common + edit.new)

    def _counted(self, edit: TextEdit) -> TextEdit:
        """Widen a changed figure to its counter (助数詞): 350団体, not 350; likewise 4年生."""
        is_figure = self._old[edit.stop - 1].isdecimal() and edit.new[-1].isdecimal()
        word_end = self._borders[bisect_left(self._borders, edit.stop)]  # 10万 is one word
        number = self._longer(edit, word_end - edit.stop)
        counter = self._behind.get(number.stop)
        if not is_figure or counter is None or not _is_noun(counter):
            return edit
        counted = self._longer(number, len(counter.surface))
        while (suffix := self._behind.get(counted.stop)) and suffix.pos[0] == "接尾辞":
            longer = self._longer(counted, len(suffix.surface))
            if longer is counted:
                break
            counted = longer
        self._stops.append(counted.stop)  # the next edit is widened no farther to the left
        return counted

    def _with_era(self, edit: TextEdit) -> TextEdit:
        """Widen a changed figure to its prefix (元号・第): 令和6年度, 第5次."""
        before = next((one for one in _BEFORE if self._old.endswith(one, 0, edit.start)), "")
        start = edit.start - len(before)
        is_figure = self._old[edit.start : edit.start + 1].isdecimal() and edit.new[0].isdecimal()
        if not is_figure or any(start < stop <= edit.start for stop in self._stops):
            return edit
        return edit._replace(start=start, new=before + edit.new)

    def _longer(self, edit: TextEdit, by: int) -> TextEdit:
        """Widen a replacement to the words that follow, unless another edit begins there."""
        stop = edit.stop + by
        if any(edit.stop <= other < stop for other in self._starts):
            return edit
        return edit._replace(stop=stop, new=edit.new + self._old[edit.stop : stop])

    # ----------------------------------------------------------- places

    def _where(self, at: int) -> str:
        """Say where a text is inserted (挿入箇所)."""
        if not self._old:
            return "に"
        if at == 0:
            return "冒頭に"
        if at == len(self._old):
            return "末尾に"
        return f"{self._after(at)}の次に"

    def _after(self, at: int) -> str:
        """Quote the words before a place that identify it (直前の語句)."""
        return self._quoted(self._anchor(at))

    def _anchor(self, at: int) -> str:
        unique = [
            (start, text)
            for start in self._left_of(at)
            if occurrences_of(self._old, text := self._old[start:at]) == 1
        ]
        fitting = [text for start, text in unique if self._reads_well(start, text)]
        long_enough = (text for text in fitting if len(text) >= _SHORTEST_ANCHOR)
        if not unique:
            raise NotQuotableError
        return next(long_enough, (fitting or [unique[0][1]])[-1])

    def _target(self, start: int, stop: int) -> str:
        """Quote what lies between two positions, with as much context as needed (箇所)."""
        target = self._quoted(self._old[start:stop])
        if (context := self._context(start, stop)) == (start, stop):
            return target
        return f"{self._quoted(self._old[slice(*context)])}中{target}"

    def _with_context(self, edit: TextEdit) -> TextEdit:
        """Return an edit widened to its context (前後を含む箇所), so that one quotation is enough.

        Not if the context is long, spans two paragraphs, or contains another edit.
        """
        left, right = self._context(edit.start, edit.stop)
        before, behind = self._old[left : edit.start], self._old[edit.stop : right]
        is_long = right - left > _LONGEST_CONTEXT or "\n" in before + behind
        if is_long or self._is_edited(left, edit, right):
            return edit
        self._stops.append(right)  # the next edit is widened no farther to the left
        return edit._replace(start=left, stop=right, new=before + edit.new + behind)

    def _is_edited(self, left: int, edit: TextEdit, right: int) -> bool:
        """Return whether another edit touches the text between two positions (ほかの変更の有無)."""
        return (
            any(left <= start < edit.start for start in self._starts)
            or any(left < stop <= edit.start for stop in self._stops)
            or any(edit.stop <= start < right for start in self._starts)
        )

    def _context(self, start: int, stop: int) -> tuple[int, int]:
        """Return the smallest unique stretch of text around two positions (特定できる範囲)."""
        target = self._old[start:stop]
        is_unique = occurrences_of(self._old, target) == 1
        is_clear = len(target) >= _SHORTEST and not self._is_attached(start)
        if is_unique and (is_clear or len(target) >= _LONG_ENOUGH):
            return start, stop
        found = None
        for left, right in self._contexts(start, stop):
            text = self._old[left:right]
            if occurrences_of(self._old, text) == occurrences_of(text, target) == 1:
                found = found or (left, right)
                if self._reads_well(left, text) and self._closes(right):
                    return left, right
        if is_unique:
            return start, stop
        if not found:
            raise NotQuotableError
        return found

    def _contexts(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Yield stretches around a place (前後の範囲), the shortest first, rather to its left."""
        lefts = [start, *self._left_of(start)]
        behind = bisect_right(self._borders, stop)
        rights = [stop, *self._borders[behind : behind + _NEAREST]]
        near = (
            (left + _RIGHT_COSTS * right, left, right)
            for left in range(min(len(lefts), _NEAREST + 1))
            for right in range(len(rights))
        )
        for cost, left, right in sorted(near):
            if cost:
                yield lefts[left], rights[right]
        yield from ((left, stop) for left in lefts[_NEAREST:])
        yield 0, len(self._old)

    def _left_of(self, at: int) -> list[int]:
        """Return where the words before a place begin (前の語), the nearest first."""
        first = bisect_left(self._borders, at)
        return self._borders[max(first - _FARTHEST, 0) : first][::-1]

    # -------------------------------------------------------- readability

    def _reads_well(self, start: int, text: str) -> bool:
        return "\n" not in text and is_paired(text) and self._opens(start)

    def _opens(self, at: int) -> bool:
        """Return whether a phrase begins at a position (文節の頭)."""
        if self._is_attached(at):
            return False
        before, after = self._in_front.get(at), self._behind.get(at)
        if before is None or after is None:
            return at == 0
        if after.surface in _QUOTES:
            return True
        are_verbs = after.pos[0] == before.pos[0] == "動詞"
        return not _is_noun(before) and not are_verbs and before.surface not in _OPENING

    def _closes(self, at: int) -> bool:
        """Return whether a position does not cut a noun from its compound (文節の末)."""
        before, after = self._in_front.get(at), self._behind.get(at)
        if before is None or after is None:
            return True
        return not (_is_noun(before) and _is_noun(after))

    def _is_attached(self, at: int) -> bool:
        """Return whether the word at a place leans on the one before it (付属語)."""
        word = self._behind.get(at)
        if word is None or word.pos[:2] == ("動詞", "非自立可能"):  # いる of 受けている
            return word is None or self._in_front.get(at, word).surface in ("て", "で")
        return word.pos[0] in _ATTACHED and word.surface not in _OPENING

    def _quoted(self, text: str) -> str:
        return in_quotes(text, is_break_free=self._is_break_free)


def _is_noun(word: Word) -> bool:
    return word.pos[0] in _NOUNS


def _is_kana(text: str) -> bool:
    return all("ぁ" <= sign <= "ん" for sign in text)
