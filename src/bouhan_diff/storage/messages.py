"""What can be wrong with a data file (誤りの説明): a sentence, and what to do about it."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from yaml.events import MappingStartEvent, ScalarEvent, SequenceStartEvent

from ..edition import Edition
from ..errors import shown
from ..messages import N_, _, listed, sentences
from ..plan import Number
from ..text.normalize import fold
from .yaml_syntax import Event

_LONGEST_NAME = 100

Message = tuple[str, str]
"""What is wrong, and what to do about it; translated."""

Expected = tuple[str, str]
"""What belongs at a place, and how it is written; not yet translated."""

TEXT: Expected = (N_("Text belongs here."), N_("Write the text after the colon."))
KEYS: Expected = (N_("Keys and their values belong here."), N_("Write each as “key: value”."))
YEARS: Expected = (
    N_("Editions and their texts belong here."),
    N_("Write each as “R6: text”, indented."),
)
FIELDS: Expected = (
    N_("Columns and their values belong here."),
    N_("Write each as “heading: value” or “heading: {R5: value, R6: value}”, indented."),
)
FIELD: Expected = (
    N_("Text, or editions and their texts, belong here."),
    N_("Write one value for all editions, or one for each as {R5: value, R6: value}."),
)
EARLIER: Expected = (
    N_("Editions and what differs in them belong here."),
    N_("Write each as “R5: {department: …}”, indented."),
)
COLUMNS: Expected = (
    N_("Columns and their types belong here."),
    N_("Write each as “heading: text” or “heading: {type: amount, unit: 千円}”, indented."),
)
NOTES: Expected = (
    N_("A list of notes belongs here."),
    N_("Begin each note with “- ”, indented."),
)
TOTALS: Expected = (
    N_("A list of printed sums belongs here."),
    N_('Write each as “- {heading: …, edition: R6, value: "12,345"}”, indented.'),
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
    MappingStartEvent: N_("There are keys and values here."),
    SequenceStartEvent: N_("There is a list here."),
    ScalarEvent: N_("There is text here."),
}
_NOT_TEXT = {
    "int": N_("Without quotes “{value}” is a number, not text."),
    "float": N_("Without quotes “{value}” is a number, not text."),
    "bool": N_("Without quotes “{value}” means yes or no, not text."),
    "timestamp": N_("Without quotes “{value}” is a date, not text."),
}


def misplaced(node: Event, expected: Expected) -> Message:
    """Report a node of the wrong type."""
    belongs, advice = expected
    if getattr(node, "tag", None) is not None:
        return (
            _("Tags such as {tag} are not accepted.").format(
                tag=shown(node.tag.replace("tag:yaml.org,2002:", "!!"))
            ),
            _("Remove the tag; put a text that begins with “!” in quotes."),
        )
    if node.__class__ is ScalarEvent and not node.value:
        return sentences(_("Nothing is written here."), _(belongs)), _(advice)
    return sentences(_(_FOUND[node.__class__]), _(belongs)), _(advice)


def not_text(kind: str, value: str) -> Message:
    """Report an unquoted scalar that YAML does not take for text."""
    if kind == "null" and not value:
        return (
            _("Nothing is written here."),
            _("Write the text, or remove the key if there is none."),
        )
    what = _NOT_TEXT.get(kind, N_("Without quotes “{value}” has a meaning of its own in YAML."))
    written = shown(value)
    return _(what).format(value=written), _('Put it in quotes: "{value}".').format(value=written)


def empty() -> Message:
    """Report a blank title, name, heading or number."""
    return _("This text is empty."), _("Write it as it was published.")


def too_long(most: int) -> Message:
    """Report a text that is too long for a table."""
    return (
        _("This text has more than {most} characters.").format(most=most),
        _("Split it into several initiatives."),
    )


def too_many_policies(most: int) -> Message:
    """Report too many policy numbers."""
    return (
        _("There are more than {most} policy numbers here.").format(most=most),
        _("Split the initiative, or give only the main policy numbers."),
    )


def half_character() -> Message:
    """Report an escape that gives a lone surrogate."""
    return (
        _("An escape here gives half a character (a surrogate)."),
        _("Write the character itself."),
    )


def missing(key: str) -> Message:
    """Report a missing required key."""
    return _("“{key}” is missing.").format(key=key), _("Add a line “{key}:”.").format(key=key)


def none_of(keys: Sequence[str]) -> Message:
    """Report that none of several keys is there, of which one must be."""
    first, second = (f"“{key}”" for key in keys)
    return (
        _("Neither {first} nor {second} is here.").format(first=first, second=second),
        _("Add a line “{key}:”.").format(key=keys[0]),
    )


def unknown_key(key: str, known: Collection[str]) -> Message:
    """Report an unknown key."""
    if key.startswith("\u3000"):
        return (
            _("The line begins with a full-width space."),
            _("Indent with ASCII spaces."),
        )
    return (
        _("“{key}” is not a key that belongs here.").format(key=shown(key)),
        sentences(_near(key, known), _("The keys are {keys}.").format(keys=listed(known))),
    )


def _near(name: str, known: Collection[str]) -> str:
    """Return a question after the nearest known name, or nothing where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415  only a mistake needs it

    folded = {fold(one): one for one in known}
    near = get_close_matches(fold(name[:_LONGEST_NAME]), folded, n=1)
    return _("Did you mean “{key}”?").format(key=shown(folded[near[0]])) if near else ""


