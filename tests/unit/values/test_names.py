"""Names of persons of all sorts, and what is none."""

from __future__ import annotations

import pytest

from minutes_pipeline.values.names import clean_name, is_given_name, is_surname, name_likeness


@pytest.mark.parametrize(
    "name",
    [
        "鈴木一郎",
        "北園かおり",
        "やなせ正夫",
        "早乙女光代",
        "四月朔光代",
        "ダニエル・ひろゆき",
        "いとひろゆき",
        "髙橋",
        "みやた",
        "林",
        "Jane Doe",
        "外山光代",
    ],
)
def test_names(name: str) -> None:
    assert name_likeness(name) > 0


@pytest.mark.parametrize(
    "text",
    [
        "総務課",
        "なし",
        "欠席",
        "敬称略",
        "10名",
        "委員",
        "総務部長",
        "大友総務部",
        "次のとおり",
        "事務局",
        "株式会社みどり商事",
        "警察署",
        "",
    ],
)
def test_no_names(text: str) -> None:
    assert name_likeness(text) <= 0.2


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("後　藤　さちこ", "後藤さちこ"),
        ("小山　一君", "小山一"),
        ("白井　幸一 様", "白井幸一"),
        ("髙　﨑　俊", "髙﨑俊"),
        ("Jane  Doe", "Jane Doe"),
        ("林", "林"),
    ],
)
def test_clean(printed: str, clean: str) -> None:
    assert clean_name(printed) == clean


def test_dictionary() -> None:
    assert is_surname("鈴木") and not is_surname("鈴木一郎")
    assert is_given_name("一郎") and not is_given_name("総務")
