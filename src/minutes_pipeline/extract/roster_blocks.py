"""Where rosters stand (名簿の範囲): the blocks of lines under one label, beyond what the header's table of labels knows.

A label is told by its place (first cell of a row, a number that goes on, a colon) and by its grammar: a word for people
(者, 員, 氏名, 書記) with what they do there (出席, 欠席, 説明, 事務). A label that is neither ends the block: what
stands behind it are no people (審議対象期間, 抽出案件).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from minutes_pipeline.extract.roster_labels import (
    SPACED,
    goes_on,
    is_prose,
    is_thing,
    label_kind,
    label_line,
    names_somebody,
    tells_no_people,
)
from minutes_pipeline.extract.roster_model import Status
from minutes_pipeline.extract.roster_people import Reader, is_remark
from minutes_pipeline.extract.roster_presence import whole_status
from minutes_pipeline.extract.roster_rows import ROSTERS, Block, row_at, with_columns
from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import HeaderField, Outline
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.names import name_likeness
from minutes_pipeline.values.roster_headings import head_words

# A group's name alone in a cell or before another label names nobody.
_GROUP_WORDS = frozenset(("書記", "職員", "事務局", "説明員", "オブザーバー", "委員", "傍聴者"))
_OPEN = ("【", "〈", "《", "<", "[", "［", "〔")
_LABEL_NOTE = re.compile(r"\s{0,4}[（(]([^（）()\n]{2,16})[)）]")
_UNCLOSED = re.compile(r"[【〈《<\[［〔(（][^】〉》>\]］〕)）]{0,30}$")
_CLOSED = re.compile(r"[^】〉》>\]］〕\n]{1,8}[】〉》>\]］〕]")


def find_blocks(outline: Outline) -> list[Block]:
    """The rosters of header and end in document order."""
    document = outline.document
    blocks: list[Block] = []
    for before, entry in pairwise((None, *outline.header.fields)):
        assert entry is not None
        if before is not None and _goes_on_signing(document, before, entry):
            continue
        if blocks and _remark_in_brackets(document, entry, blocks[-1]):
            continue
        if blocks and before is not None and before.kind in ROSTERS and _place_of_members(document, entry, blocks):
            continue
        blocks.extend(_in_charge(document, entry) if entry.kind == "other" else _of_field(document, entry))
    claimed = {i for f in outline.header.fields for i in (f.first_line, *_lines_of(document, f))}
    blocks.extend(_unclaimed(document, range(_end_of_head(document, outline.header.body_line)), claimed))
    _under_absent(document, blocks)
    _fill_gaps(document, blocks, claimed)
    _run_on(document, blocks, outline.header.body_line)
    if not any(b.kind == "member" and b.lines for b in blocks):
        blocks = _rescued(outline, blocks)
    return with_columns(document, sorted((b for b in blocks if b.lines), key=lambda b: b.lines[0].start))


_CHARGE = re.compile(r"(?:事務)?担当(?:部署|部課|部局|所属|課|部)?名?")


def _in_charge(document: Document, entry: HeaderField) -> Iterator[Block]:
    """担当部課名　都市政策部：谷川部長、…: where the field of the office names its staff, they are who was there for it."""
    label = document.text[entry.label.start : entry.label.end] if entry.label is not None else ""
    if not entry.values or _CHARGE.fullmatch("".join(label.split())) is None:
        return
    lines = [row_at(document, i, span.start) for i, span in zip(_lines_of(document, entry), entry.values, strict=True)]
    reader = Reader()
    for line in lines:
        reader.read_line(line.text, line.start)
    if reader.people and all(p.name is not None and p.title is not None for p in reader.people):
        yield Block("secretariat", label, lines, first_line=entry.first_line)


_NESTED = re.compile(r"\s*(?:[(（][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[.．](?![0-9０-９])|[①-⑳ア-オ⑴-⑽])")


def _goes_on_signing(document: Document, before: HeaderField, entry: HeaderField) -> bool:
    """会議録署名委員　委員長　大田… / 委　員　高野…: who signs adds nobody to those who attend."""
    if before.kind != "other" or before.label is None or entry.label is None or entry.kind != "member":
        return False
    signing = "署名" in document.text[before.label.start : before.label.end]
    word = "".join(document.text[entry.label.start : entry.label.end].split())
    return signing and word in ("委員", "議員") and entry.first_line == before.last_line + 1


def _remark_in_brackets(document: Document, entry: HeaderField, block: Block) -> bool:
    """鳥山　良太（医師会）【欠席】 at the end of a member's line tells of him; what follows is the same roster."""
    if entry.label is None or not block.lines or block.lines[-1].index != entry.first_line:
        return False
    line = document.lines[entry.first_line]
    behind = document.text[entry.label.end : line.end].strip()
    if document.text[entry.label.start - 1] not in (*_OPEN, "（", "(") or len(behind) > 1:
        return False
    last = block.lines[-1]
    block.lines[-1] = row_at(document, last.index, last.start)
    for span in entry.values:
        index = _line_at(document, span.start, entry.first_line)
        if index > entry.first_line:
            block.lines.append(row_at(document, index, span.start))
    return True


