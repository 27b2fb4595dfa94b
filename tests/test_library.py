"""The package as a library: what can be imported, typed, pure and picklable."""

import ast
import os
import pickle
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import bouhan_diff
from bouhan_diff import compare, diff_text, load_plan, read_document

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


def test_no_plan_is_no_comparison() -> None:
    """A list without a plan is a mistake of the caller, and named as one."""
    with pytest.raises(ValueError, match="no plan"):
        compare([])


def test_values_can_be_sent_to_another_process() -> None:
    """Plans, tables and segments survive pickling, and are equal afterwards."""
    plan = load_plan()
    for value in (plan, compare(plan), diff_text("商店", "コンビニ")):
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301  our own bytes


def test_a_document_is_named_by_path_or_text() -> None:
    """As data files are."""
    source = ROOT / "data" / "source" / "tomakomai-bouhan-r5-r6.txt"
    assert read_document(str(source)).plan == read_document(source).plan


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


def test_every_public_name_can_be_imported() -> None:
    """What the package says that it has, it has; and nothing else."""
    for name in bouhan_diff.__all__:
        assert getattr(bouhan_diff, name) is not None
    with pytest.raises(ImportError):
        from bouhan_diff import Nonsense  # noqa: F401, PLC0415


def test_the_three_lists_of_public_names_agree() -> None:
    """What a type checker imports, what is loaded where it is used, and what `*` takes are one."""
    tree = ast.parse(Path(str(bouhan_diff.__file__)).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
    homes = {alias.name: node.module for node in imports for alias in node.names}
    assert homes == bouhan_diff._HOMES
    assert {*homes, "__version__"} == set(bouhan_diff.__all__)


def test_a_type_checker_knows_the_public_names_and_no_others(tmp_path: Path) -> None:
    """A misspelt import is an error before the program runs, and a plan is a Plan."""
    right = "from bouhan_diff import Plan, load_plan\nplan: Plan = load_plan()\n"
    for source, is_fine in ((right, True), ("from bouhan_diff import Nonsense\n", False)):
        module = tmp_path / "module.py"
        module.write_text(source, encoding="utf-8")
        command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", str(module)]
        done = subprocess.run(
            command, cwd=tmp_path, env={**os.environ, "MYPYPATH": str(ROOT / "src")}, check=False
        )
        assert (done.returncode == 0) is is_fine


def test_the_example_of_the_documentation_runs() -> None:
    """Its lines of Python print what they should."""
    text = (ROOT / "docs" / "en" / "howto-scripts.md").read_text(encoding="utf-8")
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


def test_a_script_reads_a_document_without_a_guard(tmp_path: Path) -> None:
    """A document is read in a process of its own, which does not run the script again."""
    document = tmp_path / "R6.csv"
    document.write_text(
        "番号,事業名,令和6年度事業概要\n1,防犯灯,増設する。\n2,教室,開く。\n", "utf-8"
    )
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from bouhan_diff import read_document\n"
        f"plan = read_document(Path({str(document)!r})).plan\n"
        "print([one.name for _section, one in plan.initiatives()])\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("['防犯灯', '教室']\n", "")


def test_texts_are_compared_in_several_threads_at_once() -> None:
    """A server may compare for several people: each thread has a tokenizer of its own."""
    texts = [
        f"地域{number}の街頭で、児童を見守る活動を年{number}回行う。" * 4 for number in range(120)
    ]
    pairs = [(text, text.replace("見守る", "守る")) for text in texts]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda pair: diff_text(*pair), pairs))
    assert found == [diff_text(*pair) for pair in pairs]
