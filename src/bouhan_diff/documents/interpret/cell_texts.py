"""Texts of cells (セルの文): policy numbers, departments, names with what stands under them."""

import re
from collections.abc import Iterable, Sequence

from ...plan import Number
from ...text.linebreak import join, paragraphs
from ...text.normalize import fold
from .titles import number
from .vocabulary import Role, strengths

# --- Policy numbers ---------------------------------------------------------------------------

# ウ①②③, ア1-2, A-3, Ⅰ(1): a letter or figure of the outline with the numbers under it.
_LETTER = r"[ァ-ヶｱ-ﾝA-Za-zⅠ-Ⅻ一二三四五六七八九十甲乙丙]"
_CIRCLED = r"[①-⑳㉑-㉟❶-❿⑴-⒇]"
_ONE = re.compile(rf"({_LETTER}{{0,2}}?)({_CIRCLED}+)")
_PARTED = re.compile(r"[\s、，,・･/／;；]+")


def spread(text: str) -> tuple[str, ...]:
    """Split a cell into its policy numbers (施策番号): ウ①②③ is ウ①, ウ② and ウ③."""
    found: dict[str, None] = {}
    letter = ""
    # A narrow column breaks ウ①②③ between any two of its signs.
    whole = re.sub(rf"\s*\n\s*(?={_CIRCLED})", "", text)
    for part in _PARTED.split(whole.strip()):
        circled = list(_ONE.finditer(part))
        if circled and "".join(match[0] for match in circled) == part:
            for match in circled:
                letter = match[1] or letter
                found.update((letter + number_, None) for number_ in match[2])
        elif part:
            found[part] = None
    return tuple(found)


# --- Departments ------------------------------------------------------------------------------

# A line that ends a department: the next one is another, not the rest in a narrow column.
_WHOLE_DEPARTMENT = re.compile(
    r"(?:.*[^部局市](?:課|室|署|センター|館|所|会|団|長|職員)|職\s*員|.*[)）])\Z"
)
_MINISTRY = re.compile(r".*(?:省|庁|委員会|府)\Z")
_UNIT = re.compile(r".{1,20}(?:係|班|グループ|担当|チーム|G|Ｇ)\Z")


def department(lines: Sequence[str]) -> str:
    """Return the department (担当課) of one or several lines; several departments by 、."""
    stripped = [line.strip() for line in lines if line.strip()]
    parts: list[str] = []
    for place, line in enumerate(stripped):
        rest = join(stripped[place:])
        apart = (
            parts
            and any(
                whole.match(parts[-1]) and whole.match(rest)
                for whole in (_WHOLE_DEPARTMENT, _MINISTRY)
            )
            and line[0] not in "(（[［)）]］"
        )
        if parts and not apart:
            parts[-1] = join((parts[-1], line))
        else:
            parts.append(line)
    return "、".join(parts)


def split_unit(lines: Sequence[str]) -> tuple[list[str], str]:
    """Return the lines of a department, and the unit under it (係); empty where there is none.

    情報政策課 over 情報政策係 are two facts in one cell.
    """
    stripped = [line.strip() for line in lines if line.strip()]
    for at in range(1, len(stripped)):
        unit = join(stripped[at:])
        above = join(stripped[:at])
        if _WHOLE_DEPARTMENT.match(above) and _UNIT.fullmatch("".join(unit.split())):
            return stripped[:at], unit
    return list(lines), ""


# --- Names ------------------------------------------------------------------------------------

_NUMBERED_NAME = re.compile(
    r"(?P<number>(?:[0-9０-９]{1,3}|[Ⅰ-Ⅻ])(?:[-－−‐–.．][0-9０-９]{1,3})*(?=\s)"
    r"|[0-9０-９]{1,3}(?=[.．])|[(（][0-9０-９]{1,3}[)）]|[①-⑳㉑-㉟])[.．\s]*(?P<name>\S.*)",
    re.DOTALL,
)
# Where a narrow column has lost the space between them: trusted only if the numbers count up.
_CLOSE_NUMBER = re.compile(r"(?P<number>[0-9０-９]{1,3})(?P<name>\D.*)", re.DOTALL)
_LABELLED = re.compile(
    r"(?:[【\[〔]\s*(?P<bracketed>[^】\]〕]+)[】\]〕]\s*|(?P<label>\S{2,8})(?:\u3000+|\s*[:：]\s*))(?P<value>\S.*)"
)
_LONGEST_LABEL = 8
_OWN_LABEL = "区分"
OWN_REMARK = re.compile(
    r"(?:(?:新規|新設|廃止|変更なし|(?:内容|表現|表記)(?:の変更)?)(?:\Z|\s))?(?:\Z|.*（旧：)",
    re.DOTALL,
)
"""A remark that our own exports write beside a row; the row's texts repeat it."""

