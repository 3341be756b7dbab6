"""The columns of the review sheet (確認表の列), and what may stand in a cell: text, never a formula.

Writing and reading share this: what ``cells_of`` gives is what the sheet was given, so a cell that differs was edited.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from minutes_pipeline.cli.record_words import text_of
from minutes_pipeline.store.fields import editable_fields

if TYPE_CHECKING:
    from minutes_pipeline.store.results import RecordView

Role = Literal["shown", "field", "decision", "reason", "key"]
FORMAT_MARK = "minutes-review"
FORMAT_VERSION = 1
META_SHEET = "管理"
GUIDE_SHEET = "はじめに"
DECISION, REASON = "判断", "訂正の理由"
RECORD, MARK, WRITTEN = "記録の記号", "指紋", "控え"
UNDECIDED = "未定"
DECISIONS = ("確認", "訂正", "却下", UNDECIDED)
LONGEST = 32_000
"""Characters of a cell; a spreadsheet holds 32,767."""
_CUT_MARK = "……（長いため省略。この欄は表では直せません）"
_RESERVED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN_RESERVED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_KEPT_CONTROLS = frozenset("\n\t")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, what it is for, field where it holds one, width in half-width characters."""

    label: str
    role: Role
    width: int
    field: str | None = None


_WIDTHS = {"value": 10, "value_max": 10, "unit": 8, "qualifier": 8, "number": 8, "level": 6, "session": 8, "quote": 30}
_FIELD_WIDTH = 12


def columns_of(kind: str) -> tuple[Column, ...]:
    """The columns of the sheet of one kind of record, in order."""
    fields = editable_fields(kind)
    quote = [Column("引用", "field", _WIDTHS["quote"], "quote")] if any(f.name == "quote" for f in fields) else []
    return (
        Column("会議", "shown", 14),
        Column("種類", "shown", 8),
        Column("ページ", "shown", 6),
        *quote,
        Column("前後の文", "shown", 32),
        *(Column(f.label, "field", _WIDTHS.get(f.name, _FIELD_WIDTH), f.name) for f in fields if f.name != "quote"),
        Column("確からしさ", "shown", 7),
        Column("確かめる理由", "shown", 16),
        Column(DECISION, "decision", 7),
        Column(REASON, "reason", 14),
        Column(RECORD, "key", 10),
        Column(MARK, "key", 10),
        Column(WRITTEN, "key", 10),
    )


def clean(text: str) -> str:
    r"""Text as a sheet can hold it: no control characters, no half surrogates, one kind of line end, not too long.

    >>> clean("\x00=cmd|' /C calc'!A0\x07\r\n"), clean("\ud800a\ufffe")
    ("=cmd|' /C calc'!A0", 'a')
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    kept = "".join(char for char in lines if char in _KEPT_CONTROLS or not _is_unprintable(char)).strip()
    return kept if len(kept) <= LONGEST else kept[:LONGEST] + _CUT_MARK


def _is_unprintable(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs"} or ord(char) & 0xFFFE == 0xFFFE


def is_cut(text: str) -> bool:
    """Whether ``clean`` had to cut it."""
    return text.endswith(_CUT_MARK)


def escaped(text: str) -> str:
    """Text whose ``_x0041_`` a spreadsheet does not take for a coded character.

    >>> escaped("a_x0041_b"), unescaped(escaped("a_x0041_b"))
    ('a_x005F_x0041_b', 'a_x0041_b')
    """
    return _RESERVED.sub("_x005F_", text)


def unescaped(text: str) -> str:
    """The inverse of ``escaped``, also for what a spreadsheet program coded itself."""
    return _WRITTEN_RESERVED.sub(lambda found: chr(int(found[1], 16)), text)


def cells_of(view: RecordView) -> dict[str, str]:
    """Field -> text of its cell."""
    return {field.name: clean(text_of(field, view.record.get(field.name))) for field in editable_fields(view.kind)}


def digests(cells: Mapping[str, str]) -> str:
    """What tells later which cells were edited: ``field:digest`` of each, in one cell.

    >>> digests({"value": "120"})
    'value:2abaca49'
    """
    return " ".join(f"{name}:{_digest(text)}" for name, text in cells.items())


def edited(cells: Mapping[str, str], written: str) -> dict[str, str]:
    """The cells whose text is not that of which ``written`` has the digest.

    >>> edited({"value": "120", "unit": "人"}, digests({"value": "120", "unit": "件"}))
    {'unit': '人'}
    """
    known = dict(part.split(":", 1) for part in written.split() if ":" in part)
    return {name: text for name, text in cells.items() if known.get(name) != _digest(text)}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def kind_in(record_id: str) -> str | None:
    """The kind that a record's id tells, None where it is none.

    >>> kind_in("0123456789abcdef-agenda_item-3350cf42d1"), kind_in("なぞ")
    ('agenda_item', None)
    """
    parts = record_id.split("-")
    return parts[1] if len(parts) >= 3 and editable_fields(parts[1]) else None
