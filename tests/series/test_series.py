"""Links across the meetings of five fictional bodies: no series falls below its floors, no alarm where figures agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.evaluate.gold import load_record
from minutes_pipeline.evaluate.likeness import covered
from minutes_pipeline.evaluate.linking import LinkReport, score_links
from minutes_pipeline.link.linking import link_bodies
from minutes_pipeline.model.links import Links
from minutes_pipeline.pipeline import extract_file

HERE = Path(__file__).parent
NAMES = ("chikage", "hanno", "inahodai", "kumotsu", "sugatani")
FLOORS = {"people": 0.95, "programs": 0.98, "metric_series": 0.93, "issues": 0.92, "actions": 0.9, "checks": 1.0}
STATES = 0.9
Record = dict[str, Any]


def test_every_series_is_tested() -> None:
    assert {path.stem for path in (HERE / "gold").iterdir()} == {f"links_{name}" for name in NAMES}


@pytest.fixture(scope="module", params=NAMES)
def series(request: pytest.FixtureRequest) -> tuple[Record, Links, LinkReport, dict[str, str]]:
    gold = load_record(HERE / "gold" / f"links_{request.param}.json")
    minutes = [extract_file(path) for path in sorted((HERE / "documents").glob(f"{request.param}_*"))]
    assert len(minutes) == 3
    links = link_bodies(minutes)
    texts = {one.document: one.text for one in minutes}
    return gold, links, score_links(gold, links.model_dump(mode="json")), texts


def test_floors(series: tuple[Record, Links, LinkReport, dict[str, str]]) -> None:
    report = series[2]
    assert {name: tally.f1 for name, tally in report.fields.items() if tally.f1 < FLOORS[name]} == {}
    right, of = report.states
    assert right / of >= STATES


def test_no_alarm_where_figures_agree(series: tuple[Record, Links, LinkReport, dict[str, str]]) -> None:
    gold, links = series[:2]
    for relation in gold["arithmetic_ok"]:
        alarms = [c for c in links.checks if c.document == relation["document"] and c.kind == relation["kind"]]
        assert not any(covered(alarm.quote, [relation["quote"]]) > 0.9 for alarm in alarms)


def test_every_mention_is_grounded(series: tuple[Record, Links, LinkReport, dict[str, str]]) -> None:
    links, texts = series[1], series[3]
    places = [state for thread in links.issues for state in thread.states]
    places += [end for promise in links.actions for end in (promise.promised, promise.followed_up) if end]
    assert len(places) > 10
    assert all(texts[p.document][p.span.start : p.span.end] == p.quote for p in places)
