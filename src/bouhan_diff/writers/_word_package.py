"""The package of a Word document (Word文書の構成): the parts around its body.

They are few and written here, rather than taken from a library's template, which would
bring foreign fonts and languages, a hundred styles and the picture of another document.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable

from ._repeatable import package
from ._visible import visible

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_FONT = "ＭＳ 明朝"  # on every office's computers; others replace it by their own Mincho


def document(title: str, body: Iterable[ET.Element]) -> bytes:
    """Return a document (文書) as the bytes of a .docx file; the body ends with its section.

    The section's footer is the relationship FOOTER.
    """
    root = ET.Element("w:document", {"xmlns:w": _W, "xmlns:r": _R})
    ET.SubElement(root, "w:body").extend(body)
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONSHIPS,
        "docProps/core.xml": _core(title),
        "word/document.xml": ET.tostring(root, encoding="unicode"),
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONSHIPS,
        "word/styles.xml": _STYLES,
        "word/settings.xml": _SETTINGS,
        "word/fontTable.xml": _FONTS,
        "word/footer1.xml": _FOOTER,
    }
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return package((name, (declaration + part.strip()).encode()) for name, part in parts.items())


def _core(title: str) -> str:
    """Return the document's properties; without times, which would differ with every run."""
    root = ET.Element(
        "cp:coreProperties",
        {
            "xmlns:cp": f"{_PACKAGE}/metadata/core-properties",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        },
    )
    for name, text in (("title", title), ("creator", "bouhan-diff"), ("language", "ja-JP")):
        ET.SubElement(root, f"dc:{name}").text = visible(text)
    return ET.tostring(root, encoding="unicode")


FOOTER = "rId1"

_CONTENT_TYPES = f"""
<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
<Override PartName="/word/document.xml" ContentType="{_OFFICE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_OFFICE}.styles+xml"/>
<Override PartName="/word/settings.xml" ContentType="{_OFFICE}.settings+xml"/>
<Override PartName="/word/fontTable.xml" ContentType="{_OFFICE}.fontTable+xml"/>
<Override PartName="/word/footer1.xml" ContentType="{_OFFICE}.footer+xml"/>
</Types>
"""

_RELATIONSHIPS = f"""
<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>
"""

_DOCUMENT_RELATIONSHIPS = f"""
<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="{FOOTER}" Type="{_R}/footer" Target="footer1.xml"/>
<Relationship Id="rId2" Type="{_R}/styles" Target="styles.xml"/>
<Relationship Id="rId3" Type="{_R}/settings" Target="settings.xml"/>
<Relationship Id="rId4" Type="{_R}/fontTable" Target="fontTable.xml"/>
</Relationships>
"""

# Compatibility mode 15 keeps Word 2013 and later out of its 互換モード; compressed
# punctuation is what a new document of a Japanese Word has.
_SETTINGS = f"""
<w:settings xmlns:w="{_W}">
<w:zoom w:percent="100"/>
<w:defaultTabStop w:val="840"/>
<w:characterSpacingControl w:val="compressPunctuation"/>
<w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="ja-JP"/>
</w:settings>
"""

_FONTS = f"""
<w:fonts xmlns:w="{_W}">
<w:font w:name="{_FONT}"><w:altName w:val="MS Mincho"/><w:charset w:val="80"/><w:family w:val="roman"/><w:pitch w:val="fixed"/></w:font>
</w:fonts>
"""

_FOOTER = f"""
<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>
<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>
<w:r><w:t xml:space="preserve"> / </w:t></w:r>
<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple>
</w:p></w:ftr>
"""


def _style(name: str, paragraph: str = "", run: str = "", *, shown_as: str = "") -> str:
    """Return a paragraph style (段落スタイル), based on the standard one."""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}">'
        f'<w:name w:val="{shown_as or name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


_STYLES = f"""
<w:styles xmlns:w="{_W}">
<w:docDefaults>
<w:rPrDefault><w:rPr>
<w:rFonts w:ascii="{_FONT}" w:eastAsia="{_FONT}" w:hAnsi="{_FONT}" w:cs="{_FONT}"/>
<w:kern w:val="2"/><w:sz w:val="20"/><w:szCs w:val="20"/>
<w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="ar-SA"/>
</w:rPr></w:rPrDefault>
<w:pPrDefault/>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
<w:pPr><w:widowControl w:val="0"/><w:spacing w:line="290" w:lineRule="atLeast"/></w:pPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>
<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>
<w:tblPr><w:tblBorders>
{"".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))}
</w:tblBorders><w:tblCellMar>
<w:top w:w="45" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
<w:bottom w:w="45" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
{_style("Title", '<w:keepNext/><w:spacing w:after="60"/><w:jc w:val="center"/>', '<w:sz w:val="28"/><w:szCs w:val="28"/>')}
{_style("Subtitle", '<w:keepNext/><w:spacing w:after="120"/><w:jc w:val="center"/>', '<w:sz w:val="24"/><w:szCs w:val="24"/>')}
{_style("Heading1", '<w:keepNext/><w:spacing w:before="240" w:after="60"/><w:outlineLvl w:val="0"/>', '<w:b/><w:bCs/><w:sz w:val="22"/><w:szCs w:val="22"/>', shown_as="heading 1")}
{_style("Footer", '<w:jc w:val="center"/>', shown_as="footer")}
{_style("Source", '<w:keepNext/><w:jc w:val="right"/>', shown_as="資料番号")}
{_style("Headline", '<w:keepNext/><w:tabs><w:tab w:val="right" w:pos="14797"/></w:tabs>', shown_as="見出しの件数")}
{_style("Aim", '<w:keepNext/><w:spacing w:after="80"/><w:ind w:firstLineChars="100" w:firstLine="200"/>', shown_as="章の目的")}
{_style("ColumnHeading", '<w:keepNext/><w:jc w:val="center"/>', shown_as="表見出し")}
{_style("Summary", '<w:ind w:firstLineChars="100" w:firstLine="200"/><w:jc w:val="both"/>', shown_as="事業概要")}
{_style("Short", "", shown_as="表の文字")}
{_style("Numbered", '<w:tabs><w:tab w:val="left" w:pos="340"/></w:tabs><w:ind w:left="340" w:hanging="340"/>', shown_as="番号と事業名")}
{_style("Referenced", '<w:tabs><w:tab w:val="left" w:pos="560"/></w:tabs><w:ind w:left="560" w:hanging="560"/>', shown_as="参照番号と事業名")}
{_style("Centred", '<w:jc w:val="center"/>', shown_as="表の文字（中央）")}
{_style("Footnote", '<w:spacing w:before="60"/><w:ind w:left="1400" w:hanging="1400"/>', shown_as="表の注")}
</w:styles>
"""
