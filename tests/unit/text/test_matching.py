"""Matching by inflection: one pattern, every form."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy
import pytest
from spacy.attrs import LEMMA, NORM, TAG
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from minutes_pipeline.extract.issue_predicates import PREDICATES
from minutes_pipeline.read.plain import decode
from minutes_pipeline.text.matching import Hit, LemmaTable, Pattern
from minutes_pipeline.text.tokens import BREAK, Token, tokenize

SHORT_PATTERNS: dict[str, list[Pattern]] = {
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
SHORT = LemmaTable(SHORT_PATTERNS)


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


def by_spacy(patterns: Mapping[str, Sequence[Pattern]], tokens: Sequence[Token]) -> set[Hit]:
    """What spaCy's own Matcher finds, over a Doc that is built from the same tokens."""
    vocab = Vocab()
    add = vocab.strings.add
    matcher = Matcher(vocab)
    for rule, alternatives in patterns.items():
        matcher.add(rule, [[dict(step) for step in pattern] for pattern in alternatives], greedy="LONGEST")
    doc = Doc(vocab, words=[t.surface for t in tokens], spaces=[False] * len(tokens))
    rows = [(add(t.lemma), add(t.normalized), add(f"{t.pos[0]}-{t.pos[1]}")) for t in tokens]
    doc.from_array([LEMMA, NORM, TAG], numpy.array(rows, dtype="uint64"))
    return {(vocab.strings[key], start, end) for key, start, end in matcher(doc)}


def test_spacys_matcher_finds_the_same() -> None:
    sources = sorted(Path(__file__).parents[2].glob("corpus/documents/*.txt"))
    found = 0
    for path in sources:
        tokens = [token for line in decode(path.read_bytes()).split("\n") for token in (*tokenize(line), BREAK)]
        for patterns in (PREDICATES, SHORT_PATTERNS):
            hits = set(LemmaTable(patterns).find(tokens))
            assert hits == by_spacy(patterns, tokens), path.name
            found += len(hits)
    assert found > 1000


def test_a_pattern_that_names_no_word_is_refused() -> None:
    with pytest.raises(ValueError, match="names words"):
        LemmaTable({"any": [[{"TAG": {"REGEX": "^動詞"}}]]})
