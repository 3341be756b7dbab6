"""A second opinion on statements (判定の見直し): how a linear model weighs the words of a sentence.

The rules decide what is an issue, a decision or an action; the model overturns them only where it is sure of the
contrary (``settled``). It does not know what they say: its features are the lemmas of the sentence, who says it and how it
stands among its neighbours. Its weights lie in ``second_opinion.tsv``, written by ``training/train_opinions.py`` from
annotated fictional minutes; docs/accuracy.md compares both.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from minutes_pipeline.extract.issue_signs import spoken
from minutes_pipeline.extract.judgement import Judged, compact
from minutes_pipeline.text.tokens import tokenize

Kind = Literal["issue", "decision", "action"]
KINDS: tuple[Kind, ...] = ("issue", "decision", "action")
WEIGHTS = Path(__file__).with_name("second_opinion.tsv")
_LENGTHS = (10, 20, 40, 80)


class Odds(NamedTuple):
    """Log-odds that a sentence states an issue, a decision, an action."""

    issue: float
    decision: float
    action: float


def settled(kind: Kind, rules: float, odds: Odds) -> bool:
    """Whether a sentence is one of its kind, after the rules (as log-odds) and the model have been heard.

    How much the word of the rules weighs stands with them; it was chosen on minutes that neither rules nor model had
    seen (docs/accuracy.md).

    >>> settled("decision", 6.0, Odds(0.0, -4.0, 0.0)), settled("decision", 6.0, Odds(0.0, -7.0, 0.0))
    (True, False)
    """
    heard: float = getattr(odds, kind)
    return heard + rules > 0


def opinions(said: tuple[Judged, ...]) -> tuple[Odds, ...]:
    """Of every sentence, in order; made once per document."""
    for known, result in _last:
        if known is said:
            return result
    weights = _weights()
    bias = weights["bias"]
    result = tuple(_odds(names, weights, bias) for names in features(said))
    _last[:] = [(said, result)]
    return result


_last: list[tuple[tuple[Judged, ...], tuple[Odds, ...]]] = []


def _odds(names: set[str], weights: dict[str, Odds], bias: Odds) -> Odds:
    issue, decision, action = bias
    for name in names:
        weight = weights.get(name)
        if weight is not None:
            issue += weight[0]
            decision += weight[1]
            action += weight[2]
    return Odds(round(issue, 6), round(decision, 6), round(action, 6))


@cache
def _weights() -> dict[str, Odds]:
    rows = (line.split("\t") for line in WEIGHTS.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {name: Odds(float(issue), float(decision), float(action)) for name, issue, decision, action in rows}


def features(said: tuple[Judged, ...]) -> Iterator[set[str]]:
    """Names of what is true of each sentence."""
    for one in said:
        yield {*_words(one), *_place(one, said)}


def _words(one: Judged) -> Iterator[str]:
    """Lemmas (u), pairs of neighbours (b) and endings of one to four (e); every number is #."""
    words = ["#" if token.pos[1] == "数詞" else token.lemma for token in tokenize(spoken(one)) if token.surface != "。"]
    yield from (f"u:{word}" for word in words)
    yield from (f"b:{one}_{two}" for one, two in pairwise(words))
    yield from (f"e{count}:{'_'.join(words[-count:])}" for count in (1, 2, 3, 4))
    yield from (f"len>={edge}" for edge in _LENGTHS if len(one.core) >= edge)


def _place(one: Judged, said: tuple[Judged, ...]) -> Iterator[str]:
    """Who says it, what stands beside it, and where it stands in its line."""
    yield f"role:{one.role}"
    label = compact(one.sentence.label or "")
    if label:
        yield "label"
        yield f"label:{label[:6]}"
    if one.note:
        yield "note"
        yield f"note:{one.note[:8]}"
    marks = {"mark": one.sentence.mark, "reply": one.reply, "result": one.result_block, "settled": one.settled}
    yield from (name for name, holds in marks.items() if holds)
    if one.index:
        before = said[one.index - 1]
        yield f"before:{before.role}"
        yield "same line" if before.sentence.line == one.sentence.line else "first"
    if one.index + 1 < len(said) and said[one.index + 1].sentence.line != one.sentence.line:
        yield "last"
