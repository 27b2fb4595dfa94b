"""The user's own matches (対応表): which old reference is which new one."""

from collections.abc import Iterator
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
from .events import Event, Events, HaltError
from .files import read_file


def load_links(path: Path | str) -> dict[str, tuple[str, ...]]:
    """Return the links (対応表) of a file: an old reference to one or several new ones.

    The file is a mapping such as `4-5: 2-3`, `4-2: [3-8, 3-9]` for a split initiative and
    `6-4: []` for a dropped one. Raises UserError with every problem and its place.
    """
    content = read_file(Path(path))
    links: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []

    def complain(event: Event, what: str, advice: str) -> None:
        mark = event.start_mark
        problems.append(Problem(what, f"{path}:{mark.line + 1}:{mark.column + 1}", advice))

    try:
        for key, old, new in _entries(Events(content, lambda _alias: None)):
            if not old or new is None:
                complain(key, _("This is no link."), _(_FORM))
            elif old in links:
                complain(
                    key,
                    _("{ref} stands here for the second time.").format(ref=old),
                    _("Write all its new references into one list: [3-8, 3-9]."),
                )
            else:
                links[old] = new
    except HaltError as halt:
        complain(halt.event, halt.what, halt.advice)
    except YAMLError as error:
        from .syntax import explain  # noqa: PLC0415  only a broken file needs it

        problems += explain(error, content, str(path))
    if problems:
        raise UserError(problems)
    return links


_FORM = N_("Write it as “4-5: 2-3”, “4-2: [3-8, 3-9]” or, where dropped, “6-4: []”.")


def _entries(events: Events) -> Iterator[tuple[Event, str, tuple[str, ...] | None]]:
    """Yield each key with its reference and its new ones; nothing for what is neither."""
    events.next()  # the stream's start
    start = events.next()
    root = events.next() if start.__class__ is DocumentStartEvent else start
    if root.__class__ is not MappingStartEvent:
        raise HaltError(root, _("Old references and their new ones belong here."), _(_FORM))
    while (key := events.next()).__class__ is not MappingEndEvent:
        if key.__class__ is not ScalarEvent:
            events.skip(key)
        yield key, getattr(key, "value", ""), _references(events, events.next())


def _references(events: Events, node: Event) -> tuple[str, ...] | None:
    """Return the references at a node, or None where something else stands there."""
    if node.__class__ is ScalarEvent:
        return (node.value,) if node.value else None
    if node.__class__ is not SequenceStartEvent:
        events.skip(node)
        return None
    references: list[str] = []
    is_well = True
    while (item := events.next()).__class__ is not SequenceEndEvent:
        if item.__class__ is ScalarEvent and item.value:
            references.append(item.value)
        else:
            events.skip(item)
            is_well = False
    return tuple(references) if is_well else None
