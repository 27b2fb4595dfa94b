"""Rows and columns that a sheet does not show (非表示の行と列)."""

import re

_TAG = re.compile(rb"<(?:\w+:)?(row|col)\s[^>]*?hidden=[\"'](?:1|true)[\"'][^>]*>")
_ATTRIBUTE = re.compile(rb"\s(r|min|max)=[\"'](\d{1,7})[\"']")


def hidden_places(content: bytes, most_columns: int) -> tuple[frozenset[int], frozenset[int]]:
    """Return the hidden rows and columns (非表示の行と列) of a sheet's XML, counted from 0."""
    rows: set[int] = set()
    columns: set[int] = set()
    for tag in _TAG.finditer(content):
        found = {name: int(value) for name, value in _ATTRIBUTE.findall(tag[0])}
        if tag[1] == b"row":
            rows.add(found.get(b"r", 0) - 1)
        else:
            columns.update(range(found.get(b"min", 1) - 1, min(found.get(b"max", 0), most_columns)))
    return frozenset(rows), frozenset(columns)
