"""The pieces of a table on the screen (表の部品): headline, facts of an initiative, its texts."""

from collections.abc import Iterator

from ...comparison.table import ComparisonTable, Counts, PropertyChange, Row, RowKind, count
from ...plan import BESIDE_NAMES, CODES, PLACES, Property, each
from ...text.escape import in_line, visible
from ...text.linebreak import display_width
from ...textdiff import EditKind
from .. import labels
from ..brief import name_edits
from ..remarks import remark_lines
from . import palette
from .lines import (
    MarkedText,
    StyledLine,
    StyledSpan,
    View,
    brackets,
    edited,
    flowed,
    hung,
    one_edition_text,
    summary_side,
    width_of,
    wrapped,
)


def headline_lines(table: ComparisonTable, view: View) -> Iterator[StyledLine]:
    """Yield the title (見出し), the years, how many changed of how many, and what is left out.

    If only rows of some kinds are shown, their count comes first.
    """
    say = view.say
    yield from wrapped(table.title, view.width, palette.TITLE)
    years: StyledLine = [(" → ".join(map(in_line, say.editions(table))), "")]
    if table.only_edition:
        counted: list[StyledLine] = [[(say.initiatives(table.counts.total), palette.HEADLINE)]]
        yield from flowed([years, *counted], view.width)
    else:
        counted = list(counts_shown(count(table.rows()), table.counts, view))
        if doubtful := sum(row.is_doubtful for row in table.rows()):
            counted.append([(f"{say(labels.TO_CHECK)} {doubtful}", palette.CHANGED)])
        yield from flowed([years, *counted], view.width)
    yield from _left_aside(table, view)
    for line in say.documents(table):
        yield from wrapped(line, view.width)


def counts_shown(shown: Counts, counts: Counts, view: View) -> Iterator[StyledLine]:
    """Yield how many changed (変更の事業数), by kind; first those shown, if they are fewer."""
    say = view.say
    if shown.changed == counts.changed:
        yield [(say.headline(counts), palette.HEADLINE)]
        yield counts_by_kind(counts, view)
    else:
        yield [(say("{initiatives}を表示", initiatives=say.initiatives(shown.total)), "bold")]
        yield counts_by_kind(shown, view)
        yield [(say.bracketed(say.headline(counts)).strip(), palette.QUIET)]


_SHORT_LIST = 2
"""Lines that what was not compared may take above a table; a longer list is below it."""


def _left_aside(table: ComparisonTable, view: View) -> Iterator[StyledLine]:
    """Yield what was not compared or not read (対象外の項目), as the counts do not include it."""
    say = view.say
    lines = _not_compared(table, view)
    if len(lines) <= _SHORT_LIST:
        yield from lines
    else:
        line = say("{n}項目（終わりに一覧）", n=len(table.not_compared))
        yield from wrapped(say.labelled(labels.LEFT_OUT, line), view.width, palette.CHANGED)
    if not table.reports:
        return
    from ...diagnostics import Level  # noqa: PLC0415  only documents are reported on

    if unsure := sum(report.level is not Level.NOTE for report in table.reports):
        line = say("{n}か所", n=unsure)
        yield from wrapped(say.labelled(labels.REPORTS, line), view.width, palette.CHANGED)


def _not_compared(table: ComparisonTable, view: View) -> list[StyledLine]:
    """Return what was not compared (比較していない項目) as one paragraph, items unbroken."""
    say = view.say
    between = say.listed(["", ""])
    items = [in_line(say.not_compared(item)) for item in table.not_compared]
    if not items:
        return []
    items = [*(item + between for item in items[:-1]), items[-1]]
    items[0] = say.labelled(labels.LEFT_OUT, items[0])
    return flowed(([(item, palette.CHANGED)] for item in items), view.width, gap=0)


def listed_aside(table: ComparisonTable, view: View) -> Iterator[StyledLine]:
    """Yield each item that was not compared (比較していない項目), if there are many."""
    if len(_not_compared(table, view)) <= _SHORT_LIST:
        return
    yield []
    yield [(view.say(labels.LEFT_OUT), palette.CHANGED)]
    dot: StyledLine = [("・" if view.say.is_japanese else "- ", "")]
    for item in table.not_compared:
        yield from hung(dot, wrapped(view.say.not_compared(item), view.width - width_of(dot)))


def counts_by_kind(counts: Counts, view: View) -> StyledLine:
    """Return the counts by kind (区分別), each in its colour: 内容 12・表現 2."""
    line: StyledLine = []
    for kind in labels.KIND:
        if number := counts.by_kind.get(kind):
            between = "・" if view.say.is_japanese else ", "
            line += [(between, palette.QUIET)] if line else []
            line.append((f"{view.kind(kind)} {number}", palette.KIND[kind]))
    return line


def badge(kind: RowKind | None, view: View, doubt: str) -> StyledLine:
    """Return the kind's name (区分) on its colour; nothing if only one year is shown."""
    if kind is None:
        return []
    label = view.kind(kind) + doubt
    if view.marks:
        return [(f"【{label}】" if view.say.is_japanese else f"[{label}]", "")]
    style = palette.KIND[kind]
    return [(f" {label} " if " on " in style else label, style)]


def particulars(row: Row, view: View, width: int) -> list[StyledLine]:
    """Return the short facts of an initiative (事業の要目), one below the other."""
    return [
        *flowed([*_tags(row, view), *_codes(row)], width),
        *name(row, view).lines(width),
        *_names(row, view, width),
        *other_changes(row, view, width),
    ]


