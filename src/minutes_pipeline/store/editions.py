"""Editions (版): which meeting a document is of, and how it stands among the versions of that meeting.

``compare.occasion`` says how alike two texts must be; here the stored documents are asked. Whichever of a DOCX and a
PDF of one text comes first, the DOCX ends as the current one.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from minutes_pipeline.compare.likeness import same_text, text_likeness
from minutes_pipeline.compare.occasion import (
    CORRECTED,
    Occasion,
    body_key,
    likeness_needed,
    likeness_possible,
    occasion_of,
)
from minutes_pipeline.store.correction_rows import PROGRAM, write_audit
from minutes_pipeline.store.document_rows import unindex
from minutes_pipeline.store.results import Edition, Standing
from minutes_pipeline.store.rows import meeting_id

if TYPE_CHECKING:
    import sqlite3

    from minutes_pipeline.model.minutes import Minutes

#: How much a format tells of a text's arrangement; of two renditions the higher is read. A scan is below all.
_FORMATS = {"docx": 4, "doc": 3, "odt": 3, "rtf": 3, "md": 2, "html": 2, "txt": 2}
_PLAINEST, _SCANNED = 1, 0
_MAYBE = 0.3  # likeness from which a meeting is named as perhaps the same
_SCAN = 0.85  # likeness of a scan to the text it shows: OCR misreads up to a tenth of a skewed page
_TELLING = 100  # characters from which a text can outweigh that body or day differ
_LATEST = 500  # documents that a scan, or one that names no day, is compared with
_CANDIDATES = """
SELECT d.id, d.event_id, d.version, d.standing, d.media_type, d.ocr_pages, d.occasion, m.name, m.session, m.date,
       m.start_time, e.confirmation
FROM documents d JOIN meetings m ON m.document_id = d.id JOIN events e ON e.id = d.event_id
WHERE d.id <> :document AND ({condition})
ORDER BY d.rowid DESC LIMIT :limit
"""
_LIKELY = """d.id IN (
  SELECT id FROM documents WHERE body_key = :body UNION SELECT id FROM documents WHERE body_key IS NULL
  UNION SELECT id FROM documents WHERE ocr_pages > 0 UNION SELECT document_id FROM meetings WHERE date = :date
  UNION SELECT document_id FROM meetings WHERE date IS NULL)"""


@dataclass(frozen=True, slots=True)
class _Other:
    """A stored document with how alike it is."""

    document_id: str
    event_id: str
    version: int
    standing: Standing
    rank: int
    stage: str | None
    confirmation: str | None
    likeness: float
    needed: float
    same: bool

    @property
    def fits(self) -> bool:
        return self.same or self.likeness >= self.needed


@dataclass(frozen=True, slots=True)
class Arriving:
    """A document that is to find its place (届いた文書)."""

    document_id: str
    meeting_id: str
    media_type: str
    ocr_pages: int
    text: str
    occasion: Occasion

    @property
    def rank(self) -> int:
        """How much its format tells of the text's arrangement."""
        return _rank(self.media_type, self.ocr_pages)


def arriving(minutes: Minutes) -> Arriving:
    """What decides on a document's place."""
    source = minutes.source
    return Arriving(
        source.document_id, meeting_id(minutes), source.media_type, source.ocr_pages, minutes.text, occasion_of(minutes)
    )


def packed_occasion(occasion: Occasion) -> tuple[str | None, str]:
    """What ``documents`` keeps of a document's occasion: the body's key, and all of it as JSON."""
    return occasion.body, json.dumps(asdict(occasion), ensure_ascii=False)


def _rank(media_type: str, ocr_pages: int | None) -> int:
    return _SCANNED if ocr_pages else _FORMATS.get(media_type, _PLAINEST)


