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

from minutes_pipeline.text.tokens import Token

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


class LemmaTable:
    """A table of token patterns (語形の規則表), compiled when first used.

    Args:
        patterns: Rule id -> alternative patterns.
    """

    def __init__(self, patterns: Mapping[str, Sequence[Pattern]]) -> None:
        self._patterns = patterns
        self._matcher: Any = None

    def find(self, tokens: Sequence[Token]) -> list[Hit]:
        """All matches, the longest at each start, in order of their place."""
        if self._matcher is None:
            from spacy.matcher import Matcher

            matcher = Matcher(_vocab(), validate=False)
            for rule, alternatives in self._patterns.items():
                matcher.add(rule, [[dict(step) for step in p] for p in alternatives], greedy="LONGEST")
            self._matcher = matcher
        strings = _vocab().strings
        return sorted(
            ((strings[key], start, end) for key, start, end in self._matcher(_doc(tokens))), key=lambda h: (h[1], h[2])
        )
