"""Everything that the program promises of its speed (性能), on the machine it runs on.

    python benchmarks/run.py

Prints each figure beside its bound and exits 1 where one is not met. It takes some
minutes, and a few hundred megabytes of disk for a made-up country of plans.
"""

import difflib
import importlib.util
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from corpus import generate, join, merge
from measuring import Bound, Run, environment, medians, run
from readability import docdiff

from bouhan_diff import diff_text, load_plan
from bouhan_diff.edition import Edition
from bouhan_diff.textdiff import EditKind

HERE = Path(__file__).parent
PYTHON = sys.executable
TOOL = [str(Path(PYTHON).with_name("bouhan-diff"))]
IMPORTS = "import typer, rich.table, yaml"
START_UP_ROUNDS = 15
PEER_ROUNDS = 9
SCALE_ROUNDS = 3
SLOW = 10  # seconds after which an engine has shown its speed
INITIATIVES = 37
SIZES = (27, 270, 1741)  # files; with 37 initiatives each 999, 9,990 and 64,417 pairs

Text = tuple[str, str]
Pieces = Sequence[Text]


def main() -> int:
    """Measure everything; return 1 where a bound is not met."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        bounds = [*start_up(), *long_texts(), *scale(folder)]
        beside_docdiff(folder)
        loading(folder)
        engines(folder)
    print(f"\n{'':6}{'':<66}{'measured':>9}{'bound':>9}")
    for bound in bounds:
        print(bound)
    return 0 if all(bound.is_met for bound in bounds) else 1


def start_up() -> Iterator[Bound]:
    """Yield whole commands (起動時間) against the bare imports and against Python itself."""
    commands = {
        "pass": [PYTHON, "-c", "pass"],
        "imports": [PYTHON, "-c", IMPORTS],
        "changes": [*TOOL, "changes", "R5", "R6"],
        "show one year as JSON": [*TOOL, "show", "--format", "json", "--year", "R6"],
        "check": [*TOOL, "check"],
        "completion": ["_BOUHAN_DIFF_COMPLETE=bash", *TOOL, "by-dept", "市民"],
        "--version": [*TOOL, "--version"],
        "--help": [*TOOL, "--help"],
    }
    taken = medians(commands, START_UP_ROUNDS)
    print("Start-up, median of whole processes run in turn:")
    for name, seconds in taken.items():
        bare, imports = seconds / taken["pass"], seconds / taken["imports"]
        print(f"  {name:<24}{1000 * seconds:7.0f} ms{bare:7.1f} × pass{imports:7.2f} × imports")
    yield Bound("changes, coloured", taken["changes"] / taken["imports"], 1.9, "× imports")
    yield Bound("changes, coloured", taken["changes"] / taken["pass"], 16, "× pass")
    for name in ("show one year as JSON", "check", "completion", "--version"):
        yield Bound(name, taken[name] / taken["imports"], 1.25, "× imports")
    yield Bound("--help", taken["--help"] / taken["pass"], 8, "× pass")


def beside_docdiff(folder: Path) -> None:
    """Print what the shipped plan takes here and with docdiff (同種のツール), if that is installed.

    docdiff gets the texts of all initiatives as two files. Whole processes in turn, medians.
    """
    if not shutil.which("docdiff"):
        return
    files = [folder / "R5.txt", folder / "R6.txt"]
    for file, edition in zip(files, (Edition(2023), Edition(2024)), strict=True):
        rows = (row.summaries.get(edition, "") for _section, row in load_plan().initiatives())
        file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    commands = {
        "changes": [*TOOL, "changes", "R5", "R6"],
        "docdiff": ["docdiff", "--word", "--format=wdiff", "--utf8", "--lf", *map(str, files)],
    }
    taken = medians(commands, PEER_ROUNDS)
    ours, theirs = taken["changes"], taken["docdiff"]
    print("\nThe shipped plan's texts, whole processes in turn:")
    print(f"  changes R5 R6 {1000 * ours:.0f} ms, docdiff {1000 * theirs:.0f} ms", end="")
    print(f"; docdiff takes {theirs / ours:.2f} of ours")


def long_texts() -> Iterator[Bound]:
    """Yield two texts of 100,000 characters (長文): scattered edits, and nothing in common."""
    chance = random.Random(1)  # noqa: S311  repeatable, not secret
    summaries = [row.summaries[Edition(2024)] for _section, row in load_plan().initiatives()]
    old = "".join(chance.choice(summaries) for _ in range(2000))[:100_000]
    new = "".join("等" if chance.random() < 0.005 else letter for letter in old)
    other = "".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(100_000))
    for what, text, seconds in (
        ("100,000 characters, scattered edits", new, 2),
        ("100,000 characters, nothing in common", other, 5),
    ):
        taken, megabytes = apart(old, text)
        yield Bound(what, taken, seconds, "s")
        yield Bound(what, megabytes, 300, "MB")


def apart(old: str, new: str) -> tuple[float, float]:
    """Return the seconds that a difference takes, and the most memory of a process with it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("old", old), ("new", new)):
            Path(folder, name).write_text(text, encoding="utf-8")
        code = (
            "import pathlib, resource, sys, time\n"
            "from bouhan_diff import diff_text\n"
            "diff_text('新しい', '古い')\n"
            "old, new = (pathlib.Path(sys.argv[1], n).read_text('utf-8') for n in ('old', 'new'))\n"
            "start = time.perf_counter()\n"
            "found = diff_text(old, new)\n"
            "taken = time.perf_counter() - start\n"
            "assert ''.join(s.old for s in found) == old and ''.join(s.new for s in found) == new\n"
            "print(taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
        )
        done = subprocess.run([PYTHON, "-c", code, folder], capture_output=True, check=True)
    taken, megabytes = map(float, done.stdout.split())
    return taken, megabytes


