"""What reading a document noticed (読取りの報告), on standard error and as comments in a file."""

from collections.abc import Sequence
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


def report_problems(diagnostics: Sequence[Diagnostic]) -> tuple[Problem, ...]:
    """Return the diagnostics in words (報告の文): losses, then doubts, then notes.

    Those that say the same are one, with all their places.
    """
    from ..render.reports import place, problems  # noqa: PLC0415  only where something was noticed

    places: dict[tuple[Level, str, str], dict[str, None]] = {}
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
            places.setdefault((level, problem.what, advice), {})[where] = None
    return tuple(
        Problem(_(_LEVELS[level]).format(what=what), _listed(found), advice)
        for (level, what, advice), found in places.items()
    )


def _listed(places: dict[str, None]) -> str:
    named = [one for one in places if one]
    shown = "; ".join(named[:_PLACES])
    if len(named) <= _PLACES:
        return shown
    return _("{places}; and {n} more").format(places=shown, n=len(named) - _PLACES)


def print_reports(file: Path | str, diagnostics: Sequence[Diagnostic]) -> None:
    """Print what reading a file noticed (報告の表示) to standard error."""
    for problem in report_problems(diagnostics) if diagnostics else ():
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
