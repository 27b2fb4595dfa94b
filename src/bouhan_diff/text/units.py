"""Units (単位) of quantities: every spelling of each, scales such as 百万, and conversion factors.

The units themselves are data: quantities.json.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

VOCABULARY: dict[str, Any] = json.loads(
    Path(__file__).with_name("quantities.json").read_text(encoding="utf-8")
)
"""The words that quantities, their units and their headings are told by."""

SCALES: Mapping[str, Decimal] = {
    name: Decimal(factor) for name, factor in VOCABULARY["scales"].items()
}
"""Scales (位取り) in front of a unit, such as 百万, and what they multiply it by."""

_LONGEST_FIRST = sorted(SCALES, key=len, reverse=True)


class Unit(NamedTuple):
    """A unit (単位).

    symbol: the canonical way to write it; kind: units of one kind convert into each other,
    factor: by how much; is_noun: whether it is a word that may also stand for itself.
    """

    symbol: str
    kind: str
    factor: Decimal
    is_noun: bool = False


def _read_units() -> Iterator[tuple[str, Unit]]:
    for entry in VOCABULARY["units"]:
        symbol = entry["unit"]
        factor = Decimal(entry.get("factor", "1"))
        unit = Unit(symbol, entry.get("kind", symbol), factor, entry.get("noun", False))
        for spelling in (symbol, *entry.get("spellings", ())):
            yield unit_key(spelling), unit


def unit_key(written: str) -> str:
    """Return a unit without differences of width and compatibility forms; case matters."""
    key = "".join(unicodedata.normalize("NFKC", written).split())
    return key.replace("−", "-").replace("‐", "-")


UNITS: Mapping[str, Unit] = dict(_read_units())
"""The units (単位) by their spelling, without their scales."""


@lru_cache(maxsize=4096)
def as_unit(written: str) -> Unit:
    """Return a unit; one that is unknown is of its own kind."""
    return find_unit(written) or Unit(key := unit_key(written), key, Decimal(1))


@lru_cache(maxsize=4096)
def find_unit(written: str) -> Unit | None:
    """Return the unit that a text names (単位), with its scale (百万円) or per another (回/年)."""
    key = unit_key(written)
    if unit := UNITS.get(key):
        return unit
    per, slash, each = key.partition("/")
    if slash:
        one, other = find_unit(per), find_unit(each)
        symbol = f"{one.symbol}/{other.symbol}" if one and other else ""
        return Unit(symbol, symbol, Decimal(1)) if symbol else None
    scale = scale_of(key)
    base = UNITS.get(key[len(scale) :])
    if scale and key == scale:
        return Unit(scale, "", SCALES[scale])
    if scale and base:
        return Unit(scale + base.symbol, base.kind, base.factor * SCALES[scale])
    return None


def known_unit(written: str) -> Unit | None:
    """Return a unit that is known and no mere scale; None for all else."""
    unit = find_unit(written)
    return unit if unit and unit.symbol not in SCALES else None


def scale_of(symbol: str) -> str:
    """Return the scale that a unit begins with (位取り), such as 百万 of 百万円; else nothing."""
    return next((name for name in _LONGEST_FIRST if symbol.startswith(name)), "")
