"""Sentences as they are judged (判定する文): folded, without white space, with the role of who says them.

Decisions, issues and actions are read from the same view, made once per document: what is said (``text``, ``core``), by
which side (``role``), and what the clerk notes beside it (``note``: 異議なし, ★ and a name).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from minutes_pipeline.model.section import Outline, Sentence
from minutes_pipeline.text.folding import flat

Role = Literal["chair", "member", "official", "narration"]
"""chair 議事を進める人, member 委員・議員・会員, official 事務局・説明員, narration 記録者の地の文."""

_SPACE = re.compile(r"\s+")
_NOTE = re.compile(r"\(([^()]{1,30})\)[。.]?$")
_STOP = re.compile(r"[。.!]+$")

_PRESIDES = re.compile(
    r"議題(?:と(?:いた)?し|に供し|といたし)|お?諮り(?:し|いた)|採決(?:し|いた|に入)|異議(?:な|が?ご?ざ|あ)|挙手を求め"
    r"|(?:と|が)?認めます|説明を?(?:求め|願い|お願い)|次第に(?:従|沿)|(?:閉|散)(?:会|じ)|指名(?:し|いた)ます"
)
_MEMBER_LABEL = re.compile(r"質[問疑]|問|意見|要望|提案|委員|会員|感想|コメント|[QC]$")
_OFFICIAL_LABEL = re.compile(r"回答|答[弁え]?|説明|事務局|報告|[A]$|当局|執行部|担当課")
_ANSWER_LABEL = re.compile(r"回答|答[弁え]?(?:$|\()|^A$")
_RESULT_LABEL = re.compile(r"結果|結論|決定|まとめ|採決|承認事項|合意|決議|裁決")
_MEMBER_NAME = re.compile(r"委員$|議員$|職務代理者?$|[0-9]番|会員|理事$|班$|代表$")


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence as it is judged.

    Attributes:
        index: Its place in ``Outline.sentences``.
        sentence: The sentence.
        text: Folded, white space removed.
        core: ``text`` without the closing 。 and without a closing bracket's note.
        note: The closing bracket's content (異議なし, ★事務局, a speaker's name), or "".
        role: Who says it.
        result_block: True under a label that announces results (審議結果, 結論, まとめ).
        reply: True in an official's turn that answers a member.
    """

    index: int
    sentence: Sentence
    text: str
    core: str
    note: str
    role: Role
    result_block: bool
    reply: bool


_last: list[tuple[Outline, tuple[Judged, ...]]] = []


def judged(outline: Outline) -> tuple[Judged, ...]:
    """All sentences of the outline as they are judged, in document order; made once per outline."""
    for known, result in _last:
        if known is outline:
            return result
    result = _judge(outline)
    _last[:] = [(outline, result)]
    return result


def compact(text: str) -> str:
    """Folded, without white space (letters set apart, breaks inside words).

    >>> compact("予 定です。（　総　員　挙　手　）")
    '予定です。(総員挙手)'
    """
    return _SPACE.sub("", flat(text))


def split_note(text: str) -> tuple[str, str]:
    """A compact sentence as core and the content of its closing bracket.

    >>> split_note("資料を直す(★事務局)。")
    ('資料を直す', '★事務局')
    >>> split_note("(異議なし)")
    ('', '異議なし')
    """
    found = _NOTE.search(text)
    if found is None:
        return _STOP.sub("", text), ""
    return _STOP.sub("", text[: found.start()]), found[1]


def _judge(outline: Outline) -> tuple[Judged, ...]:
    folded = flat(outline.document.text)
    texts = [_SPACE.sub("", folded[s.start : s.end]) for s in outline.sentences]
    sides = _turn_roles(outline, texts)
    results = []
    for index, (sentence, text) in enumerate(zip(outline.sentences, texts, strict=True)):
        core, note = split_note(text)
        label = compact(sentence.label or "")
        block = compact(sentence.block_label or "")
        result_block = bool(_RESULT_LABEL.search(label) or (not label and _RESULT_LABEL.search(block)))
        role = _role(sentence, label, block, sides, result_block)
        reply = (
            role == "official"
            and sentence.turn is not None
            and sentence.turn > 0
            and sides[sentence.turn - 1] == "member"
        )
        results.append(Judged(index, sentence, text, core, note, role, result_block, reply))
    return tuple(results)


def _answers(outline: Outline, sentence: Sentence, label: str, sides: list[Role]) -> bool:
    """An official's words that answer a member: behind a member's turn (other officials may speak between), or 回答:."""
    if _ANSWER_LABEL.search(label):
        return True
    if sentence.turn is None:
        return False
    for turn in range(sentence.turn - 1, max(-1, sentence.turn - 7), -1):
        if sides[turn] != "official":
            return sides[turn] == "member"
    return False


def _turn_roles(outline: Outline, texts: list[str]) -> list[Role]:
    """Role per turn: the label's side, corrected where a speaker presides (教育長, 町会長 …)."""
    presiding: Counter[str] = Counter()
    for sentence, text in zip(outline.sentences, texts, strict=True):
        if sentence.turn is not None and _PRESIDES.search(text):
            presiding[compact(outline.turns[sentence.turn].speaker)] += 1
    roles: list[Role] = []
    for turn in outline.turns:
        speaker = compact(turn.speaker)
        if turn.side == "chair" or (presiding[speaker] >= 3 and turn.side != "secretariat"):
            roles.append("chair")
        elif turn.side == "member" or (turn.side == "other" and _MEMBER_NAME.search(speaker)):
            roles.append("member")
        elif turn.side == "other":
            roles.append("narration")
        else:
            roles.append("official")
    return roles


def _role(sentence: Sentence, label: str, block: str, sides: list[Role], result_block: bool) -> Role:
    if result_block:
        return "narration"
    if _MEMBER_LABEL.search(label):
        return "member"
    if _OFFICIAL_LABEL.search(label):
        return "official"
    if sentence.turn is not None:
        return sides[sentence.turn]
    if "説明" in block:
        return "official"
    if re.search(r"意見|質疑|質問", block) and sentence.mark is not None:
        return "member"
    return "narration"
