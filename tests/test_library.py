"""The package as a library: what can be imported, typed, pure and picklable."""

import pickle
import re
import subprocess
import sys
from pathlib import Path

import bouhan_diff
from bouhan_diff import compare, diff_text, load_plan

ROOT = Path(__file__).parent.parent
CHANGED = [
    "1-1",
    "1-2",
    "1-3",
    "1-4",
    "1-6",
    "2-3",
    "2-7",
    "3-1",
    "4-2",
    "4-5",
    "4-14",
    "5-1",
    "6-1",
    "6-2",
    "6-4",
]


def test_three_calls_tell_what_changed() -> None:
    """A plan is loaded, two years are compared, and the changed initiatives are known."""
    table = compare(load_plan(), "R5", "令和6年度")
    assert table.counts.total == 37
    assert [row.ref for row in table.rows() if row.kind != "unchanged"] == CHANGED


def test_values_can_be_sent_to_another_process() -> None:
    """Plans, tables and segments survive pickling, and are equal afterwards."""
    plan = load_plan()
    for value in (plan, compare(plan), diff_text("商店", "コンビニ")):
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301  our own bytes


def test_only_what_is_used_is_loaded() -> None:
    """Importing the package loads neither YAML nor the engine nor Rich."""
    code = (
        "import sys, bouhan_diff\n"
        "print(sorted({'yaml', 'rich', 'sudachipy', 'rapidfuzz', 'typer'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_package_is_typed() -> None:
    """The marker that tells type checkers so is beside the modules."""
    assert Path(str(bouhan_diff.__file__)).with_name("py.typed").exists()


def test_the_example_of_the_readme_runs() -> None:
    """The README's lines of Python print what they should."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", text, re.S)[0]
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    refs, segments = done.stdout.splitlines()
    assert set(re.findall(r"\d+-\d+", refs)) <= set(CHANGED)
    assert "コンビニ" in segments
