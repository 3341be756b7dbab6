"""Programs (事業・取組): lines that name a program or a topic, with the department that answers for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import Heading
from minutes_pipeline.segment.headings import MARK, read_shape
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.titles import is_title_like

_KIND = re.compile(
    r"(?:(?:主な|重点|関連|個別|新規|継続|具体的な?)?(?:事業|取組|取り組み|施策|活動|事例)(?:の?(?:事例|紹介|報告|名|名称|例|内容))?|情報共有|情報提供|事例紹介|事例報告|実施事業|対象事業|担当事業)"
    r"\s{0,3}(?:[0-9①-⑳]{1,2})?\s{0,3}(?:…{1,3}|・{2,4}|\.{3,6}|‥{1,3}|:|-{1,3}|→|/)\s{0,3}"
)
_NAME_LABEL = re.compile(r"(?:事業|取組|施策|活動)(?:の?名称?|内容)\s{0,3}:")
_UNIT = (
    r"[^()、,・/／\s]{0,20}(?:部|課|室|局|署|所|館|センター|本部|委員会|事務局|協議会|係|校|園|支所|院|担当|"
    r"グループ|チーム|班|会|団|庁|社協)"
)
_DEPARTMENTS = re.compile(rf"\(\s?(?:担当|所管)?:?\s?(?P<d>{_UNIT}(?:\s?[、,・/／\s]\s?{_UNIT}){{0,6}})\s?\)\s*$")
_DEPARTMENT = re.compile(_UNIT)
_ITEM = re.compile(rf"(?:{MARK}|[①-⑳㉑-㉟]|[(]?[0-9]{{1,2}}[)]|[0-9]{{1,2}}[.、])\s{{0,4}}")


@dataclass(frozen=True, slots=True)
class ProgramMatch:
    """A program line: the heading and its piece."""

    heading: Heading
    piece: int


def read_program(text: str, *, under_goal: bool) -> tuple[int, int, tuple[tuple[int, int], ...], str] | None:
    """Title offsets, department offsets and rule when a folded piece is a program line (事業の行).

    >>> text = "①事業事例…こども相談ひろば(こども部、健康課)"
    >>> a, b, units, rule = read_program(text, under_goal=True)
    >>> text[a:b], [text[i:j] for i, j in units]
    ('こども相談ひろば', ['こども部', '健康課'])
    >>> read_program("・相談件数:318件", under_goal=True) is None
    True
    """
    item = _ITEM.match(text)
    start = item.end() if item else 0
    kind = _KIND.match(text, start)
    if kind:
        start = kind.end()
    departments = _DEPARTMENTS.search(text, start)
    end = departments.start() if departments else len(text)
    if not kind and not (item and departments and under_goal):
        return None
    if kind and not departments and not under_goal and not _NAME_LABEL.match(text, item.end() if item else 0):
        return None
    title = text[start:end].strip()
    if not title or len(title) > 140:
        return None
    if not departments and not is_title_like(title):
        return None
    a = start + len(text[start:end]) - len(text[start:end].lstrip())
    units = (
        tuple(m.span() for m in _DEPARTMENT.finditer(text, departments.start("d"), departments.end("d")))
        if departments
        else ()
    )
    return a, a + len(title), units, "program.kind" if kind else "program.department"


def find_programs(
    document: Document, pieces: Sequence[Piece], body: Sequence[int], under_goal: frozenset[int]
) -> list[ProgramMatch]:
    """Program lines in order; ``under_goal`` are the pieces that stand beneath a goal."""
    found: list[ProgramMatch] = []
    families: set[str] = set()
    undecided: list[int] = []
    for index in body:
        piece = pieces[index]
        line = document.lines[piece.line]
        if line.table is not None and document.tables[line.table].kind == "data":
            continue
        read = read_program(piece.text, under_goal=index in under_goal)
        shape = read_shape(piece.text)
        if read is not None:
            found.append(_match(document, piece, index, *read))
            families.add(shape.family if shape else "")
        elif (
            index in under_goal
            and shape is not None
            and shape.number
            and is_title_like(piece.text[shape.start : shape.end])
        ):
            undecided.append(index)
    for index in undecided:
        # The same numbering beneath the goals carries on without a department.
        shape = read_shape(pieces[index].text)
        if shape is not None and shape.family in families:
            found.append(_match(document, pieces[index], index, shape.start, shape.end, (), "program.family"))
    return sorted(found, key=lambda p: p.piece)


def _match(
    document: Document, piece: Piece, index: int, a: int, b: int, units: tuple[tuple[int, int], ...], rule: str
) -> ProgramMatch:
    start, end = piece.start + a, piece.start + b
    departments = tuple(document.text[piece.start + i : piece.start + j].strip() for i, j in units)
    confidence = {"program.kind": 0.95, "program.department": 0.9}.get(rule, 0.75)
    shape = read_shape(piece.text)
    number = shape.number if shape else None
    return ProgramMatch(
        Heading("program", start, end, document.text[start:end], number, 1, piece.line, departments, rule, confidence),
        index,
    )
