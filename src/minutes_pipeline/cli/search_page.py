"""What ``minutes search`` does and prints (検索の結果). Imports nothing of weight: no typer, no spaCy, no pydantic, no PDF library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minutes_pipeline.cli.opening import DEFAULT_DATABASE, reading
from minutes_pipeline.cli.terminal import bold, columns, mark_all, say, shorten, wrap
from minutes_pipeline.cli.wording import iso_day, japanese_date, kind_of
from minutes_pipeline.errors import QueryError
from minutes_pipeline.store.code_words import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from minutes_pipeline.store.hits import Hit

LIMIT = 20
"""Hits shown unless another number is asked for."""
_NEAR_TIER = 3
"""From this tier on a hit does not hold all words as they were typed."""


def show_hits(
    words: list[str],
    *,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
    body: str | None = None,
    goal: str | None = None,
    department: str | None = None,
    newest: bool = False,
    limit: int = LIMIT,
    db: Path = DEFAULT_DATABASE,
    as_json: bool = False,
) -> None:
    """Find words and print the hits, or nothing but advice.

    Raises:
        QueryError: An argument makes no sense.
        StoreError: The database cannot be read.
    """
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
            newest=newest,
        )
    if as_json:
        say(_as_json(hits))
    elif not hits:
        narrowed = any((kind, since, until, body, goal, department))
        say(_nothing_found(query, narrowed=narrowed))
    else:
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
    say(f"「{query}」の検索結果 {len(hits)}件{more}")
    if hits[0].tier >= _NEAR_TIER:
        say("すべての語をそのまま含む箇所はありません。近いものを表示します。")
    say("")
    for number, hit in enumerate(hits, 1):
        say(_hit_page(number, hit))


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


def _as_json(hits: list[Hit]) -> str:
    import json
    from dataclasses import asdict

    return json.dumps([asdict(hit) for hit in hits], ensure_ascii=False, indent=1)
