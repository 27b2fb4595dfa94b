"""The colours (配色), and lines painted with them.

They are the terminal's own colours, so that they suit its background. Measured on the palettes of
Windows Terminal, GNOME, macOS, VS Code and xterm, bright red and plain green have the best contrast
on dark and light backgrounds alike; bright green vanishes on white, and plain red on black. No
change is grey, which is less visible than the text around it, nor plain yellow or cyan, which
vanish on white: the heavier kinds are black on their colour.
"""

from collections.abc import Iterable
from enum import Enum

from ...comparison.table import RowKind
from ...textdiff import EditKind

TITLE = "bold"
QUIET = "grey"
HEADLINE = "bold"
HEADING = "bold cyan"
REFERENCE = "bold"
NAME = "bold"
CODE = "cyan"
FOUND = "black on yellow"
SHARE = "yellow"
CHANGED = "bold"
OLD_AMOUNT = "bright_red"
NEW_AMOUNT = "bold green"
SAME_AMOUNT = "green"

DELETED = {
    EditKind.SUBSTANCE: "bold bright_red strike",
    EditKind.WORDING: "bright_red strike",
    EditKind.NOTATION: "bright_red strike",
}
INSERTED = {
    EditKind.SUBSTANCE: "bold green underline",
    EditKind.WORDING: "green underline",
    EditKind.NOTATION: "green underline",
}
KIND = {
    RowKind.ADDED: "black on green",
    RowKind.REMOVED: "black on bright_red",
    RowKind.SUBSTANCE: "black on yellow",
    RowKind.WORDING: "black on cyan",
    RowKind.NOTATION: "",
    RowKind.UNCHANGED: "grey",
}
BAR = {
    RowKind.ADDED: "green",
    RowKind.REMOVED: "bright_red",
    RowKind.SUBSTANCE: "yellow",
    RowKind.WORDING: "cyan",
    RowKind.NOTATION: "blue",
    RowKind.UNCHANGED: "grey",
}


class Paint(Enum):
    """What a screen can show (画面の能力)."""

    PLAIN = "plain"  # a pipe: text alone
    BOLD = "bold"  # a terminal whose reader wants no colour
    SIXTEEN = "sixteen"  # the terminal's own sixteen colours
    MANY = "many"  # 256 colours or more

    @property
    def has_colour(self) -> bool:
        """Whether edits are shown by colour (色の有無); else they need marks in the text."""
        return self in (Paint.SIXTEEN, Paint.MANY)


_ATTRIBUTES = {"bold": "1", "underline": "4", "strike": "9"}
_COLOURS = {"black": 30, "green": 32, "yellow": 33, "blue": 34, "cyan": 36, "bright_red": 91}
# #767676: the one grey with a contrast of 4.5 on white and on black. Sixteen colours have
# none that can be read on both.
_GREY = "38;5;243"


def painted(lines: Iterable[list[tuple[str, str]]], paint: Paint) -> str:
    """Return the lines as sent to the screen (画面への文字列), each with its line end."""
    if paint is Paint.PLAIN:
        return "".join("".join([text for text, _style in line]) + "\n" for line in lines)
    codes = _codes(paint)
    parts = []
    for line in lines:
        for text, style in line:
            code = codes.get(style)
            if code is None:
                code = codes[style] = _code(style, paint)
            parts.append(f"\x1b[{code}m{text}\x1b[0m" if code and text else text)
        parts.append("\n")
    return "".join(parts)


_known: dict[Paint, dict[str, str]] = {}


def _codes(paint: Paint) -> dict[str, str]:
    return _known.setdefault(paint, {"": ""})


def _code(style: str, paint: Paint) -> str:
    """Return the codes (SGR) of a style, such as 1;9;91 of `bold bright_red strike`."""
    words = style.split()
    codes = [code for name, code in _ATTRIBUTES.items() if name in words]
    if paint.has_colour:
        for before, word in zip(["", *words], words, strict=False):
            if word in _COLOURS:
                codes.append(str(_COLOURS[word] + (10 if before == "on" else 0)))
            elif word == "grey" and paint is Paint.MANY:
                codes.append(_GREY)
    return ";".join(codes)
