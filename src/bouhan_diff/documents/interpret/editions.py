"""Editions (年度・版) of columns and tables: which one a heading, caption or file name gives."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...edition import Edition, find_editions, named_edition, relative_year, strip_editions


def squeezed(text: str) -> str:
    """Return a text in half width and without spaces (空白なし), its letters as they are."""
    return text if text.isascii() and " " not in text else _squeezed(text)


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(frozen=True, slots=True)
class Split:
    """A heading in parts (見出しの分解): its edition, and what it says without it."""

    edition: Edition | None
    rest: str


_AS_OF = re.compile(r"\([^()]*(?:時点|現在|末)\)")


def split_headings(headings: Sequence[str], own: Edition | None) -> tuple[Split, ...]:
    """Return each heading of a table with its edition (見出しの版).

    own: the document's year, from which 前年度 and the like are counted, else the only one that
    the headings name. A label such as 現行 is an edition only where the table has another one
    beside it.
    """
    named = [named_edition(heading) for heading in headings]
    years = {edition for edition in named if edition is not None and edition.is_year}
    if own is None and len(years) == 1:
        own = years.copy().pop()
    labels = {edition for edition in named if edition is not None and not edition.is_year}
    found = []
    for heading, edition in zip(headings, named, strict=True):
        told = edition
        if edition is not None and not edition.is_year:
            counted = relative_year(edition, own) if own is not None else None
            told = counted or (edition if len(labels) > 1 else None)
        if told is None:
            found.append(Split(None, squeezed(heading)))
        else:
            found.append(Split(told, _AS_OF.sub("", squeezed(strip_editions(heading)))))
    return tuple(found)


@lru_cache(maxsize=4096)
def names_edition(text: str) -> bool:
    """Return whether a text names an edition (年度・版の記載), however many."""
    return bool(find_editions(text))


_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_DATE_IN_NAME = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)[._-]?({'|'.join(_MONTHS)}|(?:0[1-9]|1[0-2])(?!\d))", re.IGNORECASE
)


def edition_of_name(name: str) -> Edition | None:
    """Return the edition in a file's name (ファイル名の年度): plan_R6, 2022mar, 202203."""

    def spelt(match: re.Match[str]) -> str:
        month = _MONTHS.get(match[2].lower()) or int(match[2])
        return f" {match[1]}年{month}月 "

    return named_edition(_DATE_IN_NAME.sub(spelt, name).replace("_", " "))
