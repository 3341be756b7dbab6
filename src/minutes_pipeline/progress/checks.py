"""What does not agree (食い違い), each with a sentence that says so and with all its places: of one meeting, or of two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from minutes_pipeline.model.links import Check, MetricSeries
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Metric, SourceSpan
from minutes_pipeline.progress.linked import LinkedSeries
from minutes_pipeline.store.wording import amount_words, period_words


@dataclass(frozen=True, slots=True)
class Place:
    """Where one of the figures stands: document, day of its meeting, page, words."""

    document: str
    date: str | None
    page: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A disagreement (食い違いの1件).

    Attributes:
        kind: As ``Check.kind``; ``restated`` where two meetings differ about one period.
        message: What does not agree, in Japanese.
        places: All places, oldest meeting first.
    """

    kind: str
    message: str
    places: tuple[Place, ...] = field(default=())


def slips_of(body: LinkedSeries) -> tuple[Slip, ...]:
    """The disagreements of a body: within meetings in their order, then between meetings."""
    known = {minutes.document: minutes for minutes in body.series}
    within = [_within(check, known[check.document]) for check in body.links.checks]
    metrics = {metric.id: (minutes, metric) for minutes in body.series for metric in minutes.metrics}
    between = [slip for series in body.links.metric_series for slip in _between(series, metrics)]
    return (*within, *between)


def _within(check: Check, minutes: Minutes) -> Slip:
    message = next(
        (
            one.message
            for one in minutes.findings
            if one.code == f"{check.kind}_mismatch" and set(check.spans) <= set(one.spans)
        ),
        f"計算すると {check.expected}、書かれているのは {check.printed} です。",
    )
    spans = check.spans or (SourceSpan(start=0, end=0),)
    page = next((span.page for span in spans if span.page is not None), None)
    return Slip(check.kind, message, (Place(check.document, minutes.meeting.date, page, check.quote),))


def _between(series: MetricSeries, metrics: Mapping[str, tuple[Minutes, Metric]]) -> Iterator[Slip]:
    """Periods for which a later meeting prints another figure than the first that told it."""
    first: dict[tuple[str, str], tuple[Minutes, Metric]] = {}
    for point in series.points if series.disagreements else ():
        minutes, metric = metrics[point.record_id]
        if metric.period is None:
            continue
        earlier = first.setdefault((metric.period.start, metric.period.end), (minutes, metric))
        if earlier[0].document != minutes.document and earlier[1].value != metric.value:
            when = period_words(metric.period.model_dump())
            values = "、".join(amount_words(one.model_dump()) for one in (earlier[1], metric))
            message = f"「{series.series}」の{when}の値が、会議によって違います（{values}）。"
            yield Slip("restated", message, tuple(_place(*one) for one in (earlier, (minutes, metric))))


def _place(minutes: Minutes, metric: Metric) -> Place:
    return Place(minutes.document, minutes.meeting.date, metric.span.page, metric.quote)
