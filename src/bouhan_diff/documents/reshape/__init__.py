"""Documents as the interpreter expects them (表の整形): one row for each initiative."""

from .stage import reshaped

__all__ = ["reshaped"]
