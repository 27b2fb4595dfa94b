"""Broken data files: every problem at once, each with its place and what to do."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bouhan_diff.errors import UserError
from bouhan_diff.storage import load_plan, plan_files
from bouhan_diff.storage.files import MAX_BYTES

pytestmark = pytest.mark.usefixtures("english")

TABLE = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "broken_data_files.yaml").read_text("utf-8")
)
SOUND: str = TABLE["sound"]
CASES = [pytest.param(case, id=case["why"].replace(" ", "-")) for case in TABLE["cases"]]


@pytest.fixture(params=["libyaml", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Either of PyYAML's parsers; the second where the first cannot be imported."""
    if request.param == "python":
        monkeypatch.setitem(sys.modules, "yaml.cyaml", None)
    name: str = request.param
    return name


def written(case: dict[str, Any]) -> str:
    """The broken file of a case."""
    if "text" in case:
        return str(case["text"])
    assert SOUND.count(case["replace"]) == 1, "replace must stand once in the sound file"
    return SOUND.replace(case["replace"], case["by"])


def problems_of(content: bytes, folder: Path) -> list[str]:
    """What is said of a file, as `line:column sentence`, each with its advice checked."""
    file = folder / "計画.yaml"
    file.write_bytes(content)
    with pytest.raises(UserError) as caught:
        load_plan(file)
    assert all(problem.where.startswith(str(file)) for problem in caught.value.problems)
    return [
        f"{problem.where.removeprefix(str(file)).removeprefix(':')} {problem.what}".strip()
        for problem in caught.value.problems
    ]


def test_the_sound_file_is_sound(tmp_path: Path, parser: str) -> None:
    """What the cases are made from has no problem itself, with either parser."""
    file = tmp_path / f"{parser}.yaml"
    file.write_text(SOUND, encoding="utf-8")
    assert sum(1 for _ in load_plan(file).initiatives()) == 2


@pytest.mark.parametrize("case", CASES)
def test_every_problem_is_told(case: dict[str, Any], tmp_path: Path, parser: str) -> None:
    """All problems of a case are told, in order, with line and column, and no others."""
    expected = case["problems"]
    if parser == "python":
        expected = case.get("python_parser", expected)
    told = problems_of(written(case).encode("utf-8", "surrogatepass"), tmp_path)
    assert len(told) == len(expected), told
    for one, wanted in zip(told, expected, strict=True):
        place, _, words = wanted.partition(" ")
        assert one.startswith(place + " "), told
        assert words in one, told


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp932", "CP932 (Shift_JIS)"),
        ("euc_jp", "EUC-JP"),
        ("iso2022_jp", "ISO-2022-JP"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_another_encoding_is_named(encoding: str, name: str, tmp_path: Path) -> None:
    """A file in an encoding that Japanese offices meet is named for what it is."""
    content = SOUND.replace("①", "1").replace("②", "2").encode(encoding)
    assert problems_of(content, tmp_path) == [f"The file is {name}, not UTF-8."]


def test_a_bom_is_taken(tmp_path: Path) -> None:
    """The mark that Windows editors put before UTF-8 is no part of the text."""
    file = tmp_path / "plan.yaml"
    file.write_bytes(SOUND.encode("utf-8-sig").replace(b"\n", b"\r\n"))
    assert load_plan(file).title == "防犯の取組み"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            SOUND.encode().replace("懸垂幕".encode(), b"\x83J\xff"),
            "21:15 The byte 0x83 is not valid UTF-8.",
        ),
        (SOUND.encode()[: SOUND.encode().index("懸".encode()) + 1], "21:15 The byte 0xE6 is no"),
        (
            SOUND.encode().replace("懸".encode(), b"\xed\xa0\x80"),
            "21:15 The byte 0xED is not valid UTF-8.",
        ),
        (
            SOUND.encode().replace("懸".encode(), b"\xc0\x80"),
            "21:15 The byte 0xC0 is not valid UTF-8.",
        ),
    ],
    ids=["a line of CP932", "cut in a character", "a surrogate", "an overlong NUL"],
)
def test_a_wrong_byte_is_located(content: bytes, told: str, tmp_path: Path) -> None:
    """Where one place of a file is not valid UTF-8, that place is told."""
    (only,) = problems_of(content, tmp_path)
    assert only.startswith(told)


def test_a_file_of_another_kind_is_told_by_its_suffix(tmp_path: Path) -> None:
    """Who chose a film or a photo is told which files can be read, not of a byte in a line."""
    film = tmp_path / "film.mp4"
    film.write_bytes(b"ftyp\xb0\xff" * 9)
    with pytest.raises(UserError, match=r"suffix “\.mp4” cannot be read\.\n.*Choose from \.pdf"):
        load_plan(film)


