"""Optional programs for ``minutes doctor`` (別に入れるプログラムの点検): what is there, where it was looked for, how to get it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from minutes_pipeline.read.programs import LIBREOFFICE, TESSERACT, Program, find_program, looked_in, run

_SECONDS = 30.0
_DATA = {"jpn": "日本語（横書き）", "jpn_vert": "日本語（縦書き）"}


@dataclass(frozen=True, slots=True)
class ProgramCheck:
    """One optional program.

    Attributes:
        name: As the user knows it.
        is_well: Whether files that need it can be read.
        state: Version, or what is missing.
        place: Where it was found, or None.
        looked_in: Where it was looked for, in order.
        purpose: What cannot be read without it.
        remedy: How to get it or what is missing of it; empty where all is well.
    """

    name: str
    is_well: bool
    state: str
    place: str | None
    looked_in: tuple[str, ...]
    purpose: str
    remedy: str


def check_programs() -> list[ProgramCheck]:
    """LibreOffice and Tesseract, tried by asking for their versions."""
    return [_check(LIBREOFFICE), _check(TESSERACT)]


def _check(program: Program) -> ProgramCheck:
    found = find_program(program)
    places = looked_in(program)
    if found is None:
        return ProgramCheck(program.name, False, "ありません", None, places, program.purpose, program.how_to_get())
    version = _first_line(found, "--version")
    if not version:
        state, remedy = "動きません", f"入れ直してください。{program.how_to_get()}"
        return ProgramCheck(program.name, False, state, str(found), places, program.purpose, remedy)
    lacking = _lacking_data(found) if program is TESSERACT else []
    if lacking:
        state = f"{version}　{'と'.join(_DATA[name] for name in lacking)}のデータがありません"
        is_well = "jpn" not in lacking
        return ProgramCheck(program.name, is_well, state, str(found), places, program.purpose, program.how_to_get())
    return ProgramCheck(program.name, True, version, str(found), places, program.purpose, "")


def _first_line(found: Path, option: str) -> str:
    """The first line the program prints; empty where it does not run."""
    with tempfile.TemporaryDirectory(prefix="minutes-", ignore_cleanup_errors=True) as name:
        try:
            ended = run([found, option], seconds=_SECONDS, folder=Path(name), setting={})
        except OSError:
            return ""
    lines = (ended.out or ended.err).decode("utf-8", "replace").strip().splitlines()
    return lines[0].strip()[:60] if ended.code == 0 and lines else ""


def _lacking_data(found: Path) -> list[str]:
    from minutes_pipeline.read.scan_words import languages

    known = languages(found)
    return [name for name in _DATA if name not in known]
