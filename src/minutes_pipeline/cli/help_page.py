"""Help in Japanese (使い方の表示): typer's own page has English headings and does not align full-width text."""

from __future__ import annotations

import inspect
from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from minutes_pipeline.cli.argument_values import use_plain_values
from minutes_pipeline.cli.terminal import bold, columns, pad, width_of, wrap

_HELP_OPTION = "この説明を表示して終わる"
_LEFT_MOST = 30
"""Widest left column; a longer name has its explanation on the next line."""
Row = tuple[str, str]


class JapaneseCommand(TyperCommand):
    """A command whose help page and refusals are Japanese, and which starts without pydantic."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters and ``--help``, each with its plain conversion."""
        return use_plain_values(super().get_params(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page into click's formatter, which prints it."""
        formatter.write(command_page(self, ctx))


class JapaneseGroup(TyperGroup):
    """The group ``minutes``: Japanese help, commands loaded when they are called."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters and ``--help``, each with its plain conversion."""
        return use_plain_values(super().get_params(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page into click's formatter, which prints it."""
        formatter.write(group_page(self, ctx, self.summaries()))

    def summaries(self) -> list[Row]:
        """(command, one-line description) in the order to show."""
        return []


def command_page(command: TyperCommand, ctx: Any) -> str:
    """Help page of one command: usage, description, arguments, options."""
    arguments = [p for p in command.get_params(ctx) if isinstance(p, TyperArgument)]
    pieces = [ctx.command_path, *(_argument_name(argument) for argument in arguments), "[オプション]"]
    return _page(
        usage=" ".join(pieces),
        description=command.help or "",
        blocks=[
            ("引数", [_argument_row(argument) for argument in arguments]),
            ("オプション", _option_rows(command, ctx)),
        ],
        closing=command.epilog or "",
    )


def group_page(group: TyperGroup, ctx: Any, summaries: list[Row]) -> str:
    """Help page of the group: usage, description, commands, options."""
    return _page(
        usage=f"{ctx.command_path} コマンド [引数] [オプション]",
        description=group.help or "",
        blocks=[("コマンド", summaries), ("オプション", _option_rows(group, ctx))],
        closing=f"各コマンドの使い方は「{ctx.command_path} コマンド --help」で見られます。",
    )


def _page(usage: str, description: str, blocks: list[tuple[str, list[Row]]], closing: str) -> str:
    width = columns(most=100)
    lines = [f"{bold('使い方:')} {usage}", ""]
    for paragraph in inspect.cleandoc(description).split("\n\n"):
        lines += [*wrap(_unwrapped(paragraph), width), ""]
    for title, rows in blocks:
        if rows:
            lines += [bold(title), *_table(rows, width), ""]
    for paragraph in closing.split("\n\n"):
        lines += wrap(paragraph, width)
    return "\n".join(lines).rstrip() + "\n"


def _unwrapped(paragraph: str) -> str:
    """Source line breaks removed, but kept before an indented line (an example to type)."""
    return "\n".join(paragraph.split("\n")) if paragraph.startswith(" ") else paragraph.replace("\n", "")


def _table(rows: list[Row], width: int) -> list[str]:
    left = min(_LEFT_MOST, max(width_of(name) for name, _ in rows))
    lines = []
    for name, text in rows:
        explained = wrap(text, width - left - 4)
        if width_of(name) > left:
            lines.append(f"  {name}")
        else:
            lines.append(f"  {pad(name, left)}  {explained.pop(0)}".rstrip())
        lines += [f"  {' ' * left}  {line}" for line in explained]
    return lines


def _argument_name(argument: TyperArgument) -> str:
    name = argument.metavar or argument.name or ""
    name += "…" if argument.nargs == -1 else ""
    return name if argument.required else f"[{name}]"


def _argument_row(argument: TyperArgument) -> Row:
    return _argument_name(argument), argument.help or ""


def _option_rows(command: TyperCommand | TyperGroup, ctx: Any) -> list[Row]:
    return [
        _option_row(option, ctx)
        for option in command.get_params(ctx)
        if isinstance(option, TyperOption) and not option.hidden
    ]


def _option_row(option: TyperOption, ctx: Any) -> Row:
    name = ", ".join(option.opts)
    if "--help" in option.opts:
        return name, _HELP_OPTION
    if not option.is_flag:
        name += f" {option.metavar or '値'}"
    text = option.help or ""
    default = option.get_default(ctx, call=False)
    if option.required:
        text += "（必須）"
    elif option.show_default and not option.is_flag and default not in (None, "", [], ()):
        text += f"（指定しないとき: {default}）"
    return name, text
