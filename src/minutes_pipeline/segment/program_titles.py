"""Titles that may name a program (事業名らしい見出し): the name in a heading, and the departments before or behind it.

title = [mark or number] ( name [aside] [bracket of departments] [rating]
                         | bracket of a department name
                         | department : name | department (name)
                         | 「name」の実施状況について [bracket of departments] )
"""

from __future__ import annotations

import re
from typing import NamedTuple

from minutes_pipeline.segment.headings import read_shape
from minutes_pipeline.segment.labels import LABEL
from minutes_pipeline.segment.program_lines import Spans, read_answering, read_departments, trimmed, unit_spans
from minutes_pipeline.segment.titles import is_title_like
from minutes_pipeline.segment.vocabulary import heading_key, is_block_label, is_header_label, is_named, is_next_meeting

_LONGEST = 48
_BOX = re.compile(r"[【\[〔<〈《≪「『]\s?(?P<t>[^【】\[\]〔〕<>〈〉《》≪≫「」『』]{2,48}?)\s?[】\]〕>〉》≫」』]\s{0,3}")
_ANSWERABLE = re.compile(
    r"(?:部|課|(?<!教)室|局|署|所|館|センター|本部|係|校|園|支所|社協|グループ|チーム|班|公社|事業団)(?:ほか|他|等)?$"
)
_DEPARTMENT = r"[^\s()【】\[\]〔〕<>:、。「」]{1,14}(?:部|課|(?<!教)室|局|館|センター|本部|係)"
_BEFORE = re.compile(
    rf"[【\[〔<(]\s?(?P<a>{_DEPARTMENT}(?:[・、]{_DEPARTMENT}){{0,2}})\s?[】\]〕>)]\s{{0,4}}(?=\S)|(?P<b>{_DEPARTMENT})\s?[:/]\s?(?=\S)"
)
_ROUND = re.compile(rf"(?P<a>{_DEPARTMENT})\s?[(「『](?P<t>[^()「」『』]{{2,40}})[)」』]\s*$")
_QUOTED = re.compile(r"[「『](?P<t>[^「」『』]{2,40})[」』](?P<tail>[^「」『』。]{0,24})$")
_TAIL = re.compile(
    r"(?:に係る|に関する|の)?(?:(?:実施|進捗|取組|取り組み|運営|利用|開催|活動|執行|達成|推進)?(?:状況|実績|結果|成果|報告|内容|評価)(?:の?(?:報告|評価|説明))?(?:について|の件)?|について|の件|に関すること|の取組(?:について)?)$"
)
#: What is put before a body for a resolution, or belongs to its own running, is no program, whoever explains it.
_BUSINESS = tuple(
    (
        "案|報告|予算|決算|条例|規則|要綱|改正|選任|選出|委嘱|任命|指定|契約|補正|議案|認定|承認|説明|質疑|回答|答弁|意見|挨拶|あいさつ|紹介|日程|概要|結果|状況|名簿|資料|会議録|議事録|スケジュール|計画|策定|制定|改定|変更|公募|振り返り|評価|方針|体系|指標|目標|現状|課題|総括"
    ).split("|")
)
#: No.12, №3, A: numbers that no heading of the agenda has.
_CODED = re.compile(r"(?:No\.?|№|#)\s?[0-9]{1,3}[\s.:、)]{1,3}|[A-Z][0-9]{0,2}\s{1,4}(?=\S)")
_UTTERED = re.compile(r"(?:質問|要望|意見|動議|提案|回答|指摘|感想|補足|報告|質疑|討論)[0-9]{0,2}")
#: The caption of a table (収入の部（単位：円）), or a label with its value.
_CAPTION = re.compile(r"単位|[:：]|の部$")
_FIGURE = re.compile(r"[0-9][0-9,.]{0,12}\s?(?:人|件|円|%|世帯|名|か所|箇所|団体|回|ポイント|トン|基|台|校|点|冊|日)")
_LETTERED = re.compile(r"(?:第?[0-9]{1,3}[章節項回期]|資料|別紙|参考|目標|方針|基本)")


