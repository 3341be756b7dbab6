"""``minutes links``: likely links that a person decides, and what was decided (つながりの確認)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption, reading
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.series import BODY_HELP, linked_bodies
from minutes_pipeline.cli.signature import BY_VARIABLE, ByOption, ReasonOption, is_dialogue, reason_given, signed_by
from minutes_pipeline.cli.terminal import bold, columns, wrap
from minutes_pipeline.cli.wording import japanese_date
from minutes_pipeline.errors import QueryError

if TYPE_CHECKING:
    from minutes_pipeline.cli.review_dialogue import Dialogue
    from minutes_pipeline.model.links import Suggestion
    from minutes_pipeline.progress.linked import LinkedSeries
    from minutes_pipeline.store.links import LinkChoice, LinkEnd

app = typer.Typer(add_completion=False)
_HELP = f"""会議をまたぐつながり（同じ人・同じ事業・同じ課題・約束とその報告）のうち、確かでない候補を、人が決めます。

端末では1件ずつ、1（同じ）・2（別）のキーで決めます。決めたことは変更の記録に残り、台帳・進捗管理表・画面はそれに従います。
読み直しや新しい版のあとも、同じ記録に当てはまります。名前は --by か環境変数 {BY_VARIABLE} で渡せます。"""
_EPILOG = """例: minutes links --list

例: minutes links 記号1 記号2 --same --by 山田 --reason 名簿で確かめた"""
KINDS = {"person": "人物", "program": "事業", "issue": "課題", "action": "宿題と報告", "metric_series": "指標"}
_LOOKED = "記録を見比べて決めた"


@dataclass(frozen=True, slots=True)
class Likely:
    """A suggestion of a body, with the words of both records."""

    body: str
    suggestion: Suggestion
    left: str
    right: str


@app.command(cls=JapaneseCommand, help=_HELP, epilog=_EPILOG)
def links(
    pair: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="記号 記号", help="決める2つの記録（--same か --different とともに）", show_default=False
        ),
    ] = None,
    same: Annotated[bool, typer.Option("--same", help="2つの記録は同じもの、と決める")] = False,
    different: Annotated[bool, typer.Option("--different", help="2つの記録は別のもの、と決める")] = False,
    body: Annotated[str | None, typer.Option("--body", metavar="会議体", help=BODY_HELP)] = None,
    as_list: Annotated[bool, typer.Option("--list", help="対話せず、候補の一覧だけを出す")] = False,
    decided: Annotated[bool, typer.Option("--decided", help="決めたことの一覧を出す")] = False,
    withdraw: Annotated[int | None, typer.Option("--withdraw", metavar="番号", help="決めたことを取り消す")] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="つながりを調べ直し、台帳の表を新しくする")] = False,
    by: ByOption = None,
    reason: ReasonOption = None,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Do the one of five: decide a pair, withdraw, list what was decided, refresh, or go through the suggestions."""
    if pair or same or different:
        _decide_pair(db, pair or [], same, different, by, reason)
    elif withdraw is not None:
        _withdraw(db, withdraw, by, reason)
    elif decided:
        _print_decided(db, as_json=as_json)
    elif refresh:
        bodies = linked_bodies(db, body)
        count = sum(len(one.series) for one in bodies)
        typer.echo(f"{len(bodies)}の会議体、{count}回の会議のつながりは、いまの記録のとおりです。")
    else:
        _suggestions(db, body, by, as_list=as_list, as_json=as_json)


def _suggestions(db: Path, body: str | None, by: str | None, *, as_list: bool, as_json: bool) -> None:
    found = likely_links(linked_bodies(db, body))
    if as_json:
        rows = [asdict_of(one) for one in found]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif not found:
        typer.echo("決めてほしいつながりはありません。")
    elif as_list or not is_dialogue():
        typer.echo("\n".join(_page(one) for one in found))
        typer.echo(f"{len(found)}件。決めるときは、minutes links 記号 記号 --same（または --different）とします。")
    else:
        from minutes_pipeline.cli.review_dialogue import Terminal

        typer.echo(walk(db, found, Terminal(), signed_by(by)))


def asdict_of(one: Likely) -> dict[str, Any]:
    """A suggestion as JSON holds it."""
    return {
        "body": one.body,
        **one.suggestion.model_dump(mode="json"),
        "left_words": one.left,
        "right_words": one.right,
    }


def likely_links(bodies: Sequence[LinkedSeries]) -> list[Likely]:
    """The suggestions of the bodies that a person can decide, the likeliest of each body first."""
    found = []
    for body in bodies:
        words = _words(body)
        wanted = [one for one in body.links.suggestions if one.left in words and one.right in words]
        wanted.sort(key=lambda one: -one.score)
        found += [Likely(body.name, one, words[one.left], words[one.right]) for one in wanted]
    return found


def _words(body: LinkedSeries) -> dict[str, str]:
    """Record -> day of its meeting and its words."""
    found = {}
    for minutes in body.series:
        day = japanese_date(minutes.meeting.date, with_weekday=False)
        for a in minutes.attendees:
            found[a.id] = f"{day}　{' '.join(filter(None, (a.affiliation, a.job_title, a.name)))}"
        for p in minutes.programs:
            found[p.id] = f"{day}　{p.title}" + (f"（{'、'.join(p.departments)}）" if p.departments else "")
        for records in (minutes.issues, minutes.actions, minutes.decisions, minutes.metrics):
            found |= {record.id: f"{day}　{record.quote}" for record in records}
    return found


