"""The vocabulary of published tables (表の語彙), read from vocabulary.yaml."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from ...text.normalize import fold

_LONGEST_HEADING = 60


class Role(StrEnum):
    """What a column holds (列の役割); the values are the words of `--columns`."""

    SECTION = "section"
    SECTION_TITLE = "title"
    AIM = "aim"
    NUMBER = "number"
    NAME = "name"
    DEPARTMENT = "department"
    POLICIES = "policies"
    AMOUNT = "amount"
    TEXT = "text"
    LEFT_OUT = "-"
    # Found by the classifier, not said by hand:
    SUMMARY = "summary"
    EDITION = "edition"


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
    """Return the vocabulary as it is written (語彙データ)."""
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


def squeezed(text: str) -> str:
    """Return a text in half width and without spaces (空白なし), its letters as they are."""
    return text if text.isascii() and " " not in text else _squeezed(text)


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


_EDGES = "※*☆★◎○●・:の、,/"


def plain_heading(heading: str) -> str:
    """Return a heading as the vocabulary compares it (見出しの比較形): folded, without remarks."""
    folded = fold(heading)
    plain = re.sub(r"\((?!予定|計画|実績|案|見込)[^()]*\)", "", folded).strip(_EDGES)
    return plain or folded.strip(_EDGES)


@lru_cache(maxsize=4096)
def strengths(heading: str) -> dict[Role, float]:
    """Return how strong the evidence of a heading is for each role (見出しの証拠).

    The heading has no edition and no unit. Brackets are a remark, such as （予定）.
    """
    plain = plain_heading(heading)
    if not plain or len(plain) > _LONGEST_HEADING:
        return {}
    forms = {plain, re.sub(r"[()]", "", plain), re.sub(r"\([^()]*\)", "", plain)}
    found: dict[Role, float] = {}
    for entry in heading_entries():
        if found.get(entry.role, 0) < entry.strength and any(map(entry.pattern.fullmatch, forms)):
            found[entry.role] = entry.strength
    return found


@cache
def _pattern(*path: str) -> re.Pattern[str]:
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
    return len(folded) <= _LONGEST_TOTAL and _pattern(key).fullmatch(folded) is not None


_LONGEST_TOTAL = 30


def label_of_table(text: str) -> str:
    """Return what a label above a table is of (表の付記): its title, something other, or none."""
    plain = fold(text)
    kinds = ("title", "other")
    return next((k for k in kinds if _pattern("labels_of_tables", k).fullmatch(plain)), "")


@lru_cache(maxsize=4096)
def is_form_label(text: str) -> bool:
    """Return whether a cell is a label that forms have (調書の項目名) and tables seldom do."""
    return _pattern("form_labels").fullmatch(plain_heading(text)) is not None


def is_note(text: str) -> bool:
    """Return whether a line begins as a note (注記) does: ※, （注）."""
    return _pattern("notes").match(text.strip()) is not None


def is_absent(text: str) -> bool:
    """Return whether a cell marks an edition without the initiative (該当なし): －, 新規."""
    return _pattern("absent").fullmatch("".join(text.split())) is not None


DITTO_SIGNS = frozenset('〃″”"々同上左(（←⇐')
"""The first characters of marks that repeat another cell (代用記号の先頭)."""


def stands_for(text: str) -> str:
    """Return which cell a mark such as 〃 or 同左 repeats (代用記号): above, left or none."""
    if len(text) > _LONGEST_DITTO or text[0] not in DITTO_SIGNS:
        return ""
    plain = "".join(text.split()).rstrip("。")
    for side in ("above", "left"):
        if _pattern("ditto", side).fullmatch(plain):
            return side
    return ""


_LONGEST_DITTO = 12


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
