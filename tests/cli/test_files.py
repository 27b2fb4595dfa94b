"""Files that are written: whole or not at all, and never one that is not to be replaced."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from commandline import environment

from bouhan_diff.cli.files import write_whole
from bouhan_diff.errors import UserError

Run = Callable[..., Any]
SUFFIXES = [".docx", ".xlsx", ".html", ".md", ".csv", ".json", ".jsonl"]
on_posix = pytest.mark.skipif(os.name != "posix", reason="permissions and links of Unix")
as_others = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_suffix_makes_its_file(suffix: str, run: Run, tmp_path: Path) -> None:
    """The suffix names the format; a CSV says of nothing that it lacks, so it is said beside it."""
    target = tmp_path / f"新旧対照表{suffix}"
    ran = run("changes", "R5", "R6", "-o", str(target))
    assert (ran.code, ran.out) == (0, "")
    written, *more = ran.err.splitlines()
    assert written == f"Written: {target}"
    assert more == (
        ["22 unchanged initiatives are left out. To include them: --all"]
        if suffix == ".csv"
        else []
    )
    assert target.stat().st_size > 1000
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_file_comes_out_each_time(suffix: str, run: Run, tmp_path: Path) -> None:
    """Two runs give the same bytes, so that a changed file is a changed plan."""
    once, again = tmp_path / f"1{suffix}", tmp_path / f"2{suffix}"
    for target in (once, again):
        run("changes", "-o", str(target))
    assert once.read_bytes() == again.read_bytes()


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html"])
def test_no_file_needs_the_interpreters_own_accelerators(suffix: str, tmp_path: Path) -> None:
    """The XML of a file is the same where ElementTree's part in C is missing.

    An interruption can undo that part's import, and other interpreters have none.
    """
    written = []
    for accelerated in (True, False):
        target = tmp_path / f"{accelerated}{suffix}"
        missing = "" if accelerated else "sys.modules['_elementtree'] = None; "
        code = f"import sys; {missing}from bouhan_diff.cli import run; sys.exit(run(sys.argv[1:]))"
        command = [sys.executable, "-c", code, "changes", "--tracked", "-o", str(target)]
        if suffix != ".docx":
            command.remove("--tracked")
        now = environment(SOURCE_DATE_EPOCH="0")  # tracked changes have a time
        subprocess.run(command, env=now, capture_output=True, check=True)
        written.append(target.read_bytes())
    assert written[0] == written[1]


def test_an_existing_file_is_replaced_only_when_asked(run: Run, tmp_path: Path) -> None:
    """Without --force the file stays as it is; with it, it is replaced whole."""
    target = tmp_path / "表.json"
    target.write_text("手書き", encoding="utf-8")
    assert run("changes", "-o", str(target)).code == 2
    assert target.read_text(encoding="utf-8") == "手書き"
    assert run("changes", "-o", str(target), "--force").code == 0
    assert target.read_text(encoding="utf-8").startswith('{"format_version": 1')


def test_a_suffix_in_capitals(run: Run, tmp_path: Path) -> None:
    """Windows writes suffixes as it likes."""
    assert run("changes", "-o", str(tmp_path / "表.DOCX")).code == 0


@on_posix
def test_a_link_stays_a_link(run: Run, tmp_path: Path) -> None:
    """A symbolic link keeps pointing to its file, which is what is replaced."""
    file, link = tmp_path / "本体.json", tmp_path / "別名.json"
    file.write_text("古い", encoding="utf-8")
    link.symlink_to(file)
    assert run("changes", "-o", str(link), "--force").code == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8").startswith("{")


@on_posix
def test_a_link_to_nowhere_is_a_file_that_exists(run: Run, tmp_path: Path) -> None:
    """It is not followed to where nobody looked."""
    link = tmp_path / "別名.json"
    link.symlink_to(tmp_path / "ない.json")
    assert run("changes", "-o", str(link)).code == 2
    assert not (tmp_path / "ない.json").exists()


@on_posix
def test_permissions_stay(run: Run, tmp_path: Path) -> None:
    """A replaced file keeps its permissions; a new one has those that new files have."""
    target = tmp_path / "表.json"
    target.write_text("", encoding="utf-8")
    target.chmod(0o640)
    run("changes", "-o", str(target), "--force")
    assert target.stat().st_mode & 0o777 == 0o640
    mask = os.umask(0o027)
    try:
        run("changes", "-o", str(tmp_path / "新.json"))
    finally:
        os.umask(mask)
    assert (tmp_path / "新.json").stat().st_mode & 0o777 == 0o640


@on_posix
@as_others
def test_a_folder_that_may_not_be_written(run: Run, tmp_path: Path) -> None:
    """The folder's owner is to be asked, and nothing is left in it."""
    tmp_path.chmod(0o500)
    ran = run("changes", "-o", str(tmp_path / "表.json"))
    tmp_path.chmod(0o700)
    assert ran.code == 2
    assert "access is not allowed" in ran.err


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    folder = tmp_path / "小さい"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can mount a tiny file system")
    mounted = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_leaves_the_old_file(run: Run, tiny_disk: Path) -> None:
    """Where there is no room, the old file stays whole and no part of the new one is left."""
    target = tiny_disk / "表.html"
    target.write_text("古い", encoding="utf-8")
    ran = run("show", "-o", str(target), "--force")
    assert ran.code == 2
    assert "the disk is full" in ran.err
    assert target.read_text(encoding="utf-8") == "古い"
    assert list(tiny_disk.iterdir()) == [target]


