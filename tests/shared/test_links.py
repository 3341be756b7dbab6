"""Links across the meetings of the development series: the thresholds hold, and the scoring script agrees with ours."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.evaluate.gold import load_record
from minutes_pipeline.evaluate.linking import score_links
from minutes_pipeline.link.linking import link_bodies
from minutes_pipeline.pipeline import extract_file

pytestmark = pytest.mark.shared
FLOORS = {"people": 0.97, "programs": 0.95, "metric_series": 0.93, "issues": 0.80, "actions": 0.80, "checks": 1.0}
STATES = 0.85
Record = dict[str, Any]


def _series(shared: Path, gold: Record) -> list[Path]:
    names = {a["document"] for person in gold["people"] for a in person["appearances"]}
    return [shared / "eval" / "documents" / name for name in sorted(names)]


@pytest.fixture(scope="session", params=["links_shiomi.json"])
def pair(request: pytest.FixtureRequest, shared: Path) -> tuple[Path, Record, Record]:
    path = shared / "eval" / "links" / request.param
    if not path.exists():
        pytest.skip(f"{path} がありません")
    gold = load_record(path)
    links = link_bodies(extract_file(document) for document in _series(shared, gold))
    return path, gold, links.model_dump(mode="json")


def test_thresholds(pair: tuple[Path, Record, Record]) -> None:
    report = score_links(pair[1], pair[2])
    assert {name: tally.f1 for name, tally in report.fields.items() if tally.f1 < FLOORS[name]} == {}
    right, of = report.states
    assert right / of >= STATES


def _spoilt(gold: Record) -> Record:
    """The gold with every second mention gone and two clusters joined: the comparison must see through it."""
    spoilt: Record = json.loads(json.dumps(gold))
    spoilt["people"] = [{"appearances": spoilt["people"][0]["appearances"] + spoilt["people"][1]["appearances"]}]
    spoilt["issues"] = [{**thread, "states": thread["states"][::2]} for thread in spoilt["issues"]]
    spoilt["actions"] = spoilt["actions"][1:]
    spoilt["checks"] = [*spoilt["checks"][:1], {**spoilt["checks"][0], "kind": "sum"}]
    return spoilt


@pytest.mark.parametrize("spoil", [False, True])
def test_agrees_with_the_script(pair: tuple[Path, Record, Record], shared: Path, tmp_path: Path, spoil: bool) -> None:
    gold_path, gold, links = pair
    predicted = _spoilt(gold) if spoil else links
    written = tmp_path / "links.json"
    written.write_text(json.dumps(predicted, ensure_ascii=False), "utf-8")
    script = shared / "eval" / "score_links.py"
    command = [sys.executable, str(script), "--gold", str(gold_path), "--pred", str(written)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    report = score_links(gold, predicted)
    for name, tally in report.fields.items():
        figures = re.search(rf"^{name} +(.*)$", printed, re.MULTILINE)
        assert figures is not None
        counts = [str(n) for n in (tally.gold, tally.found, tally.predicted, tally.right)]
        assert figures[1].split() == [*counts, *(f"{r:.3f}" for r in (tally.precision, tally.recall, tally.f1))]
    assert f"issue states right: {report.states[0]}/{report.states[1]}" in printed
    assert f"macro F1: {report.macro_f1:.4f}" in printed
