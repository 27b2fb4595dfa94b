"""Reports on columns (列の報告): what was taken for what by a guess."""

import re
from collections.abc import Iterable, Mapping, Sequence

from ...edition import Edition
from .diagnostics import Diagnostics, columns_option
from .editions import squeezed
from .layout import Layout
from .vocabulary import Role

_PAST = re.compile("実績|結果|状況|実施済|前年|昨年|前回")
_FUTURE = re.compile("計画|予定|見込|次年|翌年|今回")
_BARE_YEAR = re.compile(r"(?<![0-9一-龠])(\d{1,2})年度")


def _likely_year(heading: str, layout: Layout) -> Edition | None:
    """Return the year that an undated text is likely of (年度の見当), beside texts of years."""
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
    """Report which columns hold what by a guess (推定の列)."""
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
