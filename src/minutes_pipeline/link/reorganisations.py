"""Departments that the minutes say were renamed or merged (機構改革): 福祉部は健康福祉部となり, 健康福祉部（旧福祉部）.

Nobody need write a table of what the meeting was told: a person's or a program's department counts under its new name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from minutes_pipeline.link.master import DepartmentChange, Master
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.text.folding import flat

#: Words in hiragana that departments bear; any other hiragana is a particle.
_KANA = r"こども|ども|子育て|くらし|まちづくり|づくり|みどり|ふるさと|しごと|すこやか|いきいき|ささえあい|あんしん|つながり|ふれあい|はぐくみ"
_UNIT = rf"(?:[一-龠ァ-ヶー々A-Za-z]|{_KANA}){{1,14}}?(?:部|課|局|室|係|所|センター|本部|班)"
_BECAME = r"(?:なり|なった|なりました|改め|改称|改組|改編|再編|統合|変わ|名称(?:を|が)?変更|組織変更|移行)"
_RULES = (
    re.compile(
        rf"(?:^|[、。・:「」\s]|により|に伴い|から|で|の)[「]?(?P<old>{_UNIT})[」]?(?:は|が|を|から)[、「]?[^。、]{{0,12}}?(?P<new>{_UNIT})[」]?(?:と|に|へと?)(?:名称(?:を|が)|名を|それぞれ)?{_BECAME}"
    ),
    re.compile(rf"(?:^|[、。・:\s])(?P<new>{_UNIT})\((?:旧|元|前)(?:・|:)?\s?(?P<old>{_UNIT})\)"),
)


def told_changes(minutes: Minutes) -> tuple[DepartmentChange, ...]:
    """The changes that the text tells, in order, each once."""
    found: dict[tuple[str, str], DepartmentChange] = {}
    for line in flat(minutes.text).split("\n"):
        for rule in _RULES:
            for match in rule.finditer(line):
                old, new = match["old"], match["new"]
                if old != new:
                    found.setdefault((old, new), DepartmentChange(old, new, minutes.meeting.date))
    return tuple(found.values())


def with_told(master: Master, series: Iterable[Minutes]) -> Master:
    """The master with what the minutes tell, behind what people gave; nothing that turns one of those round."""
    changes = list(master.departments)
    known = {change.new for change in changes} | {change.old for change in changes}
    for minutes in series:
        for change in told_changes(minutes):
            if change.old not in known:
                known |= {change.old}
                changes.append(change)
    return Master(master.roster, tuple(changes))
