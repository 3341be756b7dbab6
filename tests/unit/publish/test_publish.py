"""The public copy: only what is public, no name in any byte, everything still grounded; a leak is looked for."""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from minutes_pipeline.cli.application import run
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.open import open_connection
from minutes_pipeline.store.reading import list_meetings, load_meeting

PUBLIC = """第２回 楡ヶ丘市環境審議会 会議録

日時　令和６年５月17日（金）　午後２時～３時
場所　楡ヶ丘市役所　301会議室
出席者
会長　鳴海　太郎
委員　榎本　さちこ
事務局　環境部　矢吹課長

１　ごみの減量について
・鳴海会長から、ごみの排出量は令和５年度で12,300トンとの説明があった。
・分別の周知が不足していることが課題である。
・計画案を原案のとおり承認した。
２　職員の処分について
・榎本委員から、懲戒の基準が曖昧であるとの指摘があった。
・次回までに事務局が基準を調査する。
"""
SECRET = """第１回 楡ヶ丘市入札監視委員会 会議録

日時　令和６年６月３日（月）　午前10時～11時
場所　楡ヶ丘市役所　機密室
出席者　総務部　水無瀬部長

１　落札率の審議について
・水無瀬部長から、予定価格の漏えいが疑われるとの説明があった。
・調査の方法を原案のとおり承認した。
"""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    for name, text in (("環境_鳴海氏提出.txt", PUBLIC), ("入札.txt", SECRET)):
        (tmp_path / name).write_text(text, "utf-8")
    db = tmp_path / "minutes.db"
    assert run(["ingest", *(str(path) for path in tmp_path.glob("*.txt")), "--db", str(db)]) == 0
    return db


def _status(db: Path, *arguments: str) -> None:
    assert run(["status", *arguments, "--by", "山田", "--reason", "公開決裁", "--db", str(db)]) == 0


