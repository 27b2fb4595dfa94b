"""The READMEs cannot lie: what they say that commands print is what these print."""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from pages import CHROMIUM, markup, through_chromium

from bouhan_diff import load_plan

ROOT = Path(__file__).parent.parent


def script(name: str) -> ModuleType:
    """A script of the repository, as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


READMES = script("readme").LANGUAGES


@pytest.mark.parametrize("name", READMES)
def test_every_command_prints_what_is_said(name: str) -> None:
    """The output below each command is what it prints (renew with scripts/readme.py)."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "$ bouhan-diff changes R5 R6" in text
    assert script("readme").renewed(text, READMES[name]) == text


@pytest.mark.parametrize("name", READMES)
def test_every_link_leads_somewhere(name: str) -> None:
    """Each picture and file that a README names is in the repository."""
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_test_command_is_the_one_that_the_whole_check_runs() -> None:
    """The README's set-up commands stand in .ci/run to the letter."""
    check = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for name in READMES:
        text = (ROOT / name).read_text(encoding="utf-8")
        commands = re.findall(r"^python3 -m venv .*$", text, re.M)
        assert len(commands) == 2
        for command in commands:
            assert command in check


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium, which prints next year's PDF, is absent")
def test_the_yearly_routine_goes_through(tmp_path: Path) -> None:
    """Its five lines, one after another, lead from next year's PDF to the Word document."""
    plans = tmp_path / "plans"
    plans.mkdir()
    shutil.copy(ROOT / "data" / "programs.yaml", plans / "R6.yaml")
    successor = load_plan(ROOT / "tests" / "cases" / "next_year" / "programs.yaml")
    through_chromium(markup(successor), tmp_path).rename(tmp_path / "別紙２.pdf")
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^bouhan-diff .*$", text.split("## The yearly routine")[1], re.M)
    assert len(lines) == 5
    for line in lines:
        command = shlex.split(line, comments=True)[1:]
        done = subprocess.run(
            [sys.executable, "-m", "bouhan_diff", *command],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert (done.returncode, done.stderr.count("\n") < 2) == (0, True), (line, done.stderr)
    assert load_plan(plans / "R7.yaml") == successor
    assert (tmp_path / "新旧対照表.docx").exists()
