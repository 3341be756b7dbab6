"""Characters of a page to physical lines (文字から物理行へ): by position, not by the order of the stream."""

from __future__ import annotations

import math
import re
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
    """Characters that follow each other on one base line without a wide gap (一続きの文字).

    Attributes:
        text: The characters.
        places: One place for each.
        x0: Where the first begins.
        x1: Where they end, furthest to the right.
        top: Upper edge of the highest, spaces aside.
        bottom: Lower edge of the lowest, spaces aside.
        whole: Its spaces, too, lie between ``top`` and ``bottom``.
        loose: A gap between two of its characters may be a printed space.
        widths: Widths of its kanji.
    """

    text: str
    places: tuple[Place, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    whole: bool
    loose: bool
    widths: list[float]

    @property
    def middle(self) -> float:
        """Height of its middle on the page."""
        return (self.top + self.bottom) / 2


def segments(text: str, places: tuple[Place, ...]) -> list[Segment]:
    """Cut the stream of characters where it jumps; what is printed twice at a place stays once."""
    found: list[Segment] = []
    start, twice = -1, list[int]()
    middle = height = right = upper = lower = small = least = most = low = high = math.nan
    last, whole, loose = "", True, False
    for index, (char, (x0, top, x1, bottom)) in enumerate(zip(text, places, strict=True)):
        tall = bottom - top
        if small < tall <= height and least < x0 - right < most and low < top + bottom < high and last != char != " ":
            # Beside the one before it and close behind it, as nearly all are: well within all that is asked below.
            if top < upper:
                upper = top
            if bottom > lower:
                lower = bottom
            if x1 > right:
                right = x1
            last = char
            continue
        if tall > height:
            height = tall
        drop, gap = (top + bottom) / 2 - middle, x0 - right
        if gap < 0 and char == last and char != " " and -0.3 * height < drop < 0.3 * height:
            before = places[_kept_before(index, twice)]
            if x0 - before[0] < 0.35 * (before[2] - before[0]):
                twice.append(index)
                continue
        if -0.6 * height < drop < 0.6 * height and -0.6 * height < gap < 1.2 * (tall or 1.0):
            loose, right = loose or gap > LOOSE * height, max(right, x1)
            if char != " ":
                upper, lower = min(upper, top), max(lower, bottom)
            else:
                whole = whole and upper <= top and bottom <= lower
        else:
            if start >= 0:
                found.append(_segment(text, places, start, index, twice, (right, upper, lower), whole, loose))
            start, twice, middle, height, right = index, [], (top + bottom) / 2, tall or 1.0, x1
            upper, lower, whole, loose = top, bottom, True, False
        last, small, least, most = char, 0.5 * height, -0.6 * height, LOOSE * height
        low, high = 2 * middle - 1.18 * height, 2 * middle + 1.18 * height
    if start >= 0:
        found.append(_segment(text, places, start, len(text), twice, (right, upper, lower), whole, loose))
    return _once([part for part in found if not part.text.isspace()])


def _kept_before(index: int, twice: list[int]) -> int:
    """The last character before ``index`` that is not printed twice."""
    at = index - 1
    for gone in reversed(twice):
        if gone != at:
            break
        at -= 1
    return at


def _segment(
    text: str,
    places: tuple[Place, ...],
    start: int,
    end: int,
    twice: list[int],
    edges: tuple[float, float, float],
    whole: bool,
    loose: bool,
) -> Segment:
    """The segment of ``text[start:end]`` without the characters ``twice``; ``edges`` are right, top and bottom."""
    chars, own = text[start:end], places[start:end]
    if twice:
        kept = [index for index in range(start, end) if index not in twice]
        chars, own = "".join([text[index] for index in kept]), tuple([places[index] for index in kept])
    widths = [place[2] - place[0] for char, place in zip(chars, own, strict=True) if "一" <= char <= "鿿"]
    return Segment(chars, own, own[0][0], *edges, whole, loose, widths)


def _once(parts: list[Segment]) -> list[Segment]:
    """Segments without those that print the same characters again at nearly the same place (太字の二重印字)."""
    seen: dict[str, list[Segment]] = {}
    kept = []
    for part in parts:
        others = seen.setdefault(part.text, [])
        if others:
            near = 0.35 * (part.bottom - part.top)
            if any(abs(o.x0 - part.x0) < near and abs(o.top - part.top) < near for o in others):
                continue
        others.append(part)
        kept.append(part)
    return kept


def without_ruby(parts: list[Segment], em: float) -> list[Segment]:
    """Segments without readings (ふりがな): kana of at most two thirds of the body's size right above other text."""
    small = [s for s in parts if s.bottom - s.top <= 0.66 * em and _KANA.fullmatch(s.text) is not None]
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
        top, bottom = part.top, part.bottom
        tall = bottom - top
        for row in reversed(rows[-3:]):
            base = row[0]
            overlap = (bottom if bottom < base.bottom else base.bottom) - (top if top > base.top else base.top)
            if overlap > 0.5 * min(base.bottom - base.top, tall):
                row.append(part)
                break
        else:
            rows.append([part])
    made = [_line(row if len(row) == 1 else sorted(row, key=lambda s: s.x0), page, em) for row in rows]
    return [line for line in made if line is not None]


def full_width(parts: list[Segment]) -> float:
    """Width of a full-width character of the body text on a page, in points: of kanji, as kana may be proportional."""
    widths = [width for s in parts for width in s.widths]
    if not widths:
        widths = [p[2] - p[0] for s in parts for c, p in zip(s.text, s.places, strict=True) if c > "\u3000"]
    if not widths:
        widths = [s.bottom - s.top for s in parts]
    return max(median(widths), 1.0) if widths else 10.5


def _line(row: list[Segment], page: int, em: float) -> RawLine | None:
    if len(row) == 1 and not row[0].loose:
        text, places = row[0].text, row[0].places
    else:
        text, places = _joined(row, em)
    first, last = 0, len(text.rstrip())
    while first < last and (text[first].isspace() or text[first] == "\ufffd"):  # a mark that the font does not name
        first += 1
    if first == last:
        return None
    tail = "\u3000" * text[last:].count("\u3000")
    widths = row[0].widths if len(row) == 1 else [width for part in row for width in part.widths]
    if len(row) == 1 and row[0].whole and last - first == len(text):
        top, bottom = row[0].top, row[0].bottom
    else:
        places = places[first:last]
        _, tops, _, bottoms = zip(*places, strict=True)
        top, bottom = min(tops), max(bottoms)
    size = max(median(widths), 1.0) if widths else em
    return RawLine(text[first:last], places[0][0], places[-1][2], size, page, top, bottom, places, tail=tail)


def _joined(row: list[Segment], em: float) -> tuple[str, tuple[Place, ...]]:
    """The characters of a line's segments, with the spaces that their gaps stand for."""
    chars: list[str] = []
    places: list[Place] = []
    for number, part in enumerate(row):
        if number and chars:
            gap = _gap(chars, places, part, em)
            if gap:
                chars.append(gap)
                places.append((places[-1][2], part.top, part.x0, part.bottom))
        _append(chars, places, part, em)
    return "".join(chars), tuple(places)


def _gap(chars: list[str], places: list[Place], part: Segment, body: float) -> str:
    """What stands between two segments of one line: a tab, full-width spaces inside a spread-out word, or nothing."""
    while chars and chars[-1] == " ":
        chars.pop()
        places.pop()
    if not chars:
        return ""
    width = part.x0 - places[-1][2]
    em = _size_of(part, body)
    if width < 5 * em and len(part.text) == 1 and _spread("".join(chars) + part.text):
        return "\u3000"
    if width >= TAB_GAP * em:
        return " " if width < 4 * em and len(chars) < 6 and _LABEL.fullmatch(flat("".join(chars))) else "\t"
    return _between(chars[-1], part.text[0], width / em)


def _size_of(part: Segment, body: float) -> float:
    """Width of a full-width character of the segment (a box may be half as high again, as in Meiryo), or the body's."""
    for char, place in zip(part.text[:6], part.places, strict=False):
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
        chars += part.text
        places += part.places
        return
    previous: Place | None = None
    for char, place in zip(part.text, part.places, strict=True):
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
