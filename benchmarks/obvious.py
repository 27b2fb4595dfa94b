"""The obvious program (比較の基準): CSafeLoader and difflib, and nothing else.

    python benchmarks/obvious.py FILE >lines.jsonl
    python benchmarks/obvious.py FOLDER >lines.jsonl

All plans as a list in one file are loaded and then compared; those of a folder one by one.
"""

import difflib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml


def plans(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the plans of a file or of a folder's files."""
    for file in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
        with file.open(encoding="utf-8") as opened:
            loaded = yaml.load(opened, yaml.CSafeLoader)
        yield from loaded if isinstance(loaded, list) else [loaded]


for plan in plans(Path(sys.argv[1])):
    for section in plan["sections"]:
        for initiative in section["initiatives"]:
            old, new = initiative["summaries"]["R5"], initiative["summaries"]["R6"]
            opcodes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
            segments = [
                {"kind": tag, "old": old[i:j], "new": new[k:m]} for tag, i, j, k, m in opcodes
            ]
            row = {"name": initiative["name"], "old": old, "new": new, "segments": segments}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
