"""Random Japanese through the whole way: no crash, everything grounded, read back as stored, twice is once."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minutes_pipeline.cli.reading import read_file
from minutes_pipeline.store.open import open_connection, open_database
from minutes_pipeline.store.reading import load_meeting
from minutes_pipeline.store.writer import store_minutes

LISTS = ("attendees", "agenda_items", "goals", "programs", "remarks", "decisions", "metrics", "issues", "actions")
PIECES = (
    "第２回", "青葉市地域福祉推進会議", "議事録", "日時：", "日　時", "場 所", "出席者", "事務局", "欠席者", "議題",
    "１　", "（１）", "①", "・", "○", "◆", "＜", "＞", "目標１", "基本目標Ⅱ", "令和６年５月１７日（金）", "R5.4.17",
    "午後１時３０分～３時", "約１，２００件", "▲３．５％", "１億２，３００万円", "百二十七人", "前年度比", "令和５年度",
    "原案のとおり承認した。", "異議なし", "課題である。", "不足している", "次回までに調査する。", "委員：",
    "→事務局：", "○議長（青葉太郎）", "青葉　太郎", "福祉部長", "会長", "\t", "　　", " ", "\n", "\n\n", "。", "、",
    "「", "」", "髙", "⻑", "㋿", "➀", "\uf06c", "か\u3099", "📎",
)  # fmt: skip
FRAGMENTS = st.one_of(
    st.sampled_from(PIECES),
    st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x30FF), max_size=8),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=6),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=6),
    st.text("0123456789０１２３一二三十百千万億.,，．％人件円", max_size=8),
)
TEXTS = st.lists(FRAGMENTS, min_size=1, max_size=60).map("".join)
RANDOM = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _raise_what_is_unforeseen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(os.environ, "MINUTES_DEBUG", "1")
    yield


@given(text=TEXTS)
@RANDOM
def test_everything_read_is_grounded(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8", newline="")
    minutes = read_file(path).minutes
    if minutes is None:
        return
    for name in LISTS:
        for record in getattr(minutes, name):
            assert minutes.text[record.span.start : record.span.end] == record.quote
    ids = [record.id for name in LISTS for record in getattr(minutes, name)]
    assert len(ids) == len(set(ids))
    assert read_file(path).minutes == minutes


@given(text=TEXTS)
@settings(RANDOM, max_examples=30)
def test_what_is_stored_comes_back_and_twice_is_once(tmp_path: Path, text: str) -> None:
    path, database = tmp_path / "a.txt", tmp_path / "minutes.db"
    path.write_text(text, "utf-8", newline="")
    reading = read_file(path)
    if reading.minutes is None:
        return
    database.unlink(missing_ok=True)
    db = open_database(database)
    assert store_minutes(db, reading.minutes).status == "added"
    assert store_minutes(db, reading.minutes).status == "unchanged"
    db.close()
    connection = open_connection(database)
    loaded = load_meeting(connection, reading.minutes.source.document_id)
    connection.close()
    assert loaded == json.loads(reading.minutes.model_dump_json())


@given(content=st.binary(max_size=400))
@settings(RANDOM, max_examples=100)
@pytest.mark.parametrize("suffix", ["pdf", "docx", "txt", "html", "md"])
def test_random_bytes_are_read_or_refused(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(content)
    reading = read_file(path)
    assert (reading.minutes is None) == (reading.failure is not None)
    assert reading.failure is None or reading.failure.endswith("。")
