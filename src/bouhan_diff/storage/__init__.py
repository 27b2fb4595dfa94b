"""Data files (データファイル): YAML to plans and back; no other package reads or writes them.

`files` finds and decodes them, `yaml_syntax` yields YAML events, `nodes` reads records and lists
from these, `loader` the plan, `links` the user's matches; `messages` words what is wrong. `dumper`
writes a plan.
"""

from pathlib import Path

from ..plan import Plan
from .files import plan_files, read_utf8, shipped_file
from .loader import read_plan

__all__ = ["load_plan", "plan_files", "shipped_file"]


def load_plan(path: Path | str | None = None) -> Plan:
    """Return the plan (計画) in a data file; by default the plan that comes with the program.

    Raises UserError with every problem of the file, each with its line and column.
    """
    file = shipped_file() if path is None else Path(path)
    return read_plan(read_utf8(file), str(file))