def scale(folder: Path) -> Iterator[Bound]:
    """Yield a country of plans (全国規模) against the obvious program, and how cost grows."""
    ours: dict[int, list[Run]] = {files: [] for files in SIZES}
    peak = 0.0
    for files in SIZES:
        generate(folder / str(files), files)
    whole, single = folder / str(SIZES[-1]), folder / "single.yaml"
    with_amounts = folder / "amounts"
    generate(with_amounts, SIZES[-1], has_amounts=True)
    join(whole, single)
    theirs: dict[Path, list[float]] = {single: [], whole: []}
    amounts: list[float] = []
    command = [*TOOL, "changes", "R5", "R6", "--all", "--format", "jsonl", "--data"]
    for _ in range(SCALE_ROUNDS):
        done = run([*command, str(with_amounts)], environment(), folder / "ours")
        amounts.append(done.seconds)
        for files in SIZES:
            done = run([*command, str(folder / str(files))], environment(), folder / "ours")
            if (folder / "ours").read_bytes().count(b"\n") != files * INITIATIVES:
                sys.exit(f"{files} files gave another number of lines")
            ours[files].append(done)
            peak = max(peak, done.megabytes)
        for data, taken in theirs.items():
            obviously = [PYTHON, str(HERE / "obvious.py"), str(data)]
            taken.append(run(obviously, environment(), folder / "theirs").seconds)
    best = {files: median(one.seconds for one in taken) for files, taken in ours.items()}
    work = {files: median(one.processor_seconds for one in taken) for files, taken in ours.items()}
    obvious, by_file = (median(taken) for taken in theirs.values())
    print("\nScale, median of whole processes run in turn:")
    for files, seconds in best.items():
        print(f"  {files * INITIATIVES:>7,} pairs{seconds:8.2f} s{work[files]:8.2f} s of work")
    pairs = SIZES[-1] * INITIATIVES
    print(f"  {pairs:>7,} pairs{obvious:8.2f} s  the obvious program, all plans in one file")
    print(f"  {pairs:>7,} pairs{by_file:8.2f} s  the obvious program, file by file")
    print(f"  {pairs:>7,} pairs{median(amounts):8.2f} s  with four columns of amounts")
    yield Bound("64,417 pairs", best[SIZES[-1]] / obvious, 1 / 3, "× the obvious program")
    yield Bound(
        "64,417 pairs with four columns of amounts",
        median(amounts) / best[SIZES[-1]],
        1.5,
        "× without them",
    )
    yield Bound("64,417 pairs, all processes together", peak, 600, "MB")
    yield Bound("10,000 pairs, work off a straight line", off_line(work), 15, "%")


