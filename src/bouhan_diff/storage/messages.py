"""What can be wrong with a data file (誤りの説明): a sentence and what to do about it."""

from collections.abc import Collection, Mapping

from yaml.events import MappingStartEvent, ScalarEvent, SequenceStartEvent

from ..edition import Edition
from ..messages import N_, _, sentences
from ..plan import Number
from .scalars import shown
from .yaml_events import Event

Complaint = tuple[str, str]
Expected = tuple[str, str]
"""What belongs at a place, and how it is written; to be translated."""

TEXT: Expected = (N_("Text belongs here."), N_("Write the text behind the colon."))
KEYS: Expected = (N_("Keys and their values belong here."), N_("Write each as “key: value”."))
YEARS: Expected = (
    N_("Fiscal years and their texts belong here."),
    N_("Write each as “R6: text”, indented."),
)
SECTIONS: Expected = (
    N_("A list of sections belongs here."),
    N_("Begin each section with “- number:”, indented."),
)
INITIATIVES: Expected = (
    N_("A list of initiatives belongs here."),
    N_("Begin each initiative with “- number:”, indented; write [] for none."),
)
POLICIES: Expected = (
    N_("A list of policy numbers belongs here."),
    N_("Write it in brackets: [ア①, ア②]."),
)

_FOUND = {
    MappingStartEvent: N_("Here stand keys and values."),
    SequenceStartEvent: N_("Here stands a list."),
    ScalarEvent: N_("Here stands text."),
}
_NOT_TEXT = {
    "int": N_("Without quotes “{value}” is a number, not text."),
    "float": N_("Without quotes “{value}” is a number, not text."),
    "bool": N_("Without quotes “{value}” means yes or no, not text."),
    "timestamp": N_("Without quotes “{value}” is a date, not text."),
}


def misplaced(node: Event, expected: Expected) -> Complaint:
    """Tell of something else where the expected belongs."""
    belongs, advice = expected
    if getattr(node, "tag", None) is not None:
        return (
            _("Tags such as {tag} are not taken.").format(
                tag=shown(node.tag.replace("tag:yaml.org,2002:", "!!"))
            ),
            _("Remove the tag; put a text that begins with “!” in quotes."),
        )
    if node.__class__ is ScalarEvent and not node.value:
        return sentences(_("Nothing is written here."), _(belongs)), _(advice)
    return sentences(_(_FOUND[node.__class__]), _(belongs)), _(advice)


def not_text(kind: str, value: str) -> Complaint:
    """Tell of an unquoted scalar that YAML takes for something else."""
    if kind == "null" and not value:
        return (
            _("Nothing is written here."),
            _("Write the text, or remove the key where there is none."),
        )
    what = _NOT_TEXT.get(kind, N_("Without quotes “{value}” has a meaning of its own in YAML."))
    written = shown(value)
    return _(what).format(value=written), _('Put it in quotes: "{value}".').format(value=written)


def empty() -> Complaint:
    """Tell of a title, a name, a heading or a number without a character."""
    return _("This text is empty."), _("Write it as it was published.")


def too_long(most: int) -> Complaint:
    """Tell of a text that no table can show."""
    return (
        _("This text has more than {most} characters.").format(most=most),
        _("Part it into several initiatives."),
    )


def too_many_policies(most: int) -> Complaint:
    """Tell of a list of policy numbers without measure."""
    return (
        _("More than {most} policy numbers stand here.").format(most=most),
        _("Part the initiative, or name the heads of the policy numbers alone."),
    )


def half_character() -> Complaint:
    """Tell of a lone surrogate from an escape."""
    return (
        _("An escape here gives half a character (a surrogate)."),
        _("Write the character itself."),
    )


def missing(key: str) -> Complaint:
    """Tell of a required key is absent."""
    return _("“{key}” is missing.").format(key=key), _("Add a line “{key}:”.").format(key=key)


def unknown_key(key: str, known: Collection[str]) -> Complaint:
    """Tell of a key that means nothing here."""
    if key.startswith("\u3000"):
        return (
            _("The line begins with a full-width space."),
            _("Indent with ASCII spaces."),
        )
    from difflib import get_close_matches  # noqa: PLC0415  only a mistake needs it

    near = get_close_matches(key.strip().casefold(), known, n=1)
    advice = _("Did you mean “{key}”?").format(key=near[0]) if near else ""
    return (
        _("“{key}” is no key of this place.").format(key=shown(key)),
        sentences(advice, _("The keys are {keys}.").format(keys=", ".join(known))),
    )


def repeated_key(key: str) -> Complaint:
    """Tell of a key that stands twice."""
    return (
        _("The key “{key}” stands here for the second time.").format(key=key),
        _("Keep one of the two."),
    )


def no_key() -> Complaint:
    """Tell of a list, keys or an alias as a key."""
    return _("A key must be text."), _("Put a text that holds brackets or “*” in quotes.")


def merge_key() -> Complaint:
    """Tell of YAML's <<."""
    return _("Merge keys (<<) are not taken."), _("Write the keys and values out.")


def repeated_year(written: str, year: Edition) -> Complaint:
    """Tell of one fiscal year in two spellings, or twice in one."""
    return (
        _("The fiscal year {year} stands here for the second time, as “{written}”.").format(
            year=year, written=shown(written)
        ),
        _("Keep one of the two."),
    )


def no_years() -> Complaint:
    """Tell of a mapping by fiscal year without any."""
    return _("At least one fiscal year belongs here."), _("Write it as “R6: text”, indented.")


def undeclared(year: Edition, years: Mapping[Edition, str]) -> Complaint:
    """Tell of a summary of a year that has no column heading."""
    return (
        _("The fiscal year {year} is not declared.").format(year=year),
        _("Add it under “years”, which has {years}.").format(years=", ".join(map(str, years))),
    )


def no_sections() -> Complaint:
    """Tell of a plan without a section."""
    return _("The plan has no sections."), _(SECTIONS[1])


def repeated_section(number: Number) -> Complaint:
    """Tell of two sections with one number."""
    return (
        _("Section {number} stands here for the second time.").format(number=shown(str(number))),
        _("Join the two, or give this one another number."),
    )


def repeated(ref: str) -> Complaint:
    """Tell of two initiatives with one reference."""
    return (
        _("Initiative {ref} stands here for the second time.").format(ref=shown(ref)),
        _("Give this one another number."),
    )


def repeated_policy(policy: str) -> Complaint:
    """Tell of a policy number twice in one list."""
    return (
        _("Policy number {policy} stands here for the second time.").format(policy=shown(policy)),
        _("Keep one of the two."),
    )


def undefined_alias(name: str) -> Complaint:
    """Tell of an alias that stands for nothing."""
    return (
        _("“*{name}” is an alias of nothing above.").format(name=shown(name)),
        _("Put a text that begins with “*” in quotes."),
    )


def empty_file() -> Complaint:
    """Tell of a file without content."""
    return (
        _("The file is empty."),
        _("A plan begins with “title:”, “years:” and “sections:”."),
    )


def second_document() -> Complaint:
    """Tell of a second document in the file."""
    return (
        _("A second document begins here; a file holds one plan."),
        _("Put it in a file of its own and name their folder."),
    )
