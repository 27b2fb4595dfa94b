"""Renew what the READMEs and the documentation say that commands print.

    python scripts/readme.py

In a block of ```console, what stands below a line that begins with `$ bouhan-diff` is what
that command prints, at 80 columns and without colour; a test compares it. A block that ends in
a line with … alone holds as many lines as it has.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
READMES = {"README.md": "en", "README.ja.md": "ja"}
PAGES = {
    str(page.relative_to(ROOT)): language
    for language in ("en", "ja")
    for page in sorted((ROOT / "docs" / language).glob("*.md"))
    if "\n$ bouhan-diff" in page.read_text(encoding="utf-8")
}

_BLOCK = re.compile(
    r"(?<=^```console\n)\$ bouhan-diff (?P<arguments>.*)\n(?P<said>[^`]*)(?=^```$)", re.M
)
_AND_SO_ON = "…"


def renewed(text: str, language: str) -> str:
    """Return a page's text with what its commands print now, in a language."""
    with tempfile.TemporaryDirectory() as folder:

        def printed(block: re.Match[str]) -> str:
            done = subprocess.run(
                [sys.executable, "-m", "bouhan_diff", *shlex.split(block["arguments"])],
                cwd=folder,
                env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "LANGUAGE": language},
                capture_output=True,
                check=False,
                encoding="utf-8",
            )
            lines = (done.stdout + done.stderr).rstrip().split("\n")
            said = block["said"].rstrip().split("\n")
            if said[-1] == _AND_SO_ON:
                lines = [*lines[: len(said) - 1], _AND_SO_ON]
            return "\n".join([f"$ bouhan-diff {block['arguments']}", *lines, ""])

        return _BLOCK.sub(printed, text)


def main() -> None:
    """Renew every page that shows a command."""
    for name, language in {**READMES, **PAGES}.items():
        file = ROOT / name
        text = renewed(file.read_text(encoding="utf-8"), language)
        file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
