"""What is fuzzed: how inputs are made for each part, and what must hold of every one.

An attempt may raise what the part promises to raise; everything else is a find.
"""

import asyncio
import contextlib
import csv
import io
import json
import signal
import tempfile
import zipfile
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import harmless
from hypothesis import strategies as st
from inputs import SOUND
from strangers import FILES
from test_dumping import plans

from bouhan_diff import compare, diff_text
from bouhan_diff.cli import run
from bouhan_diff.comparison.aligned_documents import with_sections_of
from bouhan_diff.comparison.compare import compare_documents
from bouhan_diff.comparison.compared_files import ReadFile, compare_files
from bouhan_diff.comparison.history import history
from bouhan_diff.comparison.table import ComparisonTable, RowKind
from bouhan_diff.desk.server import Desk
from bouhan_diff.desk.workspace import workspace
from bouhan_diff.documents import reading as readers
from bouhan_diff.errors import UserError
from bouhan_diff.linkage.linker import match_initiatives
from bouhan_diff.plan import Plan, reference
from bouhan_diff.render import delimited, facts, markdown
from bouhan_diff.render import json_ as machine
from bouhan_diff.render.docx import document as word
from bouhan_diff.render.page import html as web
from bouhan_diff.render.xlsx import workbook as excel
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
        raise TimeoutError(f"no answer within {_SECONDS} s of processor time")

    signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


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
        matches = match_initiatives(old, new, max(old.editions), min(new.editions))
    for side, plan, year in (("old", old, max(old.editions)), ("new", new, min(new.editions))):
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
                *_pages, reading = readers.read_in_steps(file, readers.ReadOptions())
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
    if len(plan.editions) < 2 or not any(True for _one in plan.initiatives()):
        return
    tables = [compare([plan])]
    for suffix, write in _WRITERS.items():
        found = harmless.BY_SUFFIX[suffix](write(tables))
        assert not found, f"{suffix}: {found}"
    word.write(tables, word.WordOptions(tracked=True, author="誰"))
    for section, initiative in plan.initiatives():
        history([plan], f"{section.number}-{initiative.number}")


# ------------------------------------------------------------- documents held against each other

_HEADINGS = st.sampled_from(
    """番号 事業名 担当課 所管 施策番号 対象者 備考 区分 指標 目標値 達成状況 増減 増減率 合計 款 項
    事業概要 令和６年度事業概要 R6実績 R7計画 R6予算額（千円） 令和７年度当初予算額
    R7決算見込額（円） 国庫支出金 R6目標値（人） R7目標値 現行 改正案 令和６年度 R7 単位 単価
    年度 財源内訳 現計 補正""".split()
)
_WORDS = """1 12 ① ア 第１条 1,200 △5 ▲1,800 0 ― 皆増 皆減 新規 廃止 約３割 1.5倍 12.3％
    1億2,300万円 千円 円 人 か所 令和６年度 R7.4.1 市民課 健康こども部 防犯灯 街灯を設置する。
    小学校（甲小） 合計 小計 計 〃 同上 ※ （再掲） 5～10 1/2 - あり ○ 繰越 (1,000)
    「 」 、 。 等""".split()
_CELLS = st.one_of(
    st.lists(
        st.one_of(
            st.sampled_from(_WORDS),
            _LETTERS,
        ),
        max_size=5,
    ).map("".join),
    st.sampled_from(["1,000", "1,200", "1,000千円", "", "2", "市民課", "防犯灯の整備"]),
)


@st.composite
def _two_tables(draw: st.DrawFn) -> tuple[list[list[str]], list[list[str]]]:
    """A table of initiatives, and one that differs from it in a few cells and rows."""
    headings = ["番号", "事業名", *draw(st.lists(_HEADINGS, min_size=1, max_size=6))]
    row = st.lists(_CELLS, min_size=len(headings), max_size=len(headings))
    rows = draw(st.lists(row, min_size=1, max_size=6))
    changed = [list(row) for row in rows]
    for line, column, cell in draw(
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 7), _CELLS), max_size=6)
    ):
        if line < len(changed) and column < len(headings):
            changed[line][column] = cell
    if draw(st.booleans()):
        changed = changed[1:] + draw(st.lists(row, max_size=2))
    return [headings, *rows], [headings, *changed]


def _compared(table: ComparisonTable, side: Literal["old", "new"]) -> set[str]:
    """The initiatives of one side; only the halves of a split or merged one share a row's."""
    seen: set[str] = set()
    for row in table.rows():
        own, other = row.old_refs, row.new_refs
        if side == "new":
            own, other = other, own
        assert max(len(own), len(other)) > 1 or seen.isdisjoint(own)
        seen.update(own)
    return seen


