"""``minutes issues``: the ledger of issues (課題台帳)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.series import BODY_HELP, linked_bodies
from minutes_pipeline.cli.terminal import bold, columns, wrap
from minutes_pipeline.cli.wording import japanese_date

if TYPE_CHECKING:
    from minutes_pipeline.progress.ledger import IssueEntry

app = typer.Typer(add_completion=False)
_HELP = """課題を、提起から解決まで会議をまたいで追い、いまの状態とともに並べます（課題台帳）。

未解決、その後触れられていないもの（未言及）、解決の順です。どの状態にも、その文と会議の日が付きます。"""


@app.command(cls=JapaneseCommand, help=_HELP)
def issues(
    body: Annotated[str | None, typer.Option("--body", metavar="会議体", help=BODY_HELP)] = None,
    department: Annotated[str | None, typer.Option("--department", metavar="部署", help="部署名の一部")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="解決していないものだけ")] = False,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Print the ledger."""
    from minutes_pipeline.progress.ledger import issue_ledger

    ledgers = []
    for one in linked_bodies(Path(db), body):
        entries = [
            entry
            for entry in issue_ledger(one.series, one.links)
            if (not open_only or entry.standing != "closed")
            and (department is None or any(department in name for name in entry.departments))
        ]
        ledgers.append((one.name, one.days, entries))
    if as_json:
        typer.echo(json.dumps([_as_json(name, entries) for name, _, entries in ledgers], ensure_ascii=False, indent=1))
        return
    shown = [_page(name, days, entries) for name, days, entries in ledgers if entries]
    typer.echo("\n".join(shown) if shown else "当てはまる課題はありません。")


def _as_json(name: str, entries: list[IssueEntry]) -> dict[str, Any]:
    return {"body": name, "issues": [asdict(e) | {"thread": e.thread.model_dump(mode="json")} for e in entries]}


def _page(name: str, days: dict[str, str | None], entries: list[IssueEntry]) -> str:
    from minutes_pipeline.progress.ledger import ISSUE_STANDINGS
    from minutes_pipeline.store.link_views import ISSUE_STATES

    counts = "、".join(
        f"{label} {sum(entry.standing == code for entry in entries)}件" for code, label in ISSUE_STANDINGS.items()
    )
    lines = [bold(name), counts]
    for entry in entries:
        head = f"［{ISSUE_STANDINGS[entry.standing]}］"
        if entry.thread.program:
            head += (
                f"{entry.thread.program}（{'、'.join(entry.departments)}）"
                if entry.departments
                else entry.thread.program
            )
        if entry.standing == "unmentioned":
            head += f" 最後に触れられてから{entry.thread.unmentioned}回の会議"
        lines += ["", *wrap(head, columns())]
        for state in entry.thread.states:
            day = japanese_date(days.get(state.document), with_weekday=False)
            lines += [f"  {line}" for line in wrap(f"{ISSUE_STATES[state.state]} {day} {state.quote}", columns() - 2)]
    return "\n".join([*lines, ""])
