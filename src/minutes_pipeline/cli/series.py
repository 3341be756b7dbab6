"""The meetings of bodies with their links, read from the database (会議体ごとの記録とつながり)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from minutes_pipeline.errors import MinutesError, QueryError

if TYPE_CHECKING:
    from minutes_pipeline.progress.linked import LinkedSeries

BODY_HELP = "会議体の名前の一部。書かないとすべて"


def linked_bodies(db: Path, body: str | None) -> list[LinkedSeries]:
    """As ``progress.linked.linked_bodies``; what they import is loaded only when it is called."""
    from minutes_pipeline.progress import linked

    return linked.linked_bodies(db, body)


def one_body(db: Path, body: str | None) -> LinkedSeries:
    """The one body that is meant.

    Raises:
        QueryError: None or several.
    """
    bodies = linked_bodies(db, body)
    if len(bodies) > 1:
        names = "、".join(one.name for one in bodies[:8])
        raise QueryError("会議体が1つに決まりません", f"--body で選んでください: {names}")
    return bodies[0]


def refresh_links(db: Path, documents: Iterable[str]) -> None:
    """Work out anew the links of the bodies that documents just stored belong to; a sentence where that fails."""
    wanted = set(documents)
    if not wanted:
        return
    from minutes_pipeline.progress import linked

    try:
        linked.refresh_links(db, wanted)
    except MinutesError as error:
        typer.echo(f"会議をまたぐつながりは、まだ調べ直していません。{error}", err=True)