_NAMED_DEPARTMENT = re.compile(
    r"(?P<name>.*\S)\s*[【\[〔（(](?P<department>[^【】\[\]〔〕()（）]{2,30}(?:課|室|局|部|署|所|係|センター|本部|館|院|省|庁|委員会))[】\]〕）)]",
    re.DOTALL,
)
_ITEM = re.compile(r"\s*(?:[◇◆○●◎■□▪➢✓]|[・･](?=\S)|[-－](?=\S))")


def split_number(name: Sequence[str], *, is_close: bool = False) -> tuple[Number, list[str]] | None:
    """Return the number that opens a name (事業名の頭の番号) and the rest, or None.

    is_close: nothing separates the two.
    """
    pattern = _CLOSE_NUMBER if is_close else _NUMBERED_NAME
    match = pattern.fullmatch("\n".join(line.strip() for line in name))
    return (number(match["number"]), match["name"].split("\n")) if match else None


def split_department(name: str) -> tuple[str, str] | None:
    """Return a name without the department in brackets behind it (事業名【課】), or None."""
    match = _NAMED_DEPARTMENT.fullmatch(name)
    return (match["name"].strip(), match["department"].strip()) if match else None


def split_items(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the lines of a name, and those of a list under it (事業名の下の箇条書き)."""
    for at, line in enumerate(lines):
        if at and _ITEM.match(line):
            return list(lines[:at]), list(lines[at:])
    return list(lines), []


def labelled(lines: Sequence[str]) -> tuple[list[str], dict[Role, list[str]]]:
    """Return a name's own lines, and those of departments and policy numbers (項目別の行).

    A line under the name may begin with a label; a line without one continues the line above.
    """
    name: list[str] = list(lines[:1])
    found: dict[Role, list[str]] = {}
    into = name
    is_close = any(map(_labelled, lines[1:]))
    for line in lines[1:]:
        role, value = _labelled(line) or (_close(line) if is_close else None) or (None, line)
        if role:
            into = found.setdefault(role, [])
        if role is not Role.LEFT_OUT:
            into.append(value)
        else:
            into = name
    return name, found


def _labelled(line: str) -> tuple[Role, str] | None:
    match = _LABELLED.fullmatch(line.strip())
    return _meant(match["bracketed"] or match["label"], match["value"]) if match else None


def _close(line: str) -> tuple[Role, str] | None:
    """Split a label from its value where a narrow column left no space (詰まった項目名)."""
    text = line.strip()
    ends = range(min(_LONGEST_LABEL, len(text) - 1), 1, -1)
    return next(filter(None, (_meant(text[:end], text[end:]) for end in ends)), None)


def _meant(label: str, value: str) -> tuple[Role, str] | None:
    found = strengths(label)
    for role in (Role.DEPARTMENT, Role.POLICIES):
        if found.get(role, 0) > 1:
            return role, value
    is_own = fold(label) == _OWN_LABEL and OWN_REMARK.fullmatch(value)
    return (Role.LEFT_OUT, value) if is_own else None


# --- Texts ------------------------------------------------------------------------------------


def text_of(cells: Iterable[Sequence[str]], *, is_wrapped: bool) -> str:
    """Join one or several cells to a text (本文); each cell begins a paragraph.

    is_wrapped: line ends are the layout's, so lines are joined to paragraphs. Otherwise lines
    are kept, with blank lines and indents; only an indent common to all lines is removed.
    """
    if is_wrapped:
        found = (part for lines in cells for part in paragraphs(lines, is_wrapped=True))
        return "\n".join(found)
    return "\n".join(filter(None, map(_kept, cells)))


def _kept(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        return lines[0].strip()
    texts = [line.rstrip() for line in lines]
    worded = [line for line in texts if line]
    if not worded:
        return ""
    indent = min(len(line) - len(line.lstrip()) for line in worded)
    return "\n".join(line[indent:] if line else "" for line in texts).strip("\n")


def own_number(section: Number | None, text: str) -> Number:
    """Return the initiative's own part of a number such as 4-5 in section 4 (枝番).

    section: None where the number is no part of the section's.
    """
    own = number(text)
    if isinstance(own, str):
        first, sign, rest = own.partition(next(iter(re.findall(r"[-－−‐–.．]", own)), "-"))
        if sign and rest and number(first) == section:
            return number(rest)
    return own
