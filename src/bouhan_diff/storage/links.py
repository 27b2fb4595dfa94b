"""The user's own matches (対応表): which old reference is which new one."""

from collections.abc import Collection, Iterator
from pathlib import Path

from yaml.error import YAMLError
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ..errors import Problem, UserError
from ..messages import N_, _
from ..text.suggestions import advice_on
from . import messages
from .files import read_file
from .yaml_events import TEXT_TAG, Event, Events, HaltError, shown

_MAX_PROBLEMS = 1000


def load_links(
    path: Path | str,
    old: Collection[str] | None = None,
    new: Collection[str] | None = None,
) -> dict[str, tuple[str, ...]]:
    """Return the links (対応表) of a file: an old reference to one or several new ones.

    The file is a mapping such as `4-5: 2-3`, `4-2: [3-8, 3-9]` for a split initiative and
    `6-4: []` for a dropped one. old, new: the references that there are; without them
    any are taken. Raises UserError with every problem and its place.
    """
    content = read_file(Path(path))
    reading = _Reading(content, str(path), old, new)
    try:
        reading.document()
    except HaltError as halt:
        reading.complain(halt.event, halt.what, halt.advice)
    except YAMLError as error:
        from .yaml_errors import explain  # noqa: PLC0415  only a broken file needs it

        reading.problems += explain(error, content, str(path))
    if reading.problems:
        raise UserError(reading.problems)
    return reading.links


_FORM = N_("Write it as “4-5: 2-3”, “4-2: [3-8, 3-9]” or, where dropped, “6-4: []”.")
_NO_LINK: messages.Expected = (N_("This is no link."), _FORM)
_LINKS: messages.Expected = (N_("Old references and their new ones belong here."), _FORM)


class _Side:
    """The references of the old or the new plans (新旧の参照番号); any where known is None."""

    def __init__(self, which: str, known: Collection[str] | None) -> None:
        self._which = which
        self.known = known

    def unknown(self, reference: str) -> messages.Message:
        """Report a reference that is none of them."""
        return (
            _("The links file names {ref}, which is not in the {which} plan.").format(
                ref=shown(reference), which=self._which
            ),
            advice_on(reference, self.known or ()),
        )


class _Reading:
    """One file on its way to links, with the problems found."""

    def __init__(
        self, content: bytes, file: str, old: Collection[str] | None, new: Collection[str] | None
    ) -> None:
        self.links: dict[str, tuple[str, ...]] = {}
        self.problems: list[Problem] = []
        self._events = Events(content, lambda _alias: None)
        self._file = file
        self._old = _Side(_("old"), old)
        self._new = _Side(_("new"), new)

    def document(self) -> None:
        """Read the whole file."""
        following = self._events.next
        following()  # the stream's start
        start = following()
        root = following() if start.__class__ is DocumentStartEvent else start
        if root.__class__ is not MappingStartEvent or root.tag is not None:
            raise HaltError(root, *_about(root, _LINKS))
        while (key := following()).__class__ is not MappingEndEvent:
            self._link(key)
        following()  # the document's end
        if (second := following()).__class__ is DocumentStartEvent:
            raise HaltError(second, _("A second document begins here."), _(_LINKS[1]))

    def complain(self, event: Event, what: str, advice: str) -> None:
        """Note a problem at its place."""
        mark = event.start_mark
        where = f"{self._file}:{mark.line + 1}:{mark.column + 1}"
        self.problems.append(Problem(what, where, advice))

    def _link(self, key: Event) -> None:
        if len(self.problems) >= _MAX_PROBLEMS:
            raise HaltError(
                key, _("There are too many problems."), _("The rest of the file was not read.")
            )
        old = self._reference(key, self._old)
        new = self._references(self._events.next())
        if old is None or new is None:
            return
        if old in self.links:
            self.complain(
                key,
                _("{ref} stands here for the second time.").format(ref=shown(old)),
                _("Write all its new references into one list: [3-8, 3-9]."),
            )
        self.links[old] = new

    def _references(self, node: Event) -> tuple[str, ...] | None:
        """Return the new references at a node, or None for something else, having reported it."""
        if node.__class__ is not SequenceStartEvent or node.tag is not None:
            reference = self._reference(node, self._new)
            return None if reference is None else (reference,)
        references = list(self._items())
        return tuple(ref for ref in references if ref is not None)

    def _items(self) -> Iterator[str | None]:
        while (item := self._events.next()).__class__ is not SequenceEndEvent:
            yield self._reference(item, self._new)

    def _reference(self, node: Event, side: _Side) -> str | None:
        """Return the reference at a node, or None where there is none that is known."""
        if node.__class__ is not ScalarEvent or node.tag not in (None, TEXT_TAG) or not node.value:
            self._events.skip(node)
            self.complain(node, *_about(node, _NO_LINK))
            return None
        reference: str = node.value
        if side.known is not None and reference not in side.known:
            self.complain(node, *side.unknown(reference))
            return None
        return reference


def _about(node: Event, expected: messages.Expected) -> messages.Message:
    """Report a tag, or else what belongs at its place."""
    if getattr(node, "tag", None) is not None:
        return messages.misplaced(node, expected)
    return _(expected[0]), _(expected[1])
