"""Word diagnostics (報告): what reading noticed, where, and what to do."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from ..diagnostics import Diagnostic, Level, Span
from ..edition import Edition
from ..errors import NothingMatchedError, Problem
from ..messages import N_, _, language, listed
from .report_sentences import SENTENCES


def place(span: Span) -> str:
    """Return a place in words (位置), "" if unknown."""
    if span.sheet and span.row:
        return _("sheet {sheet}, row {row}").format(sheet=span.sheet, row=span.row)
    if span.sheet:
        return _("sheet {sheet}").format(sheet=span.sheet)
    if span.page and span.line:
        return _("page {page}, line {line}").format(page=span.page, line=span.line)
    if span.page:
        return _("page {page}").format(page=span.page)
    if span.table and span.row:
        return _("table {table}, row {row}").format(table=span.table, row=span.row)
    return _("line {line}").format(line=span.line) if span.line else ""


def places(spans: Iterable[Span], most: int) -> str:
    """Return several places in words (位置の列挙), lines on one page together.

    most: how many to name; the others are counted.
    """
    known = {text: span for span in spans if (text := place(span))}
    groups: dict[tuple[str, int, int], list[Span]] = {}
    for span in list(known.values())[:most]:
        table = 0 if span.page or span.sheet else span.table
        groups.setdefault((span.sheet, span.page, table), []).append(span)
    named = listed(map(_together, groups.values()), "; ")
    if len(known) <= most:
        return named
    return _("{places}; and {n} more").format(places=named, n=len(known) - most)


def _together(spans: Sequence[Span]) -> str:
    """Return places on one page, sheet or table in words (同じ頁の位置)."""
    if len(spans) == 1:
        return place(spans[0])
    first = spans[0]
    is_of_rows = first.sheet or (not first.page and first.table)
    numbers = sorted({one.row if is_of_rows else one.line for one in spans} - {0})
    several = ("・" if language() == "ja" else ", ").join(map(str, numbers))
    if first.sheet:
        return _("sheet {sheet}, rows {rows}").format(sheet=first.sheet, rows=several)
    if first.page:
        return _("page {page}, lines {lines}").format(page=first.page, lines=several)
    if first.table:
        return _("table {table}, rows {rows}").format(table=first.table, rows=several)
    return _("lines {lines}").format(lines=several)


def problems(diagnostics: Iterable[Diagnostic], *, is_spelt: bool = False) -> tuple[Problem, ...]:
    """Return the diagnostics in words (報告の文), equal ones at one place once.

    With several documents, each place begins with the document's name. is_spelt: write years as
    documents do, except in an option of the command.
    """
    every = tuple(diagnostics)
    are_several = len({one.span.file for one in every}) > 1
    worded = (_problem(one, is_spelt=is_spelt) for one in every)
    pairs = zip(worded, every, strict=True)
    return tuple(dict.fromkeys(_named(*pair) if are_several else pair[0] for pair in pairs))


def no_plan(path: Path, diagnostics: Iterable[Diagnostic]) -> NothingMatchedError:
    """Return the error for a document without a plan (事業の表がない文書): what was noticed.

    That there are no initiatives comes first. A few of each kind are enough: a form may have many
    boxes.
    """
    kinds = Counter[str]()
    first = []
    for one in sorted(diagnostics, key=lambda one: one.code != "no-initiatives"):
        kinds[one.code] += 1
        if kinds[one.code] <= _OF_ONE_KIND:
            first.append(one)
    return NothingMatchedError(
        one._replace(where=f"{path}: {one.where}" if one.where else str(path))
        for one in problems(first)
    )


class Noticed(NamedTuple):
    """Diagnostics that say the same (同じ報告): in words, with each place. first: one of them."""

    first: Diagnostic
    what: str
    advice: str
    spans: tuple[Span, ...]


def noticed(diagnostics: Iterable[Diagnostic]) -> list[Noticed]:
    """Return a document's diagnostics (報告の整理), equal ones joined; losses come first."""
    found: dict[tuple[str, str, object, str, str], list[Diagnostic]] = {}
    for one in sorted(diagnostics, key=lambda one: _WEIGHTS.index(one.level)):
        problem = _problem(one)
        key = problem.what, problem.advice, one.level, one.code, one.option
        found.setdefault(key, []).append(one)
    return [
        Noticed(some[0], what, advice, tuple(dict.fromkeys(one.span for one in some)))
        for (what, advice, *_), some in found.items()
    ]


