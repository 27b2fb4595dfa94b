"""Fonts of a PDF (フォント) that pdfminer cannot read, or whose tables are wrong."""

import io
from collections.abc import Mapping
from typing import Any

from pdfminer.cmapdb import CMap, CMapBase, CMapParser, FileCMap, IdentityCMap
from pdfminer.pdffont import PDFCIDFont, PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve_all
from pdfminer.psparser import LIT, PSKeyword, literal_name
from pdfminer.utils import choplist
from pdfplumber.page import Page

_LONGEST_RANGE = 1 << 16


class Fonts(PDFResourceManager):
    """The fonts of a document (フォント), including those whose text pdfminer leaves out."""

    def get_font(self, objid: object, spec: Mapping[str, Any]) -> PDFFont:
        """Return a font (フォント); a composite one uses the code table that it embeds."""
        if objid is None and literal_name(spec.get("Subtype")) in {"CIDFontType0", "CIDFontType2"}:
            return _CompositeFont(self, spec)
        return super().get_font(objid, spec)


class _CompositeFont(PDFCIDFont):
    """A font of many characters (CIDフォント)."""

    def __init__(self, rsrcmgr: PDFResourceManager, spec: Mapping[str, Any]) -> None:
        self._cids: Mapping[int, int] = {}
        super().__init__(rsrcmgr, spec)
        if self._cids and self.unicode_map:  # looked up by character, but its keys are codes
            texts = self.unicode_map.cid2unichr
            texts |= {cid: texts[code] for code, cid in self._cids.items() if code in texts}

    def get_cmap_from_spec(self, spec: Mapping[str, Any], strict: bool) -> CMapBase:
        """Return the code table (コード表): a known one, or the font's own.

        Without either, two bytes are one character.
        """
        known = super().get_cmap_from_spec(spec, strict)
        if not isinstance(known, CMap) or known.code2cid:
            return known
        own, encoding = FileCMap(), spec.get("Encoding")
        if isinstance(encoding, PDFStream):
            parser = _EncodingParser(own, io.BytesIO(encoding.get_data()))
            parser.run()
            self._cids = parser.cids
        return own if own.code2cid else IdentityCMap(WMode=own.attrs.get("WMode", 0))


class _EncodingParser(CMapParser):
    """Reads which character each code is (符号化CMap), while pdfminer reads what it says."""

    def __init__(self, cmap: FileCMap, file: io.BytesIO) -> None:
        super().__init__(cmap, file)
        self._own = cmap
        self.cids: dict[int, int] = {}

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        """Take what an operator ends (演算子)."""
        size = {self.KEYWORD_ENDCIDCHAR: 2, self.KEYWORD_ENDCIDRANGE: 3}.get(token)
        if size is None:
            super().do_keyword(pos, token)
            return
        operands: list[Any] = [one for _at, one in self.popall()]
        for first, *last, cid in choplist(size, operands):
            begin, end = (int.from_bytes(code) for code in (first, *last, first)[:2])
            for code in range(begin, min(end + 1, begin + _LONGEST_RANGE)):
                written = code.to_bytes(len(first)).decode("latin-1")
                self._own.add_code2cid(written, cid + code - begin)
                self.cids[code] = cid + code - begin


def is_of_browser(page: Page) -> bool:
    """Return whether a browser printed a page (ブラウザーの印刷), even if joined with others since.

    Chromium begins each page with a graphics state that other programs do not write.
    """
    states = resolve_all(page.page_obj.resources.get("ExtGState"))
    return isinstance(states, dict) and _OF_BROWSER in states.values()


_OF_BROWSER = {"ca": 1, "BM": LIT("Normal")}
