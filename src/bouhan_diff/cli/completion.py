"""Completion (入力補完) of names from the data in use, for four shells.

The scripts are our own, because Typer's have the shell evaluate text, and a department's name comes
from a data file. Here each candidate is one line of output, taken literally.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from typer._click.core import Command
from typer._click.shell_completion import ShellComplete, split_arg_string

from ..errors import EXIT_DONE, UserError
from ..messages import _, listed
from .console import COMPLETION, print_bytes

if TYPE_CHECKING:
    from ..plan import Plan

SHELLS = ("bash", "zsh", "fish", "powershell")
ORDERS_OF_ROWS = ("published", "weight")

_FILES_AT_MOST = 20  # a folder may hold a whole country, and the user is waiting

Context = typer.Context


def script(shell: str) -> str:
    """Return the script that a shell reads at startup (補完スクリプト). shell: one of SHELLS."""
    if shell not in SHELLS:
        raise UserError(
            _("“{shell}” is not a supported shell.").format(shell=shell),
            advice=_("Choose from {values}.").format(values=listed(SHELLS)),
        )
    suffix = "ps1" if shell == "powershell" else shell
    file = Path(__file__).parent / "shells" / f"completion.{suffix}"
    return file.read_text(encoding="utf-8")


def answer(command: Command, arguments: list[str]) -> int:
    """Print the candidates (補完候補) for the last word of the arguments; return the exit code."""
    # bash takes the sign of --dept=NAME for a word of its own.
    words = [_unquoted(word) for word in arguments if word != "="]
    lines = _Candidates(command, {}, "bouhan-diff", COMPLETION).of(words)
    print_bytes("".join(f"{line}\n" for line in lines).encode())
    return EXIT_DONE


class _Candidates(ShellComplete):
    """Finds the candidates for a word (補完候補): the last one, which is being typed."""

    name = ""
    source_template = ""

    def of(self, words: list[str]) -> Iterator[str]:
        *before, incomplete = words or [""]
        candidates = self.get_completions(before, incomplete)
        yield from dict.fromkeys(item.value for item in candidates if item.value.isprintable())

    # The base class requires these three to read words from the environment, to print candidates
    # and to fill in a script. The words are arguments here, and the rest is ours: none is called.
    def get_completion_args(self) -> tuple[list[str], str]:
        raise NotImplementedError

    def format_completion(self, item: object) -> str:
        raise NotImplementedError

    def source_vars(self) -> dict[str, object]:
        raise NotImplementedError


def _unquoted(word: str) -> str:
    """Return a word without quotes (引用符の除去), as the command will get it; bash does not."""
    return "".join(split_arg_string(word)) if word[:1] in "'\"" or "\\" in word else word


def years(ctx: Context, incomplete: str) -> list[str]:
    """Return the plan's years (年度の候補)."""
    names = (str(year) for plan in _plans(ctx) for year in plan.editions)
    return _matching(names, incomplete)


def references(ctx: Context, incomplete: str) -> list[str]:
    """Return the initiatives' references (参照番号の候補)."""
    from ..plan import reference  # noqa: PLC0415  where plans are loaded

    names = (reference(s.number, i.number) for plan in _plans(ctx) for s, i in plan.initiatives())
    return _matching(names, incomplete)


def sections(ctx: Context, incomplete: str) -> list[str]:
    """Return the sections' numbers (章の候補)."""
    names = (str(section.number) for plan in _plans(ctx) for section in plan.sections)
    return _matching(names, incomplete)


def departments(ctx: Context, incomplete: str) -> list[str]:
    """Return the departments (担当課の候補)."""
    names = (i.department for plan in _plans(ctx) for _section, i in plan.initiatives())
    return _matching(names, incomplete)


def policies(ctx: Context, incomplete: str) -> list[str]:
    """Return the policy numbers (施策番号の候補)."""
    names = (p for plan in _plans(ctx) for _section, i in plan.initiatives() for p in i.policies)
    return _matching(sorted(names), incomplete)


def headings(ctx: Context, incomplete: str) -> list[str]:
    """Return the headings of the further columns (項目の候補)."""
    names = (column.heading for plan in _plans(ctx) for column in plan.columns)
    return _matching(names, incomplete)


def groupings(ctx: Context, incomplete: str) -> list[str]:
    """Return what rows can be grouped by (分類の候補)."""
    from ..comparison.table import GroupBy  # noqa: PLC0415  no part of help

    return [*_matching(GroupBy, incomplete), *headings(ctx, incomplete)]


def sortings(ctx: Context, incomplete: str) -> list[str]:
    """Return the orders of rows (並び順の候補)."""
    return [*_matching(ORDERS_OF_ROWS, incomplete), *headings(ctx, incomplete)]


def one_of(names: Iterable[str]) -> Callable[[str], list[str]]:
    """Return a function that completes fixed names (固定の候補)."""

    def candidates(incomplete: str) -> list[str]:
        return _matching(names, incomplete)

    return candidates


def _matching(names: Iterable[str], incomplete: str) -> list[str]:
    """Return the names that begin with what is typed (前方一致), each once."""
    return [str(name) for name in dict.fromkeys(names) if name and str(name).startswith(incomplete)]


def _plans(ctx: Context) -> "list[Plan]":
    """Return the plans in use (対象の計画); plans that cannot be read offer nothing."""
    # Loaded here, since no other command line needs the store for its own options.
    from ..storage import load_plan, plan_files  # noqa: PLC0415
    from .files import data_paths  # noqa: PLC0415  no other start needs data

    chosen = data_paths(ctx.params.get("data"))
    try:
        files = plan_files(chosen)[:_FILES_AT_MOST] if chosen else (None,)
    except UserError:
        return []
    plans = []
    for file in files:
        try:
            plans.append(load_plan(file))
        except UserError:
            continue
    return plans
