"""``minutes diff``: what two versions of a meeting's minutes say differently (版の違い)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_pipeline.cli.database import DEFAULT_DATABASE, DatabaseOption, JsonOption, reading
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.record_words import MEETING, field_label, kind_label, words_of
from minutes_pipeline.cli.terminal import bold, columns, shorten, wrap
from minutes_pipeline.errors import QueryError

if TYPE_CHECKING:
    from minutes_pipeline.compare.differences import Difference
    from minutes_pipeline.store.results import MeetingSummary

app = typer.Typer(add_completion=False)
_HELP = """同じ会議の2つの版を比べ、違うところを項目ごとに出します。

指定しないと、いちばん新しい版とその前の版を比べます。比べるのは文書に書いてあることで、人の訂正は含みません。
空白や全角・半角、旧字体の違いは、違いとしません。"""
_TITLE_WIDTH = 50
_SHARED = 12
_LONGEST = 200
"""Longer values are cut on screen; --json has them whole."""


@app.command(cls=JapaneseCommand, help=_HELP)
def diff(
    meeting: Annotated[list[str], typer.Argument(metavar="会議", help="会議の記号、または名前・日付の一部")],
    first: Annotated[int | None, typer.Option("--from", metavar="版", min=1, help="古いほうの版の番号")] = None,
    second: Annotated[int | None, typer.Option("--to", metavar="版", min=1, help="新しいほうの版の番号")] = None,
    db: DatabaseOption = DEFAULT_DATABASE,
    as_json: JsonOption = False,
) -> None:
    """Compare two versions and print what differs."""
    from minutes_pipeline.compare.differences import differences
    from minutes_pipeline.store.reading import list_versions
    from minutes_pipeline.store.readings import reading_of

    with reading(db) as connection:
        versions = [v for v in list_versions(connection, " ".join(meeting)) if v.standing != "rendition"]
        old, new = _chosen(versions, first, second)
        found = differences(reading_of(connection, old.document_id), reading_of(connection, new.document_id))
    if as_json:
        whole = {"from": asdict(old), "to": asdict(new), "differences": [asdict(one) for one in found]}
        typer.echo(json.dumps(whole, ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join([*_head(old, new), *_page(found)]))


def _chosen(
    versions: Sequence[MeetingSummary], first: int | None, second: int | None
) -> tuple[MeetingSummary, MeetingSummary]:
    """The two versions to compare.

    Raises:
        QueryError: There is one only, no such number, or both are the same.
    """
    by_number = {version.version: version for version in versions}
    if len(by_number) < 2:
        raise QueryError("この会議には版が1つしかありません", "新しい版を取り込むと比べられます")
    newest = max(by_number)
    to = second if second is not None else newest if first != newest else max(n for n in by_number if n != newest)
    earlier = [number for number in by_number if number < to]
    start = first if first is not None else max(earlier, default=min(n for n in by_number if n != to))
    for number in (start, to):
        if number not in by_number:
            numbers = "・".join(map(str, sorted(by_number)))
            raise QueryError(f"{number}版はありません", f"{numbers}のどれかを指定してください")
    if start == to:
        raise QueryError("同じ版どうしは比べられません", "--from と --to に違う番号を指定してください")
    return by_number[start], by_number[to]


def _head(old: MeetingSummary, new: MeetingSummary) -> list[str]:
    from minutes_pipeline.cli.meetings import meeting_title

    width = columns(most=100)
    return [
        *map(bold, wrap(meeting_title(new.name, new.session, new.file_name), width)),
        *wrap(f"{old.version}版: {old.file_name}", width),
        *wrap(f"{new.version}版: {new.file_name}", width),
        "",
    ]


def _page(found: Sequence[Difference]) -> list[str]:
    """By record: its heading once, then its fields."""
    if not found:
        return ["違いはありません。"]
    lines: list[str] = []
    last: tuple[str | None, ...] | None = None
    for one in found:
        record = (one.kind, one.record_id_old, one.record_id_new)
        if record != last:
            lines += _record_head(one)
            last = record
        if one.change == "changed":
            lines += _field(one)
    count = {change: sum(one.change == change for one in found) for change in ("changed", "removed", "added")}
    closing = f"変わった項目 {count['changed']}件、なくなった記録 {count['removed']}件、増えた記録 {count['added']}件"
    return [*lines, "", closing]


_MARKS = {"changed": "○", "removed": "−", "added": "＋"}
_DONE = {"changed": "変わった", "removed": "なくなった", "added": "増えた"}


def _record_head(one: Difference) -> list[str]:
    width = columns(most=100)
    quote = one.quote_new if one.quote_new is not None else one.quote_old or ""
    if one.change == "changed":
        quote = shorten(" ".join(quote.split("\n")), _TITLE_WIDTH)
    quote = _cut(quote)
    about = f"「{quote}」" if one.kind != MEETING else ""
    first, *rest = wrap(f"{_MARKS[one.change]} {kind_label(one.kind)}（{_DONE[one.change]}）{about}", width - 2)
    return [first, *(f"  {line}" for line in rest)]


def _field(one: Difference) -> list[str]:
    width = columns(most=100) - 6
    lines = [f"    {field_label(one.kind, one.field)}"]
    before, after = _parts(*(words_of(one.kind, one.field, value) for value in (one.before, one.after)))
    for label, value in (("前", before), ("後", after)):
        first, *rest = wrap(f"{label}: {_cut(value)}", width)
        lines += [f"      {first}", *(f"          {line}" for line in rest)]
    return lines


def _parts(before: str, after: str) -> tuple[str, str]:
    """Two texts without the beginning and the end that they share, where these are long.

    >>> _parts("子" * 40 + "1件" + "子" * 40, "子" * 40 + "2件")[1]
    '…子子子子子子子子子子子子2件'
    """
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    skip = head - _SHARED if head > 2 * _SHARED else 0
    drop = tail - _SHARED if tail > 2 * _SHARED else 0
    shown = (text[skip : len(text) - drop] for text in (before, after))
    first, second = (f"{'…' if skip else ''}{text}{'…' if drop else ''}" for text in shown)
    return first, second


def _shared(first: str, second: str) -> int:
    """How many characters two texts share at their beginning."""
    different = (number for number, (a, b) in enumerate(zip(first, second, strict=False)) if a != b)
    return next(different, min(len(first), len(second)))


def _cut(text: str) -> str:
    line = " ".join(text.split("\n"))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