class ProgramTitle(NamedTuple):
    """A heading that may name a program.

    Attributes:
        piece: Index of its piece.
        start: Start of the name in the piece.
        end: Its end.
        family: Form of the heading: those of one form belong together; empty for a bare line.
        departments: Departments before or behind the name.
        is_business: Whether the name reads as business of the meeting (…条例の改正) and not as a program.
        runs_on: Whether the line tells of it behind the name (【配食】利用者は152人である。).
    """

    piece: int
    start: int
    end: int
    family: str
    departments: Spans = ()
    is_business: bool = False
    runs_on: bool = False


def read_program_title(index: int, text: str) -> ProgramTitle | None:
    """A folded piece as a heading that may name a program, or None.

    >>> text = "(1)「配食サービス」の実施状況について(高齢福祉課)"
    >>> title = read_program_title(0, text)
    >>> text[title.start : title.end], [text[i:j] for i, j in title.departments]
    ('配食サービス', ['高齢福祉課'])
    >>> text = "〔健康課〕体操教室"
    >>> title = read_program_title(0, text)
    >>> text[title.start : title.end], [text[i:j] for i, j in title.departments]
    ('体操教室', ['健康課'])
    """
    if read_answering(text):
        return None
    shape, coded = read_shape(text), _CODED.match(text)
    start, family = (shape.start, shape.family) if shape is not None else (0, "")
    if coded:
        start, family = coded.end(), "No"
    limit = shape.end if shape is not None and not coded else len(text)
    read = _told(index, text, start, family) or _plain(index, text, start, limit, family)
    if read is None or not is_program_name(text[read.start : read.end]):
        return None
    return read


def _plain(index: int, text: str, start: int, limit: int, family: str) -> ProgramTitle | None:
    """A heading that is a line of its own, its title between ``start`` and ``limit``."""
    if len(text) > 120 or "。" in text or "\t" in text.strip():
        return None
    end, behind = read_departments(text[:limit], start)
    behind = answerable(text, behind)
    swapped = None if behind else _ROUND.match(text, start)
    if swapped:
        return ProgramTitle(index, *swapped.span("t"), family or "課", (swapped.span("a"),))
    before = _BEFORE.match(text, start)
    units: Spans = ()
    if before:
        units = unit_spans(text, *before.span("a" if before["a"] else "b"))
        start, family = before.end(), family or text[0]
    units = units or behind
    end = end if behind else limit
    box = _BOX.match(text, start)
    if box and box.end() >= end:
        start, end = box.span("t")
        family = family or text[box.start()]
    start, end = trimmed(text, start, end)
    return _named(text, ProgramTitle(index, start, end, family, units))


def _told(index: int, text: str, start: int, family: str) -> ProgramTitle | None:
    """【配食サービス】利用者は152人である。: a name in brackets at the head of what is told of it."""
    box = _BOX.match(text, start)
    if box is None or "。" not in text or text[start] in "「『" or box.end() >= len(text) - 8:
        return None
    return ProgramTitle(index, *box.span("t"), f"{family}{text[start]}…", runs_on=True)


def _named(text: str, title: ProgramTitle) -> ProgramTitle:
    """The title cut to the program's name, where more is printed: 「配食」の実施状況について, 配食の実績."""
    start, end = title.start, title.end
    quoted = _QUOTED.match(text[start:end])
    if quoted and (not quoted["tail"] or _TAIL.fullmatch(quoted["tail"])):
        return title._replace(start=start + quoted.start("t"), end=start + quoted.end("t"))
    tail = _TAIL.search(text[start:end])
    if tail and tail.start() >= 3:
        end = start + tail.start()
    return title._replace(end=end, is_business=text.endswith(_BUSINESS, start, end))


def is_program_name(name: str) -> bool:
    """Whether a folded title may name a program: no figure, no label, no post, nothing that every meeting has."""
    key = heading_key(name)
    if (
        not 2 <= len(key) <= _LONGEST
        or not is_title_like(name)
        or _FIGURE.search(name)
        or _CAPTION.search(name)
        or _LETTERED.match(key)
    ):
        return False
    if is_named(key) or is_block_label(key) or is_header_label(key) or is_next_meeting(key):
        return False
    return not re.fullmatch(LABEL, name) and not _UTTERED.fullmatch(key)


def answerable(text: str, units: Spans) -> Spans:
    """The units that can answer for a program: departments, no numbered groups of residents."""
    named = ((unit, text[slice(*unit)]) for unit in units)
    return tuple(
        u for u, name in named if _ANSWERABLE.search(name) and not name[0].isdigit() and not name.endswith("の部")
    )
