"""Occasions (会議の同定): which body met, for which session, when; and how alike two texts must be to be of one meeting.

What one of two documents does not say contradicts nothing, but then the texts must agree in more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from minutes_pipeline.text.folding import flat, name_key
from minutes_pipeline.values.eras import ERA, era_year, small_number

if TYPE_CHECKING:
    from minutes_pipeline.model.minutes import Minutes

Stage = Literal["draft", "final"]
_NUMBER = r"(?:[0-9]{1,4}|元|[一二三四五六七八九十]{1,3})"
_TITLE = re.compile(
    r"議事録|会議録|議事要旨|会議要旨|会議概要|議事概要|会議結果|開催結果|会議記録|要点記録|摘録|議事メモ"
)
_TITLE_LINES = 6  # lines in which a title stands
_SESSION = re.compile(rf"第{_NUMBER}回")
_YEAR = re.compile(rf"(?P<era>{ERA}|[RHS])?(?P<n>{_NUMBER})(?:\((?:[0-9]{{4}}|{ERA}[0-9]{{1,2}})(?:年度?)?\))?年度")
_LOOSE_YEAR = re.compile(rf"(?:{ERA}|[RHS])?{_NUMBER}(?:\([^()]{{1,8}}\))?年度?")
_PART = re.compile(
    r"第([0-9]{1,2}|[一二三四五六七八九十]{1,3})[号日](?!議案)|([0-9]{1,2})日目|その([0-9一二三四五])|([前後]半)"
)
_MARK = re.compile(r"\((?:案|素案|[^()]{0,8}案)\)")
_DRAFT = re.compile(
    r"(?:議事録|会議録|議事要旨|会議要旨|会議概要|議事概要|会議結果|要点記録)(?:の?(?:案|素案)(?=$|[\s_.・)-])|\((?:[^()]{0,8}案|未定稿|未確定|確認前|校正中|暫定版?)\))"
    r"|(?:^|[\s_(\[【-])(?:案|ドラフト|draft|未定稿|未確定|暫定版?|確認依頼|校正中)(?:[0-9]{0,2})(?=$|[\s_.)\]】-])",
    re.IGNORECASE,
)
_FINAL = re.compile(
    r"(?:^|[\s_(\[【・-]|録)(?:確定版?|決定稿|最終版?|完成版|承認済み?|署名済み?|公表用|公開用|final)(?=$|[\s_.)\]】・-])",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[0-9]+|(?<=第)[一二三四五六七八九十]+")
_PLACE_NAME = re.compile(r".{1,8}[都道府県市区町村郡]")
#: Least likeness by what agrees beside the body: the date; the session alone; neither is printed on one side.
SAME_DAY, SAME_SESSION, NOTHING_SAID = 0.5, 0.7, 0.8
YEAR_CORRECTED = 0.97
HEADING_MISREAD = 0.95
CORRECTED = 0.9  # a date, an hour or a body differs: then the rest must be the same text
_HOUR = 60
_NEAR = 14  # days between a date and the same one miswritten in month and day


@dataclass(frozen=True, slots=True)
class Occasion:
    """What tells one meeting from another.

    Attributes:
        body: The body's name, folded, without 第N回, year and 案; None where none is printed.
        year: Fiscal year printed in the title, western; None where none is.
        session: 第N回.
        date: Day, ISO.
        start: Start, HH:MM.
        part: 第N号, N日目, その2: which part of a sitting of several days; None where none is printed.
        stage: ``draft`` (案) or ``final`` (確定) where title or file name says so.
        size: Characters of the text: texts of very different length cannot be alike.
    """

    body: str | None
    year: int | None = None
    session: int | None = None
    date: str | None = None
    start: str | None = None
    part: str | None = None
    stage: Stage | None = None
    size: int = 0


def body_key(name: str | None) -> str | None:
    """Key of a body's name: folded, without session, year and 案.

    >>> body_key("令和６年度第２回　みどり市地域福祉推進会議（案）") == body_key("みどり市 地域福祉推進会議")
    True
    """
    if name is None:
        return None
    folded = _MARK.sub("", name_key(name))
    return _LOOSE_YEAR.sub("", _SESSION.sub("", folded)) or folded or None


def stage_of(file_name: str, text: str) -> Stage | None:
    """Whether title or file name says 案 or 確定.

    >>> stage_of("第3回議事録（案）.docx", ""), stage_of("計画案検討会_議事録.docx", ""), stage_of("議事録_確定版.pdf", "")
    ('draft', None, 'final')
    """
    stem = flat(file_name.rsplit(".", 1)[0])
    titles = [line for line in _title_lines(text) if _TITLE.search(line)]
    for place in (*titles, stem):
        if _DRAFT.search(place):
            return "draft"
    return "final" if any(_FINAL.search(place) for place in (*titles, stem)) else None


def _title_lines(text: str) -> list[str]:
    return [flat(line).replace(" ", "").replace("\t", " ")[:120] for line in text[:2000].split("\n")[:_TITLE_LINES]]


def _named_line(minutes: Minutes) -> str:
    """The line that the meeting's name stands in."""
    place = minutes.meeting.sources.get("name")
    if place is None:
        return ""
    start = minutes.text.rfind("\n", 0, place.start) + 1
    end = minutes.text.find("\n", place.end)
    return flat(minutes.text[start : end if end >= 0 else len(minutes.text)])[:200].replace(" ", "")


