"""Programs (事業・取組): lines and table rows that name a program or a topic, with the department that answers for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import Heading
from minutes_pipeline.segment.goals import GoalMatch
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.program_headings import find_headed, read_titles
from minutes_pipeline.segment.program_lines import ProgramLine, read_answering, read_program, read_reference, refers_to
from minutes_pipeline.segment.program_speech import SpokenProgram, find_spoken
from minutes_pipeline.segment.program_tables import ProgramRow, find_rows
from minutes_pipeline.segment.program_titles import ProgramTitle
from minutes_pipeline.segment.titles import is_title_like
from minutes_pipeline.text.folding import flat

_CONFIDENCE = {
    "program.kind": 0.95,
    "program.label": 0.95,
    "program.table": 0.9,
    "program.department": 0.9,
    "program.answered": 0.85,
    "program.code": 0.85,
    "program.inline": 0.85,
    "program.numbered": 0.85,
    "program.reported": 0.75,
    "program.contained": 0.7,
    "program.spoken": 0.6,
}
#: Forms that share their line with something else: a row of a table, an agenda item, what is told.
_SHARED = frozenset(
    {
        "program.table",
        "program.answered",
        "program.inline",
        "program.numbered",
        "program.reported",
        "program.contained",
        "program.spoken",
    }
)
_BENEATH = 3
_NUMBERING = re.compile(r"^[^0-9①-⑳]{1,8}")
_OTHER = re.compile(
    r"(?:その他|新た|新規|追加|このほか|今後)(?:な|の)?(?:取組|取り組み|事業|施策|項目)\s{0,3}[:・]?\s{0,3}(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """From ``piece`` and ``position`` on a program holds, up to the piece ``last`` or (None) until another one opens."""

    piece: int
    position: int
    last: int | None = None


@dataclass(frozen=True, slots=True)
class ProgramMatch:
    """A program found.

    Attributes:
        heading: Its name and departments.
        piece: Index of its piece.
        openings: Where what belongs to it begins: more than one where a later heading refers to it (＜施策１について＞).
        label: What numbers it (施策1), or None.
    """

    heading: Heading
    piece: int
    openings: tuple[Opening, ...] = ()
    label: str | None = None

    @property
    def is_line(self) -> bool:
        """True for a line of its own, False where it is a row of a table, an agenda item, or runs on into prose."""
        return self.heading.rule_id not in _SHARED


def find_programs(
    document: Document, pieces: Sequence[Piece], body: Sequence[int], goals: Sequence[GoalMatch], folded: str
) -> tuple[list[ProgramMatch], list[GoalMatch]]:
    """Programs in document order, and the goals that remain: a measure for which departments answer is a program.

    Args:
        document: The document.
        pieces: All its pieces.
        body: Indices of those of the body.
        goals: Goals found so far.
        folded: The folded text.
    """
    prose = [i for i in body if not _in_data(document, pieces[i])]
    first = min((p for g in goals for p in g.pieces), default=None)
    lines = {
        i: line for i in prose if (line := read_program(pieces[i].text, under_goal=first is not None and i > first))
    }
    lines = _without_parents(lines)
    lines |= _siblings(pieces, prose, lines, goals, first)
    found = [_of_line(document, pieces, prose, i, line) for i, line in sorted(lines.items())]
    if not found:
        # Beside lines of programs a table lists the same ones again, under shorter names.
        found = _of_rows(document, pieces, list(find_rows(document, folded)))
        found += _headed(document, pieces, prose, frozenset(p for g in goals for p in g.pieces), found)
    if not found:
        found = [_of_speech(document, pieces, spoken) for spoken in find_spoken(pieces, prose)]
    remaining = [g for g in goals if not g.pieces or not set(g.pieces) <= lines.keys()]
    taken = lines.keys() | {p for g in remaining for p in g.pieces}
    found = _reopened(found, pieces, [i for i in prose if i not in taken])
    return sorted(found, key=lambda p: p.piece), remaining


def _headed(
    document: Document,
    pieces: Sequence[Piece],
    prose: Sequence[int],
    taken: frozenset[int],
    rows: Sequence[ProgramMatch],
) -> list[ProgramMatch]:
    """Programs among the headings that no row of a table names."""
    named = [_key(flat(row.heading.title)) for row in rows]
    titles = read_titles(pieces, prose)
    headed = find_headed(pieces, prose, taken, titles)
    headed |= _beside_rows(pieces, {i: title for i, title in titles.items() if i not in taken}, rows)
    found = [_of_line(document, pieces, prose, i, line) for i, line in sorted(headed.items())]
    if not rows:
        return found
    return [
        p for p in found
        if p.heading.rule_id not in ("program.contained", "program.reported")
        and not any(_key(flat(p.heading.title)) in name or name in _key(flat(p.heading.title)) for name in named)
    ]  # fmt: skip


def _beside_rows(
    pieces: Sequence[Piece], titles: dict[int, ProgramTitle], rows: Sequence[ProgramMatch]
) -> dict[int, ProgramLine]:
    """Headings of the form of those that repeat the rows' names: 〈その他の取組 未利用地の売却〉 beside 〈取組1 補助金の適正化〉."""
    if not rows:
        return {}
    keys = [_key(flat(row.heading.title)) for row in rows]
    repeated = {i for i, t in titles.items() if any(key in _key(pieces[i].text) for key in keys)}
    families = Counter(titles[i].family for i in repeated)
    found = {}
    for i, title in titles.items():
        if i in repeated or not title.family or families[title.family] < 2:
            continue
        other = _OTHER.match(pieces[i].text, title.start, title.end)
        if other:
            found[i] = ProgramLine(other.end(), title.end, title.departments, "program.family")
    return found


