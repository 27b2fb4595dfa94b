"""Mistakes at the command line: each explained in the reader's language, with its exit code."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import Mock

import pytest
import yaml

from bouhan_diff.storage import shipped_file

CASES = Path(__file__).parent.parent / "cases" / "mistakes.yaml"
MISTAKES = yaml.safe_load(CASES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: case["args"])
def test_a_mistake_is_explained(
    case: dict[str, Any], language: str, run: Callable[..., Any], tmp_path: Path
) -> None:
    """What is wrong and what to do, on standard error alone, and the exit code that says so."""
    for name, content in case.get("files", {}).items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, encoding="utf-8")
    arguments = shlex.split(case["args"].replace("{folder}", str(tmp_path)))
    ran = run(*arguments, env={"LANGUAGE": language})
    said = case["english" if language == "en" else "japanese"]
    said = said.replace("{folder}", str(tmp_path)).replace("{plan}", str(shipped_file()))
    assert ran.err == said
    assert ran.code == case["exit"]
    assert bool(ran.out) is case.get("prints", False)


@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
def test_a_desk_without_its_packages_says_how_to_get_them(
    missing: str, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is not part of a plain installation."""
    for name in [*sys.modules]:
        if name == "bouhan_diff.desk.server" or name.partition(".")[0] == missing:
            monkeypatch.delitem(sys.modules, name)
    finder = Mock()
    finder.find_spec = lambda name, *_where: _refuse(name) if name == missing else None
    monkeypatch.setattr(sys, "meta_path", [finder, *sys.meta_path])
    ran = run("desk")
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'bouhan-diff[desk]'" in ran.err


def _refuse(name: str) -> None:
    raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def test_a_desk_whose_last_page_was_closed_is_done(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address is printed, for a browser that does not open; then the desk just ends."""
    server = ModuleType("bouhan_diff.desk.server")
    server.serve = lambda announce: announce("http://127.0.0.1:1/open")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bouhan_diff.desk.server", server)
    ran = run("desk")
    assert (ran.code, ran.err) == (0, "")
    assert "open http://127.0.0.1:1/open" in ran.out


def test_a_module_that_is_missing_otherwise_is_a_bug(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the two packages are ever said to be missing."""
    monkeypatch.delitem(sys.modules, "bouhan_diff.desk.server", raising=False)
    monkeypatch.setitem(sys.modules, "bouhan_diff.desk.workspace", None)
    ran = run("desk")
    assert ran.code == 3
    assert "bouhan_diff.desk.workspace" in ran.err
