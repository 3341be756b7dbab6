"""The head of a piece: mark and label."""

from __future__ import annotations

import pytest

from minutes_pipeline.segment.piece_head import read_head
from minutes_pipeline.text.folding import flat


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
