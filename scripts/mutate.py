"""Break the package in small ways, and see whether a test notices (変異検査).

    python scripts/mutate.py --sample 400 --seed 1 [--room ROOM] [--log FILE] [--seconds N]

Each mutant is the package with one operator, number or truth value turned into another. The tests
of a folder's rooms are collected once and run once, which records the lines that each reaches and
its time. For each mutant a copy of that process then gets the mutant's function in place of its
own, and runs the tests that reach its line until one fails: the quick ones and some of each
function first, more of those that noticed many mutants, all of them or until they took --seconds
of processor time. What runs when a module is imported is tried in a new process. Prints the
share of mutants that a test kills and those that survive.
With --log, what an earlier run tried is not tried again, and --again tries what survived. A
mutant is known by its line's text, so that the sample and the log outlast changes of other lines.
It takes an hour or two of processor time, and is no part of the check.
"""

import argparse
import ast
import gc
import hashlib
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from types import CodeType, FunctionType
from typing import NamedTuple

import hypothesis
import pytest
from coverage import Coverage

ROOT = Path(__file__).parent.parent
PACKAGE = Path("src", "bouhan_diff")
TESTS = {
    "text": ("tests/text", "tests/textdiff", "tests/test_edition.py", "tests/comparison"),
    "textdiff": ("tests/textdiff", "tests/comparison"),
    "linkage": ("tests/linkage", "tests/comparison"),
    "documents": ("tests/documents",),
}
_OF_DOCUMENTS = ("documents/headings", "documents/reshape", "documents/interpret")
ROOMS = ("text", "textdiff", "linkage", *_OF_DOCUMENTS)
_COPIED = ("src", "tests", "data", "docs", "README.md", "README.ja.md", "pyproject.toml", "scripts")
_OPTIONS = ("-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
_MOST_SECONDS = 90  # of processor time for one mutant; one that hangs is noticed too
_KILLED, _SURVIVES = "killed", "survives"

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
    """One small change of a module (変異): old stands at an offset of line, in bytes.

    text: the line as it is. repeat: which of the module's lines of this text it is.
    """

    module: Path
    line: int
    offset: int
    old: str
    new: str
    text: bytes
    repeat: int

    def __str__(self) -> str:
        before = self.text[: self.offset].decode().lstrip()
        after = self.text[self.offset + len(self.old.encode()) :].decode().rstrip()
        repeat = f" ({self.repeat})" if self.repeat > 1 else ""
        return f"{self.module}{repeat}: {before}⟦{self.old} → {self.new}⟧{after}"

    def source(self, path: Path) -> bytes:
        """Return the module's text with the mutant in it (変異後の原文)."""
        lines = path.read_bytes().splitlines(keepends=True)
        stop = self.offset + len(self.old.encode())
        changed = self.text[: self.offset] + self.new.encode() + self.text[stop:]
        lines[self.line - 1] = changed
        return b"".join(lines)


class Reached(NamedTuple):
    """What running all tests once found (記録): the tests of each line, and their seconds.

    Those that fail as they are tell nothing of a mutant, and are in neither.
    """

    tests: dict[tuple[str, int], set[str]]
    seconds: dict[str, float]

    def of_line(self, mutant: Mutant, noticed: Counter[str]) -> list[str]:
        """Return the tests that reach a mutant, in the order to try them."""
        tests = self.tests.get((str(mutant.module), mutant.line), set())
        return self._in_order(tests, noticed)

    def of_module(self, mutant: Mutant, noticed: Counter[str], most: float) -> list[str]:
        """Return tests that reach a mutant's module, which took so many seconds together."""
        reaching = (
            found for (module, _), found in self.tests.items() if module == str(mutant.module)
        )
        tests = self._in_order(set().union(*reaching) or self.seconds, noticed)
        taken = accumulate(self.seconds[test] for test in tests)
        return [test for test, seconds in zip(tests, taken, strict=True) if seconds <= most]

    def _in_order(self, tests: Iterable[str], noticed: Counter[str]) -> list[str]:
        """Return tests: some of each function first, more of one that noticed many mutants."""
        seen: Counter[str] = Counter()
        turns = {}
        for test in sorted(tests, key=lambda test: (self.seconds[test], test)):
            function = function_of(test)
            turn = seen[function] // (3 + 3 * noticed[function])
            turns[test] = (turn, -noticed[function], self.seconds[test])
            seen[function] += 1
        return sorted(turns, key=turns.__getitem__)


def function_of(test: str) -> str:
    """Return the function of a test without its case (検査関数)."""
    return test.partition("[")[0]


class Trial:
    """A plugin of pytest that tries mutants on the collected tests (変異の試行)."""

    def __init__(
        self, mutants: Sequence[Mutant], seconds: float, report: Callable[[Mutant, str], None]
    ) -> None:
        self.mutants = mutants
        self.seconds = seconds
        self.report = report

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        """Let a failing law end at its first example; any failure is enough."""
        hypothesis.settings.register_profile(
            "mutants",
            hypothesis.settings.get_profile("repeatable"),
            phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
            database=None,
            derandomize=True,
        )
        hypothesis.settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Record what the tests reach, then try each mutant in a copy of this process."""
        items = {item.nodeid: item for item in session.items}
        reached = recorded(session)
        noticed: Counter[str] = Counter()
        for mutant in self.mutants:
            tests = [items[test] for test in reached.of_line(mutant, noticed)]
            _FAILED.write_text("", encoding="utf-8")
            status = in_copy(lambda: is_killed(mutant, session, tests, self.seconds))  # noqa: B023  at once
            if status == _ELSEWHERE or not tests:  # what only the import runs, if anything
                is_dead = is_killed_anew(mutant, reached.of_module(mutant, noticed, self.seconds))
            else:
                is_dead = status != 0
                noticed[_FAILED.read_text(encoding="utf-8")] += is_dead
            self.report(mutant, _KILLED if is_dead else _SURVIVES)
        return True


_ELSEWHERE = 77 << 8  # the status of a copy in which the mutant is in no function
_FAILED = Path("failed.txt")  # where such a copy leaves the function of the test that failed


def is_killed(
    mutant: Mutant, session: pytest.Session, items: Sequence[pytest.Item], seconds: float
) -> int:
    """Put the mutant in place, and return 1 as soon as one of the tests fails, else 0."""
    if not put_in_place(mutant):
        return _ELSEWHERE >> 8
    for item, following in zip(items, [*items[1:], None], strict=True):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            _FAILED.write_text(function_of(item.nodeid), encoding="utf-8")
            return 1
        if time.process_time() > seconds:
            break
    return 0


def put_in_place(mutant: Mutant) -> bool:
    """Give the functions that hold the mutant its code (関数の差替え); whether there are any."""
    path = Path(mutant.module).absolute()
    source, changed = path.read_bytes(), mutant.source(path)
    codes, changed_codes = (
        functions_of(compile(text, str(path), "exec")) for text in (source, changed)
    )
    new = {was: now for was, now in zip(codes, changed_codes, strict=True) if was != now}
    has_changed = False
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and function.__code__.co_filename == str(path):
            code = new.get(function.__code__)
            if code is not None:
                function.__code__ = code
                has_changed = True
    return has_changed


def functions_of(code: CodeType) -> Iterator[CodeType]:
    """Yield the code of every function (関数のコード), also of those made by another one."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            # A class's own code is run once, without being a function that is kept.
            if constant.co_flags & 0x2:  # CO_NEWLOCALS
                yield constant
            yield from functions_of(constant)


def is_killed_anew(mutant: Mutant, tests: Sequence[str]) -> bool:
    """Return whether a test fails where the mutant is there from the start (新プロセスでの試行)."""
    path = Path(mutant.module)
    source = path.read_bytes()
    command = [sys.executable, "-m", "pytest", *_OPTIONS, "-x", "--tb=no", *tests]
    environment = os.environ | {"PYTHONPATH": "src", "PYTHONDONTWRITEBYTECODE": "1"}
    path.write_bytes(mutant.source(path))
    shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)
    try:
        return (
            subprocess.run(command, env=environment, capture_output=True, check=False).returncode
            != 0
        )
    finally:
        path.write_bytes(source)


