"""Width of text in columns of a fixed pitch (字幅): a full-width character is two."""

from __future__ import annotations

import unicodedata


class _Widths(dict[str, int]):
    def __missing__(self, char: str) -> int:
        width = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        self[char] = width
        return width


_WIDTHS = _Widths()


def columns(text: str, before: int = 0) -> int:
    r"""The column that text ends at: a full-width (or ambiguous) one is 2, a tab goes to the next multiple of 8.

    Args:
        text: What is printed.
        before: The column that it begins at; with 0 the result is its width in half-width columns.

    >>> columns("会議１２"), columns("ab\tc")
    (8, 9)
    """
    if "\t" not in text:
        return sum(map(_WIDTHS.__getitem__, text), before)
    total = before
    for char in text:
        total = total + 8 - total % 8 if char == "\t" else total + _WIDTHS[char]
    return total
