"""Paragraph styles of a DOCX (段落スタイル): heading level, numbering and indent, also inherited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from minutes_pipeline.read.numbering import W, indents

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


def read_styles(root: Any) -> dict[str, Style]:
    """Styles by id. A chain of ``basedOn`` is followed at most 20 steps (a circle ends there)."""
    if root is None:
        return {}
    raw = {
        style.get(f"{W}styleId", ""): style
        for style in root.iterfind(f"{W}style")
        if style.get(f"{W}type", "paragraph") in ("paragraph", "numbering")
    }
    return {key: _resolve(key, raw) for key in raw}


def default_style(root: Any) -> str | None:
    """Id of the default paragraph style, or None."""
    if root is None:
        return None
    for style in root.iterfind(f"{W}style"):
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
            return str(style.get(f"{W}styleId"))
    return None


def _resolve(key: str, raw: dict[str, Any]) -> Style:
    found = Style()
    for _ in range(20):
        element = raw.get(key)
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
        parent = element.find(f"{W}basedOn")
        if parent is None:
            break
        key = parent.get(f"{W}val", "")
    return found


def _own(element: Any) -> Style:
    name_element = element.find(f"{W}name")
    name = "" if name_element is None else str(name_element.get(f"{W}val", ""))
    properties = element.find(f"{W}pPr")
    named = _HEADING.match(name)
    outline = int(named.group(1)) if named else None
    if properties is None:
        return Style(name, outline)
    level = properties.find(f"{W}outlineLvl")
    if level is not None and level.get(f"{W}val", "9").isdigit():
        outline = _outline(int(level.get(f"{W}val")))
    num, depth = list_of(properties)
    left, first = indents(properties.find(f"{W}ind"))
    return Style(name, outline, num, depth, left, first)


def _outline(value: int) -> int | None:
    return value + 1 if 0 <= value <= 8 else None


def outline_of(properties: Any) -> int | None:
    """Outline level set on a paragraph itself, 1-based, or None."""
    level = properties.find(f"{W}outlineLvl")
    if level is None or not level.get(f"{W}val", "").isdigit():
        return None
    return _outline(int(level.get(f"{W}val")))


def list_of(properties: Any) -> tuple[str | None, int | None]:
    """List id and level of ``w:numPr``, each None where it is not set."""
    element = properties.find(f"{W}numPr")
    if element is None:
        return None, None
    num, depth = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    level = None if depth is None else depth.get(f"{W}val", "")
    return (
        None if num is None else str(num.get(f"{W}val", "0")),
        int(level) if level and level.isdigit() else None,
    )
