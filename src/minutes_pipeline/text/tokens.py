"""Tokens (形態素): one SudachiPy pass over a text, with positions.

Sudachi takes at most 49,149 bytes at a time and a tokenizer must not be shared between threads: longer texts are cut at
sentence ends, and every thread has its own tokenizer over the one dictionary.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any, Literal, NamedTuple

_LIMIT = 12_000
"""Code points fed at a time: UTF-8 takes at most four bytes each, so that Sudachi's limit is never reached."""
_ENDS = "\n。！？!?\t、 　"


class Token(NamedTuple):
    """A morpheme (形態素).

    Attributes:
        start: First code point in the text given.
        end: One past the last.
        surface: As printed.
        lemma: Dictionary form (終止形).
        normalized: Sudachi's normalised form (spelling variants agree: 引っ越し, 引越し).
        pos: Part of speech, Sudachi's six columns (品詞, 品詞細分類1-3, 活用型, 活用形).
    """

    start: int
    end: int
    surface: str
    lemma: str
    normalized: str
    pos: tuple[str, ...]


BREAK = Token(0, 0, "\n", "\n", "\n", ("", ""))
"""Stands between the tokens of different texts: no pattern reaches over it."""
_token = partial(tuple.__new__, Token)
"""As ``Token._make``, in a third of the time."""
_Word = tuple[str, str, tuple[str, ...]]
"""What the dictionary says of a word, whatever its place: lemma, normalised form, part of speech."""
_WORDS_KEPT = 100_000
_SENTENCES_KEPT = 20_000
"""More than a document of 500 pages has: one sentence less than the extractors come back to, and all are cut anew."""

_local = threading.local()
_lock = threading.Lock()


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    from sudachipy import Dictionary

    return Dictionary()


def new_tokenizer(mode: Literal["A", "C"]) -> Any:
    """A tokenizer for the calling thread over the one dictionary of this process, which takes 200 MB of addresses.

    Args:
        mode: Sudachi's split mode, A (short) or C (long).
    """
    from sudachipy import SplitMode

    with _lock:
        return _dictionary().tokenizer(mode=SplitMode.A if mode == "A" else SplitMode.C)


def _tokenizer() -> tuple[Any, Any, dict[int, _Word]]:
    """The calling thread's tokenizer, made when first needed, the list that it fills, and the words that it met."""
    found: tuple[Any, Any, dict[int, _Word]] | None = getattr(_local, "tokenizer", None)
    if found is None:
        tokenizer = new_tokenizer("C")
        found = _local.tokenizer = (tokenizer, tokenizer.tokenize(""), {})
    return found


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """(offset, part) of at most ``_LIMIT`` characters, cut behind a sentence end where there is one."""
    start = 0
    while len(text) - start > _LIMIT:
        window = text[start : start + _LIMIT]
        cut = next((at + 1 for end in _ENDS if (at := window.rfind(end)) > 0), _LIMIT)
        yield start, text[start : start + cut]
        start += cut
    if start < len(text):
        yield start, text[start:]


def _encodable(text: str) -> str:
    """The text with one character in place of each lone surrogate, which has no encoding; positions stay."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


@lru_cache(maxsize=4096)
def listed_as(word: str) -> frozenset[str]:
    """What the dictionary's entries of just this spelling can be: the fourth column of their parts of speech (姓, 名, …).

    A word in a text gets the one reading that fits there; 山村 alone is a common noun and, in another entry, a surname.

    >>> "姓" in listed_as("山村"), "姓" in listed_as("総務")
    (True, False)
    """
    return frozenset(m.part_of_speech()[3] for m in _dictionary().lookup(_encodable(word)))


@lru_cache(maxsize=_SENTENCES_KEPT)
def tokenize(text: str) -> tuple[Token, ...]:
    r"""Morphemes of a text in order (Sudachi, split mode C); line breaks and lone surrogates yield none.

    ``text[token.start:token.end] == token.surface`` holds for each. The last results are kept: the extractors
    of one document ask for the same sentences, and each is cut once. Whoever has done with a document clears them.

    >>> [(t.surface, t.lemma) for t in tokenize("原案を承認した。")][2:4]
    [('承認', '承認'), ('し', 'する')]
    """
    clean = _encodable(text)
    tokens: list[Token] = []
    tokenizer, filled, words = _tokenizer()
    for offset, part in _chunks(clean):
        # One list is filled again and again: a new one for each sentence takes longer than most sentences.
        for m in tokenizer.tokenize(part, out=filled):
            start, end = offset + m.begin(), offset + m.end()
            surface = text[start:end]
            if not surface or surface == "\n":
                continue
            number = m.word_id()
            word = words.get(number)
            if word is None:
                word = (m.dictionary_form(), m.normalized_form(), m.part_of_speech())
                if not m.is_oov() and len(words) < _WORDS_KEPT:  # an unknown word has no number of its own
                    words[number] = word
            tokens.append(_token((start, end, surface, *word)))
    return tuple(tokens)
