"""Tables, views and their descriptions; docs/database.md names all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlite_utils import Database

from minutes_pipeline.model import finding, records
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store import code_words
from minutes_pipeline.store.tables import ALL_TABLES, RECORD_TABLES
from minutes_pipeline.store.views import VIEWS
from minutes_pipeline.store.writer import store_minutes

DOCS = (Path(__file__).parents[3] / "docs" / "database.md").read_text("utf-8")


def test_everything_is_described_in_japanese(db: Database) -> None:
    described = {
        (row[0], row[1]): row[2] for row in db.execute('SELECT object, "column", description FROM data_dictionary')
    }
    ours = [*(table.name for table in ALL_TABLES), *(view.name for view in VIEWS)]
    for name in ours:
        columns = [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')]
        assert columns
        for column in ["", *columns]:
            assert re.search("[ぁ-んァ-ヶ一-龠]", described.pop((name, column))), (name, column)
    assert set(described) == {("search_index", "")}


def test_documentation_names_every_table_view_and_column() -> None:
    for name in [*(table.name for table in ALL_TABLES), *(view.name for view in VIEWS), "search_index"]:
        assert f"| {name} |" in DOCS, name
    words = set(re.findall(r"\w+", DOCS))
    for table in ALL_TABLES:
        assert set(table.column_names) <= words | {"id"}, table.name


@pytest.mark.parametrize("table", [table.name for table in ALL_TABLES])
def test_references_are_real_and_indexed(db: Database, table: str) -> None:
    """Each reference has an index: deleting a document must not read every table through."""
    indexed = {next(iter(index.columns)) for index in db[table].indexes} | {db[table].pks[0]}
    for key in db[table].foreign_keys:
        assert db[key.other_table].exists()
        assert key.column in indexed


@pytest.mark.parametrize(
    ("name", "row"),
    [
        (
            "決定事項",
            {
                "会議": "第3回 青葉ヶ丘市地域福祉推進会議", "開催日": "2024-05-17", "議題": "子どもの相談体制について",
                "目標": "相談しやすい窓口づくり", "事業": "こども相談室きらら", "結果": "承認",
                "引用": "原案のとおり承認された。", "ページ": 2, "確からしさ": 0.9, "ファイル": "青葉ヶ丘_r6.pdf",
            },
        ),
        ("課題", {"引用": "障がい者への周知が不足している。", "議題": "子どもの相談体制について"}),
        (
            "数値",
            {"名称": "利用者", "値": 3045, "値の上限": None, "単位": "人", "限定": None, "期間の始まり": "2023-04-03",
             "期間の終わり": "2023-12-28", "引用": "利用者：3,045人"},
        ),
        ("宿題", {"担当": "事務局", "期限": "次回", "引用": "窓口の開設時間を次回までに調査する。"}),
        ("出席者", {"区分": "委員", "所属": None, "職名": None, "氏名": "髙橋", "役割": "会長・議長", "出欠": "出席"}),
        ("議題", {"番号": "1", "階層": 1, "題名": "開会"}),
        ("目標", {"番号": 1, "題名": "相談しやすい窓口づくり"}),
        ("事業", {"名称": "こども相談室きらら", "担当部署": "こども未来部"}),
        ("発言", {"発言者": "事務局", "側": "事務局"}),
        ("所見", {"重さ": "注意", "説明": "平均が合いません", "ページ": 2}),
        ("会議一覧", {"出席者数": 2, "議題数": 3, "決定事項数": 1, "数値数": 2, "課題数": 1, "宿題数": 1, "所見数": 1}),
    ],
)  # fmt: skip
def test_views(db: Database, minutes: Minutes, name: str, row: dict[str, object]) -> None:
    store_minutes(db, minutes)
    cursor = db.execute(f'SELECT * FROM "{name}"')
    found = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
    assert row.items() <= found.items()


def test_values_keep_their_kind(db: Database, minutes: Minutes) -> None:
    store_minutes(db, minutes)
    assert db.execute("SELECT value, typeof(value) FROM metrics ORDER BY ordinal").fetchall() == [
        (3045, "integer"),
        (16.1, "real"),
    ]


def test_meeting_without_a_name_goes_by_its_file(db: Database, minutes: Minutes) -> None:
    meeting = minutes.meeting.model_copy(update={"name": None})
    store_minutes(db, minutes.model_copy(update={"meeting": meeting}))
    assert db.execute("SELECT 会議 FROM 会議一覧").fetchone() == ("青葉ヶ丘_r6.pdf",)


@pytest.mark.parametrize(
    ("names", "model", "field"),
    [
        (code_words.RESULTS, records.Decision, "result"),
        (code_words.GROUPS, records.Attendee, "group"),
        (code_words.STATUSES, records.Attendee, "status"),
        (code_words.SIDES, records.Remark, "side"),
        (code_words.SEVERITIES, finding.Finding, "severity"),
        (code_words.GENRES, Minutes, "genre"),
    ],
)
def test_every_value_of_an_enumeration_has_its_japanese_name(names: dict[str, str], model: type, field: str) -> None:
    assert set(names) == set(model.model_fields[field].annotation.__args__)  # type: ignore[attr-defined]


def test_every_field_of_a_record_has_its_column() -> None:
    """A field that is added to a model must not be lost on its way into the database."""
    kinds = {
        "attendees": records.Attendee, "agenda_items": records.AgendaItem, "goals": records.Goal,
        "programs": records.Program, "remarks": records.Remark, "decisions": records.Decision,
        "metrics": records.Metric, "issues": records.Issue, "actions": records.Action,
    }  # fmt: skip
    assert set(kinds) == set(RECORD_TABLES)
    for name, model in kinds.items():
        fields = set(model.model_fields) - {"span", "period"}
        columns = set(RECORD_TABLES[name].column_names)
        places = {"document_id", "meeting_id", "ordinal", "span_start", "span_end", "page", "bbox"}
        assert columns - places - {"period_start", "period_end"} == fields, name
