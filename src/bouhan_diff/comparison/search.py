"""Search (検索): the rows whose texts have all the words."""

from collections.abc import Iterator, Sequence

from ..text.normalize import fold, occurrences
from .filters import keep
from .table import ComparisonTable, Row


def search(table: ComparisonTable, words: Sequence[str]) -> ComparisonTable:
    """Return the rows that have every word (検索) in the name, a summary or a field."""
    return keep(table, lambda row: all(_is_in(row, word) for word in words))


def searched(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the texts that are searched (検索対象): name, old, new and fields, by their place.

    A field's place is `field:` and its heading; a value that did not change comes once.
    """
    yield "name", row.name
    if row.old is not None:
        yield "old", row.old
    if row.new is not None:
        yield "new", row.new
    for field in row.fields:
        for text in dict.fromkeys(filter(None, (field.old, field.new))):
            yield f"field:{field.heading}", text


def found(row: Row, words: Sequence[str]) -> Iterator[tuple[str, str, int, int]]:
    """Yield where the words are (出現箇所): the word, the text's place, start and end."""
    for word in words:
        for place, text in searched(row):
            for start, end in occurrences(text, word):
                yield word, place, start, end


def _is_in(row: Row, word: str) -> bool:
    wanted = fold(word)
    return any(wanted in fold(text) for _place, text in searched(row))
