"""The kind of an edit (変更の種類): notation, wording or substance, and why."""

from collections.abc import Sequence

from .alignment import Edit
from .segment import EditKind, Reason
from .words import Word


def name_edits(
    old: Sequence[Word], new: Sequence[Word], edits: Sequence[Edit]
) -> list[tuple[EditKind, Reason]]:
    """Return the kind (変更の種類) of each edit between two texts, and why."""
    return [
        (
            EditKind.SUBSTANCE,
            Reason(
                "unnamed",
                (
                    "".join(word.surface for word in old[edit.old_start : edit.old_stop]),
                    "".join(word.surface for word in new[edit.new_start : edit.new_stop]),
                ),
            ),
        )
        for edit in edits
    ]
