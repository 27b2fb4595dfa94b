"""Data files (データファイル): YAML to plans and back; no other room reads or writes YAML."""

from collections.abc import Sequence
from pathlib import Path

from ..errors import Problem, UserError
from ..plan import Plan
from .files import plan_files, read_file, shipped_file
from .loader import read_plan

__all__ = ["load_plan", "load_plans", "plan_files", "shipped_file"]


def load_plan(path: Path | str | None = None) -> Plan:
    """Return the plan (計画) in a data file; by default the one that is shipped.

    Raises UserError with every problem of the file, each with its line and column.
    """
    file = shipped_file() if path is None else Path(path)
    return read_plan(read_file(file), str(file))


def load_plans(paths: Sequence[Path | str]) -> tuple[Plan, ...]:
    """Return the plans (計画) of files, and of folders of files by name.

    Raises UserError with every problem of every file.
    """
    plans: list[Plan] = []
    problems: list[Problem] = []
    for file in plan_files(paths):
        try:
            plans.append(load_plan(file))
        except UserError as error:
            problems += error.problems
    if problems:
        raise UserError(problems)
    return tuple(plans)
