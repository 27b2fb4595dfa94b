"""Read the labels and values of one form (個票の項目と値), from top to bottom.

A label is left of its value, above it, or before it in one cell; group labels are left of several
rows; and a small table inside the form has headings above its rows, which may have labels too.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise, takewhile

from ...edition import is_bare_edition
from ...text.normalize import fold
from ...text.number_headings import heading_unit, is_unit_line
from ...text.quantities import known_unit
from ..headings.header_rows import is_data, is_figure
from ..headings.titles import is_date, marked_title, numbered_title
from ..headings.vocabulary import is_form_label, is_known, is_note, is_total, names_edition
from ..ir import Cell, Line, ReadingContext
from .form_rows import (
    COMMON,
    DATA,
    KNOWN,
    FormCell,
    are_pairs,
    are_same,
    heads_labels,
    is_inner_row,
    is_row_label,
    is_within,
)
from .form_table import Form, Label, cells_begun, is_unit_behind, label_of, label_text_of, pair_of

_SHORT_LABEL = 14
_MOST_REPEATED = 5  # rows of an inner table that are fields of their own; more are lines of one
_FEW = 2


class FormReader:
    """Reads one form from top to bottom (個票の読取り).

    common: how many of the forms have each text.
    """

    def __init__(self, form: Form, common: Mapping[str, int], context: ReadingContext) -> None:
        self._form = form
        self._rows = form.rows
        self._common = common
        self._least = max(_FEW, max(common.values(), default=0) // 3)
        self._context = context
        self._open: FormCell | None = None
        self._last: tuple[Label, FormCell] | None = None
        self._loose_rows: dict[int, list[Cell]] = {}
        self._labelled: list[int] = []
        self._of_rows: dict[int, list[FormCell]] = {}  # each is asked for by every cell below
        self._at = 0

    def read(self) -> None:
        """Read the form (読取り); rows above and below all labels are left out of it."""
        form = self._form
        if form.title is not None:
            self._take_title(form.title)
        while self._at < len(self._rows):
            self._at += self._row(self._at)
        first, last = (
            (min(labelled), max(labelled)) if (labelled := self._labelled) else (0, self._at)
        )
        if labelled:
            form.bottom, form.top = form.top + last + 1, form.top + first
        if labelled or form.title is not None:  # without labels, too, what is below a title is told
            inside = (cells for at, cells in self._loose_rows.items() if first <= at <= last)
            form.astray = [cell for cells in inside for cell in cells]

    def _take_title(self, line: Line) -> None:
        """Take the title above the form as its number and its name (見出しの番号と事業名)."""
        numbered = numbered_title(line.text)
        name = numbered.title if numbered else marked_title(line.text) or line.text.strip()
        number = str(numbered.number) if numbered and numbered.number is not None else ""
        for label, text in (("番号", number), ("事業名", name)):
            if text:
                self._form.values[label,] = [Cell((text,), line.span)]
                self._form.spelled[label,] = (label,)

    def _row(self, at: int) -> int:
        """Read a row, and what belongs to it below; return how many rows that were."""
        tokens = self._tokens(at)
        if not tokens:
            return 1
        if self._open and tokens[0].first < self._open.end:
            self._open = None
        if taken := self._inner_table(self._two_headings(at), at, 2) or self._inner_table(
            tokens, at
        ):
            return taken
        if len(tokens) == 1 and self._is_over_value(tokens[0], at):
            over = self._groups(tokens[0].first, at)
            self._put((*over, tokens[0].text), self._tokens(at + 1)[0])
            self._labelled.append(at + 1)
            return 2
        self._pairs(tokens, at)
        return 1

    def _begun(self, at: int) -> list[FormCell]:
        """Return the cells with text that begin in a row (その行に始まるセル)."""
        found = self._of_rows.get(at)
        if found is None:
            found = self._of_rows[at] = []
            places: dict[int, list[int]] = {}
            for place, cell in enumerate(self._rows[at]):
                places.setdefault(id(cell), []).append(place)
            for cell in cells_begun(self._rows, at):
                first, last = places[id(cell)][0], places[id(cell)][-1]
                text = label_of(cell, is_wrapped=self._context.is_wrapped)
                found.append(FormCell(cell, first, last + 1, self._kind(text), text))
        return found

    def _tokens(self, at: int) -> list[FormCell]:
        """Return the cells that begin in a row, but for groups of labels (行のセル)."""
        return [token for token in self._begun(at) if not self._is_group(token, at)]

    def _kind(self, text: str) -> int:
        if not text or is_data(text):
            return DATA
        is_common = self._common.get(fold(heading_unit(text)[0]), 0) >= self._least
        may_be_known = (is_common or not self._common) and "、" not in text
        meanings = self._context.meanings
        if may_be_known and (is_known(text, meanings) or is_form_label(text) or is_total(text)):
            return KNOWN
        return COMMON if is_common else DATA

    def _is_group(self, token: FormCell, at: int) -> bool:
        """Return whether a cell is left of several rows of labels and values (縦の見出し)."""
        row = self._rows[at]
        if not token.text or is_data(token.text) or token.end >= len(row):
            return False
        if token.kind == DATA and (self._common or len(token.text) > _SHORT_LABEL):
            return False
        beside = row[token.end]
        below = takewhile(lambda other: other[token.first] is token.cell, self._rows[at + 1 :])
        return any((cell := other[token.end]) is not beside and cell.text for other in below)

    def _groups(self, first: int, at: int) -> Label:
        """Return the labels of the groups left of a column (縦の見出し)."""
        found: list[str] = []
        while first > 0:
            token, top = self._over(first - 1, at)
            if token is None or not self._is_group(token, top):
                break
            found.insert(0, token.text)
            first = token.first
        if not found and self._open and first == self._open.end:
            found = [self._open.text]
        return tuple(found)

    def _over(self, column: int, at: int) -> tuple[FormCell | None, int]:
        """Return what covers a column in a row (その位置のセル), and the row where it begins."""
        cell = self._rows[at][column]
        top = next(n for n, row in enumerate(self._rows) if row[column] is cell)
        return next((token for token in self._begun(top) if token.cell is cell), None), top

    # Tables within the form

    def _two_headings(self, at: int) -> list[FormCell]:
        """Return headings in two rows (二段の見出し), if any: 目標 and 実績 under 令和７年度."""
        below = self._rows[at + 1] if at + 1 < len(self._rows) else ()
        lower = self._begun(at + 1) if below else []
        found: list[FormCell] = []
        groups: list[int] = []
        for token in self._begun(at) if lower else ():
            if below[token.first] is token.cell:
                found.append(token)
                continue
            inside = [one for one in lower if token.first <= one.first and one.end <= token.end]
            groups.append(len(inside))
            for one in inside:
                text = token.text + one.text
                cell = one.cell._replace(lines=(text,))
                found.append(replace(one, cell=cell, kind=token.kind, text=text))
        are_all = max(groups, default=0) > 1 and all(groups) and sum(groups) == len(lower)
        are_words = len(found) > sum(groups) and not any(is_data(one.text) for one in lower)
        return found if are_all and are_words else []

    def _inner_table(self, tokens: Sequence[FormCell], at: int, height: int = 1) -> int:
        """Read a table within the form (内訳表); return its rows, 0 where there is none.

        height: the rows of its headings.
        """
        if not self._are_headings(tokens):
            return 0
        group = self._groups(tokens[0].first, at)
        rows: list[list[FormCell]] = []
        for n in range(at + height, len(self._rows)):
            row = self._tokens(n)
            if row and row[0].first == tokens[0].end:  # below a label of several rows
                row = [self._over(tokens[0].first, n)[0] or row[0], *row]
            if not is_inner_row(row, tokens) or self._groups(tokens[0].first, n) != group:
                break
            rows.append(row)
        if not rows:
            return 0
        has_labels = all(is_row_label(row[0], tokens) for row in rows)
        # The label of the amounts may be in the row of years, so that the rows below have none.
        is_beside = names_edition(tokens[1].text) and not names_edition(tokens[0].text)
        is_beside &= all(row[0].first >= tokens[1].first for row in rows)
        is_over = all(is_within(row[0], tokens[0]) for row in rows)
        if is_over if has_labels else is_beside:
            group, tokens = (*group, tokens[0].text), tokens[1:]
        has_labels = has_labels and all(row[0].first < tokens[0].end for row in rows)
        if has_labels and len(tokens) == _FEW and not heads_labels(tokens, rows):
            return 0
        above = self._begun(at - 1) if at else []  # or alone there: 事業費の推移（千円）
        stated = [tokens[0], *(above if len(above) == 1 else ())]
        unit = next(filter(None, (heading_unit(one.cell.text)[1] for one in stated)), "")
        times: Counter[Label] = Counter()
        is_long = not has_labels and len(rows) > _MOST_REPEATED
        for place, row in enumerate(rows):
            over = (self._groups(row[0].first, at + height + place) if has_labels else ()) or group
            if has_labels and not (over and are_same(row[0].text, over[-1])):
                is_bare = unit and not any(heading_unit(t.text)[1] for t in (row[0], tokens[-1]))
                over = (*over, row[0].text + (f"（{unit}）" if is_bare else ""))
            times[over] += 1
            again = "" if is_long else _again(times[over])
            if has_labels:
                over, again = (*over[:-1], over[-1] + again), ""
            cells = {token.first: token for token in row}
            for token in tokens:
                if not (has_labels and token.first <= row[0].first):
                    label = (*over, token.text + again)
                    key = self._put(label, cells.get(token.first), goes_on=is_long)
                    self._form.lists[key] = (at + height - 1, len(rows))
        self._labelled += range(at, at + len(rows) + height)
        self._last = None
        return height + len(rows)

    def _are_headings(self, tokens: Sequence[FormCell]) -> bool:
        """Return whether the cells of a row are the headings of a table (内訳表の見出し)."""
        others = sum(token.kind != KNOWN for token in tokens[1:])
        are_words = all(
            token.kind != DATA or (not self._common and 0 < len(token.text) <= _SHORT_LABEL)
            for token in tokens
        )
        return (
            len(tokens) > 1
            and are_words
            and tokens[0].kind != DATA
            and not any(is_data(token.text) or pair_of(token.cell) for token in tokens)
            and others * 3 < len(tokens)
        )

    def _is_over_value(self, token: FormCell, at: int) -> bool:
        """Return whether a label is above its value (値の上の項目名), both as wide."""
        if token.kind == DATA or pair_of(token.cell) or at + 1 >= len(self._rows):
            return False
        below = self._tokens(at + 1)
        return (
            len(below) == 1
            and below[0].kind == DATA
            and (below[0].first, below[0].end) == (token.first, token.end)
            and numbered_title(below[0].cell.text) is None
            and not (pair_of(below[0].cell) or is_unit_line(below[0].cell.text))
        )

    # Labels left of their values

    def _pairs(self, tokens: Sequence[FormCell], at: int) -> None:
        """Read a row of labels, each left of its value (項目名と値の行)."""
        over: Label = ()
        years: Label = ()  # 事業費 over 本年度 and 前年度
        left = self._groups(tokens[0].first, at)
        before, self._last = self._last, None
        n = 0
        while n < len(tokens):
            token, rest = tokens[n], tokens[n + 1 :]
            n += 1
            pair = pair_of(token.cell)
            if pair and self._kind(pair[0]) != DATA:
                value = token.cell._replace(lines=tuple(pair[1].split("\n")))
                label = (*self._groups(token.first, at), *over, pair[0])
                self._put(label, replace(token, cell=value) if pair[1].strip() else None)
            elif not self._is_label(token, rest, at):
                self._loose(token, before, at)
            elif _opens_years(rest):
                years = (*self._groups(token.first, at), token.text)
            elif self._opens_group(token, rest, at):
                self._open = token
                over = (token.text,) if rest[0].first > token.end else ()
            else:
                label = (*(self._groups(token.first, at) or left), *over, token.text)
                of_years = years or (self._last[0] if self._last else ())  # 予算額 … 前年度 …
                if of_years and is_bare_edition(token.text):
                    label = (*of_years, token.text)
                is_empty = not rest or (rest[0].kind == KNOWN and self._is_blank(token, at))
                self._put(label, None if is_empty else rest[0])
                n += not is_empty

    def _is_label(self, token: FormCell, rest: Sequence[FormCell], at: int) -> bool:
        """Return whether a cell where a label may be is one (項目名か)."""
        if self._last is not None and is_unit_behind(self._last[1].cell.text, token.cell.text):
            return False
        if token.kind == KNOWN:
            return bool(rest or self._labelled)
        if token.kind == COMMON:
            is_last = self._last is None or token.least_end == token.end
            return bool(rest or (self._labelled and is_last and self._is_blank(token, at)))
        return (  # a label that only this form has
            bool(self._labelled)
            and self._last is None
            and len(rest) == 1
            and 0 < len(token.text) <= _SHORT_LABEL
            and not (is_data(token.text) or is_note(token.text) or is_date(rest[0].cell.text))
            and rest[0].kind == DATA
        )

    def _is_blank(self, token: FormCell, at: int) -> bool:
        """Return whether a label has blanks beside it, which are not just its own width (空欄)."""
        row = self._rows[at]
        if token.least_end < token.end:
            return (token.first, token.end) not in self._pairs_of_columns
        return token.end < len(row) and not row[token.end].text

    @cached_property
    def _pairs_of_columns(self) -> set[tuple[int, int]]:
        """The columns of texts beside each other of which the right one is a value (値の位置)."""
        pairs = (pair for at in range(len(self._rows)) for pair in pairwise(self._begun(at)))
        values = (
            pair for pair in pairs if pair[1].kind == DATA and known_unit(pair[1].text) is None
        )
        return {(label.first, value.first) for label, value in values}

    def _opens_group(self, token: FormCell, rest: Sequence[FormCell], at: int) -> bool:
        """Return whether a label is that of the labels to its right (横の見出し)."""
        return (
            len(rest) > 1
            and rest[0].kind == KNOWN
            and (rest[1].kind == DATA or are_pairs(rest))
            and not self._is_blank(token, at)
            and not names_edition(rest[0].text)
            and not self._groups(token.first, at)
        )

    def _loose(self, token: FormCell, before: tuple[Label, FormCell] | None, at: int) -> None:
        """Keep a text without a label (項目名のない文字列): with the value beside it, or above."""
        if self._last is not None:
            self._add(self._last[0], token.cell)
        elif group := self._groups(token.first, at):
            self._put(group, token, goes_on=True)
        elif before and token.first and before[1].first == token.first:
            self._add(before[0], token.cell)
            self._last = before
        else:
            self._loose_rows.setdefault(at, []).append(token.cell)

    def _add(self, label: Label, cell: Cell) -> None:
        self._form.values[tuple(map(fold, label))].append(cell)
        self._labelled.append(self._at)

    def _put(self, label: Label, token: FormCell | None, *, goes_on: bool = False) -> Label:
        """Keep the value of a label (項目の値), under a number where the label comes again."""
        form = self._form
        key, whole, number = tuple(map(fold, label)), label, 1
        while form.values.get(key) and not goes_on:
            number += 1
            whole = (*label[:-1], label[-1] + _again(number))
            key = tuple(map(fold, whole))
        form.values.setdefault(key, [])
        form.spelled.setdefault(key, whole)
        self._labelled.append(self._at)
        if token is not None:
            form.values[key].append(token.cell)
            self._last = whole, token
        return key


def _again(number: int) -> str:
    """Return what tells a label from the same one before it (同じ項目名の区別)."""
    return f"（{number}）" if number > 1 else ""


def common_texts(forms: Sequence[Form], *, is_wrapped: bool) -> dict[str, int]:
    """Return how many forms have each short text (共通の文字列), if there are several forms."""
    found: Counter[str] = Counter()
    for form in forms if len(forms) > 1 else ():
        rows = form.rows
        cells = (cell for at in range(len(rows)) for cell in cells_begun(rows, at))
        words = (label_text_of(cell, is_wrapped=is_wrapped) for cell in cells)
        found.update({fold(heading_unit(text)[0]) for text in words} - {""})
    return dict(found)


def _opens_years(rest: Sequence[FormCell]) -> bool:
    """Return whether right of a label are years, each with its figure (年度ごとの値)."""
    years, figures = rest[::2], rest[1::2]
    are_years = len(rest) > 1 and len(years) == len(figures)
    are_years = are_years and all(is_bare_edition(one.text) for one in years)
    return are_years and all(is_figure(one.cell.text) for one in figures)
