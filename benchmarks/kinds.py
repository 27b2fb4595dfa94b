"""How well kinds are named (変更の種類の正解率), against texts that a reader has labelled.

    python benchmarks/kinds.py LABELLED.jsonl

Each line has old, new and kind. Exits 1 when fewer than nine of ten are named as labelled,
or when a change of substance is named anything lighter.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from bouhan_diff import diff_text
from bouhan_diff.textdiff import EditKind, heaviest

_LEAST = 0.9


def main(path: Path) -> int:
    """Print the share named right, who was taken for what, and what was named too light."""
    named: Counter[tuple[EditKind, EditKind]] = Counter()
    wrong: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        label = EditKind(case["kind"])
        segments = diff_text(case["old"], case["new"])
        kind = heaviest(segments)
        named[label, kind] += 1
        if kind is not label:
            edits = "  ".join(
                f"[-{s.old}-]{{+{s.new}+}} {s.reason.code}" for s in segments if s.reason
            )
            wrong.append(f"{label} named {kind}: {case.get('id', '')} {edits}".replace("\n", "⏎"))
    total = named.total()
    right = sum(n for (label, kind), n in named.items() if label is kind)
    lighter = sum(
        n
        for (label, kind), n in named.items()
        if label is EditKind.SUBSTANCE and kind is not EditKind.SUBSTANCE
    )
    print(*wrong, sep="\n", end="\n\n" if wrong else "")
    print(f"{'labelled':<12}" + "".join(f"{kind:>12}" for kind in EditKind) + "   (named)")
    for label in EditKind:
        counts = [named[label, kind] for kind in EditKind]
        if any(counts):
            print(f"{label:<12}" + "".join(f"{n:>12}" for n in counts))
    print(f"right: {right} of {total} ({right / total:.1%}); substance named lighter: {lighter}")
    return 1 if lighter or right < _LEAST * total else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
