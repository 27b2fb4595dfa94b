"""Edits in brief (変更箇所): each widened to whole words and quoted, old and new.

Also in brief: renamed initiatives, and tables that were not imported.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, NamedTuple

from ..comparison.table import (
    KIND_OF_EDIT,
    ComparisonTable,
    FieldComparison,
    Group,
    Row,
    RowKind,
)
from ..plan import GROUPED, Property
from ..text.normalize import fold
from ..textdiff import Code, EditKind, Segment, diff_text
from ..textdiff.classify.figures import figures
from ..textdiff.tokenizer import Word, words
from . import labels

if TYPE_CHECKING:
    from ..diagnostics import Diagnostic, Span

LONGEST_ALONE = 80
_LONGEST_QUOTED = 28
_MOST_EDITS, _MOST_FACTS = 3, 8  # quoted at most: edits, and edits of fact
_LONGEST_TITLE = 40


def aims(group: Group, old: str) -> list[str]:
    """Return the aim of a section (章の目的), followed by its old aim if that was different."""
    lines = [group.aim] if group.aim else []
    if group.old_aim is not None:
        lines.append(f"（{old}：{group.old_aim or '記載なし'}）")
    return lines


def has_changed_breaks(table: ComparisonTable) -> bool:
    """Return whether a line break of any text changed (改行の変更)."""
    edits = (one for row in table.rows() for one in row.segments if one.is_edit)
    return any("\n" in one.old + one.new for one in edits)


def is_retitled(table: ComparisonTable) -> bool:
    """Return whether the documents have different titles (標題の変更), notation aside.

    A title in ASCII is only a file name.
    """
    titles = table.old_title, table.title
    return not any(map(str.isascii, titles)) and fold(titles[0]) != fold(titles[1])


def measured(row: Row, field: FieldComparison, shown: Sequence[FieldComparison] = ()) -> str:
    """Return what an amount is of (指標), such as 指標：登録者数; "" if no field says so.

    shown: the fields shown beside it, of which one may say so itself.
    """
    if not field.is_amount:
        return ""
    from ..comparison.changed_figures import indicator_of  # noqa: PLC0415  few plans have any

    found = indicator_of(row, field)
    if found is None or found in shown:
        return ""
    values = " → ".join(dict.fromkeys(filter(None, (found.old, found.new))))
    group, between, _own = field.heading.rpartition(GROUPED)
    heading = labels.written_heading(found.heading.removeprefix(group + between))
    return f"{heading}：{' '.join(values.split())}"


def without_indicators(row: Row, fields: list[FieldComparison]) -> list[FieldComparison]:
    """Return the fields but for those that say what an amount among them is of (指標)."""
    amounts = [one for one in fields if one.is_amount]
    if not amounts:
        return fields
    from ..comparison.changed_figures import indicator_of  # noqa: PLC0415  few plans have any

    indicators = [indicator_of(row, one) for one in amounts]
    return [one for one in fields if one not in indicators]


def measured_heading(row: Row, field: FieldComparison) -> str:
    """Return an amount's heading (項目名) where it stands alone: 目標値（指標：登録者数）."""
    indicator = measured(row, field)
    return labels.field_heading(field) + (f"（{indicator}）" if indicator else "")


class EditsInBrief(NamedTuple):
    """The edits of a text in one line (変更箇所). lighter: kinds named in it, beside its own."""

    text: str
    lighter: frozenset[RowKind] = frozenset()


