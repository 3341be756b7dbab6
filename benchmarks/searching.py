"""Searching 100,000 synthetic lines: time of each query, recall against a substring search, start-up.

Usage: searching.py [--lines N] [--pieces N] [--limit MILLISECONDS]. Exit code 1 when a query or one of the pieces (random
substrings of 2 to 9 characters) misses a line, or when the median of the queries is above the limit.
"""

import argparse
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from minutes_pipeline.model.minutes import Minutes, Source
from minutes_pipeline.model.records import Meeting
from minutes_pipeline.store.open import open_connection, open_database
from minutes_pipeline.store.search import search
from minutes_pipeline.store.writer import store_minutes
from minutes_pipeline.text.search_folding import fold_for_search
from minutes_pipeline.text.search_terms import key

SUBJECTS = (
    "子どもの相談", "こども食堂", "子供会", "高齢者の見守り", "障がい者の就労", "生活困窮者の支援",
    "ボランティアの確保", "避難所の運営", "ごみの分別", "公園の管理", "空き家の活用", "移動支援",
    "地域福祉計画", "成年後見制度",
    "民生委員の改選", "多文化共生", "防犯灯の設置", "通学路の安全", "図書館の開館時間", "補助金の交付",
)  # fmt: skip
PLACES = (
    "東部地区", "西部地区", "南部地区", "北部地区", "中央地区", "若葉台", "みどり町", "京橋", "東京都境", "港通り",
)  # fmt: skip
SAYINGS = (
    "について、件数は{n}件で前年度を上回った。", "の課題として、担い手の不足が挙げられた。",
    "は原案のとおり承認された。",
    "について次回までに調査し、報告することとした。", "の周知が不足しているとの意見があった。",
    "の利用者は延べ{n}人であった。", "に係る予算は{n}千円である。", "を来年度も継続する予定である。",
    "の実施状況を担当課から説明した。",
)  # fmt: skip
QUERIES = (
    "相談", "課題", "子供", "こども", "京都", "補助", "員", "計画", "福祉計画", "担い手の不足", "次回までに調査",
    "1234",
    "件で前年", "相談 件数", "ボランティア OR 見守り", "予算 -公園", '"子ども"', "みどり町 成年後見", "存在しない語",
    "相談 存在しない語", "課題 子供 予算 見守り",
    "障害者",
)  # fmt: skip
PER_DOCUMENT = 500


def documents(count: int) -> list[Minutes]:
    picked = random.Random(7)
    out = []
    for number in range(-(-count // PER_DOCUMENT)):
        lines = [
            picked.choice(PLACES)
            + "における"
            + picked.choice(SUBJECTS)
            + picked.choice(SAYINGS).format(n=picked.randint(1, 9999))
            for _ in range(PER_DOCUMENT)
        ]
        identity = f"{number:016x}"
        source = Source(
            document_id=identity,
            file_name=f"{number}.txt",
            media_type="txt",
            sha256=identity * 4,
            program_version="bench",
        )
        meeting = Meeting(name=f"第{number}地区会議", date=f"20{number % 24:02}-05-17")
        out.append(
            Minutes(document=source.file_name, genre="summary", source=source, meeting=meeting, text="\n".join(lines))
        )
    return out


def build(path: Path, lines: int) -> int:
    """Store that many lines of synthetic text in a new database; returns the bytes of the text."""
    size = 0
    db = open_database(path)
    for minutes in documents(lines):
        store_minutes(db, minutes)
        size += len(minutes.text.encode())
    db.close()
    return size


def occurrences(texts: list[str], query: str) -> int | None:
    """Lines that hold the query's characters, or None for a query of several items."""
    if " " in query:
        return None
    wanted = key(fold_for_search(query.strip('"')).text)
    return sum(1 for text in texts if wanted in text)


def index_size(conn: sqlite3.Connection) -> tuple[int, int]:
    """Bytes of the index's tables, and of the terms that are kept to remove a document from it."""
    sizes = dict(conn.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
    return sum(size for name, size in sizes.items() if name.startswith("search_index")), sizes["index_terms"]


def missed_pieces(conn: sqlite3.Connection, keyed: list[str], count: int) -> tuple[int, int]:
    """Occurrences of random pieces of lines, and how many of them a search does not find."""
    picked = random.Random(11)
    occurring = missed = 0
    for _ in range(count):
        line, length = picked.choice(keyed), picked.randint(2, 9)
        start = picked.randrange(len(line) - length)
        piece = line[start : start + length]
        expected = sum(1 for text in keyed if piece in text)
        found = len([hit for hit in search(conn, f'"{piece}"', limit=10 * len(keyed)) if hit.tier < 2])
        occurring, missed = occurring + expected, missed + max(0, expected - found)
    return occurring, missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--pieces", type=int, default=60)
    parser.add_argument("--limit", type=float, default=60.0)
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "search.db"
        written = documents(options.lines)
        db = open_database(path)
        started = time.perf_counter()
        for minutes in written:
            store_minutes(db, minutes)
        took = time.perf_counter() - started
        db.close()
        text_size = sum(len(minutes.text.encode()) for minutes in written)
        print(f"{options.lines:,} lines in {len(written)} documents stored in {took:.1f} s;"
              f" {text_size / 1e6:.1f} MB of text, file {path.stat().st_size / 1e6:.1f} MB")  # fmt: skip
        keyed = [key(fold_for_search(line).text) for minutes in written for line in minutes.text.split("\n")]
        conn = open_connection(path)
        index, kept = index_size(conn)
        print(f"index {index / 1e6:.1f} MB, {index / text_size:.2f} x the text; with what is kept to remove"
              f" {(index + kept) / text_size:.2f} x")  # fmt: skip
        search(conn, "相談")
        medians = []
        for query in QUERIES:
            times = []
            for _ in range(5):
                started = time.perf_counter()
                hits = search(conn, query)
                times.append((time.perf_counter() - started) * 1000)
            medians.append(statistics.median(times))
            expected = occurrences(keyed, query)
            found = None
            if expected is not None:
                found = len([hit for hit in search(conn, query, limit=10 * options.lines) if hit.tier < 2])
                failed |= found < expected
            print(f"  {query:14}\t{medians[-1]:7.1f} ms  first: {hits[0].snippet[:30] if hits else '-'}"
                  + ("" if expected is None else f"\tfound {found:,}, as substring {expected:,}"))  # fmt: skip
        occurring, missed = missed_pieces(conn, keyed, options.pieces)
        failed |= missed > 0
        print(f"{options.pieces} pieces of lines: {occurring:,} occurrences, {missed:,} missed")
        conn.close()
        code = (
            "import sys; from minutes_pipeline.store.open import open_connection; "
            "from minutes_pipeline.store.search import search; search(open_connection(sys.argv[1]), sys.argv[2])"
        )
        starts = []
        for _ in range(5):
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", code, str(path), "相談員"], check=True)
            starts.append((time.perf_counter() - started) * 1000)
        print(f"median of the queries {statistics.median(medians):.1f} ms, slowest {max(medians):.1f} ms;"
              f" a fresh process with one query {statistics.median(starts):.0f} ms")  # fmt: skip
    return 1 if failed or statistics.median(medians) > options.limit else 0


if __name__ == "__main__":
    sys.exit(main())
