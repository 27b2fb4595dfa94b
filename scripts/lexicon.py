"""Compile and check the lexicon, list what of it is not needed, and write docs/rules.md.

    python scripts/lexicon.py            compile to compiled.json, write docs/rules.md, check
    python scripts/lexicon.py --check    only check; exit 1 where something is out of date
    python scripts/lexicon.py --needed   list the entries and rules that nothing needs
    python scripts/lexicon.py --explain OLD NEW
                                         print how two texts are read, and why they differ

An entry or a rule is needed when an example or a case of tests/cases/kinds.yaml or
dangers.yaml has another kind or reason without it. The list must be empty.
"""

import argparse
import functools
import gc
import json
import subprocess
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple, get_args

import yaml

from bouhan_diff.textdiff import Code, EditKind, diff_text, heaviest
from bouhan_diff.textdiff.classify.lexicon import Case

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "src" / "bouhan_diff" / "textdiff" / "classify" / "lexicon"
COMPILED = FOLDER / "compiled.json"
PAGE = ROOT / "docs" / "rules.md"
CASES = ROOT / "tests" / "cases"

# What an entry has besides its word and its examples, by the form of its table.
FORMS = {
    "word": (),
    "is": ("is",),
    "class": ("class", "is"),
    "fact": ("fact",),
    "facts": ("facts",),
    "nouns": ("is", "of"),
    "parts": ("parts",),
    "ends": ("ends",),
}
ROLES = frozenset(get_args(Case))

Table = dict[Any, Any] | set[Any]
"""A table of the lexicon as the engine holds it (語彙の表)."""

LIGHT = (EditKind.NOTATION, EditKind.WORDING)


class Example(NamedTuple):
    """Two texts (用例), the kinds that are right for them, and the reason if one is given.

    is_suspected: their changes are marked as perhaps wording.
    """

    old: str
    new: str
    kinds: tuple[EditKind, ...]
    reason: str = ""
    is_suspected: bool = False


class LexiconError(Exception):
    """What is wrong with the lexicon's files (語彙の誤り)."""


def load(name: str) -> dict[str, Any]:
    """Return what a YAML file of the lexicon holds."""
    with (FOLDER / f"{name}.yaml").open(encoding="utf-8") as opened:
        return dict(yaml.load(opened, yaml.CSafeLoader))


def tables() -> dict[str, dict[str, Any]]:
    """Return all tables of the lexicon, checked (語彙の表)."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.stem != "rules":
            found |= load(path.stem)
    for name, table in found.items():
        check(name, table)
    return found


def check(name: str, table: dict[str, Any]) -> None:
    """Raise a LexiconError where a table or an entry of it is malformed."""
    if set(table) != {"en", "ja", "form", "entries"} or table["form"] not in FORMS:
        raise LexiconError(f"{name}: a table has en, ja, form and entries")
    words = [word for entry in table["entries"] if "word" in entry for word in words_of(entry)]
    if len(set(words)) != len(words):
        raise LexiconError(f"{name}: {max(words, key=words.count)} is listed twice")
    wanted = {"word", *FORMS[table["form"]]}
    for entry in table["entries"]:
        where = f"{name}: {entry.get('word')}"
        if not wanted <= set(entry) <= wanted | {"same", "differs", "perhaps", "each", "note"}:
            raise LexiconError(f"{where} has {', '.join(entry)}, not {', '.join(sorted(wanted))}")
        if not any(map(entry.get, ("same", "differs", "perhaps", "each"))):
            raise LexiconError(f"{where} has no example")
        for fact in facts_of(entry):
            if len(fact) != len(("group", "key")) or fact[0] not in set(Code) | {"case"}:
                raise LexiconError(f"{where}: {fact} is not a reason code and a key")
        if not ROLES.issuperset(roles_of(name, entry)):
            raise LexiconError(f"{where} names a role that is no {', '.join(sorted(ROLES))}")
        list(examples_of(entry))


def words_of(entry: dict[str, Any]) -> list[str]:
    """Return the words of an entry (語), in which a | parts alternatives: 対象 外 だ|です."""
    return [" ".join(one) for one in product(*[word.split("|") for word in entry["word"].split()])]


def roles_of(name: str, entry: dict[str, Any]) -> list[str]:
    """Return the roles (格) that an entry gives, or of which two conflict."""
    if name == "conflicts":
        return [role for pair in words_of(entry) for role in pair.split()]
    given = [key for group, key in facts_of(entry) if group == "case"]
    return [*given, entry["is"]] if name == "particles" else given


def facts_of(entry: dict[str, Any]) -> list[list[str]]:
    """Return the facts that an entry states (事柄), each a reason code and a key."""
    return [entry["fact"]] if "fact" in entry else entry.get("facts", [])


def examples_of(entry: dict[str, Any]) -> Iterator[Example]:
    """Yield an entry's examples (用例), with those that its nouns or its words make."""
    for old, new, *reason in entry.get("same", ()):
        yield Example(old, new, LIGHT, *reason)
    for word in entry.get("of") or words_of(entry) if "each" in entry else ():
        old, new = (text.format(word) for text in entry["each"])
        yield Example(old, new, LIGHT)
    for old, new, *reason in entry.get("differs", ()):
        yield Example(old, new, (EditKind.SUBSTANCE,), *reason)
    for old, new in entry.get("perhaps", ()):
        yield Example(old, new, (EditKind.SUBSTANCE,), is_suspected=True)


