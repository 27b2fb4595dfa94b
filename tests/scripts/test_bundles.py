"""Bundles for machines without network or Python: what they hold, and that nothing is missing."""

import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from wheelhouse import name_of, write_zip  # noqa: E402  needs the folder above
from windows_bundle import missing_imports, write_bundle  # noqa: E402


def wheel(folder: Path, name: str, **modules: str) -> Path:
    """A small wheel with these modules."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}-1.0.dist-info/METADATA", f"Name: {name}\nVersion: 1.0\n")
        for module, source in modules.items():
            archive.writestr(f"{module.replace('.', '/')}.py", source)
    return path


@pytest.fixture
def wheels(tmp_path: Path) -> list[Path]:
    """Our package, which imports a helper, and the helper."""
    ours = wheel(tmp_path, "bouhan_diff", **{"bouhan_diff.cli": "import json\nimport helper\n"})
    return [ours, wheel(tmp_path, "helper", helper="")]


def test_a_missing_import_is_found(wheels: list[Path]) -> None:
    """What neither Python nor a wheel has is named; with all wheels nothing is."""
    assert missing_imports(wheels) == set()
    assert missing_imports(wheels[:1]) == {"helper"}


def test_a_wheelhouse_has_a_hash_for_every_wheel(wheels: list[Path], tmp_path: Path) -> None:
    """Pip refuses a file that is not the one that was packed."""
    write_zip(tmp_path / "w.zip", wheels, "how")
    with zipfile.ZipFile(tmp_path / "w.zip") as archive:
        lines = archive.read("requirements.txt").decode().splitlines()
        assert [line.split()[0] for line in lines] == ["bouhan_diff==1.0", "helper==1.0"]
        assert all("--hash=sha256:" in line for line in lines)
        assert {f"wheels/{path.name}" for path in wheels} <= set(archive.namelist())
    assert name_of(wheels[1]) == ("helper", "1.0")


def test_a_bundle_runs_with_its_own_packages(wheels: list[Path], tmp_path: Path) -> None:
    """Python's path file names the packages, and the launchers pass on what is dropped."""
    write_bundle(tmp_path / "b.zip", wheels, None, "3.12")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert b"packages" in archive.read("bouhan-diff/python/python312._pth")
        assert "bouhan-diff/python/packages/bouhan_diff/cli.py" in archive.namelist()
        drop = archive.read("bouhan-diff/くらべる.cmd").decode()
    assert "compare --by-year --open %*" in drop
    assert "\r\n" in drop
