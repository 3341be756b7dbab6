"""Text that means harm, on every page and export: shown as text, never run, never slow."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import lxml.html
import pytest
from datasette.utils import tilde_encode
from lxml import etree

from minutes_pipeline.cli.application import run
from minutes_pipeline.link.linking import body_key
from minutes_pipeline.model.minutes import Minutes, Source
from minutes_pipeline.model.records import (
    Action,
    AgendaItem,
    Attendee,
    Decision,
    Issue,
    Meeting,
    Metric,
    Program,
    SourceSpan,
)
from minutes_pipeline.store.export import safe_cell
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.writer import store_minutes
from minutes_pipeline.web.passwords import password_file, set_password
from minutes_pipeline.web.switch import ReviewSwitch

Ask = Callable[..., Any]
BODY = "悪<script>alert('会')</script>町会議"
WORDS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'; DROP TABLE decisions; --",
    "=HYPERLINK(\"http://evil.example\",\"押す\")",
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|'/C calc'!A0",
    "\u202e逆さの文\u202d",
    "{{ 7*7 }}{% include 'x' %}",
    "javascript:alert(3)",
    "]]></summary><script>alert(4)</script>",
)  # fmt: skip
LONG = "あいうえおかきくけこ、さしすせそたちつてとなにぬねの。\n"
HUGE = 10_000_000


def _span(text: str, quote_: str, start: int = 0) -> SourceSpan:
    at = text.index(quote_, start)
    return SourceSpan(start=at, end=at + len(quote_))


def _minutes(text: str, number: int, quotes: tuple[str, ...]) -> Minutes:
    given: dict[str, Any] = {"rule_id": "x", "confidence": 0.9}
    identity = f"{number:016x}"
    last = text.rindex(quotes[-1])
    items = [
        AgendaItem(
            id=f"{identity}-agenda_item-{n:010x}", quote=q, span=_span(text, q), number="1", title=q, level=1, **given
        )
        for n, q in enumerate(quotes[:3])
    ]
    decisions = [
        Decision(id=f"{identity}-decision-{n:010x}", quote=q, span=_span(text, q), result="approved", agenda_item=items[0].title,
                 agenda_item_id=items[0].id, **given)
        for n, q in enumerate(quotes)
    ]  # fmt: skip
    end = SourceSpan(start=last, end=last + len(quotes[-1]))
    metric = Metric(id=f"{identity}-metric-{0:010x}", quote=quotes[-1], span=end, name=quotes[0], value=3, unit=quotes[1][:20],
                    agenda_item=None, agenda_item_id=None, **given)  # fmt: skip
    place: dict[str, Any] = {"quote": quotes[0], "span": _span(text, quotes[0]), **given}
    others: dict[str, Any] = {
        "attendees": (Attendee(id=f"{identity}-attendee-{0:010x}", name=quotes[0], affiliation=quotes[1], job_title=quotes[2],
                               group="member", status="present", **place),),
        "programs": (Program(id=f"{identity}-program-{0:010x}", title=quotes[0], departments=(quotes[1], quotes[2]), **place),),
        "issues": (Issue(id=f"{identity}-issue-{0:010x}", program_id=f"{identity}-program-{0:010x}", **place),),
        "actions": (Action(id=f"{identity}-action-{0:010x}", owner=quotes[1], due=quotes[3], **place),),
    }  # fmt: skip
    source = Source(document_id=identity, file_name=f"{quotes[0].replace('/', '')}{number}.txt", media_type="txt", sha256=identity * 4,
                    program_version="x")  # fmt: skip
    return Minutes(
        document=source.file_name, genre="summary", source=source, text=text, decisions=tuple(decisions), metrics=(metric,),
        agenda_items=tuple(items), meeting=Meeting(name=BODY, date=f"2024-05-{number:02}", venue=quotes[1]),
        **others,
    )  # fmt: skip


@pytest.fixture(scope="module")
def site_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three meetings: one hostile in every field; one of 10 MB whose last words are hostile, too; one of a single line."""
    path = tmp_path_factory.mktemp("hostile") / "minutes.db"
    db = open_database(path)
    text = "\n".join(WORDS)
    store_minutes(db, _minutes(text, 1, WORDS))
    long = LONG * (HUGE // len(LONG.encode())) + text
    store_minutes(db, _minutes(long, 2, WORDS))
    store_minutes(db, _minutes("い" * 200_000 + "".join(WORDS), 3, WORDS))
    db.close()
    return path


@pytest.fixture(scope="module")
def ask(site_db: Path, asking: Any) -> Any:
    with asking(site_db) as call:
        yield call


def _ids(db: Path, sql: str) -> list[str]:
    conn = sqlite3.connect(db)
    try:
        return [row[0] for row in conn.execute(sql)]
    finally:
        conn.close()


def _pages(db: Path) -> list[str]:
    meetings = _ids(db, "SELECT id FROM meetings ORDER BY id")
    records = _ids(db, "SELECT id FROM decisions") + _ids(db, "SELECT id FROM metrics")
    key = quote(body_key(BODY))
    followed = [
        f"/{name}/view?key={key}&id={one}"
        for name, table in (("people", "attendees"), ("programs", "programs"))
        for one in _ids(db, f"SELECT id FROM {table}")
    ]
    return [
        "/", "/meetings", "/decisions", "/issues", "/actions", "/metrics", "/bodies", "/programs", "/people", "/search",
        *(f"/search?q={quote(word)}" for word in (*WORDS, "alert", "DROP TABLE", "さしすせそ", '"><script>')),
        *(f"/meetings/{one}" for one in meetings), f"/meetings/{meetings[1]}?part=9999",
        *(f"/decisions/{one}" for one in records if "decision" in one),
        *(f"/metrics/{one}" for one in records if "metric" in one),
        *followed, f"/programs?key={key}", f"/people?key={key}", f"/bodies/view?key={key}", f"/goals?key={key}",
        *(f"/{table}/{one}" for table in ("issues", "actions") for one in _ids(db, f"SELECT id FROM {table}")),
        f"/decisions?body={quote(BODY)}", f"/meetings?body={quote(BODY)}", f"/metrics?unit={quote(WORDS[1][:20])}",
        "/open", "/open?all=1", f"/open?who={quote(WORDS[0])}&body={quote(BODY)}", f"/open?kind={quote(WORDS[1])}",
        f"/people/view?key={quote(WORDS[0])}&id={quote(WORDS[1])}", f"/goals?key={quote(BODY)}&year={quote(WORDS[2])}",
        f"/minutes/kadai_busho?{quote('部署')}={quote(WORDS[2])}", f"/minutes/shukudai?{quote('担当')}={quote(WORDS[0])}&{quote('会議')}=",
        f"/decisions?program={quote(WORDS[0])}", f"/bodies/view?key={quote(BODY)}", f"/programs?key={quote(BODY)}",
        "/minutes", "/minutes/decisions", "/minutes/metrics", "/minutes/meetings", f"/minutes/decisions/{records[0]}",
        f"/minutes/decisions?quote__contains={quote(WORDS[0])}", f"/minutes/sagasu?{quote('言葉')}={quote(WORDS[0])}",
        f"/minutes/kettei?{quote('年度')}=&{quote('会議')}={quote(WORDS[0])}",
        f"/{quote(WORDS[0], safe='')}", f"/minutes/{quote(WORDS[1], safe='')}",
    ]  # fmt: skip


def _harm(html: str) -> list[str]:
    """What of a page, as a browser reads it, would run, load from elsewhere or be drawn."""
    found = []
    for element in lxml.html.document_fromstring(html).iter():
        if not isinstance(element.tag, str):
            continue
        where = f"{element.tag} {dict(element.attrib)}"
        if element.tag in ("img", "iframe", "object", "style") or (element.tag == "script" and element.text):
            found.append(where)
        for name, value in element.attrib.items():
            link = name in ("href", "src", "action") and not re.match(r"/(?!/)|#|\?|http://127\.0\.0\.1/", value)
            if name.startswith("on") or name == "style" or (link and element.tag != "image"):
                found.append(where)
    return found


def test_no_page_runs_it_and_none_is_slow(ask: Ask, site_db: Path) -> None:
    pages = _pages(site_db)
    ask("/search?q=x")
    shown = set()
    for path in pages:
        started = time.process_time()  # the site runs in this process; what else the machine does is no matter
        answer = ask(path, follow_redirects=True)
        took = time.process_time() - started
        assert answer.status_code in (200, 400, 404), path
        shown |= {path.partition("?")[0]} if answer.status_code == 200 else set()
        assert _harm(answer.text) == [], path
        assert "49{%" not in answer.text, path
        assert took < 2, f"{path} {took:.1f} s"
        assert len(answer.content) < 3_000_000, path
    assert shown >= {"/people/view", "/programs/view", "/bodies/view", "/goals", "/open", "/people", "/programs"}
    assert len(_ids(site_db, "SELECT id FROM decisions")) == 3 * len(WORDS)


def test_the_last_words_of_ten_megabytes_are_marked_in_their_part(ask: Ask, site_db: Path) -> None:
    """The part is found by the record, and what it marks there is what the record says."""
    identity = _ids(site_db, "SELECT id FROM metrics WHERE document_id = '0000000000000002'")[0]
    answer = ask(f"/records/{identity}", follow_redirects=True)
    match = re.search(rf'<a class="k-[a-z]+ marked"[^>]*data-record="{identity}"[^>]*>([^<]*)</a>', answer.text)
    shown = match and match[1].replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'")
    assert shown and shown in WORDS[-1]
    number = re.search(r"<span>(\d+) / (\d+) 部分", answer.text)
    assert number and number[1] == number[2] and int(number[2]) > 20
    first = ask(answer.url.path + "?part=1").text
    assert 'rel="next"' in first and identity not in first


def test_exports_hold_no_formula(ask: Ask) -> None:
    for path in (
        f"/search.csv?q={quote('alert OR cmd OR HYPERLINK')}", "/meetings.csv", "/bodies.csv", "/decisions.csv", "/metrics.csv", "/minutes/decisions.csv",
        f"/minutes/{tilde_encode('決定事項')}.csv", "/minutes/decisions.csv?_dl=1",
    ):  # fmt: skip
        answer = ask(path, follow_redirects=True)
        assert answer.status_code == 200, path
        csv.field_size_limit(1 << 30)
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        cells = [cell for row in rows for cell in row]
        assert any("alert" in cell for cell in cells), path
        assert all(safe_cell(cell) == cell for cell in cells), path
        assert max(map(len, cells)) <= 32_767


def test_feed_and_json_are_well_formed(ask: Ask) -> None:
    feed = etree.fromstring(ask("/decisions.atom").content)
    said = "".join(feed.itertext())
    assert "<script>alert(1)</script>" in said and not feed.findall(".//script")
    atom = {"a": "http://www.w3.org/2005/Atom"}
    for path in (
        "a:title",
        "a:id",
        "a:updated",
        "a:author/a:name",
        "a:entry/a:id",
        "a:entry/a:title",
        "a:entry/a:updated",
    ):
        assert feed.find(path, atom) is not None, f"{path} is needed by RFC 4287"
    assert json.loads(ask("/decisions.json").text)["total"] == 3 * len(WORDS)
    assert json.loads(ask(f"/search.json?q={quote('alert')}").text)["hits"]


def test_review_and_upload_pages(site_db: Path, tmp_path: Path, asking: Any) -> None:
    """Forms show what is hostile as text, take hostile values or refuse them in a sentence, and write what was typed."""
    db = Path(shutil.copy(site_db, tmp_path / "minutes.db"))
    set_password(password_file(db), "いろはにほへとちり")
    with asking(db, ReviewSwitch(db, _Reads())) as call:
        record = _ids(db, "SELECT id FROM decisions WHERE document_id = '0000000000000001'")[0]
        pages = ["/review", f"/review/records/{record}", "/review/add?meeting=" + _ids(db, "SELECT id FROM meetings")[0] + "&quote=" + quote(WORDS[0]),
                 "/review/login?next=" + quote(WORDS[1])]  # fmt: skip
        for path in pages:
            answer = call(path, as_person=WORDS[0])
            assert answer.status_code == 200 and not _harm(answer.text), path
        token = call("/review/login").cookies["ds_csrftoken"]
        form = {
            "choice": "edit",
            "reason": WORDS[1],
            "f-result": WORDS[0],
            "f-quote": WORDS[1],
            "fingerprint": WORDS[2],
        }
        named = {"as_person": WORDS[0], "cookies": {"ds_csrftoken": token}, "headers": {"x-csrftoken": token}}
        answer = call(f"/review/records/{record}", method="POST", data=form | {"csrftoken": token}, **named)
        assert answer.status_code == 200 and "お" in answer.text and not _harm(answer.text)
        sent = call(f"/upload/file?name={quote('<img src=x>.txt')}", method="POST", content=b"x", **named)
        shown = call(json.loads(sent.text)["next"], as_person=WORDS[0])
        assert shown.status_code == 200 and not _harm(shown.text)
        assert "&lt;script&gt;" in shown.text


class _Reads:
    """An intake that has read something hostile."""

    def preview(self, path: Path, name: str) -> Minutes:
        return _minutes("\n".join(WORDS), 9, WORDS)

    def take(self, path: Path, name: str) -> tuple[str, str]:
        raise AssertionError


def test_public_copy(site_db: Path, tmp_path: Path) -> None:
    db = Path(shutil.copy(site_db, tmp_path / "minutes.db"))
    shown = ["--publish", "公開", "--by", "山田", "--reason", "公開"]
    assert run(["status", _ids(db, "SELECT id FROM meetings")[0], *shown, "--db", str(db)]) == 0
    assert run(["publish", "--to", str(tmp_path / "out"), "--db", str(db)]) == 0
    pages = sorted((tmp_path / "out").rglob("*.html"))
    assert pages
    for page in pages:
        html = page.read_text("utf-8")
        assert "alert(1)" not in html or "&lt;script&gt;alert(1)" in html
        assert [one for one in _harm(html) if "href" not in one] == [], page
