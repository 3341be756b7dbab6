"""Compound files (OLE, [MS-CFB]): whether one is whole, and the head of a Word document inside it."""

from __future__ import annotations

import struct

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_FREE = 0xFFFFFFFF
_LAST_SECTOR = 0xFFFFFFFA
_NAME = "WordDocument\0".encode("utf-16-le")


def _sector_size(data: bytes) -> int | None:
    """Bytes of a sector; None where the header is no compound file's."""
    if len(data) < _HEADER:
        return None
    return {9: 512, 12: 4096}.get(int.from_bytes(data[30:32], "little"))


def is_cut_off(data: bytes) -> bool:
    """Whether the file is shorter than its own table of sectors says; False where its header makes no sense."""
    sector = _sector_size(data)
    if sector is None:
        return data.startswith(OLE) and len(data) < _HEADER
    entries = sector // 4
    last = 0
    for index, number in enumerate(struct.unpack_from("<109I", data, 76)):
        if number >= _LAST_SECTOR:
            break
        start = (number + 1) * sector
        table = data[start : start + sector]
        if len(table) < sector:
            return True
        used = [at for at, value in enumerate(struct.unpack(f"<{entries}I", table)) if value != _FREE]
        if used:
            last = index * entries + used[-1]
    # The last sector may be written without its padding.
    return len(data) <= (last + 1) * sector


def word_head(data: bytes) -> bytes | None:
    """The first 32 bytes of the stream WordDocument (the FIB, [MS-DOC] 2.5.2); None where there is no such stream."""
    sector = _sector_size(data)
    entry = data.find(_NAME)
    while sector is not None and entry >= 0:
        # A directory entry holds the length of its name behind it; the same letters elsewhere are text.
        if data[entry + 64 : entry + 66] == len(_NAME).to_bytes(2, "little"):
            start = (int.from_bytes(data[entry + 116 : entry + 120], "little") + 1) * sector
            head = data[start : start + 32]
            return head if len(head) == 32 else None
        entry = data.find(_NAME, entry + 2)
    return None
