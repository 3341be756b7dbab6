"""The plugin through the real ``sqlite-utils`` executable, and the one-liners that docs/database.md prints."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.writer import store_minutes

EXECUTABLE = Path(sys.executable).with_name("sqlite-utils")
DOCS = Path(__file__).parents[3] / "docs" / "database.md"


@pytest.fixture
def folder(tmp_path: Path, minutes: Minutes) -> Path:
    (tmp_path / "outputs").mkdir()
    db = open_database(tmp_path / "outputs" / "minutes.db")
    store_minutes(db, minutes)
    db.close()
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(EXECUTABLE), *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_plugin_is_registered(folder: Path) -> None:
    plugins = json.loads(run(folder, "plugins").stdout)
    ours = [plugin["hooks"] for plugin in plugins if plugin["name"] == "minutes-pipeline"]
    assert sorted(map(sorted, ours)) == [["prepare_connection"], ["prepare_connection", "register_commands"]]


def test_command(folder: Path) -> None:
    done = run(folder, "minutes-search", "outputs/minutes.db", "障害者", "周知")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:3] == [
        "2件",
        "[課題] 【障がい者】への【周知】が不足している。",
        "    2024-05-17・第3回 青葉ヶ丘市地域福祉推進会議・子どもの相談体制について・2ページ",
    ]


def test_command_with_conditions_as_json(folder: Path) -> None:
    done = run(folder, "minutes-search", "outputs/minutes.db", "相談", "--kind", "text", "--goal", "1", "--json")
    hits = json.loads(done.stdout)
    assert {hit["kind"] for hit in hits} == {"text"}
    assert {hit["text"] for hit in hits} == {"➀こども相談室きらら（こども未来部）", "目標１　相談しやすい窓口づくり"}


def test_word_to_leave_out_is_no_option(folder: Path) -> None:
    every = json.loads(run(folder, "minutes-search", "outputs/minutes.db", "相談", "--json").stdout)
    fewer = json.loads(run(folder, "minutes-search", "outputs/minutes.db", "相談", "-窓口", "--json").stdout)
    assert 0 < len(fewer) < len(every)
    assert not any("窓口" in hit["text"] for hit in fewer)


def test_every_option_is_documented(folder: Path) -> None:
    options = set(re.findall(r"--[a-z]+", run(folder, "minutes-search", "--help").stdout)) - {"--help"}
    assert len(options) == 8
    text = DOCS.read_text("utf-8")
    assert all(f"`{option}`" in text for option in options)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("outputs/none.db", "相談"), "データベースがありません"),
        (("outputs/minutes.db", "-相談"), "除く言葉だけでは検索できません"),
        (("outputs/minutes.db", "相談", "--from", "きのう"), "日付「きのう」を読めません"),
    ],
)
def test_command_says_what_is_wrong(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(folder, "minutes-search", *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_search_of_sqlite_utils_refuses_rather_than_finding_nothing(folder: Path) -> None:
    for table in ("documents", "passages", "search_index", "decisions"):
        done = run(folder, "search", "outputs/minutes.db", table, "相談")
        assert done.returncode != 0
        assert "not configured for full-text search" in done.stderr


_LINES = re.findall(
    r"^sqlite-utils outputs/minutes\.db .*$|^sqlite-utils (?:rows|minutes-search) .*$", DOCS.read_text("utf-8"), re.M
)


def test_documentation_has_one_liners() -> None:
    assert len(_LINES) >= 4


@pytest.mark.parametrize("line", _LINES)
def test_one_liner_of_the_documentation_answers(folder: Path, line: str) -> None:
    arguments = shlex.split(line)[1:]
    done = run(folder, *arguments)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) >= 2, done.stdout


def test_plugin_loads_nothing_of_weight(folder: Path) -> None:
    """sqlite-utils imports it on every command."""
    code = (
        "import sys, sqlite_utils; before = set(sys.modules)\n"
        "import minutes_pipeline.store.sqlite_utils_plugin\n"
        "print('\\n'.join(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert set(done.stdout.split()) <= {
        "minutes_pipeline", "minutes_pipeline.version", "minutes_pipeline.store",
        "minutes_pipeline.store.sqlite_utils_plugin",
    }  # fmt: skip


def test_every_command_of_sqlite_utils_still_works(folder: Path) -> None:
    """Nothing in the file hinders the tools that people use on it."""
    for command in ("tables", "views", "schema", "vacuum", "rebuild-fts", "optimize", "dump"):
        done = run(folder, command, "outputs/minutes.db")
        assert done.returncode == 0, (command, done.stderr)
    assert run(folder, "minutes-search", "outputs/minutes.db", "相談").stdout.splitlines()[0] != "0件"
