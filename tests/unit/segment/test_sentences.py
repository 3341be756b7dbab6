"""Sentences: where they end, and what stands at the head of a line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_pipeline.segment.sentences import read_head, split_sentences
from minutes_pipeline.text.folding import flat


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
    ("text", "mark", "label", "rest"),
    [
        ("・課題：人手が足りない。", "・", "課題", "人手が足りない。"),
        ("質問（２班）：なぜ超えたのか。", None, "質問(2班)", "なぜ超えたのか。"),
        ("［結果］ 了承された。", None, "結果", "了承された。"),
        ("→ 次回までに調べる。", "→", None, "次回までに調べる。"),
        ("--- 展開する（小野）", "---", None, "展開する(小野)"),
        ("（１）高さの基準", "(1)", None, "高さの基準"),
        ("8：30から開く。", None, None, "8:30から開く。"),
        ("利用者：3,045人", None, None, "利用者:3,045人"),
        ("相談件数：令和5年度 318件", None, None, "相談件数:令和5年度 318件"),
        ("詳しくはhttps://example.jp/を見る。", None, None, "詳しくはhttps://example.jp/を見る。"),
        ("Q: 必要か。", "Q:", None, "必要か。"),
        ("・", None, None, "・"),
    ],
)
def test_head(text: str, mark: str | None, label: str | None, rest: str) -> None:
    folded = flat(text)
    head = read_head(folded)
    assert (head.mark, head.label, folded[head.offset :]) == (mark, label, rest)


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
