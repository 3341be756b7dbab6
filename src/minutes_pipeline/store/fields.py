"""What people may correct (訂正できる項目): the fields of each kind, their Japanese names, choices and grammars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from minutes_pipeline.store.code_words import GROUPS, QUALIFIERS, RESULTS, ROLES, SIDES, STATUSES


@dataclass(frozen=True, slots=True)
class Field:
    """One field (項目): English name, Japanese name, how to write it, the choices (code -> Japanese), may it be empty."""

    name: str
    label: str
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    empty: bool = True


_QUOTE = Field("quote", "引用", "本文に書いてあるとおり", empty=False)
_ITEM = Field("agenda_item", "議題", "この会議の議題の題名")
EDITABLE: dict[str, tuple[Field, ...]] = {
    "meeting": (
        Field("name", "会議名"),
        Field("session", "第N回", "数字"),
        Field("date", "開催日", "2024-05-17 か 令和6年5月17日"),
        Field("start_time", "開始", "13:30 か 午後1時30分"),
        Field("end_time", "終了", "15:00 か 午後3時"),
        Field("venue", "場所"),
    ),
    "attendee": (
        Field("name", "氏名"),
        Field("affiliation", "所属"),
        Field("job_title", "職名"),
        Field("role", "役割", choices=ROLES),
        Field("group", "区分", choices=GROUPS, empty=False),
        Field("status", "出欠", choices=STATUSES, empty=False),
        _QUOTE,
    ),
    "agenda_item": (
        Field("number", "番号"),
        Field("title", "題名", empty=False),
        Field("level", "階層", "1が最も外側", empty=False),
        _QUOTE,
    ),
    "goal": (Field("number", "番号", "数字"), Field("title", "題名", empty=False), _ITEM, _QUOTE),
    "program": (
        Field("title", "名称", empty=False),
        Field("departments", "担当部署", "、で区切る"),
        _ITEM,
        _QUOTE,
    ),
    "remark": (
        Field("speaker", "発言者", empty=False),
        Field("side", "側", choices=SIDES, empty=False),
        _ITEM,
        _QUOTE,
    ),
    "decision": (Field("result", "結果", choices=RESULTS, empty=False), _ITEM, _QUOTE),
    "metric": (
        Field("name", "名称", empty=False),
        Field("value", "値", "1234 か 1,234 か 8億4,000万", empty=False),
        Field("value_max", "値の上限", "範囲でなければ空"),
        Field("unit", "単位"),
        Field("qualifier", "限定", choices=QUALIFIERS),
        Field("period", "期間", "2023-04-01〜2024-03-31 か 令和5年度"),
        _ITEM,
        _QUOTE,
    ),
    "issue": (_ITEM, _QUOTE),
    "action": (Field("owner", "担当"), Field("due", "期限"), _ITEM, _QUOTE),
}


def editable_fields(kind: str) -> tuple[Field, ...]:
    """The fields of a kind of record that people may correct, in order of display; none for an unknown kind."""
    return EDITABLE.get(kind, ())
