"""All links of a set of minutes (会議をまたぐつながり): body by body, oldest meeting first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from minutes_pipeline.link.decided import (
    decided_issues,
    decided_people,
    decided_programs,
    decided_promises,
    undecided,
)
from minutes_pipeline.link.master import Master
from minutes_pipeline.link.metric_series import link_metrics
from minutes_pipeline.link.people import link_people
from minutes_pipeline.link.programs import link_programs
from minutes_pipeline.link.promises import link_actions
from minutes_pipeline.link.relations import link_checks
from minutes_pipeline.link.reorganisations import with_told
from minutes_pipeline.link.statements import statements_of
from minutes_pipeline.link.threads import link_issues
from minutes_pipeline.link.weights import Weights
from minutes_pipeline.model.link_decision import LinkDecision
from minutes_pipeline.model.links import Links
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.text.folding import name_key

_NO_MASTER = Master()
_NOT_BODY = re.compile(
    r"第[0-9一二三四五六七八九十]{1,4}[回期次]|(?:令和|平成|昭和|R|H)[0-9元一二三四五六七八九十]{1,3}年度?|[0-9]{4}年度?|"
    r"(?:会?議事?録|議事要旨|会議要旨|会議概要|議事概要|会議結果)|[((]案[))]|(?:定例|臨時)会?$"
)


def body_key(name: str | None) -> str:
    """A body's name without session, year and the word for minutes (会議体の照合用の名前).

    >>> body_key("令和６年度 第２回 みどり市 環境審議会 会議録"), body_key("みどり市環境審議会")
    ('みどり市環境審議会', 'みどり市環境審議会')
    """
    return _NOT_BODY.sub("", name_key(name or ""))


def by_body(minutes: Iterable[Minutes]) -> list[list[Minutes]]:
    """Minutes grouped by body, each group oldest first; those without a name stand alone."""
    groups: dict[str, list[Minutes]] = {}
    for one in minutes:
        groups.setdefault(body_key(one.meeting.name) or one.source.document_id, []).append(one)
    return [sorted(group, key=_age) for group in groups.values()]


def _age(minutes: Minutes) -> tuple[str, int, str]:
    return minutes.meeting.date or "9999", minutes.meeting.session or 0, minutes.document


def link_meetings(
    series: Sequence[Minutes], master: Master = _NO_MASTER, decisions: Sequence[LinkDecision] = ()
) -> Links:
    """Links across the meetings of one body.

    Args:
        series: Its minutes, oldest first (``by_body``).
        master: Roster and reorganisations that people gave.
        decisions: What people decided about links, in the order in which they did.
    """
    master = with_told(master, series)
    documents = tuple(minutes.document for minutes in series)
    people, likely_people = link_people(series, master)
    people = decided_people(people, decisions, documents)
    programs, likely_programs, owner = link_programs(series, master)
    programs, owner = decided_programs(programs, owner, decisions, documents)
    indicators = link_metrics(series, programs, owner)
    statements = [statements_of(minutes, index) for index, minutes in enumerate(series)]
    weights = Weights(statement for meeting in statements for statement in meeting)
    promises, likely_reports, reports = link_actions(series, statements, weights, owner)
    issues, likely_issues = link_issues(series, statements, weights, programs, owner, reports)
    return Links(
        documents=documents,
        people=people,
        programs=programs,
        metric_series=indicators,
        issues=decided_issues(issues, decisions, series),
        actions=decided_promises(promises, decisions, series, statements),
        checks=link_checks(series, indicators),
        suggestions=undecided((*likely_people, *likely_programs, *likely_issues, *likely_reports), decisions),
    )


def link_bodies(minutes: Iterable[Minutes], master: Master = _NO_MASTER) -> Links:
    """Links of all bodies in one record, body after body."""
    return joined(link_meetings(series, master) for series in by_body(minutes))


def joined(bodies: Iterable[Links]) -> Links:
    """The links of several bodies as one record, body after body."""
    every = list(bodies)
    return Links(
        documents=tuple(name for links in every for name in links.documents),
        people=tuple(person for links in every for person in links.people),
        programs=tuple(program for links in every for program in links.programs),
        metric_series=tuple(one for links in every for one in links.metric_series),
        issues=tuple(thread for links in every for thread in links.issues),
        actions=tuple(promise for links in every for promise in links.actions),
        checks=tuple(check for links in every for check in links.checks),
        suggestions=tuple(suggestion for links in every for suggestion in links.suggestions),
    )
