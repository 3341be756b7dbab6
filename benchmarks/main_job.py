"""The main job against pdfplumber's text alone: PDF to stored records may take no longer (ratio <= 1.0).

Both run over the same files, turn about, in one process, after warm-up; medians are compared. The whole way is reading,
layout, arrangement, extraction, checks, storing and indexing; each round stores into an empty database, so that nothing
is skipped as already there.

Usage: main_job.py [PDF…] [--rounds N] [--limit RATIO]. Without files: the PDFs of samples/ and, where it lies beside
the repository, the evaluation data. Exit code 1 when the ratio is above the limit.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pdfplumber

from minutes_pipeline.pipeline import extract, read_document, segment
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.writer import store_minutes

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("MINUTES_SHARED") or ROOT.parent / "shared")


def default_files() -> list[Path]:
    folders = [ROOT / "samples", SHARED, SHARED / "eval" / "documents"]
    return [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.pdf"))]


def whole_way(files: Sequence[Path], folder: Path) -> tuple[float, dict[str, float]]:
    """Seconds for all files, and how they split over the stages."""
    database_path = folder / f"{time.perf_counter_ns()}.db"
    database = open_database(database_path)
    spent = dict.fromkeys(("read and lay out", "arrange", "extract and check", "store and index"), 0.0)
    started = time.perf_counter()
    for path in files:
        marks = [time.perf_counter()]
        document = read_document(path)
        marks.append(time.perf_counter())
        outline = segment(document)
        marks.append(time.perf_counter())
        minutes = extract(outline)
        marks.append(time.perf_counter())
        store_minutes(database, minutes, document)
        marks.append(time.perf_counter())
        for stage, (begin, end) in zip(spent, pairwise(marks), strict=True):
            spent[stage] += end - begin
    total = time.perf_counter() - started
    database.close()
    return total, spent


def pdfplumber_text(files: Sequence[Path]) -> float:
    started = time.perf_counter()
    for path in files:
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_text()
                page.close()
    return time.perf_counter() - started


def count_pages(files: Sequence[Path]) -> int:
    total = 0
    for path in files:
        with pdfplumber.open(path) as pdf:
            total += len(pdf.pages)
    return total


def alternate(rounds: int, *runs: Callable[[], float]) -> list[list[float]]:
    """Timings per run, the order turned round each time so that neither always goes first."""
    timings: list[list[float]] = [[] for _ in runs]
    for number in range(rounds):
        order = range(len(runs)) if number % 2 == 0 else reversed(range(len(runs)))
        for index in order:
            timings[index].append(runs[index]())
    return timings


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--limit", type=float, default=1.0)
    arguments = parser.parse_args()
    files = arguments.files or default_files()
    if not files:
        print("no PDF files: name some, or run make samples")
        return 2

    stages: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def ours() -> float:
            total, spent = whole_way(files, folder)
            stages.append(spent)
            return total

        ours()
        pdfplumber_text(files)
        stages.clear()
        mine, theirs = alternate(arguments.rounds, ours, lambda: pdfplumber_text(files))

    pages = count_pages(files)
    ratio = statistics.median(mine) / statistics.median(theirs)
    print(f"{len(files)} PDF files, {pages} pages, {arguments.rounds} rounds, Python {platform.python_version()}")
    for label, timings in (("PDF to stored records", mine), ("pdfplumber extract_text", theirs)):
        milliseconds = statistics.median(timings) * 1000
        print(f"{label:<24} {milliseconds:9.1f} ms  {milliseconds / pages:6.2f} ms a page")
    for stage in stages[0]:
        milliseconds = statistics.median(spent[stage] for spent in stages) * 1000
        print(f"  {stage:<22} {milliseconds:9.1f} ms  {milliseconds / pages:6.2f} ms a page")
    print(f"ratio {ratio:.3f} (limit {arguments.limit:.2f})")
    return int(ratio > arguments.limit)


if __name__ == "__main__":
    sys.exit(main())
