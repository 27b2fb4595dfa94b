"""Make drafts the sections of a plan (章): their numbers, and their initiatives."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count as numbers_from
from itertools import groupby

from ...diagnostics import Diagnostics, Span
from ...edition import Edition, strip_editions
from ...plan import Initiative, Number, Section
from ...text.joining import join
from ...text.normalize import closed_up, fold
from ..headings.titles import OutlineTitle
from ..headings.titles import number as number_of
from ..headings.vocabulary import Role, names_edition
from ..ir import ReadingContext, place_of
from .drafts import Draft
from .initiatives import DatedRow, initiative_of, joined_rows, joined_text
from .joint_cells import release_shared_numbers, split_cells, split_numbers
from .layouts import Layout
from .outline import DraftSection, Outline
from .titles_and_sums import TotalRow


class SectionMaker:
    """Makes the sections of a plan (章の組立て), and records layouts and editions of tables.

    title: the document's, for a section without one. default: the edition of undated rows.
    editions: those met, with the heading of the main text. is_numbered: whether some row has its
    own number.
    """

    def __init__(self, title: str, default: Edition, context: ReadingContext) -> None:
        self._title = title
        self._default = default
        self._context = context
        self._diagnostics = context.diagnostics
        self.layouts: list[Layout] = []
        self.editions: dict[Edition, str] = {}
        self.is_numbered = False
        self._noted: set[tuple[int, Edition]] = set()

    def make(self, outline: Outline) -> list[tuple[DraftSection, Section]]:
        """Return the sections that have rows (行のある章), each with its draft."""
        drafted = list(_split_tables(section for section in outline.sections if section.drafts))
        numbers = _unique_numbers(drafted, self._diagnostics)
        are_within = all(map(_may_number_within, numbers, drafted))
        return [
            (section, self._section(number, section, are_within=are_within))
            for number, section in zip(numbers, drafted, strict=True)
        ]

    def _section(self, number: Number, section: DraftSection, *, are_within: bool) -> Section:
        """Return a section (章) with its initiatives."""
        split_numbers(section.drafts, self._diagnostics)
        release_shared_numbers(section.drafts, self._diagnostics)
        split_cells(section.drafts, self._context)
        are_numbered = any(draft.is_numbered for draft in section.drafts)
        self.is_numbered |= are_numbered
        if section.number is None:
            texts = [join(d.number_lines) or str(d.given_number or "") for d in section.drafts]
            are_within &= all(_is_number_of_section(number, text) for text in texts if text)
        rows = []
        taken: set[str] = set()
        if are_numbered and not all(draft.is_numbered for draft in section.drafts):
            taken = {fold(str(d.given_number or join(d.number_lines))) for d in section.drafts}
        for place, draft in enumerate(section.drafts, 1):
            count = place
            if are_numbered and not draft.is_numbered:
                free = numbers_from(0 if draft.is_step else place)
                count = next(one for one in free if str(one) not in taken)
                taken.add(str(count))
                report = self._diagnostics.note if draft.is_step else self._diagnostics.doubt
                report("number-counted", draft.span, number=str(count))
            rows.append(self._row(draft, number if are_within else None, count))
        aim = joined_text([section.aim], self._context)
        initiatives = joined_rows(rows)
        if not are_numbered:
            initiatives = [replace(one, number=at) for at, one in enumerate(initiatives, 1)]
        spans = {place_of(draft.span, self._context): draft.span for draft in section.drafts}
        initiatives = self._unique(initiatives, spans)
        base, sign, _count = str(number).rpartition("#")
        printed = section.number_above if section.number is None else base if sign else None
        title = section.title or closed_up(self._title)
        return Section(number, title, tuple(initiatives), aim, printed)

    def _row(self, draft: Draft, section: Number | None, count: int) -> DatedRow:
        layout = draft.layout
        has_names = bool(layout.places(Role.NAME)) or draft.given_name is not None
        if not any(layout is known for known in self.layouts):
            self.layouts.append(layout)
            if not has_names:
                self._diagnostics.doubt("names-missing", draft.span)
        number: Number = count
        if draft.given_number is not None:
            number = _number_within(section, str(draft.given_number))
        elif lines := draft.number_lines:
            number = _number_within(section, lines[0] if len(lines) == 1 else join(lines))
        if has_names and not draft.name_lines:
            self._diagnostics.doubt("name-missing", draft.span, number=str(number))
        scope = draft.scope or self._default
        initiative = initiative_of(
            draft,
            number,
            scope,
            self._context,
            place=place_of(draft.span, self._context),
            are_amounts_dated=layout.are_amounts_dated,
        )
        self._note_years(layout, scope)
        for edition in initiative.summaries:  # a row of a number and a name alone is of its scope
            self.editions.setdefault(edition, "")
        is_named = bool(layout.places(Role.EDITION)) or names_edition(draft.span.sheet)
        return DatedRow(initiative, draft.scope, draft.is_numbered, is_named)

    def _note_years(self, layout: Layout, scope: Edition) -> None:
        """Record the editions of a table with the heading of the main text (年度の記録)."""
        if (id(layout), scope) in self._noted:
            return
        self._noted.add((id(layout), scope))
        if layout.places(Role.EDITION):  # rows of several editions may differ in any field
            self.editions.setdefault(scope, "")
        for at in layout.places(Role.SUMMARY):
            column = layout.columns[at]
            edition = column.edition or scope
            self.editions[edition] = _joined(self.editions.get(edition, ""), column.published)
        for at in (*layout.places(Role.TEXT), *layout.places(Role.AMOUNT)):
            column = layout.columns[at]
            is_dated = column.role is Role.AMOUNT and layout.are_amounts_dated
            if column.edition is not None or is_dated:
                self.editions.setdefault(column.edition or scope, "")
        if not self.editions:
            self.editions[scope] = ""

    def _unique(self, initiatives: list[Initiative], spans: Mapping[str, Span]) -> list[Initiative]:
        """Return the initiatives with unique numbers (番号の重複). spans: of rows by place."""
        taken = {_folded(one.number) for one in initiatives}
        if len(taken) == len(initiatives):  # the usual case
            return initiatives
        seen: Counter[str] = Counter()
        editions: dict[str, set[Edition]] = {}
        found = []
        for initiative in initiatives:
            one = initiative
            key = _folded(one.number)
            seen[key] += 1
            # Another sheet's numbers say nothing of this one's: each edition counts by itself.
            present, known = {*one.own_editions()}, editions.setdefault(key, set())
            is_apart = not present & known
            known |= present
            if seen[key] > 1:
                count = seen[key]
                while fold(f"{one.number}#{count}") in taken:
                    count += 1
                number = f"{one.number}#{count}"
                taken.add(fold(number))
                report = self._diagnostics.note if is_apart else self._diagnostics.doubt
                report(
                    "number-repeated",
                    spans.get(one.at.rpartition("、")[2], Span()),
                    number=str(one.number),
                    name=one.name,
                    new=number,
                )
                one = replace(one, number=number)
            found.append(one)
        return found


def _folded(number: Number) -> str:
    """Return a number as numbers are compared (番号の比較形)."""
    return str(number) if isinstance(number, int) else fold(number)


# --- Sections of rows -------------------------------------------------------------------------


def _split_tables(sections: Iterable[DraftSection]) -> Iterator[DraftSection]:
    """Split a section whose tables restart numbering into one section per table (表ごとの章)."""
    for section in sections:
        runs = _restarts(section)
        if len(runs) == 1:
            yield section
            continue
        last = section.path[-1]
        for count, (start, stop) in enumerate(runs, 1):
            title = replace(
                last,
                number=None if last.number is None else f"{last.number}-{count}",
                title="\u3000".join(filter(None, (last.title, f"表{count}"))),
            )
            yield DraftSection(
                section.drafts[start].span,
                (*section.path[:-1], title),
                section.aim if count == 1 else [],
                section.drafts[start:stop],
                section.tables[start:stop],
                whole=section,
            )


def sums_in_parts(
    totals: Iterable[TotalRow], drafted: Iterable[tuple[DraftSection, Section]]
) -> list[TotalRow]:
    """Return the sums, each in the section that its table became (表ごとの章の計)."""
    parts = {
        (id(one.whole), id(row.layout)): one
        for one, _section in drafted
        if one.whole
        for row in one.drafts
    }
    return [
        one._replace(section=parts.get((id(one.section), id(one.layout)), one.section))
        for one in totals
    ]


def _restarts(section: DraftSection) -> list[tuple[int, int]]:
    """Return the runs of drafts in which tables repeat earlier numbers (番号の振り直し).

    Without numbers, a table repeats names of an earlier one under other headings.
    """
    tables = [
        (table, id(draft.layout))
        for table, draft in zip(section.tables, section.drafts, strict=True)
    ]
    if len(set(tables)) == 1:
        return [(0, len(section.drafts))]
    are_numbered = any(draft.number_lines for draft in section.drafts)
    runs: list[tuple[int, int]] = []
    start = 0
    seen: set[str] = set()
    place = 0
    for _table, drafts in groupby(
        zip(tables, section.drafts, strict=True), key=lambda pair: pair[0]
    ):
        group = [draft for _number, draft in drafts]
        lines = [draft.number_lines if are_numbered else draft.name_lines for draft in group]
        numbers = [fold(join(parts)) for parts in lines if parts]
        is_again = bool(seen & set(numbers))
        if is_again and not are_numbered:
            are_others = _headings(group[0]) != _headings(section.drafts[start])
            is_again = are_others and seen.issuperset(numbers)
        # Tables of different editions repeat each other's numbers.
        scoped = {draft.scope for draft in section.drafts[start : place + len(group)]}
        if len(scoped) == 1 and is_again and len(set(numbers)) == len(numbers):
            runs.append((start, place))
            start, seen = place, set()
        seen.update(numbers)
        place += len(group)
    runs.append((start, place))
    return runs


def _headings(draft: Draft) -> list[str]:
    """Return the headings of a row's table (見出し)."""
    return [column.published for column in draft.layout.columns]


