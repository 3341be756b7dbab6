"""Whole minutes on one line (一行に畳まれた議事録): copies in which the line ends are lost, unfolded again.

Only lines too long to be a paragraph are touched, and only at signs that begin a line of their own: a speaker's mark,
a rule, a numbered heading that runs on, a header's label, the gap behind 。 that a paragraph's indent has left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise, product

from minutes_pipeline.model.raw import RawItem, RawLine
from minutes_pipeline.text.folding import flat

LONG = 250
"""Characters beyond which a line may be several lines folded into one."""

_S = r"[ ]{0,3}"  # white space between the letters of a spread label (日　　時); folded text
_WHEN_WHERE = product(
    ("", "開催", "招集", "開会", "閉会", "会議"), ("日時", "年月日", "期日", "場所", "の場所", "時間", "時刻", "会場")
)
_WHO = product(
    (
        "出席",
        "欠席",
        "出席した",
        "欠席した",
        "応招",
        "不応招",
        "説明",
        "事務局",
        "議会事務局",
        "出席事務局",
        "署名",
        "議事録署名",
        "会議録署名",
    ),
    ("者", "委員", "議員", "理事", "職員", "構成員", "説明員", "出席者"),
)
_WHAT = product(
    ("", "会議の", "議事の", "審議の", "会議に", "本日の会議に", "本日の"),
    ("議題", "議事日程", "次第", "経過", "概要", "付した事件", "付した案件", "付議事件", "審査案件", "審議事項"),
)
_OTHER = (
    *(
        "説明のため出席した者",
        "説明のために出席した者",
        "職務のため出席した者",
        "職務のために出席した者",
        "地方自治法第121条",
    ),
    *(
        "傍聴者",
        "傍聴人",
        "会議の公開",
        "配付資料",
        "配布資料",
        "会議資料",
        "会議次第",
        "日程及び提出議案の題目",
        "説明員",
    ),
)
_LABELS = {
    *(a + b for a, b in _WHEN_WHERE if a or b not in ("の場所", "時間", "時刻", "年月日")),
    *(a + b for a, b in _WHO),
    *(a + b for a, b in _WHAT if a or b not in ("経過", "概要", "付した事件", "付した案件")),
    *_OTHER,
}


def _spread(label: str) -> str:
    return _S.join(map(re.escape, label))


_LABEL = "|".join(_spread(label) for label in sorted(_LABELS, key=lambda label: (-len(label), label)))
LABEL_HEAD = re.compile(rf"[■□○●◆◇・]? ?(?:[0-9]{{1,2}}[.)]? {{0,2}})?(?:{_LABEL})(?= ?[:(]| |\t)")
"""A label of the header at the head of a (folded) line: such a line never goes on with the one before it."""
_BILL = "|".join(map(_spread, ("議案", "報告", "日程", "陳情", "請願", "認定", "同意", "諮問")))


@dataclass(frozen=True, slots=True)
class Cut:
    """A sign before which a folded line is cut.

    Attributes:
        id: Name of the rule.
        pattern: On folded text; the line is cut at the start of group ``cut`` (or at its end, with ``behind``).
        least: How often it must occur in the line to count.
        behind: Cut behind the match instead of before it.
        accepts: Text that is cut.
        rejects: Text that stays whole.
    """

    id: str
    pattern: str
    least: int = 1
    behind: bool = False
    accepts: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()


CUTS = (
    Cut("rule", r"(?P<cut>[-_=*]{8,400})", accepts=("あり────────〇委員長",)),
    Cut("rule-end", r"(?P<cut>[-_=*]{8,400})", behind=True, accepts=("────────〇委員長",)),
    Cut(
        "speaker-mark",
        r"(?<![^\s。)\]」』〕】>\-])(?P<cut>[○◯〇◎◆◇●■□▲△▼☆★] ?(?![○◯〇●□△0-9%\s])[^\s。]{2,})",
        accepts=("した。○委員長（乙）　次に", "者あり）〇委員長（甲君）　では", "委員会室　〇出席委員（７名）"),
        rejects=("加入率が〇％など", "見本○○市"),
    ),
    Cut(
        "marked-label",
        rf"(?P<cut>[○◯〇◎◆●■□] ?(?:{_LABEL})(?=[ (:]))",
        accepts=("第１委員会室〇出席委員（７名）", "見本□会議に付した事件　１"),
        rejects=("本日の出席委員は",),
    ),
    Cut(
        "marked-speaker",
        r"(?P<cut>[○◯〇◎] ?[^\s。、()○◯〇◎]{1,24}\([^()。]{1,14}\)(?: |\())",
        accepts=("午後１時　開会〇委員長（甲野乙子君）　ただいま",),
        rejects=("見本○○市（仮称）の",),
    ),
    Cut(
        "closed-speaker",
        r"(?<=[。)\-]) {0,2}(?P<cut>[^\s。、()「」0-9\-]{2,20}\) )",
        least=2,
        accepts=("行います。議長甲野太郎君） 直ちに開きます。 ２番乙川花子君） 賛成です。甲野委員） はい",),
        rejects=("です。（甲野委員） 次に",),
    ),
    Cut(
        "schedule",
        r"(?P<cut>日程第 ?[0-9]{1,2} )",
        least=2,
        accepts=("午前10時開会日程第1 署名議員の指名日程第2 会期の決定",),
    ),
    Cut(
        "ordinal",
        r"(?<=\s)(?P<cut>第 ?[0-9]{1,2}番? (?![回号条章期次項款種類])(?=[^\s0-9]))",
        least=2,
        accepts=("議事日程 第1 署名委員の指名 第2 会期の決定", "次第 第1番 開会 第2番 挨拶"),
        rejects=("第 3 回 総会 第 4 回 総会",),
    ),
    Cut(
        "topic",
        r"(?<=[\s。])(?P<cut>(?:次第|議題|案件) ?[0-9]{1,2} (?=[^\s0-9]))",
        accepts=("お願いします。 次第1 計画の案について ・事務局が説明", "です。 議題2 予算について"),
        rejects=("次第に 増える", "議題2の"),
    ),
    Cut(
        "bullet",
        r"(?<=[\s。])(?P<cut>・ ?[^\s・。、]{3})",
        least=2,
        accepts=("挨拶 ・事務局から説明した。 ・委員から質問",),
        rejects=("議長・副議長 ・ 委員",),
    ),
    Cut(
        "bracket-speaker",
        r"(?:(?<=[。)])|(?<=[。)] ))"
        r"(?P<cut>[(〔][^()〔〕。、]{1,24}(?:「[^「」]{1,12}」[^()〔〕。、]{1,12})?[)〕])(?=\s|[(〔○◯〇◎])",
        least=2,
        accepts=("ます。 （会長） それでは。 （甲委員） 次に",),
        rejects=("株式会社（本社）の",),
    ),
    Cut(
        "told-roster",
        r"(?<=[\s。])(?P<cut>(?:[0-9]{1,2} ?)?(?:出席|欠席|応招|不応招)(?:議員|委員)は[、,])",
        accepts=("招集された。 1 出席議員は、次の11名である。 1番",),
        rejects=("本日の出席議員は、13名です",),
    ),
    Cut(
        "heading-end",
        r"[△▲◎] ?[^\s。、]{2,40}?(?:について|の件|の報告|の指名|の決定|の選任|の選挙|宣告) {2,8}(?P<cut>)(?=\S)",
        behind=True,
        accepts=("△委員外議員の出席について  三名から届けが",),
        rejects=("△委員会の傍聴について 届けが",),
    ),
    Cut(
        "stage",
        r"(?<=[。\s])(?P<cut>[(〔]「[^「」]{1,15}」[^()〔〕。]{1,15}[)〕])",
        accepts=("か。（「異議なし」の声あり）",),
    ),
    Cut("paragraph", r"。(?:\u3000)+(?P<cut>)(?=[^\s)」』])", accepts=("でした。　次に",), rejects=("でした。次に",)),
    Cut(
        "dotted",
        r"(?<=\s)(?P<cut>[0-9]{1,2}\. ?(?![0-9])[^\s])",
        least=2,
        accepts=("場所　１．開　会　２．挨　拶",),
        rejects=("平均は 3.5 人で 2.1 人",),
    ),
    Cut(
        "numbered",
        r"(?<=\s)(?<!第 )(?P<cut>[0-9]{1,2} {1,2}(?![0-9番名人号回年月日時分円件%/:~-])[^\s0-9][^\s])",
        least=2,
        accepts=("事件　１　審議事項　（１）条例　２　報告事項",),
        rejects=("１　番　北条　２　番　田渕",),
    ),
    Cut(
        "bracketed",
        r"(?<=\s)(?P<cut>\([0-9]{1,2}\) ?[^\s0-9])",
        accepts=("審議事項　（１）条例の改正",),
        rejects=("事項（１）「条例」",),
    ),
    Cut(
        "glued-one",
        r"(?<=[^\s0-9.(第/:~-])(?P<cut>1 (?=[^\s0-9]))",
        least=3,
        accepts=("（第3回）1 平成30年 10時07分1 見本市役所1 出席議員",),
        rejects=("第1 会議",),
    ),
    Cut("lenticular", r"(?<=[\s。])(?P<cut>[【《〈])", accepts=("会議室 【議題】",), rejects=("市【本庁】",)),
    Cut(
        "label-colon",
        r"(?<=\s)(?P<cut>(?![0-9])[^\s:、。()0-9]{2,10} ?:(?![0-9/]))",
        accepts=("議事録 開催日：平成",),
        rejects=("平均 10：30",),
    ),
    Cut(
        "label",
        rf"(?<=[\s)\-])(?P<cut>(?:{_LABEL})(?=[ (:\u3000]))",
        accepts=("会議録　招集場所　見本町役場", "見本委員会　日　　時　　令和"),
        rejects=("本日の場所について",),
    ),
    Cut(
        "counted",
        rf"(?<=\s)(?P<cut>(?:{_BILL}){_S}第{_S}[0-9]{{1,3}}{_S}号?(?=[ \u3000]))",
        accepts=("題目　議　案　第　１　号　農地", "ます。 議案第2号　条例"),
        rejects=("よって議案第2号　は",),
    ),
)
"""Signs of a line's beginning inside a folded line."""

