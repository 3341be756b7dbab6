"""How time and memory grow: with the pages of a document, with the documents of one run, with the database.

- pages: documents of 1 to 200 pages, each in a fresh process that is warm (it has read another one): time per page and
  the most memory that the process took
- documents: 10 to 1,050 documents into one database through ``minutes ingest``'s own way (a reading process, one
  writer): time per document, and the memory of both processes along the way
- database: time for the next document and for a search, newest first, with a thousand to a hundred thousand passages

Straight lines are fitted by least squares; "off the line" is the largest distance of a measured point from it.

Usage: growth.py [pages] [documents] [database] [--documents N] [--passages N]. Without a word: all three. Exit code 1 when
a page of 200 costs more than 1.3 of five, when 200 pages take more than 400 MB, or when memory grows with documents.
"""

from __future__ import annotations

import argparse
import itertools
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

from invented import make_pdf, make_text

PAGES = (1, 5, 20, 50, 100, 200)
LIMIT_PER_PAGE, LIMIT_MB, LIMIT_GROWTH = 1.3, 400, 1.15


def fit(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """(at nought, per unit, largest distance from the line as a share of the last value)."""
    xs, ys = zip(*points, strict=True)
    x, y = statistics.fmean(xs), statistics.fmean(ys)
    slope = sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a in xs)
    start = y - slope * x
    return start, slope, max(abs(b - start - slope * a) for a, b in points) / max(ys)


