"""The meeting page: state, versions and what they say differently, changes, the original only where allowed, parts."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli.application import run
from minutes_pipeline.store import corrections
from minutes_pipeline.store.open import open_database
from minutes_pipeline.web.pages.meeting import _part
from minutes_pipeline.web.passwords import password_file, set_password
from minutes_pipeline.web.server import _warm
from minutes_pipeline.web.switch import ReviewSwitch

Ask = Callable[..., Any]
FIRST = """令和６年度 第１回 楡ヶ丘市図書館協議会 会議録（案）

日時　令和６年９月12日（木）　午後２時～３時
場所　楡ヶ丘市立図書館
出席者　委員　志水会長、若松委員

１　開館時間について
・平日の開館時間を１時間延ばす案を原案のとおり承認した。
・来館者は令和５年度で延べ48,200人であった。
"""
SUBJECTS = "公園 道路 河川 橋りょう 下水道 水道 ごみ 緑地 農地 森林 港湾 住宅 図書館 保育所 学校 病院 消防 防災 交通 観光 商店街 墓地".split()
SECOND = FIRST.replace("（案）", "").replace("48,200", "48,920") + "・夜間の職員の配置が課題である。\n"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "minutes.db"
    for name, text in (("案.txt", FIRST), ("確定.txt", SECOND)):
        (tmp_path / name).write_text(text, "utf-8")
        assert run(["ingest", str(tmp_path / name), "--db", str(path)]) == 0
    return path


def _meetings(db: Path) -> list[str]:
    """Meeting ids by version."""
    conn = sqlite3.connect(db)
    rows = conn.execute("SELECT m.id FROM meetings m JOIN documents d ON d.id = m.document_id ORDER BY d.version")
    found = [row[0] for row in rows]
    conn.close()
    return found


def test_versions_and_their_differences(db: Path, asking: Any) -> None:
    first, second = _meetings(db)
    with asking(db) as ask:
        html = ask(f"/meetings/{second}").text
        assert f'href="/meetings/{first}"' in html and "第1版との違いを見る" in html
        assert "これは前の版です" in ask(f"/meetings/{first}").text
        shown = ask(f"/meetings/{second}/differences").text
        assert re.search(r"<del><bdi>[^<]*48,200人[^<]*</bdi></del> → <ins><bdi>[^<]*48,920人", shown)
        assert "増えた" in shown and "夜間の職員の配置" in shown
        assert ask(f"/meetings/{first}/differences").status_code == 404


def test_state_and_changes(db: Path, asking: Any) -> None:
    second = _meetings(db)[1]
    writer = open_database(db)
    corrections.set_status(writer, second, publication="partly", by="藤", reason="一部を公開")
    corrections.correct(writer, second, {"venue": "第二会議室"}, by="藤", reason="原本で確認")
    writer.close()
    with asking(db) as ask:
        html = ask(f"/meetings/{second}").text
    assert '<span class="tag">一部公開</span>' in html
    assert "変更の記録" in html and "原本で確認" in html
    assert re.search(r"公開の状態：<bdi>非公開</bdi> → <bdi>一部公開</bdi>", html)
    assert re.search(r"場所：<bdi>[^<]*楡ヶ丘市立図書館</bdi> → <bdi>第二会議室</bdi>", html)


def test_the_original_only_where_allowed(db: Path, asking: Any) -> None:
    second = _meetings(db)[1]
    address = f"/meetings/{second}/original"
    with asking(db) as ask:
        assert ask(address).status_code == 404 and "原本を受け取る" not in ask(f"/meetings/{second}").text
    set_password(password_file(db), "いろはにほへとちり")
    with asking(db, ReviewSwitch(db)) as ask:
        assert ask(address).status_code == 404
        assert ask(address, as_person="藤").content == SECOND.encode()
    writer = open_database(db)
    corrections.set_status(writer, second, publication="public", by="藤", reason="公開")
    writer.close()
    with asking(db) as ask:
        answer = ask(address)
        assert answer.content == SECOND.encode()
        assert (
            answer.headers["content-disposition"].startswith("attachment")
            and answer.headers["cache-control"] == "no-store"
        )
        assert answer.headers["content-type"] == "application/octet-stream"
        assert "原本を受け取る" in ask(f"/meetings/{second}").text


def test_text_read_from_pictures_is_said(db: Path, asking: Any) -> None:
    second = _meetings(db)[1]
    conn = sqlite3.connect(db)
    conn.execute("UPDATE documents SET ocr_pages = 2")
    conn.commit()
    conn.close()
    with asking(db) as ask:
        assert "2ページは画像から文字認識（OCR）で読みました" in ask(f"/meetings/{second}").text


@pytest.mark.parametrize(
    ("wanted", "at", "number", "pages"),
    [
        (None, None, 1, range(1, 11)), ("3", None, 3, range(21, 26)), ("99", None, 3, range(21, 26)), ("x", None, 1, range(1, 11)),
        (None, {"start": 5, "page": 12}, 2, range(11, 21)), (None, {"start": 5, "page": 25}, 3, range(21, 26)),
    ],
)  # fmt: skip
def test_parts_of_a_long_pdf(wanted: str | None, at: Any, number: int, pages: range, db: Path) -> None:
    conn = sqlite3.connect(db)
    source = {"length": 900, "pages": 25, "document_id": "0000000000000000"}
    part = _part(conn, source, True, wanted, at)
    conn.close()
    assert (part.number, part.count, part.pages) == (number, 3, pages)


def test_a_long_pdf_shows_ten_pages_and_their_text(tmp_path: Path, asking: Any) -> None:
    """The page of a record decides the part; its text is the text of those pages only."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "long.pdf"))
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    for number in range(1, 23):
        canvas.setFont("HeiseiMin-W3", 11)
        lines = (
            ["第１回 楡ヶ丘市環境審議会 会議録", "日時　令和６年５月17日（金）", "場所　市役所", ""]
            if number == 1
            else []
        )
        lines += [
            f"{number}　{SUBJECTS[number - 1]}の計画について",
            f"・{SUBJECTS[number - 1]}の案を原案のとおり承認した。",
        ]
        for at, line in enumerate(lines):
            canvas.drawString(70, 780 - 22 * at, line)
        canvas.showPage()
    canvas.save()
    db = tmp_path / "minutes.db"
    assert run(["ingest", str(tmp_path / "long.pdf"), "--db", str(db)]) == 0
    conn = sqlite3.connect(db)
    record, meeting = conn.execute("SELECT id, meeting_id FROM decisions WHERE page = 15").fetchone()
    conn.close()
    with asking(db) as ask:
        html = ask(f"/records/{record}", follow_redirects=True).text
        assert re.findall(r"/pages/(\d+)\.png", html) == [str(n) for n in range(11, 21)]
        assert f"{SUBJECTS[14]}の案" in html and f"{SUBJECTS[4]}の案" not in html and f"{SUBJECTS[20]}の案" not in html
        assert f'id="s-{record}" class="k-decisions marked"' in html
        assert re.findall(r"/pages/(\d+)\.png", ask(f"/meetings/{meeting}?part=3").text) == ["21", "22"]


