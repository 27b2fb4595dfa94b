"""Break the package in small ways, and see whether a test notices (変異検査).

    coverage run -m pytest && coverage combine
    python scripts/mutate.py --sample 400 --seed 1

Each mutant is the package with one operator, number or truth value turned into another. The
tests that reach the line, as the coverage report's contexts say, are run on it; a line that only
a reader's own process reaches has the tests of its room. Prints the share of mutants that a test
kills and those that survive. It takes an hour or so, and is no part of the check.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from coverage import CoverageData

ROOT = Path(__file__).parent.parent
PACKAGE = Path("src", "bouhan_diff")
ROOMS = ("text", "textdiff", "linkage", "documents/interpret")
_SECONDS = 300  # of one mutant's tests; a mutant that hangs is noticed too
_COPIED = ("src", "tests", "data", "docs", "README.md", "README.ja.md", "pyproject.toml", "scripts")

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


def main() -> int:
    """Test a sample of mutants; return 1 where fewer than four in five are killed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    wanted = parser.parse_args()
    modules = [path for room in ROOMS for path in sorted((ROOT / PACKAGE / room).rglob("*.py"))]
    mutants = [one for path in modules for one in mutants_of(path.relative_to(ROOT))]
    random.Random(wanted.seed).shuffle(mutants)  # noqa: S311  repeatable, not secret
    reached = tests_by_line()
    copies: SimpleQueue[Path] = SimpleQueue()
    survivors: list[Mutant] = []
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(wanted.jobs):
            copies.put(copied(Path(scratch, str(number))))

        def survives(mutant: Mutant) -> bool:
            copy = copies.get()
            try:
                return is_unnoticed(mutant, copy, reached.get((mutant.module, mutant.line), []))
            finally:
                copies.put(copy)

        sample = mutants[: wanted.sample]
        with ThreadPoolExecutor(wanted.jobs) as pool:
            for mutant, is_alive in zip(sample, pool.map(survives, sample), strict=True):
                if is_alive:
                    survivors.append(mutant)
                    print(f"survives  {mutant}", flush=True)
    by_room = Counter(_room(one.module) for one in sample)
    alive = Counter(_room(one.module) for one in survivors)
    for room, count in by_room.items():
        print(f"{room:<24}{count - alive[room]:>4} of {count:>4} killed")
    killed = len(sample) - len(survivors)
    print(f"{killed} of {len(sample)} killed ({killed / len(sample):.0%}), seed {wanted.seed}")
    return 0 if killed * 5 >= len(sample) * 4 else 1


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


def tests_by_line() -> dict[tuple[Path, int], list[str]]:
    """Return the tests that reach each line (行ごとの検査), as pytest names them."""
    data = CoverageData(str(ROOT / ".coverage"))
    data.read()
    found: dict[tuple[Path, int], list[str]] = {}
    for file in data.measured_files():
        path = Path(file)
        if not path.is_relative_to(ROOT):
            continue
        for line, contexts in data.contexts_by_lineno(file).items():
            tests = [test for test in map(_node, contexts) if test]
            found[path.relative_to(ROOT), line] = tests
    return found


def _node(context: str) -> str:
    """Return the node of a context such as tests.text.test_years.test_x, empty for another."""
    module, _dot, function = context.rpartition(".")
    if not function.startswith("test_"):
        return ""
    path = Path(*module.split(".")).with_suffix(".py")
    for folder in (ROOT, ROOT / "tests"):
        if (folder / path).is_file():
            return f"{(folder / path).relative_to(ROOT)}::{function}"
    return ""


def copied(to: Path) -> Path:
    """Return a copy of what tests need of the repository (作業用の写し)."""
    to.mkdir()
    for name in _COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name)
        else:
            shutil.copy(ROOT / name, to / name)
    return to


def is_unnoticed(mutant: Mutant, copy: Path, tests: Sequence[str]) -> bool:
    """Return whether all tests that reach the mutant pass on it (変異の生存)."""
    path = copy / mutant.module
    source = path.read_bytes()
    lines = source.splitlines(keepends=True)
    line = lines[mutant.line - 1]
    stop = mutant.offset + len(mutant.old.encode())
    lines[mutant.line - 1] = line[: mutant.offset] + mutant.new.encode() + line[stop:]
    path.write_bytes(b"".join(lines))
    room = Path("tests", _room(mutant.module).partition("/")[0])
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    command += [*tests] or [str(room)]
    environment = os.environ | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    finally:
        path.write_bytes(source)
    return done.returncode == 0


def _room(module: Path) -> str:
    name = module.relative_to(PACKAGE).parent.as_posix()
    return next(room for room in ROOMS if name == room or name.startswith(f"{room}/"))


if __name__ == "__main__":
    sys.exit(main())