def memory_of(process: int, field: str = "VmRSS") -> float:
    """MB that a process holds now (VmRSS) or at most held (VmHWM)."""
    found = re.search(rf"{field}:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return 0.0 if found is None else int(found[1]) * 1024 / 1e6


def read_here(first: Path, path: Path, rounds: int) -> None:
    """Read one document in this fresh process, warm; prints the least processor seconds and the most memory."""
    from minutes_pipeline.pipeline import extract, read_document, segment
    from minutes_pipeline.store.open import open_database
    from minutes_pipeline.store.writer import store_minutes
    from minutes_pipeline.text.tokens import tokenize

    def job(path: Path, folder: Path) -> float:
        database = open_database(folder / f"{time.perf_counter_ns()}.db")
        tokenize.cache_clear()
        begin = time.process_time()
        document = read_document(path)
        store_minutes(database, extract(segment(document)), document)
        spent = time.process_time() - begin
        database.close()
        return spent

    with tempfile.TemporaryDirectory() as name:
        job(first, Path(name))
        spent = min(job(path, Path(name)) for _ in range(rounds))
    print(json.dumps({"seconds": spent, "memory": memory_of(os.getpid(), "VmHWM")}))


def grow_pages() -> bool:
    print(f"{'pages':>7}{'CPU ms':>10}{'ms a page':>11}{'most MB':>9}")
    points, most = [], 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = make_pdf(3, 5, folder)
        for pages in PAGES:
            path = make_pdf(6, pages, folder)
            words = [sys.executable, __file__, "--read", os.fspath(first), os.fspath(path), "--rounds"]
            done = subprocess.run(
                [*words, str(max(1, min(7, 60 // pages)))], check=True, capture_output=True, text=True
            )
            found = json.loads(done.stdout)
            milliseconds, most = found["seconds"] * 1000, max(most, found["memory"])
            points.append((float(pages), milliseconds))
            print(f"{pages:7}{milliseconds:10.1f}{milliseconds / pages:11.2f}{found['memory']:9.0f}")
    start, slope, off = fit(points)
    per_page = {pages: milliseconds / pages for pages, milliseconds in points}
    ratio = per_page[200] / per_page[5]
    print(f"line: {start:.1f} ms + {slope:.2f} ms a page, {off:.1%} off the line")
    print(
        f"a page of 200 against one of 5: {ratio:.2f} (at most {LIMIT_PER_PAGE}); {most:.0f} MB (at most {LIMIT_MB})\n"
    )
    return ratio <= LIMIT_PER_PAGE and most <= LIMIT_MB


def spent_by_readers(running: list[int]) -> float:
    """CPU seconds of the readers that are there and of those that have ended (one ends after 500 files)."""
    from parallel import spent_by

    ended = os.times()
    return ended.children_user + ended.children_system + sum(spent_by(reader) for reader in running)


def grow_documents(count: int) -> bool:
    from parallel import private_of

    from minutes_pipeline.cli.ingest import ingest_all
    from minutes_pipeline.cli.sources import gather_origins
    from minutes_pipeline.intake.readers import Pool, open_readers

    steps = [step for step in (10, 100, 250, 550, 800, 1050, 2550, 5050) if step <= count]
    print(f"{'documents':>10}{'CPU ms each':>13}{'writer':>8}{'writer MB':>11}{'reader MB':>11}{'private':>9}")
    points, memory = [], []
    with tempfile.TemporaryDirectory() as name, open_readers(1) as readers:
        assert isinstance(readers, Pool)
        readers.prepare()
        total, done = 0.0, 0
        for step in steps:
            folder = Path(name, str(step))
            folder.mkdir()
            for number in range(done, step):
                make_text(number, 9, folder) if number % 4 else make_pdf(number, 5, folder)
            own, theirs = time.process_time(), spent_by_readers(readers.process_ids)
            ingest_all(gather_origins([os.fspath(folder)]).files, Path(name, "minutes.db"), readers)
            readers.prepare()  # the one after 500 files is started with the next file only
            own, theirs = time.process_time() - own, spent_by_readers(readers.process_ids) - theirs
            reader = readers.process_ids[0]
            total += own + theirs
            each = (own + theirs) / (step - done) * 1000
            memory.append((memory_of(os.getpid()), memory_of(reader), private_of(reader)))
            print(
                f"{step:10}{each:13.1f}{own / (step - done) * 1000:8.1f}{memory[-1][0]:11.0f}{memory[-1][1]:11.0f}{memory[-1][2]:9.0f}"
            )
            points.append((float(step), total))
            done = step
    start, slope, off = fit(points)
    print(f"line: {start:.2f} s + {slope * 1000:.1f} ms a document, {off:.1%} off the line")
    growth = max(last / first for first, last in zip(memory[1], memory[-1], strict=True))
    print(f"memory from {steps[1]} to {steps[-1]} documents: x {growth:.2f} (at most {LIMIT_GROWTH})\n")
    return growth <= LIMIT_GROWTH


def grow_database(most: int) -> bool:
    from storing import synthetic

    from minutes_pipeline.store.open import open_database
    from minutes_pipeline.store.search import search
    from minutes_pipeline.store.writer import store_minutes

    print(f"{'passages':>10}{'next document, CPU ms':>23}{'search, ms':>12}{'MB':>7}")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "minutes.db")
        db = open_database(path)
        number, there = 0, 0
        for step in itertools.takewhile(lambda step: step <= most, (1_000, 10_000, 30_000, 100_000, 300_000)):
            while there < step:
                store_minutes(db, synthetic(number))
                number += 1
                there = db.conn.execute("SELECT max(id) FROM passages").fetchone()[0]
            stored = []
            for _ in range(9):
                minutes = synthetic(number)
                number += 1
                begin = time.process_time()
                store_minutes(db, minutes)
                stored.append(time.process_time() - begin)
            searched = []
            for words in ("相談", "担い手", "実施状況", "承認") * 5:
                begin = time.process_time()
                search(db.conn, words, limit=20, newest=True)
                searched.append(time.process_time() - begin)
            print(f"{step:10,}{statistics.median(stored) * 1000:23.1f}{statistics.median(searched) * 1000:12.1f}"
                  f"{path.stat().st_size / 1e6:7.0f}")  # fmt: skip
        db.close()
    print()
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", choices=["pages", "documents", "database", []])
    parser.add_argument("--documents", type=int, default=1050)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--read", nargs=2, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.read:
        read_here(*arguments.read, arguments.rounds)
        return 0
    what = arguments.what or ["pages", "documents", "database"]
    good = [
        run(*words)
        for word, run, words in (
            ("pages", grow_pages, ()),
            ("documents", grow_documents, (arguments.documents,)),
            ("database", grow_database, (arguments.passages,)),
        )
        if word in what
    ]
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
