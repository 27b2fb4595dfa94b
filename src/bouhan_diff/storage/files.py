"""Data files (データファイル): find them, decode them as UTF-8, read their front matter."""

import codecs
import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from yaml.error import YAMLError
from yaml.events import MappingStartEvent, ScalarEvent, SequenceStartEvent, StreamEndEvent

from ..edition import Edition
from ..errors import Problem, UserError, system_reason
from ..messages import N_, _, sentences
from .yaml_syntax import Events, HaltError

MAX_BYTES = 64 * 2**20
"""The largest file that is read. The plans of the whole country in one file take 43 MiB."""

# Allocating MAX_BYTES would take longer than reading most files.
_USUAL_BYTES = 2**17

DATA_SUFFIXES = (".yaml", ".yml")
"""The suffixes of data files; other files in a folder are ignored."""

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls")
DOCUMENT_SUFFIXES = (".pdf", ".docx", ".docm", *WORKBOOK_SUFFIXES, ".csv", ".tsv", ".txt")
"""The suffixes of documents (資料の拡張子), which `documents` reads."""
OTHER_SUFFIXES = {
    **dict.fromkeys((".doc", ".odt", ".rtf", ".jtd", ".jtt", ".pages", ".md"), ".docx"),
    **dict.fromkeys((".ods", ".xlsb", ".numbers"), ".xlsx"),
    **dict.fromkeys((".xdw", ".xbd", ".ppt", ".pptx", ".html", ".htm"), ".pdf"),
}
"""The suffixes of documents that must first be saved as another, each with that one.

Among them are those of Ichitaro (一太郎) and DocuWorks, in which many offices keep their own.
"""

_BESIDE_PLANS = {".html", ".htm", ".md"}
"""The suffixes of what other programs, and readers’ notes, put into a folder of plans."""
_DATA_FILE = N_("Only data files (.yaml) and documents with text can be read.")
_OF_SHELL = "/dev/fd/"  # where some systems name the pipes that a shell passes
_LOCK_FILE = "~$"  # Word and Excel keep one beside each file that is open
_PACKAGE = Path(__file__).parent.parent
_SHIPPED = (_PACKAGE / "data", _PACKAGE.parent.parent / "data")
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),  # begins as the mark of UTF-16 does, so it comes first
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_JIS_ESCAPE = rb"\x1b\$[@B]"
_LEGACY = (("cp932", "CP932 (Shift_JIS)"), ("euc_jp", "EUC-JP"))
_KANA = "[ぁ-ヺー、。]"
_SAMPLE = 4096  # bytes or characters that show an encoding
_LINE_END = "\r\n|\n|\r"


def is_document(path: Path) -> bool:
    """Return whether a file is read as a document (公表文書か) and not as a data file."""
    suffix = path.suffix.lower()
    return suffix in DOCUMENT_SUFFIXES or suffix in OTHER_SUFFIXES


def shipped_file() -> Path:
    """Return the shipped data file: in the wheel, or in the repository where editable."""
    files = [folder / "programs.yaml" for folder in _SHIPPED]
    return next((file for file in files if file.exists()), files[0])


def plan_files(paths: Sequence[Path | str], *, documents: bool = False) -> tuple[Path, ...]:
    """Return the files with plans among files and folders, each once, a folder's by name.

    documents: include a folder's documents, even those in formats that must be converted first, so
    that reading can report them. Web pages are not included, since this program writes its own
    beside plans, nor is a document beside the data file that was made from it (of the same name).
    Raises UserError with every missing path and every folder without plans.
    """
    suffixes = (*DATA_SUFFIXES, *(DOCUMENT_SUFFIXES if documents else ()))
    suffixes_taken = {*suffixes, *(OTHER_SUFFIXES.keys() - _BESIDE_PLANS if documents else ())}
    files_by_path: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in map(Path, paths):
        mode = _mode(path)
        files = _in_folder(path, suffixes_taken) if stat.S_ISDIR(mode) else [path]
        if not files:
            problems.append(
                Problem(
                    _("There is no plan in the folder."),
                    str(path),
                    _(
                        "Plans are files directly in the folder whose names end in {suffixes}."
                    ).format(suffixes=" ".join(suffixes)),
                )
            )
        elif not mode:
            problems.append(_missing(path))
        files_by_path |= {
            file.absolute(): file for file in files if file.absolute() not in files_by_path
        }
    if problems:
        raise UserError(problems)
    return tuple(files_by_path.values())


