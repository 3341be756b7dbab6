"""One bad file among many fails exactly one: ``MINUTES_MANY`` makes them more (800 before a release)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import bad_readers
import pytest
from drop_files import bytes_of, drop_files, write_files
from hostile_files import HOSTILE

from minutes_pipeline.intake.extraction import Unreadable
from minutes_pipeline.intake.origins import origin_of
from minutes_pipeline.intake.readers import Pool, read_in_order
from minutes_pipeline.intake.worker import CRASHED, TOO_LONG

_PROGRAM = "from minutes_pipeline.cli import main; main()"
MANY = int(os.environ.get("MINUTES_MANY", "20"))


@pytest.mark.parametrize(("word", "seconds", "expected"), [("crash", 30.0, CRASHED), ("hang", 8.0, TOO_LONG)])
def test_the_readers_go_on(tmp_path: Path, word: str, seconds: float, expected: Unreadable) -> None:
    """It ends or hangs its process, while others are being read and wait to be read."""
    paths = [tmp_path / f"{number:04}.txt" for number in range(MANY)]
    for number, path in enumerate(paths):
        path.write_bytes(bytes_of(6 * number))
    bad = paths[MANY // 3]
    bad.write_text(word, "utf-8")
    with Pool(2, time_limit=seconds, read=bad_readers.read) as pool:
        found = dict(read_in_order(map(origin_of, paths), pool))
    assert [path.name for path in paths] == [origin.name for origin in found]
    assert {o.name: result for o, result in found.items() if isinstance(result, Unreadable)} == {bad.name: expected}


def test_the_command_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    write_files(folder, MANY)
    (folder / "圧縮爆弾.docx").write_bytes(HOSTILE["圧縮爆弾.docx"][0]())
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, "ingest", str(folder), "-j", "2", "--json", "--db", str(tmp_path / "minutes.db")],
        capture_output=True, encoding="utf-8", timeout=60 + MANY, check=False,
    )  # fmt: skip
    said = json.loads(done.stdout)
    assert (done.returncode, said["read"], said["failed"]) == (1, MANY, 1)
    assert [Path(file["file"]).name for file in said["files"] if file["status"] == "failed"] == ["圧縮爆弾.docx"]
    assert len(list(drop_files(MANY))) == MANY
