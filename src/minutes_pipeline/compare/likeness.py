"""Likeness of two texts (本文の似かた), in linear time: how many n-grams of characters they share."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from minutes_pipeline.text.folding import flat, name_key

_DIGITS = re.compile(r"[0-9][0-9,.]{0,30}")
_SHORT = 60  # characters below which two-character pieces are compared


def bare(text: str) -> str:
    """Letters, kana, kanji and digits of a text, folded: what two formats of one text agree in.

    >>> bare("（１）　利用者：3,045人。") == bare("(1)利用者:3045人")
    True
    """
    return "".join(filter(str.isalnum, flat(text)))


def quote_key(quote: str) -> str:
    """Key under which two quotes are the same wording: folded, old forms as new, without white space."""
    return name_key(quote)


def masked(text: str) -> str:
    """A quote's key with every figure replaced by 0: equal for a sentence whose figures changed.

    >>> masked("利用者：３，０４５人") == masked("利用者：120人")
    True
    """
    return _DIGITS.sub("0", quote_key(text))


def pieces(text: str, size: int) -> Counter[str]:
    """All substrings of ``size`` characters with their number; the whole text where it is shorter."""
    if len(text) <= size:
        return Counter([text]) if text else Counter()
    return Counter([text[at : at + size] for at in range(len(text) - size + 1)])


def overlap(first: Counter[str], second: Counter[str]) -> float:
    """Share of pieces that both have (Dice), 0 to 1; two empty ones are alike."""
    total = first.total() + second.total()
    if not total:
        return 1.0
    if len(second) < len(first):
        first, second = second, first
    return 2 * sum(min(count, second[piece]) for piece, count in first.items() if piece in second) / total


@lru_cache(maxsize=16)
def _pieces_of(text: str, size: int) -> Counter[str]:
    return pieces(text, size)


def text_likeness(first: str, second: str) -> float:
    """How alike two texts are, 0 (nothing in common, or nothing to compare) to 1 (the same but for white space and marks).

    The order of their parts counts only within three characters: a text with its sections moved is the same text.

    >>> text_likeness("１ 開会　会長", "1．開会（会長）"), round(text_likeness("原案のとおり承認", "原案の通り　承認"), 2)
    (1.0, 0.62)
    """
    one, other = bare(first), bare(second)
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    if min(len(one), len(other)) < _SHORT:
        return overlap(pieces(one, 2), pieces(other, 2))
    return overlap(_pieces_of(one, 3), _pieces_of(other, 3))


def as_worded(first: str, second: str) -> float:
    """Likeness of two wordings whatever their figures, 0 to 1."""
    return overlap(pieces(masked(first), 2), pieces(masked(second), 2))


def put_otherwise(first: str, second: str) -> bool:
    """Whether one wording is the other put otherwise (言い換え): much alike, or fairly and no word in place of another.

    >>> put_otherwise("新しい構成員について", "新しい構成員に関して"), put_otherwise("花壇について", "訓練について")
    (True, False)
    """
    likeness = as_worded(first, second)
    return likeness >= LIKE or (likeness >= _FAIRLY and not words_exchanged(first, second))


LIKE = 0.8  # likeness of two quotes of one record
_FAIRLY = 0.6


def quote_likeness(first: str, second: str) -> float:
    """How alike two quotes are where figures count little: 0.7 without their figures, 0.3 with them."""
    return 0.7 * overlap(pieces(masked(first), 2), pieces(masked(second), 2)) + 0.3 * overlap(
        pieces(quote_key(first), 2), pieces(quote_key(second), 2)
    )


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands around a quote (前後の本文), as pieces: near and farther, before and behind it."""

    parts: tuple[Counter[str], ...]

    @property
    def known(self) -> bool:
        """Whether there is anything around."""
        return any(self.parts)


def neighbours(before: str, after: str) -> Neighbours:
    """The neighbours of a quote out of the text before and behind it, figures left out."""
    first, second = masked(before), masked(after)
    return Neighbours(tuple(pieces(part, 2) for part in (first[-_NEAR:], second[:_NEAR], first, second)))


