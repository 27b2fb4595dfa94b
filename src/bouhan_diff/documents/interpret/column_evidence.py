"""Evidence for the roles of columns (列の証拠): their headings, and features of their values."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ...edition import Edition, named_edition
from ...plan import GROUPED, UNNAMED_COLUMN, heading_levels
from ...text.joining import ITEM_SIGNS
from ...text.normalize import fold, squeezed
from ...text.number_headings import heading_unit, is_amount_column, is_unit_column
from ...text.quantities import MAY_BE_QUANTITY, is_money, parse_quantity, without_year
from ..headings.below_headers import edition_of_row
from ..headings.columns_option import meaning_of
from ..headings.departments import is_department
from ..headings.header_rows import CellRow, Header
from ..headings.heading_parts import Split, half_width_heading, meaning_by_hand
from ..headings.titles import is_numberlike, split_number
from ..headings.vocabulary import Role, is_indicator, is_measure, is_total, strengths
from .layouts import TableColumn

_SAMPLE_CELLS = 12_000
_MOST_ROWS, _FEWEST_ROWS = 300, 60


class ColumnValues:
    """Features of the values of a column (値の特徴), as shares of the cells that have text.

    Features are computed on demand: for most columns only a few are needed. spans, merged: the
    shares of rows without a cell of their own, and of those merged with the row above. within: the
    share of values that differ below one cell of the column to the left.
    """

    def __init__(
        self, texts: Sequence[str], rows: int, spans: float, merged: float, within: float = 0.0
    ) -> None:
        self._texts = [t for t in texts if not (_MAY_BE_SUM.search(t) and is_total(t))]
        self._plain = [squeezed(text) for text in self._texts]
        self.count = len(self._texts)
        self.filled = min(1.0, self.count / max(1, rows - len(texts) + self.count))
        self.spans = spans
        self.merged = merged
        self.within = within

    def _share(self, test: Callable[[str], object], texts: Sequence[str]) -> float:
        """Return the share that passes a test (割合); equal texts are tested once."""
        times = Counter(texts)
        return sum([times[text] for text in times if test(text)]) / max(1, self.count)

    @cached_property
    def distinct(self) -> float:
        """The share of distinct values (異なり)."""
        return len(set(self._plain)) / self.count if self.count else 0.0

    @cached_property
    def is_over_rows(self) -> bool:
        """Whether each value spans several rows (行をまとめる値), or is repeated on them."""
        return self.spans > 0 or self.is_repeated

    @cached_property
    def is_repeated(self) -> bool:
        """Whether each value is repeated on several rows (行ごとに繰り返す値)."""
        runs = sum(one != other for one, other in pairwise(["", *self._plain]))
        return self.count >= _SEVERAL_ROWS and 2 * runs <= self.count

    def part(self, over: "ColumnValues") -> bool:
        """Return whether the values tell apart rows to which another column gives one (細目)."""
        if self.count != over.count:
            return False
        return len({*over._plain}) < len({*zip(over._plain, self._plain, strict=True)})

    @cached_property
    def length(self) -> float:
        """The average number of characters (文字数)."""
        return sum(map(len, self._plain)) / self.count if self.count else 0.0

    @cached_property
    def figures(self) -> float:
        """The share of values that are quantities (数値)."""
        plain = [text for text in self._plain if MAY_BE_QUANTITY.match(text)]
        return self._share(parse_quantity, plain)

    @cached_property
    def states(self) -> float:
        """The share of values that are quantities, some with a year: 58.3％（R2） (状態の値)."""
        return self._share(parse_quantity, [*map(without_year, self._plain)])

    @cached_property
    def numbers(self) -> float:
        """The share of values that are numbers of an outline or of a matter (番号)."""
        pairs = zip(self._texts, self._plain, strict=True)
        others = [text for text, plain in pairs if not _NUMBER_OF_MATTER.fullmatch(plain)]
        of_matters = (self.count - len(others)) / max(1, self.count)
        return of_matters + self._share(is_numberlike, others)

    @cached_property
    def codes(self) -> float:
        """The share of values in Latin letters alone (符号), or that are an address or JSON."""
        pairs = zip(self._texts, self._plain, strict=True)
        return self._share(_CODE.fullmatch, [p for text, p in pairs if not _WORDS.fullmatch(text)])

    @cached_property
    def departments(self) -> float:
        """The share of values that are names of departments (担当課)."""
        return self._share(is_department, self._texts)

    @cached_property
    def lists(self) -> float:
        """The share of values that hold a list (箇条書き)."""
        return self._share(_LIST.search, self._texts)

    @cached_property
    def signed(self) -> float:
        """The share of values that begin with the sign of an item (行頭の記号)."""
        return self._share(_SIGNED.match, self._texts)

    @cached_property
    def marks(self) -> float:
        """The share of values that are a mark such as ○ (記号)."""
        return self._share(_MARK.fullmatch, self._plain)

    @cached_property
    def measures(self) -> float:
        """The share of values that name the volume of a service: ①量の見込み (見込量)."""
        return self._share(is_measure, self._texts)

    @cached_property
    def measured(self) -> float:
        """The share of values with a unit that is no money: 利用者数（人） (単位付きの名称)."""
        units = ((text, heading_unit(text)[1]) for text in self._plain)
        counted = {text for text, unit in units if unit and not is_money(unit)}
        return self._share(counted.__contains__, self._plain)

    @cached_property
    def years(self) -> float:
        """The share of values that name one edition (年度)."""
        return self._share(named_edition, [t for t in self._texts if len(t) <= _LONGEST_YEAR])

    @cached_property
    def bare_years(self) -> float:
        """The share of numbers that may be years without their era (元号のない年)."""
        return self._share(edition_of_row, self._texts)

    @cached_property
    def sentences(self) -> float:
        """The share of values that end as a sentence does (文)."""
        return self._share(_SENTENCE.search, self._texts)

    @cached_property
    def is_counted(self) -> bool:
        """Whether the texts begin with 1, 2, 3 and so on (番号順の見出し語)."""
        opened = [split_number(text.split("\n")) for text in self._texts]
        return self.count > 1 and all(one and one[0] == at for at, one in enumerate(opened, 1))


_LONGEST_YEAR, _SEVERAL_ROWS = 12, 5
_MAY_BE_SUM = re.compile("[計額繰続]")  # quick, as every cell is asked


@dataclass(frozen=True, slots=True, eq=False)
class ColumnGroup:
    """Columns with one heading, in one or several editions (同じ見出しの列); is_step: of a year."""

    heading: str
    unit: str
    places: tuple[int, ...]
    editions: tuple[Edition | None, ...]
    values: ColumnValues
    strengths: Mapping[Role, float]
    is_amount: bool
    is_blank: bool
    is_step: bool = False


_CODE = re.compile(
    r"[0-9A-Za-z][0-9A-Za-z._/():+-]*|[a-z]{2,8}://[!-~]*|[{\[](?:[\"{].*)?[}\]]", re.DOTALL
)
_WORDS = re.compile(r"[A-Z]?[a-z]{2,}(?:[ ,&'’/-]+[A-Za-z][a-z]*)*")
_SIGNED = re.compile(rf"\s*[{ITEM_SIGNS}]")
_LIST = re.compile(rf"\n[^\S\n]*(?:[{ITEM_SIGNS}*]|[(（]?\d{{1,2}}[)）.．]|[①-⑳])")
_MARK = re.compile(r"[○◯〇◎●×△▲※✓レ☆★―－-]+")
_SENTENCE = re.compile(r"。|(?:る|た|ため|い|す)\Z")
_NUMBER_OF_MATTER = re.compile(
    r"[^\s\d、。]{0,6}第[0-9]{1,4}号|第?[0-9A-Za-zア-ンⅠ-Ⅻ一二三四五六七八九十問議]{0,6}[-‐－−.．()（）]?[0-9]{1,8}(?:[-‐－−.．()（）①-⑳][0-9]{0,6})*号?"
    r"|(?:[(（]?[0-9A-Zア-ンⅠ-Ⅻ①-⑳]{1,3}[)）]?(?:[-‐－−.．]|\Z)){2,6}"
    r"|(?:20)?[0-9]{2}[-‐－−][一-鿿]{1,4}(?:[-‐－−][0-9]{1,4}){1,3}"  # 2022-復興-21-0001
)


def groups_of(
    header: Header,
    splits: Sequence[tuple[Split, str]],
    rows: Sequence[CellRow],
    meanings: Mapping[str, str],
) -> list[ColumnGroup]:
    """Group the columns with the same heading in different editions (同じ見出しの列).

    A column with a meaning given by hand is a group of its own. A sample of the rows is enough,
    except for columns of years: a file may have all of R6, then all of R7.
    """
    found: dict[tuple[str, int], list[int]] = {}
    for at, (split, _unit) in enumerate(splits):
        key = fold(split.rest)
        for again in range(len(splits)):
            places = found.setdefault((key, again), [])
            same = [splits[p][0].edition for p in places]
            is_alone = (
                split.edition is None
                or None in same
                or any(meaning_by_hand(header, splits, place, meanings) for place in (at, *places))
            )
            if not places or not (is_alone or split.edition in same):
                places.append(at)
                break
    sample = _sample_of(rows, len(splits))
    return [_group(places, header, splits, sample, rows) for places in found.values() if places]


def _group(
    places: Sequence[int],
    header: Header,
    splits: Sequence[tuple[Split, str]],
    sample: Sequence[CellRow],
    every: Sequence[CellRow],
) -> ColumnGroup:
    split, unit = splits[places[0]]
    levels = heading_levels(split.rest)
    found = dict(strengths(levels[-1])) | dict(strengths(split.rest))
    if len(levels) > 1:  # 基準値 › 年度 is of the baseline, and not of the row
        found.pop(Role.EDITION, None)
    if not found and not levels[-1] and split.edition is not None:
        found = {Role.SUMMARY: 3}
    rows = every if Role.EDITION in found else sample
    values = [_column(rows, at) for at in places]
    texts = [text for column, _spans, _merged in values for text in column]
    count = max(1, len(rows) * len(places))
    spans = sum(spans for _column, spans, _merged in values) / count
    merged = sum(merged for _column, _spans, merged in values) / count
    heading = header.texts[places[0]] if not split.rest else split.rest
    editions = tuple(splits[at][0].edition for at in places)
    if not split.rest and any(editions):
        heading = ""
    within = _within(rows, places[0]) if Role.NAME in found or not found else 0.0
    values_ = ColumnValues(texts, len(rows) * len(places), spans, merged, within)
    with_unit = f"{split.rest}({unit})" if unit else split.rest
    is_amount = is_amount_column(with_unit or "金額", texts)
    return ColumnGroup(
        heading=heading,
        unit=unit,
        places=tuple(places),
        editions=editions,
        values=values_,
        strengths=found,
        is_amount=is_amount,
        is_blank=not any(header.parts[places[0]]),
    )


# --- Columns that their neighbours explain ------------------------------------------------------


MOSTLY = 0.7
_HALF = 0.5
LONG_TEXT = 20
LONG_NAME = 70


def names_no_row(heading: str) -> bool:
    """Return whether a heading ends like one of numbers, reasons or states: 改正理由, 対応状況."""
    return _OF_NO_ROW.search(heading) is not None


_OF_NO_ROW = re.compile(r"(?:番号?|no\.?|id|理由|備考|摘要|状況|状態|評価|地区)\Z", re.IGNORECASE)


def is_over_rows(group: ColumnGroup) -> bool:
    """Return whether a first column's cells each are over several rows (行をまとめる列).

    Whatever its heading is, they name groups of rows; but a 区分 is one of each row.
    """
    values = group.values
    return (
        group.places[0] == 0
        and values.count > 1
        and values.distinct == 1.0
        and values.merged >= _HALF
        and values.length <= LONG_TEXT
        and group.strengths.get(Role.NAME) != 1
    )


def _sample_of(rows: Sequence[CellRow], width: int) -> Sequence[CellRow]:
    """Return a sample of the rows, large enough to classify their columns (標本)."""
    return rows[: min(_MOST_ROWS, max(_FEWEST_ROWS, _SAMPLE_CELLS // max(1, width)))]


def _column(rows: Sequence[CellRow], at: int) -> tuple[list[str], int, int]:
    """Return a column's texts, the rows without one of their own, and those merged upwards."""
    texts, spans, merged = [], 0, 0
    last = None
    for row in rows:
        cell = row[at]
        text = cell.text
        if cell is last or not text:
            spans += 1
            merged += cell is last and bool(text)
        else:
            texts.append(text)
        last = cell
    return texts, spans, merged


