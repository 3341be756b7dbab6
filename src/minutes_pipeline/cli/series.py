"""The meetings of bodies with their links, read from the database (会議体ごとの記録とつながり)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from minutes_pipeline.cli.database import reading
from minutes_pipeline.errors import QueryError

if TYPE_CHECKING:
    from minutes_pipeline.model.links import Links
    from minutes_pipeline.model.minutes import Minutes

BODY_HELP = "会議体の名前の一部。書かないとすべて"


def linked_bodies(db: Path, body: str | None) -> list[tuple[list[Minutes], Links]]:
    """Each body whose name holds ``body`` (all for None): its minutes, oldest first, and their links.

    Raises:
        QueryError: No body has such a name, or there are no meetings at all.
        QueryError: The roster or the table of reorganisations beside the database cannot be understood.
        StoreError: The database is missing or none of ours.
    """
    from minutes_pipeline.link.linking import body_key, by_body, link_meetings
    from minutes_pipeline.model.minutes import Minutes
    from minutes_pipeline.progress.master_files import master_beside
    from minutes_pipeline.store.reading import list_meetings, load_meeting

    with reading(db) as connection:
        meetings = list_meetings(connection)
        names = {body_key(meeting.name): meeting.name for meeting in meetings if meeting.name}
        if body is not None:
            wanted = {key for key in names if body_key(body) in key}
            if not wanted:
                known = "、".join(sorted(filter(None, names.values()))[:8])
                raise QueryError(f"「{body}」という会議体はありません", f"次から選んでください: {known}")
            meetings = [meeting for meeting in meetings if body_key(meeting.name) in wanted]
        if not meetings:
            raise QueryError("会議が1件も保存されていません", "minutes ingest で議事録を読み込んでください")
        every = [Minutes.model_validate(load_meeting(connection, meeting.meeting_id)) for meeting in meetings]
    master = master_beside(db)
    return [(series, link_meetings(series, master)) for series in by_body(every)]
