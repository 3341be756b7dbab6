"""Commas and full stops of horizontal writing (，．): marks of a sentence within Japanese, and nothing else elsewhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_pipeline.text import folding
from minutes_pipeline.text.folding import flat


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("承認された．", "承認された。"),
        ("異議なし．」と", "異議なし。」と"),
        ("認知件数です．４月から", "認知件数です。4月から"),
        ("増えた（前年度比）．次に", "増えた(前年度比)。次に"),
        ("また，委員から", "また、委員から"),
        ("令和５年,２回", "令和5年、2回"),
        ("報告した.\n次に", "報告した。\n次に"),
    ],
)
def test_marks_of_a_sentence(text: str, folded: str) -> None:
    assert flat(text) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１，２３４人", "1,234人"),
        ("12．5％", "12.5%"),
        ("ア．現状", "ア.現状"),
        ("（ア）．現状", "(ア).現状"),
        ("１．開会", "1.開会"),
        ("第３．その他", "第3.その他"),
        ("議事録．docx", "議事録.docx"),
        ("ごみ，lib", "ごみ,lib"),
    ],
)
def test_other_points_and_commas_stay(text: str, folded: str) -> None:
    assert flat(text) == folded


def test_what_is_passed_over_folds_to_itself() -> None:
    safe = re.compile(f"[{folding._SAFE}]")
    assert not [c for c in map(chr, range(0x110000)) if safe.match(c) and folding._fold_char(c) != c]


@given(st.text(alphabet="あ漢ア、（）１２％　〜－➀⻑ab,. 「・", max_size=80))
def test_long_and_short_texts_fold_alike(text: str) -> None:
    parted = "".join(c.translate(folding._FLAT) for c in text)
    assert folding._others().sub(folding._folded_run, text) == parted
