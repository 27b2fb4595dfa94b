"""What is fuzzed: how inputs are made for each part, and what must hold of every one.

An attempt may raise what the part promises to raise; everything else is a find.
"""

import contextlib
import io
import signal
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import harmless
from hypothesis import strategies as st
from inputs import SOUND
from strangers import FILES
from test_dumping import plans

from bouhan_diff import compare, diff_text
from bouhan_diff import documents as readers
from bouhan_diff.cli import run
from bouhan_diff.comparison.compare import compare_documents
from bouhan_diff.comparison.history import history
from bouhan_diff.comparison.table import RowKind
from bouhan_diff.errors import UserError
from bouhan_diff.linkage.linker import match_initiatives
from bouhan_diff.plan import Plan, reference
from bouhan_diff.render import csv_ as delimited
from bouhan_diff.render import docx as word
from bouhan_diff.render import html as web
from bouhan_diff.render import json_ as machine
from bouhan_diff.render import markdown
from bouhan_diff.render import xlsx as excel
from bouhan_diff.storage import load_plan
from bouhan_diff.storage.dumper import dump_plan
from bouhan_diff.storage.files import as_utf8
from bouhan_diff.storage.links import load_links
from bouhan_diff.storage.loader import read_plan
from bouhan_diff.text.normalize import format_amount
from bouhan_diff.text.quantities import parse_quantity
from bouhan_diff.textdiff import EditKind

_SECONDS = 20
SHIPPED = (Path(__file__).parent.parent.parent / "data" / "programs.yaml").read_bytes()


@dataclass(frozen=True)
class Target:
    """A part of the program, inputs for it, and what is done with each."""

    inputs: st.SearchStrategy[Any]
    attempt: Callable[[Any], None]


# ------------------------------------------------------------ bytes that are nearly right

_PIECES = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [
            b"\0",
            b"\xff",
            b"\n",
            b"\t",
            b"&a ",
            b"*a",
            b"!!str ",
            b"<<: ",
            b"[",
            b"{",
            b"]",
            b"}",
            b"- ",
            b": ",
            b"? ",
            b"|\n",
            b"#",
            b"'",
            b'"',
            b"\\",
            b"\xef\xbb\xbf",
            b"%",
            b"---\n",
            b"<w:tbl>",
            b"</w:tc>",
            b"&lt;",
            b"99999999999",
            b"-1",
            b"1e999",
            b"obj",
            b"endobj",
            "\u202e".encode(),
            "１".encode(),
            "①".encode(),
            "\u3000".encode(),
            "年度".encode(),
        ]
    ),
)
_CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), _PIECES, st.integers(0, 3)),
    min_size=1,
    max_size=6,
)
Changes = list[tuple[float, int, bytes, int]]


def _changed(content: bytes, changes: Changes) -> bytes:
    """The bytes with pieces replaced, put in, repeated or moved to the end."""
    for place, length, piece, how in changes:
        at = int(place * len(content))
        cut = content[at : at + length]
        if how == 0:
            content = content[:at] + piece + content[at + length :]
        elif how == 1:
            content = content[:at] + piece + content[at:]
        elif how == 2:
            content = content[:at] + cut * 3 + content[at:]
        else:
            content = content[:at] + content[at + length :] + cut
    return content


