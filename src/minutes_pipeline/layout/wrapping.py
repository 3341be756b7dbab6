"""Wrapped lines to logical lines (折り返しの復元). A join needs evidence: the line before is full to the margin."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from operator import attrgetter
from statistics import median

from minutes_pipeline.layout.marks import STRONG, WEAK
from minutes_pipeline.layout.unfold import LABEL_HEAD
from minutes_pipeline.model.raw import RawLine
from minutes_pipeline.text.folding import flat

_GOING_ON = re.compile(
    "(?!また|なお|ただ|さらに|しかし|そ|こ|あ|い[くずつ]|ど|な[おにぜ]|よ[りっ]|まず|つ[いぎま]|ほか)[ぁ-ん]"
)
"""A head in hiragana that begins no sentence."""
_ENDING = re.compile(
    "を|(?:い|し|り|き|え|れ)?(?:ます|ました|ません)[。、がの]|です[。、がの]|でした[。、]|した[。、]|して(?:い|お|ほ)|っ[たて]|る[。、]|れ[るた]|られ"
    "|(?:こと|もの)(?:[をがとで]|に[なしつ]|は、)|ため[、に]|という(?:意見|声|話|指摘|説明|質問|報告|回答|要望)|として[、の]|について|におけ|により|によっ|に対し|に関す|は、|が、|も、|と、|で、|に、"
)
"""Endings and particles with which no line of minutes begins."""
_NO_CUT = frozenset("。．？！?!）」』】〕》＞：:、，")
_CLOSE = re.compile("[^（）()。、]{1,24}[）)]")
_NEVER_FIRST = frozenset("ーっゃゅょッャュョぁぃぅぇぉァィゥェォ々")
"""Letters that begin no word (行頭禁則): the line before was cut inside a word, at whatever margin."""
_CLOSE_QUOTE = re.compile("[^「」。]{1,40}」")
_LISTED = re.compile("[（(][^（）()]{0,20}[：:]")
_STROKES = re.compile("[ \u3000][/／|｜│][ \u3000]")
_WIDE_NUMBER = re.compile("[0-9０-９]{1,3}\u3000")
_COUNTED = re.compile(r"(?P<w>[^0-9\s。、]{1,10})\s?(?P<n>[0-9]{1,3})\s?(?P<b>[号番]|(?=[\s.:)]))")
_SEPARATOR = re.compile("[-=_*─━―－◇◆○●☆★・ \u3000]{8,300}")
_WIDE_GAP = re.compile("\\S(?:\\t|[ \u3000]{2,40})(?=\\S)")
_PROSE = re.compile("[、。，．]")
_END = frozenset("。．？！?!")
_OPENING = {"）": "（", ")": "(", "」": "「", "】": "【", "〕": "〔", "』": "『", "］": "［"}
_CLOSING = frozenset(_OPENING)
_CLOSERS = frozenset("、。，．・：；？！）」』】〕〉》］,.:;?!)]}ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々～")


@dataclass(slots=True)
class Logical:
    """A logical line in the making: its physical pieces and how each is joined to the one before."""

    pieces: list[RawLine]
    glue: list[str] = field(default_factory=lambda: [""])


NARROWEST = 15
"""A text narrower than this many full-width characters is not wrapped, only short."""


def limit_of(lines: list[RawLine]) -> float | None:
    """Right margin that the lines themselves show, or None when they show none (右端の推定).

    A margin is a place where several lines end close together, most of them within a sentence, and which almost no line
    passes (a hanging punctuation mark may).
    """
    lines = [line for line in lines if "\t" not in line.text and not _is_roster(line.text)] or lines
    if len(lines) < 2:
        return None
    lines_by_right = sorted(lines, key=attrgetter("right"))
    rights = [line.right for line in lines_by_right]
    unfinished = [0, *accumulate(line.text[-1] not in _END for line in lines_by_right)]
    em = median([line.size for line in lines])
    edge = min([line.left for line in lines]) + NARROWEST * em
    best: tuple[int, float] | None = None
    for right in dict.fromkeys(reversed(rights)):
        if right < edge or len(rights) - bisect_right(rights, right + 1.5 * em) > max(1, len(rights) // 40):
            break
        first, last = bisect_left(rights, right - 0.6 * em), bisect_right(rights, right)
        near, region = last - first, len(rights) - bisect_left(rights, right - 4 * em)
        within = unfinished[last] - unfinished[first]
        good = near >= 3 and near * 5 >= region and within * 2 >= near
        if good and (best is None or near > 2 * best[0]):
            best = near, right
    if best is not None:
        return best[1]
    return _limit_of_few(lines, rights[-1])


def _limit_of_few(lines: list[RawLine], longest: float) -> float | None:
    """The longest line's end, when what follows each such line goes on inside a word or behind a particle."""
    seen = False
    for line, after in pairwise(lines):
        if line.right < longest - 1.1 * line.size or line.text[-1] in _END or line.hard:
            continue
        if len(line.text) < 24 or after.blank_before or not _PROSE.search(line.text) or after.text[-1] not in "。）":
            return None
        if STRONG.match(flat(after.text[:40])) or not (
            _GOING_ON.match(after.text) or line.text[-1] in "、をはがにのとで"
        ):
            return None
        seen = True
    return longest if seen else None


