"""Which reader reads a file (読み手の選択): decided by its first bytes, not by its name."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path, PurePath

from minutes_pipeline.errors import ReadError
from minutes_pipeline.model.raw import RawDocument
from minutes_pipeline.read.guard import check_length, empty_file, foreign_kind, is_noise, read_bytes
from minutes_pipeline.read.plain import decode, is_wide_text, read_plain

_NAMES = {"pdf": "PDF", "docx": "Word（docx）", "html": "HTML（ウェブページ）", "txt": "テキスト", "md": "Markdown"} | {
    "doc": "古い形式の Word（doc）", "odt": "OpenDocument（odt）", "rtf": "リッチテキスト（rtf）",
    "png": "画像（PNG）", "jpeg": "画像（JPEG）", "tiff": "画像（TIFF）",
}  # fmt: skip
_SUFFIXES = {".pdf": "pdf", ".docx": "docx", ".docm": "docx", ".html": "html", ".htm": "html", ".xhtml": "html"} | {
    ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md",
    ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".jpe": "jpeg", ".tif": "tiff", ".tiff": "tiff",
    ".doc": "doc", ".dot": "doc", ".odt": "odt", ".ott": "odt", ".rtf": "rtf",
}  # fmt: skip
_PICTURE_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
_OFFICE_MAGIC = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK", b"{\\rtf")


def read_raw(path: Path, name: str | None = None) -> RawDocument:
    """Read a file as it stands.

    The kind is that of the content. A name that says otherwise is reported as a defect of the document; a text or web
    page named .pdf or .docx is refused, because it usually is an error page that was saved in place of the minutes.

    Args:
        path: The file.
        name: Its original name, where it lies under another one: the archive names a copy after the first that came.

    Raises:
        ReadError: The file cannot be read; the message is Japanese, with reason and remedy.
    """
    data = read_bytes(path)
    name, digest = path.name if name is None else name, hashlib.sha256(data).hexdigest()
    suffix = PurePath(name).suffix
    named = _SUFFIXES.get(suffix.lower())
    document = _read(data, name, digest, named)
    if named is not None and named != document.media_type:
        message = f"名前は {suffix} ですが、中身は{_NAMES[document.media_type]}です"
        return replace(document, defects=(*document.defects, ("kind_differs", message, None)))
    return document


def _read(data: bytes, name: str, digest: str, named: str | None) -> RawDocument:
    if b"%PDF-" in data[:1024]:
        from minutes_pipeline.read.pdf import read_pdf

        return read_pdf(data, name, digest)
    foreign = foreign_kind(data, name)
    if foreign is not None:
        raise ReadError(*foreign, file=name)
    if data.startswith(_OFFICE_MAGIC):
        from minutes_pipeline.read.office import office_kind, read_office

        kind = office_kind(data, name)
        if kind is not None:
            return read_office(data, name, digest, kind)
    picture = next((kind for magic, kind in _PICTURE_MAGIC if data.startswith(magic)), None)
    if picture is not None:
        from minutes_pipeline.read.scan import read_images

        return read_images(data, name, digest, picture)
    if data.startswith(b"PK"):
        from minutes_pipeline.read.docx import read_docx

        return read_docx(data, name, digest)
    if is_noise(data) and not is_wide_text(data):
        raise ReadError(
            "文字として読めないファイルです（壊れているか、対応していない形式です）",
            "PDF、Word（.docx）、テキストのどれかで入れ直してください",
            file=name,
        )
    return _read_text(data, name, digest, named)


def _with_losses(document: RawDocument, text: str) -> RawDocument:
    lost = text.count("\ufffd")
    if not lost:
        return document
    message = f"読めない文字が{lost}か所あります（文字コードの誤りか、途中で切れたファイルです）"
    return replace(document, defects=(*document.defects, ("broken_characters", message, None)))


def _read_text(data: bytes, name: str, digest: str, named: str | None) -> RawDocument:
    text = decode(data, name)
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise empty_file(name)
    check_length(text, name)
    page = b"<" in data[:4096] and _looks_like_page(text, named)
    if named in ("pdf", "docx", "odt", "rtf"):
        kind = "ウェブページ（HTML）" if page else "テキスト"
        raise ReadError(
            f"名前は .{named} ですが、中身は{kind}です",
            "元のファイルを入手し直すか、拡張子を中身に合わせて直してください",
            file=name,
        )
    if page:
        from minutes_pipeline.read.html import decode_html, read_html

        text = decode_html(data, name)
        return _with_losses(read_html(text, name, digest), text)
    if named == "md":
        from minutes_pipeline.read.markdown import read_markdown

        return _with_losses(read_markdown(text, name, digest), text)
    return _with_losses(read_plain(text, name, digest), text)


def _looks_like_page(text: str, named: str | None) -> bool:
    from minutes_pipeline.read.html import is_html

    return (named != "md" and is_html(text)) or (named == "html" and "</" in text)
