"""The meeting's name and number (会議名・第N回) out of title, header field or opening speech."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes_pipeline.model.section import Outline
from minutes_pipeline.text.folding import flat, flat_whole
from minutes_pipeline.values.dates import find_dates
from minutes_pipeline.values.eras import ERA, small_number

_NUM = r"(?:[0-9]{1,4}|[一二三四五六七八九十百千]{1,7}|[0-9](?:\s?[0-9]){0,3})"
_SESSION = re.compile(rf"第\s?(?P<n>{_NUM})\s?回")
_RECORD = re.compile(
    r"(?:議事録|会議録|議事要旨|会議要旨|会議概要|議事概要|開催結果|会議結果|会議記録|要点記録|要点筆記|摘録|摘要|速記録|議事メモ|議事概略|会議要録|議事要録|審議概要|議事報告|会議報告|開催概要|"
    r"会議の(?:概要|結果|要旨|記録)|議事の(?:概要|要旨|記録)|審議結果|確認事項|開催報告|概要記録|記録|概要|要旨|メモ|結果報告|結果|次第|報告書|の報告|報告|要録)(?:書|簿|票)?"
)
# What stands behind the body's name in a title and is no part of it.
_TAIL = re.compile(
    rf"(?<!\s)\s*(?:[(\[【]?\s?(?:案|要旨|概要|要約|要約版|概要版|要旨版|公開用|公表用|抜粋|本文|確定版|完成版|未定稿|書面|全文|要点筆記)\s?[)\]】]?|\(?第\s?{_NUM}\s?号\s?\)?|その[0-9一二三]|\(?第?\s?{_NUM}\s?日目?\)?|NO\.?\s?[0-9]{{1,3}}|[-―~・:,、。]|の)\s*$",
    re.IGNORECASE,
)
# 「令和６年７月　部長会議」: the month is a part of the date; in 「９月定例会」 it is a part of the name.
# A web copy prints its title again and again: 「議会運営委員会-01号 議会運営委員会」.
_GOES_ON = re.compile(r"(?:及び|並びに|・|、|と)$")
# 「緑市議会第２回臨時会」 says more than 「５月 臨時会（第２回）」.
_OF_ASSEMBLY = re.compile(r"[市町村区都県府]議会[^。]{0,12}(?:定例会|臨時会)")
_OF_COPY = re.compile(r"(?:^|(?<=\s))[^\s:]{1,10}[市町村区都道府県]\s?:\s?(?=\S)")
_POST_END = re.compile(r"(?:長|教授|理事|委員|代表|課|係|担当|主査|幹事)$")
_PAGE = re.compile(r"更新|公開日|掲載|ページ|印刷|トップ|ホーム|本文")
_TWICE = re.compile(r"(?P<name>\S{4,40}?)(?:[\s\-−0-9０-９号]{0,10}(?P=name)){1,3}")
# A web copy's own running title: 議会運営委員会-11月13日-01号.
_ISSUE = re.compile(r"-\s?[0-9]{1,2}月[0-9]{1,2}日(?:\s?-\s?(?:[0-9]{1,2}号)?)?|-\s?[0-9]{1,2}号")
# 第１回協議会を開催しました, 定期総会開かる, 協議会は次のとおり行われました
_TOOK_PLACE = re.compile(
    r"(?:[をがは](?:(?:次|下記|以下)の(?:とおり|通り))?(?:開催|開か?れ|開き|実施|行い|行われ)(?:し|いたし|され)?(?:まし)?た|(?<=会)(?:が|を)?(?:開かる|開催)(?=\s|$))"
)
_CLOCK = re.compile(r"[\s(](?:午前|午後)\s?[0-9]{1,2}(?:時|:)")
_MONTH = re.compile(
    rf"(?:(?<=年)|(?<=年度)|^)\s?{_NUM}月(?:(?:度|期|分)?(?=\s|$)(?!\s*定例)|(?:度|期|分)?(?=[^\s定例臨議会期]{{1,12}}委員会|度))"
)
_YEAR = re.compile(
    rf"(?:{ERA}\s?{_NUM}|{ERA}\s?元|(?:19|20)[0-9]{{2}}|[RHS]\s?[0-9]{{1,2}})\s?(?:\([^()]{{1,8}}\)\s?)?年\s?(?:度|\([^()]{{1,10}}\)度?)?(?:分)?"
)
_MEETING = (
    r"(?:委員会|審議会|協議会|推進会議|会議|総会|理事会|役員会|定例会|臨時会|連絡会|懇談会|検討会|部会|分科会|ミーティング|打合せ|打ち合わせ|打合会|会合|評議会|研究会|説明会|ワーキング|WG|SG|Group|group|"
    r"グループ|幹事会|例会|集会|大会|意見交換会|本部|議会|懇話会|推進会|審査会|運営会|評価会|調査会|連合会|町会|自治会|委員協議会|チーム|ワークショップ|学習会|勉強会|総代会|代議員会|後援会|振興会|保存会|友の会|親の会|フォーラム|公聴会|市民会議|円卓会議|庁議|政策調整会|[部課校園区局]長会|サロン|組合会|評議員会|策定会)"
)
_NAMED_IN_BRACKET = re.compile(
    rf"[^()]{{0,24}}(?:議事録|会議録|議事要旨|会議要旨|会議概要|議事概要|会議結果|開催結果)\s?\((?P<body>[^()]{{3,40}}{_MEETING})\)\s*"
)
_BODY_NOUN = re.compile(rf"{_MEETING}(?![室場])")
_BODY_END = re.compile(rf"{_MEETING}(?:\s?\([^()]{{1,20}}\))?\s*$")
_GENERIC = frozenset(
    "会議 審議会 委員会 協議会 部会 会合 打合せ 懇談会 検討会 本会議 定例会議 議会 常任委員会 特別委員会 分科会 本委員会 本部 ミーティング".split()
)
_WORDS_ALONE = frozenset("開催 概要 結果 会議録 議事録 要旨 記録 報告 次第 本文 開催概要 出席者 日時".split())
_CALL = r"[^\s。、「」()]{2,40}?(?:\([^()]{1,20}\))?[^\s。、「」()]{0,24}?"
_OPENING = (
    re.compile(
        rf"(?:ただ今|ただいま|只今|これ|それでは|定刻)[^。]{{0,40}}?(?:より|から|ので)[,、\s]{{0,3}}(?P<name>(?:{ERA}[^。、]{{1,6}}年度?[\s,、]?)?(?:第{_NUM}回[\s]?)?{_CALL}{_MEETING})(?:第{_NUM}回(?:会議|会合)?)?を(?:開会|開催|始め|開き|開始|執り行|再開)"
    ),
    re.compile(
        rf"(?P<name>(?:{ERA}[^。、]{{1,6}}年度?[\s,、]?)第{_NUM}回[\s]?{_CALL}{_MEETING})(?:を|に)(?:開会|開催|始め|開き|御参加|ご参加|御出席|ご出席|お集まり)"
    ),
    re.compile(
        rf"(?P<name>第{_NUM}回[\s]?{_CALL}{_MEETING})(?:を|に)(?:開会|開催|始め|開き|御参加|ご参加|御出席|ご出席)"
    ),
    re.compile(rf"(?P<name>{_CALL}{_MEETING})を(?:開会|開催|始め|開き)(?:し|いた|さ|ま)"),
    re.compile(rf"(?P<name>第{_NUM}回\s?{_CALL}{_MEETING})(?:が|を)\s{{0,2}}(?:行われ|開かれ|開催さ|行い|実施)"),
)
_NEXT = re.compile(rf"次回の?(?P<name>(?!の)[^\s。、・:をはにで]{{1,20}}?{_MEETING})(?:[・:…はを\s]|$)")
_LEAD = re.compile(
    r"^(?:[\s0-9]{1,3}(?=第|\s)|[■●○◎◇◆□▼▶★☆・※\s【\[〔<〈「『]{1,4}|本日の|当|今回の|この|令和の|[本今昨]年度の|(?:ただ今|ただいま|只今|これ)(?:から|より))"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name and a session with the place they were read from (offsets of ``Document.text``)."""

    name: str | None
    session: int | None
    start: int
    end: int


