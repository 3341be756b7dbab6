"""Markdown reader: headings, lists and tables as such; marks of emphasis and links removed."""

from __future__ import annotations

import re

from minutes_pipeline.model.raw import RawCell, RawDocument, RawItem, RawLine, RawTable
from minutes_pipeline.read.plain import clean
from minutes_pipeline.text.widths import columns

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t\u3000]+|(?=[^#\s]))(.{0,500}?)[ \t]*#{0,6}[ \t]*$")
_SETEXT = re.compile(r" {0,3}(=+|-{3,})[ \t]*$")
_BULLET = re.compile(r"([ \t\u3000]*)[-*+•][ \t\u3000]+(?=\S)(?:\[([ xX])\][ \t]+)?")
_NUMBERED = re.compile(r"([ \t\u3000]*)([0-9]{1,3}[.)])[ \t\u3000]+(?=\S)")
_SEPARATOR = re.compile(r"[ \t]*(?:\|[ \t]*)?:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*){0,80}(?:\|[ \t]*)?$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,40}|(?:-[ \t]*){3,40}|(?:_[ \t]*){3,40})$")
_INLINE = (
    (re.compile(r"<!--.{0,2000}?-->"), ""),
    (re.compile(r"!\[([^\]]{0,300})\]\([^)]{0,500}\)"), r"\1"),
    (re.compile(r"\[([^\]]{1,500})\]\((?:[^()\s]|\([^()]{0,100}\)){0,500}(?:[ \t]+\"[^\"]{0,200}\")?\)"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^>\s]{1,500})>"), r"\1"),
    (re.compile(r"(`{1,3})(.{1,300}?)\1"), r"\2"),
    (re.compile(r"\*\*(?=\S)(.{1,500}?)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"__(?=\S)(.{1,500}?)(?<=\S)__(?![A-Za-z0-9_])"), r"\1"),
    (re.compile(r"(?<![*\w])\*(?=[^\s*])([^*]{1,500}?)(?<=\S)\*(?!\*)"), r"\1"),
    (re.compile(r"~~(?=\S)(.{1,500}?)(?<=\S)~~"), r"\1"),
    (re.compile(r"</?(?:b|i|u|s|em|strong|span|font|small|sup|sub|mark|a|p|div|del|ins)(?:\s[^<>]{0,300})?/?>"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>])"), r"\1"),
)
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)


def plain_text(text: str) -> str:
    """One line without its marks of emphasis, links and inline HTML.

    >>> plain_text("**決定**：[資料１](a.pdf)のとおり`承認`")
    '決定：資料１のとおり承認'
    """
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text


def read_markdown(text: str, file_name: str, sha256: str) -> RawDocument:
    """Lines and tables of a Markdown text."""
    lines = clean(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    reader = _Reader(lines)
    return RawDocument(file_name, "md", sha256, items=tuple(reader.read()), wrapped=True)


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.items: list[RawItem] = []
        self.blank = False
        self.fenced = False

    def read(self) -> list[RawItem]:
        index = self._front_matter()
        while index < len(self.lines):
            index = self._line(index)
        return self.items

    def _front_matter(self) -> int:
        if self.lines and self.lines[0].strip() == "---":
            for index, line in enumerate(self.lines[1:60], 1):
                if line.strip() in ("---", "..."):
                    return index + 1
        return 0

    def _line(self, index: int) -> int:
        """Read the construct that begins on a line; returns the index behind it."""
        line = self.lines[index]
        if line.lstrip().startswith(("```", "~~~")):
            self.fenced = not self.fenced
            return index + 1
        if self.fenced:
            self._add(line.strip(), columns(line) - columns(line.lstrip()), index)
            return index + 1
        line = re.sub(r"^ {0,3}(?:> ?)+", "", line)
        if not line.strip():
            self.blank = True
            return index + 1
        following = self.lines[index + 1] if index + 1 < len(self.lines) else ""
        if "|" in line and "|" in following + line and _SEPARATOR.match(following) and "-" in following:
            return self._table(index)
        heading = _HEADING.match(line)
        if heading and heading.group(2).strip():
            self._add(plain_text(heading.group(2)), 0, index, outline=len(heading.group(1)), hard=True)
            return index + 1
        if _RULE.match(line):
            self.blank = True
            return index + 1
        setext = _SETEXT.match(following)
        if setext and line.strip() and not _BULLET.match(line):
            self._add(plain_text(line), 0, index, outline=1 if setext.group(1)[0] == "=" else 2, hard=True)
            return index + 2
        self._text(line, index)
        return index + 1

    def _text(self, line: str, index: int) -> None:
        bullet, numbered = _BULLET.match(line), _NUMBERED.match(line)
        found = bullet or numbered
        label, level = "", None
        if found:
            level = columns(found.group(1)) // 2
            label = "・" if bullet else f"{found.group(2)} "
            line = line[found.end() :]
        lead = 2 * level if level is not None else columns(line) - columns(line.lstrip())
        for piece in _BREAK.split(line):
            if piece.strip():
                self._add(label + plain_text(piece), lead, index, level=level if label else None)
                label = ""

    def _add(
        self,
        text: str,
        lead: int,
        index: int,
        *,
        outline: int | None = None,
        level: int | None = None,
        hard: bool = False,
    ) -> None:
        body = text.strip()
        if not body:
            self.blank = True
            return
        self.items.append(
            RawLine(
                body,
                lead,
                lead + columns(body),
                hard=hard,
                blank_before=self.blank,
                outline=outline,
                list_level=level,
                block=index,
            )
        )
        self.blank = False

    def _table(self, index: int) -> int:
        rows = [_cells(self.lines[index])]
        at = index + 2
        while at < len(self.lines) and "|" in self.lines[at] and self.lines[at].strip():
            rows.append(_cells(self.lines[at]))
            at += 1
        width = max(len(row) for row in rows)
        cells = tuple(
            RawCell(r, c, _content(text, index + r), head=r == 0)
            for r, row in enumerate(rows)
            for c, text in enumerate(row[:width])
        )
        self.items.append(RawTable(len(rows), width, cells, block=index, blank_before=self.blank))
        self.blank = False
        return at


def _cells(line: str) -> list[str]:
    body = line.strip()
    body = body[1:] if body.startswith("|") else body
    body = body[:-1] if body.endswith("|") and not body.endswith("\\|") else body
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", body)]


def _content(text: str, block: int) -> tuple[RawLine, ...]:
    pieces = [plain_text(piece).strip() for piece in _BREAK.split(text)]
    return tuple(RawLine(piece, 0, columns(piece), hard=True, block=block) for piece in pieces if piece)
