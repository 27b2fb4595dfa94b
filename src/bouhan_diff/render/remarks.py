"""Remarks on a row (備考): what each format says of it, with words and meanings.

`REMARKS` has an entry for each. Every document shows the word of a new `Mark` under 備考, and its
meaning in the legend.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from ..comparison.table import MARK_OF_PROPERTY, Mark, PropertyChange, Row, RowKind
from ..plan import DESCRIBING, PLACES, Property
from . import labels
from .brief import old_name, renamed
from .phrasebook import SAY, Phrasebook


class Beside(StrEnum):
    """What is said of a row beside its kind and marks (備考の種類)."""

    DOUBTFUL = "doubtful"  # 要確認
    MERGED = "merged"  # 統合
    SPLIT = "split"  # 分割
    NAMES_ADDED = "names-added"  # 名称の追加: a list of names only grew
    MOVED = "moved"  # 章の変更, where no number says so


Topic = RowKind | Mark | Beside
"""What a remark is about (備考の種類)."""


class Words(NamedTuple):
    """The opening words of a remark (備考の語) and their meaning in legends, empty if plain."""

    word: str
    meaning: str = ""


REMARKS: Mapping[Topic, Words] = {
    **{kind: Words(label) for kind, label in labels.KIND.items()},
    RowKind.SUBSTANCE: Words("内容の変更", "事実の変わる変更"),
    RowKind.WORDING: Words("表現の変更", "事実を変えない言い換え"),
    RowKind.NOTATION: Words("表記の変更", "書き方だけの変更"),
    Mark.RENAMED: Words(labels.MARK[Mark.RENAMED], "名称の変更"),
    Beside.NAMES_ADDED: Words("名称の追加", "加わった名称"),
    Mark.REASSIGNED: Words(labels.MARK[Mark.REASSIGNED], "担当課の変更"),
    Mark.RENUMBERED: Words(labels.MARK[Mark.RENUMBERED], "番号の付け替え"),
    Mark.POLICY_RENUMBERED: Words(labels.MARK[Mark.POLICY_RENUMBERED], "対応する施策の変更"),
    Beside.MOVED: Words("章の変更"),
    Mark.UNCOMPARED: Words(
        labels.MARK[Mark.UNCOMPARED], "項目の名が異なるため数値を比べていないもの"
    ),
    Beside.MERGED: Words("統合", "複数のものを一つにしたもの"),
    Beside.SPLIT: Words("分割", "一つのものを分けたもの"),
    Beside.DOUBTFUL: Words(labels.TO_CHECK, "同じものかどうか確かめる必要のあるもの"),
}
"""The words of each remark (備考の語), in the order of legends.

A mark that is not here, as that of an amount, is said by the columns themselves.
"""

OF_PROPERTY: Mapping[Property, Topic] = {
    **MARK_OF_PROPERTY,
    Property.SECTION: Beside.MOVED,
}
"""What a change of each property is under 備考 (属性の変更)."""
CHANGED_PROPERTIES = {what: REMARKS[OF_PROPERTY[what]].word for what in DESCRIBING}
"""What a changed property is called under 備考 (属性の目印)."""

_WITH_OLD_VALUE = frozenset({*OF_PROPERTY.values(), Beside.NAMES_ADDED})


class Remark(NamedTuple):
    """One line under 備考 (備考の一行): what it is about, and its words.

    was: the old value in it, such as 旧：福祉部, without brackets; empty if there is none.
    """

    topic: Topic
    text: str
    was: str = ""


def remarks_on(
    row: Row,
    say: Phrasebook = SAY,
    *,
    old: str = labels.OLD,
    shows_kinds: bool = False,
    shows_both: bool = False,
    shows_refs: bool = False,
) -> Iterator[Remark]:
    """Yield the remarks on a row (備考): doubts, marks, and the old values of properties.

    old: the name of the old edition. shows_kinds: begin with the kind. shows_both: names,
    departments and numbers of both editions are shown elsewhere. shows_refs: numbers are references
    such as 4-13, as on screen and page.
    """
    if row.kind is None:
        return
    if shows_kinds:
        yield _remark(row.kind, say)
    if row.is_doubtful:
        yield Remark(Beside.DOUBTFUL, doubt(row, say, old=old, shows_refs=shows_refs))
    numbers = old_numbers(row, say, shows_refs=shows_refs)
    for mark in row.marks:
        if mark in REMARKS and mark not in _WITH_OLD_VALUE:
            yield _remark(mark, say)
    if len(row.old_refs) > 1 or len(row.new_refs) > 1:
        code = Beside.MERGED if len(row.old_refs) > 1 else Beside.SPLIT
        yield _remark(code, say, numbers)
    elif row.is_renumbered and not shows_both:
        yield _remark(Mark.RENUMBERED, say, numbers)
    if not shows_both:
        named = (Property.NUMBER,) if shows_refs else PLACES  # 第4章の13 names the section too
        yield from (
            _of_change(row, one, say)
            for one in row.changes
            if not (row.is_renumbered and one.what in named)
        )


def remark_lines(
    row: Row,
    say: Phrasebook = SAY,
    *,
    old: str = labels.OLD,
    shows_both: bool = False,
    shows_refs: bool = False,
) -> list[str]:
    """Return the remarks on a row as lines (備考の行); the options are those of `remarks_on`."""
    remarks = remarks_on(row, say, old=old, shows_both=shows_both, shows_refs=shows_refs)
    return [one.text for one in remarks]


def doubt(
    row: Row, say: Phrasebook = SAY, *, old: str = labels.OLD, shows_refs: bool = False
) -> str:
    """Return that a match is doubtful (要確認), and what of the old edition to compare it with."""
    numbers = old_numbers(row, say, shows_refs=shows_refs)
    which = numbers if row.is_numbered else f"「{old_name(row)}」"
    return say("要確認（{old}の{which}と同じものか）", old=old, which=which)


def explained(topics: Iterable[Topic], say: Phrasebook = SAY) -> dict[str, str]:
    """Return the meaning of the words of these remarks (備考の語の意味), for legends."""
    found = set(topics)
    return {
        say(words.word): say(words.meaning)
        for topic, words in REMARKS.items()
        if topic in found and words.meaning
    }


def old_numbers(row: Row, say: Phrasebook = SAY, *, shows_refs: bool = False) -> str:
    """Return former numbers (旧番号): 13 as printed, references, or 第4章の13 of another section.

    A section that only moved is still the same, whatever its number.
    """
    if shows_refs:
        return say.listed(row.old_refs)
    is_moved = row.change(Property.SECTION) is not None
    parts = (ref.partition("-") for ref in row.old_refs)
    found = (f"第{section}章の{number}" if is_moved else number for section, _dash, number in parts)
    return "、".join(dict.fromkeys(found))


def _of_change(row: Row, change: PropertyChange, say: Phrasebook) -> Remark:
    """Return the old value of a property (旧の記載); if a list of names only grew, just that."""
    edits = renamed(row) if change.what is Property.NAME else ()
    if edits and not any(one.old and one.old != one.new for one in edits):
        return _remark(Beside.NAMES_ADDED, say)  # the names themselves are marked
    return _remark(OF_PROPERTY[change.what], say, say.value(change.old))


def _remark(topic: Topic, say: Phrasebook, old: str = "") -> Remark:
    was = say.labelled(labels.OLD, old) if old else ""
    return Remark(topic, say(REMARKS[topic].word) + (say.bracketed(was) if was else ""), was)
