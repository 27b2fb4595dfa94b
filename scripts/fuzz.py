"""Look for input that the program cannot cope with, for a bounded time.

    python scripts/fuzz.py [--minutes N | --rounds N] [--seed N] [TARGET…]
    python scripts/fuzz.py --attacks

Needs the test dependencies. Each target of tests/hostile/targets.py is tried in turn with
inputs that Hypothesis makes, until the time is over or so many rounds are done (with a seed,
the same inputs whatever the machine). The first find ends the run with exit
code 1, reduced as far as it goes and with what reproduces it; it then becomes a line of
tests/hostile/attacks or a case of the module's own tests, and is mended. With --attacks every
attack of that table is run at every door, which the test suite does in turn.
"""

import argparse
import logging
import os
import random
import subprocess
import sys
import time
import warnings
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

ROOT = Path(__file__).parent.parent
sys.path[:0] = [
    str(ROOT / "tests" / "hostile"),
    str(ROOT / "tests"),
    str(ROOT / "tests" / "storage"),
]

from targets import TARGETS, Target  # noqa: E402  needs the folders above

_EXAMPLES_AT_ONCE = 25
_PHASES = (Phase.explicit, Phase.generate, Phase.shrink)


def main() -> None:
    """Try the targets until the time is over, and say how often each was tried."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, help="instead of a time")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))  # noqa: S311
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--attacks", action="store_true", help="every attack at every door")
    given_arguments = parser.parse_args()
    if given_arguments.attacks:
        sys.exit(_all_attacks())
    warnings.simplefilter("ignore")
    logging.disable()
    chosen = given_arguments.targets or list(TARGETS)
    tried: Counter[str] = Counter()
    started = time.monotonic()
    number = given_arguments.seed
    rounds = 0

    def is_over() -> bool:
        if given_arguments.rounds is not None:
            return bool(rounds >= given_arguments.rounds)
        return time.monotonic() - started >= given_arguments.minutes * 60

    while not is_over():
        rounds += 1
        for name in chosen:
            if sys.stderr.isatty():
                print(f"\r{name:20} seed {number} ", end="", file=sys.stderr, flush=True)
            _try(TARGETS[name], number)
            tried[name] += _EXAMPLES_AT_ONCE
            number += 1
    minutes = (time.monotonic() - started) / 60
    counts = ", ".join(f"{name} {count:,}" for name, count in tried.items())
    print(f"\r{minutes:.1f} minutes from seed {given_arguments.seed}, nothing found: {counts}")


def _all_attacks() -> int:
    """Run the whole table of attacks, and return pytest's exit code."""
    command = [sys.executable, "-m", "pytest", str(ROOT / "tests" / "hostile")]
    return subprocess.run(command, env={**os.environ, "ALL_ATTACKS": "1"}, check=False).returncode


def _try(target: Target, number: int) -> None:
    @seed(number)
    @settings(
        max_examples=_EXAMPLES_AT_ONCE,
        deadline=None,
        database=None,
        phases=_PHASES,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(target.inputs)
    def attempt(made: object) -> None:
        target.attempt(made)

    attempt()


if __name__ == "__main__":
    main()