def in_brief(diagnostics: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Return equal diagnostics of one document in one line (報告の要約), with every place."""
    every = tuple(diagnostics)
    are_several = len({one.span.file for one in every}) > 1
    found: dict[object, list[Diagnostic]] = {}
    for one in every:
        data = tuple(pair for pair in one.data.items() if pair[0] != "text")
        found.setdefault((one.span.file, one.code, one.option, data), []).append(one)
    return tuple(_in_a_line(some, names_file=are_several) for some in found.values())


def _in_a_line(some: Sequence[Diagnostic], *, names_file: bool) -> str:
    """Return similar diagnostics (同じ報告) in one line, and the length of their texts."""
    first = some[0]
    data = {name: _shown(name, value, is_spelt=True) for name, value in first.data.items()}
    texts = [*dict.fromkeys(" ".join(one.data.get("text", "").split()) for one in some)]
    shown = [one if len(one) <= _BRIEF else f"{one[:_BRIEF]}…" for one in texts[:_OF_ONE_KIND]]
    data["text"] = ("」「" if language() == "ja" else "”, “").join(shown)
    what = _(SENTENCES[first.code][0]).format(**data, option=first.option).strip()
    if shown != texts:
        what = _("{line} ({n} characters in all)").format(line=what, n=sum(map(len, texts)))
    where = (first.span.file if names_file else "", places([one.span for one in some], len(some)))
    return "：".join(filter(None, (" ".join(filter(None, where)), what)))


def _named(problem: Problem, diagnostic: Diagnostic) -> Problem:
    return problem._replace(where=f"{diagnostic.span.file}  {problem.where}".strip())


def _problem(diagnostic: Diagnostic, *, is_spelt: bool = False) -> Problem:
    what, advice = SENTENCES[diagnostic.code]
    data = {name: _shown(name, value) for name, value in diagnostic.data.items()}
    data |= {"option": diagnostic.option}
    to_do = _(advice).format(**data) if advice else ""
    if is_spelt:
        data |= {
            name: _shown(name, value, is_spelt=True) for name, value in diagnostic.data.items()
        }
    return Problem(_(what).format(**data).strip(), place(diagnostic.span), to_do)


_ROLES = {
    "name": N_("the name"),
    "number": N_("the number"),
    "department": N_("the department"),
    "policies": N_("the policy numbers"),
    "edition": N_("the edition"),
}
_SOURCES = {
    "columns": N_("its other columns"),
    "date": N_("its date"),
    "document-title": N_("the title in its properties"),
    "file-name": N_("the file’s name"),
    "first-lines": N_("its first lines"),
    "folder-name": N_("its folder’s name"),
    "rows": N_("the years in its rows"),
}
_LONGEST, _BRIEF, _OF_ONE_KIND = 60, 40, 3
_WEIGHTS = tuple(reversed(Level))


def _shown(name: str, value: str, *, is_spelt: bool = False) -> str:
    """Return a value as a sentence quotes it (引用): in words, or shortened to one line.

    is_spelt: write years as documents do.
    """
    if word := {"role": _ROLES, "source": _SOURCES}.get(name, {}).get(value):
        return _(word)
    if is_spelt and name in {"edition", "other_edition"} and language() == "ja":
        return Edition.read(value).japanese
    line = " ".join(value.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
