"""Columns (列): what they may hold, what the user says of them, and which were guessed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ...diagnostics import Diagnostics
from ...edition import Edition, named_edition
from ...errors import UserError
from ...messages import _
from ...text.normalize import fold
from .vocabulary import Role, squeezed


@dataclass(frozen=True, slots=True)
class Column:
    """A column (列). heading: without edition and unit; published: as the document has it.

    edition: of the column itself, None where its heading names none. is_code: its numbers are
    identifiers, such as those of departments. The heading of a SUMMARY column is that of the
    main text.
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

    guesses: the roles that no heading names, with the heading. is_joined: the main text has two
    headings, such as 実績 and 計画. by_role, fields: the positions of columns by role, and of
    further columns by heading. labels: of the columns that may name a row. valueless: of those
    that hold no value of the row. is_of_one_edition: no two columns are of different editions.
    """

    columns: tuple[Column, ...]
    guesses: tuple[tuple[Role, str], ...] = ()
    is_joined: bool = False
    by_role: Mapping[Role, tuple[int, ...]] = field(default_factory=dict)
    fields: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    labels: tuple[int, ...] = ()
    valueless: frozenset[int] = frozenset()
    is_of_one_edition: bool = True

    def places(self, role: Role) -> tuple[int, ...]:
        """Return the positions of the columns of a role (列の位置), from the left."""
        return self.by_role.get(role, ())

    @property
    def undated(self) -> tuple[int, ...]:
        """The positions of undated texts beside a main text of several editions (年度なし)."""
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


_VALUELESS = frozenset({Role.SECTION, Role.SECTION_TITLE, Role.AIM, Role.LEFT_OUT})
"""The roles whose cells are no values of the row (行の値でない列)."""


def layout_of(
    columns: Sequence[Column],
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
        {role: tuple(places) for role, places in by_role.items()},
        {heading: tuple(places) for heading, places in fields.items()},
        _labels(columns),
        frozenset(at for at, column in enumerate(columns) if column.role in _VALUELESS),
        len({column.edition for column in columns} - {None}) <= 1,
    )


_FIRST = 6


def _labels(columns: Sequence[Column]) -> tuple[int, ...]:
    """Return the columns that may name a row (行の名称の列): the first few, and the names."""
    amounts = [at for at, column in enumerate(columns) if column.role is Role.AMOUNT]
    first = min([_FIRST, len(columns), *amounts]) or min(_FIRST, len(columns))
    names = (at for at, column in enumerate(columns) if column.role is Role.NAME)
    return tuple(sorted({*range(first), *names}))


# --- By hand: --columns HEADING=MEANING -------------------------------------------------------


MEANINGS: dict[Role, tuple[str, ...]] = {
    Role.NUMBER: ("番号",),
    Role.NAME: ("事業名", "事業"),
    Role.DEPARTMENT: ("担当課", "担当"),
    Role.POLICIES: ("施策番号",),
    Role.SECTION: ("章", "章番号"),
    Role.SECTION_TITLE: ("章題",),
    Role.AIM: ("章の目的", "目的"),
    Role.AMOUNT: ("数値", "金額"),
    Role.TEXT: ("文", "文章", "項目"),
    Role.LEFT_OUT: ("除く", "－", "ー"),
}
"""The meanings that `--columns` accepts (列の意味), with their words in Japanese."""

_BY_WORD = {fold(word): role for role, words in MEANINGS.items() for word in (role, *words)}
_OF_EDITION = "@"


class Meaning(NamedTuple):
    """A meaning given by hand (列の意味). heading: the new heading of a field, if any."""

    role: Role
    edition: Edition | None = None
    heading: str = ""


def parse_columns(options: Sequence[str]) -> Mapping[str, str]:
    """Return the columns mapped by hand (列の指定): `HEADING=MEANING`, separated by commas.

    MEANING is one of MEANINGS in either language, an edition for the main text of that edition,
    or a field of an edition such as 当初予算額@R6. Raises UserError.
    """
    mapped = {}
    for part in (part for option in options for part in option.split(",") if part.strip()):
        heading, equals, written = (text.strip() for text in part.rpartition("="))
        if not equals or not heading:
            raise UserError(
                _("--columns: “{part}” is not HEADING=MEANING.").format(part=part),
                advice=_(
                    'Write it as --columns "事業名=name,取組内容(R6)=R6,所管=department,備考=-"'
                ),
            )
        mapped[fold(heading)] = _checked(written)
    return mapped


def meaning_of(written: str) -> Meaning:
    """Parse a checked meaning (列の意味)."""
    if (role := _BY_WORD.get(fold(written))) is not None:
        return Meaning(role)
    heading, at, edition = written.rpartition(_OF_EDITION)
    if at and heading:
        return Meaning(Role.TEXT, Edition.read(edition), heading)
    return Meaning(Role.SUMMARY, Edition.read(written))


def meanings() -> str:
    """List the words of `--columns` (意味の一覧), without editions and -."""
    named = {role: words for role, words in MEANINGS.items() if role is not Role.LEFT_OUT}
    return " ".join(f"{words[0]}({role})" for role, words in named.items())


def _checked(written: str) -> str:
    role = _BY_WORD.get(fold(written))
    if role is not None:
        return role
    _heading, at, edition = written.rpartition(_OF_EDITION)
    if not _is_edition(edition if at else written):
        raise UserError(
            _("--columns: “{meaning}” is not a known meaning.").format(meaning=written),
            advice=_(
                "Choose from {meanings}, an edition such as R6 for its text, "
                "HEADING@R6 for a field of an edition, and - to leave the column "
                "out."
            ).format(meanings=meanings()),
        )
    return written


def _is_edition(written: str) -> bool:
    """Return whether a meaning names an edition: a year, or a label that documents use."""
    try:
        edition = Edition.read(written)
    except UserError:
        return False
    return edition.is_year or named_edition(written) == edition


def columns_option(meanings: Mapping[str, str]) -> str:
    """Return a ready-to-paste --columns option (列の指定), quoted for a shell."""
    mapping = ",".join(f"{heading}={meaning}" for heading, meaning in meanings.items())
    quote = "'" if any(sign in mapping for sign in '"$`\\!') and "'" not in mapping else '"'
    return f"--columns {quote}{mapping}{quote}"


# --- Reports ----------------------------------------------------------------------------------


_PAST = re.compile("実績|結果|状況|実施済|前年|昨年|前回")
_FUTURE = re.compile("計画|予定|見込|次年|翌年|今回")
_BARE_YEAR = re.compile(r"(?<![0-9一-龠])(\d{1,2})年度")


def _likely_year(heading: str, layout: Layout) -> Edition | None:
    """Guess the year of an undated text from the texts of years beside it (年度の見当)."""
    texts = [layout.columns[at].edition for at in layout.places(Role.SUMMARY)]
    years = sorted(edition for edition in texts if edition is not None and edition.is_year)
    if not years:
        return None
    if bare := _BARE_YEAR.search(squeezed(heading)):
        near = (Edition(year.western + step) for year in years for step in (-1, 1))
        return next((year for year in near if str(year)[1:] == bare[1].lstrip("0")), None)
    if _PAST.search(heading):
        return Edition(years[0].western - 1)
    return Edition(years[-1].western + 1) if _FUTURE.search(heading) else None


def report_layouts(
    layouts: Iterable[Layout], values: Mapping[str, Sequence[str]], diagnostics: Diagnostics
) -> None:
    """Report the columns whose meaning is a guess (推定の列)."""
    for layout in layouts:
        for role, heading in layout.guesses:
            if heading:
                option = columns_option({heading: role})
                diagnostics.doubt("column-guessed", option=option, heading=heading, role=str(role))
        for heading, places in layout.fields.items():
            unnamed = not any(layout.columns[at].published for at in places)
            if unnamed and heading in values:
                diagnostics.doubt(
                    "column-without-heading",
                    heading=heading,
                    text=values[heading][0],
                )
        for at in layout.undated:
            column = layout.columns[at]
            year = _likely_year(column.published, layout)
            if year is not None:
                diagnostics.doubt(
                    "text-undated",
                    option=columns_option({column.published: str(year)}),
                    heading=column.published,
                )
        if layout.is_joined:
            joined = [layout.columns[at].published for at in layout.places(Role.SUMMARY)]
            diagnostics.doubt(
                "texts-joined",
                option=columns_option({joined[0]: Role.TEXT}),
                headings="・".join(dict.fromkeys(joined)),
            )
