"""A plan laid out as its source was: A4 landscape, ruled, headings repeated, cells cut."""

import html
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bouhan_diff.plan import Initiative, Plan, Section

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--no-pdf-header-footer"
)
_FONT = "Noto Serif CJK JP"
# Millimetres of the columns: number, name, one for each year, department, policy numbers.
_WIDTHS = (9, 48, 76, 76, 42, 14)
_INDENT = "\u3000"

_STYLE = """
@page { size: A4 landscape; margin: 12mm 15mm;
  @bottom-center { content: "- " counter(page) " -"; font-size: 9pt } }
body { font: 10pt/1.35 "Noto Serif CJK JP", serif; margin: 0 }
h1 { font-size: 13pt; margin: 0 0 4mm } h2 { font-size: 12pt; margin: 0 0 2mm }
p { margin: 0 0 2mm } .part { break-before: page } .right { text-align: right }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { border: 0.5pt solid black; padding: 1mm 1.5mm; font-weight: normal }
td { vertical-align: middle } td.text { vertical-align: top; white-space: pre-line }
"""


def markup(plan: Plan) -> str:
    """The plan as a page of HTML, one section after the other, each from a new page on."""
    return "".join(
        (
            f"<!doctype html><html lang=ja><meta charset=utf-8><style>{_STYLE}</style>",
            f"<h1>{_escaped(plan.source)}　{_escaped(plan.title)}</h1>",
            *(_part(plan, place, section) for place, section in enumerate(plan.sections)),
        )
    )


def through_chromium(page: str, folder: Path, link: str = "") -> Path:
    """The page printed to PDF by Chromium; link: into it."""
    source, target = folder / "page.html", folder / "chromium.pdf"
    source.write_text(page, encoding="utf-8")
    subprocess.run(
        [
            str(CHROMIUM),
            *_FLAGS.split(),
            f"--user-data-dir={folder / 'browser'}",
            f"--print-to-pdf={target}",
            source.as_uri() + link,
        ],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "HOME": str(folder)},
    )
    return target


def word_page(plan: Plan) -> bytes:
    """The plan as a Word file in the same look, its heading rows repeated on each page."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(10)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(2)
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(15)
    page.top_margin = page.bottom_margin = Mm(12)
    document.add_paragraph(f"{plan.source}　{plan.title}")
    for place, section in enumerate(plan.sections):
        _word_part(document, plan, place, section)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _part(plan: Plan, place: int, section: Section) -> str:
    widths = "".join(f"<col style='width:{width}mm'>" for width in _WIDTHS)
    years = "".join(f"<th>{_escaped(heading)}" for heading in plan.editions.values())
    rows = "".join(_row(plan, initiative) for initiative in section.initiatives)
    return (
        f"<div class={'part' if place else 'first'}>"
        + ("<p class=right>資料１</p>" if place else "")
        + f"<h2>{_wide(section.number)}　{_escaped(section.title)}</h2>"
        + f"<p>{_escaped(section.aim)}</p>"
        + f"<table><colgroup>{widths}</colgroup><thead><tr><th colspan=2>取組事業{years}"
        + f"<th>担当課<th>※施策<br>番号</tr></thead><tbody>{rows}</tbody></table>"
        + (f"<p>{'<br>'.join(map(_escaped, _footnote(plan)))}</p>" if place == 0 else "")
        + "</div>"
    )


def _row(plan: Plan, initiative: Initiative) -> str:
    texts = "".join(
        f"<td class=text>{_escaped(_indented(initiative.summaries.get(year, '')))}"
        for year in plan.editions
    )
    policies = _escaped("".join(_gathered(initiative.policies)))
    return (
        f"<tr><td>{initiative.number}<td>{_escaped(initiative.name)}{texts}"
        f"<td>{_escaped(initiative.department)}<td>{policies}</tr>"
    )


def _word_part(document: Any, plan: Plan, place: int, section: Section) -> None:  # noqa: ANN401  python-docx has no types
    title = document.add_paragraph(f"{_wide(section.number)}　{section.title}")
    title.paragraph_format.page_break_before = place > 0
    title.paragraph_format.keep_with_next = True
    document.add_paragraph(section.aim)
    table = document.add_table(rows=1, cols=len(_WIDTHS), style="Table Grid")
    table.autofit = False
    heading = table.rows[0]
    repeated = OxmlElement("w:tblHeader")
    heading._tr.get_or_add_trPr().append(repeated)
    heading.cells[0].merge(heading.cells[1]).text = "取組事業"
    for cell, text in zip(
        heading.cells[2:], (*plan.editions.values(), "担当課", "※施策\n番号"), strict=True
    ):
        cell.text = text
    for initiative in section.initiatives:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = str(initiative.number), initiative.name
        for cell, year in zip(cells[2:], plan.editions, strict=False):
            cell.text = _indented(initiative.summaries.get(year, ""))
        cells[-2].text = initiative.department
        cells[-1].text = "".join(_gathered(initiative.policies))
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Mm(width)
    if place == 0:
        document.add_paragraph("\n".join(_footnote(plan)))


def _footnote(plan: Plan) -> tuple[str, ...]:
    """The footnote on its lines, indented as in the source."""
    first, *rest = plan.policy_plan.split("　", 1)
    return ("※施策番号＿", f"　　{first}", *(f"　　{text}" for text in rest))


def _gathered(policies: tuple[str, ...]) -> Iterator[str]:
    """ウ①, ウ② and ウ③ as ウ①②③."""
    letter = ""
    for policy in policies:
        yield policy[1:] if policy[0] == letter else policy
        letter = policy[0]


def _indented(text: str) -> str:
    return "\n".join(_INDENT + line for line in text.split("\n") if line)


def _wide(number: object) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def _escaped(text: str) -> str:
    return html.escape(text)
