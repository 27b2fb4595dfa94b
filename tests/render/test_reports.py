"""Every diagnostic of reading has a sentence, and every sentence a diagnostic."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bouhan_diff.diagnostics import Diagnostic, Level, Span
from bouhan_diff.render.reports import SENTENCES, place, problems

DOCUMENTS = Path(__file__).parents[2] / "src" / "bouhan_diff" / "documents"


def emitted() -> Iterator[str]:
    """Every text in the modules of documents that may be the code of a diagnostic."""
    for file in DOCUMENTS.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from (arg.value for arg in node.args[:2] if _is_text(arg))
            if isinstance(node, ast.Tuple):
                yield from (part.value for part in node.elts if _is_text(part))


def told() -> Iterator[str]:
    """The codes that are certainly emitted: those beside a level."""
    for file in DOCUMENTS.rglob("*.py"):
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