def clean_name(printed: str) -> str | None:
    """The body's name in a title line: without 第N回, year, date, 議事録 and their like; None when nothing is left.

    >>> clean_name("令和６年第８回みなと町教育委員会定例会会議録")
    'みなと町教育委員会定例会'
    >>> clean_name("みなと会（第48期）令和３年度定期総会　議事録")
    'みなと会（第48期）定期総会'
    """
    text = _close_up(printed)
    folded = flat(text)
    named = _NAMED_IN_BRACKET.fullmatch(folded)
    if named is not None:
        # 「第６回議事録（○○協議会）」: the bracket tells whose record it is.
        text, folded = text[named.start("body") : named.end("body")], named["body"]
    cuts = [m.span() for m in _OF_COPY.finditer(folded)]
    for date in find_dates(folded):
        if date.day is not None:
            cuts.append((date.start, date.end))
    cuts += [m.span() for m in _YEAR.finditer(folded)]
    cuts += [m.span() for m in _MONTH.finditer(folded)]
    clock = _CLOCK.search(folded)
    if clock is not None and clock.start() > 3:
        cuts.append((clock.start(), len(folded)))
    cuts += [m.span() for m in _ISSUE.finditer(folded)]
    for found in re.finditer(
        rf"第\s?{_NUM}\s?回\s?(?:目)?\s?(?:(?:会議|会合|定例会合|開催)(?=\s|$|[(の議])|の)?", folded
    ):
        cuts.append(found.span())
    record = _last_record(folded)
    if record is not None:
        cuts.append((record, len(folded)))
    rest = "".join(c for i, c in enumerate(text) if not any(a <= i < b for a, b in cuts))
    name = _tidy(rest)
    again = _TWICE.fullmatch(name) if name else None
    return again["name"] if again else name


