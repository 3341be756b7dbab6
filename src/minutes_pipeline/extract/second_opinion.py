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
from minutes_pipeline.text.once import once
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


@once
def opinions(said: tuple[Judged, ...]) -> tuple[Odds, ...]:
    """Of every sentence, in order; a heading states nothing."""
    weights = _weights()
    bias = Odds(*weights["bias"])
    return tuple(bias if one.sentence.is_heading else _odds(_seen(one, said), weights, bias) for one in said)


Sight = str | tuple[str, ...]
"""What is seen of a sentence: a lemma as a tuple of one, a pair of neighbours as a tuple of two, else a feature's name.

Most of what is seen weighs nothing, and a name is only put together where somebody reads it.
"""


def _odds(seen: set[Sight], weights: dict[Sight, Odds], bias: Odds) -> Odds:
    issue, decision, action = bias
    for sight in seen:
        weight = weights.get(sight)
        if weight is not None:
            issue += weight[0]
            decision += weight[1]
            action += weight[2]
    return Odds(round(issue, 6), round(decision, 6), round(action, 6))


@cache
def _weights() -> dict[Sight, Odds]:
    rows = (line.split("\t") for line in WEIGHTS.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {
        sight: Odds(float(issue), float(decision), float(action))
        for name, issue, decision, action in rows
        for sight in _sights_of(name)
    }


def _sights_of(name: str) -> tuple[Sight, ...]:
    """What a feature's name stands for; a pair more than one thing where a lemma holds the _ that joins both."""
    kind, _, words = name.partition(":")
    if kind == "u":
        return ((words,),)
    if kind == "b":
        return tuple((words[:at], words[at + 1 :]) for at, char in enumerate(words) if char == "_")
    return (name,)


def _name_of(sight: Sight) -> str:
    if isinstance(sight, str):
        return sight
    return f"u:{sight[0]}" if len(sight) == 1 else f"b:{sight[0]}_{sight[1]}"


def features(said: tuple[Judged, ...]) -> Iterator[set[str]]:
    """Names of what is true of each sentence: lemmas (u), pairs of neighbours (b), endings of one to four (e), its place.

    Every number is #.
    """
    for one in said:
        yield {_name_of(sight) for sight in _seen(one, said)}


def _seen(one: Judged, said: tuple[Judged, ...]) -> set[Sight]:
    words = ["#" if token.pos[1] == "数詞" else token.lemma for token in tokenize(spoken(one)) if token.surface != "。"]
    seen: set[Sight] = {*zip(words), *pairwise(words), *_place(one, said)}
    seen.update(f"e{count}:{'_'.join(words[-count:])}" for count in (1, 2, 3, 4))
    seen.update(f"len>={edge}" for edge in _LENGTHS if len(one.core) >= edge)
    return seen


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
    if one.sentence.mark:
        yield "mark"
    if one.reply:
        yield "reply"
    if one.result_block:
        yield "result"
    if one.settled:
        yield "settled"
    if one.index:
        before = said[one.index - 1]
        yield f"before:{before.role}"
        yield "same line" if before.sentence.line == one.sentence.line else "first"
    if one.index + 1 < len(said) and said[one.index + 1].sentence.line != one.sentence.line:
        yield "last"
