"""Reports on tables (表の報告): meanings that are guesses, and tables without initiatives."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ....diagnostics import Diagnostics
from ....edition import Edition, named_edition
from ....text.near_names import nearest
from ....text.normalize import fold, squeezed
from ...headings.columns_option import columns_option
from ...headings.header_rows import worded
from ...headings.heading_parts import names_of, splits_of
from ...headings.vocabulary import Role
from ...ir import Line
from .initiative_tables import OWN_HEADINGS
from .layouts import Layout
from .table_parts import Event, TablePart


def report_unknown_columns(
    events: Sequence[Event], meanings: Mapping[str, str], diagnostics: Diagnostics
) -> None:
    """Report the headings of `--columns` that no table has (未知の見出し), with the nearest."""
    if not meanings:
        return
    names: dict[str, str] = {}
    for event in events:
        if isinstance(event, TablePart) and event.header is not None:
            splits = splits_of(event.header, None)
            for at in range(len(splits)):
                for name in names_of(event.header, splits, at):
                    names.setdefault(fold(name), name)
    known = [name for folded, name in names.items() if folded]
    for heading in meanings:
        if known and heading not in names:
            near = nearest(heading, known)[:_NEAREST] or known[:_LISTED]
            diagnostics.note("column-not-found", heading=heading, nearest="・".join(near))


_NEAREST, _LISTED = 3, 12


_PAST = re.compile("実績|結果|状況|実施済|前年|昨年|前回")
_FUTURE = re.compile("計画|予定|見込|次年|翌年|今回")
_BARE_YEAR = re.compile(r"(?<![0-9一-龠])(?:\d{1,2}|[一二三四五六七八九十]{1,3})年度")


def _likely_year(heading: str, layout: Layout) -> Edition | None:
    """Guess the year of an undated text from the texts of years beside it (年度の見当)."""
    texts = [layout.columns[at].edition for at in layout.places(Role.SUMMARY)]
    years = sorted(edition for edition in texts if edition is not None and edition.is_year)
    if not years:
        return None
    if bare := _BARE_YEAR.search(squeezed(heading)):
        near = (Edition(year.western + step) for year in years for step in (-1, 1))
        return next((y for y in near if named_edition(f"{y.japanese[:2]}{bare[0]}") == y), None)
    if _PAST.search(heading):
        return Edition(years[0].western - 1)
    return Edition(years[-1].western + 1) if _FUTURE.search(heading) else None


def _undated(layout: Layout) -> tuple[int, ...]:
    """Return the undated texts beside a main text of several editions (年度なし)."""
    columns = layout.columns
    has_years = any(columns[at].edition for at in layout.places(Role.SUMMARY))
    return tuple(at for at in layout.places(Role.TEXT) if has_years and not columns[at].edition)


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
                    "column-without-heading", heading=heading, text=values[heading][0]
                )
        is_ours = {column.heading for column in layout.columns} >= OWN_HEADINGS
        for column in (layout.columns[at] for at in layout.places(Role.LEFT_OUT)):
            if not (column.is_by_hand or is_ours):
                diagnostics.note("remarks-left-out", text=column.heading)
        for at in _undated(layout):
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


# --- Tables without initiatives ---------------------------------------------------------------

_LONGEST_CAPTION = 40
_MANY_ROWS = 50  # of a table that is no mere example or contents of a document


def may_caption(part: TablePart, line: Line) -> bool:
    """Return whether a line may be the title of the table below it (表題): short, no sentence."""
    span, text = line.span, line.text.strip()
    is_near = (span.page, span.sheet) == (part.table.span.page, part.table.span.sheet)
    return is_near and span.box is None and len(text) <= _LONGEST_CAPTION and "。" not in text


class OtherTables:
    """The tables that hold no initiatives (事業のない表), with their titles."""

    def __init__(self) -> None:
        self._titles: dict[TablePart, str] = {}
        self._rests: set[int] = set()

    def add(self, part: TablePart, title: str, *, may_be_rest: bool) -> None:
        """Add one (表の追加). may_be_rest: of a table of initiatives on the page before."""
        self._titles[part] = title
        if may_be_rest:
            self._rests.add(part.number)

    def has(self, line: Line) -> bool:
        """Return whether a line is in the last of them (表の中の行)."""
        part = next(reversed(self._titles), None)
        box = line.span.box
        if part is None or box is None or (around := part.table.span.box) is None:
            return False
        is_within = around[1] - 1 < box[1] and box[3] < around[3] + 1
        return is_within and line.span.page == part.table.span.page

    def report(self, diagnostics: Diagnostics) -> None:
        """Report them (事業のない表の報告), one line each."""
        seen: set[int] = set()
        rows = Counter[int]()
        for part in self._titles:
            rows[part.number] += len(part.rows)
        for part, title in self._titles.items():
            texts = [cell.text for row in part.rows for cell in worded(row)]
            if part.number in seen or not (texts or part.header):
                continue
            seen.add(part.number)
            first = [" ".join(cell.text.split()) for row in part.rows[:1] for cell in worded(row)]
            headings = ["・".join(filter(None, part.header.texts))] if part.header else []
            text = title or "\u3000".join([*headings, *first])
            is_large = rows[part.number] >= _MANY_ROWS
            if part.has_amounts or part.number in self._rests or is_large:
                count = str(rows[part.number])
                diagnostics.loss(
                    "rows-left-out", part.span, number=str(part.number), text=text, count=count
                )
            else:
                diagnostics.note("other-table", part.span, number=str(part.number), text=text)
