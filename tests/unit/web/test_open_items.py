"""What is open over all bodies: the ledgers put together, counted on the home page, narrowed, exported, kept."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import shutil
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from minutes_pipeline.cli.application import run
from minutes_pipeline.store.site_home import read_home
from minutes_pipeline.web import unsettled
from minutes_pipeline.web.linked import bodies_of, linked_body
from minutes_pipeline.web.pages.open_items import COLUMNS, chosen_items
from minutes_pipeline.web.unsettled import SETTLED, Item, Ledger, Mention, ledger_in_time, whole_ledger

Ask = Callable[..., Any]
MEETING = """第{n}回 楡ヶ丘市公園協議会 会議録

日時　令和{y}年９月12日（木）　午後２時～３時
場所　楡ヶ丘市役所
出席者　委員　志水会長、若松委員

１　公園の管理について
・{text}
"""


@pytest.fixture
def conn(site_db: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(f"file:{site_db}?mode=ro", uri=True)) as opened:
        yield opened


def _ready(conn: sqlite3.Connection) -> Ledger:
    return whole_ledger(conn)


def test_the_ledgers_of_all_bodies_together(conn: sqlite3.Connection) -> None:
    """No more and no less than the pages of the bodies say."""
    wanted: Counter[tuple[str, str, str]] = Counter()
    for body in bodies_of(conn):
        linked = linked_body(conn, body.key)
        assert linked is not None
        wanted.update((body.key, "課題", entry.thread.states[0].quote) for entry in linked.issues)
        wanted.update((body.key, "宿題", entry.promise.promised.quote) for entry in linked.promises)
    ledger = _ready(conn)
    assert Counter((one.body_key, one.kind, one.first.quote) for one in ledger.items) == wanted
    assert ledger.left_out == 0 and {one.standing for one in ledger.items} & SETTLED


def test_the_home_page_counts_what_is_open(ask: Ask, conn: sqlite3.Connection) -> None:
    items = [one for one in _ready(conn).items if not one.is_settled]
    home = ask("/").text.partition('id="h-open"')[2].partition("</section>")[0]
    for kind in ("課題", "宿題"):
        counts = Counter(who for one in items if one.kind == kind for who in one.who or ("（記載なし）",))
        block = home.partition(f">{kind} {sum(one.kind == kind for one in items)}件<")[2].partition("</ul>")[0]
        shown = re.findall(r">([^<]+)</a> <b>([0-9]+)</b>", block)
        assert shown and all(counts[name] == int(number) for name, number in shown)
        named = [int(number) for name, number in shown if name != "（記載なし）"]
        assert (
            named
            == sorted((count for who, count in counts.items() if who != "（記載なし）"), reverse=True)[: len(named)]
        )
        assert (shown[-1][0] == "（記載なし）") == ("（記載なし）" in counts)


def test_the_list_is_narrowed_and_leads_to_the_words(ask: Ask, conn: sqlite3.Connection) -> None:
    every = _ready(conn).items
    page = ask("/open").text
    assert f'role="status">{sum(not one.is_settled for one in every):,}件' in page and ">解決<" not in page
    assert f'role="status">{len(every):,}件' in ask("/open?all=1").text
    narrowed = ask(f"/open?kind={quote('課題')}&standing={quote('解決')}").text
    assert (
        f'role="status">{sum(one.standing == "解決" for one in every)}件' in narrowed
        and "未解決</span>" not in narrowed
    )
    href = re.findall(r'href="(/meetings/[^"]+)#here"', page)[0].replace("&amp;", "&")
    assert 'id="here"' in ask(href).text
    assert "当てはまるものがありません" in ask(f"/open?who={quote('いない課')}").text


def test_json_and_csv_are_the_same_list(ask: Ask) -> None:
    address = f"kind={quote('宿題')}&all=1"
    told = json.loads(ask(f"/open.json?{address}").text)
    answer = ask(f"/open.csv?{address}")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == list(COLUMNS) == list(told["rows"][0])
    assert len(rows) - 1 == told["total"] > 0 and {row[0] for row in rows[1:]} == {"宿題"}


def test_hostile_words_are_shown_as_words(ask: Ask) -> None:
    html = ask(f"/open?body={quote('悪戯町安全会議')}").text
    assert "の不足が課題である" in html and "<script>alert" not in html


def test_a_new_meeting_changes_its_body_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A meeting that settles an issue is seen at once; the other body is not linked again."""
    monkeypatch.setattr(unsettled, "_whole", {})
    monkeypatch.setattr(unsettled, "_parts", {})
    linked: list[str] = []
    real = unsettled.link_selection
    monkeypatch.setattr(unsettled, "link_selection", lambda c, s: linked.append(s.body.name) or real(c, s))
    db = tmp_path / "minutes.db"

    def take(name: str, text: str) -> None:
        (tmp_path / name).write_text(text, "utf-8")
        assert run(["ingest", str(tmp_path / name), "--db", str(db)]) == 0

    take("a.txt", MEETING.format(n=1, y=5, text="遊具の点検の人手の不足が課題である。"))
    take("b.txt", MEETING.replace("公園", "図書館").format(n=1, y=5, text="夜間の職員の不足が課題である。"))
    with contextlib.closing(sqlite3.connect(db)) as conn:
        assert len(_ready(conn).items) == len(_ready(conn).items) == 2
        assert sorted(linked) == ["楡ヶ丘市公園協議会", "楡ヶ丘市図書館協議会"]
        take("c.txt", MEETING.format(n=2, y=6, text="前回の課題であった遊具の点検の人手の不足は、委託により解決した。"))
        standings = {one.body: one.standing for one in _ready(conn).items}
        assert standings == {"楡ヶ丘市公園協議会": "解決", "楡ヶ丘市図書館協議会": "未解決"}
        assert linked[2:] == ["楡ヶ丘市公園協議会"]


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Folders by meeting often hold a file of the same name each."""
    db = tmp_path / "minutes.db"
    for n, text in (
        (1, "遊具の点検の人手の不足が課題である。"),
        (2, "前回の課題であった遊具の点検の人手の不足は、委託により解決した。"),
    ):
        path = tmp_path / str(n) / "会議録.txt"
        path.parent.mkdir()
        path.write_text(MEETING.format(n=n, y=4 + n, text=text), "utf-8")
        assert run(["ingest", str(path), "--db", str(db)]) == 0
    with contextlib.closing(sqlite3.connect(db)) as conn:
        (one,) = _ready(conn).items
    assert (one.standing, one.first.date, one.last.date) == ("解決", "2023-09-12", "2024-09-12")
    assert one.first.meeting_id != one.last.meeting_id


def test_a_body_with_and_without_its_municipality_is_one(tmp_path: Path, asking: Any) -> None:
    """The address of either name leads to the same ledger; a body of another town stays apart."""
    db = tmp_path / "minutes.db"
    texts = (
        MEETING.format(n=1, y=5, text="遊具の点検の人手の不足が課題である。"),
        MEETING.replace("楡ヶ丘市公園", "公園").format(
            n=2, y=6, text="前回の課題であった遊具の点検の人手の不足は、委託により解決した。"
        ),
        MEETING.replace("公園", "図書館").format(n=1, y=5, text="夜間の職員の不足が課題である。"),
    )
    for n, text in enumerate(texts):
        (tmp_path / f"{n}.txt").write_text(text, "utf-8")
        assert run(["ingest", str(tmp_path / f"{n}.txt"), "--db", str(db)]) == 0
    with contextlib.closing(sqlite3.connect(db)) as conn:
        assert sorted((one.key, one.count) for one in bodies_of(conn)) == [
            ("楡ヶ丘市公園協議会", 2),
            ("楡ヶ丘市図書館協議会", 1),
        ]
        assert sorted(one.standing for one in _ready(conn).items) == ["未解決", "解決"]
    with asking(db) as ask:
        both = [ask(f"/bodies/view?key={quote(key)}").text for key in ("公園協議会", "楡ヶ丘市公園協議会")]
        assert both[0] == both[1] and "委託により解決した" in both[0]


def test_too_many_meetings_are_said_to_be_left_out(
    site_db: Path, tmp_path: Path, asking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = Path(shutil.copy(site_db, tmp_path / "minutes.db"))
    monkeypatch.setattr(unsettled, "_OF_A_BODY", 1)
    with asking(db) as ask:
        page = ask("/open").text
    left_out = int(re.findall(r"それより前の ([0-9]+)会議", page)[0])
    assert left_out > 0 and f"新しい {13 - left_out}会議" in page


def test_nobody_waits_for_the_ledger_on_the_home_page(
    site_db: Path, conn: sqlite3.Connection, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is worked out behind the reader's back: the page says so, and has it the next time."""
    monkeypatch.setattr(unsettled, "_whole", {})
    monkeypatch.setattr(unsettled, "_working", {})
    real, go = unsettled._collected, threading.Event()
    monkeypatch.setattr(unsettled, "_collected", lambda conn: real(conn) if go.wait(60) else None)
    monkeypatch.setattr("minutes_pipeline.web.pages.home._WAIT", 0.01)
    page = ask("/").text
    assert "いま数えています" in page and 'role="search"' in page and "最近入ったもの" in page
    assert ledger_in_time(conn, 0.01) is None
    go.set()
    assert ledger_in_time(conn, 60) is not None
    assert "いま数えています" not in ask("/").text


