"""Statements (文): the sentences of a meeting's body with the place they stand in and the words that carry meaning.

Links between issues, answers, promises and reports are found among these, not among records alone: a report that a
promise was kept is no record of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Record
from minutes_pipeline.text.folding import flat, name_key
from minutes_pipeline.text.sentences import split_sentences
from minutes_pipeline.text.tokens import Token, tokenize

_HEAD = re.compile(r"^[\s・○〇◎●◆◇■□▲→※☆★\-①-⑳]*(?:課題|現状|実績|報告|対応|今後)?\s?[:：]?\s*")
_NUMBER = re.compile(
    r"(?<![0-9.])[0-9][0-9,.]{0,12}\s?(?:か所|箇所|ポイント|団体|地区|世帯|歳|[%人件回名日月校館円か]?)"
)
_POINTS = re.compile(r"^(?:これ|この|その|それ|こう|そう|当該|本件|同)|(?:この|当該|同)(?:課題|問題|件|点|こと|指摘)")
_SUBJECT = re.compile(
    r"(?:^|[、,])(?P<t>[^。、]{2,40}?)(?:については|についての?|に関しては|では|には|とは|は|も|の件は?)(?=[、,]|[^ぁ-んー])"
)
_MONTH = re.compile(
    r"(?:(?:R|H|令和|平成)?[0-9]{1,4}[年./-])?(?P<a>1[0-2]|[1-9])月(?!間|[額分])|(?<![0-9./])(?:R|H)[0-9]{1,2}[./](?P<b>1[0-2]|[1-9])(?![0-9])"
)
#: Words that every set of minutes holds and that tell nothing of what a sentence is about.
_EMPTY = frozenset(
    (
        "為る 有る 居る 成る 出来る 行う 無い 良い 事 物 所 時 為 等 年度 年 月 日 今年度 "
        "昨年度 来年度 前年度 本年度 今年 昨年 来年 次回 前回 今回 今後 現在 課題 問題 対応 実施 "
        "予定 検討 必要 報告 説明 内容 意見 件 人 回 市 委員 事務局 会長 委員会 連絡会 会議 "
        "協議会 審議会 部 課 取り組み 引き続き 状況 関係 因る こと 方 成す つく よる 又 他 其の "
        "此の 場合 中 上 下 前 後 以上 以下 約 火 水 木 金 土 言う 名 解消 解決 終了 完了 依然 続く 図る 進める 程度 平均 全体 結果 一 二 三 対する 就く 付く "
        "於く 関する 伴う 基づく 含める 考える 思う "
    ).split()
)
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
        meant: Words of the sentence before it, where it speaks of that (「この課題は…」, 「これにより…」).
        program: Id of the program record it stands under, or None.
        topic: Title of the innermost agenda item it stands under, or None.
        subjects: Words of what the sentence is about, by topic phrase (「研修は、…」, 「…の課題は解消した」), normalised.
        months: Months of the year that it names.
        side: Who says it, as ``Remark.side``, or None outside of remarks.
        place: Words of the program's name, or of the agenda item's title where there is none.
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
    subjects: tuple[frozenset[str], ...] = ()
    months: frozenset[int] = frozenset()
    side: str | None = None
    place: frozenset[str] = frozenset()
    meant: frozenset[str] = frozenset()

    @property
    def every_word(self) -> frozenset[str]:
        """Its own words, those around it and those it points back to."""
        return self.words | self.context | self.meant


def statements_of(minutes: Minutes, meeting: int) -> list[Statement]:
    """The sentences below the header, in order."""
    text, folded = minutes.text, flat(minutes.text)
    tokens = tokenize(folded)
    starts = [token.start for token in tokens]
    place = Places(minutes)
    said = {remark.span.start: remark.side for remark in minutes.remarks}
    titles = _titles(minutes)
    found = []
    before: frozenset[str] = frozenset()
    for line in _lines(folded, place.first, sorted(said)):
        line = [span for span in line if not _covered(span, titles)]
        parts = [tokens[bisect_right(starts, a - 1) : bisect_right(starts, b - 1)] for a, b in line]
        words = [frozenset(_words(part, folded[a:b])) for part, (a, b) in zip(parts, line, strict=True)]
        side = next((said[a] for a, _ in line if a in said), None)
        for n, (start, end) in enumerate(line):
            context = frozenset().union(*words[:n], *words[n + 1 :]) - words[n]
            program, topic = place.at(start)
            sentence = folded[start:end]
            found.append(
                Statement(
                    meeting, start, end, text[start:end], sentence, words[n], context, program, topic,
                    _subjects(sentence, start, parts[n]), _months(sentence), side,
                    name_words(place.title(program, topic)), before if _POINTS.search(sentence) else frozenset(),
                )
            )  # fmt: skip
            before = words[n]
    return found


def _titles(minutes: Minutes) -> list[tuple[int, int]]:
    """Spans of headings: what a heading names is no statement."""
    records = (*minutes.agenda_items, *minutes.goals, *minutes.programs)
    return sorted((record.span.start, record.span.end) for record in records)


def _covered(span: tuple[int, int], titles: Sequence[tuple[int, int]]) -> bool:
    """Whether the span is little more than a heading."""
    n = bisect_right(titles, (span[1], 0)) - 1
    return any(
        min(end, span[1]) - max(start, span[0]) >= 0.6 * (span[1] - span[0])
        for start, end in titles[max(0, n - 2) : n + 1]
    )


def _lines(folded: str, first: int, said: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    """The sentences of each line that stands behind ``first``, without the label of who speaks."""
    position = 0
    for line in folded.split("\n"):
        if position >= first:
            n = bisect_right(said, position + len(line))
            begin = said[n - 1] - position if n and said[n - 1] >= position else 0
            head = _HEAD.match(line, begin)
            spans = split_sentences(line, head.end() if head else begin)
            yield [(position + start, position + end) for start, end in spans if end - start >= 6]
        position += len(line) + 1


def _subjects(folded: str, start: int, tokens: Sequence[Token]) -> tuple[frozenset[str], ...]:
    found = []
    for match in _SUBJECT.finditer(folded):
        first, last = match.span("t")
        words = frozenset(_words([t for t in tokens if first <= t.start - start < last], match["t"]))
        found += [words] if words else []
    return tuple(found)


def _months(folded: str) -> frozenset[int]:
    found = (int(m["a"] or m["b"]) for m in _MONTH.finditer(folded))
    return frozenset(month for month in found if 1 <= month <= 12)


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


def record_at(records: Sequence[Record], statement: Statement) -> str | None:
    """Id of the first of some records that overlaps a statement, or None."""
    overlapping = (r.id for r in records if r.span.start < statement.end and statement.start < r.span.end)
    return next(overlapping, None)


class Places:
    """Which program and agenda item a position stands under (居場所).

    Headings open a place; what the records of a line say about theirs goes before, since a heading may refer to a program
    that a table names (＜施策１について＞).
    """

    def __init__(self, minutes: Minutes) -> None:
        programs = [p for p in minutes.programs if p.rule_id != "program.table"]
        marks: list[tuple[int, int, Any]] = [(item.span.start, 0, item) for item in minutes.agenda_items]
        marks += [(goal.span.start, 1, goal) for goal in minutes.goals]
        marks += [(program.span.start, 2, program.id) for program in programs]
        placed = (*minutes.remarks, *minutes.issues, *minutes.actions, *minutes.decisions, *minutes.metrics)
        lines = flat(minutes.text)
        marks += [
            (record.span.start, 3, record.program_id)
            for record in placed
            if record.program_id and "\t" not in _line_around(lines, record.span.start)
        ]
        self._marks = sorted(marks, key=lambda mark: mark[:2])
        self._starts = [mark[0] for mark in self._marks]
        self._titles = {program.id: program.title for program in minutes.programs}
        headings = (*minutes.agenda_items, *minutes.goals, *minutes.programs)
        self.first = min((record.span.start for record in (*headings, *placed)), default=0)

    def at(self, position: int) -> tuple[str | None, str | None]:
        """Id of the program and folded title of the agenda item at a position, each None where there is none."""
        program: str | None = None
        for _start, kind, record in reversed(self._marks[: bisect_right(self._starts, position)]):
            if kind >= 2:
                program = record if program is None else program
            elif kind == 1:
                program = program or ""
            else:
                return program or None, name_key(record.title)
        return program or None, None

    def title(self, program: str | None, topic: str | None) -> str:
        """The program's title, or that of the agenda item, or nothing."""
        return self._titles.get(program or "", topic or "")


def same_topic(one: str | None, other: str | None) -> bool:
    """Whether two titles of agenda items name one topic (意識調査の実施について = 意識調査の結果について).

    >>> same_topic("意識調査の実施について", "意識調査の結果について"), same_topic("その他", "予算について")
    (True, False)
    """
    if not one or not other:
        return False
    left, right = (_TOPIC.sub("", title) for title in (one, other))
    return one == other or (len(left) >= 2 and left == right)


_TOPIC = re.compile(
    r"(?:について|に関すること|に係る|の件)|の?(?:実施|結果|報告|状況|進捗|実績|経過|案)|(?:令和|平成)[0-9元]{1,2}年度?|[0-9]{4}年度?|[()の等]"
)


@lru_cache(maxsize=1024)
def name_words(name: str) -> frozenset[str]:
    """The words that carry meaning in a name, normalised."""
    folded = flat(name)
    return frozenset(_words(tokenize(folded), folded))


def _line_around(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start : end if end >= 0 else len(text)]