def _last_record(folded: str) -> int | None:
    """Offset from which a title tells the kind of record; only where the body's name stands before it."""
    opened = _TOOK_PLACE.search(folded)
    if opened is not None:
        return opened.start()
    for found in _RECORD.finditer(folded):
        head = _without_the_word(folded[: found.start()].rstrip())
        tail = folded[found.end() :]
        if not _BODY_NOUN.search(head) and head:
            continue
        if found[0] in (
            "概要",
            "要旨",
            "結果",
            "報告",
            "記録",
            "次第",
            "メモ",
            "報告書",
            "の報告",
        ) and _BODY_NOUN.search(tail):
            continue
        return len(head) if head else None
    return None


def _without_the_word(head: str) -> str:
    """「審査会会議の記録」: the word 会議 behind a body's name belongs to the record, in 防災会議 to the name."""
    bare = re.sub(r"会議の?$", "", head).rstrip()
    return bare if _BODY_END.search(bare) and not bare.endswith(("議会", "本部")) else head


def _close_up(text: str) -> str:
    """A title whose letters are set apart (第 ５ 回 総 会 議 事 録), closed up."""
    parts = text.split()
    if len(parts) >= 4 and sum(len(p) <= 1 for p in parts) >= 0.7 * len(parts):
        return "".join(parts)
    return text


def _tidy(text: str) -> str | None:
    text = " ".join(text.replace("\u3000", " ").split())
    before = None
    while before != text:
        before = text
        text = re.sub(r"[(（〔\[]\s*(?:[・,、~～]\s*)?[)）〕\]]", "", text)
        text = re.sub(r"[(（]\s?(?:開催|実施|開催分)\s?[)）]", "", text)
        text = re.sub(r"[(（]\s?(?:[月火水木金土日](?:曜日)?)\s?[)）]", "", text)
        found = _TAIL.search(flat(text))
        if found:
            text = text[: found.start()]
        text = re.sub(r"(?<=[会部議])[がをは]$", "", text)
        text = _LEAD.sub("", text).strip(" \u3000-－―~～:：")
        for opening, closing in ("【】", "「」", "『』", "〈〉", "[]", "〔〕"):
            if text.endswith(closing) and opening not in text:
                text = text[:-1].rstrip()
        if text.count("（") + text.count("(") > text.count("）") + text.count(")"):
            text = re.sub(r"[(（](?=[^)）]{0,200}$)", " ", text).strip()
        if text.count("（") + text.count("(") < text.count("）") + text.count(")"):
            text = text.rstrip(")）")
    text = " ".join(text.split())
    return text or None


def session_of(text: str) -> int | None:
    """The N of 第N回 in a title; None where several disagree or none is printed."""
    numbers = {small_number("".join(m["n"].split())) for m in _SESSION.finditer(flat(text))}
    return numbers.pop() if len(numbers) == 1 else None


def _rank(text: str) -> int:
    """How much a line looks like the title: a body's name with the word for the record is best."""
    folded = flat(_close_up(text))
    ends = _BODY_END.search(folded) or _RECORD.search(folded)
    return (
        3 * bool(_RECORD.search(folded))
        + 2 * bool(_BODY_NOUN.search(folded))
        + bool(_SESSION.search(folded))
        + bool(ends)
        + bool(_OF_ASSEMBLY.search(folded))
        - 3 * bool(_POST_END.search(folded) and not _RECORD.search(folded))
    )