def _within(rows: Sequence[CellRow], at: int) -> float:
    """Return the share of a column's values that differ below one cell on their left (異なり)."""
    groups = [(id(row[at - 1]), row[at].text) for row in rows if row[at].text] if at else []
    return len({*groups}) / max(1, len(groups))


# --- By hand ------------------------------------------------------------------------------


def columns_by_hand(
    header: Header,
    splits: Sequence[tuple[Split, str]],
    groups: Sequence[ColumnGroup],
    meanings: Mapping[str, str],
) -> tuple[dict[int, TableColumn], list[ColumnGroup]]:
    """Return the columns with a meaning given by hand (列の指定), and the groups of all others."""
    columns: dict[int, TableColumn] = {}
    rest: list[ColumnGroup] = []
    for group in groups:
        at = group.places[0]
        written = meaning_by_hand(header, splits, at, meanings)
        if written is None:
            rest.append(group)
            continue
        meaning = meaning_of(written)
        for at, edition in zip(group.places, group.editions, strict=True):
            role = meaning.role
            if role is Role.TEXT and meaning.heading and group.is_amount:
                role = Role.AMOUNT
            columns[at] = TableColumn(
                role,
                (fold(meaning.heading) and squeezed(meaning.heading)) or group.heading,
                header.texts[at],
                meaning.edition or edition,
                group.unit,
                is_by_hand=True,
            )
    return columns, rest


