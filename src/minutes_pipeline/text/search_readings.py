"""Readings of words (読み) for suggestions: what sounds the same is often what was meant (保険 保健, 体制 態勢)."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

from minutes_pipeline.text.tokens import new_tokenizer

_LOCAL = threading.local()


def _tokenizer() -> Any:
    found = getattr(_LOCAL, "tokenizer", None)
    if found is None:
        found = _LOCAL.tokenizer = new_tokenizer("A")
    return found


@lru_cache(maxsize=100_000)
def reading_of(word: str) -> str:
    """The reading of a short word in katakana.

    >>> reading_of("保健"), reading_of("保険"), reading_of("ほけん")
    ('ホケン', 'ホケン', 'ホケン')
    """
    text = "".join(morpheme.reading_form() for morpheme in _tokenizer().tokenize(word[:200]))
    # Hiragana that the dictionary does not know is its own reading.
    return "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char for char in text)
