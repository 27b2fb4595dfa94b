"""JSON and JSON Lines: read back by the standard library, key by key."""

import json
from pathlib import Path

from budget import PATROL, budgeted
from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.comparison.compare import compare
from bouhan_diff.comparison.filters import group_rows
from bouhan_diff.comparison.table import (
    ComparisonTable,
    Counts,
    Group,
    GroupBy,
    PropertyChange,
    Row,
    RowKind,
    SectionHeading,
)
from bouhan_diff.diagnostics import Diagnostic, Level, Span
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Property
from bouhan_diff.render.json_ import json_lines, write_json
from bouhan_diff.storage import load_plan
from bouhan_diff.textdiff import EditKind, Reason, Segment

SECTION = SectionHeading(4, "環境づくり")
CHANGED = Row(
    SECTION,
    5,
    "防犯カメラ",
    "市民生活部市民生活課",
    ("エ①", "エ②"),
    RowKind.SUBSTANCE,
    "商店に設置",
    "コンビニに設置",
    (
        Segment(
            "商店", "コンビニ", EditKind.SUBSTANCE, Reason("content-word", ("商店", "コンビニ"))
        ),
        Segment("に設置", "に設置", EditKind.EQUAL),
    ),
    (PropertyChange(Property.POLICIES, ("エ①",), ("エ①", "エ②")),),
    ("4-5",),
    ("4-5",),
)
ADDED = Row(SECTION, "Ⅰ-2", "新", "", (), RowKind.ADDED, None, "始める", new_refs=("4-Ⅰ-2",))


def table(*rows: Row) -> ComparisonTable:
    """A table of the rows in one group."""
    counts = Counts(len(rows))
    return ComparisonTable(
        "題",
        Edition(2023),
        Edition(2024),
        "令和５年度",
        "令和６年度",
        (Group("4　環境づくり", rows, counts),),
        counts,
        publisher="苫小牧市",
    )


def test_the_contract_is_kept_to_the_letter() -> None:
    """Names, order and values are those that other programs rely on."""
    parsed = json.loads(write_json([table(CHANGED)]), object_pairs_hook=list)
    reason = [("code", "content-word"), ("words", ["商店", "コンビニ"])]
    assert parsed == [
        ("format_version", 1),
        ("title", "題"),
        ("old_year", "R5"),
        ("new_year", "R6"),
        ("totals", []),
        ("not_compared", []),
        ("misprinted", []),
        ("reports", []),
        (
            "groups",
            [
                [
                    ("heading", "4　環境づくり"),
                    ("totals", []),
                    (
                        "rows",
                        [
                            [
                                ("ref", "4-5"),
                                ("section", 4),
                                ("number", 5),
                                ("name", "防犯カメラ"),
                                ("department", "市民生活部市民生活課"),
                                ("policies", ["エ①", "エ②"]),
                                ("kind", "substance"),
                                ("old", "商店に設置"),
                                ("new", "コンビニに設置"),
                                (
                                    "segments",
                                    [
                                        [
                                            ("old", "商店"),
                                            ("new", "コンビニ"),
                                            ("kind", "substance"),
                                            ("reason", reason),
                                        ],
                                        [("old", "に設置"), ("new", "に設置"), ("kind", "equal")],
                                    ],
                                ),
                                (
                                    "changes",
                                    [
                                        [
                                            ("field", "policies"),
                                            ("old", ["エ①"]),
                                            ("new", ["エ①", "エ②"]),
                                        ]
                                    ],
                                ),
                                ("old_refs", ["4-5"]),
                                ("new_refs", ["4-5"]),
                                ("certainty", 1.0),
                                ("fields", []),
                                ("marks", []),
                                ("old_at", None),
                                ("new_at", None),
                            ]
                        ],
                    ),
                ]
            ],
        ),
    ]


def test_an_added_row_has_no_old_text_and_no_segments() -> None:
    """What is not in a year's plan is null, and a number may be text."""
    row = json.loads(write_json([table(ADDED)]))["groups"][0]["rows"][0]
    assert (row["old"], row["new"], row["segments"]) == (None, "始める", [])
    assert (row["ref"], row["number"], row["kind"]) == ("4-Ⅰ-2", "Ⅰ-2", "added")


def test_fields_are_told_changed_or_not() -> None:
    """Each has its values as published, its kind, its edits, and amounts as numbers."""
    table = json.loads(write_json([budgeted()]))
    patrol, _camera, school, lamps = table["groups"][0]["rows"]
    assert patrol["fields"][0] == {
        "heading": "当初予算額",
        "type": "amount",
        "old": "38,700",
        "new": "36,900",
        "kind": "substance",
        "segments": [],
        "amount": {
            "old": 38700,
            "new": 36900,
            "difference": -1800,
            "ratio": -0.0465,
            "unit": "千円",
        },
    }
    target = patrol["fields"][1]
    assert (target["heading"], target["type"], target["amount"]) == ("目標値", "text", None)
    assert target["segments"][0]["old"] == "85％"
    assert [field["kind"] for field in lamps["fields"]] == ["unchanged"] * 3
    assert (school["fields"][0]["old"], school["fields"][1]["old"]) == (None, "")
    assert (patrol["marks"], patrol["old_at"]) == (["reassigned", "amount"], "p. 3")


