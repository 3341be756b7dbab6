"""``minutes ingest -j``: two reading processes against one, over the same files, into a fresh database each time.

The runs take turns, each in a process of its own. "From ready" counts from the moment when all readers can read, "all
in all" from the start of the program; "CPU" is what the writing process and each reader spent from ready to the end:
where other programs share the machine, only these tell what the program itself allows. With one writer, N readers can
be N times as fast as long as the writer's share stays below 1/N of a reader's work.

Private memory of a reader (Private_Clean + Private_Dirty of /proc/PID/smaps_rollup) is read when it has read its last
file, with two readers: the system counts a page of the dictionary, which all of them map, as private to the only one
that has touched it. Linux only.

Usage: parallel.py [FOLDER] [--files N] [--rounds N]. Exit code 1 when two readers are less than 1.7 times as fast as
one from ready to the end, or take more than 60 MiB each. With one reader the writer has a core for itself already: on
two cores the gain is at most 2R / (R + W), R and W the CPU of reader and writer for a file.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from invented import make_docx, make_pdf, make_text

MIB = 1 << 20
LEAST, MOST = 1.7, 60.0


def spent_by(process: int) -> float:
    """Processor seconds of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def private_of(process: int) -> float:
    """MiB that only this process holds."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    return sum(int(kib) for kib in re.findall(r"^Private_(?:Clean|Dirty):\s+(\d+)", rollup, re.M)) / 1024


def run_here(folder: Path, database: Path, jobs: int) -> None:
    """One ingestion in this fresh process; prints what it took."""
    began = time.perf_counter() - time.process_time()  # the interpreter's own start is over by now
    from minutes_pipeline.cli.ingest import ingest_all
    from minutes_pipeline.cli.sources import gather_origins
    from minutes_pipeline.intake.readers import Pool, open_readers

    found = gather_origins([os.fspath(folder)])
    with open_readers(jobs) as readers:
        assert isinstance(readers, Pool)
        import minutes_pipeline.intake.receive
        import minutes_pipeline.store.writer  # noqa: F401 - loaded by the command while the readers start

        readers.prepare()
        processes = readers.process_ids
        before = [spent_by(process) for process in processes]
        ready, own = time.perf_counter(), time.process_time()
        outcomes = ingest_all(found.files, database, readers)
        end, own = time.perf_counter(), time.process_time() - own
        spent = [spent_by(process) - first for process, first in zip(processes, before, strict=True)]
        print(json.dumps({
            "stored": sum(1 for one in outcomes if one.stored), "from ready": end - ready, "all in all": end - began,
            "writer": own, "readers": spent, "private": [private_of(process) for process in processes],
            "private writer": private_of(os.getpid()),
        }))  # fmt: skip


def run(folder: Path, jobs: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as name:
        words = [
            sys.executable,
            __file__,
            os.fspath(folder),
            "--into",
            str(Path(name, "minutes.db")),
            "--jobs",
            str(jobs),
        ]
        return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def make_files(count: int, folder: Path) -> None:
    """Four PDFs of five pages, one Word file and one text file in six, as a city sends them."""
    for number in range(count):
        kind = number % 6
        if kind < 4:
            make_pdf(number, 5, folder)
        else:
            (make_docx if kind == 4 else make_text)(number, 9, folder)


def middle(runs: Sequence[dict[str, object]], key: str) -> float:
    return statistics.median(sum(one[key]) if isinstance(one[key], list) else one[key] for one in runs)


def measure(folder: Path, rounds: int) -> int:
    run(folder, 1)
    runs: dict[int, list[dict[str, object]]] = {1: [], 2: []}
    for number in range(rounds):
        for jobs in (1, 2) if number % 2 else (2, 1):
            runs[jobs].append(run(folder, jobs))
    print(f"{runs[1][0]['stored']} files stored, {rounds} rounds, {os.cpu_count()} cores; seconds, medians")
    print(
        f"{'':4}{'from ready':>12}{'all in all':>12}{'CPU writer':>12}{'CPU readers':>13}{'private MiB of a reader':>25}"
    )
    for jobs, found in runs.items():
        private = max(memory for one in found for memory in one["private"])
        print(
            f"-j {jobs}{middle(found, 'from ready'):12.2f}{middle(found, 'all in all'):12.2f}"
            f"{middle(found, 'writer'):12.2f}{middle(found, 'readers'):13.2f}{private:25.1f}"
        )
    gain = middle(runs[1], "from ready") / middle(runs[2], "from ready")
    whole = middle(runs[1], "all in all") / middle(runs[2], "all in all")
    writer, reader = middle(runs[1], "writer"), middle(runs[1], "readers")
    most = max(memory for one in runs[2] for memory in one["private"])
    print(f"two readers against one: {gain:.2f} times as fast from ready (at least {LEAST}), {whole:.2f} all in all")
    print(f"writer's CPU / reader's CPU {writer / reader:.2f}: one writer keeps up with {reader / writer:.1f} readers; "
          f"on two free cores two readers are at most {2 * reader / (reader + writer):.2f} times as fast as one")  # fmt: skip
    print(f"private memory of a reader {most:.1f} MiB (at most {MOST:.0f}), of the writer "
          f"{middle(runs[1], 'private writer'):.1f} MiB")  # fmt: skip
    return int(gain < LEAST or most > MOST)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="minutes of your own; else some are invented")
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--jobs", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.into is not None:
        run_here(arguments.folder, arguments.into, arguments.jobs)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = arguments.folder
        if folder is None:
            folder = Path(name)
            make_files(arguments.files, folder)
        return measure(folder, arguments.rounds)


if __name__ == "__main__":
    sys.exit(main())