_COMPILED = tuple((cut, re.compile(cut.pattern)) for cut in CUTS)


def found_by(cut: Cut, text: str) -> list[int]:
    """Positions at which one rule cuts a text, or none where its sign occurs less than ``least`` times."""
    return _places(cut, re.compile(cut.pattern), _folded(text))


def _places(cut: Cut, pattern: re.Pattern[str], folded: str) -> list[int]:
    places = [m.end("cut") if cut.behind else m.start("cut") for m in pattern.finditer(folded)]
    return places if len(places) >= cut.least else []


def cuts_of(text: str) -> list[int]:
    """Positions at which a folded line is cut, ascending, without 0 and the end.

    >>> cuts_of("しました。　次に進みます。")
    [6]
    """
    folded = _folded(text)
    found: set[int] = set()
    for cut, pattern in _COMPILED:
        found.update(_places(cut, pattern, folded))
    return sorted(p for p in found if 0 < p < len(text))


def _folded(text: str) -> str:
    """Folded text in which full-width spaces behind 。 are kept: they tell a paragraph's indent from a narrow space."""
    folded = flat(text)
    if "。　" not in text:
        return folded
    chars = list(folded)
    for found in re.finditer("。　{1,8}", text):
        chars[found.start() + 1 : found.end()] = text[found.start() + 1 : found.end()]
    return "".join(chars)


