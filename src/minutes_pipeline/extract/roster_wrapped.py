"""Posts over two lines (二行に分かれた職名): whose end, or whose holder, stands on the next line."""

from __future__ import annotations

import re
from dataclasses import replace

from minutes_pipeline.extract.roster_model import Person
from minutes_pipeline.values.posts import split_post

_WIDE_BODY = re.compile(r"(?:事務局|委員会|本部|[部局])$")


def goes_on(holder: Person, post: Person) -> bool:
    """会計管理者兼　高槻弥一 / 会計課長, 教育委員会事務局　星川武 / 教育総務課長: a post too long for its line."""
    alone = post.name is None and post.title is not None and post.status == holder.status
    if not alone or holder.name is None:
        return False
    if holder.title is not None:
        return holder.title.endswith("兼")
    return bool(holder.units and post.units) and _WIDE_BODY.search(holder.units[-1]) is not None


def with_rest(holder: Person, post: Person) -> Person:
    """The holder of a post whose end stands on the next line, read there as a post without a name."""
    title = post.title or ""
    if holder.title is None:
        return replace(holder, units=(*holder.units, *post.units), title=title, end=post.end)
    opened = (holder.title + (post.affiliation or "")).removesuffix(title[:1])
    return replace(holder, title=opened + title, end=post.end)


def with_holder(post: Person, holder: Person) -> Person | None:
    """The holder, on the next line, of a post that its own line gives nobody (社会教育課社会教育係長 / 渡部繁人), or None."""
    title = post.title or ""
    together = title.endswith("兼") or (holder.title or "").endswith(("兼務", "事務取扱"))
    if post.name is not None or holder.name is None or post.status is not None or (holder.title and not together):
        return None
    if not together:
        return replace(holder, start=post.start, units=(*post.units, *holder.units), title=title)
    whole = split_post(
        (post.affiliation or "")
        + title.removeprefix((post.affiliation or " ")[-1])
        + (holder.affiliation or "")
        + (holder.title or "")
    )
    units = (whole.unit,) if whole is not None and whole.unit is not None else ()
    return replace(holder, start=post.start, units=units, title=(whole.title if whole is not None else None) or title)
