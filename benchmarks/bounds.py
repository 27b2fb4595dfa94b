"""Measure what the table in SECURITY.md says of the largest inputs (上限の測定).

    python benchmarks/bounds.py [NAME…]

Each is made, and taken by a process of its own; printed are its processor time, which another
program's work does not change, and the most memory that it held.
"""

import argparse
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from measuring import environment

from bouhan_diff.edition import Edition
from bouhan_diff.plan import Initiative, Plan, Section
from bouhan_diff.storage.dumper import dump_plan

CHARACTERS = 100_000
ROWS = 10_000
FILE = 64 << 20
CHANCE = random.Random(1)  # noqa: S311  repeatable, not secret
OLD, NEW = Edition(2024), Edition(2025)
WORDS = [
    *("防犯", "カメラ", "通学路", "見守り", "公園", "街路灯", "設置", "点検", "講習会", "市民"),
    *"をにはの、。",
]

Command = list[str]


def data_file(length: int) -> Callable[[Path], Command]:
    """Read a data file that is all but too large (64 MiB), of texts of a length."""

    def made(folder: Path) -> Command:
        one = text("".join(WORDS), length)
        count = FILE // len(dump_plan(plan(rows_of([one]))).encode())
        while len(content := dump_plan(plan(rows_of([one] * count))).encode()) < FILE * 95 // 100:
            count = count * FILE // len(content) * 99 // 100
        (folder / "large.yaml").write_bytes(content)
        return ["check", "large.yaml"]

    return made


def rows_of(texts_of_rows: list[str]) -> list[Initiative]:
    """Return an initiative for each text."""
    return [
        Initiative(number, f"事業{number}", {OLD: f"{number}{content}"})
        for number, content in enumerate(texts_of_rows, 1)
    ]


def texts(old: str, new: str) -> Callable[[Path], Command]:
    """Compare two texts of as many characters as one may have."""

    def made(folder: Path) -> Command:
        rows = [Initiative(1, "事業", {OLD: old[:CHARACTERS], NEW: new[:CHARACTERS]})]
        (folder / "plan.yaml").write_bytes(dump_plan(plan(rows)).encode())
        return ["changes", "--data", "plan.yaml", "--format", "json"]

    return made


def documents(*, has_one_name: bool) -> Callable[[Path], Command]:
    """Compare two documents whose rows keep name and text but for 5 %, or that have one name."""

    def made(folder: Path) -> Command:
        names = [text(HAN[:1000], 6) for _ in range(ROWS)]
        for year in (OLD, NEW):
            if year == OLD or has_one_name:
                contents = ["".join(CHANCE.choices(WORDS, k=12)) for _ in range(ROWS)]
            rows = []
            for number, (name, written) in enumerate(zip(names, contents, strict=True), 1):
                is_new = year == NEW and number % 20 == 0
                title = text(HAN[:1000], 6) if is_new else name
                rows.append(Initiative(number, "事業" if has_one_name else title, {year: written}))
            (folder / f"{year}.yaml").write_bytes(dump_plan(plan(rows, year)).encode())
        return ["compare", f"{OLD}.yaml", f"{NEW}.yaml", "--format", "jsonl"]

    return made


def plan(rows: list[Initiative], *years: Edition) -> Plan:
    """Return a plan of one section."""
    return Plan("計画", dict.fromkeys(years or (OLD, NEW), ""), (Section(1, "章", tuple(rows)),))


def text(letters: str, size: int) -> str:
    """Return letters drawn by chance."""
    return "".join(CHANCE.choices(letters, k=size))


PROSE = "".join(CHANCE.choices(WORDS, k=CHARACTERS))
HAN = "".join(map(chr, range(0x4E00, 0x9FA0)))
CASES: dict[str, Callable[[Path], Command]] = {
    "a data file of 64 MiB, long texts": data_file(1000),
    "a data file of 64 MiB, texts of a word": data_file(3),
    "two texts, nothing in common": texts(PROSE, text(HAN, CHARACTERS)),
    "two texts, words in another order": texts(PROSE, "".join(CHANCE.choices(WORDS, k=CHARACTERS))),
    "two texts of two letters": texts(text("防犯", CHARACTERS), text("防犯", CHARACTERS)),
    "two texts of kana": texts(
        text("あいうえおかきくけこ", CHARACTERS), text("さしすせそ", CHARACTERS)
    ),
    "two texts of Han characters": texts(text(HAN, CHARACTERS), text(HAN, CHARACTERS)),
    "two texts of digits": texts(text("0123456789", CHARACTERS), text("0123456789,", CHARACTERS)),
    "two texts of signs": texts(
        text("、。・「」（）", CHARACTERS), text("、。・「」（）", CHARACTERS)
    ),
    "two texts of lines": texts(text("・防犯\n", CHARACTERS), text("・防犯\n", CHARACTERS)),
    "10,000 rows in each": documents(has_one_name=False),
    "10,000 rows in each, all of one name": documents(has_one_name=True),
}


def main() -> None:
    """Print what each case takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(CASES))
    for name in parser.parse_args().names or CASES:
        with tempfile.TemporaryDirectory() as scratch:
            # What makes the input is another process, since a new one begins with its memory.
            with multiprocessing.get_context("fork").Pool(1) as making:
                arguments = making.apply(make, (name, Path(scratch)))
            command = [sys.executable, "-m", "bouhan_diff", *arguments]
            seconds, mebibytes = taken(command, Path(scratch))
        print(f"{name:<44}{seconds:6.1f} s{mebibytes:7,.0f} MiB", flush=True)


def make(name: str, folder: Path) -> Command:
    """Write the files of a case, and return the arguments of the program."""
    return CASES[name](folder)


def taken(command: Command, folder: Path) -> tuple[float, float]:
    """Return the processor time of a command, and the most memory of one of its processes."""
    with (folder / "out").open("wb") as out:
        program = subprocess.Popen(
            command, cwd=folder, env=environment(), stdout=out, stderr=subprocess.DEVNULL
        )
        _pid, status, usage = os.wait4(program.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{command} ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
