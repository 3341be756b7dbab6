"""Terms of the full-text index (全文索引の語): words (Sudachi, mode A, normalised forms) and character bigrams.

Words rank and agree across spellings (子供 子ども こども); bigrams miss no occurrence. Both are strings of terms
between spaces that SQLite's ``ascii`` tokenizer takes as they are: no term has an ASCII character that is not a
letter or digit. The query is cut by the same functions (``search_query``). SudachiPy is loaded when the first word is
cut.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from minutes_pipeline.text.search_folding import Folded, fold_for_search

#: Raised whenever the terms of one text change: a database of another number is indexed anew.
TERMS_VERSION = 1
#: Stands behind the last character, so that it too begins a bigram: a single character is searched as a prefix.
END = "▁"
_KEY = str.maketrans(
    {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F) if not chr(c).isalnum()}
    | {" ": "␣", "\n": "␤", "-": "ー", "'": "＇"}
)
_NUMBER = re.compile(r"\d{1,20}(?:[,.]\d{1,20}){0,8}")
_DASH_IN_KATAKANA = re.compile(r"(?<=[ァ-ヺー])-(?=[ァ-ヺー])")
_SILENT = frozenset({"補助記号", "空白"})
_PIECE = 8000  # characters; Sudachi takes 49,149 bytes at once, 4 bytes a character at most
_LOCAL = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a folded text: the term it is found under, its range, whether it only inflects what precedes it."""

    term: str
    start: int
    end: int
    tail: bool = False


def key(folded: str) -> str:
    """Folded text as bigrams see it: ASCII marks full-width, every dash and ー one character.

    >>> key("サ-ビス 5%")
    'サービス␣5％'
    """
    return folded.translate(_KEY)


def _tokenizer() -> Any:
    # A Tokenizer may not be shared between threads; the dictionary behind it may.
    tokenizer = getattr(_LOCAL, "tokenizer", None)
    if tokenizer is None:
        import sudachipy

        tokenizer = _LOCAL.tokenizer = sudachipy.Dictionary().tokenizer(mode=sudachipy.SplitMode.A)
    return tokenizer


def _pieces(line: str) -> Iterator[tuple[int, str]]:
    start = 0
    while len(line) - start > _PIECE:
        cut = line.rfind("。", start, start + _PIECE) + 1 or start + _PIECE
        yield start, line[start:cut]
        start = cut
    yield start, line[start:]


def _line_words(line: str, offset: int) -> Iterator[Word]:
    """Words of one line. A number is one word, without its thousands marks, whatever the dictionary makes of it."""
    numbers = [match.span() for match in _NUMBER.finditer(line)]
    tokenize = _tokenizer().tokenize
    for base, piece in _pieces(_DASH_IN_KATAKANA.sub("ー", line)):
        for morpheme in tokenize(piece):
            start, end = base + morpheme.begin(), base + morpheme.end()
            while numbers and numbers[0][0] < end:
                first, last = numbers[0]
                if last > end:
                    break
                numbers.pop(0)
                yield Word(key(line[first:last].replace(",", "")), offset + first, offset + last)
                start = max(start, last)
            if numbers and numbers[0][0] < end:
                end = numbers[0][0]
            if start >= end:
                continue
            part = morpheme.part_of_speech()[0]
            if part in _SILENT:
                continue
            whole = start == base + morpheme.begin() and end == base + morpheme.end()
            form = morpheme.normalized_form() if whole else line[start:end]
            term = key("".join(form.casefold().split()))
            if term:
                yield Word(term, offset + start, offset + end, part in {"助動詞", "助詞"})


def cut_words(folded: Folded) -> list[Word]:
    """The words of a folded text in order.

    >>> [w.term for w in cut_words(fold_for_search("子どもの相談3,045件"))]
    ['子供', 'の', '相談', '3045', '件']
    """
    words: list[Word] = []
    offset = 0
    for line in folded.text.split("\n"):
        if line:
            words += _line_words(line, offset)
        offset += len(line) + 1
    return words


def cut_grams(folded: str) -> str:
    """Character bigrams of a folded text, the last character with ``END``.

    >>> cut_grams("相談員")
    '相談 談員 員▁'
    """
    chars = key(folded)
    return " ".join(map("".join, zip(chars, chars[1:] + END, strict=False)))


class TextTerms:
    """The terms of one document's text, cut once, given out by range (a line, a record's quote)."""

    def __init__(self, text: str) -> None:
        self._folded = fold_for_search(text)
        self._words = cut_words(self._folded)
        self._word_starts = [word.start for word in self._words]
        self._word_ends = [word.end for word in self._words]

    def of(self, start: int, end: int) -> tuple[str, str]:
        """(words, grams) of ``text[start:end]``; a word cut by the range's edge belongs to it."""
        starts = self._folded.starts
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        words = self._words[bisect_right(self._word_ends, first) : bisect_left(self._word_starts, last)]
        return " ".join([word.term for word in words]), cut_grams(self._folded.text[first:last].strip(" \n"))


def terms_of(text: str) -> tuple[str, str]:
    """(words, grams) of a short text of its own."""
    folded = fold_for_search(text)
    return " ".join([word.term for word in cut_words(folded)]), cut_grams(folded.text)
