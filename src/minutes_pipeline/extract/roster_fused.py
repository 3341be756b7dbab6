"""Names fused to their posts (氏名と職名の癒着): 瀬尾文恵総務部長 is 瀬尾文恵 and 総務部長."""

from __future__ import annotations

import re
from functools import lru_cache

from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import begins_like_unit, is_unit, word_end
from minutes_pipeline.values.names import (
    LONE_SURNAMES,
    is_common_noun,
    is_surname,
    kinds_of,
    lone_surname_before_office,
    may_be_surname,
    name_likeness,
)
from minutes_pipeline.values.posts import TITLE_LAST, ends_with_title, is_title, split_post

_ORGANISATION = re.compile(
    r"(?:[市町村区県府]|都(?!市))(?=[^長民])|警察|法務|銀行|大学|学校|高校|小学|中学|社会福祉協|商工会|連合会|労働局|裁判|税務署|県庁|消防署|株式|協会|PTA|NPO|教育委員|農業委員|選挙管理"
)
_PLACE_INSIDE = re.compile(r"[^大中小上下東西南北][市町村県].")
_NEEDS_UNIT = re.compile(r"(?:担当)?[部課室係局班]長(?:補佐)?|[部課室係局班]長(?:代理|心得)")


# Posts that no office stands before: what does is their holder (山村副主幹; 市場課長 is a post as a whole).
_OF_NO_UNIT = re.compile(
    r"(?:副|主任|上席|統括|総括)?(?:主[幹査任事]|参事|技師|技監|書記|専門員)|副?[市町村区]長|教育長"
)

# 学校教育室 is a department, no school.
_DEPARTMENT = re.compile(
    r"学校(?:教育|給食|支援|施設|管理|保健|指導|経営|政策|改革|整備|計画|地域|人事)|高校(?:教育|改革|再編|支援|整備)|消防(?:総務|課|署)|大学(?:連携|政策)"
)
# Begins what only a place can stand before: 麻布地区総合支所長, 本町出張所長.
_OF_PLACE = re.compile(r"地区|地域|総合支所|支所|支部|分署|方面|周辺|駅|港|空港|農林|土木|振興局|出張所|分団")
_OFFICE = re.compile(
    r"地域(?:福祉|包括|支援|協働|共生|づくり|生活|防災|医療|交通|自治|コミュニティ|保健|活性|創生|政策|整備|経済)|"
    r"(?:港湾|土木|農林|農林水産|空港|駅前?|地域|地域振興)(?:管理|建設|整備|振興|対策|政策)?(?:課|係|部長)|周辺整備|方面隊"
)
_OF_SIDE = re.compile("[東西南北中新第大県市町村0-9一二三四五六七八九十]{1,2}|課|室|係|部|局")
_COUNTED = re.compile("[一二三四五六七八九十]")


def _tail_fit(tail: str) -> float | None:
    """How well what stands behind a name reads as its post; None where it begins another body's name."""
    if is_title(re.split(r"兼|・", tail, maxsplit=1)[0]):
        return 0.9 if _NEEDS_UNIT.fullmatch(tail) else 1.6
    if (_ORGANISATION.match(tail) and not _DEPARTMENT.match(tail)) or "会社" in tail or _of_place(tail):
        return None
    if begins_like_unit(tail):
        return 1.8
    if _begins_inside_place(tail):
        return None
    unit = tail[: ends_with_title(tail) or 1]
    word = len(unit) >= 2 and is_common_noun(unit) and not all(len(w) == 1 for w, _ in kinds_of(unit))
    return 1.0 if word and not _COUNTED.match(unit) else -0.6


def _of_place(tail: str) -> bool:
    """Whether only a place can stand before it (地区総合支所, 土木事務所); 地域福祉課 and 港湾課 are departments."""
    return _OF_PLACE.match(tail) is not None and _OFFICE.match(tail) is None


def _begins_inside_place(tail: str) -> bool:
    """原警察署…, 原土木事務所…: the last letters of a place before the word of an office, no department's name."""
    for pattern in (_ORGANISATION, _OF_PLACE):
        found = pattern.search(tail, 1, 12)
        if found is not None and found.start() <= 2 and _OF_SIDE.fullmatch(tail[: found.start()]) is None:
            return True
    return False


def _cuts_word(folded: str, at: int) -> bool:
    """Whether a word of an office would be cut at ``at`` (警|察署, 高|齢政策)."""
    return any(
        (found := pattern(folded, i)) is not None and found > at
        for i in range(max(0, at - 4), at)
        for pattern in (word_end, _organisation_end)
    )


def _cuts_noun(text: str, at: int) -> bool:
    """Whether the dictionary reads one word across ``at``: a noun of three letters (公民|館) or a given name (敬|三)."""
    end = 0
    for surface, kind in kinds_of(text):
        begin, end = end, end + len(surface)
        if begin < at < end:
            return (kind == "名詞" and len(surface) >= 3) or (kind == "名" and begin > 0)
    return False


def _cuts_proper_name(text: str, at: int) -> bool:
    """Whether the dictionary reads one name of three letters or more (a surname, a place) that goes on across ``at``."""
    surface, kind = kinds_of(text)[0]
    return kind in ("姓", "地") and len(surface) >= 3 and at < len(surface)


