"""How far reading has come (進み具合): a bar on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from minutes_pipeline.cli.terminal import shorten


@contextmanager
def reading_bar(total: int) -> Iterator[Any]:
    """A progress bar on a terminal (進み具合), nothing elsewhere; yields a function to call before each file."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda name: None
        return
    bar = Progress(
        TextColumn("読み取り中"), BarColumn(bar_width=20), MofNCompleteColumn(), TextColumn("{task.fields[name]}"),
        console=console, transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=total, name="")
        started = [False]

        def advance(name: str) -> None:
            bar.update(task, advance=int(started[0]), name=shorten(name, console.width - 46))
            started[0] = True

        yield advance
