"""Keep spreadsheets from calculating text of a CSV file (数式の無害化).

A spreadsheet takes a cell that begins with = + - or @ for a formula, whoever wrote it. Such
text gets an apostrophe in front, and so does text that begins with an apostrophe, so that
`undefuse` gives back exactly what was written.
"""

# Japanese spreadsheets take the full-width signs for their half-width forms; tab and line
# ends are skipped before a formula.
_GUARDED = frozenset("=+-@＝＋－＠\t\r\n'")


def defuse(text: str) -> str:
    """Return the text in a form that no spreadsheet takes for a formula (無害化)."""
    return f"'{text}" if text[:1] in _GUARDED else text


def undefuse(text: str) -> str:
    """Return the text as it was before `defuse` (無害化の取消し); other text stays as it is."""
    return text[1:] if text[:1] == "'" and text[1:2] in _GUARDED else text
