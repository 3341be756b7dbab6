"""Calls (議題の宣告): what the chair says to open an item, where nothing is printed as a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from minutes_pipeline.segment.agenda_list import same_title, tidy_key
from minutes_pipeline.segment.headings import KIND_WORD, SCHEDULE, TAG, TOPIC
from minutes_pipeline.segment.titles import read_title, strip_tags
from minutes_pipeline.segment.vocabulary import heading_key

_LEAD = re.compile(
    r"\s*(?:(?:それでは|では|次に|次は|次の|つぎに|続いて|つづいて|続きまして|続いては|引き続いて|引き続きまして|引き続き|はじめに|初めに|始めに|最初に|まず|まずは|最後に|最後は|これより|"
    r"これから|ただいまから|ただいまより|本日の|早速(?:です(?:が|けれども))?|さて|なお|以上で[^、,。]{1,20}終わり|(?:それ)?では[、,]?(?:ここから)?|本日の?議事に入ります|"
    r"(?:お手元の)?(?:議事)?(?:次第|日程)(?:に従(?:って|い)|に沿って|に基づき|により)(?:まして)?|"
    r"(?:直ちに|早速)?(?:議事に入り)?)[、, ]{0,2}){0,4}"
)
_ROLE_AS = re.compile(r"[^「」『』。]{1,24}として[、,]\s?")
# How the sentence goes on behind the title.
_OPENING = re.compile(
    r"(?:について|に関して|につきまして|に関する件|の件)?(?:、|,)?(?:を|は|に|の)?(?:一括して)?(?:議題(?:と(?:いたし|し|致し)|に供し|に(?:いたし|し|入|移)|とさせて)|上程|付議(?:いた)?し)"
)
# Every branch begins with a letter of its own: so the search looks only where one of them stands.
_CUE = re.compile(
    r"議題(?:と(?:いたし|し|致し|させ)|に供|に(?:いたし|し|入|移))|上程|付議|に(?:入り|入らせ|移り|移らせ|進み|進ませ)(?:ます|たい|せて|いた)|行(?:い|って|わ)|おこな(?:い|って|わ)|"
    + "".join(
        rf"{asked}[^。]{{0,16}}(?:お?願|求め|いただき|頂き|お諮り|受け)|"
        for asked in "説明 報告 紹介 提案 審議 協議 検討 意見 採決".split()
    )
    + r"諮り|お願い(?:いた)?(?:し|致し)ます|願います|いかがでしょうか|開会|閉会"
)
_STATES = tuple(f"{end}{stop}" for end in ("です", "でございます", "であります") for stop in ("", "。"))
_END = re.compile(
    r"(?P<t>.{2,90}?(?:について|に関すること|に関する件|の件))(?=[、,をはにのでと。」]|です|$|事務局|説明|報告|お?諮|協議|審議|御|ご)|[「『](?P<q>[^「」『』]{2,90})[」』]"
)
_BARE = re.compile(r"[^。、]{2,60}。")
_DOING = re.compile(r"(?P<t>[^、,。「」]{2,60}?)を(?:行(?:い|って|う)|実施)")
_ELECTION = re.compile(
    r"(?P<t>[^、,。「」]{1,24}の(?:互選|選出|選任|指名|選挙))(?:を(?:行(?:い|って|う)|お?願い)|に(?:入り|移り)|について)"
)
_HANDING = re.compile(
    r"(?:説明|報告)[^。]{0,12}(?:お?願|求め|いただき)|お?諮り|(?:協議|審議|検討)(?:を)?(?:いた)?し|お願い(?:いた)?します"
)
# 次に、合併に係る支援について、これは報告です。
_THIS_IS = re.compile(r"(?:これは|こちらは)[^。、]{0,6}(?:報告|協議|審議)(?:事項|案件)?(?:です|で(?:ござい|あり)ます)")
_REPORT = re.compile(r"(?:説明|報告)を?[^。]{0,12}(?:お?願|求め)")
_PROCEDURE = re.compile(
    r"資料|傍聴|公開|出席|欠席|成立|定足数|進め方|議事録|会議録|録音|撮影|本件|本案|これら?|それ|この|その|ただいま|先ほど|今回|当日|質問|意見"
)
# A step of dealing with an item that is open already: 議案第12号の討論を行います opens none.
_STEP = re.compile(
    r"\s?(?:の|に(?:対する|係る|ついての))?(?:結審|採決|表決|討論|質疑|審査|審議|議事|投票|確認|休憩|説明|朗読)"
)
# 1 付託案件の審査、(1)議案第5号…: the outer item named once more in front of the inner one.
_OUTER = re.compile(r"[0-9]{1,2}[.．、)]?\s?[^、。()「」]{2,20}[、,]\s?[(（][0-9]{1,2}[)）]\s?")
_SHORT = re.compile(r"[^、,。「」]{2,60}(?=(?:です|でございます)。?$)")
_OTHER = re.compile(
    r"(?:^(?=その他(?:に[入移進]|で(?:すが|ございますが)))|次に|続いて|続きまして|最後に|では|それでは|引き続き)[、,]?\s?(?:議題\s?[0-9]{0,2}[、,の]?\s?)?(?:[（(]?[0-9]{1,2}[)）]?)?[「『]?(?P<t>その他)[」』]?(?:の?(?:議題|案件|事項|件|報告))?(?:に(?:入|移|つい|進)|です|でございます|として|と(?:いたし|し)|、|,|を)"
)


class Statement(NamedTuple):
    """A sentence before its place is known; ``caller`` is False for one spoken by a member."""

    piece: int
    start: int
    end: int
    caller: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A title that the chair called; offsets are into the sentence's text."""

    start: int
    end: int
    number: str | None
    rule_id: str


