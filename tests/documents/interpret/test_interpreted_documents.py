"""Documents in the manner of many offices, in every format; see cases/published.

A case has the document's lines and tables, the plan that it means, and the codes of what is
reported of it: doubts and losses; notes are not listed. Its labels are words of cells that
say what follows them, and are not part of the plan.
"""

import gettext
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from office_files import FORMATS
from places import without_places
from readings import finished

from bouhan_diff import comparison
from bouhan_diff.diagnostics import Level
from bouhan_diff.documents import Reading, ReadOptions
from bouhan_diff.documents import reading as readers
from bouhan_diff.documents.headings.columns_option import parse_columns
from bouhan_diff.documents.headings.vocabulary import Role, is_absent, is_known
from bouhan_diff.documents.interpret.initiative_tables import layouts_of
from bouhan_diff.documents.interpret.table_parts import TablePart
from bouhan_diff.documents.ir import Document, Table, context_of
from bouhan_diff.documents.reshape import reshaped
from bouhan_diff.documents.reshape.forms import with_forms_as_rows
from bouhan_diff.documents.reshape.text_lists import with_lists_as_tables
from bouhan_diff.documents.reshape.titled_texts import with_titled_texts_as_rows
from bouhan_diff.errors import UserError
from bouhan_diff.plan import Plan, reference
from bouhan_diff.render.report_sentences import SENTENCES
from bouhan_diff.render.reports import place, problems
from bouhan_diff.storage.dumper import dump_plan
from bouhan_diff.storage.loader import read_plan
from bouhan_diff.text.normalize import squeezed

FOLDER = Path(__file__).parent.parent.parent / "cases" / "published"
DOCUMENTS = {
    file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))
    for file in sorted(FOLDER.glob("*.yaml"))
}
CASES = [
    pytest.param(name, suffix, id=f"{name}{suffix}")
    for name, case in DOCUMENTS.items()
    for suffix in case.get("formats", (".pdf", ".docx", ".xlsx"))
]


def written(name: str, suffix: str, folder: Path) -> Path:
    """The case's document as a file of that format."""
    case = DOCUMENTS[name]
    file = folder / f"{case.get('name', '計画')}{suffix}"
    more = {"widths": case["widths"]} if suffix == ".pdf" and "widths" in case else {}
    file.write_bytes(FORMATS[suffix](case["document"], **more))
    return file


def options(name: str) -> ReadOptions:
    """What the case says of its document."""
    case = DOCUMENTS[name]
    return ReadOptions(parse_columns(case.get("columns", ())), tuple(case.get("editions", ())))


@cache  # most of the time goes into files, and five tests ask for each
def extracted(name: str, suffix: str) -> Document:
    """What the case's document shows."""
    with TemporaryDirectory() as folder:
        return finished(
            readers.extract_document(written(name, suffix, Path(folder)), options(name))
        )


@cache
def read(name: str, suffix: str) -> Reading:
    """What the case's document is read as."""
    with TemporaryDirectory() as folder:
        file = written(name, suffix, Path(folder))
        *_pages, reading = readers.read_in_steps(file, options(name))
    assert isinstance(reading, Reading)
    return reading


def expected(case: dict[str, Any]) -> Plan:
    """The plan that the case says is meant."""
    text = yaml.safe_dump(case["plan"], allow_unicode=True, sort_keys=False)
    return read_plan(text.encode(), "case")


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_the_plan_is_the_one_that_is_meant(name: str, suffix: str) -> None:
    """The plan is the expected one, and every guess and loss is reported in a sentence."""
    case, reading = DOCUMENTS[name], read(name, suffix)
    if "plan" in case:
        assert reading.plan is not None
        assert dump_plan(without_places(reading.plan)) == dump_plan(expected(case))
    else:
        assert reading.plan is None
    told = [one.code for one in reading.diagnostics if one.level is not Level.NOTE]
    assert told == case.get("reports", [])
    assert len(problems(reading.diagnostics)) == len(reading.diagnostics)


