"""Office packages (文書の書庫): what .docx and .xlsx files have in common.

Equal parts give equal bytes, whenever they are written: no part carries a time.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from ..text.escape import writable

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE = "metadata/core-properties"
_CONTENT_TYPE = "application/vnd.openxmlformats-package"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip archive can hold

PackagePart = bytes | Iterable[bytes]
"""The content of a part (部品), whole or in pieces."""


def office_package(
    main: str, title: str, types: Mapping[str, str], parts: Mapping[str, PackagePart]
) -> bytes:
    """Return a package (文書の書庫) with its content types, relationships and properties.

    main: the name of the document's main part. types: the content type of each part. A part given
    in pieces is compressed piece by piece and is never held whole in memory.
    """
    types = {"docProps/core.xml": f"{_CONTENT_TYPE}.core-properties+xml", **types}
    related = [
        (f"{RELATIONSHIPS}/officeDocument", main),
        (f"{PACKAGE}/relationships/{_CORE}", "docProps/core.xml"),
    ]
    return _zipped(
        {
            "[Content_Types].xml": _content_types(types),
            "_rels/.rels": relationships(related),
            "docProps/core.xml": _core_properties(title),
            **parts,
        }
    )


def _zipped(parts: Mapping[str, PackagePart]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0  # else it names the system that it was written on
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as part:
                for piece in (content,) if isinstance(content, bytes) else content:
                    part.write(piece)
    return buffer.getvalue()


def xml_part(*pieces: str) -> bytes:
    """Return a part (部品) from its pieces, with the XML declaration that Office expects."""
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return "".join([declaration, *pieces]).encode()


def relationships(related: Iterable[tuple[str, str]]) -> bytes:
    """Return a part's relationships (関連付け), numbered rId1 and on: type and target of each."""
    return xml_part(
        f'<Relationships xmlns="{PACKAGE}/relationships">',
        *(
            f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(related, 1)
        ),
        "</Relationships>",
    )


def _content_types(types: Mapping[str, str]) -> bytes:
    return xml_part(
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="{_CONTENT_TYPE}.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>',
        *(
            f"<Override PartName={quoteattr(f'/{name}')} ContentType={quoteattr(content)}/>"
            for name, content in types.items()
        ),
        "</Types>",
    )


def _core_properties(title: str) -> bytes:
    """Return the document's properties (文書の属性), by whose category our files are recognised.

    There is no author: that is the office that sends it out.
    """
    return xml_part(
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/{_CORE}"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(writable(title))}</dc:title>"
        "<dc:language>ja-JP</dc:language><cp:category>新旧対照表</cp:category></cp:coreProperties>"
    )
