"""The colours (配色): of the terminal's own palette, so that they suit its ground.

Measured on the palettes of Windows Terminal, GNOME, macOS, VS Code and xterm: bright red
and plain green keep the best contrast on dark and light grounds alike; bright green
vanishes on white, and plain red on black. Nothing that changed is dim, as that is darker
than the text around it, nor plain yellow or cyan, which no white ground shows: the heavier kinds
are written in black on their colour.
"""

from ...comparison.table import RowKind
from ...textdiff import EditKind

TITLE = "bold"
QUIET = "dim"
HEADLINE = "bold"
HEADING = "bold cyan"
REFERENCE = "bold"
NAME = "bold"
POLICY = "cyan"
FOUND = "black on yellow"
SHARE = "yellow"
CHANGED = "bold"

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
    RowKind.UNCHANGED: "dim",
}
BAR = {
    RowKind.ADDED: "green",
    RowKind.REMOVED: "bright_red",
    RowKind.SUBSTANCE: "yellow",
    RowKind.WORDING: "cyan",
    RowKind.NOTATION: "blue",
    RowKind.UNCHANGED: "dim",
}
