"""Make the pictures of the documentation (docs/pictures/*.png) from the program as it is.

    python scripts/pictures.py [NAME…]

Needs the program's environment, Chromium (`chromium`, or what CHROMIUM names), LibreOffice
(`soffice`) and Japanese fonts (Debian: chromium libreoffice-writer libreoffice-calc
fonts-noto-cjk). What a command prints is taken from a terminal of its own, and drawn in that
terminal's cells; documents are written by the program and printed by LibreOffice.
"""

import io
import os
import pty
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pdfplumber
from PIL import Image
from rich.ansi import AnsiDecoder
from rich.color import parse_rgb_hex
from rich.console import Console
from rich.terminal_theme import TerminalTheme

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
PROGRAM = [sys.executable, "-m", "bouhan_diff"]
CELL, LINE, MARGIN = 9, 25, 28  # pixels

# In the font these take two cells; terminals give them one. Letters may lean over the
# space that follows them, lines, arrows and blocks are squeezed.
LETTERS = re.compile(r"[①-⑳Ⅰ-Ⅻ↵…]")
BLOCKS = re.compile(r"[→─█▏▎▍▌▋▊▉]+")
COLOURS = 160
GROUNDS = 8
"""Enough for text, and a file a third as large."""

TERMINAL = f"""<!doctype html><meta charset="utf-8"><style>
body {{{{ margin: {MARGIN}px; color: {{foreground}}; background: {{background}}; }}}}
pre {{{{ margin: 0; font: {2 * CELL}px/{LINE}px "Noto Sans Mono CJK JP", monospace;
         font-kerning: none; text-spacing-trim: space-all; }}}}
i, b {{{{ display: inline-block; width: {CELL}px; font-style: normal; font-weight: inherit; }}}}
b {{{{ transform: scaleX(0.5); transform-origin: 0; }}}}
</style><pre>{{code}}</pre>"""


def theme(ground: str, letters: str, plain: str, bright: str) -> TerminalTheme:
    """Return a terminal's colours: its ground, its letters, and twice eight of its palette."""
    return TerminalTheme(
        parse_rgb_hex(ground),
        parse_rgb_hex(letters),
        [parse_rgb_hex(colour) for colour in plain.split()],
        [parse_rgb_hex(colour) for colour in bright.split()],
    )


DARK = theme(
    "0d1117",
    "d5dbe3",
    "21262d d73a49 3fb950 d8a634 58a6ff bc8cff 4fb8c9 b1bac4",
    "6e7681 ff6b66 56d364 e3b341 79c0ff d2a8ff 56d4dd f0f6fc",
)
LIGHT = theme(
    "ffffff",
    "24292f",
    "24292f a40e26 1a7f37 bf8700 0969da 8250df 1b7c83 6e7781",
    "57606a d1242f 2da44e d4a72c 218bff a475f9 3192aa 8c959f",
)


def screen(
    *arguments: str, width: int, lines: int, colours: TerminalTheme
) -> Callable[[Path], None]:
    """Return what draws the first lines that a command prints on a terminal so wide."""

    def draw(path: Path) -> None:
        console = Console(record=True, width=width + 1, file=io.StringIO(), force_terminal=True)
        printed = list(AnsiDecoder().decode(on_terminal(arguments, width)))[:lines]
        console.print(f"$ bouhan-diff {' '.join(arguments)}\n", style="dim", highlight=False)
        for line in printed:
            console.print(line, no_wrap=True, overflow="ignore", crop=False)
        drawn = console.export_html(theme=colours, code_format=TERMINAL, inline_styles=True)
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "screen.html"
            source.write_text(in_cells(drawn), encoding="utf-8")
            size = (width * CELL + 2 * MARGIN, (len(printed) + 2) * LINE + 2 * MARGIN)
            photograph(source.as_uri(), path, size)

    return draw


def in_cells(drawn: str) -> str:
    """Return the text with every character in as many cells as a terminal gives it."""
    drawn = LETTERS.sub(r"<i>\g<0></i>", drawn)
    return BLOCKS.sub(lambda run: "".join(f"<b>{block}</b>" for block in run[0]), drawn)


