"""Bad arguments: one Japanese sentence, exit code 2, never a traceback. Help: Japanese, for every command."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.cli.application import COMMANDS

WORDS = "Usage|Options|Arguments|Commands|Error|Try|Missing|Invalid|default|required|Show|exit|No such|Got unexpected"
ENGLISH = re.compile(rf"\b(?:{WORDS})\b")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["serch", "相談"], "「serch」というコマンドはありません。「search」ではありませんか。"),
        (["なぞ"], "「なぞ」というコマンドはありません。"),
        (["--verbose"], "「--verbose」というオプションはありません。"),
        (["search"], "「語句」が指定されていません。"),
        (["search", "相談", "--limit", "abc"], "「--limit」の値が正しくありません。"),
        (["search", "相談", "--limit", "0"], "「--limit」の値が正しくありません。"),
        (["search", "相談", "--boddy", "x"], "「--boddy」というオプションはありません。「--body」ではありませんか。"),
        (["search", "相談", "--kind", "なぞ"], "「--kind」に「なぞ」という種類はありません。"),
        (["search", "相談", "--from", "そのうち"], "「--from」の日付「そのうち」が読み取れません。"),
        (["search", "相談", "--db"], "オプション「--db」の値が指定されていません。"),
        (["search", "相談", "--json=1"], "オプション「--json」に値は付けられません。"),
        (["list", "余分"], "余分な引数「余分」があります。"),
        (["export"], "「--format」が指定されていません。"),
        (["export", "--format", "xls"], "「--format」に「xls」という形式はありません。"),
        (["schema", "なぞ"], "「なぞ」という形はありません。"),
        (["ingest", "ない.pdf"], "「ない.pdf」が見つかりません。"),
        (["extract", "ない.pdf"], "「ない.pdf」が見つかりません。"),
        (["evaluate", "--gold", "ない", "."], ""),
    ],
)
def test_bad_arguments(
    minutes: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = minutes(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert sentence in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert "Traceback" not in done.err
    assert not ENGLISH.search(done.err)


@pytest.mark.parametrize(
    "command", [[], *([name] for name in COMMANDS)], ids=lambda words: " ".join(words) or "minutes"
)
def test_help_is_japanese(minutes: Callable[..., Any], command: list[str]) -> None:
    done = minutes(*command, "--help")
    assert done.code == 0
    assert done.out.startswith("使い方: minutes")
    assert "この説明を表示して終わる" in done.out
    assert not ENGLISH.search(done.out)


def test_no_argument_shows_the_help(minutes: Callable[..., Any]) -> None:
    done = minutes()
    assert done.code == 2
    assert all(name in done.err for name in COMMANDS)


def test_version(minutes: Callable[..., Any]) -> None:
    assert re.fullmatch(r"minutes \d+\.\d+\.\d+\n", minutes("--version").out)


@pytest.mark.parametrize("command", ["search", "list", "show", "export"])
def test_a_missing_database_is_named(minutes: Callable[..., Any], tmp_path: Path, command: str) -> None:
    words = {"search": ["相談"], "show": ["x"], "export": ["--format", "csv", "--out", tmp_path / "out"]}.get(
        command, []
    )
    path = tmp_path / "ない.db"
    done = minutes(command, *words, "--db", path)
    assert done.code == 1
    assert len(done.err.strip().splitlines()) == 1
    assert done.err.strip().endswith("。")
    assert not path.exists()


@pytest.mark.parametrize("command", ["search", "list", "ingest"])
def test_a_file_that_is_no_database_is_named_and_left_alone(
    minutes: Callable[..., Any], tmp_path: Path, source: Path, command: str
) -> None:
    path = tmp_path / "メモ.txt"
    path.write_text("これはデータベースではない。" * 100, "utf-8")
    before = path.read_bytes()
    words = {"search": ["相談"], "ingest": [source]}.get(command, [])
    done = minutes(command, *words, "--db", path)
    assert done.code == 1
    assert "データベース" in done.err
    assert path.read_bytes() == before


def test_an_unforeseen_error_is_one_sentence(minutes: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_path: object) -> object:
        raise ZeroDivisionError

    monkeypatch.delenv("MINUTES_DEBUG", raising=False)
    monkeypatch.setattr("minutes_pipeline.cli.schema_files.build_schemas", broken)
    done = minutes("schema")
    assert done.code == 1
    assert "予期しない誤り" in done.err
    assert "Traceback" not in done.err


def test_output_is_utf8_whatever_the_console(tmp_path: Path) -> None:
    """A Windows console set to cp932 cannot write every character of a name; nothing may crash for that."""
    done = subprocess.run(
        [sys.executable, "-c", "from minutes_pipeline.cli import main; main()", "--help"],
        capture_output=True,
        timeout=60,
        env={"PYTHONIOENCODING": "ascii:strict", "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "使い方" in done.stdout.decode("utf-8")
