"""Print what reading noticed (読取りの報告), by document and level, or as comments in a file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Problem, UserError
from ..messages import N_, _, language
from .console import print_grouped

if TYPE_CHECKING:
    from ..diagnostics import Diagnostic
    from ..render.reports import Noticed

_LEVELS = {
    "loss": N_("Not in the plan: {what}"),
    "doubt": N_("To be checked: {what}"),
    "note": N_("Note: {what}"),
}
"""How a diagnostic of each level is introduced, the weightiest first; as `diagnostics.Level`."""

_HEADS = {
    "loss": N_("Not in the plan ({n})"),
    "doubt": N_("To be checked ({n})"),
    "note": N_("Notes ({n})"),
}
"""What is above the diagnostics of each level, with their number."""

_PLACES = 8  # named at most, the others counted
_KINDS = 2


def refuse_unknown_columns(*diagnostics: "Sequence[Diagnostic]") -> None:
    """Raise UserError for a heading in --columns that no file has (未知の見出し)."""
    from ..render.reports import problems  # noqa: PLC0415  only where something was noticed

    code = "column-not-found"
    unknown = [
        {d.data["heading"]: d for d in one_file if d.code == code} for one_file in diagnostics
    ]
    if missing := set.intersection(*map(set, unknown)):
        raise UserError(problems(unknown[0][heading] for heading in sorted(missing)))


def _by_kind(diagnostics: "Sequence[Diagnostic]") -> "dict[tuple[str, str], list[Noticed]]":
    """Group diagnostics by level and kind (報告の分類), losses first."""
    from ..render.reports import noticed  # noqa: PLC0415  only where something was noticed

    kinds: dict[tuple[str, str], list[Noticed]] = {}
    for one in noticed(diagnostics):
        kinds.setdefault((one.first.level, one.first.code), []).append(one)
    return kinds


def _advice(one: "Noticed") -> str:
    """Return what to do (対処), with the option that settles it unless already named."""
    option = one.first.option
    if not option or option in one.advice:
        return one.advice
    correction = _("If not, give: {option}").format(option=option)
    return f"{one.advice} {correction}".strip()


def print_reports(file: Path | str, diagnostics: "Sequence[Diagnostic]") -> None:
    """Print what reading a file noticed (報告の表示) to standard error, by level.

    A few of each kind are given in words; the others are counted, with their places.
    """
    if not diagnostics:
        return
    groups: dict[str, list[tuple[str, str]]] = {}
    numbers = Counter[str]()
    for (level, _code), kind in _by_kind(diagnostics).items():
        numbers[level] += sum(len(one.spans) for one in kind)
        groups.setdefault(level, []).extend(_items(kind))
    heads = {level: _(_HEADS[level]).format(n=numbers[level]) for level in groups}
    print_grouped(str(file), {heads[level]: items for level, items in groups.items()})


def _items(kind: "Sequence[Noticed]") -> Iterator[tuple[str, str]]:
    """Yield what is said of one kind (同種の報告): a few in words with advice, then the rest."""
    from ..render.reports import places  # noqa: PLC0415  only where something was noticed

    shown = len(kind) if len(kind) <= _KINDS + 1 else _KINDS
    advised = ""
    for one in kind[:shown]:
        advice = _advice(one)
        yield (
            _with_places(one.what, places(one.spans, _PLACES)),
            "" if advice == advised else advice,
        )
        advised = advice
    if rest := kind[shown:]:
        what = _("{n} more of the same kind")
        spans = {span: None for one in rest for span in one.spans}
        yield _with_places(what.format(n=len(rest)), places(spans, _PLACES)), ""


def _with_places(what: str, where: str) -> str:
    if not where:
        return what
    return f"{what}（{where}）" if language() == "ja" else f"{what} ({where})"


def as_comments(diagnostics: "Sequence[Diagnostic]") -> tuple[str, ...]:
    """Return everything that reading noticed as comments for a data file (注記)."""
    if not diagnostics:
        return ()
    from ..render.reports import places  # noqa: PLC0415  only where something was noticed

    return tuple(
        str(
            Problem(
                _(_LEVELS[level]).format(what=one.what),
                places(one.spans, len(one.spans)),
                _advice(one),
            )
        )
        for (level, _code), kind in _by_kind(diagnostics).items()
        for one in kind
    )


def refuse_doubts(diagnostics: "Sequence[Diagnostic]") -> None:
    """Refuse what is not fully understood (厳格な読取り), for --strict.

    Raises UserError for a doubt or a loss, but not for a note.
    """
    if any(one.level != "note" for one in diagnostics):
        raise UserError(
            _("Not everything was understood, so with --strict nothing was written."),
            advice=_("Correct it as described above, or leave out --strict."),
        )
