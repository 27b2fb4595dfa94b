"""Policy numbers (施策番号) as a table's cell has them."""

import re

# ウ①②③, ア1-2, A-3, Ⅰ(1): a letter or figure of the outline with the numbers under it.
_LETTER = r"[ァ-ヶｱ-ﾝA-Za-zⅠ-Ⅻ一二三四五六七八九十甲乙丙]"
_CIRCLED = r"[①-⑳㉑-㉟❶-❿⑴-⒇]"
_ONE = re.compile(rf"({_LETTER}{{0,2}}?)({_CIRCLED}+)")
_PARTED = re.compile(r"[\s、，,・･/／;；]+")
_LIKELY_PART = re.compile(
    rf"{_LETTER}{{0,2}}(?:{_CIRCLED}+|[-－−]?[0-9０-９]{{1,3}}(?:[-－−.．][0-9０-９]{{1,3}}){{0,3}})?"
)


def spread(text: str) -> tuple[str, ...]:
    """Return each policy number (施策番号) of a cell by itself: ウ①②③ is ウ①, ウ② and ウ③."""
    found: dict[str, None] = {}
    letter = ""
    # A narrow column breaks ウ①②③ between any two of its signs.
    whole = re.sub(rf"\s*\n\s*(?={_CIRCLED})", "", text)
    for part in _PARTED.split(whole.strip()):
        circled = list(_ONE.finditer(part))
        if circled and "".join(match[0] for match in circled) == part:
            for match in circled:
                letter = match[1] or letter
                found.update((letter + number, None) for number in match[2])
        elif part:
            found[part] = None
    return tuple(found)


def is_likely(text: str) -> bool:
    """Return whether the text could be nothing but policy numbers (施策番号らしさ)."""
    parts = [part for part in _PARTED.split(text) if part]
    return bool(parts) and all(map(_LIKELY_PART.fullmatch, parts))
