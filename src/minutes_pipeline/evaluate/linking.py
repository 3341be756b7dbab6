"""Links against gold (つながりの採点): clusters by pairs of mentions, threads also by their states, promises, checks.

Agrees with the scoring script of the annotation guide digit for digit. A pair of mentions is right when both sides put
them together; a gold mention that was not found loses its pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePath
from typing import Any

from minutes_pipeline.evaluate.figures import number_of, unit_of
from minutes_pipeline.evaluate.likeness import covered, similarity, squashed
from minutes_pipeline.evaluate.tally import Mistake, Tally

_SAME_QUOTE = 0.4
_ALARM = 0.3
Like = Callable[[dict[str, Any], dict[str, Any]], float]


@dataclass(frozen=True, slots=True)
class LinkReport:
    """Figures of one series of meetings.

    Attributes:
        fields: ``people``, ``programs``, ``metric_series``, ``issues``, ``actions``, ``checks`` -> counts.
        states: Thread states that are right, and how many the gold has.
        mistakes: Missing and false links, wrong states.
    """

    fields: dict[str, Tally]
    states: tuple[int, int]
    mistakes: tuple[Mistake, ...]

    @property
    def macro_f1(self) -> float:
        """Mean of the fields' F1."""
        return sum(tally.f1 for tally in self.fields.values()) / len(self.fields)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "fields": {name: tally.as_dict() for name, tally in self.fields.items()},
            "issue_states": {"right": self.states[0], "of": self.states[1]},
            "macro_f1": self.macro_f1,
        }


def score_links(gold: dict[str, Any], predicted: dict[str, Any]) -> LinkReport:
    """Compare two records of links in the form of ``minutes export --links``."""
    fields: dict[str, Tally] = {}
    mistakes: list[Mistake] = []
    states = (0, 0)
    for name, key, like, floor in _CLUSTERED:
        wanted, given = _clusters(gold, name, key), _clusters(predicted, name, key)
        fields[name], matched, found = _score_clusters(name, wanted, given, like, floor)
        mistakes += found
        if name == "issues":
            right = sum(g.get("state") == p.get("state") for g, p in matched)
            states = (right, sum(map(len, wanted)))
            mistakes += [
                Mistake("issues", "differs", f"{g.get('state')} → {p.get('state')}: {g.get('quote')}")
                for g, p in matched
                if g.get("state") != p.get("state")
            ]
    fields["actions"] = _score_promises(gold.get("actions") or [], predicted.get("actions") or [])
    fields["checks"] = _score_checks(gold.get("checks") or [], predicted.get("checks") or [])
    return LinkReport(fields, states, tuple(mistakes))


def _clusters(links: dict[str, Any], name: str, key: str) -> list[list[dict[str, Any]]]:
    return [
        [{**mention, "_label": cluster.get("series")} for mention in cluster.get(key) or []]
        for cluster in links.get(name) or []
    ]


def _stem(record: dict[str, Any]) -> str:
    return PurePath(record.get("document") or "").stem


def _same_person(g: dict[str, Any], p: dict[str, Any]) -> float:
    same = float(squashed(g.get("name")) == squashed(p.get("name")))
    return same + 0.1 * similarity(g.get("affiliation"), p.get("affiliation"))


def _same_program(g: dict[str, Any], p: dict[str, Any]) -> float:
    return similarity(g.get("name"), p.get("name"))


def _same_point(g: dict[str, Any], p: dict[str, Any]) -> float:
    if number_of(g.get("value")) != number_of(p.get("value")):
        return 0.0
    want, have = unit_of(g.get("unit")), unit_of(p.get("unit"))
    if want and have and want != have:
        return 0.0
    period = (g.get("period") or {}) == (p.get("period") or {})
    return 1.0 + 0.5 * period + 0.3 * similarity(g.get("name") or g["_label"], p.get("name") or p["_label"])


def _same_quote(g: dict[str, Any], p: dict[str, Any]) -> float:
    left, right = g.get("quote") or "", p.get("quote") or ""
    return min(covered(left, [right]), covered(right, [left]))


_CLUSTERED: tuple[tuple[str, str, Like, float], ...] = (
    ("people", "appearances", _same_person, 1.0),
    ("programs", "appearances", _same_program, 0.8),
    ("metric_series", "points", _same_point, 1.0),
    ("issues", "states", _same_quote, _SAME_QUOTE),
)


