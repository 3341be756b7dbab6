"""The line ``minutes search 語句 …`` read without typer (検索の引数): typer takes longer to load than the whole search.

Only a line that is plainly right is read here. Whatever else is asked or mistyped is left to typer, which knows the
same flags and says in Japanese what is wrong.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

FLAGS = {
    "kind": "--kind",
    "since": "--from",
    "until": "--to",
    "body": "--body",
    "goal": "--goal",
    "department": "--department",
    "newest": "--newest",
    "limit": "--limit",
    "db": "--db",
    "as_json": "--json",
}
"""Argument of ``search_page.show_hits`` -> what is typed for it."""
_SWITCHES = frozenset(("newest", "as_json"))
_NAMES = {flag: name for name, flag in FLAGS.items()}
_EXPANDED = frozenset("*?[~$%")
"""With one of these typer may put something else in a word's place on Windows, as a shell does elsewhere."""


def read_line(arguments: Sequence[str]) -> dict[str, Any] | None:
    """The arguments of ``search_page.show_hits`` in a command line (without ``minutes``); None where typer must read it.

    >>> read_line(["search", "相談", "--limit", "5", "課題", "--json"])
    {'words': ['相談', '課題'], 'limit': 5, 'as_json': True}
    >>> read_line(["search", "--help"]), read_line(["search", "相談", "--limit", "0"]), read_line(["list"])
    (None, None, None)
    """
    if not arguments or arguments[0] != "search" or (os.name == "nt" and not _EXPANDED.isdisjoint("".join(arguments))):
        return None
    words: list[str] = []
    given: dict[str, Any] = {}
    rest = iter(arguments[1:])
    for word in rest:
        if not word.startswith("-"):
            words.append(word)
            continue
        flag, equals, value = word.partition("=")
        name = _NAMES.get(flag, "")
        if name in _SWITCHES and not equals:
            given[name] = True
            continue
        value = value if equals else next(rest, "")
        if not name or name in _SWITCHES or not _is_plain(name, value):
            return None
        given[name] = value
    if "limit" in given:
        given["limit"] = int(given["limit"])
    if "db" in given:
        from pathlib import Path

        given["db"] = Path(given["db"])
    return {"words": words, **given} if words else None


def _is_plain(name: str, value: str) -> bool:
    if name == "limit":
        return value.isascii() and value.isdecimal() and int(value[:9]) > 0 and len(value) < 10
    return bool(value) and not value.startswith("-")
