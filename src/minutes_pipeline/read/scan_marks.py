"""Marks on a page picture (画像の中の線とかたまり): ruled lines, and the connected pieces of ink that make lines of text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minutes_pipeline.read.scan_image import Mask

Numbers = npt.NDArray[np.intp]


@dataclass(slots=True)
class Box:
    """A rectangle of pixels: ``x0 <= x < x1``, ``y0 <= y < y1``; ``ink`` is the number of inked pixels."""

    x0: int
    y0: int
    x1: int
    y1: int
    ink: int = 0

    @property
    def width(self) -> int:
        """In pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """In pixels."""
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.y0 + self.y1) / 2

    def take(self, other: Box) -> None:
        """Grow around another one."""
        self.x0, self.y0 = min(self.x0, other.x0), min(self.y0, other.y0)
        self.x1, self.y1 = max(self.x1, other.x1), max(self.y1, other.y1)
        self.ink += other.ink


def runs(mask: Mask) -> tuple[Numbers, Numbers, Numbers]:
    """(row, first column, one past the last) of every run of True, by rows from the top, from left to right."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return rows, starts, ends


def long_runs(ink: Mask, least: int) -> Mask:
    """Ink in horizontal runs of at least ``least`` pixels."""
    rows, starts, ends = runs(ink)
    kept = ends - starts >= least
    lines = np.zeros_like(ink)
    for row, start, end in zip(rows[kept].tolist(), starts[kept].tolist(), ends[kept].tolist(), strict=True):
        lines[row, start:end] = True
    return lines


def ruled_lines(ink: Mask, dpi: float) -> tuple[list[Box], list[Box], Mask]:
    """(lines across, lines down, their pixels): runs longer than any stroke of a character, and thin."""
    least, thickest = round(0.42 * dpi), max(3, round(0.035 * dpi))
    found: list[list[Box]] = []
    pixels = np.zeros_like(ink)
    for down in (False, True):
        picture = ink.T if down else ink
        straight = long_runs(_bridged(picture), least)
        # A line a little askew steps from row to row.
        boxes = [box for box in pieces(straight) if box.height <= thickest or box.height * 12 < box.width]
        own = pixels.T if down else pixels
        for box in boxes:
            part = straight[box.y0 : box.y1, box.x0 : box.x1]
            own[max(0, box.y0 - 1) : box.y1 + 1, box.x0 : box.x1] |= np.asarray(part.any(axis=0))[None, :]
        found.append([Box(b.y0, b.x0, b.y1, b.x1, b.ink) if down else b for b in boxes])
    return found[0], found[1], pixels


def _bridged(ink: Mask) -> Mask:
    """Ink with breaks of one or two pixels closed, as scanning leaves them in a line."""
    closed = ink.copy()
    closed[:, 1:-1] |= ink[:, :-2] & ink[:, 2:]
    closed[:, 1:-2] |= ink[:, :-3] & ink[:, 3:]
    closed[:, 2:-1] |= ink[:, :-3] & ink[:, 3:]
    return closed


def smeared(ink: Mask, gap: int) -> Mask:
    """Ink with white gaps of up to ``gap`` pixels inside a row filled: characters of a line grow together."""
    rows, starts, ends = runs(ink)
    near = (rows[1:] == rows[:-1]) & (starts[1:] - ends[:-1] <= gap)
    filled = ink.copy()
    places = np.nonzero(near)[0]
    for row, start, end in zip(rows[places].tolist(), ends[places].tolist(), starts[places + 1].tolist(), strict=True):
        filled[row, start:end] = True
    return filled


def pieces(mask: Mask) -> list[Box]:
    """Connected pieces (4 neighbours), each as the box around it, in the order in which they begin."""
    rows, starts, ends = (numbers.tolist() for numbers in runs(mask))
    parent = list(range(len(rows)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    first = np.searchsorted(np.asarray(rows), np.arange(mask.shape[0] + 1)).tolist()
    for row in range(1, mask.shape[0]):
        above, below = first[row - 1], first[row]
        above_end, below_end = first[row], first[row + 1]
        while above < above_end and below < below_end:
            if starts[above] < ends[below] and starts[below] < ends[above]:
                one, two = root(above), root(below)
                if one != two:
                    parent[max(one, two)] = min(one, two)
            if ends[above] < ends[below]:
                above += 1
            else:
                below += 1
    boxes: dict[int, Box] = {}
    for at, (row, start, end) in enumerate(zip(rows, starts, ends, strict=True)):
        piece = Box(start, row, end, row + 1, end - start)
        known = boxes.get(root(at))
        if known is None:
            boxes[root(at)] = piece
        else:
            known.take(piece)
    return list(boxes.values())
