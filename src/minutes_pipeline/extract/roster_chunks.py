"""Chunks (文字のかたまり): a roster line cut at white space, separators and brackets, with places and widths of gaps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from minutes_pipeline.extract.roster_presence import status_of
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import is_unit
from minutes_pipeline.values.names import is_surname, name_likeness
from minutes_pipeline.values.posts import is_role, split_post

_SEPARATOR = re.compile(r"[,、;，；。]|及び|並びに|(?<=[)\s])[./／](?=\s?\S)|(?<=\S)\s?[/／]\s?(?=\S)")
_OPEN, _CLOSE = "([（［〔【<〈《", ")]）］〕】>〉》"
_SPACE = re.compile(r"\s+|\s*(?:[…‥]+|[・･.．]{3,})[…‥・･.．\s]*")
# (株), (一社), (兼) are letters of the name or post they stand in, no notes.
_LETTERS = re.compile(
    r"[(（](?:株|有|合|資|財|社|福|学|医|宗|独|特|一社|一財|公社|公財|社福|医社|特非|NPO|NPO法人|地独|国研|農|協|兼|以下余白)[)）]"
)
# How the name before is read (ふりがな): hiragana, or katakana in two words or inside a name (青沼（アオヌマ）健一).
_READING = re.compile(r"[ぁ-んー゛ \u3000]{1,20}|[ァ-ヴー]{1,10}[ \u3000]{1,3}[ァ-ヴー]{1,10}")
_KATAKANA = re.compile(r"[ァ-ヴー \u3000]{2,20}")
_GROUP = re.compile(
    r"事務局|委員|構成員|説明員|説明者|オブザーバー|アドバイザー|来賓|参考人|市側?|町側?|行政側?|関係課|担当課"
)
_PROXY_BEHIND = re.compile(
    r"(?<=\S)[ \u3000]{1,6}(?P<who>代理(?:出席|者|人)?\s?[:：]\s?[^、，,;:：()（）]{1,24}(?:[(（][^()（）]{1,24}[)）])?)"
)
#: Nothing begins or ends a piece of a line but white space, a bracket, dots, a colon or a separator.
_EVENT = re.compile(rf"[\s…‥・.,、;；，。:/／及並{re.escape(_OPEN)}]")
_DASH = re.compile(r"(?<!\s)\s+[-‐–—－―]\s+")
_KANJI_END = re.compile(r"[一-龠㐀-䶿豈-﫿々〆ヶケ][ぁ-んァ-ヴ]{0,3}$")


class Chunk(NamedTuple):
    """A run of characters without white space; ``gap`` is the width of the white space before it (0 where split).

    ``wall`` tells that a bracket stands before it: nothing is read across. ``honored`` tells that an honorific stood
    behind it.
    """

    text: str
    start: int
    end: int
    gap: int
    wall: bool = False
    honored: bool = False


@dataclass
class Stretch:
    """What stands between two separators: chunks, and brackets with the number of chunks before each.

    ``label`` is what stands before a colon (委員長：…), ``note`` what follows ※.
    """

    chunks: list[Chunk] = field(default_factory=list)
    brackets: list[tuple[int, str, int, int]] = field(default_factory=list)
    label: str | None = None
    start: int = 0
    end: int = 0
    joined_by: str = ""


def _width(space: str) -> int:
    """Width of a gap in half-width columns; dot leaders (……) are one."""
    return sum(8 if c in "\t\n" else 2 if c == "\u3000" else 1 for c in space)


def _bracket_end(folded: str, start: int) -> int:
    depth = 0
    for i in range(start, min(len(folded), start + 160)):
        if folded[i] in _OPEN:
            depth += 1
        elif folded[i] in _CLOSE:
            depth -= 1
            if depth == 0:
                return i
    return -1


def _is_reading(raw: str, start: int, close: int) -> bool:
    """Whether the bracket at ``start`` tells how the name before it is read, or a former one: 青沼（あおぬま）健一."""
    inner, before = raw[start + 1 : close], raw[:start].rstrip()
    if not inner.strip() or not _KANJI_END.search(before):
        return False
    if re.match(r"旧姓|通称|本名|旧字", inner.strip()):
        return True
    if _READING.fullmatch(inner):
        return len("".join(inner.split())) >= 2 or raw[close + 1 : close + 2].strip() != ""
    goes_on = re.match(r"[一-龠㐀-䶿々ぁ-ん]", raw[close + 1 : close + 2]) is not None
    return goes_on and _KATAKANA.fullmatch(inner) is not None


def _read_by_halves(raw: str, start: int, close: int) -> bool:
    """丹羽（にわ）　　敬三（けいぞう）: surname and given name are read one by one, whatever gap parts them."""
    before = re.search(r"[^\s（()）、,]{1,4}$", raw[:start])
    behind = re.match(
        r"\s{1,12}(?P<given>[^\s（(、,]{1,4})\s?[（(](?P<kana>[ぁ-んー]{1,10})[)）]", raw[close + 1 : close + 32]
    )
    return before is not None and behind is not None and is_surname(before[0]) and not is_surname(behind["given"])


def _pieces(raw: str, base: int) -> list[tuple[str, str, int, int]]:
    """Pieces of a line in order: ("bracket" | "separator" | "colon" | "space" | "wall" | "text", characters, start, end)."""
    folded = flat(raw)
    pieces: list[tuple[str, str, int, int]] = []
    i = begin = 0

    def flush(until: int) -> None:
        if until > begin:
            pieces.append(("text", raw[begin:until], base + begin, base + until))

    while (event := _EVENT.search(folded, i)) is not None:
        i = event.start()
        letters = _LETTERS.match(folded, i)
        if letters is not None:
            i = letters.end()
            continue
        close = _bracket_end(folded, i) if folded[i] in _OPEN else -1
        if close > i and _is_reading(raw, i, close):
            flush(i)
            wide = re.match(r"[ \t\u3000]*(?:\t|\u3000{2})", raw[close + 1 :]) is not None
            if re.search(r"\S\s+\S", raw[i + 1 : close]) or (wide and not _read_by_halves(raw, i, close)):
                pieces.append(("wall", "", base + i, base + close + 1))  # Both words of the name are read: it is whole.
            i = begin = close + 1
            continue
        if close > i:
            flush(i)
            pieces.append(("bracket", raw[i + 1 : close], base + i, base + close + 1))
            i = begin = close + 1
            continue
        if folded[i].isspace() or folded[i] in "…‥" or raw[i : i + 3] in ("・・・", "...", "．．．", "･･･"):
            found, kind = _SPACE.match(raw, i), "space"
        elif folded[i] == ":":
            found, kind = event, "colon"
        else:
            found, kind = _SEPARATOR.match(folded, i), "separator"
        if found is None:
            i += 1
            continue
        flush(i)
        pieces.append((kind, raw[i : found.end()], base + i, base + found.end()))
        i = begin = found.end()
    flush(len(raw))
    return pieces


def _note_start(raw: str) -> int:
    """Where a note begins that ※ opens; a ※ with nothing of its own behind it only marks the name before it."""
    for found in re.finditer("※", raw):
        behind = raw[found.end() : found.end() + 1]
        if found.start() > 0 and behind and not behind.isspace() and behind not in "、，,;；)）]］":
            return found.start()
    return -1


def _heads_what_follows(inner: str, following: str, gap: int, before: str, *, leading: bool = False) -> bool:
    """A bracket right before what it heads (下浦課長　　　（病院局）今井局長, 樽井　（事務局）手島).

    （代理） behind a post tells of who comes for its holder, behind a name and a wide gap of the next one. ``leading``:
    the line itself begins with such a bracket, （委員）露木、早瀬 （館長）今野, so that each stands before its people.
    """
    if not following.strip() or _SEPARATOR.match(following) or following in _CLOSE:
        return False
    if status_of(inner) is not None:
        return gap >= 4 and split_post(before) is None and not is_role(before)
    return gap >= 4 or _GROUP.fullmatch(inner.strip()) is not None or (leading and gap >= 1 and _is_post(inner))


def _is_post(inner: str) -> bool:
    word = "".join(flat(inner).split())
    return is_role(word) or _GROUP.fullmatch(word) is not None or split_post(word) is not None


def _begins_with_post(raw: str) -> bool:
    found = re.match(r"\s{0,8}[(（]([^()（）]{1,12})[)）]\s{0,4}[^\s)）]", raw)
    return found is not None and _is_post(found[1])


def cut_line(raw: str, base: int) -> list[Stretch]:
    """The stretches of one roster line that begins at ``base`` in the document.

    >>> [[c.text for c in s.chunks] for s in cut_line("会長　森下 正夫、副会長　飯島 ゆみ", 0)]
    [['会長', '森下', '正夫'], ['副会長', '飯島', 'ゆみ']]
    """
    if (note := _note_start(raw)) > 0:
        head = cut_line(raw[:note], base)
        if head:
            head[-1].brackets.append((len(head[-1].chunks), raw[note + 1 :].strip(), base + note, base + len(raw)))
        return head
    if (sent := _with_proxy(raw, base)) is not None:
        return sent
    stretches = [Stretch()]
    gap, walled, leading = 0, False, _begins_with_post(raw)
    for kind, text, start, end in _pieces(raw, base):
        current = stretches[-1]
        if kind == "space":
            gap = _width(text)
        elif kind == "separator":
            stretches.append(Stretch(joined_by=text))
            gap = 0
        elif kind == "colon":
            if current.chunks:
                current = _split_label(stretches)
                current.label = (current.label or "") + "".join(c.text for c in current.chunks)
                current.start = current.chunks[0].start
                current.chunks.clear()
            gap = 0
        elif kind == "wall":
            walled = True
        elif kind == "bracket":
            following = raw[end - base :].lstrip()[:1] if leading else raw[end - base : end - base + 1]
            before = current.chunks[-1].text if current.chunks else ""
            if before and _heads_what_follows(text, following, gap, before, leading=leading):
                stretches.append(Stretch())
                current = stretches[-1]
            if not current.chunks and not current.brackets:
                current.start = start
            current.brackets.append((len(current.chunks), text, start, end))
            current.end = end
            gap = 0
        else:
            if not current.chunks and not current.label and not current.brackets:
                current.start = start
            wall = walled or (bool(current.brackets) and current.brackets[-1][0] == len(current.chunks))
            current.chunks.append(Chunk(text, start, end, gap, wall))
            current.end = end
            gap, walled = 0, False
    return [s for s in stretches if s.chunks or s.brackets or s.label]


def _with_proxy(raw: str, base: int) -> list[Stretch] | None:
    """葛城委員（区長会会長）　代理：早瀬（同副会長）: who is sent is read as if he stood in a bracket; None where nobody is."""
    sent = _PROXY_BEHIND.search(raw)
    head = cut_line(raw[: sent.start()], base) if sent is not None else []
    if sent is None or not head:
        return None
    head[-1].brackets.append((len(head[-1].chunks), sent["who"], base + sent.start("who") - 1, base + sent.end()))
    return [*head, *cut_line(raw[sent.end() :], base + sent.end())]


def _split_label(stretches: list[Stretch]) -> Stretch:
    """Where names stand before a label in one stretch (山田一郎　事務局：…), the label begins a stretch of its own."""
    current = stretches[-1]
    wide = [i for i, c in enumerate(current.chunks) if i and c.gap >= 4]
    if not wide or len("".join(c.text for c in current.chunks[wide[-1] :])) < 2:
        return current
    cut = wide[-1]
    tail = Stretch(current.chunks[cut:], start=current.chunks[cut].start, end=current.end)
    del current.chunks[cut:]
    current.end = current.chunks[-1].end
    stretches.append(tail)
    return tail


def cut_dashed(raw: str, start: int) -> list[Stretch]:
    """Stretches of a line; 氏名 - 会社 is read like 氏名（会社）, any other dash between spaces like a wide gap."""
    found = _DASH.search(raw)
    if found is None:
        return cut_line(raw, start)
    head, tail = cut_line(raw[: found.start()], start), cut_line(raw[found.end() :], start + found.end())
    name = "".join(c.text for s in head for c in s.chunks)
    other = "".join(c.text for s in tail for c in s.chunks)
    if len(head) == 1 and tail and name_likeness(name) > max(name_likeness(other), 0.5) - 0.3 and not is_unit(name):
        first = tail[0]
        printed = raw[first.chunks[0].start - start : first.chunks[-1].end - start] if first.chunks else ""
        count = len(head[0].chunks)
        if printed:
            head[0].brackets.append((count, printed, first.chunks[0].start, first.chunks[-1].end))
        head[0].brackets += [(count, *b[1:]) for b in first.brackets]
        return [*head, *tail[1:]]
    return cut_line(_DASH.sub(lambda m: "\u3000" * len(m[0]), raw), start)
