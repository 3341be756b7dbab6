import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from minutes_pipeline.cli.application import run as typed_run
from minutes_pipeline.cli.search import app as search_command
from minutes_pipeline.cli.search_line import FLAGS, read_line
from minutes_pipeline.cli.search_page import show_hits
from minutes_pipeline.cli.start import run as start_run

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
NOT_FOR_SEARCH = ("typer", "click", "shutil", "numpy", "minutes_pipeline.store.views", "minutes_pipeline.store.results")


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
    """A clerk who asks for a word waits for the word, not for libraries, nor for what reads command lines."""
    program = (
        "import json, sys\n"
        "from minutes_pipeline.cli.start import run\n"
        f"code = run(['search', '相談', '--db', {str(database)!r}])\n"
        f"print(json.dumps([code, sorted({{*{HEAVY!r}, *{NOT_FOR_SEARCH!r}}} & set(sys.modules))]), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", timeout=60)
    assert json.loads(done.stderr.splitlines()[-1]) == [0, []]
    assert "相談" in done.stdout


LINES: list[tuple[list[str], bool]] = [
    (["相談"], True),
    (["相談", "課題", "--limit", "3"], True),
    (["--kind", "決定", "相談", "--from=2024-04-01", "--to", "令和7年3月31日"], True),
    (["相談", "--body", "推進", "--goal", "1", "--department", "福祉", "--newest", "--json"], True),
    (["相談 OR 課題"], True),
    (["相談", "--limit", "３"], False),
    (["相談", "--", "--kind"], False),
    (["相談", "--db="], False),
]


@pytest.mark.parametrize(("words", "is_plain"), LINES)
def test_a_line_means_the_same_with_and_without_typer(
    monkeypatch: pytest.MonkeyPatch, words: list[str], is_plain: bool
) -> None:
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(
        "minutes_pipeline.cli.search_page.show_hits", lambda words, **given: calls.append(given | {"words": words})
    )
    monkeypatch.setattr(
        "minutes_pipeline.cli.search.show_hits", lambda words, **given: calls.append(given | {"words": words})
    )
    assert (read_line(["search", *words]) is not None) == is_plain
    assert start_run(["search", *words]) == typed_run(["search", *words]) == 0
    defaults = {name: each.default for name, each in inspect.signature(show_hits).parameters.items() if name != "words"}
    assert defaults | calls[0] == calls[1]


def test_every_flag_of_search_is_read_without_typer() -> None:
    command = typer.main.get_command(search_command)
    flags = {param.name: param.opts for param in command.params if param.param_type_name == "option"}
    assert flags == {name: [flag] for name, flag in FLAGS.items()}


def test_a_line_that_typer_may_expand_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_line(["search", "*"]) is not None
    monkeypatch.setattr("os.name", "nt")
    assert read_line(["search", "*"]) is None
    assert read_line(["search", "相談"]) is not None


def test_newest_is_asked_for(minutes: Minutes, database: Path) -> None:
    done = minutes("search", "相談", "--newest", "--db", database)
    assert done.code == 0
    assert "【相談" in done.out


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
