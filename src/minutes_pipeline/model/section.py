"""How a document is arranged (構成): header fields, headings, speaker turns, sentences. What segment hands to extract."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.span import Span

Genre = Literal["summary", "discussion", "verbatim"]
FieldKind = Literal[
    "title", "date", "time", "venue", "member", "absent", "secretariat", "explainer", "observer", "chair", "recorder",
    "count", "agenda", "materials", "other",
]  # fmt: skip
Zone = Literal["header", "roster", "agenda_list", "body", "next_meeting", "signature", "noise"]
Side = Literal["chair", "member", "secretariat", "explainer", "other"]


@dataclass(frozen=True, slots=True)
class HeaderField:
    """A labelled block of the header or of a roster (ヘッダーの項目).

    Attributes:
        kind: What the label announces; ``member`` is 出席者・委員・議員, ``explainer`` 説明員・理事者, ``agenda`` 議題・次第.
        label: Span of the printed label (without colon or number), or None where the value stands without one.
        values: Spans of the value, one per logical line, without the label; document order.
        first_line: Index of the logical line the field begins on.
        last_line: Index of its last line (inclusive).
    """

    kind: FieldKind
    label: Span | None
    values: tuple[Span, ...]
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Header:
    """What ``segment.header.find_header`` reads: fields in document order, and where the body begins.

    ``body_line`` is the index of the first logical line of the body. Fields may also stand behind it (a roster at the
    end). ``title_lines`` are the lines of the printed title.
    """

    fields: tuple[HeaderField, ...]
    body_line: int
    title_lines: tuple[int, ...] = ()

    def of_kind(self, *kinds: FieldKind) -> tuple[HeaderField, ...]:
        """The fields of these kinds in document order."""
        return tuple(f for f in self.fields if f.kind in kinds)


@dataclass(frozen=True, slots=True)
class Heading:
    """An agenda item (議題), goal (目標) or program (事業・取組) as printed.

    Attributes:
        kind: Which of the three.
        start: Start of the printed title (without number, bracket or mark) in ``Document.text``.
        end: End of the title; ``text[start:end]`` is the record's quote.
        title: The title, cleaned of wrapping spaces.
        number: As printed (``1``, ``(1)``, ``第21号``), ASCII digits; None where none is printed.
        level: 1 for the outermost agenda item; 1 for goals and programs.
        line: Index of its logical line where the body treats it (the agenda list's line where the body has none).
        departments: Departments printed with a program (事業・取組の所管), as printed.
        rule_id: The rule that took it.
        confidence: 0 to 1.
    """

    kind: Literal["agenda_item", "goal", "program"]
    start: int
    end: int
    title: str
    number: str | None
    level: int
    line: int
    departments: tuple[str, ...] = ()
    rule_id: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance (発言): who speaks and which sentences.

    Attributes:
        speaker: As printed without mark and brackets (議長（清野一榮）→ ``議長（清野一榮）``, 委員, 事務局).
        start: Start of the printed label in ``Document.text``.
        end: End of the label.
        side: The speaker's side as the label tells it.
        first_line: Index of the logical line it begins on.
        last_line: Index of its last line (inclusive).
        text_start: Where what is said begins.
        text_end: Where it ends.
    """

    speaker: str
    start: int
    end: int
    side: Side
    first_line: int
    last_line: int
    text_start: int
    text_end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or bullet of the body, the unit that decisions, metrics, issues and actions are read from.

    Attributes:
        start: First code point, behind leading mark, label and white space.
        end: Past the closing 。 (or the end of the line where none is printed).
        line: Index of its logical line.
        agenda_item: Index into ``Outline.agenda_items`` of the innermost item it stands under, or None.
        goal: Index into ``Outline.goals``, or None.
        program: Index into ``Outline.programs``, or None.
        turn: Index into ``Outline.turns``, or None.
        mark: Leading mark of the line (・, ○, ●, ⇒, Q:), or None.
        label: Label printed at the line's head before a colon or in brackets (課題, 利用状況, 質問, 結論), or None.
        block_label: The label or bracketed sub-heading (〈審議結果〉, 【主な質疑】, ［結果］) that governs the lines here.
        is_heading: True when the sentence is the title of a heading (goal, program, agenda item).
    """

    start: int
    end: int
    line: int
    agenda_item: int | None = None
    goal: int | None = None
    program: int | None = None
    turn: int | None = None
    mark: str | None = None
    label: str | None = None
    block_label: str | None = None
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the tree of sections (章立ての木): its heading (None for the root), its span, its children in order."""

    kind: Literal["root", "agenda_item", "goal", "program", "body"]
    heading: Heading | None
    start: int
    end: int
    children: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The arrangement of one document: all that an extractor is given.

    ``zones`` has one entry per ``document.lines``. Sentences cover the body and closing zones in document order; they do
    not cover header, roster, agenda list, next-meeting agenda, signature and noise.
    """

    document: Document
    header: Header
    genre: Genre
    zones: tuple[Zone, ...]
    agenda_items: tuple[Heading, ...] = ()
    goals: tuple[Heading, ...] = ()
    programs: tuple[Heading, ...] = ()
    turns: tuple[Turn, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    root: Section = field(default_factory=lambda: Section("root", None, 0, 0))

    def text_of(self, sentence: Sentence) -> str:
        """The sentence's characters."""
        return self.document.text[sentence.start : sentence.end]
