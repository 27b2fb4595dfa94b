"""Options for reading documents and for pairing their columns (読取りと対応の指定)."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple
from unicodedata import normalize

from ..edition import Edition
from ..errors import UserError
from ..messages import N_, _
from .options import DATA, READING
from .parameters import option
from .sources import DOCUMENT_SUFFIXES

if TYPE_CHECKING:
    from ..documents import ReadOptions

_LONGEST = 100  # characters of an edition; what is longer is a sentence

_Many = list[str] | None
_One = str | None


class Pairing(NamedTuple):
    """Which headings are one field (項目の対応)."""

    pair: Annotated[
        _Many,
        option(
            "--pair",
            panel=DATA,
            about=N_("Two headings that are one column; may be repeated."),
            metavar=N_("OLD=NEW"),
        ),
    ] = None

    def pairs(self) -> dict[str, str]:
        """Return the old headings and their new ones (項目の対応)."""
        pairs: dict[str, str] = {}
        for given in self.pair or ():
            old, equals, new = given.replace("＝", "=").partition("=")
            if not (equals and old.strip() and new.strip()):
                raise UserError(
                    _("“{value}” names no two headings.").format(value=given),
                    advice=_("Write --pair OLD=NEW, as in --pair 予算額=当初予算額."),
                )
            pairs[old.strip()] = new.strip()
        return pairs


class Reading(NamedTuple):
    """How documents are read (公表文書の読取り)."""

    columns: Annotated[
        _Many,
        option(
            "--columns",
            panel=READING,
            about=N_(
                "What a column holds, where its heading does not say: number, name, department, "
                "policies, section, title, aim (or their names in Japanese), a year such as R6 "
                "for its text, or - to leave it out; may be repeated."
            ),
            metavar=N_("HEADING=MEANING"),
        ),
    ] = None
    edition: Annotated[
        _Many,
        option(
            "--edition",
            panel=READING,
            about=N_(
                "The edition of a document that names none, or which of several to take; "
                "for compare twice: the old one, then the new one."
            ),
            metavar=N_("LABEL"),
        ),
    ] = None
    table: Annotated[
        _One,
        option("--table", panel=READING, about=N_("Read this table alone."), metavar=N_("NUMBER")),
    ] = None
    sheet: Annotated[
        _One,
        option(
            "--sheet", panel=READING, about=N_("Excel: read this sheet alone."), metavar=N_("NAME")
        ),
    ] = None
    pages: Annotated[
        _One,
        option("--pages", panel=READING, about=N_("PDF: read these pages alone."), metavar="14-18"),
    ] = None
    strict: Annotated[
        bool,
        option(
            "--strict",
            panel=READING,
            about=N_("Refuse a document of which anything is doubtful or was not read."),
        ),
    ] = False

    def refuse_without_effect(self, paths: Sequence[Path]) -> None:
        """Raise UserError for an option that none of the files takes (無効な指定)."""
        for option_, value, suffixes in (
            ("--columns", self.columns, DOCUMENT_SUFFIXES),
            ("--table", self.table, DOCUMENT_SUFFIXES),
            ("--sheet", self.sheet, (".xlsx",)),
            ("--pages", self.pages, (".pdf",)),
        ):
            if value and not any(path.suffix.lower() in suffixes for path in paths):
                raise UserError(
                    _("{option} has no effect on these files.").format(option=option_),
                    advice=_("It is for documents with the suffix {suffixes}.").format(
                        suffixes=" ".join(suffixes)
                    ),
                )

    def options(self, *editions: str) -> "ReadOptions":
        """Return the options for the reader of documents (読取りの指定).

        editions: those of the document, old before new. Raises UserError for values that
        none of them takes.
        """
        from ..documents import ReadOptions, parse_columns  # noqa: PLC0415  few read documents

        for edition in editions:
            if not Edition.read(edition) or len(edition) > _LONGEST or not edition.isprintable():
                raise UserError(
                    _("“{value}” is no edition.").format(value=edition),
                    advice=_("Write it as R6, 令和6年度 or a label such as 改正案."),
                )
        return ReadOptions(
            columns=parse_columns(self.columns or ()),
            editions=editions,
            table=self._table(),
            sheet=self.sheet or "",
            pages=self._pages(),
        )

    def _table(self) -> int | None:
        given = normalize("NFKC", self.table or "")
        if given and not (given.isdecimal() and int(given[:9]) > 0):
            raise UserError(
                _("“{value}” is not the number of a table.").format(value=self.table),
                advice=_("Write --table 2 for the second table of the document."),
            )
        return int(given[:9]) if given else None

    def _pages(self) -> tuple[int, int] | None:
        if not self.pages:
            return None
        written = normalize("NFKC", self.pages).strip()
        found = re.fullmatch(r"(\d{1,6})(?:[-~–](\d{1,6}))?", written)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 0 < first <= last:
            raise UserError(
                _("“{value}” is not a range of pages.").format(value=self.pages),
                advice=_("Write --pages 14-18, or --pages 14 for one page."),
            )
        return first, last
