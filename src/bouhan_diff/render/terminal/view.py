"""The view (表示の仕方): how wide, with colour or without, and how much is shown."""

from typing import NamedTuple

from ..words import Words
from .palette import Paint

SIDE_BY_SIDE = 100
"""From so many cells on the two years stand side by side."""

LONGEST = 200
"""No line is longer: beyond it the eye loses its way back."""

NARROWEST = 20
"""Below so many cells lines are let run on rather than broken into shreds."""


class View(NamedTuple):
    """How a table is drawn (表示の仕方).

    screen: cells of the screen. paint: what the screen can show. full: the whole document,
    with the aims of its sections, its notes and every field. why: each edit is listed with
    its kind and reason. words: marked wherever they stand. say: the words of the screen in
    the reader's language.
    """

    screen: int
    paint: Paint = Paint.MANY
    full: bool = False
    why: bool = False
    words: tuple[str, ...] = ()
    say: Words = Words()

    @property
    def width(self) -> int:
        """Cells that lines are broken to (行の幅)."""
        return max(NARROWEST, min(self.screen, LONGEST))

    @property
    def is_wide(self) -> bool:
        """Whether the two years stand side by side (横並び)."""
        return self.screen >= SIDE_BY_SIDE

    @property
    def marks(self) -> bool:
        """Whether edits are marked in the text (記号の要否), as there is no colour."""
        return not self.paint.has_colour

    @property
    def is_plain(self) -> bool:
        """Whether there is text alone (装飾なし), neither bold nor underlined."""
        return self.paint is Paint.PLAIN
