"""Who says a sentence: the clerk who goes on behind a speaker's words."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from minutes_pipeline.extract.judgement import judged
from minutes_pipeline.model.section import Outline

Build = Callable[..., Outline]


def _spoken_on(outline: Outline) -> Outline:
    """The last line put into the turn before it: its label is printed once, and nothing tells where the turn ends."""
    *before, last = outline.sentences
    return replace(outline, sentences=(*before, replace(last, turn=before[-1].turn)))


@pytest.mark.parametrize(
    "text",
    [
        "質疑なく、原案に同意した。",
        "議案第21号について、教育部長が説明した。",
        "採決の結果、全員異議なく可決された。",
    ],
)
def test_the_clerk_goes_on(text: str, outline_of: Build) -> None:
    outline = _spoken_on(outline_of(("水道課長", "納付書を送っている。"), ("", text)))
    assert [one.role for one in judged(outline)] == ["official", "narration"]


@pytest.mark.parametrize("text", ["県の担当から説明があった。", "来年度から始める。", "審議会で結果を報告した。"])
def test_the_speaker_goes_on(text: str, outline_of: Build) -> None:
    outline = _spoken_on(outline_of(("水道課長", "納付書を送っている。"), ("", text)))
    assert [one.role for one in judged(outline)] == ["official", "official"]
