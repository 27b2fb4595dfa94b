"""Tables (新旧対照表) and single initiatives: old and new side by side, or one below the other."""

from collections.abc import Collection, Iterator, Sequence, Set

from ...comparison.table import ComparisonTable, Group, Row, RowKind, WhyNotCompared, count
from ...messages import _, ngettext
from ...plan import DESCRIBING
from ...textdiff import EditKind
from .. import labels
from ..brief import aims, has_changed_breaks
from ..phrasebook import Phrasebook
from . import palette
from .fields import edits, field_lines, sums
from .lines import (
    GAP,
    MarkedText,
    StyledLine,
    View,
    columns,
    flowed,
    hung,
    plain,
    rule,
    width_of,
    wrapped,
)
from .pieces import (
    both_sides,
    counts_shown,
    headline_lines,
    listed_aside,
    only_side,
    particulars,
    particulars_across,
)


def table_parts(table: ComparisonTable, view: View) -> Iterator[list[StyledLine]]:
    """Yield the table (新旧対照表) block by block: headline, each group, what is left out."""
    yield [*headline_lines(table, view), *_legend(table, view)]
    with_texts = labels.has_texts([table])
    for group in table.groups:
        yield list(_group(table, group, view, with_texts=with_texts))
    yield list(_closing(table, view))


def _legend(table: ComparisonTable, view: View) -> Iterator[StyledLine]:
    """Yield the meaning of the marks that occur (凡例)."""
    if table.only_edition:
        return
    if found := {kind for row in table.rows() for kind in _marked(row)}:
        yield from _marks(table, found, view)
    if any(one.is_amount for one in table.columns):
        from ..notices import signs  # noqa: PLC0415  few plans have amounts

        found_signs = signs(table.rows(), *view.say.sides(table), view.say)
        meanings = [view.say.meaning(*one) for one in found_signs.items()]
        lines = flowed([[(one, palette.QUIET)] for one in meanings], view.width)
        yield from lines if meanings else ()


def _marks(table: ComparisonTable, found: Set[EditKind], view: View) -> Iterator[StyledLine]:
    """Yield the meaning of marks and weights (印の意味). found: the kinds that are marked."""
    say = view.say
    old, new = say("削除"), say("追加")
    pieces: list[StyledLine] = [
        [(f"[-{old}-]" if view.marks else old, palette.DELETED[EditKind.WORDING])],
        [(f"{{+{new}+}}" if view.marks else new, palette.INSERTED[EditKind.WORDING])],
    ]
    if EditKind.SUBSTANCE in found and not view.is_plain:
        pieces.append([(say("太字"), "bold"), (say("＝内容の変更"), palette.QUIET)])
    if found & {EditKind.WORDING, EditKind.NOTATION} and not view.is_plain:
        pieces.append([(say("細字"), ""), (say("＝表現・表記の変更"), palette.QUIET)])
    if has_changed_breaks(table):
        pieces.append([("↵", ""), (say("＝改行の変更"), palette.QUIET)])
    yield from flowed(pieces, view.width)


def _marked(row: Row) -> Iterator[EditKind]:
    """Yield the kinds of what is marked in a row (印の付く変更)."""
    if row.is_one_sided or any(change.what in DESCRIBING for change in row.changes):
        yield EditKind.SUBSTANCE
    yield from (one.kind for segments in row.texts_compared for one in segments if one.is_edit)


def _closing(table: ComparisonTable, view: View) -> Iterator[StyledLine]:
    """Yield what follows a table (表の後): sums, notes, what is left out or not compared."""
    if table.only_edition is None:
        yield from sums(table, view, table.groups if table.misprinted else ())
    if sentence := left_out(table):
        yield []
        yield from wrapped(sentence, view.width, palette.QUIET)
    if view.full and table.policy_plan:
        yield []
        note = f"※{view.say(labels.POLICIES)}　{table.policy_plan}"
        yield from wrapped(note, view.width, palette.QUIET)
    notes = view.say.notes(table)
    for place, note in enumerate(filter(None, (*notes, view.say.given_once(table)))):
        yield from ([] if place else [[]])
        yield from wrapped(note, view.width, palette.QUIET)
    yield from listed_aside(table, view)


