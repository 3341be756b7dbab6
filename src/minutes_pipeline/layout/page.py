"""Characters of a page to physical lines (文字から物理行へ): by position, not by the order of the stream."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from minutes_pipeline.model.raw import Place, RawLine
from minutes_pipeline.text.folding import flat

LOOSE = 0.1
"""A gap below this many heights is none."""
TAB_GAP = 1.4
"""A gap of this many full-width characters is a column gap and becomes a tab."""
SPACE_GAP = 0.4
"""A gap of this many full-width characters between two Japanese characters is a printed space."""
MIXED_GAP = 0.6
"""The same at the border of Japanese and digits or Latin, which word processors widen by a quarter."""
_KANA = re.compile("[\u3041-\u30ff ]{1,40}")
_LABEL = re.compile(
    r"[(\[]?[0-9A-Za-z]{1,3}[.)\]]?|第[0-9]{1,3}[号条]?|[\u2460-\u24ff\u2776-\u2793・●○◎◆◇■□▶✓]|[ア-ン一二三四五六七八九十]{1,2}[.)]?"
)
"""A list's label, parted from its text by a tab stop that is no column."""


@dataclass(slots=True)
class Segment:
    """Characters that follow each other on one base line without a wide gap (一続きの文字)."""

    chars: list[str]
    places: list[Place]
    x0: float
    x1: float
    top: float
    bottom: float
    loose: bool = False
    """Whether a gap between two of its characters may be a printed space."""

    @property
    def middle(self) -> float:
        """Height of its middle on the page."""
        return (self.top + self.bottom) / 2


def segments(text: str, all_places: Sequence[Place]) -> list[Segment]:
    """Cut the stream of characters where it jumps; what is printed twice at a place stays once."""
    found: list[Segment] = []
    current: Segment | None = None
    middle = height = right = 0.0
    for char, place in zip(text, all_places, strict=True):
        x0, top, x1, bottom = place
        tall = bottom - top
        if current is not None:
            if tall > height:
                height = tall
            drop = (top + bottom) / 2 - middle
            gap = x0 - right
            if gap < 0 and char == current.chars[-1] and char != " " and -0.3 * height < drop < 0.3 * height:
                last = current.places[-1]
                if x0 - last[0] < 0.35 * (last[2] - last[0]):
                    continue
            if -0.6 * height < drop < 0.6 * height and -0.6 * height < gap < 1.2 * (tall or 1.0):
                current.chars.append(char)
                current.places.append(place)
                if gap > LOOSE * height:
                    current.loose = True
                if x1 > right:
                    right = current.x1 = x1
                if char != " ":
                    if top < current.top:
                        current.top = top
                    if bottom > current.bottom:
                        current.bottom = bottom
                continue
        current = Segment([char], [place], x0, x1, top, bottom)
        middle, height, right = (top + bottom) / 2, tall or 1.0, x1
        found.append(current)
    return _once([s for s in found if not "".join(s.chars).isspace()])


def _once(parts: list[Segment]) -> list[Segment]:
    """Segments without those that print the same characters again at nearly the same place (太字の二重印字)."""
    seen: dict[str, list[Segment]] = {}
    kept = []
    for part in parts:
        key = "".join(part.chars)
        near = 0.35 * (part.bottom - part.top)
        others = seen.setdefault(key, [])
        if any(abs(o.x0 - part.x0) < near and abs(o.top - part.top) < near for o in others):
            continue
        others.append(part)
        kept.append(part)
    return kept


def without_ruby(parts: list[Segment], em: float) -> list[Segment]:
    """Segments without readings (ふりがな): kana of at most two thirds of the body's size right above other text."""
    small = [s for s in parts if s.bottom - s.top <= 0.66 * em and _KANA.fullmatch("".join(s.chars)) is not None]
    if not small:
        return parts
    full = [s for s in parts if s.bottom - s.top > 0.8 * em]
    gone = {
        id(s)
        for s in small
        if any(-0.5 * em <= o.top - s.bottom <= 0.5 * em and o.x0 - em <= s.x0 and s.x1 <= o.x1 + em for o in full)
    }
    return [s for s in parts if id(s) not in gone]


def lines_of(parts: list[Segment], page: int, em: float) -> list[RawLine]:
    """Segments to lines: same base line together, left to right, wide gaps as tabs."""
    rows: list[list[Segment]] = []
    for part in sorted(parts, key=lambda s: (s.middle, s.x0)):
        for row in reversed(rows[-3:]):
            base = row[0]
            overlap = min(base.bottom, part.bottom) - max(base.top, part.top)
            if overlap > 0.5 * min(base.bottom - base.top, part.bottom - part.top):
                row.append(part)
                break
        else:
            rows.append([part])
    made = [_line(sorted(row, key=lambda s: s.x0), page, em) for row in rows]
    return [line for line in made if line is not None]


