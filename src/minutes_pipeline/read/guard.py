"""Limits on what is opened (上限): size, compression ratio, nesting. A file beyond them is refused, never half read."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from minutes_pipeline.errors import LimitError, ReadError
from minutes_pipeline.read.compound import OLE, is_cut_off

MAX_BYTES = 100 * 1024 * 1024
MAX_PART_BYTES = 80 * 1024 * 1024
MAX_RATIO = 400
MAX_PARTS = 5_000
MAX_DEPTH = 200
"""Elements nested deeper than this are refused (lxml itself stops at 256)."""
MAX_CELLS = 100_000
"""Cells of one table, those included that a cell claims to cover; a table of a year's accounts has a few thousand."""
MAX_TEXT = 3_000_000
"""Characters of a text or web page; the record of a day of a parliament has 300,000."""


def empty_file(name: str) -> ReadError:
    """The error for a file without bytes or with nothing but white space."""
    return ReadError("空のファイルです", "元のファイルを確かめて入れ直してください", file=name)


def read_bytes(path: Path) -> bytes:
    """The file's bytes.

    Raises:
        ReadError: Missing, a folder, not permitted, or empty.
        LimitError: Larger than ``MAX_BYTES``.
    """
    name = path.name
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise ReadError("フォルダーです", "中のファイルを指定してください", file=name)
        if size > MAX_BYTES:
            raise LimitError(
                f"大きすぎるファイルです（上限 {MAX_BYTES // 1024 // 1024} MB）",
                "画像を除くか会議ごとに分けてください",
                file=name,
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError("ファイルがありません", "場所と名前を確かめてください", file=name) from error
    except OSError as error:
        raise ReadError(
            "ファイルを開けません", "ほかのソフトで開いていないか、読む権限があるかを確かめてください", file=name
        ) from error
    if not data.strip(b"\x00 \t\r\n"):
        raise empty_file(name)
    return data


_AS_DOCX = "Word で開いて .docx の形で保存し直してください"
_AS_PDF = "作成元のソフトで PDF に書き出したものを入れてください"
_AS_SCAN = "PDF か PNG の形で保存し直したものを入れてください"
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF8", "GIF 画像には対応していません", _AS_SCAN),
    (b"\x1f\x8b", "圧縮ファイルです", "展開して中の文書を入れてください"),
    (b"7z\xbc\xaf", "圧縮ファイルです", "展開して中の文書を入れてください"),
    (b"Rar!", "圧縮ファイルです", "展開して中の文書を入れてください"),
    (b"%!PS", "PostScript ファイルには対応していません", _AS_PDF),
)
DAMAGED = ("壊れているか途中で切れているファイルです", "元のファイルを入手し直してください")
LOCKED = ("パスワードのかかったファイルです", "パスワードを外して保存し直してください")


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def foreign_kind(data: bytes, name: str) -> tuple[str, str] | None:
    """(reason, remedy) for a known format that is not read (.xls, .jtd, archives), else None."""
    if data.startswith(OLE):
        suffix = name.lower().rpartition(".")[2]
        if _wide("EncryptedPackage") in data:
            return LOCKED
        if suffix in ("jtd", "jtt", "jtdc") or _wide("DocumentText") in data:
            return "一太郎の文書（.jtd）には対応していません", "一太郎で PDF に書き出したものを入れてください"
        if is_cut_off(data):
            return DAMAGED
        if _wide("WordDocument") in data:
            return None
        if _wide("Workbook") in data or _wide("Book") in data:
            return "Excel のファイルには対応していません", _AS_PDF
        return "対応していない形式のファイルです", _AS_PDF
    for magic, reason, remedy in _MAGIC:
        if data.startswith(magic):
            return reason, remedy
    if data[2:5] in (b"-lh", b"-lz"):
        return "圧縮ファイルです", "展開して中の文書を入れてください"
    return None


