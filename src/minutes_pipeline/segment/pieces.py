"""Pieces (区切り片): a logical line, cut where one line holds several utterances.

Web copies of minutes often put a whole meeting on one line. A piece begins where a line begins, where a speaker's
mark stands behind the end of a sentence, and behind a rule (────). Every later module of this room works on pieces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes_pipeline.model.document import Document
from minutes_pipeline.segment.headings import SCHEDULE, TAG
from minutes_pipeline.segment.labels import LABEL

# A label as it stands mid-line: mark + post, mark + post(name), or (post) in brackets.
_INNER = re.compile(
    rf"(?<=[。)」』\-〕\]\s会])\s*(?=[○〇◎●◆◇]\s?{LABEL}[\s:)]|[○〇◎●◆◇][0-9]{{1,3}}番[(]|[(]{LABEL}[)]\s)"
    r"|(?<=[。)\s])\s*(?=[(〔](?:[^()〔〕]{0,12}「[^「」]{1,20}」[^()〔〕]{0,24}|[^()「」〔〕]{0,12}(?:挙手|起立|拍手|声あり|休憩|退席|着席)[^()〔〕]{0,12})[)〕](?:\s|$))"
)
# In a copy without any line break, a heading stands between a full stop and the next speaker.
_LONG = 400
_RUN_IN = re.compile(
    rf"(?<=。)\s+(?=(?:{TAG.pattern}|{SCHEDULE.pattern}|(?:開|閉)\s{{0,3}}会|そ\s{{0,3}}の\s{{0,3}}他|(?:報\s{{0,3}}告|審\s{{0,3}}議|協\s{{0,3}}議)\s{{0,3}}事\s{{0,3}}項|[一-龠]{{2,16}})\s+{LABEL}?)"
)
_RUN_IN_END = re.compile(
    rf"(?:{TAG.pattern}|{SCHEDULE.pattern}|(?:開|閉)\s{{0,3}}会|そ\s{{0,3}}の\s{{0,3}}他|(?:報\s{{0,3}}告|審\s{{0,3}}議|協\s{{0,3}}議)\s{{0,3}}事\s{{0,3}}項|[一-龠]{{2,16}}(?=\s+{LABEL}\s))\s+"
)
_RULE = re.compile(r"[-_=*─━―◇◆\s]{0,80}[-_=*─━―]{6,200}[-_=*─━―◇◆\s]{0,80}")


@dataclass(frozen=True, slots=True)
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
        return bool(_RULE.fullmatch(self.text))


def _cuts(text: str) -> list[int]:
    cuts = [m.end() for m in _INNER.finditer(text)]
    for rule in _RULE.finditer(text):
        cuts += [rule.start(), rule.end()]
    if len(text) > _LONG:
        for run_in in _RUN_IN.finditer(text):
            end = _RUN_IN_END.match(text, run_in.end())
            if end:
                cuts += [run_in.end(), end.end()]
    return sorted({c for c in cuts if 0 < c < len(text)})


def cut_pieces(document: Document, folded: str) -> tuple[Piece, ...]:
    """All pieces of the document in order; ``folded`` is ``flat(document.text)``."""
    pieces = []
    for index, line in enumerate(document.lines):
        text = folded[line.start : line.end]
        cuts = _cuts(text)
        if line.table is not None and document.tables[line.table].kind == "form":
            cuts = sorted({*cuts, *(m.end() for m in re.finditer(r"\t", text))})
        bounds = [0, *cuts, len(text)]
        for number, (a, b) in enumerate(zip(bounds, bounds[1:], strict=False)):
            part = text[a:b]
            body = part.strip()
            if not body:
                continue
            start = line.start + a + len(part) - len(part.lstrip())
            pieces.append(Piece(index, start, start + len(body), body, line.indent, number == 0))
    return tuple(pieces)
