"""``minutes correct``: each way of changing a record, and what is refused in one sentence."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli.correct import values_in
from minutes_pipeline.cli.record_words import field_named, text_of, title_of
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.fields import EDITABLE
from minutes_pipeline.store.given import parse_values

Minutes = Callable[..., Any]
SIGNED = ("--by", "山田", "--reason", "原本で確認")


def records(minutes: Minutes, database: Path) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(minutes("show", "青葉", "--db", database, "--json").out)
    return shown


@pytest.fixture
def metric(minutes: Minutes, database: Path) -> dict[str, Any]:
    found: dict[str, Any] = records(minutes, database)["metrics"][0]
    return found


@pytest.mark.parametrize("name", ["値", "value", "ｖａｌｕｅ"])
def test_a_field_is_corrected_by_either_name(
    minutes: Minutes, database: Path, metric: dict[str, Any], name: str
) -> None:
    done = minutes("correct", metric["id"], f"{name}=1,250", "期間＝令和4年度", *SIGNED, "--db", database)
    now = records(minutes, database)["metrics"][0]
    assert done.code == 0, done.err
    assert (metric["value"], now["value"], now["review"]) == (1200, 1250, "edited")
    assert now["period"] == {"start": "2022-04-01", "end": "2023-03-31"}
    assert "値: 1,200 → 1,250（訂正 1番）" in done.out
    assert "minutes correct --withdraw 1" in done.out


def test_the_end_of_an_id_and_a_meetings_name_are_enough(
    minutes: Minutes, database: Path, metric: dict[str, Any]
) -> None:
    assert minutes("correct", metric["id"][-10:], "単位=回", *SIGNED, "--db", database).code == 0
    assert minutes("correct", "青葉", "開催日=令和6年5月18日", *SIGNED, "--db", database).code == 0
    now = records(minutes, database)
    assert now["metrics"][0]["unit"] == "回"
    assert now["meeting"]["date"] == "2024-05-18"


def test_an_empty_value_empties_the_field(minutes: Minutes, database: Path) -> None:
    action = records(minutes, database)["actions"][0]
    assert action["due"]
    assert minutes("correct", action["id"], "期限=", *SIGNED, "--db", database).code == 0
    assert records(minutes, database)["actions"][0]["due"] is None


def test_correcting_to_what_it_is_changes_nothing(minutes: Minutes, database: Path, metric: dict[str, Any]) -> None:
    done = minutes("correct", metric["id"], "値=1200", *SIGNED, "--db", database)
    assert (done.code, done.out) == (0, "変わる項目はありません（すでにその値です）。\n")
    assert json.loads(minutes("audit", "--json", "--db", database).out) == []


def test_accept_reject_and_taking_back(minutes: Minutes, database: Path, metric: dict[str, Any]) -> None:
    issue = records(minutes, database)["issues"][0]
    assert minutes("correct", metric["id"], "--accept", "--by", "山田", "--db", database).code == 0
    rejected = minutes("correct", issue["id"], "--reject", *SIGNED, "--db", database, "--json")
    now = records(minutes, database)
    assert now["metrics"][0]["review"] == "accepted"
    assert issue["id"] not in {record["id"] for record in now["issues"]}
    number = json.loads(rejected.out)[0]["id"]
    assert minutes("correct", "--withdraw", number, *SIGNED, "--db", database).code == 0
    assert records(minutes, database)["issues"][0] == issue


def test_adding_takes_the_texts_own_characters(minutes: Minutes, database: Path) -> None:
    done = minutes(
        "correct", "--add", "青葉", "宿題", "次回までに 事務局が他市の事例を", "担当=事務局", *SIGNED, "--db", database
    )
    now = records(minutes, database)
    added = next(record for record in now["actions"] if record["review"] == "added")
    assert done.code == 0, done.err
    assert added["quote"] == "次回までに事務局が他市の事例を"
    assert now["text"][added["span"]["start"] : added["span"]["end"]] == added["quote"]
    assert added["id"] in done.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "直す記録が指定されていません"),
        (["ID"], "直す項目が指定されていません"),
        (["ID", "値"], "「値」は 項目=値 の形ではありません"),
        (["ID", "値段=3"], "「値段」という項目はありません"),
        (["ID", "値=3", "値=4"], "項目「値」が2度あります"),
        (["ID", "値=たくさん"], "「値」の値を読めません"),
        (["ID", "値="], "「値」は空にできません"),
        (["ID", "限定=おおむね"], "約・ほぼ・以上・未満・最大"),
        (["ID", "引用=本文にない文"], "「引用」が本文に見つかりません"),
        (["なぞの記録", "値=3"], "「なぞの記録」という記号の記録も会議もありません"),
        (["0123456789abcdef-metric-0123456789", "値=3"], "という識別子の記録がありません"),
        (["ID", "--accept", "--reject"], "--acceptと--rejectは一緒に使えません"),
        (["ID", "余分", "--accept"], "--accept に余分な語「余分」があります"),
        (["ID", "--withdraw", "1"], "--withdraw に余分な語"),
        (["--withdraw", "99"], "99番の訂正がありません"),
        (["--withdraw", "abc"], "「--withdraw」の値が正しくありません"),
        (["--keep-person", "1"], "1番の訂正がありません"),
        (["--add", "青葉", "宿題"], "「会議 種類 引用」がそろっていません"),
        (["--add", "青葉", "なぞ", "引用"], "「なぞ」という種類の記録はありません"),
        (["--add", "青葉", "本文", "引用"], "「本文」という種類の記録はありません"),
        (["--add", "青葉", "決定", "ない文", "結果=承認"], "引用が本文に見つかりません"),
    ],
)
def test_what_is_refused_changes_nothing(
    minutes: Minutes, database: Path, metric: dict[str, Any], words: list[str], sentence: str
) -> None:
    before = database.read_bytes()
    words = [metric["id"] if word == "ID" else word for word in words]
    done = minutes("correct", *words, *SIGNED, "--db", database)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert database.read_bytes() == before


def test_name_and_reason_are_needed(
    minutes: Minutes, database: Path, metric: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MINUTES_BY", raising=False)
    nameless = minutes("correct", metric["id"], "値=3", "--reason", "x", "--db", database)
    blank = minutes("correct", metric["id"], "値=3", "--by", " ", "--reason", "x", "--db", database)
    unexplained = minutes("correct", metric["id"], "値=3", "--by", "山田", "--db", database)
    assert nameless.code == blank.code == unexplained.code == 2
    assert "変える人の名前がありません" in nameless.err
    assert "変える人の名前がありません" in blank.err
    assert "変える理由がありません" in unexplained.err
    monkeypatch.setenv("MINUTES_BY", "鈴木")
    assert minutes("correct", metric["id"], "値=3", "--reason", "x", "--db", database).code == 0
    assert json.loads(minutes("audit", "--json", "--db", database).out)[0]["by"] == "鈴木"


def test_a_missing_database_is_not_made(minutes: Minutes, tmp_path: Path) -> None:
    path = tmp_path / "ない.db"
    assert minutes("correct", "x", "値=3", *SIGNED, "--db", path).code == 1
    assert not path.exists()


VALUES = [
    ("metric", {"value": 1234567, "value_max": 0.5, "unit": "人", "qualifier": "at_most"}),
    ("metric", {"value": -3, "period": {"start": "2023-04-01", "end": "2024-03-31"}}),
    ("metric", {"value": 0.000001, "period": {"start": "2024-03-31", "end": "2024-03-31"}}),
    ("program", {"title": "見守り", "departments": ["福祉課", "高齢課"]}),
    ("meeting", {"name": "協議会", "session": 3, "date": "2024-05-17", "start_time": "09:05", "end_time": None}),
    ("attendee", {"name": "山田", "role": "chair", "group": "observer", "status": "left_early"}),
    ("agenda_item", {"number": "(1)", "title": "報告", "level": 2}),
    ("goal", {"number": 4, "title": "支え合い"}),
    ("decision", {"result": "noted"}),
    ("remark", {"speaker": "委員", "side": "explainer"}),
    ("action", {"owner": None, "due": "年度内"}),
]


@pytest.mark.parametrize(("kind", "values"), VALUES)
def test_what_is_shown_as_default_reads_back_as_the_same_value(kind: str, values: dict[str, Any]) -> None:
    texts = {name: text_of(field_named(kind, name), value) for name, value in values.items()}
    assert parse_values(kind, texts, None) == values


def test_every_field_of_every_kind_has_a_name_of_its_own() -> None:
    for kind, fields in EDITABLE.items():
        assert len({field.label for field in fields}) == len(fields), kind


def test_field_names_of_another_kind_are_refused() -> None:
    with pytest.raises(QueryError, match="担当・期限・議題・引用から選んでください"):
        values_in("action", ["値=3"])


def test_a_title_is_one_short_line() -> None:
    assert "\n" not in title_of("issue", {"quote": "一行目\n二行目" * 40})
    assert len(title_of("issue", {"quote": "字" * 400})) <= 26
