"""Sentences of a text (文): split at 。！？ and tabs, never inside quotes or brackets that close again."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPEN = {"「": "」", "『": "』", "(": ")", "〔": "〕", "【": "】", "［": "］"}
_CLOSE = {v: k for k, v in _OPEN.items()}
_BRACKET = re.compile(f"[{re.escape(''.join((*_OPEN, *_CLOSE)))}]")
#: Where a sentence may end, or a bracket be passed over: nothing happens at any other character.
_EVENT = re.compile(f"[。\\t!?{re.escape(''.join(_OPEN))}]")
_STOPS = frozenset("。!?")
LONGEST = 2000
"""Characters of the longest sentence: what goes on without a stop is cut, so that what looks around each figure or word
of a sentence takes time in proportion to the text. Sentences of minutes are shorter than a tenth of it."""
_SOFT = "、 \u3000"


def _closings(text: str) -> dict[int, int]:
    """Opening index -> closing index of the brackets and quotes that close again, within the longest sentence."""
    stack: list[tuple[str, int]] = []
    waiting = dict.fromkeys(_OPEN, 0)
    pairs: dict[int, int] = {}
    for found in _BRACKET.finditer(text):
        i, char = found.start(), found[0]
        if char in _OPEN:
            stack.append((char, i))
            waiting[char] += 1
        elif waiting[_CLOSE[char]]:
            opener = ""
            while opener != _CLOSE[char]:
                opener, at = stack.pop()
                waiting[opener] -= 1
            if i - at < LONGEST:
                pairs[at] = i
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
    between sentences is a sentence of its own. What goes on for more than ``LONGEST`` characters is cut, behind a comma
    or white space where there is one.

    >>> text = "「はい。」と述べた。(拍手) 次に進む。"
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['「はい。」と述べた。', '(拍手)', '次に進む。']
    """
    closings: dict[int, int] | None = None
    spans: list[tuple[int, int]] = []
    begin = at = start
    first = True  # no bracket has been passed since ``begin``
    while (event := _EVENT.search(text, at)) is not None:
        i, at = event.start(), event.end()
        close = None
        if text[i] in _OPEN:
            closings = _closings(text) if closings is None else closings
            close = closings.get(i)
        if close is not None:
            at = close + 1
            alone = (
                first
                and text[i] in "(〔["
                and not text[begin:i].strip()
                and text[at : at + 1].strip("(〔[") in ("", " ", "\t")
            )
        else:
            alone = text[i] == "。" or _is_stop(text, i)
        first = alone
        if not alone:
            continue
        while close is None and text[at : at + 1] in _STOPS:
            at += 1
        spans.append((begin, at))
        begin = at
    spans.append((begin, len(text)))
    return [trimmed for span in spans for a, b in _cut(text, *span) if (trimmed := _trim(text, a, b))]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of a stretch, none longer than the longest sentence."""
    while end - start > LONGEST:
        soft = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in _SOFT)
        until = soft + 1 if soft >= 0 else start + LONGEST
        yield start, until
        start = until
    yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    part = text[start:end]
    bare = part.strip()
    if not bare:
        return None
    begin = start + len(part) - len(part.lstrip())
    return begin, begin + len(bare)