def place_edition(conn: sqlite3.Connection, document: Arriving) -> Edition:
    """Where a document stands among those stored; to be called inside the transaction that stores it.

    - The same bytes again keep their place.
    - One text in two formats is one version; the better format is current, the other its rendition.
    - Another text of the same meeting is a new version and supersedes the current one, unless it is a draft (案) and
      the current one is not.
    - What is less alike than its agreement in body, session and date calls for is a meeting of its own.
    """
    document_id, occasion = document.document_id, document.occasion
    row = conn.execute(
        "SELECT event_id, version, standing FROM documents WHERE id = ? AND event_id IS NOT NULL", (document_id,)
    ).fetchone()
    if row is not None:
        event_id, version, standing = row
        return Edition(event_id, version, standing, "same_file", document_id, 1.0)
    others = _others(conn, document)
    best = max((o for o in others if o.fits), key=lambda o: (o.same, o.likeness), default=None)
    if best is None:
        near = sorted((o for o in others if o.likeness >= _MAYBE), key=lambda o: -o.likeness)
        maybe = tuple(o.document_id for o in near if o.standing == "current")
        return Edition(
            document.meeting_id, 1, "current", "first", likeness=near[0].likeness if near else 0.0, maybe=maybe
        )
    rank = document.rank
    family = [o for o in others if o.event_id == best.event_id]
    twin = _twin(family, rank, occasion)
    if twin is not None:
        standing = twin.standing if rank > twin.rank else "rendition"
        return Edition(best.event_id, twin.version, standing, "rendition", twin.document_id, twin.likeness)
    return _new_version(conn, best, occasion)


def _others(conn: sqlite3.Connection, arriving: Arriving) -> list[_Other]:
    """Stored documents that could be of this meeting, newest first, with their likeness."""
    occasion, scan, own = arriving.occasion, arriving.ocr_pages > 0, arriving.rank
    anything = scan or occasion.date is None
    rows = conn.execute(
        _CANDIDATES.format(condition="1" if anything else _LIKELY),
        {
            "document": arriving.document_id,
            "body": occasion.body,
            "date": occasion.date,
            "limit": _LATEST if anything else -1,
        },
    ).fetchall()
    found = []
    for document, event, version, standing, media, ocr_pages, packed, name, session, date, start, confirmation in rows:
        read = Occasion(**json.loads(packed))
        # What people corrected counts as well as what was read: the next version may repeat the misprint.
        corrected = Occasion(body_key(name), read.year, session, date, start, read.part, read.stage)
        scanned = scan or bool(ocr_pages)
        needed = min(filter(None, (_needed(occasion, known, scanned) for known in (read, corrected))), default=None)
        if needed is None or (needed >= CORRECTED and not _could_be(occasion, read, needed)):
            continue
        text = conn.execute("SELECT text FROM documents WHERE id = ?", (document,)).fetchone()[0]
        likeness = text_likeness(arriving.text, text)
        rank = _rank(media, ocr_pages)
        same = same_text(arriving.text, text, one_format=rank == own) or (scanned and likeness >= _SCAN)
        found.append(_Other(document, event, version, standing, rank, read.stage, confirmation, likeness, needed, same))
    return found


def _could_be(one: Occasion, other: Occasion, needed: float) -> bool:
    """Whether two texts are long enough to outweigh that body or day differ, and of lengths that can be as alike."""
    return one.size >= _TELLING and likeness_possible(one, other) >= needed


def _needed(one: Occasion, other: Occasion, scanned: bool) -> float | None:
    """As ``likeness_needed``; a name that OCR garbled contradicts nothing, a day does."""
    needed = likeness_needed(one, other)
    if needed is None and scanned and one.date == other.date:
        return CORRECTED
    return needed


def _twin(family: list[_Other], rank: int, occasion: Occasion) -> _Other | None:
    """The document that has the same text: not a rendition itself where there is another, the newest version first."""
    same = [o for o in family if o.same and not (occasion.stage == "final" and o.stage == "draft")]
    return max(same, key=lambda o: (o.standing != "rendition", o.version, o.rank), default=None)


def _new_version(conn: sqlite3.Connection, best: _Other, occasion: Occasion) -> Edition:
    rows = conn.execute(
        "SELECT id, version, standing, occasion FROM documents WHERE event_id = ? ORDER BY version", (best.event_id,)
    ).fetchall()
    version = max(row[1] for row in rows) + 1
    current, stage = next(
        ((row[0], json.loads(row[3])["stage"]) for row in rows if row[2] == "current"), (best.document_id, None)
    )
    is_draft = stage == "draft" or (stage is None and best.confirmation == "draft")
    if occasion.stage == "draft" and (best.confirmation == "confirmed" or not is_draft):
        return Edition(best.event_id, version, "superseded", "older_draft", current, best.likeness)
    return Edition(best.event_id, version, "current", "new_version", current, best.likeness)


