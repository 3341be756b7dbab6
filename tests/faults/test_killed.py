"""Killed at any moment and started again: every file archived once, every record stored once.

``MINUTES_KILL_FILES`` and ``MINUTES_KILLS`` make the random test larger (300 and 10 before a release).
"""

import os
import random
import sys
import threading
import time
from hashlib import sha256
from pathlib import Path

import pytest
from drop_files import drop_files
from watching import Watcher, archived, everything, files_in, wait_until

FILES = int(os.environ.get("MINUTES_KILL_FILES", "40"))
KILLS = int(os.environ.get("MINUTES_KILLS", "4"))
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


def copy_slowly(files: list[tuple[str, bytes]], folder: Path, seconds: float, chance: random.Random) -> None:
    """As a network does it: in pieces, with pauses, some under a name that is put right at the end."""
    pause = 2 * seconds / len(files)  # of which the random pauses use half
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        place = path.with_name("copying.part") if chance.random() < 0.3 else path
        with place.open("wb") as stream:
            for at in range(0, len(data), max(1, len(data) // 3)):
                stream.write(data[at : at + max(1, len(data) // 3)])
                stream.flush()
                time.sleep(pause / 4 * chance.random())
        place.rename(path)
        time.sleep(pause / 4 * chance.random())


def test_killed_at_random_moments(watcher: Watcher, tmp_path: Path) -> None:
    files = list(drop_files(FILES))
    undisturbed = Watcher(tmp_path / "静かな置き場", tmp_path / "quiet.db", tmp_path / "quiet.txt", ("--settle", "0"))
    for name, data in files:
        (undisturbed.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (undisturbed.folder / name).write_bytes(data)
    assert undisturbed.once() == 0, undisturbed.said()

    chance = random.Random(20261125)
    copying = threading.Thread(target=copy_slowly, args=(files, watcher.folder, 2.4 * KILLS, random.Random(1)))
    copying.start()
    for _ in range(KILLS):
        watcher.start()
        # The first second or two go by with starting; from then on any moment will do.
        time.sleep(chance.uniform(1.2, 3.6))
        watcher.kill()
    watcher.start()
    copying.join()
    assert wait_until(lambda: not files_in(watcher.folder), 30 + FILES / 4), (files_in(watcher.folder), watcher.said())
    assert watcher.end() == 0

    assert files_in(watcher.folder) == []
    assert archived(watcher.db.with_name("minutes.archive")) == sorted(sha256(data).hexdigest() for _, data in files)
    mine, quiet = everything(watcher.db), everything(undisturbed.db)
    assert {name: len(rows) for name, rows in mine.items()} == {name: len(rows) for name, rows in quiet.items()}
    assert mine == quiet
    assert len(mine["documents"]) == len(mine["meetings"]) == FILES
    print(
        f"{FILES} files, {KILLS} kills: {len(mine['meetings'])} meetings, {len(mine['metrics'])} figures, as undisturbed"
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork")
@pytest.mark.parametrize("kind", ["good", "bad", "mended"])
def test_killed_before_every_step(tmp_path: Path, kind: str) -> None:
    """The process ends before its first, second, third … change to the file system, and a second one goes on."""
    from steps import look, prepare, run_until_step

    wanted = tmp_path / "wanted"
    prepare(wanted, kind)
    look(wanted)
    aim = state_of(wanted)
    step, reached_end = 0, False
    while not reached_end:
        step += 1
        place = tmp_path / str(step)
        prepare(place, kind)
        reached_end = run_until_step(place, step)
        look(place)
        assert state_of(place) == aim, f"killed before step {step}"
    assert step > 10
    print(f"{kind}: {step - 1} steps")


def state_of(place: Path) -> dict[str, object]:
    """What the drop folder, the archive and the database hold; paths as if all lay in one place."""
    rows = {
        name: [row.replace(str(place), "") for row in found] for name, found in everything(place / "minutes.db").items()
    }
    half = list((place / "minutes.archive" / ".partial").iterdir())
    return {
        "rows": rows,
        "dropped": files_in(place / "in"),
        "kept": archived(place / "minutes.archive"),
        "half": half,
    }
