"""Programs printed as headings (見出しになった事業), in plans without numbered goals and labels.

A heading is a program where the minutes show it: a department answers for it, in a bracket or on a line beneath; the
lines beneath it tell its results, problems and next steps as those of its neighbours do; or the heading above it says
that here programs are reported one by one (３ 各事業の実績). Each rule asks for what a document does more than once, since
one bracket behind one title may be who explained it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from minutes_pipeline.segment.headings import MARK
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.program_lines import (
    ProgramLine,
    read_answering,
    read_departments,
    read_numbered,
    trimmed,
)  # fmt: skip
from minutes_pipeline.segment.program_titles import ProgramTitle, answerable, is_program_name, read_program_title

_BENEATH = 3
"""The line that names the department stands within so many pieces beneath the program's name."""
_BULLETS = ("・", "•", "▪")
#: A heading over programs: what they are (事業, 取組, 計画) and that they are gone through (進捗, 実績, …ごと).
_OVER = re.compile(
    r"(?:事業|取組|取り組み|施策|プログラム|プロジェクト|アクション|事例|計画|活動)(?!者|所|年度)[^。]{0,20}?"
    r"(?:状況|進捗|実績|報告|評価|意見|検証|点検|成果|結果|振り返り|ごと|別|個別|について|協議|審議|確認|一覧|質疑)|"
    r"(?:各|個別|主な|重点|主要|実施|関連|対象)の?(?:事業|取組|取り組み|施策)|(?:進捗|実施|取組|取り組み|達成)(?:状況|報告|管理)|(?:各課|各部|部署)(?:から|より)?の?(?:報告|取組|事業)"
)
#: Labels of what is told of a program, one after the other.
_TOLD = re.compile(
    rf"(?:{MARK}\s{{0,3}}|[(（]?[0-9①-⑳ア-オa-e][)）.]?\s{{0,2}}|[-ー]\s?)?[【\[〔(<]?\s?(?P<w>(?:(?:本|今|昨|前|令和[0-9]{{1,2}})年度の?)?(?:(?:取組|取り組み|事業|実施|活動)?(?:実績|成果|内容|概要|状況|結果)|成果指標|指標|数値目標|目標|現状|課題|評価|達成度|方向性|改善策|対応(?:策|方針)?|取組|効果|(?:今後|次年度|来年度)(?:の?(?:取組|対応|方針|方向性|予定))?|主な意見|意見|質疑))\s?(?:[】\]〕)>]|[:：]|\s{{1,4}}(?=\S))"
)
_ORGANISATION = re.compile(
    r"(?:部|課|(?<!教)室|局|署|所|係|(?:小|中|高等)?学校|(?:幼稚|保育)園|協議会|委員会|審議会|連合会|協会|組合|委員|機関|団体|法人|会社|病院|医師|さん|様|氏)$"
)
_INLINE = re.compile(
    rf"(?:{MARK}|[①-⑳]|[(][0-9]{{1,2}}[)]|[0-9]{{1,2}}[.、)])\s{{0,4}}(?P<t>[^\s()。、:「」][^()。、:「」]{{1,36}}?(?:[(][^()]{{1,10}}[)](?=[(【\[〔]))?)\s?(?=[(【\[〔])"
)
_BRACKET = re.compile(r"[(【\[〔][^()【】\[\]〔〕]{1,40}[)】\]〕]")
_RUNS_ON = re.compile(r"\s{0,3}(?:[:\t、\s]|(?:は|では|については|に関しては)、)\s{0,3}(?=\S)")


def read_titles(pieces: Sequence[Piece], prose: Sequence[int]) -> dict[int, ProgramTitle]:
    """The headings among the pieces ``prose`` that may name a program, by piece."""
    return {i: title for i in prose if (title := read_program_title(i, pieces[i].text)) is not None}


def find_headed(
    pieces: Sequence[Piece], prose: Sequence[int], taken: frozenset[int], every: dict[int, ProgramTitle]
) -> dict[int, ProgramLine]:
    """Programs among the headings, by piece; empty where the document shows none.

    Args:
        pieces: All pieces of the document.
        prose: Indices of those of the body that are not in a data table.
        taken: Pieces that are goals or programs already.
        every: ``read_titles`` of them.
    """
    free = [i for i in prose if i not in taken]
    titles = {i: title for i, title in every.items() if i not in taken}
    found = _numbered(pieces, prose)
    titles = {i: title for i, title in titles.items() if i not in found}
    found |= _answered(pieces, titles)
    found |= _departmental(titles, found)
    found |= _inline(pieces, [i for i in free if i not in found])
    found = found or _reported(pieces, titles)
    return found or _contained(pieces, prose, titles, every)