def _unique_numbers(sections: Sequence[DraftSection], diagnostics: Diagnostics) -> list[Number]:
    """Return the sections' numbers, repeated ones made unique (章番号の重複)."""
    taken: set[str] = set()
    found: list[Number] = []
    for number, section in zip(_numbers(sections), sections, strict=True):
        unique, count = number, 1
        while fold(str(unique)) in taken:
            count += 1
            unique = f"{number}#{count}"
        if unique != number:
            diagnostics.doubt(
                "section-repeated",
                section.span,
                number=str(number),
                title=section.title,
                new=str(unique),
            )
        taken.add(fold(str(unique)))
        found.append(unique)
    return found


def _numbers(sections: Sequence[DraftSection]) -> list[Number]:
    """Return a number for each section (章の番号).

    If numbers restart in each chapter, the chapter's number precedes them. Several chapters without
    a number are counted, and so are sections without one.
    """
    counted = Counter(section.number for section in sections)
    below = [section.number for section in sections if section.path[1:]]
    are_repeated = any(number is not None and counted[number] > 1 for number in below)
    plain: dict[tuple[OutlineTitle, ...], dict[OutlineTitle, None]] = {}  # those below each title
    for path in (section.path for section in sections):
        for at, title in enumerate(path[:-1] if path[1:] else path):
            if title.number is None:
                plain.setdefault(path[:at], {})[title] = None
    taken: set[Number] = {section.number for section in sections if section.number is not None}
    numbers: list[Number] = []
    for place, section in enumerate(sections, 1):
        number = section.number
        above: list[Number] = []
        for at, title in enumerate(section.path[:-1]):
            others = [*plain.get(section.path[:at], ())]
            if title.number is not None:
                above.append(title.number)
            elif len(others) > 1:
                above.append(1 + others.index(title))
        if number is None:
            free = (count for count in range(place, place + len(sections)) if count not in taken)
            number = next(free, place)
            taken.add(number)
        elif are_repeated and above:
            number = "-".join(map(str, (*above, number)))
        numbers.append(number)
    return numbers