@pytest.mark.parametrize(
    ("name", "suffix"), [one for one in CASES if "printed" in DOCUMENTS[str(one.values[0])]]
)
def test_sections_say_which_numbers_are_printed(name: str, suffix: str) -> None:
    """A section that is only counted has no number of its own, and a repeated one its first."""
    plan = read(name, suffix).plan
    assert plan is not None
    found = {str(one.number): one.printed for one in plan.sections if one.printed is not None}
    assert found == DOCUMENTS[name]["printed"]


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_every_initiative_says_where_it_stands(name: str, suffix: str) -> None:
    """A row has its page, or its own sheet and row, so that the document can be opened there.

    Only forms that stand side by side share a row.
    """
    plan = read(name, suffix).plan
    places = [initiative.at for _section, initiative in plan.initiatives()] if plan else []
    if suffix != ".docx":
        assert all(places)
    if suffix == ".xlsx":
        assert len(set(places)) * DOCUMENTS[name].get("side_by_side", 1) == len(places)


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_no_cell_is_lost_in_silence(name: str, suffix: str) -> None:
    """Every cell of a table of initiatives is in the plan or in a report."""
    document, reading = extracted(name, suffix), read(name, suffix)
    kept = squeezed(dump_plan(reading.plan)) if reading.plan else ""
    if reading.plan:
        kept += "".join(reference(s.number, i.number) for s, i in reading.plan.initiatives())
    kept += squeezed("".join(v for one in reading.diagnostics for v in one.data.values()))
    labels = re.compile("|".join([r"\A(?!)", *DOCUMENTS[name].get("labels", ())]))
    texts = [labels.sub("", text, count=1) for text in cell_texts(document, options(name))]
    assert [text for text in texts if not is_in(text, kept)] == []


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_a_table_is_as_large_as_its_cells(name: str, suffix: str) -> None:
    """A reshaped table has its cells in order, each at positions of its own, and no others."""
    document = extracted(name, suffix)
    for table in reshaped(document, context_of(document, options(name))).blocks:
        if isinstance(table, Table) and table not in document.blocks:
            places = [
                (row, column)
                for cell in table.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for column in range(cell.column, cell.column + cell.col_span)
            ]
            firsts = [(cell.row, cell.column) for cell in table.cells]
            assert firsts == sorted(firsts)
            assert len(set(places)) == len(places)
            rows, columns = zip(*places, strict=True)
            assert (table.height, table.width) == (max(rows) + 1, max(columns) + 1)


@pytest.mark.parametrize("name", [one.values[0] for one in CASES if one.values[1] == ".xlsx"])
def test_a_workbook_of_before_2007_shows_the_same(name: str) -> None:
    """Of .xls and .xlsx the same cells are extracted, at the same places."""
    assert extracted(name, ".xls") == replace(extracted(name, ".xlsx"), title="")


def test_one_table_alone_is_read_where_it_is_named(tmp_path: Path) -> None:
    """--table N leaves out the other tables, and a number that the document has not is refused."""
    given = options("several-tables")
    file = written("several-tables", ".docx", tmp_path)
    whole = read("several-tables", ".docx")
    *_pages, first = readers.read_in_steps(file, replace(given, table=1))
    assert isinstance(first, Reading)
    assert whole.plan is not None
    assert first.plan is not None
    known = [one.name for _section, one in whole.plan.initiatives()]
    named = [one.name for _section, one in first.plan.initiatives()]
    assert 0 < len(named) < len(known)
    assert known[: len(named)] == named
    with pytest.raises(UserError, match="9"):
        list(readers.read_in_steps(file, replace(given, table=9)))