_WHY = {"new_version": "新しい版", "rendition": "同じ文書の別形式", "older_draft": "確定後に届いた案"}


def settle_edition(conn: sqlite3.Connection, document_id: str, edition: Edition) -> None:
    """Write what an edition means: the event, its other documents, the audit. Those no longer current leave the index.

    To be called when the document's own row is there.
    """
    if edition.kind == "first":
        conn.execute("INSERT INTO events VALUES (?, NULL, 'not_public') ON CONFLICT DO NOTHING", (edition.event_id,))
    if edition.kind not in _WHY and edition.kind != "first":
        return
    demoted: Standing = "rendition" if edition.kind == "rendition" else "superseded"
    others: list[tuple[str | None]] = []
    if edition.kind == "new_version":
        others = conn.execute(
            "SELECT id FROM documents WHERE event_id = ? AND standing = 'current' AND id <> ?",
            (edition.event_id, document_id),
        ).fetchall()
    elif edition.kind == "rendition" and edition.standing != "rendition":
        others = [(edition.other,)]
    for (other,) in others:
        conn.execute("UPDATE documents SET standing = ? WHERE id = ?", (demoted, other))
        unindex(conn, str(other))
    if edition.kind != "first":
        write_audit(
            conn, "version", event_id=edition.event_id, document_id=document_id, kind="meeting",
            before=edition.other, after=document_id, reason=_WHY[edition.kind],
        )  # fmt: skip
    _settle_stage(conn, document_id, edition)


_BY_TITLE = "表題またはファイル名"


def _settle_stage(conn: sqlite3.Connection, document_id: str, edition: Edition) -> None:
    """Take 案 or 確定 from the current document's title, where no person has said more.

    A version without 案 behind one with it is no draft any longer, and nobody has said yet that it is confirmed.
    """
    if edition.standing != "current":
        return
    packed = conn.execute("SELECT occasion FROM documents WHERE id = ?", (document_id,)).fetchone()[0]
    stage = json.loads(packed)["stage"]
    wanted = {"final": "confirmed", "draft": "draft"}.get(stage)
    known = conn.execute("SELECT confirmation FROM events WHERE id = ?", (edition.event_id,)).fetchone()[0]
    if wanted is None and not (known == "draft" and edition.kind == "new_version" and _said_by_title(conn, edition)):
        return
    if known in (wanted, "confirmed"):
        return
    conn.execute("UPDATE events SET confirmation = ? WHERE id = ?", (wanted, edition.event_id))
    write_audit(
        conn, "status", event_id=edition.event_id, document_id=document_id, kind="meeting", field="confirmation",
        before=known, after=wanted, reason=_BY_TITLE,
    )  # fmt: skip


def _said_by_title(conn: sqlite3.Connection, edition: Edition) -> bool:
    """Whether the state of the meeting was read from a title, and not given by a person."""
    row = conn.execute(
        "SELECT \"by\" FROM audit WHERE event_id = ? AND field = 'confirmation' ORDER BY id DESC LIMIT 1",
        (edition.event_id,),
    ).fetchone()
    return row is not None and row[0] == PROGRAM


def edition_notes(conn: sqlite3.Connection, edition: Edition) -> tuple[str, ...]:
    """What the clerk should know about a document's place, Japanese sentences."""

    def name(document_id: str | None) -> str:
        row = conn.execute("SELECT file_name FROM documents WHERE id = ?", (document_id,)).fetchone()
        return "（消された文書）" if row is None else str(row[0])

    if edition.kind == "new_version":
        return (f"「{name(edition.other)}」と同じ会議の新しい版（第{edition.version}版）として保存しました。",)
    if edition.kind == "rendition":
        what = "の別形式として控えに回しました" if edition.standing == "rendition" else "に代えて読みます"
        return (f"「{name(edition.other)}」と同じ文書なので、それ{what}。",)
    if edition.kind == "older_draft":
        return (f"案なので、「{name(edition.other)}」をいまの版のままにしました。",)
    if edition.maybe:
        return (f"「{name(edition.maybe[0])}」と同じ会議かもしれません。別の会議として保存しました。",)
    return ()
