"""Statements (文): the sentences of a meeting's body with the place they stand in and the words that carry meaning.

Links between issues, answers, promises and reports are found among these, not among records alone: a report that a
promise was kept is no record of its own.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.text.folding import flat, name_key
from minutes_pipeline.text.sentences import split_sentences
from minutes_pipeline.text.tokens import Token, tokenize

_HEAD = re.compile(r"^[\s・○〇◎●◆◇■□▲→※☆★\-①-⑳]*(?:課題|現状|実績|報告|対応|今後)?\s?[:：]?\s*")
_NUMBER = re.compile(r"[0-9][0-9,.]{0,12}\s?(?:か所|箇所|ポイント|団体|地区|世帯|歳|[%人件回名日月校館円か]?)")
#: Words that every set of minutes holds and that tell nothing of what a sentence is about.
_EMPTY = frozenset(
    (
        "為る 有る 居る 成る 出来る 行う 無い 良い 事 物 所 時 為 等 年度 年 月 日 今年度 "
        "昨年度 来年度 前年度 本年度 今年 昨年 来年 次回 前回 今回 今後 現在 課題 問題 対応 実施 "
        "予定 検討 必要 報告 説明 内容 意見 件 人 回 市 委員 事務局 会長 委員会 連絡会 会議 "
        "協議会 審議会 部 課 取り組み 引き続き 状況 関係 因る こと 方 成す つく よる 又 他 其の "
        "此の 場合 中 上 下 前 後 以上 以下 約 程度 平均 全体 結果 一 二 三 対する 就く 付く "
        "於く 関する 伴う 基づく 含める 考える 思う "
    ).split()
)
_CONTEXT = 0.35
_WORD_CLASSES = {"名詞", "動詞", "形容詞", "形状詞"}


@dataclass(frozen=True)
class Statement:
    """One sentence.

    Attributes:
        meeting: Index of the meeting in the series, oldest first.
        start: First code point in the document's text.
        end: One past the last.
        text: The sentence as printed, without a leading mark.
        folded: The same, folded.
        words: Words that carry meaning, normalised.
        context: Words of the other sentences of the same line (paragraph, bullet).
        program: Id of the program record it stands under, or None.
        topic: Title of the innermost agenda item it stands under, or None.
    """

    meeting: int
    start: int
    end: int
    text: str
    folded: str
    words: frozenset[str]
    context: frozenset[str]
    program: str | None
    topic: str | None


def statements_of(minutes: Minutes, meeting: int) -> list[Statement]:
    """The sentences below the header, in order."""
    text, folded = minutes.text, flat(minutes.text)
    tokens = tokenize(folded)
    starts = [token.start for token in tokens]
    place = _Places(minutes)
    found = []
    for line in _lines(folded, place.first):
        words = [
            frozenset(_words(tokens[bisect_right(starts, a - 1) : bisect_right(starts, b - 1)], folded[a:b]))
            for a, b in line
        ]
        for n, (start, end) in enumerate(line):
            context = frozenset().union(*words[:n], *words[n + 1 :]) - words[n]
            program, topic = place.at(start)
            found.append(
                Statement(meeting, start, end, text[start:end], folded[start:end], words[n], context, program, topic)
            )
    return found


def _lines(folded: str, first: int) -> Iterator[list[tuple[int, int]]]:
    """The sentences of each line that stands behind ``first``."""
    position = 0
    for line in folded.split("\n"):
        if position >= first:
            head = _HEAD.match(line)
            spans = split_sentences(line, head.end() if head else 0)
            yield [(position + start, position + end) for start, end in spans if end - start >= 6]
        position += len(line) + 1


def _words(tokens: Sequence[Token], folded: str) -> Iterator[str]:
    for token in tokens:
        kind, sub = token.pos[0], token.pos[1]
        if kind not in _WORD_CLASSES or (sub in ("数詞", "非自立可能") and kind == "名詞"):
            continue
        if token.normalized in _EMPTY or (len(token.normalized) == 1 and not _is_kanji(token.normalized)):
            continue
        yield token.normalized
    yield from (re.sub(r"[\s,]", "", number[0]) for number in _NUMBER.finditer(folded))


def _is_kanji(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


class _Places:
    """Which program and agenda item stand above a position."""

    def __init__(self, minutes: Minutes) -> None:
        marks: list[tuple[int, int, Any]] = [(item.span.start, 0, item) for item in minutes.agenda_items]
        marks += [(goal.span.start, 1, goal) for goal in minutes.goals]
        marks += [(program.span.start, 2, program) for program in minutes.programs]
        self._marks = sorted(marks, key=lambda mark: mark[:2])
        self._starts = [mark[0] for mark in self._marks]
        self.first = min((item.span.start for item in minutes.agenda_items), default=0)

    def at(self, position: int) -> tuple[str | None, str | None]:
        program = None
        for _start, kind, record in reversed(self._marks[: bisect_right(self._starts, position)]):
            if kind == 2:
                program = program or record.id
            elif kind == 1:
                program = program or ""
            else:
                return program or None, name_key(record.title)
        return program or None, None


class Weights:
    """How much a word tells (語の重み): rare words of the series more than common ones."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for statement in statements:
            counts.update(statement.words)
            total += 1
        self._weights = {word: math.log(1 + total / count) for word, count in counts.items()}
        self._default = math.log(1 + total)

    def of(self, words: Iterable[str]) -> float:
        """Sum of the weights, in a fixed order so that rounding never differs between runs."""
        return sum(self._weights.get(word, self._default) for word in sorted(words))

    def likeness(self, one: Statement, other: Statement) -> float:
        """Shared weight over the geometric mean of both, 0 to 1; words of the context count for less."""
        left, right = _factors(one), _factors(other)
        shared = sum(min(left[w], right[w]) * self._of(w) for w in sorted(left.keys() & right.keys()))
        if not shared:
            return 0.0
        return shared / math.sqrt(self._norm(one) * self._norm(other))

    def _norm(self, statement: Statement) -> float:
        own = sum(self._of(word) for word in sorted(statement.words))
        # A long paragraph around it must not drown the sentence.
        around = sum(self._of(word) for word in sorted(statement.context))
        return own + min(_CONTEXT * around, own)

    def _of(self, word: str) -> float:
        return self._weights.get(word, self._default)


def _factors(statement: Statement) -> dict[str, float]:
    return dict.fromkeys(statement.context, _CONTEXT) | dict.fromkeys(statement.words, 1.0)
