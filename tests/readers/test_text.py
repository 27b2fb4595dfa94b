"""Text as pdftotext prints it, against the plan that was typed from it."""

from pathlib import Path

from bouhan_diff.readers import read_published
from bouhan_diff.store import load_plan

SOURCE = Path(__file__).parents[2] / "data" / "source" / "tomakomai-bouhan-r5-r6.txt"


def test_the_source_text_gives_the_shipped_plan() -> None:
    """The published text imports to the shipped plan, to the letter, without a problem."""
    reading = read_published(SOURCE)
    assert reading.problems == ()
    assert reading.plan == load_plan()


def test_a_row_that_does_not_come_apart_is_told_of(tmp_path: Path) -> None:
    """A row with a cell too few is left out and named with its line."""
    text = SOURCE.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(n for n, line in enumerate(text) if line.startswith("2 防犯出前講座"))
    broken = tmp_path / "broken.txt"
    broken.write_text("".join(text[: start + 1] + text[start + 4 :]), encoding="utf-8")
    reading = read_published(broken)
    assert [problem.where for problem in reading.problems] == [f"line {start + 1}"]
    assert "防犯出前講座" in reading.problems[0].what
    assert reading.plan is not None
    assert [i.number for i in reading.plan.sections[0].initiatives] == [1, 3, 4, 5, 6, 7]
