"""Reason codes (理由): why an edit has its kind."""

from enum import StrEnum


class Code(StrEnum):
    """Reason codes by kind (理由の符号); `render.labels` words them."""

    # notation
    LAYOUT = "layout"
    WIDTH = "width"
    PUNCTUATION = "punctuation"
    SPELLING = "spelling"
    FIGURE_SPELLING = "figure-spelling"
    # wording
    BRACKET = "bracket"
    PARTICLE = "particle"
    CONNECTIVE = "connective"
    SENTENCE_END = "sentence-end"
    INFLECTION = "inflection"
    PHRASING = "phrasing"
    # substance
    FIGURE = "figure"
    NEGATION = "negation"
    FORCE = "force"
    CONJUNCTION = "conjunction"
    NAME = "name"
    CONTENT_WORD = "content-word"
    CONTENT_ADDED = "content-added"
    CONTENT_REMOVED = "content-removed"
    TIME = "time"
    SCOPE = "scope"
    RANGE = "range"
    CONDITION = "condition"
    VOICE = "voice"
    PURPOSE = "purpose"
    REFERENCE = "reference"
    SYMBOL = "symbol"
    CASE = "case"
    ORDER = "order"
    # set by the engine, not by a rule
    MOVED = "moved"
    REWRITTEN = "rewritten"
