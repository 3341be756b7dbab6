"""The static site of the copy (公開用のページ): HTML without scripts, for any web server; the text twin of each meeting."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.store.code_words import GROUPS, RESULTS, ROLES, STATUSES
from minutes_pipeline.store.wording import amount_words, fiscal_year, japanese_date, meeting_title, period_words


def write_pages(folder: Path, public: Sequence[Minutes]) -> None:
    """Write ``index.html``, ``decisions.html``, a page and a text file per meeting, and the style sheet."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("minutes_pipeline.publish"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals.update(
        RESULTS=RESULTS, ROLES=ROLES, GROUPS=GROUPS, STATUSES=STATUSES, japanese_date=japanese_date,
        period_words=period_words, amount_words=amount_words, meeting_title=meeting_title,
    )  # fmt: skip
    ordered = sorted(public, key=lambda one: (one.meeting.date or "", one.document), reverse=True)
    pages = [(minutes, f"{Path(minutes.document).stem}.html") for minutes in ordered]
    years = [(year, list(rows)) for year, rows in groupby(pages, key=lambda pair: _fiscal(pair[0]))]
    _write(folder / "index.html", environment, "index.html", years=years, count=len(pages))
    _write(folder / "decisions.html", environment, "decisions.html", meetings=pages)
    (folder / "meetings").mkdir()
    for minutes, name in pages:
        _write(folder / "meetings" / name, environment, "meeting.html", minutes=minutes, pieces=pieces_of(minutes))
        (folder / "meetings" / name).with_suffix(".txt").write_text(minutes.text + "\n", "utf-8")
    style = resources.files("minutes_pipeline.publish").joinpath("templates", "public.css").read_text("utf-8")
    (folder / "public.css").write_text(style, "utf-8")


def pieces_of(minutes: Minutes) -> list[tuple[tuple[str, ...], str]]:
    """The text cut where a record begins: (ids of the records that begin there, the text up to the next one)."""
    begins: dict[int, list[str]] = {0: []}
    for records in (minutes.decisions, minutes.issues, minutes.actions):
        for record in records:
            begins.setdefault(record.span.start, []).append(record.id)
    edges = [*sorted(begins), len(minutes.text)]
    return [(tuple(begins[start]), minutes.text[start:end]) for start, end in pairwise(edges)]


def _fiscal(minutes: Minutes) -> str:
    """The fiscal year of a meeting in words."""
    day = minutes.meeting.date
    return fiscal_year(int(day[:4]) - (day[5:7] < "04")) if day else "日付の記載なし"


def _write(path: Path, environment: Any, template: str, **values: Any) -> None:
    path.write_text(environment.get_template(template).render(**values), "utf-8")
