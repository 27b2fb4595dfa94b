"""Editions (年度・版): fiscal years, April to March, in every usual spelling, and labels."""

import re
import unicodedata
from typing import NamedTuple

from .errors import UserError
from .messages import _

# The Western year before the first year of each era, newest era first.
_ERAS = (("令和", "R", 2018), ("平成", "H", 1988), ("昭和", "S", 1925))
_EPOCH = {name: epoch for kanji, letter, epoch in _ERAS for name in (kanji, letter, kanji[0])}

_KANJI_DIGITS = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]

_ERA_YEAR = re.compile(
    r"(令和|平成|昭和|[令平昭RHS])\.?(元|\d{1,2}|[一二三四五六七八九十]{1,3})年?度?"
)
_WESTERN_YEAR = re.compile(r"(?:FY|西暦)?((?:19|20|21)\d\d)年?度?")
_BARE_YEAR = re.compile(r"(?:FY|西暦)?\d{1,2}年?度?")


def _kanji_number(written: str) -> int:
    """Return the value of a kanji number up to 九十九, and 1 for 元; 0 for a malformed one."""
    if written == "元":
        return 1
    tens, ten, ones = written.rpartition("十")
    if tens not in _KANJI_DIGITS or ones not in _KANJI_DIGITS:
        return 0
    return 10 * (_KANJI_DIGITS.index(tens) or bool(ten)) + _KANJI_DIGITS.index(ones)


def western_year(era: str, year: int) -> int:
    """Return the Western year (西暦) of an era's year; an era goes on past its end.

    era: 令和, 令 or R, and the like for 平成 and 昭和. 平成32年 is 2020 as is 令和2年.
    """
    return _EPOCH[era] + year


class Edition(NamedTuple):
    """An edition (年度・版): a fiscal year, or a document's own label such as 現行.

    western: the Western year in which the fiscal year begins, 0 for a label. label: as the
    document has it, empty for a fiscal year. Editions sort by year; the order of labels is
    their document's, so that a plan's `years` are never sorted by label.
    """

    western: int
    label: str = ""

    def __str__(self) -> str:
        if self.label:
            return self.label
        _kanji, letter, epoch = self._era()
        return f"{letter}{self.western - epoch}"

    @property
    def is_year(self) -> bool:
        """Whether it is a fiscal year (年度か); else it is a label such as 改正案."""
        return not self.label

    @property
    def japanese(self) -> str:
        """The name in Japanese (和暦), such as 令和5年度 or 令和元年度; a label as it is."""
        if self.label:
            return self.label
        kanji, _letter, epoch = self._era()
        year = self.western - epoch
        return f"{kanji}{'元' if year == 1 else year}年度"

    def _era(self) -> tuple[str, str, int]:
        return next((era for era in _ERAS if self.western > era[2]), _ERAS[-1])

    @classmethod
    def of_label(cls, label: str) -> "Edition":
        """Return the edition that a document names by a label (版), such as 現行 or 変更前."""
        return cls(0, label)

    @classmethod
    def read(cls, text: str) -> "Edition":
        """Return the edition that a text names: the fiscal year it spells, else its label.

        Raises UserError where the text looks like a year but is none, such as 5年度 or R0,
        or is empty.
        """
        try:
            return cls.parse(text)
        except UserError:
            if not text.strip() or _LIKE_A_YEAR.fullmatch(_folded(text)):
                raise
            return cls.of_label(" ".join(text.split()))

    @classmethod
    def parse(cls, text: str) -> "Edition":
        """Return the fiscal year that the text names: R5, 令和５年度, 2023, FY2023, H31, R元.

        Raises UserError where the text is no year, or could be one of several eras.
        """
        folded = _folded(text)
        if match := _ERA_YEAR.fullmatch(folded):
            era, written = match.groups()
            year = int(written) if written.isdecimal() else _kanji_number(written)
            if year:
                return cls(western_year(era, year))
        elif match := _WESTERN_YEAR.fullmatch(folded):
            return cls(int(match[1]))
        elif _BARE_YEAR.fullmatch(folded):
            raise UserError(
                _("“{year}” could be a year of several eras.").format(year=text),
                advice=_("Write the era or the whole year: R5, H30, 令和5年度 or 2023."),
            )
        raise UserError(
            _("“{year}” is not a fiscal year.").format(year=text),
            advice=_("Write it as R5, 令和5年度, 2023 or FY2023."),
        )


_LIKE_A_YEAR = re.compile(
    r"(?:令和|平成|昭和|[令平昭]|FY|西暦|[A-Z]{1,2}\.?)?[\d一二三四五六七八九十元.]*年?度?"
)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


Year = Edition | str
"""An edition (年度・版) or any spelling of its fiscal year."""


def parsed(year: Year) -> Edition:
    """Return the edition (年度・版) that is meant, however it is spelt. Raises UserError."""
    return Edition.read(year) if isinstance(year, str) else year
