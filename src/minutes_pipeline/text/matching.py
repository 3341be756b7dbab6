"""Matching by inflection (活用を越えた照合): spaCy's Matcher over a Doc built from the one Sudachi pass.

A pattern names lemmas, so that one rule covers 決定し, 決定した, 決定いたします. Attributes a pattern may use:
``ORTH`` (as printed), ``LEMMA`` (dictionary form), ``NORM`` (Sudachi's normalised form: つらい and 辛い agree), ``TAG``
(first two columns of the part of speech, ``動詞-一般``). spaCy is imported when the first table is used; no model is
loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from minutes_pipeline.text.tokens import BREAK, Token

Pattern = Sequence[Mapping[str, Any]]
Hit = tuple[str, int, int]
"""(rule id, first token, one past the last token)."""


@lru_cache(maxsize=1)
def _vocab() -> Any:
    from spacy.vocab import Vocab

    return Vocab()


def _doc(tokens: Sequence[Token]) -> Any:
    """A Doc whose tokens are the morphemes given, with lemma, norm and tag."""
    import numpy
    from spacy.attrs import LEMMA, NORM, TAG
    from spacy.tokens import Doc

    vocab = _vocab()
    add = vocab.strings.add
    doc = Doc(vocab, words=[t.surface for t in tokens], spaces=[False] * len(tokens))
    if tokens:
        rows = [(add(t.lemma), add(t.normalized), add(f"{t.pos[0]}-{t.pos[1]}")) for t in tokens]
        values: Any = numpy.array(rows, dtype="uint64")
        doc.from_array([LEMMA, NORM, TAG], values)
    return doc


_ATTRIBUTES = {"ORTH": "surface", "LEMMA": "lemma", "NORM": "normalized"}


def _values(step: Mapping[str, Any]) -> tuple[str, frozenset[str]] | None:
    """The attribute of a token, and the values that a step asks of it; None where the step is free or may be left out."""
    if step.get("OP", "1") not in ("1", "+"):
        return None
    for name, attribute in _ATTRIBUTES.items():
        asked = step.get(name)
        if isinstance(asked, str):
            return attribute, frozenset((asked,))
        if asked is not None and "IN" in asked:
            return attribute, frozenset(asked["IN"])
    return None


def _keys(pattern: Pattern) -> tuple[str, frozenset[str]]:
    """What the rarest step of a pattern asks for: without such a token the pattern matches nowhere."""
    asked = [found for found in map(_values, pattern) if found is not None]
    if not asked:
        raise ValueError(f"a pattern needs a step that names words: {pattern}")
    # Particles (で, が) stand everywhere: a step that names normalised forms is rarer.
    return min(asked, key=lambda found: (found[0] == "surface", len(found[1])))


class LemmaTable:
    """A table of token patterns (語形の規則表), compiled when first used.

    Every pattern has a step that names words. Only the tokens around such words are shown to the Matcher.

    Args:
        patterns: Rule id -> alternative patterns; each step is one token (``OP`` is 1 or ?).
    """

    def __init__(self, patterns: Mapping[str, Sequence[Pattern]]) -> None:
        self._patterns = patterns
        self._matcher: Any = None
        every = [pattern for alternatives in patterns.values() for pattern in alternatives]
        self._reach = max(map(len, every))
        self._words: dict[str, frozenset[str]] = {}
        for attribute, values in map(_keys, every):
            self._words[attribute] = self._words.get(attribute, frozenset()) | values

    def find(self, tokens: Sequence[Token]) -> list[Hit]:
        """All matches, the longest at each start, in order of their place."""
        shown = self._shown(tokens)
        if not shown:
            return []
        if self._matcher is None:
            from spacy.matcher import Matcher

            matcher = Matcher(_vocab(), validate=False)
            for rule, alternatives in self._patterns.items():
                matcher.add(rule, [[dict(step) for step in p] for p in alternatives], greedy="LONGEST")
            self._matcher = matcher
        strings = _vocab().strings
        doc = _doc([BREAK if index < 0 else tokens[index] for index in shown])
        found = ((strings[key], shown[start], shown[end - 1] + 1) for key, start, end in self._matcher(doc))
        return sorted(found, key=lambda h: (h[1], h[2]))

    def _shown(self, tokens: Sequence[Token]) -> list[int]:
        """The tokens within reach of a word that a pattern names, with -1 where some are left out."""
        none: frozenset[str] = frozenset()
        norms, lemmas, surfaces = (self._words.get(name, none) for name in ("normalized", "lemma", "surface"))
        shown: list[int] = []
        end = 0
        for index, token in enumerate(tokens):
            if token.normalized in norms or token.lemma in lemmas or token.surface in surfaces:
                first = max(end, index - self._reach + 1)
                if first > end:
                    shown.append(-1)
                last = min(len(tokens), index + self._reach)
                shown += range(first, last)
                end = last
        return shown
