"""How things are measured (計測): whole processes in turn, and what they hold in memory."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure and what it may be at most (上限)."""

    what: str
    measured: float
    limit: float
    unit: str

    @property
    def is_met(self) -> bool:
        """Whether the figure is within its bound."""
        return self.measured <= self.limit

    def __str__(self) -> str:
        mark = "ok  " if self.is_met else "OVER"
        return f"{mark}  {self.what:<66}{self.measured:>9.2f}{self.limit:>9.2f}  {self.unit}"


@dataclass(frozen=True, slots=True)
class Run:
    """What a whole process took (実測値), with all that it started.

    seconds: by the clock. processor_seconds: of its work, which that of others does not change.
    megabytes: over all its processes.
    """

    seconds: float
    processor_seconds: float
    megabytes: float


def medians(commands: Mapping[str, Command], rounds: int) -> dict[str, float]:
    """Return each command's median seconds; they run in turn, so that drift hits all alike.

    A command may begin with variables of its environment, as NAME=VALUE.
    """
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            variables = dict(word.split("=") for word in takewhile(_is_variable, command))
            env = environment() | variables
            start = time.perf_counter()
            subprocess.run(
                command[len(variables) :], env=env, stdout=subprocess.DEVNULL, check=True
            )
            if turn:  # the first round only warms the caches
                seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def _is_variable(word: str) -> bool:
    return word.partition("=")[0].replace("_", "").isupper() and "=" in word


def run(command: Command, env: Mapping[str, str], output: Path) -> Run:
    """Return what one run took, its output written to a file.

    Memory is the sum of each process's own peak, and so never too low; 0 where the system
    does not tell it.
    """
    peaks: dict[str, int] = {}
    start = time.perf_counter()
    work = _work_of_children()
    with output.open("wb") as file, subprocess.Popen(command, env=env, stdout=file) as process:
        while process.poll() is None:
            for pid in _tree(str(process.pid)):
                peaks[pid] = max(peaks.get(pid, 0), _peak(pid))
            time.sleep(0.02)
    taken = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}")
    return Run(taken, _work_of_children() - work, sum(peaks.values()) / 1024)


def _work_of_children() -> float:
    """Return the processor seconds of all processes that have ended (処理時間の合計)."""
    times = os.times()
    return times.children_user + times.children_system


def _tree(pid: str) -> list[str]:
    """Return a process and all that it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(each for child in children for each in _tree(child))]


def _peak(pid: str) -> int:
    """Return the most kilobytes that a process ever held."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line), 0)


def environment() -> dict[str, str]:
    """Return the environment to measure in: coloured and wide, as on a terminal."""
    # Whoever installs the program has it compiled; a shell may have asked for the contrary.
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "FORCE_COLOR": "1", "COLUMNS": "120", "LANGUAGE": "en"}
