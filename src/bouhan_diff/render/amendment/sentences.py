"""Amend one initiative (事業の改め文): a sentence for each change.

All sentences refer to the old text, and what they quote occurs there once, except after を全て. If
no such sentence can be written, the new text is given whole. Edits of notation are left out unless
asked for; the sentences then result in the new text in its old notation.
"""

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, groupby

from ...comparison.table import FieldComparison, PropertyChange, Row, RowKind
from ...plan import BESIDE_NAMES, Property
from ...text.normalize import fold, is_no_value
from ...textdiff import EditKind, Segment
from .. import labels
from ..brief import renamed
from .phrasing import INDENT, AmendmentClause, Phraser, TextEdit
from .provisions import (
    ORDINANCES,
    article,
    below,
    counted,
    of_provisions,
    part,
    provisions,
    renamed_appendix,
)
from .quotation import BREAK, NotQuotableError
from .renumbering import by_lines, moved

# A longer value is amended edit by edit rather than quoted as a whole.
_LONGEST_WORD = 30


Part = tuple[str | None, str]
"""A clause and where it is (箇所と改め方); None with a sentence that says so itself."""

REPLACED = "replaced"
"""The place of a dropped article whose number a new one has (全部改め), which has no sentence."""
REMOVED = "削る。"
"""The end of the sentence that drops an initiative (廃止の文)."""
EVERY_KIND = tuple(RowKind)
"""All kinds of change (全ての区分), notation too."""
USUAL = tuple(kind for kind in RowKind if kind is not RowKind.NOTATION)
"""The kinds that are amended unless others are asked for (通常の区分)."""


def amendments(
    row: Row,
    kinds: Collection[RowKind] = (),
    heading: str = labels.TEXT,
    place: str = "",
    number: str = "",
    name: str = labels.PROPERTY[Property.NAME],
) -> tuple[str, ...]:
    """Return the sentences that amend an initiative (改め文); none if nothing changed.

    kinds: of the edits to include, empty for all but notation. heading: of the main text. place,
    number: where and under which number a new initiative is inserted. name: what names are called.
    """
    wanted = kinds or USUAL
    if row.is_one_sided:
        is_new = row.kind is RowKind.ADDED
        sentence = _new_initiative(row, place, number, heading) if is_new else REMOVED
        return (sentence,) if row.kind in wanted and place != REPLACED else ()
    sentences = list(_regrouped(row))
    sentences += (
        sentence
        for change in row.changes
        if (row.kind in wanted if change.what is not Property.NUMBER else not kinds)
        for sentence in _property(row, change, name)
    )
    changed = [field for field in row.fields if field.is_changed and field.kind in wanted]
    texts = text_amendments(row.segments, wanted)
    named = name_of_part(row)
    if texts and named == _TITLE:
        texts = (f"{_TITLE}を次のように改める。{below(row.new or '')}",)
    sentences += texts if named else (_of(heading, one) for one in texts)
    sentences += (sentence for field in changed for sentence in _field(field, wanted))
    return tuple(sentences)


def name_of_part(row: Row) -> str:
    """Return the part of an ordinance that a row is (題名・条・附則・別表), or ""."""
    old = (row.old or "").strip()
    is_title = old.endswith(ORDINANCES) and "\n" not in old
    is_title = is_title and fold(row.name) in {fold(old), fold(row.new or "")}
    return _TITLE if is_title else part(old)


_TITLE = "題名"


def _of(heading: str, sentence: str) -> str:
    """Return a sentence preceded by the text it amends (対象の項目): 「事業内容」中「6時」を ….

    A main text without a heading is called 本文.
    """
    return of_part("本文" if heading == labels.TEXT else f"「{heading}」", sentence)


def of_part(what: str, sentence: str) -> str:
    """Return a sentence preceded by the part of the document it amends (改める部分)."""
    is_joined = sentence.startswith(("第", "に「", "に『"))
    joint = "" if is_joined else "の" if sentence.startswith(_AT_AN_END) else "中"
    return f"{what}{joint}{sentence}"


def replaced(what: str, old: str, new: str) -> str:
    """Return the sentence that replaces a whole part (全部改め): 担当課「甲」を「乙」に改める."""
    return f"{what}{_quoted(old)}を{_quoted(new)}に改める。"


_AT_AN_END = ("冒頭に", "末尾に", "全文を")


