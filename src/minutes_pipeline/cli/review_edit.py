"""Asking for the fields of a record (項目を尋ねる): the present value as default, choices by number, - for none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from minutes_pipeline.cli.record_words import MEETING, kind_label, text_of
from minutes_pipeline.cli.review_dialogue import EMPTIED
from minutes_pipeline.cli.terminal import shorten
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.fields import EDITABLE, Field, editable_fields
from minutes_pipeline.text.folding import flat

if TYPE_CHECKING:
    from minutes_pipeline.cli.review_dialogue import Dialogue
    from minutes_pipeline.store.results import Correction, RecordView

_DEFAULT_WIDTH = 40
EDIT_REASON = "原文と照らして直しました"
REJECT_REASON = "原文と照らして、誤った読み取りでした"
UNDO_REASON = "確認中に取り消しました"
ADD_REASON = "原文にあり、読み落とされていました"


@dataclass(frozen=True, slots=True)
class NewRecord:
    """What a person wants added (加える記録)."""

    kind: str
    quote: str
    values: dict[str, str]


def ask_changes(dialogue: Dialogue, view: RecordView, typed: Mapping[str, str]) -> dict[str, str]:
    """Ask field by field; returns the fields whose text differs from the present value's.

    Args:
        dialogue: Whom to ask.
        view: The record.
        typed: What was typed before and refused: the default instead of the present value.

    Raises:
        KeyboardInterrupt: The person gives the correction up.
    """
    dialogue.say("項目ごとに値を入れてください。そのままなら Enter、空にするなら -、やめるなら Ctrl+C。")
    changes = {}
    for field in editable_fields(view.kind):
        present = text_of(field, view.record.get(field.name))
        text = _ask(dialogue, field, typed.get(field.name, present), required=not field.empty)
        if text != present:
            changes[field.name] = text
    return changes


def ask_new(dialogue: Dialogue, kind: str, beside: Mapping[str, Any]) -> NewRecord:
    """Ask for kind, quote and fields of a record to add.

    Args:
        dialogue: Whom to ask.
        kind: The default kind.
        beside: The record shown, whose agenda item is the default one; may be empty.

    Raises:
        KeyboardInterrupt: The person gives it up.
    """
    kinds = [kind for kind in EDITABLE if kind != MEETING]
    default = kind if kind in kinds else kinds[0]
    choices = {kind: kind_label(kind) for kind in kinds}
    dialogue.say("読み落とされた記録を加えます。やめるなら Ctrl+C。")
    label = _ask(dialogue, Field("kind", "種類", choices=choices, empty=False), choices[default], required=True)
    kind = next(kind for kind in kinds if choices[kind] == label)
    quote = _ask_quote(dialogue)
    values = {}
    for field in editable_fields(kind):
        if field.name == "quote":
            continue
        present = str(beside.get("agenda_item") or "") if field.name == "agenda_item" else ""
        text = _ask(dialogue, field, present, required=not field.empty)
        if text:
            values[field.name] = text
    return NewRecord(kind, quote, values)


def _ask_quote(dialogue: Dialogue) -> str:
    """A quote may be pasted over several lines: an empty line ends it."""
    dialogue.say("引用を、原文のとおりに打つか貼り付けて、空の行で Enter を押してください。")
    lines: list[str] = []
    while True:
        line = dialogue.ask("引用: " if not lines else "      ")
        if line:
            lines.append(line)
        elif lines:
            return "\n".join(lines)


def _ask(dialogue: Dialogue, field: Field, default: str, *, required: bool) -> str:
    """One field; asked again while it must not be empty or the number names no choice."""
    shown = f" [{shorten(default.replace(chr(10), ' '), _DEFAULT_WIDTH)}]" if default else ""
    options = list(field.choices.values())
    hint = "　".join(f"{number} {label}" for number, label in enumerate(options, 1)) or field.hint
    if hint:
        dialogue.say(f"    （{hint}）")
    while True:
        text = dialogue.ask(f"  {field.label}{shown}: ")
        if text == "":
            text = default
        elif flat(text) == EMPTIED:
            text = ""
        elif options and flat(text).isdecimal() and 1 <= int(flat(text)) <= len(options):
            text = options[int(flat(text)) - 1]
        if options and text and text not in options:
            dialogue.say(f"  「{text}」という選択肢はありません。番号で選んでください。")
        elif required and not text:
            dialogue.say(f"  「{field.label}」は空にできません。")
        else:
            return text


def ask_reason(dialogue: Dialogue, default: str) -> str:
    """Why; Enter takes the default."""
    return dialogue.ask(f"  理由 [{default}]: ") or default


def settled(correction: Correction) -> Correction:
    """The correction, if it holds.

    Raises:
        QueryError: It was made before and waits in conflict: doing it again decides nothing.
    """
    if correction.state == "conflict":
        raise QueryError(
            f"この記録には、まだ決めていない食い違い（{correction.id}番）があります",
            "先に minutes review --conflicts で決めてください",
        )
    return correction
