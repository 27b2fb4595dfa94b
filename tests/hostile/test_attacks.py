"""The table of attacks: nothing is harmed, nothing is lost, always a clear answer."""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import harmless
import pytest
import table
from sandbox import MEMORY, Arena, Attack, Outcome, discard

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="attacks are watched and bounded with what Linux has"
)

ATTACKS = {
    name: (entry, attack) for stem in table.FILES for name, entry, attack in table.attacks_in(stem)
}
FEWEST = 140
PAGERS = ("start subprocess.Popen ('/bin/sh', ['/bin/sh', '-c',",)


@pytest.fixture(scope="module")
def arena() -> Iterator[Arena]:
    """One process for all attacks, and a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        opened = Arena(Path(folder))
        yield opened
        opened.close()


def test_the_table_is_long_enough() -> None:
    """There are so many attacks at the least, one at several doors counting once."""
    assert len({table.attack_of(name) for name in ATTACKS}) >= FEWEST


@pytest.mark.parametrize("name", ATTACKS)
def test_attack(name: str, arena: Arena) -> None:
    """An attack gets its answer in time, and leaves everything else as it was."""
    entry, attack = ATTACKS[name]
    if attack.mounts and not arena.is_alone:
        pytest.skip("the system does not let us mount a file system of our own")
    outcome = arena.run(attack)
    try:
        _is_answered(entry, attack, outcome)
        _harms_nothing(entry, attack, outcome)
        _prints_nothing_harmful(attack, outcome)
    finally:
        discard(outcome)


def _is_answered(entry: table.Entry, attack: Attack, outcome: Outcome) -> None:
    told = outcome.told + outcome.out.decode("utf-8", "replace")
    assert not outcome.is_late, f"no answer within {attack.seconds} s"
    assert "Traceback" not in told, outcome.told
    assert "bug of bouhan-diff" not in told, outcome.told
    assert outcome.exit == entry["exit"], outcome.told
    assert outcome.memory < MEMORY, f"{outcome.memory >> 20} MiB"
    for words in entry.get("says") or ():
        assert words in told, told[:2000]
    if outcome.exit in (1, 2) and not entry.get("is_quiet"):
        assert outcome.told.startswith("bouhan-diff: "), outcome.told


def _harms_nothing(entry: table.Entry, attack: Attack, outcome: Outcome) -> None:
    allowed = {f"work/{name}" for name in attack.writes}
    assert set(outcome.changed) <= allowed, "something else was written"
    assert set(entry.get("written") or ()) <= {
        name.removeprefix("work/") for name in outcome.changed
    }, "what was asked for was not written"
    for event in outcome.events:
        kind, _, what = event.partition(" ")
        assert kind != "network", event
        if kind == "start":
            assert entry.get("pager"), event
            assert event.startswith(PAGERS), event
        if kind == "write":
            assert _is_ours(what, attack, outcome), f"{what} was opened for writing"


def _is_ours(path: str, attack: Attack, outcome: Outcome) -> bool:
    """Whether the file is the named one, or the one beside it that takes its name."""
    at = outcome.work / path
    if path == "/dev/null" or outcome.work.parent / "tmp" in (at, at.parent):
        return True  # what lies in the folder for such files is gone at the end
    named = [(outcome.work / name).resolve() for name in attack.writes]
    return at in named or (
        at.name.startswith(".bouhan-diff-") and at.parent in {name.parent for name in named}
    )


def _prints_nothing_harmful(attack: Attack, outcome: Outcome) -> None:
    found = harmless.screen(outcome.told, has_colour=False)
    shape = _format(attack.arguments)
    if attack.stdout == "terminal":
        found += harmless.screen(outcome.out.decode("utf-8", "replace"), has_colour=True)
    elif shape in harmless.BY_SUFFIX:
        found += harmless.BY_SUFFIX[shape](outcome.out) if outcome.out else []
    elif attack.stdout == "out":
        found += harmless.screen(outcome.out.decode("utf-8", "replace"), has_colour=False)
    for name in attack.writes:
        suffix = name.rpartition(".")[2]
        if (outcome.work / name).is_file() and suffix in harmless.BY_SUFFIX:
            content = (outcome.work / name).read_bytes()
            found += harmless.BY_SUFFIX[suffix](content) if content else ["an empty file"]
    assert not found


def _format(arguments: list[str]) -> str:
    match = re.search(r"--format[ =](\w+)", " ".join(arguments))
    return match[1] if match else ""