def _place_of_members(document: Document, entry: HeaderField, blocks: list[Block]) -> bool:
    """〔会場〕 inside a roster tells how those behind it take part; the line is the roster's, no venue of the meeting."""
    line = document.lines[entry.first_line]
    if (
        entry.kind != "venue"
        or entry.label is None
        or document.text[line.start : line.start + 1] not in (*_OPEN, "(", "（")
    ):
        return False
    first = blocks[-1].first_line
    blocks[-1].lines += [row_at(document, i) for i in range(entry.first_line, entry.last_line + 1) if i > first]
    return True


def _under_absent(document: Document, blocks: list[Block]) -> None:
    """欠席委員　農業委員　６番…　推進委員　…: labels of kinds of members under one that says absent are absent too."""
    absent: Block | None = None
    for block in sorted(blocks, key=lambda b: (b.first_line, b.begin)):
        if block.kind == "absent":
            absent = block
            continue
        near = absent is not None and (
            block.first_line == absent.first_line
            or (block.first_line <= absent.first_line + 12 and _set_in(document, block, absent))
        )
        if near and block.kind == "member" and not re.search("出席|参加", block.label):
            block.kind = "absent"
        else:
            absent = None


def _set_in(document: Document, block: Block, above: Block) -> bool:
    """Whether a block's label stands further in than the label above it, or is a numbered part of what stands there."""
    label = document.lines[block.first_line]
    if not above.lines and _NESTED.match(document.line_text(block.first_line)) is not None:
        return block.first_line <= above.first_line + 4
    return label.indent > document.lines[above.first_line].indent


def _fill_gaps(document: Document, blocks: list[Block], claimed: set[int]) -> None:
    """Lines that no field holds between two rosters (【副会長】 and who stands under it) belong to the one above."""
    owner = {line.index: block for block in blocks for line in block.lines}
    taken = claimed | set(owner) | {b.first_line for b in blocks}
    ordered = sorted(taken)
    for before, after in pairwise(ordered):
        block = owner.get(before)
        gap = range(before + 1, after)
        if block is None or not 0 < len(gap) <= 8 or after not in {b.first_line for b in blocks} | set(owner):
            continue
        lines = [row_at(document, i) for i in gap]
        if all(goes_on(x.text) and len(x.text) <= 60 and document.lines[x.index].table is None for x in lines):
            block.lines.extend(lines)
            block.lines.sort(key=lambda x: x.start)


def _lines_of(document: Document, entry: HeaderField) -> Iterator[int]:
    last = entry.first_line
    for span in entry.values:
        last = _line_at(document, span.start, last)
        yield last


