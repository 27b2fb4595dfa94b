"""Near names (近い名称): advice for a name that nothing has, probably misspelt."""

from collections.abc import Iterable, Sequence

from ..messages import _, listed, ngettext
from .normalize import fold

_SHOWN = 5
_LISTED = 20
_LIKELY = 40  # of 100; a name that scores less is not near
_LONGEST = 200  # anything longer is not a misspelt name
_AS_LIKELY = 0.75  # of the best score; a name that scores less distracts from the best one


def advice_on(name: str, known: Iterable[str]) -> str:
    """Return advice on an unknown name (近い名称の案内): the nearest known names, else a few.

    Empty if there are no known names.
    """
    names = list(known)
    if not names:
        return ""
    near = nearest(name, names) if len(name) <= _LONGEST else []
    if not near:
        return _("Choose from {names}.").format(names=listed(_some(names)))
    message = ngettext("The nearest is {names}.", "The nearest are {names}.", len(near))
    return message.format(names=listed(near))


def nearest(name: str, known: Sequence[str]) -> list[str]:
    """Return the known names that are near a name (近い名称), best first."""
    if not known:
        return []
    from rapidfuzz import fuzz, process  # noqa: PLC0415  only where something was not found

    matches = process.extract(
        name, known, scorer=fuzz.WRatio, processor=fold, limit=_SHOWN, score_cutoff=_LIKELY
    )
    return [one for one, score, _place in matches if score >= _AS_LIKELY * matches[0][1]]


def _some(names: Sequence[str]) -> list[str]:
    return [*names[:_LISTED], "…"] if len(names) > _LISTED else list(names)
