"""The document of amendments (改め文): the sentences to enact, and below them explanations."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from ...comparison.amount_changes import Total
from ...comparison.table import OLD_ALONE, ComparisonTable, GroupBy, Row, RowKind
from ...comparison.totals import summed_rows
from ...edition import named_edition, strip_editions
from ...plan import Property
from ...text.escape import writable
from ...textdiff import EditKind, diff_text
from .. import labels
from ..brief import is_retitled, old_name, renamed
from ..notices import drops_nothing, foremost, headline, is_of_supplements, notices, text_heading
from ..phrasebook import SAY
from .phrasing import INDENT
from .provisions import ORDINANCES, article
from .quotation import BREAK
from .sentences import (
    REPLACED,
    USUAL,
    amendments,
    name_of_part,
    of_part,
    replaced,
    text_amendments,
)

_END = "―" * 20  # parts what is enacted from what only explains it (本則と参考の境)


def write(tables: Sequence[ComparisonTable], kinds: Collection[RowKind] = ()) -> bytes:
    """Return the amendment sentences of all tables (改め文), in UTF-8, under their group headings.

    A single sentence follows its initiative's name on the same line; several go below it. What is
    not to be enacted comes at the end, below a rule. kinds: of the edits to include; empty for all
    but notation.
    """
    text = "\n".join(line for table in tables for line in _document(table, kinds))
    return writable(text).encode("utf-8", "replace")


def _document(table: ComparisonTable, kinds: Collection[RowKind]) -> Iterator[str]:
    publisher = "" if table.publisher in table.title else table.publisher
    yield "　".join(filter(None, (publisher, table.title)))
    if table.only_edition is not None:
        return
    yield ""
    if enacted := list(_enacted(table, kinds)):
        yield opening(table)
        yield ""
        yield from enacted
    yield _END
    yield ""
    yield from _explanations(table, kinds, has_sentences=bool(enacted))


def opening(table: ComparisonTable) -> str:
    """Return the opening sentence (柱書), which quotes the title of what is amended.

    The edition follows a title that does not name it.
    """
    old, _new = labels.edition_headings(table)
    title = labels.shown_heading(table.old_title or table.title)
    title = title.removesuffix(labels.COMPARISON).rstrip("　 ") or title
    title = _AMENDING.sub("", title)  # what is amended is not the ordinance that amends it
    if title.endswith(ORDINANCES) and not table.old_edition.is_year:
        return f"{title}の一部を次のように改正する。"
    if title.isascii():  # the name of the file: the document has none
        return f"{old}の資料の一部を次のように改める。"
    if named_edition(title) == table.old_edition or is_retitled(table):
        return f"「{title}」の一部を次のように改める。"
    # A draft that shows both is not itself what is amended.
    what = f"の{old}の記載" if table.old_edition.is_year else f"に掲げる{old}の内容"
    return f"「{title}」{what}の一部を次のように改める。"


_AMENDING = re.compile(rf"の(?:一部|全部)を改正する(?:{'|'.join(ORDINANCES)})\Z")


def title_amended(table: ComparisonTable) -> str:
    """Return the sentence that amends the title (標題の改め), usually to another year; or ""."""
    if not is_retitled(table):
        return ""
    old, new = map(labels.shown_heading, (table.old_title, table.title))
    segments = diff_text(old, new)
    sentences = text_amendments(segments, USUAL)
    is_kept = len(sentences) == 1 and any(one.kind is EditKind.EQUAL for one in segments)
    is_brief = is_kept and "\n" not in sentences[0]
    return of_part("標題", sentences[0]) if is_brief else replaced("標題", old, new)


def _enacted(table: ComparisonTable, kinds: Collection[RowKind]) -> Iterator[str]:
    """Yield the sentences under their group headings (本則); whole sections get one sentence.

    Budgets that add up do not amend each other, and a report does not drop what it lacks.
    """
    if is_of_supplements(table):
        return
    with_sums = RowKind.SUBSTANCE in (kinds or USUAL)
    if with_sums and (title := title_amended(table)):
        yield from (title, "")
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
        if with_sums and whole is None and len(table.groups) > 1:
            sentences += sums_amended(group.totals, labels.SUBTOTAL)
        if not sentences:
            continue
        if whole is RowKind.REMOVED:
            yield f"「{group.heading.removesuffix(OLD_ALONE)}」の章を削る。"
        elif whole is RowKind.ADDED:
            yield f"「{before}」の章の次に次のように加える。" if before else _AT_THE_START
            yield f"{INDENT}{heading}"
            yield from (line for line in sentences if line.startswith(INDENT))
            yield from _new_sums(group.totals)
        else:
            yield from () if table.is_titled_as(group) else (heading,)
            yield from sentences
        yield ""
    if with_sums and (of_all := list(sums_amended(table.totals, labels.TOTAL))):
        yield from (*of_all, "")


def sums_amended(totals: Iterable[Total], name: str) -> Iterator[str]:
    """Yield the sentences for sums printed in both documents (計・合計の改め)."""
    for total in totals:
        old, new = total.printed_old, total.printed_new
        if old is not None and new is not None and old != new:
            what = f"{name}の「{labels.field_heading(total)}」中"
            yield replaced(what, labels.amount(old), labels.amount(new))


def _new_sums(totals: Iterable[Total]) -> Iterator[str]:
    """Yield the printed sums of a new section (新設の章の計)."""
    for total in totals:
        if total.printed_new is not None:
            what = f"{labels.SUBTOTAL}　{labels.field_heading(total)}"
            yield f"{INDENT}{what}　{labels.amount(total.printed_new)}"


_AT_THE_START = "初めに次のように加える。"


def _whole_section(table: ComparisonTable, rows: Sequence[Row]) -> RowKind | None:
    """Return whether a section is entirely new or entirely dropped (章の新設・廃止)."""
    if table.grouped_by is not GroupBy.SECTION or len(table.groups) == 1:
        return None
    kinds = {row.kind for row in rows}
    (kind,) = kinds if len(kinds) == 1 else (None,)
    return kind if kind in (RowKind.ADDED, RowKind.REMOVED) else None


def _explanations(
    table: ComparisonTable, kinds: Collection[RowKind], *, has_sentences: bool
) -> Iterator[str]:
    """Yield what is not enacted (参考): what was left out, notes, what to check."""
    old, new = labels.edition_headings(table)
    yield "（参考）"
    yield f"{old} → {new}"
    if not has_sentences:
        yield headline(table)
    if not kinds and not is_of_supplements(table) and (spelt := spelt_otherwise(table)):
        yield spelt
        yield from (f"{INDENT}{line}" for line in _respelt(table))
    yield from foremost(table)
    lacking = sum(row.kind is RowKind.REMOVED for row in table.rows())
    if lacking and drops_nothing(table) and not is_of_supplements(table):
        yield f"{old}だけにある{lacking}件は、廃止したものとは限らないため削らない。"
    if has_sentences and is_a_sum_left(table, kinds):
        yield "計・合計の行の改めは、一方の資料だけに印刷されたものを含まない。"
    if has_sentences and (left := headings_left(table)):
        yield left
    if given := SAY.given_once(table):
        yield f"{given}。"
    if has_sentences:
        yield f"位置を示すために引いた語句は、{old}の文による。"
    yield ""
    if found := list(SAY.notes(table)):
        yield from (*found, "")
    for heading, lines in notices(table, old, new).items():
        yield heading
        yield from (f"・{line.removesuffix('。')}。" for line in lines)
        yield ""


def headings_left(table: ComparisonTable) -> str:
    """Return the note that headings naming an edition are not amended (見出しの改め), or "".

    Headings that differ in more than the edition, as 事業概要 and 事業概要（予定）, are quoted.
    """
    sides = (table.old_edition, table.old_heading), (table.new_edition, table.new_heading)
    named = (labels.is_named_in(edition, heading) for edition, heading in sides if heading)
    if table.old_heading == table.new_heading or not any(named):
        return ""
    old, new = labels.edition_headings(table)
    heads = "年度" if table.old_edition.is_year else f"「{old}」及び「{new}」"
    headings = {strip_editions(heading).strip() for _edition, heading in sides}
    # 現行 and 改正案 alone head the document's columns, and are no text of it.
    if len(headings) == 1:
        return f"{heads}の見出しの改めは含まない。" if any(headings) else ""
    was, is_ = (f"「{labels.shown_heading(heading)}」" for _edition, heading in sides)
    return f"見出し{was}を{is_}とする改めは含まない。"


def is_a_sum_left(table: ComparisonTable, kinds: Collection[RowKind] = ()) -> bool:
    """Return whether only one document prints a sum (片方だけの計), which no sentence amends."""
    sums = (*table.totals, *(total for group in table.groups for total in group.totals))
    is_asked = RowKind.SUBSTANCE in (kinds or USUAL)
    return is_asked and any((one.printed_old is None) != (one.printed_new is None) for one in sums)


_MOST_NAMED = 10


def spelt_otherwise(table: ComparisonTable) -> str:
    """Return which changes of notation the sentences leave out (表記だけの変更), as an opening."""
    found = [*_spelt_otherwise(table)]
    if not found:
        return ""
    which = "、".join(found) if len(found) <= _MOST_NAMED else f"{len(found)}か所"
    return f"表記だけの変更（{which}）は、上の文に含まない。改める場合は、次の文を加える。"


def _respelt(table: ComparisonTable) -> Iterator[str]:
    """Yield the additional sentences that change the notation (表記だけの改め)."""
    for row in table.rows():
        if not row.is_one_sided:
            yield from _initiative(table, row, (RowKind.NOTATION,), "")


def _spelt_otherwise(table: ComparisonTable) -> Iterator[str]:
    """Yield where only the notation changed (表記だけの変更箇所), such as 3-3の目標値."""
    for row in table.rows():
        if row.is_one_sided:
            continue
        texts = {
            labels.PROPERTY[Property.NAME]: renamed(row),
            text_heading(table): row.segments,
            **{labels.written_heading(one.heading): one.segments for one in row.fields},
        }
        spelt = {
            labels.written_heading(one.heading)
            for one in row.fields
            if one.kind is RowKind.NOTATION
        }
        named = labels.number(table, row) if table.has_number(row) else f"「{row.name}」"
        for what, segments in texts.items():
            if what in spelt or any(one.kind is EditKind.NOTATION for one in segments):
                yield f"{named}の{what}"


def places_of_new(table: ComparisonTable) -> dict[int, str]:
    """Return by row id where each new initiative is inserted (加える位置): 1-3の次に1-4として."""
    found: dict[int, str] = {}
    before: Row | None = None
    dropped = {
        named: row
        for row in table.all_rows()
        if row.kind is RowKind.REMOVED and (named := article(row.old or ""))
    }
    for row in table.all_rows():
        if row.kind is RowKind.REMOVED:
            continue
        if row.kind is RowKind.ADDED and (same := dropped.get(article(row.new or ""))):
            found |= {id(row): f"{article(row.new or '')}を", id(same): REPLACED}
        elif row.kind is RowKind.ADDED:
            is_first = before is None or before.section != row.section
            old_text = before.old or before.new or "" if before else ""
            name = before and (
                article(old_text) or _old_number(table, before) or f"「{before.name}」"
            )
            number = labels.number(table, row) if table.has_number(row) else ""
            is_other = number not in ("", str(row.number))  # than the one that stands there
            place = "章の初めに" if is_first else f"{name}の次に"
            found[id(row)] = f"{place}{number}として" if is_other else place
        before = row
    return found


def _old_number(table: ComparisonTable, row: Row) -> str:
    """Return the number in the old document (旧番号), to which sentences refer, if there is one."""
    change = row.change(Property.NUMBER)
    was = change.old if change else row.number
    if not (table.is_numbered and row.is_numbered) or isinstance(was, tuple):
        return ""
    if len(row.old_refs) == 1 and row.change(Property.SECTION):
        return row.old_refs[0].partition("#")[0]
    return labels.number(table, row._replace(number=was))


def _initiative(
    table: ComparisonTable, row: Row, kinds: Collection[RowKind], place: str
) -> Iterator[str]:
    """Yield the lines for an initiative (事業), none if nothing changed.

    An added initiative has the number printed in its table: 4, where sentences say 1-4.
    """
    number = f"{row.number}　" if table.is_numbered else ""
    name = labels.name_heading([table])
    sentences = amendments(row, kinds, text_heading(table), place, number, name)
    named = f"{_old_number(table, row)}　{old_name(row)}".lstrip("　").replace("\n", BREAK)
    if row.old and (of_whole := name_of_part(row)):
        gone = [f"{of_whole}を{one}" for one in sentences] if row.is_one_sided else sentences
        yield from (line for one in gone for line in one.split("\n"))
        return
    if row.is_one_sided:
        is_gone = row.kind is RowKind.REMOVED
        yield from (f"{named}を{one}" for one in sentences if is_gone)
        yield from (line for one in sentences if not is_gone for line in one.split("\n"))
    elif len(sentences) == 1 and "\n" not in sentences[0]:
        yield f"{named}：{sentences[0]}"
    elif sentences:
        yield f"{named}："
        yield from (f"{INDENT}{line}" for sentence in sentences for line in sentence.split("\n"))