def left_out(table: ComparisonTable, *, with_advice: bool = False) -> str:
    """Return how many initiatives the table leaves out (省略した事業), or "".

    with_advice: whether to add the option that includes unchanged ones.
    """
    shown = count(table.rows())
    hidden = table.counts.total - shown.total
    if not hidden:
        return ""
    kind = RowKind.UNCHANGED
    if hidden != table.counts.by_kind.get(kind, 0) - shown.by_kind.get(kind, 0):
        text = ngettext(
            "{count} initiative of another kind is left out.",
            "{count} initiatives of other kinds are left out.",
            hidden,
        )
        return text.format(count=hidden)
    text = ngettext(
        "{count} unchanged initiative is left out.",
        "{count} unchanged initiatives are left out.",
        hidden,
    )
    counted = text.format(count=hidden)
    return (
        _("{left_out} To include them: --all").format(left_out=counted) if with_advice else counted
    )


def not_in_format(tables: Sequence[ComparisonTable], shape: str, language: str) -> Iterator[str]:
    """Yield what a format has no place for (出力の外の案内), with the plan if there are several.

    shape: `csv`, which leaves out rows, or `facts`, without a line for what was not compared.
    """
    from ..notices import uncompared  # noqa: PLC0415  not for the screen

    say = Phrasebook(language)
    for table in tables:
        if shape == "csv":
            sentence = left_out(table, with_advice=True)
        else:
            items = [say.not_compared(one) for one in uncompared(table, say)]
            sentence = say.labelled(labels.LEFT_OUT, say.listed(items)) if items else ""
        if sentence:
            yield f"{table.title}　{sentence}" if len(tables) > 1 else sentence


def _group(
    table: ComparisonTable, group: Group, view: View, *, with_texts: bool
) -> Iterator[StyledLine]:
    yield []
    # Sorted rows have no groups, and a title need not be said twice.
    if table.grouped_by and not table.is_titled:
        name = group.heading or view.say(labels.NONE_GIVEN)
        heading = plain(name, palette.HEADING).lines(view.width)
        yield from heading[:-1]
        yield from flowed([heading[-1], *_counted(table, group, view)], view.width)
    if view.full or group.old_aim is not None:
        for aim in aims(group, view.say.sides(table)[0]):
            yield from wrapped(aim, view.width, palette.QUIET)
    if view.is_wide:
        yield from _column_headings(table, view, with_texts=with_texts)
    printed = {
        one.heading for one in table.not_compared if one.why == WhyNotCompared.PRINTED_DIFFERENCE
    }
    for given in group.rows:
        row = given if view.full else _without(given, printed)
        yield rule(view.width)
        draw = _across if view.is_wide else _stacked
        yield from draw(row, view, with_texts=with_texts)
        listed = list(edits(row, view)) if view.why else []
        yield from [[], *listed] if listed else ()


def _without(row: Row, headings: Collection[str]) -> Row:
    """Return the row without the fields of these headings (項目の省略)."""
    if not any(one.heading in headings for one in row.fields):
        return row
    return row._replace(fields=tuple(f for f in row.fields if f.heading not in headings))


def _counted(table: ComparisonTable, group: Group, view: View) -> list[StyledLine]:
    """Return the counts beside a group's heading (事業数), also of the rows shown if fewer."""
    if table.only_edition:
        return [[(view.say.initiatives(group.counts.total), palette.QUIET)]]
    counted, *rest = counts_shown(count(group.rows), group.counts, view)
    text = "".join(text for text, _style in counted)
    return [[(text, palette.QUIET)], *rest[1:]]


# ----------------------------------------------------------- side by side