def test_a_binary_file_is_told_briefly(tmp_path: Path) -> None:
    """A file full of control characters does not fill the screen."""
    told = problems_of(b"\x01\x02\x00" * 1000, tmp_path)
    assert len(told) == 101
    assert told[-1] == "There are more control characters."


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
@pytest.mark.parametrize("key", ["title: ", "unknown: ", "title: &a ", ""])
def test_deep_nesting_ends_the_reading(key: str, opening: str, tmp_path: Path, parser: str) -> None:
    """A thousand levels, at a known key or not, are told of and not followed."""
    start = key + ("\n " if opening in "- ? " else "")
    told = problems_of((start + opening * 1000).encode(), tmp_path)
    assert any("nested more than 50 deep" in one for one in told), (parser, told)


def test_aliases_cannot_multiply_without_bounds(tmp_path: Path) -> None:
    """Aliases where they are allowed are written out, but no more than a file may hold."""
    many = ", ".join(["*text"] * 1000)
    content = (
        "title: &text " + "あ" * 100_000 + "\nyears: {R6: 見出し}\nsections:\n  - number: 1\n"
        f"    title: 章\n    initiatives:\n      - {{number: 1, name: 名, policies: [{many}],"
        " summaries: {R6: 文}}\n"
    )
    told = problems_of(content.encode(), tmp_path)
    assert told == ["1:8 The aliases (*) of this anchor (&) expand without limit."]


def test_aliases_stand_for_what_they_name(tmp_path: Path, parser: str) -> None:
    """Anchors and aliases of texts, lists and keys are taken."""
    file = tmp_path / f"{parser}.yaml"
    file.write_text(
        SOUND.replace("department: 市民生活課", "department: &d 市民生活課")
        .replace("policies: [", "policies: &p [")
        .replace("name: 懸垂幕", "name: 懸垂幕\n        department: *d\n        policies: *p"),
        encoding="utf-8",
    )
    first, second = (initiative for _, initiative in load_plan(file).initiatives())
    assert (second.department, second.policies) == (first.department, first.policies)
    assert second.policies == ("ア①", "ア②")


def test_too_many_problems_end_the_reading(tmp_path: Path) -> None:
    """A file of nothing but mistakes is not followed to its end."""
    told = problems_of(b"".join(b"a%d: x\n" % number for number in range(5000)), tmp_path)
    assert len(told) == 1001
    assert told[-1] == "1000:1 There are too many problems."


def test_a_large_foreign_value_ends_the_reading(tmp_path: Path) -> None:
    """What is no plan is not read on and on."""
    told = problems_of(b"x:\n" + b"-\n" * 1_100_000, tmp_path)
    assert told[-1].endswith("Too much of this file is not part of a plan.")


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    """A file over the bound is refused before it is parsed."""
    file = tmp_path / "huge.yaml"
    with file.open("wb") as opened:
        opened.truncate(MAX_BYTES + 1)
    with pytest.raises(UserError, match="larger than 64 MiB"):
        load_plan(file)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(UserError, match="no such file") as caught:
        load_plan(tmp_path / "ない.yaml")
    assert caught.value.problems[0].where == str(tmp_path / "ない.yaml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A folder where a file belongs is told as such."""
    with pytest.raises(UserError, match="This is a folder"):
        load_plan(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_forbidden_file_is_told(tmp_path: Path) -> None:
    """A file that may not be read is told with the system's reason."""
    file = tmp_path / "plan.yaml"
    file.write_text(SOUND, encoding="utf-8")
    file.chmod(0)
    with pytest.raises(UserError, match="cannot be read"):
        load_plan(file)


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_an_impossible_name_is_told(name: str) -> None:
    """A name that no file can have is the user's mistake, not ours."""
    with pytest.raises(UserError, match="cannot be read"):
        load_plan(name)


def test_folders_give_their_files_by_name(tmp_path: Path) -> None:
    """A folder's plans come by name, each once, and nothing else of the folder."""
    for name in ("二.yml", "一.yaml", ".隠し.yaml", "読め.txt"):
        (tmp_path / name).write_text(SOUND, encoding="utf-8")
    (tmp_path / "下.yaml").mkdir()
    found = plan_files([tmp_path, tmp_path / "一.yaml"])
    assert [file.name for file in found] == ["一.yaml", "二.yml"]


def test_a_folder_without_plans_is_told(tmp_path: Path) -> None:
    """A folder without plans and a missing one are told together."""
    with pytest.raises(UserError) as caught:
        plan_files([tmp_path, tmp_path / "ない"])
    assert [problem.what for problem in caught.value.problems] == [
        "There is no plan in the folder.",
        "There is no such file or folder.",
    ]