def _line(title: ProgramTitle, rule: str) -> ProgramLine:
    return ProgramLine(title.start, title.end, title.departments, rule)


def _numbered(pieces: Sequence[Piece], prose: Sequence[int]) -> dict[int, ProgramLine]:
    """Names that labels number, two or more labels (取組①, 取組②)."""
    found = {i: line for i in prose if (line := read_numbered(pieces[i].text)) is not None}
    return found if len({line.label for line in found.values()}) >= 2 else {}


def _answered(pieces: Sequence[Piece], titles: dict[int, ProgramTitle]) -> dict[int, ProgramLine]:
    """A heading with a line beneath it that names who answers (担当：健康課)."""
    found = {}
    for index, title in titles.items():
        for below in range(index + 1, min(index + 1 + (_BENEATH if title.family else 1), len(pieces))):
            if below in titles and titles[below].family not in _BULLETS:
                break
            if read_answering(pieces[below].text):
                found[index] = _line(title, "program.answered")
                break
    return found


def _departmental(titles: dict[int, ProgramTitle], found: dict[int, ProgramLine]) -> dict[int, ProgramLine]:
    """Headings of one form with departments in brackets, two or more of them."""
    fitting = [t for t in titles.values() if t.departments and not t.is_business and t.piece not in found]
    count = Counter(t.family for t in fitting)
    return {t.piece: _line(t, "program.answered") for t in fitting if count[t.family] >= 2}


def _inline(pieces: Sequence[Piece], free: Sequence[int]) -> dict[int, ProgramLine]:
    """Bullets that begin with a name and its department and tell on the same line, two or more of them."""
    found = {}
    for index in free:
        text = pieces[index].text
        head = _INLINE.match(text)
        bracket = _BRACKET.match(text, head.end()) if head else None
        if head is None or bracket is None or not _RUNS_ON.match(text, bracket.end()):
            continue
        start, end = trimmed(text, *head.span("t"))
        cut, units = read_departments(text[: bracket.end()], start)
        units = answerable(text, units)
        if units and cut >= end and is_program_name(text[start:end]):
            found[index] = ProgramLine(start, end, units, "program.inline")
    return found if len(found) >= 2 else {}


def _reported(pieces: Sequence[Piece], titles: dict[int, ProgramTitle]) -> dict[int, ProgramLine]:
    """Headings of one form beneath which the same labels stand (実績：, 課題：), two or more of them."""
    labels: dict[int, frozenset[str]] = {}
    for index, title in titles.items():
        words = [_TOLD.match(piece.text) for piece in pieces[index + 1 : index + 1 + _BENEATH]]
        if words and words[0] is not None and title.family not in _BULLETS and not _TOLD.match(pieces[index].text):
            labels[index] = frozenset(word["w"] for word in words if word is not None)
    families = Counter((titles[i].family, word) for i, words in labels.items() for word in words)
    return {
        i: _line(titles[i], "program.reported")
        for i, words in labels.items()
        if any(families[(titles[i].family, word)] >= 2 for word in words)
    }


def _contained(
    pieces: Sequence[Piece], prose: Sequence[int], titles: dict[int, ProgramTitle], read: dict[int, ProgramTitle]
) -> dict[int, ProgramLine]:
    """The headings of one form beneath a heading that says that programs are gone through; ``read`` are all titles."""
    every = {i: read[i].family if i in read else _shape_family(pieces[i]) for i in prose}
    found: dict[int, ProgramLine] = {}
    for above in prose:
        if above in found or not every[above] or "。" in pieces[above].text or not _OVER.search(pieces[above].text):
            continue
        end = next((i for i in prose if i > above and every[i] == every[above]), len(pieces))
        children = [t for i, t in titles.items() if above < i < end and t.family and t.family not in _BULLETS]
        first = next((c.family for c in children if c.family != every[above]), None)
        chosen = [c for c in children if c.family == first]
        if _are_programs(pieces, chosen):
            found |= {c.piece: _line(c, "program.contained") for c in chosen}
    return found


def _shape_family(piece: Piece) -> str:
    shape = piece.shape
    return shape.family if shape is not None else ""


def _are_programs(pieces: Sequence[Piece], chosen: Sequence[ProgramTitle]) -> bool:
    """Two or more, with text beneath them, and no list of bodies."""
    if len(chosen) < 2:
        return False
    bodies = sum(1 for c in chosen if _ORGANISATION.search(pieces[c.piece].text[c.start : c.end]))
    own = {c.piece for c in chosen}
    told = sum(1 for c in chosen if c.runs_on or (c.piece + 1 < len(pieces) and c.piece + 1 not in own))
    return 2 * bodies < len(chosen) and 2 * told >= len(chosen)
