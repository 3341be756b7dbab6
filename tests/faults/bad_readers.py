"""Readers that a worker runs and that go wrong as their file's name says; imported by the other process too."""

import os
import subprocess
import sys
import time
from pathlib import Path

from minutes_pipeline.intake.extraction import OUT_OF_MEMORY, Extracted, Unreadable, extract_here
from minutes_pipeline.read import programs


def read(path: Path, name: str) -> Extracted | Unreadable:
    word = path.read_bytes()[:100].decode("utf-8", "replace").strip()
    if word == "crash":
        os.abort()
    if word == "crash once":
        path.write_text("fine", "utf-8")
        os._exit(3)
    if word == "hang":
        time.sleep(600)
    if word == "hang for good":
        # Holds the interpreter itself: no signal handler, no other thread runs.
        sum(range(10**12))
    if word == "hang with a child":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        path.with_name("child").write_text(str(child.pid))
        try:
            child.wait()
        finally:
            child.kill()
    if word == "scan":
        # Four pages, each well within the limit of 0.7 seconds.
        for _ in range(4):
            programs.progress()
            time.sleep(0.3)
        return Unreadable("read to the end", "")
    while word == "scan without end":
        programs.progress()
        time.sleep(0.02)
    if word == "noise":
        print("noise", flush=True)
        os.write(1, b"noise")
        os.write(2, b"noise")
    if word == "fill the memory":
        try:
            kept = [bytearray(50 * 1024**2) for _ in range(100)]
            return Unreadable(f"{len(kept)} pieces", "")
        except MemoryError:
            return OUT_OF_MEMORY
    if word == "limits of a child":
        shown = "import resource as r; print(r.getrlimit(r.RLIMIT_DATA)[1], r.getrlimit(r.RLIMIT_CORE)[1])"
        done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
        return Unreadable(done.stdout.strip(), "")
    if word == "process":
        return Unreadable(str(os.getpid()), "")
    return extract_here(path, name)
