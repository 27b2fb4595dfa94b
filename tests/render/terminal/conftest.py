"""The table that every screen is tried on."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bouhan_diff.comparison.filters import grouped
from bouhan_diff.comparison.table import (
    ComparisonTable,
    GroupBy,
    PropertyChange,
    Row,
    RowKind,
    SectionHeading,
    count,
)
from bouhan_diff.edition import Edition
from bouhan_diff.plan import Property
from bouhan_diff.render.terminal.palette import Paint, painted
from bouhan_diff.text.linebreak import set_ambiguous_width
from bouhan_diff.textdiff import EditKind, Segment

CASES = Path(__file__).parents[2] / "cases"


@pytest.fixture
def wide_ambiguous() -> Iterator[None]:
    """A screen that gives two cells to characters of ambiguous width."""
    set_ambiguous_width(2)
    yield
    set_ambiguous_width(1)


@pytest.fixture(scope="session")
def table() -> ComparisonTable:
    """The hand-made table of cases/screen.yaml."""
    written = yaml.safe_load((CASES / "screen.yaml").read_text(encoding="utf-8"))
    rows = [
        _row(SectionHeading(section["number"], section["title"], section.get("aim", "")), row)
        for section in written["sections"]
        for row in section["rows"]
    ]
    return ComparisonTable(
        title=written["title"],
        old_edition=Edition.parse(written["old"]),
        new_edition=Edition.parse(written["new"]),
        old_heading=written["old_heading"],
        new_heading=written["new_heading"],
        groups=grouped(rows, GroupBy.SECTION),
        counts=count(rows),
        policy_plan=written["policy_plan"],
    )


def _row(section: SectionHeading, row: dict[str, Any]) -> Row:
    kind = RowKind(row["kind"])
    segments = [_segment(part) for part in _parts(row["text"])]
    old = "".join(segment.old for segment in segments)
    new = "".join(segment.new for segment in segments)
    alone = kind in {RowKind.ADDED, RowKind.REMOVED}
    return Row(
        section=section,
        number=row["number"],
        name=row["name"],
        department=row.get("department", ""),
        policies=tuple(row.get("policies", ())),
        kind=kind,
        old=None if kind is RowKind.ADDED else old,
        new=None if kind is RowKind.REMOVED else new,
        segments=() if alone else tuple(segments),
        changes=tuple(_change(*change) for change in row.get("changes", ())),
    )


def _parts(text: str | list[Any]) -> list[Any]:
    return [text] if isinstance(text, str) else text


def _segment(part: str | list[str]) -> Segment:
    if isinstance(part, str):
        return Segment(part, part, EditKind.EQUAL)
    return Segment(part[1], part[2], EditKind(part[0]))


def _change(what: str, old: Any, new: Any) -> PropertyChange:  # noqa: ANN401  as YAML has it
    return PropertyChange(
        Property(what), *(tuple(v) if isinstance(v, list) else v for v in (old, new))
    )


@pytest.fixture(scope="session")
def printed() -> Callable[..., str]:
    """Print what a renderer yields as the program does, and return what reaches the terminal."""

    def run(pieces: Any, *, width: int, colour: bool = False) -> str:  # noqa: ANN401, ARG001
        paint = Paint.MANY if colour else Paint.PLAIN
        return "".join(painted(piece, paint) for piece in pieces)

    return run
