"""The walk through the doubtful records (確認の巡回): show one, take a key, do it, go on."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from minutes_pipeline.cli.record_words import MEETING
from minutes_pipeline.cli.review_edit import (
    ADD_REASON,
    EDIT_REASON,
    REJECT_REASON,
    UNDO_REASON,
    ask_changes,
    ask_new,
    ask_reason,
    settled,
)
from minutes_pipeline.cli.review_page import conflict_page, page_of
from minutes_pipeline.errors import MinutesError, QueryError
from minutes_pipeline.store import corrections
from minutes_pipeline.store.open import store_errors, writing

if TYPE_CHECKING:
    from sqlite_utils import Database

    from minutes_pipeline.cli.review_dialogue import Dialogue
    from minutes_pipeline.store.doubts import Doubt
    from minutes_pipeline.store.results import Correction, RecordView

Move = Literal["next", "back", "stay", "end"]
RECORD_MENU = "1 確認　2 訂正　3 却下　4 追加　5 次へ　6 戻る　7 取り消し　0 終了: "
HOMELESS_MENU = "2 訂正を終える　4 追加　5 次へ　6 戻る　0 終了: "
"""Of a conflict whose record is not in the current version: the person's value has nowhere to stand."""
CONFLICT_MENU = "1 人の値を残す　2 文書の値を取る　5 次へ　6 戻る　0 終了: "
_ALIASES = {"": "5", "n": "5", "b": "6", "q": "0", "y": "1", "e": "2", "r": "3", "a": "4", "u": "7"}
"""Enter and the letters of the English words, for those who like them."""


