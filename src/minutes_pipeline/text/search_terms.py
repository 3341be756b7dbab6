"""Terms of the full-text index (全文索引の語): words (Sudachi, mode A, normalised forms) and character bigrams.

Words rank and agree across spellings (子供 子ども こども); bigrams miss no occurrence. Both are strings of terms
between spaces that SQLite's ``ascii`` tokenizer takes as they are: no term has an ASCII character that is not a
letter or digit. The query is cut by the same functions (``search_query``). SudachiPy is loaded when the first word is
cut.

The index keeps no positions (they are two thirds of it). Instead each term ends in its place, counted round and round
from 0 to 7: terms that stand behind each other end in digits that follow each other. That is right in all but about
seven of a thousand passages with three or more characters, and those are looked at (``store.verifying``).
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import cycle
from operator import add
from typing import Any, NamedTuple

from minutes_pipeline.text.search_folding import Folded, fold_for_search
from minutes_pipeline.text.tokens import new_tokenizer

#: Raised whenever the terms of one text change: a document of another number is indexed anew when it is stored again.
TERMS_VERSION = 1
#: Stands behind the last character, so that it too begins a bigram: a single character is searched as a prefix.
END = "▁"
#: The place of a term, counted round and round.
PLACES = "01234567"
#: Stand before the terms of each kind but bigrams; folding drops these characters, so that no text has them.
WORD, CONTEXT, SHELF = "\u200b", "\u200c", "\u200d"
_KEY = str.maketrans(
    {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F) if not chr(c).isalnum()} | {" ": "␣", "\n": "␤", "-": "ー"}
)
_NUMBER = re.compile(r"\d{1,20}(?:[,.]\d{1,20}){0,8}")
_DASH_IN_KATAKANA = re.compile(r"(?<=[ァ-ヺー])-(?=[ァ-ヺー])")
_PIECE = 8000  # characters; Sudachi takes 49,149 bytes at once, 4 bytes a character at most
_LOCAL = threading.local()
_FAR = 1 << 60
_WORDS_KEPT = 100_000

# What a part of speech is to search: a word, a word that only inflects or joins (tail), or nothing.
_WORD, _TAIL, _SILENT = 0, 1, 2
_CLASSES = {"補助記号": _SILENT, "空白": _SILENT, "助動詞": _TAIL, "助詞": _TAIL}


class Word(NamedTuple):
    """A word of a folded text.

    Attributes:
        term: What it is found under.
        start: Its first character in the folded text.
        end: One past the last.
        tail: It only inflects or joins what precedes it (助詞・助動詞).
    """

    term: str
    start: int
    end: int
    tail: bool = False


class _Columns:
    """The words of a text as columns: a text has thousands, and most are only joined again."""

    __slots__ = ("ends", "starts", "tails", "terms")

    def __init__(self) -> None:
        self.terms: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.tails: list[bool] = []

    def add(self, term: str, start: int, end: int, tail: bool = False) -> None:
        self.terms.append(term)
        self.starts.append(start)
        self.ends.append(end)
        self.tails.append(tail)


def key(folded: str) -> str:
    """Folded text as bigrams see it: ASCII marks full-width, every dash and ー one character.

    >>> key("サ-ビス 5%")
    'サービス␣5％'
    """
    return folded.translate(_KEY)


class _Words(dict[int, tuple[int, str]]):
    """What the calling thread has met: number of a dictionary's word -> (what it is to search, term)."""

    def of(self, morpheme: Any) -> tuple[int, str]:
        """What a morpheme is to search, which was not met before or is in no dictionary and has no number."""
        kind = _CLASSES.get(morpheme.part_of_speech()[0], _WORD)
        found = kind, key("".join(morpheme.normalized_form().casefold().split()))
        if not morpheme.is_oov() and len(self) < _WORDS_KEPT:
            self[morpheme.word_id()] = found
        return found


def _tokenizer() -> tuple[Any, Any, _Words]:
    """The calling thread's tokenizer, the list that it fills, and the words that it met."""
    # A Tokenizer may not be shared between threads; the dictionary behind it may.
    found: tuple[Any, Any, _Words] | None = getattr(_LOCAL, "tokenizer", None)
    if found is None:
        tokenizer = new_tokenizer("A")
        found = _LOCAL.tokenizer = (tokenizer, tokenizer.tokenize(""), _Words())
    return found


def _pieces(line: str) -> Iterator[tuple[int, str]]:
    start = 0
    while len(line) - start > _PIECE:
        cut = line.rfind("。", start, start + _PIECE) + 1 or start + _PIECE
        yield start, line[start:cut]
        start = cut
    yield start, line[start:]


