"""How sure a record is (確からしさ): counted, not guessed.

``COUNTED`` says of every rule how many of its records were right on the project's own annotated minutes. Those had been
looked at while the rules were mended; on minutes that nobody has seen fewer are right. So what is counted is lowered by how
much the whole kind falls between both (``fall``), after a rule seen seldom was drawn toward the mean of its kind:

    (right + WEIGHT * mean of the kind) / (seen + WEIGHT) * fall of the kind

A rule without any annotated record keeps the confidence of its rule table. Attendees and metrics are told their doubts by
their own extractors, and lowered alike. ``training/calibrate.py`` counts anew.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

Kind = Literal["attendee", "agenda_item", "decision", "metric", "issue", "action"]
WEIGHT = 10
"""Records' worth of the kind's mean that is mixed into every rule."""
_HIGHEST = 0.97

# Kind -> (right, seen) on minutes that neither rules nor model nor their authors had seen (docs/accuracy.md).
FIRST_SIGHT: dict[Kind, tuple[int, int]] = {
    "attendee": (219, 264),
    "agenda_item": (149, 155),
    "decision": (87, 97),
    "metric": (290, 324),
    "issue": (147, 183),
    "action": (96, 110),
}

# Kind -> (right, seen) on the project's own minutes. Written by training/calibrate.py.
OWN: dict[Kind, tuple[int, int]] = {
    "attendee": (1384, 1391),
    "agenda_item": (725, 729),
    "decision": (447, 454),
    "metric": (1456, 1539),
    "issue": (598, 646),
    "action": (391, 406),
}

# Rule -> (right, seen), per kind. Written by training/calibrate.py.
COUNTED: dict[Kind, dict[str, tuple[int, int]]] = {
    "agenda_item": {
        "call.agenda": (13, 13),
        "call.other": (3, 3),
        "call.report": (2, 2),
        "call.topic": (2, 2),
        "heading.angle": (13, 13),
        "heading.box": (21, 21),
        "heading.kanji": (4, 4),
        "heading.mark": (38, 40),
        "heading.named": (4, 4),
        "heading.number-dot": (41, 41),
        "heading.number-space": (182, 183),
        "heading.ordinal": (4, 4),
        "heading.paren": (171, 171),
        "heading.roman": (1, 1),
        "heading.style": (84, 84),
        "heading.tag": (65, 65),
        "list": (77, 78),
    },
    "decision": {
        "decision.approved.done": (96, 96),
        "decision.approved.noun": (6, 6),
        "decision.approved.present": (45, 45),
        "decision.bare": (18, 18),
        "decision.decided.done": (81, 84),
        "decision.decided.noun": (3, 3),
        "decision.decided.present": (52, 53),
        "decision.deferred.clause": (4, 4),
        "decision.deferred.done": (30, 30),
        "decision.deferred.noun": (2, 2),
        "decision.deferred.plain": (3, 3),
        "decision.deferred.present": (40, 40),
        "decision.deferred.wish": (1, 1),
        "decision.list.row": (1, 1),
        "decision.opinion": (20, 20),
        "decision.rejected.done": (12, 12),
        "decision.rejected.noun": (1, 1),
        "decision.rejected.present": (1, 1),
        "decision.signers": (15, 16),
        "decision.table.row": (3, 3),
        "decision.unopposed": (13, 15),
    },
    "issue": {
        "score<0.85": (126, 137),
        "score<1.0": (30, 37),
        "score<1.25": (100, 111),
        "score<1.6": (101, 115),
        "score>=1.6": (241, 246),
    },
    "action": {
        "action.any-verb": (23, 28),
        "action.assigned": (19, 19),
        "action.consider": (104, 104),
        "action.do": (97, 101),
        "action.going": (31, 32),
        "action.instructed": (2, 2),
        "action.noun": (4, 4),
        "action.opinion": (26, 26),
        "action.plan": (71, 71),
        "action.see-to": (2, 2),
        "action.star": (7, 8),
        "action.verbal-noun": (5, 9),
    },
}


@cache
def fall(kind: Kind) -> float:
    """Share of right records at first sight over that on the own minutes, 1 at most.

    >>> 0.5 < fall("attendee") < 1.0
    True
    """
    (right, seen), (own_right, own_seen) = FIRST_SIGHT[kind], OWN[kind]
    return min(1.0, (right / seen) / (own_right / own_seen))


def lowered(kind: Kind, confidence: float) -> float:
    """An extractor's own confidence as it holds for minutes that nobody has seen."""
    return round(confidence * fall(kind), 2)


@lru_cache(maxsize=512)
def trust(kind: Kind, rule_id: str, unseen: float) -> float:
    """Confidence of a record by a rule; ``unseen`` where the rule has no annotated record.

    >>> trust("decision", "decision.of-another-world", 0.6)
    0.6
    """
    counted = COUNTED[kind].get(rule_id)
    if counted is None:
        return unseen
    right, seen = counted
    own_right, own_seen = OWN[kind]
    share = (right + WEIGHT * own_right / own_seen) / (seen + WEIGHT)
    return round(min(_HIGHEST, share * fall(kind)), 2)
