"""Read one file, or say in Japanese why not (読み取りの成否)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minutes_pipeline.model.minutes import Minutes


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file: ``minutes``, or else ``failure``."""

    path: Path
    minutes: Minutes | None = None
    failure: str | None = None


def read_file(path: Path) -> Reading:
    """Run the pipeline over one file; whatever is raised becomes the ``failure`` (reason and remedy, without the name)."""
    from minutes_pipeline.intake.extraction import Extracted, extract_here

    result = extract_here(path, path.name)
    if isinstance(result, Extracted):
        return Reading(path, result.minutes)
    return Reading(path, failure=str(result))
