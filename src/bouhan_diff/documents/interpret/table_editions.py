"""The edition of a table (表の年度): from its caption, sheet, section, title or file name.

The first of these that names one decides.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ...edition import (
    UNNAMED,
    Edition,
    find_editions,
    is_bare_edition,
    named_edition,
    order_editions,
    relative_year,
)
from ...file_names import edition_of_name
from ..headings.vocabulary import Role
from ..ir import Document, Line, ReadingContext
from .front_matter import Front
from .layouts import Layout, column_years, first_year
from .table_parts import TablePart, WalkEvent

_LONGEST_CAPTION = 60
_NO_CAPTION = re.compile(r"[。、]|日\s*(?:提出|公布|議決)")
_FIRST_LINES = 20
_LINES_ABOVE = 6


class TableEditions:
    """The editions of tables (表の年度), and of rows that nothing dates."""

    def __init__(
        self,
        document: Document,
        events: Sequence[WalkEvent],
        layouts: Mapping[TablePart, Layout | None],
        context: ReadingContext,
    ) -> None:
        self._document = document
        self._asked = [Edition.read(edition) for edition in context.editions]
        self._diagnostics = context.diagnostics
        self._labels = _labels(events)
        every = [event for event in events if isinstance(event, Line)]
        lines = every[:_FIRST_LINES]
        parts = [event for event in events if isinstance(event, TablePart)]
        # The same for every table, and only asked for where nothing nearer names a year.
        self._of_first_lines = cache(lambda: _of_first_lines(lines))
        self._in_force = cache(lambda: _in_force(every))
        self._of_rows = cache(lambda: _of_names(parts, layouts) or _of_all_rows(parts, layouts))
        self._found: list[Edition] = []

    @property
    def default(self) -> Edition:
        """The edition of rows that nothing dates (年度のない行の版)."""
        return order_editions(self._found)[-1] if self._found else UNNAMED

    def is_caption(self, text: str) -> bool:
        """Return whether a line names one of several states of the plan (版の表題): （変更前）."""
        return len(text) <= _LONGEST_CAPTION and _label_in(text, self._labels) is not None

    def add(self, edition: Edition | None) -> None:
        """Count with a table's edition (表の年度): the `default` is one of those of all."""
        if edition is not None:
            self._found.append(edition)

    def edition_of(
        self,
        layout: Layout,
        above: Sequence[Line],
        titles: Sequence[str],
        front: Front,
        part: TablePart,
    ) -> Edition | None:
        """Return the edition of the undated columns of a table (表の年度).

        titles: those above it, outermost first.
        """
        if self._asked:
            return self._asked[-1]
        named = named_edition(front.title)
        from_file = edition_of_name(self._document.name)
        near = next(self._near(above, part, titles), None)
        if near is not None and near != named:
            return near
        if named is None or not named.is_year:
            return near or self._guessed(layout, front, from_file)
        if from_file is not None and from_file.is_year and from_file != named:
            self._diagnostics.doubt(
                "edition-contradiction",
                title=front.title,
                edition=str(named),
                name=self._document.name,
                other_edition=str(from_file),
            )
        return named

    def _near(
        self, above: Sequence[Line], part: TablePart, titles: Sequence[str]
    ) -> Iterator[Edition]:
        """Yield the editions that caption, sheet and section name (近くの年度), nearest first.

        Several years, each on a line of its own, are of a list above the table.
        """
        page = part.table.span.page
        alone = {line.text for line in above if is_bare_edition(line.text)}
        listed = alone if len(alone) > 1 else set()
        near = [line.text for line in above[-_LINES_ABOVE:] if line.span.page == page]
        near = [text for text in near if text not in listed]
        captions = [part.table.caption, *reversed(near)]
        for text in (*captions, part.table.span.sheet, *reversed(titles)):
            is_caption = 0 < len(text) <= _LONGEST_CAPTION and not _NO_CAPTION.search(text)
            if is_caption and (edition := _label_in(text, self._labels) or _year_in(text)):
                yield edition

    def _guessed(self, layout: Layout, front: Front, from_file: Edition | None) -> Edition | None:
        """Guess an edition (推定の年度) and report the doubt."""
        years = column_years(layout)
        this = _this_year(layout)
        if len(years) == 1 and this is None:
            return years[0]
        candidates = (
            ("document-title", named_edition(self._document.title)),
            ("file-name", from_file),
            ("first-lines", _year_in(_IN_BRACKETS.sub("", front.title))),
            ("columns", this or (years[-1] if years else None)),
            ("first-lines", _first_of_period(front.title)),
            ("columns", first_year(layout)),
            ("date", front.dated or self._in_force()),
            ("first-lines", self._of_first_lines()),
            ("rows", None if layout.places(Role.EDITION) else self._of_rows()),
        )
        found = ((source, edition) for source, edition in candidates if edition is not None)
        source, edition = next(found, ("", None))
        if edition is not None and layout.needs_edition and not layout.places(Role.EDITION):
            self._diagnostics.doubt(
                "edition-guessed",
                option=f"--edition {_another(edition)}",
                edition=str(edition),
                source=source,
                name=self._document.name,
            )
        return edition


