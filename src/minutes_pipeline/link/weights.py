"""How alike two sentences are (文の近さ): by the words they share, rare ones more than common ones.

A series of sixty meetings has some twenty thousand sentences: an index by words finds the few that a sentence can be
about, so that not every pair is compared.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from minutes_pipeline.link.statements import Statement

_CONTEXT, _MEANT, _PLACE, _ASKED = 0.35, 0.7, 0.6, 0.5
_ASKED_FOR = 0.45
"""A question asks after a sentence that holds so much of what it says."""
_BACKGROUND = 200
"""So many sentences are thought to stand beside those of a short series, lest its own topics count as common words."""
_KEYS, _POSTINGS = 16, 60
"""A sentence is looked up by so many of its rarest words, each with so many of the latest entries."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    factors: dict[str, float]
    norm: float
    keys: tuple[str, ...]


class Weights:
    """How much a word tells (語の重み): rare words of the series more than common ones."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        counts: Counter[str] = Counter()
        total = _BACKGROUND
        for statement in statements:
            counts.update(statement.words)
            total += 1
        self._weights = {word: math.log(1 + total / count) for word, count in counts.items()}
        self._default = math.log(1 + total)
        self._weighed: dict[tuple[int, int, bool], _Weighed] = {}

    def of(self, words: Iterable[str]) -> float:
        """Sum of the weights, in a fixed order so that rounding never differs between runs."""
        return sum(self._of(word) for word in sorted(words))

    def likeness(self, one: Statement, other: Statement, *, alone: bool = False) -> float:
        """Shared weight over the geometric mean of both, 0 to 1; words of the context count for less.

        Args:
            one: A sentence.
            other: Another one.
            alone: Whether to leave out what the first one answers: a promise is not the trouble that called for it.
        """
        left, right = self._of_statement(one, alone=alone), self._of_statement(other)
        if not left.norm or not right.norm:
            # A sentence without words of its own (そのとおり。) is like nothing, whatever stands around it.
            return 0.0
        if len(right.factors) < len(left.factors):
            left, right = right, left
        shared = 0.0
        for word, factor in left.factors.items():
            beside = right.factors.get(word)
            if beside is not None:
                shared += min(factor, beside) * self._of(word)
        return shared / math.sqrt(left.norm * right.norm) if shared else 0.0

    def coverage(self, words: frozenset[str], other: Statement) -> float:
        """How much of the words' weight another statement holds, 0 to 1; words of its context count for less."""
        right = self._of_statement(other).factors
        total = held = 0.0
        for word in sorted(words):
            weight = self._of(word)
            total += weight
            held += weight * max(right.get(word, 0.0), _PLACE if word in other.place else 0.0)
        return held / total if total else 0.0

    def about(self, statement: Statement, other: Statement) -> float:
        """How far what a sentence is about (its best topic phrase) is what another one speaks of, 0 to 1."""
        return max((self.coverage(words, other) for words in statement.subjects), default=0.0)

    def asked_after(self, answer: Statement, other: Statement) -> float:
        """How far an answer's question asks after another sentence, 0 to 1; 0 where it answers none, or knows it by itself."""
        if not answer.asked or answer.asks:
            return 0.0
        covered = self.coverage(answer.asked, other)
        return covered if covered >= _ASKED_FOR else 0.0

    def keys(self, statement: Statement) -> tuple[str, ...]:
        """The words by which to look a sentence up: its own, the rarest first, then those around it."""
        return self._of_statement(statement).keys

    def _of_statement(self, statement: Statement, *, alone: bool = False) -> _Weighed:
        key = (statement.meeting, statement.start, alone)
        found = self._weighed.get(key)
        if found is None:
            found = self._weighed[key] = self._weigh(statement, alone=alone)
        return found

    def _weigh(self, statement: Statement, *, alone: bool) -> _Weighed:
        factors = dict.fromkeys(sorted(statement.context), _CONTEXT)
        if not alone and statement.asked:
            # 「さようでございます。」 must not become its question.
            share = self.of(statement.words) / self.of(statement.asked)
            factors |= dict.fromkeys(sorted(statement.asked), _ASKED * min(1.0, share))
        factors |= dict.fromkeys(sorted(statement.meant), _MEANT)
        factors |= dict.fromkeys(sorted(statement.words), 1.0)
        own = self.of(statement.words)
        # A long paragraph around it must not drown the sentence.
        norm = own + min(_CONTEXT * self.of(statement.context), own)
        own_words = statement.words | statement.meant
        keys = sorted(statement.every_word, key=lambda word: (word not in own_words, -self._of(word), word))
        return _Weighed(factors, norm, tuple(keys[:_KEYS]))

    def _of(self, word: str) -> float:
        return self._weights.get(word, self._default)


class Index:
    """Numbers of entries by the words of their sentences and the program they stand under (索引)."""

    def __init__(self) -> None:
        self._placed: dict[tuple[int | None, str], list[int]] = {}
        self._every: dict[str, list[int]] = {}

    def add(self, number: int, words: Iterable[str], place: int | None = None) -> None:
        """Enter a sentence's words under the number of its entry; numbers may come again."""
        for word in words:
            for postings in (self._placed.setdefault((place, word), []), self._every.setdefault(word, [])):
                if not postings or postings[-1] != number:
                    postings.append(number)

    def near(self, keys: Iterable[str], place: int | None = None) -> list[int]:
        """Entries that share one of the words and stand under the same program, or one of both under none; ascending.

        Of each word only the latest entries are returned.
        """
        found: set[int] = set()
        for key in keys:
            if place is None:
                found.update(self._every.get(key, ())[-_POSTINGS:])
            else:
                found.update(self._placed.get((place, key), ())[-_POSTINGS:])
                found.update(self._placed.get((None, key), ())[-_POSTINGS:])
        return sorted(found)