def lead_end(text: str) -> int:
    """Where the statement begins behind 次に、それでは、….

    >>> text = "それでは、次に、予算案を議題といたします。"
    >>> text[lead_end(text):]
    '予算案を議題といたします。'
    """
    match = _LEAD.match(text)
    return match.end() if match else 0


@lru_cache(maxsize=2048)
def has_cue(text: str) -> bool:
    """True when a folded sentence opens, hands over or asks for something (宣告・指名の言い回し)."""
    return text.endswith(_STATES) or _CUE.search(text) is not None


def _clean(text: str, start: int, end: int, number: str | None, rule: str) -> Call | None:
    while start < end and text[start] in " 、,・「『":
        start += 1
    while end > start and text[end - 1] in " 、,」』":
        end -= 1
    title = read_title(text, start, end, number)
    if title is None or not 2 <= len(text[title.start : title.end].strip()) <= 100:
        return None
    return Call(title.start, title.end, title.number or number, rule)


def read_call(text: str) -> Call | None:
    """The title called in a folded sentence, or None.

    >>> text = "次に、議案第12号・公営住宅の家賃についてを議題といたします。"
    >>> call = read_call(text)
    >>> text[call.start:call.end], call.number
    ('公営住宅の家賃について', '議案第12号')
    >>> read_call("次に、資料をご覧ください。") is None
    True
    """
    if len(text) > 400:
        return None
    other = _OTHER.search(text[:60])
    if other:
        return Call(other.start("t"), other.end("t"), None, "call.other")
    start = lead_end(text)
    opening = _OPENING.search(text, start)
    if opening:
        return _agenda_call(text, start, opening)
    begin, number = _behind_tags(text, start, len(text))
    kind = KIND_WORD.match(text, start)
    if number is None and not kind:
        return _election_call(text, start)
    end = _END.match(text, begin)
    if end and (has_cue(text) or _BARE.fullmatch(text, begin)):
        group = "t" if end["t"] else "q"
        return _clean(text, end.start(group), end.end(group), number, "call.topic")
    doing = _DOING.match(text, begin)
    if doing and _STEP.fullmatch(text, begin, doing.end("t")):
        return None
    if doing:
        return _clean(text, begin, doing.end("t"), number, "call.topic")
    short = _SHORT.match(text, begin)
    return _clean(text, begin, short.end(), number, "call.topic") if short and number else None


def _election_call(text: str, start: int) -> Call | None:
    """「次に、会長の互選を行います」: an election or a nomination is an item although no number calls it."""
    doing = _ELECTION.match(text, start) if start else None
    return _clean(text, start, doing.end("t"), None, "call.agenda") if doing else None


