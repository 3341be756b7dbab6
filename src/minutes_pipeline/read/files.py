"""Which reader reads a file (読み手の選択): decided by its first bytes, not by its name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from minutes_pipeline.errors import ReadError
from minutes_pipeline.model.raw import RawDocument
from minutes_pipeline.read.plain import decode, read_plain


def read_raw(path: Path) -> RawDocument:
    """Read a file as it stands.

    Raises:
        ReadError: The file cannot be read; the message is Japanese, with reason and remedy.
    """
    data = path.read_bytes()
    name, digest = path.name, hashlib.sha256(data).hexdigest()
    if not data.strip():
        raise ReadError("空のファイルです", "元のファイルを確かめて入れ直してください", file=name)
    if data.startswith(b"%PDF"):
        from minutes_pipeline.read.pdf import read_pdf

        return read_pdf(data, name, digest)
    if data.startswith(b"PK\x03\x04"):
        from minutes_pipeline.read.docx import read_docx

        return read_docx(data, name, digest)
    return read_plain(decode(data, name), name, digest)
