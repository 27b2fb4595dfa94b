"""Scopes of editions (年度の及ぶ範囲): the edition of a table's undated columns.

An edition is looked for in the table's caption, the sheet's name, the section, the document's
title and the file's name, in this order; evidence is used only inside its own scope.
"""

import re
from collections.abc import Iterator, Sequence

from ...diagnostics import Diagnostics
from ...edition import (
    Edition,
    find_editions,
    named_edition,
    order_editions,
    relative_year,
)
from ..ir import Document, Line, ReadOptions
from .columns import Layout
from .front_matter import Front
from .outline import DraftSection, Outline
from .regions import Event, Part

UNKNOWN = Edition(0)
"""Stands for the edition of a document that names none; reported as `no-edition`."""

_LONGEST_CAPTION = 60
_FIRST_LINES = 20
_LINES_ABOVE = 6


class Scopes:
    """The editions of tables (表の年度), and of rows that nothing dates."""

    def __init__(
        self,
        document: Document,
        options: ReadOptions,
        events: Sequence[Event],
        diagnostics: Diagnostics,
    ) -> None:
        self._document = document
        self._asked = [Edition.read(edition) for edition in options.editions]
        self._diagnostics = diagnostics
        self._labels = _labels(events)
        self._found: list[Edition] = []

    @property
    def default(self) -> Edition:
        """The edition of rows that nothing dates (年度のない行の版)."""
        return order_editions(self._found)[-1] if self._found else UNKNOWN

    def is_caption(self, text: str) -> bool:
        """Return whether a line names one of several states of the plan (版の表題): （変更前）."""
        return len(text) <= _LONGEST_CAPTION and _label_in(text, self._labels) is not None

    def of(
        self, layout: Layout, above: Sequence[Line], outline: Outline, front: Front, part: Part
    ) -> Edition | None:
        """Return the edition of the undated columns of a table (表の年度)."""
        edition = self._of(layout, above, outline, front, part)
        if edition is not None:
            self._found.append(edition)
        return edition

    def _of(
        self, layout: Layout, above: Sequence[Line], outline: Outline, front: Front, part: Part
    ) -> Edition | None:
        if self._asked:
            return self._asked[-1]
        named = named_edition(front.title)
        from_file = edition_of_name(self._document.name)
        near = next(self._near(above, part, outline.current), None)
        if near is not None and near != named:
            return near
        if named is None or not named.is_year:
            return near or self._guessed(layout, front, from_file)
        if from_file is not None and from_file.is_year and from_file != named:
            self._diagnostics.doubt(
                "edition-contradiction",
                title=front.title,
                edition=str(named),
                name=self._document.name,
                other=str(from_file),
            )
        return named

    def _near(
        self, above: Sequence[Line], part: Part, section: DraftSection | None
    ) -> Iterator[Edition]:
        """Yield the editions that caption, sheet and section name (近くの年度), nearest first."""
        page = part.table.span.page
        near = [line.text for line in above[-_LINES_ABOVE:] if line.span.page == page]
        captions = [part.table.caption, *reversed(near)]
        titles = [title.title for title in reversed(section.path)] if section else []
        for text in (*captions, part.table.span.sheet, *titles):
            is_caption = 0 < len(text) <= _LONGEST_CAPTION and not re.search("[。、]", text)
            if is_caption and (edition := self._named(text)) is not None:
                yield edition

    def _named(self, text: str) -> Edition | None:
        return _label_in(text, self._labels) or _year_in(text)

    def _guessed(self, layout: Layout, front: Front, from_file: Edition | None) -> Edition | None:
        """Guess an edition (推定の年度) and report the doubt."""
        own = order_editions(c.edition for c in layout.columns if c.edition is not None)
        if len(own) == 1:
            return own[0]
        candidates = {
            "document-title": named_edition(self._document.title),
            "file-name": from_file,
            "columns": own[-1] if own else None,
            "date": front.dated,
            "first-lines": _of_first_lines(self._document),
        }
        source = next((source for source, found in candidates.items() if found is not None), "")
        edition = candidates.get(source)
        if edition is not None and layout.needs_edition:
            self._diagnostics.doubt(
                "edition-guessed",
                option=f"--edition {_another(edition)}",
                edition=str(edition),
                source=source,
                name=self._document.name,
            )
        return edition


def _another(edition: Edition) -> Edition:
    """Return the year before, as an example of another edition (別の年度の例)."""
    return Edition(edition.western - 1) if edition.is_year else edition


def _labels(events: Sequence[Event]) -> frozenset[str]:
    """Return the labels such as 変更前 that captions and sheets name (表題の版), if several."""
    found: set[str] = set()
    for event in events:
        text = event.text if isinstance(event, Line) else event.table.span.sheet
        if 0 < len(text) <= _LONGEST_CAPTION and (edition := _label_of(text)):
            found.add(edition.label)
    return frozenset(found) if len(found) > 1 else frozenset()


def _label_of(text: str) -> Edition | None:
    """Return the one label of two states of a plan that a text names (版の語), such as 変更前."""
    found = {one.edition for one in find_editions(text) if not one.edition.is_year}
    labels = [edition for edition in found if relative_year(edition, _ANY_YEAR) is None]
    return labels[0] if len(labels) == 1 else None


_ANY_YEAR = Edition(2000)


def _label_in(text: str, labels: frozenset[str]) -> Edition | None:
    if not labels:
        return None
    edition = _label_of(text)
    return edition if edition is not None and edition.label in labels else None


def _year_in(text: str) -> Edition | None:
    edition = named_edition(text)
    return edition if edition is not None and edition.is_year else None


def _of_first_lines(document: Document) -> Edition | None:
    """Return the latest year that the first lines of a document name (冒頭の年度)."""
    years: list[Edition] = []
    lines = [block for block in document.blocks if isinstance(block, Line)]
    for line in lines[:_FIRST_LINES]:
        if (edition := _year_in(line.text)) is not None:
            years.append(edition)
    return max(years) if years else None


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