def repeated_key(key: str) -> Message:
    """Report a repeated key."""
    return (
        _("The key “{key}” appears here for the second time.").format(key=key),
        _("Keep one of the two."),
    )


def no_key() -> Message:
    """Report a key that is a list, a mapping or an alias."""
    return _("A key must be text."), _("Put a text with brackets or “*” in quotes.")


def merge_key() -> Message:
    """Report YAML's <<."""
    return _("Merge keys (<<) are not accepted."), _("Write out the keys and values.")


def repeated_edition(written: str, edition: Edition) -> Message:
    """Report one edition twice, perhaps in two spellings."""
    return (
        _("The edition {edition} appears here for the second time, as “{written}”.").format(
            edition=shown(str(edition)), written=shown(written)
        ),
        _("Keep one of the two."),
    )


def no_editions() -> Message:
    """Report a mapping by edition without any."""
    return _("At least one edition belongs here."), _("Write it as “R6: text”, indented.")


def no_heading() -> Message:
    """Report an edition in `years` with nothing after the colon."""
    return (
        _("The column heading is missing."),
        _('Write the heading of the main text as published, or "" where there is no main text.'),
    )


def undeclared_edition(edition: Edition, years: Mapping[Edition, str]) -> Message:
    """Report an edition that `years` does not have."""
    return (
        _("The edition {edition} is not declared.").format(edition=shown(str(edition))),
        _("Add it under “years”, which has {years}.").format(
            years=listed(shown(str(known)) for known in years)
        ),
    )


def undeclared_field(heading: str, columns: Sequence[str]) -> Message:
    """Report a field whose heading `columns` does not have."""
    written = shown(heading)
    what = _("The column “{heading}” is not declared.").format(heading=written)
    near = _near(heading, columns)
    advice = _("Add “{heading}: text” or “{heading}: amount” under “columns”.")
    return what, sentences(near, advice.format(heading=written))


def no_column_type(written: str, types: Iterable[str]) -> Message:
    """Report an unknown type of a column."""
    return (
        _("“{value}” is not the type of a column.").format(value=shown(written)),
        _("The types are {types}.").format(types=listed(types)),
    )


def no_numbering(written: str, known: Iterable[str]) -> Message:
    """Report an unknown value of `numbers`."""
    return (
        _("“{value}” is not where numbers come from.").format(value=shown(written)),
        _("Choose from {values}.").format(values=" ".join(known)),
    )


def no_fields() -> Message:
    """Report empty `fields`."""
    return _("At least one column belongs here."), _("Add one, or remove “fields”.")


def nothing_earlier() -> Message:
    """Report an edition in `per_edition` in which nothing differs."""
    return (
        _("Nothing that differs in this edition is given here."),
        _("Write “name”, “department” or “policies”, or remove the edition."),
    )


def unknown_section(number: Number, known: Iterable[Number]) -> Message:
    """Report a printed sum of a section that the plan does not have."""
    return (
        _("There is no section {number}.").format(number=shown(str(number))),
        _("The sections are {numbers}; leave “section” out for the sum of the whole plan.").format(
            numbers=listed(shown(str(one)) for one in known)
        ),
    )


def no_sections() -> Message:
    """Report a plan without a section."""
    return _("The plan has no sections."), _(SECTIONS[1])


def repeated_section(number: Number) -> Message:
    """Report two sections with one number."""
    return (
        _("Section {number} appears here for the second time.").format(number=shown(str(number))),
        _("Join the two, or give this one another number."),
    )


def repeated(ref: str) -> Message:
    """Report two initiatives with one reference."""
    return (
        _("Initiative {ref} appears here for the second time.").format(ref=shown(ref)),
        _("Give this one another number."),
    )


def repeated_policy(policy: str) -> Message:
    """Report a repeated policy number."""
    return (
        _("Policy number {policy} appears here for the second time.").format(policy=shown(policy)),
        _("Keep one of the two."),
    )


def undefined_alias(name: str) -> Message:
    """Report an alias without an anchor."""
    return (
        _("“*{name}” is an alias, but nothing above has that anchor.").format(name=shown(name)),
        _("Put a text that begins with “*” in quotes."),
    )


def empty_file() -> Message:
    """Report an empty file."""
    return (
        _("The file is empty."),
        _("A plan begins with “title:”, “years:” and “sections:”."),
    )


def second_document() -> Message:
    """Report a second document in the file."""
    return (
        _("A second document begins here; a file holds one plan."),
        _("Put it in a separate file and name the folder of both."),
    )
