"""What may never come out, whatever went in: of the screen, pages, tables and documents."""

import base64
import csv
import hashlib
import io
import json
import re
import unicodedata
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

from markdown_it import MarkdownIt

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_CALCULATED = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


# They steer nothing, and stay as published where they did not change.
_WITHOUT_WIDTH = set("\u00ad\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff")


def screen(text: str, *, has_colour: bool) -> list[str]:
    """What in a text steers a terminal: of escapes nothing but colour is taken, where there is."""
    if has_colour:
        text = _COLOUR.sub("", text)
    found = {c for c in text if unicodedata.category(c) in _STEERING} - {"\n"} - _WITHOUT_WIDTH
    if has_colour:
        found -= {"\r"}  # a terminal's own line end
    return [f"U+{ord(c):04X} on the screen" for c in sorted(found)]


class _Page(HTMLParser):
    """Elements with their attributes, and the text inside style and script."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.sources: dict[str, list[str]] = {"script": [], "style": []}
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._inside = tag if tag in self.sources else ""

    def handle_endtag(self, _tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.sources[self._inside].append(data)


_OF_A_PAGE = re.compile(
    "html|head|meta|title|style|script|body|header|main|nav|aside|footer|section|article|details"
    "|summary|div|span|p|h[1-6]|ul|ol|li|dl|dt|dd|table|caption|colgroup|col|thead|tbody|tr|th|td"
    "|del|ins|mark|a|button|label|input|select|option|output|fieldset|legend|small|b|strong|em|br|wbr"
    "|template|time|form|svg|g|rect|text"
)


def html(content: bytes) -> list[str]:
    """What in a page acts, loads or leads anywhere but to the page itself."""
    page = _Page()
    page.feed(content.decode("utf-8"))
    page.close()
    found = [
        f"<{tag}> on the page" for tag, _given in page.elements if not _OF_A_PAGE.fullmatch(tag)
    ]
    policy = ""
    for tag, given in page.elements:
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            policy = given["content"]
        for name, value in given.items():
            if name.startswith("on") or name in {"src", "srcset", "action", "formaction", "style"}:
                found.append(f"<{tag} {name}> on the page")
            if name in {"href", "xlink:href"} and not value.startswith("#"):
                found.append(f"a link to {value}")
    if not content.rstrip().endswith(b"</html>"):
        found.append("no end of the page")
    if "default-src 'none'" not in policy:
        found.append("no strict Content-Security-Policy")
    for kind, texts in page.sources.items():
        for text in texts:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            if f"sha256-{digest}" not in policy:
                found.append(f"a {kind} that the policy does not name")
    return found


def delimited(content: bytes) -> list[str]:
    """What in a CSV file a spreadsheet would calculate, or steers a terminal that shows it.

    A negative number is what it is.
    """
    text = content.decode("utf-8-sig")
    steering = screen(re.sub("\r\n|\t", "\n", text), has_colour=False)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    cells = (cell for row in rows for cell in row if cell.startswith(_CALCULATED))
    calculated = [f"a cell {cell[:20]!r}" for cell in cells if not _NUMBER.fullmatch(cell)]
    return [*calculated, *steering]


_NUMBER = re.compile(r"-[0-9]+(?:\.[0-9]+)?")


def workbook(content: bytes) -> list[str]:
    """What in a workbook is calculated, linked or run."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            text = package.read(name)
            if re.search(rb"<(\w+:)?f[ />]|<(\w+:)?hyperlink|ddeLink|oleLink", text):
                found.append(f"a formula or a link in {name}")
            if name.endswith(".rels") and b"TargetMode" in text:
                found.append(f"a relationship to outside in {name}")
            if re.search(r"vba|macro|embed|activex|external", name, re.IGNORECASE):
                found.append(f"a part {name}")
    return found


def word(content: bytes) -> list[str]:
    """What in a Word document is a field, a link or an object; the footer has the page number."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            text = package.read(name)
            if name.endswith(".rels") and b"TargetMode" in text:
                found.append(f"a relationship to outside in {name}")
            if re.search(r"vba|macro|embed|activex|altchunk", name, re.IGNORECASE):
                found.append(f"a part {name}")
        root = ElementTree.fromstring(package.read("word/document.xml"))  # noqa: S314  our own
    acting = {"fldSimple", "fldChar", "instrText", "hyperlink", "object", "altChunk", "pict"}
    for element in root.iter():
        if element.tag.removeprefix(_W) in acting:
            found.append(f"{element.tag} in the document")
        if element.get(f"{_R}id") and element.tag != f"{_W}footerReference":
            found.append(f"{element.tag} has a relationship")
    return found


_OWN_OF_MARKDOWN = {"<br>", "<del>", "</del>", "<strong>", "</strong>", "<em>", "</em>"}


def markdown(content: bytes) -> list[str]:
    """What in Markdown is markup that the writer does not make itself, as a reader of it sees."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    found = []
    for block in reader.parse(content.decode("utf-8")):
        for token in (block, *(block.children or ())):
            # Where **, * or ~~ would not mark, such as at a line break, the writer has elements.
            is_own = token.content.strip() in _OWN_OF_MARKDOWN  # a block ends with its line
            if token.type in ("html_block", "html_inline") and not is_own:
                found.append(f"an element in {token.content[:60]!r}")
            # The legend quotes these elements.
            is_code = token.type in ("link_open", "image", "code_inline", "fence", "code_block")
            if is_code and not (is_own and token.type == "code_inline"):
                found.append(f"a link or code in {block.content[:60]!r}")
    return found


def machine(content: bytes) -> list[str]:
    """What in JSON is no JSON, or no one-line JSON, or steers a terminal that shows it."""
    text = content.decode("utf-8")
    try:
        json.loads(text)
    except ValueError:
        for line in filter(None, text.split("\n")):
            json.loads(line)
    # Signs without a direction, such as tags, are data and stay to the letter.
    return [f"U+{ord(c):04X} in JSON" for c in sorted({*_TURNING.findall(text)})]


_TURNING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


BY_SUFFIX = {
    "html": html,
    "csv": delimited,
    "xlsx": workbook,
    "docx": word,
    "md": markdown,
    "markdown": markdown,
    "json": machine,
    "jsonl": machine,
}
