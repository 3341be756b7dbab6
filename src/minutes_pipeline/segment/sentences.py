"""Sentences (文): a piece split at 。, its leading mark and label taken off."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPEN = {"「": "」", "『": "』", "(": ")", "〔": "〕", "【": "】", "［": "］"}
_CLOSE = {v: k for k, v in _OPEN.items()}
_MARK = re.compile(
    r"(?:[・○〇◎●◆◇■□▲▼▽▶➢✓※★☆→⇒⇨➡•◦▪▫–*]|-{1,6}>?(?=[\s\"「『A-Za-z0-9ぁ-んァ-ヶ一-龠])|=>|"
    r"[QAC][.:]|[①-⑳]|\([0-9a-z一二三四五六七八九十ア-ン]{1,2}\)|[0-9]{1,2}[.)](?![0-9])|[ア-ンa-z][.)]\s)[\s]*"
)
_LABEL = re.compile(
    r"(?![0-9]{1,2}:[0-9]{2})([^\s:。、「」『』()=/](?:[^\s:。、「」『』()=/]|\s(?!\s)){0,17}(?:\([^()]{1,12}\))?)\s?:(?!//)\s*"
    r"|[\[【〈<《〔]([^\[\]【】〈〉<>《》〔〕]{1,20})[\]】〉>》〕]\s*:?\s*"
    r"|\(((?:主な)?(?:質問|質疑|回答|答弁|意見|要望|提案|説明|報告|結果|結論|課題|決定|対応|補足|問|答)[^()。]{0,6})\)\s*:?\s*"
)
_FIGURE = re.compile(
    r"(?:約|およそ|計|延べ|のべ|合計|平均|年間|▲|▼|-|\+)?\s?[0-9]|(?:令和|平成|昭和|R|H)\s?(?:[0-9元]{1,2})|[一二三四五六七八九十百千万]{1,6}[人件円%名回世帯]"
)


@dataclass(frozen=True, slots=True)
class Head:
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
    while (found := _MARK.match(text, position)) and found.end() < len(text):
        mark = mark or found[0].strip()
        position = found.end()
    label = None
    found = _LABEL.match(text, position)
    # 「利用者:3045人」 names a figure: the name stays with it. 「課題:…」 is a label.
    if found and found.end() < len(text) and not (found[1] and _FIGURE.match(text, found.end())):
        label = (found[1] or found[2] or found[3]).strip()
        position = found.end()
    return Head(mark, label, position)


def _closings(text: str) -> dict[int, int]:
    """Opening index -> closing index of the brackets and quotes that close again."""
    stack: list[tuple[str, int]] = []
    pairs: dict[int, int] = {}
    for i, char in enumerate(text):
        if char in _OPEN:
            stack.append((char, i))
        elif char in _CLOSE:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == _CLOSE[char]:
                    pairs[stack[depth][1]] = i
                    del stack[depth:]
                    break
    return pairs


def _is_stop(text: str, i: int) -> bool:
    if text[i] == "。" or text[i] == "\t":
        return True
    if text[i] in "!?":
        following = text[i + 1 : i + 2]
        # 「隔月?のような」 is a word in doubt, not an end.
        if text[max(0, i - 1) : i] in tuple("かねよすたるいなん!?"):
            return True
        return not following or following.isspace() or following not in "のとがをにはもかで、,.)」』!?。"
    return False


def split_sentences(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Offsets of the sentences of a folded piece from ``start`` on, outer white space cut off.

    Splits behind 。！？ and at tabs, never inside quotes or brackets that close again; a bracketed stage direction
    between sentences is a sentence of its own.

    >>> text = "「はい。」と述べた。(拍手) 次に進む。"
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['「はい。」と述べた。', '(拍手)', '次に進む。']
    """
    closings = _closings(text)
    spans: list[tuple[int, int]] = []
    begin = i = start
    while i < len(text):
        close = closings.get(i)
        if close is not None:
            alone = (
                not text[begin:i].strip()
                and text[i] in "(〔["
                and text[close + 1 : close + 2].strip("(〔[") in ("", " ", "\t")
            )
            i = close + 1
        elif _is_stop(text, i):
            alone = True
            i += 1
            while i < len(text) and text[i] in "。!?":
                i += 1
        else:
            alone = False
            i += 1
        if alone:
            spans.append((begin, i))
            begin = i
    spans.append((begin, len(text)))
    return [trimmed for a, b in spans if (trimmed := _trim(text, a, b))]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