def test_everything_noticed_of_each_document(
    golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Notes and places too are what they were when somebody last looked at them."""
    monkeypatch.setattr("bouhan_diff.messages._catalogue", gettext.NullTranslations())
    lines = []
    for name, case in DOCUMENTS.items():
        suffix = ".xlsx" if ".xlsx" in case.get("formats", (".xlsx",)) else case["formats"][0]
        reading = read(name, suffix)
        lines.append(f"{name}{suffix}")
        if reading.plan is not None:
            rows = reading.plan.initiatives()
            lines += [f"  {reference(s.number, i.number)} {i.name} @ {i.at}" for s, i in rows]
        for one in reading.diagnostics:
            said = " | ".join(filter(None, [one.code, *one.data.values(), one.option]))
            where = f" @ {place(one.span)}" if place(one.span) else ""
            lines.append(f"  {one.level.value} {said}{where}")
    golden("documents.txt", "".join(line.replace("\n", "⏎") + "\n" for line in lines))


def cell_texts(document: Document, given: ReadOptions) -> list[str]:
    """Every text in the rows of the document's tables of initiatives, line by line.

    Of forms, every text that stands only once and is no label.
    """
    found: list[str] = []
    context = context_of(document, given)
    as_rows = (with_titled_texts_as_rows, with_forms_as_rows)
    if any(shaped(document, context) is not document for shaped in as_rows):
        tables = (block for block in document.blocks if isinstance(block, Table))
        times = Counter(cell.text for table in tables for cell in table.cells)
        once = [text for text, count in times.items() if count == 1 and not is_known(text, {})]
        told = (
            re.sub(r".*：|第.章[ \u3000]|\A(?:[①-⑳]|[一-龠]*[０-９－]+)\u3000", "", text)
            for text in once
        )
        # A title such as 川の清掃　1,200千円（環境課） is in the plan part by part.
        return [part for text in told for part in re.split("[\u3000（）]", text) if part]
    events, layouts = layouts_of(with_lists_as_tables(document, context), context)
    for event in events:
        layout = layouts.get(event) if isinstance(event, TablePart) else None
        if layout is None or not isinstance(event, TablePart):
            continue
        for row in event.rows:
            for cell, column in zip(row, layout.columns, strict=True):
                if column.role not in _WRITTEN_ANEW:
                    found += [line for line in cell.lines if line.strip()]
    return found


_WRITTEN_ANEW = {Role.LEFT_OUT, Role.POLICIES, Role.EDITION}


def is_in(text: str, kept: str) -> bool:
    """Whether a text is kept; a number and its title, or two names, may stand apart."""
    plain = squeezed(text)
    if is_absent(plain) or plain in kept:
        return True
    pieces = re.split(
        r"[()（）【】\[\]［］.．・−－-]+|(?<=\d)(?=[^\d])|(?<=[Ⅰ-ⅫIVX])(?=[^IVX])", plain
    )
    return len(plain) <= _LONGEST_TITLE and all(piece in kept for piece in pieces if piece)


_LONGEST_TITLE = 30


def test_every_code_has_a_sentence() -> None:
    """Each code that extractors, interpreter and comparison emit is worded in render/reports.py."""
    folders = [Path(package.__file__).parent for package in (readers, comparison)]
    files = sorted(file for folder in folders for file in folder.rglob("*.py"))
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    worded = [code for code in SENTENCES if f'"{code}"' in source]
    assert set(worded) == set(SENTENCES)


def test_a_former_name_beside_the_name_names_no_row(tmp_path: Path) -> None:
    """令和６年度 事業名 of a comparison is a field, also where more of its values differ."""
    file = tmp_path / "比較.csv"
    file.write_text(
        "番号,事業名,令和６年度　事業名,令和6年度 内容,令和7年度 内容\n"
        "1,苗木配布,苗木配布,苗木を配る。,苗木を配る。\n"
        "2,屋上緑化,,,屋上を緑にする。\n"
        "3,苗木配布,分別案内,分別を案内する。,分別を案内する。\n",
        "utf-8",
    )
    plan = readers.read_document(file).plan
    assert plan is not None
    names = [one.name for _section, one in plan.initiatives()]
    assert names == ["苗木配布", "屋上緑化", "苗木配布"]
