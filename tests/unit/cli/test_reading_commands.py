"""``minutes list``, ``show``, ``export``, ``doctor``: what a clerk reads."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli.meeting_page import render_meeting
from minutes_pipeline.cli.terminal import width_of

Minutes = Callable[..., Any]


def test_list_names_the_meeting_by_its_key(minutes: Minutes, database: Path) -> None:
    done = minutes("list", "--db", database)
    meetings = json.loads(minutes("list", "--db", database, "--json").out)
    assert done.code == 0
    assert len(meetings) == 1
    assert meetings[0]["document_id"][:8] in done.out
    assert done.out.rstrip().endswith("1件")


@pytest.mark.parametrize("width", ["60", "80", "120"])
def test_list_keeps_to_the_terminal(
    minutes: Minutes, database: Path, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    lines = minutes("list", "--db", database).out.splitlines()
    assert all(width_of(line) <= int(width) for line in lines)
    assert width_of(lines[0]) == width_of(lines[1])


def test_show_finds_the_meeting_by_key_or_name(minutes: Minutes, database: Path, source: Path) -> None:
    key = json.loads(minutes("list", "--db", database, "--json").out)[0]["document_id"][:8]
    by_key, by_name = (minutes("show", word, "--db", database) for word in (key, "青葉"))
    assert by_key.code == by_name.code == 0
    assert by_key.out == by_name.out
    assert source.name in by_key.out


def test_show_of_nothing_is_a_sentence(minutes: Minutes, database: Path) -> None:
    done = minutes("show", "存在しない会議", "--db", database)
    assert done.code == 2
    assert len(done.err.strip().splitlines()) == 1


def test_show_json_is_the_form_of_extract(minutes: Minutes, database: Path, source: Path) -> None:
    shown = json.loads(minutes("show", "青葉", "--db", database, "--json").out)
    extracted = json.loads(minutes("extract", source).out)
    assert shown == extracted


def span(page: int | None = 2) -> dict[str, object]:
    return {"start": 0, "end": 4, "page": page, "bbox": None}


def record(**fields: object) -> dict[str, Any]:
    common = {"id": "x", "quote": "引用の文。", "span": span(), "rule_id": "r", "confidence": 0.9}
    return (
        common | {"agenda_item": "相談支援の状況", "agenda_item_id": "a", "goal_id": None, "program_id": None} | fields
    )


FULL: dict[str, Any] = {
    "document": "青葉.pdf",
    "genre": "summary",
    "source": {"pages": 3},
    "meeting": {
        "name": "青葉市地域福祉推進会議", "session": 2, "date": "2024-05-17",
        "start_time": "13:30", "end_time": "15:00", "venue": "201会議室",
    },
    "attendees": [
        record(name="山野", affiliation="福祉部", job_title="部長", role="chair", group="member", status="present"),
        record(name=None, affiliation="総務課", job_title="課長", role=None, group="secretariat", status="absent"),
    ],
    "agenda_items": [record(number="1", title="相談支援の状況", level=1), record(number=None, title="細目", level=2)],
    "goals": [record(number=1, title="相談体制の確立")],
    "programs": [record(title="総合相談窓口", departments=["福祉課", "子ども課"])],
    "remarks": [record(speaker="委員", attendee_id=None, side="member", quote="増えた理由は何か。")],
    "decisions": [record(result="approved", quote="原案のとおり承認した。")],
    "metrics": [
        record(
            name="相談件数", value=1200, value_max=None, unit="件", qualifier="about",
            period={"start": "2023-04-01", "end": "2024-03-31"},
        )
    ],
    "issues": [record(quote="相談員が不足している。", confidence=0.4)],
    "actions": [record(quote="他市の事例を調査する。", owner="事務局", due="次回")],
    "findings": [{"severity": "warning", "message": "曜日が合いません", "spans": [span()], "code": "w", "field": None}],
}  # fmt: skip


def test_page_says_everything_in_japanese() -> None:
    page = render_meeting(FULL)
    for part in (
        "第2回 青葉市地域福祉推進会議", "令和6年5月17日（金） 13:30～15:00", "場所: 201会議室",
        "青葉.pdf（要点筆記、3ページ）", "・[注意] 曜日が合いません　（2ページ）", "〔委員〕", "〔事務局〕",
        "・福祉部　部長　山野　（会長・議長）", "・総務課　課長　（欠席）", "・1 相談支援の状況　（2ページ）",
        "  ・細目", "・1 相談体制の確立", "・総合相談窓口　（福祉課・子ども課、2ページ）", "〔相談支援の状況〕",
        "・[承認] 原案のとおり承認した。", "・相談件数　約1,200件　（令和5年度、2ページ）",
        "・相談員が不足している。　（要確認、2ページ）",
        "・他市の事例を調査する。　（担当: 事務局、期限: 次回、2ページ）", "--remarks",
    ):  # fmt: skip
        assert part in page
    assert "増えた理由は何か。" not in page
    assert "None" not in page


def test_the_page_number_is_left_out_where_there_is_only_one() -> None:
    page = render_meeting(FULL | {"source": {"pages": 1}})
    assert "（要点筆記、1ページ）" in page
    assert page.count("ページ") == 1


def test_remarks_on_demand() -> None:
    assert "委員: 増えた理由は何か。" in render_meeting(FULL, with_remarks=True)


def test_empty_meeting_is_a_page_too() -> None:
    meeting = dict.fromkeys(("name", "session", "date", "start_time", "end_time", "venue"))
    lists = {key: [] for key, value in FULL.items() if isinstance(value, list)}
    page = render_meeting(FULL | {"meeting": meeting} | lists)
    assert page.splitlines()[:3] == ["青葉.pdf", "開催日: 空欄", "場所: 空欄"]


@pytest.mark.parametrize(
    ("code", "severity", "word", "line"),
    [
        ("not_written", "info", "記載なし", "・場所は書かれていません。"),
        ("not_found", "warning", "読み取れず", "・[注意] 場所は書かれていません。　（2ページ）"),
        ("ambiguous", "warning", "一通りに決まらず", "・[注意] 場所は書かれていません。　（2ページ）"),
        ("unreadable", "warning", "判読不能", "・[注意] 場所は書かれていません。　（2ページ）"),
    ],
)
def test_every_empty_field_says_why(code: str, severity: str, word: str, line: str) -> None:
    spans = [] if severity == "info" else [span()]
    said = {"field": "meeting.venue", "message": "場所は書かれていません。"}
    finding = {"code": code, "severity": severity, "spans": spans} | said
    page = render_meeting(FULL | {"meeting": FULL["meeting"] | {"venue": None}, "findings": [finding]})
    assert f"場所: {word}" in page.splitlines()
    assert "空欄の項目とその理由 1件" in page
    assert line in page.splitlines()
    assert "確かめてほしいこと" not in page


def test_information_is_no_warning() -> None:
    finding = {"code": "note", "severity": "info", "field": None, "message": "改ページがあります。", "spans": []}
    page = render_meeting(FULL | {"findings": [finding]})
    assert "確かめてほしいこと" not in page
    assert "参考 1件" in page


@pytest.mark.parametrize("form", ["json", "csv", "md"])
def test_export_writes_files(minutes: Minutes, database: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "export"
    done = minutes("export", "--format", form, "--out", out, "--db", database)
    assert done.code == 0
    written = [Path(line) for line in done.out.splitlines()]
    assert written
    assert all(path.is_file() and path.suffix == f".{form}" for path in written)


def test_exported_json_is_that_of_extract(minutes: Minutes, database: Path, source: Path, tmp_path: Path) -> None:
    done = minutes("export", "--format", "json", "--out", tmp_path / "export", "--db", database)
    exported = json.loads(Path(done.out.splitlines()[0]).read_text("utf-8"))
    assert exported == json.loads(minutes("extract", source).out)


def test_doctor_is_content_here(minutes: Minutes, database: Path) -> None:
    done = minutes("doctor", "--db", database)
    assert done.code == 0
    assert "すべて使えます" in done.out
    assert "会議 1件" in done.out


def test_doctor_says_what_a_missing_part_costs(
    minutes: Minutes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "lxml", None)
    done = minutes("doctor", "--db", tmp_path / "ない.db")
    assert done.code == 1
    assert "× lxml" in done.out
    assert "「DOCX・HTML の読み取り」ができません" in done.out
    assert "まだありません" in done.out


def test_doctor_notices_a_damaged_database(minutes: Minutes, database: Path) -> None:
    content = bytearray(database.read_bytes())
    content[4096:12288] = b"\x00" * 8192
    database.write_bytes(bytes(content))
    done = minutes("doctor", "--db", database)
    assert done.code == 1
    assert "× データベース" in done.out
    assert "Traceback" not in done.out + done.err


def test_doctor_json(minutes: Minutes, database: Path) -> None:
    result = json.loads(minutes("doctor", "--db", database, "--json").out)
    assert result["is_well"] is True
    assert {part["name"] for part in result["parts"]} >= {"pypdfium2", "lxml", "SudachiPy", "SQLite"}
