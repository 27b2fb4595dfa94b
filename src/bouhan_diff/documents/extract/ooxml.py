"""Word and Excel files (Office文書) as packages: looked at before anything is unpacked.

Both are zip files of XML. Nothing of them is written anywhere, no entity is resolved, no
link followed and no macro run; what is larger unpacked than any plan is refused first.
"""

import io
import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from ...diagnostics import Diagnostic, Level, Span
from ...errors import UserError
from ...messages import _
from .sources import LARGEST_FILE, MEGABYTE, read_bounded

_LARGEST_PART = 30 * MEGABYTE
_LARGEST_PACKAGE = 60 * MEGABYTE
_MOST_PARTS = 10_000
_IS_ENCRYPTED = 0x1
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


def struck_out(span: Span) -> Diagnostic:
    """Return the diagnostic of text that is struck out (取消線) and so was left out."""
    return Diagnostic(Level.LOSS, "struck-out", span)


class Package:
    """The parts of a Word or Excel file (文書の部品), each found sound before it is read.

    main: the part without which it is not such a file. Raises UserError.
    """

    def __init__(self, path: Path, main: str) -> None:
        self._path = path
        self.content = read_bounded(path, LARGEST_FILE)
        if self.content.startswith(_OLE):
            raise self._error(
                _("The file is protected by a password, or of the time before 2007."),
                _("Open it in its program and save it as .docx or .xlsx without a password."),
            )
        try:
            with zipfile.ZipFile(io.BytesIO(self.content)) as package:
                self._parts = self._sound_parts(package)
        except (UserError, MemoryError):
            raise
        except Exception as error:  # zipfile answers a broken file with errors of many kinds
            raise self.damaged() from error
        if main not in self._parts:
            raise self._error(
                _("The file is not what its suffix “{suffix}” says.").format(suffix=path.suffix),
                _("Give it its true suffix: .pdf, .docx, .xlsx, .csv or .txt."),
            )

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def names(self) -> list[str]:
        """Return the names of the parts (部品名), sorted."""
        return sorted(self._parts)

    def part(self, name: str) -> bytes:
        """Return a part's bytes (部品)."""
        return self._parts[name]

    def xml(self, name: str) -> Element:
        """Return a part's root element (XML). Raises UserError where it is no XML."""
        try:
            return fromstring(self._parts[name])  # noqa: S314  no part has a DOCTYPE
        except (ParseError, ValueError, LookupError) as error:  # the latter of its encoding
            raise self.damaged() from error

    def damaged(self) -> UserError:
        """Return the error that says that the file is damaged (破損)."""
        return self._error(
            _("The file is damaged, or not what its suffix “{suffix}” says.").format(
                suffix=self._path.suffix
            ),
            _("Open it in its program and save it anew."),
        )

    def _sound_parts(self, package: zipfile.ZipFile) -> dict[str, bytes]:
        infos = [info for info in package.infolist() if info.filename.endswith((".xml", ".rels"))]
        if any(info.flag_bits & _IS_ENCRYPTED for info in infos):
            raise self._error(_("The file is protected by a password."), _("Save it without one."))
        if (
            len(package.infolist()) > _MOST_PARTS
            or sum(info.file_size for info in infos) > _LARGEST_PACKAGE
            or any(info.file_size > _LARGEST_PART for info in infos)
        ):
            raise self._error(
                _("Unpacked, the file is larger than {most} MB.").format(
                    most=_LARGEST_PART // MEGABYTE
                ),
                _("Copy the table alone into a new file, without empty rows, and import that."),
            )
        parts = {}
        for info in infos:
            if info.filename.startswith(("/", "\\")) or ".." in info.filename.split("/"):
                raise self.damaged()
            content = package.read(info)
            if any(mark in content for mark in _DOCTYPES):
                raise self._error(
                    _("The file declares entities, as no Word or Excel file does."),
                    _("It may be meant to do harm. Open it in its program and save it anew."),
                )
            parts[info.filename] = content
        return parts

    def _error(self, what: str, advice: str) -> UserError:
        return UserError(what, where=str(self._path), advice=advice)
