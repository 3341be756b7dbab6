"""A record in Japanese words (記録の言葉): names of its fields, their values as people write them, its short title.

What ``text_of`` writes, the store reads back as the same value: it is the default of a question and a spreadsheet's cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from minutes_pipeline.cli.terminal import shorten
from minutes_pipeline.cli.wording import amount_words, japanese_date, period_words
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.code_words import KINDS
from minutes_pipeline.store.fields import Field, editable_fields
from minutes_pipeline.text.folding import flat

Record = Mapping[str, Any]
EMPTY = "（空）"
"""How an empty field is shown."""
MEETING = "meeting"
_NAMED = {MEETING: "会議", **{kind: label for kind, label in KINDS.items() if kind != "text"}}
_TITLES = {
    MEETING: "name",
    "agenda_item": "title",
    "goal": "title",
    "program": "title",
    "attendee": "name",
    "remark": "speaker",
}
"""Kind -> the field that names a record; the others are named by their quote."""
_TITLE_WIDTH = 50


def kind_label(kind: str | None) -> str:
    """The Japanese name of a kind of record.

    >>> kind_label("metric"), kind_label("meeting"), kind_label(None)
    ('数値', '会議', '')
    """
    return _NAMED.get(kind or "", kind or "")


def field_label(kind: str | None, name: str | None) -> str:
    """The Japanese name of a field; the name itself where it is none that people correct.

    >>> field_label("action", "due"), field_label("action", "rule_id"), field_label("action", None)
    ('期限', 'rule_id', '')
    """
    return next((field.label for field in editable_fields(kind or "") if field.name == name), name or "")


def field_named(kind: str, word: str) -> Field:
    """The field that ``word`` names, by its Japanese label or its English name, in any width.

    >>> field_named("metric", "値").name, field_named("metric", "ｕｎｉｔ").name
    ('value', 'unit')

    Raises:
        QueryError: The kind has no such field; the remedy lists those it has.
    """
    wanted = flat(word.strip()).lower()
    for field in editable_fields(kind):
        if wanted in {flat(field.label).lower(), field.name}:
            return field
    labels = "・".join(field.label for field in editable_fields(kind))
    raise QueryError(
        f"{kind_label(kind)}の記録に「{word.strip()}」という項目はありません", f"{labels}から選んでください"
    )


def text_of(field: Field, value: Any) -> str:
    """A value as a person may write it, and as the store reads it back; "" for none.

    >>> from minutes_pipeline.store.fields import EDITABLE
    >>> fields = {f.name: f for f in (*EDITABLE["metric"], *EDITABLE["program"], *EDITABLE["decision"])}
    >>> text_of(fields["value"], 1234567), text_of(fields["value"], 0.5), text_of(fields["result"], "deferred")
    ('1,234,567', '0.5', '継続')
    >>> text_of(fields["period"], {"start": "2023-04-01", "end": "2024-03-31"})
    '2023-04-01〜2024-03-31'
    >>> text_of(fields["departments"], ["福祉課", "高齢課"]), text_of(fields["unit"], None)
    ('福祉課、高齢課', '')
    """
    if value is None:
        return ""
    if field.choices:
        return field.choices.get(value, str(value))
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    if isinstance(value, Mapping):
        return str(value["start"]) if value["start"] == value["end"] else f"{value['start']}〜{value['end']}"
    if field.name in {"value", "value_max"} and isinstance(value, int | float):
        return f"{Decimal(repr(value)):,f}"
    return str(value)


def words_of(kind: str | None, name: str | None, value: Any) -> str:
    """A value for reading: dates in the Japanese calendar, 令和5年度 for a whole year, （空） for none.

    >>> words_of("meeting", "date", "2024-05-17"), words_of("metric", "value_max", None)
    ('令和6年5月17日（金）', '（空）')
    >>> words_of("metric", "period", {"start": "2023-04-01", "end": "2024-03-31"})
    '令和5年度'
    """
    if value in (None, "", [], ()):
        return EMPTY
    if name == "period" and isinstance(value, Mapping):
        return period_words(dict(value))
    if kind == MEETING and name == "date":
        return japanese_date(value)
    field = next((field for field in editable_fields(kind or "") if field.name == name), None)
    if field is None and isinstance(value, Mapping):
        return "、".join(f"{field_label(kind, key)} {words_of(kind, key, part)}" for key, part in value.items())
    return text_of(field or Field(name or "", name or ""), value)


def title_of(kind: str | None, record: Record | None) -> str:
    """A record in a few words, on one line: what it is called, a metric with its amount, else how its quote begins.

    >>> title_of("metric", {"name": "相談件数", "value": 1200, "unit": "件", "quote": "相談は1200件"})
    '相談件数　1,200件'
    >>> title_of("issue", {"quote": "相談員が 不足している"}), title_of("issue", None)
    ('相談員が 不足している', '')
    """
    if record is None:
        return ""
    if kind == "metric" and record.get("name"):
        title = f"{record['name']}　{amount_words(dict(record))}"
    else:
        title = record.get(_TITLES.get(kind or "", "quote")) or record.get("quote") or ""
    return shorten(" ".join(str(title).split(" ")).replace("\n", " "), _TITLE_WIDTH)
