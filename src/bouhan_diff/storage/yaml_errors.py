"""YAML syntax errors (構文の誤り) explained to people who do not know YAML."""

import re
from collections.abc import Iterator

from yaml.error import MarkedYAMLError
from yaml.reader import ReaderError

from ..errors import Problem
from ..messages import N_, _
from .yaml_events import MAX_DEPTH, shown

# Pattern in either parser's message -> what is wrong, and what to do. The first match wins.
_EXPLAINED = (
    (
        r"maximum nesting depth",  # the parser's own bound, met as it looks ahead
        N_("Lists and keys are nested more than {depth} deep."),
        N_("The rest of the file was not read."),
    ),
    (
        r"mapping values are not allowed",
        N_("A colon stands where none may stand."),
        N_("Put a text that holds “: ” in quotes, and check the indentation."),
    ),
    (
        r"found character '?\\t|tab character",
        N_("A tab stands where spaces belong."),
        N_("Indent with spaces."),
    ),
    (
        r"cannot start any token|alphabetic or numeric character",
        N_("An unquoted text may not begin with “{sign}”."),
        N_("Put the text in quotes."),
    ),
    (
        r"unexpected end of stream|unexpected document (indicator|separator)",
        N_("A quotation mark is opened here and never closed."),
        N_("Close it where the text ends."),
    ),
    (
        r"could not find expected ':'",
        N_("A line holds no key, or its colon is missing."),
        N_("Write “key: text” with an ASCII colon and a space, and indent a text's further lines."),
    ),
    (
        r"did not find expected (key|'-' indicator)|expected <block end>",
        N_("This does not fit what stands above it."),
        N_("Align it with its neighbours; a text with quotation marks inside needs quotes around."),
    ),
    (
        r"expected ',' or|did not find expected node content|expected the node content",
        N_("A list in brackets lacks a comma or its closing bracket."),
        N_("Write it as [ア①, ア②]; put a text that begins with a bracket in quotes."),
    ),
    (
        r"escape",
        N_("A backslash in double quotes begins what is no character."),
        N_("Write \\\\ for a backslash, or use single quotes."),
    ),
    (
        r"entries are not allowed",
        N_("A list begins behind a key on the same line."),
        N_("Begin it on the next line, or put the text in quotes."),
    ),
    (
        r"expected (a )?comment or (a )?line break|chomping or indentation",
        N_("Behind | or > the line must end."),
        N_("Begin the text on the next line, indented."),
    ),
    (
        r"tag|expected whitespace or line break|expected ' '|expected URI",
        N_("A text may not begin with “!”."),
        N_("Put the text in quotes."),
    ),
)
# For these, the place of the opening is more useful than the place where the parser gave up.
_AT_THE_OPENING = re.compile(r"end of stream|unexpected document|could not find expected ':'")

_FORBIDDEN = re.compile("[^\t\n\r -~\x85\xa0-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # as YAML counts lines
_MOST_FORBIDDEN = 100  # a binary file would fill the screen


def explain(error: Exception, content: bytes, file: str) -> Iterator[Problem]:
    """Yield the problems that a parser's error stands for. content: the file as UTF-8."""
    if isinstance(error, ReaderError):
        yield from _forbidden(content, file)
        return
    mark = getattr(error, "problem_mark", None)
    reason = str(getattr(error, "problem", None) or error)
    if isinstance(error, MarkedYAMLError) and _AT_THE_OPENING.search(reason):
        mark = error.context_mark or mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    where = f"{file}:{line + 1}:{column + 1}"
    sign = _sign(content, line, column)
    if sign == "\t" and "cannot start" in reason:
        reason = "tab character"
    for words, what, advice in _EXPLAINED:
        if re.search(words, reason):
            said = _(what).format(sign=shown(sign), depth=MAX_DEPTH)
            yield Problem(said, where, _(advice))
            return
    yield Problem(_("This is not valid YAML: {reason}.").format(reason=reason), where)


def _sign(content: bytes, line: int, column: int) -> str:
    lines = _LINE_END.split(content.decode("utf-8"), maxsplit=line + 1)
    written = lines[line] if line < len(lines) else ""
    # For an anchor or alias the mark points one character past its sign.
    start = column - 1 if column and written[column - 1] in "*&" else column
    return written[start : start + 1]


def _forbidden(content: bytes, file: str) -> Iterator[Problem]:
    count = 0
    for number, line in enumerate(_LINE_END.split(content.decode("utf-8")), 1):
        for found in _FORBIDDEN.finditer(line):
            count += 1
            if count > _MOST_FORBIDDEN:
                yield Problem(_("There are more control characters."), file)
                return
            yield Problem(
                _("The control character {code} may not stand in a data file.").format(
                    code=f"U+{ord(found[0]):04X}"
                ),
                f"{file}:{number}:{found.start() + 1}",
                _("Remove it."),
            )
