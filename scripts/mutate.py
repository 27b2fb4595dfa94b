"""Break the package in small ways, and see whether a test notices (変異検査).

    python scripts/mutate.py --sample 400 --seed 1 [--room ROOM] [--log FILE] [--seconds N]

Each mutant is the package with one operator, number or truth value turned into another. First
every test runs once in a copy of the repository, which records the lines that it reaches and its
time. Then each mutant meets the tests that reach its line until one fails: those of the file
first that killed the most so far, and of a file the quick ones and one of each function, as
many as took --seconds together. Prints the share of mutants that a test kills and those that
survive. With --log, what an earlier run of the same code tried is not tried again.
It takes an hour or two, and is no part of the check.
"""

import argparse
import ast
import importlib.util
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import hypothesis
import pytest
from coverage import Coverage

ROOT = Path(__file__).parent.parent
PACKAGE = Path("src", "bouhan_diff")
TESTS = {
    "text": ("tests/text", "tests/test_edition.py", "tests/comparison"),
    "textdiff": ("tests/textdiff",),
    "linkage": ("tests/linkage", "tests/comparison"),
    "documents/interpret": ("tests/documents/interpret",),
}
ROOMS = tuple(TESTS)
_COPIED = ("src", "tests", "data", "docs", "README.md", "README.ja.md", "pyproject.toml", "scripts")
# What tests import beside the package. Loaded once, it is there in every process that is forked.
_LOADED = ("docx", "jinja2", "jsonschema", "openpyxl", "pdfplumber", "rapidfuzz", "sudachipy")
_OPTIONS = ("-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
_MOST_SECONDS = 60.0  # of processor time for one file's tests; a mutant that hangs is noticed

_COMPARISONS = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
_ARITHMETIC = {ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "+")}


class Mutant(NamedTuple):
    """One small change of a module (変異): old stands at an offset of line, in bytes."""

    module: Path
    line: int
    offset: int
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line}: {self.old} → {self.new}"


class Recorder:
    """A plugin of pytest that records what each test reaches and how long it takes (記録)."""

    def __init__(self, measuring: Coverage) -> None:
        self.measuring = measuring
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Name the test to the measurement while it runs."""
        self.measuring.switch_context(item.nodeid)
        started = time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.process_time() - started


class Chosen:
    """A plugin of pytest that runs the wanted tests in their order (選択), and shrinks nothing."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.place = {test: number for number, test in enumerate(wanted)}

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        """Let a failing law end at its first example; any failure is enough."""
        phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile(
            "mutants",
            hypothesis.settings.get_profile("any-machine"),
            phases=phases,
            database=None,
            derandomize=True,
        )
        hypothesis.settings.load_profile("mutants")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave the wanted tests."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self.place),
            key=lambda item: self.place[item.nodeid],
        )


