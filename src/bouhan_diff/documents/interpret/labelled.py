"""Labelled lines (項目名付きの行) of a name's cell: 担当課：市民課 and the like under the name."""

import re
from collections.abc import Sequence

from ...text.normalize import fold
from .column_classifier import Role, column_of

_LABELLED = re.compile(
    r"(?:[【\[〔]\s*(?P<bracketed>[^】\]〕]+)[】\]〕]\s*|(?P<label>\S{2,8})(?:\u3000+|\s*[:：]\s*))(?P<value>\S.*)"
)
_LONGEST_LABEL = 8
_OWN_LABEL = "区分"
# What our own comparisons say of a row, which its texts say anyhow.
OWN_REMARK = re.compile(
    r"(?:(?:新規|新設|廃止|変更なし|(?:内容|表現|表記)(?:の変更)?)(?:\Z|\s))?(?:\Z|.*（旧：)",
    re.DOTALL,
)


def parted(lines: Sequence[str]) -> tuple[list[str], dict[Role, list[str]]]:
    """Return the name's own lines, and those of departments and policy numbers (項目別の行).

    A label stands under the name; lines without one go on with what is above them.
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
    """Return a label and its value that a narrow column has moved together (詰まった項目名)."""
    text = line.strip()
    ends = range(min(_LONGEST_LABEL, len(text) - 1), 1, -1)
    return next(filter(None, (_meant(text[:end], text[end:]) for end in ends)), None)


def _meant(label: str, value: str) -> tuple[Role, str] | None:
    column = column_of(label, {})
    if column is None:
        return None
    if column.role in {Role.DEPARTMENT, Role.POLICIES}:
        return column.role, value
    is_own = fold(label) == _OWN_LABEL and OWN_REMARK.fullmatch(value)
    return (Role.LEFT_OUT, value) if is_own else None
