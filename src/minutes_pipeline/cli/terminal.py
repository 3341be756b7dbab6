"""The terminal (端末): encoding, widths of Japanese text, wrapping. Standard library only: search must start fast."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Sequence
from typing import TextIO

_NO_LINE_START = frozenset(
    "、。，．・：；？！）」』】〉》］｝〕,.:;?!)]}ー々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥％%"
)
"""Characters that Japanese typesetting does not put at the head of a line (行頭禁則)."""
_NO_LINE_END = frozenset("（「『【〈《［｛〔([{")
_ZERO_WIDTH = frozenset(("Mn", "Me", "Cf"))
_MARK_ON, _MARK_OFF = "\x1b[1;33m", "\x1b[0m"
_BOLD_ON = "\x1b[1m"


def prepare_streams() -> None:
    """Write UTF-8 whatever the console's code page says; a character it cannot show becomes ?, never a traceback.

    Output redirected on a Windows set to cp932 would otherwise raise UnicodeEncodeError at 髙 or ➀; an interactive
    Windows console is written in UTF-16 by Python itself.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def say(text: str, stream: TextIO | None = None) -> None:
    """Print a line (to standard output unless another stream is given)."""
    stream = sys.stdout if stream is None else stream
    if os.name == "nt" and stream.isatty():
        # An older Windows console shows colours only through typer.
        import typer

        typer.echo(text, file=stream)
    else:
        print(text, file=stream)


def width_of(text: str) -> int:
    """Columns that ``text`` takes: full-width characters two, combining marks none.

    >>> width_of("議題A"), width_of("が")
    (5, 2)
    """
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.category(char) in _ZERO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, width: int) -> str:
    """``text`` filled with spaces to ``width`` columns; longer text is left as it is.

    >>> pad("議題", 6) + "|"
    '議題  |'
    """
    return text + " " * max(0, width - width_of(text))


def shorten(text: str, width: int) -> str:
    """``text`` cut to ``width`` columns, with … where something is missing.

    >>> shorten("総合的な相談体制の確立", 10)
    '総合的な…'
    """
    if width_of(text) <= width:
        return text
    kept, used = [], 0
    for char in text:
        used += _char_width(char)
        if used > width - 1:
            break
        kept.append(char)
    return "".join(kept) + "…"


def wrap(text: str, width: int) -> list[str]:
    """Break ``text`` into lines of at most ``width`` columns.

    Japanese breaks between any two characters but those that typesetting keeps together (行頭・行末禁則); a Latin word
    stays whole unless it is wider than a line.

    >>> wrap("決定しました。次回に報告", 14)
    ['決定しました。', '次回に報告']
    >>> wrap("決定しました。次回", 12)
    ['決定しまし', 'た。次回']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for piece in _pieces(paragraph, width):
            taken = width_of(piece)
            if line and used + taken > width:
                lines.append(line.rstrip())
                line, used = "", 0
            if line or not piece.isspace():
                line += piece
                used += taken
        lines.append(line.rstrip())
    return lines


def _pieces(text: str, width: int) -> list[str]:
    """What must not be torn: a Latin word, an opening bracket with what follows, a closing mark with what precedes."""
    pieces: list[str] = []
    for char in text:
        before = pieces[-1][-1] if pieces else ""
        is_one = before and (char in _NO_LINE_START or before in _NO_LINE_END or (_is_word(char) and _is_word(before)))
        if is_one and not before.isspace() and width_of(pieces[-1]) + _char_width(char) <= width:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _is_word(char: str) -> bool:
    return char.isascii() and not char.isspace()


def columns(*, most: int = 120) -> int:
    """Width to write for: the terminal's, at most ``most``, 80 where there is no terminal."""
    return max(40, min(_terminal_columns() or 80, most))


def _terminal_columns() -> int:
    """What COLUMNS says, else the terminal; 0 where there is none. As ``shutil`` does, whose import costs more than this."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ is not None else 0
    except (AttributeError, ValueError, OSError):
        return 0


def is_styled() -> bool:
    """Whether standard output is a terminal that may be given colours (NO_COLOR is honoured)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def bold(text: str) -> str:
    """``text`` bold on a terminal, plain elsewhere."""
    return f"{_BOLD_ON}{text}{_MARK_OFF}" if is_styled() else text


def mark_all(text: str, marks: Sequence[tuple[int, int]], width: int) -> list[str]:
    """``text`` wrapped to ``width`` with the ranges ``marks`` shown: coloured on a terminal, in 【】 elsewhere.

    >>> mark_all("駐車場が足りない", [(0, 3)], 40)
    ['【駐車場】が足りない']
    """
    if not is_styled():
        return wrap(_between(text, marks, "【", "】"), width)
    lines, position = [], 0
    for line in wrap(text, width):
        start = text.index(line, position)
        position = start + len(line)
        inside = [(max(a, start) - start, min(b, position) - start) for a, b in marks if a < position and b > start]
        lines.append(_between(line, inside, _MARK_ON, _MARK_OFF))
    return lines


def _between(text: str, marks: Sequence[tuple[int, int]], before: str, after: str) -> str:
    parts, position = [], 0
    for start, end in marks:
        parts += [text[position:start], before, text[start:end], after]
        position = end
    return "".join([*parts, text[position:]])
