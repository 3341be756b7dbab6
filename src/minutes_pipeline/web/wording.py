"""Japanese words and addresses that the templates use (画面の言葉)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from minutes_pipeline.progress.ledger import ISSUE_STANDINGS, PROMISE_STANDINGS
from minutes_pipeline.store.code_words import GROUPS, KINDS, QUALIFIERS, RESULTS, ROLES, SEVERITIES, SIDES, STATUSES
from minutes_pipeline.store.wording import amount_words, fiscal_year, japanese_date, meeting_title, period_words

NAVIGATION = (
    ("/", "ホーム"),
    ("/meetings", "会議"),
    ("/decisions", "決定事項"),
    ("/issues", "課題"),
    ("/actions", "宿題"),
    ("/open", "未解決"),
    ("/metrics", "数値"),
    ("/goals", "目標"),
    ("/programs", "事業"),
    ("/people", "人"),
    ("/bodies", "会議体"),
)
STANDINGS = {"current": "最新版", "superseded": "前の版", "rendition": "同じ内容の別形式"}
CONFIRMATIONS = {"draft": "案", "confirmed": "確定"}
PUBLICATIONS = {"not_public": "非公開", "partly": "一部公開", "public": "公開"}
REVIEWS = {"accepted": "確認済み", "edited": "訂正済み", "added": "追加"}


def template_words() -> dict[str, Any]:
    """Names that every template knows."""
    return {
        "navigation": NAVIGATION, "KINDS": KINDS, "RESULTS": RESULTS, "ROLES": ROLES, "GROUPS": GROUPS,
        "STATUSES": STATUSES, "SIDES": SIDES, "SEVERITIES": SEVERITIES, "QUALIFIERS": QUALIFIERS, "REVIEWS": REVIEWS,
        "STANDINGS": STANDINGS, "CONFIRMATIONS": CONFIRMATIONS, "PUBLICATIONS": PUBLICATIONS,
        "japanese_date": japanese_date, "fiscal_year": fiscal_year, "period_text": period_text,
        "ISSUE_STANDINGS": ISSUE_STANDINGS, "PROMISE_STANDINGS": PROMISE_STANDINGS, "period_words": period_words,
        "amount_words": amount_words, "meeting_title": meeting_title, "address": address, "facet_label": facet_label,
    }  # fmt: skip


def facet_label(name: str, value: Any) -> str:
    """A value of a facet as people read it.

    >>> facet_label("year", 2023), facet_label("result", "approved"), facet_label("body", "環境審議会")
    ('令和5年度', '承認', '環境審議会')
    """
    if name == "year" and str(value).isdecimal():
        return fiscal_year(int(value))
    words = {
        "kind": KINDS,
        "result": RESULTS,
        "review": REVIEWS | {"none": "まだ"},
        "confirmation": CONFIRMATIONS,
        "publication": PUBLICATIONS,
    }.get(name, {})
    return str(words.get(value, value))


def period_text(start: str | None, end: str | None) -> str:
    """A period in short from its two columns.

    >>> period_text("2023-04-01", "2024-03-31"), period_text(None, None)
    ('令和5年度', '')
    """
    return period_words({"start": start, "end": end}) if start and end else ""


def address(path: str, **values: Any) -> str:
    """A path with a query of the values that are not empty.

    >>> address("/search", q="相談", kind=None, page=2)
    '/search?q=%E7%9B%B8%E8%AB%87&page=2'
    """
    query = urlencode({name: value for name, value in values.items() if value not in (None, "")}, doseq=True)
    return f"{path}?{query}" if query else path
