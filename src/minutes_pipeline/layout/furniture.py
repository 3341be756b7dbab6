"""Furniture (柱・ノンブル): running heads, page numbers and repeated footers, which are no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from minutes_pipeline.model.raw import RawItem, RawLine
from minutes_pipeline.text.folding import flat

NUMBER = re.compile(
    r"[-<(\[=~・ ]{0,4}(?:p\.? ?|page ?)?([0-9]{1,4})(?: ?(?:/|of|中|分の) ?([0-9]{1,4}))?"
    r" ?(?:頁|ページ|page)?[->)\]=~・ ]{0,4}",
    re.IGNORECASE,
)
"""A page number alone on its line, on folded text: 1, - 1 -, 1/5, 1/3ページ, p.3, (4)."""
_DIGITS = re.compile(r"[0-9]+")
EDGE = 2
"""Lines at the top and the foot of a page among which furniture is looked for."""


def drop_furniture(pages: list[list[RawItem]], heights: list[float]) -> list[list[RawItem]]:
    """Pages without page numbers and without lines that recur at one place on most pages."""
    edges = [_edges(page, height) for page, height in zip(pages, heights, strict=True)]
    repeated = Counter(key for page in edges for key in {_key(line, foot) for line, foot, _ in page})
    offsets = Counter(
        number - index for index, page in enumerate(edges) for line, _, _ in page for number in _numbers(line)
    )
    result = []
    for index, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        gone: set[int] = set()
        for line, foot, apart in edge:
            number = _is_number(line, index, offsets, len(pages)) and (foot or apart)
            repeats = _recurs(repeated[_key(line, foot)], len(pages), apart, line)
            if number or repeats or (foot and apart and _names_document(line, pages[0])):
                gone.add(id(line))
        result.append([item for item in page if id(item) not in gone])
    return result


def _edges(page: list[RawItem], height: float) -> list[tuple[RawLine, bool, bool]]:
    """(line, at the foot, set apart by a gap) of the first and last lines of a page."""
    lines = [item for item in page if isinstance(item, RawLine)]
    found = []
    for at, line in enumerate(lines[:EDGE]):
        if line.top > 0.2 * height:
            break
        below = lines[at + 1].top - line.bottom if at + 1 < len(lines) else height
        found.append((line, False, below > 0.9 * line.size))
    for at in range(max(len(lines) - EDGE, EDGE if len(lines) > EDGE else 0), len(lines)):
        line = lines[at]
        if line.bottom < 0.8 * height and len(lines) - at > 1:
            continue
        above = line.top - lines[at - 1].bottom if at else height
        found.append((line, True, above > 0.9 * line.size or line.bottom > 0.92 * height))
    return found


def _key(line: RawLine, foot: bool) -> tuple[str, int, bool]:
    return _DIGITS.sub("#", flat(line.text)).replace(" ", ""), round(line.top / 4), foot


def _numbers(line: RawLine) -> list[int]:
    found = NUMBER.fullmatch(flat(line.text).strip())
    return [int(found.group(1))] if found else []


def _is_number(line: RawLine, index: int, offsets: Counter[int], pages: int) -> bool:
    """A number that runs on from page to page; on a single page only one that is set as a page number."""
    numbers = _numbers(line)
    if not numbers:
        return False
    if offsets[numbers[0] - index] >= 2:
        return True
    text = flat(line.text).strip()
    return numbers[0] == index + 1 or (pages == 1 and not text.isdigit())


def _names_document(line: RawLine, first_page: list[RawItem]) -> bool:
    """A footer of one page: the title again, with a page number."""
    words = _DIGITS.sub("", flat(line.text)).strip(" -/()")
    heads = [item for item in first_page[:6] if isinstance(item, RawLine) and item is not line]
    has_number = _DIGITS.search(flat(line.text)) is not None
    return has_number and len(words) >= 6 and any(words in _DIGITS.sub("", flat(head.text)) for head in heads)


def _recurs(times: int, pages: int, apart: bool, line: RawLine) -> bool:
    if pages < 2 or times < 2:
        return False
    return times * 5 >= pages * 3 and (apart or (times >= 4 and len(line.text) > 4))


def drop_numbers(items: list[RawItem]) -> list[RawItem]:
    """Plain text without the page numbers of the pages it was copied from, and the running heads beside them.

    Page numbers are taken only when they run on, one by one; a sentence that they cut goes on.
    """
    found = [
        (at, numbers[0], not flat(item.text).strip().isdigit())
        for at, item in enumerate(items)
        if isinstance(item, RawLine)
        for numbers in (_numbers(item),)
        if numbers
    ]
    gone = _run_of_numbers([entry for entry in found if entry[2]], 2) or _run_of_numbers(found, 3)
    if not gone:
        return items
    gone |= _beside(items, gone)
    result: list[RawItem] = []
    for at, item in enumerate(items):
        if at in gone:
            continue
        above = result[-1] if result else None
        cut = (
            at - 1 in gone and isinstance(item, RawLine) and isinstance(above, RawLine) and above.text[-1] not in "。．"
        )
        result.append(replace(item, blank_before=False) if cut and isinstance(item, RawLine) else item)
    return result


def _run_of_numbers(found: list[tuple[int, int, bool]], least: int) -> set[int]:
    numbers = [number for _, number, _ in found]
    if len(numbers) < least or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return set()
    return {at for at, _, _ in found}


def _beside(items: list[RawItem], gone: set[int]) -> set[int]:
    """Lines that stand beside most page numbers in the same words."""
    texts: Counter[tuple[int, str]] = Counter()
    places: dict[tuple[int, str], list[int]] = {}
    for at in gone:
        for step in (-1, 1):
            item = items[at + step] if 0 <= at + step < len(items) else None
            if isinstance(item, RawLine):
                key = step, _DIGITS.sub("#", flat(item.text))
                texts[key] += 1
                places.setdefault(key, []).append(at + step)
    return {at for key, times in texts.items() if times >= 3 and times * 3 >= 2 * len(gone) for at in places[key]}
