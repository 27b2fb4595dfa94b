"""Number formats of Excel (表示形式): a number, date or text as the sheet shows it.

A format has up to four sections, for positive, negative, zero and text. `rendered` also says
whether the result is certain: some formats depend on the machine that shows the sheet.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property, lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_](?P<space>.)|\*(?P<fill>.)'
    r"|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]"
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<condition>[<>=]+-?[\d.]+)\]|\[(?P<other>[^\]]*)\]"
    r"|(?P<general>General|G/標準)|(?P<half>AM/PM|A/P|午前/午後)|(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|g+|e+|a{3,4})|(?P<digit>[0#?])|(?P<mark>[.,%/@])"
    r"|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_COMPARISONS = {"<", ">", "=", "<=", ">=", "<>"}
_GENERAL_DIGITS = 11
_LAST_DAY = 2_958_466
_FALSE_LEAP_DAY = 60  # Excel has a 29 February 1900
_DAYS_TO_1904 = 1462
_SECONDS_A_DAY = 86_400
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_MOST_SECTIONS_OF_NUMBERS = 3


@dataclass(frozen=True, slots=True)
class _FormatPart:
    """A part of a section (書式の要素). kind: a group of _TOKEN."""

    kind: str
    text: str


@dataclass(frozen=True)
class _FormatSection:
    """One section of a format (書式の区分). condition: such as `<=100`, or empty."""

    tokens: tuple[_FormatPart, ...]
    condition: str = ""

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of its tokens (要素の種類)."""
        return frozenset(token.kind for token in self.tokens)


def rendered(value: float, code: str, *, is_1904: bool = False) -> tuple[str, bool]:
    """Return a number as its format shows it (表示), and whether that is certain."""
    sections = _sections(code)
    section, is_absolute = _section_for(value, sections)
    if section is None:
        return "", True
    kinds = section.kinds
    if "date" in kinds or "elapsed" in kinds:
        return _date_text(value, section, is_1904=is_1904)
    if "digit" not in kinds and "general" not in kinds:
        if any(token.text == "@" for token in section.tokens):
            return _general(value)
        return _literals(section), True
    text, is_sure = _number_text(abs(value) if is_absolute else value, section)
    return text.strip(), is_sure and "unknown" not in kinds


def rendered_text(text: str, code: str) -> str:
    """Return a cell's text as its format shows it (文字列の表示): @"様" adds 様."""
    sections = _sections(code)
    last = sections[-1]
    is_of_text = len(sections) > _MOST_SECTIONS_OF_NUMBERS or any(
        t.text == "@" for t in last.tokens
    )
    if not is_of_text or (last.kinds & {"date", "digit", "general"}):
        return text
    return "".join(
        text if token.kind == "mark" and token.text == "@" else _literal(token)
        for token in last.tokens
    )


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_FormatSection, ...]:
    sections: list[_FormatSection] = []
    tokens: list[_FormatPart] = []
    condition = ""
    for match in _TOKEN.finditer(code):
        kind, text = str(match.lastgroup), match[str(match.lastgroup)]
        if kind == "plain" and text == ";":
            sections.append(_FormatSection(tuple(tokens), condition))
            tokens, condition = [], ""
        elif kind == "condition":
            condition = text
        elif kind == "other":
            tokens += _bracketed(text)
        else:
            tokens.append(_FormatPart(kind, text))
    return (*sections, _FormatSection(tuple(tokens), condition))


def _bracketed(text: str) -> list[_FormatPart]:
    """Return the meaning of [DBNum3] and the like; colours are ignored."""
    folded = text.lower()
    if folded == "dbnum3":
        return [_FormatPart("wide", "")]
    return [_FormatPart("unknown", text)] if folded.startswith("dbnum") else []


def _section_for(
    value: float, sections: Sequence[_FormatSection]
) -> tuple[_FormatSection | None, bool]:
    """Return the section for the number (区分の選択), and whether that shows the sign itself."""
    numeric = sections[:_MOST_SECTIONS_OF_NUMBERS]
    if any(section.condition for section in numeric):
        for place, section in enumerate(numeric):
            if not section.condition or _fulfils(value, section.condition):
                return section, place > 0 and not section.condition.startswith(">")
        return None, False
    if len(numeric) > 1 and any(token.text == "@" for token in numeric[-1].tokens):
        numeric = numeric[:-1]
    if len(numeric) > 2 and value == 0:  # noqa: PLR2004  the third is of zero
        return numeric[2], False
    if len(numeric) > 1 and value < 0:
        return numeric[1], True
    return numeric[0], False


def _fulfils(value: float, condition: str) -> bool:
    match = re.fullmatch(r"([<>=]+)(-?[\d.]+)", condition)
    if match is None or match[1] not in _COMPARISONS:
        return False
    bound = float(match[2])
    return bool(
        ("<" in match[1] and value < bound)
        or (">" in match[1] and value > bound)
        or ("=" in match[1] and value == bound)
    )