def _run_on(document: Document, blocks: list[Block], body_line: int) -> None:
    """Lines at the head of the body that name nothing but persons go on with the roster that ends right above them."""
    above = next((b for b in blocks if b.lines and b.lines[-1].index == body_line - 1), None)
    index = body_line
    while above is not None and index < len(document.lines):
        text = document.line_text(index)
        following = document.line_text(index + 1) if index + 1 < len(document.lines) else ""
        if not _names_only(text) or is_prose(following):
            return
        above.lines.append(row_at(document, index))
        index += 1


def _names_only(text: str) -> bool:
    if len(text) > 100 or not goes_on(text) or any(c.isdecimal() for c in text):
        return False
    reader = Reader()
    reader.read_line(text, 0)
    return bool(reader.people) and all(
        p.name is not None
        and (bool(p.units) or len(p.name) >= 3)
        and name_likeness(p.name) >= (0.5 if p.units else 2.3)
        for p in reader.people
    )


def _end_of_head(document: Document, body_line: int) -> int:
    """The body's first line, or the end of the roster that a remark about those listed cuts off (なお、牧委員は途中から…)."""
    end = min(body_line, len(document.lines))
    if end >= len(document.lines) or not is_remark(document.line_text(end)):
        return end
    while end < len(document.lines) and (is_remark(document.line_text(end)) or label_line(document.line_text(end))):
        end += 1
    return end


def _unclaimed(document: Document, indices: Iterable[int], claimed: set[int]) -> list[Block]:
    """Rosters whose label only this module's grammar knows: lines of the head that no field of the header holds."""
    blocks: list[Block] = []
    current: Block | None = None
    for index in indices:
        text = document.line_text(index)
        if index in claimed:
            current = None
            continue
        told = label_line(text)
        if is_remark(text):
            blocks.append(Block("member", "", [row_at(document, index)], first_line=index))
        elif told is not None:
            current = _opened(told[0], index)
            if current is not None:
                blocks.append(current)
                if text[told[1] :].strip():
                    current.lines.append(row_at(document, index, document.lines[index].start + told[1]))
        elif current is not None and goes_on(text):
            current.lines.append(row_at(document, index))
        else:
            current = None
    return blocks


def _rescued(outline: Outline, blocks: list[Block]) -> list[Block]:
    """Where the header yields no member at all: the labels of rosters are sought up to the first line of prose."""
    document = outline.document
    others = (f for f in outline.header.fields if f.kind not in ROSTERS and f.first_line < outline.header.body_line)
    kept = {i for f in others for i in (f.first_line, *_lines_of(document, f))}
    kept = {i for i in kept if (told := label_line(document.line_text(i))) is None or document.line_text(i)[told[1] :]}
    last = min(len(document.lines), outline.header.body_line + 80)
    end = next((i for i in range(min(outline.header.body_line, last), last) if is_prose(document.line_text(i))), last)
    found = _unclaimed(document, range(end), kept)
    return found if any(b.kind == "member" and b.lines for b in found) else blocks


def _of_field(document: Document, entry: HeaderField) -> Iterator[Block]:
    label = document.text[entry.label.start : entry.label.end] if entry.label is not None else ""
    block = (
        Block(
            entry.kind,
            label,
            first_line=entry.first_line,
            begin=entry.label.start if entry.label else 0,
            status=_status_of_label(document, entry),
        )
        if entry.kind in ROSTERS
        else None
    )
    row_of_label = _first_column(document, entry.first_line)
    number = _number(document.line_text(entry.first_line))
    last = entry.first_line
    for span in entry.values:
        index = _line_at(document, span.start, last)
        for between in range(last + 1, index):
            block, ended = _new_block(document, between, block, number)
            if ended is not None:
                yield ended
        start = span.start - (
            document.text[span.start - 1 : span.start] in _OPEN and _CLOSED.match(document.text, span.start) is not None
        )
        text = document.text[start : span.end]
        cut = (
            _label_end(document, index, text, start, row_of_label or block is None)
            if index > entry.first_line or entry.label is None
            else None
        )
        if cut is not None:
            if block is not None:
                yield block
            block = _opened(text[: cut[0]], index)
            text, offset = text[cut[1] :], cut[1]
        else:
            offset = 0
        bare = text.lstrip(" |｜│\t\u3000")
        if block is not None and bare.strip(" |｜│") and "".join(bare.split()) not in _GROUP_WORDS:
            block.lines.append(row_at(document, index, start + offset + len(text) - len(bare), bare))
        last = index
    if block is not None:
        yield block


