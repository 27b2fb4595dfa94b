"""The lexicon and the rules: each entry's examples hold, and each entry and rule is needed."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from bouhan_diff.textdiff import Code
from bouhan_diff.textdiff.classify.rules import RULES

PATH = Path(__file__).parent.parent.parent / "scripts" / "lexicon.py"
SPEC = importlib.util.spec_from_file_location("lexicon_script", PATH)
assert SPEC is not None
assert SPEC.loader is not None
script = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(script)

TABLES = script.tables()
ENTRIES = [
    pytest.param(entry, id=f"{name}: {entry['word']}")
    for name, table in TABLES.items()
    for entry in table["entries"]
]


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_an_entry_says_is_so(entry: dict[str, Any]) -> None:
    """The texts that an entry says are the same are so, and what differs does, as it says why."""
    for example in script.examples_of(entry):
        assert script.holds(example), example


@pytest.mark.parametrize(
    ("rule", "example"), [pytest.param(*one, id=one[0]) for one in script.rules_examples()]
)
def test_a_rule_names_its_examples(rule: str, example: tuple[str, str]) -> None:
    """The texts that a rule is explained by have its kind and its reason."""
    assert script.holds(example), (rule, example)


def test_a_rule_gives_the_kind_and_reason_that_are_published() -> None:
    """The kind and the reason of each rule are those that rules.yaml says."""
    published = script.load("rules")
    assert {rule.id: (rule.kind, rule.reason) for rule in RULES} == {
        rule_id: (rule["kind"], rule["reason"]) for rule_id, rule in published.items()
    }


def test_every_reason_of_an_edit_has_a_rule() -> None:
    """Each code of a reason is some rule's, apart from those that the engine finds itself."""
    engines = {Code.MOVED, Code.REWRITTEN}
    assert {rule.reason for rule in RULES} == set(Code) - engines


def test_nothing_is_in_the_lexicon_for_nothing() -> None:
    """Without any entry or any rule an example or a case is named otherwise."""
    assert list(script.unneeded(TABLES)) == []


def test_what_is_loaded_and_published_is_current() -> None:
    """The compiled lexicon and docs/rules.md are what `python scripts/lexicon.py` makes now."""
    assert script.COMPILED.read_text(encoding="utf-8") == script.compiled(TABLES)
    assert script.PAGE.read_text(encoding="utf-8") == script.page(TABLES)


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        pytest.param({"word": "等", "fact": ["scope", "etc"]}, "no example", id="no example"),
        pytest.param({"word": "等", "same": [["旧", "新"]]}, "has word, same", id="states nothing"),
        pytest.param(
            {"word": "等", "fact": ["range of", "etc"], "same": [["旧", "新"]]},
            "not a reason code",
            id="an unknown reason",
        ),
    ],
)
def test_a_malformed_entry_is_reported(entry: dict[str, Any], what: str) -> None:
    """An entry without an example, or with a reason that does not exist, is refused by name."""
    table = {"en": "Words", "ja": "語", "form": "fact", "entries": [entry]}
    with pytest.raises(script.LexiconError, match=what):
        script.check("facts", table)