def _changed_package(content: bytes, changes: Changes) -> bytes:
    """The same inside the parts of a zip file, which is then a sound one again."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        parts = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        chosen = {parts[int(place * len(parts)) % len(parts)] for place, *_more in changes[:2]}
        chosen |= {
            name for name in parts if name in ("word/document.xml", "xl/worksheets/sheet1.xml")
        }
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _changed(part, changes) if name in chosen else part)
    return made.getvalue()


@contextlib.contextmanager
def _in_time() -> Iterator[None]:
    def late(_number: int, _frame: object) -> None:
        raise TimeoutError(f"no answer within {_SECONDS} s")

    signal.signal(signal.SIGALRM, late)
    signal.alarm(_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


# ----------------------------------------------------------------------------- the store


def _is_told(error: UserError) -> None:
    assert error.problems
    assert all(problem.what for problem in error.problems)


def _load(content: bytes) -> None:
    with _in_time():
        try:
            plan = read_plan(as_utf8(content, "plan.yaml"), "plan.yaml")
        except UserError as error:
            _is_told(error)
            return
        assert _again(plan) == plan


def _again(plan: Plan) -> Plan:
    return read_plan(dump_plan(plan).encode(), plan.origin)


def _load_links(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, _in_time():
        file = Path(folder, "links.yaml")
        file.write_bytes(content)
        try:
            links = load_links(file, ["4-5", "4-2", "6-4"], ["2-3", "3-8", "3-9"])
        except UserError as error:
            _is_told(error)
            return
    assert links.keys() <= {"4-5", "4-2", "6-4"}
    assert {ref for refs in links.values() for ref in refs} <= {"2-3", "3-8", "3-9"}


def _cross(documents: tuple[Plan, Plan]) -> None:
    """Every initiative of two documents is in exactly one match, whatever they say."""
    old, new = (_again(plan) for plan in documents)
    with _in_time():
        matches = match_initiatives(old, new, max(old.years), min(new.years))
    for side, plan, year in (("old", old, max(old.years)), ("new", new, min(new.years))):
        refs = [entry.ref for match in matches for entry in getattr(match, side)]
        entries = [
            reference(section.number, one.number)
            for section, one in plan.initiatives()
            if one.is_in(year)
        ]
        assert sorted(refs) == sorted(entries)


def _with_itself(plan: Plan) -> None:
    """A plan compared with itself is unchanged in every row, whatever it repeats."""
    with _in_time():
        table = compare_documents(plan, plan)
    assert {row.kind for row in table.rows()} <= {RowKind.UNCHANGED}


def _quantity(made: tuple[list[str], str]) -> None:
    """What reads as an amount reads as the same one again as offices print it."""
    pieces, unit = made
    with _in_time():
        found = parse_quantity("".join(pieces), unit)
    if found is not None:
        assert parse_quantity(format_amount(*found)) == found


def _round_trip(plan: Plan) -> None:
    assert _again(plan) == plan


_SEEDS = st.sampled_from([SOUND.encode(), SHIPPED])
_LINKS = st.sampled_from([b"4-5: 2-3\n4-2: [3-8, 3-9]\n6-4: []\n"])
_DATA_FILES = st.one_of(st.builds(_changed, _SEEDS, _CHANGES), st.binary(max_size=200))

# ---------------------------------------------------------------------------- the engine

_LETTERS = st.one_of(
    st.characters(codec=None),
    st.characters(codec="utf-8", categories=["Mn", "Cf", "Nd", "No", "Lm", "Sk", "Zs"]),
    st.sampled_from("防犯カメラをに。、\n　「」①２2aＡ・ー々ゝ゛゜ｶﾞ"),
)
_TEXTS = st.lists(
    st.one_of(
        _LETTERS, st.sampled_from(["取り組み", "取組み", "年6回", "1,000", "Wi-Fi", "さらに、"])
    ),
    max_size=60,
)
_VERSIONS = st.tuples(
    _TEXTS, st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), _TEXTS), max_size=4)
)


_FIGURES = st.lists(
    st.sampled_from(
        [*"0123456789０１２,，.．△▲－-−+百千万億円人％%約〇一二三十　 ", "千円", "か所"]
    ),
    max_size=12,
)


def _differ(made: tuple[list[str], list[tuple[float, int, list[str]]]]) -> None:
    pieces, changes = made
    changed = list(pieces)
    for place, length, put in changes:
        at = int(place * len(changed))
        changed[at : at + length] = put
    old, new = "".join(pieces), "".join(changed)
    with _in_time():
        segments = diff_text(old, new)
    assert "".join(segment.old for segment in segments) == old
    assert "".join(segment.new for segment in segments) == new
    kinds = [segment.kind for segment in segments]
    for segment in segments:
        assert segment.old or segment.new
        assert (segment.kind is EditKind.EQUAL) == (segment.old == segment.new)
    assert (EditKind.EQUAL, EditKind.EQUAL) not in set(pairwise(kinds))


# --------------------------------------------------------------------------- the readers


def _reader(suffix: str) -> Callable[[bytes], None]:
    def attempt(content: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder, _in_time():
            file = Path(folder, f"計画{suffix}")
            file.write_bytes(content)
            # Memory and time are the worker's to bound, and it says so itself.
            reading = None
            with contextlib.suppress(UserError, MemoryError, TimeoutError):
                *_pages, reading = readers._read(file, readers.ReadOptions())
            if reading and reading.plan is not None and not reading.diagnostics:
                assert _again(reading.plan) == reading.plan

    return attempt


def _seeds(*suffixes: str) -> st.SearchStrategy[bytes]:
    """Files of one kind that take a moment at most."""
    slow = (
        "bomb",
        "endless",
        "laughs",
        "many",
        "often",
        "rules",
        "rows",
        "cells",
        "characters",
        "deeply",
        "circle",
        "merged",
        "closed",
        "longer",
    )
    made = [
        maker()
        for name, maker in FILES.items()
        if name.startswith(suffixes) or name.removeprefix("sound-") in suffixes
        if not any(word in name for word in slow)
    ]
    return st.sampled_from(made)


def _packages(suffix: str) -> st.SearchStrategy[bytes]:
    sound = FILES[f"sound-{suffix}"]()
    written = (
        word.write([compare(load_plan())])
        if suffix == "docx"
        else excel.write([compare(load_plan())])
    )
    return st.one_of(
        st.builds(_changed_package, st.sampled_from([sound, written]), _CHANGES),
        st.builds(_changed, st.sampled_from([sound, written]), _CHANGES),
    )


def _texts_of_plans() -> st.SearchStrategy[bytes]:
    source = next(
        (Path(__file__).parent.parent.parent / "data" / "source").glob("*.txt")
    ).read_bytes()
    return st.builds(_changed, st.sampled_from([source, source[:6000]]), _CHANGES)


# --------------------------------------------------------------------------- the writers

_WRITERS: dict[str, Callable[..., Any]] = {
    "html": web.write,
    "csv": delimited.write,
    "xlsx": excel.write,
    "docx": word.write,
    "md": markdown.write,
    "json": machine.write_json,
}


def _write(plan: Plan) -> None:
    plan = _again(plan)
    if len(plan.years) < 2 or not any(True for _one in plan.initiatives()):
        return
    tables = [compare([plan])]
    for suffix, write in _WRITERS.items():
        found = harmless.BY_SUFFIX[suffix](write(tables))
        assert not found, f"{suffix}: {found}"
    word.write(tables, tracked=True, author="誰")
    for section, initiative in plan.initiatives():
        history([plan], f"{section.number}-{initiative.number}")


# ------------------------------------------------------------------------ the command line

_ARGUMENTS = st.lists(
    st.one_of(
        st.sampled_from(
            "show changes by-dept by-policy stats search check restated history R5 R6 4-5 エ "
            "--all --why --section --dept --policy --kind --group-by --format json html csv "
            "table markdown amendment section department policy --year --exit-code --help "
            "--lang ja -- = --data plan.yaml substance 内容 jsonl --no-pager --links "
            "--order".split()
        ),
        st.text(max_size=8).filter(lambda text: "/" not in text and text != "-o"),
    ),
    max_size=7,
)


def _command(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), _in_time():
        Path("plan.yaml").write_text(SOUND, encoding="utf-8")
        out = io.TextIOWrapper(io.BytesIO(), "utf-8", errors="replace", write_through=True)
        told = io.TextIOWrapper(io.BytesIO(), "utf-8", errors="replace", write_through=True)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
            code = run(arguments)
        messages = told.buffer.getvalue().decode()  # type: ignore[attr-defined]
        assert code in (0, 1, 2), messages
        assert not harmless.screen(messages, has_colour=False)
        assert [file.name for file in Path().iterdir()] == ["plan.yaml"]


TARGETS = {
    "data-files": Target(_DATA_FILES, _load),
    "links": Target(
        st.one_of(st.builds(_changed, _LINKS, _CHANGES), st.binary(max_size=80)), _load_links
    ),
    "plans": Target(plans(), _round_trip),
    "two-documents": Target(st.tuples(plans(), plans()), _cross),
    "with-itself": Target(plans(), _with_itself),
    "quantities": Target(st.tuples(_FIGURES, st.sampled_from(["", "千円", "％", "人"])), _quantity),
    "engine": Target(_VERSIONS, _differ),
    "docx": Target(_packages("docx"), _reader(".docx")),
    "xlsx": Target(_packages("xlsx"), _reader(".xlsx")),
    "csv": Target(st.builds(_changed, _seeds("csv"), _CHANGES), _reader(".csv")),
    "txt": Target(_texts_of_plans(), _reader(".txt")),
    "pdf": Target(st.builds(_changed, _seeds("pdf"), _CHANGES), _reader(".pdf")),
    "writers": Target(plans(), _write),
    "command-line": Target(_ARGUMENTS, _command),
}
