"""Amendments (改め文): every change as a sentence, in plain text."""

from collections.abc import Collection, Iterator, Sequence

from ...comparison.table import ComparisonTable, Row, RowKind
from ...text.escape import writable
from ...textdiff import EditKind
from .. import labels
from . import BREAK, amendments

_INDENT = "　"


def write(tables: Sequence[ComparisonTable], kinds: Collection[RowKind] = ()) -> bytes:
    """Return the sentences of all tables (改め文), in UTF-8, under each group's heading.

    A single sentence stands behind its initiative's name, several stand below it. kinds: of
    the edits that are asked for; none for all but notation.
    """
    text = "\n".join(line for table in tables for line in _document(table, kinds))
    return writable(text).encode("utf-8", "replace")


def _document(table: ComparisonTable, kinds: Collection[RowKind]) -> Iterator[str]:
    publisher = "" if table.publisher in table.title else table.publisher
    yield "　".join(filter(None, (publisher, table.title)))
    if table.only_edition is None:
        yield " → ".join(labels.headings(table))
        yield labels.headline(table.counts)
        if not kinds and any(map(_has_notation, table.rows())):
            yield "（表記だけの変更を除く）"
    yield ""
    for group in table.groups:
        told = [line for row in group.rows for line in _initiative(row, kinds)]
        if told:
            yield group.heading or labels.NONE_GIVEN
            yield from told
            yield ""


def _has_notation(row: Row) -> bool:
    return any(segment.kind is EditKind.NOTATION for segment in row.segments) or any(
        field.kind is RowKind.NOTATION for field in row.fields
    )


def _initiative(row: Row, kinds: Collection[RowKind]) -> Iterator[str]:
    """Yield the lines of an initiative (事業), none where nothing changed."""
    told = amendments(row, kinds)
    named = f"{row.ref}　{row.name}：".replace("\n", BREAK)
    if len(told) == 1 and "\n" not in told[0]:
        yield named + told[0]
    elif told:
        yield named
        yield from (f"{_INDENT}{line}" for sentence in told for line in sentence.split("\n"))
