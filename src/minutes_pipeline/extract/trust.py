"""How sure a record is (確からしさ): counted, not guessed.

``COUNTED`` says of every rule how many of its records were right on the project's own annotated minutes. Those had been
looked at while the rules were mended; on minutes that nobody has seen fewer are right. So what is counted is lowered by how
much the whole kind falls between both (``fall``), after a rule seen seldom was drawn toward the mean of its kind:

    (right + WEIGHT * mean of the kind) / (seen + WEIGHT) * fall of the kind

A rule without any annotated record keeps the confidence of its rule table. Attendees and metrics are told their doubts by
their own extractors, and lowered alike. ``training/calibrate.py`` counts anew.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["attendee", "agenda_item", "decision", "metric", "issue", "action"]
WEIGHT = 10
"""Records' worth of the kind's mean that is mixed into every rule."""
_HIGHEST = 0.97

# Kind -> (right, seen) on minutes that neither rules nor model nor their authors had seen (docs/accuracy.md).
FIRST_SIGHT: dict[Kind, tuple[int, int]] = {
    "attendee": (169, 213),
    "agenda_item": (109, 111),
    "decision": (63, 69),
    "metric": (211, 233),
    "issue": (101, 122),
    "action": (66, 71),
}

# Kind -> (right, seen) on the project's own minutes. Written by training/calibrate.py.
OWN: dict[Kind, tuple[int, int]] = {
    "attendee": (1274, 1281),
    "agenda_item": (651, 655),
    "decision": (400, 406),
    "metric": (1300, 1367),
    "issue": (499, 532),
    "action": (336, 344),
}

# Rule -> (right, seen), per kind. Written by training/calibrate.py.
COUNTED: dict[Kind, dict[str, tuple[int, int]]] = {
    "agenda_item": {
        "call.agenda": (8, 8),
        "heading.angle": (13, 13),
        "heading.box": (21, 21),
        "heading.kanji": (4, 4),
        "heading.mark": (32, 34),
        "heading.named": (4, 4),
        "heading.number-dot": (28, 28),
        "heading.number-space": (166, 167),
        "heading.ordinal": (4, 4),
        "heading.paren": (151, 151),
        "heading.style": (84, 84),
        "heading.tag": (58, 58),
        "list": (78, 79),
    },
    "decision": {
        "decision.approved.done": (88, 88),
        "decision.approved.noun": (5, 5),
        "decision.approved.present": (40, 40),
        "decision.bare": (18, 18),
        "decision.decided.done": (71, 74),
        "decision.decided.noun": (2, 2),
        "decision.decided.present": (44, 45),
        "decision.deferred.clause": (3, 3),
        "decision.deferred.done": (29, 29),
        "decision.deferred.noun": (2, 2),
        "decision.deferred.plain": (3, 3),
        "decision.deferred.present": (35, 35),
        "decision.deferred.wish": (1, 1),
        "decision.list.row": (1, 1),
        "decision.opinion": (17, 17),
        "decision.rejected.done": (10, 10),
        "decision.rejected.noun": (1, 1),
        "decision.rejected.present": (1, 1),
        "decision.signers": (14, 14),
        "decision.table.row": (3, 3),
        "decision.unopposed": (12, 14),
    },
    "issue": {
        "score<0.85": (83, 87),
        "score<1.0": (24, 27),
        "score<1.25": (89, 101),
        "score<1.6": (87, 98),
        "score>=1.6": (216, 219),
    },
    "action": {
        "action.any-verb": (16, 18),
        "action.assigned": (15, 16),
        "action.consider": (94, 94),
        "action.do": (83, 85),
        "action.going": (27, 28),
        "action.instructed": (2, 2),
        "action.noun": (4, 4),
        "action.opinion": (19, 19),
        "action.plan": (69, 69),
        "action.see-to": (1, 1),
        "action.star": (2, 2),
        "action.verbal-noun": (4, 6),
    },
}


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
