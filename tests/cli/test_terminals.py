"""Terminals, locales and folders of every sort: the words arrive, whatever is set."""

import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commandline import SHIPPED, environment

from bouhan_diff.cli.console import has_reader_left

Run = Callable[..., Any]
ESCAPE = "\x1b["


@pytest.mark.parametrize(
    "env",
    [
        {"LANG": "C", "LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "cp932"},
        {"PYTHONIOENCODING": "ascii:strict"},
        {"TERM": "dumb"},
        {"TERM": "unknown-terminal"},
        {"COLUMNS": "0"},
        {"COLUMNS": "-5"},
        {"COLUMNS": "many"},
        {"COLUMNS": "99999999999"},
        {"HOME": "/nonexistent"},
        {"NO_COLOR": "1"},
        {"PYTHONOPTIMIZE": "2"},
        {"PAGER": "/nonexistent"},
    ],
    ids=str,
)
def test_output_is_utf8_and_whole(env: dict[str, str], process: Run) -> None:
    """In no environment does a character get lost or the program fail."""
    ran = process("changes", env=env)
    assert (ran.code, ran.err) == (0, "")
    assert "{+コンビニ+}" in ran.out
    assert "（22局）" in ran.out
    assert "�" not in ran.out


def test_without_a_home() -> None:
    """A service has no HOME, and needs none."""
    bare = {name: environment()[name] for name in ("PYTHONPATH", "LANGUAGE")}
    done = subprocess.run(
        [sys.executable, "-m", "bouhan_diff", "changes"],
        env=bare,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_colour_is_for_terminals(run: Run) -> None:
    """A pipe gets marks and no colour, unless colour is asked for; NO_COLOR wins."""
    assert ESCAPE not in run("changes").out
    coloured = run("changes", env={"FORCE_COLOR": "1", "TERM": "xterm-256color"}).out
    assert ESCAPE in coloured
    assert "[-" not in coloured
    both = run("changes", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out
    assert "[-商店-]" in both
    assert not re.search(r"\x1b\[(?:\d+;)*[349]\d", both)  # bold and struck are no colours


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_every_character_is_on_screen(width: int, run: Run) -> None:
    """At every width the whole of both texts stands on the screen."""
    import yaml  # noqa: PLC0415  for one test

    shown = run("show", "4-9", width=width, env={"FORCE_COLOR": "1", "TERM": "xterm"}).out
    plan = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    (row,) = [i for i in plan["sections"][3]["initiatives"] if i["number"] == 9]
    for text in row["summaries"].values():
        missing = [letter for letter in text if letter not in shown and not letter.isspace()]
        assert missing == []


def test_paths_with_japanese_and_spaces(run: Run, tmp_path: Path) -> None:
    """Folders are named as people name them, and so are the files that come out."""
    folder = tmp_path / "防犯 計画（令和６年度）"
    folder.mkdir()
    plan = folder / "計画 ①.yaml"
    plan.write_bytes(SHIPPED.read_bytes())
    target = folder / "新旧 対照表.docx"
    ran = run("changes", "--data", str(folder), "-o", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"Written: {target}\n"
    assert target.read_bytes()[:2] == b"PK"
    assert str(plan) in run("check", str(plan)).out


def test_a_variable_names_the_plans(run: Run, tmp_path: Path) -> None:
    """BOUHAN_DIFF_DATA holds several paths, as PATH does, and --data overrides it."""
    text = SHIPPED.read_text(encoding="utf-8")
    for city in ("札幌市", "函館市"):
        (tmp_path / f"{city}.yaml").write_text(text.replace("苫小牧市", city), encoding="utf-8")
    both = os.pathsep.join(str(tmp_path / f"{city}.yaml") for city in ("札幌市", "函館市"))
    ran = run("changes", env={"BOUHAN_DIFF_DATA": both})
    assert ran.code == 0
    assert "札幌市における" in ran.out
    assert "函館市における" in ran.out
    ran = run("changes", "--data", str(SHIPPED), env={"BOUHAN_DIFF_DATA": both})
    assert "札幌市における" not in ran.out
    assert "苫小牧市における" in ran.out


@pytest.mark.parametrize(
    ("error", "system", "has_left"),
    [
        (BrokenPipeError(errno.EPIPE, ""), "posix", True),
        (OSError(errno.EINVAL, ""), "nt", True),
        (OSError(errno.EINVAL, ""), "posix", False),
        (OSError(errno.ENOSPC, ""), "nt", False),
    ],
)
def test_windows_calls_a_closed_pipe_an_invalid_argument(
    error: OSError, system: str, has_left: bool
) -> None:
    """There `| more` that is left early looks different, and ends as quietly."""
    assert has_reader_left(error, system) is has_left


def test_file_names_from_strangers_cannot_paint_the_terminal(run: Run, tmp_path: Path) -> None:
    """An escape character in a file's name is not passed on to the terminal."""
    plan = tmp_path / "\x1b[2J計画.yaml"
    try:
        plan.write_text("title: [\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    ran = run("check", str(plan))
    assert ran.code == 2
    assert "\x1b" not in ran.err + ran.out
    assert "\x1b" not in run("\x1b[2J").err + run("changes", "--\x1b[2J").err
    assert "\x1b" not in run("changes", "--dept", "\x1b[2J").err
