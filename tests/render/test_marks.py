"""What an output marks as changed is what differs, and nothing else."""

import csv
import html
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from bouhan_diff.comparison.compare import compare
from bouhan_diff.comparison.table import ComparisonTable, Row
from bouhan_diff.render import facts, markdown
from bouhan_diff.render.brief import counter_behind, whole_words
from bouhan_diff.render.docx import document as docx
from bouhan_diff.render.page import html as page
from bouhan_diff.render.xlsx import workbook as xlsx
from bouhan_diff.storage import load_plan
from bouhan_diff.textdiff import EditKind

CASES = Path(__file__).parent.parent / "cases"
TABLES: dict[str, Callable[[], ComparisonTable]] = {
    "the shipped plan": lambda: compare(load_plan()),
    "a city's plans": lambda: compare(
        [load_plan(CASES / "city" / f"R{year}.yaml") for year in (6, 7)], "R6", "R7"
    ),
    "editions without years": lambda: compare(load_plan(CASES / "labels" / "plan.yaml")),
}
Run = tuple[str, str]
"""A piece of a text with the change that it is marked as: del, ins, u (either), or none."""


def _closed(text: str) -> str:
    return "".join(text.split())


def _sides(runs: Iterable[Run]) -> Iterator[tuple[str, str]]:
    """A text as it stands after either choice, each with what of it is not marked."""
    pieces = list(runs)
    kept = _closed("".join(text for text, mark in pieces if not mark))
    for gone in ("del", "ins"):
        yield _closed("".join(text for text, mark in pieces if mark != gone)), kept


def _of_word(table: ComparisonTable, *, tracked: bool) -> Iterator[list[Run]]:
    content = docx.write([table], docx.WordOptions(tracked=tracked))
    for cell in Document(io.BytesIO(content)).element.body.iter(qn("w:tc")):
        runs: list[Run] = []
        for paragraph in cell.iter(qn("w:p")):
            if paragraph.style != "Summary":
                continue
            for run in paragraph.iter(qn("w:r")):
                text = "".join(one.text or "" for one in run.iter(qn("w:t"), qn("w:delText")))
                change = run.getparent().tag.partition("}")[2]
                underlined = "u" if run.find(f"{qn('w:rPr')}/{qn('w:u')}") is not None else ""
                runs.append((text, change if change in ("del", "ins") else underlined))
        yield runs


def _of_page(table: ComparisonTable) -> Iterator[list[Run]]:
    content = page.write([table]).decode("utf-8")
    for side in re.findall(r'<td role="cell" class="(?:old|new)">.*?</td>', content, re.DOTALL):
        text = re.search(r'<div class="text">(.*)</div>', side, re.DOTALL)
        plain = re.sub(r'<span class="said">.*?</span>', "", text[1] if text else "")
        yield _marked(r"<(?P<tag>del|ins)\b[^>]*>(?P<text>.*?)</(?P=tag)>", plain)


def _of_markdown(table: ComparisonTable) -> Iterator[list[Run]]:
    content = markdown.write([table]).decode("utf-8")
    signs = r"(?P<tag>~~|\*\*|\*)(?P<text>.+?)(?P=tag)"
    tags = r"<(?P<name>del|strong|em|ins)>(?P<more>.+?)</(?P=name)>"
    for quotation in re.findall(r"(?m)(?:^>.*\n)+", content):
        yield _marked(f"{signs}|{tags}", re.sub(r"(?m)^>|\\$", "", quotation))


def _marked(pattern: str, text: str) -> list[Run]:
    """The pieces of a marked-up text, of which each match of the pattern is a marked one."""
    runs: list[Run] = []
    start = 0
    for found in re.finditer(pattern, text, re.DOTALL):
        parts = found.groupdict()
        runs += [(text[start : found.start()], ""), (parts["text"] or parts.get("more") or "", "u")]
        start = found.end()
    runs.append((text[start:], ""))
    return [(html.unescape(re.sub(r"<[^>]+>|\\(?=\W)", "", one)), mark) for one, mark in runs]


def _of_workbook(table: ComparisonTable) -> Iterator[list[Run]]:
    book = load_workbook(io.BytesIO(xlsx.write([table])), rich_text=True)
    for line in book["新旧対照表"].iter_rows():
        for cell in line:
            is_whole = bool(cell.font.strike or cell.font.u)
            pieces = cell.value if isinstance(cell.value, CellRichText) else [str(cell.value)]
            yield [
                (one.text, "u" if one.font.strike or one.font.u else "")
                if isinstance(one, TextBlock)
                else (one, "u" if is_whole else "")
                for one in pieces
            ]


OUTPUTS: dict[str, Callable[[ComparisonTable], Iterator[list[Run]]]] = {
    "Word": lambda table: _of_word(table, tracked=False),
    "tracked changes": lambda table: _of_word(table, tracked=True),
    "page": _of_page,
    "Markdown": _of_markdown,
    "Excel": _of_workbook,
}


def _edits_and_rest(row: Row, *, has_counters: bool) -> tuple[list[tuple[str, str]], str, str]:
    """The edits of a row's text in whole words, and what either side keeps beside them.

    has_counters: a figure's edit takes what it counts: 6時 → 7時.
    """
    segments = whole_words(tuple(row.segments))
    edits, taken = [], ""
    rest = [[], []] if segments else [[row.old or ""], [row.new or ""]]
    for at, one in enumerate(segments):
        if one.kind is EditKind.EQUAL:
            rest[0].append(one.old.removeprefix(taken))
            rest[1].append(one.new.removeprefix(taken))
            taken = ""
        else:
            taken = counter_behind(segments, at) if has_counters else ""
            edits.append((one.old + taken, one.new + taken))
    return edits, *map(_closed, map("".join, rest))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("output", OUTPUTS)
def test_what_is_marked_in_a_text_is_what_differs(output: str, name: str) -> None:
    """Each text stands there in both editions, and what is not marked is what they share.

    A text that did not change is marked nowhere.
    """
    table = TABLES[name]()
    shown = {side for runs in OUTPUTS[output](table) for side in _sides(runs)}
    has_counters = output == "tracked changes"
    for row in (one for one in table.all_rows() if one.old and one.new):
        _edits, *rest = _edits_and_rest(row, has_counters=has_counters)
        for text, kept in zip((row.old or "", row.new or ""), rest, strict=True):
            marked = {unmarked for whole, unmarked in shown if whole == _closed(text)}
            assert marked == {kept}, row.ref


@pytest.mark.parametrize("name", TABLES)
def test_the_facts_of_a_text_are_its_edits(name: str) -> None:
    """In CSV too, what was and what is are what differs, neither more nor less."""
    table = TABLES[name]()
    lines = csv.DictReader(io.StringIO(facts.write_facts([table]).decode("utf-8-sig")))
    found: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        if line["part"] == "summary":
            found.setdefault(line["ref"], []).append((line["old"], line["new"]))
    for row in table.all_rows():
        if row.old and row.new:
            assert found.get(row.ref, []) == _edits_and_rest(row, has_counters=True)[0], row.ref
