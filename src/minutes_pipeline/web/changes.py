"""Differences and changes in Japanese (違いと変更の言葉): what two versions say, what people did."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from minutes_pipeline.compare.differences import Difference
from minutes_pipeline.store.code_words import CHANGES, CONFIRMATIONS, KINDS, PUBLICATIONS
from minutes_pipeline.store.fields import EDITABLE
from minutes_pipeline.store.results import AuditEntry
from minutes_pipeline.store.wording import period_words

_DONE = {"changed": "変わった", "removed": "なくなった", "added": "増えた"}
_LABELS = {"confirmation": "確定の状態", "publication": "公開の状態", "public_items": "公開する議題", "period": "期間"}
_STATES = {"confirmation": CONFIRMATIONS, "publication": PUBLICATIONS}
_SHARED = 24
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that two versions have differently: kind, what became of it, its words, (field, before, after)."""

    kind: str
    done: str
    change: str
    quote: str
    record_id: str | None
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A change by a person or by taking a file in, in words."""

    at: str
    by: str
    done: str
    kind: str
    label: str
    before: str
    after: str
    reason: str
    record_id: str | None


def changed_records(found: Iterable[Difference]) -> list[Changed]:
    """Differences put together by record, in their order."""
    groups: dict[tuple[str, str | None, str | None], list[Difference]] = {}
    for one in found:
        groups.setdefault((one.kind, one.record_id_old, one.record_id_new), []).append(one)
    return [
        Changed(
            KINDS.get(kind, "会議"), _DONE[ones[0].change], ones[0].change,
            _cut(ones[0].quote_new if ones[0].quote_new is not None else ones[0].quote_old or ""), new,
            tuple(
                (_label(kind, one.field), *parts(_words(kind, one.field, one.before), _words(kind, one.field, one.after)))
                for one in ones
                if one.change == "changed"
            ),
        )
        for (kind, _, new), ones in groups.items()
    ]  # fmt: skip


def entries(found: Iterable[AuditEntry]) -> list[Entry]:
    """Changes in words."""
    return [
        Entry(
            one.at[:16].replace("T", " "), "（取り込み）" if one.by == "minutes" else one.by,
            CHANGES.get(one.action, one.action), KINDS.get(one.kind or "", "会議"), _label(one.kind, one.field),
            _cut(_words(one.kind, one.field, one.before)), _cut(_words(one.kind, one.field, one.after)), one.reason or "",
            one.record_id if one.kind in KINDS else None,
        )
        for one in found
    ]  # fmt: skip


def _label(kind: str | None, field: str | None) -> str:
    if field is None:
        return ""
    known = {one.name: one.label for one in EDITABLE.get(kind or "", ())}
    return known.get(field) or _LABELS.get(field) or {"agenda_item": "議題", "quote": "引用"}.get(field, field)


def _words(kind: str | None, field: str | None, value: Any) -> str:
    """A value as people read it; （空） for none."""
    if value is None or value == "":
        return "（空）"
    if field in _STATES:
        return _STATES[field].get(value, str(value))
    for one in EDITABLE.get(kind or "", ()):
        if one.name == field and isinstance(value, str) and value in one.choices:
            return one.choices[value]
    if isinstance(value, dict):
        if set(value) == {"start", "end"}:
            return period_words(value)
        return str(value.get("quote") or value.get("title") or json.dumps(value, ensure_ascii=False))
    if isinstance(value, list | tuple):
        return "、".join(map(str, value)) or "（空）"
    return str(value)


def parts(before: str, after: str) -> tuple[str, str]:
    """Two texts without the beginning and the end that they share, where these are long.

    >>> parts("子" * 60 + "1件", "子" * 60 + "2件")[1]
    '…子子子子子子子子子子子子子子子子子子子子子子子子2件'
    """
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    skip = head - _SHARED if head > 2 * _SHARED else 0
    drop = tail - _SHARED if tail > 2 * _SHARED else 0
    first, second = (
        f"{'…' if skip else ''}{text[skip : len(text) - drop]}{'…' if drop else ''}" for text in (before, after)
    )
    return _cut(first), _cut(second)


def _shared(first: str, second: str) -> int:
    different = (number for number, (a, b) in enumerate(zip(first, second, strict=False)) if a != b)
    return next(different, min(len(first), len(second)))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
