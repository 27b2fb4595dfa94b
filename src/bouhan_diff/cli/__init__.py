"""The command line (コマンドライン): arguments, printing, writing and exit codes.

`run` is the entry point. `app` loads the command that is named from `commands`, whose functions get
their options as `options` and `reading` declare them (`parameters` turns these into Typer's). A
command finds plans and rows with `query`, and writes with `output`; `console` prints, `files`
writes files, `reports` prints what reading noticed, `command_list` names the commands, `help` words
help and mistakes, `completion` completes names in four shells, and `batch` compares many plans on
all cores.

Of Typer we use three things: it makes options of a function's annotated parameters, parses them,
and finds what completion is asked for. So a command is a plain typed function. With Click alone
each option would be written twice, as decorator and parameter, and argparse has no completion.
Help, mistakes and completion scripts are ours, in the reader's language. They need the Click inside
Typer, `typer._click`, which is private: hence the version bounds in pyproject.toml, and
tests/cli/test_typer.py, which tells what an upgrade breaks.
"""

import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from ..errors import EXIT_BUG, EXIT_DONE, EXIT_INTERRUPTED, EXIT_USER_MISTAKE, Problem, UserError
from ..messages import LANGUAGES, _, listed, set_language
from .console import (
    COMPLETION,
    ReaderLeftError,
    prepare_streams,
    print_bytes,
    print_problem,
    version_line,
)

_LANGUAGE = "--lang"


def main() -> NoReturn:
    """Run the command that the arguments name (起動) and end the process with its exit code."""
    try:
        _end_tidily()
        prepare_streams()
        code = run(sys.argv[1:])
    except (KeyboardInterrupt, _Ended):  # outside of the command's own work
        code = EXIT_INTERRUPTED
    if code == EXIT_INTERRUPTED:
        sys.exit(code)  # so that libraries remove their temporary files
    # All is written and every worker has ended. Freeing the dictionary and the modules one by
    # one would take a sixth of the time, and the system frees them anyway.
    os._exit(code)


class _Ended(BaseException):
    """A request to end the program (終了の要求): no error, and never caught as one."""


def _end_tidily() -> None:
    """Treat a request to end as an interrupt (終了の準備), so that no partial file is left."""

    def end(_number: int, _frame: object) -> NoReturn:
        raise _Ended

    for name in ("SIGTERM", "SIGHUP"):  # Windows lacks the second
        number = getattr(signal, name, None)
        # A signal that is already ignored, as by nohup, stays ignored.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, end)


def run(arguments: Sequence[str]) -> int:  # noqa: PLR0911  each ending is a code
    """Return the exit code (終了コード) of the command that the arguments name."""
    try:
        given = list(arguments)  # Typer takes from it what it has read
        is_completing = bool(os.environ.get(COMPLETION))
        if given == ["--version"] and not is_completing:  # the parser would take most of the time
            print_bytes(version_line())
            return EXIT_DONE
        # Loaded here, so that an interruption of loading is handled as any other.
        from . import app, completion  # noqa: PLC0415

        if is_completing:
            code = completion.answer(app.program(), given)
        else:
            # The language is chosen before a command is looked up, so that every message is in it.
            given = _choose_language(given) or ["--help"]
            try:
                code = app.program().main(given, app.NAME, standalone_mode=False)
            except app.ClickException as error:
                raise app.usage_error(error) from None
        return code if isinstance(code, int) else EXIT_DONE
    except UserError as error:
        for problem in error.problems:
            print_problem(problem)
        return error.exit_code
    except (KeyboardInterrupt, _Ended):
        return EXIT_INTERRUPTED
    except ReaderLeftError:
        return EXIT_DONE
    except MemoryError:
        print_problem(
            Problem(
                _("There is not enough memory for this."),
                advice=_("Ask for less, such as one section or one department."),
            )
        )
        return EXIT_USER_MISTAKE
    except Exception as error:
        if isinstance(error, FileNotFoundError) and _is_folder_gone():
            print_problem(
                Problem(
                    _("The current folder no longer exists."),
                    advice=_("Change to another folder and try again."),
                )
            )
            return EXIT_USER_MISTAKE
        import traceback  # noqa: PLC0415  only a bug needs it

        traceback.print_exc()
        print_problem(
            Problem(
                _("This is a bug of bouhan-diff."),
                advice=_("Please report it with the lines above."),
            )
        )
        return EXIT_BUG


def _is_folder_gone() -> bool:
    """Return whether the current folder was removed (現在のフォルダーの消失)."""
    try:
        os.getcwd()  # noqa: PTH109  pathlib need not be loaded for it
    except FileNotFoundError:
        return True
    return False


def _choose_language(arguments: list[str]) -> list[str]:
    """Set the language (言語) and return the other arguments.

    The option may be anywhere; given again, as after an alias that has it, the last one counts.
    """
    for place, argument in enumerate(arguments):
        name, is_joined, value = argument.partition("=")
        if argument == "--":
            break
        if name != _LANGUAGE:
            continue
        value = value if is_joined else "".join(arguments[place + 1 : place + 2])
        if not value:
            raise UserError(_("{option} needs a value.").format(option=_LANGUAGE))
        if value not in LANGUAGES:
            raise UserError(
                _("“{value}” is not a language of {option}.").format(value=value, option=_LANGUAGE),
                advice=_("Choose from {values}.").format(values=listed(LANGUAGES)),
            )
        set_language(value)
        return _choose_language(arguments[:place] + arguments[place + (1 if is_joined else 2) :])
    return arguments