def rules_examples() -> Iterator[tuple[str, Example]]:
    """Yield the rules' examples, each with its rule's id."""
    from bouhan_diff.textdiff.classify.rules import RULES  # noqa: PLC0415  loads the engine

    rules = load("rules")
    if list(rules) != [rule.id for rule in RULES]:
        raise LexiconError("rules.yaml has other rules than rules.py, or in another order")
    for rule_id, rule in rules.items():
        for old, new in rule["examples"]:
            yield rule_id, Example(old, new, (EditKind(rule["kind"]),), rule["reason"])


def holds(example: Example) -> bool:
    """Return whether the engine names two texts as an example says."""
    segments = diff_text(example.old, example.new)
    kind = heaviest(segments)
    reasons = {s.reason.code for s in segments if s.reason and s.kind is kind}
    is_suspected = all(s.perhaps for s in segments if s.kind is EditKind.SUBSTANCE)
    is_right = kind in example.kinds and (not example.reason or example.reason in reasons)
    return is_right and (is_suspected or not example.is_suspected)


def compiled(found: dict[str, dict[str, Any]]) -> str:
    """Return the tables as they are loaded (実行時の形): without examples, as JSON."""
    result: dict[str, Any] = {}
    for name, table in found.items():
        fields = FORMS[table["form"]]
        if not fields:
            result[name] = [word for entry in table["entries"] for word in words_of(entry)]
        else:
            result[name] = {
                word: entry[fields[0]] if len(fields) == 1 else [entry[field] for field in fields]
                for entry in table["entries"]
                for word in words_of(entry)
            }
    return json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n"


