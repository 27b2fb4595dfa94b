"""The screen (画面): comparison tables in, styled lines out.

`tables` draws tables and single initiatives out of `pieces`, `fields` further columns and totals,
`statistics` charts. `lines` lays texts out, and `palette.painted` turns lines into what is sent to
the terminal. Everywhere, `width` is the screen's in cells, `paint` what it can show (without
colour, edits are marked in the text as `[-…-]` and `{+…+}`), and `language` that of the words
around the texts. All functions yield blocks: lists of lines already broken to the width.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from ...comparison.table import ComparisonTable
from ..phrasebook import Phrasebook
from .lines import StyledLine, View
from .palette import Paint

__all__ = [
    "Paint",
    "render_history",
    "render_initiatives",
    "render_lists",
    "render_statistics",
    "render_tables",
]

LineBlock = Sequence[StyledLine]
"""Some lines that belong together (画面の一片)."""


def render_tables(
    tables: Sequence[ComparisonTable],
    *,
    width: int,
    paint: Paint = Paint.MANY,
    language: str = "ja",
    full: bool = False,
    why: bool = False,
    words: Sequence[str] = (),
) -> Iterator[LineBlock]:
    """Yield the tables (新旧対照表) block by block.

    full: as in the document, with aims, notes and every field. why: list each edit with its kind
    and reason. words: mark all their occurrences, as in a search. Rows that are counted but hidden
    are mentioned in one line.
    """
    from .tables import table_parts  # noqa: PLC0415  each command loads what it draws

    say = Phrasebook(language)
    view = View(width, paint, full=full, why=why, words=tuple(words), say=say)
    return _drawn(tables, table_parts, view)


def render_initiatives(
    tables: Sequence[ComparisonTable],
    *,
    width: int,
    paint: Paint = Paint.MANY,
    language: str = "ja",
    words: Sequence[str] = (),
) -> Iterator[LineBlock]:
    """Yield each initiative (事業) of the tables in full, with its fields and edits."""
    from .tables import initiative_parts  # noqa: PLC0415

    view = View(width, paint, words=tuple(words), say=Phrasebook(language))
    return _drawn(tables, initiative_parts, view)


def render_history(
    tables: Sequence[ComparisonTable],
    *,
    width: int,
    paint: Paint = Paint.MANY,
    language: str = "ja",
) -> Iterator[LineBlock]:
    """Yield the steps of one initiative (経緯), below a small table of its amounts by year."""
    from .statistics import amounts_by_year  # noqa: PLC0415

    yield from amounts_by_year(tables, View(width, paint, say=Phrasebook(language)))
    yield from render_initiatives(tables, width=width, paint=paint, language=language)


def render_lists(
    tables: Sequence[ComparisonTable],
    *,
    width: int,
    paint: Paint = Paint.MANY,
    language: str = "ja",
) -> Iterator[LineBlock]:
    """Yield the groups of the tables (一覧) with their counts and bars, without rows."""
    from .statistics import list_parts  # noqa: PLC0415

    return _drawn(tables, list_parts, View(width, paint, say=Phrasebook(language)))


def render_statistics(
    tables: Sequence[ComparisonTable],
    *,
    width: int,
    paint: Paint = Paint.MANY,
    language: str = "ja",
) -> Iterator[LineBlock]:
    """Yield the statistics of the tables (統計): changed figures and totals first, then bars.

    The tables must hold the unchanged rows too.
    """
    from .statistics import statistics_parts  # noqa: PLC0415

    return _drawn(tables, statistics_parts, View(width, paint, say=Phrasebook(language)))


def _drawn(
    tables: Sequence[ComparisonTable],
    parts: Callable[[ComparisonTable, View], Iterable[LineBlock]],
    view: View,
) -> Iterator[LineBlock]:
    for place, table in enumerate(tables):
        if place:
            yield [[], []]
        view = view._replace(is_numbered=table.is_numbered, names={})
        if table.reports:
            from ..notices import only_in  # noqa: PLC0415  plans as published have no reports

            view = view._replace(names=only_in(table, view.say))
        yield from parts(table, view)
