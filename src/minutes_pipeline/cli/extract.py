"""``minutes extract``: read files, write their records as JSON, without a database (読み取りのみ)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.sources import gather
from minutes_pipeline.intake.extraction import Unreadable
from minutes_pipeline.intake.origins import origin_of
from minutes_pipeline.intake.readers import open_readers, read_in_order

app = typer.Typer(add_completion=False)
_HELP = """議事録を読み取り、記録を JSON に書き出します。データベースは使いません。

--out でフォルダーを指定すると「文書名.json」を1件ずつ書き、指定しないと画面に出します（2件以上は配列）。
形は「minutes schema」で見られます。"""


@app.command(cls=JapaneseCommand, help=_HELP)
def extract(
    files: Annotated[list[Path], typer.Argument(metavar="ファイル", help="議事録のファイルかフォルダー（いくつでも）")],
    out: Annotated[Path | None, typer.Option("--out", metavar="フォルダー", help="書き出し先")] = None,
) -> None:
    """Write ``<stem>.json`` per file into a folder, or print."""
    paths = gather(files).files
    failed = []
    printed = []
    taken: set[Path] = set()
    with open_readers() as readers:
        for origin, result in read_in_order(map(origin_of, paths), readers):
            if isinstance(result, Unreadable):
                failed.append(f"{origin.name}: {result}")
                continue
            text = result.minutes.model_dump_json(indent=1)
            if out is not None:
                _write(out, Path(origin.address), text, taken)
            else:
                printed.append(text)
    if printed:
        typer.echo(printed[0] if len(paths) == 1 else "[\n" + ",\n".join(printed) + "\n]")
    for line in failed:
        typer.echo(line, err=True)
    if out is not None:
        typer.echo(f"書き出し {len(taken)}件、失敗 {len(failed)}件。書き出し先: {out}", err=True)
    if failed:
        raise typer.Exit(1)


def _write(out: Path, source: Path, text: str, taken: set[Path]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    target = next(name for name in _names(out, source) if name not in taken and _is_ours(name, source))
    taken.add(target)
    target.write_text(text + "\n", "utf-8", newline="\n")
    if target.stem != source.stem:
        typer.echo(f"{source.name}: 同じ名前の結果があるため、{target.name} に書きました。", err=True)


def _names(out: Path, source: Path) -> Iterator[Path]:
    """Names to try: 議事録.json, 議事録.docx.json, 議事録.docx-2.json and so on."""
    yield out / f"{source.stem}.json"
    yield out / f"{source.name}.json"
    number = 2
    while True:
        yield out / f"{source.name}-{number}.json"
        number += 1


def _is_ours(target: Path, source: Path) -> bool:
    """Whether the name is free, or holds an earlier reading of a file of this name, which a new one replaces."""
    if not target.exists():
        return True
    try:
        earlier = json.loads(target.read_text("utf-8"))
    except (ValueError, OSError):
        return False
    return isinstance(earlier, dict) and earlier.get("document") == source.name
