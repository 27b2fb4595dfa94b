"""Assemble a folder that runs on Windows without an installation (Windows 用の持ち運び版).

    python scripts/windows_bundle.py [--python 3.12] [--embeddable python-3.12.x-embed-amd64.zip]
                                     [-o FILE.zip]

The zip holds the official embeddable Python (where it is given; the release workflow fetches
it), the wheels for win_amd64 unpacked, and two launchers: `bouhan-diff.cmd` for a command line,
and `くらべる.cmd`, on which two files are dropped to see what changed. pip finds what the
package and its parts need; every import of the package is then looked up among the wheels, and a
bundle that lacks one is not written. It is a folder in a zip and not one self-extracting
program, which virus scanners stop.
"""

import argparse
import ast
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from wheelhouse import download

_TOP = "bouhan-diff"

_COMMAND = """\
@echo off
"%~dp0python\\python.exe" -X utf8 -m bouhan_diff %*
"""

_DROP = """\
@echo off
chcp 65001 >nul
rem 前年度のファイルと今年度のファイルを、一緒にアイコンへドロップします。
if "%~1"=="" (
  echo 比べる二つのファイルをこのアイコンにドロップしてください。
  pause
  exit /b 2
)
"%~dp0python\\python.exe" -X utf8 -m bouhan_diff compare --by-year --open %*
if errorlevel 1 pause
"""


def main() -> None:
    """Download the wheels, check that nothing is missing, and write the bundle."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", default="3.12")
    parser.add_argument("--embeddable", type=Path, help="the official embeddable Python, a zip")
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    output = given.output or Path(f"bouhan-diff-windows-py{given.python}.zip")
    with tempfile.TemporaryDirectory() as folder:
        wheels = download(Path(folder), "win_amd64", given.python)
        missing = missing_imports(wheels)
        if missing:
            sys.exit("No wheel has: " + ", ".join(sorted(missing)))
        write_bundle(output, wheels, given.embeddable, given.python)
    print(f"{output}: {len(wheels)} wheels" + ("" if given.embeddable else ", without Python"))


def missing_imports(wheels: list[Path]) -> set[str]:
    """Return the modules that our package imports and neither Python nor a wheel has."""
    there = set(sys.stdlib_module_names)
    ours: list[bytes] = []
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                there.add(name.partition("/")[0].partition(".")[0])
                if name.startswith("bouhan_diff/") and name.endswith(".py"):
                    ours.append(archive.read(name))
    return {module for source in ours for module in _imported(source)} - there


def _imported(source: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


def write_bundle(output: Path, wheels: list[Path], embeddable: Path | None, python: str) -> None:
    """Write the folder as a zip: python/, its packages, and the launchers."""
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as bundle:
        if embeddable:
            with zipfile.ZipFile(embeddable) as interpreter:
                for name in interpreter.namelist():
                    if not name.endswith("._pth"):  # ours says where the packages are
                        bundle.writestr(f"{_TOP}/python/{name}", interpreter.read(name))
        short = python.replace(".", "")
        path_file = f"python{short}.zip\n.\npackages\n"
        bundle.writestr(f"{_TOP}/python/python{short}._pth", path_file)
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as packages:
                for name in packages.namelist():
                    if not name.endswith("/"):
                        bundle.writestr(f"{_TOP}/python/packages/{name}", packages.read(name))
        # cmd.exe reads a file in the desk's code page until chcp names another one.
        for name, text in (("bouhan-diff.cmd", _COMMAND), ("くらべる.cmd", _DROP)):
            bundle.writestr(f"{_TOP}/{name}", text.replace("\n", "\r\n").encode("utf-8"))


if __name__ == "__main__":
    main()
