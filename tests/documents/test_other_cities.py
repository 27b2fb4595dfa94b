"""Plans in the manner of other cities and ministries, in every format; see cases/published."""

import gettext
from pathlib import Path
from typing import Any

import pytest
import yaml
from office_files import FORMATS, Block

from bouhan_diff import documents as readers
from bouhan_diff.documents import Reading, ReadOptions
from bouhan_diff.documents.interpret import parse_columns
from bouhan_diff.plan import Plan, reference
from bouhan_diff.render.reports import problems
from bouhan_diff.storage.dumper import dump_plan
from bouhan_diff.storage.loader import read_plan

FOLDER = Path(__file__).parent.parent / "cases" / "published"
CASES = [
    (file.stem, suffix, case)
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in [yaml.safe_load(file.read_text(encoding="utf-8"))]
    for suffix in case.get("formats", (".pdf", ".docx", ".xlsx"))
]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are in English, whatever the locale is."""
    monkeypatch.setattr("bouhan_diff.messages._catalogue", gettext.NullTranslations())


def read(case: dict[str, Any], suffix: str, folder: Path) -> Reading:
    """What is understood of the case's document in that format."""
    file = folder / f"計画{suffix}"
    write = FORMATS[suffix]
    more = {"widths": case["widths"]} if suffix == ".pdf" and "widths" in case else {}
    file.write_bytes(write(case["document"], **more))
    *_pages, reading = readers._read(file, ReadOptions(parse_columns(case.get("columns", ()))))
    assert isinstance(reading, Reading)
    return reading


def expected(case: dict[str, Any]) -> Plan:
    """The plan that the case says is understood."""
    return read_plan(yaml.safe_dump(case["plan"], allow_unicode=True).encode(), "case")


@pytest.mark.parametrize(
    ("name", "suffix", "case"), CASES, ids=[f"{name}{suffix}" for name, suffix, _case in CASES]
)
def test_another_citys_plan(name: str, suffix: str, case: dict[str, Any], tmp_path: Path) -> None:
    """The plan is the one that is expected, and what is not clear is told."""
    reading = read(case, suffix, tmp_path)
    told = [str(problem) for problem in problems(reading.diagnostics)]
    assert len(told) == len(case.get("problems", ())), f"{name}: {told}"
    for part, problem in zip(case.get("problems", ()), told, strict=True):
        assert part in problem
    if "plan" in case:
        assert reading.plan is not None
        assert dump_plan(reading.plan) == dump_plan(expected(case))
    else:
        assert reading.plan is None


@pytest.mark.parametrize(
    ("name", "suffix", "case"), CASES, ids=[f"{name}{suffix}" for name, suffix, _case in CASES]
)
def test_nothing_is_lost_in_silence(
    name: str, suffix: str, case: dict[str, Any], tmp_path: Path
) -> None:
    """Every text of the document is in the plan or told of, but for headings and furniture."""
    reading = read(case, suffix, tmp_path)
    kept = "".join(dump_plan(reading.plan).split()) if reading.plan else ""
    if reading.plan:
        kept += "".join(reference(s.number, i.number) for s, i in reading.plan.initiatives())
    told = "".join("".join(map(str, problems(reading.diagnostics))).split())
    left_out = {*case.get("furniture", ()), "<", "^", ""}
    for text in texts(case["document"]):
        for line in text.split("\n"):
            pieces = line.split()
            is_kept = all(piece in kept for piece in pieces)
            is_told = "".join(pieces)[:20] in told
            assert line in left_out or is_kept or is_told, (
                f"{name}: {line} is neither in the plan nor told of"
            )


def texts(document: list[Block]) -> list[str]:
    """Every line and cell."""
    return [
        text
        for block in document
        for text in ([block] if isinstance(block, str) else [c for row in block for c in row])
    ]
