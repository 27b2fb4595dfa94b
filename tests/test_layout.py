"""The figures of the layout that CONTRIBUTING.md promises; scripts/layout.py prints them all."""

import subprocess
import sys
from pathlib import Path

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


def test_the_usual_command_loads_no_more_than_it_shows() -> None:
    """A plan without amounts on the screen needs no units, reports of reading or other formats."""
    code = (
        "import sys; from bouhan_diff.cli import run; run(['changes', 'R5', 'R6', '--no-pager'])\n"
        "unneeded = {'decimal', 'rich', 'bouhan_diff.diagnostics', 'bouhan_diff.render.json_'}\n"
        "print(sorted(unneeded & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stderr == b"[]\n"
