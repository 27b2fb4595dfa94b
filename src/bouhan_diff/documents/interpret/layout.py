"""Layouts (列構成): what the columns of a table hold, as the classifier decided it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...edition import Edition
from .vocabulary import Role


@dataclass(frozen=True, slots=True)
class Column:
    """A column (列). heading: without edition and unit; published: as the document has it.

    edition: of the column itself, None where its heading names none. is_code: its numbers tell
    things apart, as those of departments do. Of a SUMMARY column the
    heading is that of the main text.
    """

    role: Role
    heading: str
    published: str
    edition: Edition | None = None
    unit: str = ""
    is_by_hand: bool = False
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a table hold (表の列構成).

    score: how much speaks for a table of initiatives. guesses: the columns whose role their
    heading does not say, by role. is_joined: the main text is of two headings, such as
    実績 and 計画.
    """

    columns: tuple[Column, ...]
    score: float
    guesses: tuple[tuple[Role, str], ...] = ()
    is_joined: bool = False
    by_role: Mapping[Role, tuple[int, ...]] = field(default_factory=dict)
    fields: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    labels: tuple[int, ...] = ()

    def places(self, role: Role) -> tuple[int, ...]:
        """Return where the columns of a role stand (列の位置), from the left."""
        return self.by_role.get(role, ())

    @property
    def undated(self) -> tuple[int, ...]:
        """Return where texts without an edition stand beside a main text of editions (年度なし)."""
        if not any(self.columns[at].edition for at in self.places(Role.SUMMARY)):
            return ()
        places = self.places(Role.TEXT)
        return tuple(at for at in places if self.columns[at].edition is None)

    @property
    def needs_edition(self) -> bool:
        """Whether a text or an amount has no edition of its own (年度のない列の有無)."""
        dated = [*self.places(Role.SUMMARY)]
        if self.is_of_one_edition:
            dated += self.places(Role.AMOUNT)
        return any(self.columns[at].edition is None for at in dated)

    @property
    def is_of_one_edition(self) -> bool:
        """Whether no two columns are of different editions (単年度の表)."""
        return len({c.edition for c in self.columns if c.edition is not None}) < 2  # noqa: PLR2004


def layout_of(
    columns: Sequence[Column],
    score: float,
    guesses: tuple[tuple[Role, str], ...] = (),
    *,
    is_joined: bool = False,
) -> Layout:
    """Return the layout of columns (表の列構成), with its places by role and by heading."""
    by_role: dict[Role, list[int]] = {}
    fields: dict[str, list[int]] = {}
    for at, column in enumerate(columns):
        by_role.setdefault(column.role, []).append(at)
        if column.role in {Role.TEXT, Role.AMOUNT}:
            fields.setdefault(column.heading, []).append(at)
    return Layout(
        tuple(columns),
        score,
        guesses,
        is_joined,
        {role: tuple(places) for role, places in by_role.items()},
        {heading: tuple(places) for heading, places in fields.items()},
        _labels(columns),
    )


_FIRST = 6


def _labels(columns: Sequence[Column]) -> tuple[int, ...]:
    """Return the columns that may name a row (行の名称の列): the first ones, and the names."""
    amounts = [at for at, column in enumerate(columns) if column.role is Role.AMOUNT]
    first = min([_FIRST, len(columns), *amounts]) or min(_FIRST, len(columns))
    names = (at for at, column in enumerate(columns) if column.role is Role.NAME)
    return tuple(sorted({*range(first), *names}))
