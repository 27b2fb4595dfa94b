"""`import`, through the program's own entry: what it writes, refuses and says."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from strangers import FILES, ROWS, csv_of

from bouhan_diff.cli import run
from bouhan_diff.storage import load_plan, shipped_file

SOURCE = Path(__file__).parents[2] / "data" / "source" / "tomakomai-bouhan-r5-r6.txt"
Imported = Callable[..., tuple[int, str, str]]


@pytest.fixture
def imported(capsysbinary: pytest.CaptureFixture[bytes]) -> Imported:
    """Run the command in English; its exit code, standard output and standard error."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = run(["--lang", "en", "import", *map(str, arguments)])
        printed = capsysbinary.readouterr()
        return code, printed.out.decode(), printed.err.decode()

    return call


@pytest.fixture
def unclear(tmp_path: Path) -> Path:
    """A document with a column that has no heading."""
    file = tmp_path / "計画.csv"
    rows = [(*row, extra) for row, extra in zip(ROWS, ("", "謎の文", "乙"), strict=True)]
    file.write_bytes(csv_of(*rows))
    return file


def test_the_source_becomes_the_shipped_file(imported: Imported, tmp_path: Path) -> None:
    """The published text is written to a data file equal to the shipped one, byte for byte."""
    target = tmp_path / "R6.yaml"
    assert imported(SOURCE, "-o", target) == (0, "", f"Written: {target}\n")
    assert target.read_bytes() == shipped_file().read_bytes()


def test_without_a_name_the_file_is_printed(imported: Imported) -> None:
    """Standard output takes the data file where none is named."""
    assert imported(SOURCE) == (0, shipped_file().read_text(encoding="utf-8"), "")


def test_an_existing_file_is_kept(imported: Imported, tmp_path: Path) -> None:
    """A file that exists is refused before any work, and replaced with --force."""
    target = tmp_path / "R6.yaml"
    target.write_text("mine", encoding="utf-8")
    code, _out, err = imported(SOURCE, "-o", target)
    assert (code, target.read_text(encoding="utf-8")) == (2, "mine")
    assert "--force" in err
    assert imported(SOURCE, "-o", target, "--force")[0] == 0
    assert load_plan(target) == load_plan()


def test_only_a_data_file_is_written(imported: Imported, tmp_path: Path) -> None:
    """Another suffix is refused: what is written is read as YAML."""
    code, _out, err = imported(SOURCE, "-o", tmp_path / "R6.docx")
    assert (code, list(tmp_path.iterdir())) == (2, [])
    assert ".yaml" in err


def test_strict_keeps_the_file_from_being_written(
    imported: Imported, unclear: Path, tmp_path: Path
) -> None:
    """With --strict a doubt or a loss is reported with its place, and nothing is written."""
    target = tmp_path / "R6.yaml"
    code, out, err = imported(unclear, "-o", target, "--strict")
    assert (code, out, target.exists()) == (2, "", False)
    assert "謎の文" in err
    assert "with --strict nothing was written" in err


def test_reports_stand_as_comments(imported: Imported, unclear: Path, tmp_path: Path) -> None:
    """What was understood is written, and what reading noticed stands beside it."""
    target = tmp_path / "R6.yaml"
    code, _out, err = imported(unclear, "-o", target)
    assert (code, "謎の文" in err) == (0, True)
    comments = [line for line in target.read_text("utf-8").splitlines() if line.startswith("# ")]
    assert any("謎の文" in comment for comment in comments)
    assert [i.name for _section, i in load_plan(target).initiatives()] == [
        "防犯灯の設置",
        "防犯教室",
    ]


def test_columns_are_left_out_by_hand(imported: Imported, tmp_path: Path) -> None:
    """A column that is said to be left out is not in the plan, and nothing is reported."""
    file = tmp_path / "計画.csv"
    rows = [(*row, extra) for row, extra in zip(ROWS, ("謎の列", "甲", "乙"), strict=True)]
    file.write_bytes(csv_of(*rows))
    assert "謎の列" in imported(file)[1]
    code, out, err = imported(file, "--columns", "謎の列=-")
    assert (code, err) == (0, "")
    assert "防犯教室" in out
    assert "謎の列" not in out


def test_a_table_is_read_where_the_user_says_which_column_names_its_rows(
    imported: Imported, tmp_path: Path
) -> None:
    """Figures of towns are no initiatives; with --columns they are read all the same."""
    file = tmp_path / "計画.csv"
    towns = (
        ("町村", "経常収支比率", "将来負担比率"),
        ("甲町", "97.8", "30.7"),
        ("乙村", "91.2", "64.6"),
    )
    file.write_bytes(csv_of(*towns))
    assert imported(file, "--edition", "R6")[0] == 1
    code, out, _err = imported(file, "--edition", "R6", "--columns", "町村=name")
    assert code == 0
    assert "name: 乙村" in out


