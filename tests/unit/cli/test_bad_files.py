"""Files that cannot be read: one Japanese sentence with reason and remedy, exit code 1, the database left as it was."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PDF_WITHOUT_PAGES = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [] /Count 0 >>
endobj
xref
0 3
0000000000 65535 f 
0000000009 00000 n 
0000000058 00000 n 
trailer
<< /Size 3 /Root 1 0 R >>
startxref
110
%%EOF
"""  # noqa: W291 (an xref entry is 20 bytes, its space included)


def pdf(password: str | None = None) -> bytes:
    from reportlab.lib import pdfencrypt
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    encrypt = pdfencrypt.StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(buffer, encrypt=encrypt)
    for number in range(3):
        canvas.drawString(72, 720, f"Minutes of the council, page {number + 1}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def docx() -> bytes:
    from docx import Document

    document = Document()
    for number in range(50):
        document.add_paragraph(f"議題{number}について協議した。")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def zip_without_document() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/styles.xml", "<styles/>")
    return buffer.getvalue()


def noise(seed: int) -> bytes:
    return random.Random(seed).randbytes(5000)


BAD_FILES: dict[str, Callable[[], bytes]] = {
    "空.pdf": bytes,
    "空.docx": bytes,
    "空.txt": bytes,
    "空白だけ.txt": lambda: " \n\u3000\n".encode(),
    "途中まで.pdf": lambda: pdf()[:200],
    "途中まで.docx": lambda: docx()[:5000],
    "暗号化.pdf": lambda: pdf("secret"),
    "ウェブページ.pdf": lambda: b"<!DOCTYPE html><html><body><p>404 Not Found</p></body></html>",
    "本文なし.docx": zip_without_document,
    "一太郎.jtd": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(1),
    "ページなし.pdf": lambda: PDF_WITHOUT_PAGES,
    "乱数.pdf": lambda: noise(2),
    "乱数.docx": lambda: noise(3),
    "乱数.txt": lambda: noise(4),
    "乱数.html": lambda: noise(5),
    "見出しだけ.pdf": lambda: b"%PDF-1.7\n" + noise(6),
    "写真.jpg": lambda: b"\xff\xd8\xff\xe0" + noise(7),
}


@pytest.fixture(params=sorted(BAD_FILES))
def bad_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path: Path = tmp_path / request.param
    path.write_bytes(BAD_FILES[request.param]())
    return path


def assert_one_sentence(text: str, name: str) -> None:
    """Reason and remedy in Japanese: 「…です。…してください。」 and nothing of the program's inside."""
    assert name in text
    assert "。" in text
    assert "ください" in text
    assert "予期しない" not in text
    assert "Traceback" not in text
    assert "Error" not in text


def test_ingest_names_it_and_leaves_the_database(minutes: Callable[..., Any], database: Path, bad_file: Path) -> None:
    before = database.read_bytes()
    files = {path.name for path in database.parent.iterdir()}
    done = minutes("ingest", bad_file, "--db", database)
    assert done.code == 1
    assert_one_sentence(done.out.replace("\n", ""), bad_file.name)
    assert "データベースは元のままです" in done.out
    assert database.read_bytes() == before
    assert {path.name for path in database.parent.iterdir()} == files


def test_ingest_of_nothing_readable_makes_no_database(
    minutes: Callable[..., Any], tmp_path: Path, bad_file: Path
) -> None:
    path = tmp_path / "new.db"
    assert minutes("ingest", bad_file, "--db", path).code == 1
    assert not path.exists()


def test_extract_names_it_and_writes_nothing(minutes: Callable[..., Any], tmp_path: Path, bad_file: Path) -> None:
    out = tmp_path / "out"
    done = minutes("extract", bad_file, "--out", out)
    assert done.code == 1
    assert_one_sentence(done.err, bad_file.name)
    assert not out.exists()


def test_the_whole_files_are_readable(minutes: Callable[..., Any], tmp_path: Path) -> None:
    """The builders above make readable files when nothing is broken, so the tests test what they say."""
    for name, content in (("good.pdf", pdf()), ("good.docx", docx())):
        path = tmp_path / name
        path.write_bytes(content)
        assert minutes("extract", path).code == 0