def particulars_across(row: Row, view: View) -> list[StyledLine]:
    """Return the same (事業の要目) on as few lines as possible."""
    about = [*_names(row, view, view.width), *_codes(row)]
    named = name(row, view, " → ").lines(view.width)
    if len(named) > 1:
        named = name(row, view).lines(view.width)
    return [
        *flowed([*_tags(row, view), *named], view.width),
        *(flowed(about, view.width, gap=1) if about else []),
        *other_changes(row, view, view.width),
    ]


def _tags(row: Row, view: View) -> list[StyledLine]:
    """Return reference and kind (参照番号・区分)."""
    doubt = view.say(labels.DOUBTFUL) if row.is_doubtful else ""
    kind = [badge(row.kind, view, doubt)] if row.kind else []
    ref: StyledLine = [(in_line(row.ref), palette.REFERENCE)]
    return [ref, *kind] if view.is_numbered else kind


def _codes(row: Row) -> list[StyledLine]:
    """Return the policy numbers, and all other codes (施策番号など)."""
    codes = (code for what in BESIDE_NAMES if what in CODES for code in each(row.value(what)))
    return [[(in_line(code), palette.CODE)] for code in codes]


def name(row: Row, view: View, between: str = " →\n") -> MarkedText:
    """Return the initiative's name (事業名), below its old one; bold if anything changed.

    It is marked if the initiative is new or dropped.
    """
    change = row.change(Property.NAME)
    named = (
        _both(row, change, view, between)
        if change
        else one_edition_text(row, visible(row.name), view)
    )
    style = "" if row.kind is RowKind.UNCHANGED else palette.NAME
    return named._replace(style=style).finding(view.words, marks=view.marks)


def _names(row: Row, view: View, width: int) -> list[StyledLine]:
    """Return the department (担当課など), broken before its bracket if it does not fit."""
    lines: list[StyledLine] = []
    for what in BESIDE_NAMES:
        if what in CODES:
            continue
        if change := row.change(what):
            lines += _both(row, change, view).lines(width)
        elif written := in_line(labels.joined(row.value(what))):
            if display_width(written) > width:
                at = next((at for at, sign in enumerate(written) if at and sign in "(（"), 0)
                written = f"{written[:at]}\n{written[at:]}" if at else written
            lines += MarkedText(written, palette.QUIET).lines(width)
    return lines


def other_changes(row: Row, view: View, width: int) -> list[StyledLine]:
    """Return the changed properties (項目の変更), each as old → new."""
    remarks = remark_lines(row, view.say, shows_both=True, shows_refs=True)
    lines = [line for remark in remarks for line in wrapped(remark, width, palette.CHANGED)]
    changes = [one for one in row.changes if one.what in CODES or one.what in PLACES]
    if row.is_renumbered:
        changes = [change for change in changes if change.what is not Property.NUMBER]
        if len(row.old_refs) == len(row.new_refs) == 1:
            changes.append(PropertyChange(Property.NUMBER, row.old_refs, row.new_refs))
    for change in changes:
        label: StyledLine = [(view.say.labelled(labels.PROPERTY[change.what], ""), palette.QUIET)]
        # A number alone is no change: it is shown, and not marked as one.
        both = (
            MarkedText(" → ".join(_values(change, view)), palette.QUIET)
            if change.what is Property.NUMBER
            else _both(row, change, view, between=" → ")
        )
        lines += hung(label, both.lines(width - width_of(label)))
    if row.old and row.old == row.new and row.kind is not RowKind.UNCHANGED:
        lines += wrapped(view.say(labels.SAME_TEXT), width, palette.QUIET)
    return lines


def _both(row: Row, change: PropertyChange, view: View, between: str = " →\n") -> MarkedText:
    """Return old and new value, one below the other or with an arrow."""
    edits = name_edits(row) if change.what is Property.NAME else ()
    if len(edits) > 1:
        was, now = (edited(edits, row, view, is_new=one) for one in (False, True))
        by = len(was.text + between)
        spans = (one._replace(start=one.start + by, end=one.end + by) for one in now.spans)
        return MarkedText(was.text + between + now.text, spans=(*was.spans, *spans))
    old, new = _values(change, view)
    kind, marks = EditKind.SUBSTANCE, brackets(row, view)
    text = f"{old}{between}{new}"
    deleted = StyledSpan(0, len(old), palette.DELETED[kind], *marks[0])
    inserted = StyledSpan(len(text) - len(new), len(text), palette.INSERTED[kind], *marks[1])
    return MarkedText(text, spans=(deleted, inserted))


def _values(change: PropertyChange, view: View) -> tuple[str, str]:
    """Return the old and the new value (新旧の値), safe for the screen."""
    old, new = view.say.value(change.old), view.say.value(change.new)
    return in_line(old, is_changed=True), in_line(new, is_changed=True)


def both_sides(row: Row, view: View) -> tuple[MarkedText, MarkedText]:
    """Return the old and the new text (新旧), with a placeholder for a missing one."""
    say = view.say
    missing = say(labels.NONE_GIVEN)
    if row.kind is not None and row.is_one_sided:
        missing = say.bracketed(view.kind(row.kind)).strip()
    none = MarkedText(missing, palette.QUIET)
    return (
        (summary_side(row, view, is_new=False) if row.old else None) or none,
        (summary_side(row, view, is_new=True) if row.new else None) or none,
    )


def only_side(row: Row, view: View) -> MarkedText:
    """Return the only text (単年度) of a row that is not compared."""
    sides = (summary_side(row, view, is_new=one) for one in (False, True))
    return next(filter(None, sides), MarkedText(""))
