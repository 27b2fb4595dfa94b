"""READMEs and documentation cannot lie: what they say that commands print is what these print."""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from pages import CHROMIUM, markup, through_chromium

from bouhan_diff import load_plan

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "bouhan_diff"


def script(name: str) -> ModuleType:
    """A script of the repository, as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


READMES = script("readme").READMES
PAGES = {**READMES, **script("readme").PAGES}
LINKED = sorted({*PAGES, *(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md"))})


@pytest.mark.parametrize("name", PAGES)
def test_every_command_prints_what_is_said(name: str) -> None:
    """The output below each command is what it prints (renew with scripts/readme.py)."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert script("readme").renewed(text, PAGES[name]) == text


@pytest.mark.parametrize("name", READMES)
def test_a_readme_shows_the_three_calls(name: str) -> None:
    """Each with some lines of what it prints."""
    text = (ROOT / name).read_text(encoding="utf-8")
    for call in ("show --section 4", "changes R5 R6", "by-dept 健康こども部青少年課"):
        assert f"$ bouhan-diff {call}\n" in text


@pytest.mark.parametrize("name", LINKED)
def test_every_link_leads_somewhere(name: str) -> None:
    """Each picture and file that a page names is in the repository."""
    page = ROOT / name
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_the_list_is_the_package(name: str) -> None:
    """The list of packages is whole, and in the order in which they import each other."""
    text = (ROOT / name).read_text(encoding="utf-8")
    listed = re.findall(r"^  (\w+)(?:/|\.py) ", text, re.M)
    there = {
        path.stem
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert set(listed) == {name for name in there if not name.startswith("_")} - {"version"}
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    assert listed == layers[::-1]
    inner = re.findall(r"^    (\w+)/ ", text, re.M)
    assert set(inner) == {
        path.name
        for room in ("textdiff", "documents", "render")
        for path in (PACKAGE / room).iterdir()
        if path.is_dir() and (path / "__init__.py").exists()
    }


def test_the_test_command_is_the_one_that_the_whole_check_runs() -> None:
    """The README's set-up commands stand in .ci/run to the letter."""
    check = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for name in READMES:
        text = (ROOT / name).read_text(encoding="utf-8")
        commands = re.findall(r"^python3 -m venv .*$", text, re.M)
        assert len(commands) == 2
        for command in commands:
            assert command in check


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_function_for_thousands_of_plans_runs(language: str, tmp_path: Path) -> None:
    """The how-to's own code, on a small folder, with a file that cannot be read."""
    page = (ROOT / "docs" / language / "howto-scripts.md").read_text(encoding="utf-8")
    code = next(
        block for block in re.findall(r"```python\n(.*?)```", page, re.S) if "Pool" in block
    )
    module = tmp_path / "thousands.py"
    module.write_text(code, encoding="utf-8")
    plans = tmp_path / "plans"
    plans.mkdir()
    shutil.copy(ROOT / "data" / "programs.yaml", plans / "a.yaml")
    (plans / "b.yaml").write_text("title: [", encoding="utf-8")
    program = (
        "import thousands, pathlib\n"
        "if __name__ == '__main__': print(thousands.changed_in(pathlib.Path('plans')))"
    )
    (tmp_path / "main.py").write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "main.py"], cwd=tmp_path, capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "{'a.yaml': 15, 'b.yaml': -1}"


def test_the_licences_are_those_of_the_packages() -> None:
    """Every package that is needed is listed (renew with scripts/licences.py)."""
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    licences = script("licences")
    listed = {line.split("|")[1].strip().lower() for line in page.splitlines() if "|" in line}
    needed = {*licences.needed("bouhan-diff"), *licences.needed("bouhan-diff", "desk")}
    names = {licences.distribution(name).metadata["Name"].lower() for name in needed}
    assert names <= listed


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium, which prints next year's PDF, is absent")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_yearly_routine_goes_through(language: str, tmp_path: Path) -> None:
    """Its five lines, one after another, lead from next year's PDF to the Word document."""
    plans = tmp_path / "plans"
    plans.mkdir()
    shutil.copy(ROOT / "data" / "programs.yaml", plans / "R6.yaml")
    successor = load_plan(ROOT / "tests" / "cases" / "next_year" / "programs.yaml")
    through_chromium(markup(successor), tmp_path).rename(tmp_path / "別紙２.pdf")
    text = (ROOT / "docs" / language / "howto-years.md").read_text(encoding="utf-8")
    lines = re.findall(r"^bouhan-diff .*$", text, re.M)
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
        assert done.returncode == 0, (line, done.stderr)
    assert load_plan(plans / "R7.yaml").sections == successor.sections
    assert (tmp_path / "新旧対照表.docx").exists()
