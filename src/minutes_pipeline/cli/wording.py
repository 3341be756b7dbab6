"""Japanese words for what records hold as identifiers (表示の言葉): fields, dates, periods, amounts.

The words for enumerations are the store's, so that a page and a view of the database say the same.
"""

from __future__ import annotations

from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.code_words import KINDS
from minutes_pipeline.store.wording import amount_words, fiscal_year, japanese_date, period_words

__all__ = [
    "COUNTED",
    "FIELDS",
    "REASONS",
    "amount_words",
    "fiscal_year",
    "iso_day",
    "japanese_date",
    "kind_of",
    "period_words",
]

FIELDS = {
    "meeting": "会議",
    "attendees": "出席者",
    "agenda_items": "議題",
    "goals": "目標",
    "programs": "事業",
    "decisions": "決定",
    "metrics": "数値",
    "issues": "課題",
    "actions": "宿題",
    "remarks": "発言",
    "findings": "所見",
}
"""Fields of ``Minutes``, in the order shown."""

COUNTED = tuple(name for name in FIELDS if name != "meeting")
"""Fields that hold a list of records."""

REASONS = {
    "not_written": "記載なし",
    "not_found": "読み取れず",
    "ambiguous": "一通りに決まらず",
    "unreadable": "判読不能",
}
"""Why a field is empty, by the code of its finding."""


def iso_day(option: str, text: str | None) -> str | None:
    """An ISO day from what the user typed for ``option``, in either calendar; None for None.

    Raises:
        QueryError: It is no day.
    """
    if text is None:
        return None
    from minutes_pipeline.values.dates import parse_date

    day = parse_date(text)
    if day is None:
        raise QueryError(
            f"「{option}」の日付「{text}」が読み取れません", "2024-04-01 や 令和6年4月1日 のように指定してください"
        )
    return day.isoformat()


def kind_of(word: str) -> str | None:
    """The kind that a word names, in English or by the beginning of its Japanese name; None when it names none.

    >>> kind_of("decision"), kind_of("決定"), kind_of("決定事項"), kind_of("なぞ"), kind_of("")
    ('decision', 'decision', 'decision', None, None)
    """
    if word in KINDS:
        return word
    return next((kind for kind, label in KINDS.items() if word and label.startswith(word)), None)
