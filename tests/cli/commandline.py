"""What the tests of the command line share: facts of the shipped plan, and a clean environment."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "tests" / "cases"
CHANGED = "1-1 1-2 1-3 1-4 1-6 2-3 2-7 3-1 4-2 4-5 4-14 5-1 6-1 6-2 6-4".split()
SHIPPED = ROOT / "data" / "programs.yaml"
_OURS = (
    "BOUHAN_DIFF_DATA",
    "BOUHAN_DIFF_AMBIGUOUS",
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "FORCE_COLOR",
    "TERM",
    "PAGER",
)
_LOCALE = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True)
class Ran:
    """What a command came to: its exit code and what it printed."""

    code: int
    out: str
    err: str


def environment(**own: str) -> dict[str, str]:
    """The environment without what would change the program, and with `own`; English."""
    kept = {name: value for name, value in os.environ.items() if name not in (*_OURS, *_LOCALE)}
    source = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    return kept | {"LANGUAGE": "en", "PYTHONPATH": source.rstrip(os.pathsep)} | own
