"""The figures of the layout that CONTRIBUTING.md promises; scripts/layout.py prints them all."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST, DEEPEST = 400, 18


def test_every_module_can_be_read_from_top_to_bottom() -> None:
    """None has more than 400 lines: one that needs more holds two things."""
    texts = {file: file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py")}
    lines = {str(file.relative_to(ROOT)): len(text.splitlines()) for file, text in texts.items()}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def test_the_usual_command_goes_eighteen_frames_deep_at_most() -> None:
    """`changes R5 R6` calls no chain of functions of the package longer than that."""
    command = [sys.executable, str(ROOT / "scripts" / "layout.py")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    deepest = printed.rpartition("deepest stack ")[2].partition(",")[0]
    assert int(deepest) <= DEEPEST


def test_each_package_says_where_to_read_on() -> None:
    """Its docstring names every module in it, or one whose own docstring names the others."""
    package = ROOT / "src" / "bouhan_diff"
    unnamed = []
    for folder in (file.parent for file in package.rglob("*/__init__.py")):
        modules = {file.stem: file for file in folder.glob("*.py") if file.stem != "__init__"}
        named, asked = set[str](), {"__init__": folder / "__init__.py"}
        while asked:
            _name, file = asked.popitem()
            text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
            found = {word for word in re.findall(r"`(\w+)\b", text) if word in modules} - named
            named |= found
            asked |= {word: modules[word] for word in found}
        unnamed += [str(modules[name].relative_to(package)) for name in modules.keys() - named]
    assert unnamed == []


UNNEEDED = (
    "decimal",
    "rich",
    "bouhan_diff.cli.reports",
    "bouhan_diff.comparison.aligned_documents",
    "bouhan_diff.comparison.amount_changes",
    "bouhan_diff.comparison.other_years",
    "bouhan_diff.diagnostics",
    "bouhan_diff.render.json_",
)


def test_the_usual_command_loads_no_more_than_it_shows() -> None:
    """A plan without amounts on the screen needs no units, reports of reading or other formats."""
    code = (
        "import sys; from bouhan_diff.cli import run; run(['changes', 'R5', 'R6', '--no-pager'])\n"
        f"print(sorted({set(UNNEEDED)} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stderr == b"[]\n"


def test_the_version_loads_no_parser() -> None:
    """`--version` alone is answered before Typer is loaded, with what Typer would answer."""
    code = (
        "import sys; from bouhan_diff.cli import run; run(['--version'])\n"
        "print('typer' in sys.modules, flush=True); run(['--lang', 'en', '--version'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    alone, is_loaded, parsed = done.stdout.splitlines()
    assert (alone, is_loaded) == (parsed, b"False")


def test_each_word_of_the_glossary_is_where_it_says() -> None:
    """The words of the code in CONTRIBUTING.md are classes of the modules named beside them."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    words = re.findall(r"^\| `(\w+)` \| `([\w/.]+)` \|", text, re.MULTILINE)
    package = ROOT / "src" / "bouhan_diff"
    sources = {word: (package / where).read_text(encoding="utf-8") for word, where in words}
    assert [word for word, text in sources.items() if f"\nclass {word}" not in text] == []
    assert {"Plan", "Row", "Segment"} <= sources.keys()


def test_what_the_contributing_guide_names_is_there() -> None:
    """Each file and each name in its tables and paths is one of the package's."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    package = ROOT / "src" / "bouhan_diff"
    modules = "\n".join(file.read_text(encoding="utf-8") for file in package.rglob("*.py"))
    names = re.findall(r"`(_\w+|[A-Z]\w+)`", text)
    assert [name for name in names if not re.search(rf"\b{name}\b", modules)] == []
    folders = ("src", "tests", "scripts", "docs")
    files = {file.name for folder in folders for file in (ROOT / folder).rglob("*.*")}
    named = re.findall(r"`[\w/]*?([\w]+\.(?:py|yaml|json))`", text)
    assert [file for file in named if file not in files] == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a clone")
def test_the_repository_holds_what_git_shows_at_its_top() -> None:
    """A file or folder that a mistyped command made at the top level is not kept."""
    command = ["git", "ls-tree", "--name-only", "HEAD"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = {".ci", ".github", "benchmarks", "data", "docs", "scripts", "src", "tests"}
    there = {name for name in names.splitlines() if (ROOT / name).is_dir()}
    assert there == folders


OWN_MATTERS = {
    "render/labels.py": "their words",
    "render/notices.py": "the note on policy numbers",
    "render/phrasebook.py": "counts by department",
    "render/facts.py": "the column of departments that a fact has",
    "render/docx/form.py": "groups by department, and the note",
    "render/xlsx/counts.py": "counts by department",
    "render/page/choices.py": "the filters by department and policy number",
}
"""The writers that name a property, and what for: nothing that all properties have."""


def test_no_writer_asks_for_what_stands_beside_a_name_by_its_name() -> None:
    """Each goes through `plan.BESIDE_NAMES`, so that a further property is in every format."""
    package = ROOT / "src" / "bouhan_diff"
    named = re.compile(r"\.(?:department|policies)\b|Property\.(?:DEPARTMENT|POLICIES)\b")
    writers = [*(package / "render").rglob("*.py"), *(package / "render").rglob("*.html")]
    found = {
        str(file.relative_to(package))
        for file in writers
        if named.search(file.read_text(encoding="utf-8"))
    }
    assert found == OWN_MATTERS.keys()
