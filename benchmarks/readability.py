"""How easy differences are to read (読みやすさ), ours and those of other tools.

    python benchmarks/readability.py [--texts]

Over the changed initiatives of the shipped plan: spans (a run of deleted or of inserted
text; a replacement counts as two), characters marked, words cut (a span's border inside a
word of Sudachi's mode A) and spans of one character. docdiff and git are measured where
they are installed; --texts prints our differences too. Exits 1 where ours are over a bound.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sudachipy import Dictionary, SplitMode

from bouhan_diff import diff_text, load_plan
from bouhan_diff.edition import Edition

Pieces = Sequence[tuple[str, str]]
"""Both texts in pieces; where old and new are the same, nothing is marked."""


class Figures(NamedTuple):
    """What makes a difference hard to read (読みにくさ)."""

    spans: int
    marked: int
    cut: int
    tiny: int


# Fewer spans cost more marked characters: of all alignments whose spans end at word borders none
# has 48 spans with fewer than 403 characters, nor 49 with fewer than 397.
BOUND = Figures(spans=49, marked=411, cut=0, tiny=6)
TOKENIZER = Dictionary(dict="small").tokenizer(mode=SplitMode.A)


def main() -> int:
    """Print the figures of every tool that is here; return 1 where ours are over a bound."""
    pairs = changed_pairs()
    print(f"{'':<28}{'spans':>7}{'marked':>8}{'cut':>5}{'tiny':>6}")
    ours = figures(pairs, bouhan_diff)
    show("bouhan-diff", ours)
    show("  bound", BOUND)
    for name, engine in others():
        show(name, figures(pairs, engine))
    if "--texts" in sys.argv:
        for ref, (old, new) in pairs.items():
            print(f"\n{ref}\n{marks(bouhan_diff(old, new))}")
    return 0 if all(got <= most for got, most in zip(ours, BOUND, strict=True)) else 1


def changed_pairs() -> dict[str, tuple[str, str]]:
    """Return the two summaries of each initiative that changed, by reference."""
    years = Edition(2023), Edition(2024)
    found = {}
    for section, initiative in load_plan().initiatives():
        old, new = (initiative.summaries[year] for year in years)
        if old != new:
            found[f"{section.number}-{initiative.number}"] = old, new
    return found


def figures(pairs: dict[str, tuple[str, str]], engine: Callable[[str, str], Pieces]) -> Figures:
    """Return the figures of an engine over all pairs."""
    spans: list[str] = []
    cut = 0
    for old, new in pairs.values():
        pieces = engine(old, new)
        built = ["".join(side) for side in zip(*pieces, strict=True)]
        # Lines are not words to git.
        if [text.replace("\n", "") for text in built] != [
            text.replace("\n", "") for text in (old, new)
        ]:
            sys.exit(f"{engine.__name__} does not rebuild both texts")
        spans += [text for piece in pieces if piece[0] != piece[1] for text in piece if text]
        cut += sum(inside(text, borders(pieces, side)) for side, text in enumerate(built))
    tiny = sum(len(span) == 1 for span in spans)
    return Figures(len(spans), sum(map(len, spans)), cut, tiny)


def borders(pieces: Pieces, side: int) -> set[int]:
    """Return where spans of one side begin and end."""
    found = set()
    at = 0
    for piece in pieces:
        stop = at + len(piece[side])
        if piece[0] != piece[1] and stop > at:
            found |= {at, stop}
        at = stop
    return found


def inside(text: str, places: set[int]) -> int:
    """Return how many of the places are inside a word."""
    return len(places - {0, *(morpheme.end() for morpheme in TOKENIZER.tokenize(text))})


def show(name: str, of: Figures) -> None:
    """Print one line of the table."""
    print(f"{name:<28}{of.spans:>7}{of.marked:>8}{of.cut:>5}{of.tiny:>6}")


def marks(pieces: Pieces) -> str:
    """Return the difference as `自主防[-災-]{+犯+}組織`."""
    return "".join(
        old if old == new else (f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else "")
        for old, new in pieces
    )


def bouhan_diff(old: str, new: str) -> Pieces:
    """Our own differences, a span that meets another of its side as one with it."""
    return merged([(segment.old, segment.new) for segment in diff_text(old, new)])


def merged(pieces: Pieces) -> Pieces:
    """Return the pieces with marked neighbours made one, as they are on paper."""
    result: list[tuple[str, str]] = []
    for old, new in pieces:
        if result and old != new and result[-1][0] != result[-1][1]:
            was, now = result.pop()
            result.append((was + old, now + new))
        else:
            result.append((old, new))
    return result


def others() -> Iterator[tuple[str, Callable[[str, str], Pieces]]]:
    """Yield the other tools that are installed."""
    if shutil.which("docdiff"):
        for unit in ("word", "char"):
            yield f"docdiff --{unit}", lambda old, new, unit=unit: docdiff(old, new, unit)
    if shutil.which("git"):
        yield "git diff --word-diff", git


def docdiff(old: str, new: str, unit: str = "word") -> Pieces:
    """Differences of docdiff, which marks them as wdiff does."""
    command = ["docdiff", f"--{unit}", "--format=wdiff", "--utf8", "--lf"]
    return wdiff_pieces(output_of(command, old, new))


def git(old: str, new: str) -> Pieces:
    """Differences of git, which takes runs without a space for words."""
    command = ["git", "diff", "--no-index", "--word-diff=plain", "--unified=1000"]
    shown = output_of(command, old + "\n", new + "\n")
    body = shown[shown.index("\n", shown.index("@@ -")) + 1 :]
    return wdiff_pieces(body.removesuffix("\n"))


def output_of(command: Sequence[str], old: str, new: str) -> str:
    """Return what a tool prints of two texts in files."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, "old.txt"), Path(folder, "new.txt")]
        for file, text in zip(files, (old, new), strict=True):
            file.write_text(text, encoding="utf-8", newline="\n")
        done = subprocess.run([*command, *map(str, files)], capture_output=True, check=False)
    return done.stdout.decode("utf-8")


WDIFF = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}|((?:(?!\[-|\{\+).)+)", re.DOTALL)


def wdiff_pieces(shown: str) -> Pieces:
    """Return the pieces of `same [-old-] {+new+}`."""
    return merged(
        [(m[3], m[3]) if m[3] else (m[1] or "", m[2] or "") for m in WDIFF.finditer(shown)]
    )


if __name__ == "__main__":
    sys.exit(main())
