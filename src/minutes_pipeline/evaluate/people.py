"""Meeting and attendees against the gold (会議・出席者の採点)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes_pipeline.evaluate.likeness import similarity, squashed
from minutes_pipeline.evaluate.matching import Record, best_pairs, unpaired
from minutes_pipeline.evaluate.tally import FieldScore, Mistake, Tally, judge

_NAMED = ("name", "venue")

_MEETING_KEYS = ("name", "session", "date", "start_time", "end_time", "venue")
_NAME_FLOOR = 0.9
_POST_KEYS = ("affiliation", "job_title")
_PLACE_KEYS = ("role", "group", "status")
_OFFICE_PREFIX = re.compile("^(?:議会)?事務局")


def score_meeting(gold: Record, predicted: Record) -> FieldScore:
    """Six fields, each one count: name and venue by likeness of 0.9, the others by equality."""
    wanted, have = gold.get("meeting") or {}, predicted.get("meeting") or {}
    hits = 0
    mistakes = []
    for key in _MEETING_KEYS:
        want, got = wanted.get(key), have.get(key)
        if want is None and got is None:
            continue
        if want is not None and got is not None and _same_field(key, want, got):
            hits += 1
        else:
            kind = "extra" if want is None else "missed" if got is None else "differs"
            mistakes.append(Mistake("meeting", kind, f"{key}: 正解 {_shown(want)}、読み取り {_shown(got)}"))
    tally = Tally(
        gold=sum(wanted.get(key) is not None for key in _MEETING_KEYS),
        predicted=sum(have.get(key) is not None for key in _MEETING_KEYS),
        right=hits,
        found=hits,
    )
    return FieldScore(tally, mistakes=tuple(mistakes))


def _same_field(key: str, want: object, got: object) -> bool:
    if key in _NAMED:
        return similarity(want, got) >= _NAME_FLOOR
    return str(want) == str(got)


def _shown(value: object) -> str:
    return "なし" if value in (None, "") else f"「{value}」"


def score_attendees(gold: Record, predicted: Record) -> FieldScore:
    """An attendee is right when name, post, role, group and status all agree (氏名・所属職名・役割・区分・出欠)."""
    wanted: Sequence[Record] = gold.get("attendees") or []
    have: Sequence[Record] = predicted.get("attendees") or []
    pairs = best_pairs(wanted, have, _attendee_likeness, _NAME_FLOOR)
    exact = [(i, j) for i, j in pairs if _same_attributes(wanted[i], have[j])]
    missed, extra = unpaired(wanted, have, pairs)
    mistakes = [_difference(wanted[i], have[j]) for i, j in pairs if (i, j) not in exact]
    mistakes += [Mistake("attendees", "missed", _person(record)) for record in missed]
    mistakes += [Mistake("attendees", "extra", _person(record)) for record in extra]
    return FieldScore(
        Tally(len(wanted), len(have), len(exact), len(exact)),
        {"attendee names": (len(pairs), len(wanted))},
        tuple(mistakes),
        judge((record, j in {hit for _, hit in exact}) for j, record in enumerate(have)),
    )


def _post(record: Record) -> str:
    """Affiliation and job title in one: 健康福祉部 + 部長 is 健康福祉部長; 事務局 in front only repeats the group."""
    affiliation = _OFFICE_PREFIX.sub("", squashed(record.get("affiliation")))
    title = squashed(record.get("job_title"))
    if affiliation and title and affiliation[-1] == title[0]:
        affiliation = affiliation[:-1]
    return affiliation + title


def _attendee_likeness(gold: Record, predicted: Record) -> float:
    if not gold.get("name"):
        return 0.0 if predicted.get("name") else similarity(_post(gold), _post(predicted))
    if squashed(gold["name"]) != squashed(predicted.get("name")):
        return 0.0
    same_status = gold.get("status") == predicted.get("status")
    return 1.0 + 0.1 * similarity(_post(gold), _post(predicted)) + 0.05 * same_status


def _same_attributes(gold: Record, predicted: Record) -> bool:
    same_place = all((gold.get(key) or None) == (predicted.get(key) or None) for key in _PLACE_KEYS)
    return same_place and _post(gold) == _post(predicted)


def _difference(gold: Record, predicted: Record) -> Mistake:
    differing = [
        f"{key}: 正解 {_shown(gold.get(key))}、読み取り {_shown(predicted.get(key))}"
        for key in (*_POST_KEYS, *_PLACE_KEYS)
        if squashed(gold.get(key)) != squashed(predicted.get(key))
    ]
    return Mistake("attendees", "differs", f"{gold.get('name') or '（職名のみ）'} " + "；".join(differing))


def _person(record: Record) -> str:
    parts = (record.get("affiliation"), record.get("name"), record.get("job_title"))
    return " ".join(str(part) for part in parts if part) or "（空）"