def text_amendments(
    segments: Sequence[Segment], kinds: Collection[RowKind] = EVERY_KIND
) -> tuple[str, ...]:
    """Return the sentences that turn the old text into the new one (改め文); none if equal.

    One for each paragraph, with all its changes. kinds: of the edits to include.
    """
    given = by_lines(segments)
    segments = [_of_kind(segment, kinds) for segment in given]
    starts = accumulate((len(one.old) for one in segments), initial=0)
    kept = [
        (start, start + len(was.old))
        for start, was, one in zip(starts, given, segments, strict=False)
        if was.kind is not one.kind
    ]
    if not any(segment.is_edit for segment in segments):
        return ()
    old, new = _texts(segments)
    is_whole = all(segment.is_edit for segment in segments)
    named = part(old)
    if is_whole and len(old) > _LONGEST_WORD:
        return (_whole(new, named),)
    edits, moves = moved(old, text_edits(segments)) if named else (text_edits(segments), [])
    if named and (sentence := renamed_appendix(old, new)):
        moves.append(sentence)
        edits = [one for one in edits if one.start > old.find("\n") >= 0 or "\n" in one.new]
    try:
        is_break_free = BREAK not in old + new
        phraser = Phraser(old, edits, kept, is_break_free=is_break_free)
        clauses = list(phraser.clauses())
    except NotQuotableError:
        return (_whole(new, named),)
    if places := provisions(old):
        return (*_sentences(of_provisions(clauses, old, places)), *moves)
    return tuple(_sentences(_of_paragraphs(clauses) if "\n" in old else _together(clauses)))


def _of_paragraphs(clauses: Iterable[AmendmentClause]) -> Iterator[Part]:
    """Yield each clause behind its paragraph (段落), or as a sentence if it is across several."""
    for clause in clauses:
        if clause.paragraph:
            yield f"第{clause.paragraph}段落中", clause.text
        else:
            yield None, ended([clause.text])


def _together(clauses: Iterable[AmendmentClause]) -> Iterator[Part]:
    """Yield the clauses of a text of one paragraph (一段落の文)."""
    return (("", clause.text) for clause in clauses)


def text_edits(segments: Sequence[Segment]) -> list[TextEdit]:
    """Return the edits in order, adjacent ones joined; a move is placed where its text is now."""
    starts = list(accumulate((len(segment.old) for segment in segments), initial=0))
    old = _texts(segments)[0]
    moves = _moves(segments)
    sources = set(moves.values())
    found: list[TextEdit] = []
    is_open = False  # whether the last one takes its neighbour in
    for n, segment in enumerate(segments):
        start, stop = starts[n], starts[n + 1]
        stands_apart = segment.kind is EditKind.EQUAL or n in sources or n in moves
        if n in moves:
            source = starts[moves[n]], starts[moves[n] + 1]
            found.append(TextEdit(start, stop, segment.new, source=source))
        elif not stands_apart:
            first = found.pop() if is_open else TextEdit(start, start, "")
            found.append(TextEdit(first.start, stop, first.new + segment.new))
        is_open = not stands_apart
    return [_without_breaks(old, one) for one in found]


def _without_breaks(old: str, edit: TextEdit) -> TextEdit:
    """Return an edit without the break that both of its sides end in (段落末の改行)."""
    is_ended = old[edit.start : edit.stop].endswith("\n") and edit.new.endswith("\n")
    is_ended = is_ended and edit.source is None and len(edit.new) > 1 < edit.stop - edit.start
    return edit._replace(stop=edit.stop - 1, new=edit.new[:-1]) if is_ended else edit


def _moves(segments: Sequence[Segment]) -> dict[int, int]:
    """Map the indices of moved segments to where their text stood before (移動)."""
    stood: dict[str, deque[int]] = {}
    for n, segment in enumerate(segments):
        if segment.old and _is_moved(segment):
            stood.setdefault(segment.old, deque()).append(n)
    return {
        n: stood[segment.new].popleft()
        for n, segment in enumerate(segments)
        if segment.new and _is_moved(segment) and stood.get(segment.new)
    }


def _is_moved(segment: Segment) -> bool:
    return segment.reason is not None and segment.reason.code == "moved"


def _of_kind(segment: Segment, kinds: Collection[RowKind]) -> Segment:
    """Return the segment, unchanged if its kind is not asked for."""
    if segment.kind is EditKind.EQUAL or RowKind(segment.kind) in kinds:
        return segment
    return Segment(segment.old, segment.old, EditKind.EQUAL)


def _texts(segments: Sequence[Segment]) -> tuple[str, str]:
    """Return the old and the new text of segments (新旧の文)."""
    return "".join(one.old for one in segments), "".join(one.new for one in segments)


def _sentences(parts: Iterable[Part]) -> Iterator[str]:
    """Yield a sentence for each place (箇所ごとの文), and those that are one already."""
    for where, together in groupby(parts, key=lambda part: part[0]):
        texts = [text for _where, text in together]
        yield from texts if where is None else [f"{where}{ended(texts)}"]


