"""Print the figures of the layout: how large modules are, how deep a command goes.

    python scripts/layout.py

Modules and their lines; the deepest stack of package frames in `changes R5 R6` and the modules
that it runs; the modules that a row of a PDF's table passes on its way to the plan, that is,
those that are called at least nine times more for nine further rows.
"""

import contextlib
import io
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "bouhan_diff"
sys.path.insert(0, str(ROOT / "tests"))
MORE = 9  # rows of the second PDF


class Trace:
    """The deepest stack of package frames, and the package's modules that ran."""

    def __init__(self) -> None:
        self.deepest = 0
        self.modules: Counter[str] = Counter()
        self._depth = 0

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        """Count a call or return; generators and comprehensions are frames like any other."""
        if not frame.f_code.co_filename.startswith(str(PACKAGE)):
            return
        if event == "call":
            self._depth += 1
            if frame.f_code.co_name != "<module>":
                self.deepest = max(self.deepest, self._depth)
                name = Path(frame.f_code.co_filename).relative_to(PACKAGE).with_suffix("")
                self.modules[str(name)] += 1
        elif event == "return":
            self._depth -= 1


@contextlib.contextmanager
def traced() -> Iterator[Trace]:
    """Trace what runs inside, with its output thrown away."""
    trace = Trace()
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")):
        sys.setprofile(trace)
        try:
            yield trace
        finally:
            sys.setprofile(None)


def changes() -> None:
    """Run the command that is run most."""
    from bouhan_diff.cli import run  # noqa: PLC0415  the trace starts before anything is loaded

    run(["changes", "R5", "R6", "--no-pager"])


def read_pdf(folder: Path, count: int) -> Counter[str]:
    """Return how often each module is called to read a PDF with so many initiatives."""
    from pdf_files import pages, ruled  # noqa: PLC0415  the tests' own PDF writer

    from bouhan_diff.documents.ir import ReadOptions  # noqa: PLC0415
    from bouhan_diff.documents.reading import read_in_steps  # noqa: PLC0415

    rows = [["番号", "事業名", "担当課", "令和６年度"]]
    rows += [[str(n), f"見守り事業{n}", "市民課", "街頭で見守る。"] for n in range(1, count + 1)]
    path = folder / "plan.pdf"
    path.write_bytes(pages([ruled(rows, [40, 150, 100, 200])[0]]))
    list(read_in_steps(path, ReadOptions()))
    with traced() as trace:
        list(read_in_steps(path, ReadOptions()))
    return trace.modules


def main() -> None:
    """Print all figures."""
    files = sorted(PACKAGE.rglob("*.py"))
    lines = [len(path.read_text(encoding="utf-8").splitlines()) for path in files]
    longest = files[lines.index(max(lines))].relative_to(PACKAGE)
    print(f"modules {len(files)}, lines {sum(lines):,}")
    print(f"median {statistics.median(lines):.0f} lines, longest {max(lines)} ({longest})")
    for _warm_then_counted in range(2):
        with traced() as trace:
            changes()
    with tempfile.TemporaryDirectory() as folder:
        one, ten = (read_pdf(Path(folder), count) for count in (1, 1 + MORE))
    passed = sorted(name for name in ten if ten[name] - one[name] >= MORE)
    print(f"a row of a PDF passes {len(passed)} modules: {', '.join(passed)}")
    print(f"changes R5 R6: deepest stack {trace.deepest}, modules run {len(trace.modules)}")


if __name__ == "__main__":
    main()
