"""A file made to do harm costs one clear sentence, within its limits, and nothing else."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import bad_readers
import pytest
from drop_files import bytes_of
from hostile_files import HOSTILE, NAMES, SECRET, pages, self_drawing
from service import Seen, Service

from minutes_pipeline.intake.extraction import OUT_OF_MEMORY, Extracted, Unreadable, extract_here
from minutes_pipeline.intake.file_names import NOTE_SUFFIX, recorded
from minutes_pipeline.intake.worker import TOO_LONG, Worker

SECONDS = 20.0


GOOD = "第1回.txt"


@dataclass
class Taken:
    """One drop folder with all of them and a good file, after one look."""

    place: Path
    seen: Seen
    before: list[Path]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taken]:
    root = tmp_path_factory.mktemp("hostile")
    (root / "secret.txt").write_text(SECRET, "utf-8")
    place = root / "place"
    place.mkdir()
    files = {name: build() for name, (build, _) in HOSTILE.items()} | {GOOD: bytes_of(0)}
    files |= dict.fromkeys(NAMES, b"\0\1\2\3")
    before = sorted(root.iterdir())
    with pytest.MonkeyPatch.context() as patch:
        # Whether a page is read by recognition is not the question here.
        patch.setenv("MINUTES_TESSERACT", "none")
        with Service() as service:
            yield Taken(place, service.take_in(files, place), before)


@pytest.mark.parametrize("name", HOSTILE)
def test_it_costs_only_itself(taken: Taken, name: str) -> None:
    _, reason = HOSTILE[name]
    result = taken.seen.results[name]
    assert taken.seen.faults[name] == []  # among them: time, memory, a crash, a reason that is not one sentence
    if isinstance(result, Extracted):
        assert not reason, "read, where it should have been refused"
        assert SECRET not in result.minutes.text
        assert "cmd.exe" not in result.minutes.text
        assert result.minutes.text.replace("\n", "").replace("\t", "").isprintable()
    else:
        assert reason is not None, str(result)
        assert reason in str(result)


def test_each_is_one_entry_in_the_folder_for_review(taken: Taken) -> None:
    """And the good one is in the database, no process was lost, and no file was written elsewhere."""
    assert taken.seen.as_a_whole == []
    assert taken.seen.processes == 1
    assert isinstance(taken.seen.results[GOOD], Extracted)
    assert sorted(taken.place.parent.iterdir()) == taken.before
    assert sorted(path.name for path in taken.place.iterdir()) == ["in", "minutes.archive", "minutes.db"]
    notes = [path for path in (taken.place / "in" / "要確認").iterdir() if path.name.endswith(NOTE_SUFFIX)]
    assert len(notes) == sum(isinstance(result, Unreadable) for result in taken.seen.results.values())
    for note in notes:
        lines = note.read_text("utf-8-sig").splitlines()
        assert all(line.isprintable() for line in lines)
        assert [line.count("。") for line in lines if line.startswith(("理由: ", "してほしいこと: "))] == [1, 1]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_a_name(taken: Taken, name: str) -> None:
    assert (taken.place / "in" / "要確認" / name).read_bytes() == b"\0\1\2\3"
    assert recorded(name).isprintable()


@pytest.mark.parametrize("build", [self_drawing])
def test_an_endless_file_ends_with_its_time(tmp_path: Path, build: Callable[[], bytes]) -> None:
    path = tmp_path / "endless.pdf"
    path.write_bytes(build())
    with Worker(2.0) as worker:
        worker.prepare()
        assert worker.extract(path, path.name) == TOO_LONG
        path.write_bytes(pages(1))
        worker.time_limit = SECONDS  # on a busy machine two seconds are little
        assert isinstance(worker.extract(path, path.name), Extracted)


def test_the_builders_make_readable_files(tmp_path: Path) -> None:
    """The same builders with nothing hostile in them: the tests above test what they say."""
    from hostile_files import deep_pages, docx, pdf, spans, word

    for name, data in (
        ("a.docx", docx(word())),
        ("b.pdf", pages(3)),
        ("c.html", spans(1).encode()),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        assert isinstance(extract_here(path, name), Extracted), name
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
