"""Fields of the header while they are read (読みかけの項目): whether a word is a label beside the open one or a part of it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import FieldKind, HeaderField
from minutes_pipeline.model.span import Span
from minutes_pipeline.segment.header_labels import GOVERNMENT, LabelMatch
from minutes_pipeline.text.widths import columns

PAPER = re.compile(r"次第|名簿|資料|一覧|席次|日程")
_SUB_LABELS = frozenset(
    "委員 理事 幹事 書記 役員 職員 評議員 学識経験者 関係者 担当課 農業委員 推進委員 記 報告者 関係課".split()
)
_OFFICE = re.compile(r"委員会?事務局$|議会事務局$")
ROSTER: tuple[FieldKind, ...] = ("member", "absent", "secretariat", "explainer", "observer", "chair", "recorder")


@dataclass
class OpenField:
    """A field being read (読みかけの項目).

    Attributes:
        kind: What its label announces.
        label: Span of the label, None where the value stands without one.
        first: Index of the logical line it begins on.
        values: Spans of the values read so far.
        last: Index of the last line read.
        mark: Class of the number or mark before its label.
        tab: A tab stands behind its label.
        word: The label without white space.
        column: Column in which the value behind the label begins, or None.
    """

    kind: FieldKind
    label: Span | None
    first: int
    values: list[Span] = field(default_factory=list)
    last: int = 0
    mark: str = ""
    tab: bool = False
    word: str = ""
    column: int | None = None
    _seen: tuple[int, int, int] | None = None

    def inside(self, document: Document, index: int) -> tuple[int, int] | None:
        """Least and greatest indent of the lines between its first and ``index``, which never goes back; None without one."""
        at, least, most = self._seen or (self.first + 1, sys.maxsize, -1)
        for line in document.lines[at:index]:
            least, most = min(least, line.indent), max(most, line.indent)
        self._seen = (max(at, index), least, most)
        return (least, most) if index > self.first + 1 else None

    def close(self) -> HeaderField:
        """The field as read."""
        return HeaderField(self.kind, self.label, tuple(self.values), self.first, max(self.first, self.last))


def accepts(open_field: OpenField | None, label: LabelMatch, first_column: bool, *, inside: bool = False) -> bool:
    """Whether a word is a field's label here and not a part of the open field's value.

    Posts (会長, 委員, 書記) that stand before names inside a roster are no fields of their own, 報告事項 inside an agenda
    list is one of its items; unless number, mark or column show that they stand beside the open field's label.
    ``inside``: the line is set in further than the open field's label.
    """
    if not label.word:
        return open_field is None or open_field.kind not in ROSTER
    if label.word in GOVERNMENT and not label.bracket:
        return open_field is not None and open_field.kind in ROSTER and first_column
    if open_field is None or label.bracket:
        return True
    if label.kind == "chair" and "署名" in open_field.word:
        return False  # 署名委員 委員長 高木: who signs, not who attends.
    numbers = ("1", "(1)")
    level = bool(label.mark) and (
        label.mark == open_field.mark or (label.mark in numbers and open_field.mark in numbers)
    )
    if open_field.kind == "materials" and not label.colon and (label.begin > 3 or is_paper(label, open_field.mark)):
        return False
    if open_field.kind == "agenda" and label.kind == "agenda":
        return level or not label.mark
    if inside and open_field.kind == "explainer" and _OFFICE.search(label.word) and not (label.colon or level):
        return False  # 教育委員会事務局 among 説明員: one of the offices that the explainers come from.
    if open_field.kind not in ROSTER or (label.kind != "chair" and label.word not in _SUB_LABELS):
        return True
    return level or first_column


def is_paper(label: LabelMatch, mark: str) -> bool:
    """True for 「1. 委員名簿」 and 「・次第」 in a list of materials whose own label has another mark."""
    return label.mark != mark and not label.colon and bool(PAPER.search(label.word))


def in_first_column(document: Document, index: int, state: OpenField | None, label: LabelMatch) -> bool:
    """Whether the label stands in the column of labels: the first of a table, or before the same tab stop."""
    if state is None or label.start > 3:
        return False
    line = document.lines[index]
    if not label.tab:
        return _stands_out(document, index, state, label)
    if line.table is not None:
        if document.lines[state.first].table != line.table:
            return False
        start = line.start + label.start
        return any(c.col == 0 and c.start <= start < c.end for c in document.tables[line.table].cells)
    return state.tab and line.indent <= document.lines[state.first].indent


def _stands_out(document: Document, index: int, state: OpenField, label: LabelMatch) -> bool:
    """A word as far to the left as the open label, with values further in below both or at the same place behind both.

    Values hang behind a label and this word stands out to the left of them again; or it stands alone on its line, as
    the labels above it; or its value begins in the column in which theirs begin (欠席委員　　…／担当課　　　…).
    """
    line, first = document.lines[index], document.lines[state.first]
    if line.indent > first.indent:
        return False
    inside = state.inside(document, index)
    if inside is not None and inside[1] > first.indent + 3:
        return True
    alone = label.value >= line.end - line.start
    if alone and label.kind != "member":
        return inside is not None and inside[0] > line.indent
    column = value_column(document, index, label)
    if state.column is None or column is None:
        return False
    return column == state.column or (label.kind != "member" and abs(column - state.column) <= 4)


def value_column(document: Document, index: int, label: LabelMatch) -> int | None:
    """Column in which the value behind a label begins; None without a value, or with only a narrow gap before it."""
    line = document.lines[index]
    raw = document.text[line.start : line.end]
    gap = raw[label.end : label.value]
    if label.value >= len(raw) or columns(gap) < 2 or label.colon:
        return None
    return line.indent + columns(raw[: label.value])


def follows_within(previous: LabelMatch, label: LabelMatch) -> bool:
    """A second label in a line is one only if it is no post of the roster that the first one opened."""
    return previous.kind not in ROSTER or (label.kind != "chair" and label.word not in ("委員", "書記", "理事", "幹事"))
