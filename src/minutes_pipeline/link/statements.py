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

from minutes_pipeline.link.places import Places
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Record
from minutes_pipeline.text.folding import flat
from minutes_pipeline.text.sentences import split_sentences
from minutes_pipeline.text.tokens import Token, tokenize

_MARKS = r"[\s・○〇◎●◆◇■□▲▶→⇒⇨➡⇛↪>※☆★\-①-⑳]{0,8}(?:[AQ][0-9]{0,2}[.:)\s]\s{0,3})?"
_OFFICIAL = r"(?:(?:担当|所管|主管|原)(?:課|部署?|部局)?|事務局|[市町村県区]|当局|執行部|説明員|各課|行政)(?:側)?の?"
_MEMBER = r"(?:(?:各)?委員会?|会長|委員長|座長|議員|市民|利用者|参加者|部会|協議会|審議会)(?:側)?(?:から)?の?"
_LABELS = (
    rf"(?:課題|問題点?|現状|実績|成果|報告|方針|(?:{_OFFICIAL})?(?:説明|回答|答弁|見解|考え方|対応(?:方針|状況|策)?|取組)|答|"
    rf"今後(?:の(?:対応|取組|方針|予定))?|問|(?:{_MEMBER})?(?:質問|意見|指摘|要望|提案|発言)|(?:前回|昨年度?)の?(?:意見|指摘|課題|宿題))"
)
_HEAD = re.compile(rf"^{_MARKS}(?:[【\[〔(<]{_LABELS}[】\]〕)>]|{_LABELS}(?=[\s:：]))?\s?[:：]?\s*")
#: What stands at the head of a line that answers the line above it: an arrow, or the word for an answer.
_REPLY = re.compile(
    rf"^[\s・○〇◎●◆◇■□▲※\-]{{0,6}}(?:[→⇒⇨➡⇢➔⇛↪]|>{{1,2}}\s?(?=\S)|A[0-9]{{0,2}}[.:)\s]|[【\[〔(<]?(?:{_OFFICIAL}(?:説明|回答|答弁|見解|考え方|対応)|対応(?:方針|状況|策)?|回答|答弁?|見解|今後の(?:対応|方針)|措置)(?:[】\]〕)>]|\s?[:：\s]))"
)
#: What stands at the head of a line that tells what is to come.
_AHEAD = re.compile(
    r"^[\s・○〇◎●◆◇■□▲※\-]{0,6}(?:[→⇒⇨➡⇢➔⇛↪]|[【\[〔(]?(?:(?:今後|次年度|来年度|翌年度|次回)(?:の?(?:対応|方針|取組|予定|方向性|まで))?|対応(?:方針|策)?|方針|宿題|方向性|改善策?)[】\]〕)]?\s?[:：\s])"
)
_ASKS = re.compile(r"(?<!はない)(?<!ではない)(?<!じゃない)(?<!まい)(?:か|かね|でしょうか|どうか)[。?]?$|\?$")
_NUMBER = re.compile(
    r"(?<![0-9.])[0-9][0-9,.]{0,12}\s?(?:か所|箇所|か月|週間|時間|日間|ポイント|団体|地区|世帯|歳|[分台食者社基戸%人件回名日月校館円か]?)"
)
_POINTS = re.compile(
    r"^(?:これ|おかげ|その結果|結果として|この|その|それ|こう|そう|当該|本件|同)|(?:この|当該|同)(?:課題|問題|件|点|こと|指摘)"
)
_SUBJECT = re.compile(
    r"(?:^|[、,])(?P<t>[^。、]{2,40}?)(?:については|についての?|に関しては|では|には|とは|は|も|の件は?)(?=[、,]|[^ぁ-んー])"
)
#: A heading, or the head of a table, under which the last meeting is answered.
_BACK = re.compile(
    r"(?:前回|前年度?|昨年度?|先回|第[0-9]{1,3}回)[^。]{0,14}?(?:意見|指摘|課題|質問|要望|宿題|提案|協議|議論|懸案)[^。]{0,14}?(?:対応|回答|報告|結果|状況|措置|処理|経過|取組|について|反映)|(?:指摘|意見|要望|宿題)(?:事項)?(?:等)?(?:への|に対する|に関する|の)(?:対応|回答|措置|処理|経過|報告|反映)|(?:前回|前年度?|昨年度?)の?(?:宿題|課題|懸案)"
)
_BACK_TABLE = re.compile(
    r"^[^\t。]{0,12}\t?[^\t。]{0,16}(?:意見|指摘|課題|質問|要望|宿題|事項|提案)[^\t。]{0,8}(?:\t[^\t。]{0,12}){0,2}\t[^\t。]{0,16}(?:対応|回答|措置|処理|結果|状況|取組|考え方|経過|反映)"
)
_ISSUE_NAME = re.compile(
    r"(?:^|[、,。はがも])(?P<x>[^、,。はがも]{2,28}?)(?:という|といった|との|に関する|についての|に係る|の)(?:課題|問題|懸案|指摘|懸念|心配|件|点|声)(?=[はがをも、にで]|について|への)"
)
_ANNOUNCES = re.compile(
    r"(?:について|に関して|に関する|についての|により|に基づき|のとおり)[^。]{0,16}(?:報告|説明|提案|紹介|情報提供|発言)(?:が(?:あった|なされた|行われた|ありました|なされました)|を(?:行った|受けた|行いました|受けました))[。]?$"
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
        asked: Words of the remark or line that it answers (問 → 答, ・ → →).
        asks: Whether it is a question.
        line: Start of its line.
        row: Whether it is the answer in a row of a table that answers the last meeting.
        back: Whether it stands where the last meeting is answered (前回の意見への対応).
        quoted: Whether it repeats what the last meeting said, beside the answer to it.
        named: Words of the issue that it calls by name (「待ち時間の課題は」, 「手続が止まるという問題」).
        ahead: Whether its line is marked as what is to come (今後：, 対応：, →).
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
    asked: frozenset[str] = frozenset()
    asks: bool = False
    ahead: bool = False
    named: frozenset[str] = frozenset()
    back: bool = False
    quoted: bool = False
    line: int = 0
    row: bool = False

    @property
    def every_word(self) -> frozenset[str]:
        """Its own words, those around it, those it points back to and those it answers."""
        return self.words | self.context | self.meant | self.asked


def statements_of(minutes: Minutes, meeting: int) -> list[Statement]:
    """The sentences below the header, in order."""
    text, folded = minutes.text, flat(minutes.text)
    tokens = tokenize(folded)
    starts = [token.start for token in tokens]
    place = Places(minutes)
    said = [(remark.span.start, remark.span.end, remark.side) for remark in minutes.remarks]
    heads = sorted(start for start, _, _ in said)
    titles = _titles(minutes)
    found: list[Statement] = []
    before: frozenset[str] = frozenset()
    above, rows = _Above(), _answer_rows(folded)
    told = _Told()
    for line in _lines(folded, place.first, heads):
        line = [span for span in line if not _covered(span, titles)]
        if not line:
            continue
        parts = [tokens[bisect_right(starts, a - 1) : bisect_right(starts, b - 1)] for a, b in line]
        words = [frozenset(_words(part, folded[a:b])) for part, (a, b) in zip(parts, line, strict=True)]
        side = next((who for begin, end, who in said if begin <= line[0][0] < end), None)
        begins = folded.rfind("\n", 0, line[0][0]) + 1
        lead = folded[begins : line[0][0] + 1]
        cell = rows.get(begins)
        row = frozenset() if cell is None else frozenset(_between(tokens, starts, folded, begins, cell))
        asked = above.answered_by(side, lead)
        for n, (start, end) in enumerate(line):
            context = frozenset().union(*words[:n], *words[n + 1 :]) - words[n]
            program, topic = place.at(start)
            sentence = folded[start:end]
            program = program or (place.numbered(folded[begins : begins + 6].split("\t")[0]) if cell else None)
            program = program or place.named(sentence)
            context |= told.words_for(topic, sentence, words[n]) - words[n]
            found.append(
                Statement(
                    meeting, start, end, text[start:end], sentence, words[n], context, program, topic,
                    _subjects(sentence, start, parts[n]), _months(sentence), side,
                    name_words(place.title(program, topic)),
                    row - words[n] if row else before if _POINTS.search(sentence) else frozenset(),
                    asked - words[n], bool(_ASKS.search(sentence)), bool(_AHEAD.match(lead)),
                    _named(sentence, start, parts[n]), bool(cell or (topic and _BACK.search(topic))),
                    cell is not None and start < cell, begins, cell is not None and start >= cell,
                )
            )  # fmt: skip
            before = words[n]
        above = _Above(side, frozenset().union(*words[-2:]), reply=bool(asked))
    return found


class _Told:
    """What a sentence announces (産科の医師の確保について報告があった。) holds for the lines beneath it, in the same item."""

    def __init__(self) -> None:
        self._topic: str | None = None
        self._words: frozenset[str] = frozenset()

    def words_for(self, topic: str | None, sentence: str, words: frozenset[str]) -> frozenset[str]:
        """Words announced for a sentence; none where it announces something itself."""
        if topic != self._topic:
            self._topic, self._words = topic, frozenset()
        if not _ANNOUNCES.search(sentence):
            return self._words
        self._words = words
        return frozenset()


def _between(tokens: Sequence[Token], starts: Sequence[int], folded: str, start: int, end: int) -> Iterator[str]:
    return _words(tokens[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)], folded[start:end])


