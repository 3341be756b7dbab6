"""Search: no occurrence missed, words first, records before text, filters, and nothing that silently finds nothing."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from minutes_pipeline.errors import QueryError, StoreError
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.index_terms import INDEX, SEARCH_INDEX_SQL
from minutes_pipeline.store.open import open_connection, open_database
from minutes_pipeline.store.reading import load_meeting
from minutes_pipeline.store.search import search
from minutes_pipeline.store.sqlite_utils_plugin import minutes_match
from minutes_pipeline.store.writer import store_minutes
from minutes_pipeline.text.search_folding import fold_for_search
from minutes_pipeline.text.search_terms import index_text, key

Build = Callable[..., Minutes]

CORPUS = (
    "第１回　若葉町こども・子育て会議　会議録",
    "子どもの相談件数は1,234件、前年度比12％増であった。",
    "子供会の活動が低下している。",
    "こども家庭センターを開設した。",
    "髙野委員より、國の補助金について質問があった。",
    "高野委員：地域福祉計画の進捗管理表を次回に示す。",
    "ｺﾞﾐ収集の回数を見直すこととした。",
    "利 用 者 の 負 担 が 課 題 で あ る 。",
    "コロナ−19の影響でサ−ビスが縮小した。",
    "相談員の確保、相談体制の強化、相談窓口の周知。",
    "㈱みどり建設が㎡単価を示した。",
    "NPO法人と連携し、Wi-Fi環境を整備する。",
    "区分\t件数\t前年度\n計\t3,045\t2,298",
    "以上により閉会した。",
)


@pytest.fixture
def conn(path: Path, make_minutes: Build) -> Iterator[sqlite3.Connection]:
    db = open_database(path)
    store_minutes(db, make_minutes())
    store_minutes(db, plain(make_minutes, CORPUS, "若葉町.txt"))
    db.close()
    conn = open_connection(path)
    yield conn
    conn.close()


def plain(make_minutes: Build, lines: tuple[str, ...], file_name: str, **meeting: object) -> Minutes:
    """Minutes with a text and no records."""
    base = make_minutes(file_name=file_name)
    text = "\n".join(lines)
    changed = base.model_copy(
        update={
            "text": text,
            "meeting": base.meeting.model_copy(update={"sources": {}, "session": None, **meeting}),
            **dict.fromkeys(("attendees", "agenda_items", "goals", "programs", "remarks", "decisions", "metrics"), ()),
            **dict.fromkeys(("issues", "actions", "findings"), ()),
        }
    )
    return Minutes.model_validate_json(changed.model_dump_json())


def lines_with(query: str) -> set[str]:
    """What a substring search over the folded lines finds: the measure of recall."""
    wanted = key(fold_for_search(query).text.strip(" \n"))
    return {line for line in "\n".join(CORPUS).split("\n") if wanted in key(fold_for_search(line).text)}


def texts(conn: sqlite3.Connection, query: str, **conditions: object) -> list[str]:
    hits = search(conn, query, limit=1000, **conditions)  # type: ignore[arg-type]
    return [hit.text for hit in hits if hit.file_name == "若葉町.txt"]


_PLACES = st.integers(0, len(CORPUS) - 1).flatmap(
    lambda at: st.tuples(st.just(at), st.integers(0, len(CORPUS[at]) - 1), st.integers(1, 12))
)


@given(_PLACES)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_substring_is_found_wherever_it_stands(conn: sqlite3.Connection, place: tuple[int, int, int]) -> None:
    """Recall 1.000: any 1 to 12 characters of the text, quoted, give exactly the lines that hold them."""
    at, start, length = place
    query = CORPUS[at].split("\n")[0][start : start + length]
    if not fold_for_search(query).text.strip() or re.search(r'["“”＂゛゜ﾞﾟ\u3099]', query):
        return
    if re.match(r"[ﾞﾟ]", CORPUS[at][start + length : start + length + 1]):
        return  # half of ｺﾞ is no occurrence of コ
    expected = lines_with(query)
    assert expected
    assert set(texts(conn, f'"{query}"', kind="text")) == expected
    if not re.search(r"[\s|｜]|^[-−－‐‑–]|^(OR|NOT|AND)$", query):
        assert set(texts(conn, query, kind="text")) >= expected


_LINE = st.text(
    st.one_of(
        st.sampled_from("相談件数子供こども髙國ｶﾞｺﾞ゛カー-−、。・「（①㈱㎡ﬁß１a \u3000\t'*:^+{}\u200b\u2028ー～…"),
        st.characters(codec="utf-8", exclude_characters='\n"“”＂'),
    ),
    min_size=1,
    max_size=40,
)


@pytest.fixture(scope="module")
def growing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = open_database(tmp_path_factory.mktemp("search") / "minutes.db")
    yield database
    database.close()


@given(st.lists(_LINE, min_size=1, max_size=4), st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_substring_of_any_text_is_found(
    growing: Database, make_minutes: Build, lines: list[str], data: st.DataObject
) -> None:
    line = data.draw(st.sampled_from(lines))
    start = data.draw(st.integers(0, len(line) - 1))
    query = line[start : start + data.draw(st.integers(1, 10))]
    minutes = plain(make_minutes, tuple(lines), repr(lines), name=repr(lines))
    store_minutes(growing, minutes)
    store_minutes(growing, minutes.model_copy(update={"genre": "verbatim"}))  # another reading of the same
    assert Minutes.model_validate(load_meeting(growing.conn, minutes.source.document_id)).text == minutes.text
    marks = "゛゜ﾞﾟ\u3099\u309a"
    if not fold_for_search(query).text.strip() or query[0] in marks or line[start + len(query) :][:1] in tuple(marks):
        return  # nothing to see in it, or half a character
    hits = search(growing.conn, f'"{query}"', kind="text", limit=100_000)
    found = [hit for hit in hits if hit.document_id == minutes.source.document_id and hit.text == line]
    assert len(found) == lines.count(line)
    assert found[0].marks


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("相談", {1, 9}),
        ("課題", {7}),
        ("子供", {0, 1, 2, 3}),
        ("子ども", {0, 1, 2, 3}),
        ("こども", {0, 1, 2, 3}),
        ('"子供"', {2}),
        ("高野", {4, 5}),
        ("髙野", {4, 5}),
        ("国", {4}),
        ("ゴミ", {6}),
        ("サービス", {8}),
        ("コロナ-19", {8}),
        ("株", {10}),
        ("m2", {10}),
        ("１２３４", {1}),
        ("1,234", {1}),
        ("wi-fi", {11}),
        ("ＮＰＯ", {11}),
        ("利用者の負担", {7}),
        ("地域福祉計画", {5}),
        ("福祉計画の進捗", {5}),
        ("相談 件数", {1}),
        ("相談 -件数", {9}),
        ("ゴミ OR 閉会", {6, 13}),
        ('"相談体制" 周知', {9}),
        ("閉会した", {13}),
        ("存在しない言葉", set()),
        ("談件", {1}),
        ("*", set()),
    ],
)
def test_finds(conn: sqlite3.Connection, query: str, expected: set[int]) -> None:
    assert set(texts(conn, query, kind="text")) == {CORPUS[at] for at in expected}


def test_words_come_before_characters(conn: sqlite3.Connection, path: Path, make_minutes: Build) -> None:
    """京都 is a word of one line and a string of characters of the other (東京都), however short that is."""
    db = open_database(path)
    lines = ("東京都", "この会議は、京都における取組の事例を踏まえ、関係者が長い時間をかけて意見を交わしたものである。")
    store_minutes(db, plain(make_minutes, lines, "京都.txt"))
    db.close()
    hits = search(conn, "京都")
    assert [(hit.text, hit.tier) for hit in hits] == [(lines[1], 0), (lines[0], 1)]


def test_records_come_before_headings_before_remarks_before_text(conn: sqlite3.Connection) -> None:
    hits = search(conn, "次回")
    assert [hit.kind for hit in hits][:2] == ["action", "remark"]
    assert {hit.kind for hit in hits[2:]} == {"text"}
    assert [hit.kind for hit in search(conn, "窓口づくり", limit=2)] == ["goal", "text"]


def test_context_comes_last_and_says_so(conn: sqlite3.Connection) -> None:
    """A decision says 原案のとおり承認された; what was approved stands in its agenda item."""
    hits = search(conn, "相談体制", kind="decision")
    assert [(hit.text, hit.tier, hit.marks) for hit in hits] == [("原案のとおり承認された。", 2, ())]
    tiers = [hit.tier for hit in search(conn, "相談体制", limit=100)]
    assert tiers == sorted(tiers)
    assert tiers[0] == 0


def test_long_word_nobody_wrote_is_looked_for_in_parts(conn: sqlite3.Connection) -> None:
    hits = search(conn, "相談員確保")
    assert [hit.text for hit in hits] == [CORPUS[9]]
    assert hits[0].tier == 3


def test_question_is_looked_for_by_what_it_says(conn: sqlite3.Connection) -> None:
    hits = search(conn, "サービスの質についてはどうなりましたか")
    assert [hit.text for hit in hits] == ["サ−ビスの質について意見交換を行った。ボランティアの確保に苦慮している。"]
    assert [hit.tier for hit in hits] == [3]


def test_words_that_stand_in_neighbouring_lines_are_found_under_their_agenda_item(conn: sqlite3.Connection) -> None:
    """利用者 stands in one line, 障害者 in the next: no line has both, but one agenda item has."""
    hits = search(conn, "一日平均 障害者", kind="text")
    assert {hit.text for hit in hits} == {
        "利用者：3,045人、一日平均 16.1人であった。",
        "【課題】障がい者への周知が不足している。",
    }
    assert {hit.tier for hit in hits} == {3}
    assert all(hit.marks for hit in hits)
    # 意見交換 stands under another item, 教育委員会 nowhere.
    assert search(conn, "一日平均 意見交換") == []
    assert search(conn, "一日平均 教育委員会") == []
    assert [hit.text for hit in search(conn, "一日平均 障害者 -周知", kind="text")] == [
        "利用者：3,045人、一日平均 16.1人であった。"
    ]


def test_name_of_the_meeting_holds_for_all_that_was_said_there(conn: sqlite3.Connection) -> None:
    hits = search(conn, "地域福祉推進会議 ボランティア")
    assert {hit.file_name for hit in hits} == {"青葉ヶ丘_r6.pdf"}
    assert hits[0].text == "サ−ビスの質について意見交換を行った。ボランティアの確保に苦慮している。"


def test_pasted_paragraph_is_no_error(conn: sqlite3.Connection) -> None:
    signs = [chr(0x4E00 + 7 * at) for at in range(600)]
    assert search(conn, "".join(signs)) == []
    assert search(conn, "。".join(signs)) == []


def test_hit_says_where_it_stands(conn: sqlite3.Connection) -> None:
    hit = search(conn, "利用者", kind="metric")[0]
    assert hit.meeting == "第3回 青葉ヶ丘市地域福祉推進会議"
    assert (hit.date, hit.agenda_item, hit.goal) == ("2024-05-17", "子どもの相談体制について", "相談しやすい窓口づくり")
    assert (hit.page, hit.text, hit.label) == (2, "利用者：3,045人", "利用者 3,045人")
    assert hit.marked() == "【利用者】：3,045人"
    whole = conn.execute("SELECT text FROM documents WHERE id = ?", (hit.document_id,)).fetchone()[0]
    assert whole[hit.start : hit.end] == hit.text


def test_snippet_is_short_and_its_marks_are_right(path: Path, make_minutes: Build) -> None:
    db = open_database(path)
    line = "前置きの説明が続く。" * 40 + "ここで子どもの相談について述べた。" + "後の説明も続く。" * 40
    store_minutes(db, plain(make_minutes, (line,), "長い.txt"))
    for query, marked in (("こども", ["子ども"]), ("相談", ["相談"]), ("子供 相談", ["子ども", "相談"])):
        hit = search(db.conn, query)[0]
        assert len(hit.snippet) < 130
        assert hit.snippet.startswith("…ここで") and hit.snippet.endswith("…")
        assert [hit.snippet[start:end] for start, end in hit.marks] == marked
    db.close()


@pytest.mark.parametrize(
    ("conditions", "files"),
    [
        ({}, {"青葉ヶ丘_r6.pdf", "若葉町.txt"}),
        ({"body": "青葉ヶ丘市"}, {"青葉ヶ丘_r6.pdf", "若葉町.txt"}),
        ({"body": "青葉ケ丘"}, {"青葉ヶ丘_r6.pdf", "若葉町.txt"}),
        ({"body": "教育委員会"}, set()),
        ({"date_from": "2024-05-17", "date_to": "2024-05-17"}, {"青葉ヶ丘_r6.pdf", "若葉町.txt"}),
        ({"date_from": "2024-05-18"}, set()),
        ({"date_to": "2024-05-16"}, set()),
        ({"date_from": "2024", "date_to": "2024"}, {"青葉ヶ丘_r6.pdf", "若葉町.txt"}),
        ({"date_from": "2024/05", "date_to": "2024-05"}, {"青葉ヶ丘_r6.pdf", "若葉町.txt"}),
        ({"goal": 1}, {"青葉ヶ丘_r6.pdf"}),
        ({"goal": "１"}, {"青葉ヶ丘_r6.pdf"}),
        ({"goal": "窓口"}, {"青葉ヶ丘_r6.pdf"}),
        ({"goal": 2}, set()),
        ({"department": "こども未来"}, {"青葉ヶ丘_r6.pdf"}),
        ({"department": "水道"}, set()),
    ],
)
def test_conditions(conn: sqlite3.Connection, conditions: dict[str, object], files: set[str]) -> None:
    hits = search(conn, "件 OR 相談 OR 人", limit=1000, **conditions)  # type: ignore[arg-type]
    assert {hit.file_name for hit in hits} == files


def test_goal_and_department_hold_for_records_and_lines(conn: sqlite3.Connection) -> None:
    hits = search(conn, "不足", goal=1)
    assert [hit.kind for hit in hits] == ["issue", "text"]
    assert {hit.kind for hit in search(conn, "調査", department="事務局")} == {"action", "remark"}
    assert search(conn, "ボランティア", goal=1) == []


@pytest.mark.parametrize(
    ("words", "conditions", "reason"),
    [
        ("", {}, "検索する言葉がありません"),
        ("相談", {"kind": "decisions"}, "種類「decisions」はありません"),
        ("相談", {"date_from": "五月"}, "日付「五月」を読めません"),
        ("相談", {"date_from": "2025-01-01", "date_to": "2024-12-31"}, "期間の始まりが終わりより後になっています"),
    ],
)
def test_what_cannot_be_asked(conn: sqlite3.Connection, words: str, conditions: dict[str, object], reason: str) -> None:
    with pytest.raises(QueryError) as caught:
        search(conn, words, **conditions)  # type: ignore[arg-type]
    assert caught.value.reason == reason


def test_limit(conn: sqlite3.Connection) -> None:
    whole = search(conn, "相談", limit=100)
    assert len(whole) > 5
    for limit in (1, 3, 5):
        assert search(conn, "相談", limit=limit) == whole[:limit]


def test_database_without_our_tables() -> None:
    conn = sqlite3.connect(":memory:")
    with pytest.raises(StoreError, match="議事録のデータベースではありません"):
        search(conn, "相談")
    conn.close()


# Datasette 0.65's own question whether a table is searchable (datasette/utils/__init__.py, detect_fts_sql).
_DATASETTE_DETECTS = r"""
select name from sqlite_master
    where rootpage = 0
    and (
        sql like :double escape char(92)
        or sql like :bracket escape char(92)
        or (tbl_name = :table and sql like '%VIRTUAL TABLE%USING FTS%')
    )