def edits_in_brief(segments: Sequence[Segment]) -> EditsInBrief:
    """Return the edits of a text (変更箇所) in one line: the heaviest, in text order.

    A short text with several edits is quoted whole, as quotations cannot distinguish a deleted 及び
    from an inserted one. Edits not quoted are counted by kind; edits of fact are all quoted, except
    in very long texts. Edits lighter than the heaviest name their kind.
    """
    from ..comparison.sorting import edit_order  # noqa: PLC0415  reads units; no part of the screen

    segments = whole_words(tuple(segments))
    places = [at for at, one in enumerate(segments) if one.is_edit]
    texts = ["".join(getattr(one, side) for one in segments) for side in ("old", "new")]
    is_one_sided = any(not (segments[at].old and segments[at].new) for at in places)
    if is_one_sided and len(places) > 1 and max(map(len, texts)) <= _LONGEST_QUOTED:
        return EditsInBrief(" → ".join(in_quotes(text, _LONGEST_QUOTED) for text in texts))
    places.sort(key=lambda at: (_WEIGHT.index(segments[at].kind), *edit_order(segments[at])))
    heaviest = segments[places[0]].kind if places else EditKind.EQUAL
    longest = LONGEST_ALONE if len(places) == 1 else _LONGEST_QUOTED
    parts = []
    facts = sum(segments[at].kind is EditKind.SUBSTANCE for at in places)
    most = max(_MOST_EDITS, min(facts, _MOST_FACTS))
    for at in sorted(places[:most]):
        one = segments[at]
        is_lighter = one.kind is not heaviest
        of_kind = f"（{labels.KIND[KIND_OF_EDIT[one.kind]]}）" if is_lighter else ""
        if one.old and one.new:
            noun = _noun(one, segments[at - 1] if at else None)
            unit = counter_behind(segments, at)
            if texts[0].count(f"{noun}{one.old}{unit}") > 1:  # which of them is it?
                phrase = _phrase_before(segments, at, one.old)
                noun = phrase if segments[at - 1].old.endswith(phrase) else noun
            sides = (in_quotes(f"{noun}{text}{unit}", longest) for text in (one.old, one.new))
            parts.append(" → ".join(sides) + of_kind)
            continue
        where = _where(segments, at)
        at_it, of_it = (f"{where}に", f"{where}の") if where else ("", "")
        if one.new:
            parts.append(f"{at_it}{in_quotes(one.new, longest)}を追加{of_kind}")
        else:
            parts.append(f"{of_it}{in_quotes(one.old, longest)}を削除{of_kind}")
    left = Counter(segments[at].kind for at in places[most:])
    counted = {KIND_OF_EDIT[one]: left[one] for one in _WEIGHT if left[one]}
    others = "・".join(f"{labels.KIND[kind]}{count}" for kind, count in counted.items())
    text = "、".join(parts) + (f"　ほか{others}か所" if others else "")
    kinds = {segments[at].kind for at in places} - {heaviest}
    return EditsInBrief(text, frozenset({*counted, *map(KIND_OF_EDIT.__getitem__, kinds)}))


def _where(segments: Sequence[Segment], at: int) -> str:
    """Say after which old words something was inserted or deleted (位置): 「学校」の次, or 冒頭."""
    phrase = _phrase_before(segments, at)
    return f"「{phrase}」の次" if phrase else "冒頭"


def _phrase_before(segments: Sequence[Segment], at: int, edit: str = "") -> str:
    """Return the phrase of the old text before an edit (前の語句), "" at its start.

    It is extended by a word or more if the text has that phrase followed by `own` twice:
    実施する学校. Its brackets are in pairs.
    """
    texts = [one.old for one in segments]
    before, whole = "".join(texts[:at]).rstrip("\n"), "".join(texts)
    found = re.search(_LAST_PHRASE, before)
    phrase = found[0] if found else ""
    begins = bool(found)
    line = before.removesuffix(phrase).split("\n")[-1]
    for word in reversed(words(line)):
        is_whole = all(phrase.count(start) == phrase.count(end) for start, end in _BRACKETS)
        if begins and is_whole and whole.count(phrase + edit) == 1:
            break
        phrase = word.surface + phrase
        is_joined = word.pos[0] in JOINED or word.dictionary_form in _LIGHT_VERBS
        is_joined |= all("一" <= sign <= "鿿" for sign in before[-len(phrase) - 1 :][:2])
        begins = not is_joined or word.surface in {"「", "『"}
    return phrase


_BRACKETS = (("「", "」"), ("『", "』"), ("（", "）"), ("(", ")"))


JOINED = frozenset(("接尾辞", "助詞", "助動詞", "補助記号", "記号", "空白"))
"""Parts of speech that stay with the word before them (前の語に付く品詞)."""

_LAST_PHRASE = (
    "(?:[ァ-ヶー]{1,12}[一-鿿々]{0,4}|[一-鿿々]{1,12}|[A-Za-zＡ-Ｚａ-ｚ]{1,12})"
    "[ぁ-ん]{0,4}[、。]?\\Z"
)


def _noun(edit: Segment, before: Segment | None) -> str:
    """Return the noun before an edited particle (前の名詞), such as 地域 before の."""
    is_particle = any(_KANA.match(text) for text in (edit.old, edit.new))
    is_needed = before is not None and before.kind is EditKind.EQUAL and is_particle
    if before is None or not is_needed:
        return ""
    found = re.search(_LAST_NOUN, before.new)
    last = words(before.new)[-1]
    return found[0] if found else last.surface if last.pos[0] == "助詞" else ""  # など


