"""Fixtures for the command line: a fictional set of minutes, and a way to run ``minutes`` in this process."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from minutes_pipeline.cli.start import run
from minutes_pipeline.intake.readers import Here

MINUTES = """第２回 青葉市地域福祉推進会議 議事録

日　時　令和６年５月１７日（金）　午後１時３０分～３時００分
場　所　青葉市役所　２０１会議室
出席者　福祉部　山野部長、高齢課　川上課長
事務局　福祉政策課　谷口係長

１　相談支援の状況について
・相談件数は令和５年度で１，２００件であった。
・専門の相談員が不足していることが課題である。
・次回までに事務局が他市の事例を調査する。
２　その他
・次年度の計画案を原案のとおり承認した。
"""


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str


@pytest.fixture
def minutes(capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    def call(*arguments: object) -> Run:
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    return call


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have files read in this process, where a test can put something else in a stage's place."""
    monkeypatch.setattr("minutes_pipeline.cli.ingest.open_readers", lambda count: contextlib.nullcontext(Here()))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "青葉_第2回.txt"
    path.write_text(MINUTES, "utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path, source: Path, minutes: Callable[..., Run]) -> Path:
    path = tmp_path / "minutes.db"
    assert minutes("ingest", source, "--db", path).code == 0
    return path
