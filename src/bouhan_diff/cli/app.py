"""The program (プログラム): all commands under one name, each loaded when it is called."""

from importlib import import_module
from typing import Annotated, Any

import typer
from typer._click import Context
from typer._click.exceptions import ClickException, NoSuchOption

from ..errors import UserError
from ..messages import LANGUAGES, N_, _
from . import completion
from .command_list import COMMANDS
from .console import print_bytes, version_line
from .help import Command, CommandGroup, usage_error

__all__ = ["NAME", "ClickException", "program", "usage_error"]

NAME = "bouhan-diff"
_SETTINGS = {"help_option_names": ["-h", "--help"]}


def program() -> Any:  # noqa: ANN401  Typer's own type
    """Return the program (プログラム) as Typer runs it; it raises ClickException for a mistake."""
    return typer.main.get_command(_program)


class _Commands(CommandGroup):
    """The commands, of which only the one called is loaded."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the arguments (引数の解釈); say where an option before its command belongs."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except NoSuchOption as error:
            example = self._place_of(error.option_name, given, ctx)
            if example is None:
                raise
            raise UserError(
                _("The option {option} belongs to a command and comes after it.").format(
                    option=error.option_name
                ),
                advice=_("Write {example}.").format(example=example),
            ) from None

    def _place_of(self, option: str, given: list[str], ctx: Context) -> str | None:
        """Return how to write the option (書き方), with the given command if that has it."""
        for name in sorted(COMMANDS, key=lambda name: name not in given):
            for parameter in self.get_command(ctx, name).params:
                if option in parameter.opts:
                    value = "" if parameter.is_flag else " …"
                    return f"{NAME} {name} {option}{value}"
        return None

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002  as Typer has it
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Any:  # noqa: ANN401, ARG002  as Typer has it
        listed = COMMANDS.get(cmd_name)
        if listed is None:
            return None
        from .parameters import with_options  # noqa: PLC0415  no part of help

        module = import_module(f".commands.{listed.module}", __package__)
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command(
            cmd_name,
            cls=Command,
            help=listed.about,
            epilog=f"{NAME} {cmd_name} {listed.example}".rstrip(),
            context_settings=_SETTINGS,
        )(with_options(getattr(module, listed.function)))
        return typer.main.get_command(app)


_program = typer.Typer(
    cls=_Commands,
    help=N_("Shows what changed in a Japanese municipal plan from one fiscal year to the next."),
    add_completion=False,
    rich_markup_mode=None,
    context_settings=_SETTINGS,
)


@_program.callback()
def _root(
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="ja|en",
            help=N_(
                "The language of help, messages, screen and page (default: the system's); "
                "other files are Japanese."
            ),
            autocompletion=completion.one_of(LANGUAGES),
        ),
    ] = None,
    completion_of: Annotated[
        str | None,
        typer.Option(
            "--completion",
            metavar=N_("SHELL"),
            help=N_("Print the completion script for bash, zsh, fish or powershell."),
            autocompletion=completion.one_of(completion.SHELLS),
            is_eager=True,
            callback=lambda shell: _print_and_end(
                completion.script(shell).encode() if shell else b""
            ),
        ),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help=N_("Print the version."),
            is_eager=True,
            callback=lambda is_given: _print_and_end(version_line() if is_given else b""),
        ),
    ] = False,
) -> None:
    """All commands (コマンドの一覧)."""


def _print_and_end(text: bytes) -> None:
    if text:
        print_bytes(text)
        raise typer.Exit
