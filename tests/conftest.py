"""What all tests share."""

import gettext
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from libreoffice import PROGRAM, LibreOffice

GOLDEN = Path(__file__).parent / "golden"
_PATIENCE = 120_000  # milliseconds for a browser on a machine with much else to do
CHROMIUM = shutil.which(os.environ.get("CHROMIUM", "chromium"))

# Whoever runs the tests has a language, a screen and data of their own; the tests do not.
for _variable in ("BOUHAN_DIFF_DATA", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PAGER"):
    os.environ.pop(_variable, None)
os.environ["LANGUAGE"] = "en"

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # In the background of a shell Ctrl-C is ignored, and programs started there inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


if "COVERAGE_PROCESS_CONFIG" in os.environ:
    # A reader's process is killed once it has answered. To count, it must end by itself.
    _kill = BaseProcess.kill

    def _kill_after_its_end(process: BaseProcess) -> None:
        process.join(10)
        _kill(process)

    BaseProcess.kill = _kill_after_its_end


# What a law says depends neither on how busy the machine is nor on chance: the search for new
# examples is scripts/fuzz.py.
settings.register_profile(
    "repeatable",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")


def pytest_configure(config: pytest.Config) -> None:
    """With -n, the tests of a file stay on one core: they share what they opened."""
    if getattr(config.option, "dist", "no") == "load":
        config.option.dist = "loadfile"


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are in English, whatever the locale is."""
    monkeypatch.setattr("bouhan_diff.messages._catalogue", gettext.NullTranslations())


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with the golden file of that name; see golden/README.md."""

    def compare(name: str, text: str) -> None:
        expected = GOLDEN / name
        actual = expected.with_name(expected.name + ".actual")
        if os.environ.get("ACCEPT_GOLDEN"):
            expected.parent.mkdir(parents=True, exist_ok=True)
            expected.write_text(text, encoding="utf-8", newline="\n")
        if expected.is_file() and expected.read_text(encoding="utf-8") == text:
            actual.unlink(missing_ok=True)
            return
        actual.parent.mkdir(parents=True, exist_ok=True)
        actual.write_text(text, encoding="utf-8", newline="\n")
        pytest.fail(f"{expected} is not what came out; see {actual} and golden/README.md")

    return compare


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice with a profile of its own."""
    if PROGRAM is None:
        pytest.skip("LibreOffice (soffice) is not installed, so that nothing reads this back")
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, which draws what readers see."""
    driving = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("Chromium (chromium) is not installed, so that nobody looks at the page")
    with driving.sync_playwright() as driver:
        running = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=["--disable-background-networking", "--disable-component-update"],
            timeout=_PATIENCE,
        )
        opened = running.new_context

        def opened_with_patience(**how: object) -> Any:  # noqa: ANN401  as Playwright has it
            context = opened(**how)
            context.set_default_timeout(_PATIENCE)
            return context

        running.new_context = opened_with_patience
        yield running
        running.close()
