"""What the page shows (頁の内容), worked out of the tables for its templates."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from urllib.parse import quote

from ...comparison.amount_changes import Total
from ...comparison.changed_figures import Tally, tally
from ...comparison.sorting import by_weight
from ...comparison.table import ComparisonTable, FieldComparison, Group, Mark, Row, RowKind, count
from ...diagnostics import Level
from ...errors import Problem
from ...plan import heading_levels
from ...text.linebreak import display_width
from ...textdiff import EditKind
from .. import labels
from ..brief import has_changed_breaks, measured
from ..notices import (
    FOREMOST,
    foremost,
    headline,
    kind_names,
    meanings,
    not_given,
    printed_differences,
    retitled,
    uncompared,
)
from ..phrasebook import Phrasebook
from ..remarks import doubt
from ..reports import problems
from ..sums import compared_totals
from .cards import (
    ON_ONLY_CARD,
    CardItems,
    FigureGroup,
    HeavyRow,
    OneSided,
    card_items,
    figure_groups,
    heavy_edits,
    one_sided_groups,
    unlisted,
)

_NEW_NAMES = frozenset({Mark.RENAMED, Mark.REASSIGNED})

_LONG_NAME = 120
"""Names longer than this, in half-width letters, need a wider column."""


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row on the page (掲載事業).

    id: unique even if a row is in several groups. ordinal: equal in all of them, so that the
    initiative is counted once. rank: its place by importance. fields: those that changed or have
    sums, or all if nothing is compared. others: unchanged fields. once: short fields with one value
    for both editions, shown with the department.
    """

    row: Row
    id: str
    ordinal: int
    rank: int
    fields: list[FieldComparison]
    others: list[FieldComparison]
    once: list[FieldComparison]

    @property
    def link(self) -> str:
        """The link to this row (事業へのリンク)."""
        return f"#{quote(self.id)}"

    def measured(self, field: FieldComparison) -> str:
        """Return what an amount is of (指標), "" if that is shown as a field itself."""
        return measured(self.row, field, self.fields)

    @property
    def breakdowns(self) -> list[list[FieldComparison]]:
        """The other amounts that make small tables (財源内訳など): one value each, one heading."""
        found: dict[tuple[str, str | None, bool], list[FieldComparison]] = {}
        for one in self.others:
            group, *below = heading_levels(one.heading)
            if below and one.is_amount and _only_value(one):
                key = group, one.unit, one.old is None
                found.setdefault(key, []).append(one)
        return [some for some in found.values() if len(some) > 1]

    @property
    def short(self) -> list[FieldComparison]:
        """The other fields that share a line (短い項目), such as 款, 項 and 目."""
        tabled = {one.heading for some in self.breakdowns for one in some}
        return [one for one in self.others if one.heading not in tabled and _is_short(one)]

    @property
    def rest(self) -> list[FieldComparison]:
        """The other fields that get a line each (ほかの項目)."""
        placed = [*self.short, *chain.from_iterable(self.breakdowns)]
        return [one for one in self.others if not any(one is other for other in placed)]

    def are_others_unchanged(self, plan: "PagePlan") -> bool:
        """Return whether the other fields are known to be unchanged (変更のない項目か)."""
        return bool(self.row.kind) and all(
            one.kind is RowKind.UNCHANGED and one.heading not in plan.table.of_no_edition
            for one in self.others
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A group on the page (掲載区分) with its anchor and entries.

    sums: its totals, if there are other groups. notes: on these sums.
    """

    id: str
    group: Group
    entries: list[PageRow]
    sums: tuple[Total, ...]
    notes: tuple[str, ...]

    @property
    def unchanged(self) -> list[PageRow]:
        """The unchanged rows (変更なし), listed on one line on phones and paper."""
        return [entry for entry in self.entries if entry.row.kind is RowKind.UNCHANGED]


@dataclass(frozen=True, slots=True)
class PagePlan:
    """A table on the page (掲載計画), with its statistics.

    - Rows: blocks, the groups; links, the place of each row on the page, by its id(); has_old and
      has_new, whether the column of old, or new, texts is shown; has_long_names, whether names need
      a wide column.
    - Cards: figures by column, the largest first; one_sided_groups, new and dropped initiatives;
      reassigned, those with a new name or department; heaviest, the most important edits; others,
      changed rows on no card.
    - Above the rows: headline, how many changed; foremost, what to know first; retitled, the old
      title; checks, what to check, by heading.
    - Below the rows: totals, the overall sums, and notes on these.
    - Legend: kinds, the names of kinds; edit_kinds and has_breaks, which edits occur; meanings, of
      words and signs.
    """

    table: ComparisonTable
    tally: Tally
    blocks: list[Block]
    links: Mapping[int, str]
    has_old: bool
    has_new: bool
    has_long_names: bool
    figures: list[FigureGroup]
    one_sided_groups: list[OneSided]
    reassigned: CardItems[Row]
    heaviest: CardItems[HeavyRow]
    others: CardItems[Row]
    headline: str
    foremost: tuple[str, ...]
    retitled: tuple[str, ...]
    checks: Mapping[str, Sequence[Problem]]
    totals: tuple[Total, ...]
    notes: tuple[str, ...]
    kinds: Mapping[RowKind, str]
    edit_kinds: frozenset[str]
    has_breaks: bool
    meanings: tuple[str, ...]

    @property
    def is_compared(self) -> bool:
        """Whether two editions are compared (比較か)."""
        return self.table.only_edition is None

    @property
    def sides(self) -> int:
        """How many columns of text there are (本文の欄数)."""
        return self.has_old + self.has_new

    @property
    def omitted(self) -> int:
        """How many of the counted initiatives are not on the page (省略した事業数)."""
        return max(self.table.counts.total - count(self.table.rows()).total, 0)

    @property
    def are_omitted_unchanged(self) -> bool:
        """Whether all omitted initiatives are unchanged (変更のない事業だけの省略か)."""
        counted, shown = self.table.counts, count(self.table.rows())
        return counted.changed == shown.changed

    @property
    def has_differences(self) -> bool:
        """Whether amounts differ (増減の有無), so that differences need a heading."""
        return self.is_compared and any(
            field.amount and field.is_changed
            for block in self.blocks
            for entry in block.entries
            for field in entry.fields
        )

    def number(self, row: Row) -> str:
        """Return a row's number as printed (番号): 1-4, or 4 without chapters."""
        return labels.number(self.table, row)

    def link(self, row: Row) -> str:
        """Return the link to a row (事業へのリンク), "" if it is not on the page."""
        return self.links.get(id(row), "")


def plans_of(tables: Sequence[ComparisonTable], say: Phrasebook) -> list[PagePlan]:
    """Return the tables as the page shows them (掲載計画)."""
    ordinals: dict[int, int] = {}
    plans = []
    for place, table in enumerate(tables, 1):
        ordered = by_weight(table.all_rows())
        ranks = {id(row): rank for rank, row in enumerate(ordered)}
        blocks = list(_blocks(table, place, ordinals, ranks, say))
        entries = [entry for block in blocks for entry in block.entries]
        counted = tally(table)
        totals = compared_totals(table, table.totals)
        figures = figure_groups(table.all_rows(), counted, say)
        one_sided = [row for row in table.all_rows() if row.is_one_sided]
        reassigned = [row for row in ordered if _NEW_NAMES & set(row.marks)]
        heaviest = list(heavy_edits(ordered, counted))
        most = () if figures or one_sided or reassigned else (ON_ONLY_CARD,)
        shown = [one.row for group in figures for one in (*group.items.shown, *group.items.folded)]
        shown += [*one_sided, *reassigned, *(one.row for one in heaviest)]
        notes = (
            *say.sum_notes(table, totals, table.all_rows()),
            *say.computed(totals, *say.sides(table)),
        )
        has_old, has_new = _text_columns(table)
        plans.append(
            PagePlan(
                table=table,
                blocks=blocks,
                tally=counted,
                figures=figures,
                one_sided_groups=one_sided_groups(table),
                reassigned=card_items(reassigned),
                heaviest=card_items(heaviest, *most),
                others=card_items(unlisted(ordered, shown)),
                links={id(entry.row): entry.link for entry in reversed(entries)},
                has_old=has_old,
                has_new=has_new,
                edit_kinds=_edit_kinds(table),
                has_breaks=has_changed_breaks(table),
                has_long_names=any(display_width(entry.row.name) > _LONG_NAME for entry in entries),
                totals=totals,
                notes=notes,
                meanings=(*meanings(table, say),),
                retitled=retitled(table, say),
                checks=checks(table, say),
                kinds=kind_names(table, say),
                foremost=foremost(table, say),
                headline=headline(table, say),
            )
        )
    return plans


def checks(table: ComparisonTable, say: Phrasebook) -> Mapping[str, Sequence[Problem]]:
    """Return what a reader has to check (確認すること), under the same headings as in documents.

    Doubtful matches, misprinted sums, amounts not given, what was not compared or not read.
    """
    rows = table.all_rows()
    doubtful = (row for row in rows if row.is_doubtful)
    unsure = (
        one for one in table.reports if one.level is not Level.NOTE and one.code not in FOREMOST
    )
    found = {
        labels.UNSURE_MATCHES: [
            Problem(f"{labels.named(table, row)}　{doubt(row, say, shows_refs=True)}")
            for row in doubtful
        ],
        labels.CHECKED_SUMS: [Problem(say.misprinted(one)) for one in table.misprinted],
        labels.NOT_GIVEN: [*map(Problem, not_given(table, say))],
        labels.LEFT_OUT: [Problem(say.not_compared(one)) for one in uncompared(table, say)],
        labels.REPORTS: problems(unsure, is_spelt=say.is_japanese),
    }
    return {heading: some for heading, some in found.items() if some}


def _only_value(field: FieldComparison) -> str:
    """Return the only value of a field (唯一の値), None if it has two."""
    is_one = field.old == field.new or None in (field.old, field.new)
    return (field.new or field.old or "") if is_one else ""


def _is_short(field: FieldComparison) -> bool:
    """Return whether a field has a single value short enough to share a line (短い項目か)."""
    value = _only_value(field)
    return bool(value.strip()) and len(value) <= _SHORT_VALUE and "\n" not in value


def _text_columns(table: ComparisonTable) -> tuple[bool, bool]:
    """Return whether the columns of old and of new texts are shown (本文の欄)."""
    if not labels.has_texts([table]):
        return False, False
    return (
        table.only_edition != table.new_edition,
        table.only_edition in (None, table.new_edition),
    )


_SHORT_TEXT = 20
"""A text of more letters than this explains something (説明)."""

_SHORT_VALUE = 24
"""Texts of so many letters share a line with others (短い値)."""


def _edit_kinds(table: ComparisonTable) -> frozenset[str]:
    kinds: set[str] = set()
    for row in table.rows():
        kinds.update(row.edit_kinds)
        if row.is_one_sided:
            kinds.add(EditKind.SUBSTANCE)
    return frozenset(map(str, kinds))


def _blocks(
    table: ComparisonTable,
    place: int,
    ordinals: dict[int, int],
    ranks: Mapping[int, int],
    say: Phrasebook,
) -> Iterator[Block]:
    taken: Counter[str] = Counter()
    printed = printed_differences(table)
    in_sums = {total.heading for total in compared_totals(table, table.totals)}
    at_once = in_sums | _explanations(table)
    for number, group in enumerate(table.groups, 1):
        entries = []
        for row in group.rows:
            anchor = "_".join(row.ref.split()) if place == 1 else f"{place}:{row.ref}"
            taken[anchor] += 1
            entries.append(
                PageRow(
                    row,
                    anchor if taken[anchor] == 1 else f"{anchor}:{taken[anchor]}",
                    ordinals.setdefault(id(row), len(ordinals)),
                    ranks.get(id(row), len(ranks)),
                    *_fields(table, row, printed, at_once),
                )
            )
        sums = compared_totals(table, group.totals) if len(table.groups) > 1 else ()
        notes = say.sum_notes(table, sums, group.rows)
        yield Block(f"g{place}.{number}", group, entries, sums, tuple(notes))


def _is_shown(row: Row, field: FieldComparison, at_once: Collection[str]) -> bool:
    """Return whether a field is shown without unfolding its row (項目の表示)."""
    if not (field.old or field.new):
        return field.is_changed
    if row.is_one_sided:
        return len(field.heading) > 1  # 款, 項 and 目 can be unfolded
    if field.is_changed or row.kind is None:
        return True
    is_known = field.kind is not None or not field.is_amount
    return is_known and field.heading in at_once


def _explanations(table: ComparisonTable) -> Set[str]:
    """Return the fields that explain initiatives without a main text (説明の項目)."""
    if labels.has_texts([table]):
        return frozenset()
    return {
        field.heading
        for row in table.rows()
        for field in row.fields
        if not field.is_amount and max(len(field.old or ""), len(field.new or "")) > _SHORT_TEXT
    }


def _fields(
    table: ComparisonTable, row: Row, printed: Collection[str], at_once: Collection[str]
) -> tuple[list[FieldComparison], list[FieldComparison], list[FieldComparison]]:
    """Return a row's fields in three groups: shown, folded away, and given once.

    printed: headings of differences that the document prints; the page computes its own. at_once:
    headings of amounts with sums and of explanations.
    """
    given = [one for one in row.fields if one.heading not in printed]
    headings = table.of_no_edition if table.only_edition is None else ()
    once = [one for one in given if one.heading in headings and _is_short(one)]
    given = [one for one in given if one not in once]
    shown = [one for one in given if _is_shown(row, one, at_once)]
    return shown, [one for one in given if one not in shown and (one.old or one.new)], once
