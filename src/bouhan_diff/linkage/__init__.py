"""Matching (事業の対応付け): the same initiative in two documents.

Texts → how alike they are → what speaks for each pair → the best whole, with certainty.
`initiatives` does it; one document alone needs no more than what a match is.
"""

from .links import DOUBTFUL_BELOW, Entry, Links, Match

__all__ = ["DOUBTFUL_BELOW", "Entry", "Links", "Match"]
