"""Which reader reads a file. Provisional."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
from docx import Document as Docx
from docx.table import Table
from docx.text.paragraph import Paragraph


def read_raw(path: Path) -> tuple[Path, bytes, list[str]]:
    """Provisional raw form: path, bytes, physical lines."""
    data = path.read_bytes()
    lines: list[str] = []
    if path.suffix == ".pdf":
        for page in pdfium.PdfDocument(data):
            lines += page.get_textpage().get_text_range().splitlines()
    elif path.suffix == ".docx":
        docx = Docx(str(path))
        for element in docx.element.body:
            if element.tag.endswith("}p"):
                lines.append(Paragraph(element, docx).text)
            elif element.tag.endswith("}tbl"):
                lines += ["\t".join(c.text for c in row.cells) for row in Table(element, docx).rows]
    else:
        for encoding in ("utf-8-sig", "cp932", "euc-jp"):
            try:
                lines = data.decode(encoding).splitlines()
                break
            except UnicodeError:
                continue
    return path, data, lines
