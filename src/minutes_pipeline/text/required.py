"""What a regular expression needs (必要な文字列): strings of which one stands in every text that it matches.

Read off the parsed expression, so that nobody keeps a second list beside the rules: from ``(?:値|料)上げ.{0,9}た$`` come
the clauses {値上げ, 料上げ} and {た at the end}. A text that lacks all strings of one clause cannot match. The clauses
are necessary, never sufficient, and an expression that cannot be read this way has none: it may match anywhere.

Beginning and end of the text are characters of their own here (``BEGIN``, ``END``), for ``^`` and ``$``.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from functools import reduce
from typing import Any

BEGIN, END = "\x02", "\x03"
Clause = frozenset[str]
"""Strings of which a matching text holds at least one."""

_Node = tuple[Any, Any]
_Read = tuple[Clause | None, list[Clause]]
"""All that a part of an expression can match, None where that is endless or too much; the clauses of the part."""

_PRODUCT = 64
"""Strings that a chain of alternatives is multiplied out to; beyond, each has a clause of its own."""
_UNION = 512
"""Strings of one group of alternatives."""
_ANCHORS = {"AT_BEGINNING": BEGIN, "AT_BEGINNING_STRING": BEGIN, "AT_END": END, "AT_END_STRING": END}
_NOTHING: Clause = frozenset(("",))
_EVERYWHERE = frozenset(("", BEGIN, END))
"""What every text holds."""


def required(pattern: re.Pattern[str]) -> tuple[Clause, ...]:
    """The clauses of an expression, the most telling first; empty where it may match any text.

    They hold of ``BEGIN + text + END`` for ``search``, ``match`` and ``fullmatch``, also from a later position on (but
    not up to an earlier end).

    >>> [sorted(clause) for clause in required(re.compile("(?:増|減)額[^。]{0,9}し(?:た|ました)"))]
    [['した'], ['増額', '減額']]
    >>> required(re.compile("[^。]{1,9}"))
    ()
    """
    if pattern.flags & (re.IGNORECASE | re.MULTILINE):
        return ()
    parsed = importlib.import_module("re._parser").parse(pattern.pattern, pattern.flags)
    exact, clauses = _sequence(parsed)
    found = dict.fromkeys(clauses + _clause_of(exact))
    return tuple(sorted(found, key=lambda clause: (-_shortest(clause), len(clause))))


def hint(*patterns: re.Pattern[str]) -> re.Pattern[str]:
    """A plain expression of words, found in every text that one of the expressions matches.

    It is searched many times faster than they are: what it does not find spares them.

    >>> hint(re.compile("第[0-9]{1,2}(?:回|次)総会"), re.compile("(?<!前)年末$")).pattern
    '回総会|年末|次総会'
    """
    words: set[str] = set()
    for pattern in patterns:
        plain = ({word.strip(BEGIN + END) for word in clause} for clause in required(pattern))
        words |= next((clause for clause in plain if "" not in clause), {""})
    telling = _clause_of(words)
    return re.compile("|".join(map(re.escape, sorted(telling[0]))) if telling else "")


def _shortest(clause: Clause) -> int:
    return min(map(len, clause))


def _clause_of(exact: Iterable[str] | None) -> list[Clause]:
    """The strings as a clause, without those that hold another one; none where one of them tells nothing."""
    if exact is None or not _EVERYWHERE.isdisjoint(exact):
        return []
    kept: list[str] = []
    for string in sorted(exact, key=len):
        if not any(short in string for short in kept):
            kept.append(string)
    return [frozenset(kept)]


def _sequence(nodes: Iterable[_Node]) -> _Read:
    """What stands one behind the other: multiplied out as far as it is short, else clause by clause."""
    so_far: Clause = _NOTHING
    clauses: list[Clause] = []
    whole = True
    for node in nodes:
        exact, own = _node(node)
        clauses += own
        if exact is not None and len(so_far) * len(exact) <= _PRODUCT:
            so_far = exact if so_far is _NOTHING else frozenset([_joined(a, b) for a in so_far for b in exact])
            continue
        whole = False
        clauses += _clause_of(so_far)
        so_far = _NOTHING if exact is None else exact
    return (so_far, clauses) if whole else (None, clauses + _clause_of(so_far))


def _joined(first: str, second: str) -> str:
    """Two strings on end: $ in the midst stands before a last line break, ^ behind what has no length."""
    if not first or not second:
        return first or second
    first = first.removesuffix(END)
    return first + (second.removeprefix(BEGIN) if first else second)


def _node(node: _Node) -> _Read:
    kind, value = str(node[0]), node[1]
    if kind == "LITERAL":
        return frozenset((chr(value),)), []
    if kind == "IN":
        return _one_of(value), []
    if kind == "AT":
        return frozenset((_ANCHORS.get(str(value), ""),)), []
    if kind == "ASSERT_NOT":
        return _NOTHING, []
    if kind == "ASSERT":  # what is seen beside a match stands in the text too
        exact, clauses = _sequence(value[1])
        return _NOTHING, clauses + _clause_of(exact)
    if kind == "SUBPATTERN":
        return _unread() if value[1] & re.IGNORECASE else _sequence(value[3])
    if kind == "ATOMIC_GROUP":
        return _sequence(value)
    if kind == "BRANCH":
        return _branch([_sequence(part) for part in value[1]])
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _repeat(*value)
    return _unread()


def _unread() -> _Read:
    return None, []


def _one_of(members: Iterable[_Node]) -> Clause | None:
    """The characters of a short class, None of a long or a denied one."""
    found: set[str] = set()
    for kind, value in members:
        if str(kind) == "LITERAL":
            found.add(chr(value))
        elif str(kind) == "RANGE" and value[1] - value[0] < _PRODUCT:
            found |= {chr(code) for code in range(value[0], value[1] + 1)}
        else:
            return None
    return frozenset(found) if len(found) <= _PRODUCT else None


def _branch(parts: list[_Read]) -> _Read:
    """Alternatives: all their strings, else one clause of the most telling clause of each."""
    strings = [exact for exact, _ in parts if exact is not None]
    if len(strings) == len(parts):
        every = frozenset[str]().union(*strings)
        if len(every) <= _UNION:
            return every, []
    best: list[Clause] = []
    for exact, clauses in parts:
        told = clauses + _clause_of(exact)
        if not told:
            return _unread()
        best.append(max(told, key=lambda clause: (_shortest(clause), -len(clause))))
    return None, _clause_of(reduce(frozenset.union, best))


def _repeat(least: int, most: int, nodes: Iterable[_Node]) -> _Read:
    exact, clauses = _sequence(nodes)
    if (least, most) == (1, 1):
        return exact, clauses
    if least:
        return None, clauses + _clause_of(exact)
    return (None, []) if most > 1 or exact is None else (exact | _NOTHING, [])
