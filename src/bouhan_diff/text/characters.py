"""The character model (文字の同一視): which characters are the same when texts are compared.

One model serves comparison, search, filters and linkage. Variation selectors and invisible
characters do not count; CJK radicals, squared characters, fractions and ligatures are what they
stand for. A raised, lowered or circled digit is a digit too, but never joins the number beside
it: 50¹ is not 501, and 12① not 121.
"""

import re
import unicodedata

_RADICALS = str.maketrans(
    # The CJK radicals supplement, by Unicode's EquivalentUnifiedIdeograph.
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺"
    "⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿"
    "肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
) | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}

_SELECTORS = "\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef"
_INVISIBLE = "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_UNSEEN = re.compile(f"[{_SELECTORS}{_INVISIBLE}]")
_RADICAL = re.compile("[\u2e80-\u2fd5]")

_OTHER_DIGITS = "²³¹⁰⁴-⁹₀-₉①-⓿⑴-⒛❶-➓㉑-㉟㊱-㊿½¼¾⅐-⅟↉"
_BESIDE_NUMBER = re.compile(
    f"(?<=[0-9０-９{_OTHER_DIGITS}])(?=[{_OTHER_DIGITS}])|(?<=[{_OTHER_DIGITS}])(?=[0-9０-９])"
)
_SPECIAL = re.compile(f"[{_SELECTORS}{_INVISIBLE}\u2e80-\u2fd5{_OTHER_DIGITS}○◯⁄〜−‐‑]")
"""What needs more than NFKC; most texts have none of it."""

APART = "\u2063"
"""What `comparable` puts between a number and another digit beside it: no letter, no space."""

_KANJI_DIGITS = "〇一二三四五六七八九"
_CIRCLES_FOR_ZERO = re.compile(f"(?<=[{_KANJI_DIGITS}])[○◯]+")

VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
"""Fractions in one character (分数の一字)."""

SQUARED = re.compile("[㋿㌀-㏿]|(?<![0-9０-９])[½⅓⅔¼¾⅕-⅞](?![0-9０-９])")
"""Squared characters (組文字), and fractions that no number stands beside."""

_VARIANTS = str.maketrans({"⁄": "/", "〜": "~", "−": "-", "‐": "-", "‑": "-"})


def mend(text: str) -> str:
    """Return the text with CJK radicals (康熙部首) as the ideographs that they stand for.

    A PDF's text layer has ⽤ ⺠ ⻑ for 用 民 長; nothing else is altered.
    """
    return text.translate(_RADICALS) if _RADICAL.search(text) else text


def unsquared(text: str) -> str:
    """Return the text with squared characters and fractions written out: ㍻, ㌫, ½."""
    if text.isascii() or not SQUARED.search(text):
        return text
    return SQUARED.sub(lambda m: unicodedata.normalize("NFKC", m[0]).replace("⁄", "/"), text)


def comparable(text: str) -> str:
    """Return the text in the characters that it is compared by (比較用の文字).

    Width, compatibility forms, selectors, invisible characters and the several tildes and
    minus signs do not count; ○ behind a kanji numeral is zero. Case and spaces stay.
    """
    if text.isascii():
        return text
    if not _SPECIAL.search(text):
        return unicodedata.normalize("NFKC", text)
    text = _BESIDE_NUMBER.sub(APART, _UNSEEN.sub("", mend(text)))
    text = _CIRCLES_FOR_ZERO.sub(lambda run: "〇" * len(run[0]), text)
    return unicodedata.normalize("NFKC", text).translate(_VARIANTS)


def beside(before: str, written: str, piece: str) -> tuple[str, str]:
    """Return what a single character becomes behind another one (隣の文字の影響).

    before: what this function returned for the character before, else empty; written: the
    character with its marks; piece: its comparable form by itself. The second value is passed
    on.
    """
    seen = _UNSEEN.sub("", "".join(written.split()))
    if seen[:1] in ("○", "◯") and before and before in _KANJI_DIGITS:
        return "〇" + piece[1:], (seen[1:] and seen[-1]) or "〇"
    if before and _BESIDE_NUMBER.search(before + seen[:1]):
        piece = APART + piece
    return piece, seen[-1:]
