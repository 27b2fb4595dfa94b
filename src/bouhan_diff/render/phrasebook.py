"""The phrase book of screen and page (画面と頁の文言), in Japanese or in English.

`labels` has the Japanese words, `english.json` the English for each. Texts of documents are never
translated, and office files are in Japanese.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..comparison.table import (
    KIND_OF_EDIT,
    ComparisonTable,
    Counts,
    FieldComparison,
    Group,
    GroupBy,
    Grouping,
    NotCompared,
    Row,
    RowKind,
)
from ..edition import Edition
from ..plan import Number, Property
from ..text.normalize import format_amount
from ..textdiff import EditKind, Segment
from . import labels
from .sums import is_of_unit, total_came_or_went

if TYPE_CHECKING:
    from decimal import Decimal

    from ..comparison.amount_changes import MisprintedSum, Total


@cache
def english() -> Mapping[str, str]:
    """Return the English for each Japanese label (英語の文言); loaded only for English readers."""
    import json  # noqa: PLC0415

    groups = json.loads(Path(__file__).with_name("english.json").read_text(encoding="utf-8"))
    return {label: text for group in groups.values() for label, text in group.items()}


_MISPRINTED = (
    "＊{edition}の資料に印刷された計は{printed}、計算した計は{computed}で、増減は計算した計による"
)
_MOST_NAMED = 3  # values that a sum leaves out, columns whose sums were computed
_SMALL_WORDS = ("scope", "range")  # reasons that say which words came or went


class ShownSum(NamedTuple):
    """A sum to show (計の表示): as the documents print it, if they do.

    old, new: None for none. signs: before old, new and difference (the latter is that of the
    computed sums). notes: the meaning of the signs.
    """

    old: "Decimal | None"
    new: "Decimal | None"
    signs: tuple[str, str, str] = ("", "", "")
    notes: tuple[str, ...] = ()


class Phrasebook(NamedTuple):
    """The words in one language (文言集): `ja` or `en`.

    is_document: for use in a document, which writes a single digit in full width: 令和６年度.
    """

    language: str = "ja"
    is_document: bool = False

    @property
    def is_japanese(self) -> bool:
        """Whether the language is that of the documents (日本語か)."""
        return self.language != "en"

    @property
    def _rise(self) -> str:  # offices write no sign
        return "" if self.is_japanese and self.is_document else "+"

    def __call__(self, label: str, /, **data: object) -> str:
        """Return a Japanese label in this language (訳語), its placeholders filled."""
        if self.is_japanese:
            return label.format(**data) if data else label
        one, _bar, many = english()[label].partition("|")  # two forms where a number has both
        text = many if many and data.get("n") != 1 else one
        return text.format(**data) if data else text

    def kind(self, kind: RowKind | EditKind) -> str:
        """Return the name of a kind (区分) of a row or of an edit."""
        return self(labels.KIND[KIND_OF_EDIT[kind] if isinstance(kind, EditKind) else kind])

    def grouped_by(self, by: Grouping) -> str:
        """Return what rows are grouped by (分類の単位), such as 担当課 or a field's heading."""
        return self(labels.GROUPED_BY[by]) if isinstance(by, GroupBy) else by

    def reason(self, edit: Segment) -> str:
        """Return why an edit has its kind (理由), for 等 or から that it was added or removed.

        The bare code if there are no words for it.
        """
        code = edit.reason.code if edit.reason else ""
        gone, came = ("".join(f"「{one}」" for one in words) for words in edit.gone_and_come())
        if code in _SMALL_WORDS and (gone or came):
            went = self("{words}を削り" if came else "{words}を削る", words=gone) if gone else ""
            return went + (self("{words}を加える", words=came) if came else "")
        if edit.old and edit.new and code in ("content-added", "content-removed"):
            code = "content-word"  # it replaces words, too
        return self(labels.REASON[code]) if code in labels.REASON else code

    def edition(self, edition: Edition) -> str:
        """Return the name of an edition (年度・版): 令和6年度 or FY2024 (R6); a label as it is."""
        if self.is_japanese or not edition.is_year:
            return labels.edition(edition) if self.is_document else edition.japanese
        if not edition.western:
            return self(edition.japanese)
        return f"FY{edition.western} ({edition})"

    def editions(self, table: ComparisonTable) -> tuple[str, ...]:
        """Return the names of the editions shown (対象の年度・版): one, or old and new."""
        if table.only_edition is not None:
            return (self.edition(table.only_edition),)
        return tuple(dict.fromkeys(map(self.edition, (table.old_edition, table.new_edition))))

    def name_heading(self, table: ComparisonTable) -> str:
        """Return the heading over numbers and names (番号・名称)."""
        if self.is_japanese:
            return labels.name_heading([table], labels.NUMBER)
        return self("番号・事業名" if table.is_numbered else labels.NAME)

    def headings(self, table: ComparisonTable) -> tuple[str, str]:
        """Return the headings of both texts (旧・新の見出し), after the editions if equal."""
        old, new = map(labels.shown_heading, (table.old_heading, table.new_heading))
        if table.only_edition is not None or labels.show_which_is_old(table, old, new):
            return old, new
        names = self.edition(table.old_edition), self.edition(table.new_edition)
        if names[0] == names[1]:
            names = self(labels.OLD), self(labels.NEW)
        return f"{names[0]}　{old}".rstrip(), f"{names[1]}　{new}".rstrip()

    def source(self, table: ComparisonTable, sides: tuple[str, str] = ("", "")) -> str:
        """Return the document shown (資料名), or of two which edition or side each is."""
        if table.only_edition is not None or not table.source:
            return table.source
        pairs = zip(table.sources, sides if all(sides) else self.sides(table), strict=False)
        both = [f"{one}（{side}）" if self.is_japanese else f"{one}, {side}" for one, side in pairs]
        joint = "・" if self.is_japanese else "; "
        return self.labelled("比較した資料", joint.join(both) or table.source)

    def documents(self, table: ComparisonTable) -> tuple[str, ...]:
        """Return which document is old and which new (資料の新旧), if the editions do not tell."""
        if not (table.old_document or table.new_document):
            return ()
        sides = (labels.OLD, table.old_document), (labels.NEW, table.new_document)
        return tuple(self.labelled(*side) for side in sides)

    def initiatives(self, number: int) -> str:
        """Return how many initiatives (事業数), such as 37件 or 37 initiatives."""
        if self.is_japanese:
            return f"{number}件"
        return "1 initiative" if number == 1 else f"{number:,} initiatives"

    def headline(self, counts: Counts) -> str:
        """Return how many changed of how many (見出し): 37件中15件に変更（うち2件の数値は…）."""
        if self.is_japanese:
            unsure = f"（うち{counts.uncompared}件の数値は未比較）" if counts.uncompared else ""
            of_all = f"中{counts.changed}件に変更" if counts.changed else "に変更なし"
            return f"{counts.total}件{of_all}{unsure}"
        unsure = f" ({counts.uncompared} with amounts not compared)" if counts.uncompared else ""
        if not counts.changed:
            return f"{self.initiatives(counts.total)}, none changed{unsure}"
        return f"{counts.changed:,} of {self.initiatives(counts.total)} changed{unsure}"

    def by_kind(self, counts: Counts, names: Mapping[RowKind, str] | None = None) -> str:
        """Return the counts by kind (区分別): 内容 12・表現 2. names: those of the kinds."""
        names = names or {kind: self(label) for kind, label in labels.KIND.items()}
        parts = [
            f"{name} {number}"
            for kind, name in names.items()
            if (number := counts.by_kind.get(kind))
        ]
        return ("・" if self.is_japanese else ", ").join(parts)

    def titled(self, titles: Sequence[str]) -> str:
        """Return one title for all tables (文書の標題), such as 3計画の新旧対照表."""
        if len(titles) == 1:
            return titles[0]
        if self.is_japanese:
            return f"{len(titles)}{labels.PLAN}の{labels.COMPARISON}"
        return f"Comparison of {len(titles)} plans"

    def listed(self, texts: Sequence[str]) -> str:
        """Return texts as a list in a sentence (列挙)."""
        return ("、" if self.is_japanese else ", ").join(texts)

    def bracketed(self, text: str) -> str:
        """Return a text in brackets (括弧書き); in English a unit of money is explained."""
        known = "" if self.is_japanese else english().get(text, "")
        return f"（{text}）" if self.is_japanese else f" ({', '.join(filter(None, (text, known)))})"

    def labelled(self, label: str, text: str) -> str:
        """Return a text with its label (見出し付き), such as 番号：4-5."""
        return f"{self(label)}{'：' if self.is_japanese else ': '}{text}"

    def meaning(self, word: str, meaning: str) -> str:
        """Return what a word means (語の意味), both in this language: 改称は事業名の変更."""
        return f"{word}は{meaning}" if self.is_japanese else f"{word}: {meaning}"

    def value(self, value: Number | tuple[str, ...]) -> str:
        """Return a property's value (属性の値) on one line, or the word for none."""
        text = self.listed(value) if isinstance(value, tuple) else str(value)
        return text or self(labels.NONE_GIVEN)

    def not_compared(self, item: NotCompared) -> str:
        """Return what was not compared and why (比較しなかった項目): 備考（新だけにある）."""
        why = self(labels.NOT_COMPARED[item.why])
        if item.hint:
            why = self.listed([why, self("「{heading}」と同じ項目か", heading=item.hint)])
        return item.heading + self.bracketed(why)

    def amount(self, amount: "Decimal | None", unit: str = "") -> str:
        """Return an amount (数値), or a dash if there is none."""
        return "―" if amount is None else self._negative(format_amount(amount, unit))

    def _negative(self, text: str) -> str:
        return text if self.is_japanese else text.replace("△", "-")

    def converted(self, field: FieldComparison, text: str | None) -> str:
        """Return an amount converted to its column's unit (列の単位での数値), in brackets.

        "" if it is in that unit already.
        """
        from ..comparison.changed_figures import in_column_unit  # noqa: PLC0415  few plans have amounts

        found = in_column_unit(field, text)
        return self.bracketed(self.amount(found.value, found.unit)) if found else ""

    def difference(self, amount: "Decimal | None", unit: str = "") -> str:
        """Return how much an amount changed (増減): △1,800, +1,200 or 5ポイント."""
        if not amount:
            return ""
        text = self._negative(format_amount(amount, "" if unit == "%" else unit))
        points = self("ポイント") if unit == "%" else ""
        return f"{self._rise if amount > 0 else ''}{text}{points}"

    def difference_of(self, field: FieldComparison) -> str:
        """Return how much a field changed (項目の増減), with the unit if its heading lacks it."""
        amount = field.amount
        if amount is None:
            return ""
        unit = "" if amount.unit == field.unit != "%" else amount.unit
        change = labels.change(field)
        is_respelt = field.is_changed and change == 0
        return self(labels.SAME_AMOUNT) if is_respelt else self.difference(change, unit)

    def ratio_of(self, field: FieldComparison) -> str:
        """Return a field's ratio of change (項目の増減率), none for percentages.

        If only one side has an amount it is 皆増 or 皆減.
        """
        if came_or_went := labels.came_or_went(field):
            return self(came_or_went)
        is_share = field.amount is None or field.amount.unit == "%"
        return "" if is_share or field.amount is None else self.ratio(field.amount.ratio)

    def misprinted(self, one: "MisprintedSum") -> str:
        """Return the note on a misprinted sum (印字された合計の相違)."""
        unit = self.bracketed(one.unit) if one.unit else ""
        where = [self.edition(one.edition), *filter(None, (one.section,)), one.heading + unit]
        return self(
            "{where}：資料に印刷された合計{printed}は、計算した{computed}と異なる",
            where="　".join(where),
            printed=self.amount(one.printed),
            computed=self.amount(one.computed),
        )

    def shown_sum(
        self, table: ComparisonTable, summed: ComparisonTable | Group, total: "Total"
    ) -> ShownSum:
        """Return a sum to show (計の表示): as printed, marked if its values add up to another."""
        from ..comparison.totals import misprints  # noqa: PLC0415  few plans have amounts

        old, new = misprints(table, summed, total)
        notes = tuple(
            self(
                _MISPRINTED,
                edition=edition,
                printed=self.amount(one.printed),
                computed=self.amount(one.computed),
            )
            for edition, one in zip(self.sides(table), (old, new), strict=True)
            if one
        )
        sign = labels.MISPRINTED
        signs = sign * bool(old), sign * bool(new), sign * bool(notes)
        values = old.printed if old else total.old, new.printed if new else total.new
        return ShownSum(*values, signs, notes)

    def by_new_departments(self, rows: Sequence[Row], edition: str) -> tuple[str, ...]:
        """Return that counts by department use the new ones (担当課の注), if any changed."""
        if not any(row.change(Property.DEPARTMENT) for row in rows):
            return ()
        sentence = self("担当課ごとの集計は、{edition}の担当課による", edition=edition)
        if any(row.kind is RowKind.REMOVED for row in rows):
            sentence += self("（{edition}にないものは、あったときの担当課）", edition=edition)
        return (sentence,)

    def given_once(self, table: ComparisonTable) -> str:
        """Return which fields the document gives once (新旧の別のない項目), not compared."""
        columns = (one.heading for one in table.columns if one.heading in table.of_no_edition)
        given = self.listed([*map(labels.written_heading, columns)])
        sentence = self("{headings}は、資料に新旧の別がない", headings=given)
        return sentence if given and table.only_edition is None else ""

    def notes(self, table: ComparisonTable) -> tuple[str, ...]:
        """Return the documents' own notes (資料の注) except units, each with its edition."""
        editions = dict(zip(("old", "new"), self.sides(table), strict=True))
        return tuple(
            note.text + (self.bracketed(editions[note.side]) if note.side else "")
            for note in table.notes
            if not is_of_unit(note.text)
        )

    def computed(self, totals: "Iterable[Total]", old: str, new: str) -> Iterator[str]:
        """Yield which sums no document prints (計算した合計), so that they are the program's own.

        old, new: the names of the editions, empty to skip one.
        """
        by_side: dict[str, list[str]] = {}
        for total in totals:
            found = (old, total.old, total.printed_old), (new, total.new, total.printed_new)
            sides = [
                one for one, value, given in found if one and value is not None and given is None
            ]
            both = self("{old}及び{new}", old=old, new=new) if len(sides) > 1 else ""
            unit = self.bracketed(total.unit) if total.unit else ""
            for side in [both] if both else sides:
                by_side.setdefault(side, []).append(labels.written_heading(total.heading) + unit)
        for side, headings in by_side.items():
            yield self(
                "{edition}の{headings}の合計は、資料に記載がないため計算した値",
                edition=side,
                headings=self._first_of(headings),
            )

    def _first_of(self, names: Sequence[str]) -> str:
        """Return the first names and how many there are (など…件), or all of a few."""
        more = self("など{n}件", n=len(names)) if len(names) > _MOST_NAMED else ""
        return self.listed(names[:_MOST_NAMED]) + more

    def sum_notes(
        self, table: ComparisonTable, totals: "Iterable[Total]", rows: Iterable[Row]
    ) -> Iterator[str]:
        """Yield which values of each edition sums leave out (計の注)."""
        rows = tuple(rows)
        editions = [*zip(self.sides(table), (True, False), strict=True)]
        for total, (edition, is_old) in product(totals, editions):
            from ..comparison.totals import unread_amounts  # noqa: PLC0415  few plans have sums

            found = [
                f"{labels.named(table, row)}{self.bracketed(' '.join(text.split()))}"
                for row, text, of_old in unread_amounts(total, rows)
                if of_old is is_old
            ]
            if found:
                yield self(
                    "{edition}の{heading}は、資料に数値のない{names}を含まない",
                    edition=edition,
                    heading=labels.shown_heading(total.heading),
                    names=self._first_of(found),
                )

    def sides(self, table: ComparisonTable) -> tuple[str, str]:
        """Return what distinguishes the editions (旧・新の表記): 令和6年度 and 令和7年度."""
        old, new = self.edition(table.old_edition), self.edition(table.new_edition)
        if old != new:
            return old, new
        behind = (self.bracketed(self(side)) for side in (labels.OLD, labels.NEW))
        return old + next(behind), new + next(behind)

    def ratio_of_total(self, total: "Total") -> str:
        """Return a sum's ratio of change (合計の増減率), 皆増 or 皆減; "" for none."""
        came_or_went = total_came_or_went(total)
        return self(came_or_went) if came_or_went else self.ratio(total.ratio)

    def ratio(self, ratio: float | None) -> str:
        """Return a ratio of change as a percentage (増減率), such as △4.7%; "" for none."""
        if not ratio:
            return ""
        fall = "△" if self.is_japanese else "-"
        return f"{fall if ratio < 0 else self._rise}{abs(ratio) * 100:,.1f}%"


SAY = Phrasebook(is_document=True)
"""The words of documents (文書の文言), which are in Japanese."""
