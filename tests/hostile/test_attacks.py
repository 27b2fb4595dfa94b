"""The table of attacks: nothing is harmed, nothing is lost, always a clear answer."""

import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import harmless
import pytest
import table
import typer
from sandbox import MEMORY, Arena, Attack, Outcome, discard

from bouhan_diff.cli.app import _program
from bouhan_diff.cli.command_list import COMMANDS

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="attacks are watched and bounded with what Linux has"
)

ATTACKS = {
    name: (entry, attack) for stem in table.FILES for name, entry, attack in table.attacks_in(stem)
}
FEWEST = 400
LEFT_BY_A_KILL = (".bouhan-diff-", "openpyxl.")
# From Python 3.13 on, Popen also says how it starts a program.
PAGERS = tuple(
    f"start {call} ('/bin/sh', ['/bin/sh', '-c'," for call in ("subprocess.Popen", "os.posix_spawn")
)


class _Arenas:
    """A process for the attacks on each of two cores; what is asked for runs ahead of its test."""

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        count = min(2, os.cpu_count() or 1)
        self._opened: SimpleQueue[Arena] = SimpleQueue()
        self._all = [Arena(folder / str(number)) for number in range(count)]
        for arena in self._all:
            self._opened.put(arena)
        self.is_alone = all(arena.is_alone for arena in self._all)
        self._pool = ThreadPoolExecutor(count)
        self._running = {name: self._pool.submit(self._run, name) for name in names}

    def outcome(self, name: str) -> Outcome:
        """What came of an attack, as soon as it has ended."""
        return self._running.pop(name).result()

    def close(self) -> None:
        """End the processes; what has not begun is left."""
        self._pool.shutdown(cancel_futures=True)
        for arena in self._all:
            arena.close()

    def _run(self, name: str) -> Outcome:
        attack = ATTACKS[name][1]
        arena = self._opened.get()
        try:
            return arena.run(attack)
        finally:
            self._opened.put(arena)


@pytest.fixture(scope="module")
def arenas(request: pytest.FixtureRequest) -> Iterator[_Arenas]:
    """Processes for all attacks that are chosen, and a folder that is gone afterwards."""
    chosen = [
        item.callspec.params["name"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.originalname == test_attack.__name__
    ]
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        opened = _Arenas(Path(folder), chosen)
        yield opened
        opened.close()


def test_the_table_is_long_enough() -> None:
    """There are so many attacks at the least, one at several doors counting once."""
    assert len({table.attack_of(name) for name in ATTACKS}) >= FEWEST


def test_every_door_is_tried() -> None:
    """Where attacks take turns at the doors of their file, none is left out."""
    for stem in table.FILES:
        tried = {name.rpartition(" at ")[2] for name in ATTACKS if name.startswith(f"{stem}: ")}
        assert set(table.doors_of(stem)) <= tried


def test_every_option_is_a_door() -> None:
    """Every option and argument of every command is tried, also one that was just added."""
    program = typer.main.get_command(_program)
    known = {door.partition(" ")[::2] for door in table.doors_of("arguments")}
    for command in COMMANDS:
        parameters = program.get_command(None, command).params
        names = {name for p in parameters for name in p.opts if name.startswith("-")}
        names |= {p.metavar for p in parameters if p.param_type_name == "argument"}
        assert {(command, name) for name in names - {"-h", "--help"}} <= known


@pytest.mark.parametrize("name", ATTACKS)
def test_attack(name: str, arenas: _Arenas) -> None:
    """An attack gets its answer in time, and leaves everything else as it was."""
    entry, attack = ATTACKS[name]
    if attack.mounts and not arenas.is_alone:
        pytest.skip("the system does not let us mount a file system of our own")
    outcome = arenas.outcome(name)
    try:
        _is_answered(entry, attack, outcome)
        _harms_nothing(entry, attack, outcome)
        _prints_nothing_harmful(entry, attack, outcome)
    finally:
        discard(outcome)


def _is_answered(entry: table.Entry, attack: Attack, outcome: Outcome) -> None:
    told = outcome.told + outcome.out.decode("utf-8", "replace")
    assert not outcome.is_late, "no answer"
    assert outcome.seconds < attack.seconds, f"{outcome.seconds:.1f} s of processor time"
    assert "Traceback" not in told, outcome.told
    assert "bug of bouhan-diff" not in told, outcome.told
    if attack.signal:
        assert any(event.startswith("signal") for event in outcome.events), "no such step"
    assert outcome.exit == entry["exit"], told[-2000:]
    assert outcome.memory < MEMORY, f"{outcome.memory >> 20} MiB"
    for words in entry.get("says") or ():
        assert words in told, told[:2000]
    is_quiet = entry.get("is_quiet") or "--exit-code" in attack.arguments
    if outcome.exit in (1, 2) and not is_quiet:
        assert outcome.told.startswith("bouhan-diff: "), outcome.told


def _harms_nothing(entry: table.Entry, attack: Attack, outcome: Outcome) -> None:
    allowed = {f"work/{name}" for name in attack.writes}
    changed = set(outcome.changed)
    if entry.get("is_killed"):
        changed = {name for name in changed if not Path(name).name.startswith(LEFT_BY_A_KILL)}
    assert changed <= allowed, "something else was written"
    assert set(entry.get("written") or ()) <= {
        name.removeprefix("work/") for name in outcome.changed
    }, "what was asked for was not written"
    for event in outcome.events:
        kind, _, what = event.partition(" ")
        assert kind not in {"network", "left"}, event
        if kind == "start":
            is_worker = entry.get("has_workers") and event == "start os.fork ()"
            is_pager = entry.get("pager") and event.startswith(PAGERS)
            assert is_worker or is_pager, event
        if kind == "write":
            assert _is_ours(what, attack, outcome), f"{what} was opened for writing"


def _is_ours(path: str, attack: Attack, outcome: Outcome) -> bool:
    """Whether the file is the named one, or one of those that are gone at the end."""
    at = outcome.work / path
    return (
        path == "/dev/null"
        or at.name.startswith(".bouhan-diff-")
        or not {at, at.parent}.isdisjoint({outcome.work.parent / "tmp", Path("/tmp")})  # noqa: S108
        or at in {(outcome.work / name).resolve() for name in attack.writes}
    )


def _prints_nothing_harmful(entry: table.Entry, attack: Attack, outcome: Outcome) -> None:
    found = harmless.screen(outcome.told, has_colour=False)
    shape = _format(attack.arguments)
    if attack.stdout == "terminal":
        found += harmless.screen(outcome.out.decode("utf-8", "replace"), has_colour=True)
    elif shape in harmless.BY_SUFFIX:
        found += harmless.BY_SUFFIX[shape](outcome.out) if outcome.out else []
    elif attack.stdout == "out":
        printed = outcome.out.decode("utf-8", "replace")
        found += harmless.screen(printed, has_colour=bool(entry.get("has_colour")))
    for name in attack.writes:
        suffix = name.rpartition(".")[2]
        is_new = f"work/{name}" in outcome.changed and (outcome.work / name).is_file()
        if is_new and suffix in harmless.BY_SUFFIX:
            content = (outcome.work / name).read_bytes()
            found += harmless.BY_SUFFIX[suffix](content) if content else ["an empty file"]
    assert not found


def _format(arguments: list[str]) -> str:
    match = re.search(r"--format[ =](\w+)", " ".join(arguments))
    return match[1] if match else ""
