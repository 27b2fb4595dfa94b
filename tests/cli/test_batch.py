"""Many plans at once: every line in order, every problem told."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from bouhan_diff.cli.batch import Lot, Request, compare_all
from bouhan_diff.comparison.filters import Selection
from bouhan_diff.storage import plan_files

PLAN = """\
title: {title}
publisher: {publisher}
years: {{{years}}}
sections:
  - number: 1
    title: 章
    initiatives:
      - number: 1
        name: 見守り
        department: {publisher}役所
        summaries: {{{summaries}}}
"""


def write(
    folder: Path, name: str, publisher: str, summaries: dict[str, str], title: str = "計画"
) -> Path:
    """A data file of one initiative."""
    years = ", ".join(f"{year}: {year}年度" for year in summaries)
    texts = ", ".join(f"{year}: {text}" for year, text in summaries.items())
    file = folder / f"{name}.yaml"
    file.write_text(
        PLAN.format(title=title, publisher=publisher, years=years, summaries=texts),
        encoding="utf-8",
    )
    return file


def rows(lots: Iterable[Lot]) -> list[tuple[str, str]]:
    """The publisher and kind of each line."""
    lines = [json.loads(line) for lot in lots for line in lot.lines.splitlines()]
    return [(line["publisher"], line["kind"]) for line in lines]


@pytest.fixture
def country(tmp_path: Path) -> Path:
    """A folder of forty cities, of which every third changed a fact."""
    for n in range(40):
        new = "街路灯を設置する。" if n % 3 else "防犯カメラを設置する。"
        write(tmp_path, f"{n:02}", f"{n:02}市", {"R5": "街路灯を設置する。", "R6": new})
    return tmp_path


def test_lines_come_in_the_order_of_the_files(country: Path) -> None:
    """However many processes work, the lines and their order are the same."""
    files, everything = plan_files([country]), Request("R5", "R6", is_changed_only=False)
    one = b"".join(lot.lines for lot in compare_all(files, everything, workers=1))
    two = b"".join(lot.lines for lot in compare_all(files, everything, workers=2))
    assert one == two
    expected = [(f"{n:02}市", "unchanged" if n % 3 else "substance") for n in range(40)]
    assert [json.loads(line)["publisher"] for line in one.splitlines()] == [c for c, _k in expected]
    assert [(c, k) for c, k in rows(compare_all(files, everything)) if k == "unchanged"] == [
        (c, k) for c, k in expected if k == "unchanged"
    ]


def test_only_the_rows_asked_for_are_yielded(country: Path) -> None:
    """Filters are those of every command; the unchanged are left out by default."""
    files = plan_files([country])
    assert len(rows(compare_all(files, Request("R5", "R6")))) == 14
    one_city = Request("R5", "R6", Selection(departments=("03市",)))
    assert [city for city, _kind in rows(compare_all(files, one_city))] == ["03市"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_broken_file_is_told_of_and_the_rest_is_done(country: Path, workers: int) -> None:
    """The problem names the file; no other line is missing."""
    (country / "07.yaml").write_text("title: [", encoding="utf-8")
    write(country, "08", "08市", {"R5": "文。"})
    lots = list(compare_all(plan_files([country]), Request("R5", "R6"), workers))
    problems = [str(problem) for lot in lots for problem in lot.problems]
    assert ["07.yaml" in problems[0], "08.yaml" in problems[-1]] == [True, True]
    assert sum(lot.files for lot in lots) == 40
    assert len(rows(lots)) == 14


def test_documents_of_one_plan_are_compared_together(tmp_path: Path) -> None:
    """Two files of a city make one comparison, and its lines stand where the first file does."""
    write(tmp_path, "a", "甲市", {"R5": "街路灯を設置する。"})
    write(tmp_path, "b", "乙町", {"R5": "同じ。", "R6": "違う。"})
    write(tmp_path, "c", "甲市", {"R6": "街路灯を撤去する。"})
    lots = compare_all(plan_files([tmp_path]), Request("R5", "R6"))
    assert [city for city, _kind in rows(lots)] == ["甲市", "乙町"]
