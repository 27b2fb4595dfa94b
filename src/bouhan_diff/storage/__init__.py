"""Data files (データファイル): YAML to plans and back, which no other package reads or writes."""

from pathlib import Path

from ..plan import Plan
from .files import plan_files, read_utf8, shipped_file
from .loader import read_plan

__all__ = ["load_plan", "plan_files", "shipped_file"]


def load_plan(path: Path | str | None = None) -> Plan:
    """Return the plan (計画) in a data file; by default the one that is shipped.

    Raises UserError with every problem of the file, each with its line and column.
    """
    file = shipped_file() if path is None else Path(path)
    return read_plan(read_utf8(file), str(file))
