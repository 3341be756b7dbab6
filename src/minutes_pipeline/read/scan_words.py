"""Recognition (文字認識): rows of a page set under each other on one sheet and read by Tesseract in one run."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image

from minutes_pipeline.errors import LimitError, ReadError
from minutes_pipeline.read.programs import TESSERACT, missing, require, run
from minutes_pipeline.read.scan_image import Grey
from minutes_pipeline.read.scan_marks import Box
from minutes_pipeline.read.scan_rows import Row

SECONDS = 60.0
"""Time limit of one page; one of usual size takes one or two seconds."""
TARGET = 44.0
"""Pixels of a character on the sheet: what Tesseract's Japanese models read best."""
PITCH = 96
"""Pixels from row to row on the sheet."""
MARGIN = 40
WIDE_GAP = 2.0
"""A wider gap between two runs (in characters) is narrowed to this on the sheet."""
SHORT = 3.2
"""A row of fewer characters is set behind the one before: alone it is read far worse (た。 becomes 28)."""
BEHIND = 1.0
"""The gap before it, in characters."""
LONGEST = 90.0
"""Characters to a line of the sheet beyond which no short row is set behind it."""
MAX_ROWS = 600


@dataclass(frozen=True, slots=True)
class Word:
    """What Tesseract calls a word (often one to three characters): text, confidence 0 to 1, place in its row's frame.

    ``x0`` and ``x1`` are pixels of the page, as far as Tesseract tells them: about half a character wrong at times.
    """

    row: int
    text: str
    confidence: float
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class _Placed:
    """A run on the sheet: its row, where it begins there and on the page, and how much it was enlarged."""

    row: int
    sheet_x: float
    run: Box
    ratio: float

    @property
    def end(self) -> float:
        """Where it ends on the sheet."""
        return self.sheet_x + self.run.width * self.ratio


def tesseract(file_name: str, what: str, *, vertical: bool = False) -> Path:
    """Tesseract with the Japanese data.

    Raises:
        NeedsProgramError: It or its data are missing.
    """
    program = require(TESSERACT, file_name, what)
    known = languages(program)
    if "jpn" not in known:
        raise missing(TESSERACT, "Tesseract OCR に日本語のデータ（jpn）がありません", file_name)
    if vertical and "jpn_vert" not in known:
        raise missing(TESSERACT, "縦書きの文字認識には Tesseract OCR のデータ（jpn_vert）が必要です", file_name)
    return program


@lru_cache(maxsize=8)
def languages(program: Path) -> frozenset[str]:
    """Languages the program has data for."""
    with tempfile.TemporaryDirectory(prefix="minutes-", ignore_cleanup_errors=True) as name:
        try:
            ended = run([program, "--list-langs"], seconds=30, folder=Path(name), setting={})
        except OSError:
            return frozenset()
    lines = (ended.out + b"\n" + ended.err).decode("utf-8", "replace").split("\n")
    return frozenset(line.strip() for line in lines[1:] if line.strip())


def recognise(program: Path, grey: Grey, rows: list[Row], *, vertical: bool, file_name: str, page: int) -> list[Word]:
    """Words of all rows, in order; a row of which nothing was read has none.

    Args:
        program: Tesseract.
        grey: The page with its lines of text lying across (vertical text turned on its side).
        rows: Where its rows are.
        vertical: Read as vertical text: the sheet is turned back upright.
        file_name: For messages.
        page: For messages, from 1.

    Raises:
        ReadError: Tesseract failed.
        LimitError: It took longer than ``SECONDS``, or there are too many rows.
    """
    if not rows:
        return []
    if len(rows) > MAX_ROWS:
        raise LimitError("1ページの行が多すぎます", "画像を確かめ、ページを分けてください", file=file_name, page=page)
    sheet, placed = _sheet(grey, rows)
    upright = np.rot90(sheet, -1) if vertical else sheet
    table = _run(program, np.ascontiguousarray(upright), vertical, file_name, page)
    return _words(table, placed, upright.shape[1] if vertical else 0)


