"""The shipped plan, written by our own writers and read again."""

from dataclasses import replace
from pathlib import Path

from bouhan_diff.comparison import compare
from bouhan_diff.plan import Plan
from bouhan_diff.readers import read_published
from bouhan_diff.store import load_plan
from bouhan_diff.writers import delimited, excel, word


def test_word_gives_the_plan_back(tmp_path: Path) -> None:
    """The plan written as Word is read again to the letter, title, aims and footnote too."""
    file = tmp_path / "plan.docx"
    file.write_bytes(word.write([compare(load_plan())]))
    reading = read_published(file)
    assert reading.problems == ()
    assert reading.plan == load_plan()


def test_excel_gives_the_plan_back(tmp_path: Path) -> None:
    """The plan written as Excel is read again to the letter, title, aims and footnote too."""
    file = tmp_path / "plan.xlsx"
    file.write_bytes(excel.write([compare(load_plan())]))
    reading = read_published(file)
    assert reading.problems == ()
    assert reading.plan == load_plan()


def test_csv_gives_the_initiatives_back(tmp_path: Path) -> None:
    """The plan written as CSV gives equal initiatives; it has no title, aims or footnote."""
    file = tmp_path / "plan.csv"
    file.write_bytes(delimited.write([compare(load_plan())]))
    reading = read_published(file)
    assert reading.problems == ()
    assert reading.plan == without_surroundings(load_plan(), title="plan")


def test_the_formula_guard_is_undone(tmp_path: Path) -> None:
    """A name that begins as a formula comes back from CSV without its apostrophe."""
    plan = load_plan()
    section = plan.sections[0]
    first = replace(section.initiatives[0], name="=SUM(A1)", department="'+1")
    plan = replace(
        plan, sections=(replace(section, initiatives=(first, *section.initiatives[1:])),)
    )
    file = tmp_path / "plan.csv"
    file.write_bytes(delimited.write([compare(plan)]))
    reading = read_published(file)
    assert reading.plan == without_surroundings(plan, title="plan")


def without_surroundings(plan: Plan, title: str) -> Plan:
    """The plan without what a CSV file has no place for."""
    sections = tuple(replace(section, aim="") for section in plan.sections)
    return replace(plan, title=title, source="", publisher="", policy_plan="", sections=sections)
