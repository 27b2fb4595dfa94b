"""The vocabulary of published tables (表の語彙), loaded from vocabulary.yaml."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from ... import plan
from ...edition import find_editions, strip_editions
from ...text.normalize import fold
from ...text.number_headings import heading_unit

_LONGEST_HEADING = 60
_LONGEST_KNOWN = 45
_LONGEST_REST = 16


class Role(StrEnum):
    """The role of a column (列の役割); the values are the words of `--columns`."""

    SECTION_NUMBER = "section"
    SECTION_TITLE = "title"
    AIM = "aim"
    NUMBER = "number"
    NAME = "name"
    DEPARTMENT = "department"
    POLICIES = "policies"
    AMOUNT = "amount"
    TEXT = "text"
    LEFT_OUT = "-"
    # Without a word for --columns: the main text is given by its edition.
    SUMMARY = "summary"
    EDITION = "edition"


BESIDE_NAMES = tuple(map(Role, plan.BESIDE_NAMES))
"""The roles of all properties but the name (名称のほかの属性の列), such as departments."""
CODES = frozenset(map(Role, plan.CODES))
"""Those of codes (番号の属性の列)."""


@dataclass(frozen=True, slots=True)
class HeadingEntry:
    """An entry of the vocabulary of headings (見出し語彙): see vocabulary.yaml."""

    id: str
    role: Role
    strength: float
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    others: tuple[str, ...]


@cache
def data() -> dict[str, Any]:
    """Return the vocabulary as written in the file (語彙データ)."""
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  a safe loader
    return loaded


@cache
def heading_entries() -> tuple[HeadingEntry, ...]:
    """Return the entries for headings (見出し語彙)."""
    return tuple(
        HeadingEntry(
            entry["id"],
            Role(entry["role"]),
            entry["strength"],
            re.compile(entry["pattern"].strip()),
            tuple(entry["examples"]),
            tuple(entry.get("others", ())),
        )
        for entry in data()["headings"]
    )


_OF_FIGURES, _EDGES = "0123456789,.-△▲", "※*☆★◎○●・:の、,/"


def plain_heading(heading: str) -> str:
    """Return a heading in the form the vocabulary compares (見出しの比較形): folded, no remarks."""
    folded = fold(_WHAT_TO_TELL.sub("", heading))
    plain = _REMARK.sub("", folded).strip(_EDGES)
    return plain or folded.strip(_EDGES)


_REMARK = re.compile(r"\((?!予定|計画|実績|案|見込|(?:担当|所管|主管)[部課])[^()]*\)")
_WHAT_TO_TELL = re.compile(r"(?<=..)①[^①②]+②.*", re.DOTALL)  # 概要①目的②対象
_TRANSLATED = re.compile(r"(.*[ぁ-んァ-ヶ一-鿿々)])[/／|]?[a-z][a-z.'’/()・-]{4,}")


@lru_cache(maxsize=4096)
def strengths(heading: str) -> dict[Role, float]:
    """Return how strongly a heading indicates each role (見出しの証拠).

    It has no edition and no unit. Brackets and English after it are remarks: （予定）, Division.
    """
    plain = plain_heading(heading)
    if not plain.strip(_OF_FIGURES) or len(plain) > _LONGEST_HEADING:
        return {}
    forms = {plain, re.sub(r"[()]", "", plain), re.sub(r"\([^()]*\)", "", plain)}
    forms |= {match[1] for form in forms if (match := _TRANSLATED.fullmatch(form))}
    name, _dot, below = plain.partition("・")
    if Role.DEPARTMENT in strengths(below) and Role.NAME in strengths(name):
        forms.add(name)  # of cells with the name above who is responsible
    found: dict[Role, float] = {}
    for entry in heading_entries():
        if found.get(entry.role, 0) < entry.strength and any(map(entry.pattern.fullmatch, forms)):
            found[entry.role] = entry.strength
    return found


def is_known(heading: str, meanings: Mapping[str, str]) -> bool:
    """Return whether the vocabulary or the user knows a heading (既知の見出し)."""
    return (bool(meanings) and fold(heading) in meanings) or _is_known(heading)


@lru_cache(maxsize=4096)
def _is_known(heading: str) -> bool:
    if not 0 < len(heading) <= _LONGEST_KNOWN or _IS_NO_HEADING.search(heading):
        return False
    if SENTENCE_END.search(heading):
        return False
    bare, unit = heading_unit(strip_editions(heading))
    if strengths(bare) or (unit and strengths(f"{bare}（{unit}）")):
        return True
    is_rest = len(bare) <= _LONGEST_REST and not re.search("[。、]", bare)
    return names_edition(heading) and is_rest and not is_dated_value(heading)


def is_statement(text: str) -> bool:
    """Return whether a text is a sentence, or a figure with its year (文・年の値)."""
    return bool(SENTENCE_END.search(text)) or is_dated_value(text)


def is_dated_value(text: str) -> bool:
    """Return whether a text is a figure with its year: 7.4％（2017年度）, 2024年 330件."""
    if found := _DATED_VALUE.fullmatch(text):
        return names_edition(found[1] or found[2])
    text = text.replace("\n", "")
    years = find_editions(text) if text[-1:] and not text[-1].isdecimal() else ()
    return bool(years) and not years[0].start and _VALUE.fullmatch(text, years[0].stop) is not None


_FIGURE = (
    r"[-−△▲+＋約]?\d[\d,.，．]*+(?!\s*(?:[カヵケヶか箇]?[年月]|[期次号日歳]|回目|\D{1,2}当たり))"
)
# but 5年後（R10）, 8月（R5） and 1人当たり（R5） are headings
_DATED_VALUE = re.compile(
    rf"{_FIGURE}[^（(]*[（(]([^（()）]*)[）)]|[（(]([^（()）]*)[）)]\s*{_FIGURE}[^（(]*"
)
_VALUE = re.compile(
    rf"\s*(?:[-－−―]|{_FIGURE})\s*[^\d\s（(]{{1,8}}(?:[（(][^（()）]*[）)])?"
    rf"|(?:\s*[小中高男女]?\s*{_FIGURE}\s*[%％])+"
)


SENTENCE_END = re.compile("。(?![)）])")
"""What no heading has, but for a remark in brackets (文末): 使用料（税を含む。）."""

_IS_NO_HEADING = re.compile(
    # a label of a form such as 開設者名：, a date and time in figures, an address
    r"[:：]\Z|\A\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ][\d:.+Z-]+)?\Z|\A[a-z]{2,8}://"
)


@lru_cache(maxsize=4096)
def names_edition(text: str) -> bool:
    """Return whether a text names an edition (年度・版の記載), however many."""
    return bool(find_editions(text))


@cache
def pattern(*path: str) -> re.Pattern[str]:
    """Return the pattern at a place of the vocabulary (語彙の型), compiled once."""
    entry = data()
    for key in path:
        entry = entry[key]
    return re.compile(entry["pattern"].strip())


def is_total(text: str) -> bool:
    """Return whether a cell names a sum (合計・小計)."""
    return _names_sum("totals", text) or is_page_total(text)


def is_page_total(text: str) -> bool:
    """Return whether a cell names the sum of a page (頁計)."""
    return _names_sum("page_totals", text)


def is_grand_total(text: str) -> bool:
    """Return whether a cell names the sum of the whole document (総計)."""
    return _names_sum("grand_totals", text)


def _names_sum(key: str, text: str) -> bool:
    folded = fold(text)
    if folded[:1] + folded[-1:] == "()":
        folded = folded[1:-1]
    return len(folded) <= _LONGEST_TOTAL and pattern(key).fullmatch(folded) is not None


_LONGEST_TOTAL = 30


def label_of_table(text: str) -> str:
    """Return what a label above a table gives (表の付記): its title, something else, or nothing."""
    plain = fold(text)
    kinds = ("title", "other")
    return next((k for k in kinds if pattern("labels_of_tables", k).fullmatch(plain)), "")


@lru_cache(maxsize=4096)
def is_form_label(text: str) -> bool:
    """Return whether a cell is a label common in forms (調書の項目名) and rare in tables."""
    return pattern("form_labels").fullmatch(plain_heading(text)) is not None


@lru_cache(maxsize=4096)
def is_indicator(heading: str) -> bool:
    """Return whether a heading is of indicators (指標の見出し)."""
    return pattern("indicators").fullmatch(plain_heading(heading)) is not None


def is_measure(label: str) -> bool:
    """Return whether a label is of the volume of a service, present or planned (見込量の項目名)."""
    return pattern("measures").fullmatch(plain_heading(label)) is not None


def is_person(heading: str) -> bool:
    """Return whether a heading is of persons (人名の見出し), whose rows are no initiatives."""
    return pattern("persons").fullmatch(plain_heading(heading)) is not None


def is_of_staff(heading: str) -> bool:
    """Return whether a heading is of staff or pay (職員の統計), whose rows are no initiatives."""
    return pattern("staff").fullmatch(plain_heading(heading)) is not None


def is_fee(heading: str) -> bool:
    """Return whether a heading is of fees (使用料・手数料の見出し)."""
    return pattern("fees").fullmatch(plain_heading(heading)) is not None


def is_account(heading: str) -> bool:
    """Return whether a heading is of accounts in one column (科目)."""
    return pattern("accounts").fullmatch(fold(heading)) is not None


def is_limit(heading: str) -> bool:
    """Return whether a heading is of a limit on costs or loans (限度額)."""
    return pattern("limits").fullmatch(fold(heading)) is not None


def is_term(heading: str) -> bool:
    """Return whether a heading is of the terms of such a limit (期間, 起債の方法, 利率)."""
    return pattern("terms").fullmatch(fold(heading)) is not None


def is_goal(heading: str) -> bool:
    """Return whether a heading is of goals (目標の見出し)."""
    return pattern("goals").fullmatch(fold(heading)) is not None


def is_baseline(heading: str) -> bool:
    """Return whether a heading is of the value from which a goal is measured (基準値の見出し)."""
    return pattern("baselines").fullmatch(fold(heading)) is not None


def names_task(text: str) -> bool:
    """Return whether a title names something done or paid for (事業の見出し): 見守りの推進."""
    return pattern("tasks").search(fold(text)) is not None


def is_note(text: str) -> bool:
    """Return whether a line begins like a note (注記): ※, （注）."""
    return pattern("notes").match(text.strip()) is not None


def cites_article(text: str) -> bool:
    """Return whether a line refers to an article (条項の引用), as titles do not: 第２条の規定."""
    return pattern("citations").match(text.strip()) is not None


def split_status(name: str) -> tuple[str, str]:
    """Split a name from 【新規】 or （拡充） at its ends, and return their words (区分)."""
    found: dict[str, None] = {}
    for pattern in (_STATUS_FIRST, _STATUS_LAST):
        while (match := pattern.fullmatch(name)) and is_status(match["status"]):
            name = match["name"].strip()
            found[match["status"].strip()] = None
    return name, "・".join(found)


def marks_of_status(notes: Iterable[str]) -> dict[str, str]:
    """Return the marks before names with their meaning in the notes (印の凡例): ☆は新規事業."""
    found = (match for note in notes for match in _MARK_OF_STATUS.finditer(note))
    return {match["mark"]: match["status"] for match in found if is_status(match["status"])}


def is_status(text: str) -> bool:
    """Return whether a text is the status of an initiative (区分の語): 新規, 拡充."""
    return pattern("statuses").fullmatch(fold(text)) is not None


MARKS = "※*＊☆★◎○●◇◆□■△▲"  # before names, for what a note says of these
_MARK_OF_STATUS = re.compile(
    rf"(?P<mark>[{MARKS}])\s*(?:印?[はの]|[:：＝=])\s*(?P<status>[^\s、。，,()（）]{{1,10}}?)"
    r"(?=[を\s、。，,()（）]|です|\Z)"
)
_STATUS = r"[【\[［〔（(《〈＜]\s*+(?P<status>[^】\]］〕）)》〉＞]{1,12})\s*[】\]］〕）)》〉＞]"
_STATUS_FIRST = re.compile(_STATUS + r"\s*(?P<name>\S.*)", re.DOTALL)
_STATUS_LAST = re.compile(r"(?P<name>.*\S)\s*" + _STATUS, re.DOTALL)


_ABSENT_SIGNS = frozenset("-‐‑–—―ー－−(（［[【記該な新廃削終")
"""The first characters of marks of an absent initiative (該当なしの先頭)."""


def is_absent(text: str) -> bool:
    """Return whether a cell says that the edition lacks the initiative (該当なし): －, 新規."""
    if text.lstrip()[:1] not in _ABSENT_SIGNS:
        return False  # quick, as every text is asked
    return pattern("absent").fullmatch("".join(text.split())) is not None


DITTO_SIGNS = frozenset('〃″”"々仝同上左(（←⇐')
"""The first characters of marks that repeat another cell (代用記号の先頭)."""


def ditto_side(text: str) -> str:
    """Return which cell a mark such as 〃 or 同左 repeats (代用記号): above, left or none."""
    if len(text) > _LONGEST_DITTO or text[0] not in DITTO_SIGNS:
        return ""
    plain = "".join(text.split()).rstrip("。")
    for side in ("above", "left"):
        if pattern("ditto", side).fullmatch(plain):
            return side
    return ""


_LONGEST_DITTO = 12


def marks_in(cells: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Return the cells without a text of their own (代用記号・空白); quick, as all are asked."""
    found = (lines for lines in cells if lines and lines[0][:1] in _BEFORE_DITTO)
    texts = {lines: "\n".join(lines).strip() for lines in found}
    return {lines for lines, text in texts.items() if not text or ditto_side(text)}


