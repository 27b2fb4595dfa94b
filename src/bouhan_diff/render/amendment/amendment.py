"""Amendments (改め文): every change as a sentence, in plain text."""

from collections.abc import Iterator, Sequence

from ...comparison.table import ComparisonTable, Row
from ...text.escape import writable
from .. import labels
from . import BREAK, amendments

_INDENT = "　"


def write(tables: Sequence[ComparisonTable]) -> bytes:
    """Return the sentences of all tables (改め文), in UTF-8, under each group's heading.

    A single sentence stands behind its initiative's name, several stand below it.
    """
    text = "\n".join(line for table in tables for line in _document(table))
    return writable(text).encode("utf-8", "replace")


def _document(table: ComparisonTable) -> Iterator[str]:
    publisher = "" if table.publisher in table.title else table.publisher
    yield "　".join(filter(None, (publisher, table.title)))
    if table.only_edition is None:
        yield f"{table.old_heading} → {table.new_heading}"
        yield labels.headline(table.counts)
    yield ""
    for group in table.groups:
        told = [line for row in group.rows for line in _initiative(row)]
        if told:
            yield group.heading or labels.NONE_GIVEN
            yield from told
            yield ""


def _initiative(row: Row) -> Iterator[str]:
    """Yield the lines of an initiative (事業), none where nothing changed."""
    told = amendments(row)
    named = f"{row.ref}　{row.name}：".replace("\n", BREAK)
    if len(told) == 1 and "\n" not in told[0]:
        yield named + told[0]
    elif told:
        yield named
        yield from (f"{_INDENT}{line}" for sentence in told for line in sentence.split("\n"))
