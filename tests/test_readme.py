"""The READMEs cannot lie: what they say that commands print is what these print."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

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
