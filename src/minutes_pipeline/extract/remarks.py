"""Remarks (発言): one record per turn, with the attendee it is where the label tells exactly one."""

from __future__ import annotations

import re
from typing import NamedTuple

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
    known = tuple(map(known_attendee, attendees))
    people: dict[tuple[str, str], Attendee | None] = {}  # by label and side, which many turns share
    records = []
    for index, turn in enumerate(outline.turns):
        if turn.text_start >= turn.text_end:
            continue
        place = first.get(index) or Sentence(turn.text_start, turn.text_end, turn.first_line)
        common = grounded(
            outline.document, "remark", turn.text_start, turn.text_end, rule_id="remark.turn", confidence=0.95
        )
        speaker = turn.speaker, turn.side
        if speaker not in people:
            people[speaker] = speaker_attendee(turn, known)
        person = people[speaker]
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


class KnownAttendee(NamedTuple):
    """An attendee as labels are compared with: name and post as one word each."""

    person: Attendee
    name: str | None
    post: str
    title: str


def known_attendee(person: Attendee) -> KnownAttendee:
    """An attendee made ready to be compared with the labels of many turns."""
    post = _FUSED.sub(r"\1長", compact((person.affiliation or "") + (person.job_title or "")))
    return KnownAttendee(
        person, None if person.name is None else name_key(person.name), post, compact(person.job_title or "")
    )


def speaker_attendee(turn: Turn, known: tuple[KnownAttendee, ...]) -> Attendee | None:
    """The one attendee whom the label names, else None: a surname that two share, or 委員 alone, names nobody."""
    for part in _names(name_key(turn.speaker)):
        bare = _POST.sub("", part)
        fitting = [k for k in known if _fits(part, bare, k)]
        if len(fitting) == 1:
            return fitting[0].person
        if len(fitting) > 1:
            exact = [k.person for k in fitting if (k.name or "") == bare]
            return exact[0] if len(exact) == 1 else None
    if turn.side == "chair" and _POST.fullmatch(compact(turn.speaker)):
        chairs = [k.person for k in known if k.person.role == "chair" and k.person.status != "absent"]
        return chairs[0] if len(chairs) == 1 else None
    return None


def _fits(part: str, bare: str, known: KnownAttendee) -> bool:
    """Whether a label's part can be this attendee: name or surname, with or without the post behind it."""
    _, name, post, title = known
    if name is None:
        return bool(post) and part == post
    if bare in (name, ""):
        return bare != ""
    said = 0
    while said < min(len(name), len(part)) and name[said] == part[said]:
        said += 1
    rest = part[said:]
    if not said:
        return bool(title) and part == post
    if said < len(name) and said < min(2, len(name)) and not (title and rest and rest in (title, post)):
        return False
    return rest == "" or bool(_POST.fullmatch(rest)) or bool(title and (rest == title or post.endswith(rest)))
