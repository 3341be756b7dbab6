"""Minutes of a fictional body, read from text by the real pipeline."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.pipeline import extract, segment
from minutes_pipeline.read.plain import read_plain

Reader = Callable[..., list[Minutes]]


def _read(text: str, name: str) -> Minutes:
    return extract(segment(lay_out(read_plain(text, name, hashlib.sha256(name.encode()).hexdigest()))))


@pytest.fixture
def series() -> Reader:
    """Texts of one body, oldest first, as minutes named 1.txt, 2.txt, …"""

    def read(*texts: str) -> list[Minutes]:
        return [_read(text, f"{number}.txt") for number, text in enumerate(texts, 1)]

    return read