def recorded(session: pytest.Session) -> Reached:
    """Run all tests once in a copy of this process, and return what each reaches (到達の記録)."""
    data, times = Path("reached.coverage"), Path("seconds.txt")

    def run() -> int:
        measuring = Coverage(str(data), config_file=False, source=[str(PACKAGE)], branch=False)
        measuring.start()
        lines = []
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            measuring.switch_context(item.nodeid)
            started, failed = time.process_time(), session.testsfailed
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed == failed:
                lines.append(f"{time.process_time() - started}\t{item.nodeid}\n")
        measuring.stop()
        measuring.save()
        times.write_text("".join(lines), encoding="utf-8")
        return 0

    in_copy(run, None)
    seconds = {}
    for entry in times.read_text(encoding="utf-8").splitlines():
        taken, _tab, test = entry.partition("\t")
        seconds[test] = float(taken)
    measured = Coverage(str(data), config_file=False)
    measured.load()
    found = measured.get_data()
    tests: dict[tuple[str, int], set[str]] = defaultdict(set)
    for file in found.measured_files():
        module = str(Path(file).relative_to(Path.cwd()))
        for line, contexts in found.contexts_by_lineno(file).items():
            tests[module, line].update(set(contexts) & seconds.keys())
    return Reached(tests, seconds)


def in_copy(run: Callable[[], int], seconds: int | None = _MOST_SECONDS) -> int:
    """Run something in a copy of this process (子プロセス), and return its exit status."""
    child = os.fork()
    if child == 0:
        if seconds is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        os._exit(run())
    _child, status = os.waitpid(child, 0)
    return status


