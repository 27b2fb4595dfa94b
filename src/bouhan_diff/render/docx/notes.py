"""The note under the title of a Word document (注): what its marks mean, what is left out."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence

from ...comparison.table import ComparisonTable, Row, RowKind
from ...plan import heading_levels
from ...text.normalize import is_dash
from ...textdiff import EditKind
from .. import labels
from ..brief import renamed
from ..notices import (
    at_the_end,
    changes,
    drops_nothing,
    foremost,
    named_rows,
    omitted,
    own_notes,
    retitled,
    signs,
)
from ..phrasebook import SAY
from ..remarks import CHANGED_PROPERTIES, OF_PROPERTY, REMARKS, Beside, Topic, explained
from .columns import (
    columns,
    is_itemised,
    joined_groups,
    laid_out,
    placed_columns,
    shared_tables,
)
from .form import NONE, OMITTED, TableForm, old_headings
from .special_columns import LIGHT_ALONE, has_remarks_of_tracked, remarks_of_ordinance
from .xml import Revisions, TextMark, paragraph, paragraphs


def notes(form: TableForm) -> list[list[str]]:
    """Return the note by subject (注): the whole document, marks and substitutes, words, signs.

    Only marks that occur are explained.
    """
    rows = tuple(form.table.rows())
    topics = {one.topic for row in rows for one in form.remarks_on(row)} | _topics_beside(form)
    words = explained(topics - {Beside.NAMES_ADDED})
    subjects = [
        _of_the_whole(form),
        _notes_of_tracked(form, rows) if form.is_tracked else _marks(form, rows),
        _changes_of_no_fact(form, rows) if form.is_tracked else (),
        (f"{word}は{meaning}" for word, meaning in words.items()),
        (f"{sign}は{meaning}" for sign, meaning in _signs(form).items()),
        (*_signs_of_fields(form), *_undated(form)),
    ]
    return [found for found in map(list, subjects) if found]


def _of_the_whole(form: TableForm) -> Iterator[str]:
    """Yield how to read the comparison and what it leaves out (全体の注)."""
    yield from foremost(form.table)
    if not form.shows_both:  # where both are, the title itself is amended
        yield from retitled(form.table)
    if left_out := omitted(form.table):
        yield f"{form.table.counts.total}件のうち{left_out}"
    yield from at_the_end(form.table)
    yield from _paired(form)


def _marks(form: TableForm, rows: Sequence[Row]) -> Iterator[str]:
    """Yield the meaning of underlines, and of words in place of texts (印の注)."""
    if any(row.kind not in (None, RowKind.UNCHANGED) for row in rows):
        lines = (
            (EditKind.WORDING, "点線は言い換え"),
            (EditKind.NOTATION, "二重下線は表記だけの変更"),
        )
        found = [line for kind, line in lines if any(_has(row, kind) for row in rows)]
        yield f"下線部分は変更箇所{SAY.bracketed(SAY.listed(found)) if found else ''}"
        if form.table.totals and not form.is_ordinance:
            yield f"{labels.SUBTOTAL}・{labels.TOTAL}には下線を付けない"
    if _has_words_for_absence(form, RowKind.ADDED):
        yield f"{form.absent[RowKind.ADDED]}は{form.old}になく{form.new}にあるもの"
    if _has_words_for_absence(form, RowKind.REMOVED):
        yield f"{form.absent[RowKind.REMOVED]}は{form.old}にあり{form.new}にないもの"
    if form.omit_unchanged:
        yield f"{OMITTED}は変更のない部分"
        yield from _never_named(form)
    yield from _fields_left_out(form)
    if form.is_ordinance and not remarks_of_ordinance(form):
        yield from _properties_changed(form.table)


def _topics_beside(form: TableForm) -> set[Topic]:
    """Return what 備考 says of codes beside both sides (備考の語), if the texts do not."""
    if form.is_ordinance == form.is_tracked or (
        form.is_ordinance and not remarks_of_ordinance(form)
    ):
        return set()
    rows = [row for row in form.table.rows() if not row.is_one_sided]
    return {OF_PROPERTY[what] for what in CHANGED_PROPERTIES if any(r.change(what) for r in rows)}


def _never_named(form: TableForm) -> Iterator[str]:
    """Yield the fields left out of changed rows because they changed nowhere (省いた項目)."""
    undated = {field.heading for field in form.fields if form.is_given_once(field)}
    names = [labels.written_heading(one) for one in form.never_named if one not in undated]
    if names:
        yield f"{'・'.join(names)}は、{_but_for_whole_rows(form)}変更がないため省略した"


def _undated(form: TableForm) -> Iterator[str]:
    """Yield the fields that the documents give for no particular edition (新旧の別がない項目)."""
    once = [one.heading for one in form.fields if form.is_given_once(one)]
    if names := dict.fromkeys(labels.written_heading(heading_levels(one)[0]) for one in once):
        are_omitted = any(one in form.never_named for one in once)
        so = f"ため、{_but_for_whole_rows(form).rstrip('、')}省略した" if are_omitted else ""
        yield f"{'、'.join(names)}は、資料に新旧の別がない{so}"


def _but_for_whole_rows(form: TableForm) -> str:
    """Return the exception that rows in only one edition are given in full (省略の例外)."""
    kinds = {row.kind for row in form.table.rows()}
    alone = [form.absent[kind] for kind in form.absent if kind in kinds]
    return f"{'・'.join(alone)}のほかは、" if alone else ""


def _properties_changed(table: ComparisonTable) -> Iterator[str]:
    """Yield which initiatives have a new name or department (改称などの事業), or how many do."""
    for what, mark in CHANGED_PROPERTIES.items():
        found = [row for row in table.rows() if row.change(what)]
        if found:
            yield f"{named_rows(found)}は{mark}"


def _notes_of_tracked(form: TableForm, rows: Sequence[Row]) -> Iterator[str]:
    """Yield what the tracked changes are and result in (変更履歴の注)."""
    of_these = "載せたものは、" if omitted(form.table) else ""
    found = columns(form)
    has_differences = any(labels.DIFFERENCE in (one.heading, one.over) for one in found)
    lined = placed_columns(form).lined
    beside = [labels.DIFFERENCE] if has_differences else []
    if not form.is_ordinance and has_remarks_of_tracked(form, lined):
        beside.append(labels.REMARKS)
    struck = f"（{'・'.join(beside)}も取消線）" if beside else ""
    except_for = [f"{one}の欄" for one in beside]
    sums = (*form.table.totals, *(one for group in form.table.groups for one in group.totals))
    are_computed = any(
        (side is not None and printed is None)
        for one in sums
        for side, printed in ((one.old, one.printed_old), (one.new, one.printed_new))
    )
    except_for += [f"{labels.SUBTOTAL}の行"] if are_computed else []
    but = f"（{'と'.join(except_for)}を除く）" if except_for else ""
    outcome = f"承諾すると{form.new}、すべて元に戻すと{form.old}の表の内容になる{but}"
    yield f"{of_these}変更履歴をすべて{outcome}"
    yield "取消線は削除、下線は追加、欄外の縦線は変更のある行"
    lines = {
        RowKind.ADDED: "全てに下線のある行は新規",
        RowKind.REMOVED: f"全てに取消線のある行は廃止{struck}",
    }
    kinds = {row.kind for row in rows}
    if of_rows := [line for kind, line in lines.items() if kind in kinds]:
        yield f"地に色があり、{'、'.join(of_rows)}"


def _changes_of_no_fact(form: TableForm, rows: Sequence[Row]) -> Iterator[str]:
    """Yield which tracked changes change no fact (事実の変わらない変更), if 備考 does not."""
    has_remarks = not form.is_ordinance and has_remarks_of_tracked(form, placed_columns(form).lined)
    for kind, word in LIGHT_ALONE.items():
        if not (found := [row for row in rows if row.kind is kind]):
            continue
        if has_remarks:
            yield f"{word}は{REMARKS[kind].meaning}"
        else:
            yield f"{named_rows(found)}の変更は{word.removesuffix('のみ')}だけ"
    mixed = {
        row: list(_respelt(row, with_fields=not has_remarks))
        for row in rows
        if row.kind not in LIGHT_ALONE
    }
    phrases = [f"{named_rows([row])}の{'、'.join(one)}" for row, one in mixed.items() if one]
    if phrases:
        yield f"{'、'.join(phrases)}は表記だけの変更"


def _has(row: Row, kind: EditKind) -> bool:
    """Return whether the row has an edit of this kind (変更の有無)."""
    return kind in row.edit_kinds or any(one.kind is kind for one in renamed(row))


def _signs(form: TableForm) -> dict[str, str]:
    """Return the meaning of the signs of amounts that occur in this form (数値の記号)."""
    rows = tuple(form.table.rows())
    found = signs(rows, form.old, form.new)
    found.pop(labels.NO_VALUE, None)  # each form shows different ones
    if any((total.difference or 0) < 0 for total in form.table.totals):
        found.setdefault("△", "減少")
    if not is_itemised(form) and any(changes(field, "")[1] for row in rows for field in row.fields):
        found = {f"{labels.DIFFERENCE}の（　）内": labels.RATIO} | found
    return found | _signs_of_none(form)


def _fields_left_out(form: TableForm) -> Iterator[str]:
    """Yield which unchanged fields are omitted (省略した項目)."""
    if any(is_itemised(laid_out(form, joined_groups(one))[0]) for one in shared_tables(form)):
        yield "変更のない項目は省略した"
        return
    if form.is_crowded:
        yield "列のない項目は、変更のあるものだけを示した"
        return
    lined, other = placed_columns(form).lined, form.of_other_years
    if same := [labels.written_heading(one.heading) for one in lined if one.heading in other]:
        yield f"{'・'.join(same)}は、{_but_for_whole_rows(form)}変更がないため省略した"
    found: dict[str, list[Row]] = {}
    for field in lined:
        for row in form.table.rows() if field.heading not in other else ():
            if form.is_left_out(row, row.field(field.heading)):
                found.setdefault(labels.field_heading(field), []).append(row)
    if found:
        which = "、".join(f"{named_rows(rows)}の{name}" for name, rows in found.items())
        yield f"変更のない長文（{which}）は省略した"


def _paired(form: TableForm) -> Iterator[str]:
    """Yield which fields of different headings or dates were compared (見出しの異なる項目)."""
    if found := old_headings(form.table):
        pairs = (
            f"{labels.written_heading(old)}と{form.new}の{labels.written_heading(new)}"
            for new, old in found.items()
        )
        yield f"{form.old}の{'、'.join(pairs)}を、同じ項目として比べた"
    editions = form.table.old_edition, form.table.new_edition
    for field in form.fields:
        old, new = ("".join(field.headings.get(one, "").split()) for one in editions)
        if old != new and _DATE.search(old) and _DATE.search(new):
            both = f"{form.old}の資料では{old}、{form.new}の資料では{new}"
            yield f"{labels.written_heading(field.heading)}は、{both}"


_DATE = re.compile("[0-9０-９]+月[0-9０-９]+日")


def _has_words_for_absence(form: TableForm, kind: RowKind) -> bool:
    """Return whether some table has words for the side that lacks a row (新規・廃止の語)."""
    of_groups = ({row.kind for row in group.rows} for group in form.table.groups)
    found = [kinds for kinds in of_groups if kind in kinds]
    return any(len(kinds) > 1 for kinds in found) if drops_nothing(form.table) else bool(found)


def _signs_of_none(form: TableForm) -> dict[str, str]:
    """Return the meaning of ― and △ (記号), if no changed amount explains them."""
    rows = tuple(form.table.rows())
    fields = [field for row in rows for field in row.fields]
    if all(row.kind is None for row in rows):
        texts = [text for one in fields if one.is_amount for text in one[2:4]]
        is_less = any((text or "").strip().startswith("△") for text in texts)
        return {**({"△": "減少"} if is_less else {}), NONE: "該当のないもの"}
    lacking = any(
        field.is_amount or (field.is_changed and not (field.old and field.new))
        for row in rows
        for field in row.fields
        if not row.is_one_sided
        if any(not text or is_dash(text) for text in (field.old, field.new))
    )
    kinds = {row.kind for row in rows if row.is_one_sided and row.kind}
    has_amounts = any(field.is_amount for field in fields if field.is_changed)
    of_rows = [name for kind, name in form.names.items() if kind in kinds]
    absent = f"{'・'.join(of_rows)}で一方にないもの"
    if not of_rows or not has_amounts or form.shows_both:
        return {NONE: "記載のないもの"} if lacking else {}
    return {NONE: f"記載のないもの及び{absent}の欄" if lacking else f"{absent}の欄"}


def _respelt(row: Row, *, with_fields: bool) -> Iterator[str]:
    """Yield the old and new texts that differ in notation only (表記だけの変更箇所)."""
    fields = row.fields if with_fields else ()
    for heading, segments in (("", row.segments), *((f.heading, f.segments) for f in fields)):
        for one in segments:
            if one.kind is EditKind.NOTATION:
                is_blank = not (one.old + one.new).strip()
                difference = "空白の有無" if is_blank else f"「{one.old}」→「{one.new}」"
                yield f"{labels.written_heading(heading)}{difference}"
    for field in fields:
        if field.amount and field.kind is RowKind.NOTATION:
            yield f"{labels.written_heading(field.heading)}「{field.old}」→「{field.new}」"


def _signs_of_fields(form: TableForm) -> Iterator[str]:
    """Yield the signs that the documents use in a column of signs (印の列), such as ○ or ※."""
    found: dict[str, list[str]] = {}
    for field in form.fields:
        values = (row.field(field.heading) for row in form.table.rows())
        texts = (text or "" for one in values if one for text in (one.old, one.new))
        signs = sorted({sign for text in texts for sign in text.split() if not is_dash(sign)})
        if signs and all(len(sign) == 1 and not sign.isalnum() for sign in signs):
            found.setdefault("・".join(signs), []).append(labels.written_heading(field.heading))
    for signs_, headings in found.items():
        named = "・".join(headings[:_MOST_SIGNS]) + ("など" if headings[_MOST_SIGNS:] else "")
        yield f"{named}の{signs_}は、資料にある印"


_MOST_SIGNS = 3  # columns of the same signs named


def footnotes(form: TableForm, revisions: Revisions | None) -> Iterator[ET.Element]:
    """Yield the documents' own notes (資料の注), those of one edition as tracked changes."""
    table = form.table
    if not form.is_tracked:
        found = own_notes(table, has_policies=form.has_policies)
        yield from (paragraph("Footnote", line) for line in found)
        return
    for side, mark in zip(("", "old", "new"), (TextMark.PLAIN, *form.sides), strict=True):
        of_side = tuple(one._replace(side="") for one in table.notes if one.side == side)
        of_side_alone = table._replace(notes=of_side, policy_plan="" if side else table.policy_plan)
        for line in own_notes(of_side_alone):
            yield from paragraphs("Footnote", [(line, mark)], revisions, mark)
