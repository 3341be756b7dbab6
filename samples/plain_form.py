"""Plain text, Markdown and HTML samples: encoding, line ends and hard wrapping as a head asks for."""

from __future__ import annotations

from pathlib import Path

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


def write_text(text: str, head: dict[str, str], path: Path) -> None:
    """Write ``text`` as the head's ``wrap``, ``newline`` (crlf, none) and ``encoding`` say."""
    if head.get("wrap"):
        text = "\n".join(wrapped(line, int(head["wrap"])) for line in text.split("\n"))
    if head.get("newline") == "crlf":
        text = text.replace("\n", "\r\n")
    if head.get("newline") == "none":
        text = text.replace("\n", "")
    path.write_bytes(text.encode(head.get("encoding", "utf-8")))
