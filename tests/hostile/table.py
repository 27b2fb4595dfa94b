"""The table of attacks: every attack of a file at every door that it concerns."""

import os
import shlex
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from inputs import made
from sandbox import Attack

FOLDER = Path(__file__).parent / "attacks"
FILES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
_OF_ATTACK = (
    "env",
    "stdin",
    "stdout",
    "stderr",
    "limits",
    "mounts",
    "signal",
    "is_real",
    "patience",
    "seconds",
)
_APART = ("exit", "says")

Entry = dict[str, Any]


def attacks_in(stem: str) -> Iterator[tuple[str, Entry, Attack]]:
    """Each attack's name, what is expected of it and how it runs; see README.md."""
    table = _table(stem)
    if "cases_of" in table:
        yield from _cases(stem, table)
        return
    doors = {
        name: door if isinstance(door, dict) else {"run": door}
        for name, door in table.get("doors", {"": {}}).items()
    }
    for place, attack in enumerate(table["attacks"]):
        for door in attack.get("doors") or _tried(list(doors), place, table.get("doors_each")):
            entry = {
                key: _at(table, doors[door], attack, door, key)
                for key in {*table, *doors[door], *attack} - {"doors", "attacks", "name"}
            }
            name = f"{attack['name']} at {door}" if door else attack["name"]
            yield f"{stem}: {name}", entry, _attack(entry, attack.get("value", ""))


def _tried(doors: list[str], place: int, each: int | None) -> list[str]:
    """The doors that an attack is tried at: `each` of them, the next attack at the next ones.

    So every attack and every door is tried, but not each at each; ALL_ATTACKS=1 tries all.
    """
    if each is None or each >= len(doors) or os.environ.get("ALL_ATTACKS"):
        return doors
    return [doors[(place * each + n) % len(doors)] for n in range(each)]


def _cases(stem: str, table: Entry) -> Iterator[tuple[str, Entry, Attack]]:
    """The documents of a table of cases elsewhere in the tests, each imported."""
    path = FOLDER.parent.parent / "cases" / f"{table['cases_of']}.yaml"
    for case in yaml.safe_load(path.read_text(encoding="utf-8")):
        is_refused = "says" in case
        is_read = not is_refused and bool(case["reads"])
        file = f"計画{case['suffix']}"
        entry = {
            "run": [word.replace("{file}", file) for word in table["run"]],
            "files": {file: {"stranger": case["file"]}},
            "exit": 2 if is_refused else int(not is_read),
            "says": [case["says"]] if is_refused else case.get("tells"),
            "writes": table["writes"] if is_read else [],
            "written": table["writes"] if is_read else [],
            "patience": 1 if case.get("endless") else None,
            "has_workers": True,
        }
        yield f"{stem}: {case['file']}{case['suffix']}", entry, _attack(entry, "")


def _at(
    table: Mapping[str, Any],
    door: Mapping[str, Any],
    attack: Mapping[str, Any],
    name: str,
    key: str,
) -> Any:  # noqa: ANN401  whatever stands there
    """What is said under a key: by the attack, else by the door, else by the table.

    The first two may say it apart for each door or attack, under its name or `else`.
    """
    for said, other in ((attack, name), (door, attack["name"])):
        if key not in said:
            continue
        if key not in _APART or not isinstance(said[key], dict):
            return said[key]
        if other in said[key] or "else" in said[key]:
            return said[key].get(other, said[key].get("else"))
    return table.get(key)


def _text(value: object) -> str:
    return value if isinstance(value, str) else made(value).decode("utf-8", "surrogateescape")  # type: ignore[arg-type]


def _attack(entry: Entry, value: object) -> Attack:
    files = dict(entry.get("files") or {})
    given = _text(value)
    if entry.get("everywhere"):
        files[entry["file"]] = {"make": "everywhere", "text": given}
    elif entry.get("texts_of"):
        for number, other in enumerate(_table(entry["texts_of"])["attacks"]):
            files[f"plans/{number}.yaml"] = {"make": "everywhere", "text": _text(other["value"])}
    elif entry.get("documents_of"):
        texts = [_text(other["value"]) for other in _table(entry["documents_of"])["attacks"]]
        for name, edition in (("旧.csv", "R6"), ("新.csv", "R7")):
            files[name] = {"make": "document", "texts": texts, "edition": edition}
    elif entry.get("file"):
        files[entry["file"]] = entry["input"]
    run = entry["run"]
    words = shlex.split(run) if isinstance(run, str) else run
    return Attack(
        arguments=[word.replace("{value}", given) for word in words],
        files=files,
        writes=tuple(entry.get("writes") or ()),
        **{name: entry[name] for name in _OF_ATTACK if entry.get(name) is not None},
    )


def doors_of(stem: str) -> list[str]:
    """The names of a file's doors."""
    return list(_table(stem).get("doors", ()))


@cache
def _table(stem: str) -> Entry:
    table: Entry = yaml.safe_load((FOLDER / f"{stem}.yaml").read_text(encoding="utf-8"))
    return table


def attack_of(name: str) -> str:
    """The attack's own name, without its door."""
    return name.rpartition(" at ")[0] or name
