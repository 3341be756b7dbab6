"""Titles (題名): a heading without number, tag and trailing bracket, and whether it reads as a title."""

from __future__ import annotations

import re
from typing import NamedTuple

from minutes_pipeline.segment.headings import KIND_TAG, KIND_WORD, TAG, TAG_FORMS, TOPIC
from minutes_pipeline.segment.vocabulary import heading_key, is_named
from minutes_pipeline.text.openings import by_opening

_TAGS_AT = by_opening((form.opens, form) for form in TAG_FORMS if form.pattern is not KIND_TAG)
_S = " \t"
_SEPARATOR = " \t・:.,、-"
_QUOTED = re.compile(
    r"[「『](?P<t>[^「」『』]{2,120})[」』](?:\s{0,4}(?:について|に関すること|の件|に関する(?:部分|意見|質疑))?)?\s*$"
)
# A trailing bracket that names who speaks, which section, or how it ended is no part of the title.
_WHO = re.compile(
    r"(?:[^()]{0,40}?(?:部|課|室|係|局|館|所|会|署|院|校|園|センター|担当|事務局|当局|執行部|理事者|長|副?会長|委員|議員|次長|補佐|主査|主任|主事|主幹|会計|監事|書記|教授|氏|君|さん|様|議長|座長|司会|関係|者|専門員|[一-龠]{2,8}員|教頭|教諭|先生|[保看護]{2}師|士|より)"
    r"|(?:原案)?(?:可決|承認|了承|同意|認定|継続|否決|採択|不採択|報告|公開|非公開|議決|審議|協議|資料配[布付]|口頭|説明))(?:[・、,／/][^()]{1,30})?(?:から)?(?:説明|報告)?"
)
_RESULT = re.compile(
    r"(?:可決|承認|了承|継続審[議査]|否決|採択|不採択|非公開|公開|原案可決|同意|認定|報告|審議|協議|議決)"
)
# （20分）, （副会長:山田）: how long it takes, who tells it.
_LASTS = re.compile(
    r"約?[0-9]{1,3}分(?:間|程度|予定)?|[^()]{1,24}(?:長|員|部|係|課|局|室|担当|者|師|事|士)[:/][^()]{1,20}"
)
_KEEP = re.compile(
    r"(?:案|仮称|素案|原案|骨子案?|中間[^()]{0,8}|資料[^()]{0,8}|概要|改訂版?|最終[^()]{0,4}|第[^()]{1,8}|[^()]{0,12}年度?[^()]{0,8}|[0-9/.\-~]{1,12}|[^()]{0,20}案)"
)
# （PDF：250KB）: what a web copy says of the file behind the title.
_FILE = re.compile(r"(?:[A-Za-z]{2,5})?(?:形式|ファイル)?[:/,、]?[0-9][0-9.,]{0,8}[KMkm][Bb](?:yte)?[^()]{0,12}")
_MATERIAL = re.compile(r"(?:当日|別添|参考|追加)?(?:資料|別紙)(?:[0-9\-~、,・]|$)")
_GAP = re.compile(r"\s")
# A time behind the title: 「閉会　午後3時10分」.
_TIME = re.compile(
    r"\s{1,8}(?:\(\s?)?(?:午前|午後)?\s?[0-9]{1,2}(?:時(?:[0-9]{1,2}分|半)?|:[0-9]{2})(?:頃|ごろ)?\s?\)?$"
)
# A column beside the titles: 「照明の更新　　説明：館長」.
_COLUMN = re.compile(
    r"\s{2,20}(?:説明|報告|提案|担当|発表|進行|資料)(?:者|課)?\s?(?::|\s)\s{0,3}[^\s。、:][^。、:]{0,14}$"
)
_PERSON = re.compile(r"[^()]{1,20}")
_PERSON_NOTE = re.compile(r"\([^()]{1,20}\)")
_MOST_PERSONS = 6
_LONGEST_NAMES = 200
"""Characters within a bracket from which on nobody looks for names in it."""
_LEADING_GAP = 4
# 「花壇の植替え・・・11月10日」: dots lead from the title to its particulars.
_LEADER = re.compile(r"・・|…|‥|\.{3}|→")
_PROSE_END = re.compile(
    r"(?:[。!?]|ます|ました|ません|です|でした|ません(?:か)?|(?<!も)(?:した|った|れた|いた|えた|きた|んだ|じた|けた|めた)|である|ている|ていない|である|であった|なった|ください|下さい|願います|(?<![のが])(?:する|した)(?:こと)?とした|"
    r"(?:して|れて|いて|って|んで)(?:いる|ある|おく|ほしい|欲しい)|(?:では|じゃ)?(?:ない|なかった)|(?:か|よ|ね|わ|だ)|べき(?:だ|である)?|だろう(?:か)?|たい|られる|れる|できる|となる|になる|がある|とする|必要|予定|思う|考える|いく)[。.!?)」]?$"
)
_LONGEST_END = 12
"""Characters of the longest end of a statement."""
_TITLE_ENDS = ("について", "の件", "案", "報告", "こと", "もの")
_TITLE_END = re.compile(rf"(?:{'|'.join(_TITLE_ENDS)})\([^()]{{1,20}}\)$")
_LIST_NUMBER = re.compile(r"[0-9]{1,2}\s?[.、]\s{0,4}(?=\S)")
_PARTICLE = re.compile(r"(?:は|が|を|に|で|へ|も|と|から|まで|より)(?:、|,|[^ぁ-ん])")
_ASSERTION = re.compile(r"[。](?!$)|(?:ました|ます|です|である|した)[。、]")
_FIGURE = re.compile(r"[0-9][0-9,.]{0,12}\s?(?:人|件|円|%|世帯|名|か所|団体|回|ポイント|トン|基|台)")


