"""Idioms that name a figure by what stands behind it."""

import pytest

from minutes_pipeline.extract.metric_idioms import IDIOMS, idiom_name
from minutes_pipeline.text.folding import flat


@pytest.mark.parametrize(
    ("rule", "example", "base", "name"), [(i.id, *e) for i in IDIOMS for e in i.examples], ids=lambda x: str(x)[:20]
)
def test_examples(rule: str, example: str, base: str, name: str) -> None:
    start, end = example.index("‹"), example.index("›") - 1
    text = flat(example.replace("‹", "").replace("›", ""))
    end += len("近く") if text[end:].startswith("近く") else 0
    assert idiom_name(text, start, end, base) == (name, rule)


def test_every_idiom_has_an_example() -> None:
    assert all(i.examples for i in IDIOMS)


@pytest.mark.parametrize("text", ["参加者は143人であった。", "相談は20件で、横ばいである。"])
def test_plain_sentences_have_none(text: str) -> None:
    end = text.index("人" if "人" in text[4:] and "143" in text else "件") + 1
    assert idiom_name(text, end - 3, end, "参加者") is None
