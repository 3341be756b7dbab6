"""``minutes status``: whether minutes are a draft or confirmed, and how far they are public (会議の状態)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption, reading
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.meetings import meeting_title
from minutes_pipeline.cli.signature import ByOption, ReasonOption, reason_given, signed_by
from minutes_pipeline.cli.terminal import bold, columns, pad, shorten, width_of
from minutes_pipeline.cli.wording import japanese_date
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.code_words import CONFIRMATIONS, PUBLICATIONS
from minutes_pipeline.text.folding import flat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes_pipeline.store.results import MeetingSummary

app = typer.Typer(add_completion=False)
_HELP = """会議ごとに、議事録が案か確定か、公開してよいかを見る・決めます。

何も決めていない会議は「非公開」です。変えたことは、誰が・いつ・なぜとともに残ります。"""
_EPILOG = """例: minutes status 青葉市 --set 確定 --publish 公開 --by 山田 --reason 市長決裁"""
_UNKNOWN = "不明"
_KEY_DIGITS = 8


@app.command(cls=JapaneseCommand, help=_HELP, epilog=_EPILOG)
def status(
    meeting: Annotated[
        list[str] | None, typer.Argument(metavar="会議", help="会議。書かないとすべての一覧", show_default=False)
    ] = None,
    confirmation: Annotated[
        str | None, typer.Option("--set", metavar="状態", help="・".join(CONFIRMATIONS.values()) + "のどちらか")
    ] = None,
    publication: Annotated[
        str | None, typer.Option("--publish", metavar="公開", help="・".join(PUBLICATIONS.values()) + "のどれか")
    ] = None,
    items: Annotated[
        list[str] | None, typer.Option("--item", metavar="議題", help="一部公開のとき公開してよい議題（いくつでも）")
    ] = None,
    separate: Annotated[bool, typer.Option("--separate", help="この文書を、別の会議として分ける")] = False,
    join: Annotated[
        str | None, typer.Option("--join", metavar="会議", help="この文書を、その会議の版としてまとめる")
    ] = None,
    prefer: Annotated[bool, typer.Option("--prefer", help="この文書を、その会議のいまの版にする")] = False,
    by: ByOption = None,
    reason: ReasonOption = None,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Set what is given, then print."""
    key = " ".join(meeting or ())
    chosen = {
        "confirmation": _choice("--set", confirmation, CONFIRMATIONS),
        "publication": _choice("--publish", publication, PUBLICATIONS),
    }
    regroups = [name for name, asked in (("separate", separate), ("join", join), ("prefer", prefer)) if asked]
    if any(chosen.values()) or items or regroups:
        if not key:
            raise QueryError("状態を決める会議が指定されていません", "会議の記号か名前を書いてください")
        _check_regroups(regroups)
        _set(db, key, chosen, items or [], by, reason)
        if regroups:
            _regroup(db, key, regroups[0], join, by, reason)
    meetings = _meetings(db, key)
    if as_json:
        names = ("event_id", "meeting_id", "name", "session", "date", "file_name", "confirmation", "publication")
        rows = [{name: asdict(one)[name] for name in names} for one in meetings]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif not meetings:
        typer.echo("会議はまだ入っていません。「minutes ingest ファイル」で取り込んでください。")
    else:
        typer.echo(_table(meetings))


def _choice(option: str, word: str | None, choices: Mapping[str, str]) -> str | None:
    """The code of what was typed, in Japanese or as the code.

    Raises:
        QueryError: It is none of the choices.
    """
    if word is None:
        return None
    wanted = flat(word.strip())
    for code, label in choices.items():
        if wanted in {code, label}:
            return code
    raise QueryError(f"「{option}」に「{word}」はありません", f"{'・'.join(choices.values())}から選んでください")


def _set(path: Any, key: str, chosen: dict[str, Any], items: Sequence[str], by: str | None, reason: str | None) -> None:
    from minutes_pipeline.store.corrections import set_status
    from minutes_pipeline.store.open import open_database
    from minutes_pipeline.store.publication import open_items

    name, why = signed_by(by), reason_given(reason)
    database = open_database(path, create=False)
    try:
        if any(chosen.values()):
            set_status(database, key, **chosen, by=name, reason=why)
        if items:
            open_items(database, key, items, by=name, reason=why)
    finally:
        database.close()


def _check_regroups(regroups: Sequence[str]) -> None:
    if len(regroups) > 1:
        raise QueryError("分ける・まとめる・いまの版にするは、同時にはできません", "1つずつ実行してください")


def _regroup(path: Any, key: str, action: str, other: str | None, by: str | None, reason: str | None) -> None:
    """What a person says of versions: another meeting, the same meeting, or the version that counts."""
    from minutes_pipeline.store import regrouping
    from minutes_pipeline.store.open import open_database

    name, why = signed_by(by), reason_given(reason)
    database = open_database(path, create=False)
    try:
        if action == "join":
            regrouping.join(database, key, other or "", by=name, reason=why)
        else:
            getattr(regrouping, action)(database, key, by=name, reason=why)
    finally:
        database.close()


def _meetings(path: Any, key: str) -> list[MeetingSummary]:
    from minutes_pipeline.store.reading import find_meeting, list_meetings

    with reading(path) as connection:
        return [find_meeting(connection, key, versions=True)] if key else list_meetings(connection)


def _table(meetings: Sequence[MeetingSummary]) -> str:
    """Key, date and states have fixed widths; what the terminal has left is the title's."""
    dates = [japanese_date(meeting.date, with_weekday=False) for meeting in meetings]
    date_width = max(map(width_of, [*dates, "開催日"]))
    state_width = max(map(width_of, [*CONFIRMATIONS.values(), _UNKNOWN, "状態"]))
    public_width = max(map(width_of, PUBLICATIONS.values()))
    title_width = columns() - _KEY_DIGITS - date_width - state_width - public_width - 4
    heads = (("記号", _KEY_DIGITS), ("開催日", date_width), ("状態", state_width), ("公開", public_width))
    lines = [bold(" ".join([*(pad(*head) for head in heads), "会議"]))]
    for meeting, day in zip(meetings, dates, strict=True):
        state = CONFIRMATIONS.get(meeting.confirmation or "", _UNKNOWN)
        title = shorten(meeting_title(meeting.name, meeting.session, meeting.file_name), title_width)
        cells = (pad(day, date_width), pad(state, state_width), pad(PUBLICATIONS[meeting.publication], public_width))
        lines.append(" ".join([meeting.document_id[:_KEY_DIGITS], *cells, title]))
    return "\n".join(lines)