def _page(one: Likely) -> str:
    width = columns(most=100)
    head = f"［{KINDS[one.suggestion.kind]}］{one.body}（確からしさ {one.suggestion.score:.2f}）"
    lines = [bold(line) for line in wrap(head, width)]
    lines += [f"  {line}" for line in wrap(f"理由: {'、'.join(one.suggestion.reasons)}", width - 2)]
    for words, record in ((one.left, one.suggestion.left), (one.right, one.suggestion.right)):
        lines += [f"  {line}" for line in wrap(words, width - 2)]
        lines.append(f"    {record}")
    return "\n".join([*lines, ""])


def walk(db: Path, found: Sequence[Likely], dialogue: Dialogue, by: str) -> str:
    """Ask about one suggestion after another; what was decided is kept at once. Gives the closing sentence."""
    from minutes_pipeline.store.links import decide_link
    from minutes_pipeline.store.open import open_database

    done = at = 0
    database = open_database(db, create=False)
    try:
        while 0 <= at < len(found):
            one = found[at]
            dialogue.say(f"\n{at + 1}/{len(found)}　" + _page(one))
            try:
                key = dialogue.key("1 同じ　2 別　n 次へ　b 前へ　q 終わる: ")
            except (KeyboardInterrupt, EOFError):
                break
            if key in ("1", "2"):
                reason = dialogue.ask(f"理由（Enter だけなら「{_LOOKED}」）: ") or _LOOKED
                kind: Any = one.suggestion.kind
                decide_link(database, kind, one.suggestion.left, one.suggestion.right, key == "1", by=by, reason=reason)
                done += 1
                at += 1
            elif key == "q":
                break
            else:
                at = max(0, at - 1) if key == "b" else at + 1
    finally:
        database.close()
    return f"{done}件を決めました。台帳や画面には、次に開いたときから反映されます。"


def _decide_pair(
    db: Path, pair: Sequence[str], same: bool, different: bool, by: str | None, reason: str | None
) -> None:
    from minutes_pipeline.cli.record_keys import record_id_of
    from minutes_pipeline.store.links import decide_link
    from minutes_pipeline.store.open import open_database

    if len(pair) != 2:
        raise QueryError("記録を2つ指定してください", "記号は minutes links --list か minutes show --json で見られます")
    if same is different:
        raise QueryError("同じか別かが決まりません", "--same か --different のどちらか1つを付けてください")
    with reading(db) as connection:
        left, right = (record_id_of(connection, key) for key in pair)
    kind = _kind_of(left, right)
    name, why = signed_by(by), reason_given(reason, _LOOKED)
    database = open_database(db, create=False)
    try:
        made = decide_link(database, kind, left, right, same, by=name, reason=why)
    finally:
        database.close()
    typer.echo(_choice(made))
    typer.echo("決めました。台帳や画面には、次に開いたときから反映されます。")


def _kind_of(left: str, right: str) -> Any:
    """What is decided about two records, by their kinds."""
    names = {"attendee": "person", "program": "program", "issue": "issue"}
    kinds = [one.split("-")[1] if one.count("-") >= 2 else "" for one in (left, right)]
    if kinds[0] == kinds[1] and kinds[0] in names:
        return names[kinds[0]]
    if {"action", "decision"} & set(kinds):
        return "action"
    raise QueryError(
        "この2つの記録はつなげません", "人どうし、事業どうし、課題どうし、または約束とその報告を指定してください"
    )


def _withdraw(db: Path, number: int, by: str | None, reason: str | None) -> None:
    from minutes_pipeline.store.links import withdraw_link
    from minutes_pipeline.store.open import open_database

    name, why = signed_by(by), reason_given(reason)
    database = open_database(db, create=False)
    try:
        withdraw_link(database, number, by=name, reason=why)
    finally:
        database.close()
    typer.echo(f"{number}番の決定を取り消しました。")


def _print_decided(db: Path, *, as_json: bool) -> None:
    from minutes_pipeline.store.links import list_link_decisions

    with reading(db) as connection:
        found = list_link_decisions(connection, every=as_json)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    elif not found:
        typer.echo("決めたつながりはまだありません。")
    else:
        typer.echo("\n".join(_choice(one) for one in found))
        typer.echo(f"{len(found)}件")


def _choice(one: LinkChoice) -> str:
    width = columns(most=100)
    said = "同じ" if one.same else "別"
    lines = [bold(line) for line in wrap(f"{one.id}番［{KINDS[one.kind]}］{said}　{one.by}　{one.at[:10]}", width)]
    for end in (one.left, one.right):
        lines += [f"  {line}" for line in wrap(_end(end), width - 2)]
    return "\n".join([*lines, *(f"  {line}" for line in wrap(f"理由: {one.reason}", width - 2)), ""])


def _end(end: LinkEnd) -> str:
    day = japanese_date(end.date, with_weekday=False) if end.date else ""
    gone = "" if end.record_id is not None else "（いまの版にこの記録がなく、当てはまりません）"
    return f"{day}　{end.words}{gone}".lstrip("　")
