"""Rows to initiatives (行の統合): what pages and merged cells broke is made whole."""

from dataclasses import replace

from ...diagnostics import Span
from ...messages import _
from ...text.joining import join
from ...text.normalize import fold
from ..ir import Cell, Columns
from . import title_patterns as titles
from .column_classifier import Role
from .diagnostics import Problems, shortened
from .labelled import OWN_REMARK
from .outline import COLUMN, DraftSection, Outline
from .records import Draft, draft_of
from .suggestions import by_hand
from .year_columns import TableColumns

_OWN_COLUMN = "改め文"


class Gathering:
    """The rows so far (行の統合): each goes to its section, or to the row that it goes on from."""

    def __init__(
        self,
        table: TableColumns,
        outline: Outline,
        problems: Problems,
        given: Columns,
        *,
        is_wrapped: bool,
    ) -> None:
        self._table = table
        self._outline = outline
        self._problems = problems
        self._given = given
        self._is_wrapped = is_wrapped
        self._last: tuple[Draft, tuple[Cell, ...]] | None = None
        self._fragment: Draft | None = None

    def part(self) -> None:
        """Let no further row go on from the last one (章の変わり目)."""
        self._last = None

    def end(self) -> None:
        """Tell of what never went on (文書の終わり)."""
        if self._fragment:
            self._tell_nameless(self._fragment)

    def row(self, row: tuple[Cell, ...], *, is_first: bool, is_last: bool) -> None:
        """Take a row of data (行), or what goes on of the one before."""
        self._tell_left_out(row)
        draft = draft_of(row, self._table.columns)
        self._section_of(row)
        if self._is_list_of_sections(row):
            return
        if self._fragment and not (is_first and not draft.is_nameless):
            self._tell_nameless(self._fragment)
        elif self._fragment:
            self._fragment.add(draft)
            draft = self._fragment
        self._fragment = None
        if self._last and self._goes_on(draft, row, is_first=is_first):
            before, cells = self._last
            shared = {id(cell) for cell in cells}
            columns = self._table.columns
            own = tuple(None if id(c) in shared else k for c, k in zip(row, columns, strict=True))
            before.add(draft_of(row, own), is_apart=not is_first)
            self._last = (before, row if not is_first else cells)
        elif draft.is_nameless and is_last and self._is_wrapped:
            self._fragment = draft
        elif draft.is_nameless:
            self._tell_nameless(draft)
        else:
            self._current_section(draft.where).drafts.append(draft)
            self._last = (draft, row)

    def _tell_left_out(self, row: tuple[Cell, ...]) -> None:
        """Tell of text in columns that the plan has no place for, or that have no heading."""
        placed = {id(cell) for cell, column in zip(row, self._table.columns, strict=True) if column}
        for cell, column, heading in zip(
            row, self._table.columns, self._table.headings, strict=True
        ):
            if column is None and not heading and cell.text and id(cell) not in placed:
                self._problems.tell(
                    _("Text in a column without a heading: “{text}”").format(
                        text=shortened(cell.text)
                    ),
                    cell.span,
                    _("Nothing of it is in the plan."),
                )
            elif column and column.role is Role.LEFT_OUT and fold(heading) not in self._given:
                self._tell_remark(cell, heading)

    def _tell_remark(self, cell: Cell, heading: str) -> None:
        if cell.text and heading != _OWN_COLUMN and not OWN_REMARK.match(cell.text):
            self._problems.column(
                heading,
                _("A plan has no place for the column “{heading}”, which was left out."),
                cell.span,
                _("Say that it may be: {option}").format(option=by_hand({heading: Role.LEFT_OUT})),
            )

    def _goes_on(self, draft: Draft, row: tuple[Cell, ...], *, is_first: bool) -> bool:
        """Return whether the row is the rest of the one before, merged with it or cut by a page."""
        assert self._last is not None  # noqa: S101  for the type checker
        before, cells = self._last
        for role in (Role.NUMBER, Role.NAME):
            under = [
                n for n, c in enumerate(self._table.columns) if c and c.role is role and row[n].text
            ]
            if under:
                if len(cells) == len(row) and all(row[n] is cells[n] for n in under):
                    return True
                break
        if not (is_first and self._is_wrapped):
            return False
        return draft.is_nameless or bool(before.number and not draft.number)

    def _section_of(self, row: tuple[Cell, ...]) -> None:
        """Open the section that the row's own columns name, where there are such columns."""
        number = ""
        level = 0
        seen: set[int] = set()
        for cell, column in zip(row, self._table.columns, strict=True):
            if column is None or not cell.text or id(cell) in seen:
                continue
            seen.add(id(cell))
            text = join(line.strip() for line in cell.lines)
            if column.role is Role.SECTION:
                number = text
            elif column.role is Role.SECTION_TITLE:
                level += 1
                self._open(level, number, text, row[0].span)
                number = ""
        if number:
            self._open(level + 1, "", number, row[0].span)

    def _open(self, level: int, number: str, text: str, where: Span) -> None:
        """Open the section of a column's title (列の見出し). number: of a column beside it."""
        title = titles.numbered_title(text)
        if number:
            title = titles.NumberedTitle("", titles.number(number), text)
        elif title is None:
            title = titles.NumberedTitle("", None, text)
        self._outline.open(replace(title, style=f"{COLUMN} {level}"), where)

    def _is_list_of_sections(self, row: tuple[Cell, ...]) -> bool:
        """Take the aim of the row's section; return whether that is all that the table tells."""
        roles = [column.role if column else None for column in self._table.columns]
        section = self._outline.current
        if Role.AIM not in roles or section is None:
            return False
        section.aim = section.aim or list(row[roles.index(Role.AIM)].lines)
        return Role.NAME not in roles

    def _current_section(self, where: Span) -> DraftSection:
        if self._outline.current is None:
            self._outline.open_plain("", where)
        assert self._outline.current is not None  # noqa: S101  for the type checker
        return self._outline.current

    def _tell_nameless(self, draft: Draft) -> None:
        texts = [line for lines in draft.summaries.values() for line in lines]
        quoted = shortened(join(texts or draft.department or draft.policies))
        self._problems.tell(
            _("A row without number and name: “{text}”").format(text=quoted),
            draft.where,
            _("Nothing of it is in the plan."),
        )
