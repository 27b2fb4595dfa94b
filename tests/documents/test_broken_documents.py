"""Documents from strangers: a clear answer within seconds, and nothing else happens."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from strangers import FILES

from bouhan_diff.documents import Reading, ReadOptions, read_document
from bouhan_diff.documents import reading as _worker
from bouhan_diff.documents import reading as readers
from bouhan_diff.errors import UserError
from bouhan_diff.render.reports import problems
from bouhan_diff.storage.files import DOCUMENT_SUFFIXES

pytestmark = pytest.mark.usefixtures("english")

CASES = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "broken_documents.yaml").read_text(encoding="utf-8")
)


def initiatives(reading: Reading) -> int:
    """How many initiatives were understood."""
    return sum(1 for _row in reading.plan.initiatives()) if reading.plan else 0


def read_here(file: Path) -> Reading:
    """What the worker does, in this process."""
    if file.suffix not in DOCUMENT_SUFFIXES:
        return read_document(file)
    *_pages, reading = readers.read_in_steps(file, ReadOptions())
    assert isinstance(reading, Reading)
    return reading


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['file']}{case['suffix']}")
def test_a_strangers_file(
    case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is read, or refused with its name and the reason; nothing else is written."""
    # On a machine with much else to do the memory fills slowly.
    allowance = 1.0 if case.get("endless") else 60.0
    monkeypatch.setattr(_worker, "_FIRST_ALLOWANCE", allowance)
    file = tmp_path / f"計画{case['suffix']}"
    file.write_bytes(FILES[case["file"]]())
    # What needs no bounds is refused in this process as in a worker, only faster.
    is_bounded = case.get("endless") or "memory" in case.get("says", "")
    read = read_document if is_bounded or "reads" in case else read_here
    if "says" in case:
        with pytest.raises(UserError) as refused:
            read(file)
        assert case["says"] in str(refused.value)
        assert all(problem.where.startswith(str(file)) for problem in refused.value.problems)
        assert all(problem.advice for problem in refused.value.problems)
    else:
        reading = read(file)
        assert initiatives(reading) == case["reads"]
        told = [problem.what for problem in problems(reading.diagnostics)]
        assert len(told) == len(case.get("tells", ())), told
        assert all(part in what for part, what in zip(case.get("tells", ()), told, strict=True))
    assert list(tmp_path.iterdir()) == [file]


def test_a_text_that_is_too_long_is_told_with_its_place(tmp_path: Path) -> None:
    """Whoever reads the file, each row with such a text is named once."""
    file = tmp_path / "計画.csv"
    long = "灯" * 100_001
    rows = f"番号,事業名,R5概要,R6概要\n1,防犯灯,{long},{long}\n2,見守り,あ,い\n3,広報,う,{long}\n"
    file.write_text(rows, encoding="utf-8")
    with pytest.raises(UserError) as refused:
        read_document(file)
    assert [problem.where for problem in refused.value.problems] == [
        f"{file}, l. 2",
        f"{file}, l. 4",
    ]
    file.write_text(rows.replace(long, long[1:]), encoding="utf-8")
    assert initiatives(read_document(file)) == 3


def test_long_lines_are_given_more_time(tmp_path: Path) -> None:
    """A step for each half a million characters outside tables, as a slow machine needs it."""
    file = tmp_path / "計画.txt"
    file.write_text("防" * 1_000_000, encoding="utf-8")
    *steps, _reading = readers.read_in_steps(file, ReadOptions())
    assert steps == [None, None]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is told of by its name, whatever its suffix."""
    for suffix in (".pdf", ".docx", ".xlsx", ".csv", ".txt"):
        with pytest.raises(UserError, match=f"missing{suffix}"):
            read_document(tmp_path / f"missing{suffix}")


def test_what_is_no_document_is_refused_whoever_reads_it(tmp_path: Path) -> None:
    """A folder, a file that an open Word keeps, and formats of old, each with what to do."""
    (tmp_path / "~$R6.docx").touch()
    (tmp_path / "R6.doc").touch()
    for name, advice in (("", "in it"), ("~$R6.docx", "without"), ("R6.doc", "save it as .docx")):
        with pytest.raises(UserError) as refused:
            read_document(tmp_path / name)
        assert advice in refused.value.problems[0].advice


def test_every_file_is_in_the_table() -> None:
    """No maker of a stranger's file stands idle."""
    assert {case["file"] for case in CASES} == set(FILES)
