"""Old Word, OpenDocument and rich text through LibreOffice: the same text and structure as in DOCX, nothing else.

The files are made here by LibreOffice itself from a DOCX of fictional text.
"""

import hashlib
import io
import os
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from minutes_pipeline.errors import LimitError, NeedsProgramError, ReadError
from minutes_pipeline.model.raw import RawItem, RawLine
from minutes_pipeline.read import office
from minutes_pipeline.read.files import read_raw
from minutes_pipeline.read.programs import LIBREOFFICE, find_program, run

FORMATS = ("doc", "odt", "rtf")
Save = Callable[[str, bytes], Path]


@pytest.fixture(scope="session")
def soffice() -> Path:
    found = find_program(LIBREOFFICE)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is not installed: see the apt-get lines of .ci/run")
        pytest.skip("LibreOffice is not installed (README: 読める形式)")
    return found


def minutes_docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("第３回　霧ヶ浜市子ども会議　会議録", 0)
    document.add_paragraph("日　時　令和６年５月１７日（金）　午後１時３０分～３時")
    document.add_heading("１　報告事項", 1)
    for text in ("髙橋委員から、①利用者は1,200人であったと説明があった。", "相談員の不足が課題である。"):
        document.add_paragraph(text, style="List Bullet")
    table = document.add_table(rows=2, cols=3)
    for index, text in enumerate(("年度", "件数", "前年比", "令和５年度", "3,045件", "▲３％")):
        table.cell(index // 3, index % 3).text = text
    document.add_paragraph("原案のとおり承認した。")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture(scope="session")
def made(soffice: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("office")
    (folder / "a.docx").write_bytes(minutes_docx())
    files = {"docx": minutes_docx()}
    for kind in FORMATS:
        command = [
            soffice,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "a.docx",
        ]
        run(command, seconds=120, folder=folder, setting={})
        files[kind] = (folder / f"a.{kind}").read_bytes()
    return files


def shown(items: tuple[RawItem, ...]) -> list[object]:
    """Texts with what the later stages build on: heading level, whether it is a list, table cells."""
    return [
        (item.text, item.outline, item.left)
        if isinstance(item, RawLine)
        else [(cell.row, cell.col, shown(cell.content)) for cell in item.cells]
        for item in items
    ]


@pytest.mark.parametrize("kind", FORMATS)
def test_reads_as_its_docx(made: dict[str, bytes], save: Save, kind: str) -> None:
    document = read_raw(save(f"会議録.{kind}", made[kind]))
    assert shown(document.items) == shown(read_raw(save("a.docx", made["docx"])).items)
    assert (document.media_type, document.file_name, document.defects) == (kind, f"会議録.{kind}", ())
    assert document.sha256 == hashlib.sha256(made[kind]).hexdigest()


@pytest.mark.parametrize("kind", FORMATS)
def test_same_bytes_same_document(made: dict[str, bytes], save: Save, kind: str) -> None:
    path = save(f"a.{kind}", made[kind])
    assert read_raw(path) == read_raw(path)


def test_a_name_that_says_otherwise_is_reported(made: dict[str, bytes], save: Save) -> None:
    """Many a .doc is rich text inside."""
    document = read_raw(save("a.doc", made["rtf"]))
    assert document.media_type == "rtf"
    assert [code for code, _, _ in document.defects] == ["kind_differs"]


@pytest.mark.parametrize("kind", FORMATS)
def test_it_waits_where_the_program_is_missing(
    made: dict[str, bytes], save: Save, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("MINUTES_SOFFICE", "/ない/soffice")
    with pytest.raises(NeedsProgramError, match="LibreOffice が必要です") as caught:
        read_raw(save(f"a.{kind}", made[kind]))
    assert caught.value.program == "LibreOffice"


def encrypted_word(data: bytes) -> bytes:
    """The same file with the flag fEncrypted set in the head of its main stream."""
    at = data.index(b"\xec\xa5") + 11
    return data[:at] + bytes((data[at] | 0x01,)) + data[at + 1 :]


def encrypted_open_document(data: bytes) -> bytes:
    source, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "META-INF/manifest.xml":
                content = content.replace(b"/>", b"><manifest:encryption-data/></manifest:file-entry>", 1)
            target.writestr(name, content)
    return buffer.getvalue()


def test_a_password_is_said_without_any_program(
    made: dict[str, bytes], save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINUTES_SOFFICE", "/ない/soffice")
    for kind, lock in (("doc", encrypted_word), ("odt", encrypted_open_document)):
        with pytest.raises(ReadError, match="パスワード"):
            read_raw(save(f"a.{kind}", lock(made[kind])))


@pytest.mark.parametrize("share", [0.05, 0.3, 0.7, 0.97])
@pytest.mark.parametrize("kind", ["doc", "odt"])
def test_a_file_cut_off_is_refused(made: dict[str, bytes], save: Save, kind: str, share: float) -> None:
    data = made[kind]
    with pytest.raises(ReadError, match="途中で切れている"):
        read_raw(save(f"a.{kind}", data[: int(len(data) * share)]))


def test_rich_text_cut_off_is_read_and_reported(made: dict[str, bytes], save: Save) -> None:
    data = made["rtf"]
    document = read_raw(save("a.rtf", data[: data.rindex(b"\\par")]))
    assert [code for code, _, _ in document.defects] == ["truncated"]
    assert len(document.items) > 3


def noise(count: int, seed: int) -> bytes:
    import random

    return random.Random(seed).randbytes(count)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    "data",
    [
        OLE + noise(4000, 1) + "WordDocument\0".encode("utf-16-le") + noise(6000, 2),
        OLE + b"\0" * 600 + "WordDocument\0".encode("utf-16-le"),
        b"{\\rtf1" + noise(6000, 3),
        b"{\\rtf1 }",
    ],
    ids=["noise.doc", "short.doc", "noise.rtf", "empty.rtf"],
)
@pytest.mark.usefixtures("soffice")
def test_what_only_looks_like_it_makes_no_document(save: Save, data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_raw(save("a.doc", data))
    assert str(caught.value).endswith("ください。")


def test_damage_inside_a_sound_frame_gives_no_control_characters(made: dict[str, bytes], save: Save) -> None:
    """LibreOffice reads what it can; which characters are wrong nobody can tell, but none may break a later stage."""
    data = bytearray(made["doc"])
    for at in range(1600, len(data), 97):
        data[at] ^= 0x5A
    document = read_raw(save("a.doc", bytes(data)))
    text = "".join(item.text for item in document.items if isinstance(item, RawLine))
    assert len(text) > 60
    assert not any(unicodedata.category(char) == "Cc" and char != "\t" for char in text)


@pytest.mark.parametrize(("shown", "is_refused"), [("会議録" * 20 + "\ufffd", False), ("\ufffd" * 9 + "会", True)])
def test_lost_characters_are_said_and_rubbish_is_refused(
    save: Save, make_docx: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch, shown: str, is_refused: bool
) -> None:
    converted = make_docx(f"<w:p><w:r><w:t>{shown}</w:t></w:r></w:p>")
    monkeypatch.setattr(office, "require", lambda *_: Path("soffice"))
    monkeypatch.setattr(office, "_converted", lambda *_: converted)
    path = save("a.rtf", b"{\\rtf1 x}")
    if is_refused:
        with pytest.raises(ReadError, match="壊れている"):
            read_raw(path)
    else:
        assert [code for code, _, _ in read_raw(path).defects] == ["broken_characters"]


def test_deep_groups_are_refused_at_once(save: Save) -> None:
    bomb = b"{\\rtf1 " + b"{\\b " * 200_000 + b"x" + b"}" * 200_001
    with pytest.raises(LimitError, match="入れ子"):
        read_raw(save("a.rtf", bomb))


def test_a_dense_archive_is_refused(save: Save, make_zip: Callable[[dict[str, str | bytes]], bytes]) -> None:
    bomb = make_zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": b" " * 3_000_000})
    with pytest.raises(LimitError, match="大きくなりすぎる"):
        read_raw(save("a.odt", bomb))


@pytest.mark.usefixtures("soffice")
def test_a_conversion_that_takes_too_long_is_ended(
    made: dict[str, bytes], save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "SECONDS", 0.05)
    with pytest.raises(LimitError, match="終わりません"):
        read_raw(save("a.doc", made["doc"]))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exit 0", "途中で切れている"),
        ("kill -9 $$", "途中で止まりました"),
        ('while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; : > "$2/source.docx"', "途中で切れている"),
        ('while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; echo x > "$2/source.docx"', "途中で切れている"),
    ],
    ids=["nothing", "killed", "empty", "no archive"],
)
def test_exit_code_0_is_no_proof(
    made: dict[str, bytes], save: Save, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, reason: str
) -> None:
    fake = tmp_path / "soffice"
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("MINUTES_SOFFICE", str(fake))
    with pytest.raises(ReadError, match=reason):
        read_raw(save("a.doc", made["doc"]))


MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" script:language="StarBasic">
Sub Main
 f = FreeFile
 Open "{target}" For Output As #f
 Print #f, "x"
 Close #f
End Sub
</script:module>"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:{kind} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:{kind} xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"{rest}"""


def with_macro(data: bytes, target: Path) -> bytes:
    """The text document with a macro that writes ``target`` when it is opened."""
    source, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    listener = (
        '<office:scripts><office:event-listeners><script:event-listener xmlns:script="urn:oasis:names:tc:opendocument:'
        'xmlns:script:1.0" script:language="ooo:script" script:event-name="dom:load" xlink:href="vnd.sun.star.script:'
        'Standard.M.Main?language=Basic&amp;location=document" xlink:type="simple"/></office:event-listeners>'
        "</office:scripts>"
    )
    parts = {
        "Basic/script-lc.xml": LIBRARY.format(
            kind="libraries",
            rest='><library:library library:name="Standard" library:link="false"/></library:libraries>',
        ),
        "Basic/Standard/script-lb.xml": LIBRARY.format(
            kind="library",
            rest=' library:name="Standard" library:readonly="false" library:passwordprotected="false">'
            '<library:element library:name="M"/></library:library>',
        ),
        "Basic/Standard/M.xml": MACRO.format(target=target),
    }
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in parts
    )
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name).decode("utf-8", "surrogateescape")
            if name == "content.xml":
                content = content.replace("<office:scripts/>", "").replace("<office:body>", "\0", 1)
                at = content.index("<office:font-face-decls")
                content = (content[:at] + listener + content[at:]).replace("\0", "<office:body>")
            if name == "META-INF/manifest.xml":
                content = content.replace("</manifest:manifest>", entries + "</manifest:manifest>")
            archive.writestr(name, content.encode("utf-8", "surrogateescape"))
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_macros_never_run(made: dict[str, bytes], save: Save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "written"
    path = save("a.odt", with_macro(made["odt"], target))
    # Where macros are allowed this one does run: the test would notice.
    open_gate = office._PROFILE.replace("<value>3</value>", "<value>0</value>").replace(
        '<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value>',
        '<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>false</value>',
    )
    monkeypatch.setattr(office, "_PROFILE", open_gate)
    read_raw(path)
    ran_without_the_gate = target.exists()
    target.unlink(missing_ok=True)
    monkeypatch.undo()
    assert len(read_raw(path).items) > 3
    assert not target.exists()
    if not ran_without_the_gate:
        pytest.skip("this LibreOffice runs no macros on conversion at all, so the setting could not be seen to work")
