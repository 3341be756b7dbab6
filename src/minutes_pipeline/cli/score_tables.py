"""The tables of an evaluation (成績の表), for the terminal and for docs/accuracy.md."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from minutes_pipeline.cli.terminal import bold, columns, pad, shorten, width_of
from minutes_pipeline.cli.wording import FIELDS
from minutes_pipeline.evaluate.reliability import miscalibration, reliability
from minutes_pipeline.evaluate.scoring import FIELDS as SCORED
from minutes_pipeline.evaluate.scoring import Report
from minutes_pipeline.evaluate.tally import Tally
from minutes_pipeline.store.code_words import GENRES

_DETAILS = {
    "attendee names": "出席者の氏名の一致",
    "agenda levels": "議題の階層の一致",
    "decision results": "決定の結果の一致",
    "placed under the right agenda item": "正しい議題に置かれたもの",
    "metric period and qualifier": "数値の期間・限定の一致",
    "grounded: text[start:end] == quote": "原文の引用と位置の一致",
}
_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """A table: its title, headings, and rows whose first cell is a name and whose others are numbers."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables_of(report: Report, *, forms: bool = False, reliable: bool = False) -> list[ScoreTable]:
    """Documents, fields, ratios beside them; on request per form of minutes, and the reliability of confidence."""
    tables = [_documents(report), _fields(report)]
    if forms:
        tables.append(_forms(report))
    if reliable:
        tables.append(_reliability(report))
    return [*tables, _details(report)]


def _f1(tally: Tally) -> str:
    return f"{tally.f1:.3f}" if tally.wanted else _NOTHING


def _documents(report: Report) -> ScoreTable:
    rows = [
        (document.stem, f"{document.macro_f1:.3f}", *(_f1(document.fields[name].tally) for name in SCORED))
        for document in report.documents
    ]
    return ScoreTable("文書ごとの F1", ("文書", "平均", *(FIELDS[name] for name in SCORED)), tuple(rows))


def _fields(report: Report) -> ScoreTable:
    rows = []
    for name in SCORED:
        tally = report.total(name)
        counted = (tally.gold, tally.found, tally.predicted, tally.right)
        ratios = (tally.precision, tally.recall, tally.f1)
        rows.append((FIELDS[name], *map(str, counted), *(f"{ratio:.3f}" for ratio in ratios)))
    return ScoreTable(
        "項目ごとの成績", ("項目", "正解", "発見", "読取", "正しい", "適合率", "再現率", "F1"), tuple(rows)
    )


def _forms(report: Report) -> ScoreTable:
    parts = report.by_genre()
    rows = [(FIELDS[name], *(_f1(part.total(name)) for part in parts.values())) for name in SCORED]
    rows.append(("平均", *(f"{part.macro_f1:.3f}" for part in parts.values())))
    rows.append(("文書数", *(str(len(part.documents)) for part in parts.values())))
    return ScoreTable("文体ごとの F1", ("項目", *(GENRES.get(genre, "不明") for genre in parts)), tuple(rows))


def _reliability(report: Report) -> ScoreTable:
    rows = []
    for name in SCORED:
        judged = report.judged(name)
        for band in reliability(judged):
            label = f"{FIELDS[name]} {band.low:.1f}～{band.high:.1f}"
            rows.append((label, str(band.count), f"{band.mean:.3f}", f"{band.share:.3f}"))
        if judged:
            rows.append((f"{FIELDS[name]} ずれの平均", str(len(judged)), _NOTHING, f"{miscalibration(judged):.3f}"))
    return ScoreTable(
        "確からしさと正しい割合", ("項目と確からしさ", "件数", "確からしさの平均", "正しい割合"), tuple(rows)
    )


def _details(report: Report) -> ScoreTable:
    rows = [
        (_DETAILS.get(key, key), str(hits), str(of), f"{hits / of:.3f}" if of else _NOTHING)
        for key, (hits, of) in report.details().items()
    ]
    return ScoreTable("細目", ("細目", "一致", "対象", "割合"), tuple(rows))


def as_text(table: ScoreTable) -> str:
    """The table for a terminal: names on the left, cut where they are too long, numbers on the right."""
    widths = [max(map(width_of, cells)) for cells in zip(table.headings, *table.rows, strict=True)]
    room = columns() - sum(widths[1:]) - 2 * (len(widths) - 1)
    widths[0] = max(8, min(widths[0], room))

    def line(cells: Sequence[str]) -> str:
        numbers = [" " * (width - width_of(cell)) + cell for cell, width in zip(cells[1:], widths[1:], strict=True)]
        return "  ".join([pad(shorten(cells[0], widths[0]), widths[0]), *numbers])

    return _joined(table, line, head=bold(line(table.headings)))


def as_markdown(table: ScoreTable) -> str:
    """The table in Markdown, numbers aligned right."""
    rule = "| --- |" + " ---: |" * (len(table.headings) - 1)

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    return _joined(table, line, head=f"### {table.title}\n\n{line(table.headings)}\n{rule}")


def _joined(table: ScoreTable, line: Callable[[Sequence[str]], str], *, head: str) -> str:
    return "\n".join([head, *map(line, table.rows)]) + "\n"
