"""The obvious program (比較の基準): CSafeLoader and difflib, and nothing else.

python benchmarks/obvious.py FOLDER >lines.jsonl
"""

import difflib
import json
import sys
from pathlib import Path

import yaml

for path in sorted(Path(sys.argv[1]).glob("*.yaml")):
    with path.open(encoding="utf-8") as file:
        plan = yaml.load(file, yaml.CSafeLoader)
    for section in plan["sections"]:
        for initiative in section["initiatives"]:
            old, new = initiative["summaries"]["R5"], initiative["summaries"]["R6"]
            opcodes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
            segments = [
                {"kind": tag, "old": old[i:j], "new": new[k:m]} for tag, i, j, k, m in opcodes
            ]
            row = {"name": initiative["name"], "old": old, "new": new, "segments": segments}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
