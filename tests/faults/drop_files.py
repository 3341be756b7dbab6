"""Fictional minutes by the hundred: each of another meeting, in several formats, with names as people give them."""

import io
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

BODIES = (
    ("水瀬市", "地域福祉推進会議"), ("花山町", "子ども・子育て会議"), ("白浜市", "都市計画審議会"), ("若草町", "教育委員会定例会"),
    ("月見野市", "環境審議会"), ("朝霧村", "農業委員会総会"), ("青海市", "文化財保護審議会"),
)  # fmt: skip
TOPICS = ("相談支援", "一時預かり", "駐輪場", "図書の貸出", "資源回収", "農地の貸借", "古文書の調査")
FORMATS = ("txt", "docx", "pdf", "md", "html", "cp932")
WEEKDAYS = "月火水木金土日"


def lines_of(number: int) -> list[str]:
    """The text of one set of minutes: a meeting that no other number has."""
    city, body = BODIES[number % len(BODIES)]
    topic = TOPICS[(number // 2) % len(TOPICS)]
    session = number // len(BODIES) + 1
    day = date(2021, 4, 5) + timedelta(days=3 * number)
    era = day.year - 2018
    return [
        f"第{session}回 {city}{body} 議事録",
        f"日時　令和{era}年{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）　午後1時30分～3時00分",
        f"場所　{city}役場　第{number % 5 + 1}会議室",
        f"出席者　福祉部　山野部長、企画課　川上課長、総務課　{'東西南北中'[number % 5]}田課長",
        "事務局　企画課　谷口係長",
        f"1　{topic}の状況について",
        f"・{topic}の利用は前年度で{1200 + 7 * number}件であった。",
        f"・{topic}を担う職員が不足していることが課題である。",
        f"・次回までに事務局が{topic}について他市の事例を調査する。",
        f"2　{TOPICS[number % len(TOPICS)]}の計画案について",
        f"・計画案を原案のとおり承認した。予算は{300 + number}万円とする。",
    ]


def name_of(number: int) -> str:
    """A name as people give it: decomposed as Macs do, very long, with blanks; always of its own."""
    kind = FORMATS[number % len(FORMATS)]
    suffix = "txt" if kind == "cp932" else kind
    stem = f"第{number + 1}号 会議がおわった後の議事録（{TOPICS[number % len(TOPICS)]}）"
    if number % 9 == 4:
        stem = unicodedata.normalize("NFD", stem)
    if number % 11 == 7:
        stem = f"{number:03}_" + "とても長い名前の議事録" * 7
    return f"{stem}.{suffix}"


def bytes_of(number: int) -> bytes:
    """The file itself."""
    lines, kind = lines_of(number), FORMATS[number % len(FORMATS)]
    text = "\n".join(lines) + "\n"
    if kind == "docx":
        return _docx(lines)
    if kind == "pdf":
        return _pdf(lines)
    if kind == "html":
        return ("<!DOCTYPE html><html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>").encode()
    return text.encode("cp932" if kind == "cp932" else "utf-8")


def drop_files(count: int) -> Iterator[tuple[str, bytes]]:
    """(path relative to the drop folder, bytes) of ``count`` files, a third of them in sub-folders of bodies."""
    for number in range(count):
        folder = f"{BODIES[number % len(BODIES)][0]}/" if number % 3 == 0 else ""
        yield folder + name_of(number), bytes_of(number)


def write_files(folder: Path, count: int) -> None:
    for name, data in drop_files(count):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _docx(lines: list[str]) -> bytes:
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _pdf(lines: list[str]) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.setFont("HeiseiMin-W3", 10.5)
    for at, line in enumerate(lines):
        canvas.drawString(60, 780 - 20 * at, line)
    canvas.save()
    return stream.getvalue()
