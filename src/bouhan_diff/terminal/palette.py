"""The colours (配色): of the terminal's own palette, so that they suit its ground.

Measured on the palettes of Windows Terminal, GNOME, macOS, VS Code and xterm: bright red
and plain green keep the best contrast on dark and light grounds alike; bright green
vanishes on white, and plain red on black.
"""

from ..table import RowKind
from ..textdiff import EditKind

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
    EditKind.NOTATION: "dim bright_red strike",
}
INSERTED = {
    EditKind.SUBSTANCE: "bold green underline",
    EditKind.WORDING: "green underline",
    EditKind.NOTATION: "dim green underline",
}
BADGE = {
    RowKind.ADDED: "black on green",
    RowKind.REMOVED: "black on bright_red",
    RowKind.SUBSTANCE: "black on yellow",
    RowKind.WORDING: "black on cyan",
    RowKind.NOTATION: "reverse dim",
    RowKind.UNCHANGED: "dim",
}
COUNT = {
    RowKind.ADDED: "bold green",
    RowKind.REMOVED: "bold bright_red",
    RowKind.SUBSTANCE: "bold yellow",
    RowKind.WORDING: "cyan",
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
