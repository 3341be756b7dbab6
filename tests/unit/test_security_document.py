"""docs/security.md names tests that exist, and limits as they are."""

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"(tests/[\w/]+\.py)::(\w+)", TEXT)))
LIMITS = re.findall(r"^\| [^|]+ \| ([\d,]+) \| `([\w.]+)\.(\w+)` \|$", TEXT, re.MULTILINE)


def test_there_are_tests_and_limits_named() -> None:
    assert len(NAMED) > 30
    assert len(LIMITS) > 10


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_the_test_that_shows_a_defence_exists(path: str, name: str) -> None:
    assert re.search(rf"^def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE), f"{path} has no {name}"


@pytest.mark.parametrize(("value", "module", "name"), LIMITS)
def test_limits_are_as_they_are(value: str, module: str, name: str) -> None:
    assert int(value.replace(",", "")) == getattr(importlib.import_module(f"minutes_pipeline.{module}"), name)


def test_every_defence_has_its_test_or_says_that_it_has_none() -> None:
    """The last column of the tables of attacks: tests, or a dash where the text says in bold that nothing defends."""
    sections = {part.split("\n", 1)[0]: part for part in TEXT.split("\n## ")}
    attacks = [
        line.strip("|").split("|")
        for title in ("悪意のあるファイル", "好奇心のある閲覧者", "なくしたパソコン")
        for line in sections[title].split("### ")[0].splitlines()
        if line.startswith("| ") and not line.startswith(("| すること", "| ---"))
    ]
    assert len(attacks) > 20
    for _, defence, shown in attacks:
        assert "::test_" in shown or ("**" in defence and shown.strip() == "—"), defence
