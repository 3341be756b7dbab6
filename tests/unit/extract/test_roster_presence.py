"""Words, marks and sentences of presence (出欠)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_pipeline.extract import roster_presence
from minutes_pipeline.extract.roster_presence import mark_status, status_of, told_presence, whole_status

STATUSES = [
    ("欠席", "absent"), ("欠", "absent"), ("×", "absent"), ("委任状提出", "absent"), ("所用のため欠席", "absent"),
    ("遅参", "late"), ("遅刻", "late"), ("途中から出席", "late"), ("14時30分から出席", "late"), ("午後２時15分着席", "late"),
    ("途中退席", "left_early"), ("早退", "left_early"), ("15時に退席", "left_early"), ("15時まで", "left_early"),
    ("オンライン", "online"), ("Ｗｅｂ参加", "online"), ("ウェブ会議システムにより参加", "online"), ("リモートでの出席", "online"),
    ("代理出席", "proxy"), ("代", "proxy"), ("代理", "proxy"), ("○", "present"), ("出", "present"), ("会場", "present"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_status(text: str, status: str) -> None:
    assert status_of(text) == status


@pytest.mark.parametrize(
    "text",
    ["教授", "商工会議所", "出席者名簿のとおり決定", "代表取締役", "代田", "欠端", "出口", "会長", "学識経験者", ""],
)
def test_no_status(text: str) -> None:
    assert whole_status(text) is None


@pytest.mark.parametrize("mark", ["－", "-", "/", "／", "", "　"])
def test_marks_that_say_nothing(mark: str) -> None:
    assert mark_status(mark) is None


TOLD = [
    ("椎名委員は15時に退席", "椎名委員", "left_early"),
    ("鷲尾委員はオンラインで参加", "鷲尾委員", "online"),
    ("折原千里・海野渉各委員は所用のため欠席。", "折原千里・海野渉各委員", "absent"),
    ("大森委員は19時30分から出席しました。", "大森委員", "late"),
    ("滝口委員，小柳委員は欠席", "滝口委員，小柳委員", "absent"),
]


@pytest.mark.parametrize(("text", "names", "status"), TOLD)
def test_sentences(text: str, names: str, status: str) -> None:
    told = told_presence(text, sentence=True)
    assert told is not None
    assert (told.names, told.status) == (names, status)
    assert text[told.start :].startswith(names)


@pytest.mark.parametrize(
    "text",
    ["会議は公開", "会長は議長となる", "本日の会議は成立", "委員は15名", "後藤副委員長欠席", "出席者は次のとおり"],
)
def test_no_sentence_of_presence(text: str) -> None:
    assert told_presence(text, sentence=True) is None


@pytest.mark.parametrize(
    ("text", "names"), [("後藤副委員長欠席", "後藤副委員長"), ("保育連盟会長・遅刻", None), ("公募、欠席", None)]
)
def test_brackets(text: str, names: str | None) -> None:
    told = told_presence(text)
    assert (None if told is None else told.names) == names


@given(
    st.lists(
        st.sampled_from(
            "予定 となった とする を し いたし され して なり になり する した である とのこと ました ます です た る 席".split()
        )
    )
)
def test_an_ending_that_is_taken_off_is_known_by_its_last_letter(words: list[str]) -> None:
    text = "".join(words)
    ending = roster_presence._ENDING.search(text)
    assert ending is not None
    assert not ending[0] or text[-1] in roster_presence._POLITE_LAST
