"""PDF files made by hand: a few objects, Japanese text in a font that every reader knows."""

import zlib
from collections.abc import Iterable, Sequence

Body = str | bytes

_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/UniJIS-UTF16-H"
    "/DescendantFonts[4 0 R]>>",
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 4>>"
    "/DW 1000/W[1 94 500 231 389 500]/FontDescriptor 5 0 R>>",
    "<</Type/FontDescriptor/FontName/Ryumin-Light/Flags 4/FontBBox[0 -120 1000 880]"
    "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>",
)
_BLACK = "[/Separation/Black/DeviceCMYK<</FunctionType 2/Domain[0 1]/N 1/C0[0 0 0 0]/C1[0 0 0 1]>>]"
_RESOURCES = f"/Resources<</Font<</F 3 0 R>>/ColorSpace<</K {_BLACK}>>>>"
_SIZE = 10.0


def pdf(objects: Sequence[Body], trailer: str = "") -> bytes:
    """A file of these objects, numbered from 1; the first is its catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        content = body if isinstance(body, bytes) else body.encode("latin-1")
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n"
    return out + end.encode("ascii")


def stream(content: bytes, entries: str = "") -> bytes:
    """A stream object, compressed."""
    packed = zlib.compress(content)
    head = f"<</Length {len(packed)}/Filter/FlateDecode{entries}>>\nstream\n"
    return head.encode("ascii") + packed + b"\nendstream"


def pages(contents: Iterable[bytes], size: tuple[int, int] = (842, 595), turn: int = 0) -> bytes:
    """A file with a page for each content stream; its font is named F, the black of a press K.

    turn: by how much a page is shown turned to the right.
    """
    drawn = list(contents)
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(drawn)))
    objects: list[Body] = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(drawn)}/Kids[{kids}]>>",
        *_FONT,
    ]
    for n, content in enumerate(drawn):
        box = f"/MediaBox[0 0 {size[0]} {size[1]}]/Rotate {turn}"
        objects.append(f"<</Type/Page/Parent 2 0 R{box}{_RESOURCES}/Contents {7 + 2 * n} 0 R>>")
        objects.append(stream(content))
    return pdf(objects)


def text(x: float, y: float, words: str, size: float = _SIZE) -> bytes:
    """Words whose first character stands at x and, from the page's lower edge, y."""
    code = words.encode("utf-16-be").hex()
    return f"BT /F {size} Tf {x} {y} Td <{code}> Tj ET\n".encode("ascii")


def rule(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A line from one point to another."""
    return f"0.5 w {x0} {y0} m {x1} {y1} l S\n".encode("ascii")


def ruled(
    rows: Sequence[Sequence[str]], widths: Sequence[float], *, left: float = 40, top: float = 540
) -> tuple[bytes, float]:
    """A ruled table and where it ends: cells of lines, None-like "" empty.

    A cell that is "<" is merged with the one on its left, one that is "^" with the one above.
    """
    xs = [left + sum(widths[:n]) for n in range(len(widths) + 1)]
    out = b""
    y = top
    for n, row in enumerate(rows):
        height = 6 + 1.3 * _SIZE * max(cell.count("\n") + 1 for cell in row)
        for column, cell in enumerate(row):
            if cell != "^":
                out += rule(xs[column], y, xs[column + 1], y)
            if cell != "<":
                out += rule(xs[column], y, xs[column], y - height)
            for line, words in enumerate("" if cell in {"<", "^"} else cell.split("\n")):
                out += text(xs[column] + 3, y - 12 - 1.3 * _SIZE * line, words) if words else b""
        out += rule(xs[-1], y, xs[-1], y - height)
        y -= height
        if n == len(rows) - 1:
            out += rule(xs[0], y, xs[-1], y)
    return out, y
