"""The whole job, a PDF of five pages to stored and indexed records, beside the floor and beside what others do.

Every document is new to all of them (``invented``), each is given to all in turn, warm, in one process, the order
turned round from document to document. Compared are medians, by the clock on the wall and by processor time (the
former wherever the machine is quiet, the latter where other programs are at work).

- ours: read, lay out, arrange, extract, check, store, index, into one database that grows
- floor: what no program of this kind can do without: pdfium's text with the box of every character, the digest of the
  file, one Sudachi pass (mode C: surface, place, part of speech), a hundred patterns over the text, 200 rows with a
  full-text index
- pdfplumber: its ``extract_text`` alone
- plain: pdfplumber, ``spacy.blank("ja")`` line by line, sqlite-utils, put together as a short script does

Below, each stage stands beside its own floor. "Sudachi" is what our stages feed to the tokenizer (modes C and A),
fed again to a bare one, beside one pass over the text.

Usage: whole_job.py [PDF…] [--documents N] [--limit RATIO]. Exit code 1 above 2.0 floors (--limit), below 6 x the
plain stack, or above pdfplumber's text alone.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import logging
import multiprocessing
import platform
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium_c
from invented import make_pdf
from sqlite_utils import Database

from minutes_pipeline.intake.limits import collect_seldom
from minutes_pipeline.pipeline import extract, read_document, segment
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.writer import store_minutes
from minutes_pipeline.text.tokens import tokenize

PAGES = 5
ROWS = 200
WARM = 6
Marks = list[tuple[float, float]]


def mark() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


@dataclass
class Times:
    """(wall, processor) seconds per document and stage."""

    stages: tuple[str, ...]
    spent: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def add(self, marks: Marks) -> None:
        for stage, (begin, end) in zip(self.stages, pairwise(marks), strict=True):
            self.spent.setdefault(stage, []).append((end[0] - begin[0], end[1] - begin[1]))
        self.spent.setdefault("", []).append((marks[-1][0] - marks[0][0], marks[-1][1] - marks[0][1]))

    def median(self, clock: int, *stages: str) -> float:
        """Milliseconds of these stages together; of all without any."""
        rows = zip(*(self.spent[stage] for stage in stages or ("",)), strict=True)
        return 1000 * statistics.median(sum(one[clock] for one in row) for row in rows)


class Ours:
    stages = ("read", "arrange", "extract", "store")

    def __init__(self, folder: Path) -> None:
        self.database = open_database(folder / "ours.db")

    def __call__(self, path: Path) -> Marks:
        marks = [mark()]
        document = read_document(path)
        marks.append(mark())
        outline = segment(document)
        marks.append(mark())
        minutes = extract(outline)
        marks.append(mark())
        result = store_minutes(self.database, minutes, document)
        marks.append(mark())
        if result.status != "added" or sum(result.counts.values()) < PAGES:
            raise ValueError(f"{path.name}: {result.status}, {sum(result.counts.values())} records")
        return marks


class Floor:
    stages = ("read", "tokenise", "patterns", "store")
    _NOUNS = "利用者 相談 訪問 参加 予算 件数 実施 計画 事業 担当".split()
    _VERBS = "増え 減っ 不足 課題 決定 承認 検討 報告 予定 協議".split()

    def __init__(self, folder: Path) -> None:
        import sudachipy

        self.tokenizer = sudachipy.Dictionary().tokenizer(mode=sudachipy.SplitMode.C)
        self.patterns = [re.compile(f"{n}[^。\\n]{{0,20}}{v}") for n in self._NOUNS for v in self._VERBS]
        self.db = sqlite3.connect(folder / "floor.db")
        self.db.execute(
            "CREATE TABLE records (id INTEGER PRIMARY KEY, document TEXT, kind TEXT, start INT, quote TEXT)"
        )
        self.db.execute("CREATE VIRTUAL TABLE found USING fts5(terms, tokenize='ascii', content='', detail=full)")

    def __call__(self, path: Path) -> Marks:
        marks = [mark()]
        text, _, digest = read_with_boxes(path)
        marks.append(mark())
        tokens = bare_pass(self.tokenizer, text.split("\n"))
        marks.append(mark())
        places = [m.start() for pattern in self.patterns for m in pattern.finditer(text)]
        marks.append(mark())
        self.store(digest, text, [surface for surface, *_ in tokens], places)
        marks.append(mark())
        return marks

    def store(self, digest: str, text: str, surfaces: list[str], places: list[int]) -> None:
        """The words of the text spread over 200 rows of an index, and as many records."""
        at = self.db.execute("SELECT coalesce(max(id), 0) FROM records").fetchone()[0]
        size, share = len(text) // ROWS, len(surfaces) // ROWS
        rows = [(at + n + 1, digest, "record", n * size, text[n * size : n * size + 40]) for n in range(ROWS)]
        terms = [(at + n + 1, " ".join(surfaces[n * share : (n + 1) * share])) for n in range(ROWS)]
        self.db.execute("BEGIN")
        self.db.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?)", rows)
        self.db.executemany("INSERT INTO found (rowid, terms) VALUES (?, ?)", terms)
        self.db.commit()


def read_with_boxes(path: Path) -> tuple[str, list[tuple[float, ...]], str]:
    """Text, the box of every character, and the file's digest: as bare as Python over pdfium goes."""
    data = path.read_bytes()
    texts, boxes = [], []
    sides = [ctypes.c_double() for _ in range(4)]
    references = [ctypes.byref(side) for side in sides]
    box = pdfium_c.FPDFText_GetCharBox
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            shown = page.get_textpage()
            count = shown.count_chars()
            texts.append(shown.get_text_range().replace("\r\n", "\n"))
            for index in range(count):
                box(shown, index, *references)
                boxes.append(tuple(side.value for side in sides))
            shown.close()
            page.close()
    return "\n".join(texts), boxes, hashlib.sha256(data).hexdigest()


