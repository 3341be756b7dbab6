"""How long a clerk waits for a command to start: bare Python, help, list and search, each in a process of its own.

The commands take turns, so that whatever else the machine does falls on all of them; bytecode is there, as after an
installation. Prints medians and how many times a bare interpreter each takes. Exit code 1 when a search (of a small
database, or of --lines lines the newest hits first) takes more than --limit times a bare interpreter.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from searching import build

TEXT = "第２回 青葉市地域福祉推進会議\n\n１　相談支援の状況について\n・相談員が不足していることが課題である。\n"
PROGRAM = "from minutes_pipeline.cli import main; main()"


def seconds(words: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-c", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - started


def commands(small: str, large: str | None) -> dict[str, list[str]]:
    found = {
        "python -c pass": ["pass"],
        "minutes --help": [PROGRAM, "--help"],
        "minutes list": [PROGRAM, "list", "--db", small],
    }
    for name, database in (("", small), ("of many lines ", large)):
        if database is not None:
            words = [PROGRAM, "search", "相談", "--db", database]
            found |= {f"minutes search {name}": words, f"minutes search {name}--newest": [*words, "--newest"]}
            if name:
                phrase = [PROGRAM, "search", "担い手の不足", "--db", database, "--newest"]
                found |= {f"minutes search {name}--newest, a phrase": phrase}
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--limit", type=float, default=8.0)
    parser.add_argument("--lines", type=int, default=0, help="also search a database of that many lines (1000000)")
    parser.add_argument("--db", type=Path, help="this database instead of one of --lines lines")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = str(Path(name, "bytecode"))
        source, small = Path(name, "a.txt"), str(Path(name, "minutes.db"))
        source.write_text(TEXT, "utf-8")
        seconds([PROGRAM, "ingest", os.fspath(source), "--db", small], environment)
        large = arguments.db
        if arguments.lines and large is None:
            large = Path(name, "large.db")
            build(large, arguments.lines)
        asked = commands(small, None if large is None else os.fspath(large))
        timings: dict[str, list[float]] = {label: [] for label in asked}
        for number in range(arguments.rounds + 1):
            for label, words in asked.items():
                taken = seconds(words, environment)
                if number:  # the first round writes the bytecode
                    timings[label].append(taken)
    medians = {label: statistics.median(values) for label, values in timings.items()}
    bare = medians["python -c pass"]
    for label, median in medians.items():
        print(f"{label:<52} {median * 1000:7.1f} ms {median / bare:6.1f} x")
    bound = [median for label, median in medians.items() if label == "minutes search " or "--newest" in label]
    return int(max(bound) > arguments.limit * bare)


if __name__ == "__main__":
    sys.exit(main())
