"""Parts of a date (日付の要素) as Excel's letters ask for them, Japanese eras included."""

import datetime
from dataclasses import dataclass

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
class Clock:
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
        """Return what the letters of a format stand for (日付の要素)."""
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
