"""``minutes search``: find words (検索). Imports nothing of weight: no spaCy, no pydantic, no PDF library."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption, reading
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.terminal import bold, columns, mark_all, shorten, wrap
from minutes_pipeline.cli.wording import iso_day, japanese_date, kind_of
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.views import KINDS

if TYPE_CHECKING:
    from minutes_pipeline.store.results import Hit

app = typer.Typer(add_completion=False)
_HELP = """データベースの記録と本文を語句で探し、見つかった箇所を良い順に並べます。

語を「OR」でつなぐとどちらかを、「NOT」に続く語を除いて、二重引用符で囲むとその並びのまま探します。"""
_KIND_HELP = "種類を限る: " + "、".join(f"{label}({kind})" for kind, label in KINDS.items())
_NEAR_TIER = 3
"""From this tier on a hit does not hold all words as they were typed."""
_EPILOG = """例: minutes search 相談 課題

例: minutes search 移動支援 --kind 決定 --from 令和5年4月1日"""


@app.command(cls=JapaneseCommand, help=_HELP, epilog=_EPILOG)
def search(
    words: Annotated[
        list[str], typer.Argument(metavar="語句", help="探す語句。空白で区切ると、すべてを含むものを探す")
    ],
    kind: Annotated[str | None, typer.Option("--kind", metavar="種類", help=_KIND_HELP)] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="日付", help="この日以後の会議（2024-04-01 や 令和6年4月1日）")
    ] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="日付", help="この日以前の会議")] = None,
    body: Annotated[str | None, typer.Option("--body", metavar="会議名", help="会議名の一部")] = None,
    goal: Annotated[str | None, typer.Option("--goal", metavar="番号", help="目標の番号、または題名の一部")] = None,
    department: Annotated[str | None, typer.Option("--department", metavar="部署", help="担当部署の名前の一部")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="件数", min=1, help="表示する件数の上限")] = 20,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Find words and print the hits, or nothing but advice."""
    from minutes_pipeline.store.search import search as find

    query = " ".join(words)
    wanted, first, last = _kind(kind), iso_day("--from", since), iso_day("--to", until)
    with reading(db) as connection:
        hits = find(
            connection,
            query,
            kind=wanted,
            date_from=first,
            date_to=last,
            body=body,
            goal=int(goal) if goal is not None and goal.isdecimal() else goal,
            department=department,
            limit=limit,
        )
    if as_json:
        typer.echo(json.dumps([_as_dict(hit) for hit in hits], ensure_ascii=False, indent=1))
        return
    if not hits:
        narrowed = any((kind, since, until, body, goal, department))
        typer.echo(_nothing_found(query, narrowed=narrowed))
        return
    _print_hits(query, hits, is_cut=len(hits) == limit)


def _kind(word: str | None) -> Any:
    if word is None:
        return None
    kind = kind_of(word)
    if kind is None:
        raise QueryError(
            f"「--kind」に「{word}」という種類はありません", f"{'・'.join(KINDS.values())}から選んでください"
        )
    return kind


def _nothing_found(query: str, *, narrowed: bool) -> str:
    advice = ["別の言い方や、短い語（「相談支援」なら「相談」）で試してください。"]
    if " " in query:
        advice.insert(0, "語を減らすか、「OR」でつないでください。")
    if narrowed:
        advice.insert(0, "種類・日付・会議名などの条件を外してみてください。")
    advice.append("入っている会議は「minutes list」で見られます。")
    return "\n".join([f"「{query}」は見つかりませんでした。", *(f"・{line}" for line in advice)])


def _print_hits(query: str, hits: list[Hit], *, is_cut: bool) -> None:
    more = "（まだあるかもしれません。続きは --limit を大きくしてください）" if is_cut else ""
    typer.echo(f"「{query}」の検索結果 {len(hits)}件{more}")
    if hits[0].tier >= _NEAR_TIER:
        typer.echo("すべての語をそのまま含む箇所はありません。近いものを表示します。")
    typer.echo("")
    for number, hit in enumerate(hits, 1):
        typer.echo(_hit_page(number, hit))


def _hit_page(number: int, hit: Hit) -> str:
    width = columns(most=100)
    kind = KINDS.get(hit.kind, hit.kind)
    head = f"{number}. [{kind}] {hit.meeting or hit.file_name}　{japanese_date(hit.date)}"
    lines = [bold(line) for line in wrap(head, width)]
    if hit.label:
        label = f"{kind} {hit.label}" if hit.label.isdecimal() else hit.label
        lines.append(f"   {shorten(' '.join(label.split()), width - 4)}")
    lines += [f"   {line}" for line in mark_all(" ".join(hit.snippet.split("\n")), hit.marks, width - 4)]
    lines += [f"   {line}" for line in _place(hit, width - 4)]
    return "\n".join(lines) + "\n"


def _place(hit: Hit, width: int) -> list[str]:
    lines = []
    if hit.agenda_item and hit.kind != "agenda_item":
        lines.append(shorten(f"議題: {hit.agenda_item}", width))
    if hit.goal and hit.kind != "goal":
        lines.append(shorten(f"目標: {hit.goal}", width))
    page = f" {hit.page}ページ" if hit.page else ""
    lines.append(f"文書: {shorten(hit.file_name, width - 16)}{page}")
    return lines


def _as_dict(hit: Hit) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(hit)
