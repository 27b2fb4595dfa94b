"""The view (表示の仕方): how wide, with colour or without, and how much is shown."""

from typing import NamedTuple

SIDE_BY_SIDE = 100
"""From so many cells on the two years stand side by side."""

LONGEST = 200
"""No line is longer: beyond it the eye loses its way back."""

NARROWEST = 20
"""Below so many cells lines are let run on rather than broken into shreds."""


class View(NamedTuple):
    """How a table is drawn (表示の仕方).

    screen: cells of the screen. marks: edits are marked in the text, as there is no colour.
    full: the whole document, with the aims of its sections and its notes. why: each edit
    is listed with its kind and reason. words: marked wherever they stand.
    """

    screen: int
    marks: bool = False
    full: bool = False
    why: bool = False
    words: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Cells that lines are broken to (行の幅)."""
        return max(NARROWEST, min(self.screen, LONGEST))

    @property
    def is_wide(self) -> bool:
        """Whether the two years stand side by side (横並び)."""
        return self.screen >= SIDE_BY_SIDE
