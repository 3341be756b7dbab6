"""``minutes evaluate --links``: measure the links across meetings (つながりの精度)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from minutes_pipeline.cli.reading import read_file
from minutes_pipeline.cli.score_tables import ScoreTable, as_text
from minutes_pipeline.cli.sources import gather

if TYPE_CHECKING:
    from minutes_pipeline.evaluate.linking import LinkReport

_FIELDS = {
    "people": "人物", "programs": "事業", "metric_series": "指標の系列", "issues": "課題の経過",
    "actions": "宿題と報告", "checks": "検算",
}  # fmt: skip
_KINDS = {"missed": "見落とし", "extra": "余分", "differs": "相違"}


def print_link_scores(documents: Sequence[Path], gold: Path, *, errors: bool, as_json: bool) -> None:
    """Link the documents (or take the links of a JSON file) and compare them with the gold.

    Raises:
        QueryError: The gold is no JSON, or a document is missing.
        Exit: 1 when a document could not be read.
    """
    from minutes_pipeline.evaluate.gold import load_record
    from minutes_pipeline.evaluate.linking import score_links

    wanted = load_record(gold)
    if len(documents) == 1 and documents[0].suffix.lower() == ".json":
        report = score_links(wanted, load_record(documents[0]))
        failures: dict[str, str] = {}
    else:
        from minutes_pipeline.link.linking import link_bodies

        readings = [read_file(path) for path in gather(documents).files]
        failures = {reading.path.name: reading.failure for reading in readings if reading.failure is not None}
        links = link_bodies(reading.minutes for reading in readings if reading.minutes is not None)
        report = score_links(wanted, links.model_dump(mode="json"))
    if as_json:
        typer.echo(json.dumps(report.as_dict() | {"failures": failures}, ensure_ascii=False, indent=1))
    else:
        _print(report, errors=errors)
    for name, reason in failures.items():
        typer.echo(f"読めなかった文書: {name}: {reason}", err=True)
    if failures:
        raise typer.Exit(1)


def _print(report: LinkReport, *, errors: bool) -> None:
    if errors:
        for mistake in report.mistakes:
            typer.echo(f"{_FIELDS[mistake.field]}\t{_KINDS[mistake.kind]}\t{' '.join(mistake.text.split())}")
    typer.echo(as_text(_table(report)))
    right, of = report.states
    typer.echo(f"課題の状態が正しいもの: {right}/{of}")
    typer.echo(f"項目の平均 F1（macro F1）: {report.macro_f1:.4f}")


def _table(report: LinkReport) -> ScoreTable:
    rows = []
    for name, tally in report.fields.items():
        counted = (tally.gold, tally.found, tally.predicted, tally.right)
        ratios = (tally.precision, tally.recall, tally.f1)
        rows.append((_FIELDS[name], *map(str, counted), *(f"{ratio:.3f}" for ratio in ratios)))
    headings = ("つながり", "正解", "発見", "読取", "正しい", "適合率", "再現率", "F1")
    return ScoreTable("会議をまたぐつながりの成績", headings, tuple(rows))
