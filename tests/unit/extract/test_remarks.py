"""Remarks: one per turn, the attendee only where the label tells one."""

from collections.abc import Callable

import pytest

from minutes_pipeline.extract.remarks import extract_remarks, known_attendee, speaker_attendee
from minutes_pipeline.model.records import Attendee, SourceSpan
from minutes_pipeline.model.section import Outline, Side, Turn

Build = Callable[..., Outline]


def person(name: str | None, title: str | None = None, unit: str | None = None, role: str | None = None) -> Attendee:
    return Attendee.model_validate(
        {
            "id": f"{name}{unit}{title}",
            "quote": name or title,
            "span": SourceSpan(start=0, end=1),
            "rule_id": "test",
            "confidence": 1.0,
            "name": name,
            "job_title": title,
            "affiliation": unit,
            "role": role,
        }
    )


ROSTER = (
    person("森岡千恵", role="chair"),
    person("髙瀬一郎"),
    person("高瀬二郎"),
    person("川名みのり"),
    person("戸倉剛", "課長", "下水道課"),
    person(None, "課長", "農政課"),
)
KNOWN = tuple(map(known_attendee, ROSTER))


@pytest.mark.parametrize(
    ("speaker", "side", "name"),
    [
        ("川名委員", "member", "川名みのり"),
        ("3番（川名みのり君）", "member", "川名みのり"),
        ("議長（森岡千恵）", "chair", "森岡千恵"),
        ("森岡委員長", "chair", "森岡千恵"),
        ("委員長", "chair", "森岡千恵"),
        ("戸倉下水道課長", "explainer", "戸倉剛"),
        ("下水道課長", "explainer", "戸倉剛"),
        ("髙瀬委員", "member", None),
        ("高瀬一郎委員", "member", "髙瀬一郎"),
        ("委員", "member", None),
        ("事務局", "secretariat", None),
        ("岡委員", "member", None),
    ],
)
def test_attendee_of_a_label(speaker: str, side: Side, name: str | None) -> None:
    found = speaker_attendee(Turn(speaker, 0, 1, side, 0, 0, 1, 2), KNOWN)
    assert (None if found is None else found.name) == name


def test_a_post_without_a_name() -> None:
    found = speaker_attendee(Turn("農政課長", 0, 1, "explainer", 0, 0, 1, 2), KNOWN)
    assert found is ROSTER[5]


def test_one_record_per_turn(outline_of: Build) -> None:
    outline = outline_of(("#", "報告"), ("委員", "いつからですか。"), ("事務局", "四月からです。"))
    records = extract_remarks(outline, ())
    assert [(r.speaker, r.quote, r.side, r.agenda_item) for r in records] == [
        ("委員", "いつからですか。", "member", "報告"),
        ("事務局", "四月からです。", "secretariat", "報告"),
    ]