def _compare_tables(tables: tuple[list[list[str]], list[list[str]]]) -> None:
    """Every initiative of both is in one row, and a document that is compared with itself same."""
    with tempfile.TemporaryDirectory() as folder, _in_time():
        files = []
        for name, table in zip(("旧R6", "新R7"), tables, strict=True):
            path = Path(folder, f"{name}.csv")
            with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
                csv.writer(file).writerows(table)
            try:
                *_pages, reading = readers.read_in_steps(path, readers.ReadOptions())
            except UserError as error:
                return _is_told(error)
            if reading.plan is None:
                return None
            files.append(ReadFile(path, reading.plan, reading.diagnostics))
        old, new = files
        try:
            itself = compare_files(old, old).table
            table = compare_files(old, new).table
        except UserError as error:
            return _is_told(error)
        assert {row.kind for row in itself.rows()} <= {RowKind.UNCHANGED, None}
        for side, file, other in (("old", old, new), ("new", new, old)):
            plan = with_sections_of(file.plan, other.plan)  # in which its rows are compared
            known = {reference(section.number, one.number) for section, one in plan.initiatives()}
            assert _compared(table, side) <= known
        for suffix, write in _WRITERS.items():
            found = harmless.BY_SUFFIX[suffix](write([table]))
            assert not found, f"{suffix}: {found}"
        facts.write_facts([table])
    return None


# -------------------------------------------------------------------------------- the desk

_JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=6),
        st.sampled_from(["f1", "f2", "1-1", "事業名=name", "R6"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["1-1", "columns", "事業名", "f1"]), inner, max_size=3),
    ),
    max_leaves=6,
)
_CHOICES = st.fixed_dictionaries(
    {"old": st.one_of(st.just("f1"), _JSON)},
    optional={
        "new": st.one_of(st.just("f2"), _JSON),
        "choices": st.one_of(
            _JSON,
            st.fixed_dictionaries(
                {}, optional=dict.fromkeys(("columns", "editions", "pairs", "links"), _JSON)
            ),
        ),
    },
)
_PATHS = st.one_of(
    st.sampled_from(["/", "/open", "/results/r1", "/results/r1/word", "/static/desk.js"]),
    st.text(max_size=12).map(lambda text: f"/{text}"),
)


def _use_desk(asked: tuple[str, bytes, object, str]) -> None:
    """Every request is answered, none with an error of the program, and the desk goes on."""
    name, content, choices, path = asked
    with workspace() as files, _in_time():
        desk = Desk(files, 1)
        for file in (name, "新.yaml"):
            status, _answer = _ask(desk, "POST", "/files", content, quote(file, errors="replace"))
            assert status in (200, 422)
        files._files["f1"].with_suffix(".yaml").write_bytes(SOUND.encode())
        files._files |= {"f1": files._files["f1"].with_suffix(".yaml")}
        files._files["f2"].write_bytes(SOUND.encode())
        status, answer = _ask(desk, "POST", "/compare", json.dumps(choices).encode())
        assert status in (200, 400, 422)
        for line in answer.splitlines() if status == 200 else ():
            json.loads(line)
        assert _ask(desk, "GET", path)[0] in (200, 403, 404, 405)
        assert _ask(desk, "GET", "/")[0] == 200


def _ask(
    desk: Desk, method: str, path: str, body: bytes = b"", name: str = ""
) -> tuple[int, bytes]:
    """Ask the desk in this process as its own page does."""
    origin = desk.origin.encode()
    headers = [
        (b"host", origin.removeprefix(b"http://")),
        (b"origin", origin),
        (b"cookie", f"{desk._cookie_name}={desk._cookie}".encode()),
        (b"x-file-name", name.encode("latin-1")),
    ]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": quote(path, errors="replace").encode(),
        "query_string": b"",
        "headers": headers,
    }
    sent: list[MutableMapping[str, Any]] = []

    coming = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, object]:
        if not coming:
            await asyncio.sleep(2 * _SECONDS)  # the page stays open
        return coming.pop()

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(desk.app(scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)


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
    "tables": Target(_two_tables(), _compare_tables),
    "writers": Target(plans(), _write),
    "desk": Target(
        st.tuples(st.text(max_size=200), st.binary(max_size=40), _CHOICES, _PATHS), _use_desk
    ),
    "command-line": Target(_ARGUMENTS, _command),
}
