"""Mending (認識誤りの補正)."""

from __future__ import annotations

from minutes_pipeline.read.scan_places import Glyph


def mended(glyphs: list[Glyph]) -> list[Glyph]:
    """Glyphs as they stand (rules to come)."""
    return glyphs