def full_width(parts: list[Segment]) -> float:
    """Width of a full-width character of the body text on a page, in points: of kanji, as kana may be proportional."""
    widths = [p[2] - p[0] for s in parts for c, p in zip(s.chars, s.places, strict=True) if "一" <= c <= "鿿"]
    if not widths:
        widths = [p[2] - p[0] for s in parts for c, p in zip(s.chars, s.places, strict=True) if c > "\u3000"]
    if not widths:
        widths = [s.bottom - s.top for s in parts]
    return max(median(widths), 1.0) if widths else 10.5


def _line(row: list[Segment], page: int, em: float) -> RawLine | None:
    chars: list[str] = []
    places: list[Place] = []
    for number, part in enumerate(row):
        if number and chars:
            gap = _gap(chars, places, part, em)
            if gap:
                chars.append(gap)
                places.append((places[-1][2], part.top, part.x0, part.bottom))
        _append(chars, places, part, em)
    first, last = 0, len(chars)
    while first < last and (chars[first].isspace() or chars[first] == "\ufffd"):  # a mark that the font does not name
        first += 1
    while last > first and chars[last - 1].isspace():
        last -= 1
    if first == last:
        return None
    tail = "\u3000" * chars[last:].count("\u3000")
    chars, places = chars[first:last], places[first:last]
    wide = [p[2] - p[0] for c, p in zip(chars, places, strict=True) if "一" <= c <= "鿿"]
    size = max(median(wide), 1.0) if wide else em
    return RawLine(
        "".join(chars),
        places[0][0],
        places[-1][2],
        size,
        page,
        min(p[1] for p in places),
        max(p[3] for p in places),
        tuple(places),
        tail=tail,
    )


def _gap(chars: list[str], places: list[Place], part: Segment, body: float) -> str:
    """What stands between two segments of one line: a tab, full-width spaces inside a spread-out word, or nothing."""
    while chars and chars[-1] == " ":
        chars.pop()
        places.pop()
    if not chars:
        return ""
    width = part.x0 - places[-1][2]
    em = _size_of(part, body)
    if width < 5 * em and len(part.chars) == 1 and _spread("".join(chars) + part.chars[0]):
        return "\u3000"
    if width >= TAB_GAP * em:
        return " " if width < 4 * em and len(chars) < 6 and _LABEL.fullmatch(flat("".join(chars))) else "\t"
    return _between(chars[-1], part.chars[0], width / em)


def _size_of(part: Segment, body: float) -> float:
    """Width of a full-width character of the segment (a box may be half as high again, as in Meiryo), or the body's."""
    for char, place in zip(part.chars[:6], part.places, strict=False):
        if "一" <= char <= "鿿":
            return max(place[2] - place[0], 1.0)
    return body


def _spread(text: str) -> bool:
    """A short label whose letters are spread over its column (日　　時)."""
    return (
        len(text) <= 9
        and re.fullmatch("[\u3041-\u9fff](?:\u3000[\u3041-\u9fff]){0,5}[\u3041-\u9fff]", text) is not None
    )


def _append(chars: list[str], places: list[Place], part: Segment, em: float) -> None:
    if not part.loose:
        chars += part.chars
        places += part.places
        return
    previous: Place | None = None
    for char, place in zip(part.chars, part.places, strict=True):
        if previous is not None and place[0] - previous[2] > 0.12 * em and char != " " and chars[-1] != " ":
            gap = (place[0] - previous[2]) / em
            space = "\t" if gap >= TAB_GAP else _between(chars[-1], char, gap)
            if space:
                chars.append(space)
                places.append((previous[2], place[1], place[0], place[3]))
        chars.append(char)
        places.append(place)
        previous = place


def _between(left: str, right: str, gap: float) -> str:
    """Space between two characters ``gap`` full-width characters apart.

    pdfium puts a space wherever the gap is wider than a fraction of a character; word processors widen the border of
    Japanese and digits by a quarter without any space. Only Latin words are parted by a narrow gap.

    >>> _between("年", "1", 0.25), _between("森", "下", 0.5), _between("a", "b", 0.3)
    ('', ' ', ' ')
    """
    if left.isspace() or right.isspace():
        return ""
    if left < "\u2e80" and right < "\u2e80":
        return " " if gap > 0.15 else ""
    return " " if gap >= (SPACE_GAP if left >= "\u2e80" and right >= "\u2e80" else MIXED_GAP) else ""
