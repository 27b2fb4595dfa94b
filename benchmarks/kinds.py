"""How well kinds are named (変更の種類の正解率), against texts that a reader has labelled.

    python benchmarks/kinds.py LABELLED.jsonl...

Each line has old and new (or before and after), kind, and perhaps id. Each pair is named both
ways. Exits 1 when a change of substance is named anything lighter, or when fewer than nine of
ten are named as labelled in a file of real texts (one without `why`).
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bouhan_diff import diff_text
from bouhan_diff.textdiff import EditKind, heaviest

_LEAST = 0.9


def cases(path: Path) -> list[dict[str, Any]]:
    """Return the labelled pairs of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def ways(case: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a pair and the same pair the other way round."""
    old, new = case.get("old", case.get("before")), case.get("new", case.get("after"))
    yield old, new
    yield new, old


def main(path: Path) -> bool:
    """Print what was named otherwise than labelled, and the counts; return if all is well."""
    named: Counter[tuple[EditKind, EditKind]] = Counter()
    suspected = 0
    labelled = cases(path)
    for case in labelled:
        label = EditKind(case["kind"])
        for old, new in ways(case):
            segments = diff_text(old, new)
            kind = heaviest(segments)
            named[label, kind] += 1
            if kind is label:
                continue
            suspected += label is EditKind.WORDING and any(s.perhaps for s in segments)
            edits = "  ".join(
                f"[-{s.old}-]{{+{s.new}+}} {s.reason.code}" for s in segments if s.reason
            )
            print(f"{label} named {kind}: {case.get('id', '')} {edits}".replace("\n", "⏎"))
    total = named.total()
    right = sum(n for (label, kind), n in named.items() if label is kind)
    lighter = sum(
        n
        for (label, kind), n in named.items()
        if label is EditKind.SUBSTANCE and kind is not EditKind.SUBSTANCE
    )
    print(f"\n{path.name}, each pair both ways")
    print(f"{'labelled':<12}" + "".join(f"{kind:>12}" for kind in EditKind) + "   (named)")
    for label in EditKind:
        counts = [named[label, kind] for kind in EditKind]
        if any(counts):
            print(f"{label:<12}" + "".join(f"{n:>12}" for n in counts))
    print(
        f"right: {right} of {total} ({right / total:.1%}); substance named lighter: {lighter}; "
        f"wording named substance but suspected: {suspected}\n"
    )
    is_real = not any("why" in case for case in labelled)
    return not lighter and (right >= _LEAST * total or not is_real)


if __name__ == "__main__":
    sys.exit(0 if all(list(map(main, map(Path, sys.argv[1:])))) else 1)
