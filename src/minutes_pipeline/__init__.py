"""minutes_pipeline: Japanese municipal minutes (議事録) into grounded records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minutes_pipeline.version import __version__

__all__ = ["Minutes", "MinutesError", "__version__", "extract_file", "read_document"]

if TYPE_CHECKING:
    from minutes_pipeline.errors import MinutesError
    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.pipeline import extract_file, read_document

_PLACES = {
    "Minutes": "minutes_pipeline.model.minutes",
    "MinutesError": "minutes_pipeline.errors",
    "extract_file": "minutes_pipeline.pipeline",
    "read_document": "minutes_pipeline.pipeline",
}


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that light commands import little."""
    if name in _PLACES:
        from importlib import import_module

        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(name)
