"""Candidates (見出しの候補): pieces of the body that could be headings, before the document has its say."""

from __future__ import annotations

import re
from typing import NamedTuple

from minutes_pipeline.segment.headings import KIND_WORD, TAG_FORMS, Shape, number_value
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.titles import Title, is_title_like, read_title, strip_tags
from minutes_pipeline.segment.vocabulary import heading_key, is_container, is_header_label, is_named
from minutes_pipeline.text.openings import by_opening

_TAGS_AT = by_opening((form.opens, form) for form in TAG_FORMS if form.pattern is not KIND_WORD)
WEAK_MARKS = "・•※*＊"
_BRACKETS = "【[〔<〈《"
_MARKS = "◆●■◎○〇◇□△▲▽▼☆★▶➢※*◉◦▪・•"


class Candidate(NamedTuple):
    """A piece that could be a heading.

    Attributes:
        piece: Index of its piece.
        position: Where it begins in ``Document.text``.
        family: What it shares with its siblings: ``outline2``, ``◆``, ``heading.paren``, ``tag``, ``named``, ``bare``.
        rule_id: The form that reads it.
        number: The number as printed, None without.
        value: Its value where it counts.
        title: The title, or None where only a tag or number stands.
        key: The title's key.
        numbered: True when a number of a numbering (not of a tag) is printed.
        title_like: Whether the title reads as one.
        indent: Leading white space of the line.
        outline: Level in the outline of a Word file, or None.
        frames: False where its siblings tell that it is an item, though its words (議案について) could frame others.
    """

    piece: int
    position: int
    family: str
    rule_id: str
    number: str | None
    value: int | None
    title: Title | None
    key: str
    numbered: bool
    title_like: bool
    indent: int = 0
    outline: int | None = None
    frames: bool = True

    @property
    def mark(self) -> str:
        """The mark or bracket in front (◆, ○, 【), or an empty string."""
        return self.family[0] if self.family and self.family[0] in _MARKS + _BRACKETS else ""

    @property
    def container(self) -> bool:
        """True when the heading only frames what follows."""
        return self.frames and is_container(self.key)


def _tagged(text: str, offset: int) -> bool:
    # 「議案第5号」 on its own or in front of a title, not a word of a sentence (議案第5号は可決).
    return any(
        form.holds in text and form.pattern.match(text, offset) for form in _TAGS_AT.get(text[offset : offset + 1], ())
    )


def _bare_family(text: str, title: Title | None) -> tuple[str, str] | None:
    """Family of a piece without mark and number: named (開会) or bare (…について)."""
    if title is None:
        return None
    key = heading_key(text[title.start : title.end])
    if is_container(key):
        return "container", "heading.named"
    if is_named(key):
        return "named", "heading.named"
    if (
        len(key) <= 60
        and key.endswith(("について", "の件", "に関すること", "に関する件", "に関して"))
        and "。" not in text
    ):
        return "bare", "heading.bare"
    return None


_FIRST_WORD = re.compile(rf"(?:[{_MARKS}]\s{{0,3}})?(?P<w>\S{{2,12}})(?:\s{{1,12}}|:\s{{0,4}})\S")


def _labelled(text: str) -> bool:
    """True for a label of the header with its value behind it: 「○出席　委員14名」, 「場所　公民館」."""
    match = _FIRST_WORD.match(text)
    return bool(match and is_header_label(heading_key(match["w"])))


# 「開会　午前10時」, 「（午後３時閉会）」: the clock of the record, no heading; 「１ 開会 14:00」 has a number.
_CLOCK = r"(?:午前|午後|AM|PM)?\s?[0-9]{1,2}(?:\s?時(?:\s?[0-9]{1,2}\s?分|半)?|:[0-9]{2})(?:頃|ごろ)?"
_CLOCKED = re.compile(
    rf"[(〔]?\s?(?:[開閉散]\s{{0,3}}会|開\s{{0,3}}議|散\s{{0,3}}会|終\s{{0,3}}了)\s{{0,8}}[(:]?\s?{_CLOCK}\s?[)〕]{{0,2}}"
    rf"|[(〔]?\s?(?=[^:]{{1,12}}時){_CLOCK}\s{{0,8}}(?:[開閉散]\s{{0,3}}会|開\s{{0,3}}議|終\s{{0,3}}了)\s?[)〕]?"
)
_REFERENCE = re.compile(
    r"(?:議題|案件|項目|次第)?\s?[(]?(?P<n>[0-9]{1,2}|[①-⑳])[)]?\s?[.、]?\s?(?:について|の件|に関して|に関すること|関係)$"
)


def read_candidate(index: int, piece: Piece, outline: int | None) -> Candidate | None:
    """The candidate that a piece is, or None for prose."""
    text = piece.text
    reference = _REFERENCE.match(text)
    if reference:
        value = number_value(reference["n"])
        return Candidate(
            index, piece.start, "reference", "heading.reference", reference["n"], value, None, "", False, True
        )
    if _labelled(text):
        return None
    if _CLOCKED.fullmatch(text):
        return None
    shape = piece.shape
    start, end = (shape.start, shape.end) if shape else (0, len(text))
    number = shape.number if shape else None
    title = read_title(text, start, end, number)
    key = heading_key(text[title.start : title.end]) if title else ""
    if is_header_label(key):
        return None
    family, rule = _family(text, shape, start, title, outline)
    if family is None:
        return None
    like = title is None or is_title_like(text[title.start : title.end])
    if title is None:
        if not _tagged(text, start):
            return None
        number = strip_tags(text, start, len(text))[1] or number
    return Candidate(
        index, piece.start, family, rule, title.number if title else number, shape.value if shape else None, title, key,
        shape is not None and shape.number is not None, like and "。" not in text[end:], piece.indent, outline,
    )  # fmt: skip


def _family(
    text: str, shape: Shape | None, start: int, title: Title | None, outline: int | None
) -> tuple[str | None, str]:
    if outline is not None:
        return f"outline{outline}", "heading.style"
    bracket = text[0] if text[0] in _BRACKETS else ""
    if shape is not None and shape.form:
        return bracket + shape.family, shape.form
    if _tagged(text, start):
        return (shape.mark if shape else bracket) + "tag", "heading.tag"
    if shape is not None:
        return shape.mark, "heading.mark"
    bare = _bare_family(text, title)
    return bare if bare else (None, "")
