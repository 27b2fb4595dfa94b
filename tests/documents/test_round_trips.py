"""The shipped plan, written by our own writers and read again."""

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from places import as_published

from bouhan_diff.comparison.compare import compare
from bouhan_diff.comparison.filters import changed_only, group_rows
from bouhan_diff.comparison.table import GroupBy
from bouhan_diff.documents import read_document
from bouhan_diff.plan import ColumnType, Plan
from bouhan_diff.render import delimited
from bouhan_diff.render.docx import document as word
from bouhan_diff.render.reports import problems
from bouhan_diff.render.xlsx import workbook as excel
from bouhan_diff.storage import load_plan
from bouhan_diff.text.normalize import fold

CASES = Path(__file__).parent.parent / "cases"


def test_word_gives_the_plan_back(tmp_path: Path) -> None:
    """The plan written as Word is read again to the letter, title, aims and footnote too."""
    file = tmp_path / "plan.docx"
    file.write_bytes(word.write([compare(load_plan())]))
    reading = read_document(file)
    assert problems(reading.diagnostics) == ()
    assert reading.plan == load_plan()


def test_excel_gives_the_plan_back(tmp_path: Path) -> None:
    """The plan written as Excel is read again to the letter, title, aims and footnote too."""
    file = tmp_path / "plan.xlsx"
    file.write_bytes(excel.write([compare(load_plan())]))
    reading = read_document(file)
    assert problems(reading.diagnostics) == ()
    assert reading.plan == load_plan()


@pytest.mark.parametrize(("suffix", "writer"), [(".docx", word), (".xlsx", excel)])
def test_new_and_dropped_initiatives_come_back(
    tmp_path: Path, suffix: str, writer: ModuleType
) -> None:
    """What is in only one year, numbered by text, of a publisher that opens no title."""
    plan = load_plan(CASES / "plan-renewed.yaml")
    file = tmp_path / f"plan{suffix}"
    file.write_bytes(writer.write([compare(plan)]))
    reading = read_document(file)
    assert problems(reading.diagnostics) == ()
    assert reading.plan == with_own_numbers(plan)


def test_a_workbook_with_a_row_for_each_item_comes_back(tmp_path: Path) -> None:
    """Of a plan with more columns than A3 has room for, each row is an initiative again.

    Of the sums below them, those that are of rows that are not shown too are none of theirs. What
    a name or a department was is no field, and a legend no note.
    """
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    table = changed_only(compare(city, "R6", "R7"))
    file = tmp_path / "city.xlsx"
    file.write_bytes(excel.write([table]))
    reading = read_document(file)
    assert {one.code for one in reading.diagnostics} == {"total-row"}
    plan = reading.plan
    assert plan is not None
    assert not any("凡例" in note for note in plan.notes)
    sums = [(one.section, one.value) for one in plan.printed_totals]
    assert sums == [(2, "141,800千円"), (2, "139,800千円"), (3, "＊23,870千円"), (3, "17,320千円")]
    old, new = plan.editions
    rows = list(table.rows())
    assert [(s.title, i.name, i.department) for s, i in plan.initiatives()] == [
        (row.section.title, row.name, row.department) for row in rows
    ]
    for (_section, found), row in zip(plan.initiatives(), rows, strict=True):
        assert (found.summaries.get(old), found.summaries.get(new)) == (row.old, row.new)
        assert found.fields.keys() <= {field.heading for field in row.fields}
        for field in row.fields:
            values = found.fields[field.heading]
            assert not isinstance(values, str)
            # 85％ is a number of Excel's, which shows it as 85%, and what is not there as ―.
            none = "―" if field.type is ColumnType.AMOUNT or row.is_one_sided else ""
            # Amounts of all units stand below each other, each with its own beside it.
            for edition, value in ((old, field.old), (new, field.new)):
                shown, own = fold(values[edition]), fold(value or none)
                assert shown.removesuffix("千円") == own.removesuffix("千円")


def test_a_field_without_editions_comes_back_once(tmp_path: Path) -> None:
    """What the document says once, and not of its editions, has one value again."""
    plan = load_plan(CASES / "labels" / "plan.yaml")
    file = tmp_path / "plan.xlsx"
    file.write_bytes(excel.write([compare(plan)]))
    reading = read_document(file).plan
    assert reading is not None
    for (_section, found), (_its, own) in zip(
        reading.initiatives(), plan.initiatives(), strict=True
    ):
        assert found.name == own.name
        assert found.department == own.department
        assert found.fields["対象者"] == own.fields["対象者"]
        assert found.summaries == own.summaries


