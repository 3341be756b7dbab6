"""Screening (規則のふるい): which rules of a table a text can match at all, told by its pairs of characters.

A table of a hundred expressions takes a hundred searches a sentence, of which one or two find something. The screen
knows of every expression what a matching text must hold (``text.required``) and looks all of it up in one pass over the
text; only the rules that are left are tried, in the order of their table. It never drops a rule that matches: it changes
how long a reading takes, never what is read.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, reduce
from operator import add, or_
from typing import Generic, TypeVar

from minutes_pipeline.text.required import BEGIN, END, required

Rule = TypeVar("Rule")

_CLAUSES = 4
"""Clauses asked of one expression: the most telling ones."""
_REMEMBERED = 8192
"""Texts whose signs are kept: the sentences of one long document, which several rooms ask about in turn."""


class Screen:
    """The signs of several tables, looked up together, once for each text."""

    def __init__(self) -> None:
        self._fulfils: dict[str, int] = {}  # character or pair -> the clauses it fulfils, one bit each
        self._known: frozenset[str] = frozenset()
        self._clauses = 0
        self._lock = threading.RLock()
        # Signs are kept under the number of clauses they were looked up for: a table read later asks anew.
        self._look_up = lru_cache(maxsize=_REMEMBERED)(self._signs)

    def table(self, rules: Sequence[Rule], pattern_of: Callable[[Rule], re.Pattern[str]]) -> Table[Rule]:
        """The rules as a table of this screen; their expressions are read when it is first asked."""
        return Table(self, rules, pattern_of)

    def read(self, patterns: Sequence[re.Pattern[str]]) -> list[int]:
        """The clauses of each expression as bits, all of which a text must fulfil."""
        with self._lock:
            count, asked = self._clauses, []
            for clauses in map(required, patterns):
                first = count
                for clause in clauses[:_CLAUSES]:
                    for gram in {_gram(string) for string in clause}:
                        self._fulfils[gram] = self._fulfils.get(gram, 0) | 1 << count
                    count += 1
                asked.append((1 << count) - (1 << first))
            self._known, self._clauses = frozenset(self._fulfils), count
        return asked

    def signs(self, text: str) -> int:
        """The clauses that a text fulfils."""
        return self._look_up(text, self._clauses)

    def _signs(self, text: str, _: int) -> int:
        return reduce(or_, map(self._fulfils.__getitem__, self._known & grams(text)), 0)


class Table(Generic[Rule]):
    """Rules behind a screen, in their order."""

    def __init__(self, screen: Screen, rules: Sequence[Rule], pattern_of: Callable[[Rule], re.Pattern[str]]) -> None:
        self._screen = screen
        self._rules = rules
        self._pattern_of = pattern_of
        self._rows: list[tuple[Rule, int]] | None = None

    def possible(self, text: str) -> list[Rule]:
        """The rules whose expression may match somewhere in the text, in the order of the table."""
        rows = self._rows
        if rows is None:
            asked = self._screen.read([self._pattern_of(rule) for rule in self._rules])
            rows = self._rows = list(zip(self._rules, asked, strict=True))
        signs = self._screen.signs(text)
        return [rule for rule, asked in rows if signs & asked == asked]

    def matching(self, text: str) -> Iterator[Rule]:
        """The rules whose expression is found in the text, in the order of the table."""
        return (rule for rule in self.possible(text) if self._pattern_of(rule).search(text))


def grams(text: str) -> set[str]:
    """Characters and pairs of neighbours of a text, its beginning and its end among them.

    >>> sorted(gram for gram in grams("課題だ") if BEGIN not in gram and END not in gram)
    ['だ', '課', '課題', '題', '題だ']
    """
    bounded = f"{BEGIN}{text}{END}"
    found = {*bounded, *map(add, bounded, bounded[1:])}
    if text.endswith("\n"):  # $ also stands before it
        found.add(text[-2:-1] + END)
    return found


def _gram(string: str) -> str:
    """The most telling pair of neighbours in a string, or all of a short one."""
    return string if len(string) <= 2 else max(map(add, string, string[1:]), key=_rarity)


def _rarity(gram: str) -> int:
    """How much a pair tells: kanji stand in fewer sentences than kana."""
    return sum(4 if "一" <= c <= "龠" else 3 if "ァ" <= c <= "ヶ" or c in (BEGIN, END) else 2 for c in gram)
