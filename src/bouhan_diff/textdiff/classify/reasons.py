"""Reasons (理由): the codes for why an edit has its kind."""

from enum import StrEnum


class Code(StrEnum):
    """Why an edit has its kind (理由の符号), by kind; what is meant by each is in labels."""

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
    # substance, the one that is named first of several on top
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
    # found by the engine
    MOVED = "moved"
    REWRITTEN = "rewritten"
