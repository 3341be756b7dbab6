"""Office reader (.doc, .odt, .rtf): LibreOffice turns the file into DOCX, which keeps its structure, and that is read.

LibreOffice ends with exit code 0 whether or not it could read the file, and takes any bytes for text where it may guess
the format: the input is checked first, the filter is named, and only a sound output counts.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from minutes_pipeline.errors import LimitError, ReadError
from minutes_pipeline.model.raw import RawDocument, RawItem, RawLine
from minutes_pipeline.read.compound import OLE, word_head
from minutes_pipeline.read.docx import read_docx
from minutes_pipeline.read.guard import DAMAGED, LOCKED, is_noise, open_zip, part
from minutes_pipeline.read.programs import LIBREOFFICE, missing, one_at_a_time, require, run

SECONDS = 60.0
"""Time limit of one conversion; one of usual size takes about a second."""
MAX_GROUPS = 500
"""Groups of an RTF nested deeper than this are refused; Word writes fewer than 50."""
MAX_OUTPUT = 100 * 1024 * 1024

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
 <prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
 <prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
 <prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
 <prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
 <prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""
"""Settings of the throw-away profile: macros never run, linked files and pictures on the network are never fetched."""


@dataclass(frozen=True, slots=True)
class OfficeKind:
    """A format that LibreOffice reads: media type, name in messages, LibreOffice's own name of the filter."""

    media_type: str
    name: str
    filter: str


_DOC = OfficeKind("doc", "古い形式の Word 文書（.doc）", "MS Word 97")
_DOC_95 = OfficeKind("doc", "古い形式の Word 文書（.doc）", "MS Word 95")
_DOC_6 = OfficeKind("doc", "古い形式の Word 文書（.doc）", "MS WinWord 6.0")
_ODT = OfficeKind("odt", "OpenDocument（.odt）", "writer8")
_RTF = OfficeKind("rtf", "リッチテキスト（.rtf）", "Rich Text Format")
_ODT_TYPES = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")
_RTF_MARK = re.compile(rb"\\bin(\d{1,9}) ?|\\[\\{}]|[{}]")
"""What counts for the depth of an RTF's groups, and raw bytes, which do not."""


def office_kind(data: bytes, file_name: str) -> OfficeKind | None:
    """The kind of a file that LibreOffice can read, None for every other.

    Raises:
        ReadError: It is one, but encrypted or cut off: no program would help.
        LimitError: Unpacked it would be too large.
    """
    if data.startswith(OLE) and "WordDocument".encode("utf-16-le") in data:
        return _word_kind(data, file_name)
    if data.startswith(b"PK"):
        return _open_document_kind(data, file_name)
    if data.startswith(b"{\\rtf"):
        if is_noise(data[:2048]):
            raise ReadError(*DAMAGED, file=file_name)
        return _RTF
    return None


def read_office(data: bytes, file_name: str, sha256: str, kind: OfficeKind) -> RawDocument:
    """Read a file of ``kind`` through LibreOffice; the media type is the file's own, everything else as in its DOCX.

    Raises:
        NeedsProgramError: LibreOffice is not installed.
        ReadError: LibreOffice cannot read it, or it holds no text.
        LimitError: The conversion took longer than ``SECONDS``, or its result is too large.
    """
    still_open = _open_groups(data, file_name) if kind is _RTF else 0
    program = require(LIBREOFFICE, file_name, kind.name)
    with one_at_a_time("soffice"), tempfile.TemporaryDirectory(prefix="minutes-", ignore_cleanup_errors=True) as name:
        content = _converted(program, data + b"}" * still_open, kind, Path(name), file_name)
    document = read_docx(content, file_name, sha256)
    defects = list(document.defects)
    if still_open:
        defects.append(("truncated", "ファイルの終わりが欠けています。抜けている文があるかもしれません", None))
    lost, size = _lost_characters(document.items)
    if lost * 10 > size:
        raise ReadError(*DAMAGED, file=file_name)
    if lost:
        message = f"読めない文字が{lost}か所あります（文字コードの誤りか、壊れたファイルです）"
        defects.append(("broken_characters", message, None))
    return replace(document, media_type=kind.media_type, defects=tuple(defects))