def page(found: dict[str, dict[str, Any]]) -> str:
    """Return docs/rules.md: every rule and every table, with examples (判定規則の一覧)."""
    from bouhan_diff.textdiff.classify.rules import RULES  # noqa: PLC0415  loads the engine

    published = load("rules")
    labels = {EditKind.NOTATION: "表記", EditKind.WORDING: "表現", EditKind.SUBSTANCE: "内容"}
    lines = [
        "# Rules of the kinds of change / 変更の種類の判定規則",
        "",
        "Generated by `python scripts/lexicon.py`; do not edit.",
        "",
        "An edit has the kind of the first rule that holds. What no rule settles is substance",
        "(内容): a change of fact must not be named less.",
        "",
        "変更箇所の種類は、上から順に最初に当てはまる規則で決まる。どの規則にも当てはまらない",
        "ものは内容とする。",
        "",
    ]
    for rule in RULES:
        lines += [f"## {rule.id}", ""]
        lines += [f"{rule.kind} ({labels[rule.kind]}), reason `{rule.reason}`", ""]
        lines += [published[rule.id]["en"], "", published[rule.id]["ja"], ""]
        lines += [shown(old, new) for old, new in published[rule.id]["examples"]]
        lines.append("")
    lines += ["# Lexicon / 語彙", ""]
    for table in found.values():
        lines += [f"## {table['en']} / {table['ja']}", ""]
        for entry in table["entries"]:
            examples = list(examples_of(entry))
            pairs = [shown(*one[:2], sign="＝") for one in examples if one.kinds == LIGHT][:1]
            pairs += [shown(*e[:2], sign="≠") for e in entry.get("differs", ())[:1]]
            pairs += [shown(*e[:2], sign="？") for e in entry.get("perhaps", ())[:1]]
            lines.append(f"- **{entry['word']}**{value_of(entry)}")
            lines += [f"  {pair}" for pair in pairs]
        lines.append("")
    return "\n".join(lines)


def value_of(entry: dict[str, Any]) -> str:
    """Return what an entry says of its word, for the page."""
    parts = []
    if "is" in entry:
        parts.append(entry["is"])
    if "fact" in entry or "facts" in entry:
        parts.append(", ".join(" ".join(fact) for fact in facts_of(entry)) or "nothing")
    if "parts" in entry:
        parts.append("、".join(entry["parts"]).replace("・", ""))
    if "of" in entry:
        parts.append("（" + "、".join(entry["of"]) + "）")
    return ": " + " ".join(parts) if parts else ""


def shown(old: str, new: str, sign: str = "→") -> str:
    """Return an example as a line of the page."""
    return f"- {old} {sign} {new}".replace("\n", "⏎").replace("*", "\\*").replace("<", "&lt;")


# ------------------------------------------------------------------- needed


def live(name: str) -> Table:
    """Return the table that the engine looks words up in."""
    from bouhan_diff.textdiff.classify import lexicon  # noqa: PLC0415  loads the engine

    table: Table = getattr(lexicon, name.upper())
    return table


def key_of(name: str, word: str) -> Hashable:
    """Return the key of an entry in the compiled table."""
    keys: dict[str, Callable[[str], Hashable]] = {
        "phrases": lambda text: tuple(text.split()),
        "set_phrases": lambda text: tuple(text.split()),
        "conflicts": lambda text: frozenset(text.split()),
    }
    return keys.get(name, str)(word)


def forget() -> None:
    """Empty the caches of what the engine has named (記憶の消去)."""
    rooms = ("textdiff.pipeline", "classify.facts", "classify.lexicon", "classify.orthography")
    for wrapper in _wrappers():
        if wrapper.__module__.endswith(rooms):
            wrapper.cache_clear()


@functools.cache
def _wrappers() -> list[Any]:
    """Return the caches of the engine, which has to be loaded for them to be there (記憶の一覧)."""
    from bouhan_diff.textdiff import pipeline  # noqa: F401, PLC0415  loads the engine

    kind = type(_wrappers)
    return [one for one in gc.get_objects() if isinstance(one, kind) and one is not _wrappers]


@contextmanager
def without(table: Table, key: Hashable) -> Iterator[None]:
    """Take an entry out of a table of the engine for a while."""
    if isinstance(table, dict):
        value = table.pop(key)
    else:
        table.remove(key)
    forget()
    try:
        yield
    finally:
        if isinstance(table, dict):
            table[key] = value
        else:
            table.add(key)
        forget()


def all_cases() -> list[Example]:
    """Return the cases of the tests with the reason that they have now (全事例)."""
    found: list[Example] = []
    for case in yaml.safe_load((CASES / "kinds.yaml").read_text(encoding="utf-8")):
        found.append(Example(case["old"], case["new"], (EditKind(case["kind"]),)))
    for family in yaml.safe_load((CASES / "dangers.yaml").read_text(encoding="utf-8")):
        found += [Example(old, new, (EditKind.SUBSTANCE,)) for old, new in family["pairs"]]
    return found


