"""What reading a document noticed (読取りの報告), on standard error and as comments in a file."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from ..diagnostics import Diagnostic, Level
from ..errors import Problem
from ..messages import N_, _
from .console import print_problem

_LEVELS = {
    Level.LOSS: N_("Not in the plan: {what}"),
    Level.DOUBT: N_("To be checked: {what}"),
    Level.NOTE: N_("Note: {what}"),
}
"""How a diagnostic of each level is introduced, the weightiest first."""

_PLACES = 8  # a reader looks some up and then the rest
_KINDS = 3


def report_problems(
    diagnostics: Sequence[Diagnostic], most: int | None = None
) -> tuple[Problem, ...]:
    """Return the diagnostics in words (報告の文): losses, then doubts, then notes.

    Those that say the same are one, with all their places. most: of how many of one kind the
    words are given; further ones are counted, with their places.
    """
    from ..render.reports import place, problems  # noqa: PLC0415  only where something was noticed

    found: dict[tuple[Level, str], dict[tuple[str, str], dict[str, None]]] = {}
    for level in _LEVELS:
        for diagnostic in diagnostics:
            if diagnostic.level is not level:
                continue
            (problem,) = problems([diagnostic])
            advice = problem.advice
            if diagnostic.option and diagnostic.option not in advice:
                corrected = _("Else give: {option}").format(option=diagnostic.option)
                advice = f"{advice} {corrected}".strip()
            where = problem.where or place(diagnostic.span)
            kind = found.setdefault((level, diagnostic.code), {})
            kind.setdefault((problem.what, advice), {})[where] = None
    return tuple(
        problem for (level, _code), kind in found.items() for problem in _of_kind(level, kind, most)
    )


def _of_kind(
    level: Level, kind: dict[tuple[str, str], dict[str, None]], most: int | None
) -> Iterator[Problem]:
    """Yield the reports of one kind (同種の報告), from some on only their number."""
    shown = len(kind) if most is None or len(kind) <= most + 1 else most
    for what, advice in islice(kind, shown):
        told = _(_LEVELS[level]).format(what=what)
        yield Problem(told, _listed(kind[what, advice]), advice)
    if rest := list(kind.values())[shown:]:
        what = _("{n} more of the same kind.").format(n=len(rest))
        places = {where: None for found in rest for where in found}
        yield Problem(_(_LEVELS[level]).format(what=what), _listed(places))


def _listed(places: dict[str, None]) -> str:
    named = [one for one in places if one]
    shown = "; ".join(named[:_PLACES])
    if len(named) <= _PLACES:
        return shown
    return _("{places}; and {n} more").format(places=shown, n=len(named) - _PLACES)


def print_reports(file: Path | str, diagnostics: Sequence[Diagnostic]) -> None:
    """Print what reading a file noticed (報告の表示) to standard error."""
    for problem in report_problems(diagnostics, _KINDS) if diagnostics else ():
        where = f"{file}: {problem.where}" if problem.where else str(file)
        print_problem(problem._replace(where=where))


def comments(diagnostics: Sequence[Diagnostic]) -> tuple[str, ...]:
    """Return what reading noticed as comments of a data file (注記)."""
    return tuple(map(str, report_problems(diagnostics))) if diagnostics else ()


def refused_by(diagnostics: Sequence[Diagnostic], *, is_strict: bool) -> bool:
    """Return whether --strict forbids to go on (厳格な読取り), and say so.

    It does with a doubt or a loss; a note is none.
    """
    if not is_strict or all(one.level is Level.NOTE for one in diagnostics):
        return False
    print_problem(
        Problem(
            _("Not everything was understood, and with --strict nothing is written."),
            advice=_("Correct it as said above, or leave out --strict."),
        )
    )
    return True
