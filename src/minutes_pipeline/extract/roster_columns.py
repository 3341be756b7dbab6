"""Rosters set in columns by tabs, strokes or wide gaps (欄を空けて組んだ名簿), with or without a row of headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes_pipeline.extract.roster_grid import Field, grid_people
from minutes_pipeline.extract.roster_model import Person
from minutes_pipeline.extract.roster_places import RosterLine, placed_rows
from minutes_pipeline.extract.roster_presence import mark_status
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.names import name_likeness
from minutes_pipeline.values.posts import is_role
from minutes_pipeline.values.roster_headings import head_words

# What may set columns apart, the surest first: tab, stroke, wide gap.
_CUTS = (
    re.compile(r"[ \u3000]{0,80}\t[ \u3000]*"),
    re.compile(r"[ \t\u3000]{0,80}[/／|｜│┃][ \t\u3000]*"),
    re.compile(r"\u3000{2,40}|[ ]{3,80}|[ \u3000]{3,80}"),
    re.compile(r"[ \u3000]{1,80}"),
)
_LETTER = re.compile(r"[一-龠㐀-䶿豈-﫿々ヶぁ-んァ-ヴー]")
_OUTER = re.compile(r"^[\s|｜│┃]+|(?<![\s|｜│┃])[\s|｜│┃]+$")


def _cells(line: RosterLine, cut: re.Pattern[str]) -> list[Field]:
    """Cells of one line; outer strokes (│ … │) belong to none."""
    inner = _OUTER.sub("", line.text)
    offset = line.text.find(inner) if inner else 0
    cells, begin = [], 0
    for found in [*cut.finditer(inner), None]:
        end = len(inner) if found is None else found.start()
        text = inner[begin:end]
        body = text.strip()
        at = offset + begin + (len(text) - len(text.lstrip()))
        cells.append(Field(body, line.start + at, line.start + at + len(body)))
        begin = len(inner) if found is None else found.end()
    return _with_letters_joined(cells, line) if cut in _CUTS[2:] else cells


def _with_letters_joined(cells: list[Field], line: RosterLine) -> list[Field]:
    """A lone letter behind a gap is the end of the word before it (外　山　　　剛, 氏　　名), if it tells no presence."""
    out: list[Field] = []
    for cell in cells:
        lone = _LETTER.fullmatch(cell.text) and mark_status(cell.text) is None
        if out and lone and len("".join(out[-1].text.split())) <= 5 and _is_bare(out[-1].text):
            begin = out[-1].start
            out[-1] = Field(line.text[begin - line.start : cell.end - line.start], begin, cell.end)
        else:
            out.append(cell)
    return out


def _is_bare(text: str) -> bool:
    """Letters and blanks only: no digit, mark or bracket."""
    return all(c.isspace() or _LETTER.fullmatch(c) for c in text)


def column_people(lines: Sequence[RosterLine], document_text: str) -> tuple[list[Person], set[int]]:
    """Persons of the column rosters among the lines of one block, and the indices of the lines read."""
    for number, line in enumerate(lines):
        words = head_words(line.text)
        if words is None:
            continue
        placed, taken = placed_rows(line, words, lines[number + 1 :])
        cut = next((c for c in _CUTS if len(_cells(line, c)) == len(words)), None) or _by_width(
            lines[number + 1 :], words
        )
        rows, by_gap = _rows(lines[number + 1 :], cut, len(words)) if cut is not None else ([], set())
        # Places hold, unless gaps alone part more rows into as many cells.
        if placed and not (len(by_gap) > len(taken) and all(len(row) in (1, len(words)) for row in rows)):
            rows, by_gap = [[*cells] for cells in placed], taken
        people = grid_people(words, rows, document_text) if rows else None
        if people:
            return people, {line.index, *by_gap}
    return _without_headings(lines, document_text)


def _by_width(lines: Sequence[RosterLine], words: list[str]) -> re.Pattern[str] | None:
    """The cut that gives most of the lines below as many cells as there are headings."""
    lines = lines[:6]
    best = max(_CUTS, key=lambda cut: sum(len(_cells(line, cut)) == len(words) for line in lines))
    return best if sum(len(_cells(line, best)) == len(words) for line in lines) >= 2 else None


def _rows(lines: Sequence[RosterLine], cut: re.Pattern[str], count: int) -> tuple[list[list[Field | None]], set[int]]:
    """Rows below a line of headings, up to the first line that is none; a last cell left empty may be missing.

    A short line of one cell (事務局) heads the row right below it.
    """
    rows: list[tuple[int, list[Field | None]]] = []
    for line in lines:
        cells = _cells(line, cut)
        tight = cut is not _CUTS[0] and cut is not _CUTS[1]
        if len(cells) > count and tight:
            break
        if len(cells) == 1 and count > 2:
            if not cells[0].text or len(cells[0].text) > 20 or (rows and len(rows[-1][1]) == 1):
                break
            rows.append((line.index, [cells[0]]))
            continue
        if len(cells) < max(2, count - 2):
            break
        rows.append((line.index, [*cells[:count]]))
    while rows and len(rows[-1][1]) == 1:
        rows.pop()
    return [cells for _, cells in rows], {index for index, _ in rows}


def _without_headings(lines: Sequence[RosterLine], document_text: str) -> tuple[list[Person], set[int]]:
    """Columns without headings, where one of them is a column of presence: what each holds is voted by the lines."""
    for cut in _CUTS[:3]:
        cut_lines = [(line, _cells(line, cut)) for line in lines]
        counts = [len(cells) for _, cells in cut_lines if len(cells) >= 2]
        if len(counts) < 3:
            continue
        count = max(set(counts), key=lambda n: (counts.count(n), n))
        full = [(line, cells) for line, cells in cut_lines if len(cells) == count]
        if len(full) < 3 or len(full) < 0.7 * len(lines):
            continue
        heads = [_vote([cells[i].text for _, cells in full]) for i in range(count)]
        if "出欠" not in heads or heads.count("氏名") != 1:
            continue
        people = grid_people(heads, [cells for _, cells in full], document_text)
        if people:
            return people, {line.index for line, _ in full}
    return [], set()


def _vote(cells: Sequence[str]) -> str:
    """The heading that most cells of a column ask for."""
    words = ["".join(flat(c).split()) for c in cells]
    told = [w for w in words if w]
    if not told:
        return "空欄"
    if sum(mark_status(w) is not None and len(w) <= 4 for w in told) >= 0.8 * len(told):
        return "出欠"
    if sum(w.rstrip("番.").isdecimal() for w in told) >= 0.8 * len(told):
        return "番号"
    if sum(is_role(w) for w in told) >= 0.7 * len(told):
        return "役職"
    if sum(name_likeness(c.lstrip("◎○〇◯● ")) > 1.2 for c in cells) >= 0.7 * len(told):
        return "氏名"
    return "所属"
