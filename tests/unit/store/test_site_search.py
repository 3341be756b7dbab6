"""Search and lists of the site: the same hits as the command, counted over all, narrowed, and current after a change."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from minutes_pipeline.cli.application import run
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store import corrections
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.search import search
from minutes_pipeline.store.site_lists import LISTS, list_records
from minutes_pipeline.store.site_search import FACET_NAMES, search_site
from minutes_pipeline.store.site_suggest import suggest

SAMPLES = Path(__file__).parents[3] / "samples"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("site") / "minutes.db"
    assert run(["ingest", *map(str, sorted(SAMPLES.glob("mizumori_*"))), "--db", str(path)]) == 0
    return path


@pytest.fixture
def conn(db: Path) -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "words", ["相談", "課題 OR 報告", "会議 -相談", '"相談"', "事業 利用者", "員", "個別避難計画の課題はどうなったか"]
)
def test_the_same_hits_in_the_same_order_as_the_command(conn: sqlite3.Connection, words: str) -> None:
    wanted = [(hit.record_id, hit.start, hit.tier) for hit in search(conn, words, limit=5000)]
    found = search_site(conn, words, {}, limit=5000)
    assert [(hit.record_id, hit.start, hit.tier) for hit in found.hits] == wanted
    assert found.total == len(wanted) > 0


def test_many_hits_come_by_kind_and_day_instead_of_by_bm25(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = {(hit.record_id, hit.start) for hit in search(conn, "相談", limit=5000)}
    monkeypatch.setattr("minutes_pipeline.store.site_search.RANKED", 5)
    found = search_site(conn, "相談", {}, limit=5000)
    assert not found.ranked
    assert {(hit.record_id, hit.start) for hit in found.hits} == every
    first = [(hit.tier, hit.kind in ("decision", "action", "issue", "metric"), hit.date or "") for hit in found.hits]
    assert first[0][:2] == (0, True)
    records = [one[2] for one in first if one[:2] == (0, True)]
    assert records == sorted(records, reverse=True)


@pytest.mark.parametrize("newest", [False, True])
@pytest.mark.parametrize("words", ["相談", "会議 -相談", "の"])
def test_many_hits_come_in_the_same_order_as_from_the_command(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, words: str, newest: bool
) -> None:
    monkeypatch.setattr("minutes_pipeline.store.site_search.RANKED", 5)
    monkeypatch.setattr("minutes_pipeline.store.latest.MANY", 5)
    site = search_site(conn, words, {}, newest=newest, limit=5000)
    wanted = [(hit.record_id, hit.start) for hit in site.hits]
    for limit in (5000, 20, 3):
        hits = search(conn, words, limit=limit, newest=newest)
        assert [(hit.record_id, hit.start) for hit in hits] == wanted[:limit]
        # The walk from the latest meeting back gives up, and everything is sorted.
        monkeypatch.setattr("minutes_pipeline.store.latest._WALKED", 0)


def test_the_latest_hits_keep_to_the_filters(conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minutes_pipeline.store.latest.MANY", 5)
    every = [hit for hit in search(conn, "相談", limit=5000, newest=True) if hit.kind == "text"]
    assert [hit.start for hit in search(conn, "相談", kind="text", newest=True, limit=7)] == [
        h.start for h in every[:7]
    ]
    assert search(conn, "存在しない語句", newest=True) == []


def test_pages_follow_each_other(conn: sqlite3.Connection) -> None:
    whole = search_site(conn, "相談", {}, limit=20).hits
    assert (
        search_site(conn, "相談", {}, number=1, limit=10).hits + search_site(conn, "相談", {}, number=2, limit=10).hits
        == whole
    )
    assert search_site(conn, "相談", {}, number=900, limit=10).hits == ()


def test_newest_first_over_all_hits(conn: sqlite3.Connection) -> None:
    days = [hit.date or "" for hit in search_site(conn, "相談", {}, newest=True, limit=5000).hits]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) > 2


@pytest.mark.parametrize("name", FACET_NAMES)
def test_a_facet_says_what_choosing_it_leaves(conn: sqlite3.Connection, name: str) -> None:
    found = search_site(conn, "課題 OR 承認 OR 相談", {}, limit=5)
    values = {facet.name: values for facet, values in found.facets}[name]
    assert values, name
    for value in values:
        narrowed = search_site(conn, "課題 OR 承認 OR 相談", {name: str(value.value)}, limit=5)
        assert narrowed.total == value.count > 0
        again = {facet.name: values for facet, values in narrowed.facets}[name]
        assert [one.value for one in again if one.chosen] == [value.value]


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({"body": "推進委員会"}, lambda hit: "推進委員会" in (hit.meeting or "")),
        ({"date_from": "2024-01"}, lambda hit: (hit.date or "") >= "2024-01"),
        ({"date_to": "2023"}, lambda hit: "" < (hit.date or "") < "2024"),
        ({"year": "2023"}, lambda hit: "2023-04-01" <= (hit.date or "") <= "2024-03-31"),
        ({"kind": "issue"}, lambda hit: hit.kind == "issue"),
    ],
)  # fmt: skip
def test_filters(conn: sqlite3.Connection, chosen: dict[str, str], left: object) -> None:
    every = search_site(conn, "相談", {}, limit=5000).hits
    wanted = [hit for hit in every if left(hit)]  # type: ignore[operator]
    assert list(search_site(conn, "相談", chosen, limit=5000).hits) == wanted
    assert 0 < len(wanted) < len(every)


@pytest.mark.parametrize("chosen", [{"date_from": "昨日"}, {"date_from": "2024", "date_to": "2023"}])
def test_filters_that_make_no_sense(conn: sqlite3.Connection, chosen: dict[str, str]) -> None:
    with pytest.raises(QueryError):
        search_site(conn, "相談", chosen)


@pytest.mark.parametrize("chosen", [{"kind": "x"}, {"year": "二"}, {"body": "存在しない会"}, {"goal": "99"}])
def test_filters_that_leave_nothing(conn: sqlite3.Connection, chosen: dict[str, str]) -> None:
    assert search_site(conn, "相談", chosen).total == 0


@pytest.mark.parametrize(
    ("typed", "near", "reason"),
    [("相説", "相談", "1文字違い"), ("私怨", "支援", "同じ読み"), ("相談窓口係員", "相談", "言葉の一部"), ("相談 ぬるぽ", "相談", "1つの言葉だけ")],
)  # fmt: skip
def test_nearby_words_when_nothing_is_found(conn: sqlite3.Connection, typed: str, near: str, reason: str) -> None:
    assert search_site(conn, typed, {}).total == 0
    found = {one.words: one.reason for one in suggest(conn, typed)}
    assert found[near] == reason
    assert all(search(conn, words, limit=1) for words in found)


@pytest.mark.parametrize("typed", ["", "-", '"', "OR", "あ", "ゑゑゑゑ", "x" * 5000])
def test_no_nearby_words(conn: sqlite3.Connection, typed: str) -> None:
    assert suggest(conn, typed) == []


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_every_record_newest_first(conn: sqlite3.Connection, name: str) -> None:
    listed = list_records(conn, name, {}, limit=5000)
    assert listed.total == len(listed.rows) == conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
    days = [row["date"] or "" for row in listed.rows]
    assert days == sorted(days, reverse=True)
    for facet, values in listed.facets:
        for value in values:
            assert list_records(conn, name, {facet.name: str(value.value)}).total == value.count


def test_a_change_is_seen_at_once(db: Path) -> None:
    """A correction gives the document new passages; a record taken out is in no list and in no facet."""
    conn = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    before = list_records(conn, "decisions", {}, limit=500)
    writer = open_database(db)
    taken, accepted = before.rows[0]["id"], before.rows[1]["id"]
    corrections.reject(writer, taken, by="藤", reason="試し")
    corrections.accept(writer, accepted, by="藤")
    writer.close()
    after = list_records(conn, "decisions", {}, limit=500)
    assert after.total == before.total - 1
    assert taken not in {row["id"] for row in after.rows}
    assert [row["id"] for row in list_records(conn, "decisions", {"review": "accepted"}).rows] == [accepted]
    assert all(hit.record_id != taken for hit in search_site(conn, before.rows[0]["quote"][:6], {}, limit=500).hits)
    conn.close()
