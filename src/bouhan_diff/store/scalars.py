"""Scalars (値): which unquoted ones YAML takes for something else than text."""

from yaml.resolver import Resolver

_RESOLVERS = Resolver.yaml_implicit_resolvers


def is_text(written: str) -> bool:
    """Return whether an unquoted scalar is text (文字列) to every reader of YAML."""
    candidates = _RESOLVERS.get(written[:1], ())
    return not any(pattern.match(written) for _tag, pattern in candidates)