def main() -> int:
    """Test a sample of mutants; return 1 where fewer than four in five are killed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", action="append", choices=ROOMS, help="only the sample's part")
    parser.add_argument("--log", type=Path, help="append results here and go on from them")
    parser.add_argument("--again", action="store_true", help="try those that survived again")
    parser.add_argument("--seconds", type=float, default=math.inf, help="of tests for one mutant")
    wanted = parser.parse_args()
    sample = {
        room: part
        for room, part in sample_of(wanted.sample, wanted.seed).items()
        if not wanted.room or room in wanted.room
    }
    with tempfile.TemporaryDirectory() as scratch:
        log = (wanted.log or Path(scratch, "log")).absolute()
        log.touch()
        copy = copied(Path(scratch, "copy"))
        settled = (_KILLED,) if wanted.again else (_KILLED, _SURVIVES)
        done = outcomes(log)
        for folder in TESTS:
            left = [
                mutant
                for room, mutants in sample.items()
                if room.partition("/")[0] == folder
                for mutant in mutants
                if done.get(str(mutant)) not in settled
            ]
            if left and in_copy(lambda: tried(copy, folder, left, wanted.seconds, log), None) != 0:  # noqa: B023  at once
                sys.exit(f"The tests of {folder} could not be run.")
        return summary(sample, outcomes(log))


def tried(copy: Path, folder: str, mutants: Sequence[Mutant], seconds: float, log: Path) -> int:
    """Try the mutants of a folder's rooms (フォルダーごとの試行), and return pytest's exit code."""
    os.chdir(copy)
    sys.path.insert(0, str(copy / "src"))
    screen = os.dup(1)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)

    def report(mutant: Mutant, outcome: str) -> None:
        os.write(screen, f"{outcome} {mutant}\n".encode())
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{outcome} {mutant}\n")

    return int(pytest.main([*_OPTIONS, *TESTS[folder]], [Trial(mutants, seconds, report)]))


def outcomes(log: Path) -> dict[str, str]:
    """Return what became of each mutant that a log has (記録済みの結果)."""
    entries = (line.partition(" ") for line in log.read_text(encoding="utf-8").splitlines())
    return {name: outcome for outcome, _space, name in entries}


def summary(sample: dict[str, list[Mutant]], found: dict[str, str]) -> int:
    """Print the share of each room that was killed (結果), and return the exit code."""
    size = dead = 0
    for room, mutants in sample.items():
        killed = sum(found[str(mutant)] == _KILLED for mutant in mutants)
        print(f"{room:<24}{killed:>4} of {len(mutants):>4} killed")
        for mutant in mutants:
            if found[str(mutant)] == _SURVIVES:
                print(f"  line {mutant.line}, {mutant}")
        size, dead = size + len(mutants), dead + killed
    print(f"{dead} of {size} killed ({dead / size:.0%})")
    return 0 if dead * 5 >= size * 4 else 1


def sample_of(size: int, seed: int) -> dict[str, list[Mutant]]:
    """Return a sample of mutants of each room, as many as its share (標本).

    A change of the code takes those of its own lines out of the sample and leaves the others in.
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

    def place(mutant: Mutant) -> bytes:
        return hashlib.sha256(f"{seed} {mutant}".encode()).digest()

    return {
        room: sorted(found, key=place)[: round(size * len(found) / total)]
        for room, found in candidates.items()
    }


def mutants_of(module: Path) -> Iterator[Mutant]:
    """Yield every mutant of a module (変異の候補)."""
    source = (ROOT / module).read_bytes()
    lines = source.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, lines))]
    count: Counter[bytes] = Counter()
    repeats = []
    for text in lines:
        count[text.strip()] += 1
        repeats.append(count[text.strip()])

    def at(line: int, offset: int, old: str, new: str) -> Mutant:
        return Mutant(module, line, offset, old, new, lines[line - 1], repeats[line - 1])

    def between(left: ast.expr, right: ast.expr, signs: tuple[str, str]) -> Iterator[Mutant]:
        start = starts[(left.end_lineno or 1) - 1] + (left.end_col_offset or 0)
        stop = starts[right.lineno - 1] + right.col_offset
        found = source.find(signs[0].encode(), start, stop)
        if found >= 0:
            line = bisect_right(starts, found)
            yield at(line, found - starts[line - 1], *signs)

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
                yield at(node.lineno, node.col_offset, "not ", "")
            case ast.Constant(value=bool() as value):
                yield at(node.lineno, node.col_offset, str(value), str(not value))
            case ast.Constant(value=int() as number) if node.lineno == node.end_lineno:
                written = lines[node.lineno - 1][node.col_offset : node.end_col_offset].decode()
                yield at(node.lineno, node.col_offset, written, str(number + 1))


def copied(to: Path) -> Path:
    """Return a copy of what tests need of the repository (作業用の写し)."""
    to.mkdir()
    for name in _COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name)
        else:
            shutil.copy(ROOT / name, to / name)
    return to.resolve()


if __name__ == "__main__":
    sys.exit(main())
