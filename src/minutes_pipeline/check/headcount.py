"""Head-counts (人数): what is printed (（10名）, 委員15名中12名) against those whom the roster lists."""

from __future__ import annotations

import re

from minutes_pipeline.check.citing import cite
from minutes_pipeline.model.finding import Finding
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Attendee
from minutes_pipeline.model.section import HeaderField, Outline
from minutes_pipeline.text.folding import flat_whole
from minutes_pipeline.values.eras import small_number

_NUM = r"(?:[0-9]{1,3}|[一二三四五六七八九十百]{1,4})"
_COUNT = re.compile(rf"(?P<n>{_NUM})\s?(?:名|人)(?!中|以上|以内)")
_OF = re.compile(
    rf"(?P<n>{_NUM})\s?(?:名|人)\s?(?:の?うち|中)[、,]?\s?(?:出席[^0-9一二三四五六七八九十]{{0,6}})?(?P<m>{_NUM})\s?(?:名|人)"
)
_OTHERS = re.compile(r"傍聴|報道|取材|記者|一般|見学|オブザーバー")
_GROUP = re.compile(rf"委員\s?[(〔]\s?(?P<n>{_NUM})\s?(?:名|人)\s?[)〕]")
_MEMBERS = re.compile(r"委員|議員|会員|構成員|定数|総数|理事|出席")
_PRESENT = ("present", "online", "proxy", "late", "left_early")


def check_headcount(outline: Outline, minutes: Minutes) -> tuple[Finding, ...]:
    """Findings ``headcount_mismatch``: of each roster with a printed count, and of 「N名中M名」 in the text."""
    findings = [f for field in outline.header.fields for f in _field(outline, minutes, field)]
    return tuple(findings) + _told(outline, minutes)


def _listed(minutes: Minutes, field: HeaderField) -> list[Attendee]:
    if not field.values:
        return []
    start, end = field.values[0].start, field.values[-1].end
    return [a for a in minutes.attendees if start <= a.span.start < end]


def _printed(outline: Outline, field: HeaderField) -> tuple[int, int, int] | None:
    """Count behind the label (or alone at the end of the roster): number, start, end."""
    if field.label is None:
        return None
    text = flat_whole(outline.document.text)
    until = field.values[0].start if field.values else field.label.end
    found = _COUNT.search(text, field.label.end, max(until, field.label.end))
    if found is None:
        for span in field.values:
            found = re.compile(
                rf"\s{{0,4}}[(〔]?\s?(?:計|以上)?\s?(?P<n>{_NUM})\s?(?:名|人)\s?[)〕]?\s{{0,4}}"
            ).fullmatch(text, span.start, span.end)
            found = found or re.compile(rf"(?<=\s)[(〔]?(?:計|以上)\s?(?P<n>{_NUM})\s?(?:名|人)[)〕]?$").search(
                text, span.start, span.end
            )
            if found:
                break
    if found and _OTHERS.search(text[max(0, found.start() - 16) : found.start()]):
        # The audience, counted on the line below the roster.
        return None
    number = small_number(found["n"]) if found else None
    return None if found is None or number is None else (number, found.start(), found.end())


def _field(outline: Outline, minutes: Minutes, field: HeaderField) -> list[Finding]:
    if field.kind not in ("member", "absent", "secretariat", "explainer"):
        return []
    printed, listed = _printed(outline, field), _listed(minutes, field)
    if printed is None or len(listed) < 2:
        return []
    # Those whom the roster marks as absent may or may not be counted.
    present = sum(a.status != "absent" for a in listed)
    counts = _group_counts(outline)
    # Two groups side by side share the rows (農業委員（６名） 推進委員（３名）), each with its own count.
    if printed[0] in (len(listed), present) or (len(counts) > 1 and sum(counts) in (len(listed), present)):
        return []
    message = (
        f"{printed[0]}人と書かれていますが、名簿から読み取れたのは{len(listed)}人です。名簿と人数を確かめてください。"
    )
    spans = [(printed[1], printed[2]), (listed[0].span.start, listed[-1].span.end)]
    return [cite(outline, "headcount_mismatch", "warning", message, spans, "attendees")]


def _group_counts(outline: Outline) -> list[int]:
    """The counts that the header prints in brackets behind the names of groups (農業委員（７人）)."""
    lines, body = outline.document.lines, outline.header.body_line
    text = flat_whole(outline.document.text)[: lines[body].start if body < len(lines) else None]
    found = (small_number(match["n"]) for match in _GROUP.finditer(text))
    return [number for number in found if number is not None]


def _told(outline: Outline, minutes: Minutes) -> tuple[Finding, ...]:
    members = [a for a in minutes.attendees if a.group == "member"]
    absent = [a for a in members if a.status == "absent"]
    here = [a for a in members if a.status in _PRESENT]
    if len(here) < 3:
        return ()
    lines, body = outline.document.lines, outline.header.body_line
    # Only the head and the opening tell the attendance of this meeting.
    until = lines[min(body + 12, len(lines) - 1)].end if lines else 0
    folded = flat_whole(outline.document.text)[:until]
    findings = []
    for found in _OF.finditer(folded):
        total, present = small_number(found["n"]), small_number(found["m"])
        around = folded[max(0, found.start() - 14) : found.end() + 12]
        if total is None or present is None or present > total or not _MEMBERS.search(around) or "出席" not in around:
            continue
        if present in _group_counts(outline):
            # The head of the roster prints the same count for one of its groups.
            continue
        proxies = sum(a.status == "proxy" for a in here)
        if present in (len(here), len(here) - proxies) and (
            not absent or total in (len(members), len(members) - proxies)
        ):
            continue
        message = f"本文では{total}人中{present}人の出席とされていますが、名簿では{len(members)}人中{len(here)}人です。人数を確かめてください。"
        spans = [
            (found.start(), found.end()),
            (members[0].span.start, members[0].span.end),
            (members[-1].span.start, members[-1].span.end),
        ]
        findings.append(cite(outline, "headcount_mismatch", "warning", message, spans, "attendees"))
    return tuple(findings)
