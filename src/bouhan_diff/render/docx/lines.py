"""The lines of fields in a cell (項目の行): their headings, and which of them share a line."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ...comparison.amount_changes import Total
from ...comparison.table import ComparisonTable, Row
from ...plan import GROUPED, Column, heading_group, heading_levels
from ...text.linebreak import ems
from ...text.normalize import fold
from .. import labels
from .form import OMITTED, TableForm
from .xml import MarkedRun, TextMark, plain, split_lines, text_of

_SHORT_FIELD = 5  # a heading and its value that share a line, in full-width characters
_GAP = 2  # between fields that share a line, in full-width characters

Block = tuple[str, Sequence[MarkedRun]]
"""Paragraphs of a cell (段落): their style and their pieces."""


def style_of_fields(form: TableForm) -> str:
    """Return the style of a line of fields (項目の行の様式): indented in an ordinance."""
    return "FieldBelow" if form.is_ordinance else "Field"


def is_named_by_text(table: ComparisonTable, row: Row) -> bool:
    """Return whether a row's name is only the beginning of its text (本文による名称): （目的）.

    Of its old text if the new one begins otherwise.
    """
    is_named = any(fold(text).startswith(fold(row.name)) for text in (row.new, row.old) if text)
    return is_named and not (table.is_numbered or any(one.is_amount for one in row.fields))


def lined_headings(fields: Sequence[Column | Total]) -> dict[str, tuple[str, str]]:
    """Map each heading to the line above it and its own (項目の見出し), for lines in this order.

    A heading group that would be repeated often stands above its fields, with a unit they share.
    """
    found: dict[str, tuple[str, str]] = {}
    for group, run in groupby(fields, key=written_group):
        members = list(run)
        if (len(members) - 1) * ems(group) < _MUCH_REPEATED:
            found |= {one.heading: ("", labels.field_heading(one)) for one in members}
            continue
        units = {one.unit for one in members}
        shared = units.pop() if len(units) == 1 else ""
        above = group + (f"（{shared}）" if shared else "")
        for one in members:
            heading = labels.written_heading(heading_levels(one.heading)[-1])
            unit = f"（{one.unit}）" if one.unit and not shared else ""
            found[one.heading] = above, f"{INDENT}{heading}{unit}"
            above = ""
    return found


_MUCH_REPEATED = 8  # full-width characters of a group's name in the lines below the first
INDENT = "　"
"""Before the heading of a field whose group is in the line above (字下げ)."""


def written_group(field: Column | Total) -> str:
    """Return the group in a field's heading (上位の見出し): 財源内訳 of 財源内訳・国."""
    return labels.written_heading(heading_group(field.heading))


def below_name(pieces: Sequence[MarkedRun], row: Row) -> Sequence[MarkedRun]:
    """Return a text without its first line if that is the row's name (見出しの重複)."""
    first, *others = split_lines(pieces)
    if not others or first != (plain(row.name), TextMark.PLAIN):
        return pieces
    made: list[MarkedRun] = []
    for line, end in others:
        made += [*line, ("\n", end)]
    return made[:-1]


def named_once(blocks: Sequence[Block], row: Row) -> list[Block]:
    """Return a side without the name above a text that begins with it (見出しの重複).

    A name taken from one text's first line is no name of the other text, if that begins otherwise.
    """
    if len(blocks) == 1:
        return [*blocks]
    old_line, new_line = ((text or "").partition("\n")[0] for text in (row.old, row.new))
    is_retitled = old_line != new_line and row.name in (old_line, new_line)
    is_repeated = text_of(blocks[1][1]).startswith(text_of(blocks[0][1]))
    return [*blocks[is_repeated or is_retitled :]]


OMITTED_FIELD = "Omitted"
"""In place of the style of what is left out, which is called by its heading until it is joined."""


def omitted_once(form: TableForm, blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the paragraphs, with one （略） for each run of omitted ones (省略).

    It names what is omitted: 担当課・対象者 （略）.
    """
    for is_left_out, some in groupby(blocks, key=lambda block: block[0] == OMITTED_FIELD):
        if is_left_out:
            names = [text_of(pieces) for _style, pieces in some]
            groups = [heading_group(name) for name in names]
            names_left = (
                name.removeprefix(f"{group}{GROUPED}" if group == before else "")
                for name, group, before in zip(names, groups, ["", *groups], strict=False)
            )
            headings = "・".join(map(labels.written_heading, names_left))
            yield style_of_fields(form), plain(f"{headings}　{OMITTED}")
        else:
            yield from some


def joined(blocks: Iterable[Block], room: float, form: TableForm) -> Iterator[Block]:
    """Yield a cell's paragraphs, with as many fields on a line as fit (項目の行).

    room: of a line, in full-width characters. In narrow columns only the shortest fields share a
    line.
    """
    together: list[MarkedRun] = []
    of_fields = style_of_fields(form)
    for style, pieces in _with_names(_with_changes(blocks, room), room):
        text = text_of((*together, *pieces))
        width = ems(text_of(pieces))
        is_long = not form.shows_both and width > _SHORT_FIELD
        has_room = "\n" not in text and ems(text) + _GAP <= room
        has_room &= text.startswith(INDENT) == text_of(pieces).startswith(INDENT)
        if together and style == AMOUNT_BESIDE and has_room:
            yield AMOUNT, [*together, *plain("　" * _GAP), *pieces]
            together = []
            continue
        if together and (is_long or style != "Field" or not has_room):
            yield of_fields, together
            together = []
        if is_long or style != "Field":
            named = {AMOUNT_BESIDE: AMOUNT, "Field": of_fields, GROUP: of_fields}
            yield named.get(style, style), pieces
            continue
        together = [*together, *(plain("　" * _GAP) if together else ()), *pieces]
    if together:
        yield of_fields, together


def _with_changes(blocks: Iterable[Block], room: float) -> Iterator[Block]:
    """Yield paragraphs, an amount's difference on its line if it fits, else below it (増減)."""
    before: Block | None = None
    for style, pieces in blocks:
        if style != CHANGE or before is None:
            yield from [before] if before else []
            before = style, pieces
            continue
        whole = before[0], [*before[1], *pieces]
        if ems(text_of(whole[1])) + _SPACES <= room:
            before = whole
            continue
        yield before
        before = "FieldContinued", plain(text_of(pieces).strip())
    yield from [before] if before else []


_SPACES = 1  # that programs put between figures and Japanese, in full-width characters


def _with_names(blocks: Iterable[Block], room: float) -> Iterator[Block]:
    """Yield paragraphs, an amount on the line of its name if it fits (指標・目標値)."""
    name: Sequence[MarkedRun] = ()
    for style, pieces in (*blocks, ("", ())):
        pair = [*name, *plain("　" * _GAP), *pieces]
        if name and pieces and ems(text_of(pair)) <= room:
            name = ()
            yield style, pair
            continue
        if name:
            yield "Field", name
        name = pieces if style == NAMING else ()
        if pieces and not name:
            yield style, pieces


CHANGE, GROUP = "Change", "Group"
"""An amount's difference (増減), and the heading above the fields of a group (項目のまとまり);
replaced by styles when joined."""

NAMING = "Naming"
"""Marks a field that names the amount after it (指標); replaced by a style when joined."""

AMOUNT, AMOUNT_BESIDE = "AmountField", "AmountBeside"
"""The style of a line with an amount (数値の行), and its name behind a field that names the amount,
whose line it may share."""
