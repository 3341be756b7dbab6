"""First characters (先頭の文字): which patterns of a table are worth trying at a place, told by the one character there.

Most lines begin with none of the characters that a numbered heading, a speaker's mark or a tag begins with: one look
into a dictionary then stands for a dozen patterns.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")
#: All white space (``\s``).
SPACE = "".join(filter(str.isspace, map(chr, range(0x3001))))


def characters(described: str) -> frozenset[str]:
    """The characters that a text describes as between the brackets of a regular expression, a dash for a range.

    >>> sorted(characters("(①-③-"))
    ['(', '-', '①', '②', '③']
    """
    found: set[str] = set()
    at = 0
    while at < len(described):
        last = described[at + 2] if described[at + 1 : at + 2] == "-" and at + 2 < len(described) else described[at]
        found.update(map(chr, range(ord(described[at]), ord(last) + 1)))
        at += 3 if last != described[at] else 1
    return frozenset(found)


def by_opening(entries: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """What is worth trying under each first character, in the order given; ``characters`` reads what each entry opens with.

    >>> table = by_opening([("0-9", "number"), ("0-9①-⑳", "list")])
    >>> table["5"], table["③"], table.get("会", ())
    (('number', 'list'), ('list',), ())
    """
    table: dict[str, tuple[T, ...]] = {}
    for opens, entry in entries:
        for letter in characters(opens):
            table[letter] = (*table.get(letter, ()), entry)
    return table