def test_what_was_not_compared_is_told() -> None:
    """A field of one document alone stands with why, and a field that was left out is so."""
    left_out = PATROL.fields[0]._replace(kind=None, amount=None)
    table = json.loads(write_json([budgeted(PATROL._replace(fields=(left_out,)))]))
    assert table["not_compared"] == [{"heading": "決算額", "why": "only-new", "hint": "当初予算額"}]
    assert table["groups"][0]["rows"][0]["fields"][0]["kind"] == "not-compared"


def test_a_sum_that_is_misprinted_is_told_with_its_place() -> None:
    """The city's R6 document prints 100 too many for one section, and its JSON says which."""
    city = Path(__file__).parent.parent / "cases" / "city"
    table = compare([load_plan(city / "R6.yaml"), load_plan(city / "R7.yaml")], "R6", "R7")
    assert json.loads(write_json([table]))["misprinted"] == [
        {
            "year": "R6",
            "section": "3　安全で安心なまちづくり",
            "heading": "当初予算額",
            "unit": "千円",
            "printed": 23870,
            "computed": 23770,
        }
    ]


def test_totals_stand_with_the_table_and_its_groups() -> None:
    """A sum has its unit, how many values were added, and the document's own where printed."""
    table = json.loads(write_json([budgeted()]))
    assert table["totals"] == table["groups"][0]["totals"]
    assert table["totals"] == [
        {
            "heading": "当初予算額",
            "unit": "千円",
            "old": 41700,
            "new": 40630,
            "difference": -1070,
            "ratio": -0.0257,
            "rows": 4,
            "unreadable": 0,
            "printed_old": 41700,
            "printed_new": None,
        }
    ]


def test_a_suspected_kind_stands_beside_the_kind() -> None:
    """What the engine cannot prove is told apart, and its kind stays the heavier one."""
    edit = Segment("送る", "届ける", EditKind.SUBSTANCE, None, EditKind.WORDING)
    row = CHANGED._replace(segments=(edit,))
    (written,) = json.loads(write_json([table(row)]))["groups"][0]["rows"][0]["segments"]
    assert (written["kind"], written["perhaps"]) == ("substance", "wording")


def test_several_tables_make_an_array() -> None:
    """Several plans are an array of objects, one plan is the object itself, none is []."""
    one = json.loads(write_json([table(CHANGED)]))
    assert json.loads(write_json([table(CHANGED), table(CHANGED)])) == [one, one]
    assert json.loads(write_json([])) == []


def test_japanese_is_written_as_it_is() -> None:
    """No escapes of Unicode, so that a person can read the file and grep finds its words."""
    written = write_json([table(CHANGED, ADDED)])
    assert "コンビニに設置" in written.decode("utf-8")
    assert b"\\u" not in written


def test_a_row_takes_one_line() -> None:
    """Two outputs can be compared by a line-oriented program."""
    lines = write_json([table(CHANGED, ADDED)]).decode("utf-8").splitlines()
    assert sum('"ref"' in line for line in lines) == 2
    assert [line.count('"ref"') for line in lines if '"ref"' in line] == [1, 1]


def test_json_lines_say_which_plan_a_row_is_of() -> None:
    """A line is the row of the JSON with title, publisher and years beside it."""
    (line,) = json_lines([table(CHANGED)])
    row = json.loads(write_json([table(CHANGED)]))["groups"][0]["rows"][0]
    about = {"title": "題", "publisher": "苫小牧市", "old_year": "R5", "new_year": "R6"}
    assert line.endswith(b"}\n")
    assert json.loads(line) == about | row


def test_json_lines_write_a_row_once() -> None:
    """An initiative of two policy numbers stands in two groups but on one line."""
    by_policy = group_rows(table(CHANGED, ADDED), GroupBy.POLICY)
    assert [json.loads(line)["number"] for line in json_lines([by_policy])] == ["Ⅰ-2", 5]


@given(st.text(st.characters(), max_size=40))
def test_any_text_comes_back(text: str) -> None:
    """Every character survives, lone surrogates and line separators too, on one line."""
    row = Row(SECTION, 1, text, text, (text,), None, text, None)
    (line,) = json_lines([table(row)])
    assert line.count(b"\n") == 1
    assert json.loads(line)["old"] == text
    assert json.loads(write_json([table(row)]))["groups"][0]["rows"][0]["name"] == text


def test_what_reading_noticed_is_told_with_its_place() -> None:
    """A report has its code for programs, and its place and sentence for people."""
    report = Diagnostic(Level.LOSS, "table-in-cell", Span(page=3, line=2))
    (written,) = json.loads(write_json([budgeted()._replace(reports=(report,))]))["reports"]
    assert written == {
        "level": "loss",
        "code": "table-in-cell",
        "place": "page 3, line 2",
        "message": "A table within a cell was read line by line.",
    }
