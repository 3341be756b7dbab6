"""What came of reading files (取り込みの結果): as a table for people, as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Literal

from minutes_pipeline.cli.terminal import width_of
from minutes_pipeline.cli.wording import COUNTED, FIELDS
from minutes_pipeline.intake.file_names import recorded
from minutes_pipeline.intake.origins import Origin
from minutes_pipeline.store.code_words import SEVERITIES

if TYPE_CHECKING:
    from rich.console import Console

    from minutes_pipeline.intake.extraction import Extracted
    from minutes_pipeline.intake.receive import Received
    from minutes_pipeline.model.finding import Finding
    from minutes_pipeline.store.results import StoreResult

Part = Literal["written", "known"]
_STATUSES = {"added": "新規", "updated": "更新", "unchanged": "同じ"}
_SHOWN_FINDINGS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file (1ファイルの結果). Keeps no text and no records: a folder may hold thousands of files.

    Attributes:
        origin: The file.
        failure: Why it could not be read or stored, one Japanese sentence; None when it was.
        stored: What storing it did.
        part: Whether it was written as a part, or stands in one already; None where it went into the database.
        counts: Number of records by field of ``Minutes``; of findings those that somebody should look at.
        findings: All findings.
    """

    origin: Origin
    failure: str | None = None
    stored: StoreResult | None = None
    part: Part | None = None
    counts: dict[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def doubts(self) -> list[Finding]:
        """Findings that somebody should look at; what is merely for information (目標は書かれていません) is none."""
        return [finding for finding in self.findings if finding.severity != "info"]


def outcome_of(origin: Origin, received: Received) -> Outcome:
    """The outcome of a file that was read, and stored or not."""
    if received.failure is not None or received.extracted is None:
        return Outcome(origin, failure=str(received.failure))
    return _counted(Outcome(origin, stored=received.stored), received.extracted)


def written_as_part(origin: Origin, extracted: Extracted) -> Outcome:
    """The outcome of a file whose records went into a part."""
    return _counted(Outcome(origin, part="written"), extracted)


def _counted(outcome: Outcome, extracted: Extracted) -> Outcome:
    reading = extracted.reading
    found = replace(outcome, findings=reading.findings)
    numbers = reading.counts | {"findings": len(found.doubts())}
    return replace(found, counts={name: numbers[name] for name in COUNTED})


def print_outcomes(outcomes: Sequence[Outcome], passed_over: Sequence[str], db: Path, parts: Path | None) -> None:
    """A table of what was read, what to look at, what could not be read and why, and where the records are."""
    from rich.console import Console

    console = Console(highlight=False)
    read = [outcome for outcome in outcomes if outcome.failure is None]
    failed = [outcome for outcome in outcomes if outcome.failure is not None]
    known = sum(outcome.part == "known" for outcome in read)
    if len(read) > known:
        console.print(_table([outcome for outcome in read if outcome.part != "known"], console.width))
    for outcome in read:
        for note in outcome.stored.notes if outcome.stored else ():
            console.print(f"・{outcome.origin.name}: {note}", markup=False, soft_wrap=True)
    _print_findings(console, read)
    if failed:
        console.print(f"読めなかったファイル {len(failed)}件", style="bold red")
        for outcome in failed:
            console.print(f"・{recorded(outcome.origin.address)}: {outcome.failure}", markup=False, soft_wrap=True)
    if passed_over:
        suffixes = sorted({PurePath(name).suffix.lower() or "拡張子なし" for name in passed_over})
        console.print(f"議事録の形式でないため見送ったファイル {len(passed_over)}件（{'、'.join(suffixes)}）")
    if known:
        console.print(f"前に読み取ってあったファイル {known}件")
    console.print(_summary(read, failed, db, parts), markup=False, soft_wrap=True)


def _table(outcomes: Sequence[Outcome], width: int) -> Any:
    """A row per file; the counts keep their width, a long name is cut."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold")
    rest = sum(width_of(FIELDS[name]) + 1 for name in COUNTED) + width_of("新規") + 2
    table.add_column("ファイル", overflow="ellipsis", no_wrap=True, max_width=max(8, width - rest))
    for name in COUNTED:
        table.add_column(FIELDS[name], justify="right", no_wrap=True)
    table.add_column("保存", no_wrap=True)
    for outcome in outcomes:
        counts = outcome.counts
        status = _status_word(outcome.stored) if outcome.stored else "部分"
        table.add_row(Text(outcome.origin.name), *(str(counts[name]) for name in COUNTED), status)
    if len(outcomes) > 1:
        totals = [sum(outcome.counts[name] for outcome in outcomes) for name in COUNTED]
        table.add_row("合計", *map(str, totals), "", style="bold")
    return table


def _status_word(stored: StoreResult) -> str:
    edition = stored.edition
    if edition is None or stored.status != "added":
        return _STATUSES[stored.status]
    if edition.kind == "new_version":
        return f"第{edition.version}版"
    if edition.kind == "rendition":
        return "控え" if edition.standing == "rendition" else "正本"
    return "前の案" if edition.kind == "older_draft" else _STATUSES[stored.status]


def _print_findings(console: Console, outcomes: Sequence[Outcome]) -> None:
    lines = [
        f"・{outcome.origin.name}: [{SEVERITIES[finding.severity]}] {finding.message}"
        for outcome in outcomes
        for finding in outcome.doubts()
    ]
    if not lines:
        return
    console.print(f"\n確かめてほしいこと {len(lines)}件", style="bold yellow")
    for line in lines[:_SHOWN_FINDINGS]:
        console.print(line, markup=False, soft_wrap=True)
    if len(lines) > _SHOWN_FINDINGS:
        console.print(f"  ほか {len(lines) - _SHOWN_FINDINGS}件。会議ごとに「minutes show」で見られます。")


def _summary(read: Sequence[Outcome], failed: Sequence[Outcome], db: Path, parts: Path | None) -> str:
    doubts = sum(len(outcome.doubts()) for outcome in read)
    text = f"\n読み取り {sum(outcome.part != 'known' for outcome in read)}件、失敗 {len(failed)}件。"
    text += f"確かめてほしいことが {doubts}件あります。" if doubts else ""
    if parts is not None:
        return text + f"書き出し先: {parts}（minutes merge {parts} でデータベースに入れます）"
    return text + (f"保存先: {db}" if read else "データベースは元のままです。")


def outcomes_as_json(
    outcomes: Sequence[Outcome], passed_over: Sequence[str], db: Path, parts: Path | None
) -> dict[str, Any]:
    """The same for programs."""
    return {
        "database": str(db) if parts is None else None,
        "parts": None if parts is None else str(parts),
        "read": sum(outcome.failure is None for outcome in outcomes),
        "failed": sum(outcome.failure is not None for outcome in outcomes),
        "files": [_file_as_json(outcome) for outcome in outcomes],
        "passed_over": list(passed_over),
    }


def _file_as_json(outcome: Outcome) -> dict[str, Any]:
    stored, file = outcome.stored, outcome.origin.address
    if outcome.part is not None:
        return {"file": file, "status": outcome.part, "counts": outcome.counts}
    if stored is None:
        return {"file": file, "status": "failed", "reason": outcome.failure}
    return {
        "file": file,
        "status": stored.status,
        "document_id": stored.document_id,
        "meeting_id": stored.meeting_id,
        "edition": None if stored.edition is None else asdict(stored.edition),
        "counts": outcome.counts,
        "findings": [finding.model_dump(mode="json") for finding in outcome.findings],
        "notes": list(stored.notes),
    }
