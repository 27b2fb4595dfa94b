"""Search (検索): the rows whose texts have all the words."""

from collections.abc import Iterator, Sequence

from ..text.normalize import fold, occurrences
from .filters import keep
from .table import ComparisonTable, Row


def search(table: ComparisonTable, words: Sequence[str]) -> ComparisonTable:
    """Return the rows that have every word (検索), in the name or a summary of either year."""
    return keep(table, lambda row: all(_is_in(row, word) for word in words))


def searched(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the texts that are searched (検索対象): name, old and new, each with its text."""
    yield "name", row.name
    if row.old is not None:
        yield "old", row.old
    if row.new is not None:
        yield "new", row.new


def found(row: Row, words: Sequence[str]) -> Iterator[tuple[str, str, int, int]]:
    """Yield where the words stand (出現箇所): the word, name/old/new, start and end."""
    for word in words:
        for place, text in searched(row):
            for start, end in occurrences(text, word):
                yield word, place, start, end


def _is_in(row: Row, word: str) -> bool:
    wanted = fold(word)
    return any(wanted in fold(text) for _place, text in searched(row))
