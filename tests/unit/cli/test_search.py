import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Minutes = Callable[..., Any]
HEAVY = (
    "spacy",
    "pydantic",
    "pypdfium2",
    "pdfplumber",
    "docx",
    "lxml",
    "sqlite_utils",
    "rich",
    "minutes_pipeline.pipeline",
)


def test_hits_are_marked_and_placed(minutes: Minutes, database: Path, source: Path) -> None:
    done = minutes("search", "相談件数", "--db", database)
    assert done.code == 0
    assert "の検索結果" in done.out
    assert "【相談" in done.out
    assert source.name in done.out


def test_two_words_must_both_be_there(minutes: Minutes, database: Path) -> None:
    assert "【相談】" in minutes("search", "相談", "不足", "--db", database).out
    assert "見つかりませんでした" in minutes("search", "相談", "駐車場", "--db", database).out


def test_no_hit_says_what_to_try(minutes: Minutes, database: Path) -> None:
    done = minutes("search", "駐車場 整備", "--kind", "決定", "--db", database)
    assert done.code == 0
    assert "「駐車場 整備」は見つかりませんでした" in done.out
    for advice in ("条件を外して", "語を減らす", "別の言い方", "minutes list"):
        assert advice in done.out


@pytest.mark.parametrize("kind", ["本文", "text"])
def test_a_kind_may_be_named_in_either_language(minutes: Minutes, database: Path, kind: str) -> None:
    hits = json.loads(minutes("search", "相談", "--kind", kind, "--db", database, "--json").out)
    assert hits
    assert {hit["kind"] for hit in hits} == {"text"}


def test_json_marks_are_ranges_of_the_snippet(minutes: Minutes, database: Path) -> None:
    hits = json.loads(minutes("search", "相談", "--db", database, "--json").out)
    for hit in hits:
        assert all(hit["snippet"][start:end] == "相談" for start, end in hit["marks"])


@pytest.mark.parametrize(("tier", "is_said"), [(0, False), (2, False), (3, True)])
def test_hits_that_only_come_near_are_called_so(
    minutes: Minutes, database: Path, monkeypatch: pytest.MonkeyPatch, tier: int, is_said: bool
) -> None:
    from dataclasses import replace

    from minutes_pipeline.store import search

    real = search.search
    monkeypatch.setattr(search, "search", lambda *a, **k: [replace(hit, tier=tier) for hit in real(*a, **k)])
    assert ("近いものを表示します" in minutes("search", "相談", "--db", database).out) == is_said


def test_limit(minutes: Minutes, database: Path) -> None:
    done = minutes("search", "相談", "--limit", "1", "--db", database)
    assert "検索結果 1件（まだあるかもしれません" in done.out


def test_search_loads_nothing_of_weight(database: Path) -> None:
    """A clerk who asks for a word waits for the word, not for libraries."""
    program = (
        "import json, sys\n"
        "from minutes_pipeline.cli.application import run\n"
        f"code = run(['search', '相談', '--db', {str(database)!r}])\n"
        f"print(json.dumps([code, sorted(set({HEAVY[:-1]!r}) & set(sys.modules))]), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", timeout=60)
    assert json.loads(done.stderr.splitlines()[-1]) == [0, []]
    assert "相談" in done.stdout


@pytest.mark.parametrize("command", [["--help"], ["list", "--help"], ["ingest", "--help"], ["evaluate", "--help"]])
def test_help_loads_nothing_of_weight(command: list[str]) -> None:
    program = (
        "import json, sys\n"
        "from minutes_pipeline.cli.application import run\n"
        f"run({command!r})\n"
        f"print(json.dumps(sorted(set({HEAVY!r}) & set(sys.modules))), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", timeout=60)
    assert json.loads(done.stderr.splitlines()[-1]) == []
