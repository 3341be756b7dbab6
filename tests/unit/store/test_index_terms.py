"""What the index holds: no more than the text, no occurrence missed, and nothing shown that only seems to be there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.index_terms import Kept, kept, pack, unpack
from minutes_pipeline.store.open import open_connection, open_database
from minutes_pipeline.store.search import search
from minutes_pipeline.store.site_search import search_site
from minutes_pipeline.store.verifying import verified
from minutes_pipeline.store.writer import store_minutes
from minutes_pipeline.text.search_query import Reach, parse_query
from minutes_pipeline.text.search_terms import terms_of

Build = Callable[..., Minutes]
SEEMING = "相談の結果を述べた。談員はいない"
"""相談 stands at 0 and 談員 at 10; of a line where it stands at 9 the index cannot tell that 相談員 is not there."""


def lines_only(make_minutes: Build, lines: list[str]) -> Minutes:
    base = make_minutes(file_name="行.txt")
    records = ("attendees", "agenda_items", "goals", "programs", "remarks", "decisions", "metrics", "issues", "actions")
    meeting = base.meeting.model_copy(update={"sources": {}})
    changed = {"text": "\n".join(lines), "meeting": meeting, **dict.fromkeys((*records, "findings"), ())}
    return Minutes.model_validate_json(base.model_copy(update=changed).model_dump_json())


@pytest.mark.parametrize(
    "rows",
    [
        [Kept(0, "相談 員", "相談 談員 員▁", "議題 の 題名"), Kept(3, "", "", "")],
        [kept("remark", (*terms_of("子どもの相談は 3,045件"), "")), kept("attendee", (*terms_of("会"), ""))],
    ],
)
def test_what_is_kept_can_be_taken_out_again(rows: list[Kept]) -> None:
    assert list(unpack(pack(rows))) == rows


def test_what_only_seems_to_be_there_is_not_shown(path: Path, make_minutes: Build) -> None:
    seeming = SEEMING.replace("述べた", "見た")
    db = open_database(path)
    store_minutes(db, lines_only(make_minutes, [seeming, SEEMING, "相談員を置いた。"]))
    db.close()
    conn = open_connection(path)
    query = parse_query('"相談員"')
    match = "SELECT rowid FROM search_index WHERE search_index MATCH ?"
    found = [row[0] for row in conn.execute(match, (query.expression(Reach.TEXT),))]
    assert len(found) == 2
    assert len(verified(conn, query, Reach.TEXT, found)) == 1
    for newest in (False, True):
        assert [hit.text for hit in search(conn, '"相談員"', newest=newest)] == ["相談員を置いた。"]
    assert search_site(conn, '"相談員"', {}).total == 1
    conn.close()


def test_index_of_lines_is_no_larger_than_the_text(path: Path, make_minutes: Build) -> None:
    places = ["東部", "西部", "若葉台", "みどり町", "京橋", "港通り", "川添"]
    subjects = ["子どもの相談", "高齢者の見守り", "ごみの分別", "空き家の活用", "避難所の運営", "移動支援"]
    sayings = [
        "について、件数は{}件で前年度を上回った。",
        "の課題として、担い手の不足が{}回挙げられた。",
        "に係る予算は{}千円である。",
    ]
    lines = [
        places[number % 7] + "地区における" + subjects[number % 6] + sayings[number % 3].format(number * 7919 % 9973)
        for number in range(4000)
    ]
    db = open_database(path)
    store_minutes(db, lines_only(make_minutes, lines))
    db.close()
    conn = sqlite3.connect(path)
    blocks = conn.execute("SELECT sum(length(block)) FROM search_index_data").fetchone()[0]
    sizes = conn.execute("SELECT sum(length(sz) + 4) FROM search_index_docsize").fetchone()[0]
    packed = conn.execute("SELECT sum(length(terms)) FROM index_terms").fetchone()[0]
    conn.close()
    text = len("\n".join(lines).encode())
    assert blocks + sizes + packed < text
