"""Talking with the person at the terminal (端末での対話): one key without Enter, or a line of text.

No curses: the keyboard is read with what Python has on Windows (msvcrt) and elsewhere (termios). Where neither works, a
key is a line that ends with Enter.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Protocol

import typer

from minutes_pipeline.text.folding import flat

_ARROWS = {
    "\x1b[C": "n",
    "\x1b[B": "n",
    "\x1b[D": "b",
    "\x1b[A": "b",
    "\xe0M": "n",
    "\xe0P": "n",
    "\xe0K": "b",
    "\xe0H": "b",
}
"""What arrow keys send -> the key they stand for; on Windows a prefix and a letter."""
_INTERRUPT = "\x03"
EMPTIED = "-"
"""What a person types to empty a field."""


class Dialogue(Protocol):
    """Something that can show text, take a key and take a line."""

    def say(self, text: str) -> None:
        """Show lines."""

    def key(self, prompt: str) -> str:
        """The next key, folded to half width and lower case; ``""`` for Enter.

        Raises:
            KeyboardInterrupt: Ctrl+C.
            EOFError: The terminal went away.
        """

    def ask(self, prompt: str) -> str:
        """A line of text, without the white space around it.

        Raises:
            KeyboardInterrupt: Ctrl+C.
            EOFError: The terminal went away.
        """


class Terminal:
    """The real terminal."""

    def __init__(self) -> None:
        # Line editing that knows wide characters; there is none to import on Windows, whose console has its own.
        with suppress(ImportError):
            import readline  # noqa: F401

    def say(self, text: str) -> None:
        """See ``Dialogue``."""
        typer.echo(text)

    def key(self, prompt: str) -> str:
        """See ``Dialogue``."""
        typer.echo(prompt, nl=False)
        pressed = _pressed()
        if pressed is None:
            pressed = input()
        elif pressed == _INTERRUPT:
            typer.echo("")
            raise KeyboardInterrupt
        else:
            typer.echo(pressed if pressed.isprintable() and pressed not in _ARROWS else "")
        return plain_key(pressed)

    def ask(self, prompt: str) -> str:
        """See ``Dialogue``."""
        return input(prompt).strip()


def plain_key(pressed: str) -> str:
    r"""What was pressed as one plain key: half width, lower case, an arrow as the key it stands for.

    >>> [plain_key(pressed) for pressed in ("１", "Ｎ", "\r", "\x1b[D", "")]
    ['1', 'n', '', 'b', '']
    """
    if pressed in _ARROWS:
        return _ARROWS[pressed]
    return flat(pressed.strip())[:1].lower()


if sys.platform == "win32":

    def _pressed() -> str | None:
        """The next key, or None where keys cannot be read one by one."""
        import msvcrt

        first = msvcrt.getwch()
        return "\xe0" + msvcrt.getwch() if first in {"\x00", "\xe0"} else first

else:

    def _pressed() -> str | None:
        """The next key, or None where keys cannot be read one by one."""
        import os
        import termios
        import tty

        try:
            file = sys.stdin.fileno()
            before = termios.tcgetattr(file)
        except (OSError, ValueError, termios.error):
            return None
        try:
            tty.setcbreak(file)
            # What one key sends arrives at once: three bytes of UTF-8, the sequence of an arrow key, an IME's word.
            read = os.read(file, 64)
        finally:
            termios.tcsetattr(file, termios.TCSADRAIN, before)
        if read in {b"", b"\x04"}:
            raise EOFError
        return read.decode("utf-8", "replace")