def bare_pass(tokenizer: Any, texts: Sequence[str]) -> list[tuple[str, int, int, tuple[str, ...]]]:
    return [(m.surface(), m.begin(), m.end(), m.part_of_speech()) for text in texts for m in tokenizer.tokenize(text)]


class Pdfplumber:
    stages = ("read",)

    def __call__(self, path: Path) -> Marks:
        marks = [mark()]
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_text()
                page.close()
        marks.append(mark())
        return marks


class Plain:
    """What is written in an afternoon: text, tokens per line, some patterns, one table with a full-text index."""

    stages = ("all",)

    def __init__(self, folder: Path) -> None:
        import warnings

        import spacy

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.nlp = spacy.blank("ja")
            self.nlp("準備")
        self.db = Database(folder / "plain.db")
        self.number, self.issue = re.compile(r"\d[\d,.]{0,15}\s?[人件回％]"), re.compile("課題|不足|難し")
        self.is_indexed = False

    def __call__(self, path: Path) -> Marks:
        marks = [mark()]
        rows = []
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                for line in (page.extract_text() or "").split("\n"):
                    words = [(t.text, t.lemma_, t.pos_) for t in self.nlp(line)]
                    rows.append({
                        "file": path.name, "page": page.page_number, "text": line,
                        "words": " ".join(lemma for _, lemma, _ in words),
                        "figures": " ".join(self.number.findall(line)), "is_issue": bool(self.issue.search(line)),
                    })  # fmt: skip
        self.db["lines"].insert_all(rows)
        if not self.is_indexed:
            self.db["lines"].enable_fts(["words"], create_triggers=True)
            self.is_indexed = True
        marks.append(mark())
        return marks


def fed_to_sudachi(path: Path) -> list[list[str]]:
    """What our program tokenises of a file: the strings in mode C and those in mode A. For a process of its own."""
    import sudachipy

    fed: dict[str, list[str]] = {"C": [], "A": []}

    class Recording:
        def __init__(self, inner: Any, mode: Any) -> None:
            self.inner, self.into = inner, fed["A" if mode == sudachipy.SplitMode.A else "C"]

        def tokenize(self, text: str, **options: Any) -> Any:
            self.into.append(text)
            return self.inner.tokenize(text, **options)

    class RecordingDictionary:
        def __init__(self) -> None:
            self.inner = original()

        def tokenizer(self, mode: Any) -> Recording:
            return Recording(self.inner.tokenizer(mode=mode), mode)

    original, sudachipy.Dictionary = sudachipy.Dictionary, RecordingDictionary
    with tempfile.TemporaryDirectory() as folder:
        Ours(Path(folder))(path)
    return [fed["C"], fed["A"]]


def measure_sudachi(paths: Sequence[Path]) -> tuple[list[float], list[float], float]:
    """Milliseconds of (our strings, one bare pass) per document, and how many times over the text is tokenised."""
    import sudachipy

    dictionary = sudachipy.Dictionary()
    modes = [dictionary.tokenizer(mode=mode) for mode in (sudachipy.SplitMode.C, sudachipy.SplitMode.A)]
    ours, bare, times = [], [], []
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        recorded = pool.map(fed_to_sudachi, paths, chunksize=1)
    for path, fed in zip(paths, recorded, strict=True):
        lines = read_with_boxes(path)[0].split("\n")
        times.append(sum(len(text) for texts in fed for text in texts) / sum(map(len, lines)))

        def feed(fed: list[list[str]] = fed) -> None:
            for tokenizer, texts in zip(modes, fed, strict=True):
                bare_pass(tokenizer, texts)

        def once(lines: list[str] = lines) -> None:
            bare_pass(modes[0], lines)

        feed(), once()
        ours.append(best(feed))
        bare.append(best(once))
    return ours, bare, statistics.median(times)


