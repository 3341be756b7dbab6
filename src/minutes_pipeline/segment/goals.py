"""Goals (目標・基本目標・施策の柱): a plan's numbered goals used as headings or as the subject that the chair calls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import Heading
from minutes_pipeline.segment.calls import has_cue, lead_end
from minutes_pipeline.segment.headings import MARK, N, number_value
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.titles import drop_aside, is_title_like

_WORD = (
    r"(?:(?:基本|重点|政策|施策|行動|分野別?|個別|全体|取組|推進|共通|横断|長期|中期)?(?:目標|方針|施策|政策|戦略|の?柱|視点|方向性?|プロジェクト|テーマ|の?基本方向)|重点(?:項目|課題|分野)?|"
    r"(?:基本)?(?:施策|政策|方針|目標|計画|取組)の(?:柱|方向性?|目標|体系)|まちづくりの(?:目標|方針|柱)|めざす姿|目指す姿)"
)
_HEAD = rf"{_WORD}\s?(?:第\s?)?[(]?\s?(?P<n>{N}|[①-⑳])(?![,.]?[0-9])\s?[)]?(?:の柱)?"
_HEADING = re.compile(
    rf"(?:{MARK}\s{{0,3}})?(?:[【\[<〈《「]\s?)?{_HEAD}(?:[】\]>〉》]\s{{0,3}}|\s{{0,4}}[:.、,・-]?\s{{0,4}})[「『]?(?P<t>[^\s」』】\]>〉》][^「」『』】\[\]>〉》]{{1,70}})[」』】\]>〉》]?(?:\s{{0,4}}\[[^\[\]]{{1,20}}\])?"
    rf"(?:に関する(?:部分|こと|事項|意見|質疑|取組|事業)|について|の(?:取組|進捗|実績|部分)(?:状況)?(?:について)?|関係)?(?:\([^()]{{1,30}}\))?$"
)
_CALLED = re.compile(rf"{_HEAD}\s{{0,3}}(?:の|は|、|,|:)?\s{{0,2}}[「『](?P<t>[^「」『』]{{2,70}})[」』]")
# 「基本目標１「安心して…つくる」では、…」: what a report turns to, at the head of a paragraph.
_TURNED_TO = re.compile(
    rf"\s{{0,4}}(?:(?:まず|次に|続いて|続きまして|最後に)[、,]?)?{_HEAD}\s{{0,2}}[「『](?P<t>[^「」『』]{{2,70}})[」』]"
    r"(?:では|で(?:す|ござい|は)|について|につきまして|に関して|は|の)"
)
# 目標１から５, 目標５人: a range or a count, no number of a goal.
_NO_TITLE = re.compile(
    r"(?:から|より|~|-|及び|と|、|,|・)\s?[0-9①-⑳一二三四五六七八九十]|[人件円%回名か所個歳年月日割点倍つ]|(?:の|に|を|は|が|で|へ|も|と|や|など|以上|以下|未満|程度)"
)
_RANGE = re.compile(r"(?:から|より|~|-|及び|と|、|,|・)\s?[0-9①-⑳一二三四五六七八九十]")
# 目標３　くらしの基盤を止めない, 施策２　つながりをつくる: a goal worded as what shall be, behind a gap.
_WORDED = re.compile(r"(?![はがをにのもへと])[^。、]{4,30}(?:ない|う|る|す|く|ます)")
_TRAILING = re.compile(r"(?:に関する(?:部分|こと|事項|意見|質疑|取組|事業)|について)$")


@dataclass(frozen=True, slots=True)
class GoalMatch:
    """A goal found: its heading, and the positions where it opens."""

    heading: Heading
    openings: tuple[int, ...]
    pieces: tuple[int, ...]


def read_goal(text: str) -> tuple[str, int, int] | None:
    """Number, start and end of the title when a folded piece is a goal heading (目標の見出し).

    >>> text = "基本目標2 身近な相談の仕組みづくり"
    >>> number, start, end = read_goal(text)
    >>> number, text[start:end]
    ('2', '身近な相談の仕組みづくり')
    >>> read_goal("目標1から5の取組について") is None, read_goal("目標5人に届いていない") is None
    (True, True)
    """
    match = _HEADING.match(text) if "。" not in text else None
    if not match:
        return None
    start, end = match.span("t")
    end = drop_aside(text, start, end)
    title = text[start:end].rstrip()
    glued = text[start - 1] not in " 「『:.、】]>〉》)"
    if (
        (glued and _NO_TITLE.match(title))
        or _RANGE.match(title)
        or not (is_title_like(title) or (not glued and _WORDED.fullmatch(title)))
    ):
        return None
    trailing = _TRAILING.search(title)
    end = start + (trailing.start() if trailing else len(title))
    value = number_value(match["n"])
    return (str(value), start, end) if value is not None and end - start >= 2 else None


def _numbered_goal(piece: Piece) -> tuple[tuple[str, int, int] | None, bool]:
    """A goal behind a list number: 「(1) 基本目標1 …」 is the goal's heading, 「…の進捗について」 an item about it.

    The second value tells whether the line is the goal's own heading (and no item).
    """
    shape, text = piece.shape, piece.text
    if shape is None or shape.number is None:
        return None, False
    read = read_goal(text[shape.start :])
    if read is None:
        return None, False
    number, start, end = read
    rest = text[shape.start + end :].strip(" 」』】>")
    return (number, shape.start + start, shape.start + end), not rest or rest.startswith("(")


def find_goals(
    document: Document, pieces: Sequence[Piece], body: Sequence[int], calls: Sequence[tuple[int, int, int]], folded: str
) -> list[GoalMatch]:
    """Goals in document order; ``calls`` are (piece, start, end) of the sentences in which the chair may call one."""
    found: dict[tuple[str, str], tuple[Heading, list[int], list[int]]] = {}

    def add(heading: Heading, position: int, piece: int | None) -> None:
        key = (heading.number or "", heading.title[:4])
        entry = found.setdefault(key, (heading, [], []))
        entry[1].append(position)
        if piece is not None:
            entry[2].append(piece)

    for index in body:
        piece = pieces[index]
        line = document.lines[piece.line]
        if line.table is not None and document.tables[line.table].kind == "data":
            continue
        read, own = read_goal(piece.text), True
        if read is None:
            read, own = _numbered_goal(piece)
        if read is not None:
            number, a, b = read
            start, end = piece.start + a, piece.start + b
            heading = Heading(
                "goal", start, end, document.text[start:end].strip(), number, 1, piece.line, (), "goal.heading", 0.97
            )
            add(heading, piece.start, index if own else None)
    numbers = {number for number, _ in found}
    for piece_index, start, end in calls:
        text = folded[start:end]
        match = _CALLED.search(text) if has_cue(text) and lead_end(text) > 0 else None
        value = number_value(match["n"]) if match else None
        if match and value is not None and str(value) not in numbers:
            a, b = start + match.start("t"), start + match.end("t")
            title = document.text[a:b].strip()
            add(
                Heading("goal", a, b, title, str(value), 1, pieces[piece_index].line, (), "goal.called", 0.85),
                start,
                None,
            )
    for heading, position in _turned_to(document, pieces, body) if not found else ():
        add(heading, position, None)
    matches = [GoalMatch(h, tuple(p), tuple(n)) for h, p, n in found.values()]
    return sorted(matches, key=lambda g: g.openings[0])


def _turned_to(document: Document, pieces: Sequence[Piece], body: Sequence[int]) -> list[tuple[Heading, int]]:
    """Goals that a report turns to one after another, where none stands as a heading; one alone is only mentioned."""
    found: dict[int, tuple[Heading, int]] = {}
    for index in body:
        piece = pieces[index]
        match = _TURNED_TO.match(piece.text)
        value = number_value(match["n"]) if match else None
        if match is None or value is None or value in found:
            continue
        start, end = piece.start + match.start("t"), piece.start + match.end("t")
        title = document.text[start:end].strip()
        heading = Heading("goal", start, end, title, str(value), 1, piece.line, (), "goal.turned_to", 0.8)
        found[value] = (heading, piece.start)
    return list(found.values()) if len(found) >= 2 else []