def _first_of_title(outline: Outline, index: int) -> int:
    """The line that a title begins on: 「○○会議及び」 on the line above belongs to it."""
    document = outline.document
    above = flat(document.line_text(index - 1)) if index > 0 else ""
    return index - 1 if _GOES_ON.search(above) and _BODY_NOUN.search(above) and len(above) <= 60 else index


def _candidates(outline: Outline) -> list[tuple[int, int]]:
    """Spans that may be the title, best first: title lines, what stands before the first label, lines above it."""
    document, header = outline.document, outline.header
    spans = [(document.lines[_first_of_title(outline, i)].start, document.lines[i].end) for i in header.title_lines]
    first = min((f.label.start for f in header.fields if f.label is not None and f.kind != "other"), default=None)
    if first is not None:
        line = next(x for x in document.lines if x.start <= first < x.end + 1)
        if first - line.start > 6:
            spans.append((line.start, first))
    return sorted(spans, key=lambda s: (-_rank(document.text[s[0] : s[1]][:90]), s[0]))


def _last_part(text: str) -> str:
    """A long title line of a web copy repeats itself: its last part with a body's name is the printed title."""
    parts = [p for p in re.split(r"[\u3000]{2,}|\s{3,}|\t", text) if _BODY_NOUN.search(flat(p))]
    again = len(text) > 60 or (len(text) > 40 and len(_BODY_NOUN.findall(flat(text))) >= 3)
    if again:
        words = [w for w in text.split() if _BODY_NOUN.search(flat(w)) and _RECORD.search(flat(w))]
        parts = words or parts
    if parts and again:
        return next((p for p in parts if _OF_ASSEMBLY.search(flat(p))), parts[-1])
    return text


def _from_titles(outline: Outline) -> Named | None:
    text = outline.document.text
    best: Named | None = None
    session = None
    for start, end in _candidates(outline):
        printed = _last_part(text[start:end])
        offset = text.find(printed, start, end)
        session = session if session is not None else session_of(_close_up(printed))
        name = clean_name(printed.replace("\n", ""))
        if (
            best is None
            and name is not None
            and name not in _GENERIC
            and not _RECORD.fullmatch(flat(name))
            and len(name) <= 60
            and _BODY_NOUN.search(flat(name))
        ):
            best = Named(name, None, offset, offset + len(printed))
    if best is None:
        return None
    return Named(best.name, session, best.start, best.end)


def _from_field(outline: Outline) -> Named | None:
    for field in outline.header.of_kind("title"):
        if not field.values:
            continue
        span = field.values[0]
        printed = outline.document.text[span.start : span.end]
        name = clean_name(printed)
        if name is not None and name not in _GENERIC:
            return Named(name, session_of(printed), span.start, span.end)
    return None


def _from_speech(outline: Outline) -> Named | None:
    """The name that the opening speech or a notice of the next meeting gives."""
    document = outline.document
    first = document.lines[outline.header.body_line].start if outline.header.body_line < len(document.lines) else 0
    folded = flat_whole(document.text)
    for pattern in _OPENING:
        found = pattern.search(folded, first, first + 2500)
        if found is None:
            continue
        start, end = found.span("name")
        name = clean_name(document.text[start:end])
        if name is not None and name not in _GENERIC:
            return Named(name, session_of(document.text[start:end]), start, end)
    found = _NEXT.search(folded)
    if (
        found is not None
        and (name := clean_name(document.text[found.start("name") : found.end("name")])) not in _GENERIC
    ):
        return Named(name, None, found.start("name"), found.end("name"))
    return None


def _from_line_above(outline: Outline) -> Named | None:
    """The line right above the first label, where no title names a body."""
    document, header = outline.document, outline.header
    labelled = [f for f in header.fields if f.kind in ("date", "venue", "member", "time")]
    if not labelled or labelled[0].first_line == 0:
        return None
    index = labelled[0].first_line - 1
    line = document.lines[index]
    name = clean_name(document.text[line.start : line.end])
    if (
        name is None
        or len(name) > 50
        or name in _GENERIC
        or name in _WORDS_ALONE
        or not re.search(r"[A-Za-zぁ-んァ-ヶ一-龠]", name)
        or "。" in name
        or _PAGE.search(name)
    ):
        return None
    return Named(name, session_of(document.text[line.start : line.end]), line.start, line.end)


def find_name(outline: Outline) -> Named | None:
    """Name and session of the meeting, or None where no name is printed."""
    named = [n for n in (_from_field(outline), _from_titles(outline)) if n is not None]
    if named:
        session = next((n.session for n in named if n.session is not None), None)
        return Named(named[0].name, session, named[0].start, named[0].end)
    return _from_speech(outline) or _from_line_above(outline)
