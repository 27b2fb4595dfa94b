"""The kind of an edit (変更の種類): notation, wording or substance, and why."""

from collections.abc import Sequence

from .segment import EditKind, Reason
from .words import Word


def name_edit(
    old: Sequence[Word],
    new: Sequence[Word],
    left: Sequence[Word] = (),  # noqa: ARG001  where in the sentence the edit stands
    right: Sequence[Word] = (),  # noqa: ARG001
) -> tuple[EditKind, Reason]:
    """Return the kind (変更の種類) of an edit from old to new words, and why.

    left and right are the words around it in the old text, up to some sentence's border.
    """
    words = ("".join(word.surface for word in side) for side in (old, new))
    return EditKind.SUBSTANCE, Reason("unnamed", tuple(words))
