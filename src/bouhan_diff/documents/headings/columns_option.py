"""The option --columns HEADING=MEANING (列の指定): what columns hold, according to the user."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ...edition import Edition, named_edition
from ...errors import UserError
from ...messages import _
from ...text.normalize import fold
from .vocabulary import Role

MEANINGS: dict[Role, tuple[str, ...]] = {
    Role.NUMBER: ("番号",),
    Role.NAME: ("事業名", "事業"),
    Role.DEPARTMENT: ("担当課", "担当"),
    Role.POLICIES: ("施策番号",),
    Role.SECTION_NUMBER: ("章", "章番号"),
    Role.SECTION_TITLE: ("章題",),
    Role.AIM: ("章の目的", "目的"),
    Role.AMOUNT: ("数値", "金額"),
    Role.TEXT: ("文", "文章", "項目"),
    Role.LEFT_OUT: ("除く", "－", "ー"),
}
"""The meanings that `--columns` accepts (列の意味), with their words in Japanese."""

_BY_WORD = {fold(word): role for role, words in MEANINGS.items() for word in (role, *words)}

_OF_EDITION = "@"


class Meaning(NamedTuple):
    """A meaning given by the user (列の意味). heading: the new heading of a field, if any."""

    role: Role
    edition: Edition | None = None
    heading: str = ""


def parse_columns(options: Sequence[str]) -> Mapping[str, str]:
    """Parse the columns mapped by the user (列の指定): `HEADING=MEANING`, separated by commas.

    MEANING is one of MEANINGS in either language, an edition (for its main text), or a field and an
    edition such as 当初予算額@R6. Raises UserError.
    """
    mapped = {}
    for part in (part for option in options for part in option.split(",") if part.strip()):
        heading, equals, written = (text.strip() for text in part.rpartition("="))
        if not equals or not heading:
            raise UserError(
                _("--columns: “{part}” is not HEADING=MEANING.").format(part=part),
                advice=_(
                    'Write it as --columns "事業名=name,取組内容(R6)=R6,所管=department,備考=-"'
                ),
            )
        mapped[fold(heading)] = _checked(written)
    return mapped


def meaning_of(written: str) -> Meaning:
    """Parse a checked meaning (列の意味)."""
    if (role := _BY_WORD.get(fold(written))) is not None:
        return Meaning(role)
    heading, at, edition = written.rpartition(_OF_EDITION)
    if at and heading:
        return Meaning(Role.TEXT, Edition.read(edition), heading)
    return Meaning(Role.SUMMARY, Edition.read(written))


def meanings() -> str:
    """List the words of `--columns` (意味の一覧), without editions and -."""
    named = {role: words for role, words in MEANINGS.items() if role is not Role.LEFT_OUT}
    return " ".join(f"{words[0]}({role})" for role, words in named.items())


def _checked(written: str) -> str:
    role = _BY_WORD.get(fold(written))
    if role is not None:
        return role
    _heading, at, edition = written.rpartition(_OF_EDITION)
    if not _is_edition(edition if at else written):
        raise UserError(
            _("--columns: “{meaning}” is not a known meaning.").format(meaning=written),
            advice=_(
                "Choose from {meanings}, an edition such as R6 for its text, "
                "HEADING@R6 for a field of an edition, and - to leave the column "
                "out."
            ).format(meanings=meanings()),
        )
    return written


def _is_edition(written: str) -> bool:
    """Return whether a meaning names an edition: a year, or a label that documents use."""
    try:
        edition = Edition.read(written)
    except UserError:
        return False
    return edition.is_year or named_edition(written) == edition


def columns_option(meanings: Mapping[str, str]) -> str:
    """Return a ready-to-paste --columns option (列の指定), quoted for a shell."""
    mapping = ",".join(f"{heading}={meaning}" for heading, meaning in meanings.items())
    quote = "'" if any(sign in mapping for sign in '"$`\\!') and "'" not in mapping else '"'
    return f"--columns {quote}{mapping}{quote}"