def _in_data(document: Document, piece: Piece) -> bool:
    table = document.lines[piece.line].table
    return table is not None and document.tables[table].kind == "data"


def _without_parents(lines: dict[int, ProgramLine]) -> dict[int, ProgramLine]:
    """Without measures (施策１（課）) that have programs of another form beneath them: those are a plan's middle level."""
    order = sorted(lines)
    parents = [i for n, i in enumerate(order[:-1]) if lines[i].is_measure and not lines[order[n + 1]].is_measure]
    return lines if not parents else {i: line for i, line in lines.items() if not line.is_measure}


def _siblings(
    pieces: Sequence[Piece],
    prose: Sequence[int],
    lines: dict[int, ProgramLine],
    goals: Sequence[GoalMatch],
    first: int | None,
) -> dict[int, ProgramLine]:
    """Lines beneath the goals whose numbering is that of programs, though no department is printed."""
    if first is None or not lines:
        return {}
    families = {shape.family if (shape := pieces[i].shape) else "" for i in lines}
    of_goals = {p for g in goals for p in g.pieces}
    found = {}
    for i in prose:
        shape = pieces[i].shape
        if i in lines or i in of_goals or i <= first or shape is None or not shape.number:
            continue
        if shape.family in families and is_title_like(pieces[i].text[shape.start : shape.end]):
            found[i] = ProgramLine(shape.start, shape.end, (), "program.family")
    return found


def _of_line(
    document: Document, pieces: Sequence[Piece], prose: Sequence[int], index: int, line: ProgramLine
) -> ProgramMatch:
    piece, units, offset = pieces[index], line.departments, pieces[index].start
    for below in range(index + 1, min(index + 1 + _BENEATH, len(pieces))):
        if units:
            break
        # 「事業名：…」, and beneath it 「担当課：…」.
        units, offset = read_answering(pieces[below].text), pieces[below].start
    start, end = piece.start + line.start, piece.start + line.end
    departments = tuple(document.text[offset + i : offset + j].strip() for i, j in units)
    shape = piece.shape
    heading = Heading(
        "program", start, end, document.text[start:end], shape.number if shape else None, 1, piece.line, departments,
        line.rule_id, _CONFIDENCE.get(line.rule_id, 0.75),
    )  # fmt: skip
    # What tells of it on its own line says nothing of the lines beneath.
    last = index if line.rule_id == "program.inline" else None
    return ProgramMatch(heading, index, (Opening(index, start, last),), line.label)


def _of_speech(document: Document, pieces: Sequence[Piece], spoken: SpokenProgram) -> ProgramMatch:
    """A program of a speech holds to the end of its paragraph; where a paragraph goes through several, ``link`` places it."""
    piece = pieces[spoken.piece]
    start, end = piece.start + spoken.start, piece.start + spoken.end
    heading = Heading(
        "program", start, end, document.text[start:end], None, 1, piece.line, (), "program.spoken",
        _CONFIDENCE["program.spoken"],
    )  # fmt: skip
    return ProgramMatch(heading, spoken.piece)


def _of_rows(document: Document, pieces: Sequence[Piece], rows: Sequence[ProgramRow]) -> list[ProgramMatch]:
    """Rows of tables, each name once."""
    named: set[str] = set()
    matches = []
    for row in rows:
        title = document.text[row.start : row.end]
        piece = next((i for i, p in enumerate(pieces) if p.line == row.line), None)
        if _key(title) in named or piece is None:
            continue
        named.add(_key(title))
        departments = tuple(document.text[a:b].strip() for a, b in row.departments)
        heading = Heading(
            "program", row.start, row.end, title, None, 1, row.line, departments, "program.table",
            _CONFIDENCE["program.table"],
        )  # fmt: skip
        matches.append(ProgramMatch(heading, piece, (Opening(piece, pieces[piece].start, piece),), row.label))
    return matches


def _key(title: str) -> str:
    return "".join(title.split())


def _reopened(found: Sequence[ProgramMatch], pieces: Sequence[Piece], prose: Sequence[int]) -> list[ProgramMatch]:
    """The programs with the later headings that refer to them by label or by name."""
    labels: dict[str, list[int]] = {}
    for n, program in enumerate(found):
        if program.label:
            labels.setdefault(program.label, []).append(n)
    openings: dict[int, list[Opening]] = {}
    for index in prose:
        text = pieces[index].text
        if len(text) > 80 or "。" in text:
            continue
        label = read_reference(text)
        # A table numbers its rows without the word that the heading puts before the number (施策番号 1-1 / 〔施策1-1〕).
        called = labels.get(label or "") or labels.get(_NUMBERING.sub("", label or ""), [])
        named = [n for n, p in enumerate(found) if p.piece < index and refers_to(text, _flat_title(pieces, p))]
        for n in called if len(called) == 1 else named[:1]:
            openings.setdefault(n, []).append(Opening(index, pieces[index].end))
    return [replace(p, openings=(*p.openings, *openings.get(n, ()))) for n, p in enumerate(found)]


def _flat_title(pieces: Sequence[Piece], program: ProgramMatch) -> str:
    piece = pieces[program.piece]
    a, b = program.heading.start - piece.start, program.heading.end - piece.start
    return piece.text[a:b] if 0 <= a < b <= len(piece.text) else program.heading.title
