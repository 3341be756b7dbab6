import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Minutes = Callable[..., Any]


@pytest.fixture
def gold(tmp_path: Path, source: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    record = {
        "document": source.name,
        "meeting": {"name": "架空の会議"},
        "issues": [{"quote": "該当のない課題である。"}],
    }
    (folder / f"{source.stem}.json").write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    return folder


def test_figures_in_japanese(minutes: Minutes, gold: Path, source: Path) -> None:
    done = minutes("evaluate", source, "--gold", gold)
    assert done.code == 0
    for part in ("項目", "適合率", "再現率", "F1", "項目の平均 F1", "原文の引用と位置の一致"):
        assert part in done.out


def test_errors_are_listed(minutes: Minutes, gold: Path, source: Path) -> None:
    lines = minutes("evaluate", source, "--gold", gold, "--errors").out.splitlines()
    assert f"{source.stem}\t課題\t見落とし\t該当のない課題である。" in lines


def test_json_has_the_shape_of_the_scoring_script(minutes: Minutes, gold: Path, source: Path) -> None:
    result = json.loads(minutes("evaluate", source, "--gold", gold, "--json", "--errors").out)
    assert set(result) >= {"macro_f1", "fields", "details", "documents", "failures", "errors"}
    assert result["fields"]["issues"]["gold"] == 1


def test_records_already_read_can_be_measured(minutes: Minutes, gold: Path, source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    minutes("extract", source, "--out", out)
    read, again = (json.loads(minutes("evaluate", p, "--gold", gold, "--json").out) for p in (source, out))
    assert read["fields"] == again["fields"]


def test_a_folder_with_gold_beside_the_documents_is_not_judged_by_itself(
    minutes: Minutes, gold: Path, source: Path, tmp_path: Path
) -> None:
    result = json.loads(minutes("evaluate", tmp_path, "--gold", gold, "--json").out)
    assert result["fields"]["issues"]["found"] == 0


def test_an_unreadable_document_counts_as_nothing_read(minutes: Minutes, gold: Path, source: Path) -> None:
    source.write_bytes(b"")
    done = minutes("evaluate", source, "--gold", gold, "--json")
    assert done.code == 1
    result = json.loads(done.out)
    assert list(result["failures"]) == [source.name]
    assert result["fields"]["issues"]["recall"] == 0


def test_documents_without_gold_are_told(minutes: Minutes, gold: Path, source: Path) -> None:
    other = source.with_name("別の会議.txt")
    other.write_text(source.read_text("utf-8"), "utf-8")
    done = minutes("evaluate", source, other, "--gold", gold)
    assert "正解データのない文書 1件" in done.err
    assert "別の会議.txt" in done.err


def test_no_pair_at_all_is_no_success(minutes: Minutes, gold: Path, source: Path) -> None:
    other = source.rename(source.with_name("別の会議.txt"))
    assert minutes("evaluate", other, "--gold", gold).code == 1


def test_tables_on_request(minutes: Minutes, gold: Path, source: Path) -> None:
    plain = minutes("evaluate", source, "--gold", gold).out
    full = minutes("evaluate", source, "--gold", gold, "--forms", "--reliability", "--md").out
    assert "確からしさの平均" not in plain
    for part in ("### 項目ごとの成績", "### 文体ごとの F1", "### 確からしさと正しい割合", "| --- | ---: |"):
        assert part in full