def _fiscal_year(line: str) -> int | None:
    found = _YEAR.search(line)
    if found is None:
        return None
    number = int(found["n"]) if found["n"].isdecimal() else small_number(found["n"])
    if number is None:
        return None
    return era_year(found["era"], number) if found["era"] else (number if number > 1900 else None)


def occasion_of(minutes: Minutes) -> Occasion:
    """The occasion that a document's own reading gives."""
    meeting = minutes.meeting
    line = _named_line(minutes)
    part = _PART.search(_SESSION.sub("", line)) or _PART.search(flat(minutes.source.file_name))
    return Occasion(
        body_key(meeting.name),
        _fiscal_year(line),
        meeting.session,
        meeting.date,
        meeting.start_time,
        None if part is None else next(filter(None, part.groups())),
        stage_of(minutes.source.file_name, minutes.text),
        len(minutes.text),
    )


def likeness_possible(one: Occasion, other: Occasion) -> float:
    """No likeness of texts of these lengths is above this; a tenth is allowed for white space and marks."""
    return 2.2 * min(one.size, other.size) / max(1, one.size + other.size)


def same_body(first: str, second: str) -> bool:
    """Whether two keys name one body: the same, or one with the place's name in front.

    >>> same_body("みどり市地域福祉推進会議", "地域福祉推進会議"), same_body("推進会議高齢者部会", "推進会議")
    (True, False)
    """
    shorter, longer = sorted((first, second), key=len)
    if not longer.endswith(shorter):
        return False
    return bool(len(longer) == len(shorter) or _PLACE_NAME.fullmatch(longer[: len(longer) - len(shorter)]))


def numbered_apart(first: str, second: str) -> bool:
    """Whether two keys differ in nothing but a number: 第1地区会議 and 第25地区会議 are two bodies, however alike their texts.

    >>> numbered_apart("第1地区会議", "第25地区会議"), numbered_apart("第一分科会", "第二分科会"), numbered_apart("東部地区会議", "西部地区会議")
    (True, True, False)
    """
    one, other = (_DIGITS.sub(lambda found: f"#{small_number(found[0])}", key) for key in (first, second))
    return one != other and _DIGITS.sub("", one) == _DIGITS.sub("", other)


def likeness_needed(one: Occasion, other: Occasion) -> float | None:
    """Least likeness of the texts at which two documents are of one meeting; None where nothing could make them so.

    >>> fifth = Occasion("推進会議", session=5, date="2024-05-17")
    >>> likeness_needed(fifth, fifth), likeness_needed(fifth, Occasion("推進会議", session=5, date="2024-05-18"))
    (0.5, 0.9)
    >>> likeness_needed(fifth, Occasion("推進会議", session=6, date="2024-06-14")) is None
    True
    """
    if _differ(one.part, other.part) or _differ(one.year, other.year):
        return None
    same_day = one.date is not None and one.date == other.date
    same_session = one.session is not None and one.session == other.session
    if one.body is None or other.body is None:
        if _differ(one.date, other.date) or _differ(one.session, other.session):
            return None
        return SAME_SESSION if same_day else CORRECTED
    if _differ(one.session, other.session):
        return CORRECTED if same_day else None
    if numbered_apart(one.body, other.body):
        return None
    if not same_body(one.body, other.body):
        # With no day printed on one side its heading may be misread as a whole.
        return CORRECTED if same_day else None if _differ(one.date, other.date) else HEADING_MISREAD
    if _differ(one.date, other.date):
        return _slip(one.date, other.date) if same_session else None
    if same_day:
        return CORRECTED if _hours_apart(one.start, other.start) else SAME_DAY
    return SAME_SESSION if same_session else NOTHING_SAID


def _differ(first: object, second: object) -> bool:
    return first is not None and second is not None and first != second


def _slip(first: str | None, second: str | None) -> float | None:
    """Likeness at which one date may be the other miswritten; a yearly meeting's texts are alike, too."""
    if first is None or second is None:
        return None
    try:
        one, other = date.fromisoformat(first), date.fromisoformat(second)
    except ValueError:
        return None
    differing = sum(a != b for a, b in ((one.year, other.year), (one.month, other.month), (one.day, other.day)))
    if differing > 1 and abs((one - other).days) > _NEAR:
        return None
    return YEAR_CORRECTED if one.year != other.year and differing == 1 else CORRECTED


def _hours_apart(first: str | None, second: str | None) -> bool:
    if first is None or second is None:
        return False
    minutes = [int(time[:2]) * _HOUR + int(time[3:5]) for time in (first, second)]
    return abs(minutes[0] - minutes[1]) >= _HOUR