def _contents(folder: Path) -> Iterator[str]:
    """Every byte of every file, as text in the encodings that may hide it, and what is packed in the database."""
    for path in folder.rglob("*"):
        yield path.name
        if path.is_file():
            data = path.read_bytes()
            for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp932"):
                yield data.decode(encoding, "ignore")
                yield data[1:].decode(encoding, "ignore")
    conn = sqlite3.connect(folder / "minutes.db")
    for (table,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in conn.execute(f'SELECT * FROM "{table}"'):
            for value in row:
                if isinstance(value, bytes):
                    try:
                        yield zlib.decompress(value).decode("utf-8")
                    except zlib.error:
                        yield value.decode("utf-8", "ignore")
                else:
                    yield str(value)
    conn.close()


def _leaks(folder: Path, *words: str) -> set[str]:
    return {word for text in _contents(folder) for word in words if word in re.sub(r"[\s\x1f\x1e]", "", text)}


def test_no_name_and_no_secret_in_any_byte(db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _status(db, "環境審議会", "--publish", "公開")
    copy = tmp_path / "copy"
    assert run(["publish", "--to", str(copy), "--db", str(db)]) == 0
    names = ("鳴海", "太郎", "榎本", "さちこ", "矢吹", "水無瀬")
    secret = ("入札監視", "予定価格", "漏えい", "機密室", "落札率")
    assert _leaks(copy, *names, *secret) == set()
    assert _leaks(copy, "12,300", "環境審議会")
    printed = capsys.readouterr().out
    assert "楡ヶ丘市入札監視委員会（令和6年6月3日（月））：公開と決まっていない" in printed


def test_the_test_would_find_a_leak(db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    _status(db, "環境審議会", "--publish", "公開")
    assert run(["publish", "--to", str(copy), "--db", str(db)]) == 0
    (copy / "x.html").write_bytes("水 無 瀬".encode("utf-16-le"))
    assert _leaks(copy, "水無瀬") == {"水無瀬"}


def test_records_stay_grounded_and_posts_stay(db: Path, tmp_path: Path) -> None:
    _status(db, "環境審議会", "--publish", "公開")
    copy = tmp_path / "copy"
    assert run(["publish", "--to", str(copy), "--db", str(db)]) == 0
    conn = open_connection(copy / "minutes.db")
    (meeting,) = list_meetings(conn)
    minutes = Minutes.model_validate(load_meeting(conn, meeting.meeting_id))
    conn.close()
    records = [*minutes.decisions, *minutes.metrics, *minutes.issues, *minutes.actions, *minutes.attendees]
    assert len(records) >= 6
    assert all(minutes.text[r.span.start : r.span.end] == r.quote for r in records)
    assert {a.job_title for a in minutes.attendees} >= {"課長"}
    assert all(a.name in (None, "●●") for a in minutes.attendees)


def test_a_part_of_a_meeting(db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _status(db, "環境審議会", "--publish", "一部公開")
    assert run(["publish", "--to", str(tmp_path / "none"), "--db", str(db)]) == 0
    assert "公開する議題が決まっていない" in capsys.readouterr().out
    _status(db, "環境審議会", "--item", "ごみの減量について")
    copy = tmp_path / "copy"
    assert run(["publish", "--to", str(copy), "--db", str(db)]) == 0
    assert _leaks(copy, "懲戒", "基準", "職員の処分", "鳴海") == set()
    assert _leaks(copy, "分別の周知") == {"分別の周知"}
    conn = open_connection(copy / "minutes.db")
    minutes = Minutes.model_validate(load_meeting(conn, list_meetings(conn)[0].meeting_id))
    conn.close()
    assert [one.title for one in minutes.agenda_items] == ["ごみの減量について"]
    assert minutes.decisions and all(minutes.text[d.span.start : d.span.end] == d.quote for d in minutes.decisions)
    assert minutes.attendees == ()


def test_list_of_further_names_and_words_that_stay(db: Path, tmp_path: Path) -> None:
    _status(db, "環境審議会", "--publish", "公開")
    (tmp_path / "names").write_text("楡ヶ丘\n", "utf-8")
    (tmp_path / "keep").write_text("矢吹課長\n", "utf-8")
    copy = tmp_path / "copy"
    arguments = ["--names", str(tmp_path / "names"), "--keep", str(tmp_path / "keep")]
    assert run(["publish", "--to", str(copy), *arguments, "--report", str(tmp_path / "r.txt"), "--db", str(db)]) == 0
    assert _leaks(copy, "矢吹") == {"矢吹"}
    assert "入札監視委員会" in (tmp_path / "r.txt").read_text("utf-8-sig")


def test_refusals_leave_everything_as_it_was(db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "x").write_text("x", "utf-8")
    assert run(["publish", "--to", str(full), "--db", str(db)]) == 2
    assert "空ではありません" in capsys.readouterr().err
    assert [path.name for path in full.iterdir()] == ["x"]
    assert run(["publish", "--to", str(tmp_path / "c"), "--report", str(tmp_path / "c" / "r"), "--db", str(db)]) == 2
    assert not (tmp_path / "c").exists()


def test_pages_for_any_web_server(db: Path, tmp_path: Path) -> None:
    _status(db, "環境審議会", "--publish", "公開")
    copy = tmp_path / "copy"
    assert run(["publish", "--to", str(copy), "--db", str(db)]) == 0
    pages = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert {"index.html", "decisions.html", "public.css", "minutes.db", "metadata.json"} <= pages
    for page in copy.rglob("*.html"):
        html = page.read_text("utf-8")
        assert '<html lang="ja">' in html and "<script" not in html and "http" not in html
        for link in re.findall(r'(?:href|src)="([^"#]+)"', html):
            assert (page.parent / link).resolve().is_file(), link
        for link, place in re.findall(r'href="([^"#]*)#([^"]+)"', html):
            target = (page.parent / link).read_text("utf-8") if link else html
            assert f'id="{place}"' in target, place


def test_a_record_leads_to_its_words(db: Path, tmp_path: Path) -> None:
    """The place it leads to stands right before its words in the text."""
    _status(db, "環境審議会", "--publish", "公開")
    copy = tmp_path / "copy"
    assert run(["publish", "--to", str(copy), "--db", str(db)]) == 0
    html = next((copy / "meetings").glob("*.html")).read_text("utf-8")
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', html.partition("<h2>決定事項")[2].partition("<h2>本文")[0])
    text = html.partition("<h2>本文")[2]
    assert len(links) >= 3
    for place, words in links:
        assert re.sub(r"<[^>]+>", "", text.partition(f'id="{place}"></span>')[2]).startswith(words)
    assert "<h2>令和6年度</h2>" in (copy / "index.html").read_text("utf-8")
