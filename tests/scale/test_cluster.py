"""A scheduler and two workers: the same records as here, and a worker that is killed loses nothing."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.errors import StoreError
from minutes_pipeline.intake import cluster as module
from minutes_pipeline.intake.cluster import ClusterReaders
from minutes_pipeline.intake.extraction import Extracted, extract_here
from minutes_pipeline.intake.origins import Origin, origin_of

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.*"))
FILES = [path for path in SAMPLES if path.suffix in (".docx", ".pdf", ".txt")]


@pytest.fixture(scope="module")
def readers(cluster: Any) -> Any:
    until = time.monotonic() + 60
    while True:
        try:
            found = ClusterReaders(cluster.address)
        except StoreError:
            assert time.monotonic() < until
            time.sleep(0.5)
            continue
        if found.in_flight == 8:
            return found
        found.stop()
        time.sleep(0.5)


def test_the_same_records_byte_for_byte(readers: ClusterReaders) -> None:
    answers = [readers.submit(origin_of(path)) for path in FILES]
    for path, answer in zip(FILES, answers, strict=True):
        there, here = answer.result(60), extract_here(path, path.name)
        assert isinstance(there, Extracted) and isinstance(here, Extracted)
        assert there.minutes.model_dump_json() == here.minutes.model_dump_json()
        assert there.reading.pages == here.reading.pages


def test_what_cannot_be_read_is_told(readers: ClusterReaders, tmp_path: Path) -> None:
    broken = tmp_path / "壊れた.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    assert str(readers.submit(origin_of(broken)).result(60)) == str(extract_here(broken, broken.name))
    gone = readers.submit(Origin(str(tmp_path / "ない.txt"), "ない.txt")).result(60)
    assert not isinstance(gone, Extracted)


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL はこの OS にありません")
def test_a_killed_worker_loses_nothing(cluster: Any, readers: ClusterReaders) -> None:
    wanted = [extract_here(path, path.name) for path in FILES]
    client: Any = readers._client
    answers = [readers.submit(origin_of(path)) for path in FILES * 4]
    answers[2].result(60)
    victim = next(iter(client.run(os.getpid).values()))
    os.kill(victim, signal.SIGKILL)
    found = [answer.result(120) for answer in answers]
    assert [one.minutes.model_dump_json() for one in found if isinstance(one, Extracted)] == [
        one.minutes.model_dump_json() for one in wanted * 4 if isinstance(one, Extracted)
    ]
    assert all(isinstance(one, Extracted) for one in found)


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ANSWER", 1.0)
    with pytest.raises(StoreError, match="つながりません"):
        ClusterReaders("tcp://127.0.0.1:9")
