"""Print (画面への出力): to the screen or pager, progress, and error messages."""

import errno
import io
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from .. import __version__
from ..errors import Problem, UserError, printable, system_reason
from ..messages import _

if TYPE_CHECKING:
    from ..render.terminal import LineBlock
    from ..render.terminal.palette import Paint

COMPLETION = "_BOUHAN_DIFF_COMPLETE"
"""The variable by which a shell asks for candidates (補完の要求)."""

_WIDTH = 80
_HEIGHT = 24
_LONGEST_LINE = 2_000
_LEAST = 20
# Compiled where something is reported.
_FIGURE = r"\d[\d,.・]*(?:ページ|行目|か所|件|年度)?"
_NAME = r"[^\s、]+、?"
_KILLED = 128  # a shell adds the signal's number


class Draw(Protocol):
    """A function that draws for a screen (描画), given its width in cells and what it can show."""

    def __call__(self, *, width: int, paint: "Paint") -> "Iterable[LineBlock]": ...  # noqa: D102


def prepare_streams() -> None:
    """Print in UTF-8 wherever output goes (出力の準備), and never fail for one character.

    If there is no standard output, its descriptor is occupied, so that no file gets it.
    """
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


class ReaderLeftError(Exception):
    """The reader of our output has closed the pipe (出力先なし), as `head` does early."""


@contextmanager
def _writing() -> Iterator[None]:
    """Turn errors of standard output (出力の失敗) into messages for the user."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        _forget_output()
        if has_reader_left(error, os.name):
            raise ReaderLeftError from None
        raise UserError(
            _("The output cannot be written: {reason}.").format(reason=system_reason(error))
        ) from None


def has_reader_left(error: OSError, system: str) -> bool:
    """Return whether the error means a closed pipe (出力先の終了), an invalid argument on Windows.

    system: as `os.name`.
    """
    return isinstance(error, BrokenPipeError) or (system == "nt" and error.errno == errno.EINVAL)


def _forget_output() -> None:
    """Discard what is still buffered (出力の破棄)."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def print_bytes(content: bytes) -> None:
    """Print a finished document (文書の出力) to standard output, unchanged.

    On a terminal, control characters are made visible.
    """
    with _writing():
        sys.stdout.flush()
        if sys.stdout.isatty():
            from ..text.escape import visible  # noqa: PLC0415  only a terminal can be steered

            text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
            sys.stdout.write(visible(text))
        else:
            sys.stdout.buffer.write(content)


def version_line() -> bytes:
    """Return what --version prints (版)."""
    return f"bouhan-diff {__version__}\n".encode()


def show(draw: Draw, *, is_paged: bool) -> None:
    """Print what is drawn (表示); on a terminal, through the pager if longer than the screen."""
    from ..render.terminal.palette import Paint, painted  # noqa: PLC0415  only for what is drawn
    from ..text.linebreak import set_ambiguous_width  # noqa: PLC0415  as above

    paint = _paint()
    if sys.stdout.isatty() and paint is not Paint.PLAIN:
        set_ambiguous_width(ambiguous_width())
    # The old console of Windows goes to the next line as soon as one is full.
    width = _width() - (os.name == "nt" and paint is Paint.PLAIN)
    pieces: Iterable[str] = map(partial(painted, paint=paint), draw(width=width, paint=paint))
    pager = _pager() if is_paged and sys.stdout.isatty() else ""
    if pager:
        text = "".join(pieces)
        if text.count("\n") >= shutil.get_terminal_size((_WIDTH, _HEIGHT)).lines and _page(
            pager, text
        ):
            return
        pieces = [text]
    with _writing():
        for piece in pieces:
            sys.stdout.write(piece)  # drawn: what data holds is safe, and the colours are ours


