"""Presence (出欠・参加の仕方): the grammar of the words that tell it, and of sentences that tell it of somebody.

``presence = [time] [means] word``: 遅参, 途中退席, 14時30分から出席, Ｗｅｂ会議による参加, 15時に退室, 代理出席, ×.
``told = names (は|が|、) … presence``: 「※椎名委員は15時に退席」「折笠・海老沢各委員は所用のため欠席」.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from minutes_pipeline.extract.roster_model import Status
from minutes_pipeline.text.folding import flat

_TIME = r"(?:(?:午前|午後|AM|PM)?[0-9]{1,2}(?:時(?:[0-9]{1,2}分|半)?|:[0-9]{2})(?:頃|ごろ)?|議題\S{1,8}?|途中|冒頭)"
_MEANS = (
    r"(?:オンライン|[Ww][Ee][Bb]|ウェブ|ウエブ|リモート|[Zz][Oo]{2}[Mm]|[Tt]eams|[Ww]ebex|テレビ|TV|ビデオ|遠隔|電話|音声|画面越し|インターネット)"
    r"(?:会議)?(?:システム|アプリ|中継|回線)?"
)
_JOIN = r"(?:参加|出席|出席者|参加者|参加委員|出席委員|視聴|傍聴|入室|入場|会議|参会)"
_BY = r"(?:による|により|によって|にて|での|で|から|を通じて|を利用して|利用|接続|・)?"
# Order matters: 代理出席 is proxy, 途中退席 is left_early, 途中出席 is late, オンラインで欠席 is none.
_WORDS: tuple[tuple[Status, str], ...] = (
    ("proxy", r"代理(?:の?出席|の?参加|者|人|出席者)?|代出|代"),
    (
        "left_early",
        rf"~{_TIME}|(?:{_TIME}(?:から|より|に|で|をもって)?)?(?:早退|退席|退室|退出|退場|中座|離席)(?:者|委員|議員|予定)?|{_TIME}(?:まで|迄)(?:の)?(?:{_MEANS})?{_JOIN}?",
    ),
    (
        "late",
        rf"遅[刻参](?:者|委員|議員)?|遅れ(?:て)?{_JOIN}?|{_TIME}(?:から|より|に|で)(?:の)?(?:{_MEANS}{_BY})?(?:{_JOIN}|到着|着席|合流)?|途中{_JOIN}|{_TIME}(?:到着|着席|合流|~)",
    ),
    (
        "absent",
        r"欠席?(?:者|届|委員)?|不在|不参加|(?:議長|会長|委員長|代表|表決|議決権?)?(?:へ)?委任(?:状|者)?(?:の)?(?:提出|有り?|あり|出席)?",
    ),
    ("online", rf"{_MEANS}{_BY}{_JOIN}?"),
    ("present", rf"出席?|出席者|参加|会場{_BY}{_JOIN}?|対面{_BY}{_JOIN}?|来場|現地{_BY}{_JOIN}"),
)
_WHOLE = tuple((status, re.compile(rf"(?:{words})(?:する?|した|して)?")) for status, words in _WORDS)
_ABSENT_MARKS, _PRESENT_MARKS = frozenset("×✕✖╳☓xX✗✘"), frozenset("○〇◯◎●✓✔レ")
_UNKNOWN_MARKS = frozenset("－-―—ー/／")
_POLITE = r"(?:(?:を)?(?:し|いたし|され|して|しており|いたしており|となり|になり|する|した|である|とのこと)?(?:ました|ます|です|た|る)?)?"
_ENDING = re.compile(rf"(?:予定|となった|とする)?{_POLITE}$")
_POLITE_LAST = frozenset("定たるをしれてりすと")
"""An ending that is taken off ends with one of these letters."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement about the presence of persons: their names as printed, where they begin in the text, what it says."""

    names: str
    start: int
    status: Status


@lru_cache(maxsize=4096)
def status_of(text: str) -> Status | None:
    """Presence that a word or bracket tells (欠席, オンライン参加, 15時に退席, ×), or None.

    >>> status_of("途中退席"), status_of("オンラインによる参加"), status_of("教授")
    ('left_early', 'online', None)
    >>> status_of("14時30分から出席"), status_of("Ｗｅｂ"), status_of("遅参"), status_of("×"), status_of("代")
    ('late', 'online', 'late', 'absent', 'proxy')
    """
    folded = "".join(flat(text).split())
    if folded in _ABSENT_MARKS:
        return "absent"
    if folded in _PRESENT_MARKS:
        return "present"
    return _of_word(folded) or _inside(folded)