def test_files_that_wait_are_named_on_the_home_page(site_db: Path, tmp_path: Path, asking: Any) -> None:
    db = Path(shutil.copy(site_db, tmp_path / "minutes.db"))
    row = (
        "要確認/a.jtd",
        "<b>a</b>.jtd",
        "2024-05-01T00:00:00+09:00",
        "一太郎の形式は読めません",
        "PDF にしてください",
        "1",
        1,
    )
    with contextlib.closing(sqlite3.connect(db)) as conn:
        names = "path, file_name, at, reason, remedy, program_version, attempts"
        conn.execute(f"INSERT INTO waiting_files ({names}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        conn.commit()
    with asking(db) as ask:
        page = ask("/").text
    assert (
        "読めずに待っているファイル 1件" in page
        and "&lt;b&gt;a&lt;/b&gt;.jtd" in page
        and "一太郎の形式は読めません" in page
    )


def test_what_came_in_last_stands_first(tmp_path: Path) -> None:
    """By day of arrival, not of the meeting; an old meeting that comes in late is what is new."""
    db = tmp_path / "minutes.db"
    for n, year in ((1, 6), (2, 4)):
        (tmp_path / f"{n}.txt").write_text(MEETING.format(n=n, y=year, text="点検の不足が課題である。"), "utf-8")
        assert run(["ingest", str(tmp_path / f"{n}.txt"), "--db", str(db)]) == 0
    with contextlib.closing(sqlite3.connect(db)) as conn:
        assert [one["date"] for one in read_home(conn).meetings] == ["2024-09-12", "2022-09-12"], (
            "of one day the latest first"
        )
        conn.execute("UPDATE arrivals SET at = '2024-01-01T09:00:00+09:00' WHERE id = 1")
        found = read_home(conn).meetings
        assert [(one["date"], one["arrived"] > "2024-01-01") for one in found] == [
            ("2022-09-12", True),
            ("2024-09-12", False),
        ]
        conn.execute("DELETE FROM arrivals")
        assert [(one["date"], one["arrived"]) for one in read_home(conn).meetings] == [
            ("2024-09-12", None),
            ("2022-09-12", None),
        ]


def test_choosing_a_settled_state_shows_it() -> None:
    there = Mention("2024-05-01", "m", "文", 0, 1)
    items = tuple(Item("課題", standing, "k", "会", ("甲課",), None, there, there) for standing in ("未解決", "解決"))
    ledger = Ledger(items, 1, 0)
    assert [one.standing for one in chosen_items(ledger, {})[0]] == ["未解決"]
    assert [one.standing for one in chosen_items(ledger, {}, settled=True)[0]] == ["未解決", "解決"]
    assert [one.standing for one in chosen_items(ledger, {"standing": "解決"})[0]] == ["解決"]
