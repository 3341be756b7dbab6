import json
from pathlib import Path

import pytest

from minutes_pipeline.errors import QueryError
from minutes_pipeline.evaluate.gold import gold_files, load_record, pair_with_gold


def write(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def test_pairs_by_stem_and_tells_what_is_left(tmp_path: Path) -> None:
    gold = [write(tmp_path / "a.json", {}), write(tmp_path / "b.json", {})]
    documents = [Path("x/a.pdf"), Path("x/c.txt")]
    pairing = pair_with_gold(gold, documents)
    assert pairing.pairs == ((gold[0], documents[0]),)
    assert pairing.without_document == (gold[1],)
    assert pairing.without_gold == (documents[1],)


def test_the_document_named_inside_wins_over_the_stem(tmp_path: Path) -> None:
    gold = [write(tmp_path / "a.json", {"document": "a.docx"})]
    documents = [Path("a.pdf"), Path("a.docx")]
    assert pair_with_gold(gold, documents).pairs == ((gold[0], documents[1]),)


def test_of_two_with_one_stem_the_first_is_taken(tmp_path: Path) -> None:
    gold = [write(tmp_path / "a.json", {})]
    documents = [Path("a.pdf"), Path("a.docx")]
    assert pair_with_gold(gold, documents).pairs == ((gold[0], documents[0]),)


@pytest.mark.parametrize("content", ["", "[]", "{", "\ufeffx"])
def test_what_is_no_record_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, "utf-8")
    with pytest.raises(QueryError, match=r"a\.json: "):
        load_record(path)


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('\ufeff{"document": "a.txt"}', "utf-8")
    assert load_record(path) == {"document": "a.txt"}


@pytest.mark.parametrize("name", ["missing", "."])
def test_a_folder_without_gold_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(QueryError, match="正解データ"):
        gold_files(tmp_path / name)
