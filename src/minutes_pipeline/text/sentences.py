"""Sentences of a text (文): split at 。！？ and tabs, never inside quotes or brackets that close again."""

from __future__ import annotations

_OPEN = {"「": "」", "『": "』", "(": ")", "〔": "〕", "【": "】", "［": "］"}
_CLOSE = {v: k for k, v in _OPEN.items()}


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
