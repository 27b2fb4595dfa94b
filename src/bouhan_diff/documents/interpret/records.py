"""Records (レコード): the cells of one row by column, and the initiative that they make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ...diagnostics import Diagnostics, Span
from ...edition import Edition, order_editions
from ...plan import Earlier, FieldValue, Initiative, Number
from ...text.linebreak import join
from . import cell_texts as texts
from .columns import Layout
from .vocabulary import Role, is_absent

_LONGEST_NAME = 40


@dataclass(slots=True, eq=False)
class Draft:
    """An initiative in the making (作成中の事業): the lines of its cells, by column.

    scope: the edition of undated columns. given_number, given_name: split from the cell of the
    name. extra: fields found in the cell of another column.
    """

    layout: Layout
    span: Span
    scope: Edition | None = None
    cells: dict[int, list[Sequence[str]]] = field(default_factory=dict)
    given_number: Number | None = None
    given_name: list[str] | None = None
    extra: dict[str, str] = field(default_factory=dict)
    department: str | None = None
    policies: list[str] = field(default_factory=list)

    def lines(self, at: int) -> list[str]:
        """Return all lines of a column (列の行), without blank ones."""
        return [line for lines in self.cells.get(at, ()) for line in lines if line.strip()]

    def lines_of(self, role: Role) -> list[str]:
        """Return all lines of the columns of a role (役割の行)."""
        return [line for at in self.layout.places(role) for line in self.lines(at)]

    @property
    def number_lines(self) -> list[str]:
        """The lines of its number (番号の行)."""
        return self.lines_of(Role.NUMBER)

    @property
    def name_lines(self) -> list[str]:
        """The lines of its name (事業名の行), of the latest edition that has one."""
        if self.given_name is not None:
            return self.given_name
        names = self.names()
        return names[next(reversed(names))] if names else []

    def names(self) -> dict[Edition | None, list[str]]:
        """Return the lines of its name by edition (版ごとの事業名), oldest first."""
        return _by_edition(self, Role.NAME)

    @property
    def is_nameless(self) -> bool:
        """Whether the row has neither number nor name (名前のない行)."""
        return not self.number_lines and not self.name_lines

    @property
    def is_numbered(self) -> bool:
        """Whether the document gives it a number (番号の有無)."""
        return self.given_number is not None or bool(self.number_lines)

    def add(self, other: "Draft", *, is_apart: bool) -> None:
        """Append a row that continues this one (続き), such as after the end of a page.

        is_apart: a rule of the table separates the two, so that a paragraph begins.
        """
        for at, cells in other.cells.items():
            own = self.cells.setdefault(at, [])
            if is_apart or not own:
                own.extend(cells)
            else:
                own[-1] = [*own[-1], *cells[0]]
                own.extend(cells[1:])


def _by_edition(draft: Draft, role: Role) -> dict[Edition | None, list[str]]:
    places = draft.layout.places(role)
    if len(places) == 1:  # by far the most
        lines = draft.lines(places[0])
        return {draft.layout.columns[places[0]].edition: lines} if lines else {}
    found: dict[Edition | None, list[str]] = {}
    for at in places:
        if lines := draft.lines(at):
            found.setdefault(draft.layout.columns[at].edition, []).extend(lines)
    years = order_editions(edition for edition in found if edition is not None)
    return {edition: found[edition] for edition in (None, *years) if edition in found}


# --- Cells that hold two things: number and name, name and department, unit -------------------


def split_numbers(drafts: Sequence[Draft], diagnostics: Diagnostics) -> None:
    """Split number and name where one column has both in every row (番号付きの事業名)."""
    split = [texts.split_number(draft.name_lines) for draft in drafts]
    if any(draft.is_numbered for draft in drafts) or not any(split):
        return
    if not all(split):
        close = [
            parts or texts.split_number(draft.name_lines, is_close=True)
            for draft, parts in zip(drafts, split, strict=True)
        ]
        counted = [parts and parts[0] for parts in close]
        split = close if counted == list(range(1, len(drafts) + 1)) else split
    for draft, parts in zip(drafts, split, strict=True):
        if parts and all(split):
            draft.given_number, draft.given_name = parts
        elif parts:
            diagnostics.doubt("number-in-name", draft.span, name=join(draft.name_lines))


_MOST = 0.8


def split_cells(drafts: Sequence[Draft], *, is_wrapped: bool) -> None:
    """Split names and departments that hold two things (二つを含むセル)."""
    for draft in drafts:
        _split_name(draft, is_wrapped=is_wrapped)
        _split_unit(draft)
    names = [join(draft.name_lines) for draft in drafts]
    found = [texts.split_department(name) for name in names]
    has_column = any(draft.layout.places(Role.DEPARTMENT) for draft in drafts)
    if not has_column and sum(map(bool, found)) >= _MOST * len(drafts):
        for draft, parts in zip(drafts, found, strict=True):
            if parts:
                draft.given_name, draft.department = [parts[0]], parts[1]


def _split_name(draft: Draft, *, is_wrapped: bool) -> None:
    """Split labels and a list under a name from it (事業名の下)."""
    lines = draft.name_lines
    if len(lines) < 2:  # noqa: PLR2004  nothing stands under it
        return
    name, labelled = texts.labelled(lines)
    if labelled or name != list(lines):
        draft.given_name = name
        for role, under in labelled.items():
            places = draft.layout.places(role)
            if role is Role.DEPARTMENT and not places:
                draft.department = texts.department(under)
            elif role is Role.POLICIES:
                draft.policies.extend(under)
            elif places:
                draft.cells.setdefault(places[0], []).append(list(under))
        lines = name
    name, items = texts.split_items(lines)
    if items and name:
        draft.given_name = name
        heading = next(draft.layout.columns[at].heading for at in draft.layout.places(Role.NAME))
        draft.extra[heading] = texts.text_of([items], is_wrapped=is_wrapped)


_UNIT_HEADING = "係"


def _split_unit(draft: Draft) -> None:
    for at in draft.layout.places(Role.DEPARTMENT):
        cells = draft.cells.get(at, [])
        if len(cells) == 1:
            above, unit = texts.split_unit(cells[0])
            if unit:
                draft.cells[at] = [above]
                draft.extra[_UNIT_HEADING] = unit


# --- Initiatives ------------------------------------------------------------------------------


def _text(cells: Sequence[Sequence[str]], *, is_wrapped: bool) -> str:
    """Return the text of the cells of a column (列の文)."""
    if len(cells) == 1 and len(cells[0]) == 1:  # by far the most
        return cells[0][0].strip()
    return texts.text_of(cells, is_wrapped=is_wrapped)


def initiative_of(
    draft: Draft,
    number: Number,
    default: Edition,
    *,
    is_wrapped: bool,
    at: str,
    are_amounts_dated: bool,
) -> Initiative:
    """Return the initiative (事業) that a draft makes.

    default: the edition where neither the column nor the draft's scope gives one.
    are_amounts_dated: undated amounts belong to the scope.
    """
    scope = draft.scope or default
    departments = _departments(draft)
    name, others = _name(draft, number, is_wrapped=is_wrapped)
    current = departments.pop(next(reversed(departments))) if departments else ""
    summaries = _summaries(draft, scope, is_wrapped=is_wrapped)
    fields = _fields(draft, scope, is_wrapped=is_wrapped, are_amounts_dated=are_amounts_dated)
    if not (summaries or fields):  # a row without any text is part of all editions
        dated = [draft.layout.columns[at].edition for at in draft.layout.places(Role.SUMMARY)]
        summaries = dict.fromkeys(
            order_editions(edition or scope for edition in dated or [None]), ""
        )
    return Initiative(
        number,
        name,
        summaries,
        current if draft.department is None else draft.department,
        texts.spread("\n".join((*draft.lines_of(Role.POLICIES), *draft.policies))),
        fields,
        _earlier(others, departments),
        at,
    )


def _name(draft: Draft, number: Number, *, is_wrapped: bool) -> tuple[str, dict[Edition, str]]:
    """Return the name (事業名), and different names in older editions.

    A row without a name is named after its text or its number.
    """
    if draft.given_name is not None:
        return _one_line(draft.given_name), {}
    names = {edition: _one_line(lines) for edition, lines in draft.names().items()}
    if names:
        latest = names.pop(next(reversed(names)))
        older = {e: name for e, name in names.items() if e is not None and name != latest}
        return latest, older
    for role in (Role.SUMMARY, Role.TEXT):
        for at in draft.layout.places(role):
            text = _text(draft.cells.get(at, ()), is_wrapped=is_wrapped).split("\n")[0]
            if text and not is_absent(text):
                first = text.split("。")[0]
                return (first if len(first) <= _LONGEST_NAME else first[:_LONGEST_NAME] + "…"), {}
    return str(number), {}


def _one_line(lines: Iterable[str]) -> str:
    return join(line.strip() for line in lines)


def _departments(draft: Draft) -> dict[Edition | None, str]:
    found = {}
    for edition, lines in _by_edition(draft, Role.DEPARTMENT).items():
        found[edition] = texts.department(lines)
    return found


def _earlier(
    names: Mapping[Edition, str], departments: Mapping[Edition | None, str]
) -> dict[Edition, Earlier]:
    dated = [edition for edition in departments if edition is not None]
    return {
        edition: Earlier(names.get(edition), departments.get(edition))
        for edition in order_editions([*names, *dated])
    }


def _summaries(draft: Draft, scope: Edition, *, is_wrapped: bool) -> dict[Edition, str]:
    """Return the main text by edition (本文); a cell of － is none."""
    found: dict[Edition, str] = {}
    for at in draft.layout.places(Role.SUMMARY):
        text = _text(draft.cells.get(at, ()), is_wrapped=is_wrapped)
        if text and not is_absent(text):
            edition = draft.layout.columns[at].edition or scope
            found[edition] = f"{found[edition]}\n{text}" if edition in found else text
    return {edition: found[edition] for edition in order_editions(found)}


def _fields(
    draft: Draft, scope: Edition, *, is_wrapped: bool, are_amounts_dated: bool
) -> dict[str, FieldValue]:
    """Return the values of further columns (項目) by heading, without blank ones."""
    found: dict[str, FieldValue] = {}
    columns, cells = draft.layout.columns, draft.cells
    for heading, places in draft.layout.fields.items():
        if len(places) == 1:  # by far the most
            own = cells.get(places[0])
            if not own:
                continue
            is_one_line = len(own) == 1 and len(own[0]) == 1
            text = own[0][0].strip() if is_one_line else _text(own, is_wrapped=is_wrapped)
            if text:
                column = columns[places[0]]
                is_dated = are_amounts_dated and column.role is Role.AMOUNT
                edition = column.edition or (scope if is_dated else None)
                found[heading] = text if edition is None else {edition: text}
            continue
        values: dict[Edition | None, str] = {
            columns[at].edition: _text(cells.get(at, ()), is_wrapped=is_wrapped) for at in places
        }
        if not any(values.values()):
            continue
        if None not in values:
            editions = order_editions(e for e in values if e is not None)
            found[heading] = {edition: values[edition] for edition in editions}
        elif are_amounts_dated and columns[places[0]].role is Role.AMOUNT:
            found[heading] = {scope: values[None] or ""}
        else:
            found[heading] = values[None]
    for heading, text in draft.extra.items():
        found.setdefault(heading, text)
    return found
