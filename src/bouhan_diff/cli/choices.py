"""Values that are one of a few (選択肢), and what is said where another is given."""

from collections.abc import Iterable, Sequence

from ..comparison.table import RowKind
from ..errors import UserError
from ..messages import _


def choice(option: str, given: str, choices: Iterable[str], shown: Sequence[str] = ()) -> str:
    """Return the value that an option is given (選択); shown: the choices as they are told.

    Raises UserError where it is none of them.
    """
    names = [str(one) for one in choices]
    if given in names:
        return given
    raise UserError(
        _("“{value}” is no value of {option}.").format(value=given, option=option),
        advice=_("There are {values}.").format(values=", ".join(shown or names)),
    )


def kind_named(name: str) -> RowKind:
    """Return the kind (区分) of a name in English or Japanese, such as 内容."""
    from ..render.labels import KIND  # noqa: PLC0415  rarely asked for

    japanese = {label: kind.value for kind, label in KIND.items()}
    return RowKind(choice("--kind", japanese.get(name, name), KIND, [*map(kind_shown, KIND)]))


def kind_shown(kind: RowKind) -> str:
    """Return a kind (区分) by its names in both languages, either of which can be given."""
    from ..render.labels import KIND  # noqa: PLC0415  rarely asked for

    return f"{kind} ({KIND[kind]})"
