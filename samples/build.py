"""Build the samples (見本の議事録) from samples/sources, the same bytes every time.

Run: make samples   (needs python-docx, reportlab and, for PDF, the font package fonts-ipaexfont)

A source is a head (``format``, ``about``, and for text ``encoding``, ``newline``, ``wrap``), a line ``---``, and the document in
the small markup of ``office_form`` (PDF, DOCX) or as it stands (TXT, Markdown, HTML).
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from office_form import build_docx, build_pdf  # noqa: E402
from plain_form import write_text  # noqa: E402


def parse(path: Path) -> tuple[dict[str, str], str]:
    """Head and text of a source."""
    head, text = path.read_text("utf-8").split("\n---\n", 1)
    return dict(line.split(": ", 1) for line in head.split("\n")), text


def build(source: Path, folder: Path) -> Path:
    """Build one source into ``folder``; returns the document's path."""
    head, text = parse(source)
    target = folder / f"{source.stem}.{head['format']}"
    if head["format"] == "docx":
        build_docx(text, target)
    elif head["format"] == "pdf":
        build_pdf(text, target)
    else:
        write_text(text, head, target)
    return target


def main() -> int:
    for source in sorted((HERE / "sources").glob("*.src")):
        print(build(source, HERE).name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
