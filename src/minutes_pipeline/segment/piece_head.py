"""The head of a piece (行頭): its leading mark and label taken off, so that the sentence begins."""

from __future__ import annotations

import re
from typing import NamedTuple

from minutes_pipeline.text.openings import characters

_MARK = re.compile(
    r"(?:[・○〇◎●◆◇■□▲▼▽▶➢✓※★☆→⇒⇨➡•◦▪▫–*]|-{1,6}>?(?=[\s\"「『A-Za-z0-9ぁ-んァ-ヶ一-龠])|=>|"
    r"[QAC][.:]|[①-⑳]|\([0-9a-z一二三四五六七八九十ア-ン]{1,2}\)|[0-9]{1,2}[.)](?![0-9])|[ア-ンa-z][.)]\s)[\s]*"
)
_MARK_OPENS = characters("・○〇◎●◆◇■□▲▼▽▶➢✓※★☆→⇒⇨➡•◦▪▫–*=QAC①-⑳(0-9ア-ンa-z-")
_LABEL = re.compile(
    r"(?![0-9]{1,2}:[0-9]{2})([^\s:。、「」『』()=/](?:[^\s:。、「」『』()=/]|\s(?!\s)){0,17}(?:\([^()]{1,12}\))?)\s?:(?!//)\s*"
    r"|[\[【〈<《〔]([^\[\]【】〈〉<>《》〔〕]{1,20})[\]】〉>》〕]\s*:?\s*"
    r"|\(((?:主な)?(?:質問|質疑|回答|答弁|意見|要望|提案|説明|報告|結果|結論|課題|決定|対応|補足|問|答)[^()。]{0,6})\)\s*:?\s*"
)
_LABEL_OPENS = characters("[【〈<《〔(")
_FIGURE = re.compile(
    r"(?:約|およそ|計|延べ|のべ|合計|平均|年間|▲|▼|-|\+)?\s?[0-9]|(?:令和|平成|昭和|R|H)\s?(?:[0-9元]{1,2})|[一二三四五六七八九十百千万]{1,6}[人件円%名回世帯]"
)


class Head(NamedTuple):
    """What stands at the head of a piece: mark, label, and where the statement begins (offset in the piece)."""

    mark: str | None
    label: str | None
    offset: int


def read_head(text: str) -> Head:
    """Take marks and one label off the head of a folded piece.

    >>> read_head("・課題:人手が足りない。")
    Head(mark='・', label='課題', offset=4)
    >>> read_head("8:30から開く。")
    Head(mark=None, label=None, offset=0)
    """
    position, mark = 0, None
    while (
        text[position : position + 1] in _MARK_OPENS
        and (found := _MARK.match(text, position))
        and found.end() < len(text)
    ):
        mark = mark or found[0].strip()
        position = found.end()
    label = None
    labelled = ":" in text or text[position : position + 1] in _LABEL_OPENS
    found = _LABEL.match(text, position) if labelled else None
    # 「利用者:3045人」 names a figure: the name stays with it. 「課題:…」 is a label.
    if found and found.end() < len(text) and not (found[1] and _FIGURE.match(text, found.end())):
        label = (found[1] or found[2] or found[3]).strip()
        position = found.end()
    return Head(mark, label, position)
