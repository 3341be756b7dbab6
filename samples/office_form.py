"""DOCX and PDF from a small line markup, with fixed dates, so that a rebuild gives the same bytes.

``# `` heading 1, ``## `` heading 2, ``* `` bullet (automatic in DOCX), ``^ `` centred title, ``| a | b |`` table row
(consecutive rows are one table; an empty cell joins the cell above), ``=== `` page break (PDF), ``footer: `` page footer (PDF, first lines);
everything else is a paragraph, indented as printed.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

FIXED = (2025, 4, 1, 9, 0, 0)
FONT_FILES = (
    Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf"),
    Path("/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf"),
)


def blocks(text: str) -> Iterator[tuple[str, str | list[list[str]]]]:
    """(kind, content) in order: h1, h2, bullet, centre, break, footer, para, and table with its rows."""
    rows: list[list[str]] = []
    kinds = {"# ": "h1", "## ": "h2", "* ": "bullet", "^ ": "centre", "footer: ": "footer"}
    for line in text.split("\n"):
        if line.startswith("| "):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            yield "table", rows
            rows = []
        if line.startswith("==="):
            yield "break", ""
            continue
        for mark, kind in kinds.items():
            if line.startswith(mark):
                yield kind, line[len(mark) :]
                break
        else:
            yield "para", line
    if rows:
        yield "table", rows


def fixed_zip(data: bytes, path: Path) -> None:
    """Write a zip again with fixed times."""
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            target.writestr(zipfile.ZipInfo(name, FIXED), source.read(name), zipfile.ZIP_DEFLATED)


def build_docx(text: str, path: Path) -> None:
    """A Word file with headings, bullets and ruled tables."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = docx.Document()
    styles = {"h1": "Heading 1", "h2": "Heading 2", "bullet": "List Bullet"}
    for kind, content in blocks(text.rstrip("\n")):
        if kind == "table":
            add_table(document, content)
        elif kind == "break":
            document.add_page_break()
        elif kind != "footer":
            paragraph = document.add_paragraph(content, style=styles.get(kind))
            if kind == "centre":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    stamp = datetime.datetime(*FIXED)
    document.core_properties.created = document.core_properties.modified = stamp
    document.core_properties.author = ""
    buffer = io.BytesIO()
    document.save(buffer)
    fixed_zip(buffer.getvalue(), path)


def add_table(document, rows: list[list[str]]) -> None:
    """A ruled table; ``~`` in a cell joins it with the cell above, ``<`` with the cell to the left."""
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
    for i, row in enumerate(rows):
        for j, content in enumerate(row):
            if content == "~":
                table.cell(i - 1, j).merge(table.cell(i, j))
            elif content == "<":
                table.cell(i, j - 1).merge(table.cell(i, j))
            else:
                table.cell(i, j).text = content.replace("\\n", "\n")


def register_fonts() -> None:
    """IPAexGothic and IPAexMincho, embedded as subsets."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in zip(("gothic", "mincho"), FONT_FILES, strict=True):
        if not file.is_file():
            raise SystemExit(
                f"PDF を作る書体がありません: {file}\n次の命令で入れてください: apt-get install fonts-ipaexfont"
            )
        pdfmetrics.registerFont(TTFont(name, str(file)))


def paragraph_style(kind: str):
    """Paragraph styles of the PDF."""
    from reportlab.lib.styles import ParagraphStyle

    base = ParagraphStyle("base", fontName="mincho", fontSize=10.5, leading=16, wordWrap="CJK")
    changes = {
        "h1": {"fontName": "gothic", "fontSize": 12, "leading": 19, "spaceBefore": 6},
        "h2": {"fontName": "gothic", "spaceBefore": 3},
        "centre": {"fontName": "gothic", "fontSize": 14, "leading": 22, "alignment": 1},
        "bullet": {"leftIndent": 10.5, "firstLineIndent": -10.5},
        "cell": {"fontSize": 9.5, "leading": 13},
    }
    return ParagraphStyle(kind, parent=base, **changes.get(kind, {}))


def pdf_table(rows: list[list[str]], width: float):
    """A ruled table, columns as wide as their longest cell asks."""
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table

    columns = max(map(len, rows))
    padded = [row + [""] * (columns - len(row)) for row in rows]
    want = [max(min(len(row[j]), 34) for row in padded) + 2 for j in range(columns)]
    widths = [width * part / sum(want) for part in want]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    for i, row in enumerate(padded):
        for j, content in enumerate(row):
            if content == "~":
                top = next(k for k in range(i, -1, -1) if padded[k][j] != "~")
                style.append(("SPAN", (j, top), (j, i)))
            if content == "<":
                style.append(("SPAN", (j - 1, i), (j, i)))
    cell = paragraph_style("cell")
    data = [
        [Paragraph(escape(c).replace("\\n", "<br/>"), cell) if c not in "~<" else "" for c in row] for row in padded
    ]
    return Table(data, colWidths=widths, style=style, repeatRows=0)


def build_pdf(text: str, path: Path) -> None:
    """An A4 PDF with embedded fonts, page numbers and fixed metadata."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

    register_fonts()
    story: list[object] = []
    footer = "- %p -"
    width = A4[0] - 44 * mm
    for kind, content in blocks(text.rstrip("\n")):
        if kind == "footer":
            footer = str(content)
        elif kind == "table":
            story.append(pdf_table(content, width))
        elif kind == "break":
            story.append(PageBreak())
        elif not str(content).strip():
            story.append(Spacer(1, 8))
        else:
            printed = ("・" if kind == "bullet" else "") + str(content)
            indent = re.match("[ 　]*", printed).group()
            shown = indent.replace(" ", "\u00a0") + escape(printed[len(indent) :]).replace("\t", "　　")
            story.append(Paragraph(shown, paragraph_style(str(kind))))

    def draw_footer(canvas, document) -> None:
        canvas.setFont("mincho", 9)
        canvas.drawCentredString(A4[0] / 2, 10 * mm, footer.replace("%p", str(document.page)))

    document = SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=22 * mm, rightMargin=22 * mm, topMargin=20 * mm, bottomMargin=20 * mm,
        title="", author="", invariant=1,
    )  # fmt: skip
    document.build(story, onFirstPage=draw_footer, onLaterPages=draw_footer)
