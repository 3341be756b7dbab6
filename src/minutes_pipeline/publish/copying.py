"""Making the copy (写しの作成): the database and the pages in a fresh folder, whole or not at all."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from minutes_pipeline.errors import QueryError, StoreError
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.publish.masked import masked
from minutes_pipeline.publish.masking import Masker, names_of
from minutes_pipeline.publish.pages import write_pages
from minutes_pipeline.publish.selection import LeftOut, opened_part, why_not
from minutes_pipeline.store.open import open_database, store_errors
from minutes_pipeline.store.publication import opened_items
from minutes_pipeline.store.reading import list_meetings, load_meeting
from minutes_pipeline.store.wording import japanese_date, meeting_title
from minutes_pipeline.store.writer import store_minutes

DATABASE = "minutes.db"


@dataclass(frozen=True, slots=True)
class Published:
    """What was published (公開の結果).

    Attributes:
        folder: The new folder.
        meetings: Titles of the meetings in it.
        left_out: What is not in it, and why.
        names: How many names are masked.
    """

    folder: Path
    meetings: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    names: int


def publish(
    conn: sqlite3.Connection,
    folder: Path,
    *,
    extra: Iterable[str] = (),
    kept: Iterable[str] = (),
    drafts: bool = False,
) -> Published:
    """Write the public copy into a folder that is empty or not there.

    Args:
        conn: The database, for reading.
        folder: Where to; whatever goes wrong, it is as it was.
        extra: Further names to mask.
        kept: Words that stay.
        drafts: Publish what is not confirmed, too.

    Raises:
        QueryError: The folder holds something.
        StoreError: It cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise QueryError(f"「{folder}」は空ではありません", "空のフォルダーか、まだないフォルダーを指定してください")
    chosen, left_out, everyone = _choose(conn, drafts)
    names = names_of(everyone, extra=extra, kept=kept)
    masker = Masker(names)
    public = [masked(minutes, masker, _file_name(minutes, number)) for number, minutes in enumerate(chosen, 1)]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".publish-", dir=folder.parent) as draft:
            inside = Path(draft) / "copy"
            inside.mkdir()
            _write_database(inside / DATABASE, public)
            write_pages(inside, public)
            (inside / "metadata.json").write_text(json.dumps(_METADATA, ensure_ascii=False, indent=1), "utf-8")
            if folder.exists():
                folder.rmdir()
            shutil.move(str(inside), str(folder))
    except OSError as error:
        raise StoreError(
            "公開用の写しを書けません", "空き容量と書き込み権限を確かめてください", file=str(folder)
        ) from error
    titles = tuple(
        f"{meeting_title(one.meeting.name, one.meeting.session, one.document)}（{japanese_date(one.meeting.date)}）"
        for one in public
    )
    return Published(folder, titles, tuple(left_out), len(names.full | names.surnames))


_METADATA = {
    "title": "議事録（公開）",
    "description": "公開と決まった議事録。氏名は伏せています。",
    "databases": {"minutes": {"allow_sql": False}},
    "plugins": {"minutes_pipeline": {"public_copy": True}},
}


def _choose(conn: sqlite3.Connection, drafts: bool) -> tuple[list[Minutes], list[LeftOut], list[Minutes]]:
    chosen, left_out, everyone = [], [], []
    for meeting in list_meetings(conn):
        minutes = Minutes.model_validate(load_meeting(conn, meeting.meeting_id))
        everyone.append(minutes)
        opened = opened_items(conn, meeting.event_id or "")
        title = f"{meeting_title(meeting.name, meeting.session, meeting.file_name)}（{japanese_date(meeting.date)}）"
        reason = why_not(meeting, opened, drafts=drafts)
        if reason is not None:
            left_out.append(LeftOut(title, reason))
        elif meeting.publication == "partly":
            part, hidden = opened_part(minutes, opened)
            chosen.append(part)
            left_out += [LeftOut(f"{title}：{item}", "公開する議題に入っていない") for item in hidden]
        else:
            chosen.append(minutes)
    return chosen, left_out, everyone


def _file_name(minutes: Minutes, number: int) -> str:
    """A name that says day and number only."""
    suffix = re.sub(r"[^a-z]", "", minutes.source.media_type) or "txt"
    return f"{minutes.meeting.date or 'minutes'}_{number:04d}.{suffix}"


def _write_database(path: Path, public: Sequence[Minutes]) -> None:
    with store_errors(path.name):
        database = open_database(path)
        try:
            for minutes in public:
                store_minutes(database, minutes)
            database.conn.execute("UPDATE events SET publication = 'public'")
            database.conn.execute("UPDATE documents SET sha256 = id, folder = NULL")
            database.conn.commit()
            database.conn.execute("VACUUM")
        finally:
            database.close()
