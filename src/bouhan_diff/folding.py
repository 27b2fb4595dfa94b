"""Width folding (全角・半角の同一視) for matching, filtering and grouping; never for showing."""

import unicodedata


def fold(text: str) -> str:
    """Return the text without differences of width, compatibility form, case and space.

    エ2, エ② and ｴ② fold to one string; so do 市民生活課(地域担当） and 市民生活課（地域担当）.
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
