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
    nothing = _unpacked(weights.bias)
    return tuple(nothing if one.sentence.is_heading else _odds(_seen(one, said), weights) for one in said)


class _Seen(NamedTuple):
    """What is seen of a sentence: its lemmas, its pairs of neighbours, and the names of the other features.

    Most of what is seen is weighed without a name: those of words and pairs are put together where somebody reads them.
    """

    words: set[str]
    pairs: set[tuple[str, str]]
    names: set[str]


class _Weights(NamedTuple):
    """What each thing seen adds to the odds, all three packed into one whole number (``_packed``)."""

    bias: int
    words: dict[str, int]
    pairs: dict[tuple[str, str], int]
    names: dict[str, int]


_FIELD = 1 << 32


def _packed(issue: float, decision: float, action: float) -> int:
    """Three weights, in hundredths as the file prints them, as one number: one sum adds up all three.

    >>> _unpacked(_packed(1.25, -0.5, 0.0) + _packed(-2.0, -0.25, 0.75))
    Odds(issue=-0.75, decision=-0.75, action=0.75)
    """
    first, second, third = (round(weight * 100) for weight in (issue, decision, action))
    return (first * _FIELD + second) * _FIELD + third


def _unpacked(total: int) -> Odds:
    rest, action = divmod(total + _FIELD // 2, _FIELD)
    issue, decision = divmod(rest + _FIELD // 2, _FIELD)
    return Odds(issue / 100, (decision - _FIELD // 2) / 100, (action - _FIELD // 2) / 100)


def _odds(seen: _Seen, weights: _Weights) -> Odds:
    total = weights.bias
    total += sum(filter(None, map(weights.words.get, seen.words)))
    total += sum(filter(None, map(weights.pairs.get, seen.pairs)))
    total += sum(filter(None, map(weights.names.get, seen.names)))
    return _unpacked(total)


@cache
def _weights() -> _Weights:
    rows = (line.split("\t") for line in WEIGHTS.read_text("utf-8").splitlines() if not line.startswith("#"))
    weight_of = {name: _packed(*map(float, weights)) for name, *weights in rows}
    found = _Weights(weight_of.pop("bias"), {}, {}, {})
    for name, weight in weight_of.items():
        kind, _, words = name.partition(":")
        if kind == "u":
            found.words[words] = weight
        elif kind == "b":  # more than one pair where a lemma holds the _ that joins both
            found.pairs.update({(words[:at], words[at + 1 :]): weight for at, c in enumerate(words) if c == "_"})
        else:
            found.names[name] = weight
    return found


def features(said: tuple[Judged, ...]) -> Iterator[set[str]]:
    """Names of what is true of each sentence: lemmas (u), pairs of neighbours (b), endings of one to four (e), its place.

    Every number is #.
    """
    for one in said:
        seen = _seen(one, said)
        yield {*(f"u:{word}" for word in seen.words), *(f"b:{a}_{b}" for a, b in seen.pairs), *seen.names}


def _seen(one: Judged, said: tuple[Judged, ...]) -> _Seen:
    words = ["#" if token.pos[1] == "数詞" else token.lemma for token in tokenize(spoken(one)) if token.surface != "。"]
    names = {f"e{count}:{'_'.join(words[-count:])}" for count in (1, 2, 3, 4)}
    names.update(f"len>={edge}" for edge in _LENGTHS if len(one.core) >= edge)
    names.update(_place(one, said))
    return _Seen(set(words), set(pairwise(words)), names)


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
