"""Numbers as a cell of Excel shows them (数値の表示形式), as far as the format is known."""

import re

_PLAIN = {"General", "@", "0", ""}
_FIXED = re.compile(
    r"(?P<grouped>#,##)?0(?:\.(?P<places>0{1,9}))?(?P<percent>%?)(?:_[ )])?(?:;.*)?"
)
_GENERAL_DIGITS = 11


def shown(value: float, form: str) -> tuple[str, bool]:
    """Return a number's text (表示), and whether the cell's format says that it looks so."""
    if form in _PLAIN and float(value).is_integer():
        return str(int(value)), True
    match = _FIXED.fullmatch(form)
    if match and form not in _PLAIN:
        places = len(match["places"] or "")
        scaled = value * 100 if match["percent"] else value
        comma = "," if match["grouped"] else ""
        return f"{scaled:{comma}.{places}f}{match['percent']}", value >= 0 or ";" not in form
    return f"{value:.{_GENERAL_DIGITS}g}", form in _PLAIN - {"0"}