def _paint() -> "Paint":
    """Return what the screen can show (画面の能力), according to the usual variables."""
    from ..render.terminal.palette import Paint  # noqa: PLC0415  only for what is drawn

    term = os.environ.get("TERM", "").lower()
    if not (os.environ.get("FORCE_COLOR") or sys.stdout.isatty()) or term in ("dumb", "unknown"):
        return Paint.PLAIN
    if os.name == "nt" and not _takes_escapes():
        return Paint.PLAIN
    if os.environ.get("NO_COLOR"):
        return Paint.BOLD
    is_rich = os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    is_rich = is_rich or term.endswith(("256color", "kitty", "direct")) or os.name == "nt"
    return Paint.MANY if is_rich else Paint.SIXTEEN


def _takes_escapes() -> bool:
    """Make the Windows console process escape sequences (端末の準備); return whether it does."""
    import ctypes  # noqa: PLC0415  only Windows needs it

    kernel: Any = vars(ctypes)["windll"].kernel32  # absent elsewhere, also from the type stubs
    handle, mode = kernel.GetStdHandle(-11), ctypes.c_uint32()
    if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
        return sys.stdout is not None and not sys.stdout.isatty()
    return bool(kernel.SetConsoleMode(handle, mode.value | 4))


def _width(stream: TextIO | None = None) -> int:
    stream = stream or sys.stdout
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and 0 < int(columns) < 10_000:  # noqa: PLR2004  wider is no screen
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or _WIDTH
    except (OSError, ValueError):
        return _WIDTH


def _pager() -> str:
    """Return the reader's pager (ページャ), empty for none."""
    if os.environ.get("TERM") == "dumb":
        return ""
    chosen = os.environ.get("PAGER")
    if chosen is not None:
        # The shell of Windows does not say by its exit code that a command is missing.
        is_missing = os.name == "nt" and shutil.which(chosen.partition(" ")[0]) is None
        return "" if is_missing or chosen.strip() in ("", "cat") else chosen
    return "less" if shutil.which("less") else ""


def _page(pager: str, text: str) -> bool:
    """Show the text in the pager and return whether it was shown."""
    import subprocess  # noqa: PLC0415  few need it

    # As git has it: leave at once where all fits, show colours, keep the screen; and
    # leave no file of what was looked for.
    defaults = {"LESS": "FRX", "LESSCHARSET": "utf-8", "LESSHISTFILE": "-"}
    environment = {**defaults, **os.environ}
    # The variable is the reader's own command line, and is taken as one.
    process = subprocess.Popen(pager, shell=True, stdin=subprocess.PIPE, env=environment)  # noqa: S602
    assert process.stdin is not None  # noqa: S101  for the type
    try:
        process.stdin.write(text.encode("utf-8", "replace"))
        process.stdin.close()
    except OSError:
        pass  # the reader has seen enough
    while True:
        try:
            code = process.wait()
            break
        except KeyboardInterrupt:
            continue  # left to the pager
    return code <= 0 or code > _KILLED  # otherwise it failed and showed nothing


def print_problem(problem: Problem) -> None:
    """Print a problem and its advice (問題の表示) to standard error.

    On a terminal lines are broken, except what is to be copied, such as a place.
    """
    if sys.stderr is None:
        return
    with suppress(OSError):  # nowhere left to print it
        if problem.where:
            lines = [_printable(f"bouhan-diff: {problem.where}: {problem.what}")]
        else:
            lines = _with_hanging_indent("bouhan-diff: ", _printable(problem.what), _NAME)
        lines += _advice("  ", problem.advice, _NAME)
        sys.stderr.writelines(f"{line}\n" for line in lines)


