"""Rosters set in columns by tabs, strokes or wide gaps (欄を空けて組んだ名簿), with or without a row of headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minutes_pipeline.extract.roster_grid import Field, column_of, grid_people
from minutes_pipeline.extract.roster_model import Person
from minutes_pipeline.extract.roster_presence import mark_status
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.names import name_likeness
from minutes_pipeline.values.posts import is_role

# What may set columns apart, the surest first: tab, stroke, wide gap.
_CUTS = (
    re.compile(r"[ \u3000]*\t[ \u3000]*"),
    re.compile(r"[ \t\u3000]*[/／|｜│┃][ \t\u3000]*"),
    re.compile(r"\u3000{2,40}|[ ]{3,80}|[ \u3000]{3,80}"),
    re.compile(r"[ \u3000]{1,80}"),
)
_OUTER = re.compile(r"^[\s|｜│┃]+|[\s|｜│┃]+$")
_HEAD_WORD = re.compile(
    r"(?:議席)?番\s*号|議\s*席(?:\s*番\s*号)?|[Nn][Oo]\.?|№|(?:委\s*員|議\s*員|出\s*席\s*者)?(?:の)?(?:職・?)?(?:氏\s*名|名\s*前|委\s*員\s*名)(?:等)?|出\s*欠(?:状況|席)?|出\s*席|"
    r"備\s*考|摘\s*要|(?:選\s*出|推\s*薦)?\s*区\s*分|(?:選\s*出|推\s*薦)\s*(?:分\s*野|団\s*体(?:等|名)?|母\s*体)|役\s*職(?:名)?(?:等)?|役\s*名|職\s*名(?:等)?|職\s*種|肩\s*書(?:き)?|職\s*業|"
    r"所\s*属(?:\s*(?:団体|機関))?(?:名)?(?:\s*・?\s*(?:役職|職)(?:名)?)?(?:\s*等)?|団\s*体(?:\s*名)?(?:等)?|機\s*関(?:\s*名)?|部\s*署|部\s*局|課\s*名|会\s*派|勤\s*務\s*先|ふ\s*り\s*が\s*な|フ\s*リ\s*ガ\s*ナ|任\s*期|性\s*別|役\s*割|参\s*加\s*方\s*法"
)


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One line of a roster: its text, where it begins in the document, the index of its logical line."""

    text: str
    start: int
    index: int


def head_words(text: str) -> list[str] | None:
    """Headings of columns that a line consists of (役　職　/　氏　名　/　出　欠), or None.

    >>> head_words("役　職　　氏　　名　　出　欠　　備　考")
    ['役職', '氏名', '出欠', '備考']
    >>> head_words("委員　山田　太郎") is None
    True
    """
    folded = flat(_OUTER.sub("", text))
    words: list[str] = []
    position = 0
    while position < len(folded):
        found = _HEAD_WORD.match(folded, position)
        if found is None:
            return None
        words.append("".join(found[0].split()))
        gap = re.compile(r"(?:\([^()]{1,12}\))?[\s/|│┃]*").match(folded, found.end())
        position = gap.end() if gap is not None and gap.end() > found.end() else found.end()
        if gap is not None and gap.end() == found.end() and position < len(folded):
            return None
    kinds = [column_of(w) for w in words]
    return words if len(words) >= 2 and "name" in kinds else None


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
    return cells


def column_people(lines: Sequence[RosterLine], document_text: str) -> tuple[list[Person], set[int]]:
    """Persons of the column rosters among the lines of one block, and the indices of the lines read."""
    for number, line in enumerate(lines):
        words = head_words(line.text)
        if words is None:
            continue
        cut = next((c for c in _CUTS if len(_cells(line, c)) == len(words)), None) or _by_width(
            lines[number + 1 :], words
        )
        if cut is None:
            continue
        rows, taken = _rows(lines[number + 1 :], cut, len(words))
        people = grid_people(words, rows, document_text) if rows else None
        if people:
            return people, {line.index, *taken}
    return _without_headings(lines, document_text)


def _by_width(lines: Sequence[RosterLine], words: list[str]) -> re.Pattern[str] | None:
    """The cut that gives most of the lines below as many cells as there are headings."""
    lines = lines[:6]
    best = max(_CUTS, key=lambda cut: sum(len(_cells(line, cut)) == len(words) for line in lines))
    return best if sum(len(_cells(line, best)) == len(words) for line in lines) >= 2 else None


def _rows(lines: Sequence[RosterLine], cut: re.Pattern[str], count: int) -> tuple[list[list[Field | None]], set[int]]:
    """Rows below a line of headings, up to the first line that is none; a last cell left empty may be missing."""
    rows: list[list[Field | None]] = []
    taken: set[int] = set()
    for line in lines:
        cells = _cells(line, cut)
        tight = cut is not _CUTS[0] and cut is not _CUTS[1]
        if len(cells) > count and tight:
            break
        if len(cells) == 1 and count > 2:
            if not cells[0].text or len(cells[0].text) > 20:
                break
            rows.append([cells[0]])
            taken.add(line.index)
            continue
        if len(cells) < max(2, count - 2):
            break
        rows.append([*cells[:count]])
        taken.add(line.index)
    return rows, taken


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
    if sum(name_likeness(c) > 1.2 for c in cells) >= 0.7 * len(told):
        return "氏名"
    return "所属"
