"""Tokens: positions, limits of Sudachi, threads."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from minutes_pipeline.text.tokens import tokenize


@pytest.mark.parametrize(
    "text",
    [
        "原案を承認した。",
        "",
        "\n\n",
        "１６.１人\t２％",
        "𠮷野家\n髙橋",
        "あ" * 30_000 + "。\n" + "い" * 30_000,
        "終\ud800わり",
    ],
)
def test_every_token_stands_where_it_says(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[t.start : t.end] == t.surface for t in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))


def test_nothing_but_line_breaks_is_lost() -> None:
    text = "水道管を直す。\n橋を架ける。"
    assert "".join(t.surface for t in tokenize(text)) == text.replace("\n", "")


def test_lemma_and_normal_form() -> None:
    lemmas = {t.surface: (t.lemma, t.normalized) for t in tokenize("通うのがつらく、足りません")}
    assert lemmas["つらく"] == ("つらい", "辛い")
    assert lemmas["足り"][0] == "足りる"


def test_threads_agree() -> None:
    texts = [f"第{i}号の橋の補修が遅れている。" * 20 for i in range(24)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(tokenize, texts)) == [tokenize(t) for t in texts]
