"""Completion in the shells themselves: names of the data, and nothing of them is evaluated."""

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from commandline import environment

pytest.importorskip("pty", reason="there are no pseudo-terminals here")

import fcntl
import pty
import struct
import termios

# The child becomes the shell at once, whatever threads other tests have begun.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

HOSTILE = [
    "甲$(touch evaluated)課",
    "乙`touch evaluated`課",
    "丙'; touch evaluated; '課",
    '丁"$(touch evaluated)"課',
    "戊 & touch evaluated",
    "己\\$HOME !! * ~ {a,b}課",
    "庚課(防犯:交通)",
]
START = {
    "bash": ["bash", "--noprofile", "--norc", "-i"],
    "zsh": ["zsh", "-f", "-i"],
}
SET_UP = {
    "bash": "PS1='READ''Y> '; bind 'set enable-bracketed-paste off'",
    "zsh": "PS1='READ''Y> '; unset zle_bracketed_paste; setopt no_prompt_sp; "
    "autoload -U compinit; compinit -u -D",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the program on its path: it completes, and else notes its arguments."""
    program = tmp_path / "bin" / "bouhan-diff"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        f'[ -n "$_BOUHAN_DIFF_COMPLETE$NOTED" ] || exec {sys.executable} -m bouhan_diff "$@"\n'
        '[ -z "$_BOUHAN_DIFF_COMPLETE" ] && printf "%s\\0" "$@" >"$NOTED.new" && '
        'exec mv "$NOTED.new" "$NOTED"\n'
        f'exec {sys.executable} -m bouhan_diff "$@"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    return tmp_path


@pytest.fixture
def hostile(folder: Path) -> Path:
    """A plan whose departments are commands."""
    initiatives = [
        {
            "number": number,
            "name": "事業",
            "department": name,
            "policies": ["ア①"],
            "summaries": {"R5": "文", "R6": "文"},
        }
        for number, name in enumerate(HOSTILE, 1)
    ]
    plan = {
        "title": "計画",
        "years": {"R5": "旧", "R6": "新"},
        "sections": [{"number": 1, "title": "章", "initiatives": initiatives}],
    }
    file = folder / "計画.yaml"
    file.write_text(yaml.safe_dump(plan, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


class Shell:
    """An interactive shell on a terminal of its own."""

    def __init__(self, name: str, folder: Path, **env: str) -> None:
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
        self.noted = folder / "noted"
        path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        own = {"PATH": path, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm"}
        own |= {"HOME": str(folder), "INPUTRC": "/dev/null", "HISTFILE": "/dev/null"}
        self._pid, self._screen = pty.fork()
        if self._pid == 0:
            os.chdir(folder)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
            program = shutil.which(name) or name
            os.execve(program, START[name], environment(**own | env))  # noqa: S606  a real shell
        self._until(r"[$%#] ")
        self.type(SET_UP[name] + "\n")
        self._until("READY> ")
        self.type(f'eval "$(bouhan-diff --completion {name})"; export NOTED={self.noted}\n')
        self._until("READY> ")

    def type(self, keys: str) -> None:
        """Press the keys."""
        os.write(self._screen, keys.encode())

    def completed(self, line: str) -> list[str]:
        """Type the line, press Tab and Return, and return the arguments the program got."""
        self.noted.unlink(missing_ok=True)
        self.type(line + "\t\n")
        until = time.monotonic() + 60
        got = ""
        while not self.noted.exists():
            got += self._read(0.05)
            assert time.monotonic() < until, got
        return self.noted.read_text(encoding="utf-8").split("\0")[:-1]

    def close(self) -> None:
        """Leave the shell."""
        os.close(self._screen)
        os.waitpid(self._pid, 0)

    def _until(self, pattern: str) -> None:
        until = time.monotonic() + 60
        got = ""
        while not re.search(pattern, got):
            assert time.monotonic() < until, got
            got += self._read(0.2)

    def _read(self, wait: float) -> str:
        if not select.select([self._screen], [], [], wait)[0]:
            return ""
        return os.read(self._screen, 65536).decode("utf-8", "replace")


@pytest.fixture
def shell(folder: Path) -> Iterator[Callable[..., Shell]]:
    """Start shells, and leave them at the end."""
    started: list[Shell] = []

    def start(name: str, **env: str) -> Shell:
        started.append(Shell(name, folder, **env))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_a_shell_completes_what_is_typed(name: str, shell: Callable[..., Shell]) -> None:
    """Departments with brackets, policy numbers, years, references, options, commands."""
    typing = shell(name)
    for line, arguments in {
        "bouhan-diff by-dept 健康": ["by-dept", "健康こども部青少年課"],
        "bouhan-diff by-dept 市民生活部市民生活課（消費生": [
            "by-dept",
            "市民生活部市民生活課（消費生活担当)",
        ],
        "bouhan-diff show --dept 教育部指": ["show", "--dept", "教育部指導室"],
        "bouhan-diff by-policy カ③": ["by-policy", "カ③"],
        "bouhan-diff chan": ["changes"],
        "bouhan-diff changes --no-pa": ["changes", "--no-pager"],
        "bouhan-diff show 4-14": ["show", "4-14"],
    }.items():
        assert typing.completed(line) == arguments


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_a_shell_evaluates_no_name(name: str, hostile: Path, shell: Callable[..., Shell]) -> None:
    """A department's name that is a command is typed as it is, and never run."""
    typing = shell(name, BOUHAN_DIFF_DATA=str(hostile))
    for department in HOSTILE:
        assert typing.completed(f"bouhan-diff by-dept {department[0]}") == ["by-dept", department]
    assert not (hostile.parent / "evaluated").exists()


@pytest.mark.parametrize(
    "typed", ["庚", "'庚", '"庚', "'庚課(防犯:", "庚課\\(防犯:", "丙\\'", '"丁']
)
def test_bash_completes_within_quotes_and_behind_a_colon(
    typed: str, hostile: Path, shell: Callable[..., Shell]
) -> None:
    """A quotation mark that was typed stays, and a word goes on behind its colon."""
    expected = next(name for name in HOSTILE if name[0] == typed.strip("'\"")[0])
    typing = shell("bash", BOUHAN_DIFF_DATA=str(hostile))
    assert typing.completed(f"bouhan-diff by-dept {typed}") == ["by-dept", expected]


def fish(folder: Path, line: str, **env: str) -> list[str]:
    """What fish offers for a line."""
    if shutil.which("fish") is None:
        pytest.skip("fish is not installed")
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    own = {"PATH": path, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    script = "bouhan-diff --completion fish | source; complete -C $line"
    done = subprocess.run(
        ["fish", "--no-config", "-c", script],
        env=environment(line=line, **own | env),
        cwd=folder,
        capture_output=True,
        timeout=60,
        check=True,
    )
    return done.stdout.decode("utf-8").splitlines()


def test_fish_completes_what_is_typed(folder: Path) -> None:
    """The same names in fish, which itself puts quotes around them."""
    assert fish(folder, "bouhan-diff by-dept 健康") == ["健康こども部青少年課"]
    assert fish(folder, "bouhan-diff show --dept 教育部指") == ["教育部指導室"]
    assert "市民生活部市民生活課(防犯･交通安全担当)" in fish(folder, "bouhan-diff by-dept 市民")
    assert fish(folder, "bouhan-diff show 4-1")[:2] == ["4-1", "4-10"]


def test_fish_evaluates_no_name(hostile: Path) -> None:
    """A department's name that is a command is offered as it is."""
    folder = hostile.parent
    offered = fish(folder, "bouhan-diff by-dept ", BOUHAN_DIFF_DATA=str(hostile))
    assert set(HOSTILE) <= set(offered)
    assert not (folder / "evaluated").exists()


def candidates(run: Callable[..., Any], *words: str, **env: str) -> list[str]:
    """What the program answers a shell that completes the last of the words."""
    ran = run(*words, env={"_BOUHAN_DIFF_COMPLETE": "bash", **env})
    assert (ran.code, ran.err) == (0, "")
    return list(ran.out.splitlines())


@pytest.mark.parametrize(
    ("words", "some"),
    [
        (["chan"], {"changes"}),
        (["changes", ""], {"R5", "R6"}),
        (["changes", "R5", ""], {"R5", "R6"}),
        (["show", "--section", ""], {"1", "6"}),
        (["show", "--policy", "エ"], {"エ①", "エ④"}),
        (["show", "--policy=エ"], {"エ①", "エ④"}),
        (["show", "--policy", "=", "エ"], {"エ①", "エ④"}),
        (["changes", "--kind", "s"], {"substance"}),
        (["changes", "--format", ""], {"table", "amendment"}),
        (["changes", "--group-by", "d"], {"department"}),
        (["changes", "-o", "x.docx", "--order", ""], {"old-first", "new-first"}),
        (["--lang", ""], {"ja", "en"}),
        (["--completion", "p"], {"powershell"}),
        (["history", "6-"], {"6-1", "6-4"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_every_value_can_be_completed(
    words: list[str], some: set[str], run: Callable[..., Any]
) -> None:
    """Arguments and options offer what they take, and only what begins as typed."""
    found = candidates(run, *words)
    assert some <= set(found)
    typed = words[-1].rpartition("=")[2]
    assert all(name.startswith(typed) for name in found)


def test_no_format_is_offered_that_is_refused(run: Callable[..., Any]) -> None:
    """What completion and help name for the counts is what they can be printed as."""
    offered = candidates(run, "stats", "--format", "")
    assert offered == ["table", "json"]
    for name in offered:
        assert run("stats", "--format", name).code == 0
    shown = run("stats", "--help", env={"LANGUAGE": "en"}).out
    assert "Print as table or json." in shown
    assert "markdown" not in shown


def test_names_come_from_the_data_in_use(run: Callable[..., Any], hostile: Path) -> None:
    """The variable and --data say which plan's names are offered."""
    assert candidates(run, "by-dept", "戊", BOUHAN_DIFF_DATA=str(hostile)) == [HOSTILE[4]]
    assert candidates(run, "by-dept", "--data", str(hostile), "戊") == [HOSTILE[4]]
    assert candidates(run, "by-dept", "--data", "/nonexistent", "戊") == []


def test_options_are_completed_not_obeyed(run: Callable[..., Any]) -> None:
    """A key pressed behind --version offers it, and prints no version."""
    assert candidates(run, "--version") == ["--version"]


def test_completion_loads_no_engine() -> None:
    """A key was just pressed: neither the engine nor Rich is loaded for it."""
    code = (
        "import sys; from bouhan_diff.cli import run; run(['by-dept', '市民'])\n"
        "heavy = {'sudachipy', 'rapidfuzz', 'rich', 'openpyxl', 'docx', 'jinja2', 'pdfplumber'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(_BOUHAN_DIFF_COMPLETE="bash"),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == b"[]\n"


def test_powershell_evaluates_no_name() -> None:
    """Its script has no command that evaluates text, and quotes what has a meaning there."""
    script = Path(__file__).parents[2] / "src/bouhan_diff/cli/shells/completion.ps1"
    text = script.read_text(encoding="utf-8")
    assert "Register-ArgumentCompleter -Native -CommandName bouhan-diff" in text
    assert not re.search(r"Invoke-Expression|\biex\b|\[scriptblock\]::Create", text, re.I)
    assert """"'" + $_.Replace("'", "''") + "'\"""" in text


def test_powershell_reads_its_script(folder: Path) -> None:
    """PowerShell itself completes a department."""
    if shutil.which("pwsh") is None:
        pytest.skip("PowerShell is not installed")
    command = (
        "bouhan-diff --completion powershell | Out-String | Invoke-Expression;"
        "(TabExpansion2 'bouhan-diff by-dept 健康' 22).CompletionMatches.CompletionText"
    )
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["pwsh", "-NoProfile", "-Command", command],
        env=environment(PATH=path),
        capture_output=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.decode("utf-8").strip() == "健康こども部青少年課"
