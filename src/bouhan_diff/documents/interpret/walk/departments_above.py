"""Departments above tables (表の上の担当課): 担当課：総務課 on a line of its own."""

import re
from collections.abc import Sequence

from ....text.normalize import fold
from ...headings.departments import is_department, is_division_alone
from ...headings.vocabulary import Role, strengths
from ...ir import Line
from ..columns.layouts import Layout
from ..columns.table_parts import TablePart

_SURE_LABEL = 3
_IN_BRACKETS = re.compile(r"[（(]\s*(?P<name>[^（）()]+?)\s*[)）]")


class DepartmentAbove:
    """The department that is above the next table (表の上の担当課), so far.

    On a sheet it is that of all tables below it, else only of the table right below. A sheet may
    itself be named after it. （総務課） alone is of the rows below, up to the next title.
    """

    def __init__(self) -> None:
        self._name = ""
        self._is_of_rows = False
        self._label: Line | None = None
        self._lines: list[Line] = []
        self._unused: list[Line] = []

    def try_take(self, line: Line, text: str) -> bool:
        """Take a line that names the department (担当課の行); return whether it may be one."""
        held, self._label = self._label, None
        if held is not None:
            if line.span.row == held.span.row and is_department(text):
                self._set(text, [held, line])
                return True
            self._unused.append(held)
        elif not line.span.sheet or (self._is_of_rows and line.is_heading):
            self.end()
        if (alone := _IN_BRACKETS.fullmatch(text)) and is_division_alone(alone["name"]):
            self._set(alone["name"], [line])
            self._is_of_rows = True
            return True
        if is_division_alone(text) and fold(text).strip("【】") == fold(line.span.sheet):
            self._set(line.span.sheet, [line])
            return True
        label, _colon, value = (part.strip() for part in text.replace("：", ":").partition(":"))
        if strengths(label).get(Role.DEPARTMENT, 0) < _SURE_LABEL:
            return False
        if value and is_department(value):
            self._set(value, [line])
            return True
        if line.span.row and not value:
            self._label = line
        return self._label is not None

    def begin(self, layout: Layout | None, part: TablePart, titles: Sequence[str]) -> str:
        """Return the department of a table (表の担当課), empty where it has a column of them.

        titles: of its section, the last of which may be nothing but a department.
        """
        is_on_sheet = bool(part.table.span.sheet)
        if layout is None or layout.places(Role.DEPARTMENT):
            if not is_on_sheet:
                self.end()
            return ""
        if not (self._lines or part.is_inherited or is_on_sheet):
            self._name = ""
        self._lines = []
        named = (name for name in (*titles[-1:], part.table.span.sheet) if is_division_alone(name))
        return self._name or next(named, "")

    def end(self) -> None:
        """End what the department is of (担当課の範囲の終わり)."""
        self._set("", [])
        if self._label is not None:
            self._unused.append(self._label)
            self._label = None

    def take_unused(self) -> list[Line]:
        """Return the lines that were the department of no table (使わなかった行), once."""
        lines, self._unused = self._unused, []
        return lines

    def _set(self, name: str, lines: list[Line]) -> None:
        self._unused += self._lines
        self._name, self._lines = name, lines
        self._is_of_rows = False
