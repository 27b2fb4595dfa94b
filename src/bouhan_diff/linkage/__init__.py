"""Matching (事業の対応付け): the same initiative in two documents.

Traits of each initiative → candidate pairs → how much speaks for each → the best assignment of
all, with its certainty. `linker.match_initiatives` does it all; this module has the values that
it returns, which are all that a single document needs.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ..plan import Initiative, Section, reference

__all__ = ["DOUBTFUL_BELOW", "Entry", "Links", "Match"]

DOUBTFUL_BELOW = 0.7
"""A match less certain than this is shown as doubtful (要確認)."""

Links = Mapping[str, tuple[str, ...]]
"""The user's own matches (対応表): an old reference to its new ones, none for a dropped one."""


class Entry(NamedTuple):
    """An initiative with its section (章と事業)."""

    section: Section
    initiative: Initiative

    @property
    def ref(self) -> str:
        """The reference (参照番号), such as 4-5."""
        return reference(self.section.number, self.initiative.number)


class Match(NamedTuple):
    """One initiative in an old and a new document (対応).

    old is empty for a new initiative (新規) and new for a dropped one (廃止); several old
    ones were merged (統合), several new ones come from a split (分割). certainty: 0 to 1.
    """

    old: tuple[Entry, ...]
    new: tuple[Entry, ...]
    certainty: float = 1.0