def _takes_from_title(text: str, folded: str, at: int) -> bool:
    """乾|副主幹 read as 乾副|主幹: the head ends with the beginning of a longer title, and is a name without it."""
    if at < 2 or not is_title(folded[at - 1 :]):
        return False
    shorter = text[: at - 1]
    return (shorter in LONE_SURNAMES or may_be_surname(shorter)) and not is_surname(text[:at])


def _also_surname(head: str) -> bool:
    """山村, 市村: read as a place or a common noun, and in another entry of the dictionary a surname."""
    return may_be_surname(head) and not is_surname(head)


def _organisation_end(folded: str, i: int) -> int | None:
    found = _ORGANISATION.match(folded, i)
    return None if found is None else found.end()


def _head_fit(head: str) -> float:
    """How well a string reads as the name before a post."""
    if len(head) == 1:
        return 1.5 * is_surname(head) + 0.7 * (head in LONE_SURNAMES)
    fit = name_likeness(head) + 0.4 * is_surname(head) + 0.2 * (len(head) == 2)
    if fit <= 0:
        return fit
    inside = any(begins_like_unit(head[i:], least=2) for i in range(1, len(head) - 1))
    nouns = sum(kind == "名詞" and len(word) >= 2 for word, kind in kinds_of(head)[1:]) >= 2
    nouns = nouns or (len(head) >= 4 and not is_surname(head) and bool(_PLACE_INSIDE.search(head) or _only_nouns(head)))
    nouns = nouns or (head[-1] in "市町村区" and not is_surname(head))
    return fit - 2.0 * inside - 2.0 * nouns


def _only_nouns(head: str) -> bool:
    """海上保安, 交通安全: two words of an office, no name."""
    return any(is_common_noun(head[:at]) and is_common_noun(head[at:]) for at in range(2, len(head) - 1))


@lru_cache(maxsize=4096)
def split_fused(text: str, *, strict: bool = False, named: bool = False) -> tuple[int, float] | None:
    """Where a name ends that is fused to its post (瀬尾文恵総務部長): (offset, likeness), or None.

    ``strict``: only a name that the dictionary knows, before a title or a word of a department, will do. ``named``: the
    other entries of the roster are names with their posts in one word, so that what could be another body's is no objection.

    >>> split_fused("小川次長")[0], split_fused("総務課長")
    (2, None)
    """
    folded = flat(text)
    if is_title(folded):
        return None
    options = []
    for at in range(1, min(9, len(folded))):
        head, tail = text[:at], folded[at:]
        if split_post(tail) is None:
            break
        if folded[at - 1 : at + 1] == "担当":
            continue
        fit = _tail_fit(tail)
        if named and fit is None and not is_common_noun(head):
            fit = 1.0  # 桜田門|地域課長, 湯之上|白梛総合支所長 beside 蓬田|産業建設課長
        if fit is None:
            continue
        lone = at == 1 and len(folded) >= 4 and lone_surname_before_office(folded[: ends_with_title(folded) or 1])
        if at == 1 and fit < 1.5 and not is_title(tail) and not lone:
            continue
        likeness = _head_fit(head)
        if lone:
            likeness, fit = likeness + 1.0, max(fit, 1.8)
        likeness += 2.0 * (head[-1] in "市町村区" and _OF_NO_UNIT.fullmatch(tail) is not None and _also_surname(head))
        if likeness <= 0:
            continue  # What follows only speaks against it.
        likeness -= 1.2 * _cuts_proper_name(text, at)
        likeness -= 1.5 * _takes_from_title(text, folded, at)
        likeness -= 1.5 * (at == 1 and not lone and is_surname(text[:2]) and is_title(folded[2:]))  # 金子部長
        if (
            likeness > 0
            and not (_cuts_word(folded, at) or _cuts_noun(text, at))
            and not (strict and not _surely(head, tail))
        ):
            options.append((round(likeness + fit, 2), at))
    if not options:
        return None
    score, at = max(options, key=lambda o: (o[0], -o[1]))
    whole = 1.2
    if begins_like_unit(folded):
        whole = 2.4 if is_surname(text[:at]) else 3.2
    return (at, score) if score > whole else None


def _surely(head: str, tail: str) -> bool:
    kinds = [kind for _, kind in kinds_of(head)]
    return kinds in (["姓"], ["姓", "名"]) and (
        begins_like_unit(tail, least=2) or (is_title(tail) and not _NEEDS_UNIT.fullmatch(tail))
    )


@lru_cache(maxsize=4096)
def post_end(folded: str) -> int | None:
    """Where a post ends that is fused to the name behind it (財務局長谷川 is 財務局長 and 谷川)."""
    if ends_with_title(folded) is not None or is_unit(folded):
        return None
    for at in range(len(folded) - 1, 1, -1):
        if folded[at - 1] not in TITLE_LAST:
            continue
        head, rest = folded[:at], folded[at:]
        post = split_post(head)
        if post is None or name_likeness(rest) < 2.0:
            continue
        if (
            is_title(head)
            or begins_like_unit(head)
            or head.startswith("同")
            or (post.unit is not None and is_unit(post.unit))
        ):
            return at
    return None
