"""Open source files with care (元の文書): bounded in size, and only as what they are.

Word and Excel files (Office文書) are zip files of XML, checked before anything is unpacked. Nothing
is written to disk, no entity is resolved, no link followed and no macro run; what would unpack to
more than any plan needs is refused first. Every part is read through `Package.part`, whatever its
name.
"""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from ...diagnostics import Diagnostic, Level
from ...errors import UserError, system_reason
from ...messages import _
from ...storage.files import open_file
from ...text.normalize import mend

UNREADABLE = "〓"
"""Stands for a sign whose code says nothing (文字化け・外字), of a symbol font or of one office."""

ODD = re.compile("[\u2e80-\u2fdf\ue000-\uf8ff]")
"""Characters that `legible` replaces (補正する文字)."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEGABYTE = 1 << 20
_BEGINNING = 4096
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_ESCAPE = b"\x1b"
_CONTROLS = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<(?:\?xml|!--)[^>]*>\s*)*"
    rb"<(?:!doctype html|html|head|meta|style|table)\b",
    re.IGNORECASE,
)
_EUC = "euc_jis_2004"
_KANA = re.compile("[ぁ-んァ-ン]")
LARGEST_FILE = 100 * MEGABYTE
LARGEST_TEXT = 10 * MEGABYTE


def read_bounded(path: Path, most: int = LARGEST_TEXT) -> bytes:
    """Return the file's bytes (内容). Raises UserError if it is missing, empty or too large."""
    try:
        with open_file(path) as file:
            content = file.read(most + 1)
    except OSError as error:
        raise UserError(
            _("The file cannot be read: {reason}.").format(reason=system_reason(error)),
            where=str(path),
        ) from error
    if not content:
        raise UserError(
            _("The file is empty."),
            where=str(path),
            advice=_("Get it again from its publisher."),
        )
    if len(content) > most:
        raise UserError(
            _("The file is larger than {most} MB.").format(most=most // MEGABYTE),
            where=str(path),
            advice=_("Cut out the pages with the table and import those."),
        )
    return content


def is_compound(content: bytes) -> bool:
    """Return whether a file is of Office before 2007 (旧形式), or protected by a password."""
    return content.startswith(_COMPOUND)


def beginning(path: Path) -> bytes:
    """Return the first bytes of a file (先頭), none if it cannot be read."""
    try:
        with open_file(path) as file:
            return file.read(_BEGINNING)
    except OSError:
        return b""


def is_text(first: bytes) -> bool:
    """Return whether the first bytes of a file are of a text (テキスト), in any encoding.

    Markup and mail are none: old programs save workbooks as XML, or with all their sheets as MIME.
    """
    is_other = first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<", b"MIME-Version"))
    return first[:2] in _BOMS or bool(first and not is_other and not _CONTROLS.search(first))


def is_html(first: bytes) -> bool:
    """Return whether the first bytes of a file are of a page (HTML), as exports write it."""
    return bool(_HTML.match(first.replace(b"\0", b"")))


def legible(text: str) -> str:
    """Return the text with CJK radicals replaced (部首の補正), private characters as UNREADABLE."""
    if text.isascii() or not ODD.search(text):
        return text
    return _PRIVATE.sub(UNREADABLE, mend(text))


def decoded(content: bytes, path: Path) -> str:
    """Decode text in UTF-8, UTF-16 with a BOM, CP932, EUC-JP or ISO-2022-JP (文字コード).

    Raises UserError for any other encoding and for what is not text.
    """
    encodings: tuple[str, ...] = ("utf-8-sig", *_of_kanji(content))
    if content[:2] in _BOMS:
        encodings = ("utf-16",)
    elif _ESCAPE in content and content.isascii():
        encodings = ("iso2022_jp_3", "iso2022_jp_ext")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UserError(
        _("The file is not text in UTF-8 or Shift_JIS (CP932)."),
        where=str(path),
        advice=_("Save it again as UTF-8, or give its true suffix: .pdf, .docx or .xlsx."),
    )


def _of_kanji(content: bytes) -> tuple[str, ...]:
    """Return CP932 and EUC-JP, the likelier first (シフトJISとEUC).

    As CP932, a text in EUC-JP is hardly ever valid, and then one of halfwidth kana; a text in CP932
    whose kana are of full width is never valid as EUC-JP.
    """
    try:
        is_euc = bool(_KANA.search(content.decode(_EUC)))
    except UnicodeDecodeError:
        is_euc = False
    return (_EUC, "cp932") if is_euc else ("cp932", _EUC)


def is_tabbed(path: Path) -> bool:
    """Return whether a text is a table copied from a spreadsheet (タブ区切り).

    Most of its lines have the same number of tabs. Raises UserError if it is not text.
    """
    lines = [line for line in decoded(read_bounded(path), path).splitlines() if line.strip()]
    tabs = Counter(line.count("\t") for line in lines)
    most = max(tabs, key=tabs.__getitem__, default=0)
    return most > 1 and 2 * tabs[most] > len(lines)


_FEWEST_FOREIGN = 3
_OF_NEW_LISTS = frozenset("剝塡頰")  # in common use, though no Shift_JIS has them


def foreign_kanji(texts: Iterable[str]) -> str:
    """Return the kanji that Japanese fonts lack (日本語にない漢字), none if there are only a few.

    A font with a broken table gives such characters for 進 and 運; a name may have one.
    """
    found = {one for text in texts for one in text if "一" <= one <= "鿿"} - _OF_NEW_LISTS
    foreign = sorted(one for one in found if not one.encode("cp932", "ignore"))
    return "".join(foreign) if len(foreign) >= _FEWEST_FOREIGN else ""


# --- Word and Excel files -----------------------------------------------------------------------

# Word's text is read as a whole, sheets are read row by row.
_LARGEST_PART = {"word": 30 * MEGABYTE, "xl": 80 * MEGABYTE}
_NAMESPACES = {"word": b"wordprocessingml/2006/main", "xl": b"spreadsheetml/2006/main"}
_MOST_PARTS = 10_000
_IS_ENCRYPTED = 0x1
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"

# Strict Office Open XML says the same under other names.
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/math"
    ),
    **{
        b"http://purl.oclc.org/ooxml/" + name: b"http://schemas.openxmlformats.org/" + to
        for name, to in (
            (b"spreadsheetml/main", b"spreadsheetml/2006/main"),
            (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
            (b"drawingml/main", b"drawingml/2006/main"),
            (b"drawingml/spreadsheetDrawing", b"drawingml/2006/spreadsheetDrawing"),
            (b"drawingml/wordprocessingDrawing", b"drawingml/2006/wordprocessingDrawing"),
        )
    },
}

