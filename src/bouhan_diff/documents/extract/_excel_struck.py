"""Text that a sheet shows struck out (取消線, 見え消し): it is no longer said.

A cell's runs of their own look are marked before openpyxl, which forgets their looks, reads
them: each with whether it is struck out, whatever its cell is.
"""

import io
import re
import zipfile

from .ooxml import Package

# Noncharacters, which no text has.
_STRUCK, _KEPT, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKED = re.compile(f"([{_STRUCK}{_KEPT}])([^{_END}]*){_END}")
_TEXTS = re.compile(r"xl/(?:sharedStrings|worksheets/[^/]+)\.xml")
_STRIKE = re.compile(rb"<(?:\w+:)?strike(?:\s+val=[\"'](?:1|true)[\"'])?\s*/?>")
_RUN = re.compile(rb"<((?:\w+:)?)r>\s*<\1rPr>(.*?)</\1rPr>(.*?)</\1r>", re.DOTALL)
_TEXT = re.compile(rb"(<(?:\w+:)?t(?:\s[^>]*)?>)([^<]*)(</)")


def with_marks(package: Package) -> bytes | None:
    """Return the file with its runs marked (印付きの文書), or None: nothing is struck out."""
    if not any(_STRIKE.search(package.part(name)) for name in package.names()):
        return None
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as marked:
        for name in package.names():
            content = package.part(name)
            marked.writestr(name, _RUN.sub(_marked, content) if _TEXTS.fullmatch(name) else content)
    return file.getvalue()


def _marked(run: re.Match[bytes]) -> bytes:
    mark = (_STRUCK if _STRIKE.search(run[2]) else _KEPT).encode()
    return _TEXT.sub(rb"\1" + mark + rb"\2" + _END.encode() + rb"\3", run[0])


def without_struck(text: str, *, is_struck: bool) -> tuple[str, bool]:
    """Return the text that is not struck out (残る文字列), and whether any is.

    is_struck: whether the cell is, so that only its runs of another look stand.
    """
    runs = _MARKED.findall(text)
    kept = "".join(words for mark, words in runs if mark == _KEPT)
    if is_struck:
        return kept, True
    whole = _MARKED.sub(lambda run: run[2] if run[1] == _KEPT else "", text)
    return whole, any(mark == _STRUCK and words.strip() for mark, words in runs)