class FieldHeadings:
    """The headings of a table's fields (項目名), each made unique within the table.

    unit: the one of figures under years alone, if it is no money.
    """

    def __init__(self, groups: Sequence[ColumnGroup], unit: str) -> None:
        # Beside units or indicators no figure is money, nor below （単位：人）.
        stated = heading_unit(f"額（単位：{unit}）")[1]
        self.unit = "" if is_money(stated) else stated
        self._are_measured = bool(self.unit) or any(
            is_unit_column(g.heading)
            or is_indicator(g.heading)
            or (not g.is_amount and Role.NAME in g.strengths and g.values.measured >= _HALF)
            for g in groups
        )
        self._units: dict[str, set[str]] = {}
        for group in groups:
            self._units.setdefault(group.heading, set()).update({group.unit} - {""})
        # Folded, so that 學校名 beside 学校名 is made unique.
        self._taken: set[str] = set()
        self._last = Counter[str]()

    def heading_of(self, group: ColumnGroup) -> str:
        """Return a unique heading for one more field (項目名), with the unit if it has several."""
        unnamed = "数値" if self._are_measured or not group.is_amount else "金額"
        are_figures = group.is_amount or group.values.figures > MOSTLY  # 58.1％ above 6,820歩
        unnamed = unnamed if are_figures and not group.is_blank else UNNAMED_COLUMN
        heading = half_width_heading(group.heading).strip(_MARKS).replace("›", GROUPED) or unnamed
        if len(self._units[group.heading]) > 1 and group.unit:
            heading = f"{heading}({group.unit})"
        unique = heading
        while (key := fold(unique)) in self._taken:
            self._last[heading] = max(self._last[heading], 1) + 1
            unique = f"{heading}({self._last[heading]})"
        self._taken.add(key)
        return unique


_MARKS = "※*☆★◎○●"
