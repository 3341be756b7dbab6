"""Damaged files by the thousand through the drop folder, as the service takes them: ``make fuzz`` (乱れたファイルの試験).

Usage: run.py [--count N] [--from N] [--seed N] [--keep FOLDER] [--report FILE]. Prints what went wrong, file by file, and
a summary; exit code 1 when anything did. ``--keep`` writes the files that went wrong there. ``--report`` notes every
batch that is done, so that a run that was cut off goes on where it was. Programs for scans and old formats are left out: a
page whose font is damaged would take seconds each.
"""

import argparse
import hashlib
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from judging import BYTES, SECONDS
from mutations import mutant, seeds_of
from service import Service

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
TOGETHER = 40
"""Files of one drop folder and database: all are versions of a few meetings, and each is compared with those before it."""


@dataclass
class Tally:
    """What came of a number of files."""

    files: int = 0
    read: int = 0
    wrong: int = 0
    slowest: float = 0.0
    slowest_name: str = ""
    peak: int = 0
    processes: int = 0
    seconds: float = 0.0
    refused: dict[str, int] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        self.files += other.files
        self.read += other.read
        self.wrong += other.wrong
        self.processes += other.processes
        self.seconds += other.seconds
        self.peak = max(self.peak, other.peak)
        if other.slowest > self.slowest:
            self.slowest, self.slowest_name = other.slowest, other.slowest_name
        self.refused = dict(Counter(self.refused) + Counter(other.refused))

    def lines(self) -> Iterator[str]:
        for reason, times in Counter(self.refused).most_common():
            yield f"{times:6} {reason}"
        yield (
            f"{self.files} files: {self.read} read, {sum(self.refused.values())} refused, {self.wrong} wrong; slowest"
            f" {self.slowest:.1f} s ({self.slowest_name}), peak {self.peak / 2**20:.0f} MiB,"
            f" {self.processes} further reading processes, {self.seconds:.0f} s"
        )


def digest_of_program() -> str:
    """What another program's report begins anew with: of the program and of the damage done."""
    files = sorted((ROOT / "src").rglob("*.py")) + sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def run_batch(seeds: list[tuple[str, bytes]], numbers: range, seed: int, keep: Path | None, service: Service) -> Tally:
    """One drop folder full of damaged files, taken in at one look."""
    tally, begun = Tally(files=len(numbers)), time.monotonic()
    made = {one.name: one for one in (mutant(seeds, number, seed) for number in numbers)}
    with tempfile.TemporaryDirectory() as place:
        seen = service.take_in({name: one.data for name, one in made.items()}, Path(place))
    for name, one in made.items():
        faults = seen.faults[name]
        tally.wrong += bool(faults)
        if faults:
            print(f"{name} ({one.story}): {'; '.join(faults)[:400]}", flush=True)
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / name).write_bytes(one.data)
    for fault in seen.as_a_whole:
        tally.wrong += 1
        print(f"{numbers.start}-{numbers.stop - 1}: {fault[:400]}", flush=True)
    tally.read, tally.refused = seen.read, dict(seen.refused)
    tally.slowest, tally.slowest_name = max((seconds, name) for name, seconds in seen.seconds.items())
    tally.peak, tally.processes = seen.peak, seen.processes - 1
    tally.seconds = time.monotonic() - begun
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--programs", action="store_true", help="use Tesseract and LibreOffice where they are")
    arguments = parser.parse_args()
    if not arguments.programs:
        os.environ["MINUTES_TESSERACT"] = os.environ["MINUTES_LIBREOFFICE"] = "none"
    seeds, total, done = seeds_of(SAMPLES), Tally(), set[tuple[object, ...]]()
    program = digest_of_program()
    if arguments.report is not None and arguments.report.exists():
        for line in arguments.report.read_text("utf-8").splitlines():
            noted = json.loads(line)
            if noted["batch"][0] != program:
                continue
            done.add(tuple(noted["batch"]))
            total.add(Tally(**noted["tally"]))
    with Service() as service:
        for first in range(arguments.first, arguments.first + arguments.count, TOGETHER):
            numbers = range(first, min(first + TOGETHER, arguments.first + arguments.count))
            batch = (program, arguments.seed, numbers.start, numbers.stop)
            if batch in done:
                continue
            tally = run_batch(seeds, numbers, arguments.seed, arguments.keep, service)
            total.add(tally)
            if arguments.report is not None:
                with arguments.report.open("a", encoding="utf-8") as report:
                    report.write(json.dumps({"batch": batch, "tally": asdict(tally)}, ensure_ascii=False) + "\n")
            if numbers.stop % 400 == 0:
                print(f"{total.files} files, {total.seconds:.0f} s", flush=True)
    print("\n".join(total.lines()))
    return int(total.wrong > 0 or total.peak > BYTES or total.slowest > SECONDS)


if __name__ == "__main__":
    sys.exit(main())
