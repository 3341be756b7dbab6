"""``minutes correct``: correct, accept, reject, add one record, or take that back (訂正)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.record_keys import record_id_of
from minutes_pipeline.cli.record_words import field_label, field_named, kind_label, title_of, words_of
from minutes_pipeline.cli.signature import ByOption, ReasonOption, reason_given, signed_by
from minutes_pipeline.cli.terminal import columns, wrap
from minutes_pipeline.cli.wording import kind_of
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.fields import EDITABLE

if TYPE_CHECKING:
    from sqlite_utils import Database

    from minutes_pipeline.store.results import Correction

app = typer.Typer(add_completion=False)
_HELP = """1つの記録を直します。直したことは、誰が・いつ・なぜとともに残り、読み直しても新しい版が来ても消えません。

「記録 項目=値」で項目を直します。項目はいくつでも並べられ、「期限=」のように値を書かなければ空にします。
記録の記号は「minutes review --list」で見られます。記号の代わりに会議を書くと、会議名・開催日などを直せます。"""
_EPILOG = """例: minutes correct 3350cf42d1 値=120 --by 山田 --reason 原本で確認

例: minutes correct 青葉市 開催日=令和6年5月17日 --by 山田 --reason 誤植

例: minutes correct --add 青葉市 決定 "可決した" 結果=承認 --by 山田

例: minutes correct --withdraw 12 --by 山田 --reason 元が正しい"""
_ACCEPTED = "内容を確かめました"
Said = tuple[list["Correction"], str]
"""The corrections made, and what to say."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for: one way (やり方), its words, a number of a correction, a reason."""

    way: str
    words: tuple[str, ...]
    number: int | None
    reason: str | None


