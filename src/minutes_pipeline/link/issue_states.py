"""What a sentence says of an issue (課題の状態): its last predicate tells, as the last one of a Japanese sentence does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minutes_pipeline.link.cue_rules import RULES, Kind
from minutes_pipeline.link.statements import Statement
from minutes_pipeline.model.links import IssueState

_BY_KIND: dict[Kind, tuple[re.Pattern[str], ...]] = {
    kind: tuple(rule.pattern for rule in RULES if rule.kind == kind) for kind in {rule.kind for rule in RULES}
}
_OUTRIGHT = re.compile(
    r"(?:は|も|が)[^。、]{0,16}(?:課題|問題)(?:だ|である|となっている|の(?:一つ|ひとつ)(?:だ|である))(?:と(?:思|考え|感じ|認識)[^。、]{1,6})?[。]?$"
)
_TROUBLE = re.compile(r"指摘|懸念|不足|解散|なり手|担い手")
_AGAIN = re.compile(r"改めて|再び|再度|再燃|再発|ぶり返|逆戻り|(?:戻|もど)(?:って|った|り)")
#: The sentence itself says that the issue had been closed: いったん解消した…が再び, 解決したとした…について再度.
_CLOSED_BEFORE = re.compile(
    r"(?:いったん|一旦|一度|(?:解[消決]|終了|改善)(?:した|済みとした|済みであった|とした|したとした))[^。]{1,80}(?:再び|再度|改めて|再燃|再発|戻っ|逆戻り)"
)
_DEED_LAST = re.compile(
    r"(?:(?:実施|開催|設置|配置|導入|整備|策定|改正|作成|締結|受講|増員|配布|開始|運行|開設|購入|更新|修繕|改修|公開|公表|周知|通知|発行|送付|募集|見直|修正|提出|設定)し|行っ|始め|設け|改め|加え|付け|定め|増やし|整え)た[。]?$"
)
_BETTER = re.compile(r"(?:改善|向上|増加|減少)(?:し|され)た[。]?$")
_PAST = re.compile(r"(?<!なかっ)(?<!だっ)(?<!であっ)(?<!とどまっ)た[。]?$")
#: What belongs to the running of a meeting (御覧ください, 案のとおり了承) says nothing of any issue.
_FORMULA = re.compile(
    r"(?:御覧|ご覧)(?:ください|願い|いただ)|(?:説明|報告|答弁|発言|審議|進行|協力)を?(?:御|お|ご)?(?:願い|お願い)(?:し|致し|いたし)ます|^(?:御?異議|ありがと|おはよう|それでは|ただ今|ただいま)|"
    r"(?:お諮り|諮り)(?:し|いたし|致し)ます|(?:御?質問|御?意見)(?:は|等は|など)(?:ござい|あり)ます|^(?:原案|提案|案|資料)?(?:の?とおり)?(?:御?了承|承認|可決|決定)(?:し|され|いただき|いたし)|^(?:原案|提案|案)のとおり|(?:開会|閉会|散会)(?:いたし|し|と)"
)
_ASIDE = re.compile(r"\([^()]{0,30}\)(?=[。]?$)")


#: Polite endings and the plain ones under which the cues are written (丁寧体 → 普通体).
_POLITE = (
    (re.compile(r"ておりません|ていません"), "ていない"),
    (re.compile(r"て(?:おり|い)ました"), "ていた"),
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
    return Cues(_shows("refers", text), _shows("resolved", text), is_report(text))


def names_issue(folded: str) -> bool:
    """Whether a sentence calls something an issue outright, in a speech as well (不足は待ったなしの課題だと思います。).

    >>> names_issue("担い手の不足は待ったなしの課題だと思います。"), names_issue("この課題は解消した。")
    (True, False)
    """
    return bool(_OUTRIGHT.search(plain(folded)))


def tells_trouble(folded: str) -> bool:
    """Whether a sentence speaks of a lack or a difficulty, though nobody took it for an issue."""
    text = plain(folded)
    return bool(_TROUBLE.search(text)) or _shows("open", text)


def is_formula(folded: str) -> bool:
    """Whether a sentence only serves the running of the meeting.

    >>> is_formula("資料２を御覧ください。"), is_formula("案のとおり了承いたします。"), is_formula("待ち時間は短くなった。")
    (True, True, False)
    """
    return len(folded) < 60 and bool(_FORMULA.search(folded))


def is_report(folded: str) -> bool:
    """Whether a sentence may continue, answer or close an issue."""
    return any(pattern.search(folded) for patterns in _BY_KIND.values() for pattern in patterns)


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
    solved, still, answered = (_last(kind, text) for kind in ("resolved", "open", "answered"))
    if statement.back and _BETTER.search(text) and not closed:
        # What the department calls better is its answer: whether that closes the matter is said by those who raised it.
        return "answered"
    if answered > max(solved, still):
        return "answered"
    if solved > still:
        return "resolved"
    if closed:
        return "reopened" if is_issue or still >= 0 or _AGAIN.search(text) else "resolved"
    if still >= 0 or is_issue:
        return "continued"
    if statement.back and (_shows("done", text) or _PAST.search(text)):
        # Under 前回の指摘への対応 a deed answers; whether it settles the matter is said elsewhere.
        return "answered"
    if statement.asked:
        # An answer tells what was done; whether that settles the matter is said by those who asked.
        return "answered"
    # What was done closes an issue unless the sentence ends in how far it changed (６か月から４か月前後になった).
    return "resolved" if _last("done", text) > _last("changed", text) or _ended(text) else "continued"


def _ended(text: str) -> bool:
    """Whether the last predicate is a deed in the past."""
    return bool(_DEED_LAST.search(text))


def _shows(kind: Kind, text: str) -> bool:
    return any(pattern.search(text) for pattern in _BY_KIND[kind])


def _last(kind: Kind, text: str) -> int:
    """Where the last cue of a kind begins, -1 where there is none."""
    return max((match.start() for pattern in _BY_KIND[kind] for match in pattern.finditer(text)), default=-1)