def _widths(view: View, texts: int) -> tuple[int, ...]:
    """Return the widths of the first column and of the one or two texts beside it."""
    lead = max(20, min(view.width // 5, 36))
    return (lead, *[(view.width - lead - GAP * texts) // texts] * texts)


def _column_headings(table: ComparisonTable, view: View, *, with_texts: bool) -> list[StyledLine]:
    headings = list(view.say.headings(table))
    if not with_texts:
        headings = [view.say(labels.FIELDS)] if table.columns else [""]
    elif table.only_edition:
        headings = headings[1:] if table.only_edition == table.new_edition else headings[:1]
    widths = _widths(view, len(headings))
    cells = [
        wrapped(heading, width, palette.QUIET)
        for heading, width in zip([view.say.name_heading(table), *headings], widths, strict=True)
    ]
    return columns(cells, widths)


def _across(row: Row, view: View, *, with_texts: bool) -> list[StyledLine]:
    sides = (only_side(row, view),) if row.kind is None else both_sides(row, view)
    widths = _widths(view, len(sides) if with_texts else 1)
    beside = view.width - widths[0] - GAP
    lines = []
    if with_texts:
        texts = [side.lines(width) for side, width in zip(sides, widths[1:], strict=True)]
        lines += columns(texts, widths[1:])
    lines += field_lines(row, view, beside, every=view.full)
    return columns([particulars(row, view, widths[0]), lines], [widths[0], beside])


# ---------------------------------------------------- under one another


def _stacked(row: Row, view: View, *, with_texts: bool) -> Iterator[StyledLine]:
    yield from particulars_across(row, view)
    if with_texts:
        yield from _texts(row, view)
    yield from field_lines(row, view, view.width, every=view.full)


def _texts(row: Row, view: View) -> Iterator[StyledLine]:
    if row.kind is None:
        yield from only_side(row, view).lines(view.width)
        return
    old, new = both_sides(row, view)
    if row.old == row.new or not (row.old or row.new):
        yield from old.lines(view.width) if row.old else ()
        return
    for label, side in ((labels.OLD, old), (labels.NEW, new)):
        name = [(f"{view.say(label)} ", palette.QUIET)]
        yield from hung(name, side.lines(view.width - width_of(name)))


# ------------------------------------------------------- one initiative


def initiative_parts(table: ComparisonTable, view: View) -> Iterator[list[StyledLine]]:
    """Yield each initiative (事業) of the table by itself, its texts over the whole width."""
    for place, row in enumerate(table.rows()):
        if place:
            yield [[]]
        yield list(_initiative(table, row, view))


def _initiative(table: ComparisonTable, row: Row, view: View) -> Iterator[StyledLine]:
    yield from particulars_across(row, view)
    yield from wrapped(str(row.section), view.width, palette.QUIET)
    if row.kind is None:
        heading = (
            table.new_heading if table.only_edition == table.new_edition else table.old_heading
        )
        sides = [(heading, only_side(row, view))]
    else:
        headings = view.say.headings(table)
        sides = list(zip(headings, both_sides(row, view), strict=True))
    if row.old or row.new:
        yield from _whole_texts(sides, view)
    fields = list(field_lines(row, view, view.width, every=True))
    if fields:
        yield from [[], [(view.say(labels.FIELDS), palette.QUIET)], rule(view.width), *fields]
    listed = list(edits(row, view))
    if listed:
        yield from [[], [(view.say(labels.EDITS), palette.QUIET)], rule(view.width), *listed]


def _whole_texts(sides: list[tuple[str, MarkedText]], view: View) -> Iterator[StyledLine]:
    count = len(sides) if view.is_wide else 1
    widths = [(view.width - GAP * (count - 1)) // count] * count
    parts = [
        [*wrapped(heading, widths[0], palette.QUIET), rule(widths[0]), *side.lines(widths[0])]
        for heading, side in sides
    ]
    yield []
    if view.is_wide:
        yield from columns(parts, widths)
    else:
        for place, part in enumerate(parts):
            yield from [[], *part] if place else part