def _cut_line(line: str, offset: int, words: _Columns) -> None:
    """Append the words of one line. A number is one word, without its thousands marks, whatever the dictionary says."""
    numbers = [match.span() for match in _NUMBER.finditer(line)]
    numbers.append((_FAR, _FAR))
    numbers.reverse()
    number = numbers.pop()
    tokenizer, filled, met = _tokenizer()
    known = met.get
    terms, starts, ends, tails = words.terms, words.starts, words.ends, words.tails
    plain = _DASH_IN_KATAKANA.sub("ー", line) if "-" in line else line
    for base, piece in _pieces(plain) if len(plain) > _PIECE else ((0, plain),):
        end = base  # morphemes follow each other without a gap
        for morpheme in tokenizer.tokenize(piece, out=filled):
            start, end = end, base + morpheme.end()
            kind, term = known(morpheme.word_id()) or met.of(morpheme)
            if end <= number[0]:
                if kind != _SILENT:
                    terms.append(term)
                    starts.append(offset + start)
                    ends.append(offset + end)
                    tails.append(kind == _TAIL)
                continue
            # The morpheme reaches into a number: it is taken once, where it ends, and the rest as it stands.
            while number[0] < end and number[1] <= end:
                first, last = number
                if start < first:
                    _append_rest(line, start, first, offset, words)
                words.add(key(line[first:last].replace(",", "")), offset + first, offset + last)
                start, number = max(start, last), numbers.pop()
            if start < end and end <= number[0] and kind != _SILENT:
                _append_rest(line, start, end, offset, words)


def _append_rest(line: str, start: int, end: int, offset: int, words: _Columns) -> None:
    term = key("".join(line[start:end].split()))
    if term:
        words.add(term, offset + start, offset + end)


def cut_words(folded: Folded) -> list[Word]:
    """The words of a folded text in order.

    >>> [w.term for w in cut_words(fold_for_search("子どもの相談3,045件"))]
    ['子供', 'の', '相談', '3045', '件']
    """
    words = _cut(folded)
    return list(map(Word, words.terms, words.starts, words.ends, words.tails))


def _cut(folded: Folded) -> _Columns:
    words = _Columns()
    offset = 0
    for line in folded.text.split("\n"):
        if line:
            _cut_line(line, offset, words)
        offset += len(line) + 1
    return words


def cut_grams(folded: str) -> str:
    """Character bigrams of a folded text, the last character with ``END``.

    >>> cut_grams("相談員")
    '相談 談員 員▁'
    """
    chars = key(folded)
    return " ".join(map(add, chars, chars[1:] + END))


def placed(terms: Iterable[str]) -> map[str]:
    """The terms, each with its place.

    >>> list(placed(["相談", "談員"]))
    ['相談0', '談員1']
    """
    return map(add, terms, cycle(PLACES))


def index_text(words: str, grams: str, context: str, shelf: int) -> str:
    """What a passage is indexed under: its bigrams and words with their places, the words of its context, its shelf.

    >>> index_text("相談", "相談 談▁", "", 3).replace(WORD, "w").replace(SHELF, "s")
    '相談0 談▁1 w相談0 s3'
    """
    parts = [" ".join(placed(grams.split(" ")))] if grams else []
    for mark, terms in ((WORD, words), (CONTEXT, context)):
        if terms:
            parts.append(mark + f" {mark}".join(placed(terms.split(" "))))
    return " ".join([*parts, f"{SHELF}{shelf}"])


class TextTerms:
    """The terms of one document's text, cut once, given out by range (a line, a record's quote)."""

    def __init__(self, text: str) -> None:
        folded = fold_for_search(text)
        words = _cut(folded)
        self._text = folded.text
        self._starts = folded.starts
        self._terms, self._word_starts, self._word_ends = words.terms, words.starts, words.ends
        self._chars = chars = key(folded.text)
        self._grams = list(map(add, chars, chars[1:] + END))

    def of(self, start: int, end: int) -> tuple[str, str]:
        """(words, grams) of ``text[start:end]``; a word cut by the range's edge belongs to it."""
        text = self._text
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        while first < last and text[first] in " \n":
            first += 1
        while first < last and text[last - 1] in " \n":
            last -= 1
        if first == last:
            return "", ""
        words = self._terms[bisect_right(self._word_ends, first) : bisect_left(self._word_starts, last)]
        return " ".join(words), " ".join([*self._grams[first : last - 1], self._chars[last - 1] + END])


@lru_cache(maxsize=4096)
def words_of(text: str) -> str:
    """The words of a short text of its own; the same names and titles come again and again."""
    return " ".join(_cut(fold_for_search(text)).terms)


def terms_of(text: str) -> tuple[str, str]:
    """(words, grams) of a short text of its own."""
    return words_of(text), cut_grams(fold_for_search(text).text)
