"""Facts: one line for each thing that changed, read back by the standard library."""

import csv
import io
import json
from pathlib import Path

from budget import budgeted

from bouhan_diff.comparison.compare import compare, compare_documents
from bouhan_diff.comparison.compared_files import ReadFile, compare_files
from bouhan_diff.comparison.table import ComparisonTable, RowKind
from bouhan_diff.render.facts import facts, json_lines, write_facts
from bouhan_diff.storage import load_plan
from bouhan_diff.storage.loader import read_plan

CITY = Path(__file__).parents[1] / "cases" / "city"

COLUMNS = [
    "ref",
    "name",
    "department",
    "part",
    "heading",
    "kind",
    "reason",
    "old",
    "new",
    "difference",
    "context",
    "unit",
]


def test_each_edit_field_and_property_has_a_line() -> None:
    """Of a row with several changes each stands alone, with its own kind."""
    found = [
        (f.ref, f.part, f.heading, str(f.kind), f.reason, f.old, f.new) for f in facts(budgeted())
    ]
    assert found == [
        ("2-1", "department", "", "substance", "", "総務課", "市民課"),
        ("2-1", "summary", "", "substance", "content-word", "商店", "コンビニ"),
        ("2-1", "summary", "", "notation", "width", "ＬＩＮＥ", "LINE"),
        ("2-1", "field", "当初予算額", "substance", "amount", "38,700", "36,900"),
        ("2-1", "field", "目標値", "substance", "content-word", "85％", "90％"),
        ("2-2", "field", "当初予算額", "substance", "amount", "1,000", "1,250"),
        ("2-3", "row", "", "added", "", None, "教室を開く。"),
        ("2-3", "field", "当初予算額", "added", "", None, "480"),
        ("2-3", "field", "目標値", "added", "", "", "年2回"),
        ("2-3", "field", "対象者", "added", "", "", "小学生"),
    ]


def test_a_misprinted_sum_that_did_not_change_is_no_fact() -> None:
    """A document compared with itself has no line, whatever its sums."""
    path = CITY / "R6.yaml"
    file = ReadFile(path, load_plan(path))
    table = compare_files(file, file).table
    assert table.misprinted
    assert list(facts(table)) == []


def test_a_target_brings_its_indicator() -> None:
    """A target alone would not say what is to be reached; money needs no such name."""
    city = [load_plan(CITY / f"R{year}.yaml") for year in (6, 7)]
    found = {(one.ref, one.heading): one.context for one in facts(compare(city, "R6", "R7"))}
    assert found["2-2", "目標値"] == "指標：利用者数"
    assert found["2-2", "当初予算額"] == ""


def test_a_kind_is_asked_of_the_edit_and_not_of_its_row() -> None:
    """Of a row of substance, its edit of notation alone is found, and the other way round."""
    (found,) = facts(budgeted(), [RowKind.NOTATION])
    assert (found.ref, found.old) == ("2-1", "ＬＩＮＥ")
    assert not any(f.old == "ＬＩＮＥ" for f in facts(budgeted(), [RowKind.SUBSTANCE]))


def test_a_property_has_its_own_kind() -> None:
    """A name that is only written otherwise is notation, though the text beside it is not."""
    plans = [
        read_plan(
            f"""
title: 計画
years: {{{year}: 内容}}
sections:
- number: 1
  title: 章
  initiatives:
  - {{number: 1, name: {name}, summaries: {{{year}: {text}}}}}
""".encode(),
            year,
        )
        for year, name, text in (
            ("R5", "氏名（カナ）の登録", "氏名を登録する。"),
            ("R6", "氏名(カナ)の登録", "姓名を３回登録する。"),
        )
    ]
    kinds = {fact.part: fact.kind for fact in facts(compare_documents(*plans))}
    assert kinds == {"name": RowKind.NOTATION, "summary": RowKind.SUBSTANCE}


def test_a_row_without_a_text_has_the_facts_of_its_fields() -> None:
    """A plan of amounts alone has no summary whose edits could be told."""
    plans = [
        read_plan(
            f"""
title: 計画
years: {{{year}: ""}}
columns: {{予算額: amount}}
sections:
- number: 1
  title: 章
  initiatives:
  - {{number: 1, name: 見守り, fields: {{予算額: {{{year}: "{amount}"}}}}}}
""".encode(),
            year,
        )
        for year, amount in (("R5", "100"), ("R6", "120"))
    ]
    found = [(fact.part, fact.old, fact.new) for fact in facts(compare_documents(*plans))]
    assert found == [("field", "100", "120")]


def test_an_edit_brings_its_sentence() -> None:
    """The context is the sentence of the new text, and nothing of its neighbours."""
    contexts = [fact.context for fact in facts(budgeted()) if fact.part == "summary"]
    assert contexts == ["コンビニとLINEで知らせる。"] * 2


def test_an_edit_is_of_whole_words(shipped: ComparisonTable) -> None:
    """What is edited begins with the stem of its word and ends with the ending."""
    found = {(fact.old, fact.new) for fact in facts(shipped)}
    assert ("迅速な発信を実施", "迅速に発信") in found
    assert all(not (fact.old or fact.new or "").startswith("た") for fact in facts(shipped))


def test_csv_has_the_columns_of_the_contract() -> None:
    """A byte order mark for Excel, CR LF, and a difference as a plain number."""
    written = write_facts([budgeted()])
    assert written.startswith(b"\xef\xbb\xbf")
    headings, *rows = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert headings == COLUMNS
    assert [row[9] for row in rows if row[4] == "当初予算額"] == ["-1800", "250", "480"]
    assert {row[11] for row in rows if row[4] == "当初予算額"} == {"千円"}


def test_json_lines_say_which_plan_a_fact_is_of() -> None:
    """An absent value is null, an empty cell is "", and a difference is a number."""
    parsed = [json.loads(line) for line in json_lines([budgeted()])]
    assert list(parsed[0]) == ["title", "old_year", "new_year", *COLUMNS]
    assert {(line["title"], line["new_year"]) for line in parsed} == {("暁市見守り計画", "R7")}
    by = {(line["ref"], line["heading"]): line for line in parsed if line["part"] == "field"}
    assert by["2-1", "当初予算額"]["difference"] == -1800
    assert (by["2-3", "当初予算額"]["old"], by["2-3", "目標値"]["old"]) == (None, "")


def test_several_plans_stand_in_one_list(shipped: ComparisonTable) -> None:
    """Each line of a CSV then names the plan and the editions in front."""
    text = write_facts([shipped, budgeted()]).decode("utf-8-sig")
    headings, *rows = csv.reader(io.StringIO(text, newline=""))
    assert headings[:3] == ["title", "old_year", "new_year"]
    assert {row[0] for row in rows} == {shipped.title, "暁市見守り計画"}
    edits = [s for row in shipped.rows() for s in row.segments if s.kind != "equal"]
    assert sum(row[0] == shipped.title for row in rows) == len(edits)
