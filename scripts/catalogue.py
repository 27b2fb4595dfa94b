"""Bring the Japanese catalogue up to date (日本語の文言) with the messages of the program.

python scripts/catalogue.py

takes every `_`, `N_` and `ngettext` of the package into `bouhan_diff.po` and keeps what is
translated; the program reads that file as it is. New messages are listed: translate them in
the .po file and run it again.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "src" / "bouhan_diff"
PO = PACKAGE / "locale" / "ja" / "LC_MESSAGES" / "bouhan_diff.po"
FUNCTIONS = {"_": None, "N_": None, "ngettext": (1, 2)}
_HEADER = """\
# The words of bouhan-diff in Japanese (日本語の文言).
# Made by scripts/catalogue.py from the messages of the program; the msgstr are written by hand."""


def extracted() -> Catalog:
    """Return the program's messages (文言の抽出) with the modules that have them."""
    catalogue = Catalog(locale="ja", header_comment=_HEADER, fuzzy=False)
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=FUNCTIONS)
    for file, _line, message, _comments, _context in sorted(found, key=lambda one: one[:2]):
        catalogue.add(message, locations=[(Path(file).as_posix(), 0)])
    return catalogue


def updated() -> Catalog:
    """Return the messages with their translations (訳文), nothing guessed."""
    catalogue = extracted()
    if PO.is_file():
        with PO.open("rb") as file:
            translated = read_po(file, locale="ja")
        for message in catalogue:
            known = translated.get(message.id) if message.id else None
            if known is not None:
                message.string = known.string
    return catalogue


def po(catalogue: Catalog) -> bytes:
    """Return the .po file of a catalogue, the same whenever it is made."""
    written = BytesIO()
    write_po(written, catalogue, width=0, omit_header=True, include_lineno=False)
    header = (
        f'{_HEADER}\nmsgid ""\nmsgstr ""\n'
        '"Language: ja\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )
    return header.encode() + written.getvalue()


def untranslated(catalogue: Catalog) -> Iterator[str]:
    """Yield the messages without a translation (未訳の文言)."""
    for message in catalogue:
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(texts):
            yield str(message.id)


def main() -> None:
    """Write the file, and end with 1 while anything is untranslated (更新)."""
    catalogue = updated()
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po(catalogue))
    missing = list(untranslated(catalogue))
    print(*missing, sep="\n", end="\n" if missing else "")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