class Title(NamedTuple):
    """A title's offsets in its piece, its printed number, and the text of the tag that numbered it."""

    start: int
    end: int
    number: str | None
    tag: str | None


def _skip(text: str, i: int, end: int, chars: str) -> int:
    while i < end and text[i] in chars:
        i += 1
    return i


# 「議案第37号から第45号を一括上程」: the tag is a word of the title.
_RANGE = re.compile(
    r"\s{0,2}(?:(?:から|より|ないし|乃至|及び|並びに|~|-)\s{0,3}(?:[一-龠]{1,6}\s?)?第?\s?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?号|を)"
)


def strip_tags(text: str, start: int, end: int) -> tuple[int, str | None]:
    """Walk over 日程第3, 議案第5号, 議題2, 審議… in front of a title: where it begins, and the innermost number."""
    number: str | None = None
    position = start
    for _ in range(4):
        for form in _TAGS_AT.get(text[position : position + 1], ()):
            pattern = form.pattern
            match = pattern.match(text, position, end) if form.holds in text else None
            if not match:
                continue
            after = _skip(text, match.end(), end, _SEPARATOR)
            if _RANGE.match(text, match.end(), end):
                continue
            if pattern is KIND_WORD:
                rest = heading_key(text[position:end])
                if is_named(rest) or after >= end:
                    continue
                position = after
                break
            if after >= end and number is not None and pattern is not TAG:
                continue
            number = match["n"] if pattern is TOPIC else re.sub(r"\s+", "", match[0]).strip("()[]〔〕【】<>")
            position = after
            break
        else:
            break
        if position >= end:
            break
    return position, number


def _leader(text: str, start: int, end: int) -> int:
    """Where the dots begin that lead from the title to its particulars, with the gap before them; ``end`` without any."""
    found = _LEADER.search(text, start, end)
    if found is None:
        return end
    return max(found.start() - _LEADING_GAP, start + len(text[start : found.start()].rstrip()), start)