def _lost_characters(items: Iterable[RawItem]) -> tuple[int, int]:
    """(characters that no text has, characters)."""
    lost = size = 0
    for item in items:
        if isinstance(item, RawLine):
            lost += sum(1 for char in item.text if unicodedata.category(char) in ("Cn", "Cs") or char == "\ufffd")
            size += len(item.text)
        else:
            for cell in item.cells:
                inner_lost, inner_size = _lost_characters(cell.content)
                lost, size = lost + inner_lost, size + inner_size
    return lost, size


def _converted(program: Path, data: bytes, kind: OfficeKind, folder: Path, file_name: str) -> bytes:
    profile, target = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    source = folder / f"source.{kind.media_type}"
    source.write_bytes(data)
    command: list[str | Path] = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nodefault", "--nolockcheck", "--nologo"),
        f"--infilter={kind.filter}",
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", target, source),
    ]
    try:
        ended = run(command, seconds=SECONDS, folder=folder, setting={"SAL_USE_VCLPLUGIN": "svp"})
    except OSError as error:
        raise missing(LIBREOFFICE, f"{LIBREOFFICE.name} を起動できません（{program}）", file_name) from error
    if ended.code is None:
        raise LimitError(
            f"{LIBREOFFICE.name} での変換が{SECONDS:.0f}秒で終わりません",
            "Word で開いて .docx の形で保存し直してください",
            file=file_name,
        )
    result = target / "source.docx"
    if not result.is_file() or result.stat().st_size == 0:
        # Killed or crashed (a negative or a large code) is something else than a file it refuses (0 or 1).
        if ended.code not in (0, 1):
            raise ReadError(
                f"{LIBREOFFICE.name} が変換の途中で止まりました（終了コード {ended.code}）",
                "もう一度取り込み、同じことが起きるなら Word で .docx の形に保存し直してください",
                file=file_name,
            )
        raise ReadError(*DAMAGED, file=file_name)
    if result.stat().st_size > MAX_OUTPUT:
        raise LimitError("展開すると大きくなりすぎるファイルです", "会議ごとに分けてください", file=file_name)
    content = result.read_bytes()
    if not content.startswith(b"PK"):
        raise ReadError(*DAMAGED, file=file_name)
    return content


def _word_kind(data: bytes, file_name: str) -> OfficeKind:
    """Which Word wrote a .doc, from the head of its main stream ([MS-DOC] 2.5.2)."""
    head = word_head(data)
    if head is None or head[:2] not in (b"\xec\xa5", b"\xdc\xa5", b"\x9b\xa5"):
        raise ReadError(*DAMAGED, file=file_name)
    if int.from_bytes(head[10:12], "little") & 0x0100:
        raise ReadError(*LOCKED, file=file_name)
    version = int.from_bytes(head[2:4], "little")
    return _DOC_6 if version < 103 else _DOC_95 if version < 105 else _DOC


def _open_document_kind(data: bytes, file_name: str) -> OfficeKind | None:
    if b"mimetypeapplication/vnd.oasis" not in data[:200] and b"content.xml" not in data:
        return None
    with open_zip(data, file_name) as archive:
        if (part(archive, "mimetype", file_name) or b"").strip() not in _ODT_TYPES:
            return None
        if b"encryption-data" in (part(archive, "META-INF/manifest.xml", file_name) or b""):
            raise ReadError(*LOCKED, file=file_name)
        for info in archive.infolist():
            # Opened for the limits of size and density alone.
            if info.filename.endswith(".xml"):
                part(archive, info.filename, file_name)
    return _ODT


def _open_groups(data: bytes, file_name: str) -> int:
    """Groups of an RTF that are still open at its end: none, unless the file was cut off.

    Raises:
        LimitError: Groups nested deeper than ``MAX_GROUPS``.
    """
    depth = position = 0
    while (found := _RTF_MARK.search(data, position)) is not None:
        position = found.end()
        if found.group(1) is not None:
            position += int(found.group(1))  # raw bytes, braces among them
        elif found.group() == b"{":
            depth += 1
            if depth > MAX_GROUPS:
                raise LimitError(
                    "入れ子の深すぎるファイルです", "Word で開いて .docx の形で保存し直してください", file=file_name
                )
        elif found.group() == b"}":
            depth -= 1
            if depth == 0:
                return 0
    # Old Japanese programs write Shift_JIS as it is, where a brace may be half a character.
    is_doubtful = not data.isascii() and data.rstrip(b"\0 \t\r\n").endswith(b"}")
    return 0 if is_doubtful else depth
