"""bouhan-diff: year-on-year comparison of Japanese municipal plans (新旧対照).

from bouhan_diff import load_plan, compare, diff_text
"""

__version__ = "1.2.0"

# As `typing` has it, without loading that: a program interrupted here could not end quietly.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from .comparison.compare import compare
    from .comparison.table import ComparisonTable, Row
    from .documents import read_document
    from .errors import UserError
    from .plan import Initiative, Plan
    from .storage import load_plan
    from .textdiff import Segment, diff_text

__all__ = [
    "ComparisonTable",
    "Initiative",
    "Plan",
    "Row",
    "Segment",
    "UserError",
    "__version__",
    "compare",
    "diff_text",
    "load_plan",
    "read_document",
]

_HOMES = {
    "ComparisonTable": "comparison.table",
    "Initiative": "plan",
    "Plan": "plan",
    "Row": "comparison.table",
    "Segment": "textdiff",
    "UserError": "errors",
    "compare": "comparison.compare",
    "diff_text": "textdiff",
    "load_plan": "storage",
    "read_document": "documents",
}

if not TYPE_CHECKING:  # else a type checker would take every name for one of ours

    def __getattr__(name: str) -> object:
        """Load a public name where it is first used, so that a plain command starts fast."""
        if name not in _HOMES:
            raise AttributeError(name)
        from importlib import import_module  # noqa: PLC0415  part of the same laziness

        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
