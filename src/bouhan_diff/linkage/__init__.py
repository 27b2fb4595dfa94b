"""Matching (事業の対応付け): find the same initiative in two documents.

`traits` extracts what matching looks at, `candidates` finds pairs worth comparing, `scoring` rates
them, by the `similarity` of texts and more, `assignment` chooses the pairs that together are best,
and `linker.match_initiatives` runs it all. This module has the values that it returns.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ..plan import Initiative, Section, reference

__all__ = ["DOUBTFUL_BELOW", "Entry", "Links", "Match"]

DOUBTFUL_BELOW = 0.7
"""A match less certain than this is shown as doubtful (要確認)."""

Links = Mapping[str, tuple[str, ...]]
"""The user's own matches (対応表): old references to new ones, empty for a dropped initiative."""


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
