"""The words of help and of mistakes (ヘルプと誤りの文言), in the reader's language.

Typer's own messages are always English, so these classes word all of them.
"""

import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from typer._click import Context
from typer._click.core import Parameter
from typer._click.exceptions import (
    BadOptionUsage,
    ClickException,
    MissingParameter,
    NoSuchOption,
    UsageError,
)
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from ..errors import UserError, quoted
from ..messages import N_, _, listed
from ..text.linebreak import display_width, wrap
from .command_list import COMMANDS, DOCUMENTS, PANELS
from .console import print_bytes

_HELP_OPTION = "help"
_DASHES = "[-－−‐‑–—―ー]{1,2}(?=[A-Za-zＡ-Ｚａ-ｚ])"
"""What keyboards and word processors write for the hyphens in front of an option."""
_HELP = N_("Show this help.")  # Click gives this option English words of its own
_WIDEST = 100
_NARROWEST = 40
_WIDEST_NAME = 26
_KEPT = "[（「][^（）「」]{1,5}[）」]|(?:\\w?[ぁ-ん]{2,5}|\\w{2})(?=[。、）])|[!-~]+"
"""What help does not break: short remarks, and the last few characters before 。."""
_ARGUMENT = r"\S+"


class Command(TyperCommand):
    """One command (コマンド), in our own words. epilog: an example of its use."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the arguments (引数の解釈); too many are a mistake."""
        ctx.allow_extra_args = True
        if not ctx.resilient_parsing:
            self._refuse_other_dashes(args)
            self._refuse_option_as_value(ctx, args)
        try:
            extra = super().parse_args(ctx, args)
        except NoSuchOption as error:
            self._refuse_option_of_another(error.option_name, ctx)
            error.ctx = error.ctx or ctx
            raise
        except UsageError as error:
            error.ctx = error.ctx or ctx  # the parser does not name the command
            raise
        if extra and not ctx.resilient_parsing:
            raise UserError(
                _("There is one argument too many: {argument}").format(argument=quoted(extra[0])),
                advice=_see_help(ctx),
            )
        if not ctx.resilient_parsing:
            self._refuse_empty(ctx)
        return extra

    def _refuse_other_dashes(self, args: list[str]) -> None:
        """Raise UserError for an option in full width or with other dashes (全角のオプション)."""
        names = {name for parameter in self.params for name in parameter.opts}
        for argument in args:
            if argument == "--":
                return
            dashes = None if argument.isascii() else re.match(_DASHES, argument)
            if dashes is None:
                continue
            rest = unicodedata.normalize("NFKC", argument[dashes.end() :]).partition("=")[0].strip()
            # A keyboard or editor may turn both hyphens into one long dash.
            for name in ("-" * len(dashes[0]) + rest, f"--{rest}"):
                if name in names and not argument.startswith(name):
                    raise UserError(
                        _("“{argument}” has full-width letters or other dashes.").format(
                            argument=quoted(argument)
                        ),
                        advice=_("Write {option}.").format(option=name),
                    )

    def _refuse_option_as_value(self, ctx: Context, args: list[str]) -> None:
        """Raise BadOptionUsage for an option where a value belongs (値の抜け), as in -o --force."""
        options = {name: one for one in self.get_params(ctx) for name in one.opts if name[0] == "-"}
        rest = iter(args if "--" not in args else args[: args.index("--")])
        for argument in rest:
            option = options.get(argument)
            taken = option.nargs if isinstance(option, TyperOption) and not option.is_flag else 0
            if not options.keys().isdisjoint(islice(rest, taken)):
                raise BadOptionUsage(argument, "", ctx)

    def _refuse_option_of_another(self, option: str, ctx: Context) -> None:
        """Raise UserError for an option that only other commands have (他コマンドの指定)."""
        group = ctx.parent.command if ctx.parent else None
        if ctx.resilient_parsing or ctx.parent is None or not isinstance(group, TyperGroup):
            return
        commands = []
        for name in COMMANDS:
            command = group.get_command(ctx.parent, name)
            if command and any(option in one.opts for one in command.params):
                commands.append(name)
        if commands:
            raise UserError(
                _("{command} has no option {option}.").format(command=ctx.info_name, option=option),
                advice=_("These commands have it: {names}").format(names=listed(commands)),
            )

    def _refuse_empty(self, ctx: Context) -> None:
        """Raise UserError for a blank value (空の値), as a script's unset variable gives it."""
        for parameter in self.params:
            value = ctx.params.get(parameter.name or "")
            values = value if isinstance(value, list | tuple) else [value]
            if not any(isinstance(one, str) and not one.strip() for one in values):
                continue
            if isinstance(parameter, TyperArgument):
                what = _("{argument} is empty.").format(argument=_name(parameter))
            else:
                what = _("{option} needs a value.").format(option=max(parameter.opts, key=len))
            raise UserError(what, advice=_see_help(ctx))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the option for help (ヘルプ), which prints as everything else does."""
        return _printing(super().get_help_option(ctx))

    def get_help(self, ctx: Context) -> str:
        """Return the help (ヘルプ) of the command."""
        return "\n".join(self._lines(ctx))

    def _lines(self, ctx: Context) -> Iterator[str]:
        width = _width()
        parameters = [p for p in self.get_params(ctx) if not getattr(p, "hidden", False)]
        arguments = [p for p in parameters if isinstance(p, TyperArgument)]
        usage = [ctx.command_path, *map(_placeholder, arguments), _("[OPTIONS]")]
        yield from _usage(usage, width)
        yield ""
        yield from wrap(_translated(self.help), width, re.compile(_KEPT))
        yield ""
        yield _("Example:")
        yield f"  {self.epilog}"
        yield from _section(_("Arguments:"), map(_entry, arguments), width)
        options = [p for p in parameters if isinstance(p, TyperOption)]
        panels = dict.fromkeys(option.rich_help_panel for option in options)
        for panel in sorted(panels, key=lambda panel: panel is None):
            entries = [_entry(option) for option in options if option.rich_help_panel == panel]
            yield from _section(_(panel or N_("Options:")), entries, width)


class CommandGroup(TyperGroup):
    """All commands (コマンドの一覧)."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the option for help (ヘルプ), which prints as everything else does."""
        return _printing(super().get_help_option(ctx))

    def get_help(self, ctx: Context) -> str:
        """Return the help (ヘルプ): every command with an example."""
        return "\n".join(self._lines(ctx))

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command (コマンド) named. Raises UserError with similar names."""
        name = args[0]
        if name in COMMANDS or ctx.resilient_parsing or name.startswith("-"):
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches  # noqa: PLC0415  only where one is mistyped

        near = get_close_matches(name, COMMANDS)
        raise UserError(
            _("There is no command “{name}”.").format(name=quoted(name)),
            advice=_("Did you mean {names}?").format(names=listed(near))
            if near
            else _("The commands are {names}.").format(names=listed(COMMANDS)),
        )

    def _lines(self, ctx: Context) -> Iterator[str]:
        width = _width()
        yield from _usage([ctx.command_path, _("COMMAND [OPTIONS]")], width)
        yield ""
        yield from wrap(_translated(self.help), width, re.compile(_KEPT))
        room = max(map(len, COMMANDS))
        for panel in PANELS:
            yield ""
            yield f"{_(panel)}:"
            for name, command in [*DOCUMENTS.items(), *COMMANDS.items()]:
                if command.panel == panel:
                    yield from _row(name, _(command.about), room, width)
                    call = f"$ {ctx.command_path} {name} {command.example}".rstrip()
                    yield from _row("", call, room, width)
        options = [p for p in self.get_params(ctx) if isinstance(p, TyperOption)]
        yield from _section(_("Options:"), map(_entry, options), width)
        yield ""
        more = _("For help on one command: {command} COMMAND --help")
        yield from wrap(more.format(command=ctx.command_path), width, re.compile(_KEPT))


def _printing(option: TyperOption | None) -> TyperOption | None:
    """Return the help option, made to handle a full disk or a closed pipe."""

    def print_help(ctx: Context, _option: Parameter, is_given: bool) -> None:
        if is_given and not ctx.resilient_parsing:
            print_bytes(f"{ctx.get_help()}\n".encode())
            ctx.exit()

    if option is not None:
        option.callback = print_help
    return option


def usage_error(error: ClickException) -> UserError:
    """Return the error for wrong arguments (引数の誤り) in our own words."""
    ctx = error.ctx if isinstance(error, UsageError) else None
    advice = _see_help(ctx) if ctx else ""
    if isinstance(error, NoSuchOption):
        what = _("There is no option {option}.").format(option=quoted(error.option_name))
        if error.possibilities:
            names = listed(sorted(error.possibilities))
            advice = _("Did you mean {names}?").format(names=names)
    elif isinstance(error, BadOptionUsage):
        count = _values(ctx, error.option_name)
        what = (
            _("{option} takes no value."),
            _("{option} needs a value."),
            _("{option} needs {count} values."),
        )[min(count, 2)].format(option=quoted(error.option_name), count=count)
    elif isinstance(error, MissingParameter) and error.param is not None:
        name = _placeholder(error.param)
        what = _("{argument} is missing.").format(argument=name)
    else:
        what = _("No command was given.")
    return UserError(what, advice=advice)


def _values(ctx: Context | None, name: str) -> int:
    """Return how many values an option takes (値の数)."""
    options = [one for one in (ctx.command.get_params(ctx) if ctx else ()) if name in one.opts]
    flags = (isinstance(one, TyperOption) and one.is_flag for one in options)
    return 0 if any(flags) else max((one.nargs for one in options), default=1)


def _see_help(ctx: Context) -> str:
    return _("For help: {command} --help").format(command=ctx.command_path)


def _translated(message: str | None) -> str:
    return _(message) if message else ""  # gettext has its own header under the empty message


def _name(argument: Parameter) -> str:
    return _(argument.metavar or (argument.name or "").upper())


def _placeholder(parameter: Parameter) -> str:
    """Return the placeholder of an argument (引数の名前), in brackets if optional."""
    name = _name(parameter)
    if parameter.nargs == -1:
        name += "..."
    return name if parameter.required else f"[{name}]"


def _entry(parameter: Parameter) -> tuple[str, str]:
    """Return how a parameter is written, and its meaning (引数の説明)."""
    is_help = parameter.name == _HELP_OPTION
    about = _translated(_HELP if is_help else getattr(parameter, "help", None))
    if isinstance(parameter, TyperArgument):
        return _placeholder(parameter), about
    names = ", ".join(sorted(parameter.opts, key=len))
    if parameter.metavar:
        names += f" {_(parameter.metavar)}"
    return names, about


def _section(heading: str, entries: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    rows = list(entries)
    if not rows:
        return
    room = min(max(display_width(name) for name, _about in rows), _WIDEST_NAME, width // 3)
    yield ""
    yield heading
    for name, about in rows:
        yield from _row(name, about, room, width)


def _row(name: str, about: str, room: int, width: int) -> Iterator[str]:
    """Yield an entry: the name in its column, its meaning beside it."""
    indent = " " * (room + 4)
    lines = wrap(about, width - len(indent), re.compile(_KEPT)) or [""]
    if display_width(name) > room:
        yield f"  {name}"
    else:
        yield f"  {name}{' ' * (room + 2 - display_width(name))}{lines.pop(0)}".rstrip()
    yield from (indent + line for line in lines)


def _usage(words: Iterable[str], width: int) -> list[str]:
    """Return how a command is typed (使い方), arguments unbroken."""
    line = _("Usage: {usage}").format(usage=" ".join(words))
    return wrap(line, width, kept=re.compile(_ARGUMENT))


def _width() -> int:
    return max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))