def _sheet(grey: Grey, rows: list[Row]) -> tuple[Grey, list[list[_Placed]]]:
    """The rows under each other, ``PITCH`` apart, in characters of one size, and where their runs lie, by lines."""
    lines: list[list[_Placed]] = []
    for number, row in enumerate(rows):
        ratio = TARGET / row.em
        behind = lines and lines[-1][-1].end < LONGEST * TARGET and _length(row) < SHORT
        line: list[_Placed] = []
        x = float(MARGIN)
        if behind:
            line = lines.pop()
            x = line[-1].end + BEHIND * TARGET
        before: Box | None = None
        for box in row.runs:
            if before is not None:
                x += min((box.x0 - before.x1) / row.em, WIDE_GAP) * TARGET
            line.append(_Placed(number, x, box, ratio))
            x, before = line[-1].end, box
        lines.append(line)
    width = int(max(line[-1].end for line in lines)) + 2 * MARGIN
    sheet = np.full((PITCH * len(lines) + 2 * MARGIN, width), 255, np.uint8)
    for number, line in enumerate(lines):
        for one in line:
            # Every run of the row from the same band of the page: a comma stays below, a quotation mark above.
            row = rows[one.row]
            pad = round(0.08 * row.em)
            top, bottom = max(0, row.top - pad), min(grey.shape[0], row.bottom + pad)
            left, right = max(0, one.run.x0 - pad), min(grey.shape[1], one.run.x1 + pad)
            _paste(sheet, grey[top:bottom, left:right], one.sheet_x - pad * one.ratio, number, one.ratio)
    return sheet, lines


def _length(row: Row) -> float:
    """Characters from the row's first to its last, wide gaps narrowed."""
    gaps = sum(min((b.x0 - a.x1) / row.em, WIDE_GAP) for a, b in pairwise(row.runs))
    return sum(run.width for run in row.runs) / row.em + gaps


def _paste(sheet: Grey, part: Grey, x: float, row: int, ratio: float) -> None:
    size = max(1, round(part.shape[1] * ratio)), max(1, min(PITCH - 8, round(part.shape[0] * ratio)))
    scaled = np.asarray(Image.fromarray(part).resize(size, Image.Resampling.LANCZOS))
    left = max(0, round(x))
    top = MARGIN + row * PITCH + (PITCH - size[1]) // 2
    room = sheet[top : top + size[1], left : left + size[0]]
    np.minimum(room, scaled[: room.shape[0], : room.shape[1]], out=room)


def _run(program: Path, sheet: Grey, vertical: bool, file_name: str, page: int) -> str:
    with tempfile.TemporaryDirectory(prefix="minutes-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        head = f"P5 {sheet.shape[1]} {sheet.shape[0]} 255\n".encode()
        (folder / "page.pgm").write_bytes(head + sheet.tobytes())
        command: list[str | Path] = [
            program,
            *("page.pgm", "page", "--dpi", "300", "-l", "jpn_vert" if vertical else "jpn"),
            *("--psm", "5" if vertical else "6", "-c", "tessedit_create_tsv=1"),
        ]
        try:
            ended = run(command, seconds=SECONDS, folder=folder, setting={"OMP_THREAD_LIMIT": "1"})
        except OSError as error:
            raise missing(TESSERACT, f"{TESSERACT.name} を起動できません（{program}）", file_name) from error
        if ended.code is None:
            raise LimitError(
                f"文字認識が{SECONDS:.0f}秒で終わりません", "ページを分けて入れてください", file=file_name, page=page
            )
        result = folder / "page.tsv"
        if ended.code != 0 or not result.is_file():
            raise ReadError(
                f"文字認識が途中で止まりました（終了コード {ended.code}）",
                "もう一度取り込み、同じことが起きるなら画像を確かめてください",
                file=file_name,
                page=page,
            )
        return result.read_text("utf-8", "replace")


def _words(table: str, placed: list[list[_Placed]], turned: int) -> list[Word]:
    """Words from Tesseract's table, each in its row by its height on the sheet."""
    found: list[Word] = []
    lines = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    tops: dict[tuple[str, str, str], float] = {}
    for entry in lines:
        line = entry["block_num"], entry["par_num"], entry["line_num"]
        left, top, width, height = (float(entry[key]) for key in ("left", "top", "width", "height"))
        if turned:
            # The sheet was turned right: its rows are columns from right to left.
            left, top, width, height = top, turned - left - width, height, width
        if entry["level"] == "4":
            tops[line] = top + height / 2
        text = (entry["text"] or "").strip()
        if entry["level"] != "5" or not text:
            continue
        # The line's middle, not the word's: a word's own height is often wrong.
        number = int((tops.get(line, top + height / 2) - MARGIN) // PITCH)
        if 0 <= number < len(placed):
            row, x0 = _on_page(left, left + width / 2, placed[number])
            _, x1 = _on_page(left + width, left + width / 2, placed[number])
            found.append(Word(row, text, max(0.0, float(entry["conf"])) / 100, x0, x1))
    return sorted(found, key=lambda word: word.row)


def _on_page(x: float, middle: float, line: list[_Placed]) -> tuple[int, float]:
    """(row, place on the page) of a place on the sheet, by the run that lies nearest to the word's middle."""
    at = min(line, key=lambda one: max(one.sheet_x - middle, middle - one.end, 0.0))
    return at.row, at.run.x0 + (x - at.sheet_x) / at.ratio
