import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from minutes_pipeline.cli.schema_files import build_schemas

Minutes = Callable[..., Any]


def test_prints_the_record(minutes: Minutes, source: Path) -> None:
    done = minutes("extract", source)
    record = json.loads(done.out)
    assert done.code == 0
    assert record["document"] == source.name
    assert "青葉市地域福祉推進会議" in record["text"]


def test_writes_one_file_per_document(minutes: Minutes, source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert minutes("extract", source, "--out", out).code == 0
    written = out / f"{source.stem}.json"
    assert [path.name for path in out.iterdir()] == [written.name]
    assert written.read_bytes().startswith(b'{\n "document"')
    assert json.loads(written.read_text("utf-8"))["source"]["file_name"] == source.name


def test_what_is_written_is_valid(minutes: Minutes, source: Path) -> None:
    validator = Draft202012Validator(build_schemas()["minutes"])
    validator.validate(json.loads(minutes("extract", source).out))


def test_several_are_printed_as_a_list(minutes: Minutes, source: Path, tmp_path: Path) -> None:
    other = tmp_path / "別.md"
    other.write_text(source.read_text("utf-8"), "utf-8")
    records = json.loads(minutes("extract", source, other).out)
    assert [record["document"] for record in records] == [source.name, "別.md"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_of_one_stem_do_not_overwrite(
    minutes: Minutes, source: Path, tmp_path: Path, order: tuple[int, int]
) -> None:
    other = source.with_suffix(".md")
    other.write_text(source.read_text("utf-8") + "追加。\n", "utf-8")
    paths = [source, other]
    first, second = (paths[i] for i in order)
    out = tmp_path / "out"
    for _ in range(2):  # the second run replaces its own files and makes no others
        done = minutes("extract", first, second, "--out", out)
        assert done.code == 0
        assert second.name in done.err
        names = {path.name: json.loads(path.read_text("utf-8"))["document"] for path in out.iterdir()}
        assert names == {f"{first.stem}.json": first.name, f"{second.name}.json": second.name}


def test_a_file_of_somebody_else_is_not_overwritten(minutes: Minutes, source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    theirs = out / f"{source.stem}.json"
    theirs.write_text("[1, 2]", "utf-8")
    assert minutes("extract", source, "--out", out).code == 0
    assert theirs.read_text("utf-8") == "[1, 2]"
    assert (out / f"{source.name}.json").exists()


def test_the_good_are_written_beside_the_bad(minutes: Minutes, source: Path, tmp_path: Path) -> None:
    bad = tmp_path / "空.pdf"
    bad.write_bytes(b"")
    out = tmp_path / "out"
    done = minutes("extract", bad, source, "--out", out)
    assert done.code == 1
    assert "空.pdf: " in done.err
    assert [path.name for path in out.iterdir()] == [f"{source.stem}.json"]
