"""How sure a record is (確からしさ): counted, not guessed.

``COUNTED`` says of every rule how many of its records were right on the annotated fictional minutes of ``tests/corpus``.
Those minutes had been looked at while the rules were mended; what is to be expected of minutes that nobody has seen is
``FIRST_SIGHT``: the records of each kind that were right on the twenty minutes of exam2 before anybody opened them. Every
rule is drawn toward that mean, a rule seen seldom more than one seen often:

    (right + WEIGHT * mean of the kind) / (seen + WEIGHT)

A rule without any annotated record keeps the confidence of its rule table. ``training/calibrate.py`` counts anew.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["agenda_item", "decision", "issue", "action"]
WEIGHT = 10
"""Records' worth of the kind's mean that is mixed into every rule."""
_HIGHEST = 0.97

# Kind -> (right, seen) at first sight.
FIRST_SIGHT: dict[Kind, tuple[int, int]] = {
    "agenda_item": (84, 86),
    "decision": (54, 55),
    "issue": (51, 58),
    "action": (31, 32),
}

# Rule -> (right, seen), per kind. Written by training/calibrate.py.
COUNTED: dict[Kind, dict[str, tuple[int, int]]] = {
    "agenda_item": {
        "call.agenda": (5, 5),
        "heading.angle": (7, 7),
        "heading.box": (3, 3),
        "heading.kanji": (4, 4),
        "heading.mark": (17, 17),
        "heading.named": (4, 4),
        "heading.number-dot": (13, 13),
        "heading.number-space": (48, 48),
        "heading.ordinal": (4, 4),
        "heading.paren": (42, 42),
        "heading.style": (69, 69),
        "heading.tag": (22, 22),
        "list": (38, 38),
    },
    "decision": {
        "decision.approved.done": (45, 45),
        "decision.approved.noun": (4, 4),
        "decision.approved.present": (14, 14),
        "decision.bare": (2, 2),
        "decision.decided.done": (31, 31),
        "decision.decided.noun": (2, 2),
        "decision.decided.present": (15, 15),
        "decision.deferred.clause": (3, 3),
        "decision.deferred.done": (14, 14),
        "decision.deferred.noun": (2, 2),
        "decision.deferred.plain": (1, 1),
        "decision.deferred.present": (12, 12),
        "decision.deferred.wish": (1, 1),
        "decision.heading.bracket": (3, 3),
        "decision.rejected.done": (6, 6),
        "decision.signers": (7, 7),
        "decision.table.row": (3, 3),
        "decision.unopposed": (9, 9),
    },
    "issue": {
        "score<0.85": (29, 37),
        "score<1.0": (12, 15),
        "score<1.25": (30, 32),
        "score<1.6": (34, 38),
        "score>=1.6": (54, 55),
    },
    "action": {
        "action.any-verb": (6, 7),
        "action.assigned": (10, 10),
        "action.consider": (38, 38),
        "action.do": (31, 31),
        "action.going": (6, 6),
        "action.instructed": (2, 2),
        "action.noun": (4, 4),
        "action.plan": (11, 12),
        "action.verbal-noun": (2, 3),
    },
}


def mean_of(kind: Kind) -> float:
    """Share of right records of a kind at first sight, one right and one wrong added: no kind is ever certain.

    >>> round(mean_of("issue"), 3)
    0.867
    """
    right, seen = FIRST_SIGHT[kind]
    return (right + 1) / (seen + 2)


def trust(kind: Kind, rule_id: str, unseen: float) -> float:
    """Confidence of a record by a rule; ``unseen`` where the rule has no annotated record.

    >>> trust("decision", "decision.of-another-world", 0.6)
    0.6
    """
    counted = COUNTED[kind].get(rule_id)
    if counted is None:
        return unseen
    right, seen = counted
    return round(min(_HIGHEST, (right + WEIGHT * mean_of(kind)) / (seen + WEIGHT)), 2)
