"""How a command ends (終了の仕方): its exit code, and a Japanese sentence instead of a traceback. Does without typer."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from minutes_pipeline.cli.terminal import say
from minutes_pipeline.errors import MinutesError, QueryError

if TYPE_CHECKING:
    from collections.abc import Callable

EXIT_FAILED = 1
"""Something could not be read, found or written."""
EXIT_USAGE = 2
"""The command line could not be understood."""
EXIT_INTERRUPTED = 130


def ended(command: Callable[[], int], refused: Callable[[Exception], int | None] | None = None) -> int:
    """Run ``command`` and return its exit code, or that of what went wrong; nothing is raised.

    Args:
        command: Returns an exit code.
        refused: Says what the library that reads command lines refused; None for what it did not.
    """
    try:
        code = command()
        sys.stdout.flush()
    except MinutesError as error:
        return fail(str(error), EXIT_USAGE if isinstance(error, QueryError) else EXIT_FAILED)
    except KeyboardInterrupt:
        return interrupted()
    except BrokenPipeError:
        return _closed_pipe()
    except Exception as error:
        told = refused(error) if refused is not None else None
        return _unforeseen(error) if told is None else told
    return code


def fail(sentence: str, code: int) -> int:
    """Print the sentence where errors are printed; returns ``code``."""
    say(sentence, sys.stderr)
    return code


def interrupted() -> int:
    """What Ctrl-C ends with."""
    return fail("中断しました。", EXIT_INTERRUPTED)


def _closed_pipe() -> int:
    """The reader (``| head``) went away: nothing is wrong, but the interpreter must not flush into it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _unforeseen(error: Exception) -> int:
    if os.environ.get("MINUTES_DEBUG"):
        raise error
    if isinstance(error, OSError):
        return fail(f"{_os_reason(error)}。場所・権限・空き容量を確かめてください。", EXIT_FAILED)
    kind = type(error).__name__
    return fail(
        f"予期しない誤りで止まりました（{kind}）。環境変数 MINUTES_DEBUG=1 を付けて実行すると詳細が出ますので、"
        "それを添えて開発元に知らせてください。",
        EXIT_FAILED,
    )


def _os_reason(error: OSError) -> str:
    name = f"「{error.filename}」" if error.filename else "ファイル"
    if isinstance(error, FileNotFoundError):
        return f"{name}が見つかりません"
    if isinstance(error, PermissionError):
        return f"{name}を開く権限がありません"
    if isinstance(error, IsADirectoryError | FileExistsError | NotADirectoryError):
        return f"{name}はファイルとして書けません"
    return f"{name}の読み書きに失敗しました"
