"""Usage errors in Japanese (引数の誤り): one sentence on what is wrong, one on what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_QUOTED = re.compile(r"'([^']{1,200})'")
_EXTRA = re.compile(r"\(([^)]{1,200})\)")


def usage_sentence(error: Any) -> str:
    """What typer refused, in Japanese; the class of the error tells the kind, its attributes the names.

    The exception classes are private to typer, so they are told apart by name; an unknown one gets a general sentence.
    """
    build = _SENTENCES.get(type(error).__name__, _general)
    return f"{build(error)}使い方は「{_command_path(error)} --help」で見られます。"


def _command_path(error: Any) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context is not None else "minutes"


def _name_of(error: Any) -> str:
    param = getattr(error, "param", None)
    if param is None:
        return "引数"
    if getattr(param, "param_type_name", "") == "option":
        return str(max(param.opts, key=len))
    return str(param.metavar or param.name)


def _no_such_option(error: Any) -> str:
    near = "、".join(sorted(error.possibilities or ()))
    hint = f"「{near}」ではありませんか。" if near else ""
    return f"「{error.option_name}」というオプションはありません。{hint}"


def _missing(error: Any) -> str:
    return f"「{_name_of(error)}」が指定されていません。"


def _bad_value(error: Any) -> str:
    """The reason is ours where ``argument_values`` refused, typer's English where typer itself did."""
    reason = error.message if error.message.endswith("。") else ""
    return f"「{_name_of(error)}」の値が正しくありません。{reason}"


def _bad_option(error: Any) -> str:
    if "does not take a value" in error.message:
        return f"オプション「{error.option_name}」に値は付けられません。"
    return f"オプション「{error.option_name}」の値が指定されていません。"


def _plain_usage(error: Any) -> str:
    message = str(error.message)
    if message.startswith("No such command"):
        name, *near = _QUOTED.findall(message)
        hint = f"「{near[0]}」ではありませんか。" if near else ""
        return f"「{name}」というコマンドはありません。{hint}"
    if message.startswith("Missing command"):
        return "コマンドが指定されていません。"
    extra = _EXTRA.search(message.removeprefix("Got unexpected extra argument(s)"))
    if message.startswith("Got unexpected extra") and extra is not None:
        return f"余分な引数「{extra[1]}」があります。"
    return _general(error)


def _general(_error: Any) -> str:
    return "指定のしかたが正しくありません。"


_SENTENCES: dict[str, Callable[[Any], str]] = {
    "NoSuchOption": _no_such_option,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
    "BadOptionUsage": _bad_option,
    "UsageError": _plain_usage,
}
