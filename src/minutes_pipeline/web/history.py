"""What became of one record over the meetings (1件の経過): threads, promises, series and decisions it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from minutes_pipeline.compare.likeness import text_likeness
from minutes_pipeline.model.links import IssueThread, MetricSeries, Promise
from minutes_pipeline.text.folding import name_key
from minutes_pipeline.web.linked import LinkedBody

_ALIKE = 0.6
_COUNTED = re.compile(
    r"(?:令和|平成|昭和)?[0-9０-９元一二三四五六七八九十]{1,4}(?:年度?|回|期|月|日)|第[0-9０-９]{1,3}|[0-9０-９]{1,4}"
)


@dataclass(frozen=True, slots=True)
class History:
    """What a record belongs to.

    Attributes:
        threads: Issues it raises, answers or settles; for a decision those that stand under its agenda item.
        promises: Promises it makes or reports on; for a decision those under its agenda item.
        series: The figures over the years of which it is one.
        before: Earlier decisions on the same matter, oldest first.
        after: Later ones.
    """

    threads: tuple[IssueThread, ...] = ()
    promises: tuple[Promise, ...] = ()
    series: tuple[MetricSeries, ...] = ()
    before: tuple[dict[str, Any], ...] = ()
    after: tuple[dict[str, Any], ...] = ()


def history_of(linked: LinkedBody, table: str, item: Mapping[str, Any], decided: Iterable[dict[str, Any]]) -> History:
    """The history of a record (``site_items.read_item``) within its body; ``decided`` are the body's decisions."""
    record, file_name = item["record"], linked.document_of(item["meeting"]["id"])
    span = record["span"]
    place = (span["start"], span["end"])
    if table == "metrics":
        series = [one for one in linked.links.metric_series if any(p.record_id == record["id"] for p in one.points)]
        return History(series=tuple(series))
    if table == "decisions":
        place = item["item_range"] or place
    threads = tuple(one for one in linked.links.issues if any(_inside(s, file_name, place) for s in one.states))
    promises = tuple(
        one
        for one in linked.links.actions
        if _inside(one.promised, file_name, place) or (one.followed_up and _inside(one.followed_up, file_name, place))
    )
    if table == "issues":
        return History(threads=threads)
    if table == "actions":
        return History(promises=promises)
    same = [one for one in decided if one["meeting_id"] != item["meeting"]["id"] and _same_matter(one, item)]
    day = item["meeting"]["date"] or ""
    return History(
        threads=threads, promises=promises,
        before=tuple(one for one in same if (one["date"] or "") <= day),
        after=tuple(one for one in same if (one["date"] or "") > day),
    )  # fmt: skip


def _inside(end: Any, file_name: str | None, place: tuple[int, int]) -> bool:
    return bool(end.document == file_name and end.span.start < place[1] and end.span.end > place[0])


def _same_matter(one: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    """The same program, or an agenda item that differs in year and number at most, or words much alike."""
    if one["program"] and item["program"] and name_key(one["program"]) == name_key(item["program"]):
        return True
    titles = _matter(one["agenda_item"]), _matter(item["record"]["agenda_item"])
    if all(titles) and titles[0] == titles[1]:
        return True
    return text_likeness(_matter(one["quote"]), _matter(item["record"]["quote"])) >= _ALIKE


def _matter(text: str | None) -> str:
    """A title without what changes from meeting to meeting.

    >>> _matter("令和６年度予算（案）について"), _matter("令和５年度予算（案）について")
    ('予算(案)について', '予算(案)について')
    """
    return _COUNTED.sub("", name_key(text or ""))
