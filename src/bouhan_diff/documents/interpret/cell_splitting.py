"""Cells that hold two things (二つを含むセル): number and name, name and department, unit."""

from collections.abc import Sequence

from ...text.linebreak import join
from . import cell_texts as texts
from .cell_texts import text_of
from .diagnostics import Diagnostics
from .records import Draft
from .vocabulary import Role


def split_numbers(drafts: Sequence[Draft], diagnostics: Diagnostics) -> None:
    """Split number and name where one column has both in every row (番号付きの事業名)."""
    split = [texts.split_number(draft.name_lines) for draft in drafts]
    if any(draft.is_numbered for draft in drafts) or not any(split):
        return
    if not all(split):
        close = [
            parts or texts.split_number(draft.name_lines, is_close=True)
            for draft, parts in zip(drafts, split, strict=True)
        ]
        counted = [parts and parts[0] for parts in close]
        split = close if counted == list(range(1, len(drafts) + 1)) else split
    for draft, parts in zip(drafts, split, strict=True):
        if parts and all(split):
            draft.given_number, draft.given_name = parts
        elif parts:
            diagnostics.doubt("number-in-name", draft.span, name=join(draft.name_lines))


_MOST = 0.8


def split_cells(drafts: Sequence[Draft], *, is_wrapped: bool) -> None:
    """Split names and departments that hold two things (二つを含むセル)."""
    for draft in drafts:
        _split_name(draft, is_wrapped=is_wrapped)
        _split_unit(draft)
    names = [join(draft.name_lines) for draft in drafts]
    found = [texts.split_department(name) for name in names]
    has_column = any(draft.layout.places(Role.DEPARTMENT) for draft in drafts)
    if not has_column and sum(map(bool, found)) >= _MOST * len(drafts):
        for draft, parts in zip(drafts, found, strict=True):
            if parts:
                draft.given_name, draft.department = [parts[0]], parts[1]


def _split_name(draft: Draft, *, is_wrapped: bool) -> None:
    """Split what stands under a name in its cell (事業名の下): labels, and a list."""
    lines = draft.name_lines
    if len(lines) < 2:  # noqa: PLR2004  nothing stands under it
        return
    name, labelled = texts.labelled(lines)
    if labelled or name != list(lines):
        draft.given_name = name
        for role, under in labelled.items():
            places = draft.layout.places(role)
            if role is Role.DEPARTMENT and not places:
                draft.department = texts.department(under)
            elif role is Role.POLICIES:
                draft.policies.extend(under)
            elif places:
                draft.cells.setdefault(places[0], []).append(list(under))
        lines = name
    name, items = texts.split_items(lines)
    if items and name:
        draft.given_name = name
        heading = next(draft.layout.columns[at].heading for at in draft.layout.places(Role.NAME))
        draft.extra[heading] = text_of([items], is_wrapped=is_wrapped)


_UNIT_HEADING = "係"


def _split_unit(draft: Draft) -> None:
    for at in draft.layout.places(Role.DEPARTMENT):
        cells = draft.cells.get(at, [])
        if len(cells) == 1:
            above, unit = texts.split_unit(cells[0])
            if unit:
                draft.cells[at] = [above]
                draft.extra[_UNIT_HEADING] = unit