def best(run: Callable[[], None], repeat: int = 3) -> float:
    """Least processor time of several runs, in milliseconds."""
    spent = []
    for _ in range(repeat):
        begin = time.process_time()
        run()
        spent.append(time.process_time() - begin)
    return 1000 * min(spent)


def measure(paths: Sequence[Path], folder: Path) -> dict[str, Times]:
    runs = {"ours": Ours(folder), "floor": Floor(folder), "pdfplumber": Pdfplumber(), "plain": Plain(folder)}
    times = {name: Times(run.stages) for name, run in runs.items()}
    for number, path in enumerate(paths):
        if number == WARM - 1:
            collect_seldom()  # as a reading process does; for all of them alike
        for name in runs if number % 2 else reversed(runs):
            tokenize.cache_clear()  # for documents that were named: another round shall find nothing cut already
            marks = runs[name](path)
            if number >= WARM:
                times[name].add(marks)
    return times


def show_contestants(times: dict[str, Times]) -> None:
    floor = times["floor"]
    print(f"\n{'a document':<34}{'wall ms':>9}{'CPU ms':>9}{'x floor':>9}{'(CPU)':>8}")
    labels = {
        "ours": "ours: file to stored, indexed", "floor": "floor", "pdfplumber": "pdfplumber extract_text alone",
        "plain": "pdfplumber + spaCy + sqlite-utils",
    }  # fmt: skip
    for name, label in labels.items():
        wall, cpu = times[name].median(0), times[name].median(1)
        print(f"{label:<34}{wall:9.1f}{cpu:9.1f}{wall / floor.median(0):9.2f}{cpu / floor.median(1):8.2f}")


def show_stages(times: dict[str, Times], sudachi: tuple[list[float], list[float], float]) -> None:
    ours, floor = times["ours"], times["floor"]
    print(f"\n{'stage (CPU)':<42}{'ours ms':>9}{'floor ms':>9}{'ratio':>7}")
    for label, mine, theirs in (
        ("read, lay out | text and boxes, digest", ("read",), ("read",)),
        ("arrange", ("arrange",), ()),
        ("extract, check | 100 patterns", ("extract",), ("patterns",)),
        ("arrange to check | Sudachi, 100 patterns", ("arrange", "extract"), ("tokenise", "patterns")),
        ("store, index | rows and their index", ("store",), ("store",)),
    ):
        spent = ours.median(1, *mine)
        if theirs:
            bound = floor.median(1, *theirs)
            print(f"{label:<42}{spent:9.2f}{bound:9.2f}{spent / bound:7.2f}")
        else:
            print(f"{label:<42}{spent:9.2f}{'-':>9}{'-':>7}")
    fed, bare = statistics.median(sudachi[0]), statistics.median(sudachi[1])
    print(f"{f'Sudachi ({sudachi[2]:.2f} x the text) | one pass':<42}{fed:9.2f}{bare:9.2f}{fed / bare:7.2f}")
    print(
        f"storing by the clock on the wall: ours {ours.median(0, 'store'):.2f}, floor {floor.median(0, 'store'):.2f} ms"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--documents", type=int, default=36, help="how many to invent, besides the first six")
    parser.add_argument("--limit", type=float, default=2.0)
    parser.add_argument("--cpu", action="store_true", help="judge by processor time: the machine is busy")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)  # pdfminer complains about fonts
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = arguments.files or [make_pdf(number, PAGES, folder) for number in range(WARM + arguments.documents)]
        times = measure(paths, folder)
        sudachi = measure_sudachi(paths[-6:])
    print(f"{len(paths) - WARM} PDF files, Python {platform.python_version()}")
    show_contestants(times)
    show_stages(times, sudachi)
    clock = int(arguments.cpu)
    ours, floor, text, plain = (times[name].median(clock) for name in ("ours", "floor", "pdfplumber", "plain"))
    print(f"\nours / floor {ours / floor:.2f} (limit {arguments.limit:.2f})")
    print(f"ours / pdfplumber's text {ours / text:.2f} (limit 1.00)")
    print(f"plain stack / ours {plain / ours:.1f} (at least 6)")
    return int(ours > arguments.limit * floor or ours > text or plain < 6 * ours)


if __name__ == "__main__":
    sys.exit(main())