def ended(clauses: Sequence[str]) -> str:
    """Return clauses as one sentence (文), each on a line of its own.

    Of several alike in a row, only the last has its verb: 「1」を「2」に、「3」を「4」に改める。
    What is within a longer quotation (「甲乙」中「乙」) has a verb of its own.
    """
    phrases = []
    for text, following in zip(clauses, (*clauses[1:], ""), strict=True):
        verb = _verb(text)
        is_shared = bool(following) and verb in _SHARED and verb == _verb(following)
        is_shared &= not any(_WITHIN.search(one) for one in (text, following))
        phrases.append(text.removesuffix(verb) if is_shared else text)
    last = phrases[-1].removesuffix(_verb(phrases[-1]))
    return f"、\n{INDENT}".join([*phrases[:-1], f"{last}{_ENDINGS[_verb(phrases[-1])]}。"])


def _verb(clause: str) -> str:
    """Return the stem of the verb that a clause ends in (動詞の連用形)."""
    return next((stem for stem in _ENDINGS if clause.endswith(stem)), "")


_ENDINGS = {
    "改行し": "改行する",
    "改め": "改める",
    "加え": "加える",
    "削り": "削る",
    "移し": "移す",
}
_SHARED = ("改め", "加え")
_WITHIN = re.compile("[」』]中[「『]")


def _whole(new: str, named: str) -> str:
    """Return the sentence that gives the whole new text (全文), its paragraphs indented.

    named: the article whose text it is, if any.
    """
    if not new:
        return f"{named or '全文'}を削る。"
    return f"{named or '全文'}を次のように改める。{below(new)}"


def _new_initiative(row: Row, place: str, number: str, heading: str) -> str:
    """Return the sentence that adds an initiative (新設), followed by everything known of it.

    An article or appendix is its text alone.
    """
    text = row.new or ""
    if place.endswith("を") and part(text):
        return f"{place}次のように改める。{below(text)}"
    if named := article(text):
        return f"{place}次の{counted(1, named)}条を加える。{below(text)}"
    if part(text):
        return f"{place}次のように加える。{below(text)}"
    given = {
        **{labels.PROPERTY[what]: labels.joined(row.value(what)) for what in BESIDE_NAMES},
        heading: row.new or "",
        **{
            labels.field_heading(field): labels.published(field, field.new)
            for field in row.fields
            if field.kind is not None and not _is_without_amount(field)
        },
    }
    facts = [
        text if what == labels.TEXT else f"{what}　{text}" for what, text in given.items() if text
    ]
    named = f"{number}{row.name}".replace("\n", BREAK)
    listed = (one.replace("\n", f"\n{INDENT * 2}") for one in (named, *facts))
    return "".join([f"{place}次のように加える。", *(f"\n{INDENT}{one}" for one in listed)])


def _regrouped(row: Row) -> Iterator[str]:
    """Yield the sentence for a merger or a split (統合・分割)."""
    olds = "、".join(f"旧{ref}" for ref in row.old_refs)
    if len(row.new_refs) > 1:
        yield f"{olds}を{'、'.join(row.new_refs)}に分割する。"
    elif len(row.old_refs) > 1:
        yield f"{olds}を統合する。"


def _property(row: Row, change: PropertyChange, name: str) -> Iterator[str]:
    """Yield the sentence for a changed property (項目の変更), or several for a long name."""
    old, new = map(labels.joined, (change.old, change.new))
    what = name if change.what is Property.NAME else labels.PROPERTY[change.what]
    if change.what is Property.NAME and (edits := renamed(row)):
        yield from (of_part(what, sentence) for sentence in text_amendments(edits))
    elif not old:
        yield f"{what}に{_quoted(new)}を加える。"
    elif not new:
        yield f"{what}{_quoted(old)}を削る。"
    else:
        yield replaced(f"{what}中", old, new)


def _field(field: FieldComparison, kinds: Collection[RowKind]) -> Iterator[str]:
    """Yield the sentences for a field (項目の改め文), as 「予算額」中「1」を「2」に改める。."""
    heading = f"「{labels.field_heading(field)}」"
    old, new = (labels.published(field, text) for text in (field.old, field.new))
    if field.segments and field.amount is None:
        old, new = _texts([_of_kind(segment, kinds) for segment in field.segments])
    if not old:
        yield f"{heading}に{_quoted(new)}を加える。"
    elif not new:
        yield f"{heading}中{_quoted(old)}を削る。"
    elif len(old) <= _LONGEST_WORD or not field.segments:
        yield replaced(f"{heading}中", old, new)
    else:
        for sentence in text_amendments(field.segments, kinds):
            yield _of(labels.field_heading(field), sentence)


def _is_without_amount(field: FieldComparison) -> bool:
    """Return whether a new initiative has a sign for "no amount" (金額なし): ― but not 皆増."""
    value = field.new or ""
    is_sign = is_no_value(value) and not any(map(str.isalpha, value))
    return field.is_amount and is_sign


def _quoted(text: str) -> str:
    return f"「{text}」".replace("\n", BREAK)
