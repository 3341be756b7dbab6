"""Words for Datasette's own pages (Datasette の画面の言葉): names of tables, columns, comparisons, errors; plain cells."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from minutes_pipeline.store.code_words import (
    CONFIRMATIONS,
    GENRES,
    GROUPS,
    KINDS,
    PUBLICATIONS,
    QUALIFIERS,
    RESULTS,
    REVIEWS,
    ROLES,
    SEVERITIES,
    SIDES,
    STANDINGS,
    STATUSES,
)
from minutes_pipeline.store.tables import ALL_TABLES, RECORD_TABLES
from minutes_pipeline.store.views import VIEWS

OBJECTS = {table.name: (table.title, table.description) for table in ALL_TABLES} | {
    view.name: (view.name, view.description) for view in VIEWS
}
LOOKUPS = {
    "exact": "と等しい", "not": "と等しくない", "contains": "を含む", "endswith": "で終わる", "startswith": "で始まる",
    "gt": "より大きい", "gte": "以上", "lt": "より小さい", "lte": "以下", "like": "の型（%）に合う", "notlike": "の型（%）に合わない",
    "glob": "の型（*）に合う", "in": "のどれか（,で区切る）", "notin": "のどれでもない", "arraycontains": "を要素に持つ",
    "arraynotcontains": "を要素に持たない", "date": "の日", "isnull": "空である", "notnull": "空でない",
    "isblank": "空か空白", "notblank": "空でも空白でもない", "notcontains": "を含まない",
}  # fmt: skip
_COLUMNS = {
    (table.name, column.name): re.split(r"[（。]| \[", column.description)[0]
    for table in ALL_TABLES
    for column in table.columns
}
_LABELS = {
    "documents": "file_name", "meetings": "name", "agenda_items": "title", "goals": "title", "programs": "title",
    "attendees": "name",
}  # fmt: skip
REFERENCES = {
    (table.name, column.name): (column.refers, _LABELS[column.refers])
    for table in ALL_TABLES
    for column in table.columns
    if column.refers in _LABELS
}
"""(table, column) -> (table referred to, its column that names a row)."""
CODES = {
    "result": RESULTS, "qualifier": QUALIFIERS, "group": GROUPS, "status": STATUSES, "role": ROLES, "side": SIDES,
    "severity": SEVERITIES, "review": REVIEWS, "standing": STANDINGS, "confirmation": CONFIRMATIONS,
    "publication": PUBLICATIONS, "genre": GENRES, "kind": KINDS,
}  # fmt: skip
"""Column of a table -> what its codes mean."""
RECORD_PLACES = dict.fromkeys(RECORD_TABLES, "/records/") | {"meetings": "/meetings/"}
"""Table -> where the rest of the address of one of its rows' place in the source begins."""
_IDENTITY = re.compile(r"[0-9a-f]{16}-([a-z_]{1,20})-[0-9a-z-]{1,24}")
_WORDS = frozenset({"quote", "text", "message", "引用", "所見", "課題", "報告", "約束", "最新の文"})
_DAYS = frozenset(
    {
        "date",
        "開催日",
        "提起",
        "最新",
        "約束の日",
        "報告の日",
        "期間の始まり",
        "期間の終わり",
        "period_start",
        "period_end",
        "識別子",
    }
)
_INLINE = re.compile(r"\s(?:style|on[a-z]+)=(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_ERRORS = {
    400: "この条件では調べられません。条件を確かめてください。",
    403: "この画面は開いていません。",
    404: "このページはありません。アドレスを確かめるか、検索で探してください。",
    405: "この画面からは何も書き込めません。",
}


def datasette_words() -> dict[str, Any]:
    """Names that Datasette's pages use."""
    return {
        "OBJECTS": OBJECTS, "LOOKUPS": LOOKUPS, "column_label": column_label, "plain_cell": plain_cell,
        "cell_class": cell_class, "RECORD_PLACES": RECORD_PLACES,
        "japanese_error": japanese_error,
    }  # fmt: skip


def column_label(table: str | None, name: str) -> str:
    """What a column holds, in Japanese; its name where nothing is known of it.

    >>> column_label("meetings", "date"), column_label(None, "会議"), column_label("meetings", "rowid")
    ('開催日', '会議', '番号')
    """
    return _COLUMNS.get((table or "", name), "番号" if name in ("rowid", "Link") else name)


def plain_cell(value: Any, column: str = "") -> Any:
    """A cell as Datasette renders it, without its inline styles, an identifier as the way to the source.

    Text is escaped by the template.

    >>> str(plain_cell(Markup('<a href="/x" style="color:red">1</a>'))), plain_cell("<b>")
    ('<a href="/x">1</a>', '<b>')
    >>> str(plain_cell("0123456789abcdef-issue-0123456789", "識別子"))
    '<a href="/records/0123456789abcdef-issue-0123456789">原文を見る</a>'
    """
    if value is None:
        return ""
    known = _IDENTITY.fullmatch(str(value)) if column == "識別子" else None
    if known:
        place = RECORD_PLACES["meetings" if known[1] == "meeting" else "decisions"]
        return Markup('<a href="{}{}">{}</a>').format(
            place, known[0], "会議を見る" if known[1] == "meeting" else "原文を見る"
        )
    if isinstance(value, Markup):
        return Markup(_INLINE.sub("", str(value)))
    return value


def cell_class(column: str) -> Markup:
    """The class of a cell by what its column holds: words have room, a day stays in one line.

    >>> str(cell_class("引用")), str(cell_class("開催日")), str(cell_class("ページ"))
    (' class="words"', ' class="day"', '')
    """
    name = "words" if column in _WORDS else "day" if column in _DAYS else ""
    return Markup(' class="{}"').format(name) if name else Markup("")


def japanese_error(status: Any, error: Any) -> str:
    """The sentence for an error: our own, or what its number means.

    >>> japanese_error(404, "この会議はありません"), japanese_error(404, "Table not found: x")
    ('この会議はありません。', 'このページはありません。アドレスを確かめるか、検索で探してください。')
    """
    text = str(error or "")
    if text and not text.isascii() and re.search("[ぁ-ん]", text) and not re.search("[A-Za-z]{4}", text):
        return text.rstrip("。") + "。"
    otherwise = "思わぬ誤りが起きました。前の画面に戻ってやり直してください。"
    return _ERRORS.get(int(status) if str(status).isdecimal() else 0, otherwise)
