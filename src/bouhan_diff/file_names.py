"""Read an edition or a month from the name of a file (ファイル名の年度)."""

import re

from .edition import Edition, named_edition

_NAMES_OF_MONTHS = re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec")
_DATE_IN_NAME = (
    rf"(?i)(?<!\d)(?P<year>(?:19|20)\d\d)[._-]?"
    rf"(?P<month>{'|'.join(_NAMES_OF_MONTHS)}|(?:0[1-9]|1[0-2])(?!\d))"
)


def edition_of_name(name: str) -> Edition | None:
    """Return the edition in a file's name (ファイル名の年度): plan_R6, planR6, 2022mar, 202203."""
    parted = re.sub(r"(?<=[a-z])(?=[RH]\d\d?(?![^\W_]))", " ", name)
    return named_edition(re.sub(_DATE_IN_NAME, _spelt_month, parted).replace("_", " "))


def month_of_name(name: str) -> str:
    """Return the month in a file's name (ファイル名の年月): 令和4年3月 of 2022mar, else nothing."""
    match = re.search(_DATE_IN_NAME, name)
    return _spelt_month(match).strip() if match else ""


def _spelt_month(match: re.Match[str]) -> str:
    name = match["month"].lower()
    month = int(name) if name.isdecimal() else _NAMES_OF_MONTHS.index(name) + 1
    year = int(match["year"])
    is_reiwa = (year, month) >= (2019, 5)
    written = Edition(year).japanese.removesuffix("度") if is_reiwa else f"{year}年"
    return f" {written}{month}月 "