def is_noise(data: bytes) -> bool:
    """Whether bytes are no text in any encoding: many control bytes, and no UTF-16 either."""
    sample = data[:65536]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    control = sum(sample.count(bytes((code,))) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    zeros = sample.count(0)
    if zeros * 20 > len(sample) and control * 50 <= len(sample):
        return False  # UTF-16 without a mark: the decoder judges
    return (control + zeros) * 100 > len(sample)


def zip_kind(names: list[str]) -> tuple[str, str]:
    """(reason, remedy) for an archive that is no Word document."""
    if "xl/workbook.xml" in names:
        return "Excel のファイルには対応していません", _AS_PDF
    if "ppt/presentation.xml" in names:
        return "PowerPoint のファイルには対応していません", _AS_PDF
    if "content.xml" in names:
        return "OpenDocument の文書（.odt）ではありません", _AS_PDF
    return "Word の文書ではありません（中に word/document.xml がありません）", _AS_DOCX


def open_zip(data: bytes, file_name: str) -> zipfile.ZipFile:
    """A ZIP archive whose parts are within the limits.

    Raises:
        ReadError: Damaged or encrypted.
        LimitError: Too many parts, too large when unpacked, or packed beyond ``MAX_RATIO``.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadError(*DAMAGED, file=file_name) from error
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise LimitError("部品の多すぎるファイルです", "Word で開いて保存し直してください", file=file_name)
    for part in parts:
        if part.flag_bits & 1:
            raise ReadError(*LOCKED, file=file_name)
    return archive


def part(archive: zipfile.ZipFile, name: str, file_name: str) -> bytes | None:
    """One part of the archive, or None where it has none of that name.

    Raises:
        ReadError: The part is damaged.
        LimitError: It unpacks beyond the limits.
    """
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    too_large = info.file_size > MAX_PART_BYTES
    too_dense = info.file_size > 1_000_000 and info.file_size > MAX_RATIO * max(info.compress_size, 1)
    if too_large or too_dense:
        raise LimitError("展開すると大きくなりすぎるファイルです", "Word で開いて保存し直してください", file=file_name)
    try:
        with archive.open(info) as stream:
            content = stream.read(MAX_PART_BYTES + 1)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, _ZLIB_ERROR) as error:
        raise ReadError(*DAMAGED, file=file_name) from error
    if len(content) > MAX_PART_BYTES:
        raise LimitError("展開すると大きくなりすぎるファイルです", "Word で開いて保存し直してください", file=file_name)
    return content


_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
)


def packed_part(archive: zipfile.ZipFile, data: bytes, name: str) -> tuple[int, bytes] | None:
    """What tells one packed part from every other: its checksum as stated, and a digest of its bytes as they are packed.

    None where there is no such part, or its bytes are not where the archive says.
    """
    info = archive.NameToInfo.get(name)
    if info is None:
        return None
    at = info.header_offset
    start = (
        at + 30 + int.from_bytes(data[at + 26 : at + 28], "little") + int.from_bytes(data[at + 28 : at + 30], "little")
    )
    packed = data[start : start + info.compress_size]
    if data[at : at + 4] != b"PK\x03\x04" or len(packed) != info.compress_size:
        return None
    return info.CRC, hashlib.sha256(bytes([info.compress_type & 0xFF]) + packed).digest()


def parse_xml(content: bytes, file_name: str) -> Any:
    """Root element; no entities, no network, no document type.

    Raises:
        ReadError: Not well-formed, or it declares a document type.
        LimitError: Nested deeper than ``MAX_DEPTH``.
    """
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise _declares_a_type(file_name)
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise LimitError(
                "入れ子の深すぎるファイルです", "Word で開いて保存し直してください", file=file_name
            ) from error
        raise ReadError(
            "中身の壊れた Word ファイルです", "Word で開いて保存し直してください", file=file_name
        ) from error
    # The declaration may stand behind a long comment or in another encoding.
    if root.getroottree().docinfo.internalDTD is not None:
        raise _declares_a_type(file_name)
    return root


def _declares_a_type(file_name: str) -> ReadError:
    return ReadError("文書型宣言のある不正な Word ファイルです", "Word で開いて保存し直してください", file=file_name)


def too_many_cells(file_name: str) -> LimitError:
    """The error for a table beyond ``MAX_CELLS``."""
    return LimitError(
        f"表の欄が多すぎます（1つの表の上限 {MAX_CELLS:,}）", "表を分けて保存し直してください", file=file_name
    )


def check_length(text: str, file_name: str) -> None:
    """See that a text is one that people read.

    Raises:
        LimitError: Longer than ``MAX_TEXT``.
    """
    if len(text) > MAX_TEXT:
        raise LimitError(
            f"文字が多すぎます（上限 {MAX_TEXT // 10_000:,}万字）", "会議ごとに分けてください", file=file_name
        )


_ZLIB_ERROR: type[Exception] = __import__("zlib").error
