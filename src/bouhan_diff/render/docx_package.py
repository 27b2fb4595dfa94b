"""The package of a Word document (Word文書の構成): the parts around its body.

They are few and our own, rather than a library's template, which would bring foreign
fonts and languages, a hundred styles and the picture of another document.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

from ..text.escape import writable
from ._repeatable import package

_PARTS = Path(__file__).parent / "docx_parts"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE = "metadata/core-properties"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE_TYPE = "application/vnd.openxmlformats-package"

FOOTER = "rId1"
_RELATED = {FOOTER: "footer", "rId2": "styles", "rId3": "settings", "rId4": "fontTable"}
"""The parts beside the document, by the name of the relationship that leads to each."""


def document(title: str, body: Iterable[ET.Element]) -> bytes:
    """Return a document (文書) as the bytes of a .docx file.

    The body ends with its section's properties, whose footer is the relationship FOOTER.
    """
    root = ET.Element("w:document", {"xmlns:w": _W, "xmlns:r": _R})
    ET.SubElement(root, "w:body").extend(body)
    return package(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships(
                {
                    "rId1": (f"{_R}/officeDocument", "word/document.xml"),
                    "rId2": (f"{_PACKAGE}/relationships/{_CORE}", "docProps/core.xml"),
                }
            ),
            "docProps/core.xml": _core(title),
            "word/document.xml": _written(root),
            "word/_rels/document.xml.rels": _relationships(
                {name: (f"{_R}/{part}", f"{part}.xml") for name, part in _RELATED.items()}
            ),
            **{f"word/{part}.xml": _stored(part) for part in _RELATED.values()},
        }
    )


def _stored(part: str) -> bytes:
    return (_PARTS / f"{part}.xml").read_bytes()


def _content_types() -> bytes:
    """Return what each part holds (内容の種類)."""
    root = ET.Element("Types", {"xmlns": f"{_PACKAGE}/content-types"})
    defaults = {"rels": f"{_PACKAGE_TYPE}.relationships+xml", "xml": "application/xml"}
    for extension, content in defaults.items():
        ET.SubElement(root, "Default", {"Extension": extension, "ContentType": content})
    parts = {
        "/docProps/core.xml": f"{_PACKAGE_TYPE}.core-properties+xml",
        "/word/document.xml": f"{_WORD_TYPE}.document.main+xml",
        **{f"/word/{part}.xml": f"{_WORD_TYPE}.{part}+xml" for part in _RELATED.values()},
    }
    for part, content in parts.items():
        ET.SubElement(root, "Override", {"PartName": part, "ContentType": content})
    return _written(root)


def _relationships(related: dict[str, tuple[str, str]]) -> bytes:
    """Return a part's relationships (関連付け): type and target by name."""
    root = ET.Element("Relationships", {"xmlns": f"{_PACKAGE}/relationships"})
    for name, (kind, target) in related.items():
        ET.SubElement(root, "Relationship", {"Id": name, "Type": kind, "Target": target})
    return _written(root)


def _core(title: str) -> bytes:
    """Return the document's properties; without times, which would differ with every run."""
    names = {"xmlns:cp": f"{_PACKAGE}/{_CORE}", "xmlns:dc": "http://purl.org/dc/elements/1.1/"}
    root = ET.Element("cp:coreProperties", names)
    for name, text in (("title", title), ("creator", "bouhan-diff"), ("language", "ja-JP")):
        ET.SubElement(root, f"dc:{name}").text = writable(text)
    return _written(root)


def _written(root: ET.Element) -> bytes:
    declaration = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return declaration + ET.tostring(root, encoding="unicode").encode()
