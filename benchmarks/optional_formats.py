"""Accuracy of the optional formats (任意の形式の精度): the same fictional minutes as DOCX, .doc, .odt, .rtf, scan and picture.

Run: .venv/bin/python benchmarks/optional_formats.py [--only STEM ...] [--gold DIR --documents DIR]

Every Word file of tests/corpus (or of DIR) is turned by LibreOffice into the other formats, and its pages, drawn at 200 dots
an inch, into a scanned PDF, into one turned by 1.5 degrees, and into a TIFF. Each is read and scored against the same gold.
Printed: macro F1 by format, its distance from DOCX, F1 by kind of record. Exits 1 where a format is beyond its limit
(0.05 for LibreOffice's, 0.15 for recognised ones), 0 without a figure where a program is missing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean

import pypdfium2 as pdfium
from PIL import Image

from minutes_pipeline.errors import ReadError
from minutes_pipeline.evaluate.gold import load_record
from minutes_pipeline.evaluate.scoring import FIELDS, DocumentScore, Report, score_document
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.pipeline import extract_file
from minutes_pipeline.read.programs import LIBREOFFICE, TESSERACT, find_program, run

CORPUS = Path(__file__).parents[1] / "tests" / "corpus"
DPI = 200
SKEW = 1.5
LIMITS = {"doc": 0.05, "odt": 0.05, "rtf": 0.05, "scan": 0.15, "skewed": 0.15, "tiff": 0.15}
SUFFIXES = {"scan": "pdf", "skewed": "pdf", "tiff": "tif"}


def converted(source: Path, suffix: str, folder: Path, soffice: Path) -> Path:
    """``source`` in another format, by LibreOffice."""
    profile = (folder / "profile").as_uri()
    command: list[str | Path] = [
        soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix, "--outdir", folder / suffix, source,
    ]  # fmt: skip
    run(command, seconds=120, folder=folder, setting={})
    return folder / suffix / f"{source.stem}.{suffix}"


def pictures(pdf: Path, skew: float) -> list[Image.Image]:
    """Pages drawn in grey, turned clockwise by ``skew`` degrees."""
    document = pdfium.PdfDocument(pdf)
    pages = []
    for page in document:
        bitmap = page.render(scale=DPI / 72, grayscale=True)
        image = Image.fromarray(bitmap.to_numpy().reshape(bitmap.height, bitmap.width).copy())
        pages.append(image.rotate(-skew, Image.Resampling.BICUBIC, fillcolor=255) if skew else image)
    document.close()
    return pages


def variants(source: Path, folder: Path, soffice: Path) -> dict[str, Path]:
    """The source in every format."""
    made = {"docx": source} | {suffix: converted(source, suffix, folder, soffice) for suffix in ("doc", "odt", "rtf")}
    pdf = converted(source, "pdf", folder, soffice)
    for name, suffix in SUFFIXES.items():
        target = folder / name / f"{source.stem}.{suffix}"
        target.parent.mkdir(exist_ok=True)
        first, *others = pictures(pdf, SKEW if name == "skewed" else 0.0)
        if suffix == "pdf":
            first.save(target, save_all=True, append_images=others, resolution=DPI)
        else:
            first.save(target, save_all=True, append_images=others, dpi=(DPI, DPI), compression="tiff_lzw")
        made[name] = target
    return made


def checked(minutes: Minutes, name: str) -> Minutes:
    """The records, after checking that those of a recognised text say so."""
    records = [*minutes.attendees, *minutes.agenda_items, *minutes.decisions, *minutes.metrics, *minutes.issues]
    marked = [record.ocr_confidence is not None for record in records]
    if name in SUFFIXES and not all(marked):
        sys.exit(f"{name}: {marked.count(False)} records without ocr_confidence")
    if name not in SUFFIXES and any(marked):
        sys.exit(f"{name}: {marked.count(True)} records with ocr_confidence")
    return minutes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=CORPUS / "gold")
    parser.add_argument("--documents", type=Path, default=CORPUS / "documents")
    parser.add_argument("--only", nargs="*", default=[])
    chosen = parser.parse_args()
    soffice = find_program(LIBREOFFICE)
    if soffice is None or find_program(TESSERACT) is None:
        print("LibreOffice か Tesseract がないため、測れません（minutes doctor）")
        return 0
    sources = [
        path
        for path in sorted(chosen.documents.glob("*.docx"))
        if (chosen.gold / f"{path.stem}.json").exists() and (not chosen.only or path.stem in chosen.only)
    ]
    scores: dict[str, list[DocumentScore]] = {}
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="minutes-bench-") as name:
        for source in sources:
            gold = load_record(chosen.gold / f"{source.stem}.json")
            for kind, path in variants(source, Path(name), soffice).items():
                began = time.perf_counter()
                try:
                    record = checked(extract_file(path), kind).model_dump(mode="json")
                except ReadError as error:
                    print(f"  {kind}: {error}")
                    record = {}
                seconds.setdefault(kind, []).append(time.perf_counter() - began)
                scores.setdefault(kind, []).append(score_document(source.stem, gold, record))
    return report({kind: Report(tuple(found)) for kind, found in scores.items()}, seconds)


def report(reports: dict[str, Report], seconds: dict[str, list[float]]) -> int:
    base = reports["docx"].macro_f1
    print(f"{len(reports['docx'].documents)} documents, pages at {DPI} dpi, skewed by {SKEW} degrees")
    print(
        f"{'format':8}{'macro F1':>9}{'- DOCX':>9}{'limit':>7}{'s/doc':>7}  " + "".join(f"{k[:9]:>10}" for k in FIELDS)
    )
    failed = False
    for kind, found in reports.items():
        far = found.macro_f1 - base
        limit = LIMITS.get(kind)
        beyond = limit is not None and -far > limit
        failed |= beyond
        kinds = "".join(f"{found.total(k).f1:>10.3f}" for k in FIELDS)
        shown = "" if limit is None else f"{limit:.2f}"
        print(
            f"{kind:8}{found.macro_f1:>9.4f}{far:>+9.4f}{shown:>7}{mean(seconds[kind]):>7.1f}  {kinds}"
            + " BEYOND" * beyond
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