@on_posix
@pytest.mark.parametrize("has_links", [True, False], ids=["links", "no links"])
def test_a_file_made_meanwhile_is_not_replaced(
    has_links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever takes the name while the content is written keeps it, also where no links are."""
    target = tmp_path / "表.json"
    if not has_links:
        monkeypatch.setattr(os, "link", Mock(side_effect=PermissionError))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _opened: target.write_text("手書き", encoding="utf-8"))
        with pytest.raises(UserError, match=r"already exists|既にあります"):
            write_whole(target, b"{}", force=False)
    assert target.read_text(encoding="utf-8") == "手書き"
    target.unlink()
    write_whole(target, b"{}", force=False)
    assert (target.read_bytes(), list(tmp_path.iterdir())) == (b"{}", [target])


@on_posix
def test_content_and_name_are_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is synced before it takes its name, and then the folder that holds the name."""
    target = tmp_path / "表.json"
    synced: list[tuple[bool, bool]] = []

    def sync(opened: int) -> None:
        synced.append((stat.S_ISDIR(os.fstat(opened).st_mode), target.exists()))

    monkeypatch.setattr(os, "fsync", sync)
    write_whole(target, b"{}", force=False)
    assert synced == [(False, False), (True, True)]


@on_posix
def test_an_interruption_leaves_the_old_file(tmp_path: Path) -> None:
    """Whenever Ctrl-C comes, the file is the old one or the new one, whole."""
    target = tmp_path / "表.docx"
    for wait in (0.05, 0.15, 0.25, 0.35):
        target.write_bytes(b"old")
        started = subprocess.Popen(
            [sys.executable, "-m", "bouhan_diff", "changes", "-o", str(target), "--force"],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        time.sleep(wait)
        started.send_signal(signal.SIGINT)
        _out, err = started.communicate(timeout=30)
        assert target.read_bytes() == b"old" or target.read_bytes()[-22:-18] == b"PK\5\6"
        assert list(tmp_path.iterdir()) == [target]
        # So early that the program had not begun, Python or the system answers for it.
        ended_well = started.returncode in (0, 130, -signal.SIGINT)
        assert ended_well or b"KeyboardInterrupt" in err


@pytest.mark.parametrize(
    ("form", "name", "start"),
    [
        ("csv", "表.txt", b"\xef\xbb\xbf"),
        ("html", "表.htm", b"<!DOCTYPE"),
        ("amendment", "改め文.txt", "苫小牧市".encode()),
        ("json", "表", b"{"),
    ],
    ids=["csv", "html", "amendment", "json"],
)
def test_a_format_beside_a_suffix(
    form: str, name: str, start: bytes, run: Run, tmp_path: Path
) -> None:
    """--format says what is in the file where its suffix says the same, or nothing of formats."""
    target = tmp_path / name
    assert run("changes", "--format", form, "-o", str(target)).code == 0
    assert target.read_bytes().startswith(start)


def test_no_file_is_what_its_suffix_denies(run: Run, tmp_path: Path) -> None:
    """Where --format and the suffix name two formats nothing is written, not even by force."""
    target = tmp_path / "表.docx"
    target.write_bytes(b"old")
    assert run("changes", "--format", "csv", "-o", str(target), "--force").code == 2
    assert target.read_bytes() == b"old"


@on_posix
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param("show 1-1 --data {pipe}.yaml", id="a-data-file"),
        pytest.param("check {pipe}.yaml", id="a-file-to-check"),
        pytest.param("import {pipe}.csv --dry-run", id="a-document"),
        pytest.param("compare {pipe}.xlsx {pipe}.csv", id="two-documents"),
        pytest.param("changes --links {pipe}.yaml", id="links"),
    ],
)
def test_a_named_pipe_is_no_file(arguments: str, process: Run, tmp_path: Path) -> None:
    """A pipe into which nobody writes is refused, where reading it would wait forever."""
    pipe = tmp_path / "pipe"
    for suffix in (".yaml", ".csv", ".xlsx"):
        os.mkfifo(f"{pipe}{suffix}")
    ran = process(*arguments.format(pipe=pipe).split())
    assert ran.code == 2
    assert "This is a named pipe, not a file." in ran.err


@on_posix
def test_what_a_shell_passes_instead_of_a_file_is_read(tmp_path: Path, shell: Run) -> None:
    """`<(command)` of bash is a pipe that has its writer already."""
    shutil.copy(Path(__file__).parents[2] / "data" / "programs.yaml", tmp_path / "plan.yaml")
    command = f"{sys.executable} -m bouhan_diff show 1-1 --data <(cat plan.yaml)"
    ran = shell(command, cwd=tmp_path)
    assert (ran.code, "犯罪情報" in ran.out) == (0, True)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param("compare R6.csv R7.csv -o R6.csv --force", id="the-old-document"),
        pytest.param("compare R6.csv R7.csv -o R7.csv --force", id="the-new-document"),
        pytest.param("compare R6.csv R7.csv -o link.csv --force", id="a-link-to-one"),
        pytest.param("changes --data R6.csv --data R7.csv -o R7.csv --force", id="what-data-names"),
        pytest.param("import R6.csv -o link.yaml --force", id="the-imported-document"),
        pytest.param("compare R6.yaml R7.csv --save . --force", id="a-data-file"),
    ],
)
def test_no_output_replaces_what_it_is_made_of(
    arguments: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even with --force: the document would be gone, and it may be the only copy."""
    monkeypatch.chdir(tmp_path)
    for year in ("R6", "R7"):
        rows = f"番号,事業名,{year}\n1,防犯,{year}に灯りを置く。\n2,街路灯,直す。\n"
        Path(f"{year}.csv").write_text(rows, encoding="utf-8")
    assert run("import", "R6.csv", "-o", "R6.yaml").code == 0
    Path("link.csv").symlink_to("R7.csv")
    Path("link.yaml").symlink_to("R6.csv")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    ran = run(*arguments.split())
    assert ran.code == 2
    assert "The output would replace a file that is read." in ran.err
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
