"""Pieces (区切り片): a logical line, cut where one line holds several utterances.

Web copies of minutes often put a whole meeting on one line. A piece begins where a line begins, where a speaker's
mark stands behind the end of a sentence, and behind a rule (────). Every later module of this room works on pieces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes_pipeline.model.document import Document

# Posts that can end a speaker's label (発言者の肩書). A grammar of endings: 都市整備部長, 教育次長, 学校教育課長補佐, ３番.
ROLE = (
    r"(?:委員長|副委員長|委員|議員|会長|副会長|座長|議長|部会長|[部課室係局館園校所院署団組班区市町村県]長|次長|長官|助役|補佐|主査|主任|主事|主幹|"
    r"書記|参事|参与|理事|監事|監査|会計|幹事|事務局|事務局員|事務長|教育長|管理者|指導主事|担当|担当者|技師|係員|職員|教授|教諭|校長|教頭|司会|説明員|"
    r"参考人|オブザーバー|アドバイザー|代表|氏|君|さん|様|座長|長)"
)
_NAME = r"[^\s。、,.:：;!?「」『』()\[\]〔〕【】<>○〇◎●◆◇■□]"
SPEAKER_MARK = "○〇◎●◆◇■□△▲▽▼☆★"
# A label as it stands mid-line: mark + post, mark + post(name), or (post) in brackets.
_INNER = re.compile(
    rf"(?<=[。)」』\-〕\]\s])\s*(?="
    rf"[○〇◎●◆◇]{_NAME}{{0,30}}{ROLE}(?:\([^()]{{1,24}}\))?[\s:)]"
    rf"|[○〇◎●◆◇][0-9]{{1,3}}番\([^()]{{1,24}}\)"
    rf"|\({_NAME}{{0,20}}{ROLE}[0-9A-Z]?\)\s"
    rf")|(?<=[。)\s])\s*(?=\((?:[^()]{{0,12}}「[^「」]{{1,20}}」[^()]{{0,24}}|[^()「」]{{0,12}}(?:挙手|起立|拍手|声あり|休憩|退席|着席)[^()]{{0,12}})\)(?:\s|$))"
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
    return sorted({c for c in cuts if 0 < c < len(text)})


def cut_pieces(document: Document, folded: str) -> tuple[Piece, ...]:
    """All pieces of the document in order; ``folded`` is ``flat(document.text)``."""
    pieces = []
    for index, line in enumerate(document.lines):
        text = folded[line.start : line.end]
        bounds = [0, *_cuts(text), len(text)]
        for number, (a, b) in enumerate(zip(bounds, bounds[1:], strict=False)):
            part = text[a:b]
            body = part.strip()
            if not body:
                continue
            start = line.start + a + len(part) - len(part.lstrip())
            pieces.append(Piece(index, start, start + len(body), body, line.indent, number == 0))
    return tuple(pieces)
