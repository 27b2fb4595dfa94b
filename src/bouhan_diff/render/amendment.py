"""Amendments (改め文): each change as a sentence, as plain text or for a cell of a workbook.

All sentences refer to the old text, and what they quote occurs there once, except with を全て.
Where no such sentence can be written, the new text is given whole. Edits of notation are left
out unless their kind is asked for: the sentences then make the new text in the old spelling.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ..comparison.table import (
    OLD_ALONE,
    ComparisonTable,
    FieldComparison,
    GroupBy,
    PropertyChange,
    Row,
    RowKind,
)
from ..comparison.totals import summed_rows
from ..edition import series_title
from ..plan import ColumnType, Property
from ..text.escape import writable
from ..text.normalize import is_no_value
from ..textdiff import EditKind, Segment
from . import labels
from .amendment_phrasing import (
    BREAK,
    AmendmentClause,
    NotQuotableError,
    Phraser,
    amended,
    ended,
    text_edits,
)
from .brief import old_name, renamed
from .remarks import (
    drops_nothing,
    foremost,
    headline,
    is_of_supplements,
    named_rows,
    notes,
    notices,
    text_heading,
)

_INDENT = "　"
_END = "―" * 20  # parts what is enacted from what only explains it (本則と参考の境)


def write(tables: Sequence[ComparisonTable], kinds: Collection[RowKind] = ()) -> bytes:
    """Return the sentences of all tables (改め文), in UTF-8, under each group's heading.

    A single sentence follows its initiative's name on the line, several are below it. What is
    not to be enacted stands at the end, below a line. kinds: of the edits that are asked for;
    none for all but notation.
    """
    text = "\n".join(line for table in tables for line in _document(table, kinds))
    return writable(text).encode("utf-8", "replace")


def _document(table: ComparisonTable, kinds: Collection[RowKind]) -> Iterator[str]:
    publisher = "" if table.publisher in table.title else table.publisher
    yield "　".join(filter(None, (publisher, table.title)))
    if table.only_edition is not None:
        return
    old, new = labels.edition_headings(table, (labels.OLD, labels.NEW))
    yield f"{old} → {new}"
    yield ""
    if enacted := list(_enacted(table, kinds)):
        yield _opening(table, old, new)
        yield ""
        yield from enacted
    yield _END
    yield ""
    yield from _explanations(table, kinds)


def _opening(table: ComparisonTable, old: str, new: str) -> str:
    """Return the sentence before all others (柱書): what is amended, a year's plan or a draft."""
    if table.old_edition.is_year:
        return f"{series_title(table.title) or table.title}（{old}）の一部を次のように改める。"
    return f"{amended(series_title(table.title), old)}の一部を次のように改め、{new}とする。"


def _enacted(table: ComparisonTable, kinds: Collection[RowKind]) -> Iterator[str]:
    """Yield the sentences under their groups' headings (本則), those of whole sections alone.

    Budgets that add up do not amend one another, and what a report lacks is not dropped by it.
    """
    if is_of_supplements(table):
        return
    places = places_of_new(table)
    heading = ""
    for group, rows in zip(table.groups, summed_rows(table), strict=True):
        before, heading = heading, labels.group_heading(table, group) or labels.NONE_GIVEN
        whole = _whole_section(table, rows) if not kinds else None
        sentences = [
            line
            for row in group.rows
            if not (row.kind is RowKind.REMOVED and drops_nothing(table))
            for line in _initiative(table, row, kinds, places.get(id(row), ""))
        ]
        if not sentences:
            continue
        if whole is RowKind.REMOVED:
            yield f"「{group.heading.removesuffix(OLD_ALONE)}」の章を削る。"
        elif whole is RowKind.ADDED:
            yield f"「{before}」の章の次に次のように加える。" if before else _AT_THE_START
            yield f"{_INDENT}{heading}"
            yield from (line for line in sentences if line.startswith(_INDENT))
        else:
            yield from () if table.is_titled_as(group) else (heading,)
            yield from sentences
        yield ""


