"""Where ``minutes`` starts (起動): a plain search at once, every other command through typer."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from minutes_pipeline.cli.search_line import read_line


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; whatever goes wrong becomes a Japanese sentence, no traceback.

    Args:
        arguments: Words after ``minutes``; None takes those of the process.
    """
    given = read_line(sys.argv[1:] if arguments is None else arguments)
    if given is None:
        from minutes_pipeline.cli.application import run as run_any

        return run_any(arguments)
    from minutes_pipeline.cli.ending import ended
    from minutes_pipeline.cli.terminal import prepare_streams

    prepare_streams()
    return ended(lambda: _search(given))


def _search(given: dict[str, Any]) -> int:
    from minutes_pipeline.cli.search_page import show_hits

    show_hits(**given)
    return 0


def leave(code: int) -> NoReturn:
    """End the process with ``code``. After a search nothing is left to do: taking the interpreter apart costs a tenth of it."""
    if "minutes_pipeline.cli.application" not in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    raise SystemExit(code)
