"""The command line as people use it: in this process, and as a process of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from commandline import Ran, environment

from bouhan_diff import cli, messages


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Ran]]:
    """Run the command line in this process, at a fixed width, and return what it came to."""

    def run_in_process(
        *arguments: str, env: Mapping[str, str] | None = None, width: int = 80, stdin: str = ""
    ) -> Ran:
        for name in os.environ:
            monkeypatch.delenv(name)
        for name, value in environment(COLUMNS=str(width), **(env or {})).items():
            monkeypatch.setenv(name, value)
        out, err = _stream(), _stream()
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        monkeypatch.setattr(messages, "_catalogue", None)
        code = cli.run(arguments)
        return Ran(code, _written(out), _written(err))

    yield run_in_process
    messages._catalogue = None


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode("utf-8")


@pytest.fixture
def process() -> Callable[..., Ran]:
    """Run the true entry point as a process of its own, and return what it came to."""

    def run_process(*arguments: str, env: Mapping[str, str] | None = None, **more: Any) -> Ran:  # noqa: ANN401  as subprocess has it
        return _ran([sys.executable, "-m", "bouhan_diff", *arguments], env, **more)

    return run_process


@pytest.fixture
def shell() -> Callable[..., Ran]:
    """Run a line of bash, for its pipes and redirections, and return what it came to."""

    def run_line(line: str, **more: Any) -> Ran:  # noqa: ANN401  as subprocess has it
        return _ran(["bash", "-c", line], **more)

    return run_line


def _ran(command: Sequence[str], env: Mapping[str, str] | None = None, **more: Any) -> Ran:  # noqa: ANN401  as subprocess has it
    ran = subprocess.run(
        command,
        env=environment(**(env or {})),
        capture_output=True,
        timeout=60,
        check=False,
        **more,
    )
    return Ran(ran.returncode, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8"))