def test_reading_ahead_says_nothing_of_a_file_that_is_gone(tmp_path: Path, db: Path) -> None:
    _warm(db)
    _warm(tmp_path / "nothing.db")


def test_the_meetings_before_and_after(ask: Ask, site_db: Path) -> None:
    """Of three meetings of a body each names its neighbours, and all the body; nobody names those of other bodies."""
    conn = sqlite3.connect(site_db)
    sql = "SELECT id FROM meetings WHERE name = '水守市地域福祉計画推進庁内連絡会' ORDER BY date"
    first, second, third = (row[0] for row in conn.execute(sql))
    conn.close()
    ways = {one: dict(re.findall(r'rel="(prev|next)" href="/meetings/([^"]+)"', ask(f"/meetings/{one}").text)) for one in (first, second, third)}  # fmt: skip
    assert ways == {first: {"next": second}, second: {"prev": first, "next": third}, third: {"prev": second}}
    assert 'href="/bodies/view?key=' in ask(f"/meetings/{first}").text.partition("議題と記録")[0]


def test_every_mark_leads_to_its_record_and_back(ask: Ask, site_db: Path) -> None:
    """No link within the page leads nowhere, whatever the format; goals and agenda items are there, too."""
    conn = sqlite3.connect(site_db)
    meetings = [row[0] for row in conn.execute("SELECT id FROM meetings")]
    goals = [row[0] for row in conn.execute("SELECT id FROM goals")]
    conn.close()
    seen = ""
    for meeting in meetings:
        html = ask(f"/meetings/{meeting}").text
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids), meeting
        seen += html
    assert all(f'id="r-{one}" class="card' in seen for one in goals)