_RAISED = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")

_UNREAD = (
    (re.compile(r"\w+/diagrams/data\d*\.xml"), Level.LOSS, "text-in-shape"),
    (re.compile(r"\w+/charts/chart\d*\.xml"), Level.NOTE, "chart"),
    (re.compile(r"\w+/embeddings/[^/]+"), Level.DOUBT, "embedded-file"),
    (re.compile(r"word/comments\.xml"), Level.NOTE, "comment"),
)
"""Parts that may hold text and are not read: the level and code of their diagnostic."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference from a part (関係): the last word of its type, and the other part's name."""

    type: str
    target: str


def shifted(text: str, align: str) -> str:
    """Return raised or lowered text (上付き・下付き) in superscript or subscript characters."""
    if align == "superscript":
        return text.translate(_RAISED)
    return text.translate(_LOWERED) if align == "subscript" else text


class Package:
    """The parts of a Word or Excel file (文書の部品), each checked before it is read.

    kind: the folder of the main part, `word` or `xl`. Raises UserError.
    """

    def __init__(self, path: Path, kind: str) -> None:
        self._path = path
        self._kind = kind
        content = read_bounded(path, LARGEST_FILE)
        if is_compound(content):
            raise self._error(
                _("The file is protected by a password, or from before 2007."),
                _("Open it in its program and save it as .docx or .xlsx without a password."),
            )
        self._parts: dict[str, bytes] = {}
        self._size = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._infos = self._sound_infos()
            for name in self._infos:
                if name.endswith((".xml", ".rels")):
                    self.part(name)
        except (UserError, MemoryError):
            raise
        except Exception as error:  # zipfile answers a broken file with errors of many kinds
            raise self.damaged() from error
        self.main = self._main_part()

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def names(self) -> list[str]:
        """Return the names of the parts (部品名), sorted."""
        return sorted(self._infos)

    def part(self, name: str) -> bytes:
        """Return a part's bytes (部品). Raises UserError if it is too large or damaged."""
        if name not in self._parts:
            info = self._infos[name]
            self._size += info.file_size
            most = _LARGEST_PART[self._kind]
            if info.file_size > most or self._size > 2 * most:
                raise self._too_large()
            try:
                content = self._zip.read(info)
            except MemoryError:
                raise
            except Exception as error:  # zipfile answers a broken file with errors of many kinds
                raise self.damaged() from error
            if any(mark in content for mark in _DOCTYPES):
                raise self._error(
                    _("The file declares entities, as no Word or Excel file does."),
                    _("It may be malicious. Open it in its program and save it again."),
                )
            self._parts[name] = _transitional(content)
        return self._parts[name]

    def xml(self, name: str) -> Element:
        """Return a part's root element (XML). Raises UserError if it is not XML."""
        try:
            return fromstring(self.part(name))  # noqa: S314  no part has a DOCTYPE
        except (ParseError, ValueError, LookupError) as error:  # the latter of its encoding
            raise self.damaged() from error

    def relations(self, name: str) -> dict[str, Relation]:
        """Return the references of a part within the file (関係), by id; "" means the package."""
        folder, file = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in self:
            return {}
        found = {}
        for element in self.xml(rels).iter(f"{_PACKAGE}Relationship"):
            target = element.get("Target", "")
            if element.get("TargetMode") == "External":
                continue
            whole = target if target.startswith("/") else posixpath.join("/", folder, target)
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relation(kind, posixpath.normpath(whole).lstrip("/"))
        return found

    def related(self, name: str, kind: str) -> list[str]:
        """Return the existing parts of a type that a part refers to (関係先)."""
        relations = self.relations(name).values()
        return [
            relation.target
            for relation in relations
            if relation.type == kind and (relation.target in self)
        ]

    def property(self, name: str) -> str:
        """Return a property of the file (文書のプロパティ): title or category."""
        for part in self.related("", "core-properties"):
            for element in self.xml(part):
                if element.tag.rpartition("}")[2] == name:
                    return (element.text or "").strip()
        return ""

    def damaged(self) -> UserError:
        """Return the error that says that the file is damaged (破損)."""
        return self._error(
            _("The file is damaged, or not what its suffix “{suffix}” says.").format(
                suffix=self._path.suffix
            ),
            _("Open it in its program and save it again."),
        )

    def _main_part(self) -> str:
        """Return the main part (本体): what the package names, of the kind that it should be."""
        usual = {"word": "word/document.xml", "xl": "xl/workbook.xml"}[self._kind]
        for name in (*self.related("", "officeDocument"), usual):
            if name in self and _NAMESPACES[self._kind] in self.part(name):
                return name
        if usual in self:
            raise self.damaged()
        raise self._error(
            _("The file is not what its suffix “{suffix}” says.").format(suffix=self._path.suffix),
            _("Give it its true suffix: .pdf, .docx, .xlsx, .csv or .txt."),
        )

    def _sound_infos(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if any(info.flag_bits & _IS_ENCRYPTED for info in infos):
            raise self._error(_("The file is protected by a password."), _("Save it without one."))
        if len(infos) > _MOST_PARTS:
            raise self._too_large()
        for info in infos:
            if info.filename.endswith((".xml", ".rels")) and (
                info.filename.startswith(("/", "\\")) or ".." in info.filename.split("/")
            ):
                raise self.damaged()
        return {info.filename: info for info in infos}

    def _too_large(self) -> UserError:
        return self._error(
            _("Unpacked, the file is larger than {most} MB.").format(
                most=_LARGEST_PART[self._kind] // MEGABYTE
            ),
            _("Copy only the table into a new file, without empty rows, and import that."),
        )

    def _error(self, what: str, advice: str) -> UserError:
        return UserError(what, where=str(self._path), advice=advice)


def _transitional(content: bytes) -> bytes:
    """Return the part with the names of ordinary Office files (Strict形式の読替え)."""
    if _STRICT in content:
        for strict, ordinary in _TRANSITIONAL.items():
            content = content.replace(strict, ordinary)
    return content


def unread_parts(package: Package) -> Iterator[Diagnostic]:
    """Yield the parts that may contain text and are not read (読み取らない部品)."""
    for name in package.names():
        for pattern, level, code in _UNREAD:
            if pattern.fullmatch(name):
                text = _text_of(package.xml(name)) if name.endswith(".xml") else name
                if text:
                    yield Diagnostic(level, code, data={"text": text})


def _text_of(root: Element) -> str:
    texts = (element.text or "" for element in root.iter() if element.tag.endswith("}t"))
    return " ".join(filter(None, texts)).strip()