def open_file(file: Path) -> BinaryIO:
    """Open a file to read (開く), or what a shell passes instead of one, as `<(command)`.

    A named pipe is refused (UserError): reading waits for somebody to write into it, maybe forever.
    """
    # A pipe without a name in a folder is one that somebody holds open already.
    is_named = os.path.lexists(os.path.realpath(file)) and not str(file).startswith(_OF_SHELL)
    if is_named and stat.S_ISFIFO(_mode(file)):
        raise UserError(
            _("This is a named pipe, not a file."),
            where=str(file),
            advice=_("Write what comes out of it into a file, and name that."),
        )
    return file.open("rb")


def read_utf8(file: Path, expected: str = _DATA_FILE) -> bytes:
    """Return the file's text as UTF-8 bytes without a BOM.

    expected: a message that names the kind of file expected. Raises UserError if the file cannot be
    read, is too large, is not text or is in another encoding.
    """
    try:
        with open_file(file) as opened:
            content = opened.read(_USUAL_BYTES)
            if len(content) == _USUAL_BYTES:
                content += opened.read(MAX_BYTES + 1 - _USUAL_BYTES)
    except FileNotFoundError:
        raise UserError([_missing(file)]) from None
    except (OSError, ValueError) as error:
        if stat.S_ISDIR(_mode(file)):
            raise UserError(
                _("This is a folder, not a file."),
                where=str(file),
                advice=_("Name one of the files in it."),
            ) from None
        raise UserError(
            _("The file cannot be read: {reason}.").format(reason=system_reason(error)),
            where=str(file),
        ) from None
    if len(content) > MAX_BYTES:
        raise UserError(
            _("The file is larger than {limit} MiB.").format(limit=MAX_BYTES // 2**20),
            where=str(file),
            advice=_("Split it into several files and name their folder."),
        )
    _refuse_documents(content, str(file), expected)
    return as_utf8(content, str(file))


def _in_folder(folder: Path, suffixes: Collection[str]) -> list[Path]:
    files = [
        file
        for file in _entries(folder)
        if file.suffix.lower() in suffixes and not file.name.startswith((".", _LOCK_FILE))
    ]
    imported = {file.stem for file in files if file.suffix.lower() in DATA_SUFFIXES}
    return sorted(
        file for file in files if file.suffix.lower() in DATA_SUFFIXES or file.stem not in imported
    )


def _entries(folder: Path) -> Iterable[Path]:
    try:
        # Reading a pipe or a device would block; a broken link is reported later.
        return [entry for entry in folder.iterdir() if entry.is_file() or entry.is_symlink()]
    except OSError as error:
        raise UserError(
            _("The folder cannot be read: {reason}.").format(reason=system_reason(error)),
            where=str(folder),
        ) from None


def _mode(path: Path) -> int:
    """Return the path's mode, or 0 if there is no such file."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def _missing(path: Path) -> Problem:
    if "://" in str(path) or re.match(r"https?:/", str(path)):  # a path has no empty part
        return Problem(
            _("This is an address on the web, not a file."),
            re.sub(r":/(?!/)", "://", str(path), count=1),
            _("Download the file in your browser and name the file."),
        )
    return Problem(
        _("There is no such file or folder."), str(path), _("Check the spelling of its name.")
    )


_SIGNATURES = (
    (b"%PDF-", N_("This is a PDF.")),
    (b"PK\x03\x04", N_("This is a Word or Excel file, or another archive.")),
    (b"\xd0\xcf\x11\xe0", N_("This is a file of an old version of Word or Excel.")),
    (b"\x89PNG", N_("This is a picture.")),
    (b"\xff\xd8\xff", N_("This is a picture.")),
)


def refuse_lock_file(path: Path) -> None:
    """Raise UserError for the lock file that Word or Excel keeps beside an open file (~$)."""
    if path.name.startswith(_LOCK_FILE):
        raise UserError(
            _("Word or Excel keeps this file only while another one is open."),
            where=str(path),
            advice=_("Name the file itself, without “~$”, and save and close it first."),
        )


def _refuse_documents(content: bytes, where: str, expected: str) -> None:
    """Raise UserError if the bytes are those of another program's file, where YAML is expected."""
    for signature, what in _SIGNATURES:
        if not content.startswith(signature):
            continue
        if Path(where).suffix.lower() not in DATA_SUFFIXES:
            raise UserError(_(what), where=where, advice=_(expected))
        raise UserError(
            sentences(_(what), _("Its name says that it is a data file.")),
            where=where,
            advice=_("Give it the suffix of its program, such as .pdf, .docx or .xlsx."),
        )


def as_utf8(content: bytes, where: str) -> bytes:
    """Return the bytes without a BOM if they are UTF-8.

    Raises UserError otherwise, naming the encoding or the place of the first wrong byte.
    """
    name = _encoding_by_bytes(content)
    if not name:
        content = content.removeprefix(codecs.BOM_UTF8)
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            name = _encoding_by_kana(content)
            if not name:
                raise _wrong_byte(content, error, where) from None
    if name:
        raise UserError(
            _("The file is {encoding}, not UTF-8.").format(encoding=name),
            where=where,
            advice=_("Save it as UTF-8 in your editor."),
        )
    return content


def place(text: str, index: int) -> tuple[int, int]:
    """Return the line and the column, from 1, of the character at index."""
    ends = [match.end() for match in re.finditer(_LINE_END, text[:index])]
    return len(ends) + 1, index - (ends[-1] if ends else 0) + 1


def _encoding_by_bytes(content: bytes) -> str:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    sample = content[:_SAMPLE]
    # Of ASCII keys and spaces every other byte is zero, always on the same side.
    if abs(sample[::2].count(0) - sample[1::2].count(0)) > len(sample) // 8:
        return "UTF-16"
    return "ISO-2022-JP" if re.search(_JIS_ESCAPE, content) else ""


def _encoding_by_kana(content: bytes) -> str:
    """Return the Japanese encoding that yields the most kana, "" if none fits."""
    kana = {name: _count_kana(content, codec) for codec, name in _LEGACY}
    best = max(kana, key=kana.__getitem__)
    return best if kana[best] else ""


def _count_kana(content: bytes, codec: str) -> int:
    try:
        return len(re.findall(_KANA, content.decode(codec)[: _SAMPLE * 4]))
    except UnicodeDecodeError:
        return 0


def _wrong_byte(content: bytes, error: UnicodeDecodeError, where: str) -> UserError:
    suffix = Path(where).suffix
    if suffix and suffix.lower() not in (*DATA_SUFFIXES, *DOCUMENT_SUFFIXES):
        return UserError(
            _("Files with the suffix “{suffix}” cannot be read.").format(suffix=suffix),
            where=where,
            advice=_("Choose from {values}.").format(values=" ".join(DOCUMENT_SUFFIXES)),
        )
    text = content[: error.start].decode("utf-8")
    line, column = place(text, len(text))
    return UserError(
        _("The byte {byte} is not valid UTF-8.").format(byte=f"0x{content[error.start]:02X}"),
        where=f"{where}:{line}:{column}",
        advice=_("The file is damaged or mixes encodings; write this line again in UTF-8."),
    )


class FrontMatter(NamedTuple):
    """What a data file says before its sections (表題); all empty if the file is broken."""

    file: Path
    title: str = ""
    publisher: str = ""
    editions: tuple[Edition, ...] = ()
    series: str = ""


def read_front_matter(file: Path) -> FrontMatter:
    """Return a data file's front matter (表題), usually without parsing its sections.

    Nothing is checked: problems are reported when the whole file is read.
    """
    values: dict[str, Any] = {}
    try:
        with open_file(file) as opened:
            content = opened.read()
        present = {key for key in _FRONT if key.encode() in content}
        for key, value in _front_entries(Events(content, lambda _alias: None)):
            values[key] = value
            if values.keys() >= present:
                break
        editions = tuple(map(Edition.read, values.get("years", ())))
    except (OSError, ValueError, UserError, YAMLError, HaltError):
        return FrontMatter(file)
    texts = {key: values[key] for key in ("title", "publisher", "series") if key in values}
    return FrontMatter(file, editions=editions, **texts)


_FRONT = ("title", "publisher", "years", "series")


def _front_entries(events: Events) -> Iterator[tuple[str, Any]]:
    """Yield the keys and values of the front matter; for `years`, the keys of its mapping."""
    while (event := events.next()).__class__ is not MappingStartEvent:
        if event.__class__ in (StreamEndEvent, ScalarEvent, SequenceStartEvent):
            return
    while (key := events.next()).__class__ is ScalarEvent:
        node = events.next()
        if key.value == "years" and node.__class__ is MappingStartEvent:
            yield key.value, list(_keys(events))
        elif key.value in _FRONT and node.__class__ is ScalarEvent:
            yield key.value, node.value
        else:
            events.skip(node)


def _keys(events: Events) -> Iterator[str]:
    while (key := events.next()).__class__ is ScalarEvent:
        yield key.value
        events.skip(events.next())
