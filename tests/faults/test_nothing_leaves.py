"""Reading a file asks no other machine for anything, and leaves nothing of it behind but in archive and database."""

import http.server
import io
import os
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_files import BODY, FONT, TEXT, W, docx, pages, pdf, word
from watching import Watcher, files_in

from minutes_pipeline.intake.extraction import Extracted, Unreadable, extract_here
from minutes_pipeline.read.programs import LIBREOFFICE, find_program

MINUTES = "第1回 水瀬市環境審議会 議事録\n日時　令和6年5月17日\n・原案のとおり承認した。\n"


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """(address, what was asked of it)."""
    asked: list[str] = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listening) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_address[1]}", asked
        listening.shutdown()


RELATIONSHIPS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def linked_docx(address: str) -> bytes:
    picture = f'<w:p><w:r><w:drawing><a:blip xmlns:a="a" xmlns:r="{KIND}" r:link="rId1"/></w:drawing></w:r></w:p>'
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{KIND}/{kind}" Target="{address}/{kind}" TargetMode="External"/>'
        for n, kind in enumerate(("image", "attachedTemplate", "frame", "oleObject", "subDocument"), start=1)
    )
    parts: dict[str, str | bytes] = dict.fromkeys(
        ("word/_rels/document.xml.rels", "word/_rels/settings.xml.rels"), RELATIONSHIPS.format(links)
    )
    return docx(word(BODY + picture + '<w:altChunk r:id="rId5" xmlns:r="r"/>'), parts)


def linked_html(address: str) -> bytes:
    return (
        f'<!DOCTYPE html SYSTEM "{address}/dtd"><html><head><base href="{address}/"><link rel="stylesheet" href="css">'
        f'<meta http-equiv="refresh" content="0; url={address}/refresh"><script src="{address}/js"></script></head><body>'
        f'<img src="{address}/img"><iframe src="{address}/frame"></iframe><object data="{address}/object"></object>'
        f"<p>{MINUTES.replace(chr(10), '</p><p>')}</p></body></html>"
    ).encode()


def linked_pdf(address: str) -> bytes:
    action = f"<< /S /URI /URI ({address}/uri) >>".encode()
    submit = f"<< /S /SubmitForm /F << /FS /URL /F ({address}/form) >> >>".encode()
    script = f"<< /S /JavaScript /JS (app.launchURL\\('{address}/js'\\)) >>".encode()
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> /AA << /O %s >> >>"
    root = b"<< /Type /Catalog /Pages 2 0 R /OpenAction %s /AA << /WC %s >> >>" % (action, script)
    return pdf([root, b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>", TEXT, FONT, page % submit])


def linked_rtf(address: str) -> bytes:
    said = "".join(
        f"\\u{ord(char)}?" if ord(char) < 32768 else f"\\u{ord(char) - 65536}?" for char in "原案のとおり承認した。"
    )
    fields = "".join(
        f'{{\\field{{\\*\\fldinst {code} "{address}/{code}"}}}}' for code in ("INCLUDEPICTURE", "INCLUDETEXT")
    )
    return f"{{\\rtf1\\ansi{{\\*\\template {address}/template}}{said}\\par {fields}{said}\\par}}".encode()


def linked_odt(address: str) -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name if name != "draw" else "drawing"}:1.0"'
        for name in ("office", "text", "draw")
    )
    link = f'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad" xlink:href="{address}/'
    content = (
        f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body>'
        f'<office:text><text:p>原案のとおり承認した。</text:p><text:p><draw:frame><draw:image {link}image"/></draw:frame></text:p>'
        f'<text:section text:name="s"><text:section-source {link}section"/><text:p>二</text:p></text:section>'
        "</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


LINKED = {"a.docx": linked_docx, "a.html": linked_html, "a.pdf": linked_pdf, "a.rtf": linked_rtf, "a.odt": linked_odt}


@pytest.mark.parametrize("name", LINKED)
def test_nothing_is_fetched(server: tuple[str, list[str]], tmp_path: Path, name: str) -> None:
    if name.endswith((".rtf", ".odt")) and find_program(LIBREOFFICE) is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice がありません（CI では必要です）")
        pytest.skip("LibreOffice がありません")
    address, asked = server
    path = tmp_path / name
    path.write_bytes(LINKED[name](address))
    result = extract_here(path, name)
    assert isinstance(result, Extracted), str(result)
    assert result.minutes.text
    assert asked == []


SECRET = "極秘の合言葉山吹色"


def test_what_was_said_stands_in_no_log_note_or_temporary_file(watcher: Watcher, tmp_path: Path) -> None:
    """Minutes, read or refused, and one that the reader crashes on."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    watcher.environment = {"TMPDIR": str(temporary), "MINUTES_DEBUG": ""}
    text = MINUTES + f"・{SECRET}について、次回までに事務局が調査する。\n"
    (watcher.folder / "良い.txt").write_text(text, "utf-8")
    (watcher.folder / "壊れた.docx").write_bytes(docx(word(f"<w:p><w:r><w:t>{SECRET}</w:t>")))
    (watcher.folder / "偽り.pdf").write_text(text, "utf-8")
    (watcher.folder / "空.html").write_text(f"<html><body><script>{SECRET}</script></body></html>", "utf-8")
    assert watcher.once() == 1
    assert SECRET not in watcher.said()
    waiting = [path for path in (watcher.folder / "要確認").iterdir() if path.suffix == ".txt"]
    assert len(waiting) == 3
    assert all(SECRET not in path.read_text("utf-8-sig") for path in waiting)
    assert files_in(temporary) == []
    elsewhere = {path.name for path in tmp_path.iterdir()} - {watcher.folder.name, "data", "log.txt", "temporary"}
    assert elsewhere == set()
    # It is where it belongs.
    assert SECRET.encode() in watcher.db.read_bytes()


def test_the_builders(tmp_path: Path) -> None:
    """What is linked is linked in the files, and a reader that refuses all would be noticed."""
    for name, build in LINKED.items():
        data = build("http://192.0.2.1")
        with zipfile.ZipFile(io.BytesIO(data)) if data.startswith(b"PK") else io.BytesIO(data) as opened:
            inner = (
                b"".join(opened.read(part) for part in opened.namelist())
                if isinstance(opened, zipfile.ZipFile)
                else data
            )
        assert b"http://192.0.2.1/" in inner, name
    assert W in word()
    assert pages(1).count(b"/Type /Page ") == 1
    (tmp_path / "a.txt").write_bytes(b"\0\1\2")
    assert isinstance(extract_here(tmp_path / "a.txt", "a.txt"), Unreadable)