def drop_aside(text: str, start: int, end: int) -> int:
    """End of the title without trailing brackets that name a speaker, section or result."""
    gap = _GAP.search(text, start, end)
    column = gap and (_COLUMN.search(text, gap.start(), end) or _TIME.search(text, gap.start(), end))
    if column:
        end = column.start()
    for _ in range(3):
        end = start + len(text[start:end].rstrip(" \t:"))
        if end <= start or text[end - 1] not in ")】]>〕":
            return end
        close = text[end - 1]
        opening = {")": "(", "】": "【", "]": "[", ">": "<", "〕": "〔"}[close]
        depth, i = 0, end - 1
        while i > start:
            depth += (text[i] == close) - (text[i] == opening)
            if depth == 0:
                break
            i -= 1
        if i <= start or depth:
            return end
        inner = text[i + 1 : end - 1].strip()
        if not _is_aside(inner, spaced=text[i - 1] in _S, bracket=opening):
            return end
        end = i
    return end


def _is_aside(inner: str, *, spaced: bool, bracket: str) -> bool:
    bare = re.sub(r"\s", "", inner)
    if bracket in "【[<" and spaced and _MATERIAL.match(bare):
        # A column of materials beside the list (　　【資料2】) is no part of the title; （資料1） is.
        return True
    if _FILE.fullmatch(bare):
        return True
    if _KEEP.fullmatch(bare):
        return False
    if _LASTS.fullmatch(bare) or _WHO.fullmatch(bare) or _RESULT.fullmatch(bare) or bracket in "<【":
        return True
    nested = "(" in inner and len(inner) <= _LONGEST_NAMES and _are_persons(inner)
    return nested or (spaced and bracket == "[")


def _are_persons(text: str) -> bool:
    """Whether a text may be a few names, each with a note in brackets or none (南(代理)、北): ways are followed together.

    A pattern would try each way of cutting the text at its commas, and there are as many as there are stars.
    """
    ends = _after_person(text, 0)
    for _ in range(_MOST_PERSONS - 1):
        commas = [end for end in ends if text[end : end + 1] in (",", "、", "・")]
        begins = {c + 1 for c in commas} | {c + 2 for c in commas if text[c + 1 : c + 2].isspace()}
        ends |= {end for begin in begins for end in _after_person(text, begin)}
    return len(text) in ends


def _after_person(text: str, start: int) -> set[int]:
    """Where a name that begins at ``start`` may end, with its note or without."""
    name = _PERSON.match(text, start)
    ends = set(range(start + 1, name.end() + 1)) if name is not None else set()
    return ends | {note.end() for end in ends if (note := _PERSON_NOTE.match(text, end)) is not None}


def read_title(text: str, start: int, end: int, number: str | None = None) -> Title | None:
    """The title in ``text[start:end]`` (folded), or None when nothing is left.

    A tag's number (議案第5号) is preferred to the list number in front of it.
    """
    start = _skip(text, start, end, _S)
    position, tag = strip_tags(text, start, end)
    if position >= end and tag is not None:
        return None
    if tag is None and number is None and (kind := KIND_TAG.match(text, start, end)):
        number = kind[0].strip()
    again = _LIST_NUMBER.match(text, position, end) if tag is not None else None
    if again:
        position = again.end()
    end = _leader(text, position + 2, end)
    end = drop_aside(text, position, end)
    quoted = _QUOTED.match(text, position, end)
    if quoted and len(quoted["t"]) >= 4:
        position, end = quoted.start("t"), quoted.end("t")
    if position >= end:
        return None
    return Title(position, end, tag or number, tag)


def is_title_like(text: str) -> bool:
    """True when a folded text reads as a title and not as a statement (題名らしいか).

    >>> [is_title_like(t) for t in ("公園の清掃について", "開 会", "屋根が傷んでいる。", "参加者は12人でした")]
    [True, True, False, False]
    """
    bare = text.strip()
    if not bare or len(bare) > 110 or _PARTICLE.match(bare):
        return False
    if "\t" in bare or (("。" in bare or "、" in bare) and _ASSERTION.search(bare)):
        return False
    if bare.endswith(_TITLE_ENDS) or (bare[-1] == ")" and _TITLE_END.search(bare)):
        return True
    return not _PROSE_END.search(bare, max(0, len(bare) - _LONGEST_END))