def _flat(clusters: Sequence[Sequence[dict[str, Any]]]) -> tuple[list[dict[str, Any]], list[int]]:
    mentions = [mention for cluster in clusters for mention in cluster]
    return mentions, [number for number, cluster in enumerate(clusters) for _ in cluster]


def _pairs(owner: Sequence[int]) -> set[tuple[int, int]]:
    groups: dict[int, list[int]] = {}
    for index, cluster in enumerate(owner):
        groups.setdefault(cluster, []).append(index)
    return {pair for members in groups.values() for pair in combinations(members, 2)}


def _align(
    gold: Sequence[dict[str, Any]], predicted: Sequence[dict[str, Any]], like: Like, floor: float
) -> dict[int, int]:
    """Gold mention -> predicted mention of the same document, one to one, best likeness first."""
    ranked = sorted(
        ((like(g, p), -i, -j) for i, g in enumerate(gold) for j, p in enumerate(predicted) if _stem(g) == _stem(p)),
        reverse=True,
    )
    aligned: dict[int, int] = {}
    used: set[int] = set()
    for value, minus_i, minus_j in ranked:
        if value < floor:
            break
        if -minus_i not in aligned and -minus_j not in used:
            aligned[-minus_i] = -minus_j
            used.add(-minus_j)
    return aligned


def _score_clusters(
    name: str,
    gold: Sequence[Sequence[dict[str, Any]]],
    predicted: Sequence[Sequence[dict[str, Any]]],
    like: Like,
    floor: float,
) -> tuple[Tally, list[tuple[dict[str, Any], dict[str, Any]]], list[Mistake]]:
    wanted, wanted_owner = _flat(gold)
    given, given_owner = _flat(predicted)
    aligned = _align(wanted, given, like, floor)
    back = {j: i for i, j in aligned.items()}
    pairs = _pairs(wanted_owner)
    # In the order of the gold, so that the same pair is the same tuple on both sides.
    claimed = {
        (min(back[a], back[b]), max(back[a], back[b])) for a, b in _pairs(given_owner) if a in back and b in back
    }
    hits = len(pairs & claimed)
    mistakes = [Mistake(name, "missed", _pair_text(wanted, pair)) for pair in sorted(pairs - claimed)]
    mistakes += [Mistake(name, "extra", _pair_text(wanted, pair)) for pair in sorted(claimed - pairs)]
    matched = [(wanted[i], given[j]) for i, j in aligned.items()]
    return Tally(len(pairs), len(claimed), hits, hits), matched, mistakes


def _pair_text(mentions: Sequence[dict[str, Any]], pair: tuple[int, int]) -> str:
    def shown(mention: dict[str, Any]) -> str:
        what = mention.get("quote") or mention.get("name") or f"{mention.get('_label')} {mention.get('value')}"
        return f"{_stem(mention)} {what}"

    return " ⇔ ".join(shown(mentions[index]) for index in pair)


def _score_promises(gold: Sequence[dict[str, Any]], predicted: Sequence[dict[str, Any]]) -> Tally:
    wanted = [promise for promise in gold if promise.get("followed_up")]
    given = [promise for promise in predicted if promise.get("followed_up")]

    def agrees(g: dict[str, Any], p: dict[str, Any]) -> bool:
        return all(
            _stem(g[end]) == _stem(p[end]) and _same_quote(g[end], p[end]) >= _SAME_QUOTE
            for end in ("promised", "followed_up")
        )

    found = sum(any(agrees(g, p) for p in given) for g in wanted)
    right = sum(any(agrees(g, p) for g in wanted) for p in given)
    return Tally(len(wanted), len(given), right, found)


def _score_checks(gold: Sequence[dict[str, Any]], predicted: Sequence[dict[str, Any]]) -> Tally:
    wanted = [check for check in gold if check.get("ok") is not True]
    given = [check for check in predicted if check.get("ok") is not True]

    def agrees(g: dict[str, Any], p: dict[str, Any]) -> bool:
        same = _stem(g) == _stem(p) and g.get("kind") == p.get("kind")
        return same and covered(p.get("quote") or "", [g.get("quote") or ""]) >= _ALARM

    found = sum(any(agrees(g, p) for p in given) for g in wanted)
    right = sum(any(agrees(g, p) for g in wanted) for p in given)
    return Tally(len(wanted), len(given), right, found)
