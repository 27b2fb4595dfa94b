"""The web page (HTML): one file that needs no network, no server and no script."""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import quote

from ..comparison.statistics import Tally, tally
from ..comparison.table import ComparisonTable, Group, Row
from ..text._visible import visible
from ..text.normalize import fold, spellings
from ..textdiff import EditKind, Segment
from . import labels

_FOLDER = Path(__file__).parent / "page"
_MOST = 10
"""How many of the most-changed initiatives are listed."""

_ORDINAL = re.compile(r"(第[\d一二三四五六七八九十]+\w?)")
"""A number in a title (第２次): browsers that break titles at phrases would break inside it."""

Piece = tuple[str, str, list[str]]
"""A piece of a text (文の一片): `del`, `ins` or empty; what kind of edit; its lines."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row on the page (掲載事業).

    id: unique also where a row stands in several groups. ordinal: the same in all of them,
    so that the page counts the initiative once.
    """

    row: Row
    id: str
    ordinal: int
    department: str
    policies: list[str]

    @property
    def link(self) -> str:
        return f"#{quote(self.id)}"


@dataclass(frozen=True, slots=True)
class _Block:
    """A group on the page (掲載区分) with its anchor and its entries."""

    id: str
    group: Group
    entries: list[_Entry]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A table on the page (掲載計画), with what it adds up to."""

    table: ComparisonTable
    blocks: list[_Block]
    tally: Tally

    @property
    def is_compared(self) -> bool:
        return self.table.only_edition is None

    @property
    def links(self) -> dict[int, str]:
        """Where each row on the page stands, by its identity; tallies know others too."""
        return {id(entry.row): entry.link for block in self.blocks for entry in block.entries}


def write(tables: Sequence[ComparisonTable]) -> bytes:
    """Return the tables as one web page (HTML), in UTF-8, with style and script inside."""
    import jinja2  # noqa: PLC0415  no other format needs it
    import markupsafe  # noqa: PLC0415  comes with it

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER, encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = (
        (_FOLDER / name).read_text(encoding="utf-8") for name in ("page.css", "page.js")
    )
    plans = _plans(tables)
    page = environment.get_template("page.html").render(
        title=labels.titled([table.title for table in tables]),
        plans=plans,
        filters=_filters(plans),
        is_compared=any(plan.is_compared for plan in plans),
        style=markupsafe.Markup(style),  # noqa: S704  our own file
        script=markupsafe.Markup(script),  # noqa: S704  our own file
        security_policy=_security_policy(style, script),
        labels=labels,
        numbered=_ORDINAL.split,
        old_side=_old_side,
        new_side=_new_side,
        edited=_edited,
        one_side=_one_side,
        most=_MOST,
        identity=id,
    )
    return page.lstrip().encode("utf-8")


def _shown(value: object) -> object:
    """Return what the template prints (表示); text of the data cannot hide or turn around."""
    return visible(value) if type(value) is str else value


def _security_policy(style: str, script: str) -> str:
    """Return the Content-Security-Policy: nothing runs but our own style and script, by hash."""
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    )


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


# ---------------------------------------------------------- what the template is given


def _plans(tables: Sequence[ComparisonTable]) -> list[_Plan]:
    rows = (row for table in tables for row in table.rows())
    spelt = spellings(text for row in rows for text in (row.department, *row.policies))
    ordinals: dict[int, int] = {}
    return [
        _Plan(table, list(_blocks(table, place, spelt, ordinals)), tally(table))
        for place, table in enumerate(tables, 1)
    ]


def _blocks(
    table: ComparisonTable, place: int, spelt: Mapping[str, str], ordinals: dict[int, int]
) -> Iterator[_Block]:
    taken: Counter[str] = Counter()
    for number, group in enumerate(table.groups, 1):
        entries = []
        for row in group.rows:
            anchor = "_".join(row.ref.split()) if place == 1 else f"{place}:{row.ref}"
            taken[anchor] += 1
            entries.append(
                _Entry(
                    row,
                    anchor if taken[anchor] == 1 else f"{anchor}:{taken[anchor]}",
                    ordinals.setdefault(id(row), len(ordinals)),
                    spelt[fold(row.department)],
                    [spelt[fold(policy)] for policy in row.policies],
                )
            )
        yield _Block(f"g{place}.{number}", group, entries)


def _filters(plans: Sequence[_Plan]) -> dict[str, list[str]]:
    """Return the choices (絞り込みの選択肢) by the attribute of the rows that they choose."""
    entries = [entry for plan in plans for block in plan.blocks for entry in block.entries]
    policies = chain.from_iterable(entry.policies for entry in entries)
    return {
        "section": list(dict.fromkeys(str(entry.row.section) for entry in entries)),
        "department": list(dict.fromkeys(e.department for e in entries if e.department)),
        "kind": list(dict.fromkeys(entry.row.kind for entry in entries if entry.row.kind)),
        "policy": sorted(dict.fromkeys(policies), key=fold),
    }


def _old_side(row: Row) -> list[Piece]:
    """Return the old text (旧) in pieces, changed ones as deletions."""
    if row.segments:
        return _pieces("del", ((s.old, s.kind) for s in row.segments))
    return _whole("del", row.old, row)


def _new_side(row: Row) -> list[Piece]:
    """Return the new text (新) in pieces, changed ones as insertions."""
    if row.segments:
        return _pieces("ins", ((s.new, s.kind) for s in row.segments))
    return _whole("ins", row.new, row)


def _edited(row: Row) -> list[Segment]:
    """Return the edits (変更箇所) of a summary, in the order of the text."""
    return [segment for segment in row.segments if segment.kind is not EditKind.EQUAL]


def _one_side(tag: str, text: str, kind: EditKind) -> list[Piece]:
    return _pieces(tag, [(text, kind)])


def _pieces(tag: str, sides: Iterable[tuple[str, EditKind]]) -> list[Piece]:
    return [
        ("" if kind is EditKind.EQUAL else tag, kind, text.split("\n"))
        for text, kind in sides
        if text
    ]


def _whole(tag: str, text: str | None, row: Row) -> list[Piece]:
    """Return a text that has no other side: all of it changed, or nothing compared."""
    lines = (text or "").split("\n")
    return [(tag, row.kind, lines) if row.kind else ("", "", lines)]