@app.command(cls=JapaneseCommand, help=_HELP, epilog=_EPILOG)
def correct(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="記録 項目=値", help="記録の記号と、直す項目", show_default=False)
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="記録を確かめて、正しいとする")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="記録を取り除く（誤って読み取ったもの）")] = False,
    add: Annotated[
        bool, typer.Option("--add", help="読み落とした記録を加える。「会議 種類 引用 項目=値」の順に書く")
    ] = False,
    withdraw: Annotated[int | None, typer.Option("--withdraw", metavar="番号", help="この番号の訂正を取り消す")] = None,
    keep_person: Annotated[
        int | None, typer.Option("--keep-person", metavar="番号", help="食い違いで、人の値を残す")
    ] = None,
    keep_source: Annotated[
        int | None, typer.Option("--keep-source", metavar="番号", help="食い違いで、文書の値を取る")
    ] = None,
    by: ByOption = None,
    reason: ReasonOption = None,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Do the one thing asked for and say what changed."""
    from minutes_pipeline.store.open import open_database

    numbers = {"withdraw": withdraw, "keep-person": keep_person, "keep-source": keep_source}
    ways = [name for name, on in (("accept", accept), ("reject", reject), ("add", add)) if on]
    ways += [name for name, number in numbers.items() if number is not None]
    wish = _wish(ways, tuple(words or ()), numbers, reason)
    name = signed_by(by)
    database = open_database(db, create=False)
    try:
        made, said = _WAYS[wish.way](database, wish, name)
    finally:
        database.close()
    if as_json:
        typer.echo(json.dumps([asdict(correction) for correction in made], ensure_ascii=False, indent=1))
    else:
        typer.echo(said)


def _wish(ways: Sequence[str], words: tuple[str, ...], numbers: Mapping[str, int | None], reason: str | None) -> Wish:
    """Refuse what does not go together before anything is opened."""
    if len(ways) > 1:
        named = "と".join(f"--{way}" for way in ways)
        raise QueryError(f"{named}は一緒に使えません", "どれか1つにしてください")
    way = ways[0] if ways else "edit"
    number = numbers.get(way)
    if number is not None:
        if words:
            raise QueryError(f"--{way} に余分な語「{words[0]}」があります", "番号だけを書いてください")
    elif not words:
        raise QueryError("直す記録が指定されていません", "記録の記号と 項目=値 を書いてください")
    elif way == "edit" and len(words) < 2:
        raise QueryError("直す項目が指定されていません", "項目=値 の形で書いてください（例: 値=120）")
    elif way in {"accept", "reject"} and len(words) > 1:
        raise QueryError(f"--{way} に余分な語「{words[1]}」があります", "記録の記号だけを書いてください")
    elif way == "add" and len(words) < 3:
        raise QueryError(
            "加える記録の「会議 種類 引用」がそろっていません", "この順に書き、続けて 項目=値 を書いてください"
        )
    return Wish(way, words, number, reason)


def values_in(kind: str, words: Sequence[str]) -> dict[str, str]:
    """``項目=値`` words as English field name -> text.

    >>> values_in("metric", ["値=120", "期間＝令和5年度", "unit="])
    {'value': '120', 'period': '令和5年度', 'unit': ''}

    Raises:
        QueryError: A word has no ``=``, names no field of the kind, or a field twice.
    """
    values: dict[str, str] = {}
    for word in words:
        name, sign, text = word.replace("＝", "=", 1).partition("=") if "=" not in word else word.partition("=")
        if not sign:
            raise QueryError(f"「{word}」は 項目=値 の形ではありません", "空白を含む値は引用符で囲んでください")
        field = field_named(kind, name)
        if field.name in values:
            raise QueryError(f"項目「{field.label}」が2度あります", "1つにしてください")
        values[field.name] = text.strip()
    return values


def _edit(db: Database, wish: Wish, by: str) -> Said:
    from minutes_pipeline.store import corrections

    key, *words = wish.words
    record = corrections.find_record(db.conn, record_id_of(db.conn, key))
    values = values_in(record.kind, words)
    made = corrections.correct(db, record.record_id, values, by=by, reason=reason_given(wish.reason))
    if not made:
        return [], "変わる項目はありません（すでにその値です）。"
    lines = [_heading("直しました", record.kind, record.record)]
    for correction in made:
        before = words_of(record.kind, correction.field, record.record.get(correction.field or ""))
        after = words_of(record.kind, correction.field, correction.value)
        lines.append(f"  {field_label(record.kind, correction.field)}: {before} → {after}（訂正 {correction.id}番）")
    return list(made), _page([*lines, _undo(made)])


def _accept(db: Database, wish: Wish, by: str) -> Said:
    from minutes_pipeline.store import corrections

    record = corrections.find_record(db.conn, record_id_of(db.conn, wish.words[0]))
    made = corrections.accept(db, record.record_id, by=by, reason=reason_given(wish.reason, _ACCEPTED))
    return [made], _page([_heading("確認済みにしました", record.kind, record.record), _undo([made])])


def _reject(db: Database, wish: Wish, by: str) -> Said:
    from minutes_pipeline.store import corrections

    record = corrections.find_record(db.conn, record_id_of(db.conn, wish.words[0]))
    made = corrections.reject(db, record.record_id, by=by, reason=reason_given(wish.reason))
    return [made], _page([_heading("取り除きました", record.kind, record.record), _undo([made])])


def _add(db: Database, wish: Wish, by: str) -> Said:
    from minutes_pipeline.store import corrections

    meeting, word, quote, *words = wish.words
    kind = editable_kind(word)
    values = values_in(kind, words)
    made = corrections.add(db, meeting, kind, quote, values, by=by, reason=reason_given(wish.reason))
    record = corrections.find_record(db.conn, made.record_id)
    return [made], _page([_heading("加えました", kind, record.record), f"  記号: {made.record_id}", _undo([made])])


def editable_kind(word: str) -> str:
    """The kind of record that ``word`` names.

    Raises:
        QueryError: It names none that can be added.
    """
    kind = kind_of(word)
    if kind is None or kind not in EDITABLE:
        named = "・".join(kind_label(kind) for kind in EDITABLE if kind != "meeting")
        raise QueryError(f"「{word}」という種類の記録はありません", f"{named}から選んでください")
    return kind


def _withdraw(db: Database, wish: Wish, by: str) -> Said:
    from minutes_pipeline.store import corrections

    made = corrections.withdraw(db, wish.number or 0, by=by, reason=reason_given(wish.reason))
    return [made], f"訂正 {made.id}番を取り消しました。記録は、プログラムが読み取ったとおりに戻ります。"


def _keep(keep: Literal["person", "source"]) -> Callable[[Database, Wish, str], Said]:
    said = {"person": "人の値を残しました", "source": "文書の値を取りました"}[keep]

    def decide(db: Database, wish: Wish, by: str) -> Said:
        from minutes_pipeline.store import corrections

        made = corrections.resolve_conflict(db, wish.number or 0, keep, by=by, reason=reason_given(wish.reason))
        return [made], f"食い違い {made.id}番は、{said}。"

    return decide


_WAYS: dict[str, Callable[[Database, Wish, str], Said]] = {
    "edit": _edit,
    "accept": _accept,
    "reject": _reject,
    "add": _add,
    "withdraw": _withdraw,
    "keep-person": _keep("person"),
    "keep-source": _keep("source"),
}


def _heading(done: str, kind: str, record: Mapping[str, Any]) -> str:
    title = title_of(kind, record)
    return f"{done}: {kind_label(kind)}「{title}」" if title else f"{done}: {kind_label(kind)}"


def _undo(made: Sequence[Correction]) -> str:
    each = "（1番ずつ）" if len(made) > 1 else ""
    return f"取り消すとき{each}: minutes correct --withdraw {made[0].id} --by 名前 --reason 理由"


def _page(lines: Sequence[str]) -> str:
    return "\n".join(part for line in lines for part in _wrapped(line))


def _wrapped(line: str) -> list[str]:
    indent = len(line) - len(line.lstrip(" "))
    first, *rest = wrap(line.lstrip(" "), columns(most=100) - indent - 2)
    return [" " * indent + first, *(" " * (indent + 2) + part for part in rest)]