_AT_THE_START = "初めに次のように加える。"


def _whole_section(table: ComparisonTable, rows: Sequence[Row]) -> RowKind | None:
    """Return whether a section is all new or all dropped (章の新設・廃止), as far as it is."""
    if table.grouped_by is not GroupBy.SECTION or len(table.groups) == 1:
        return None
    kinds = {row.kind for row in rows}
    (kind,) = kinds if len(kinds) == 1 else (None,)
    return kind if kind in (RowKind.ADDED, RowKind.REMOVED) else None


def _explanations(table: ComparisonTable, kinds: Collection[RowKind]) -> Iterator[str]:
    """Yield what is not to be enacted (参考): counts, what was left out, notes, what to check."""
    old, new = labels.edition_headings(table, (labels.OLD, labels.NEW))
    yield "（参考）"
    yield headline(table)
    spelt = [] if kinds else [row for row in table.rows() if _has_unsaid(row)]
    if spelt:
        yield f"表記だけの変更は含まない（{named_rows(table, spelt)}）"
    yield from foremost(table)
    lacking = sum(row.kind is RowKind.REMOVED for row in table.rows())
    if lacking and drops_nothing(table) and not is_of_supplements(table):
        yield f"{old}だけにある{lacking}件は、廃止したものとは限らないため削らない"
    left_out = ["計・合計の行"] * _has_printed_sums(table)
    if left_out := [*left_out, *(["標題の年度"] * (series_title(table.title) != table.title))]:
        yield f"{'、'.join(left_out)}の改めは含まない"
    yield f"位置を示すために引いた語句は、{old}の文による"
    yield ""
    if found := list(notes(table)):
        yield from (*found, "")
    for heading, lines in notices(table, old, new).items():
        yield heading
        yield from (f"・{line}" for line in lines)
        yield ""


def _has_printed_sums(table: ComparisonTable) -> bool:
    """Return whether a document prints sums (計の行), which the amendments leave as they are."""
    sums = (*table.totals, *(total for group in table.groups for total in group.totals))
    printed = (side for one in sums for side in (one.printed_old, one.printed_new))
    return bool(table.misprinted) or any(side is not None for side in printed)


def _has_unsaid(row: Row) -> bool:
    """Return whether an initiative has edits of notation, which no sentence has (示さない変更)."""
    return row.has_notation or row.kind is RowKind.NOTATION


def places_of_new(table: ComparisonTable) -> dict[int, str]:
    """Return the place of each new initiative (加える位置), such as 1-3の次に, by its row's id."""
    found: dict[int, str] = {}
    before: Row | None = None
    for row in table.all_rows():
        if row.kind is RowKind.REMOVED:
            continue
        if row.kind is RowKind.ADDED:
            is_first = before is None or before.section != row.section
            name = before and (_old_number(table, before) or f"「{before.name}」")
            found[id(row)] = "章の初めに" if is_first else f"{name}の次に"
        before = row
    return found


def _old_number(table: ComparisonTable, row: Row) -> str:
    """Return the number that the old document has (旧番号), which sentences refer to, if any."""
    change = row.change(Property.NUMBER)
    was = change.old if change else row.number
    if not table.is_numbered or isinstance(was, tuple):
        return ""
    return labels.number(table, replace(row, number=was))


def _initiative(
    table: ComparisonTable, row: Row, kinds: Collection[RowKind], place: str
) -> Iterator[str]:
    """Yield the lines of an initiative (事業), none where nothing changed."""
    number = f"{labels.number(table, row)}　" if table.is_numbered else ""
    sentences = amendments(row, kinds, text_heading(table), place, number)
    named = f"{_old_number(table, row)}　{old_name(row)}".lstrip("　").replace("\n", BREAK)
    if row.is_one_sided:
        is_gone = row.kind is RowKind.REMOVED
        yield from (f"{named}を{one}" for one in sentences if is_gone)
        yield from (line for one in sentences if not is_gone for line in one.split("\n"))
    elif len(sentences) == 1 and "\n" not in sentences[0]:
        yield f"{named}：{sentences[0]}"
    elif sentences:
        yield f"{named}："
        yield from (f"{_INDENT}{line}" for sentence in sentences for line in sentence.split("\n"))


