"""What the words of a command line become (引数の値): text, whole numbers, paths.

typer 0.29 hands this to pydantic, whose import costs more than a whole search; three kinds of values need no such help,
and refusals can be said in Japanese at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import typer


@dataclass(frozen=True, slots=True)
class PlainValue:
    """Turns what was typed for one argument or option into its value; takes the place of typer's own conversion.

    Attributes:
        kind: ``str``, ``int``, ``Path``, or ``bool`` for a switch.
        is_many: Several words, which become a list.
        least: Smallest number allowed, or None.
    """

    kind: type
    is_many: bool
    least: int | None

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value, None for none.

        Raises:
            BadParameter: The text is no number, or too small a one.
        """
        if self.is_many:
            return [self._one(item, param, ctx) for item in value or ()]
        return None if value is None else self._one(value, param, ctx)

    def _one(self, value: Any, param: Any, ctx: Any) -> Any:
        if self.kind is Path:
            return Path(value)
        if self.kind is int:
            return self._number(value, param, ctx)
        return value

    def _number(self, value: Any, param: Any, ctx: Any) -> int:
        try:
            number = int(value)
        except ValueError:
            number = None
        if number is None or (self.least is not None and number < self.least):
            bound = f"{self.least}以上の" if self.least is not None else ""
            raise typer.BadParameter(f"{bound}整数で指定してください。", ctx=ctx, param=param)
        return number


def use_plain_values(params: list[Any]) -> list[Any]:
    """Give each parameter its plain conversion; a switch keeps the bool or None it is given. Returns ``params``."""
    for param in params:
        annotation = param.type_descriptor.annotation
        (kind,) = get_args(annotation) or (annotation,)
        least = param.type_descriptor.parameter_info.min
        param._runtime_param = PlainValue(kind, is_many=param.nargs == -1, least=least)
    return params