def _answer_rows(folded: str) -> dict[int, int]:
    """Rows of tables that answer the last meeting (前回の指摘 | 対応の状況): start of the row -> start of its last cell."""
    rows, inside, begins = {}, False, 0
    for row in folded.split("\n"):
        if "\t" not in row:
            inside = False
        elif _BACK_TABLE.match(row) and "。" not in row:
            inside = True
        elif inside:
            rows[begins] = begins + row.rindex("\t") + 1
        begins += len(row) + 1
    return rows


@dataclass(frozen=True)
class _Above:
    """The line above: who says it, the words of its last sentences, whether it is an answer itself."""

    side: str | None = None
    words: frozenset[str] = frozenset()
    reply: bool = False

    def answered_by(self, side: str | None, lead: str) -> frozenset[str]:
        """The words that the next line answers: behind an arrow, or where an official speaks after a member."""
        if _REPLY.match(lead):
            return self.words
        officials = ("secretariat", "explainer")
        return self.words if side in officials and self.side in ("member", "chair") and not self.reply else frozenset()


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


def _named(folded: str, start: int, tokens: Sequence[Token]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for match in _ISSUE_NAME.finditer(folded):
        first, last = match.span("x")
        found |= frozenset(_words([t for t in tokens if first <= t.start - start < last], match["x"]))
    return found


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


@lru_cache(maxsize=1024)
def name_words(name: str) -> frozenset[str]:
    """The words that carry meaning in a name, normalised."""
    folded = flat(name)
    return frozenset(_words(tokenize(folded), folded))