def _joined(headings: str, heading: str) -> str:
    """Return the headings of the main text in all tables (本文の見出し), each once.

    主な事業内容／繰越理由・内容 stands over both, as one of them alone would not.
    """
    known = [strip_editions(one) for one in headings.split(_BETWEEN)]
    bare = strip_editions(heading)
    is_known = any(fold(bare) in fold(one) or fold(one) in fold(bare) for one in known)
    return headings if is_known and headings else _BETWEEN.join(filter(None, (headings, heading)))


_BETWEEN = "／"


# --- Numbers with that of their section ---------------------------------------------------------


def _may_number_within(of_section: Number, section: DraftSection) -> bool:
    """Return whether numbers of several parts may begin with that of their section (枝番)."""
    texts = (join(draft.number_lines) for draft in section.drafts)
    joint = [_is_number_of_section(of_section, text) for text in texts if _JOINT.search(text)]
    return not joint or any(joint)


def _is_number_of_section(section: Number, text: str) -> bool:
    """Return whether a number begins with that of its section (枝番): 4-5 in section 4."""
    return _number_within(section, text) != number_of(text)


_SIGN = "[-－−‐–.．]"
_JOINT = re.compile(rf"\w{_SIGN}\w")
_PLAIN_NUMBER = re.compile("[1-9][0-9]{0,8}")


def _number_within(section: Number | None, text: str) -> Number:
    """Return the initiative's own part of a number such as 4-5 in section 4 (枝番).

    section: None where the number is no part of the section's.
    """
    if _PLAIN_NUMBER.fullmatch(text):  # the usual case
        return int(text)
    number = number_of(text)
    if isinstance(number, str):
        first, sign, rest = number.partition(next(iter(re.findall(_SIGN, number)), "-"))
        if sign and rest and number_of(first) == section:
            return number_of(rest)
    return number