def _literal(token: _FormatPart) -> str:
    if token.kind in {"quoted", "escaped", "currency", "plain"}:
        return token.text
    return " " if token.kind == "space" else ""


def _literals(section: _FormatSection) -> str:
    return "".join(
        token.text if token.kind == "mark" else _literal(token) for token in section.tokens
    ).strip()


# Numbers


def _general(value: float) -> tuple[str, bool]:
    if float(value).is_integer() and abs(value) < 10**15:
        return str(int(value)), True
    text = f"{value:.{_GENERAL_DIGITS}g}"
    return text, "e" not in text


def _number_text(value: float, section: _FormatSection) -> tuple[str, bool]:
    """Return a number in a section with digits (数値の表示)."""
    if "general" in section.kinds:
        general, is_sure = _general(value)
        return "".join(
            general if token.kind == "general" else _literal(token) for token in section.tokens
        ), is_sure
    marks = "".join(
        token.text if token.kind in {"digit", "mark"} else "E" if token.kind == "exponent" else ""
        for token in section.tokens
    )
    if "E" in marks:
        places = len(marks.partition("E")[0].partition(".")[2])
        return f"{value:.{places}E}", marks.startswith("0") and "##" not in marks
    if re.search(r"[0#?]/[0#?]", marks):
        has_whole = bool(re.search(r"[0#?] +[0#?]+/", "".join(map(_shape, section.tokens))))
        digits = len(marks.partition("/")[2])
        return _fraction(value, digits, has_whole=has_whole), True
    try:
        number = Decimal(repr(value)) * 100 ** marks.count("%")
        whole, _point, rest = marks.partition(".")
        number /= 1000 ** len(whole.rstrip("%@/")[len(whole.rstrip("%@/,")) :])
        places = sum(mark in "0#?" for mark in rest)
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation:  # of a number with more digits than Excel has
        return _general(value)
    text = _filled(number, section, is_grouped=bool(re.search(r"[0#?],+[0#?]", whole)))
    return ("-" if number < 0 else "") + text, True


def _shape(token: _FormatPart) -> str:
    return token.text if token.kind in {"digit", "mark"} else " "


def _fraction(value: float, digits: int, *, has_whole: bool) -> str:
    near = Fraction(abs(value)).limit_denominator(10**digits - 1)
    whole, rest = divmod(near.numerator, near.denominator)
    if not has_whole:
        whole, rest = 0, near.numerator
    parts = [str(whole)] if whole or not rest else []
    parts += [f"{rest}/{near.denominator}"] if rest else []
    return ("-" if value < 0 else "") + " ".join(parts)


def _filled(number: Decimal, section: _FormatSection, *, is_grouped: bool) -> str:
    """Return the digits in their places among the section's literals (桁の割当て)."""
    whole, _point, rest = f"{abs(number):f}".partition(".")
    whole = "" if whole == "0" else whole
    tokens = section.tokens
    point = next((n for n, t in enumerate(tokens) if t.kind == "mark" and t.text == "."), None)
    places = [n for n, t in enumerate(tokens) if t.kind == "digit" and (point is None or n < point)]
    at_least = sum(tokens[n].text == "0" for n in places)
    digits = {}
    for left, n in enumerate(reversed(places)):
        digit = whole[len(whole) - 1 - left] if left < len(whole) else ""
        first = places.index(n) == 0
        more = whole[: len(whole) - 1 - left] if first and left < len(whole) else ""
        if not digit:
            digit = {"0": "0", "?": " "}.get(tokens[n].text, "")
            if tokens[n].text == "#" and left < at_least:
                digit = "0"
        text = more + digit
        if is_grouped and text.strip():
            text = _grouped(text, left)
        digits[n] = text
    decimals = [n for n, t in enumerate(tokens) if t.kind == "digit" and n not in digits]
    kept = len(rest.rstrip("0"))
    for place, n in enumerate(decimals):
        digit = rest[place] if place < len(rest) else "0"
        digits[n] = digit if place < kept or tokens[n].text == "0" else ""
    written = "".join(
        digits.get(n, "")
        if token.kind == "digit"
        else token.text
        if token.kind == "mark" and token.text in ".%/"
        else _literal(token)
        for n, token in enumerate(tokens)
    )
    return written.translate(_WIDE) if "wide" in section.kinds else written


def _grouped(digits: str, after: int) -> str:
    """Return the digits with commas (桁区切り). after: how many digits follow them."""
    text = ""
    for place, digit in enumerate(digits):
        following = len(digits) - 1 - place + after
        text += digit + ("," if following and following % 3 == 0 else "")
    return text


# Dates and times

