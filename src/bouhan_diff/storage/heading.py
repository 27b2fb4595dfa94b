"""What a data file says of itself (表題) before its sections, read without the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yaml.error import YAMLError
from yaml.events import MappingStartEvent, ScalarEvent, SequenceStartEvent, StreamEndEvent

from ..edition import Edition
from ..errors import UserError
from .yaml_events import Events, HaltError


@dataclass(frozen=True, slots=True)
class Heading:
    """A file's title, publisher and years (表題); all empty where the file is broken."""

    file: Path
    title: str = ""
    publisher: str = ""
    years: tuple[Edition, ...] = ()


def read_heading(file: Path) -> Heading:
    """Return what the file says of itself (表題), as a rule without reading its sections.

    Nothing is checked: what is wrong with a file is told where it is read whole.
    """
    found: dict[str, Any] = {}
    try:
        with file.open("rb") as opened:  # the parser reads no further than it is asked
            for key, value in _entries(Events(opened, lambda _alias: None)):
                found[key] = value
                if len(found) == len(_WANTED):
                    break
        years = tuple(Edition.parse(year) for year in found.get("years", ()))
    except (OSError, ValueError, UserError, YAMLError, HaltError):
        return Heading(file)
    return Heading(file, found.get("title", ""), found.get("publisher", ""), years)


_WANTED = ("title", "publisher", "years")


def _entries(events: Events) -> Iterator[tuple[str, Any]]:
    """Yield the wanted keys of the file's mapping and their values, years as their keys."""
    while (event := events.next()).__class__ is not MappingStartEvent:
        if event.__class__ in (StreamEndEvent, ScalarEvent, SequenceStartEvent):
            return
    while (key := events.next()).__class__ is ScalarEvent:
        node = events.next()
        if key.value == "years" and node.__class__ is MappingStartEvent:
            yield key.value, list(_keys(events))
        elif key.value in _WANTED and node.__class__ is ScalarEvent:
            yield key.value, node.value
        else:
            events.skip(node)


def _keys(events: Events) -> Iterator[str]:
    while (key := events.next()).__class__ is ScalarEvent:
        yield key.value
        events.skip(events.next())
