"""Print the figures of the layout: how large modules are, how deep a command goes.

    python scripts/layout.py

Modules and their lines; the deepest stack of package frames in `changes R5 R6` and the modules
that it runs; the modules that a row of a PDF's table passes on its way to the plan.
"""

import contextlib
import io
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "bouhan_diff"
sys.path.insert(0, str(ROOT / "tests"))


class Trace:
    """The deepest stack of package frames, and the package's modules that ran."""

    def __init__(self) -> None:
        self.deepest = 0
        self.modules: set[str] = set()
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
                self.modules.add(str(name))
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

    run(["changes", "R5", "R6"])


def pdf_row() -> Callable[[], None]:
    """Return what reads a PDF with one initiative, in this process."""
    from pdf_files import pages, ruled, text  # noqa: PLC0415  the tests' own PDF writer

    from bouhan_diff.documents import ReadOptions, _read  # noqa: PLC0415

    rows = [["番号", "事業名", "担当課", "令和６年度"], ["1", "見守り", "市民課", "見守る。"]]
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "plan.pdf"
    path.write_bytes(pages(ruled([40, 80, 200, 300, 500], 700, 30, rows), text))

    def run() -> None:
        with folder:
            list(_read(path, ReadOptions()))

    return run


def main() -> None:
    """Print all figures."""
    files = sorted(PACKAGE.rglob("*.py"))
    lines = [len(path.read_text(encoding="utf-8").splitlines()) for path in files]
    longest = files[lines.index(max(lines))].relative_to(PACKAGE)
    print(f"modules {len(files)}, lines {sum(lines):,}")
    print(f"median {statistics.median(lines):.0f} lines, longest {max(lines)} ({longest})")
    changes()
    with traced() as trace:
        changes()
    print(f"changes R5 R6: deepest stack {trace.deepest}, modules run {len(trace.modules)}")


if __name__ == "__main__":
    main()
