"""The tables of the progress database (進捗データベースの表) as data: the same for SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ProgressColumn:
    """A column: name, type (text, number or integer), Japanese description."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class ProgressTable:
    """A table: name, Japanese name, columns; the first is the key."""

    name: str
    title: str
    columns: tuple[ProgressColumn, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its own columns, without those that every table has."""
        return tuple(column.name for column in self.columns)


def _table(name: str, title: str, *columns: tuple[str, str, str]) -> ProgressTable:
    return ProgressTable(name, title, tuple(ProgressColumn(*column) for column in columns))


_ID = ("id", "text", "識別子（内容から決まり、変わらない）")
_BODY = ("body", "text", "会議体")
_MEETING = ("meeting_id", "text", "会議")
_QUOTE = ("quote", "text", "根拠の文（原文のまま）")
_PLACE = (("file_name", "text", "ファイル名"), ("page", "integer", "ページ（1起点）"))

TABLES = (
    _table(
        "progress_meetings", "会議", _ID, _BODY, ("name", "text", "会議名"), ("session", "integer", "第N回"),
        ("date", "text", "開催日（YYYY-MM-DD）"), ("file_name", "text", "ファイル名"),
    ),
    _table(
        "progress_programs", "事業", _ID, _BODY, ("title", "text", "名称（最新）"), ("departments", "text", "担当（、区切り）"),
        ("goal_number", "integer", "目標の番号"), ("former_titles", "text", "前の名称（、区切り）"),
    ),
    _table(
        "progress_figures", "数値", _ID, _BODY, _MEETING, ("program_id", "text", "事業"), ("series", "text", "指標の系列"),
        ("name", "text", "名称"), ("value", "number", "値"), ("value_max", "number", "範囲の上限"), ("unit", "text", "単位"),
        ("qualifier", "text", "限定（about 約 など）"), ("period_start", "text", "期間の始まり"),
        ("period_end", "text", "期間の終わり"), _QUOTE, *_PLACE,
    ),
    _table(
        "progress_issues", "課題", _ID, _BODY, ("program_id", "text", "事業"), ("title", "text", "はじめに述べられた文"),
        ("standing", "text", "状態（open 未解決 / unmentioned 未言及 / closed 解決）"), ("since", "text", "はじめの会議の日"),
        ("last", "text", "最後に触れた会議の日"), ("unmentioned", "integer", "触れられていない会議の数"),
    ),
    _table(
        "progress_issue_states", "課題の経過", _ID, _BODY, ("issue_id", "text", "課題"), _MEETING,
        ("state", "text", "opened 提起 / continued 継続 / answered 回答 / resolved 解決 / reopened 再提起"), _QUOTE, *_PLACE,
    ),
    _table(
        "progress_promises", "宿題", _ID, _BODY, _MEETING, ("owner", "text", "担当"), ("due", "text", "期限（印字のまま）"),
        ("due_date", "text", "期限の日"), ("standing", "text", "open 報告待ち / overdue 期限切れ / done 実施 / not_done 未実施"),
        _QUOTE, *_PLACE, ("report_meeting_id", "text", "報告のあった会議"), ("report_quote", "text", "報告の文"),
    ),
)  # fmt: skip
COMMON = (
    ProgressColumn("withdrawn", "integer", "議事録からなくなった行は 1（消さない）"),
    ProgressColumn("pushed_digest", "text", "最後に入れた値の指紋。いまの値と違えば、人が直した行"),
    ProgressColumn("pushed_at", "text", "最後に入れた日時"),
)
"""Columns that every table has besides its own."""
HISTORY = _table(
    "progress_history", "変更の履歴", _ID, ("at", "text", "日時"), ("table_name", "text", "表"), ("row_id", "text", "行"),
    ("action", "text", "added 追加 / changed 変更 / withdrawn 取り下げ / returned 復帰 / held 人の値を残した"),
    ("before", "text", "前の値（JSON）"), ("after", "text", "後の値（JSON）"),
)  # fmt: skip


def json_schema() -> dict[str, Any]:
    """A JSON Schema of all tables, for those who read the database with other programs."""
    kinds = {"text": ["string", "null"], "number": ["number", "null"], "integer": ["integer", "null"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "進捗データベース",
        "type": "object",
        "properties": {
            table.name: {
                "type": "array",
                "description": table.title,
                "items": {
                    "type": "object",
                    "required": ["id"],
                    "properties": {
                        column.name: {"type": kinds[column.type], "description": column.description}
                        for column in (*table.columns, *(() if table is HISTORY else COMMON))
                    },
                },
            }
            for table in (*TABLES, HISTORY)
        },
    }
