"""The layout of the package: a module imports only what stands above it."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "bouhan_diff"

# The path of the data, from the ground up. Names on one line do not know each other;
# a folder stands for all its modules, except that two readers or two writers may share
# nothing but their folder's `__init__`.
LAYERS = [
    ["messages", "version"],
    ["errors"],
    ["folding", "formula_guard"],
    ["nearest"],
    ["fiscal_year"],
    ["textdiff"],
    ["plan"],
    ["store"],
    ["published"],
    ["readers"],
    ["families", "matching"],
    ["table"],
    ["comparison"],
    ["selection"],
    ["history", "search"],
    ["tally"],
    ["labels"],
    ["amendment"],
    ["terminal", "writers"],
    ["batch"],
    ["cli"],
    ["__init__", "__main__"],
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
MODULES = sorted(PACKAGE.rglob("*.py"))


def layer_of(path: Path) -> str:
    """The name in LAYERS that a module belongs to."""
    inside = path.relative_to(PACKAGE).parts
    return inside[0] if len(inside) > 1 else inside[0].removesuffix(".py")


def imported(path: Path) -> set[tuple[str, ...]]:
    """The modules of the package that a module imports, as parts of their names."""
    found = set()
    package = path.relative_to(PACKAGE).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom):
            continue
        if node.level:
            base = package[: len(package) - node.level + 1]
        elif (node.module or "").split(".")[0] == "bouhan_diff":
            base = ()
        else:
            continue
        module = (node.module or "").removeprefix("bouhan_diff").strip(".")
        if module:
            found.add((*base, *module.split(".")))
        else:
            found.update((*base, alias.name) for alias in node.names)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    """A module imports only modules of a lower layer, or of its own folder."""
    mine = layer_of(path)
    assert mine in RANK, f"{mine} has no place in the layout; give it one in LAYERS"
    if mine in {"__init__", "__main__"}:
        return
    for parts in imported(path):
        theirs = parts[0]
        if theirs == mine:
            sibling = parts[1] if len(parts) > 1 else "__init__"
            assert (
                mine in {"textdiff", "store", "published", "matching", "terminal", "cli"}
                or path.stem == "__init__"
                or sibling.startswith("_")
            ), f"{path.name} imports its neighbour {sibling}"
        else:
            assert RANK[theirs] < RANK[mine], f"{mine} must not import {theirs}"
