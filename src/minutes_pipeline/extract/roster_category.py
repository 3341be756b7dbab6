"""Kinds of members (委員の区分): headings and leads that tell whence those behind or below them come.

``category = [number 号委員] (kind | bracket of a kind)``: １号委員（学識経験者）, 【公益代表】, 公募委員, 市民を代表する者.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes_pipeline.extract.roster_presence import status_of
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import is_unit
from minutes_pipeline.values.posts import is_role

_KIND = (
    r"学識経験(?:者|を有する者)?|学識者|有識者|(?:一般|市民|区民|町民|村民)?公募(?:による)?(?:委員|市民|区民|町民)?|"
    r"[一-龠ァ-ヶ・]{1,14}(?:を代表する(?:者|委員)|に従事する者|に関係する者|を有する者|(?:の)?代表(?:者|委員)?|関係者|関係(?:団体|機関)(?:の?(?:代表|職員|推薦)(?:者)?)?|団体(?:等)?の?(?:代表|推薦)者?)"
)
_PARTIES = r"市民|町民|村民|区民|住民|事業者|各種団体|関係団体|関係行政機関|行政機関|学校関係|議会|保護者|地域住民"
KIND_WORD = re.compile(_KIND)
"""A kind of member as one word (公益代表, 学識経験者)."""
_CATEGORY = re.compile(
    rf"[・○◇◆■●]?[【〈《<\[［〔(]?(?:[(]?第?[0-9一二三四五六七八九十①-⑳]{{1,2}}(?:号|区分|条)?(?:委員|該当)?[)]?[:・]?)?(?:[(【]?(?P<inner>{_KIND})[)】]?|(?P<word>(?<=号委員)|(?<=号)))(?:[(]?[0-9]{{1,2}}[名人][)]?)?[】〉》>\]］〕):]?"
)
_NUMBERED = re.compile(
    r"(?:[0-9]{1,2}[.、]?)?[【〈《<(]?(?:[^()]{0,16}条)?(?:第[0-9]{1,2}項)?第?[0-9一二三四五六七八九十]{1,2}(?:号|区分)(?:委員)?[:・(]?(?P<inner>[^()0-9、,]{2,30}(?:者|職員|代表|委員|市民|団体|機関))?(?:[(]?[0-9]{1,2}[名人][)]?)?[】〉》>)]*"
)
_LEAD = re.compile(
    r"[・○◇◆■●]?[ \u3000]{0,2}(?:(?:第?[0-9０-９一二三四五六七八九十]{1,2}|[①-⑳])号?(?:委員|該当|区分)?[ \u3000]{0,2}[（(](?P<a>[^（）()0-9０-９、]{2,24})[)）]"
    r"|[【〈《〔［＜](?P<b>[^】〉》〕］＞0-9０-９、]{2,24})[】〉》〕］＞])[ \t\u3000]{0,12}[:：]?[ \t\u3000]{0,12}(?=\S)"
)
_WHENCE = re.compile(
    r"(?:代表|者|委員|市民|[区町村住県]民|関係|団体|機関|組織|選出|推薦|枠|公募|職員|議員|分野|部門|事業者|経験|公益)(?:等|\s)?$"
)


_GROUP = re.compile(r"事務局|説明|列席|出席|欠席|参加|オブザーバー|参考人|傍聴|来賓|担当|関係課|書記")


@dataclass(frozen=True, slots=True)
class Category:
    """The kind of the members under a heading or behind a lead, None where only its number is told; ``end`` of the lead."""

    word: str | None
    end: int = 0


def heading_category(raw: str) -> Category | None:
    """The kind that a line tells which is nothing but a heading, or None where it is no such heading.

    >>> heading_category("第１号委員（学識経験者）"), heading_category("３号委員"), heading_category("山田　太郎")
    (Category(word='学識経験者', end=0), Category(word=None, end=0), None)
    """
    compact = "".join(flat(raw).split())
    if re.fullmatch(_PARTIES, compact):
        return Category(compact)
    found = _CATEGORY.fullmatch(compact)
    if found is not None:
        told = found["inner"] or found["word"]
    elif (numbered := _NUMBERED.fullmatch(compact)) is not None:
        told = numbered["inner"]
    else:
        return None
    return Category(None if not told or status_of(told) is not None else told)


def leading_category(raw: str) -> Category | None:
    """The kind told at the head of a line before the names: 【公益代表】中条 or ２号委員（市議会議員）　竹内.

    >>> leading_category("１号委員（市議会議員）　竹内　誠"), leading_category("【事務局】総務課　山田")
    (Category(word='市議会議員', end=12), None)
    """
    found = _LEAD.match(raw)
    if found is None:
        return None
    printed = "".join((found["a"] or found["b"]).split())
    word = flat(printed)
    if is_role(word) or status_of(word) is not None or _WHENCE.search(word) is None:
        return None
    if found["b"] is not None and (_GROUP.search(word) or (is_unit(word) and not re.search("民$|公募", word))):
        return None
    return Category(printed, found.end())
