"""PDF reading (read + layout) against pdfplumber's extract_text on the same files, alternating in one process, warm.

Usage: python benchmarks/reading.py FILE-OR-FOLDER… [--rounds N]

Prints milliseconds a page for each (median of the rounds) and their ratio; exit status 1 when ours is slower.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.read.files import read_raw


def ours(path: Path) -> int:
    return lay_out(read_raw(path)).pages or 0


def theirs(path: Path) -> int:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.close()
        return len(document.pages)


def measure(way: Callable[[Path], int], paths: list[Path]) -> float:
    start = time.perf_counter()
    pages = sum(map(way, paths))
    return (time.perf_counter() - start) * 1e3 / pages


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    paths = [p for given in options.paths for p in (sorted(given.glob("*.pdf")) if given.is_dir() else [given])]
    if not paths:
        parser.error("no PDF given")
    logging.disable(logging.WARNING)  # pdfminer complains about fonts
    for way in (ours, theirs):
        measure(way, paths)
    figures: dict[str, list[float]] = {"ours": [], "pdfplumber": []}
    for _ in range(options.rounds):
        figures["ours"].append(measure(ours, paths))
        figures["pdfplumber"].append(measure(theirs, paths))
    mine, other = (statistics.median(figures[name]) for name in ("ours", "pdfplumber"))
    print(f"files {len(paths)}  ours {mine:.2f} ms/page  pdfplumber {other:.2f} ms/page  ratio {mine / other:.3f}")
    return int(mine > other)


if __name__ == "__main__":
    sys.exit(main())
