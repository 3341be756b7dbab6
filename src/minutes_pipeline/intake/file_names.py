"""Names of files as they are recorded, shown and made (ファイル名): any bytes may be a name, not any name may be printed."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import PurePath

LONGEST_NAME = 255
"""Bytes (Linux) and UTF-16 units (Windows, macOS) that a name may have; we keep to both."""
NOTE_SUFFIX = ".理由.txt"
_HIDDEN_CATEGORIES = frozenset(("Cc", "Zl", "Zp"))
_TURNERS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: fdp.exe may be shown as exe.pdf."""

_NO_CHARACTERS = frozenset("\uf8f0\uf8f1\uf8f2\uf8f3")
"""What Python makes of the bytes A0 and FD to FF, which cp932 does not use."""


def recorded(name: str) -> str:
    r"""A name as the database and the terminal get it: composed (Macs decompose が), without control characters.

    Bytes that are no UTF-8 are read as cp932, the encoding of names in archives made on Windows.

    >>> recorded("第1回\n\x1b[31m議事録.txt"), recorded("か\u3099.txt") == "が.txt"
    ('第1回�\ufffd[31m議事録.txt', True)
    >>> recorded("議事録.txt".encode("cp932").decode("utf-8", "surrogateescape"))
    '議事録.txt'
    """
    text = unicodedata.normalize("NFC", _decoded(name))
    return "".join("\ufffd" if _is_hidden(char) else char for char in text)


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in _HIDDEN_CATEGORIES or char in _TURNERS


def _decoded(name: str) -> str:
    if name.isprintable():  # no lone surrogate is printable
        return name
    data = name.encode("utf-8", "surrogateescape" if os.name != "nt" else "replace")
    for encoding in ("utf-8", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NO_CHARACTERS.intersection(text):
            return text
    return data.decode("utf-8", "replace")


def recorded_folder(parts: tuple[str, ...]) -> str | None:
    """Sub-folders of the drop folder, joined by /; None for the drop folder itself.

    >>> recorded_folder(("教育委員会", "令和6年度")), recorded_folder(())
    ('教育委員会/令和6年度', None)
    """
    return "/".join(recorded(part) for part in parts) or None


def kept_suffix(name: str) -> str:
    """The suffix under which the archive keeps a file: small ASCII letters and digits with their dot, or nothing.

    >>> kept_suffix("議事録.DOCX"), kept_suffix("議事録"), kept_suffix("a.議事録")
    ('.docx', '', '')
    """
    suffix = PurePath(name).suffix.lower()
    body = suffix[1:]
    return suffix if body.isascii() and body.isalnum() and len(body) <= 10 else ""


def numbered(name: str, number: int) -> str:
    """``name`` with a number before its suffix, cut so that it still is a possible name.

    >>> numbered("議事録.pdf", 2)
    '議事録 (2).pdf'
    """
    suffix = PurePath(name).suffix
    return _fitted(name.removesuffix(suffix), f" ({number}){suffix}")


def note_name(name: str) -> str:
    """Name of the note that lies beside a file of 要確認; a long name is cut and told apart by a digest.

    >>> note_name("議事録.pdf")
    '議事録.pdf.理由.txt'
    >>> len(note_name("議" * 85).encode()) <= LONGEST_NAME
    True
    """
    if _is_possible(name + NOTE_SUFFIX):
        return name + NOTE_SUFFIX
    digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return _fitted(name, f"…{digest}{NOTE_SUFFIX}")


def _fitted(stem: str, rest: str) -> str:
    while stem and not _is_possible(stem + rest):
        stem = stem[:-1]
    return stem + rest


def _is_possible(name: str) -> bool:
    units = name.encode("utf-16-le", "surrogatepass")
    return len(name.encode("utf-8", "surrogateescape")) <= LONGEST_NAME and len(units) <= LONGEST_NAME * 2
