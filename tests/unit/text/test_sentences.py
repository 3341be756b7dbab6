"""Sentences: where they end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_pipeline.text.folding import flat
from minutes_pipeline.text.sentences import LONGEST, split_sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("雨が降る。風も吹く。", ["雨が降る。", "風も吹く。"]),
        ("「はい。いいえ。」と答えた。次へ。", ["「はい。いいえ。」と答えた。", "次へ。"]),
        ("可決した。（「異議なし」の声あり）　次に進む。", ["可決した。", "(「異議なし」の声あり)", "次に進む。"]),
        ("承認した（異議なし）。次へ。", ["承認した(異議なし)。", "次へ。"]),
        ("足りないのではないか？例えば夜間である。", ["足りないのではないか?", "例えば夜間である。"]),
        ("隔月？のような議論があった。", ["隔月?のような議論があった。"]),
        ("科目\t決算額\t備考", ["科目", "決算額", "備考"]),
        ("（高いのではとの声に対して）相場どおりである。", ["(高いのではとの声に対して)相場どおりである。"]),
        ("括弧が（閉じない。次の文。", ["括弧が(閉じない。", "次の文。"]),
        ("終わりの印がない", ["終わりの印がない"]),
        ("本当ですか！？はい。", ["本当ですか!?", "はい。"]),
    ],
)
def test_split(text: str, parts: list[str]) -> None:
    folded = flat(text)
    assert [folded[a:b] for a, b in split_sentences(folded)] == parts


@pytest.mark.parametrize(
    ("text", "longest", "behind"),
    [
        ("終わらない話、" * 1000, LONGEST, "、"),
        ("「" + "括弧の中が長い。" * 1000 + "」", 9, "。"),
        ("（" * 4000 + "」" * 4000, LONGEST, ""),
        ("壱" * 5000, LONGEST, ""),
    ],
)
def test_what_goes_on_without_an_end_is_cut(text: str, longest: int, behind: str) -> None:
    folded = flat(text)
    parts = [folded[a:b] for a, b in split_sentences(folded)]
    assert "".join(parts) == folded
    assert max(map(len, parts)) <= longest
    assert len(parts) > 1
    assert all(part.endswith(behind) for part in parts[:-1])


JAPANESE = st.text(alphabet="あ漢カ。、！？「」（）〔〕【】・○●：　\t1a-→", max_size=80)


@given(JAPANESE)
def test_sentences_cover_the_text_in_order(text: str) -> None:
    folded = flat(text)
    spans = split_sentences(folded)
    assert "".join(folded[a:b] for a, b in spans).replace(" ", "").replace("\t", "") == folded.replace(" ", "").replace(
        "\t", ""
    )
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
