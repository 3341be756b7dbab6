"""The same person across meetings (人物の同定): by name, department, post and what the minutes say of transfers.

Minutes of one body print a surname one year and a full name the next; people change departments with the yearly
transfer; two people may share a surname. Mentions are placed meeting by meeting, each surname by itself, the surest
first. A link needs evidence beyond the name where the name alone is a surname; what has too little becomes a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from minutes_pipeline.model.links import Appearance, Person, Suggestion
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Attendee
from minutes_pipeline.text.folding import flat, name_key

_SURE = 0.5
"""A link of this score or more is made; below it, down to ``_LIKELY``, it is suggested."""
_LIKELY = 0.3
#: Posts from low to high (職階); a person usually keeps the post or rises by one or two.
_RANKS = (
    "職員 主事 技師 主事補 書記",
    "主任 副主査 主査 主任主事 主任技師",
    "係長 主幹 班長 専門員",
    "補佐 課長補佐 副主幹 副参事 室長補佐",
    "課長 室長 所長 館長 参事 センター長 園長 校長",
    "次長 副部長 主席参事 局次長 副局長",
    "部長 局長 理事 消防長 教育部長 会計管理者",
    "副市長 副町長 副村長 教育長 助役",
    "市長 町長 村長 区長",
)
_RANK = {post: rank for rank, posts in enumerate(_RANKS) for post in posts.split()}
_MOVE = re.compile(r"異動|着任|就任|転任|前任|後任|元の?|旧|前職|引き続き|年度は")


@dataclass
class _Known:
    """A person as known so far: every form of the name, the appearances, the latest place and post."""

    names: set[str]
    mentions: list[tuple[int, Attendee]]
    score: float = 1.0
    reasons: list[str] = field(default_factory=list)

    @property
    def last(self) -> Attendee:
        return self.mentions[-1][1]

    @property
    def longest(self) -> str:
        return max(self.names, key=len)


def link_people(series: Sequence[Minutes]) -> tuple[tuple[Person, ...], tuple[Suggestion, ...]]:
    """People of a body's meetings, oldest first, and the likely links that nobody has confirmed.

    Args:
        series: Minutes in order of their dates.
    """
    known: list[_Known] = []
    suggestions: list[Suggestion] = []
    for index, minutes in enumerate(series):
        sentences = [s for s in re.split(r"[\n。]", flat(minutes.text)) if _MOVE.search(s)]
        mentions = [a for a in minutes.attendees if a.name]
        placed, likely = _place(known, mentions, sentences)
        suggestions += likely
        for mention in mentions:
            person, score, reasons = placed.get(id(mention), (None, 1.0, ()))
            if person is None:
                known.append(_Known({name_key(mention.name or "")}, [(index, mention)]))
                continue
            person.names.add(name_key(mention.name or ""))
            person.mentions.append((index, mention))
            person.score = min(person.score, score)
            person.reasons += [reason for reason in reasons if reason not in person.reasons]
    return tuple(_person(person, series) for person in known), tuple(suggestions)


def _person(person: _Known, series: Sequence[Minutes]) -> Person:
    appearances = tuple(
        Appearance(
            document=series[index].document, record_id=mention.id, name=mention.name or "",
            affiliation=mention.affiliation, job_title=mention.job_title,
        )
        for index, mention in person.mentions
    )  # fmt: skip
    longest = max((mention.name or "" for _, mention in person.mentions), key=lambda name: len(name_key(name)))
    return Person(person=longest, appearances=appearances, score=person.score, reasons=tuple(person.reasons))


_Placed = dict[int, tuple[_Known | None, float, tuple[str, ...]]]


def _place(known: list[_Known], mentions: list[Attendee], sentences: list[str]) -> tuple[_Placed, list[Suggestion]]:
    """Each mention of a meeting to one known person at most, surest first; the rest are new people."""
    ranked = sorted(
        (
            (score, -k, -m, reasons)
            for k, person in enumerate(known)
            for m, mention in enumerate(mentions)
            if (found := _likeness(person, mention, sentences, mentions, known))
            for score, reasons in (found,)
        ),
        key=lambda entry: entry[:3],
        reverse=True,
    )
    placed: _Placed = {}
    suggestions: list[Suggestion] = []
    taken: set[int] = set()
    for score, minus_k, minus_m, reasons in ranked:
        person, mention = known[-minus_k], mentions[-minus_m]
        if id(mention) in placed or -minus_k in taken:
            continue
        if score >= _SURE:
            placed[id(mention)] = (person, round(min(score, 1.0), 2), reasons)
            taken.add(-minus_k)
        elif score >= _LIKELY:
            suggestions.append(
                Suggestion(kind="person", left=person.last.id, right=mention.id, score=round(score, 2), reasons=reasons)
            )
    return placed, suggestions


def _likeness(
    person: _Known, mention: Attendee, sentences: list[str], mentions: list[Attendee], known: list[_Known]
) -> tuple[float, tuple[str, ...]] | None:
    """How likely the mention is the person (0 to 1), with reasons; None when the names rule it out."""
    name = name_key(mention.name or "")
    fit = _name_fit(person, name)
    if fit is None:
        return None
    reasons = ["氏名が同じ" if fit == "full" else "姓が同じ"]
    score = 0.75 if fit == "full" else 0.15
    earlier = person.last
    same_place = _same_place(earlier.affiliation, mention.affiliation)
    if same_place:
        score += 0.3 * same_place
        reasons.append("所属が同じ")
    score += _post_fit(earlier.job_title, mention.job_title, reasons)
    if _told(earlier, mention, name, sentences):
        score += 0.4
        reasons.append("異動の記載がある")
    if fit == "surname":
        rivals = sum(1 for other in mentions if other is not mention and _name_fit(person, name_key(other.name or "")))
        rivals += sum(1 for other in known if other is not person and _name_fit(other, name))
        if not rivals:
            score += 0.1
            reasons.append("同じ姓の人がほかにいない")
        elif not same_place and "異動の記載がある" not in reasons:
            score -= 0.2
    return score, tuple(reasons)


def _name_fit(person: _Known, name: str) -> str | None:
    """``full``: the same full name; ``surname``: one is the surname of the other; None: different people."""
    fits = [_fit(form, name) for form in person.names]
    return None if None in fits or not name else "full" if "full" in fits else "surname"


def _fit(one: str, other: str) -> str | None:
    if one == other:
        return "full" if len(one) >= 3 else "surname"
    short, long = sorted((one, other), key=len)
    return "surname" if short and len(short) <= 3 and len(long) > len(short) and long.startswith(short) else None


def _units(affiliation: str | None) -> list[str]:
    return re.findall(
        r"[^\s、・]+?(?:部|局|課|室|係|所|センター|本部|班|署|館|院|会|社|校)(?=$|[^長])", name_key(affiliation or "")
    )


def _same_place(one: str | None, other: str | None) -> float:
    """1 for the same affiliation, 0.7 where one is a part of the other, else 0."""
    left, right = name_key(one or ""), name_key(other or "")
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    return (
        0.7 if left.startswith(right) or right.startswith(left) or left.endswith(right) or right.endswith(left) else 0.0
    )


def _rank(post: str | None) -> int | None:
    folded = name_key(post or "")
    return next((_RANK[folded[at:]] for at in range(len(folded)) if folded[at:] in _RANK), None)


def _post_fit(one: str | None, other: str | None, reasons: list[str]) -> float:
    before, after = _rank(one), _rank(other)
    if one and other and name_key(one) == name_key(other):
        reasons.append("職名が同じ")
        return 0.2
    if before is None or after is None:
        return 0.0
    if 0 <= after - before <= 2:
        reasons.append("職名が続いている")
        return 0.15
    return -0.25 if abs(after - before) > 2 else 0.0


def _told(earlier: Attendee, mention: Attendee, name: str, sentences: list[str]) -> bool:
    """Whether a sentence about transfers names the person together with the former or the new department."""
    surname = min((name, name_key(earlier.name or "")), key=len)
    return any(
        surname in name_key(sentence)
        and _names_place(sentence, earlier.affiliation, earlier.job_title, mention.affiliation)
        for sentence in sentences
    )


def _names_place(sentence: str, before: str | None, post: str | None, after: str | None) -> bool:
    folded = name_key(sentence)
    old = {unit for unit in [name_key(before or ""), *_units(before)] if len(unit) > 1}
    new = {unit for unit in [name_key(after or ""), *_units(after)] if len(unit) > 1}
    return any(unit in folded for unit in old - new) or (bool(old & new) and any(unit in folded for unit in old))