def _status_of_label(document: Document, entry: HeaderField) -> Status | None:
    """参加者（オンライン）：本間、松嶋: the way of attending in a bracket between the label and the first name."""
    if entry.label is None or not entry.values:
        return None
    between = document.text[entry.label.end : min(entry.values[0].start, entry.label.end + 40)]
    found = _LABEL_NOTE.match(between)
    return whole_status("".join(flat(found[1]).split())) if found is not None else None


def _opened(label: str, index: int) -> Block | None:
    kind = label_kind(label)
    if kind is None or kind == "other":
        return None
    if kind == "chair":
        return Block("member", label, role="chair", first_line=index)
    return Block(kind, label, first_line=index)


def _new_block(
    document: Document, index: int, block: Block | None, number: int | None
) -> tuple[Block | None, Block | None]:
    """A line inside a field that is none of its values, numbered on from the field's label, opens the next block."""
    text = document.line_text(index)
    follows = _number(text)
    if number is None or follows is None or follows <= number:
        return block, None
    return _opened(text, index), block


def _number(text: str) -> int | None:
    found = re.match(r"\s{0,4}\(?([0-9]{1,2})[)．.、\s]", flat(text))
    return int(found[1]) if found is not None else None


def _line_at(document: Document, position: int, first: int) -> int:
    return next(i for i in range(first, len(document.lines)) if document.lines[i].end >= position)


def _first_column(document: Document, index: int) -> bool:
    """Whether the line is a row of a table set as a form, its label in the first cell."""
    number = document.lines[index].table
    return number is not None and document.tables[number].cols >= 2 and document.tables[number].kind == "form"


def _label_end(document: Document, index: int, text: str, start: int, in_form: bool) -> tuple[int, int] | None:
    """End of a label at the head of a value's line and begin of what stands behind it, or None.

    The label stands in the first column of a form, or before a colon.
    """
    if head_words(text) is not None:
        return None
    alone = label_line(text) if _NESTED.match(text) or text[:1] in "*#■●◆▼【〈《<［[" else None
    if alone is not None and alone[1] >= len(text):
        return len(text), len(text)  # (2) 県側: a label alone, numbered on.
    spaced = SPACED.match(text)
    if spaced is not None and (told := label_line(text)) is not None and told[1] == spaced.end():
        return len(told[0]), told[1]  # 書 記 余語議事課主査
    found = re.match(r"(?P<label>[^\t:：]{2,30}?)[ \u3000]{0,4}(?P<sep>\t|[:：])[ \t\u3000]{0,8}", text)
    if found is None or _UNCLOSED.search(found["label"]):
        return None  # ［事務局：みどり中学校］校長 …: the bracket holds both.
    label, value = found["label"], text[found.end() :]
    if found["sep"] == "\t" and not (in_form and _cell_of_first_column(document, index, start)):
        return None
    kind = label_kind(label)
    if names_somebody(label, kind):
        return None
    if kind is not None:
        return found.end("label"), found.end()
    if tells_no_people(value) or is_thing(label):
        return found.end("label"), found.end()
    return None


def _cell_of_first_column(document: Document, index: int, start: int) -> bool:
    number = document.lines[index].table
    if number is None or document.tables[number].kind != "form":
        return False
    return any(c.col == 0 and c.start <= start < max(c.end, c.start + 1) for c in document.tables[number].cells)
