"""A small fixed set of damaged files; ``make fuzz`` takes thousands (run.py)."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judging import faults_of
from mutations import SUFFIXES, damaged, mutant, seeds_of
from run import SAMPLES
from service import Service, lost

from minutes_pipeline.intake.extraction import Unreadable, extract_here
from minutes_pipeline.intake.worker import CRASHED, TOO_LONG

SEEDS = seeds_of(SAMPLES)
FIRST = 100_000
COUNT = 40


@pytest.fixture(autouse=True)
def no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINUTES_TESSERACT", "none")
    monkeypatch.setenv("MINUTES_LIBREOFFICE", "none")


@pytest.fixture
def service(no_programs: None) -> Iterator[Service]:
    with Service() as service:
        yield service


def test_the_service_takes_them_all(service: Service, tmp_path: Path) -> None:
    files = {one.name: one.data for one in (mutant(SEEDS, number) for number in range(FIRST, FIRST + COUNT))}
    seen = service.take_in(files, tmp_path)
    assert {name: faults for name, faults in seen.faults.items() if faults} == {}
    assert seen.as_a_whole == []
    assert seen.read + sum(seen.refused.values()) == len(seen.seconds) == COUNT
    assert min(seen.read, sum(seen.refused.values())) > COUNT / 20

    # The same test sees what is lost, and records that are not in the text.
    (tmp_path / "in" / "要確認").rename(tmp_path / "elsewhere")
    with closing(sqlite3.connect(tmp_path / "minutes.db")) as db, db:
        db.execute("UPDATE decisions SET span_start = span_start + 1")
    faults = list(lost(files, tmp_path, seen))
    assert any("neither stored nor in 要確認" in fault for fault in faults)
    assert any("stored off its place" in fault for fault in faults)


SMALL = [seed for seed in SEEDS if len(seed[1]) < 60_000]


@pytest.mark.parametrize("suffix", [suffix for suffix in SUFFIXES if suffix != ".pdf"])
def test_any_damage(suffix: str, tmp_path: Path) -> None:
    """Hypothesis takes the chances and, where something goes wrong, finds the least damage that does it."""

    @settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(chance=st.randoms(use_true_random=False))
    def of_any_chances(chance: random.Random) -> None:
        name, data, done = damaged(SMALL, suffix, chance)
        path = tmp_path / f"file{suffix}"
        path.write_bytes(data[:200_000])
        assert list(faults_of(extract_here(path, path.name))) == [], (name, done)

    of_any_chances()


@pytest.mark.parametrize(
    ("refused", "fault"),
    [
        (CRASHED, "crashed"), (TOO_LONG, "time limit"), (Unreadable("broken", "直してください"), "no reason"),
        (Unreadable("壊れています", "unknown"), "no reason"), (Unreadable("読み取りの途中で予期しない誤り", "知らせてください"), "unforeseen"),
        (Unreadable("壊れています\n二行目", "直してください"), "not one sentence"),
    ],
)  # fmt: skip
def test_what_is_called_a_fault(refused: Unreadable, fault: str) -> None:
    assert any(fault in found for found in faults_of(refused))


def test_the_same_number_is_the_same_file() -> None:
    assert [mutant(SEEDS, number) for number in range(15)] == [mutant(SEEDS, number) for number in range(15)]
    assert len({mutant(SEEDS, number, seed).data for number in range(10) for seed in (0, 1)}) > 15
