"""JSON and JSON Lines: read back by the standard library, key by key."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bouhan_diff.comparison.table import (
    ComparisonTable,
    Counts,
    Group,
    GroupBy,
    PropertyChange,
    Row,
    RowKind,
    SectionHeading,
    group,
)
from bouhan_diff.edition import Edition
from bouhan_diff.render.json_ import json_lines, write_json
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
    (PropertyChange("policies", ("エ①",), ("エ①", "エ②")),),
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
        (
            "groups",
            [
                [
                    ("heading", "4　環境づくり"),
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
    by_policy = group(table(CHANGED, ADDED), GroupBy.POLICY)
    assert [json.loads(line)["number"] for line in json_lines([by_policy])] == ["Ⅰ-2", 5]


@given(st.text(st.characters(), max_size=40))
def test_any_text_comes_back(text: str) -> None:
    """Every character survives, lone surrogates and line separators too, on one line."""
    row = Row(SECTION, 1, text, text, (text,), None, text, None)
    (line,) = json_lines([table(row)])
    assert line.count(b"\n") == 1
    assert json.loads(line)["old"] == text
    assert json.loads(write_json([table(row)]))["groups"][0]["rows"][0]["name"] == text