def is_needed(own: Iterable[Example], cases: Iterable[Example]) -> bool:
    """Return whether any example or case fails now, its own first."""
    return not all(map(holds, own)) or not all(map(holds, cases))


def unneeded(found: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the entries and the rules that no example and no case needs (不要な項目)."""
    from bouhan_diff.textdiff.classify import rules  # noqa: PLC0415  loads the engine

    cases = all_cases()
    for name, table in found.items():
        for entry in table["entries"]:
            for word in words_of(entry):
                with without(live(name), key_of(name, word)):
                    if not is_needed(examples_of(entry), cases):
                        yield f"{name}: {word}"
            for noun in entry.get("of", ()):
                with without(live(name)[entry["word"]][1], noun):
                    if not is_needed(examples_of(entry), cases):
                        yield f"{name}: {entry['word']} of {noun}"
    examples = [example for _, example in rules_examples()]
    for rule in list(rules.RULES):
        place = rules.RULES.index(rule)
        rules.RULES.remove(rule)
        forget()
        if not is_needed(examples, cases):
            yield f"rule: {rule.id}"
        rules.RULES.insert(place, rule)
    forget()


def wrong(found: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the examples that the engine does not name as they say (合わない用例)."""
    every = [
        (f"{name}: {entry['word']}", example)
        for name, table in found.items()
        for entry in table["entries"]
        for example in examples_of(entry)
    ]
    every += [(f"rule {rule}", example) for rule, example in rules_examples()]
    for where, example in every:
        if not holds(example):
            segments = diff_text(example.old, example.new)
            code = next((s.reason.code for s in segments if s.reason), "")
            yield f"{where}: {example.old} → {example.new} is {heaviest(segments)}, {code}"


def explained(old: str, new: str) -> Iterator[str]:
    """Yield how two texts are read (読み方): words with their keys, facts, and each edit's kind.

    The key is what the tables look a word up by.
    """
    from bouhan_diff.textdiff.classify.facts import statement  # noqa: PLC0415  loads the engine
    from bouhan_diff.textdiff.classify.lexicon import lemma  # noqa: PLC0415
    from bouhan_diff.textdiff.tokenizer import words  # noqa: PLC0415

    for text in (old, new):
        found = words(text)
        yield " ".join(f"{one.surface}[{lemma(one)}]" for one in found)
        stated = statement(tuple(found))
        yield "  facts: " + ", ".join(f"{one.group} {one.key}" for one in stated.atoms)
        roles = (f"{noun.key} {one.role}" for one in stated.cases if (noun := stated.noun(one.at)))
        yield "  roles: " + ", ".join(roles)
    for one in diff_text(old, new):
        if one.reason:
            suspected = ", perhaps wording" if one.perhaps else ""
            yield f"{one.old or '∅'} → {one.new or '∅'}: {one.kind}, {one.reason.code}{suspected}"


def main() -> int:
    """Do what is asked; return 1 where something is wrong, out of date or not needed."""
    parser = argparse.ArgumentParser(description="Compile and check the lexicon.")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--needed", action="store_true")
    parser.add_argument("--explain", nargs=2, metavar=("OLD", "NEW"))
    asked = parser.parse_args()
    if asked.explain:
        print(*explained(*asked.explain), sep="\n")
        return 0
    found = tables()
    text = compiled(found)
    if asked.check:
        is_current = COMPILED.read_text(encoding="utf-8") == text
        is_current &= PAGE.read_text(encoding="utf-8") == page(found)
        problems = list(wrong(found)) + ([] if is_current else ["compile the lexicon again"])
    elif asked.needed:
        problems = list(wrong(found)) or list(unneeded(found))
    else:
        COMPILED.write_text(text, encoding="utf-8")
        PAGE.write_text(page(found), encoding="utf-8")
        # This process has the words as they were compiled before.
        return subprocess.run([sys.executable, __file__, "--check"], check=False).returncode
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