# ------------------------------------------------------- sentences of one initiative

# A longer value is amended edit by edit rather than quoted as a whole.
_LONGEST_WORD = 30


EVERY_KIND = tuple(RowKind)
"""All kinds of change (全ての区分), notation too."""
_USUAL = tuple(kind for kind in RowKind if kind is not RowKind.NOTATION)


def amendments(
    row: Row,
    kinds: Collection[RowKind] = (),
    heading: str = labels.TEXT,
    place: str = "",
    number: str = "",
) -> tuple[str, ...]:
    """Return what changed of an initiative (改め文) in sentences; none where nothing did.

    kinds: of the edits that are asked for; none for all but notation. heading: what the main
    text is called. place, number: where a new initiative is added, and with which number.
    """
    asked = kinds or _USUAL
    if row.is_one_sided:
        is_new = row.kind is RowKind.ADDED
        sentence = _new_initiative(row, place, number, heading) if is_new else "削る。"
        return (sentence,) if row.kind in asked else ()
    sentences = list(_regrouped(row))
    sentences += (
        sentence
        for change in row.changes
        if (row.kind in asked if change.what is not Property.NUMBER else not kinds)
        for sentence in _property(row, change)
    )
    changed = [field for field in row.fields if field.is_changed and field.kind in asked]
    sentences += (_of(heading, one) for one in text_amendments(row.segments, asked))
    sentences += (sentence for field in changed for sentence in _field(field, asked))
    return tuple(sentences)


def _of(heading: str, sentence: str) -> str:
    """Return a sentence with the text that it amends (対象の項目): 「事業内容」中「6時」を ….

    A main text without a heading is 本文.
    """
    joint = "" if sentence[0] == "第" else "の" if sentence.startswith(_AT_AN_END) else "中"
    return f"{'本文' if heading == labels.TEXT else f'「{heading}」'}{joint}{sentence}"


_AT_AN_END = ("冒頭に", "末尾に", "全文を")


def text_amendments(
    segments: Sequence[Segment], kinds: Collection[RowKind] = EVERY_KIND
) -> tuple[str, ...]:
    """Return sentences that make the new text of the old one (改め文); none for equal texts.

    One for each paragraph with all that changes in it. kinds: of the edits that are asked for.
    """
    segments = [_of_kind(segment, kinds) for segment in segments]
    if all(segment.kind is EditKind.EQUAL for segment in segments):
        return ()
    old, new = _texts(segments)
    is_whole = all(segment.kind is not EditKind.EQUAL for segment in segments)
    if is_whole and len(old) > _LONGEST_WORD:
        return (_whole(new),)
    try:
        is_break_free = BREAK not in old + new
        phraser = Phraser(old, text_edits(segments), is_break_free=is_break_free)
        clauses = list(phraser.clauses())
    except NotQuotableError:
        return (_whole(new),)
    return tuple(_sentences(clauses, has_paragraphs="\n" in old))


def _of_kind(segment: Segment, kinds: Collection[RowKind]) -> Segment:
    """Return the segment, as if it had not changed where its kind is not asked for."""
    if segment.kind is EditKind.EQUAL or RowKind(segment.kind) in kinds:
        return segment
    return Segment(segment.old, segment.old, EditKind.EQUAL)


def _texts(segments: Sequence[Segment]) -> tuple[str, str]:
    """Return the old and the new text of segments (新旧の文)."""
    return "".join(one.old for one in segments), "".join(one.new for one in segments)


def _sentences(clauses: Sequence[AmendmentClause], *, has_paragraphs: bool) -> Iterator[str]:
    """Yield a sentence for each paragraph (段落ごとの文), and for each clause across several.

    Each clause has a line of its own.
    """
    for paragraph, together in groupby(
        clauses, key=lambda clause: clause.paragraph if has_paragraphs else 1
    ):
        texts = [clause.text for clause in together]
        if not paragraph:
            yield from map(ended, texts)
        else:
            where = f"第{paragraph}段落中" if has_paragraphs else ""
            yield ended(where + f"、\n{_INDENT}".join(texts))


