"""Pictures of the pages (docs/screenshots): one of each, made by ``make screenshots``; three of them in the README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from minutes_pipeline.web.routes import ROUTES

ROOT = Path(__file__).parents[3]
SCRIPT = (ROOT / "docs" / "make_screenshots.py").read_text("utf-8")
FOLDER = ROOT / "docs" / "screenshots"
NAMES = sorted(set(re.findall(r'^\s+"([a-z_]+)": f?"/', SCRIPT, re.MULTILINE)))
NO_PAGE = re.compile(r"json|csv|atom|png|format|original|/records/\(|^.{0,3}/documents|logout|/file|token|conflicts")
"""Addresses that answer with data, a file or another address."""


@pytest.mark.parametrize(
    "pattern", [pattern for pattern, _ in ROUTES if not NO_PAGE.search(pattern.replace("/review/records", "/review"))]
)
def test_every_page_is_taken(pattern: str) -> None:
    words = re.findall(r"[a-z]+", re.sub(r"\(\?P<[^)]*\)", "", pattern))
    assert all(word in SCRIPT for word in words), words


def test_every_picture_is_there_and_no_other() -> None:
    lists = {name for plural in ("decisions", "issues", "actions", "metrics") for name in (plural, plural[:-1])}
    assert {path.stem for path in FOLDER.glob("*.png")} == {*NAMES, *lists, "login", "differences"}
    assert min(path.stat().st_size for path in FOLDER.glob("*.png")) > 5_000
    assert "make_screenshots.py" in (ROOT / "Makefile").read_text("utf-8").partition("screenshots:")[2]


def test_the_readme_shows_three() -> None:
    shown = re.findall(r"!\[[^\]]+\]\((docs/screenshots/[a-z_]+\.png)\)", (ROOT / "README.md").read_text("utf-8"))
    assert len(shown) == 3 and all((ROOT / path).exists() for path in shown)
