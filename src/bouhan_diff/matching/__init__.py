"""Matching (事業の対応付け): the same initiative in two documents.

Texts → how alike they are → what speaks for each pair → the best whole, with certainty.
"""

from .initiatives import DOUBTFUL_BELOW, Entry, Links, Match, match_initiatives

__all__ = ["DOUBTFUL_BELOW", "Entry", "Links", "Match", "match_initiatives"]
