"""What the command line takes from inside of Typer, so that an upgrade fails with a sentence."""

import ast
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest
from commandline import ROOT

MODULES = sorted((ROOT / "src" / "bouhan_diff" / "cli").rglob("*.py"))


def imports(file: Path) -> list[tuple[str, str]]:
    """The names that a module imports from inside of Typer, each with its home."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    found = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return [(str(n.module), a.name) for n in found for a in n.names if "typer." in str(n.module)]


INSIDE = sorted({one for file in MODULES for one in imports(file)})


def test_the_vendored_click_is_used() -> None:
    """The list below is not empty by mistake."""
    assert ("typer._click.exceptions", "NoSuchOption") in INSIDE


@pytest.mark.parametrize(("module", "name"), INSIDE)
def test_typer_has_what_is_not_its_public_interface(module: str, name: str) -> None:
    """Each name that cli/ imports from inside of Typer is where it was; see cli/__init__.py."""
    try:
        getattr(import_module(module), name)
    except (ImportError, AttributeError):
        pytest.fail(
            f"Typer {version('typer')} has no {module}.{name}, which src/bouhan_diff/cli imports: "
            "adapt it there, or keep the bounds of Typer in pyproject.toml."
        )