def test_remarks_of_our_own_are_no_problem(tmp_path: Path) -> None:
    """Former names and references, and the sentences of amendments, repeat what the plans say.

    What is told of is true: two plans have a section 1, of which a row was dropped.
    """
    plans = [load_plan(), load_plan(CASES / "next_year" / "programs.yaml")]
    file = tmp_path / "plan.xlsx"
    file.write_bytes(excel.write([compare(plans, "R5", "R7")]))
    told = {one.code for one in read_document(file).diagnostics}
    assert told <= {"section-repeated", "number-repeated"}
    assert "section-repeated" in told


def test_a_sorted_workbook_gives_every_initiative_back(tmp_path: Path) -> None:
    """Rows sorted by department belong to the sections that they name."""
    file = tmp_path / "plan.xlsx"
    file.write_bytes(excel.write([group_rows(compare(load_plan()), GroupBy.DEPARTMENT)]))
    plan = as_published(read_document(file))
    assert plan is not None
    assert told(plan) == told(load_plan())


def test_text_that_looks_like_an_escape_of_excel_comes_back(tmp_path: Path) -> None:
    """_x000D_ is a carriage return to Excel, unless its first sign is escaped itself."""
    plan = load_plan()
    section = plan.sections[0]
    first = replace(section.initiatives[0], name="型番_x000D_と_x005F_の件")
    sections = (replace(section, initiatives=(first, *section.initiatives[1:])), *plan.sections[1:])
    plan = replace(plan, sections=sections)
    file = tmp_path / "plan.xlsx"
    file.write_bytes(excel.write([compare(plan)]))
    assert read_document(file).plan == plan


def test_csv_gives_the_initiatives_back(tmp_path: Path) -> None:
    """The plan written as CSV gives equal sections; it has no place for title and footnote."""
    file = tmp_path / "plan.csv"
    file.write_bytes(delimited.write([compare(load_plan())]))
    reading = read_document(file)
    assert problems(reading.diagnostics) == ()
    assert reading.plan == without_surroundings(load_plan(), title="plan")


def test_sums_and_notes_of_a_csv_are_no_initiatives(tmp_path: Path) -> None:
    """計 and 合計 below the rows are read as sums, and notes of our own are left out."""
    city = [load_plan(CASES / "city" / f"{year}.yaml") for year in ("R6", "R7")]
    table = changed_only(compare(city, "R6", "R7"))
    file = tmp_path / "city.csv"
    file.write_bytes(delimited.write([table]))
    reading = read_document(file)
    plan = reading.plan
    assert plan is not None
    assert {one.code for one in reading.diagnostics} == {"total-row", "total-differs"}
    assert [(s.title, s.aim, i.name) for s, i in plan.initiatives()] == [
        (row.section.title, row.section.aim, row.name) for row in table.rows()
    ]
    sums = [one for one in plan.printed_totals if one.heading == "当初予算額"]
    assert [(one.section, one.value) for one in sums] == [
        (2, "141,800"),
        (2, "139,800"),
        (3, "23,870"),
        (3, "17,320"),
    ]
    assert not any("備考" in column.heading or "注記" in column.heading for column in plan.columns)


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
    reading = read_document(file)
    assert reading.plan == without_surroundings(plan, title="plan")


def told(plan: Plan) -> set[str]:
    """Each initiative with its section and the section's aim, in no order."""
    return {f"{s.number} {s.title} {s.aim} {i}" for s, i in plan.initiatives()}


def with_own_numbers(plan: Plan) -> Plan:
    """The plan with Ⅱ-1 of section Ⅱ as 1, as a reader takes it."""
    second = plan.sections[1]
    counted = (replace(i, number=n) for n, i in enumerate(second.initiatives, 1))
    return replace(plan, sections=(plan.sections[0], replace(second, initiatives=tuple(counted))))


def without_surroundings(plan: Plan, title: str) -> Plan:
    """The plan without what a CSV file has no place for."""
    return replace(plan, title=title, source="", publisher="", policy_plan="")