def _whole(new: str) -> str:
    """Return the sentence that gives all of the new text (全文), its paragraphs indented."""
    if not new:
        return "全文を削る。"
    paragraphs = "".join(f"\n{_INDENT}{paragraph}" for paragraph in new.split("\n"))
    return f"全文を次のように改める。{paragraphs}"


def _new_initiative(row: Row, place: str, number: str, heading: str) -> str:
    """Return the sentence that adds an initiative (新設), and below it everything known of it."""
    given = {
        labels.DEPARTMENT: row.department,
        labels.POLICIES: "、".join(row.policies),
        heading: row.new or "",
        **{
            labels.field_heading(field): _shown(field, field.new)
            for field in row.fields
            if field.kind is not None and not _is_without_amount(field)
        },
    }
    told = [
        text if what == labels.TEXT else f"{what}　{text}" for what, text in given.items() if text
    ]
    named = f"{number}{row.name}".replace("\n", BREAK)
    below = (one.replace("\n", f"\n{_INDENT * 2}") for one in (named, *told))
    return "".join([f"{place}次のように加える。", *(f"\n{_INDENT}{one}" for one in below)])


def _regrouped(row: Row) -> Iterator[str]:
    """Yield the sentence for a merger or a split (統合・分割)."""
    olds = "、".join(f"旧{ref}" for ref in row.old_refs)
    if len(row.new_refs) > 1:
        yield f"{olds}を{'、'.join(row.new_refs)}に分割する。"
    elif len(row.old_refs) > 1:
        yield f"{olds}を統合する。"


def _property(row: Row, change: PropertyChange) -> Iterator[str]:
    """Yield the sentence for a change outside the summary (項目の変更), those for a long name."""
    old, new = (
        "、".join(value) if isinstance(value, tuple) else str(value)
        for value in (change.old, change.new)
    )
    what = labels.PROPERTY[change.what]
    if change.what is Property.NAME and (edits := renamed(row)):
        yield from (_of(what, sentence) for sentence in text_amendments(edits))
    elif not old:
        yield f"{what}{_quoted(new)}を加える。"
    elif not new:
        yield f"{what}{_quoted(old)}を削る。"
    else:
        yield f"{what}{_quoted(old)}を{_quoted(new)}に改める。"


def _field(field: FieldComparison, kinds: Collection[RowKind]) -> Iterator[str]:
    """Yield the sentences for a field (項目の改め文), as 「予算額」中「1」を「2」に改める。."""
    heading = f"「{labels.field_heading(field)}」"
    old, new = _shown(field, field.old), _shown(field, field.new)
    if field.segments and field.amount is None:
        old, new = _texts([_of_kind(segment, kinds) for segment in field.segments])
    if not old:
        yield f"{heading}に{_quoted(new)}を加える。"
    elif not new:
        yield f"{heading}中{_quoted(old)}を削る。"
    elif len(old) <= _LONGEST_WORD or not field.segments:
        yield f"{heading}中{_quoted(old)}を{_quoted(new)}に改める。"
    else:
        for sentence in text_amendments(field.segments, kinds):
            yield _of(labels.field_heading(field), sentence)


def _is_without_amount(field: FieldComparison) -> bool:
    """Return whether a new initiative has a sign for no amount (金額なし), ― but not 皆増."""
    value = field.new or ""
    is_sign = is_no_value(value) and not any(map(str.isalpha, value))
    return field.type is ColumnType.AMOUNT and is_sign


def _shown(field: FieldComparison, text: str | None) -> str:
    """Return a value as documents print it (項目の値): an amount with separators."""
    is_amount = field.type is ColumnType.AMOUNT
    return labels.published_amount(text or "") if is_amount else text or ""


def _quoted(text: str) -> str:
    return f"「{text}」".replace("\n", BREAK)
