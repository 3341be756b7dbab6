"""Sentences as they are judged (判定する文): folded, without white space, with the role of who says them.

Decisions, issues and actions are read from the same view, made once per document: what is said (``text``, ``core``), by
which side (``role``), and what the clerk notes beside it (``note``: 異議なし, ★ and a name).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from minutes_pipeline.model.section import Outline, Sentence
from minutes_pipeline.text.folding import flat, flat_whole
from minutes_pipeline.text.once import once
from minutes_pipeline.text.screen import Screen

Role = Literal["chair", "member", "official", "narration"]
"""chair 議事を進める人, member 委員・議員・会員, official 事務局・説明員, narration 記録者の地の文."""

_NOTE = re.compile(r"\(([^()]{1,30})\)[。.]?$")
_STOPS = "。.!"

_PRESIDES = re.compile(
    r"議題(?:と(?:いた)?し|に供し|といたし)|お?諮り(?:し|いた)|採決(?:し|いた|に入)|異議(?:な|が?ご?ざ|あ)|挙手を求め"
    r"|(?:と|が)?認めます|説明を?(?:求め|願い|お願い)|次第に(?:従|沿)|(?:閉|散)(?:会|じ)|指名(?:し|いた)ます"
)
_MEMBER_LABEL = re.compile(r"質[問疑]|問|意見|要望|提案|委員|会員|感想|コメント|[QC]$")
_TOPIC_LABEL = re.compile(r"(?:について|に関し(?:て|ては)|の件|(?:推薦|選出|選任|委嘱|募集|改選)(?:等|など)?)$")
"""A label that names a matter, not who speaks (民生委員の推薦について)."""
_OFFICIAL_LABEL = re.compile(r"回答|答[弁え]?|説明|事務局|報告|[A]$|当局|執行部|担当課")
_RESULT_LABEL = re.compile(r"結果|結論|決定|まとめ|採決|承認事項|合意|決議|裁決")
_SETTLED_LABEL = re.compile(
    r"(?:決定|合意|決定した|合意した)(?:事項|内容|点)|決(?:ま|め)(?:った|た)(?:こと|事項|点)|決定$"
)
_RESULT_HEADING = re.compile(
    r"[0-9.()ア-ン]{0,4}(?:(?:審査|審議|協議|採決|検討|選考|選定)の?結果|結論|決定(?:事項|内容)|合意事項)"
)
_NARRATES = re.compile(
    r"^(?:(?:特に)?(?:質疑|質問|討論|意見|異議|異論)(?:等|など|応答)?(?:は|も)?な[くし]|(?:採決|審議|協議|審査|表決|投票|挙手|採点)の結果"
    r"|[^、。]{0,6}第?[0-9]{1,4}号[^。]{0,60}(?:が|から|より)、?[^。]{0,20}(?:説明|報告|提案|朗読|諮)(?:を(?:行っ|受け)た|した|(?:が)?あった|(?:が)?なされた|った)$)"
)
"""How the clerk goes on behind a speaker's words (議案第2号について、教育部長が説明した), at the head of a line."""
_MEMBER_NAME = re.compile(r"委員$|議員$|職務代理者?$|[0-9]番|会員|理事$|班$|代表$")
_SIGNATURES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("chair", re.compile(r"(?:委員長|会長|座長|議長|部会長)")),
    ("member", re.compile(r"[^、。()]{0,8}(?:委員|議員|会員)[0-9A-Z]?|住民|参加者|市民|町民|保護者|傍聴者")),
    (
        "official",
        re.compile(
            r"[^、。()]{0,10}事務局[^、。()]{0,6}|[^、。()]{1,12}[課局室](?:長|職員)?|[^、。()]{1,12}(?:部長|係長|次長|所長|館長|主査|主幹|補佐)"
            r"|(?:担当|所管|関係|主管)[部課]?|当局|執行部|説明者|回答|(?:市|町|村|区|県|行政)側?"
        ),
    ),
)
"""Who said it, in the bracket that closes a sentence of notes without speakers' labels."""


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
        signer: Who is named as the speaker in the bracket that closes the line (…報告する。(事務局)), or "".
        heading: The label, block label or innermost heading that the line stands under, compact, or "".
        settled: True under a label or heading that lists what was settled (決定事項, 決まったこと).
    """

    index: int
    sentence: Sentence
    text: str
    core: str
    note: str
    role: Role
    result_block: bool
    reply: bool
    signer: str = ""
    heading: str = ""
    settled: bool = False


STATEMENTS = Screen()
"""Of the rule tables of decisions, issues and actions, which ask about the same sentences."""


def compact(text: str) -> str:
    """Folded, without white space (letters set apart, breaks inside words).

    >>> compact("予 定です。（　総　員　挙　手　）")
    '予定です。(総員挙手)'
    """
    return "".join(flat(text).split()) if text else ""


def split_note(text: str) -> tuple[str, str]:
    """A compact sentence as core and the content of its closing bracket.

    >>> split_note("資料を直す(★事務局)。")
    ('資料を直す', '★事務局')
    >>> split_note("(異議なし)"), split_note("確認してみます。」"), split_note("名称は「ひだまり」")
    (('', '異議なし'), ('確認してみます', ''), ('名称は「ひだまり」', ''))
    """
    found = _NOTE.search(text) if ")" in text[-2:] else None
    if found is None:
        core = text.rstrip(_STOPS)
        if core.endswith("」") and "「" not in core[1:]:
            core = core[:-1].rstrip(_STOPS)  # a speaker's words in brackets end here
        return core, ""
    return text[: found.start()].rstrip(_STOPS), found[1]


@once
def judged(outline: Outline) -> tuple[Judged, ...]:
    """All sentences of the outline as they are judged, in document order."""
    folded = flat_whole(outline.document.text)
    texts = ["".join(folded[s.start : s.end].split()) for s in outline.sentences]
    sides = _turn_roles(outline, texts)
    signers = _signers(outline, texts)
    results: list[Judged] = []
    narrated: int | None = None
    above = ""
    for index, (sentence, text) in enumerate(zip(outline.sentences, texts, strict=True)):
        core, note = split_note(text)
        label, block = _named(sentence.label), _named(sentence.block_label)
        above = core if sentence.is_heading else above
        title = "" if sentence.turn is not None else above
        result_block = bool(_RESULT_LABEL.search(label) or (not label and _RESULT_LABEL.search(block)))
        result_block = result_block or (not label and not block and bool(_RESULT_HEADING.fullmatch(title)))
        signer = "" if sentence.turn is not None else signers.get(sentence.line) or (note if _signed(note) else "")
        signed = _signed(signer)
        if sentence.turn is not None and sentence.turn != narrated and _goes_on(sentence, core, results):
            narrated = sentence.turn
        role = signed or _role(sentence, label, block, sides, result_block)
        if narrated is not None and sentence.turn == narrated and role == "official":
            role = "narration"
        reply = role == "official" and _replies(sentence, sides, results[-1] if results and signed else None)
        heading = "/".join(part for part in (label, block or title) if part)
        settled = role == "narration" and bool(_SETTLED_LABEL.search(heading))
        results.append(
            Judged(index, sentence, text, core, note, role, result_block, reply, signer, heading, settled=settled)
        )
    return tuple(results)


def _named(label: str | None) -> str:
    return compact(label) if label else ""


def _goes_on(sentence: Sentence, core: str, before: list[Judged]) -> bool:
    """Whether the clerk takes over in a new paragraph behind a speaker's words."""
    fresh = bool(before) and before[-1].sentence.turn == sentence.turn and before[-1].sentence.line != sentence.line
    return fresh and bool(_NARRATES.search(core))


def _signers(outline: Outline, texts: list[str]) -> dict[int, str]:
    """Per line the speaker whom its last sentence, a bracket and no more, names."""
    last = {s.line: text for s, text in zip(outline.sentences, texts, strict=True)}
    found = {line: split_note(text) for line, text in last.items()}
    return {line: note for line, (core, note) in found.items() if not core and _signed(note)}


@lru_cache(maxsize=1024)
def _signed(note: str) -> Role | None:
    """The side that a closing bracket names as the speaker (次回までに調べる。(事務局))."""
    return next((role for role, pattern in _SIGNATURES if pattern.fullmatch(note)), None) if note else None


def _replies(sentence: Sentence, sides: list[Role], before: Judged | None) -> bool:
    """Whether an official's words stand behind a member's: the turn before, or the signed sentence before."""
    if sentence.turn is None:
        same = before is not None and before.sentence.agenda_item == sentence.agenda_item
        return same and before is not None and (before.role == "member" or before.reply)
    return sentence.turn > 0 and sides[sentence.turn - 1] == "member"


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
    if _TOPIC_LABEL.search(label):
        label = ""
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
