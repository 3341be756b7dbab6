"""Plugin of sqlite-utils (プラグイン): the SQL function ``minutes_match`` and the command ``minutes-search``.

sqlite-utils loads this on every command: it imports nothing of weight until it is used.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlite_utils import hookimpl


def minutes_match(text: str | None) -> str | None:
    """SQL function: a Japanese query as the match expression of ``search_index`` (``WHERE search_index MATCH …``).

    NULL gives NULL. A query that cannot be understood gives an expression that finds nothing.
    """
    from minutes_pipeline.errors import QueryError
    from minutes_pipeline.text.search_query import Reach, parse_query

    if text is None:
        return None
    try:
        return parse_query(str(text)).expression(Reach.TEXT)
    except QueryError:
        return '""'


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Give every connection of sqlite-utils the function ``minutes_match``."""
    conn.create_function("minutes_match", 1, minutes_match, deterministic=True)


@hookimpl  # type: ignore[untyped-decorator,unused-ignore]
def register_commands(cli: Any) -> None:
    """Add ``sqlite-utils minutes-search``."""
    import click

    # -語 is a word to leave out, not an option.
    @cli.command(name="minutes-search", context_settings={"ignore_unknown_options": True})  # type: ignore[untyped-decorator,unused-ignore]
    @click.argument("path", metavar="DB", type=click.Path(dir_okay=False))
    @click.argument("words", nargs=-1, required=True)
    @click.option("--kind", help="記録の種類（decision, metric, issue, action, text など）")
    @click.option("--from", "date_from", help="開催日の始まり（YYYY-MM-DD）")
    @click.option("--to", "date_to", help="開催日の終わり（YYYY-MM-DD）")
    @click.option("--body", help="会議名の一部")
    @click.option("--goal", help="目標の番号または題名の一部")
    @click.option("--department", help="部署名の一部")
    @click.option("--limit", type=click.IntRange(1, 10000), default=20, show_default=True, help="件数の上限")
    @click.option("--json", "as_json", is_flag=True, help="JSON で出す")
    def minutes_search(path: str, words: tuple[str, ...], as_json: bool, **conditions: Any) -> None:
        """議事録のデータベースから言葉を探します（空白区切りはすべて含む、OR、-除く語、"そのままの語"）。"""  # noqa: D415
        from minutes_pipeline.errors import MinutesError
        from minutes_pipeline.store.open import open_connection
        from minutes_pipeline.store.search import search

        try:
            conn = open_connection(path)
            try:
                hits = search(conn, " ".join(words), **conditions)
            finally:
                conn.close()
        except MinutesError as error:
            raise click.ClickException(str(error)) from error
        click.echo(_as_json(hits) if as_json else _as_lines(hits))


def _as_json(hits: list[Any]) -> str:
    import json
    from dataclasses import asdict

    return json.dumps([asdict(hit) for hit in hits], ensure_ascii=False, indent=2)


def _as_lines(hits: list[Any]) -> str:
    from minutes_pipeline.store.code_words import KINDS

    lines = [f"{len(hits)}件"]
    for hit in hits:
        page = None if hit.page is None else f"{hit.page}ページ"
        place = "・".join(filter(None, (hit.date, hit.meeting or hit.file_name, hit.agenda_item, page)))
        lines.append(f"[{KINDS[hit.kind]}] {hit.marked()}\n    {place}")
    return "\n".join(lines)
