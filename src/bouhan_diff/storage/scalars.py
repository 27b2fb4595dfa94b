"""Scalars (値): which unquoted ones YAML takes for something else than text."""

from yaml.resolver import Resolver

from ..errors import printable

_QUOTED_AT_MOST = 40
TEXT_TAG = "tag:yaml.org,2002:str"
"""The one tag that is taken."""

_RESOLVERS = Resolver.yaml_implicit_resolvers

SUSPECT_STARTS = frozenset(_RESOLVERS)
"""First characters, also none, of the unquoted scalars that may not be text."""


def is_text(written: str) -> bool:
    """Return whether an unquoted scalar is text (文字列) to every reader of YAML."""
    return not type_of(written)


def type_of(written: str) -> str:
    """Return what YAML takes an unquoted scalar for: int, float, bool, null …; or nothing."""
    for tag, pattern in _RESOLVERS.get(written[:1], ()):
        if pattern.match(written):
            return str(tag).rpartition(":")[2]
    return ""


def shown(text: str) -> str:
    """Return the text as a message may quote it: short, on one line, nothing but print."""
    return printable(text if len(text) <= _QUOTED_AT_MOST else text[:_QUOTED_AT_MOST] + "…")