@dataclass
class Walk:
    """A walk under way.

    Attributes:
        db: The database, open for writing.
        dialogue: The person.
        by: The person's name.
        doubts: The records to look at.
        position: Which is shown.
        mark: Fingerprint of the record as it was shown.
        made: What was done on each record in this walk, newest last: its name, its corrections.
        counts: What was done, by its Japanese name.
    """

    db: Database
    dialogue: Dialogue
    by: str
    doubts: Sequence[Doubt]
    position: int = 0
    mark: str | None = None
    made: dict[str, list[tuple[str, tuple[Correction, ...]]]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def conn(self) -> sqlite3.Connection:
        """The connection under ``db``."""
        connection: sqlite3.Connection = self.db.conn
        return connection

    def keep(self, done: str, *made: Correction) -> None:
        """Note what was done on the record shown."""
        self.made.setdefault(self.doubts[self.position].record_id, []).append((done, made))
        self.counts[done] += 1


def walk(state: Walk) -> str:
    """Go through the records until the end or until the person ends it; returns the closing sentence."""
    try:
        while state.position < len(state.doubts):
            move = _at(state)
            if move == "end":
                break
            state.position = max(0, state.position + {"next": 1, "back": -1, "stay": 0}[move])
    except (KeyboardInterrupt, EOFError):
        state.dialogue.say("")
    return _closing(state)


def _at(state: Walk) -> Move:
    """Show the record and do what the key says; what is refused is said, and the record shown again."""
    doubt = state.doubts[state.position]
    number, total = state.position + 1, len(state.doubts)
    if doubt.conflict is not None:
        # Without a record in the current version there is none to show: the id it had is that of an older one.
        view = _find(state, doubt) if doubt.conflict.anchor_id is not None else None
        state.dialogue.say(conflict_page(doubt, doubt.conflict, view, number, total))
        if view is None:
            return _choose(state, HOMELESS_MENU, _HOMELESS_KEYS, None)
        return _choose(state, CONFLICT_MENU, _CONFLICT_KEYS, view)
    view = _find(state, doubt)
    if view is None:
        state.dialogue.say(f"[{number}/{total}]　この記録はもうありません（却下されたか、文書が新しくなりました）。")
        return _choose(state, "5 次へ　6 戻る　7 取り消し　0 終了: ", _GONE_KEYS, None)
    state.dialogue.say(page_of(doubt, view, number, total))
    return _choose(state, RECORD_MENU, _RECORD_KEYS, view)


def _find(state: Walk, doubt: Doubt) -> RecordView | None:
    try:
        return corrections.find_record(state.conn, doubt.record_id)
    except QueryError:
        return None


Act = Callable[[Walk, "RecordView | None"], Move]


def _choose(state: Walk, menu: str, keys: dict[str, Act], view: RecordView | None) -> Move:
    state.mark = None if view is None else corrections.fingerprint(state.conn, view.record_id)
    while True:
        pressed = state.dialogue.key(menu)
        act = keys.get(_ALIASES.get(pressed, pressed))
        if act is None:
            state.dialogue.say(f"「{pressed}」には何も割り当てられていません。")
            continue
        try:
            return act(state, view)
        except KeyboardInterrupt:
            state.dialogue.say("\nやめました。何も変えていません。")
        except MinutesError as error:
            state.dialogue.say(str(error))
        return "stay"


@contextmanager
def _unchanged(state: Walk, view: RecordView) -> Iterator[None]:
    """A transaction in which the record is still as it was shown.

    Raises:
        QueryError: Somebody changed it since.
    """
    with store_errors(None), writing(state.db):
        if corrections.fingerprint(state.conn, view.record_id) != state.mark:
            raise QueryError(
                "表示しているあいだに、この記録がほかで変わりました", "いまの内容をもう一度確かめてください"
            )
        yield


def _accept(state: Walk, view: RecordView | None) -> Move:
    if view is not None:
        with _unchanged(state, view):
            made = settled(corrections.accept(state.db, view.record_id, by=state.by))
        state.keep("確認", made)
    return "next"


def _edit(state: Walk, view: RecordView | None) -> Move:
    """Ask until the store takes it; what was typed stays the default."""
    if view is None:
        return "stay"
    changes: dict[str, str] = {}
    while True:
        changes = ask_changes(state.dialogue, view, changes)
        if not changes:
            state.dialogue.say("変わった項目はありません。正しければ「1 確認」を選んでください。")
            return "stay"
        reason = ask_reason(state.dialogue, EDIT_REASON)
        try:
            with _unchanged(state, view):
                made = corrections.correct(state.db, view.record_id, changes, by=state.by, reason=reason)
        except QueryError as error:
            state.dialogue.say(str(error))
            if corrections.fingerprint(state.conn, view.record_id) != state.mark:
                return "stay"
        else:
            if not made:
                state.dialogue.say("書き換えた値は、いまの値と同じです。正しければ「1 確認」を選んでください。")
                return "stay"
            state.keep("訂正", *made)
            return "next"


def _reject(state: Walk, view: RecordView | None) -> Move:
    if view is None:
        return "stay"
    if view.kind == MEETING:
        raise QueryError("会議そのものは却下できません", "項目が誤りなら「2 訂正」を選んでください")
    reason = ask_reason(state.dialogue, REJECT_REASON)
    with _unchanged(state, view):
        made = settled(corrections.reject(state.db, view.record_id, by=state.by, reason=reason))
    state.keep("却下", made)
    return "next"


def _add(state: Walk, view: RecordView | None) -> Move:
    doubt = state.doubts[state.position]
    meeting = doubt.meeting
    new = ask_new(state.dialogue, doubt.kind, view.record if view is not None else {})
    reason = ask_reason(state.dialogue, ADD_REASON)
    made = corrections.add(state.db, meeting.meeting_id, new.kind, new.quote, new.values, by=state.by, reason=reason)
    state.keep("追加", made)
    state.dialogue.say(f"加えました（訂正 {made.id}番）。")
    return "stay"


def _undo(state: Walk, _view: RecordView | None) -> Move:
    """Take back the last thing done on this record in this walk."""
    made = state.made.get(state.doubts[state.position].record_id, [])
    if not made:
        raise QueryError(
            "この記録には、取り消せる操作がありません",
            "今回の確認より前の訂正は minutes correct --withdraw で取り消せます",
        )
    done, last = made[-1]
    with store_errors(None), writing(state.db):
        for correction in last:
            corrections.withdraw(state.db, correction.id, by=state.by, reason=UNDO_REASON)
    made.pop()
    state.counts[done] -= 1
    state.dialogue.say(f"「{done}」を取り消しました。")
    return "stay"


def _keep(keep: Literal["person", "source"], done: str) -> Act:
    def decide(state: Walk, _view: RecordView | None) -> Move:
        conflict = state.doubts[state.position].conflict
        if conflict is None:
            return "stay"
        reason = ask_reason(state.dialogue, EDIT_REASON)
        made = corrections.resolve_conflict(state.db, conflict.id, keep, by=state.by, reason=reason)
        state.keep(done, made)
        return "next"

    return decide


def _move(move: Move) -> Act:
    return lambda _state, _view: move


_MOVES: dict[str, Act] = {"5": _move("next"), "6": _move("back"), "0": _move("end")}
_GONE_KEYS = {**_MOVES, "7": _undo}
_RECORD_KEYS = {**_GONE_KEYS, "1": _accept, "2": _edit, "3": _reject, "4": _add}
_HOMELESS_KEYS = {**_MOVES, "2": _keep("source", "訂正を終えた"), "4": _add}
_CONFLICT_KEYS = {**_MOVES, "1": _keep("person", "人の値を残した"), "2": _keep("source", "文書の値を取った")}


def _closing(state: Walk) -> str:
    left = len(state.doubts) - sum(bool(made) for made in state.made.values())
    done = "、".join(f"{name} {count}件" for name, count in state.counts.items() if count) or "何も変えていません"
    return f"終わりました。{done}。残り {max(0, left)}件。"
