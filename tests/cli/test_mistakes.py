"""Mistakes at the command line: each explained in the reader's language, with its exit code."""

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
