"""Reading beside other readers on the same files, turn about in one process, warm, in CPU time (children included).

PDF, per page: our reading, ours with layout, pdfium's text alone (pypdfium2), pdfplumber, pdfminer.six and pdftotext
where it is installed. DOCX, per file: our reading, ours with layout, and python-docx walking all paragraphs and cells;
it is also counted that we read every character that python-docx does.

Usage: python benchmarks/reading.py [FILE-OR-FOLDER…] [--rounds N] [--docx-ratio RATIO]. Without paths: samples/, the
corpus of the tests and, where it lies beside the repository, the evaluation data.

For each file the best of the rounds counts. Exit status 1 when reading a PDF with layout takes longer than pdfplumber,
or python-docx takes less than RATIO times as long as our reading of a DOCX, or a character of a DOCX is lost.
"""

from __future__ import annotations

import argparse
import logging
import os
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pypdfium2
from pdfminer.high_level import extract_text

from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.model.raw import RawLine
from minutes_pipeline.read.files import read_raw

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("MINUTES_SHARED") or ROOT.parent / "shared")
Way = Callable[[Path], object]


def default_files() -> list[Path]:
    folders = (ROOT / "samples", ROOT / "tests/corpus/documents", SHARED, SHARED / "eval/documents")
    return [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]


def pdfium_text(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as document:
        return sum(len(page.get_textpage().get_text_range()) for page in document)


def plumber_text(path: Path) -> int:
    size = 0
    with pdfplumber.open(path) as document:
        for page in document.pages:
            size += len(page.extract_text())
            page.close()
    return size


def python_docx_text(path: Path) -> str:
    document: Any = docx.Document(str(path))
    parts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        parts += [paragraph.text for row in table.rows for cell in row.cells for paragraph in cell.paragraphs]
    return "".join(parts)


def pdf_ways() -> dict[str, Way]:
    ways: dict[str, Way] = {
        "ours": read_raw,
        "ours, with layout": lambda path: lay_out(read_raw(path)),
        "pypdfium2": pdfium_text,
        "pdfplumber": plumber_text,
        "pdfminer.six": lambda path: extract_text(str(path)),
    }
    program = shutil.which("pdftotext")
    if program is not None:
        ways["pdftotext"] = lambda path: subprocess.run([program, path, "-"], capture_output=True, check=False)
    return ways


def spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measure(ways: dict[str, Way], paths: list[Path], rounds: int) -> dict[str, float]:
    """Seconds of each way over all files."""
    best = {name: [float("inf")] * len(paths) for name in ways}
    for way in ways.values():
        for path in paths:
            way(path)
    for number in range(rounds):
        for at, path in enumerate(paths):
            for name in list(ways) if number % 2 else reversed(list(ways)):
                start = spent()
                ways[name](path)
                best[name][at] = min(best[name][at], spent() - start)
    return {name: sum(values) for name, values in best.items()}


def show(figures: dict[str, float], count: int, unit: str) -> None:
    mine = figures["ours"]
    for name, seconds in figures.items():
        print(f"  {name:<20} {seconds * 1e3 / count:8.2f} ms a {unit}   {seconds / mine:6.1f} times ours")


def characters(items: tuple[Any, ...]) -> Iterator[str]:
    for item in items:
        if isinstance(item, RawLine):
            yield from item.text
        else:
            for cell in item.cells:
                yield from characters(cell.content)


def lost(path: Path) -> int:
    """Characters (white space aside) that python-docx reads and we do not; a merged cell is counted once."""
    known = set(characters(read_raw(path).items))
    mine = Counter(characters(read_raw(path).items))
    document: Any = docx.Document(str(path))
    theirs = Counter(char for paragraph in document.paragraphs for char in paragraph.text if not char.isspace())
    missing = sum((theirs - mine).values())
    return missing + sum(1 for char in set(python_docx_text(path)) if not char.isspace() and char not in known)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--docx-ratio", type=float, default=3.0)
    options = parser.parse_args()
    given = [p for path in options.paths for p in (sorted(path.iterdir()) if path.is_dir() else [path])]
    paths = given or default_files()
    logging.disable(logging.WARNING)  # pdfminer complains about fonts
    failed = False
    pdfs, words = ([p for p in paths if p.suffix == suffix] for suffix in (".pdf", ".docx"))
    if pdfs:
        pages = sum(lay_out(read_raw(path)).pages or 0 for path in pdfs)
        print(f"{len(pdfs)} PDF, {pages} pages")
        figures = measure(pdf_ways(), pdfs, options.rounds)
        show(figures, pages, "page")
        failed |= figures["ours, with layout"] > figures["pdfplumber"]
    if words:
        print(f"{len(words)} DOCX")
        ways: dict[str, Way] = {
            "ours": read_raw,
            "ours, with layout": lambda path: lay_out(read_raw(path)),
            "python-docx": python_docx_text,
        }
        figures = measure(ways, words, 5 * options.rounds)
        show(figures, len(words), "file")
        gone = sum(map(lost, words))
        print(f"  characters that python-docx reads and we do not: {gone}")
        failed |= gone > 0 or figures["python-docx"] < options.docx_ratio * figures["ours"]
    if not pdfs and not words:
        parser.error("no PDF or DOCX")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
