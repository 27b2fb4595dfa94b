"""The user's own matches (対応表): which old reference is which new one."""

from collections.abc import Collection
from pathlib import Path

from yaml.events import AliasEvent, MappingEndEvent, ScalarEvent, SequenceStartEvent

from ..errors import advice_on, quoted
from ..messages import N_, _
from ..plan import folded_reference
from . import messages
from .files import read_utf8
from .nodes import NodeReader
from .yaml_syntax import TEXT_TAG, Event

_FORM = N_("Write it as “4-5: 2-3”, “4-2: [3-8, 3-9]” or, where dropped, “6-4: []”.")
_NO_LINK: messages.Message = (N_("This is not a link."), _FORM)
_LINKS: messages.Message = (N_("Old references and their new ones belong here."), _FORM)
_SECOND_DOCUMENT: messages.Message = (
    N_("A second document begins here."),
    N_("Keep all links in one document."),
)
_REPEATED: messages.Message = (
    N_("{ref} appears here for the second time."),
    N_("Write all its new references in one list: [3-8, 3-9]."),
)
_LINKS_FILE = N_(
    "A links file is a text file (.yaml) with one line for each match, such as “4-5: 2-3”: "
    "the old reference, a colon, a space and the new one."
)


def load_links(
    path: Path | str,
    old: Collection[str] | None = None,
    new: Collection[str] | None = None,
) -> dict[str, tuple[str, ...]]:
    """Return the links (対応表) of a file: an old reference to one or several new ones.

    The file is a mapping such as `4-5: 2-3`, `4-2: [3-8, 3-9]` for a split initiative and
    `6-4: []` for a dropped one. old, new: the references that there are; None accepts any.
    Raises UserError with every problem and its place.
    """
    content = read_utf8(Path(path), _LINKS_FILE)
    reader = NodeReader(content, str(path))
    with reader.root((_LINKS[0], _LINKS_FILE), _SECOND_DOCUMENT) as root:
        links = reader.node(root, _LinksReader(reader, old, new).links)
    return dict(links)


class _LinksReader:
    """Reads the nodes of a links file (対応表の読取り) and reports unknown references."""

    def __init__(
        self, reader: NodeReader, old: Collection[str] | None, new: Collection[str] | None
    ) -> None:
        self._reader = reader
        self._old, self._new = old, new

    def links(self, start: Event) -> dict[str, tuple[str, ...]] | None:
        """Return the new references by the old one."""
        if not self._reader.expect_mapping(start, _LINKS):
            return None
        links: dict[str, tuple[str, ...]] = {}
        following = self._reader.events.next
        while (key := following()).__class__ is not MappingEndEvent:
            old = self._reference(key, self._old, _("old"))
            new = self._reader.node(following(), self._new_references)
            if old is None:
                continue
            if old in links:
                self._reader.report(key, _REPEATED, ref=old)
            links[old] = new or ()
        return links

    def _new_references(self, node: Event) -> tuple[str, ...]:
        if node.__class__ is SequenceStartEvent:
            return self._reader.sequence(node, self._new_reference, _NO_LINK) or ()
        reference = self._new_reference(node)
        return () if reference is None else (reference,)

    def _new_reference(self, node: Event) -> str | None:
        return self._reference(node, self._new, _("new"))

    def _reference(self, node: Event, known: Collection[str] | None, which: str) -> str | None:
        """Return the reference at a node, or None where there is none that is known."""
        # 1-2 and 01-02 are references here, whatever else YAML might take an unquoted text for.
        if node.__class__ is AliasEvent:  # as a key
            self._reader.report(node, _NO_LINK)
            return None
        if node.__class__ is not ScalarEvent or node.tag not in (None, TEXT_TAG) or not node.value:
            self._reader.report_misplaced(node, _NO_LINK)
            return None
        reference: str = node.value
        if known is not None and reference not in known:
            folded = folded_reference(reference)
            for one in known:
                if folded_reference(one) == folded:
                    return one
            what = _("The links file names {ref}, which is not in the {which} plan.")
            what = what.format(ref=quoted(reference), which=which)
            self._reader.report(node, (what, advice_on(reference, known)))
            return None
        return reference
