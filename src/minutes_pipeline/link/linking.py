"""All links of a set of minutes (会議をまたぐつながり): body by body, oldest meeting first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from minutes_pipeline.link.bodies import body_key, by_body
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

__all__ = ["body_key", "by_body", "link_bodies", "link_meetings"]
_NO_MASTER = Master()


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
