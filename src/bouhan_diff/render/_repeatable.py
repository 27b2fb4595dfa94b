"""Repeatable packages (再現できる書庫): the same parts give the same bytes, whenever written."""

import io
import zipfile
from collections.abc import Iterable, Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip archive can tell


def package(parts: Mapping[str, bytes | Iterable[bytes]]) -> bytes:
    """Return an Office package (文書の書庫) of the named parts, in their order.

    A part that comes in pieces is compressed piece by piece, and is never whole in memory.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0  # else it tells the system that it was written on
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as part:
                for piece in (content,) if isinstance(content, bytes) else content:
                    part.write(piece)
    return buffer.getvalue()
