"""Recognise departments (担当課) by their names: 課, 係 and so on, in a cell, in brackets or alone.

How names end is data: `departments` in vocabulary.yaml.
"""

import re
from collections.abc import Sequence
from functools import cache

from ...text.joining import join
from ...text.normalize import closed_up, unbracketed
from .vocabulary import Role, pattern, strengths

_LONGEST = 60  # characters of all departments in a cell
_BOARD = "教育委員会"  # which has divisions of its own below it


@cache
def _named(form: str, kinds: str) -> re.Pattern[str]:
    """Return the pattern of a form, in which ~ is how bodies of the kinds end."""
    ends = "|".join(pattern("departments", kind).pattern for kind in kinds.split())
    return re.compile(form.replace("~", f"(?:{ends})"), re.DOTALL)


def is_department(text: str) -> bool:
    """Return whether a cell names a department or persons (担当課の欄の値)."""
    last = "".join(text.rpartition("\n")[2].split())
    kinds = "divisions facilities heads ministries units bodies partners"
    name = _named("(?:.*~)(?:[（(].*[)）])?", kinds)
    return len(text) <= _LONGEST and name.fullmatch(last) is not None


def is_office(text: str) -> bool:
    """Return whether a text in brackets or after a name is an office (部署): 【環境課】."""
    kinds = "divisions facilities heads ministries subdivisions partners"
    return _named("[^、。]{1,29}~", kinds).fullmatch(text) is not None


def is_division_alone(text: str) -> bool:
    """Return whether a line is only the name of an office (課名だけの行): 【環境課】.

    A hall or a school is rather the subject of the line, and 収入の部 is a part of a budget.
    """
    form = r"[○●◎◆◇■□【]?\s*(?:[^\s、。]{1,12}[部局会]\s+)?[^\s、。]{1,14}[^部局市の]~】?"
    return _named(form, "divisions heads").fullmatch(text.strip()) is not None


def owner_alone(text: str) -> str:
    """Return the department of an item if the line below it says only this (項目の下の担当).

    A hall counts too; several are in brackets: 〔教育委員会、建設課〕.
    """
    plain = text.strip()
    owner = unbracketed(plain)
    form = _named(r"[^\s、。（）()]{1,20}[^部局市]~", "divisions facilities boards partners")
    owners = [one.strip() for one in re.split("[、，・･,]", owner)] if owner != plain else [plain]
    is_label = Role.DEPARTMENT in strengths(owner)  # 【担当課】
    return owner if all(map(form.fullmatch, owners)) and not is_label else ""


_MOST_LINES = 40  # of a name, which a narrow column may break behind each character


def joined_departments(lines: Sequence[str]) -> str:
    """Return the department or departments on some lines (担当課), each once, joined by 、."""
    stripped = [closed_up(line.strip()) for line in lines if line.strip()]
    parts: list[str] = []
    for place, line in enumerate(stripped):
        if parts and not _are_apart(parts[-1], join(stripped[place : place + _MOST_LINES])):
            parts[-1] = join((parts[-1], line))
        else:
            parts.append(line)
    return "、".join(dict.fromkeys(parts))


def _are_apart(above: str, below: str) -> bool:
    """Return whether the lines from here on are another department, not the rest of the name."""
    ministry = _named(".*~", "ministries")
    if below[0] in "(（［[）)]］" or (above.endswith(_BOARD) and not ministry.match(below)):
        return False
    return any(name.match(above) and name.match(below) for name in (_whole(), ministry))


def _whole() -> re.Pattern[str]:
    """Return the pattern of a name that ends with its line (行末で終わる課名)."""
    return _named(r"(?:.*[^部局市]~|職\s*員|.*[)）])\Z", "divisions facilities bodies")


def split_unit(lines: Sequence[str]) -> tuple[list[str], str]:
    """Split a department from the unit on the lines below it (係), empty if there is none.

    情報政策課 over 情報政策係 are two facts in one cell.
    """
    stripped = [line.strip() for line in lines if line.strip()]
    for at in range(max(1, len(stripped) - _MOST_LINES), len(stripped)):
        unit = "".join(join(stripped[at:]).split())
        if _named(".{1,20}~", "units").fullmatch(unit) and _whole().match(join(stripped[:at])):
            return stripped[:at], join(stripped[at:])
    return list(lines), ""
