"""Layouts (列構成): what each column of a table holds, once that is decided.

`column_classifier` decides; everything that reads rows asks a layout for the columns of a role.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...edition import Edition, named_edition, order_editions, strip_editions
from ..headings.header_rows import CellRow
from ..headings.vocabulary import Role, is_baseline, is_goal


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column (列). heading: without edition and unit. published: as in the document.

    edition: the column's own, None if its heading names none. is_code: its numbers are identifiers,
    such as those of departments. is_step: it is a year of a schedule. The heading of a SUMMARY
    column is that of the main text.
    """

    role: Role
    heading: str
    published: str
    edition: Edition | None = None
    unit: str = ""
    is_by_hand: bool = False
    is_code: bool = False
    is_step: bool = False


FieldColumns = tuple[tuple[Edition | None, int, bool], ...]
"""The columns of a field (項目の列): edition, position and whether it holds amounts."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a table hold (表の列構成).

    guesses: the roles that no heading names, with the heading. is_joined: the main text has two
    headings, such as 実績 and 計画. is_of_goals: its rows are goals of initiatives, not
    initiatives. by_role, fields: the positions of columns by role, and of further columns by
    heading. labels: of columns that may name a row. valueless: of columns without a value of the
    row. is_of_one_edition: no two columns are of different editions. identity: the positions of
    numbers and names. order: the fields with their columns, for speed.
    """

    columns: tuple[TableColumn, ...]
    guesses: tuple[tuple[Role, str], ...] = ()
    is_joined: bool = False
    is_of_goals: bool = False
    by_role: Mapping[Role, tuple[int, ...]] = field(default_factory=dict)
    fields: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    labels: tuple[int, ...] = ()
    valueless: frozenset[int] = frozenset()
    is_of_one_edition: bool = True
    identity: tuple[int, ...] = ()
    order: tuple[tuple[str, FieldColumns], ...] = ()

    def places(self, role: Role) -> tuple[int, ...]:
        """Return the positions of the columns of a role (列の位置), from the left."""
        return self.by_role.get(role, ())

    @property
    def are_amounts_dated(self) -> bool:
        """Whether undated amounts belong to the row's edition, given in a column (額の年度)."""
        is_statement = self.is_of_one_edition or bool(self.places(Role.EDITION))
        return is_statement and not self.is_of_goals

    @property
    def needs_edition(self) -> bool:
        """Whether a text or an amount has no edition of its own (年度のない列の有無).

        If there is neither, nothing else tells the edition of the rows.
        """
        dated = [*self.places(Role.SUMMARY)]
        if self.is_of_one_edition and not self.is_of_goals:
            dated += self.places(Role.AMOUNT)
        are_dated = not self.is_of_one_edition or any(column.is_step for column in self.columns)
        are_names = not (dated or self.places(Role.AMOUNT) or are_dated)
        return are_names or any(self.columns[at].edition is None for at in dated)


_FIRST = 6  # columns that may name a row
_VALUELESS = frozenset({Role.SECTION_NUMBER, Role.SECTION_TITLE, Role.AIM, Role.LEFT_OUT})
"""The roles whose cells are no values of the row (行の値でない列)."""


def layout_of(
    columns: Sequence[TableColumn],
    guesses: tuple[tuple[Role, str], ...] = (),
    *,
    is_joined: bool = False,
) -> Layout:
    """Build the layout of columns (表の列構成), indexed by role and by heading."""
    by_role: dict[Role, list[int]] = {}
    fields: dict[str, list[int]] = {}
    for at, column in enumerate(columns):
        by_role.setdefault(column.role, []).append(at)
        if column.role in {Role.TEXT, Role.AMOUNT}:
            fields.setdefault(column.heading, []).append(at)
    return Layout(
        tuple(columns),
        guesses,
        is_joined,
        by_role={role: tuple(places) for role, places in by_role.items()},
        fields={heading: tuple(places) for heading, places in fields.items()},
        labels=_labels(columns),
        valueless=frozenset(at for at, column in enumerate(columns) if column.role in _VALUELESS),
        is_of_one_edition=len({column.edition for column in columns} - {None}) <= 1,
        identity=(*by_role.get(Role.NUMBER, ()), *by_role.get(Role.NAME, ())),
        order=tuple((name, _columns_of_field(at, columns)) for name, at in fields.items()),
    )


def _columns_of_field(places: Sequence[int], columns: Sequence[TableColumn]) -> FieldColumns:
    """Return the columns of a field (項目の列), the oldest first where all have an edition."""
    by_edition = {columns[at].edition: at for at in places}
    editions = order_editions(edition for edition in by_edition if edition is not None)
    found = editions if len(editions) == len(by_edition) else (None,)
    is_amount = columns[places[0]].role is Role.AMOUNT
    return tuple((edition, by_edition[edition], is_amount) for edition in found)


def _labels(columns: Sequence[TableColumn]) -> tuple[int, ...]:
    """Return the columns that may name a row (行の名称の列): the first few, and the names."""
    amounts = [at for at, column in enumerate(columns) if column.role is Role.AMOUNT]
    first = min([_FIRST, len(columns), *amounts]) or min(_FIRST, len(columns))
    names = (at for at, column in enumerate(columns) if column.role is Role.NAME)
    return tuple(sorted({*range(first), *names}))


def column_years(layout: Layout) -> tuple[Edition, ...]:
    """Return the editions of the columns in order (列の年度), without those of goals.

    A budget of R6 beside goals for R6 to R8 is of R6.
    """
    columns = (column for column in layout.columns if not is_goal(column.heading))
    return order_editions(one.edition for one in columns if one.edition is not None)


def first_year(layout: Layout) -> Edition | None:
    """Return the first year of a schedule or of goals (初年度), or else that of 現状値（R6）.

    A goal of a single year only says when it is to be reached.
    """
    columns = layout.columns
    steps = [named_edition(one.published) for one in columns if one.is_step]
    goals = order_editions(one.edition for one in columns if one.edition is not None)
    bases = [
        named_edition(one.published)
        for one in columns
        if is_baseline(strip_editions(one.published))
    ]
    return next(filter(None, (*steps, *(goals if len(goals) > 1 else ()), *bases)), None)


def owners(columns: Sequence[TableColumn], row: CellRow, at: int) -> tuple[int, ...]:
    """Return the columns to which a merged cell belongs (結合セルの列).

    A cell across a text or a schedule of several years belongs to each year, any other to one
    column.
    """
    covered = [place for place in range(at, len(row)) if row[place] is row[at]]
    for role in _OWNERS:
        under = [place for place in covered if columns[place].role is role]
        if under:
            same = [n for n in under if columns[n].heading == columns[under[0]].heading]
            dated = [n for n in same if columns[n].edition is not None]
            dated = dated or [n for n in under if columns[n].is_step]
            return tuple(dated) if len(dated) > 1 else (under[0],)
    return (covered[0],)


_OWNERS = (Role.NAME, Role.SUMMARY, Role.NUMBER, Role.DEPARTMENT, Role.TEXT, Role.AMOUNT)
