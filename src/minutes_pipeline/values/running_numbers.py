"""Numbers that run on within one line (一行の中の連番): 「第１番　開会　第２番　町長挨拶」「1.開会 2.議事 3.その他」.

A single number tells nothing; a run does: the same style, each value one more than the last, a few words between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Each begins with a set of characters, not with a choice: so the search looks only where one of them stands.
_N = r"(?P<n>[0-9一二三四五六七八九十](?:(?<=[0-9])[0-9]?|(?<=[^0-9])[一二三四五六七八九十]{0,2}))"
_TOPIC = r"[議案報協審](?:(?<=議)[題案]|(?<=案)件|(?<=報)告|(?<=[協審])議)"
_WORD = r"(?=\s{0,4}[^\s0-9])"
# Style and pattern, on folded text; styles of one name are one numbering (日程第1 … 第2 …).
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ordinal", re.compile(rf"(?:(?:議事|追加)?(?:日程|議題)\s?)?第\s?{_N}\s?(?:番(?!地|館|目)|(?=\s))(?:目)?{_WORD}")),
    ("topic", re.compile(rf"{_TOPIC}(?:事項)?\s?{_N}(?=[\s.:、)]){_WORD}")),
    ("dot", re.compile(rf"{_N}\s?[.、)](?![0-9]){_WORD}")),
    ("paren", re.compile(rf"[(]\s?{_N}\s?[)]{_WORD}")),
    ("circled", re.compile(rf"(?P<n>[①-⑳❶-❿]){_WORD}")),
    ("single", re.compile(rf"(?P<n>[⑴-⒇⒈-⒛]){_WORD}")),
    ("roman", re.compile(rf"(?P<n>[Ⅰ-Ⅻ])[.、\s]{_WORD}")),
    (
        "bare",
        re.compile(
            rf"{_N}\s{{1,4}}(?=[^\s0-9])(?!(?:番|名|人|年|月|日|時|分|回|件|円|号|校|社|点|つ|か所|款|項|目|条|%)(?:[^一-龠]|$))"
        ),
    ),
)
_NUMERAL = re.compile(r"[0-9一二三四五六七八九十①-⑳❶-❿⑴-⒇⒈-⒛Ⅰ-Ⅻ]")
_KANJI = {c: i for i, c in enumerate("一二三四五六七八九十", 1)}
_FIRSTS = (("①", 20), ("❶", 10), ("⑴", 20), ("⒈", 20), ("Ⅰ", 12))
_LONGEST = 70
"""Characters between two numbers of a run."""


@dataclass(frozen=True, slots=True)
class RunningNumber:
    """A number of a run: where it begins, where the words behind it begin, and its value."""

    start: int
    end: int
    value: int


def _value(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    for first, count in _FIRSTS:
        if 0 <= ord(printed[0]) - ord(first) < count:
            return ord(printed[0]) - ord(first) + 1
    if "十" in printed:
        tens, _, ones = printed.partition("十")
        return _KANJI.get(tens, 1) * 10 + _KANJI.get(ones, 0)
    return _KANJI[printed] if len(printed) == 1 else 0


def running_numbers(text: str) -> tuple[RunningNumber, ...]:
    """The numbers of the longest run in a folded line, in order; empty where none runs on.

    A run begins with 1, or holds three numbers; what stands between two of its numbers is short and no sentence.

    >>> [n.value for n in running_numbers("第1番 開会 第2番 町長挨拶 第3番 議事")]
    [1, 2, 3]
    >>> running_numbers("平成1 年から 2 年の間")
    ()
    """
    best: tuple[RunningNumber, ...] = ()
    if len(_NUMERAL.findall(text)) < 2:
        return best
    for _, pattern in _STYLES:
        tokens = [
            RunningNumber(m.start(), m.end(), _value(m["n"]))
            for m in pattern.finditer(text)
            if m.start() == 0 or text[m.start() - 1] in " \t\u3000。)」】〕]>"
        ]
        for run in _runs(text, tokens) if len(tokens) >= 2 else ():
            if len(run) > len(best):
                best = run
    return best


def _runs(text: str, tokens: Sequence[RunningNumber]) -> list[tuple[RunningNumber, ...]]:
    found: list[tuple[RunningNumber, ...]] = []
    run: list[RunningNumber] = []
    for token in tokens:
        if run and token.value == run[-1].value + 1 and _short(text[run[-1].end : token.start]):
            run.append(token)
            continue
        if run and token.value != 1:
            # 「(1) … (1) …」 beneath the second item: another numbering; the run may still go on behind it.
            continue
        found.append(tuple(run))
        run = [token]
    found.append(tuple(run))
    return [r for r in found if len(r) >= 3 or (len(r) == 2 and r[0].value == 1)]


def _short(words: str) -> bool:
    bare = words.strip()
    return 2 <= len(bare) <= _LONGEST and "。" not in bare