def _of_word(folded: str) -> Status | None:
    return next((status for status, pattern in _WHOLE if pattern.fullmatch(folded)), None)


def _inside(folded: str) -> Status | None:
    """Presence told with a reason before it (所用のため欠席) or with a note behind (欠席、委任状提出)."""
    if len(folded) > 24 or "委員会" in folded:
        return None
    for status, pattern in _LOOSE:
        if pattern.search(folded):
            return status
    return None


_LOOSE: tuple[tuple[Status, re.Pattern[str]], ...] = (
    ("proxy", re.compile(r"代理(?:出席|参加)(?:者)?$")),
    ("left_early", re.compile(r"途中(?:で)?(?:退席|退出|退室|退場)|早退|中座$|途中まで|時に退席")),
    (
        "late",
        re.compile(r"遅刻|遅参|途中(?:から)?(?:出席|参加|入室)|途中から|遅れて|(?:分|時)(?:から|より)(?:参加|出席)"),
    ),
    ("absent", re.compile(r"欠席|委任状")),
    ("online", re.compile(rf"{_MEANS}(?:による|での|で|にて)?(?:参加|出席)|^{_MEANS}$")),
)


_MARK_WITH_NOTE = re.compile(r"(?P<mark>[^()])\((?P<note>[^()]{1,14})\)")


@lru_cache(maxsize=1024)
def mark_status(text: str) -> Status | None:
    """What a mark in a column of presence says (○, ×, 出, 欠, 代), or None; － and / say nothing."""
    folded = "".join(flat(text).split())
    marked = _MARK_WITH_NOTE.fullmatch(folded)
    if marked is not None and (told := status_of(marked["note"])) is not None:
        return told  # ○（オンライン）
    return None if folded in _UNKNOWN_MARKS or not folded else status_of(folded)


def told_presence(text: str, *, sentence: bool = False) -> Told | None:
    """「椎名委員は15時に退席」: names and presence; None where the text tells no presence of somebody.

    ``sentence``: は or が must stand between them; in a bracket 「小柳委員欠席」 will do.

    >>> told_presence("滝口委員，小柳委員は欠席").names
    '滝口委員，小柳委員'
    >>> told_presence("大森委員は19時30分から出席").status, told_presence("会議は公開") is None
    ('late', True)
    """
    folded = flat(text).rstrip().rstrip("。、,")
    lead = len(folded) - len(folded.lstrip())
    for found in re.finditer(r"(?:は|が)[、,]?\s?", folded):
        rest = _REASON.sub("", "".join(folded[found.end() :].split()))
        status = whole_status(rest)
        if status not in (None, "present") and lead < found.start() <= lead + 80:
            return Told(text[lead : found.start()].rstrip(), lead, status)
    head = None if sentence else _HEADED.match(folded)
    if head is not None and (status := whole_status("".join(head["status"].split()))) not in (None, "present", "proxy"):
        return Told(text[head.end() :].rstrip(), head.end(), status)  # （欠席：茂木委員、塚越委員）
    tail = None if sentence else _ABSENTEES.fullmatch(folded[lead:])
    status = whole_status(tail["status"]) if tail is not None else None
    if tail is None or status is None:
        return None
    return Told(text[lead : lead + tail.end("names")].rstrip(), lead, status)


_REASON = re.compile(r"^[^、,]{0,12}(?:のため|ため|により|の?都合で|につき|都合により)[、,]?")
_HEADED = re.compile(r"\s{0,4}(?P<status>[^\s:、,]{2,12}?)(?:者|委員|議員)?\s?:\s?(?=[^\s0-9]{2})")
_ABSENTEES = re.compile(
    r"(?P<names>.{2,80}?[^0-9・(/、,\s])\s?:?\s?(?P<status>欠席|遅刻|遅参|早退|途中退席|オンライン(?:参加|出席))(?:届)?"
)


@lru_cache(maxsize=4096)
def whole_status(folded: str) -> Status | None:
    """Presence that a folded text tells and nothing else, or None."""
    if folded[-1:] in _POLITE_LAST:
        folded = _ENDING.sub("", folded) or folded
    return _of_word(folded)
