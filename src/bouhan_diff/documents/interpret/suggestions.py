"""What to do about a column (列の助言), in a form to copy; obeyed, it loses no year's text."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from ...edition import Edition
from ...messages import _
from ...text.normalize import fold
from .column_classifier import Role, says_other, years_in

_BARE_YEAR = re.compile(r"(?<![0-9a-z一-龠])(?:元|\d{1,2})(?=年度)")
_OF_RESULT = re.compile(r"実績|結果|状況|実施済")
_OF_PAST = re.compile(rf"{_OF_RESULT.pattern}|[前昨]年|前回|旧|現行|[正定訂更し]前")
_OF_FUTURE = re.compile(r"計画|予定|見込|[次翌]年|今回|新|[正定訂更し]後|案")
_NEEDS_CARE = re.compile(r'["$`\\!]')
_EXAMPLE = Edition.parse("R6")

Years = Collection[Edition]


def by_hand(meanings: Mapping[str, str]) -> str:
    """Return the option that gives the headings these meanings (列の指定), as a shell takes it."""
    told = ",".join(f"{heading}={meaning}" for heading, meaning in meanings.items())
    quote = "'" if _NEEDS_CARE.search(told) and "'" not in told else '"'
    return f"--columns {quote}{told}{quote}"


def of_unknown(heading: str, taken: Years, named: Years) -> str:
    """Return what to do about a column that is not understood (不明な列の助言).

    taken: the years of the other columns. named: those that the document names.
    """
    if not says_other(heading):
        for year in _own_years(heading, (*taken, *named)):
            if year not in taken:
                return _says_year(heading, year)
    return _("Say what it holds, or leave it out: {option}").format(
        option=by_hand({heading: Role.LEFT_OUT})
    )


def of_yearless(headings: Sequence[str], taken: Years, named: Years) -> dict[str, str]:
    """Return what to do about each text of no known year (年度不明の列の助言)."""
    years = dict(zip(headings, _missing(headings, taken, named), strict=True))
    told = {}
    for heading, missing in years.items():
        own = [year for year in _own_years(heading, (*taken, *named)) if year not in taken]
        year = own[0] if own else missing
        told[heading] = _says_year(heading, year) if year else _leave_out([heading])
    return told


def of_one_year(headings: Sequence[str]) -> str:
    """Return which columns of one year to leave out (同じ年度の列の助言): not its results."""
    kept = next((text for text in headings if _OF_RESULT.search(text)), headings[0])
    return _("Keep one and leave out the rest: {option}").format(
        option=by_hand({text: Role.LEFT_OUT for text in headings if text != kept})
    )


def _says_year(heading: str, year: Edition) -> str:
    return _("Say of which year it is: {option}").format(option=by_hand({heading: str(year)}))


def _leave_out(headings: Iterable[str]) -> str:
    return _("If it is the text of no year, leave it out: {option}").format(
        option=by_hand(dict.fromkeys(headings, Role.LEFT_OUT))
    )


def _own_years(heading: str, known: Years) -> tuple[Edition, ...]:
    """Return the years that the heading names (見出しの年度), ５年度 in the era of those known."""
    if years := years_in(heading):
        return years
    era = str(max(known, default=_EXAMPLE))[0]
    return tuple(Edition.parse(era + bare) for bare in _BARE_YEAR.findall(fold(heading)))


def _missing(headings: Sequence[str], taken: Years, named: Years) -> Sequence[Edition | None]:
    """Return for each heading the year that no other column has (残りの年度), None for unknown."""
    count = len(headings)
    free = sorted(set(named) - set(taken))
    if not count or (taken and count > 1):
        return [None] * count
    if taken and free:
        return free[-1:]
    if taken:
        return [_beside(headings[0], taken)]
    last = max(named, default=_EXAMPLE).western
    years = [Edition(last - back) for back in reversed(range(count))]
    is_new_first = _OF_FUTURE.search(headings[0]) and _OF_PAST.search(headings[-1])
    return years[::-1] if is_new_first else years


def _beside(heading: str, taken: Years) -> Edition | None:
    """Return the year next to those of the other columns (前後の年度), by the heading's words."""
    if _OF_PAST.search(heading):
        return Edition(min(taken).western - 1)
    if _OF_FUTURE.search(heading):
        return Edition(max(taken).western + 1)
    return None
