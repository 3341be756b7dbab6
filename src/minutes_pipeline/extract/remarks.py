"""Remarks (発言): one record per turn, with the attendee it is where the label tells exactly one."""

from __future__ import annotations

import re

from minutes_pipeline.extract.judgement import compact
from minutes_pipeline.extract.provenance import grounded, placed
from minutes_pipeline.model.records import Attendee, Remark
from minutes_pipeline.model.section import Outline, Sentence, Turn
from minutes_pipeline.text.folding import name_key

_HONORIFIC = re.compile(r"(?:君|氏|さん|様|殿)$")
_POST = re.compile(
    r"(?:副?(?:委員長|会長|議長|座長|部会長|分科会長|理事長)|(?:会長|委員長|議長)?職務代理者?|委員|議員|理事|幹事|監事|構成員|会員|番)$"
)
_BRACKET = re.compile(r"^(?P<outer>[^()]{0,24})\((?P<inner>[^()]{1,24})\)$")
_FUSED = re.compile(r"(部|課|局|室|係|所|館)\1長")
_SEAT = re.compile(r"^[0-9]{1,2}番")


def extract_remarks(outline: Outline, attendees: tuple[Attendee, ...]) -> tuple[Remark, ...]:
    """One record per turn, in document order, with the attendee it is (None where the label does not tell)."""
    first: dict[int, Sentence] = {}
    for sentence in outline.sentences:
        if sentence.turn is not None:
            first.setdefault(sentence.turn, sentence)
    records = []
    for index, turn in enumerate(outline.turns):
        if turn.text_start >= turn.text_end:
            continue
        place = first.get(index) or Sentence(turn.text_start, turn.text_end, turn.first_line)
        common = grounded(
            outline.document, "remark", turn.text_start, turn.text_end, rule_id="remark.turn", confidence=0.95
        )
        person = speaker_attendee(turn, attendees)
        records.append(
            Remark(
                **common,
                **placed(outline, place),
                speaker=turn.speaker,
                attendee_id=None if person is None else person.id,
                side=turn.side,
            )
        )
    return tuple(records)


def _names(speaker: str) -> tuple[str, ...]:
    """What in a label can be a name or a post: the bracket's inside, the outside, the whole."""
    found = _BRACKET.match(speaker)
    parts = (found["inner"], found["outer"]) if found else (speaker,)
    return tuple(_HONORIFIC.sub("", _SEAT.sub("", p)) for p in parts if p)


def speaker_attendee(turn: Turn, attendees: tuple[Attendee, ...]) -> Attendee | None:
    """The one attendee whom the label names, else None: a surname that two share, or 委員 alone, names nobody."""
    for part in _names(name_key(turn.speaker)):
        bare = _POST.sub("", part)
        fitting = [a for a in attendees if _fits(part, bare, a)]
        if len(fitting) == 1:
            return fitting[0]
        if len(fitting) > 1:
            exact = [a for a in fitting if name_key(a.name or "") == bare]
            return exact[0] if len(exact) == 1 else None
    if turn.side == "chair" and _POST.fullmatch(compact(turn.speaker)):
        chairs = [a for a in attendees if a.role == "chair" and a.status != "absent"]
        return chairs[0] if len(chairs) == 1 else None
    return None


def _fits(part: str, bare: str, person: Attendee) -> bool:
    """Whether a label's part can be this attendee: name or surname, with or without the post behind it."""
    post = _FUSED.sub(r"\1長", compact((person.affiliation or "") + (person.job_title or "")))
    title = compact(person.job_title or "")
    if person.name is None:
        return bool(post) and part == post
    name = name_key(person.name)
    rest = next((part[n:] for n in range(min(len(name), len(part)), 0, -1) if part[:n] == name[:n]), None)
    if bare in (name, ""):
        return bare != ""
    if rest is None:
        return bool(title) and part == post
    said = part[: len(part) - len(rest)]
    if said != name and len(said) < min(2, len(name)) and not (title and rest and rest in (title, post)):
        return False
    return rest == "" or bool(_POST.fullmatch(rest)) or bool(title and (rest == title or post.endswith(rest)))
