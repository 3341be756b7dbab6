"""Functions told below a roster (名簿の注記): ※ １番は会長、４番は副会長 / なお、会長は森岡委員が務める.

``remark = (※ | なお | 注 | bracket) statement { 、 statement }``; ``statement = who は role | role は who``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from minutes_pipeline.extract.roster_model import Person
from minutes_pipeline.text.folding import flat, name_key
from minutes_pipeline.values.posts import HONORIFIC, ROLE, Role, role_of

_LEAD = re.compile(r"\s{0,8}(?:[※*]|なお|注|[(])[0-9]{0,2}\s?\)?\s?[、,:]?\s?")
_SEAT = r"(?:議席)?(?:第)?[0-9]{1,3}番(?:委員|議員)?"
_WHO = rf"(?:{_SEAT}|[^\s0-9、。,:は]{{1,8}}?(?:委員|議員|{HONORIFIC})?)"
_IS = r"\s?(?:は|が|を|=|:)\s?"
_STATEMENT = re.compile(
    rf"(?:(?P<who>{_WHO}){_IS}(?P<role>{ROLE})|(?P<office>{ROLE}){_IS}(?P<holder>{_WHO}))(?:です|である|とする|が?(?:務める|務めた))?(?:[、,;。)\s]{{1,4}}|$)"
)
_LONGEST = 120


def told_roles(line: str) -> list[tuple[int | str, Role]]:
    """Seat number or name with the function that a remark tells of it; empty where the line is no such remark.

    >>> told_roles("※ １番は会長、４番は副会長"), told_roles("なお、会長は森岡委員")
    ([(1, 'chair'), (4, 'vice_chair')], [('森岡', 'chair')])
    >>> told_roles("会長：森岡　太一"), told_roles("※森岡委員は15時に退席")
    ([], [])
    """
    folded = flat(line).rstrip()
    lead = _LEAD.match(folded) if len(folded) <= _LONGEST else None
    at = lead.end() if lead is not None else len(folded)
    found: list[tuple[int | str, Role]] = []
    while at < len(folded):
        statement = _STATEMENT.match(folded, at)
        role = role_of(statement["role"] or statement["office"]) if statement is not None else None
        if statement is None or role is None:
            return []
        who = statement["who"] or statement["holder"]
        number = re.search("[0-9]{1,3}", who)
        found.append((int(number[0]) if number is not None else re.sub(rf"(?:委員|議員|{HONORIFIC})$", "", who), role))
        at = statement.end()
    return found


def with_told_roles(people: list[Person], lines: Iterable[str]) -> list[Person]:
    """Functions that remarks tell, given to the one member whose seat or name they point to."""
    out = list(people)
    for who, role in (told for line in lines for told in told_roles(line)):
        fits = [i for i, p in enumerate(out) if p.group == "member" and _is_meant(p, who)]
        if len(fits) == 1:
            out[fits[0]] = replace(out[fits[0]], role=out[fits[0]].role or role)
    return out


def _is_meant(person: Person, who: int | str) -> bool:
    if isinstance(who, int):
        return person.number == who
    return person.name is not None and name_key(person.name).startswith(name_key(who))
