"""What must hold of any file, however damaged (判定): read and grounded, or refused in one Japanese sentence."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minutes_pipeline.intake.extraction import Extracted, Unreadable
from minutes_pipeline.intake.worker import CRASHED, TOO_LONG
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.passages import KIND_FIELDS

SECONDS = 20.0
"""Longest that one file may be read: of the processor's time where the system tells it, for the machine may be busy."""
BYTES = 2 * 1024**3
"""Most memory of its own that a reading process may have."""
_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def faults_of(result: Extracted | Unreadable) -> Iterator[str]:
    """What is wrong with the result; nothing where all holds."""
    if result == CRASHED:
        yield "the reader crashed"
    elif result == TOO_LONG:
        yield "no end within the time limit"
    elif isinstance(result, Unreadable):
        yield from _badly_refused(result)
    else:
        yield from _ungrounded(result.minutes)


def _badly_refused(refused: Unreadable) -> Iterator[str]:
    text = str(refused)
    if "予期しない" in text:
        yield f"unforeseen: {text}"
    if not _JAPANESE.search(refused.reason) or not refused.remedy.endswith(("ください", "）")):
        yield f"no reason and remedy: {text}"
    if "\n" in text or len(text) > 300 or "Error" in text or "Traceback" in text:
        yield f"not one sentence: {text[:300]!r}"


def _ungrounded(minutes: Minutes) -> Iterator[str]:
    text = minutes.text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        yield "half a character in the text"
    records: list[tuple[str, Any]] = [
        (field, record) for field in KIND_FIELDS.values() for record in getattr(minutes, field)
    ]
    for field, record in records:
        span = record.span
        if not record.quote or text[span.start : span.end] != record.quote:
            yield f"{field}: quote and place differ ({span.start}-{span.end})"
    for finding in minutes.findings:
        for span in finding.spans:
            if not 0 <= span.start <= span.end <= len(text):
                yield f"finding {finding.code}: no such place"
    for field in KIND_FIELDS.values():
        ids = [record.id for record in getattr(minutes, field)]
        if len(ids) != len(set(ids)):
            yield f"{field}: two records of one id"


def peak_memory(process: int) -> int:
    """Bytes of its own memory a process has had at most (Linux), 0 where that is not known."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found.group(1)) * 1024 if found else 0


def processor_seconds(process: int | None) -> float | None:
    """Seconds that a process has worked so far (Linux), None where that is not known."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