_BEFORE_DITTO = DITTO_SIGNS | {"", *filter(str.isspace, map(chr, range(0x3001)))}


def out_of_brackets(headings: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the words of headings (見出しの語), without brackets if all are in some: （計）."""
    inner = [_IN_BRACKETS.fullmatch(part[0]) if len(part) == 1 else None for part in headings]
    if len(headings) > 1 and all(inner):
        return tuple((one[1].strip(),) for one in inner if one)
    return tuple(map(tuple, headings))


_IN_BRACKETS = re.compile(r"[(（\[［]([^()（）\[\]［］]+)[)）\]］]")


def text_kind(heading: str) -> str:
    """Return the kind of text that a heading names (本文の種類): result, plan, goal or none.

    The last word decides: 計画の実施状況 is a result.
    """
    folded = fold(heading)
    best, at = "", -1
    for entry in data()["text_kinds"]:
        for match in re.finditer(entry["pattern"], folded):
            if match.end() > at:
                best, at = entry["kind"], match.end()
    return best


EXPORT_REMARK = re.compile(
    r"(?:(?:新規|新設|廃止|変更なし|改称|所管替え|(?:内容|表現|表記)(?:の変更)?|\S+は(?:皆[増減]|同じ値))"
    r"(?:\Z|\s))*(?:\Z|.*（旧：|\S+は「皆[増減]」とだけある)",
    re.DOTALL,
)
"""A remark that our own exports write beside a row; the row's texts repeat it."""
