"""Legends (凡例): what a roster's own marks mean (◎会長　○副会長, ※はオンラインによる出席, ○：出席　×：欠席)."""

from __future__ import annotations

import re

from minutes_pipeline.extract.roster_model import Status
from minutes_pipeline.extract.roster_presence import whole_status
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.posts import ROLE, Role, role_of

Meaning = Role | Status
MARKS = "◎○〇◯●◇◆□■△▲▽▼☆★※*×✕"
_MARK = re.compile(f"[{re.escape(MARKS)}]")
_ENTRY = re.compile(
    rf"「?(?P<mark>[{re.escape(MARKS)}])」?(?:印|マーク)?(?:は|が|を|:|…|=|-|・)?(?:付した者は)?"
    rf"(?P<word>(?:{ROLE})|[^\s{re.escape(MARKS)}]{{1,16}}?)(?:を示す|を表す|です|の?委員|者)?"
)
_CUT = re.compile(rf"[、,;；/\s]+|(?<=\S)(?=[{re.escape(MARKS)}](?!印))")
_LEAD = re.compile(r"^\s*(?:[※注](?=\s?[◎○〇◯●×✕])|凡例\s?:?)")
_NOTICE = re.compile(r"(?:敬称略|順不同|五十音順|50音順|凡例:?|[0-9]{1,3}[名人]|以下同じ)")


def read_legend(text: str) -> dict[str, Meaning]:
    """Meanings of the marks that a bracket or line explains; empty where it is no legend.

    >>> read_legend("敬称略、◎会長　○副会長"), read_legend("※はオンラインによる出席")
    ({'◎': 'chair', '○': 'vice_chair'}, {'※': 'online'})
    >>> read_legend("◎会長　山田太郎"), read_legend("○委員")
    ({}, {})
    """
    found: dict[str, Meaning] = {}
    folded = flat(text)
    if not _MARK.search(folded):
        return found
    for item in _CUT.split(_LEAD.sub("", folded).strip()):
        if not item or _NOTICE.fullmatch(item):
            continue
        entry = _ENTRY.fullmatch(item)
        meaning = _meaning(entry["word"]) if entry is not None else None
        if entry is None or meaning is None:
            return {}
        found[same_mark(entry["mark"])] = meaning
    return found


def _meaning(word: str) -> Meaning | None:
    return role_of(word) or whole_status(word)


def same_mark(mark: str) -> str:
    """One character for the marks that look alike (○ 〇 ◯; * ※ stay two)."""
    folded = flat(mark)
    return {"〇": "○", "◯": "○", "✕": "×"}.get(folded, folded)


def find_legends(text: str) -> dict[str, Meaning]:
    """Meanings of all legends of a roster's text: in brackets, and lines that are nothing but a legend."""
    found: dict[str, Meaning] = {}
    for line in text.splitlines():
        if not _MARK.search(flat(line)):
            continue
        found |= read_legend(re.sub(r"^\s*[※注](?=\s?[◎○〇◯●])|^\s*[(（]|[)）]\s*$", "", line))
        for bracket in re.finditer(r"[(（\[［〔【]([^()（）]{2,60})[)）\]］〕】]", line):
            found |= read_legend(bracket[1])
    return found