def on_terminal(arguments: Sequence[str], width: int) -> str:
    """Run the program on a terminal of its own and return what it prints there."""
    ours, its = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "BOUHAN_DIFF_DATA"}}
    environment |= {"COLUMNS": str(width), "TERM": "xterm-256color", "LANGUAGE": "ja"}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "PAGER": "cat"}
    command = [*PROGRAM, *arguments]
    with subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=environment) as program:
        os.close(its)
        printed = b""
        while piece := _read(ours):
            printed += piece
    os.close(ours)
    if program.returncode:
        sys.exit(printed.decode())
    return printed.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # how Linux says that the other side is closed
        return b""


def photograph(address: str, path: Path, size: tuple[int, int]) -> None:
    """Let Chromium draw a page and keep the picture (PNG)."""
    with tempfile.TemporaryDirectory() as profile:
        options = [
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            "--hide-scrollbars",
            "--no-first-run",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),  # it refuses root without
            f"--user-data-dir={profile}",
            f"--window-size={size[0]},{size[1]}",
            f"--screenshot={path.resolve()}",
        ]
        browser = os.environ.get("CHROMIUM", "chromium")
        subprocess.run([browser, *options, address], check=True, capture_output=True, timeout=120)


def page(width: int, height: int) -> Callable[[Path], None]:
    """Return what draws the top of the web page in a window of so many pixels."""

    def draw(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            photograph(written(Path(folder), ".html").as_uri(), path, (width, height))

    return draw


def paper(suffix: str, resolution: int, page: int = 1) -> Callable[[Path], None]:
    """Return what draws a page of a document as LibreOffice prints it."""

    def draw(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            document = written(Path(folder), suffix)
            profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
            command = ["soffice", profile, "--headless", "--convert-to", "pdf"]
            command += ["--outdir", folder, str(document)]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            with pdfplumber.open(document.with_suffix(".pdf")) as pdf:
                pdf.pages[page - 1].to_image(resolution=resolution).original.save(path)

    return draw


def written(folder: Path, suffix: str) -> Path:
    """Let the program write its changes to a file of that kind."""
    document = folder / f"changes{suffix}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LANGUAGE": "ja"}
    command = [*PROGRAM, *CHANGES, "-o", str(document)]
    subprocess.run(command, check=True, env=environment, timeout=120)
    return document


def shrink(path: Path) -> None:
    """Keep the picture in as few colours as it needs."""
    with Image.open(path) as picture:
        whole = picture.convert("RGB")
    few = whole.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    palette = few.getpalette() or []
    # Grounds keep their very colour: the nearest of so few may have a tinge that is seen.
    for _count, colour in sorted(whole.getcolors(whole.width * whole.height) or [])[-GROUNDS:]:
        place = nearest(palette, colour)
        palette[3 * place : 3 * place + 3] = colour
    few.putpalette(palette)
    few.save(path, optimize=True)


def nearest(palette: Sequence[int], colour: Sequence[int]) -> int:
    """Return the place of the colour in the palette that is nearest to this one."""
    return min(
        range(len(palette) // 3),
        key=lambda place: sum(
            (a - b) ** 2 for a, b in zip(palette[3 * place : 3 * place + 3], colour, strict=True)
        ),
    )


CHANGES = ("changes", "R5", "R6")
DRAWN: dict[str, Callable[[Path], None]] = {
    "changes": screen(*CHANGES, width=120, lines=40, colours=DARK),
    "stats": screen("stats", width=100, lines=35, colours=LIGHT),
    "web": page(1280, 1200),
    "word": paper(".docx", 144),
    "excel": paper(".xlsx", 180, 3),
}


def main(names: Sequence[str]) -> None:
    """Make the named pictures, or all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in names or DRAWN:
        path = PICTURES / f"{name}.png"
        DRAWN[name](path)
        shrink(path)
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