def _this_year(layout: Layout) -> Edition | None:
    """Return the document's year where its columns name only one beside it (本年度).

    They do by a word that is counted from it: 前年度 or 次年度.
    """
    found: set[Edition] = set()
    for column in layout.columns:
        if column.edition is not None:
            labels = [one.edition for one in find_editions(column.published)]
            beside = relative_year(labels[0], _THIS) if len(labels) == 1 else None
            if beside is None or beside == _THIS or not column.edition.is_year:
                return None
            found.add(Edition(column.edition.western + _THIS.western - beside.western))
    return found.pop() if len(found) == 1 else None


_THIS = Edition(2000)


def _another(edition: Edition) -> Edition:
    """Return the year before, as an example of another edition (別の年度の例)."""
    return Edition(edition.western - 1) if edition.is_year else edition


def _labels(events: Sequence[WalkEvent]) -> frozenset[str]:
    """Return the labels such as 変更前 that captions and sheets name (表題の版), if several."""
    found: set[str] = set()
    for event in events:
        text = event.text if isinstance(event, Line) else event.table.span.sheet
        if 0 < len(text) <= _LONGEST_CAPTION and (edition := _label_of(text)):
            found.add(edition.label)
    return frozenset(found) if len(found) > 1 else frozenset()


def _label_of(text: str) -> Edition | None:
    """Return the one label of two states of a plan that a text names (版の語), such as 変更前."""
    found = {one.edition for one in find_editions(text) if not one.edition.is_year}
    labels = [edition for edition in found if relative_year(edition, _THIS) is None]
    return labels[0] if len(labels) == 1 else None


def _label_in(text: str, labels: frozenset[str]) -> Edition | None:
    edition = _label_of(text)
    return edition if edition is not None and edition.label in labels else None


def _year_in(text: str) -> Edition | None:
    edition = named_edition(text)
    return edition if edition is not None and edition.is_year else None


def _of_first_lines(lines: Sequence[Line]) -> Edition | None:
    """Return the latest year that the first lines of a document name (冒頭の年度)."""
    return max(filter(None, (_year_in(line.text) for line in lines)), default=None)


def _in_force(lines: Sequence[Line]) -> Edition | None:
    """Return the year in which a statute comes into force (施行期日の年度).

    A bill for it is submitted in March, the year before.
    """
    dates = (match for line in lines if (match := _IN_FORCE.search(line.text)))
    return next((year for date in dates if (year := _year_in(date["date"]))), None)


_IN_FORCE = re.compile(
    r"この(?:条例|規則|要綱|規程|告示)は[、，]\s*(?P<date>[^、。]{4,16}日)\s*から\s*施行"
)


_IN_BRACKETS = re.compile(r"[(（〔【][^()（）〔〕【】]*[)）〕】]")
"""What a title adds, as the year whose results it reports: 評価結果一覧（令和６年度事業）."""


def _first_of_period(title: str) -> Edition | None:
    """Return the first year of the only period in a title (計画期間の初年度), if there is one."""
    found = [one for one in find_editions(title) if one.edition.is_year]
    return found[0].edition if len(found) == 1 and found[0].last else None


def _of_names(
    parts: Sequence[TablePart], layouts: Mapping[TablePart, Layout | None]
) -> Edition | None:
    """Return the latest year in the names of rows (名称の年度), as in those of 議案.

    Things done or goals may be of any year, and a period, as of 債務負担行為, begins or ends in
    other years than the document's.
    """
    cells = (
        row[at].text
        for part in parts
        if (layout := layouts.get(part))
        for row in part.rows[:_FIRST_LINES]
        for at in layout.places(Role.NAME)
    )
    seen = [one for text in cells if "年度" in text for one in find_editions(text)]
    return max((one.edition for one in seen if not one.last and one.edition.is_year), default=None)


def _of_all_rows(
    parts: Sequence[TablePart], layouts: Mapping[TablePart, Layout | None]
) -> Edition | None:
    """Return the year that all rows have (全行の年度): in a code, or in a column of years."""
    found: set[frozenset[Edition | None]] = set()
    for part in parts:
        columns = layout.columns if (layout := layouts.get(part)) else ()
        dated = [at for at, one in enumerate(columns) if _OF_ROWS.fullmatch(one.published)]
        for row in part.rows[:_FIRST_LINES]:
            codes = (year for cell in row for year in _YEAR_IN_CODE.findall(cell.text))
            of_codes = map(Edition, map(int, codes))
            found.add(frozenset([*of_codes, *(_year_in(row[at].text) for at in dated)]))
    years = [*next(iter(found))] if len(found) == 1 else []
    return years[0] if len(years) == 1 else None


_OF_ROWS = re.compile("(?:発行|公表|掲載|実施|事業|会計|対象)年度")  # not that of a goal
_YEAR_IN_CODE = re.compile(r"(?<!\w)(20[0-4]\d)[-_](?!\d\d?[-_]\d\d?(?!\d))(?=\w)")
"""A year that opens a code, as in 2026_general_02 and 2026-0012, but no date."""