_KANA = re.compile("[ぁ-ん]")
_LAST_NOUN = "(?:[一-鿿々]{1,8}|[ァ-ヶー]{1,12})\\Z"


def counter_behind(segments: Sequence[Segment], at: int) -> str:
    """Return the counter after a figure (助数詞), such as 時 after 6 → 7."""
    edit = segments[at]
    if not (edit.old[-1:].isdecimal() and edit.new[-1:].isdecimal()):
        return ""
    behind = segments[at + 1].new if at + 1 < len(segments) else ""
    end = len(edit.new)
    found = (one for one in figures(edit.new + behind) if one.start < end)
    stop = max((one.stop + len(one.counter) for one in found), default=end)
    return behind[: max(stop - end, 0)]


_WEIGHT = (EditKind.SUBSTANCE, EditKind.WORDING, EditKind.NOTATION)


def in_quotes(text: str, longest: int) -> str:
    """Quote a text (引用), a long one shortened at a phrase's end; 『』 if it contains 「」."""
    line = "".join(text.split("\n")).strip()
    opening, closing = "『』" if "「" in line or "」" in line else "「」"
    if len(line) <= longest:
        return f"{opening}{line}{closing}"
    ends = [
        found.start() for found in re.compile(_PHRASE_ENDS).finditer(line, longest // 2, longest)
    ]
    return f"{opening}{line[: ends[-1] if ends else longest]}…{closing}"


_PHRASE_ENDS = r"(?<=[ぁ-ん、。）」])(?=[^ぁ-ん、。）」])"


# --- Whole words ------------------------------------------------------------------------------

_INFLECTED = frozenset(("動詞", "形容詞", "形状詞", "助動詞"))
_CONNECTIVE_ENDINGS = frozenset(("て", "で", "ば"))
_LIGHT_VERBS = frozenset(("する", "できる", "為る", "出来る"))


@lru_cache(maxsize=1_000)
def whole_words(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Return the segments with each edit widened to whole words (語の単位).

    活用し{た→て} is one word to a reader: {活用した→活用して}. Both texts stay the same.
    """
    if not any(one.is_edit for one in segments):
        return segments
    old, new = _Borders.of(segments, "old"), _Borders.of(segments, "new")
    found = list(segments)
    for n, one in enumerate(segments):
        is_moved = one.reason is not None and one.reason.code == Code.MOVED
        if one.kind is EditKind.EQUAL or is_moved:
            continue
        if n and found[n - 1].kind is EditKind.EQUAL:
            before = found[n - 1].old
            cut = len(before) - _of_word(old, new, n, len(before), -1)
            rest, shared = before[:cut], before[cut:]
            found[n - 1] = found[n - 1]._replace(old=rest, new=rest)
            found[n] = found[n]._replace(old=shared + found[n].old, new=shared + found[n].new)
        if n + 1 < len(found) and found[n + 1].kind is EditKind.EQUAL:
            behind = found[n + 1].old
            cut = _of_word(old, new, n, len(behind), 1)
            shared, rest = behind[:cut], behind[cut:]
            found[n + 1] = found[n + 1]._replace(old=rest, new=rest)
            found[n] = found[n]._replace(old=found[n].old + shared, new=found[n].new + shared)
    return tuple(one for one in found if one.old or one.new)


class _Borders(NamedTuple):
    """The words of one side by their start (語の境界). starts: of the segments."""

    behind: dict[int, Word]
    in_front: dict[int, Word]
    starts: list[int]

    @classmethod
    def of(cls, segments: Sequence[Segment], side: str) -> "_Borders":
        texts = [str(getattr(one, side)) for one in segments]
        found = words("".join(texts))
        at = list(accumulate((len(word.surface) for word in found), initial=0))
        return cls(
            dict(zip(at, found, strict=False)),
            dict(zip(at[1:], found, strict=True)),
            list(accumulate(map(len, texts), initial=0)),
        )


def _of_word(old: _Borders, new: _Borders, n: int, most: int, step: int) -> int:
    """Return how many characters beside an edit belong to its word (語幹・語尾の長さ).

    n: the segment's index. step: -1 for the text before it (the stem of its first word), 1 for the
    text after it (the ending of its last word).
    """
    is_behind = step > 0
    length = 0
    while True:
        places = [(side, side.starts[n + is_behind] + step * length) for side in (old, new)]
        left = [side.in_front.get(at) for side, at in places]
        right = [side.behind.get(at) for side, at in places]
        is_edited = [bool(length) or side.starts[n] < side.starts[n + 1] for side in (old, new)]
        goes_on = any(
            edited and before and after and _is_one(before, after)
            for before, after, edited in zip(left, right, is_edited, strict=True)
            if not (is_behind and before and before.pos[0] == "名詞")
        )
        was, now = right if is_behind else left
        if not goes_on or was is None or now is None or was.surface != now.surface:
            return length
        if length + len(was.surface) > most:
            return length
        length += len(was.surface)


def _is_one(left: Word, right: Word) -> bool:
    """Return whether the right word is an ending of the left one (活用語尾・サ変動詞)."""
    if left.pos[0] == "名詞":
        is_adjectival = left.pos[2] == "形状詞可能" and right.pos[0] == "助動詞"  # 困難|な
        is_verbal = right.pos[0] == "動詞" and right.dictionary_form in _LIGHT_VERBS
        return is_adjectival or is_verbal
    if left.surface in _CONNECTIVE_ENDINGS and right.pos[:2] == ("動詞", "非自立可能"):
        return True  # 要して|いる, 困難で|ある
    is_ending = right.pos[0] == "助動詞" or right.surface in _CONNECTIVE_ENDINGS
    return left.pos[0] in _INFLECTED and is_ending


# --- Names ------------------------------------------------------------------------------------

LONG_NAME = 20
"""In longer names, and in lists of names, only the changes are marked."""


def old_name(row: Row) -> str:
    """Return the initiative's old name (旧名称), which may be the current one."""
    return str(row.old_value(Property.NAME))


def name_edits(row: Row) -> Sequence[Segment]:
    """Return how an initiative was renamed (改称): long names word by word, others whole."""
    old = old_name(row)
    if old == row.name:
        return ()
    if min(len(old), len(row.name)) > LONG_NAME or "\n" in old + row.name:
        return _behind_brackets(diff_text(old, row.name))
    return (Segment(old, row.name, EditKind.SUBSTANCE),)


def renamed(row: Row) -> Sequence[Segment]:
    """Return the edits of a long name, such as a list of names (改称の変更箇所), else none."""
    if row.is_one_sided or min(len(old_name(row)), len(row.name)) <= LONG_NAME:
        return ()
    return name_edits(row)


_ENDS_A_NAME = "」』）)"


def _behind_brackets(edits: Sequence[Segment]) -> Sequence[Segment]:
    """Shift insertions behind closing brackets (一覧への追加): 「甲」{、「乙」}."""
    found = list(edits)
    for at in range(1, len(found) - 1):
        before, edit, behind = found[at - 1 : at + 2]
        if edit.old or before.old != before.new or behind.old != behind.new:
            continue
        text, length = edit.new + behind.new, len(edit.new)
        pairs = enumerate(zip(text, text[length:], strict=False), 1)
        for by, _pair in takewhile(lambda pair: pair[1][0] == pair[1][1], pairs):
            if text[by - 1] in _ENDS_A_NAME:
                moved, kept = text[:by], text[by + length :]
                found[at - 1] = before._replace(old=before.old + moved, new=before.new + moved)
                found[at] = edit._replace(new=text[by : by + length])
                found[at + 1] = behind._replace(old=kept, new=kept)
                break
    return found


def tables_left_out(
    reports: "Iterable[Diagnostic]", names: Mapping[str, str], place: "Callable[[Span], str]"
) -> Iterator[str]:
    """Yield the titles of each document's tables that were not imported (取り込んでいない表).

    names: of the files. place: says where a table is.
    """
    from ..diagnostics import Level  # noqa: PLC0415  no part of the screen

    found: dict[str, list[str]] = {}
    for one in reports:
        if one.code == "other-table" and one.level is Level.NOTE:
            where = place(one.span)
            title = in_quotes(" ".join(one.data["text"].split()), _LONGEST_TITLE)
            found.setdefault(one.span.file, []).append(f"{title}（{where}）" if where else title)
    for file, titles in found.items():
        of = f"{names[file]}の" if file in names else ""
        yield f"{of}次の表は取り込んでいない：{'、'.join(titles)}"