"""


def test_no_table_is_taken_for_searchable(db: Database, minutes: Minutes) -> None:
    """Their searches would hand the query over uncut and find nothing of 相談件数, without a word."""
    store_minutes(db, minutes)
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    assert "search_index" in names
    for name in names:
        assert db[name].detect_fts() is None if name not in db.view_names() else True
        escaped = name.replace("_", "\\_")
        found = db.execute(
            _DATASETTE_DETECTS,
            {
                "double": f'%VIRTUAL TABLE%USING FTS%content="{escaped}"%',
                "bracket": f"%VIRTUAL TABLE%USING FTS%content=[{escaped}]%",
                "table": name,
            },
        ).fetchall()
        assert found == [], name


def test_detection_would_see_an_ordinary_fts_table(db: Database) -> None:
    """The test above can fail."""
    db.execute("CREATE VIRTUAL TABLE other USING fts5(x)")
    assert db["other"].detect_fts() == "other"


def test_view_with_the_function_of_the_plugin(db: Database, minutes: Minutes) -> None:
    store_minutes(db, minutes)
    db.conn.create_function("minutes_match", 1, minutes_match)
    rows = db.execute(
        'SELECT 種類, 会議, 議題, 引用, ページ FROM "検索" WHERE 検索式 MATCH minutes_match(?) ORDER BY 順位',
        ["障害者"],
    ).fetchall()
    assert (
        "課題",
        "第3回 青葉ヶ丘市地域福祉推進会議",
        "子どもの相談体制について",
        "障がい者への周知が不足している。",
        2,
    ) in rows


def test_minutes_match_of_nothing() -> None:
    assert minutes_match(None) is None
    conn = sqlite3.connect(":memory:")
    conn.execute(SEARCH_INDEX_SQL)
    conn.execute(INDEX, (1, index_text("相談", "相談 談▁", "", 3)))
    assert conn.execute("SELECT rowid FROM search_index(?)", (minutes_match("相談"),)).fetchall() == [(1,)]
    for query in ("", "-相談", '"'):
        assert conn.execute("SELECT * FROM search_index(?)", (minutes_match(query),)).fetchall() == []
    conn.close()


_LOADED = """
import json, sqlite3, sys
from minutes_pipeline.store.open import open_connection
from minutes_pipeline.store.reading import load_meeting
from minutes_pipeline.store.search import search
from minutes_pipeline.store.reading import list_meetings, load_meeting
conn = open_connection(sys.argv[1])
assert search(conn, "相談")
assert load_meeting(conn, "2024-05-17")
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


def test_searching_and_reading_load_nothing_of_weight(path: Path, minutes: Minutes) -> None:
    db = open_database(path)
    store_minutes(db, minutes)
    db.close()
    done = subprocess.run([sys.executable, "-c", _LOADED, str(path)], capture_output=True, check=True, encoding="utf-8")
    loaded = set(json.loads(done.stdout))
    assert "sudachipy" in loaded
    assert not loaded & {
        "pydantic",
        "spacy",
        "sqlite_utils",
        "pdfplumber",
        "pypdfium2",
        "lxml",
        "docx",
        "numpy",
        "typer",
    }
