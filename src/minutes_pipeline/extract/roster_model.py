"""What a roster yields before it becomes records (名簿の中間表現)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from minutes_pipeline.values.departments import is_same_unit, unit_rank
from minutes_pipeline.values.names import clean_name, name_likeness
from minutes_pipeline.values.posts import Role

Status = Literal["present", "absent", "online", "proxy", "late", "left_early"]
Group = Literal["member", "secretariat", "explainer", "observer"]

# Titles that many bear: alone they name nobody in particular.
MANY = frozenset(
    "理事 委員 役員 幹事 会員 代表 職員 評議員 議員 担当 担当者 係員 部員 事務局員 教育委員 民生委員 児童委員 監事".split()
)


@dataclass(frozen=True, slots=True)
class Person:
    """One person or post of a roster; ``units`` from the widest to the narrowest, ``title`` as printed.

    ``start`` and ``end`` bound the place in ``Document.text`` where the person is listed; ``seat`` tells that a seat
    number stands before the name, ``number`` which one. ``category`` is the kind of member that a heading tells (学識経験者), which stands for the
    affiliation of those who have none.
    """

    start: int
    end: int
    name: str | None = None
    units: tuple[str, ...] = ()
    title: str | None = None
    role: Role | None = None
    group: Group | None = None
    status: Status | None = None
    rule_id: str = "roster.line"
    confidence: float = 0.95
    seat: bool = False
    number: int | None = None
    category: str | None = None

    @property
    def affiliation(self) -> str | None:
        """Units joined, or None."""
        return "".join(self.units) or (self.category if self.title is None else None)

    @property
    def certainty(self) -> float:
        """Confidence of the reading, less for what the dictionary does not bear out.

        A name unknown to it, or a unit that ends like none, is right less often than 山田太郎 of 総務課.
        """
        doubt = 0.0
        if self.name is not None:
            likeness = name_likeness(self.name.split("（")[0])
            doubt += 0.25 if likeness < 0.5 else 0.1 if likeness < 1.2 else 0.03 if likeness < 2.0 else 0.0
            doubt += 0.2 * (len(self.name) > 8 and not self.name.isascii())
        doubt += 0.08 * sum(unit_rank(unit) is None for unit in self.units[:2])
        return round(max(0.3, self.confidence - doubt), 2)

    def named(self, printed: str) -> Person:
        """The same with a name as printed."""
        return replace(self, name=clean_name(printed))


def sent_by(member: Person, proxy: Person) -> Person:
    """Who comes in a member's place belongs to the member's body, unless a unit of his own is printed with him.

    代理（運輸企画専門官　帆足） in the row of 運輸支局 is of 運輸支局; 代理：商工観光課長 of 産業部長 is of 商工観光課.
    """
    own = (
        tuple(u for u in member.units if unit_rank(u) is not None) or member.units
    )  # 首席企画専門官: 首席企画 is none.
    if proxy.units and is_same_unit(proxy.units[0]):
        return replace(proxy, units=(*own, *proxy.units[1:]))
    body = member.units and unit_rank(member.units[-1]) == 0 and not "".join(proxy.units).startswith(member.units[-1])
    if body and proxy.units and unit_rank(proxy.units[0]) in (1, 2, 3):
        return replace(proxy, units=(*own, *proxy.units))  # 警察署長　代理　地域課長
    if not member.units or any(unit_rank(unit) is not None for unit in proxy.units):
        return proxy
    return replace(proxy, units=(*own, *proxy.units))
