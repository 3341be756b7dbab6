"""What a sentence says of an issue (課題の状態): its last predicate tells, as the last one of a Japanese sentence does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minutes_pipeline.link.statements import Statement
from minutes_pipeline.model.links import IssueState

_REFERS = re.compile(
    r"(?:昨年度?|前年度?|前回|これまで|従来|以前|当初)[^。]{0,20}(?:課題|問題|指摘|報告|懸案|連絡会|会議|としてい|とした)|引き続き|依然|改めて|再び|再度|懸案|指摘のあった|"
    r"(?:この|当該|本)(?:課題|問題)|解消|解決|続いて|更に"
)
_RESOLVED = re.compile(
    r"(?:解消|解決|改善|克服)(?:(?:を|が)?(?:し(?:た|、|て(?!い?(?:な|ま?せ)))|され(?:た|、|て(?!い?な))|でき(?:た|て(?!い?な))|済|図られた|見られた)|(?=[。]?$)|(?:した|された)?もの|と(?:する|した|し、|なった|なる|判断|みな|考え))|"
    r"(?:終了|完了|終結|収束|対応済み?|区切り|クローズ)(?:と(?:する|した|し[、て]|いたし|なった|なり)|してよい|でよい|し(?:た|ました)|(?=[。]?$))|(?:対応|完了|措置|整備|実施)済|"
    r"課題(?:から|の一覧から)(?:外|除|削)|取り下げ|(?:なく|無く)な[りっ]|(?:見|み)られなくな|達成(?:した|し[、て]|され)|(?:体制|仕組み|環境|制度)(?:を整え[た、て]|が(?:整っ|でき)た)|"
    r"[0０](?:件|人|か所|校|日)とな|(?:開催|確保|実施|設置|導入|配置|対応)(?:することが|が)(?:でき|出来)[たて]|(?:応え|賄え|確保でき|間に合)(?:ており|ている|るようになっ[たて])|支障(?:は|が)な(?:い|くなった)"
)
_DONE = re.compile(
    r"(?:実施|開催|設置|配置|導入|整備|策定|改正|作成|締結|受講|増員)し(?:ました|た|、|て)|行(?:いました|った|い、)|整え(?:ました|た|て)"
)
_OPEN = re.compile(
    r"引き続き|依然|続(?:いて|く)|至(?:ら(?:な|ず)|って(?:い)?な)|課題(?:と(?:して|なって|する|認識|考え)|で(?:ある|す)|が(?:ある|残))|必要(?:が|で)|(?:とど|留)まっ|掛?かって(?:いる|おり)|低下|後退|持ち越|経過を見|"
    r"(?:増え|減っ|不足し|滞っ|遅れ|偏っ|空い|伸び悩ん)[てで](?:いる|おり|います)|足り(?:な|ず|ま)|(?:でき|出来)(?:て(?:い)?(?:な|ま?せ)|な|ず|ませ)|見通しが立た|結論が出|難しい|困難|乏し|ほとんど[^。]{0,10}な|"
    r"(?:解消|解決|改善|対応|改ま|把握)(?:さ?れ?て?い?)(?:ない|ず|おらず|っておらず|していない|されていない)|解消(?:には|に向け)|変わら(?:ず|な)|(?:少な|低)い(?:まま|状)|まま(?:で|と|だ)|懸念|不足(?:し|が|は|で)|断ることが|欠け"
)
_CHANGED = re.compile(r"(?:縮|短縮|増|減|改|早ま|広が|縮小|拡大)(?:ま|え|っ|し|め|ら)|となっ(?:た|て)|になった")
_ANSWERED = re.compile(
    r"(?:回答|返答|お答え|答弁|回報)(?:を?(?:し|致し|いたし)(?:た|ました|ている)|が(?:あ|な)(?:った|され)|のとおり|済|(?=[。]?$))|"
    r"(?:指摘|意見|質問|要望|お尋ね|照会)[^。]{0,30}(?:資料|別紙)[^。]{0,8}(?:のとおり|に(?:示|まと|整理|記載)|で(?:示|説明))|(?:指摘|意見|質問|お尋ね)[^。]{0,40}(?:説明|報告)(?:し(?:た|ました)|する|いたします|します)"
)
_TROUBLE = re.compile(r"指摘|懸念|不足|解散|なり手|担い手|" + _OPEN.pattern)
_AGAIN = re.compile(r"改めて|再び|再度|再燃|再発|ぶり返|逆戻り|(?:戻|もど)(?:って|った|り)")
#: The sentence itself says that the issue had been closed: いったん解消した…が再び, 解決したとした…について再度.
_CLOSED_BEFORE = re.compile(
    r"(?:いったん|一旦|一度|(?:解[消決]|終了|改善)(?:した|済みとした|済みであった|とした|したとした))[^。]{1,80}(?:再び|再度|改めて|再燃|再発|戻っ|逆戻り)"
)
_ASIDE = re.compile(r"\([^()]{0,30}\)(?=[。]?$)")


#: Polite endings and the plain ones under which the cues are written (丁寧体 → 普通体).
_POLITE = (
    (re.compile(r"ておりません|ていません"), "ていない"),
    (re.compile(r"ませんでした"), "なかった"),
    (re.compile(r"ません"), "ない"),
    (re.compile(r"(?:て|で)(?:おります|います|おりまして|いまして|おり、)"), "ている"),
    (re.compile(r"(?:でございます|であります|です)(?=[。、が]|$)"), "である"),
    (re.compile(r"(?:致|いた)しました"), "した"),
    (re.compile(r"[ちりい]ました"), "った"),
    (re.compile(r"[みびに]ました"), "んだ"),
    (re.compile(r"きました"), "いた"),
    (re.compile(r"ました"), "た"),
    (re.compile(r"(?:致|いた)します"), "する"),
    (re.compile(r"します"), "する"),
    (re.compile(r"ります"), "る"),
)


def plain(folded: str) -> str:
    """A sentence in the plain style, so that a cue need not be written twice.

    >>> plain("課題は解消されました。"), plain("まだ行っておりません。"), plain("改善しています。")
    ('課題は解消された。', 'まだ行っていない。', '改善している。')
    """
    for pattern, form in _POLITE:
        folded = pattern.sub(form, folded)
    return folded


@dataclass(frozen=True, slots=True)
class Cues:
    """What a sentence shows at first sight.

    Attributes:
        refers: It refers to an earlier meeting or to a known issue.
        resolves: It says that something was resolved.
        reports: It may say something of an issue at all.
    """

    refers: bool
    resolves: bool
    reports: bool


def cues_of(folded: str) -> Cues:
    """Read the cues of a folded sentence.

    >>> cues_of("この課題は解消した。").resolves, cues_of("この課題は解消していない。").resolves
    (True, False)
    """
    text = plain(folded)
    return Cues(bool(_REFERS.search(text)), bool(_RESOLVED.search(text)), is_report(text))


def tells_trouble(folded: str) -> bool:
    """Whether a sentence speaks of a lack or a difficulty, though nobody took it for an issue."""
    return bool(_TROUBLE.search(plain(folded)))


def is_report(folded: str) -> bool:
    """Whether a sentence may continue, answer or close an issue."""
    return any(cue.search(folded) for cue in (_REFERS, _RESOLVED, _DONE, _OPEN, _CHANGED, _ANSWERED))


def state_of(statement: Statement, is_issue: bool, before: Sequence[IssueState]) -> IssueState:
    """What the sentence says of the issue.

    Args:
        statement: The sentence.
        is_issue: Whether it states a problem itself.
        before: What earlier meetings said of the issue, oldest first.
    """
    text = plain(_ASIDE.sub("", statement.folded))
    closed = bool(before) and before[-1] == "resolved"
    if _CLOSED_BEFORE.search(text):
        return "reopened"
    solved, still, answered = (_last(cue, text) for cue in (_RESOLVED, _OPEN, _ANSWERED))
    if answered > max(solved, still):
        return "answered"
    if solved > still:
        return "resolved"
    if closed:
        return "reopened" if is_issue or still >= 0 or _AGAIN.search(text) else "resolved"
    if still >= 0 or is_issue:
        return "continued"
    return "resolved" if _DONE.search(text) else "continued"


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match begins, -1 where there is none."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)
