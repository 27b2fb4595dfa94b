"""Every diagnostic of reading has a sentence, and every sentence a diagnostic."""

import ast
import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest

from bouhan_diff.diagnostics import Diagnostic, Level, Span
from bouhan_diff.messages import in_language
from bouhan_diff.render.report_sentences import SENTENCES
from bouhan_diff.render.reports import in_brief, no_plan, place, places, problems

PACKAGE = Path(__file__).parents[2] / "src" / "bouhan_diff"
MODULES = [*(PACKAGE / "documents").rglob("*.py"), *(PACKAGE / "comparison").glob("*.py")]


def emitted() -> Iterator[str]:
    """Every text in the modules that may be the code of a diagnostic."""
    for file in MODULES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from (arg.value for arg in node.args[:2] if _is_text(arg))
            if isinstance(node, ast.Tuple):
                yield from (part.value for part in node.elts if _is_text(part))


def told() -> Iterator[str]:
    """The codes that are certainly emitted: those beside a level."""
    for file in MODULES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in {"note", "doubt", "loss"}:
                yield from (arg.value for arg in node.args[:1] if _is_text(arg))
            elif name in {"Diagnostic", "_tell"}:
                yield from (arg.value for arg in node.args[1:2] if _is_text(arg))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_code_has_a_sentence() -> None:
    """Nothing that reading notices ends in an error when it is told."""
    assert set(told()) - set(SENTENCES) == set()


def test_every_sentence_has_a_code() -> None:
    """What no reader emits any more is gone from the catalogue."""
    assert set(SENTENCES) - set(emitted()) == set()


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(page=3, line=5), ("3", "5")),
        (Span(sheet="表1", row=7), ("表1", "7")),
        (Span(table=2, row=4), ("2", "4")),
        (Span(line=9), ("9",)),
        (Span(), ()),
    ],
)
def test_a_place_names_what_is_known(span: Span, words: tuple[str, ...]) -> None:
    """A page and line of a PDF, a sheet and row of Excel, a table and row of Word."""
    assert all(word in place(span) for word in words)
    assert bool(place(span)) == bool(words)


def test_one_thing_at_one_place_is_told_once() -> None:
    """Two cells of one row with the same fault are one line."""
    cells = [Diagnostic(Level.LOSS, "equation", Span(table=1, row=2, column=n)) for n in (1, 2)]
    assert len(problems(cells)) == 1


def test_places_of_several_documents_name_them() -> None:
    """The first page of one is not that of the other."""
    both = [
        Diagnostic(Level.LOSS, "picture", Span(file=name, page=1)) for name in ("a.pdf", "b.pdf")
    ]
    assert [problem.where for problem in problems(both)] == ["a.pdf  page 1", "b.pdf  page 1"]
    assert [problem.where for problem in problems(both[:1])] == ["page 1"]


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([Span(page=3, line=5), Span(page=3, line=9)], "page 3, lines 5, 9"),
        ([Span(sheet="表1", row=7), Span(sheet="表1", row=2)], "sheet 表1, rows 2, 7"),
        ([Span(table=2, row=4), Span(table=2, row=5)], "table 2, rows 4, 5"),
        ([Span(line=9), Span(line=12)], "lines 9, 12"),
        ([Span(page=3, line=5), Span(page=4, line=5)], "page 3, line 5; page 4, line 5"),
        ([Span(line=line) for line in range(1, 6)], "lines 1, 2, 3; and 2 more"),
        ([Span(), Span()], ""),
    ],
    ids=["a page", "a sheet", "a table", "lines", "two pages", "too many", "nowhere"],
)
def test_places_that_belong_together_are_named_together(
    spans: list[Span], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines of one page, and rows of one sheet or table, are listed once."""
    monkeypatch.setattr("bouhan_diff.messages._catalogue", gettext.NullTranslations())
    assert places(spans, 3) == words


@pytest.mark.parametrize(
    ("code", "data", "words"),
    [
        pytest.param(
            "edition-guessed", {"edition": "R5", "source": "date"}, "令和5年度", id="year"
        ),
        pytest.param("edition-guessed", {"edition": "現行", "source": "date"}, "現行", id="label"),
        pytest.param(
            "edition-contradiction",
            {"edition": "R5", "other_edition": "R元"},
            "ファイル名は令和元年度",
            id="two-years",
        ),
        pytest.param("name-missing", {"number": "D887"}, "D887", id="number-that-is-no-year"),
        pytest.param("name-missing", {"number": "R5"}, "R5", id="number-that-looks-like-a-year"),
    ],
)
def test_documents_spell_out_years_alone(code: str, data: dict[str, str], words: str) -> None:
    """A year stands in a document as offices write it; a number that looks like one stays."""
    with in_language("ja"):
        (line,) = in_brief([Diagnostic(Level.DOUBT, code, data=data)])
    assert words in line


def test_documents_quote_in_brief_what_was_not_read() -> None:
    """A page of prose is no note: a few of its words, and how long all of it is."""
    texts = ("前文" * 30, "甲", "乙", "丙")
    found = [
        Diagnostic(Level.LOSS, "text-outside", Span(page=n), {"text": text})
        for n, text in enumerate(texts, 1)
    ]
    with in_language("ja"):
        (line,) = in_brief(found)
    assert line.endswith(f"「{'前文' * 20}…」「甲」「乙」（全63字）")
    assert line.startswith("1ページ、2ページ、3ページ、4ページ：")


def test_the_page_names_years_as_the_document_does() -> None:
    """令和6年度 stands on a page that never says R6, but where an option has to be typed."""
    option = "--edition R5"
    data = {"edition": "R6", "source": "file-name"}
    guessed = Diagnostic(Level.DOUBT, "edition-guessed", data=data, option=option)
    with in_language("ja"):
        (said,) = problems([guessed], is_spelt=True)
        (brief,) = problems([guessed])
    assert "令和6年度の資料" in said.what
    assert "R6の資料" in brief.what
    assert option in said.advice


def test_a_document_without_a_plan_says_so_first() -> None:
    """That a letter has no table comes before which of its lines were not imported."""
    left_out = Diagnostic(Level.LOSS, "text-outside", data={"text": "ご案内"})
    missing = Diagnostic(Level.LOSS, "no-initiatives")
    said = str(no_plan(Path("letter.pdf"), [left_out, missing]))
    assert said.index("No table of initiatives") < said.index("ご案内")