_TURNS = re.compile("[。）][ \u3000]{0,3}[○◯〇◎][^\\s。○〇◯]{1,25}(?:（[^（）]{1,14}）)?[ \u3000]{1,3}\\S")
"""A second speaker in one line: certain at any length."""
_BARE = re.compile(r"(?:日程|議案|報告)?第? ?[0-9]{1,2}番?[.)]?")


_TOLD = re.compile("[。\u3000 ](?:出席|欠席|応招|不応招)(?:議員|委員)は[、，,]")
_MARKED = ("◎", "△")


def _edges(text: str) -> list[int]:
    """Cuts with both ends; a number is not cut from the title that follows it."""
    edges = [0]
    for at in [*cuts_of(text), len(text)]:
        # 2　◎開議宣告: the copy's own count of utterances, no number of the heading.
        running = text[at : at + 1] in _MARKED
        if running or not _BARE.fullmatch(flat(text[edges[-1] : at]).strip()):
            edges.append(at)
    return edges if edges[-1] == len(text) else [*edges, len(text)]


def unfold(items: list[RawItem], longest: int = LONG) -> list[RawItem]:
    """Items with each line of more than ``longest`` characters cut into its logical lines."""
    result: list[RawItem] = []
    for item in items:
        if not isinstance(item, RawLine) or item.places or not (len(item.text) > longest or _TURNS.search(item.text)):
            result.append(item)
            continue
        kept = [piece for piece in (item.text[a:b].strip() for a, b in pairwise(_edges(item.text))) if piece]
        if len(kept) < (3 if len(item.text) > longest and not _TOLD.search(item.text) else 2):
            result.append(item)
            continue
        result += [
            replace(item, text=piece, hard=True, blank_before=item.blank_before and number == 0)
            for number, piece in enumerate(kept)
        ]
    return result
