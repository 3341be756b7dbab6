"""How long a clerk waits for a command to start: bare Python, help, list and search, each in a process of its own.

Prints medians. Exit code 1 when a search takes longer than --limit seconds: then something of weight is imported again.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TEXT = "第２回 青葉市地域福祉推進会議\n\n１　相談支援の状況について\n・相談員が不足していることが課題である。\n"
PROGRAM = "from minutes_pipeline.cli import main; main()"


def seconds(*words: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--limit", type=float, default=0.4)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        source, database = Path(name, "a.txt"), str(Path(name, "minutes.db"))
        source.write_text(TEXT, "utf-8")
        seconds(PROGRAM, "ingest", os.fspath(source), "--db", database)
        commands = {
            "python": ["pass"],
            "minutes --help": [PROGRAM, "--help"],
            "minutes list": [PROGRAM, "list", "--db", database],
            "minutes search": [PROGRAM, "search", "相談", "--db", database],
        }
        timings = {label: [seconds(*words) for _ in range(arguments.rounds)] for label, words in commands.items()}
    medians = {label: statistics.median(values) for label, values in timings.items()}
    for label, median in medians.items():
        print(f"{label:<16} {median * 1000:7.1f} ms")
    return int(medians["minutes search"] > arguments.limit)


if __name__ == "__main__":
    sys.exit(main())
