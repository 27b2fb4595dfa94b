"""Declare options and arguments (引数の宣言) in sets that commands share.

A set is a named tuple of options or further sets. `with_options` replaces a function's parameter of
such a class by one option for each field, so that an option is worded once and every command has it
alike.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, wraps
from typing import Any, get_type_hints

import typer

from ..errors import NothingMatchedError, UserError, printable, quoted
from ..messages import _, listed


def option(*names: str, panel: str, about: str, **more: Any) -> Any:  # noqa: ANN401  Typer's own type
    """Return an option (オプション), listed by help under a panel. about: a message."""
    return typer.Option(*names, rich_help_panel=panel, help=about, show_default=False, **more)


def argument(metavar: str, about: str, candidates: Callable[..., list[str]] | None = None) -> Any:  # noqa: ANN401  Typer's own type
    """Return an argument (引数). candidates: what completion offers for it."""
    return typer.Argument(
        metavar=metavar, help=about, show_default=False, autocompletion=candidates
    )


def choice(name: str, given: str, choices: Iterable[str], listing: Sequence[str] = ()) -> str:
    """Return the given value of an option (選択). Raises UserError if it is not one of the choices.

    name: the option's. listing: the choices as the error shows them.
    """
    values = [str(one) for one in choices]
    if given in values:
        return given
    raise UserError(
        _("“{value}” is not a value of {option}.").format(value=quoted(given), option=name),
        advice=_("Choose from {values}.").format(values=listed(listing or values)),
    )


def command(name: str, *arguments: str) -> str:
    """Return a command line to paste into a shell (貼り付け用のコマンド), quoted where needed."""
    return " ".join(["bouhan-diff", name, *map(_quoted, arguments)])


def _quoted(word: str) -> str:
    # Double quotes are understood by every shell, that of Windows included.
    is_plain = word.isprintable() and not set(word) & set(" \"'\\$`!&|;<>()*?[]{}~#　")
    return word if is_plain and word else f'"{printable(word)}"'


def with_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function with each set among its parameters spread into options (展開)."""
    hints = get_type_hints(function, include_extras=True)
    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(function).parameters.values():
        kind = hints[parameter.name]
        spread = _spread(kind) if _is_set(kind) else [parameter.replace(annotation=kind)]
        parameters += spread

    @wraps(function)
    def wrapped(**given: Any) -> Any:  # noqa: ANN401  whatever the command takes and returns
        one_means_differences = given.get("exit_code", False)
        arguments = {
            name: _gathered(kind, given) if _is_set(kind) else given[name]
            for name, kind in hints.items()
            if name != "return"
        }
        try:
            return function(**arguments)
        except NothingMatchedError as error:
            # Exit code 1 then means differences: a script must not take a misspelt name for one.
            if one_means_differences:
                raise UserError(error.problems) from None
            raise

    vars(wrapped)["__signature__"] = inspect.Signature(parameters)  # where Typer looks for it
    wrapped.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return wrapped


def _is_set(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, tuple)


def _spread(options: Any) -> Iterator[inspect.Parameter]:  # noqa: ANN401  a named tuple's class
    """Yield a parameter for each option of a set, and of the sets that it consists of."""
    for name, kind in _fields(options).items():
        if _is_set(kind):
            yield from _spread(kind)
        else:
            default = options._field_defaults[name]
            keyword = inspect.Parameter.KEYWORD_ONLY
            yield inspect.Parameter(name, keyword, default=default, annotation=kind)


def _gathered(options: Any, given: Mapping[str, Any]) -> Any:  # noqa: ANN401  as above
    """Return the set made up of the given options (引数の組)."""
    return options(
        *(
            _gathered(kind, given) if _is_set(kind) else given[name]
            for name, kind in _fields(options).items()
        )
    )


@cache
def _fields(options: Any) -> dict[str, Any]:  # noqa: ANN401  as above
    """Return the types of a set's options by name, in their order."""
    hints = get_type_hints(options, include_extras=True)
    return {name: hints[name] for name in options._fields}
