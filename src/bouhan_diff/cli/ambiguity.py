"""Ask the terminal how wide it draws characters of ambiguous width (曖昧幅), such as ① and ─.

Unicode leaves it open. Many terminals of Japan give them two cells; then columns that were
counted with one do not meet, and lines run over the edge.
"""

import os
import re
import sys
import time

_VARIABLE = "BOUHAN_DIFF_AMBIGUOUS"
_EAST_ASIAN = ("ja", "zh", "ko")
_SAMPLE = "○"
_POSITION = re.compile(rb"\x1b\[\d+;(\d+)R")
_PATIENCE = 0.3  # seconds; a terminal that answers does so at once, also over a network
_JAPANESE_CODE_PAGE = 932


def ambiguous_width() -> int:
    """Return how many cells the terminal gives to such a character (曖昧幅): 1 or 2.

    The variable BOUHAN_DIFF_AMBIGUOUS says so without asking. Only in East Asian locales is
    there anything to ask; a terminal that does not answer gives one cell.
    """
    chosen = os.environ.get(_VARIABLE, "")
    if chosen in ("1", "2"):
        return int(chosen)
    if os.name == "nt":
        return _width_on_windows()
    if not (_is_east_asian() and sys.stdin is not None and sys.stdin.isatty()):
        return 1
    try:
        return _asked()
    except (ImportError, OSError, ValueError):
        return 1


def _is_east_asian() -> bool:
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "")
    return locale.startswith(_EAST_ASIAN)


def _width_on_windows() -> int:
    """Return the width by the console's code page; Windows Terminal draws one cell always."""
    import ctypes  # noqa: PLC0415  only Windows needs it

    if os.environ.get("WT_SESSION"):
        return 1
    page = vars(ctypes)["windll"].kernel32.GetConsoleOutputCP()  # absent elsewhere
    return 2 if page == _JAPANESE_CODE_PAGE else 1


def _asked() -> int:
    """Ask for the cursor's place before and behind a sample, and take the sample away again."""
    import select  # noqa: PLC0415  only terminals are asked
    import termios  # noqa: PLC0415  absent on Windows
    import tty  # noqa: PLC0415  absent on Windows

    terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    try:
        is_busy = bool(select.select([terminal], [], [], 0)[0])
        if is_busy or os.tcgetpgrp(terminal) != os.getpgrp():
            return 1  # what was typed ahead is not ours, nor is another program's terminal
        before = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal)
            os.write(terminal, f"\x1b[6n{_SAMPLE}\x1b[6n".encode())
            answer, until = b"", time.monotonic() + _PATIENCE
            while len(places := _POSITION.findall(answer)) < 2:  # noqa: PLR2004  before, behind
                left = until - time.monotonic()
                if left <= 0 or not select.select([terminal], [], [], left)[0]:
                    break
                answer += os.read(terminal, 64)
            width = int(places[1]) - int(places[0]) if len(places) > 1 else 1
            width = width if width in (1, 2) else 1
            os.write(terminal, b"\b \b" * width + b"\x1b[K")
        finally:
            termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
    except termios.error:
        return 1
    finally:
        os.close(terminal)
    return width