def print_grouped(head: str, groups: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Print messages with advice under headings (まとまった表示), below a line with their subject.

    To standard error; on a terminal lines are broken, except what is to be copied.
    """
    if sys.stderr is None:
        return
    lines = [_printable(f"bouhan-diff: {head}")]
    for heading, items in groups.items():
        lines.append(f"  {_printable(heading)}")
        for what, advice in items:
            lines += _with_hanging_indent("  - ", _printable(what), _FIGURE)
            lines += _advice("    ", advice, _FIGURE)
    with suppress(OSError):  # nowhere left to say it
        sys.stderr.writelines(f"{line}\n" for line in lines)


def _advice(start: str, advice: str, kept: str) -> list[str]:
    """Return the lines of an advice (対処), unbroken if it has something to copy."""
    if "--" in advice or "bouhan-diff" in advice:
        return [start + _printable(advice)]
    return _with_hanging_indent(start, _printable(advice), kept) if advice else []


def _with_hanging_indent(start: str, text: str, kept: str) -> list[str]:
    """Return a text after its start, broken into lines on a terminal (ぶら下げ).

    kept: a pattern of what is not broken if it fits on a line.
    """
    if not sys.stderr.isatty():
        return [start + text]
    from ..text.linebreak import break_lines  # noqa: PLC0415  only for a terminal

    width = max(_width(sys.stderr) - len(start), _LEAST)
    places = break_lines(text, width, kept=re.compile(kept))
    parts = [text[first:end].strip() for first, end in places]
    return [(" " * len(start) if place else start) + part for place, part in enumerate(parts)]


def _printable(text: str) -> str:
    """Return the text without control characters (制御文字の除去), as it may come from data.

    It is shortened to what a message needs: an argument may have 100,000 letters.
    """
    if len(text) > _LONGEST_LINE:
        text = text[:_LONGEST_LINE] + "…"
    return printable(text)


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """Yield a function to call with the number of steps done (進捗); drawn only on a terminal."""
    if total < 2 or sys.stderr is None or not sys.stderr.isatty():  # noqa: PLR2004  one is no wait
        yield lambda _steps: None
        return
    from rich.console import Console  # noqa: PLC0415  only where it is drawn
    from rich.progress import Progress, TimeRemainingColumn  # noqa: PLC0415

    # A bar would be twice as long as its line where the terminal draws it in wide characters.
    columns = "{task.description}", "{task.percentage:>3.0f}%", TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda steps: bar.advance(task, steps)


def print_line(text: str) -> None:
    """Print one line of our own words (報告) to standard output."""
    print_bytes(f"{_printable(text)}\n".encode())


def report_written(path: str) -> None:
    """Report on standard error what was written (書込みの報告)."""
    note(_("Written: {path}").format(path=path))


def note(text: str) -> None:
    """Print one line of our own words (案内) to standard error."""
    if sys.stderr is not None:
        with suppress(OSError):  # nowhere left to say it
            sys.stderr.write(_printable(text) + "\n")


_VARIABLE = "BOUHAN_DIFF_AMBIGUOUS"
_EAST_ASIAN = ("ja", "zh", "ko")
_SAMPLE = "○"
_POSITION = rb"\x1b\[\d+;(\d+)R"
_PATIENCE = 0.3  # seconds; a terminal that answers does so at once, also over a network
_JAPANESE_CODE_PAGE = 932


def ambiguous_width() -> int:
    """Return how many cells the terminal gives to an ambiguous character (曖昧幅): 1 or 2.

    BOUHAN_DIFF_AMBIGUOUS decides without asking. The terminal is asked only in East Asian locales;
    one that does not answer gets 1.
    """
    chosen = os.environ.get(_VARIABLE, "")
    if chosen in ("1", "2"):
        return int(chosen)
    if os.name == "nt":
        return _width_on_windows()
    if not (_is_east_asian() and sys.stdin is not None and sys.stdin.isatty()):
        return 1
    try:
        return _measured_width()
    except (ImportError, OSError, ValueError):
        return 1


def _is_east_asian() -> bool:
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "")
    return locale.startswith(_EAST_ASIAN)


def _width_on_windows() -> int:
    """Return the width by the console's code page; Windows Terminal always draws one cell."""
    import ctypes  # noqa: PLC0415  only Windows needs it

    if os.environ.get("WT_SESSION"):
        return 1
    page = vars(ctypes)["windll"].kernel32.GetConsoleOutputCP()  # absent elsewhere
    return 2 if page == _JAPANESE_CODE_PAGE else 1


def _measured_width() -> int:
    """Ask for the cursor position before and after a sample, and erase the sample."""
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
            while len(places := re.findall(_POSITION, answer)) < 2:  # noqa: PLR2004  before, behind
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
