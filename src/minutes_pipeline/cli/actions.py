"""``minutes actions``: the ledger of promises (宿題台帳)."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.series import BODY_HELP, linked_bodies
from minutes_pipeline.cli.terminal import bold, columns, wrap
from minutes_pipeline.cli.wording import iso_day, japanese_date

if TYPE_CHECKING:
    from minutes_pipeline.progress.ledger import PromiseEntry

app = typer.Typer(add_completion=False)
_HELP = """約束されたこと（宿題・今後の対応）を、担当・期限・その後の報告とともに並べます（宿題台帳）。

期限は会議の日から日付にします（年度内、次回、3月末など）。期限の過ぎたものから並べます。"""


@app.command(cls=JapaneseCommand, help=_HELP)
def actions(
    body: Annotated[str | None, typer.Option("--body", metavar="会議体", help=BODY_HELP)] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="担当", help="担当の名前の一部")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="報告のまだないものだけ")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="期限を過ぎて報告のないものだけ")] = False,
    on: Annotated[str | None, typer.Option("--on", metavar="日付", help="この日の時点で見る（書かないと今日）")] = None,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Print the ledger."""
    from minutes_pipeline.progress.ledger import promise_ledger

    chosen = iso_day("--on", on)
    today = date.fromisoformat(chosen) if chosen else date.today()
    ledgers = []
    for one in linked_bodies(Path(db), body):
        entries = [
            entry
            for entry in promise_ledger(one.series, one.links, today)
            if (not open_only or entry.standing in ("open", "overdue"))
            and (not overdue or entry.standing == "overdue")
            and (owner is None or owner in (entry.owner or ""))
        ]
        ledgers.append((one.name, one.days, entries))
    if as_json:
        typer.echo(json.dumps([_as_json(name, entries) for name, _, entries in ledgers], ensure_ascii=False, indent=1))
        return
    shown = [_page(name, days, entries) for name, days, entries in ledgers if entries]
    typer.echo("\n".join(shown) if shown else "当てはまる宿題はありません。")


def _as_json(name: str, entries: list[PromiseEntry]) -> dict[str, Any]:
    return {"body": name, "actions": [asdict(e) | {"promise": e.promise.model_dump(mode="json")} for e in entries]}


def _page(name: str, days: dict[str, str | None], entries: list[PromiseEntry]) -> str:
    from minutes_pipeline.progress.ledger import PROMISE_STANDINGS

    counts = "、".join(
        f"{label} {sum(entry.standing == code for entry in entries)}件" for code, label in PROMISE_STANDINGS.items()
    )
    lines = [bold(name), counts]
    for entry in entries:
        head = (
            f"［{PROMISE_STANDINGS[entry.standing]}］担当 {entry.owner or '記載なし'}・期限 {entry.due or '記載なし'}"
        )
        if entry.due_date:
            head += f"（{japanese_date(entry.due_date, with_weekday=False)}まで）"
        lines += ["", *wrap(head, columns())]
        told = f"約束 {japanese_date(entry.promised_on, with_weekday=False)} {entry.promise.promised.quote}"
        lines += [f"  {line}" for line in wrap(told, columns() - 2)]
        report = entry.promise.followed_up
        if report is not None:
            day = japanese_date(days.get(report.document), with_weekday=False)
            lines += [f"  {line}" for line in wrap(f"報告 {day} {report.quote}", columns() - 2)]
    return "\n".join([*lines, ""])
