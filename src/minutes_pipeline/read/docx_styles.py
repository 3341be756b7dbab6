"""Paragraph styles of a DOCX (段落スタイル): heading level, numbering and indent, also inherited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from minutes_pipeline.read.guard import parse_xml
from minutes_pipeline.read.numbering import W, indents

VAL = f"{W}val"
OUTLINE, INDENT = f"{W}outlineLvl", f"{W}ind"
_HEADING = re.compile(r"(?:heading|見出し)\s*([1-9１-９])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says, its ancestors included; None where none of them says anything."""

    name: str = ""
    outline: int | None = None
    num: str | None = None
    depth: int | None = None
    left: int | None = None
    first: int | None = None


class Styles:
    """Paragraph styles by id, each read when it is first asked for: a file brings hundreds and uses a few.

    Args:
        content: ``word/styles.xml``, or None where there is none.
        file_name: For errors.

    Raises:
        ReadError: A style that is asked for is not well-formed.
    """

    def __init__(self, content: bytes | None, file_name: str) -> None:
        self.file_name = file_name
        self._found: dict[str, Style] = {}
        self._head = b""
        self._raw: dict[str, Any] = {}
        self.default: str | None = None
        """Id of the default paragraph style."""
        if content is not None and not self._cut_up(content):
            self._take_whole(content)

    def _cut_up(self, content: bytes) -> bool:
        """Cut the styles apart without reading them; False where they are not written in the usual way.

        Usual is UTF-8, the prefix w, and nothing between one style and the next but white space.
        """
        first, *pieces = content.split(b"<w:style ")
        root = first.find(b"<w:styles")
        end = first.find(b">", root)
        last = pieces[-1].rstrip() if pieces else b""
        if not 0 <= root < end or not last.endswith(b"</w:styles>") or content.count(b"</w:style>") != len(pieces):
            return False
        if first.count(_DECLARED) != 1 or b"<!" in first or _ENCODING.search(first[:256]) is not None:
            return False
        pieces[-1] = last.removesuffix(b"</w:styles>")
        raw: dict[str, Any] = {}
        default: str | None = None
        for piece in pieces:
            if not piece.rstrip().endswith(b"</w:style>"):
                return False
            if piece.startswith(_OTHER_KINDS):
                continue
            head = piece[: piece.find(b">")]
            if b"'" in head or b"&" in head or b"xmlns" in head:
                return False
            said = dict(_SAID.findall(head))
            kind, key = said.get(b"type", b""), said.get(b"styleId", b"").decode("utf-8", "replace")
            if kind == b"paragraph" and said.get(b"default") in (b"1", b"true"):
                default = default or key
            if kind in (b"", b"paragraph", b"numbering"):
                raw[key] = piece
        self._head, self._raw, self.default = content[: end + 1], raw, default
        return True

    def _take_whole(self, content: bytes) -> None:
        for style in parse_xml(content, self.file_name).iterfind(_STYLE):
            kind, key = style.get(_TYPE, "paragraph"), style.get(_ID, "")
            if style.get(_TYPE) == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self.default = self.default or key
            if kind in ("paragraph", "numbering"):
                self._raw[key] = style

    def _element(self, key: str) -> Any:
        found = self._raw.get(key)
        if isinstance(found, bytes):
            whole = b"".join((self._head, b"<w:style ", found, b"</w:styles>"))
            found = self._raw[key] = parse_xml(whole, self.file_name)[0]
        return found

    def get(self, key: str | None) -> Style:
        """What a style says; nothing, where there is none of this id."""
        found = self._found.get(key or "")
        if found is None:
            found = self._found[key or ""] = self._resolved(key or "")
        return found

    def lists(self) -> dict[str, str]:
        """Id of every style that numbers its paragraphs -> its list."""
        return {key: style.num for key in self._raw for style in (self.get(key),) if style.num}

    def _resolved(self, key: str) -> Style:
        """A style with what its ancestors say. A chain of ``basedOn`` is followed 20 steps (a circle ends there)."""
        found = Style()
        for _ in range(20):
            element = self._element(key)
            if element is None:
                break
            own = _own(element)
            found = Style(
                found.name or own.name,
                found.outline if found.outline is not None else own.outline,
                found.num if found.num is not None else own.num,
                found.depth if found.depth is not None else own.depth,
                found.left if found.left is not None else own.left,
                found.first if found.first is not None else own.first,
            )
            parent = next(element.iterchildren(f"{W}basedOn"), None)
            if parent is None:
                break
            key = parent.get(VAL, "")
        return found


_DECLARED = b'xmlns:w="' + W.strip("{}").encode() + b'"'
_ENCODING = re.compile(rb"encoding=[\"'](?!UTF-8|utf-8)")
_OTHER_KINDS = (b'w:type="table"', b'w:type="character"')
_SAID = re.compile(rb'w:(type|styleId|default)="([^"]*)"')
_STYLE, _TYPE, _ID = f"{W}style", f"{W}type", f"{W}styleId"


def properties_of(element: Any) -> dict[str, Any]:
    """Children of ``w:pPr`` of a paragraph or style by tag."""
    properties = next(element.iterchildren(_PROPERTIES), None)
    return {} if properties is None else {child.tag: child for child in reversed(properties)}


_PROPERTIES = f"{W}pPr"


def _own(element: Any) -> Style:
    name_element = next(element.iterchildren(f"{W}name"), None)
    name = "" if name_element is None else str(name_element.get(VAL, ""))
    properties = properties_of(element)
    named = _HEADING.match(name)
    outline = int(named.group(1)) if named else None
    level = properties.get(OUTLINE)
    if level is not None and level.get(VAL, "9").isdigit():
        outline = _outline(int(level.get(VAL)))
    num, depth = list_of(properties)
    left, first = indents(properties.get(INDENT))
    return Style(name, outline, num, depth, left, first)


def _outline(value: int) -> int | None:
    return value + 1 if 0 <= value <= 8 else None


def outline_of(properties: dict[str, Any]) -> int | None:
    """Outline level set on a paragraph itself, 1-based, or None."""
    level = properties.get(OUTLINE)
    if level is None or not level.get(VAL, "").isdigit():
        return None
    return _outline(int(level.get(VAL)))


def list_of(properties: dict[str, Any]) -> tuple[str | None, int | None]:
    """List id and level of ``w:numPr``, each None where it is not set."""
    element = properties.get(f"{W}numPr")
    if element is None:
        return None, None
    num, depth = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    level = None if depth is None else depth.get(VAL, "")
    return (
        None if num is None else str(num.get(VAL, "0")),
        int(level) if level and level.isdigit() else None,
    )
