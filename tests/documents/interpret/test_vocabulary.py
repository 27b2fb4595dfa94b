"""The vocabulary of published tables: every entry recognises its examples, and is needed."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from bouhan_diff.documents.headings import departments, vocabulary
from bouhan_diff.documents.headings.vocabulary import (
    HeadingEntry,
    heading_entries,
    plain_heading,
    strengths,
)

ENTRIES = heading_entries()
MARKS = [
    pytest.param(vocabulary.is_total, "totals", id="sums"),
    pytest.param(vocabulary.is_page_total, "page_totals", id="sums of a page"),
    pytest.param(vocabulary.is_grand_total, "grand_totals", id="sums of the whole"),
    pytest.param(vocabulary.is_form_label, "form_labels", id="labels of forms"),
    pytest.param(vocabulary.is_note, "notes", id="notes"),
    pytest.param(vocabulary.is_indicator, "indicators", id="indicators"),
    pytest.param(vocabulary.is_measure, "measures", id="measures of services"),
    pytest.param(vocabulary.is_person, "persons", id="persons"),
    pytest.param(vocabulary.is_of_staff, "staff", id="staff"),
    pytest.param(vocabulary.is_limit, "limits", id="limits"),
    pytest.param(vocabulary.is_term, "terms", id="terms of debts"),
    pytest.param(vocabulary.is_goal, "goals", id="goals"),
    pytest.param(vocabulary.is_baseline, "baselines", id="baselines"),
    pytest.param(vocabulary.is_status, "statuses", id="marks of names"),
    pytest.param(vocabulary.is_absent, "absent", id="cells of initiatives that are not there"),
]


def matches(entry: HeadingEntry, heading: str) -> bool:
    """Whether the entry alone recognises the heading."""
    plain = plain_heading(heading)
    return any(
        entry.pattern.fullmatch(form)
        for form in (plain, re.sub("[()]", "", plain), re.sub(r"\([^()]*\)", "", plain))
    )


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_entry_recognises_its_examples(entry: HeadingEntry) -> None:
    """Each example speaks for the entry's role, as strongly as the entry says or more."""
    for example in entry.examples:
        assert matches(entry, example), example
        assert strengths(example)[entry.role] >= entry.strength


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_entry_leaves_other_headings_alone(entry: HeadingEntry) -> None:
    """Headings of another meaning, however alike, are not recognised."""
    assert entry.others
    assert not [other for other in entry.others if matches(entry, other)]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_entry_is_needed(entry: HeadingEntry) -> None:
    """Without the entry one of its examples would say less of its role."""
    rivals = [
        other
        for other in ENTRIES
        if other is not entry and other.role is entry.role and other.strength >= entry.strength
    ]
    assert [
        example
        for example in entry.examples
        if not any(matches(other, example) for other in rivals)
    ]


@pytest.mark.parametrize(("recognise", "key"), MARKS)
def test_marks_of_rows_are_recognised(recognise: Callable[[str], bool], key: str) -> None:
    """Sums, notes and words for nothing are recognised, and words like them are not."""
    entry = vocabulary.data()[key]
    assert [text for text in entry["examples"] if not recognise(text)] == []
    assert [text for text in entry["others"] if recognise(text)] == []


@pytest.mark.parametrize("side", ["above", "left"])
def test_marks_for_other_cells_are_recognised(side: str) -> None:
    """〃 stands for the cell above and 同左 for the one on the left; a sentence stands for none."""
    examples = vocabulary.data()["ditto"][side]["examples"]
    assert {vocabulary.ditto_side(text) for text in examples} == {side}
    assert vocabulary.ditto_side("左岸の道路") == vocabulary.ditto_side("前年度と同じ内容") == ""


DEPARTMENTS = vocabulary.data()["departments"]


@pytest.mark.parametrize("kind", DEPARTMENTS)
def test_names_of_departments_end_in_one_of_their_kind(kind: str) -> None:
    """Each name of the examples ends so and is a department; each ending has an example."""
    entry = DEPARTMENTS[kind]
    assert [text for text in entry["examples"] if not departments.is_department(text)] == []
    ends = entry["pattern"].split("|")
    names = [unicodedata.normalize("NFKC", name) for name in entry["examples"]]
    plain = [unicodedata.normalize("NFKC", end) for end in ends]
    assert [end for end in plain if not any(name.endswith(end) for name in names)] == []


@pytest.mark.parametrize("kind", ["title", "other"])
def test_labels_above_tables_are_recognised(kind: str) -> None:
    """表題 and 単位 beside a value are of the table; a heading of its columns is not."""
    examples = vocabulary.data()["labels_of_tables"][kind]["examples"]
    assert {vocabulary.label_of_table(text) for text in examples} == {kind}
    assert vocabulary.label_of_table("事業名") == vocabulary.label_of_table("単位数") == ""


@pytest.mark.parametrize("entry", vocabulary.data()["text_kinds"], ids=lambda entry: entry["kind"])
def test_kinds_of_texts_are_recognised(entry: dict[str, Any]) -> None:
    """The last kind that a heading names is its own."""
    assert {vocabulary.text_kind(text) for text in entry["examples"]} == {entry["kind"]}
