"""A file made to do harm costs one clear sentence, within its limits, and nothing else."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import bad_readers
import pytest
from drop_files import bytes_of
from hostile_files import HOSTILE, SECRET, pages, self_drawing

from minutes_pipeline.intake.extraction import OUT_OF_MEMORY, Extracted, Unreadable
from minutes_pipeline.intake.worker import CRASHED, TOO_LONG, Worker

SECONDS = 20.0


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with pytest.MonkeyPatch.context() as patch:
        # Whether a page is read by recognition is not the question here.
        patch.setenv("MINUTES_TESSERACT", "none")
        with Worker(SECONDS) as worker:
            yield worker


@pytest.mark.parametrize("name", HOSTILE)
def test_it_costs_only_itself(worker: Worker, tmp_path: Path, name: str) -> None:
    build, reason = HOSTILE[name]
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    path = tmp_path / name
    path.write_bytes(build())
    worker.prepare()
    before = sorted(tmp_path.parent.rglob("*"))
    process, begun = worker.process_id, time.monotonic()
    result = worker.extract(path, name)
    assert time.monotonic() - begun < SECONDS
    assert result not in (CRASHED, TOO_LONG)
    assert worker.process_id == process
    assert sorted(tmp_path.parent.rglob("*")) == before
    if isinstance(result, Extracted):
        assert not reason, "read, where it should have been refused"
        assert SECRET not in result.minutes.text
        assert "cmd.exe" not in result.minutes.text
        assert result.minutes.text.replace("\n", "").replace("\t", "").isprintable()
    else:
        assert reason is not None, str(result)
        assert reason in str(result)
        assert "予期しない" not in str(result)


@pytest.mark.parametrize("build", [self_drawing])
def test_an_endless_file_ends_with_its_time(tmp_path: Path, build: Callable[[], bytes]) -> None:
    path = tmp_path / "endless.pdf"
    path.write_bytes(build())
    with Worker(2.0) as worker:
        worker.prepare()
        assert worker.extract(path, path.name) == TOO_LONG
        path.write_bytes(pages(1))
        assert isinstance(worker.extract(path, path.name), Extracted)


def test_the_builders_make_readable_files(worker: Worker, tmp_path: Path) -> None:
    """The same builders with nothing hostile in them: the tests above test what they say."""
    from hostile_files import deep_pages, docx, pdf, spans, word

    for name, data in (
        ("a.docx", docx(word())),
        ("b.pdf", pages(3)),
        ("c.html", spans(1).encode()),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        assert isinstance(worker.extract(path, name), Extracted), name
    assert pdf([b"<< >>"]).startswith(b"%PDF")
    assert b"/Count 1" in deep_pages(1)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a memory limit for one process")
def test_a_file_that_fills_the_memory_is_refused(tmp_path: Path) -> None:
    with Worker(SECONDS, read=bad_readers.read, memory_limit=400 * 1024**2) as worker:
        path = tmp_path / "a.txt"
        path.write_text("fill the memory", "utf-8")
        assert worker.extract(path, path.name) == OUT_OF_MEMORY
        path.write_bytes(bytes_of(0))
        assert isinstance(worker.extract(path, path.name), Extracted)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a memory limit for one process")
def test_programs_that_a_reader_starts_are_limited_too(tmp_path: Path) -> None:
    with Worker(SECONDS, read=bad_readers.read, memory_limit=400 * 1024**2) as worker:
        path = tmp_path / "a.txt"
        path.write_text("limits of a child", "utf-8")
        assert worker.extract(path, path.name) == Unreadable(f"{400 * 1024**2} 0", "")
