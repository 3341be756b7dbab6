"""Twenty corrections through re-ingestion, a new program version and revised files: present or in conflict, none lost."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from minutes_pipeline.compare.kinds import KIND_FIELDS, records_of
from minutes_pipeline.errors import QueryError
from minutes_pipeline.model.document import Document
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import SourceSpan
from minutes_pipeline.pipeline import extract, read_document, segment
from minutes_pipeline.store import corrections
from minutes_pipeline.store.reading import load_meeting
from minutes_pipeline.store.readings import load_reading
from minutes_pipeline.store.results import Correction
from minutes_pipeline.store.writer import store_minutes

SAMPLE = Path(__file__).parents[3] / "samples" / "mizumori_renrakukai_r6.docx"
SIGNED = {"by": "野中", "reason": "録音で確かめた"}
TEXTS = {
    "name": "直した名前", "title": "直した題名", "value": "4321", "unit": "名", "result": "継続", "owner": "総務課", "due": "年度内",
    "affiliation": "直した所属", "job_title": "主査", "status": "欠席", "group": "オブザーバー", "departments": "総務課、企画課",
    "period": "令和3年度", "qualifier": "未満", "number": "9", "speaker": "直した発言者", "level": "2",
}  # fmt: skip
FIELDS = {
    "attendee": ("name", "affiliation", "status"), "agenda_item": ("title", "level"), "goal": ("title",),
    "program": ("departments", "title"), "metric": ("value", "name", "unit", "period", "qualifier"),
    "decision": ("result",), "action": ("owner", "due"),
}  # fmt: skip


@dataclass
class Case:
    """A stored document with twenty corrections."""

    db: Database
    minutes: Minutes
    document: Document
    made: list[Correction]

    @property
    def key(self) -> str:
        return self.minutes.source.document_id


def read(path: Path) -> tuple[Minutes, Document]:
    document = read_document(path)
    return extract(segment(document)), document


@pytest.fixture(scope="module")
def sample() -> tuple[Minutes, Document]:
    return read(SAMPLE)


@pytest.fixture
def case(db: Database, sample: tuple[Minutes, Document]) -> Case:
    minutes, document = sample
    store_minutes(db, minutes, document)
    made: list[Correction] = []
    meeting = f"{minutes.source.document_id}-meeting-de50e46b73"
    made += corrections.correct(db, meeting, {"venue": "大ホール", "end_time": "23:30"}, **SIGNED)
    for kind, fields in FIELDS.items():
        records = sorted(
            getattr(minutes, KIND_FIELDS[kind]), key=lambda r: getattr(r, "unit", "人") not in ("人", "件")
        )
        for record, field in zip(records, fields, strict=False):
            made += corrections.correct(db, record.id, {field: TEXTS[field]}, **SIGNED)
    left = [*minutes.metrics[-2:], *minutes.issues[-2:]]
    assert len(left) == 4
    made += [corrections.accept(db, record.id, by="野中") for record in (left[0], left[3])]
    made += [corrections.reject(db, record.id, **SIGNED) for record in left[1:3]]
    lines = [line for line in minutes.text.split("\n") if 15 < len(line) < 60]
    for line in lines[-9::4]:
        made.append(corrections.add(db, minutes.source.document_id, "issue", line, {}, **SIGNED))
    assert len(made) >= 20
    assert len({(c.kind, c.action, c.field) for c in made}) >= 15
    return Case(db, minutes, document, made)


def check_all_there(case: Case) -> dict[int, Correction]:
    """None of the twenty is lost: each active one shows in the records, each other one says why it does not."""
    after = {c.id: c for c in corrections.list_corrections(case.db.conn)}
    assert set(after) == {c.id for c in case.made}
    loaded = Minutes.model_validate(load_meeting(case.db.conn, "水守"))
    records = {record.id: record for _, record in records_of(loaded)}
    for record in records.values():
        assert loaded.text[record.span.start : record.span.end] == record.quote
    for c in after.values():
        assert c.state in ("active", "conflict")
        assert (c.state == "conflict") == bool(c.conflict)
        if c.state == "conflict":
            continue
        if c.action == "edit":
            now = loaded.meeting if c.kind == "meeting" else records[c.anchor_id or ""]
            assert now.model_dump(mode="json")[c.field or ""] == c.value, c
        elif c.action == "reject":
            assert c.anchor_id not in records or records[c.anchor_id].review is None
        else:
            assert records[c.anchor_id or ""].review in ({"add": "added"}.get(c.action), "accepted", "edited")
    listed = {c.id for c in corrections.list_conflicts(case.db.conn)}
    assert listed == {c.id for c in after.values() if c.state == "conflict"}
    assert case.db.execute("SELECT count(*) FROM 食い違い").fetchone() == (len(listed),)
    assert case.db.execute("PRAGMA foreign_key_check").fetchall() == []
    return after


def test_sent_again_changes_no_byte(case: Case, path: Path) -> None:
    check_all_there(case)
    before = path.read_bytes()
    result = store_minutes(case.db, case.minutes, case.document)
    assert (result.status, result.corrections_applied, result.conflicts) == ("unchanged", len(case.made), 0)
    assert path.read_bytes() == before


def shifted(minutes: Minutes, version: str, **changes: Any) -> Minutes:
    """The same file as a newer program reads it: its text begins with a line more, every place is another."""
    head = "（表紙の柱）\n"

    def moved(place: SourceSpan) -> SourceSpan:
        return place.model_copy(update={"start": place.start + len(head), "end": place.end + len(head)})

    fields: dict[str, Any] = {
        field: tuple(
            record.model_copy(update={"span": moved(record.span), "id": f"{record.id[:-4]}{number:04x}"})
            for number, record in enumerate(getattr(minutes, field))
        )
        for field in ("attendees", "metrics", "decisions", "issues", "actions", "remarks")
    }
    for field in ("agenda_items", "goals", "programs"):
        fields[field] = tuple(r.model_copy(update={"span": moved(r.span)}) for r in getattr(minutes, field))
    remarks = tuple(r.model_copy(update={"attendee_id": None}) for r in fields["remarks"])
    source = minutes.source.model_copy(update={"program_version": version})
    fields |= {"text": head + minutes.text, "source": source, "remarks": remarks}
    return minutes.model_copy(update=fields | changes)


def test_new_program_version_changes_nothing_that_a_person_said(case: Case) -> None:
    before = {record.id for _, record in records_of(Minutes.model_validate(load_meeting(case.db.conn, "水守")))}
    result = store_minutes(case.db, shifted(case.minutes, "9.9"))
    assert (result.status, result.corrections_applied, result.conflicts) == ("updated", len(case.made), 0)
    check_all_there(case)
    after = {record.id for _, record in records_of(Minutes.model_validate(load_meeting(case.db.conn, "水守")))}
    assert after == before


@pytest.mark.parametrize("lost", ["metrics", "actions", "decisions", "attendees"])
def test_records_that_a_new_program_does_not_read_are_restored(case: Case, lost: str) -> None:
    newer = shifted(case.minutes, "9.9", **{lost: ()})
    result = store_minutes(case.db, newer)
    assert result.conflicts == 0
    check_all_there(case)
    changed = [r.model_copy(update={"confidence": 0.1}) for r in shifted(case.minutes, "9.9").metrics]
    store_minutes(case.db, shifted(case.minutes, "10", metrics=tuple(changed)))
    check_all_there(case)


def test_new_program_version_that_reads_otherwise_does_not_win(case: Case) -> None:
    newer = shifted(case.minutes, "9.9")
    metrics = tuple(m.model_copy(update={"value": 1, "name": "別の名", "unit": "回"}) for m in newer.metrics)
    store_minutes(case.db, newer.model_copy(update={"metrics": metrics}))
    after = check_all_there(case)
    assert {c.state for c in after.values() if c.action == "edit"} == {"active"}


def revised(case: Case, tmp_path: Path, change: Callable[[str], str], name: str) -> Minutes:
    path = tmp_path / name
    path.write_text(change(case.minutes.text), encoding="utf-8")
    minutes, document = read(path)
    result = store_minutes(case.db, minutes, document)
    assert result.edition is not None
    assert result.edition.kind == "new_version", result.edition
    return minutes


def reworded(text: str) -> str:
    return text.replace("について", "に関して").replace("である", "です").replace("。", "。 ")


def moved_about(text: str) -> str:
    lines = text.split("\n")
    return "\n".join([*lines[:12], *lines[20:], *lines[12:19]])


def other_figures(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        [*lines[:10], *(re.sub(r"[0-9０-９][0-9０-９,.]*(?=\s?[人件])", "77", line) for line in lines[10:])]
    )


def half_gone(text: str) -> str:
    lines = text.split("\n")
    return "\n".join([*lines[:12], *lines[12::2]])


@pytest.mark.parametrize("change", [reworded, moved_about, other_figures, half_gone])
def test_revised_file(case: Case, tmp_path: Path, change: Callable[[str], str]) -> None:
    revised(case, tmp_path, change, "二版.txt")
    after = check_all_there(case)
    active = sum(c.state == "active" for c in after.values())
    assert active >= {reworded: 12, moved_about: 12, other_figures: 10, half_gone: 4}[change], active
    revised(case, tmp_path, lambda text: text + "\n以上をもって終わる。", "三版.txt")  # nearly the first text again
    again = check_all_there(case)
    assert sum(c.state == "active" for c in again.values()) >= active


def test_revised_again_and_again(case: Case, tmp_path: Path) -> None:
    picked = random.Random(7)
    text = case.minutes.text
    for number in range(5):
        lines = text.split("\n")
        for _ in range(4):
            del lines[picked.randrange(12, len(lines))]
        text = "\n".join(lines).replace("ました", "た", 2)
        revised(case, tmp_path, lambda _, text=text: text, f"{number}版.txt")  # type: ignore[misc]
        check_all_there(case)


def test_conflict_is_decided(case: Case, tmp_path: Path) -> None:
    minutes = revised(case, tmp_path, other_figures, "二版.txt")
    conflicts = {c.id: c for c in corrections.list_conflicts(case.db.conn)}
    held = [c for c in conflicts.values() if c.anchor_id and c.action == "edit"]
    lost = [c for c in conflicts.values() if c.anchor_id is None]
    assert held
    kept = corrections.resolve_conflict(case.db, held[0].id, "person", **SIGNED)
    assert (kept.state, kept.document_id) == ("active", minutes.source.document_id)
    record = corrections.find_record(case.db.conn, kept.anchor_id or "")
    assert record.record[kept.field or ""] == kept.value
    assert (record.extracted or {})[kept.field or ""] == kept.extracted
    for c in held[1:]:
        assert corrections.resolve_conflict(case.db, c.id, "source", **SIGNED).state == "withdrawn"
    for c in lost:
        with pytest.raises(QueryError, match="当てはめる記録がありません"):
            corrections.resolve_conflict(case.db, c.id, "person", **SIGNED)
    with pytest.raises(QueryError, match="食い違っていません"):
        corrections.resolve_conflict(case.db, held[0].id, "source", **SIGNED)
    actions = [entry.action for entry in corrections.list_audit(case.db.conn)]
    assert actions.count("resolve") == len(held)
    assert actions.count("conflict") == len(conflicts)


def test_conflicting_confirmation_is_given_anew(case: Case, tmp_path: Path) -> None:
    """Accepting what the new version says takes the place of the confirmation of the older one."""
    for record in case.minutes.metrics:
        if record.unit == "人":
            corrections.accept(case.db, record.id, by="野中")
    revised(case, tmp_path, other_figures, "二版.txt")
    held = [c for c in corrections.list_conflicts(case.db.conn) if c.action == "accept" and c.anchor_id]
    assert held
    made = corrections.accept(case.db, held[0].anchor_id or "", by="森")
    assert (made.state, made.by) == ("active", "森")
    states = {c.id: c.state for c in corrections.list_corrections(case.db.conn)}
    assert (states[held[0].id], states[made.id]) == ("withdrawn", "active")
    assert corrections.accept(case.db, held[0].anchor_id or "", by="林") == made
    kept = corrections.resolve_conflict(case.db, held[-1].id, "person", **SIGNED) if len(held) > 1 else made
    assert corrections.find_record(case.db.conn, kept.anchor_id or "").record["review"] == "accepted"


def test_all_withdrawn_is_the_reading(case: Case, tmp_path: Path) -> None:
    minutes = revised(case, tmp_path, other_figures, "二版.txt")
    for c in case.made:
        corrections.withdraw(case.db, c.id, **SIGNED)
    assert Minutes.model_validate(load_meeting(case.db.conn, "水守")) == minutes
    assert Minutes.model_validate(load_reading(case.db.conn, minutes.source.document_id)) == minutes
