"""Fonts of PDFs: text whose codes only the file itself explains, and signs of a browser."""

from pathlib import Path

import pytest
from pdf_files import pdf, stream
from readings import finished

from bouhan_diff.documents import ReadOptions
from bouhan_diff.documents.extract.pdf import read
from bouhan_diff.documents.ir import Line

WORDS = "防犯灯の設置"
STATE = "<</ca 1/BM/Normal>>"  # as Chromium begins each page


def page_of(
    words: str, codes: list[int], encoding: str, *, state: str = "", producer: str = ""
) -> bytes:
    """A page with words in a font of its own, whose codes are characters as `encoding` says."""
    texts = zip(dict.fromkeys(codes), dict.fromkeys(words), strict=True)
    meaning = "".join(f"<{code:04x}> <{ord(text):04x}>\n" for code, text in texts)
    to_text = f"begincmap\n{len(set(codes))} beginbfchar\n{meaning}endbfchar\nendcmap"
    shown = "".join(f"{code:04x}" for code in codes)
    content = f"BT /F 12 Tf 60 700 Td <{shown}> Tj ET"
    states = f"/ExtGState<</G3 {state}>>" if state else ""
    font = "/Type/Font/Subtype/Type0/BaseFont/Own/DescendantFonts[5 0 R]/ToUnicode 7 0 R"
    return pdf(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
            f"/Resources<</Font<</F 4 0 R>>{states}>>/Contents 9 0 R>>",
            f"<<{font}/Encoding 8 0 R>>",
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/Own/DW 1000/FontDescriptor 6 0 R"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
            "<</Type/FontDescriptor/FontName/Own/Flags 4/FontBBox[0 -120 1000 880]"
            "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>",
            stream(to_text.encode()),
            encoding
            if encoding.startswith("/")
            else stream(encoding.encode(), "/Type/CMap/CMapName/Own-0"),
            stream(content.encode()),
        ],
        f"/Info<</Producer({producer})>>",
    )


def lines_of(content: bytes, folder: Path) -> list[str]:
    """The lines that a file with this content shows."""
    (folder / "own.pdf").write_bytes(content)
    document = finished(read(folder / "own.pdf", ReadOptions()))
    return [block.text for block in document.blocks if isinstance(block, Line)]


@pytest.mark.parametrize(
    "encoding",
    [
        pytest.param("/Identity-H", id="two bytes are a character"),
        pytest.param(
            "begincmap\n6 begincidchar\n<0001> 1\n<0002> 2\n<0003> 3\n<0004> 4\n<0005> 5\n"
            "<0006> 6\nendcidchar\nendcmap",
            id="codes one by one",
        ),
        pytest.param(
            "begincmap\n1 begincidrange\n<0001> <0006> 1\nendcidrange\nendcmap", id="a range"
        ),
        pytest.param(
            "begincmap\n1 begincidrange\n<0001> <0006> 300\nendcidrange\nendcmap",
            id="codes unlike the characters",
        ),
        pytest.param("/OwnOfTheOffice-H", id="codes that nobody knows"),
        pytest.param("begincmap\nendcmap", id="codes that the file does not explain"),
    ],
)
def test_text_is_read_whose_codes_the_file_explains(encoding: str, tmp_path: Path) -> None:
    """No font's text is left out because its encoding has no known name."""
    assert lines_of(page_of(WORDS, [1, 2, 3, 4, 5, 6], encoding), tmp_path) == [WORDS]


@pytest.mark.parametrize(
    ("state", "producer", "shown"),
    [
        pytest.param(STATE, "Skia/PDF m120", "子ども・若者", id="printed"),
        pytest.param(STATE, "pypdf", "子ども・若者", id="joined by another program"),
        pytest.param("<</Type/ExtGState/ca 1/BM/Normal>>", "Word", "子ども‧若者", id="not its own"),
    ],
)
def test_a_browsers_signs_are_known_by_its_pages(
    state: str, producer: str, shown: str, tmp_path: Path
) -> None:
    """Whatever program has joined or turned the pages since."""
    content = page_of(
        "子ども‧若者", [1, 2, 3, 4, 5, 6], "/Identity-H", state=state, producer=producer
    )
    assert lines_of(content, tmp_path) == [shown]
