"""What all municipalities' minutes would take (docs/scale.md): constants measured here, then the arithmetic.

    python benchmarks/scale.py [フォルダー …]

Reads the documents (samples/ and tests/corpus/ unless named), stores them, writes them as parts, and multiplies.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from minutes_pipeline.intake.extraction import Extracted, extract_here
from minutes_pipeline.intake.origins import origin_of
from minutes_pipeline.intake.parts import PartWriter
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.search import search
from minutes_pipeline.store.writer import store_minutes

ROOT = Path(__file__).parents[1]
KINDS = {".pdf", ".docx", ".txt", ".md", ".html"}
BODIES = 1_788  # 都道府県47と市区町村1,741
YEARS = 10
DOCUMENTS_A_YEAR = 200  # assumed: 本会議・委員会・審議会・協議会・庁内会議 of a middling city
CHARACTERS = 20_000  # assumed: between a summary of 3 pages and a verbatim record of 60


@dataclass(frozen=True)
class Measured:
    """Per thousand characters of text."""

    characters: int
    seconds_read: float
    seconds_stored: float
    database_bytes: float
    part_bytes: float
    passages: float
    sent_bytes: float


def measure(paths: list[Path]) -> Measured:
    readings: list[tuple[Path, Extracted]] = []
    extract_here(paths[0], paths[0].name)  # warm
    start = time.process_time()
    for path in paths:
        result = extract_here(path, path.name)
        if isinstance(result, Extracted):
            readings.append((path, result))
    read = time.process_time() - start
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "minutes.db"
        db = open_database(database)
        start = time.process_time()
        for _, one in readings:
            store_minutes(db, one.minutes, one.reading.pages)
        stored = time.process_time() - start
        passages = db.conn.execute("SELECT count(*) FROM passages").fetchone()[0]
        times = []
        for words in ("相談", "課題", "予算", "計画 見直し", "委員") * 4:
            begin = time.perf_counter()
            search(db.conn, words)
            times.append(time.perf_counter() - begin)
        db.conn.execute("VACUUM")
        db.close()
        size = database.stat().st_size
        writer = PartWriter(Path(folder) / "parts")
        for path, one in readings:
            writer.add(origin_of(path), origin_of(path).stamp(), one)
        writer.flush()
        parts = sum(part.stat().st_size for part in (Path(folder) / "parts").rglob("*.parquet"))
    import pickle

    sent = sum(len(pickle.dumps(one)) for _, one in readings)
    characters = sum(len(one.minutes.text) for _, one in readings)
    print(
        f"{len(readings)} documents, {characters:,} characters; a search here {statistics.median(times) * 1000:.1f} ms"
    )
    k = characters / 1000
    return Measured(characters, read / k, stored / k, size / k, parts / k, passages / k, sent / k)


def show(measured: Measured) -> None:
    print("\nper 1,000 characters")
    print(f"  reading, segmenting, extracting, checking   {measured.seconds_read * 1000:8.2f} ms CPU")
    print(f"  storing and indexing                        {measured.seconds_stored * 1000:8.2f} ms CPU")
    print(f"  database                                    {measured.database_bytes / 1000:8.2f} kB")
    print(f"  parts (Parquet)                             {measured.part_bytes / 1000:8.2f} kB")
    print(f"  sent back by a worker                       {measured.sent_bytes / 1000:8.2f} kB")
    print(f"  passages (lines and records)                {measured.passages:8.1f}")
    print(
        "\nhow many                          documents  characters   CPU read  CPU store   database      parts   passages"
    )
    rows = (
        ("one city, a year", 1, 1),
        ("one city, ten years", 1, YEARS),
        ("a prefecture (38 bodies)", 38, YEARS),
        ("all 1,788, ten years", BODIES, YEARS),
    )
    for name, bodies, years in rows:
        documents = bodies * years * DOCUMENTS_A_YEAR
        k = documents * CHARACTERS / 1000
        print(
            f"{name:30} {documents:12,} {k * 1000:11.1e} {_hours(measured.seconds_read * k)} "
            f"{_hours(measured.seconds_stored * k)} {_bytes(measured.database_bytes * k)} "
            f"{_bytes(measured.part_bytes * k)} {measured.passages * k:10.1e}"
        )


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:8.1f} h" if seconds > 3600 else f"{seconds:8.0f} s"


def _bytes(size: float) -> str:
    units = iter(("kB", "MB", "GB"))
    size, unit = size / 1000, next(units)
    while size >= 1000 and (larger := next(units, None)) is not None:
        size, unit = size / 1000, larger
    return f"{size:7.1f} {unit}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "samples", ROOT / "tests/corpus/documents"])
    folders = parser.parse_args().folders
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in KINDS)
    show(measure(paths))


if __name__ == "__main__":
    main()
