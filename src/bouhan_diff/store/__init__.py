"""The store (データの読み書き): data files in YAML to plans and back; the only YAML."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from ..errors import UserError
from ..fiscal_year import FiscalYear
from ..messages import _
from ..plan import Initiative, Plan, Section
from .dumping import dump_plan

__all__ = ["dump_plan", "load_plan", "load_plans"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PACKAGE = Path(__file__).parent.parent
_SHIPPED = (_PACKAGE / "data", _PACKAGE.parent.parent / "data")


def load_plan(path: Path | str | None = None) -> Plan:
    """Return the plan (計画) in a data file; by default the one that is shipped.

    Raises UserError with every problem of the file.
    """
    file = _shipped() if path is None else Path(path)
    try:
        document = yaml.load(file.read_text(encoding="utf-8-sig"), _LOADER)  # noqa: S506  a safe one
    except OSError as error:
        raise UserError(_("The file cannot be read."), where=str(file)) from error
    return Plan(
        document["title"],
        {FiscalYear.parse(str(year)): text for year, text in document["years"].items()},
        tuple(_section(section) for section in document["sections"]),
        document.get("source", ""),
        document.get("publisher", ""),
        document.get("policy_plan", ""),
        str(file),
    )


def load_plans(paths: Sequence[Path]) -> Iterator[Plan]:
    """Yield the plans of files, and of folders of files, in the order of their names."""
    for path in paths:
        files = sorted([*path.glob("*.yaml"), *path.glob("*.yml")]) if path.is_dir() else [path]
        yield from map(load_plan, files)


def _shipped() -> Path:
    """Return the shipped file: inside the wheel, or in the repository where editable."""
    files = [folder / "programs.yaml" for folder in _SHIPPED]
    return next((file for file in files if file.exists()), files[0])


def _section(read: dict[str, Any]) -> Section:
    initiatives = tuple(_initiative(initiative) for initiative in read["initiatives"])
    return Section(read["number"], read["title"], initiatives, read.get("aim", ""))


def _initiative(read: dict[str, Any]) -> Initiative:
    return Initiative(
        read["number"],
        read["name"],
        {FiscalYear.parse(str(year)): text for year, text in read["summaries"].items()},
        read.get("department", ""),
        tuple(read.get("policies", ())),
    )
