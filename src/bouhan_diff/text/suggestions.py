"""The nearest names (近い名称) to one that nothing has."""

from collections.abc import Iterable, Sequence

from ..messages import _
from .normalize import fold

_SHOWN = 5
_LISTED = 20
_LIKELY = 40  # of 100: below it a name is not near but merely the least far
_LONGEST = 200  # a longer one is no misspelt name
_AS_LIKELY = 0.75  # of the nearest one's: below it a name only distracts from that one


def advice_on(name: str, known: Iterable[str]) -> str:
    """Return what to tell of a name that is not known (近い名称の案内): the nearest, or some.

    Empty where nothing is known.
    """
    names = list(known)
    if not names:
        return ""
    near = nearest(name, names) if len(name) <= _LONGEST else []
    message = _("The nearest are {names}.") if near else _("There are {names}.")
    return message.format(names=", ".join(near or _some(names)))


def nearest(name: str, known: Sequence[str]) -> list[str]:
    """Return the known names most like one (近い名称), the nearest first; none that is far."""
    if not known:
        return []
    from rapidfuzz import fuzz, process  # noqa: PLC0415  only where something was not found

    found = process.extract(
        name, known, scorer=fuzz.WRatio, processor=fold, limit=_SHOWN, score_cutoff=_LIKELY
    )
    return [one for one, score, _place in found if score >= _AS_LIKELY * found[0][1]]


def _some(names: Sequence[str]) -> list[str]:
    return [*names[:_LISTED], "…"] if len(names) > _LISTED else list(names)