def _behind_tags(text: str, start: int, end: int) -> tuple[int, str | None]:
    """Where the title begins behind 日程第1、議案第5号、議題2の, and the innermost number."""
    number: str | None = None
    position = start
    for _ in range(3):
        after, found = strip_tags(text, position, end)
        number = found or number
        if after == position:
            break
        while after < end and text[after] in " 、,・の":
            after += 1
        position = after
    return position, number


def _agenda_call(text: str, start: int, opening: re.Match[str]) -> Call | None:
    """「X(について)を議題といたします」."""
    head = text[start : opening.start()]
    as_role = list(_ROLE_AS.finditer(head))
    begin = start + (as_role[-1].end() if as_role else 0)
    outer = _OUTER.match(text, begin, opening.start())
    begin = outer.end() if outer else begin
    end = opening.start()
    for suffix in ("について", "に関して", "に関する件", "の件"):
        if text.startswith(suffix, end):
            end += len(suffix)
    begin, number = _behind_tags(text, begin, end)
    return _clean(text, begin, end, number, "call.agenda") if begin < end else None


def reads_weakly(text: str) -> Call | None:
    """A call without number or 議題: 「次に、Xについての報告を求めます」; procedure (資料, 傍聴) is none.

    >>> text = "次に、貯水槽の点検結果についての報告を求めます。"
    >>> call = reads_weakly(text)
    >>> text[call.start:call.end], reads_weakly("次に、配布資料について説明をお願いします。")
    ('貯水槽の点検結果について', None)
    """
    start = lead_end(text)
    if start == 0 or not (_HANDING.search(text) or _THIS_IS.search(text)):
        return None
    end = _END.match(text, start)
    if not end:
        return None
    group = "t" if end["t"] else "q"
    if _PROCEDURE.match(text, start) or _PROCEDURE.search(text, start, min(end.end(group), start + 12)):
        return None
    told = _REPORT.search(text, end.end()) or _THIS_IS.search(text, end.end())
    rule = "call.report" if told else "call.weak"
    return _clean(text, end.start(group), end.end(group), None, rule)


def refers_to(text: str, numbers: Sequence[str]) -> bool:
    """True when the sentence calls one of the printed numbers (議題1, 日程第3, 議案第12号)."""
    key = heading_key(text)
    for pattern in (SCHEDULE, TAG, TOPIC):
        for match in pattern.finditer(text[:120]):
            if heading_key(match[0]) in numbers:
                return True
    return any(f"議題{n}" in key[:40] for n in numbers if n.isdecimal())


def may_call(statement: Statement, folded: str) -> bool:
    """True for a sentence that could call an item: not a member's, not long, with a cue."""
    text = folded[statement.start : statement.end]
    return (
        statement.caller
        and len(text) <= 300
        and (has_cue(text) or _is_bare_call(text) or _OTHER.search(text[:60]) is not None)
    )


def _is_bare_call(text: str) -> bool:
    """「次第の2、学校の今後について。」: tag and title are the whole sentence."""
    if len(text) > 90 or text.find("。") != len(text) - 1:
        return False
    position, number = _behind_tags(text, lead_end(text), len(text))
    return number is not None and bool(_BARE.fullmatch(text, position))


def find_call(
    folded: str, statements: Sequence[Statement], title: str, printed: str | None, after: int, limit: int | None = None
) -> int | None:
    """Position of the sentence behind ``after`` (and before ``limit``) that calls a title or its printed number.

    ``statements`` are those that ``may_call`` lets through, in order.
    """
    key = tidy_key(title)
    number = heading_key(printed or "")
    for statement in statements:
        if statement.start < after or (limit is not None and statement.start >= limit):
            continue
        text = folded[statement.start : statement.end]
        if _names(text, key, title) or (number and refers_to(text, [number])):
            return statement.start
    return None


@lru_cache(maxsize=4096)
def _head_key(text: str) -> str:
    return tidy_key(text[lead_end(text) :])


def _names(text: str, key: str, title: str) -> bool:
    """True when a sentence with a cue names the title."""
    head = _head_key(text)
    if title in ("開会", "閉会", "散会"):
        return bool(re.search(rf"{title}(?:と|を|いた|し|の)", heading_key(text)))
    if len(key) < 4:
        return (
            head.startswith(key)
            or f"議題{key}" in head
            or bool((call := read_call(text)) and heading_key(text[call.start : call.end]) == title)
        )
    return key in head or same_title(key, head[: len(key) + 2])
