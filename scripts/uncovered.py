"""List the modules that the tests reach too little of (検査の届かない部品), lines and branches.

    coverage run -m pytest && coverage combine && python scripts/uncovered.py

Prints each module of the package under 90 %, with the lines and branches that no test reaches,
and ends with 1 where there is one. The tests take half as long again as without.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from coverage import Coverage

LEAST = 90.0  # per cent of a module's lines and branches together


def main() -> int:
    """Print what is missing, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--least", type=float, default=LEAST, metavar="PERCENT")
    parser.add_argument("--data", default=".coverage", metavar="FILE")
    wanted = parser.parse_args()
    measured = Coverage(wanted.data)
    measured.load()
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch, "report.json")
        measured.json_report(outfile=str(report))
        modules = json.loads(report.read_text(encoding="utf-8"))["files"]
    few = 0
    for name, found in sorted(modules.items()):
        share = found["summary"]["percent_covered"]
        if share < wanted.least:
            few += 1
            branches = ", ".join(f"{start}→{stop}" for start, stop in found["missing_branches"])
            missing = ranges(found["missing_lines"]) or "no line"
            print(f"{share:5.1f} %  {name}: {missing}; branches {branches}")
    print(f"{few} of {len(modules)} modules under {wanted.least:g} %")
    return 1 if few else 0


def ranges(lines: list[int]) -> str:
    """Return lines as a reader writes them (行): 3, 7-9."""
    spans: list[list[int]] = []
    for line in sorted(lines):
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return ", ".join(f"{a}-{b}" if a < b else str(a) for a, b in spans)


if __name__ == "__main__":
    sys.exit(main())
