"""Renew what the READMEs say that commands print.

    python scripts/readme.py

In a block of ```console, what stands below a line that begins with `$ bouhan-diff` is what
that command prints, at 80 columns and without colour; a test compares it.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
LANGUAGES = {"README.md": "en", "README.ja.md": "ja"}

_BLOCK = re.compile(r"(?<=^```console\n)\$ bouhan-diff (?P<arguments>.*)\n[^`]*(?=^```$)", re.M)


def renewed(text: str, language: str) -> str:
    """Return a README's text with what its commands print now, in a language."""
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
            lines = (done.stdout + done.stderr).rstrip()
            return f"$ bouhan-diff {block['arguments']}\n{lines}\n"

        return _BLOCK.sub(printed, text)


def main() -> None:
    """Renew both READMEs."""
    for name, language in LANGUAGES.items():
        file = ROOT / name
        text = renewed(file.read_text(encoding="utf-8"), language)
        file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