def soften(lines: list[RawLine]) -> list[RawLine]:
    """Paragraphs that are lines of a wrapped text (段落ごとに貼り付けられた行) lose their paragraph ends.

    So it is when at least eight, and a quarter of all, stop within a sentence near one margin.
    """
    plain = [line for line in lines if line.outline is None and line.list_level is None]
    limit = limit_of([replace(line, hard=False) for line in plain])
    if limit is None or len(plain) < 20:
        return lines
    cut = sum(1 for line in plain if abs(limit - line.right) <= 1.6 * line.size and line.text[-1] not in _NO_CUT)
    if cut < 8 or cut * 4 < len(plain):
        return lines
    return [
        replace(line, hard=False, limit=limit) if line.outline is None and line.list_level is None else line
        for line in lines
    ]


def join(lines: list[RawLine]) -> list[Logical]:
    """Join wrapped lines. Lines of one flow, in reading order, furniture already removed."""
    result: list[Logical] = []
    for line in lines:
        if result and _continues(result[-1], line):
            logical = result[-1]
            logical.glue.append(_glue(logical.pieces[-1], line))
            logical.pieces.append(line)
        else:
            result.append(Logical([line]))
    return result


def _continues(logical: Logical, line: RawLine) -> bool:
    before = logical.pieces[-1]
    if line.blank_before:
        return False
    if not before.places and "\t" not in line.text and _inside_bracket(before.text, line.text):
        return True
    if line.text[0] in _NEVER_FIRST and before.text[-1] not in _NO_CUT and len(before.text) > 8:
        return True
    if before.limit is None and not before.hard and not before.places and _cut_word(before, line):
        return True
    if before.hard or before.limit is None:
        outdented = before.hard and line.left <= before.left - 0.5 * line.size
        return (before.block == line.block or outdented) and _broken_inside(before, line)
    if abs(before.size - line.size) > 0.12 * before.size or "\t" in line.text:
        return False
    missing = before.limit - before.right - len(before.tail) * before.size
    if missing < -3 * before.size or (missing >= _unit(line) and not _almost(before, line, missing)):
        return False
    head = flat(line.text[:40])
    if LABEL_HEAD.match(head) or _is_stroke_row(line.text):
        return False
    if STRONG.match(head) or _WIDE_NUMBER.match(line.text) or _is_next_in_list(logical.pieces[0].text, line.text):
        return False
    if len(logical.pieces) == 1 and _is_numbered_title(before.text) and line.text[0] not in "はのをがにもと、。」）)":
        return False
    if _SEPARATOR.fullmatch(before.text):
        return set(line.text) <= set(before.text)
    if _is_post_row(before.text) and _is_post_row(line.text):
        return False
    if _is_roster(before.text) and (_are_rows_of_names(before.text, line.text) or not _is_flowing(logical, line)):
        return False
    last = before.text[-1]
    if last in _END:
        return not WEAK.match(head) and _goes_on(logical, line)
    if last in _CLOSING and before.text.count(_OPENING[last]) <= before.text.count(last):
        prose = len(logical.pieces) > 1 or _PROSE.search(before.text) is not None or _GOING_ON.match(line.text)
        return not WEAK.match(head) and bool(prose)
    return True


def _is_numbered_title(text: str) -> bool:
    """「（３）花壇の植替えについて」: a whole title behind a number or mark."""
    folded = flat(text)
    marked = STRONG.match(folded) or WEAK.match(folded)
    return marked is not None and folded.endswith(("について", "の件")) and _PROSE.search(text) is None


def _is_next_in_list(above: str, text: str) -> bool:
    """「協議案第48号 …」 above 「協議案第49号 …」: the same words and the next number begin a line of their own."""
    first, second = _COUNTED.match(flat(above[:24])), _COUNTED.match(flat(text[:24]))
    return (
        first is not None
        and second is not None
        and (first["w"], first["b"]) == (second["w"], second["b"])
        and int(second["n"]) == int(first["n"]) + 1
    )


def _is_flowing(logical: Logical, line: RawLine) -> bool:
    """A roster set as running text: line after line is full, which rows of their own are not."""
    return len(logical.pieces) > 1 or (line.limit is not None and abs(line.limit - line.right) < 1.1 * line.size)


def _are_rows_of_names(before: str, text: str) -> bool:
    """Names set in columns, row below row: all short words, the last of one row and the first of the next whole."""
    above, below = before.split(), text.split()
    if len(above) < 4 or len(below) < 4 or any(len(word) > 5 for word in (*above, *below)):
        return False
    return min(len(above[-1]), len(below[0])) >= 2 and _PROSE.search(text) is None


