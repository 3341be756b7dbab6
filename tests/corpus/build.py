"""Build tests/corpus/documents and tests/corpus/gold from tests/corpus/sources, the same bytes every time.

Run: .venv/bin/python tests/corpus/build.py   (needs python-docx, reportlab and the font IPAexGothic for PDF)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from office_form import build_docx, build_pdf
from source_form import Source, parse

HERE = Path(__file__).parent
NO_LINE_START = "、。，．）」』】〉》・ー％！？"


def cells(text: str) -> float:
    """Width in full-width characters."""
    return sum(0.5 if ord(char) < 0x250 or 0xFF61 <= ord(char) <= 0xFF9F else 1.0 for char in text)


def wrapped(line: str, width: int) -> str:
    """One logical line, hard-wrapped at so many full-width characters, without marks at a line's start."""
    rows, row = [], ""
    for char in line:
        if cells(row + char) > width and char not in NO_LINE_START:
            rows.append(row)
            row = ""
        row += char
    rows.append(row)
    return "\n".join(rows)


def write_text(source: Source, path: Path) -> None:
    """Plain text, Markdown or HTML in the encoding, line ends and wrapping that the head asks for."""
    text = source.text
    if source.head.get("wrap"):
        text = "\n".join(wrapped(line, int(source.head["wrap"])) for line in text.split("\n"))
    if source.head.get("newline") == "crlf":
        text = text.replace("\n", "\r\n")
    if source.head.get("newline") == "none":
        text = text.replace("\n", "")
    path.write_bytes(text.encode(source.head.get("encoding", "utf-8")))


def main() -> int:
    documents, gold = HERE / "documents", HERE / "gold"
    split: dict[str, list[str]] = {"tune": [], "exam": []}
    for path in sorted((HERE / "sources").glob("*.src")):
        source = parse(path)
        target = documents / source.gold["document"]
        if source.kind == "docx":
            build_docx(source.text, target)
        elif source.kind == "pdf":
            build_pdf(source.text, target)
        else:
            write_text(source, target)
        rendered = json.dumps(source.gold, ensure_ascii=False, indent=1) + "\n"
        (gold / f"{source.stem}.json").write_text(rendered, "utf-8")
        split[source.head["split"]].append(source.stem)
    (HERE / "split.json").write_text(json.dumps(split, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print({name: len(stems) for name, stems in split.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
