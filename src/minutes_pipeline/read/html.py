"""HTML reader: the page as it reads, in document order, with headings, lists, tables and line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from minutes_pipeline.errors import LimitError, ReadError
from minutes_pipeline.model.raw import RawCell, RawDocument, RawItem, RawLine, RawTable
from minutes_pipeline.read.guard import MAX_CELLS, too_many_cells
from minutes_pipeline.read.plain import clean, decode
from minutes_pipeline.text.widths import columns

_META = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_\-]{2,30})", re.IGNORECASE)
_XML_HEAD = re.compile(r"^\s{0,200}<\?xml[^>]{0,200}\?>")
_DROPPED = {
    *("script", "style", "noscript", "template", "nav", "footer", "aside", "head", "svg", "iframe", "object", "button"),
    *("select", "input", "textarea", "rt", "rp", "rtc", "audio", "video", "canvas", "map", "link", "meta", "title"),
}
_BLOCKS = {
    *("address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figure"),
    *("figcaption", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "ol"),
    *("p", "pre", "section", "summary", "table", "ul", "caption", "tr", "td", "th", "tbody", "thead", "tfoot", "menu"),
}
_HIDDEN = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
MAX_GRID = 200
_SPACE = re.compile(r"[ \t\r\n\f]+")


def is_html(text: str) -> bool:
    """Whether a text is an HTML page: it declares itself, or it opens with a tag and holds a body's tags.

    >>> is_html("<!DOCTYPE html><title>会議録</title>"), is_html("会議録 <抜粋>")
    (True, False)
    """
    head = text[:4096].lstrip("\ufeff \t\r\n").lower()
    if head.startswith(("<!doctype html", "<html")) or (head.startswith("<?xml") and "<html" in head):
        return True
    return head.startswith("<") and bool(re.search(r"<(?:html|head|body|div|p|table|h[1-6]|meta)[\s>]", head))


def decode_html(data: bytes, file_name: str) -> str:
    """Bytes to text by mark, by ``meta charset`` (Shift_JIS is read as cp932), else by plausibility."""
    declared = _META.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared.group(1).decode("ascii").lower()
        encoding = "cp932" if name in ("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms932") else name
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeError):
            pass
    return decode(data, file_name)


def read_html(text: str, file_name: str, sha256: str) -> RawDocument:
    """Read a page's text.

    Raises:
        ReadError: No text is left, or the markup cannot be parsed.
        LimitError: Nested too deeply, or a table beyond ``MAX_CELLS``.
    """
    parser = lxml_html.HTMLParser(remove_comments=True)
    try:
        root = lxml_html.document_fromstring(_XML_HEAD.sub("", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(
            "読み取れない HTML です", "ブラウザーで開き、PDF に保存して入れてください", file=file_name
        ) from error
    if any("xcessive depth" in error.message for error in parser.error_log):
        # The parser leaves out what lies deeper, without a word.
        raise LimitError("入れ子の深すぎる HTML です", "ブラウザーで開き、PDF に保存して入れてください", file=file_name)
    items = _Walker(file_name=file_name).read(_main_part(root))
    if not items:
        raise ReadError("文字のない HTML です", "元のページを確かめて保存し直してください", file=file_name)
    return RawDocument(file_name, "html", sha256, items=tuple(items))


@dataclass(slots=True)
class _State:
    """What the elements around say."""

    indent: int = 0
    outline: int | None = None
    list_level: int | None = None
    label: str = ""


@dataclass(slots=True)
class _Walker:
    items: list[RawItem] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    state: _State = field(default_factory=_State)
    blank: bool = False
    block: int = 0
    file_name: str = ""

    def read(self, root: Any) -> list[RawItem]:
        self.walk(root)
        self.flush()
        return self.items

    def walk(self, element: Any) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED or _is_hidden(element):
            return
        if tag == "br":
            self.buffer.append("\n")
        elif tag == "table":
            self.flush()
            self.table(element)
        elif tag == "pre":
            self.flush()
            self.preformatted(element)
        elif tag in _BLOCKS:
            self.flush()
            self._block(element, tag)
            self.flush()
        else:
            self.inside(element)

    def inside(self, element: Any) -> None:
        self.text(element.text)
        for child in element:
            self.walk(child)
            self.text(child.tail)

    def text(self, text: str | None) -> None:
        if text:
            self.buffer.append(_SPACE.sub(_gap, clean(text)))

    def _block(self, element: Any, tag: str) -> None:
        outer = self.state
        if tag in ("ul", "ol", "menu"):
            level = 0 if outer.list_level is None else outer.list_level + 1
            self._list(element, tag == "ol", level, outer)
        elif tag == "hr":
            self.blank = True
        else:
            self.state = _State(outer.indent, outer.outline, outer.list_level, outer.label)
            if tag[0] == "h" and tag[1:].isdigit():
                self.state.outline = int(tag[1:])
            elif tag in ("dd", "blockquote"):
                self.state.indent += 4
            self.inside(element)
            self.flush()
            outer.label = self.state.label
        self.state = outer

    def _list(self, element: Any, numbered: bool, level: int, outer: _State) -> None:
        number = _whole(element.get("start"), 1)
        for child in element:
            if child.tag == "li":
                number = _whole(child.get("value"), number)
                label = _list_label(element.get("type"), number) if numbered else _bullet(element, child)
                self.state = _State(outer.indent + 2 * (level > 0), None, level, label)
                number += 1
                if not _is_hidden(child):
                    self.inside(child)
                    self.flush()
            else:
                self.state = _State(outer.indent + 2, None, level, "")
                self.walk(child)
                self.flush()

    def preformatted(self, element: Any) -> None:
        for number, line in enumerate("".join(_strings(element)).splitlines()):
            if not line.strip():
                self.blank = True
                continue
            body = line.strip()
            lead = columns(line[: len(line) - len(line.lstrip())])
            self.items.append(
                RawLine(body, lead, lead + columns(body), blank_before=self.blank, block=self.block + number)
            )
            self.blank = False

    def flush(self) -> None:
        """Write the collected characters as lines; the last one ends a paragraph."""
        text = "".join(self.buffer)
        self.buffer.clear()
        pieces = [piece.strip(" \t\n") for piece in text.split("\n")]
        kept = [piece for piece in pieces if piece.strip()]
        if not kept:
            return
        for number, piece in enumerate(kept):
            body = re.sub(" {2,}", " ", piece).strip()
            lead = columns(piece[: len(piece) - len(piece.lstrip("\u3000\u00a0 "))]) + self.state.indent
            body = self.state.label + body
            self.items.append(
                RawLine(
                    body,
                    lead,
                    lead + columns(body),
                    hard=number == len(kept) - 1,
                    blank_before=self.blank,
                    outline=self.state.outline,
                    list_level=self.state.list_level if self.state.label else None,
                    block=self.block,
                )
            )
            self.state.label, self.blank = "", False
        self.block += 1

    def table(self, element: Any) -> None:
        caption = next((child for child in element if child.tag == "caption"), None)
        if caption is not None:
            self.inside(caption)
            self.flush()
        cells: list[RawCell] = []
        taken: set[tuple[int, int]] = set()
        edges: dict[int, int] = {}
        rows = cols = 0
        for row in _rows(element):
            if _is_hidden(row):
                continue
            col = 0
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                while (rows, col) in taken:
                    col += 1
                if col >= MAX_GRID:
                    break
                width = min(max(1, _whole(cell.get("colspan"), 1)), MAX_GRID - col)
                height = min(max(1, _whole(cell.get("rowspan"), 1)), MAX_GRID)
                if len(taken) + width * height > MAX_CELLS:
                    raise too_many_cells(self.file_name)
                taken.update((rows + r, col + c) for r in range(height) for c in range(width))
                edges.update((row, max(edges.get(row, 0), col + width)) for row in range(rows, rows + height))
                content = tuple(_Walker(block=self.block, file_name=self.file_name).read_cell(cell))
                cells.append(RawCell(rows, col, content, height, width, cell.tag == "th"))
                col += width
            cols = max(cols, col, edges.get(rows, 1))
            rows += 1
        if any(cell.content for cell in cells):
            self.items.append(RawTable(rows, cols, tuple(cells), block=self.block, blank_before=self.blank))
            self.blank = False
            self.block += 1

    def read_cell(self, cell: Any) -> list[RawItem]:
        self.inside(cell)
        self.flush()
        return self.items


def _main_part(root: Any) -> Any:
    """The page's own main part (``main``, ``role=main``, a single ``article``), if it holds most of the text."""
    total = len("".join(_strings(root)))
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = root.findall(path)
        if len(found) == 1 and 2 * len("".join(_strings(found[0]))) > total:
            return found[0]
    return root


