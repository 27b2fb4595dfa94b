"""bouhan-diff: year-on-year comparison of Japanese municipal plans (新旧対照).

from bouhan_diff import load_plan, compare, diff_text
"""

from .version import __version__

# As `typing` has it, without loading that: a program interrupted here could not end quietly.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from .comparison.compare import compare
    from .storage import load_plan
    from .textdiff import diff_text

__all__ = ["__version__", "compare", "diff_text", "load_plan"]

_HOMES = {"compare": "comparison.compare", "diff_text": "textdiff", "load_plan": "storage"}


def __getattr__(name: str) -> object:
    """Load a public name where it is first used, so that a plain command starts fast."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module  # noqa: PLC0415  part of the same laziness

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
