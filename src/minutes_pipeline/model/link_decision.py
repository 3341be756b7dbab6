"""What a person decided about a link (つながりの決定): that two records are the same thing, or that they are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LinkKind = Literal["person", "program", "issue", "action"]


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """A decision on two records of one body, by their present ids.

    Attributes:
        kind: What is linked: people, programs, issues, or a promise (``left``) with its report (``right``).
        left: Id of the earlier record.
        right: Id of the later record.
        same: Whether they belong together.
    """

    kind: LinkKind
    left: str
    right: str
    same: bool
