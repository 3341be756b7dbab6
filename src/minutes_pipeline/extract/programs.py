"""Programs and measures (事業・取組): records of the program lines that segment found."""

from __future__ import annotations

from minutes_pipeline.extract.provenance import grounded, placed
from minutes_pipeline.model.records import Program
from minutes_pipeline.model.section import Outline, Sentence


def extract_programs(outline: Outline) -> tuple[Program, ...]:
    """One record per program line, in document order."""
    records = []
    first: dict[int | None, Sentence] = {}
    for one in outline.sentences:
        first.setdefault(one.program, one)
    for index, heading in enumerate(outline.programs):
        sentence = first.get(index) or Sentence(heading.start, heading.end, heading.line, program=index)
        common = grounded(
            outline.document, "program", heading.start, heading.end,
            rule_id=heading.rule_id, confidence=heading.confidence, extra=heading.title,
        )  # fmt: skip
        place = placed(outline, sentence)
        records.append(Program(**common, **place, title=heading.title, departments=heading.departments))
    return tuple(records)