def _gap(found: re.Match[str]) -> str:
    """A line break of the markup between Japanese characters is no space."""
    text, start, end = found.string, found.start(), found.end()
    inner = start > 0 and end < len(text) and text[start - 1] > "\u2e7f" and text[end] > "\u2e7f"
    return "" if inner and "\n" in found.group() else " "


def _rows(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from _rows(child)


def _is_hidden(element: Any) -> bool:
    style = element.get("style")
    if element.get("role") in ("navigation", "banner", "contentinfo", "search"):
        return True
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.strip().isdigit() and len(text) < 9 else default


def _bullet(element: Any, item: Any) -> str:
    style = f"{element.get('style') or ''}{item.get('style') or ''}{element.get('class') or ''}".replace(" ", "")
    return "" if "list-style:none" in style or "list-style-type:none" in style else "・"


def _list_label(kind: str | None, number: int) -> str:
    letters = {"a": chr(96 + min(number, 26)), "A": chr(64 + min(number, 26))}
    return f"{letters.get(kind or '1', str(number))}. "


def _strings(element: Any) -> Iterator[str]:
    if element.tag in _DROPPED or not isinstance(element.tag, str):
        return
    if element.tag == "br":
        yield "\n"
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            yield from _strings(child)
        if child.tail:
            yield child.tail