_ERAS = (
    (datetime.date(2019, 5, 1), "R", "令", "令和"),
    (datetime.date(1989, 1, 8), "H", "平", "平成"),
    (datetime.date(1926, 12, 25), "S", "昭", "昭和"),
    (datetime.date(1912, 7, 30), "T", "大", "大正"),
    (datetime.date(1868, 1, 25), "M", "明", "明治"),
)
_WEEKDAYS = "月火水木金土日"
_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


@dataclass(frozen=True, slots=True)
class _Moment:
    """A day and the time in it (日時). seconds: all since the first day."""

    date: datetime.date
    seconds_of_day: int
    seconds: float

    @property
    def era(self) -> tuple[datetime.date, str, str, str]:
        """The era's first day and its names (元号), from the shortest."""
        return next((era for era in _ERAS if self.date >= era[0]), _ERAS[-1])

    @property
    def year_of_era(self) -> int:
        """The year in the era (和暦の年)."""
        return self.date.year - self.era[0].year + 1

    def part(self, letters: str, *, is_minute: bool, is_half: bool) -> str:
        """Return the part of a date that letters of a format mean (日付の要素)."""
        date, count = self.date, len(letters)
        letter = "minute" if is_minute else letters[0]
        hour = self.seconds_of_day // 3600
        if letter in "md" and count > 2:  # noqa: PLR2004  a name
            name = (
                (_MONTHS.split()[date.month - 1])
                if letter == "m"
                else (_DAYS.split()[date.weekday()])
            )
            return name[: {3: 3, 5: 1}.get(count)]
        if letter == "e" and self.year_of_era == 1:
            return "元"
        if letter == "a":
            return _WEEKDAYS[date.weekday()] + ("曜日" if count == 4 else "")  # noqa: PLR2004
        if letter == "g":
            return str(self.era[min(count, 3)])
        number, digits = {
            "y": (date.year % 100, 2) if count < 3 else (date.year, 4),  # noqa: PLR2004
            "m": (date.month, count),
            "d": (date.day, count),
            "e": (self.year_of_era, count),
            "h": ((hour % 12 or 12) if is_half else hour, min(count, 2)),
            "minute": (self.seconds_of_day // 60 % 60, min(count, 2)),
            "s": (self.seconds_of_day % 60, min(count, 2)),
        }[letter]
        return f"{number:0{digits}}"

    def elapsed(self, letters: str) -> str:
        """Return all hours, minutes or seconds (経過時間) of [h], [m] and [s]."""
        unit = {"h": 3600, "m": 60, "s": 1}[letters[0]]
        return f"{int(self.seconds // unit):0{len(letters)}}"


def _date_text(value: float, section: _FormatSection, *, is_1904: bool) -> tuple[str, bool]:
    """Return a date or time (日付の表示), False where it depends on the machine."""
    days = value + (_DAYS_TO_1904 if is_1904 else 0)
    if not 0 <= days < _LAST_DAY:
        return _general(value)[0], False
    has_fraction = any(token.kind == "mark" and token.text == "." for token in section.tokens)
    seconds = round(days * _SECONDS_A_DAY, 3 if has_fraction else None)
    day, of_day = divmod(seconds, _SECONDS_A_DAY)
    first = datetime.date(1899, 12, 31 if day < _FALSE_LEAP_DAY else 30)
    date = first + datetime.timedelta(days=int(day))
    clock = _Moment(date, int(of_day), seconds)
    parts: list[str] = []
    tokens = section.tokens
    is_half = "half" in section.kinds
    for place, token in enumerate(tokens):
        if token.kind == "date":
            is_minute = token.text[0] in "mM" and _is_minute(tokens, place)
            parts.append(clock.part(token.text.lower(), is_minute=is_minute, is_half=is_half))
        elif token.kind == "elapsed":
            parts.append(clock.elapsed(token.text.lower()))
        elif token.kind == "half":
            words = token.text.split("/")
            parts.append(words[clock.seconds_of_day >= _SECONDS_A_DAY // 2])
        elif token.kind in {"mark", "digit"}:
            parts.append(token.text)
        else:
            parts.append(_literal(token))
    names_era = any(t.kind == "date" and t.text[0] in "gGeE" for t in tokens)
    return "".join(parts).strip(), not (names_era and clock.year_of_era == 1)


def _is_minute(tokens: Sequence[_FormatPart], place: int) -> bool:
    """Return whether m means minutes (分): after hours, or before seconds."""
    letters = [
        (n, t.text[0].lower()) for n, t in enumerate(tokens) if t.kind in {"date", "elapsed"}
    ]
    at = [n for n, _letter in letters].index(place)
    before = letters[at - 1][1] if at else ""
    after = letters[at + 1][1] if at + 1 < len(letters) else ""
    return before == "h" or after == "s"
