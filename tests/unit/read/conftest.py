"""Builders of small files with fictional text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def _root(tag: str, inner: str) -> str:
    return f'<w:{tag} xmlns:w="{_W}" xmlns:mc="{_MC}" xmlns:v="urn:schemas-microsoft-com:vml">{inner}</w:{tag}>'


@pytest.fixture
def make_zip() -> Callable[[dict[str, str | bytes]], bytes]:
    def build(parts: dict[str, str | bytes]) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return buffer.getvalue()

    return build


@pytest.fixture
def make_docx(make_zip: Callable[[dict[str, str | bytes]], bytes]) -> Callable[..., bytes]:
    """Bytes of a DOCX whose parts are given as inner XML."""

    def build(body: str, **parts: str) -> bytes:
        tags = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes"}
        files: dict[str, str | bytes] = {"word/document.xml": _root("document", f"<w:body>{body}</w:body>")}
        for name, inner in parts.items():
            files[f"word/{name}.xml"] = _root(tags[name], inner)
        return make_zip(files)

    return build


@pytest.fixture
def save(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write
