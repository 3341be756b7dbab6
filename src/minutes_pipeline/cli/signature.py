"""Who changes something and why (記名と理由): ``--by`` and ``--reason``, the same in every command that changes records."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from minutes_pipeline.errors import QueryError

BY_VARIABLE = "MINUTES_BY"
ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="名前", help=f"変える人の名前（環境変数 {BY_VARIABLE} でもよい）", show_default=False),
]
"""``--by``, the same in every command."""
ReasonOption = Annotated[str | None, typer.Option("--reason", metavar="理由", help="変える理由")]
"""``--reason``, the same in every command."""


def is_dialogue() -> bool:
    """Whether a person sits at the terminal and can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def signed_by(option: str | None) -> str:
    """The name to sign with: that of ``--by``, else the environment's, else what the person at the terminal answers.

    Raises:
        QueryError: There is no name and nobody to ask.
    """
    name = (option if option is not None else os.environ.get(BY_VARIABLE, "")).strip()
    if not name and option is None and is_dialogue():
        name = input("お名前（変更の記録に残ります）: ").strip()
    if not name:
        raise QueryError(
            "変える人の名前がありません", f"--by 名前 を付けるか、環境変数 {BY_VARIABLE} に名前を入れてください"
        )
    return name


def reason_given(option: str | None, default: str | None = None) -> str:
    """The reason of ``--reason``, else ``default``.

    Raises:
        QueryError: There is none.
    """
    reason = (option or "").strip() or default
    if not reason:
        raise QueryError("変える理由がありません", "--reason 理由 を付けてください")
    return reason