def _is_post_row(text: str) -> bool:
    """所属　職　氏　名: a row of a roster with the post as a word of its own, whatever its length."""
    printed = text.split("：")[-1].strip()
    words = printed.split()
    if re.search(r"\s{2}", printed) or set("、，。") & set(text):
        return False  # several people in one line
    if len(words) == 2:
        return words[-1][-1] in "長員査任佐事与監" and len(words[-1]) <= 8  # 高齢福祉課　小野寺部長
    return 3 <= len(words) <= 6 and any(w[-1] in "長員査任佐事与" for w in words[:-1])


def _is_stroke_row(text: str) -> bool:
    """Cells parted by strokes (森田　太郎　/　○　/　商工会): a row of its own."""
    return len(_STROKES.findall(text)) >= 2 and _PROSE.search(text) is None


def _is_roster(text: str) -> bool:
    """Words set apart by wide gaps and no sentence: a row of a roster, which ends where it ends."""
    return _PROSE.search(text) is None and _WIDE_GAP.search(text) is not None and len(_WIDE_GAP.split(text)[-1]) <= 16


def _broken_inside(before: RawLine, line: RawLine) -> bool:
    """A line break set by hand in the middle of a sentence (文中の改行): the line ends in a particle or a comma."""
    if before.places or len(before.text) < 15 or before.text[-1] not in "、，をはがにのともへや":
        return False
    head = flat(line.text[:40])
    return not STRONG.match(head) and not WEAK.match(head) and line.text[-1] in _END


def _inside_bracket(left: str, right: str) -> bool:
    """A line that stops inside a bracket which the next one closes (○議長（／甲野太郎君）)."""
    if left.count("「") > left.count("」") and len(left) > 20 and len(left) - left.rfind("「") <= 44:
        return _CLOSE_QUOTE.match(right) is not None
    at = max(left.rfind("（"), left.rfind("("))
    if at < 0 or at < max(left.rfind("）"), left.rfind(")")) or len(left) - at > 20:
        return False
    closing = _CLOSE.match(right)
    return closing is not None and not _LISTED.match(left[at:])


def _cut_word(before: RawLine, line: RawLine) -> bool:
    """A line cut at no margin at all (抽出で切れた行): the next begins with an ending or a particle, as no line does."""
    if len(before.text) < 12 or before.text[-1] in _NO_CUT or line.left > before.left + 0.4 * line.size:
        return False
    return _ENDING.match(line.text) is not None


def _almost(before: RawLine, line: RawLine, missing: float) -> bool:
    """A line up to four characters short that stops within a sentence (ragged margins, widths that a copy has lost)."""
    if missing > 4 * before.size or missing * 5 > before.right - before.left or before.text[-1] in _END:
        return False
    if line.left > before.left + 0.4 * line.size:
        return False
    if "ぁ" <= line.text[0] <= "ん":
        return True
    return ("、" in before.text or "。" in before.text) and "。" in line.text


def _goes_on(logical: Logical, line: RawLine) -> bool:
    """A full line that ends a sentence: the paragraph goes on when the next line is prose and is not set in."""
    head, before = logical.pieces[0], logical.pieces[-1]
    edge = before.left
    if len(logical.pieces) == 1 and STRONG.match(flat(head.text[:40])):
        edge += 2.2 * head.size  # the second line of a bullet hangs behind its mark
    if line.left > edge + 0.4 * line.size:
        return False
    full = line.limit is not None and line.limit - line.right < 1.6 * line.size
    return full or line.text[-1] in _END


def _unit(line: RawLine) -> float:
    """Width of what could not be parted at the head of ``line``: had it fitted, it would stand on the line above."""
    text = line.text
    end = 1
    if text[0].isascii() and text[0].isalnum():
        while end < len(text) and text[end].isascii() and text[end].isalnum():
            end += 1
    while end < len(text) and text[end - 1] in _OPENERS and end < 12:
        end += 1
    while end < len(text) and text[end] in _CLOSERS and end < 12:
        end += 1
    if line.places:
        return line.places[end - 1][2] - line.places[0][0] + 0.5 * line.size
    return sum(line.size if ord(c) > 0xFF else line.size / 2 for c in text[:end]) + 0.5 * line.size


_OPENERS = frozenset("（「『【〔〈《([{［")


def _glue(before: RawLine, line: RawLine) -> str:
    """What stands between two joined lines: the white space printed at the end, a space between Latin words, nothing."""
    if before.tail:
        return before.tail
    a, b = before.text[-1], line.text[0]
    return (
        " " if a.isascii() and b.isascii() and a.isalnum() and b.isalnum() and not (a.isdigit() and b.isdigit()) else ""
    )
