"""A line without end (長い1行): the work done grows as the text does, whatever is repeated in it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest

from minutes_pipeline.extract.actions import extract_actions
from minutes_pipeline.extract.decision_rules import TAIL
from minutes_pipeline.extract.decisions import extract_decisions
from minutes_pipeline.extract.issues import extract_issues
from minutes_pipeline.extract.judgement import judged
from minutes_pipeline.extract.metric_words import _TIME_WORDS
from minutes_pipeline.extract.metrics import extract_metrics
from minutes_pipeline.pipeline import read_document, segment

HEAD = "浜野市会議　会議録\n日時：令和６年５月１日\n場所：会議室\n\n１　開会\n２　議事\n利用者は、"
REPEATED = [
    "昨年",
    "前月",
    "前年度",
    "７、８月",
    "１人、",
    "５％増",
    "うち１人",
    "（１）",
    "（事務局）",
    "令和５年度",
    "！",
]


def _calls(path: Path, text: str) -> int:
    """How many function calls arranging a text and reading its statements and figures takes."""
    path.write_text(text, encoding="utf-8")
    document = read_document(path)
    count = 0

    def seen(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        outline = segment(document)
        judged(outline)
        for extract in (extract_decisions, extract_metrics, extract_issues, extract_actions):
            extract(outline)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("mark", REPEATED)
def test_work_grows_as_the_line_does(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    once, thrice = (_calls(path, HEAD + mark * n + "\n３　閉会\n") for n in (600, 1800))
    assert thrice < 4.2 * once


@pytest.mark.parametrize("mark", ["1", "日中", "令和5年度", "か月"])
def test_words_of_time_end_on_any_line(mark: str) -> None:
    """Found by ``make fuzz``: three hundred digits in a row were tried in every way there is, without end."""
    assert _TIME_WORDS.fullmatch(mark * 4000 + "x") is None


@pytest.mark.parametrize("words", ["です", "いただきました", "こととするもの", "まとまり合い"])
def test_the_tail_of_a_decision_has_one_reading(words: str) -> None:
    """Alternatives made of others let the pattern try every way to cut a tail."""
    assert TAIL.fullmatch(words * (60 // len(words)) + "x") is None
