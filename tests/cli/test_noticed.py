"""How what reading noticed is printed: by document and level, one cause once."""

import io
import sys

import pytest

from bouhan_diff.cli.console import print_problem
from bouhan_diff.cli.reports import as_comments, print_reports
from bouhan_diff.diagnostics import Diagnostic, Level, Span
from bouhan_diff.errors import Problem


def outside(page: int, line: int, text: str) -> Diagnostic:
    """A text that no table has."""
    return Diagnostic(Level.LOSS, "text-outside", Span(page=page, line=line), {"text": text})


NOTICED = (
    Diagnostic(Level.NOTE, "total-row", Span(page=2, line=9), {"text": "合計 12"}),
    *(outside(1, line, f"文{line}") for line in (3, 4, 5, 8)),
    outside(2, 7, "文7"),
    *(Diagnostic(Level.DOUBT, "overprinted", Span(page=3, line=line)) for line in (5, 1)),
)


def test_reports_stand_under_their_document_and_level(capsys: pytest.CaptureFixture[str]) -> None:
    """Losses first; of one cause a few in words, the others with their places on one line."""
    print_reports("a.pdf", NOTICED)
    assert capsys.readouterr().err.splitlines() == [
        "bouhan-diff: a.pdf",
        "  Not in the plan (5)",
        "  - Text outside the tables is not in the plan: “文3” (page 1, line 3)",
        "  - Text outside the tables is not in the plan: “文4” (page 1, line 4)",
        "  - 3 more of the same kind (page 1, lines 5, 8; page 2, line 7)",
        "  To be checked (2)",
        "  - Characters overlap; their order may be wrong. (page 3, lines 1, 5)",
        "    Compare it with the document.",
        "  Notes (1)",
        "  - A row of totals was not taken as an initiative: 合計 12 (page 2, line 9)",
    ]


def test_nothing_noticed_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """A document that was understood whole is not mentioned."""
    print_reports("a.pdf", ())
    assert not capsys.readouterr().err


def test_a_data_file_says_all_that_was_noticed() -> None:
    """No text that is not in the plan is left out of its comments, however many there are."""
    written = "\n".join(as_comments(NOTICED))
    assert all(f"“文{n}”" in written for n in (3, 4, 5, 8, 7))
    assert "page 3, lines 1, 5: To be checked: Characters overlap" in written


class Terminal(io.StringIO):
    """A screen that keeps what is written on it."""

    def isatty(self) -> bool:
        """Say that this is a terminal."""
        return True


def test_a_problem_is_broken_between_words_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name is cut there, and a place or a command to copy stays on its line."""
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys, "stderr", Terminal())
    command = "Compare files with: bouhan-diff compare 令和6年度.xlsx 令和7年度.xlsx"
    print_problem(Problem("No department matches “宇宙開発推進課”.", "", "The nearest is 施設課."))
    print_problem(Problem("There is no such file or folder.", "計画/令和6年度.xlsx", command))
    assert sys.stderr.getvalue().splitlines() == [
        "bouhan-diff: No department matches",
        "             “宇宙開発推進課”.",
        "  The nearest is 施設課.",
        "bouhan-diff: 計画/令和6年度.xlsx: There is no such file or folder.",
        f"  {command}",
    ]
