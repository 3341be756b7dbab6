"""Matching by inflection (活用を越えた照合): patterns of spaCy's Matcher over the one Sudachi pass.

A pattern names lemmas, so that one rule covers 決定し, 決定した, 決定いたします. It is written as for spaCy's ``Matcher``
(which finds the same: ``tests/unit/text/test_matching.py`` compares them) and matched here over our own tokens, because
spaCy takes 0.6 seconds to load and half of what a reading process may hold in memory. Attributes a step may ask of its
token: ``ORTH`` (as printed), ``LEMMA`` (dictionary form), ``NORM`` (Sudachi's normalised form: つらい and 辛い agree),
``TAG`` (first two columns of the part of speech, ``動詞-一般``), each as a string, ``{"IN": …}`` or ``{"REGEX": …}``;
``OP`` is 1 or ?.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from minutes_pipeline.text.tokens import Token

Pattern = Sequence[Mapping[str, Any]]
Hit = tuple[str, int, int]
"""(rule id, first token, one past the last token)."""

_ATTRIBUTES: dict[str, Callable[[Token], str]] = {
    "ORTH": attrgetter("surface"),
    "LEMMA": attrgetter("lemma"),
    "NORM": attrgetter("normalized"),
    "TAG": lambda token: f"{token.pos[0]}-{token.pos[1]}",
}
_NAMING = ("ORTH", "LEMMA", "NORM")


class _Step(NamedTuple):
    """One token of a pattern: what is asked of it, and whether it may be missing."""

    fits: Callable[[Token], bool]
    is_optional: bool


class _Compiled(NamedTuple):
    """A pattern; its key step stands ``least`` to ``most`` tokens behind its first one."""

    rule: str
    steps: tuple[_Step, ...]
    least: int
    most: int


def _test(name: str, asked: Any) -> Callable[[Token], bool]:
    get = _ATTRIBUTES[name]
    if isinstance(asked, str):
        return lambda token: get(token) == asked
    ((how, value),) = asked.items()
    if how == "IN":
        values = frozenset(value)
        return lambda token: get(token) in values
    if how != "REGEX":
        raise ValueError(f"a step asks for something unknown: {how}")
    search = re.compile(value).search
    if name == "TAG":  # of which there are a few hundred
        known = lru_cache(maxsize=1024)(lambda pos: search(f"{pos[0]}-{pos[1]}") is not None)
        return lambda token: known(token.pos)
    return lambda token: search(get(token)) is not None


def _step(step: Mapping[str, Any]) -> _Step:
    if step.get("OP", "1") not in ("1", "?"):
        raise ValueError(f"a step is there once or may be missing: {step}")
    tests = [_test(name, asked) for name, asked in step.items() if name != "OP"]
    fits = tests[0] if len(tests) == 1 else lambda token: all(test(token) for test in tests)
    return _Step(fits, step.get("OP") == "?")


def _words(step: Mapping[str, Any]) -> tuple[str, frozenset[str]] | None:
    """The attribute and the words that a step names; None where it names none or may be missing."""
    if step.get("OP", "1") != "1":
        return None
    for name in _NAMING:
        asked = step.get(name)
        if isinstance(asked, str):
            return name, frozenset((asked,))
        if asked is not None and "IN" in asked:
            return name, frozenset(asked["IN"])
    return None


def _key(pattern: Pattern) -> tuple[int, str, frozenset[str]]:
    """The telling step of a pattern, its attribute and words: without such a token the pattern matches nowhere."""
    asked = [(at, *found) for at, found in enumerate(map(_words, pattern)) if found is not None]
    if not asked:
        raise ValueError(f"a pattern needs a step that names words: {pattern}")
    # Particles (で, が) stand everywhere, and 居る in the midst of many a predicate; what denies it stands at its end.
    return max(asked, key=lambda found: (found[1] != "ORTH", found[0]))


class LemmaTable:
    """A table of token patterns (語形の規則表). Every pattern has a step that names words; it is tried around those.

    Args:
        patterns: Rule id -> alternative patterns; each step is one token (``OP`` is 1 or ?).
    """

    def __init__(self, patterns: Mapping[str, Sequence[Pattern]]) -> None:
        # Attribute -> word -> the patterns to be tried where a token has it.
        self._by_word: dict[str, dict[str, list[_Compiled]]] = {}
        for rule, alternatives in patterns.items():
            for pattern in alternatives:
                at, name, words = _key(pattern)
                steps = tuple(map(_step, pattern))
                optional = sum(step.is_optional for step in steps[:at])
                compiled = _Compiled(rule, steps, at - optional, at)
                for word in words:
                    self._by_word.setdefault(name, {}).setdefault(word, []).append(compiled)

    def find(self, tokens: Sequence[Token]) -> list[Hit]:
        """The matches in order of their place; of one rule's that share a token, the longest, or else the first."""
        found: dict[str, set[tuple[int, int]]] = {}
        for name, table in self._by_word.items():
            get = _ATTRIBUTES[name]
            for index, patterns in enumerate(map(table.get, map(get, tokens))):
                for pattern in patterns or ():
                    places = found.setdefault(pattern.rule, set())
                    for start in range(max(0, index - pattern.most), index - pattern.least + 1):
                        places.update((start, end) for end in _ends(pattern.steps, tokens, start))
        hits = [(rule, start, end) for rule, places in found.items() for start, end in _longest(places)]
        return sorted(hits, key=lambda hit: (hit[1], hit[2]))


def _ends(steps: Sequence[_Step], tokens: Sequence[Token], start: int) -> Sequence[int]:
    """Where a match that begins at ``start`` may end."""
    reached = [start]
    for fits, is_optional in steps:
        passed = [at + 1 for at in reached if at < len(tokens) and fits(tokens[at])]
        reached = [*reached, *(at for at in passed if at not in reached)] if is_optional else passed
        if not reached:
            break
    return reached


def _longest(places: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    taken: set[int] = set()
    for start, end in sorted(places, key=lambda place: (place[0] - place[1], place[0])):
        covered = range(start, end)
        if taken.isdisjoint(covered):
            taken.update(covered)
            yield start, end
