"""``minutes diff``: two versions of a meeting's minutes, field by field."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli.terminal import width_of

Minutes = Callable[..., Any]
CHANGES = (("１，２００件", "１，２５０件"), ("・専門の相談員が不足していることが課題である。\n", ""))


@pytest.fixture
def revised(minutes: Minutes, database: Path, source: Path, tmp_path: Path) -> Path:
    """The database with a second version, in which a figure is another and an issue is gone."""
    text = source.read_text("utf-8")
    for before, after in CHANGES:
        assert before in text
        text = text.replace(before, after)
    path = tmp_path / "青葉_第2回_修正版.txt"
    path.write_text(text, "utf-8")
    assert minutes("ingest", path, "--db", database).code == 0
    return database


def test_fields_and_records_that_differ(minutes: Minutes, revised: Path) -> None:
    page = minutes("diff", "青葉", "--db", revised).out
    assert "前: 1,200" in page
    assert "後: 1,250" in page
    assert "− 課題（なくなった）「専門の相談員が不足していることが課題である。」" in page
    assert "なくなった記録 1件" in page
    assert "1版: 青葉_第2回.txt" in page
    assert "2版: 青葉_第2回_修正版.txt" in page


def test_corrections_of_people_are_no_difference(minutes: Minutes, revised: Path) -> None:
    before = minutes("diff", "青葉", "--db", revised).out
    assert minutes("correct", "青葉", "場所=別の場所", "--by", "山", "--reason", "x", "--db", revised).code == 0
    assert minutes("diff", "青葉", "--db", revised).out == before


def test_json_has_both_sides(minutes: Minutes, revised: Path) -> None:
    found = json.loads(minutes("diff", "青葉", "--db", revised, "--json").out)
    assert (found["from"]["version"], found["to"]["version"]) == (1, 2)
    values = [(one["before"], one["after"]) for one in found["differences"] if one["field"] == "value"]
    assert values == [(1200, 1250)]


def test_backwards(minutes: Minutes, revised: Path) -> None:
    found = json.loads(minutes("diff", "青葉", "--from", "2", "--to", "1", "--db", revised, "--json").out)
    values = [(one["before"], one["after"]) for one in found["differences"] if one["field"] == "value"]
    assert values == [(1250, 1200)]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--from", "3"], "3版はありません。1・2のどれかを指定してください。"),
        (["--from", "2", "--to", "2"], "同じ版どうしは比べられません"),
        (["--to", "0"], "「--to」の値が正しくありません"),
    ],
)
def test_numbers_that_do_not_fit(minutes: Minutes, revised: Path, words: list[str], sentence: str) -> None:
    done = minutes("diff", "青葉", *words, "--db", revised)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


def test_one_version_cannot_be_compared(minutes: Minutes, database: Path) -> None:
    done = minutes("diff", "青葉", "--db", database)
    assert done.code == 2
    assert "版が1つしかありません" in done.err


@pytest.mark.parametrize("width", ["60", "80"])
def test_the_page_keeps_to_the_terminal(
    minutes: Minutes, revised: Path, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert all(width_of(line) <= int(width) for line in minutes("diff", "青葉", "--db", revised).out.splitlines())
