"""Make a zip to install from without a network (閉域網での導入), for Windows or Linux.

    python scripts/wheelhouse.py [--platform win_amd64] [--python 3.12] [-o FILE.zip]

The zip holds the wheel of this checkout and of everything that it needs, their SHA-256 in
requirements.txt, which pip checks, and how to install them, in Japanese and English. Wheels come
from the index that pip is set up with.
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from email.parser import HeaderParser
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINUX = ("manylinux_2_28_x86_64", "manylinux2014_x86_64", "manylinux_2_17_x86_64")
PLATFORMS = {"win_amd64": ("win_amd64",), "linux_x86_64": LINUX}

_HOW = """\
bouhan-diff をネットワークなしで導入する / Installing bouhan-diff without a network

1. この ZIP を展開し、そのフォルダーで次を実行します。 Unpack this zip and run in its folder:

   Windows:  py -m venv C:\\bouhan-diff
             set PATH=C:\\bouhan-diff\\Scripts;%PATH%
   Linux:    python3 -m venv ~/bouhan-diff
             PATH=~/bouhan-diff/bin:$PATH

             pip install --no-index -f wheels --require-hashes -r requirements.txt

2. 必要な Python は {python} です。 It needs Python {python} ({platform}).

各ファイルの SHA-256 は requirements.txt にあり、pip が導入時に照合します。
requirements.txt lists the SHA-256 of each file, which pip checks.
"""


def main() -> None:
    """Download, hash and zip the wheels."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--platform", choices=PLATFORMS, default="win_amd64")
    parser.add_argument("--python", default=f"{sys.version_info[0]}.{sys.version_info[1]}")
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    output = given.output or Path(f"bouhan-diff-{given.platform}-py{given.python}.zip")
    with tempfile.TemporaryDirectory() as folder:
        wheels = download(Path(folder), given.platform, given.python)
        write_zip(output, wheels, _HOW.format(python=given.python, platform=given.platform))
    print(f"{output}: {len(wheels)} wheels")


def download(folder: Path, platform: str, python: str) -> list[Path]:
    """Return the wheels of this checkout and of all that it needs, for a platform."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", folder, str(ROOT)], check=True)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["desk"]]
    # pip asks this machine, not the other one, for which system a package is needed.
    needed += ["colorama"] if platform.startswith("win") else []
    for_platform = [word for name in PLATFORMS[platform] for word in ("--platform", name)]
    subprocess.run(
        [
            *(*pip, "download", "-d", folder, "--only-binary=:all:", *for_platform),
            *("--python-version", python, "--implementation", "cp"),
            *needed,
        ],
        check=True,
    )
    return sorted(folder.glob("*.whl"))


def write_zip(output: Path, wheels: list[Path], how: str) -> None:
    """Write the zip: wheels, requirements.txt with a hash for each, and how to install them."""
    lines = [
        f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}"
        for wheel in wheels
        for name, version in [name_of(wheel)]
    ]
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("requirements.txt", "\n".join(lines) + "\n")
        # Notepad of an older Windows needs the mark to know UTF-8.
        archive.writestr("INSTALL.txt", how.replace("\n", "\r\n").encode("utf-8-sig"))
        for wheel in wheels:
            archive.write(wheel, f"wheels/{wheel.name}")


def name_of(wheel: Path) -> tuple[str, str]:
    """Return the name and version that a wheel says of itself."""
    with zipfile.ZipFile(wheel) as archive:
        at = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(at).decode("utf-8"))
    return metadata["Name"], metadata["Version"]


if __name__ == "__main__":
    main()
