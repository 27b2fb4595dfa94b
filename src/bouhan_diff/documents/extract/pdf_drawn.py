"""How a page is drawn (頁の描画): shapes with their colour spaces, texts in their cells.

A text hidden by its cell is moved to where the cell is visible, or left to the page that shows it.
What the parser cannot read is an error of the file.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

from pdfminer import pdfinterp
from pdfminer.layout import LTChar, LTCurve
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psparser import KWD
from pdfminer.utils import Matrix, apply_matrix_pt
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

from ...errors import UserError
from ...messages import _

_APART = 1.0  # points, between texts and rules that are not at one place
_THICKEST_RULE = 4.0  # points

_Clip = tuple[float, float, float, float]  # left, bottom, right, top
_NO_CLIP = (-inf, -inf, inf, inf)
_NO_SLANT = 1e-6  # of the largest turn


class _Device(PDFPageAggregatorWithMarkedContent):
    """Records the colour space of each shape (図形の色空間)."""

    def set_ctm(self, ctm: Matrix) -> None:
        """Set the transformation of what follows (変換行列), made exactly horizontal if nearly so.

        The cosine of 90° is hardly ever 0 in floating point, and a slanted box has no rules.
        """
        *turns, x, y = ctm
        least = _NO_SLANT * max(map(abs, turns))
        a, b, c, d = (turn if abs(turn) > least else 0.0 for turn in turns)
        super().set_ctm((a, b, c, d, x, y))

    def paint_path(self, gstate: pdfinterp.PDFGraphicState, *args: object) -> None:
        """Paint a path (図形の描画)."""
        count = len(self.cur_item._objs)
        super().paint_path(gstate, *args)
        for shape in self.cur_item._objs[count:]:
            setattr(shape, "ncs", gstate.ncs)  # noqa: B010  pdfminer's shapes declare none


class _DrawnText(NamedTuple):
    """A text drawn without a gap (描画された文字列).

    within: the list that holds its characters. clip: the part of the page visible then.
    """

    chars: list[LTChar]
    within: list[Any]
    clip: _Clip

    @property
    def words(self) -> str:
        """Its text (語), without surrounding spaces."""
        return "".join(char.get_text() for char in self.chars).strip()

    @property
    def key(self) -> tuple[str, int]:
        """Its text and its left edge, in points (語と位置)."""
        return self.words, round(self.chars[0].x0)

    @property
    def is_hidden(self) -> bool:
        """Whether no character of it is within the clip (見えない文字列)."""
        left, bottom, right, top = self.clip
        return not any(
            left <= (char.x0 + char.x1) / 2 <= right and bottom <= (char.y0 + char.y1) / 2 <= top
            for char in self.chars
        )

    @property
    def is_below(self) -> bool:
        """Whether it is below the clip (下に隠れた文字列)."""
        return self.chars[0].y0 < self.clip[1]

    def goes_on_with(self, other: "_DrawnText") -> bool:
        """Return whether another text follows without a gap (文字列の続き)."""
        last, first = self.chars[-1], other.chars[0]
        is_near = last.y0 == first.y0 and abs(first.x0 - last.x1) < _APART
        return is_near and self.within is other.within and self.clip == other.clip


class _Interpreter(pdfinterp.PDFPageInterpreter):
    """Draws a page, and records which of its texts are clipped (クリップ)."""

    def __init__(self, resources: pdfinterp.PDFResourceManager, device: PDFDevice) -> None:
        super().__init__(resources, device)
        self.texts: list[_DrawnText] = []
        self._clip = _NO_CLIP

    def dup(self) -> "_Interpreter":
        """Return one for a form drawn on the page (フォーム), clipped like the page."""
        inner = type(self)(self.rsrcmgr, self.device)
        inner.texts, inner._clip = self.texts, self._clip
        return inner

    def get_current_state(self) -> Any:  # noqa: ANN401  one more than pdfminer's three
        """Return what is to be restored (描画状態)."""
        return (*super().get_current_state(), self._clip)

    def set_current_state(self, state: Any) -> None:  # noqa: ANN401
        """Restore what was saved (描画状態)."""
        *rest, self._clip = state
        super().set_current_state(rest)

    def do_W(self) -> None:  # noqa: N802  the operator's name
        """Clip to the box around the path (クリップ)."""
        points = [
            apply_matrix_pt(self.ctm, (part[at], part[at + 1]))  # type: ignore[arg-type]
            for part in self.curpath
            for at in range(1, len(part) - 1, 2)
        ]
        if points:
            xs, ys = zip(*points, strict=True)
            left, bottom, right, top = self._clip
            self._clip = (
                max(left, min(xs)),
                max(bottom, min(ys)),
                min(right, max(xs)),
                min(top, max(ys)),
            )

    do_W_a = do_W  # noqa: N815

    def do_TJ(self, seq: Any) -> None:  # noqa: ANN401, N802
        """Draw a text (文字列の描画)."""
        drawn = self.device.cur_item._objs  # type: ignore[attr-defined]
        count = len(drawn)
        super().do_TJ(seq)
        chars = drawn[count:]
        if not chars:
            return
        text = _DrawnText(chars, drawn, self._clip)
        if self.texts and self.texts[-1].goes_on_with(text):
            self.texts[-1].chars.extend(chars)
        else:
            self.texts.append(text)


def drawn_pages(pages: Iterable[Page]) -> Iterator[Page]:
    """Yield the pages as drawn (頁の描画), with hidden texts moved into view in their cells.

    A page whose text is not horizontal is turned. A cell shared by two pages is drawn in full on
    both, and clipped.
    """
    last: Sequence[_DrawnText] = ()
    waiting: tuple[Page, Sequence[_DrawnText]] | None = None
    for page in chain(pages, [None]):
        coming = _drawn(page) if page else None
        if waiting:
            shown, texts = waiting
            _show_hidden(shown, texts, last, coming[1] if coming else ())
            last = texts
            yield shown
        waiting = coming


def _show_hidden(
    page: Page,
    texts_drawn: Sequence[_DrawnText],
    before: Sequence[_DrawnText],
    after: Sequence[_DrawnText],
) -> None:
    """Move hidden texts into the clips of their cells (隠れた文字列), unless other pages show them.

    If nothing of a text is visible, the rows beside its cell are on this page as well. If some is,
    the part above is on the page before, and the part below on the page after, if drawn there.
    before, after: the texts of those pages.
    """
    hidden = [text for text in texts_drawn if text.is_hidden and text.words]
    if not hidden:
        return  # the usual case
    shapes = [one for one in page._layout._objs if isinstance(one, LTCurve)]
    rules = [one for one in shapes if one.height < _THICKEST_RULE]
    drawn = [{text.key for text in beside} for beside in (before, after)]
    shown = {text.key for text in (*before, *after) if not text.is_hidden}
    gone: set[int] = set()
    clips = {text.clip for text in hidden}
    for texts in (
        cell for clip in clips for cell in _cells([t for t in texts_drawn if t.clip == clip])
    ):
        seen = [text for text in texts if not text.is_hidden]
        if seen or not _fit(texts, rules, is_squeezed=False):
            elsewhere = {
                id(text)
                for text in texts
                if text.is_hidden and (text.key in shown or text.key in drawn[text.is_below])
            }
            kept = [text for text in texts if id(text) not in elsewhere]
            if any(text.is_hidden for text in kept):
                _fit(kept, rules, is_squeezed=True)
            gone |= {id(c) for text in texts if id(text) in elsewhere for c in text.chars}
    for within in {id(text.within): text.within for text in hidden}.values():
        within[:] = [one for one in within if id(one) not in gone]
    page.flush_cache(["_objects"])


def _cells(texts: Iterable[_DrawnText]) -> list[list[_DrawnText]]:
    """Group the texts of cells that are clipped alike (左右のセル), stacked ones together."""
    cells: list[list[_DrawnText]] = []
    reach = -inf
    for text in sorted(texts, key=lambda text: text.chars[0].x0):
        if text.chars[0].x0 >= reach:
            cells.append([])
        cells[-1].append(text)
        reach = max(reach, text.chars[-1].x1)
    return cells


def _fit(texts: Sequence[_DrawnText], rules: Iterable[LTCurve], *, is_squeezed: bool) -> bool:
    """Move the texts of a cell to the middle of their clip (文字列の移動); return whether they fit.

    is_squeezed: lines may be moved closer together. A clip with rules above or below its texts is
    not that of a cell.
    """
    _left, bottom, _right, top = texts[0].clip
    chars = [char for text in texts for char in text.chars]
    left, right = min(char.x0 for char in chars), max(char.x1 for char in chars)
    low, high = min(char.y0 for char in chars), max(char.y1 for char in chars)
    is_cell = not any(
        bottom + _APART < rule.y0 < top - _APART and rule.x0 < right and left < rule.x1
        for rule in rules
    )
    is_high = high - low > top - bottom
    if not is_cell or bottom >= top or (is_high and not is_squeezed):
        return False
    scale = (top - bottom) / (high - low) if is_high else 1.0
    shift = (bottom + top - scale * (low + high)) / 2
    for char in chars:
        char.set_bbox((char.x0, scale * char.y0 + shift, char.x1, scale * char.y1 + shift))
    return True


def _drawn(page: Page) -> tuple[Page, Sequence[_DrawnText]]:
    """Return a page and its texts, with the colour space of each shape (色空間), as ncs.

    pdfplumber gives it for characters only. A colour of 1 is white in grey, black in a printing
    ink.
    """
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    setattr(pdfinterp, "PDFContentParser", ContentParser)  # noqa: B010  it takes none as argument
    interpreter = _Interpreter(page.pdf.rsrcmgr, device)
    interpreter.process_page(page.page_obj)
    page._layout = device.get_result()
    other = _turned(page)
    return _drawn(other) if other else (page, interpreter.texts)


def _turned(page: Page) -> Page | None:
    """Return a page rotated so that most text is horizontal (横向きの頁の回転), None if it is."""
    turns = Counter(_turn(*c["matrix"][:2]) for c in page.chars if not c["text"].isspace())
    turn = max(turns, key=turns.__getitem__, default=0)
    if not turn:
        return None
    source = page.page_obj
    source.rotate = source.attrs["Rotate"] = (page.rotation + turn) % 360
    return type(page)(page.pdf, source, page.page_number, page.initial_doctop)


def _turn(along: float, up: float) -> int:
    """Return the rotation that makes text in a direction run to the right (文字の向き)."""
    if abs(along) >= abs(up):
        return 0 if along >= 0 else 180
    return 90 if up > 0 else 270


# --- Content streams ----------------------------------------------------------------------------

# Numbers and the operator behind them, as maps and painted letters have tens of thousands of.
_OPERATION = re.compile(
    rb"\s*((?:[-+]?(?:\d+\.?\d*|\.\d+)\s+)*)"
    rb"(m|l|c|v|y|h|re|[fFnsSgGkKwJjiM]|[fBb]\*|[Bb]|W\*?|q|Q|cm|rg|RG|T[cdDmrswzL*])(?=\s)"
)


class ContentParser(pdfinterp.PDFContentParser):
    """Reads operators with only numbers at once (数値だけの命令), all others as pdfminer does."""

    BUFSIZ = 1 << 20

    def nextobject(self) -> Any:  # noqa: ANN401  as pdfminer declares it
        """Return the next operand or operator (次の項目). Raises PSEOF."""
        if not (self.results or self.curstack or self.context or self._tokens):
            match = _OPERATION.match(self.buf, self.charpos)
            if match and self._parse1 == self._parse_main:
                self.charpos = match.end()
                self.results = [(0, one) for one in chain(_numbers(match[1]), [KWD(match[2])])]
        return self.results.pop(0) if self.results else super().nextobject()


def _numbers(operands: bytes) -> Iterator[int | float]:
    return (float(one) if b"." in one else int(one) for one in operands.split())


# --- Broken files ---------------------------------------------------------------------------------


@contextmanager
def parsing(path: Path) -> Iterator[None]:
    """Turn what the parser raises into errors of the file (破損); nothing else runs inside.

    pdfminer raises errors of any kind for a broken file; those of our own code are bugs.
    """
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        causes = (error, *error.args, error.__context__)
        if any(isinstance(cause, MemoryError) for cause in causes):
            raise MemoryError from error
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
            raise _encrypted(path) from error
        raise _damaged(path) from error


def _encrypted(path: Path) -> UserError:
    return UserError(
        _("The file is protected by a password."),
        where=str(path),
        advice=_("Open it with the password and print it to a new file."),
    )


def _damaged(path: Path) -> UserError:
    return UserError(
        _("The file is damaged, or not what its suffix “{suffix}” says.").format(
            suffix=path.suffix
        ),
        where=str(path),
        advice=_("Open it in its program and save it again."),
    )
