"""Recognised text (文字認識で読んだ本文): one finding a document that says how many places are doubtful, and where."""

from __future__ import annotations

from minutes_pipeline.model.document import CharBox, Document
from minutes_pipeline.model.finding import Finding
from minutes_pipeline.model.ids import record_id
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import SourceSpan
from minutes_pipeline.model.section import Outline

DOUBTFUL = 0.8
"""Mean confidence of a run of characters below which somebody should look (see docs/accuracy.md)."""
MOST_CITED = 50


def check_scanned(outline: Outline, minutes: Minutes) -> tuple[Finding, ...]:
    """The finding ``ocr_text`` for a document of which a page was read by character recognition, else nothing."""
    document = outline.document
    if not document.ocr_pages:
        return ()
    places = _doubtful(document)
    return (
        Finding(
            id=record_id(document.id, "finding", 0, len(document.text), "ocr_text"),
            code="ocr_text",
            severity="warning",
            message=_message(document, places),
            spans=tuple(_cited(place) for place in places[:MOST_CITED]),
            field=None,
        ),
    )


def _doubtful(document: Document) -> list[CharBox]:
    """Runs of doubtful characters; those next to each other are one place."""
    places: list[CharBox] = []
    for run in document.boxes:
        if run.confidence is None or run.confidence >= DOUBTFUL:
            continue
        last = places[-1] if places else None
        if last is not None and last.end == run.start and last.page == run.page:
            worse = min(last.confidence or 0.0, run.confidence)
            places[-1] = CharBox(last.start, run.end, last.page, last.bbox.union(run.bbox), worse)
        else:
            places.append(run)
    return places


def _message(document: Document, places: list[CharBox]) -> str:
    pages = _listed(document.ocr_pages)
    head = f"{pages}ページは画像を文字認識（OCR）で読みました"
    if not places:
        return f"{head}。原本と見比べてください。"
    doubtful = _listed(tuple(sorted({place.page for place in places})))
    return f"{head}。読み取りの不確かな箇所が{len(places)}か所（{doubtful}ページ）あります。原本と見比べてください。"


def _listed(pages: tuple[int, ...]) -> str:
    """Page numbers, those that follow each other as a range.

    >>> _listed((1, 2, 3, 7))
    '1～3、7'
    """
    groups: list[list[int]] = []
    for page in pages:
        if groups and groups[-1][-1] == page - 1:
            groups[-1].append(page)
        else:
            groups.append([page])
    return "、".join(str(g[0]) if len(g) == 1 else f"{g[0]}～{g[-1]}" for g in groups)


def _cited(place: CharBox) -> SourceSpan:
    box = place.bbox
    return SourceSpan(
        start=place.start,
        end=place.end,
        page=place.page,
        bbox=(round(box.x0, 1), round(box.top, 1), round(box.x1, 1), round(box.bottom, 1)),
    )
