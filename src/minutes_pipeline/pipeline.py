"""The order of the stages (処理の順): file -> Document -> Outline -> Minutes. Reads like a table of contents."""

from __future__ import annotations

from pathlib import Path

from minutes_pipeline.check.findings import check_minutes
from minutes_pipeline.extract.actions import extract_actions
from minutes_pipeline.extract.agenda import extract_agenda_items, extract_goals
from minutes_pipeline.extract.attendees import extract_attendees
from minutes_pipeline.extract.decisions import extract_decisions
from minutes_pipeline.extract.issues import extract_issues
from minutes_pipeline.extract.meeting import extract_meeting
from minutes_pipeline.extract.metrics import extract_metrics
from minutes_pipeline.extract.programs import extract_programs
from minutes_pipeline.extract.remarks import extract_remarks
from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.model.document import Document
from minutes_pipeline.model.minutes import Minutes, Source
from minutes_pipeline.model.section import Outline
from minutes_pipeline.read.files import read_raw
from minutes_pipeline.segment.header import find_header
from minutes_pipeline.segment.outline import build_outline
from minutes_pipeline.text.tokens import tokenize
from minutes_pipeline.version import __version__


def read_document(path: Path, name: str | None = None) -> Document:
    """Read a file into its canonical document.

    Args:
        path: The file.
        name: Its original name, where it lies under another one (in the archive): a date may stand in it.

    Raises:
        ReadError: The file cannot be read; the message is one Japanese sentence with reason and remedy.
    """
    return lay_out(read_raw(path, name))


def segment(document: Document) -> Outline:
    """Arrange a document: header, headings, turns, sentences."""
    return build_outline(document, find_header(document))


def extract(outline: Outline) -> Minutes:
    """Extract all records of one arranged document, with the findings of the checks."""
    document = outline.document
    attendees = extract_attendees(outline)
    minutes = Minutes(
        document=document.file_name,
        genre=outline.genre,
        source=Source(
            document_id=document.id,
            file_name=document.file_name,
            media_type=document.media_type,
            sha256=document.sha256,
            pages=document.pages,
            ocr_pages=len(document.ocr_pages),
            program_version=__version__,
        ),
        meeting=extract_meeting(outline),
        attendees=attendees,
        agenda_items=extract_agenda_items(outline),
        goals=extract_goals(outline),
        programs=extract_programs(outline),
        remarks=extract_remarks(outline, attendees),
        decisions=extract_decisions(outline),
        metrics=extract_metrics(outline),
        issues=extract_issues(outline),
        actions=extract_actions(outline),
        text=document.text,
    )
    findings = check_minutes(outline, minutes)
    tokenize.cache_clear()  # its sentences: 20 MB of a document of 200 pages, and the next one has others
    return minutes.model_copy(update={"findings": findings})


def extract_file(path: Path) -> Minutes:
    """The main job for one file: read, lay out, segment, extract, check.

    Raises:
        ReadError: See ``read_document``.
    """
    return extract(segment(read_document(path)))
