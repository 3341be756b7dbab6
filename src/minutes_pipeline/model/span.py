"""Where a thing stands in its source (出典の位置)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BBox:
    """A box on a page in PDF points, origin top-left: ``x0 <= x1``, ``top <= bottom``."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: BBox) -> BBox:
        """The smallest box around both."""
        return BBox(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points ``[start, end)`` in ``Document.text``, 0-based."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of the span in ``text``."""
        return text[self.start : self.end]
