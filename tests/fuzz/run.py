"""Read damaged files by the thousand under the worker and store what was read: ``make fuzz`` (乱れたファイルの試験).

Usage: run.py [--count N] [--from N] [--seed N] [--keep FOLDER]. Prints what went wrong, file by file, and a summary; exit
code 1 when anything did. ``--keep`` writes the files that went wrong there. Programs for scans and old formats are left
out: a page whose font is damaged would take seconds each.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from judging import faults_of, peak_memory
from mutations import mutant, seeds_of

from minutes_pipeline.intake.archive import Archive
from minutes_pipeline.intake.extraction import Extracted
from minutes_pipeline.intake.receive import Parcel, receive_copy
from minutes_pipeline.intake.worker import Worker
from minutes_pipeline.store.open import open_database

SAMPLES = Path(__file__).parents[2] / "samples"
SECONDS = 20.0
BYTES = 2 * 1024**3
_TOGETHER = 40
"""Files stored into one database: all are versions of a few meetings, and each is compared with those before it."""


class Storing:
    """Databases and archives that are thrown away, a new one now and then."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._done = 0

    def store(self, path: Path, extracted: Extracted) -> str | None:
        """Store what was read; the reason where that was refused."""
        if self._done % _TOGETHER == 0:
            if self._done:
                self._database.close()
            self._database = open_database(self._folder / f"{self._done}.db")
            self._archive = Archive(self._folder / f"{self._done}.archive")
        self._done += 1
        received = receive_copy(Parcel(path, path.name), self._archive, self._database, extracted)
        return None if received.failure is None else str(received.failure)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--programs", action="store_true", help="use Tesseract and LibreOffice where they are")
    arguments = parser.parse_args()
    if not arguments.programs:
        os.environ["MINUTES_TESSERACT"] = os.environ["MINUTES_LIBREOFFICE"] = "none"
    seeds = seeds_of(SAMPLES)
    wrong, refused = 0, Counter[str]()
    slowest = (0.0, "")
    peak, read, processes = 0, 0, set()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name, Worker(SECONDS) as worker:
        storing = Storing(Path(name))
        for number in range(arguments.first, arguments.first + arguments.count):
            made = mutant(seeds, number, arguments.seed)
            path = Path(name, made.name)
            path.write_bytes(made.data)
            worker.prepare()
            begun = time.monotonic()
            result = worker.extract(path, made.name)
            seconds = time.monotonic() - begun
            slowest = max(slowest, (seconds, made.name))
            faults = list(faults_of(result))
            process = worker.process_id
            if process is not None:
                processes.add(process)
                memory = peak_memory(process)
                if memory > 1.3 * peak:
                    print(f"{made.name}: peak {memory / 2**20:.0f} MiB", flush=True)
                peak = max(peak, memory)
            if seconds > SECONDS:
                faults.append(f"{seconds:.1f} s")
            if isinstance(result, Extracted):
                read += 1
                failure = storing.store(path, result)
                faults += [] if failure is None else [f"not stored: {failure}"]
            else:
                refused[str(result)] += 1
            if faults:
                wrong += 1
                print(f"{made.name} ({made.story}): {'; '.join(faults)[:300]}", flush=True)
                if arguments.keep is not None:
                    arguments.keep.mkdir(parents=True, exist_ok=True)
                    (arguments.keep / made.name).write_bytes(made.data)
            path.unlink()
            if (number + 1) % 500 == 0:
                print(f"{number + 1 - arguments.first} files, {time.monotonic() - started:.0f} s", flush=True)
    for reason, times in refused.most_common():
        print(f"{times:6} {reason}")
    print(
        f"{arguments.count} files: {read} read, {sum(refused.values())} refused, {wrong} wrong; slowest {slowest[0]:.1f} s"
        f" ({slowest[1]}), peak {peak / 2**20:.0f} MiB, {len(processes)} reading processes, {time.monotonic() - started:.0f} s"
    )
    return int(wrong > 0 or peak > BYTES)


if __name__ == "__main__":
    sys.exit(main())
