"""Matching by inflection: one pattern, every form."""

import pytest

from minutes_pipeline.text.matching import LemmaTable
from minutes_pipeline.text.tokens import tokenize

SHORT = LemmaTable(
    {
        "short": [
            [
                {"NORM": {"IN": ["足りる", "届く"]}},
                {"ORTH": "て", "OP": "?"},
                {"NORM": {"IN": ["居る", "おる"]}, "OP": "?"},
                {"NORM": "ます", "OP": "?"},
                {"NORM": {"IN": ["ない", "ず"]}},
            ]
        ]
    }
)


@pytest.mark.parametrize("text", ["人手が足りない", "人手が足りません", "案内が届いておりません", "予算が足りず"])
def test_every_form_is_found(text: str) -> None:
    assert [rule for rule, _, _ in SHORT.find(tokenize(text))] == ["short"]


@pytest.mark.parametrize("text", ["人手は足りている", "案内が届いた", "", "足が痛い"])
def test_what_is_not_denied_is_not_found(text: str) -> None:
    assert SHORT.find(tokenize(text)) == []


def test_hits_stand_in_order() -> None:
    hits = SHORT.find(tokenize("人手が足りない。知らせも届かない。"))
    assert [h[1] for h in hits] == sorted(h[1] for h in hits)
    assert len(hits) == 2
