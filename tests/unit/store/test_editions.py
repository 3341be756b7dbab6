"""Which documents are of one meeting, and which of them is current: also what must stay apart."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from sqlite_utils import Database

from minutes_pipeline.errors import QueryError
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store import corrections
from minutes_pipeline.store.reading import (
    find_meeting,
    list_meetings,
    list_versions,
    load_meeting,
    meeting_differences,
)
from minutes_pipeline.store.results import StoreResult
from minutes_pipeline.store.search import search
from minutes_pipeline.store.writer import store_minutes

Build = Callable[..., Minutes]
SIGNED = {"by": "野中", "reason": "録音で確かめた"}
TALK = tuple(
    f"{place}の{subject}について、{who}から、{doing}との意見があった。"
    for (place, subject), (who, doing) in itertools.product(
        zip(("東町", "西町", "港町", "丘町"), ("除雪", "配食", "送迎", "花壇"), strict=True),
        zip(
            ("森委員", "林委員", "沢委員"), ("早く始めてほしい", "回数を減らしたい", "費用を調べるべきだ"), strict=True
        ),
    )
)


def document(make: Build, talk: tuple[str, ...] = TALK, file: str = "議事録.docx", **meeting: Any) -> Minutes:
    """Minutes of the fictional meeting with more talk; ``meeting`` replaces fields of the meeting."""
    made = make((*make().text.split("\n"), *talk), file)
    suffix = file.rsplit(".", 1)[1]
    source = made.source.model_copy(update={"media_type": suffix})
    return made.model_copy(update={"source": source, "meeting": made.meeting.model_copy(update=meeting)})


def standings(db: Database) -> dict[str, tuple[int, str]]:
    rows = db.execute("SELECT file_name, version, standing FROM documents").fetchall()
    return {name: (version, standing) for name, version, standing in rows}


def stored(db: Database, *documents: Minutes) -> list[StoreResult]:
    results = [store_minutes(db, one) for one in documents]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.execute("INSERT INTO search_index(search_index) VALUES ('integrity-check')")
    searched = {hit.document_id for hit in search(db.conn, "除雪 OR 子ども", limit=1000)}
    assert searched <= {row[0] for row in db.execute("SELECT id FROM documents WHERE standing = 'current'")}
    return results


REVISED = (*TALK[:5], "森委員の発言は取り消された。", *TALK[6:])


def test_revised_file_is_a_new_version_and_the_older_one_is_kept(db: Database, make_minutes: Build) -> None:
    first, second = document(make_minutes), document(make_minutes, REVISED, "議事録_修正.docx")
    results = stored(db, first, second)
    assert [r.edition.kind for r in results if r.edition] == ["first", "new_version"]
    assert "新しい版（第2版）" in results[1].notes[0]
    assert standings(db) == {"議事録.docx": (1, "superseded"), "議事録_修正.docx": (2, "current")}
    assert [m.file_name for m in list_meetings(db.conn)] == ["議事録_修正.docx"]
    assert [(m.version, m.versions) for m in list_versions(db.conn, "青葉ヶ丘")] == [(1, 2), (2, 2)]
    assert [hit.file_name for hit in search(db.conn, "取り消された")] == ["議事録_修正.docx"]
    assert {hit.file_name for hit in search(db.conn, "ボランティア")} == {"議事録_修正.docx"}
    for view in ("会議一覧", "数値", "決定事項", "出席者"):
        assert {row[0] for row in db.execute(f'SELECT ファイル FROM "{view}"')} == {"議事録_修正.docx"}
    older = load_meeting(db.conn, first.source.document_id, versions=True)
    assert Minutes.model_validate(older) == first
    with pytest.raises(QueryError, match=r"いまの版ではありません.*議事録_修正"):
        load_meeting(db.conn, first.source.document_id)
    # The first version's meeting id names the meeting itself.
    event = list_versions(db.conn, "青葉ヶ丘")[0].event_id
    assert find_meeting(db.conn, event).file_name == "議事録_修正.docx"
    assert find_meeting(db.conn, event, versions=True).file_name == "議事録.docx"
    with pytest.raises(QueryError, match="いまの版ではない"):
        corrections.correct(db, first.metrics[0].id, {"value": "1"}, **SIGNED)
    audit = corrections.list_audit(db.conn)
    assert [(entry.action, entry.by) for entry in audit] == [("version", "minutes")]


@pytest.mark.parametrize("names", list(itertools.permutations(("甲.docx", "乙.pdf", "丙.txt"))))
def test_of_one_text_in_several_formats_the_best_is_current(
    db: Database, make_minutes: Build, names: tuple[str, ...]
) -> None:
    """Whichever comes first; a wrapped line, other marks and a reading above a name make no other text."""
    texts = {
        "甲.docx": TALK,
        "乙.pdf": tuple(line.replace("、", "，").replace("の", "の ", 1) for line in TALK),
        "丙.txt": tuple(line.replace("森委員", "森もり委員") for line in TALK),
    }
    results = stored(db, *(document(make_minutes, texts[name], name) for name in names))
    assert standings(db) == {"甲.docx": (1, "current"), "乙.pdf": (1, "rendition"), "丙.txt": (1, "rendition")}
    assert {r.edition.kind for r in results[1:] if r.edition} == {"rendition"}
    assert [m.versions for m in list_meetings(db.conn)] == [1]


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line.replace("減らしたい", "増やしたい"),
        lambda line: line.replace("との意見があった", "との意見はなかった"),
        lambda line: line.replace("調べるべきだ", "調べるべきではない"),
    ],
)
def test_pdf_that_says_something_else_is_no_rendition(
    db: Database, make_minutes: Build, change: Callable[[str], str]
) -> None:
    changed = (*TALK[:7], *map(change, TALK[7:]))
    stored(db, document(make_minutes), document(make_minutes, changed, "確認後.pdf"))
    assert standings(db) == {"議事録.docx": (1, "superseded"), "確認後.pdf": (2, "current")}


def test_late_copy_of_an_older_version_does_not_come_back(db: Database, make_minutes: Build) -> None:
    stored(
        db,
        document(make_minutes),
        document(make_minutes, REVISED, "二版.docx"),
        document(make_minutes, TALK, "古い.pdf"),
    )
    assert standings(db) == {
        "議事録.docx": (1, "superseded"), "二版.docx": (2, "current"), "古い.pdf": (1, "rendition"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("names", "current"),
    [
        (("議事録_確定.docx", "議事録_案.docx"), "議事録_確定.docx"),
        (("議事録.docx", "議事録（案）.docx"), "議事録.docx"),
        (("議事録_案.docx", "議事録.docx"), "議事録.docx"),
        (("議事録_案.docx", "議事録_案2.docx"), "議事録_案2.docx"),
        (("議事録_案.docx", "議事録_確定.docx", "議事録_案3.docx"), "議事録_確定.docx"),
        (("議事録_確定.docx", "議事録_正誤.docx"), "議事録_正誤.docx"),
    ],
)
def test_draft_never_takes_the_place_of_what_is_none(
    db: Database, make_minutes: Build, names: tuple[str, ...], current: str
) -> None:
    documents = [
        document(make_minutes, (*TALK, f"第{number}号の資料を配った。"), name) for number, name in enumerate(names, 1)
    ]
    stored(db, *documents)
    assert [name for name, (_, standing) in standings(db).items() if standing == "current"] == [current]
    confirmation = find_meeting(db.conn, "青葉ヶ丘").confirmation
    known = {"議事録_確定.docx": "confirmed", "議事録_案2.docx": "draft", "議事録_正誤.docx": "confirmed"}
    assert confirmation == known.get(current), "a version without 案 is no draft, and not yet confirmed"


def test_a_draft_by_a_persons_word_stays_one(db: Database, make_minutes: Build) -> None:
    stored(db, document(make_minutes, TALK, "議事録_案.docx"))
    key = find_meeting(db.conn, "青葉ヶ丘").meeting_id
    corrections.set_status(db, key, confirmation="confirmed", by="山田", reason="確認した")
    corrections.set_status(db, key, confirmation="draft", by="山田", reason="まだだった")
    stored(db, document(make_minutes, (*TALK, "別の資料を配った。"), "議事録.docx"))
    assert find_meeting(db.conn, "青葉ヶ丘").confirmation == "draft"


def test_draft_and_confirmed_of_one_text(db: Database, make_minutes: Build) -> None:
    """The PDF of the confirmed minutes is current even where the draft was a DOCX of the same words."""
    stored(db, document(make_minutes, TALK, "議事録_案.docx"), document(make_minutes, TALK, "議事録_確定.pdf"))
    assert standings(db) == {"議事録_案.docx": (1, "superseded"), "議事録_確定.pdf": (2, "current")}


@pytest.mark.parametrize(
    ("meeting", "kind"),
    [
        ({}, "new_version"),
        ({"date": None}, "new_version"),
        ({"session": None}, "new_version"),
        ({"session": None, "date": None}, "new_version"),
        ({"name": "地域福祉推進会議"}, "new_version"),
        ({"name": "青葉ヶ丘市地域福祉推進会議（案）"}, "new_version"),
        ({"name": None}, "new_version"),
        ({"date": "2024-05-16"}, "new_version"),
        ({"date": "2023-05-17"}, "new_version"),
        ({"date": "2024-06-14", "session": 4}, "first"),
        ({"date": "2025-05-16"}, "first"),
        ({"date": "2024-07-03"}, "first"),
        ({"name": "これより会議", "date": None, "session": None}, "new_version"),
        ({"name": "これより会議", "date": None, "session": 9}, "first"),
        ({"date": "2024-06-14", "session": None}, "first"),
        ({"name": "青葉ヶ丘市地域福祉推進会議高齢者部会", "date": "2024-05-20"}, "first"),
        ({"name": "みどり町会総会", "date": "2024-05-20", "session": None}, "first"),
        ({"name": None, "date": "2024-06-14", "session": 4}, "first"),
    ],
)
def test_nearly_the_same_text(db: Database, make_minutes: Build, meeting: dict[str, Any], kind: str) -> None:
    """One word of the talk differs; whether it is the same meeting hangs on body, session and date."""
    almost = (*TALK[:-1], TALK[-1].replace("費用", "予算"))
    results = stored(db, document(make_minutes), document(make_minutes, almost, "次.docx", **meeting))
    assert results[1].edition is not None
    assert results[1].edition.kind == kind


def test_routine_minutes_of_a_series_stay_apart(db: Database, make_minutes: Build) -> None:
    """Every month the same words: fourteen meetings, whatever the order they come in."""
    months = [
        document(make_minutes, TALK, f"{month}月.docx", session=session, date=f"2024-{month:02}-10")
        for month, session in [(m, m) for m in range(1, 8)] + [(m, None) for m in range(8, 13)]
    ]
    yearly = [document(make_minutes, TALK, f"{y}.docx", session=1, date=f"{y}-06-{y - 2010}") for y in (2022, 2023)]
    results = stored(db, *months[::2], *yearly, *months[1::2])
    assert {r.edition.kind for r in results if r.edition} == {"first"}
    assert len(list_meetings(db.conn)) == 14


def test_half_alike_is_said(db: Database, make_minutes: Build) -> None:
    other = tuple(f"まったく別の話題{number}として、堤防の草刈りを{number}回行う計画を聞いた。" for number in range(14))
    results = stored(db, document(make_minutes), document(make_minutes, other, "別.docx", start_time="09:00"))
    edition = results[1].edition
    assert edition is not None
    assert (edition.kind, edition.maybe) == ("first", (results[0].document_id,))
    assert results[1].notes == ("「議事録.docx」と同じ会議かもしれません。別の会議として保存しました。",)


def test_scan_of_the_signed_minutes_is_a_rendition(db: Database, make_minutes: Build) -> None:
    """OCR misreads some characters and the name: it is still the paper of the same text."""
    misread = tuple(line.replace("意見", "意兒").replace("町", "叮", 1) for line in TALK)
    scan = document(make_minutes, misread, "署名.pdf", name="青菓ヶ丘市地域福祉推進会譲")
    scan = scan.model_copy(update={"source": scan.source.model_copy(update={"ocr_pages": 2})})
    stored(db, scan, document(make_minutes))
    assert standings(db) == {"署名.pdf": (1, "rendition"), "議事録.docx": (1, "current")}


def test_corrected_date_counts_for_the_next_version(db: Database, make_minutes: Build) -> None:
    """The misprint may stand in the next version again, or be put right there: both are of this meeting."""
    wrong = document(make_minutes, TALK, "一.docx", date="2024-07-15", session=None)
    stored(db, wrong)
    corrections.correct(db, wrong.source.document_id + "-meeting-de50e46b73", {"date": "2024-05-17"}, **SIGNED)
    right = document(make_minutes, REVISED, "二.docx", session=None)
    again = document(make_minutes, (*REVISED, "以上"), "三.docx", date="2024-07-15", session=None)
    results = stored(db, right, again)
    assert [r.edition.kind for r in results if r.edition] == ["new_version", "new_version"]
    assert find_meeting(db.conn, "青葉ヶ丘").date == "2024-05-17"
    assert corrections.list_conflicts(db.conn) == []


def test_difference_of_two_versions(db: Database, make_minutes: Build) -> None:
    first = document(make_minutes)
    metric = first.metrics[0]
    stored(db, first)
    second = document(make_minutes, REVISED, "二.docx", venue="201会議室")
    changed = second.metrics[0].model_copy(update={"value": 3054})
    stored(db, second.model_copy(update={"metrics": (changed, *second.metrics[1:]), "issues": ()}))
    found = meeting_differences(db.conn, "青葉ヶ丘")
    assert [(d.change, d.kind, d.field, d.before, d.after) for d in found] == [
        ("changed", "meeting", "venue", None, "201会議室"),
        ("changed", "metric", "value", 3045, 3054),
        ("removed", "issue", None, None, None),
    ]
    assert (found[1].record_id_old, found[1].quote_old) == (metric.id, metric.quote)
    back = meeting_differences(db.conn, "青葉ヶ丘", 2, 1)
    assert [(d.change, d.before, d.after) for d in back][1] == ("changed", 3054, 3045)
    with pytest.raises(QueryError, match="比べられません"):
        meeting_differences(db.conn, "青葉ヶ丘", 1, 7)