def loading(folder: Path) -> None:
    """Print what it takes to read a country's plans from one file (読込み), by process."""
    merged = folder / "merged.yaml"
    merge(folder / str(SIZES[-1]), merged)
    ways = {
        "PyYAML's CSafeLoader": "import yaml; yaml.load(open({!r}, 'rb'), yaml.CSafeLoader)",
        "its C parser's events alone": (
            "from yaml.cyaml import CParser; from yaml.events import StreamEndEvent\n"
            "following = CParser(open({!r}, 'rb').read()).get_event\n"
            "while following().__class__ is not StreamEndEvent: pass"
        ),
        "our loader, every value checked": "from bouhan_diff import load_plan; load_plan({!r})",
    }
    print(f"\nReading {SIZES[-1] * INITIATIVES:,} initiatives from one file:")
    for name, code in ways.items():
        taken = [
            run([PYTHON, "-c", code.format(str(merged))], environment(), folder / "read")
            for _ in range(SCALE_ROUNDS)
        ]
        seconds, megabytes = (
            median(f) for f in zip(*((t.seconds, t.megabytes) for t in taken), strict=True)
        )
        print(f"  {name:<34}{seconds:6.2f} s{megabytes:6.0f} MB")


def off_line(seconds: dict[int, float]) -> float:
    """Return how far the middle size is from the line through the two others, in percent."""
    small, middle, large = seconds
    slope = (seconds[large] - seconds[small]) / (large - small)
    expected = seconds[small] + slope * (middle - small)
    return 100 * abs(seconds[middle] - expected) / expected


def engines(folder: Path) -> None:
    """Print pairs a second of each engine (差分速度), and that its result is right."""
    pairs = [
        (summaries[Edition(2023)], summaries[Edition(2024)])
        for file in sorted((folder / str(SIZES[1])).glob("*.yaml"))[:60]
        for _section, row in load_plan(file).initiatives()
        if len(set((summaries := row.summaries).values())) > 1
    ]
    print(f"\nEngines, over {len(pairs)} pairs that differ, in this process:")
    for name, engine in (("bouhan-diff, words and kinds", ours_of), *others()):
        engine(*pairs[0])
        start = time.perf_counter()
        results = []
        for old, new in pairs:
            results.append(engine(old, new))
            taken = time.perf_counter() - start
            if taken > SLOW:
                break
        for (old, new), pieces in zip(pairs, results, strict=False):
            if ("".join(p[0] for p in pieces), "".join(p[1] for p in pieces)) != (old, new):
                sys.exit(f"{name} does not rebuild the two texts")
        print(f"  {name:<36}{len(results) / taken:9,.0f} pairs/s")


def ours_of(old: str, new: str) -> Pieces:
    """Return our segments as pieces of both texts."""
    return [(s.old, s.new) for s in diff_text(old, new) if s.kind in EditKind]


def others() -> Iterator[tuple[str, Callable[[str, str], Pieces]]]:
    """Yield the other engines that are here."""

    def with_difflib(old: str, new: str) -> Pieces:
        opcodes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        return [(old[i:j], new[k:m]) for _tag, i, j, k, m in opcodes]

    yield "difflib, characters", with_difflib
    if importlib.util.find_spec("diff_match_patch"):
        from diff_match_patch import diff_match_patch  # noqa: PLC0415  where it is installed

        engine: Any = diff_match_patch()

        def with_dmp(old: str, new: str) -> Pieces:
            found = engine.diff_main(old, new)
            engine.diff_cleanupSemantic(found)
            return [(text if tag <= 0 else "", text if tag >= 0 else "") for tag, text in found]

        yield "diff-match-patch, characters", with_dmp
    if shutil.which("docdiff"):
        yield "docdiff, words (a process each)", docdiff


if __name__ == "__main__":
    sys.exit(main())
