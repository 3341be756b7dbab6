"""The kind of a file is that of its content; what cannot be read gives one Japanese sentence with reason and remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minutes_pipeline.errors import LimitError, ReadError
from minutes_pipeline.read import guard
from minutes_pipeline.read.files import read_raw

Save = Callable[[str, bytes], Path]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
NOISE = bytes((i * i * 31 + i * 7 + 3) % 256 for i in range(4000))
HTML = "<!DOCTYPE html><html><body><p>ページが見つかりません</p></body></html>".encode()


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "空のファイル"),
        ("a.txt", b" \r\n\t\n", "空のファイル"),
        ("a.txt", b"\0" * 50, "空のファイル"),
        ("a.txt", "　\n　".encode(), "空のファイル"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj\n<<", "途中で切れている PDF"),
        ("a.pdf", HTML, "中身はウェブページ"),
        ("a.pdf", "会議録".encode(), "中身はテキスト"),
        ("a.docx", HTML, "中身はウェブページ"),
        ("a.pdf", NOISE, "文字として読めない"),
        ("a.txt", NOISE, "文字として読めない"),
        ("a.docx", b"PK\x03\x04" + b"x" * 40, "途中で切れている"),
        ("a.xls", OLE + _wide("Workbook"), "Excel"),
        ("a.jtd", OLE, "一太郎"),
        ("a.docx", OLE + _wide("EncryptedPackage"), "パスワード"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "壊れている"),
        ("a.gif", b"GIF89a" + b"\0" * 40, "GIF 画像"),
        ("a.lzh", b"\x20\x20-lh5-" + b"x" * 40, "圧縮"),
    ],
)
def test_unreadable_files(save: Save, name: str, data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_raw(save(name, data))
    message = str(caught.value)
    assert reason in message
    assert message.startswith(f"{name}: ") and message.endswith("ください。") and "\n" not in message


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("xl/workbook.xml", "Excel"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("content.xml", "OpenDocument"),
        ("a.txt", "word/document.xml"),
    ],
)
def test_archives_that_are_no_word_document(
    save: Save, make_zip: Callable[[dict[str, str | bytes]], bytes], part: str, reason: str
) -> None:
    with pytest.raises(ReadError, match=reason):
        read_raw(save("a.docx", make_zip({part: "x"})))


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="ファイルがありません"):
        read_raw(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="フォルダー"):
        read_raw(tmp_path)


def test_too_large_a_file(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_BYTES", 10)
    with pytest.raises(LimitError, match="大きすぎる"):
        read_raw(save("a.txt", b"x" * 11))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<w:document", "中身の壊れた"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "文書型宣言"),
        ("<a>" * 300 + "</a>" * 300, "入れ子"),
    ],
)
def test_bad_xml(save: Save, make_zip: Callable[[dict[str, str | bytes]], bytes], body: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read_raw(save("a.docx", make_zip({"word/document.xml": body})))


def test_zip_bomb(save: Save, make_zip: Callable[[dict[str, str | bytes]], bytes]) -> None:
    with pytest.raises(LimitError, match="大きくなりすぎる"):
        read_raw(save("a.docx", make_zip({"word/document.xml": b" " * 3_000_000})))


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", HTML, "html"),
        ("a.html", HTML, "html"),
        ("a.md", "# 会議録".encode(), "md"),
        ("a.txt", "会議録 <抜粋>".encode(), "txt"),
        ("minutes", "会議録".encode(), "txt"),
    ],
)
def test_kind_by_content(save: Save, name: str, data: bytes, kind: str) -> None:
    assert read_raw(save(name, data)).media_type == kind


def test_a_name_that_says_otherwise_is_reported(save: Save) -> None:
    assert read_raw(save("a.txt", HTML)).defects == (
        ("kind_differs", "名前は .txt ですが、中身はHTML（ウェブページ）です", None),
    )
    assert read_raw(save("a.html", HTML)).defects == ()


def test_lost_characters_are_reported(save: Save) -> None:
    document = read_raw(save("a.txt", "見本市の会議録について説明があった。".encode()[:-1]))
    assert [code for code, _, _ in document.defects] == ["broken_characters"]


def test_same_bytes_same_document(save: Save) -> None:
    path = save("a.txt", "会議録\n日時".encode())
    assert read_raw(path) == read_raw(path)