class Reached(NamedTuple):
    """What the recording found (記録の結果): the tests of each line, and their seconds."""

    tests: dict[tuple[Path, int], set[str]]
    seconds: dict[str, float]

    def in_order(self, mutant: Mutant, most: float) -> dict[str, list[str]]:
        """Return tests that reach a mutant by their files, those that differ most first.

        most: how many seconds those of one file took together, at the most.
        """
        seen: Counter[str] = Counter()
        turns = {}
        tests = self.tests.get((mutant.module, mutant.line), set())
        for test in sorted(tests, key=lambda test: (self.seconds[test], test)):
            function = test.partition("[")[0]
            turns[test] = (seen[function] // 3, self.seconds[test])
            seen[function] += 1
        by_file: dict[str, list[str]] = defaultdict(list)
        left: dict[str, float] = defaultdict(lambda: most)
        for test in sorted(turns, key=turns.__getitem__):
            file = test.partition("::")[0]
            left[file] -= self.seconds[test]
            if left[file] >= 0 or not by_file[file]:
                by_file[file].append(test)
        return by_file


def main() -> int:
    """Test a sample of mutants; return 1 where fewer than four in five are killed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", action="append", choices=ROOMS, help="only the sample's part")
    parser.add_argument("--log", type=Path, help="append results here and go on from them")
    parser.add_argument(
        "--seconds", type=float, default=15.0, help="of a file's tests for one mutant"
    )
    wanted = parser.parse_args()
    sample = [
        one
        for room, part in sample_of(wanted.sample, wanted.seed).items()
        for one in part
        if not wanted.room or room in wanted.room
    ]
    tried = {}
    if wanted.log and wanted.log.exists():
        for line in wanted.log.read_text(encoding="utf-8").splitlines():
            outcome, _space, name = line.partition(" ")
            tried[name] = outcome
    for name in _LOADED:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as scratch:
        copy = copied(Path(scratch, "copy"))
        reached: dict[str, Reached] = {}
        kills: Counter[str] = Counter()
        for mutant in sample:
            if str(mutant) in tried:
                continue
            room = room_of(mutant.module)
            if room not in reached:
                reached[room] = recorded(copy, TESTS[room])
            started = time.monotonic()
            is_dead = killed(mutant, copy, reached[room].in_order(mutant, wanted.seconds), kills)
            outcome = tried[str(mutant)] = "killed" if is_dead else "survives"
            print(f"{outcome} {mutant} ({time.monotonic() - started:.1f} s)", flush=True)
            if wanted.log:
                with wanted.log.open("a", encoding="utf-8") as log:
                    log.write(f"{outcome} {mutant}\n")
    return summary(sample, tried)


def summary(sample: Sequence[Mutant], tried: dict[str, str]) -> int:
    """Print the share of each room that was killed (結果), and return the exit code."""
    by_room = Counter(room_of(one.module) for one in sample)
    dead = [one for one in sample if tried[str(one)] == "killed"]
    dead_by_room = Counter(room_of(one.module) for one in dead)
    for room, count in by_room.items():
        print(f"{room:<24}{dead_by_room[room]:>4} of {count:>4} killed")
    print(f"{len(dead)} of {len(sample)} killed ({len(dead) / len(sample):.0%})")
    return 0 if len(dead) * 5 >= len(sample) * 4 else 1


def sample_of(size: int, seed: int) -> dict[str, list[Mutant]]:
    """Return a sample of mutants of each room, as many as its share (標本).

    The part of a room does not depend on the code of the others.
    """
    candidates = {
        room: [
            one
            for path in sorted((ROOT / PACKAGE / room).rglob("*.py"))
            for one in mutants_of(path.relative_to(ROOT))
        ]
        for room in ROOMS
    }
    total = sum(map(len, candidates.values()))
    return {
        room: random.Random(f"{seed} {room}").sample(  # noqa: S311  repeatable, not secret
            found, round(size * len(found) / total)
        )
        for room, found in candidates.items()
    }


def mutants_of(module: Path) -> Iterator[Mutant]:
    """Yield every mutant of a module (変異の候補)."""
    source = (ROOT / module).read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def between(left: ast.expr, right: ast.expr, signs: tuple[str, str]) -> Iterator[Mutant]:
        start = starts[(left.end_lineno or 1) - 1] + (left.end_col_offset or 0)
        stop = starts[right.lineno - 1] + right.col_offset
        at = source.find(signs[0].encode(), start, stop)
        if at >= 0:
            line = max(n for n, begin in enumerate(starts, 1) if begin <= at)
            yield Mutant(module, line, at - starts[line - 1], *signs)

    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare(left=left, ops=ops, comparators=others):
                sides = [left, *others]
                for operator, one, two in zip(ops, sides, others, strict=False):
                    yield from between(one, two, _COMPARISONS[type(operator)])
            case ast.BoolOp(op=ast.And(), values=values):
                yield from between(values[0], values[1], ("and", "or"))
            case ast.BoolOp(op=ast.Or(), values=values):
                yield from between(values[0], values[1], ("or", "and"))
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _ARITHMETIC:
                yield from between(left, right, _ARITHMETIC[type(operator)])
            case ast.UnaryOp(op=ast.Not()):
                yield Mutant(module, node.lineno, node.col_offset, "not ", "")
            case ast.Constant(value=bool() as value):
                yield Mutant(module, node.lineno, node.col_offset, str(value), str(not value))
            case ast.Constant(value=int() as number) if node.lineno == node.end_lineno:
                line = source[starts[node.lineno - 1] :]
                written = line[node.col_offset : node.end_col_offset].decode()
                yield Mutant(module, node.lineno, node.col_offset, written, str(number + 1))


def recorded(copy: Path, folders: Iterable[str]) -> Reached:
    """Run the tests of some folders once, and return what each reaches (到達の記録)."""
    data = copy / "reached.coverage"
    times = copy / "seconds.txt"

    def run() -> int:
        measuring = Coverage(
            str(data), config_file=False, source=[str(copy / PACKAGE)], branch=False
        )
        recorder = Recorder(measuring)
        measuring.start()
        code = pytest.main([*_OPTIONS, *folders], [recorder])
        measuring.stop()
        measuring.save()
        lines = [f"{seconds}\t{test}\n" for test, seconds in recorder.seconds.items()]
        times.write_text("".join(lines), encoding="utf-8")
        return int(code)

    if (status := in_child(copy, run, None)) != 0:
        sys.exit(f"The tests fail as they are (status {status}): {' '.join(folders)}")
    seconds = {}
    for entry in times.read_text(encoding="utf-8").splitlines():
        time_taken, _tab, test = entry.partition("\t")
        seconds[test] = float(time_taken)
    tests: dict[tuple[Path, int], set[str]] = defaultdict(set)
    measured = Coverage(str(data), config_file=False)
    measured.load()
    found = measured.get_data()
    for file in found.measured_files():
        by_line = found.contexts_by_lineno(file)
        called = set().union(*by_line.values()) - {""}
        for line, contexts in by_line.items():
            # What runs when a module is imported matters to the tests that then call it.
            reaching = called or seconds.keys() if "" in contexts else contexts
            tests[Path(file).relative_to(copy), line].update(reaching)
    data.unlink()
    return Reached(tests, seconds)


def copied(to: Path) -> Path:
    """Return a copy of what tests need of the repository (作業用の写し)."""
    to.mkdir()
    for name in _COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name)
        else:
            shutil.copy(ROOT / name, to / name)
    return to.resolve()


def killed(
    mutant: Mutant, copy: Path, by_file: Mapping[str, Sequence[str]], kills: Counter[str]
) -> bool:
    """Return whether a test fails on the mutant (変異の検出), and count it for its file."""
    path = copy / mutant.module
    compiled = Path(importlib.util.cache_from_source(str(path)))
    source = path.read_bytes()
    lines = source.splitlines(keepends=True)
    line = lines[mutant.line - 1]
    stop = mutant.offset + len(mutant.old.encode())
    lines[mutant.line - 1] = line[: mutant.offset] + mutant.new.encode() + line[stop:]
    path.write_bytes(b"".join(lines))
    compiled.unlink(missing_ok=True)
    try:
        for file in sorted(by_file, key=lambda file: (-kills[file], len(by_file[file]))):
            chosen = Chosen(by_file[file])
            options = [*_OPTIONS, "-x", "--tb=no", file]
            if in_child(copy, lambda: int(pytest.main(options, [chosen])), _MOST_SECONDS) != 0:  # noqa: B023  it runs at once
                kills[file] += 1
                return True
        return False
    finally:
        path.write_bytes(source)
        compiled.unlink(missing_ok=True)


def in_child(folder: Path, run: Callable[[], int], seconds: float | None) -> int:
    """Run something in a process of its own (子プロセス), and return its exit status."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        os.environ["PYTHONPATH"] = str(folder / "src")
        sys.path.insert(0, str(folder / "src"))
        sys.dont_write_bytecode = False
        if seconds is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
            os._exit(run())
    _child, status = os.waitpid(child, 0)
    return status


def room_of(module: Path) -> str:
    """Return the room that a module belongs to (部屋)."""
    name = module.relative_to(PACKAGE).parent.as_posix()
    return next(room for room in ROOMS if name == room or name.startswith(f"{room}/"))


if __name__ == "__main__":
    sys.exit(main())
