"""What keeping the original costs: storing alone against archive, storing and arrival (limit: 2 ms a file).

Both go over the same files, already read, turn about, each time into an empty database and archive on the disk.

Usage: receiving.py [FILE…] [--rounds N] [--limit MS]. Without files: the PDFs of samples/. Exit code 1 above the limit.
"""

import argparse
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from minutes_pipeline.intake.archive import Archive
from minutes_pipeline.intake.extraction import Extracted, extract_here
from minutes_pipeline.intake.receive import Parcel, receive_copy
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.writer import store_minutes

ROOT = Path(__file__).parents[1]


def spend(read: Sequence[tuple[Path, Extracted]], folder: Path, *, keep: bool) -> list[float]:
    """Milliseconds for each file, and for flushing all of them at the end."""
    place = folder / str(time.perf_counter_ns())
    database, archive = open_database(place / "minutes.db"), Archive(place / "minutes.archive")
    archive.prepare()
    marks = [time.perf_counter()]
    for path, extracted in read:
        if keep:
            receive_copy(Parcel(path, path.name), archive, database, extracted)
        else:
            store_minutes(database, extracted.minutes, extracted.reading.pages)
        marks.append(time.perf_counter())
    archive.flush()
    marks.append(time.perf_counter())
    database.close()
    return [1000 * (end - begin) for begin, end in pairwise(marks)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--limit", type=float, default=2.0)
    arguments = parser.parse_args()
    read = []
    for path in arguments.files or sorted((ROOT / "samples").glob("*.pdf")):
        result = extract_here(path, path.name)
        if isinstance(result, Extracted):
            read.append((path, result))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spend(read, folder, keep=True)
        spend(read, folder, keep=False)
        rounds = [(spend(read, folder, keep=False), spend(read, folder, keep=True)) for _ in range(arguments.rounds)]
    # The fastest of each: whatever else the machine does only ever adds.
    alone, kept = (sum(map(min, zip(*(turn[which] for turn in rounds), strict=True))) / len(read) for which in (0, 1))
    print(f"{len(read)} files, {arguments.rounds} rounds, Python {platform.python_version()}")
    print(f"stored alone            {alone:7.2f} ms a file")
    print(f"kept, stored, arrived   {kept:7.2f} ms a file")
    print(f"difference {kept - alone:.2f} ms (limit {arguments.limit:.2f})")
    return int(kept - alone > arguments.limit)


if __name__ == "__main__":
    sys.exit(main())
