"""Pieces (区切り片): a logical line, cut where one line holds several utterances.

Web copies of minutes often put a whole meeting on one line. A piece begins where a line begins, where a speaker's
mark stands behind the end of a sentence, and behind a rule (────). Every later module of this room works on pieces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from minutes_pipeline.model.document import Document
from minutes_pipeline.segment.headings import SCHEDULE, TAG, Shape, read_shape
from minutes_pipeline.segment.labels import LABEL, SPOKEN
from minutes_pipeline.segment.titles import is_title_like
from minutes_pipeline.segment.vocabulary import heading_key, is_named
from minutes_pipeline.values.running_numbers import running_numbers

# A label as it stands mid-line: mark + post, mark + post(name), or (post) in brackets.
_INNER = re.compile(
    rf"(?<=[。)」』\-〕\]\s会])\s{{0,40}}(?=[○〇◎●◆◇]\s?{LABEL}[\s:)]|[○〇◎●◆◇][0-9]{{1,3}}番[(]|[(]{LABEL}[)]\s)"
    r"|(?<=[。)\s])\s{0,40}(?=[(〔](?:[^()〔〕]{0,12}「[^「」]{1,20}」[^()〔〕]{0,24}|[^()「」〔〕]{0,12}(?:挙手|起立|拍手|声あり|休憩|退席|着席)[^()〔〕]{0,12})[)〕](?:\s|$))"
)
# A heading that runs into what is said: 「報告第1号　事務局　報告した。」, 「その他　次回は4月に開く。」
_RUN_IN = re.compile(
    rf"(?:[0-9]{{1,2}}\s?[.、)]?\s{{0,3}})?(?P<w>{TAG.pattern}|{SCHEDULE.pattern}|[一-龠ぁ-ん](?:\s{{1,3}}[一-龠ぁ-ん]){{1,6}}|[一-龠ぁ-ん・]{{2,18}})(?P<gap>\s+)"
)
#: Without one of these no utterance begins within a line.
_INNER_SIGN = re.compile(r"[○〇◎●◆◇(〔]")
_STROKES = re.compile(r"[-_=*─━―][-_=*─━―]{5}")
_RULE = re.compile(r"[-_=*─━―◇◆\s]{0,80}[-_=*─━―]{6,200}[-_=*─━―◇◆\s]{0,80}")


@dataclass(frozen=True)
class Piece:
    """A stretch of one logical line; ``text`` is its folded text, of the same length as ``start:end``."""

    line: int
    start: int
    end: int
    text: str
    indent: int = 0
    first: bool = True

    @property
    def is_rule(self) -> bool:
        """True when the piece is only a ruled line (罫線)."""
        return bool(_STROKES.search(self.text) and _RULE.fullmatch(self.text))

    @cached_property
    def shape(self) -> Shape | None:
        """The heading form that the piece shows; every rule for headings asks for it."""
        return read_shape(self.text)


def _cuts(text: str) -> list[int]:
    cuts = [m.end() for m in _INNER.finditer(text)] if _INNER_SIGN.search(text, 1) else []
    for rule in _RULE.finditer(text) if _STROKES.search(text) else ():
        cuts += [rule.start(), rule.end()]
    cuts += _run_in(text)
    cuts += _list_on_a_line(text)
    return sorted({c for c in cuts if 0 < c < len(text)})


def _list_on_a_line(text: str) -> list[int]:
    """A line that is a numbered list as a whole: 「第１番　開会　第２番　町長挨拶　第３番　議事」."""
    if len(text) > 400 or "。" in text:
        return []
    numbers = running_numbers(text)
    if len(numbers) < 2 or numbers[0].start > 12:
        return []
    words = [text[a.end : b.start] for a, b in pairwise(numbers)] + [text[numbers[-1].end :]]
    return [n.start for n in numbers] if all(is_title_like(w) and len(w.strip()) <= 70 for w in words) else []


def _run_in(text: str) -> list[int]:
    """Where a heading at the head of a line ends and prose follows on the same line."""
    cuts: list[int] = []
    position = 0
    if "。" not in text:
        return cuts
    for _ in range(3):
        match = _RUN_IN.match(text, position)
        if not match or "。" not in text[match.end() :]:
            break
        end = _heading_end(text, match)
        if end is None:
            break
        cuts.append(end)
        position = end
    return cuts


def _heading_end(text: str, match: re.Match[str]) -> int | None:
    """End of the heading with the gap behind it: a tag, or the longest run of letters that is a named heading."""
    start, end = match.span("w")
    if TAG.match(text, start) or SCHEDULE.match(text, start):
        spoken = SPOKEN.match(text, match.end())
        return match.end() if spoken else None
    while end > start + 1:
        if is_named(heading_key(text[start:end])):
            stop = end
            while stop < len(text) and text[stop] in " \t":
                stop += 1
            return stop if stop > end and text[stop : stop + 1] not in "(〔" else None
        end = start + len(text[start : end - 1].rstrip()) if " " in text[start:end] else start
    return None


def cut_pieces(document: Document, folded: str) -> tuple[Piece, ...]:
    """All pieces of the document in order; ``folded`` is ``flat(document.text)``."""
    pieces = []
    for index, line in enumerate(document.lines):
        text = folded[line.start : line.end]
        cuts = _cuts(text)
        if line.table is not None and document.tables[line.table].kind == "form":
            cuts = sorted({*cuts, *(m.end() for m in re.finditer(r"\t", text))})
        bounds = [0, *cuts, len(text)]
        for number, (a, b) in enumerate(pairwise(bounds)):
            part = text[a:b]
            body = part.strip()
            if not body:
                continue
            start = line.start + a + len(part) - len(part.lstrip())
            pieces.append(Piece(index, start, start + len(body), body, line.indent, number == 0))
    return tuple(pieces)