def neighbourly(first: Neighbours, second: Neighbours) -> float:
    """How alike two surroundings are, 0 to 1."""
    return sum(map(overlap, first.parts, second.parts)) / len(first.parts)


_NEAR = 12  # characters right beside a quote


def is_telling(quote: str) -> bool:
    """Whether a quote alone is evidence (引用だけで見分けられるか): a long one, or one with a figure of its own.

    >>> [is_telling(quote) for quote in ("異議なし", "利用者：3,820人", "原案のとおり承認することを、全員が賛成した。以上である。")]
    [False, True, True]
    """
    return len(quote) >= _TELLING or bool(_OWN_FIGURE.search(flat(quote)))


_TELLING = 25
_OWN_FIGURE = re.compile(r"[0-9][0-9,.]{2,30}")


def words_exchanged(first: str, second: str) -> bool:
    """Whether a wording has words in place of others (語の入れ替わり): kanji, katakana or letters gone and others come.

    A sentence that is merely put otherwise keeps its words; one about another place or thing does not.

    >>> words_exchanged("周知が足りない", "周知が不足している"), words_exchanged("東地区の見守り", "西地区の見守り")
    (False, True)
    """
    one, other = (Counter(_WORD.findall(_DIGITS.sub("", quote_key(text)))) for text in (first, second))
    return bool(one - other) and bool(other - one)


_WORD = re.compile(r"[^\W\dぁ-ゖ_]")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]{1,16}")
_RESUME = 2  # characters that must agree behind an insertion


def same_text(first: str, second: str, *, one_format: bool = False) -> bool:
    """Whether two texts are one text in two formats (本文が同じか): no word, figure or kana is different.

    White space, marks and the order in which columns or a lone character were read may differ, and readings in kana
    above a name (ルビ), which one format prints into the line and the other not. Of ``one_format`` neither may: there a
    moved paragraph is a revision.
    """
    one, other = bare(first), bare(second)
    if one == other or one_format:
        return bool(one) and one == other
    if len(one) == len(other):
        return Counter(one) == Counter(other) and _only_moved(one, other)
    shorter, longer = sorted((one, other), key=len)
    return _only_readings_added(shorter, longer)


def _only_moved(first: str, second: str) -> bool:
    """True when passages, or lone kana, stand in another order: never a word or a figure in place of another."""
    start = next((at for at, (a, b) in enumerate(zip(first, second, strict=True)) if a != b), len(first))
    end = next((at for at in range(len(first) - start) if first[-1 - at] != second[-1 - at]), 0)
    one, other = first[start : len(first) - end], second[start : len(second) - end]
    if len(one) > _COMPARED:
        return False
    gone: list[str] = []
    come: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "replace":
            return False
        if what != "equal":
            (gone if what == "delete" else come).append(one[a:b] or other[c:d])
    # Where two passages end alike, the one moved is seen turned about: its end cut off and put before it.
    return len(gone) == len(come) and all(
        (len(a) >= _PASSAGE or _KANA.fullmatch(a)) and len(a) == len(b) and a in b + b
        for a, b in zip(sorted(gone, key=_turned), sorted(come, key=_turned), strict=True)
    )


def _turned(passage: str) -> tuple[int, str]:
    return len(passage), "".join(sorted(passage))


_COMPARED = 3000  # characters between the first and the last difference
_PASSAGE = 12


def _only_readings_added(shorter: str, longer: str) -> bool:
    """True when ``longer`` is ``shorter`` with readings put in: runs of kana that touch no other kana."""
    at = position = 0
    while position < len(longer):
        if at < len(shorter) and longer[position] == shorter[at]:
            at, position = at + 1, position + 1
            continue
        run = _KANA.match(longer, position)
        if run is None or (position and _KANA.match(longer[position - 1])) or _KANA.match(longer, run.end()):
            return False
        position = run.end()
        if longer[position : position + _RESUME] != shorter[at : at + _RESUME]:
            return False
    return at == len(shorter)