def test_an_edition_that_the_headings_leave_no_place_for_is_refused(
    imported: Imported, tmp_path: Path
) -> None:
    """Where every column names its year, another one asked for would be without effect."""
    file = tmp_path / "計画.csv"
    file.write_bytes(csv_of(("事業名", "令和5年度", "令和6年度"), ("見守り", "行う。", "続ける。")))
    code, out, err = imported(file, "--edition", "R9")
    assert (code, out) == (2, "")
    assert err == f"bouhan-diff: {file}: The plan has no R9.\n  It has R5, R6.\n"
    assert imported(file, "--edition", "R6")[0] == 0


def test_a_heading_that_no_column_has_is_refused(imported: Imported, tmp_path: Path) -> None:
    """A misspelt heading of --columns ends the import, which names the nearest heading."""
    file = tmp_path / "計画.csv"
    file.write_bytes(csv_of(*ROWS))
    code, out, err = imported(file, "--columns", "事業め=name")
    assert (code, out) == (2, "")
    assert "事業め" in err
    assert "事業名" in err


@pytest.mark.parametrize("meaning", ["担当課", "department"])
def test_meanings_have_two_languages(imported: Imported, tmp_path: Path, meaning: str) -> None:
    """A column's meaning is said in Japanese or in English."""
    file = tmp_path / "計画.csv"
    heading = (*ROWS[0][:-1], "受持ち")
    file.write_bytes(csv_of(heading, *ROWS[1:]))
    code, out, err = imported(file, "--columns", f"受持ち={meaning}")
    assert (code, err) == (0, "")
    assert "department: 市民課" in out


@pytest.mark.parametrize(
    ("headings", "advice"),
    [
        ("実績 令和６年度予定", "実績=R5"),
        ("計画 令和６年度実績", "計画=R7"),
        ("５年度実績 令和６年度予定", "５年度実績=R5"),
        ("令和５年度実績 令和６年度予定", "令和５年度実績=text"),
    ],
)
def test_advice_can_be_copied(
    imported: Imported, tmp_path: Path, headings: str, advice: str
) -> None:
    """What is advised of a doubtful column stands in straight quotes, and obeyed it is settled."""
    file = tmp_path / "計画.csv"
    texts = headings.split()
    rows = (("番号", "事業名", *texts), ("1", "防犯灯", *(f"{text}の文" for text in texts)))
    file.write_bytes(csv_of(*rows))
    assert f'--columns "{advice}"' in imported(file)[2]
    code, _out, err = imported(file, "--columns", advice)
    assert (code, f'"{advice}"' in err) == (0, False)


@pytest.mark.parametrize(
    ("language", "meanings"),
    [
        ("ja", "番号、事業名、担当課、施策番号、章、章題、章の目的"),
        ("en", "number, name, department, policies, section, title, aim"),
    ],
)
def test_help_lists_the_meanings(
    capsys: pytest.CaptureFixture[str], language: str, meanings: str
) -> None:
    """Help says what a column can be, in the reader's language."""
    assert run(["--lang", language, "import", "--help"]) == 0
    assert "".join(meanings.split()) in "".join(capsys.readouterr().out.split())


def test_a_dry_run_shows_the_table(imported: Imported, unclear: Path, tmp_path: Path) -> None:
    """--dry-run shows the plan as `show` does with its reports, and writes nothing."""
    target = tmp_path / "R6.yaml"
    code, out, _err = imported(SOURCE, "-o", target, "--dry-run")
    assert (code, target.exists()) == (0, False)
    assert "15 of 37 initiatives changed" in out
    code, out, err = imported(unclear, "--dry-run")
    assert code == 0
    assert "防犯教室" in out
    assert "謎の文" in err


@pytest.mark.parametrize("name", ["pdf-with-password", "docx-bomb", "xlsx-of-laughs", "nothing"])
def test_a_broken_file_leaves_nothing(imported: Imported, tmp_path: Path, name: str) -> None:
    """A broken document ends with 2 and a sentence, and no file is written."""
    suffix = name.partition("-")[0] if "-" in name else "txt"
    file = tmp_path / f"計画.{suffix}"
    file.write_bytes(FILES[name]())
    code, out, err = imported(file, "-o", tmp_path / "R6.yaml")
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="the system has names in Unicode")
@pytest.mark.parametrize(
    ("name", "title"), [(b"x\xff.csv", "x\ufffd"), ("防犯.csv".encode("cp932"), "防犯")], ids=ascii
)
def test_a_name_of_other_bytes_gives_a_title(
    imported: Imported, tmp_path: Path, name: bytes, title: str
) -> None:
    """A file from an old archive is imported; what its name cannot say becomes a mark."""
    file = Path(os.fsdecode(bytes(tmp_path) + b"/" + name))
    file.write_bytes(csv_of(*ROWS))
    target = tmp_path / "plan.yaml"
    assert imported(file, "-o", target)[0] == 0
    assert load_plan(target).title == title
