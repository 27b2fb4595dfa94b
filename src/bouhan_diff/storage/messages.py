"""What can be wrong with a data file (誤りの説明): a sentence, and what to do about it."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from yaml.events import MappingStartEvent, ScalarEvent, SequenceStartEvent

from ..edition import Edition
from ..errors import quoted
from ..messages import N_, _, listed, sentences
from ..plan import Number
from ..text.normalize import fold
from .yaml_syntax import Event

_LONGEST_NAME = 100

Message = tuple[str, str]
"""What is wrong and what to do about it, or what belongs at a place. A constant is a message of the
catalogue, whose placeholders `NodeReader.report` fills; a function returns final words."""

TEXT: Message = (N_("Text belongs here."), N_("Write the text after the colon."))
KEYS: Message = (N_("Keys and their values belong here."), N_("Write each as “key: value”."))
YEARS: Message = (
    N_("Editions and their texts belong here."),
    N_("Write each as “R6: text”, indented."),
)
FIELDS: Message = (
    N_("Columns and their values belong here."),
    N_("Write each as “heading: value” or “heading: {R5: value, R6: value}”, indented."),
)
FIELD: Message = (
    N_("Text, or editions and their texts, belong here."),
    N_("Write one value for all editions, or one for each as {R5: value, R6: value}."),
)
EARLIER: Message = (
    N_("Editions and what differs in them belong here."),
    N_("Write each as “R5: {department: …}”, indented."),
)
COLUMNS: Message = (
    N_("Columns and their types belong here."),
    N_("Write each as “heading: text” or “heading: {type: amount, unit: 千円}”, indented."),
)
NOTES: Message = (
    N_("A list of notes belongs here."),
    N_("Begin each note with “- ”, indented."),
)
TOTALS: Message = (
    N_("A list of printed sums belongs here."),
    N_('Write each as “- {heading: …, edition: R6, value: "12,345"}”, indented.'),
)
SECTIONS: Message = (
    N_("A list of sections belongs here."),
    N_("Begin each section with “- number:”, indented."),
)
INITIATIVES: Message = (
    N_("A list of initiatives belongs here."),
    N_("Begin each initiative with “- number:”, indented; write [] for none."),
)
POLICIES: Message = (
    N_("A list of policy numbers belongs here."),
    N_("Write it in brackets: [ア①, ア②]."),
)

EMPTY: Message = (N_("This text is empty."), N_("Write it as it was published."))
TOO_LONG: Message = (
    N_("This text has more than {most} characters."),
    N_("Split it into several initiatives."),
)
TOO_MANY_POLICIES: Message = (
    N_("There are more than {most} policy numbers here."),
    N_("Split the initiative, or give only the main policy numbers."),
)
HALF_CHARACTER: Message = (
    N_("An escape here gives half a character (a surrogate)."),
    N_("Write the character itself."),
)
MISSING: Message = (N_("“{key}” is missing."), N_("Add a line “{key}:”."))
REPEATED_KEY: Message = (
    N_("The key “{key}” appears here for the second time."),
    N_("Keep one of the two."),
)
NO_KEY: Message = (N_("A key must be text."), N_("Put a text with brackets or “*” in quotes."))
MERGE_KEY: Message = (N_("Merge keys (<<) are not accepted."), N_("Write out the keys and values."))
REPEATED_EDITION: Message = (
    N_("The edition {edition} appears here for the second time, as “{written}”."),
    N_("Keep one of the two."),
)
NO_EDITIONS: Message = (
    N_("At least one edition belongs here."),
    N_("Write it as “R6: text”, indented."),
)
NO_HEADING: Message = (
    N_("The column heading is missing."),
    N_('Write the heading of the main text as published, or "" where there is no main text.'),
)
NO_COLUMN_TYPE: Message = (
    N_("“{value}” is not the type of a column."),
    N_("Choose from {values}."),
)
NO_NUMBERING: Message = (
    N_("“{value}” is not where numbers come from."),
    N_("Choose from {values}."),
)
NO_FIELDS: Message = (N_("At least one column belongs here."), N_("Add one, or remove “fields”."))
NOTHING_EARLIER: Message = (
    N_("Nothing that differs in this edition is given here."),
    N_("Write “name”, “department” or “policies”, or remove the edition."),
)
NO_SECTIONS: Message = (N_("The plan has no sections."), SECTIONS[1])
REPEATED_SECTION: Message = (
    N_("Section {number} appears here for the second time."),
    N_("Join the two, or give this one another number."),
)
REPEATED_INITIATIVE: Message = (
    N_("Initiative {ref} appears here for the second time."),
    N_("Give this one another number."),
)
REPEATED_POLICY: Message = (
    N_("Policy number {policy} appears here for the second time."),
    N_("Keep one of the two."),
)
UNDEFINED_ALIAS: Message = (
    N_("“*{name}” is an alias, but nothing above has that anchor."),
    N_("Put a text that begins with “*” in quotes."),
)
EMPTY_FILE: Message = (
    N_("The file is empty."),
    N_("A plan begins with “title:”, “years:” and “sections:”."),
)
SECOND_DOCUMENT: Message = (
    N_("A second document begins here; a file holds one plan."),
    N_("Put it in a separate file and name the folder of both."),
)

_WHAT_IS_HERE = {
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


def misplaced(node: Event, expected: Message) -> Message:
    """Return the message for a node of the wrong type."""
    belongs, advice = expected
    if getattr(node, "tag", None) is not None:
        return (
            _("Tags such as {tag} are not accepted.").format(
                tag=quoted(node.tag.replace("tag:yaml.org,2002:", "!!"))
            ),
            _("Remove the tag; put a text that begins with “!” in quotes."),
        )
    if node.__class__ is ScalarEvent and not node.value:
        return sentences(_("Nothing is written here."), _(belongs)), _(advice)
    return sentences(_(_WHAT_IS_HERE[node.__class__]), _(belongs)), _(advice)


def not_text(kind: str, value: str) -> Message:
    """Return the message for an unquoted scalar that YAML does not take for text."""
    if kind == "null" and not value:
        return (
            _("Nothing is written here."),
            _("Write the text, or remove the key if there is none."),
        )
    what = _NOT_TEXT.get(kind, N_("Without quotes “{value}” has a meaning of its own in YAML."))
    written = quoted(value)
    return _(what).format(value=written), _('Put it in quotes: "{value}".').format(value=written)


def none_of(keys: Sequence[str]) -> Message:
    """Return the message for a mapping with none of several keys, one of which is required."""
    first, second = (f"“{key}”" for key in keys)
    return (
        _("Neither {first} nor {second} is here.").format(first=first, second=second),
        _("Add a line “{key}:”.").format(key=keys[0]),
    )


def unknown_key(key: str, known: Collection[str]) -> Message:
    """Return the message for an unknown key."""
    if key.startswith("\u3000"):
        return (
            _("The line begins with a full-width space."),
            _("Indent with ASCII spaces."),
        )
    return (
        _("“{key}” is not a key that belongs here.").format(key=quoted(key)),
        sentences(_near(key, known), _("The keys are {keys}.").format(keys=listed(known))),
    )


def _near(name: str, known: Collection[str]) -> str:
    """Return a question after the nearest known name, or nothing where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415  only a mistake needs it

    folded = {fold(one): one for one in known}
    near = get_close_matches(fold(name[:_LONGEST_NAME]), folded, n=1)
    return _("Did you mean “{key}”?").format(key=quoted(folded[near[0]])) if near else ""


def undeclared_edition(edition: Edition, years: Mapping[Edition, str]) -> Message:
    """Return the message for an edition that `years` does not have."""
    return (
        _("The edition {edition} is not declared.").format(edition=quoted(str(edition))),
        _("Add it under “years”, which has {years}.").format(
            years=listed(quoted(str(known)) for known in years)
        ),
    )


def undeclared_field(heading: str, columns: Sequence[str]) -> Message:
    """Return the message for a field whose heading `columns` does not have."""
    written = quoted(heading)
    what = _("The column “{heading}” is not declared.").format(heading=written)
    near = _near(heading, columns)
    advice = _("Add “{heading}: text” or “{heading}: amount” under “columns”.")
    return what, sentences(near, advice.format(heading=written))


def unknown_section(number: Number, known: Iterable[Number]) -> Message:
    """Return the message for a printed sum of a section that the plan does not have."""
    return (
        _("There is no section {number}.").format(number=quoted(str(number))),
        _("The sections are {numbers}; leave “section” out for the sum of the whole plan.").format(
            numbers=listed(quoted(str(one)) for one in known)
        ),
    )
