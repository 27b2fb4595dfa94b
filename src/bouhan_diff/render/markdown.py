"""Markdown (GitHub の表): one table per group, edits as ~~old~~ and **new**."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..comparison.table import ComparisonTable, Group, Row
from ..text.escape import writable
from ..textdiff import EditKind
from . import labels

_MARKUP = re.compile(r"[\\`*_~\[\]|#]")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_BREAK = re.compile(r"\r\n|\r|\n")
_EDGE = re.compile(r"^\s|\s$")  # other programs drop a space at the edge of a cell
_BLOCK_START = re.compile(r"^(\d*)([-+=.):])")


def write(tables: Sequence[ComparisonTable]) -> bytes:
    """Return all tables as Markdown (Markdown) for GitHub, in UTF-8."""
    text = "\n".join(line for table in tables for line in _document(table))
    return text.encode("utf-8")


def _document(table: ComparisonTable) -> Iterator[str]:
    yield f"# {_paragraph(table.title)}"
    yield ""
    about = "　".join(filter(None, (table.publisher, table.source)))
    if about:
        yield _paragraph(about)
        yield ""
    if table.only_edition is None:
        yield f"**{labels.headline(table.counts)}**（{labels.by_kind(table.counts)}）"
        yield ""
    for group in table.groups:
        yield from _group(table, group)
    if table.policy_plan:
        yield f"※{labels.POLICIES}　{_text(table.policy_plan)}"
        yield ""


def _group(table: ComparisonTable, group: Group) -> Iterator[str]:
    yield f"## {_paragraph(group.heading or labels.NONE_GIVEN)}"
    yield ""
    if group.aim:
        yield _paragraph(group.aim)
        yield ""
    old = () if table.only_edition == table.new_edition else (_text(table.old_heading),)
    new = () if table.only_edition == table.old_edition else (_text(table.new_heading),)
    remarks = (labels.REMARKS,) if table.only_edition is None else ()
    yield _line(
        (
            f"{labels.NUMBER}・{labels.NAME}",
            *old,
            *new,
            labels.DEPARTMENT,
            labels.POLICIES,
            *remarks,
        )
    )
    yield _line(["---"] * (3 + len(old) + len(new) + len(remarks)))
    for row in group.rows:
        cells = [f"{_text(row.ref)} {_text(row.name)}"]
        cells += [_old(row)] if old else []
        cells += [_new(row)] if new else []
        cells += [_text(row.department), _text("、".join(row.policies))]
        cells += [_text("\n".join(labels.remarks(row)))] if remarks else []
        yield _line(cells)
    yield ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _old(row: Row) -> str:
    if row.old is None:
        return labels.ONLY_NEW
    if row.segments:
        return _marked([(s.old, s.kind is not EditKind.EQUAL) for s in row.segments], "~~")
    return _marked([(row.old, row.kind is not None)], "~~")


def _new(row: Row) -> str:
    if row.new is None:
        return labels.ONLY_OLD
    if row.segments:
        return _marked([(s.new, s.kind is not EditKind.EQUAL) for s in row.segments], "**")
    return _marked([(row.new, row.kind is not None)], "**")


def _marked(pieces: Sequence[tuple[str, bool]], mark: str) -> str:
    """Return the pieces as one cell; `mark` around those that changed (変更箇所)."""
    runs = [
        ("".join(text for text, _changed in run), changed)
        for changed, run in groupby((p for p in pieces if p[0]), key=lambda piece: piece[1])
    ]
    written = []
    for place, (text, changed) in enumerate(runs):
        if changed:
            written.append(f"{mark}{_text(text, is_changed=True)}{mark}")
            continue
        # GitHub sees a mark only where punctuation inside it does not meet a letter outside:
        # the asterisks of 商店**、コンビニ**に would be shown. A numbered character counts as
        # punctuation and is shown as the character itself.
        follows = place > 0 and not runs[place - 1][0][-1].isalnum()
        leads = place + 1 < len(runs) and not runs[place + 1][0][0].isalnum()
        if len(text) == 1:
            written.append(_border(text, follows or leads))
        else:
            start, end = _border(text[0], follows), _border(text[-1], leads)
            written.append(f"{start}{_text(text[1:-1])}{end}")
    return "".join(written)


def _paragraph(text: str) -> str:
    """Return text that begins a line: nothing in it makes a list, a rule or a heading."""
    return _BLOCK_START.sub(r"\1\\\2", _text(text))


def _text(text: str, *, is_changed: bool = False) -> str:
    """Return text in which no Markdown program finds markup; a break becomes <br>."""
    lines = (
        _EDGE.sub(lambda m: _numbered(m[0]), _MARKUP.sub(r"\\\g<0>", line.translate(_HTML)))
        for line in _BREAK.split(writable(text, is_changed=is_changed))
    )
    return "<br>".join(lines)


def _border(character: str, is_numbered: bool) -> str:
    return _numbered(character) if is_numbered and character != "\n" else _text(character)


def _numbered(character: str) -> str:
    return f"&#{ord(character)};"
