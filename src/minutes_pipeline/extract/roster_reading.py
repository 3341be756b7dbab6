"""Reading a stretch of a roster: which chunks are function, post, unit and name (最も自然な読みを選ぶ).

Every run of chunks gets a price for every reading; the cheapest whole reading wins. White space counts: a gap inside
a name should not be wider than the gaps around it (後　藤　さちこ　　清　野　康　子).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from minutes_pipeline.extract.roster_chunks import Chunk
from minutes_pipeline.extract.roster_fused import post_end, split_fused
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import begins_like_unit, is_same_unit, is_unit
from minutes_pipeline.values.names import is_given_name, is_surname, name_likeness
from minutes_pipeline.values.posts import HONORIFIC, ROLE, TITLE, ends_with_title, is_role, is_title, split_post

Reading = Literal["role", "post", "unit", "name", "seat", "mark", "status", "skip"]
_SEAT = re.compile(
    r"(?:議席)?(?:第)?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})番|No\.?[0-9]{1,3}|[0-9]{1,3}[.)]?|[①-⑳]|議席"
)
_MARK = re.compile(r"[◎○〇◯●◇◆□■△▲・※☆★*]{1,2}")
_MARKED = re.compile(r"(?P<mark>[◎○〇◯●◇◆□■△▲・☆★*])(?=[^◎○〇◯●])")
_SEATED = re.compile(r"(?P<seat>(?:議席)?(?:第)?[0-9]{1,3}番|[0-9]{1,2}[.)]|[①-⑳])(?=\D)")
_SEAT_INSIDE = re.compile(r"[^0-9()第席](?=[0-9]{1,3}番(?:[^0-9]|$))")
_ROLE_HEAD = re.compile(rf"(?:{ROLE})(?=[^\s])(?!会|長|部|課|事務|代理|室)")
_TITLE_HEAD = re.compile(rf"{TITLE}(?=[^\s])(?!会|長|部|課|事務|代理|室|兼|・)")
_STATUS = re.compile(
    r"出席|欠席|欠|出|遅刻|早退|途中退席|途中出席|委任状(?:有り?|提出|あり)?|(?:議長|会長)?委任|オンライン(?:参加|出席)?|(?:Web|WEB|ウェブ|リモート|Zoom)(?:参加|出席)?|代理(?:出席)?|○|×"
)
_ROLE_TAIL = re.compile(rf"(?:の?各)?(?:{ROLE})$")
_HONORED = re.compile(rf"(?P<name>\S{{2,}}){HONORIFIC}$")
_COUNT = re.compile(
    r"(?:委員|議員|会員|理事|総代|代議員|町民|市民)?[0-9]{1,3}(?:名|人)|(?:午前|午後)\S{1,8}分?|(?:計|約|他|ほか|外|以上)?[0-9一二三四五六七八九十]{1,4}(?:名|人|団体)(?:中[0-9一二三四五六七八九十]{1,4}(?:名|人))?(?:出席|欠席)?|なし|無し|該当者?なし|敬称略|順不同|(?:五十音|50音)順|番号|氏名|職名|所属|職氏名|議席番号|出席|次のとおり|別紙のとおり|別紙|末尾に記載|記載"
)
_MORE = re.compile(r"(?:ほか|他|外|等|ら)(?:[0-9]{1,2}(?:名|人))?$")
_LATIN = re.compile(r"[A-Za-z.\s'\-]{3,40}")
_FOREIGN = re.compile(r"[A-Za-zァ-ヴー・.&]{2,20}")
_EACH = re.compile(rf"の?各(?:{ROLE})")
_COLLECTIVE = re.compile(r"^(?:各|関係|その他|ほか|他)|(?:ほか|外|等|ら|たち|一同|全員|のとおり)$")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of chunks with its reading; ``text`` is the run without white space, ``printed`` with it."""

    reading: Reading
    text: str
    start: int
    end: int
    chunks: int = 1
    gap: int = 0


def presplit(chunks: list[Chunk]) -> list[Chunk]:
    """Split off what is fused to a chunk: mark, seat number, honorific, function at the head or tail."""
    out: list[Chunk] = []
    for chunk in chunks:
        out.extend(_split(chunk))
    return out


def _cut(chunk: Chunk, at: int) -> tuple[Chunk, Chunk]:
    return (
        Chunk(chunk.text[:at], chunk.start, chunk.start + at, chunk.gap, chunk.wall),
        Chunk(chunk.text[at:], chunk.start + at, chunk.end, 0, True),
    )


def _split(chunk: Chunk) -> list[Chunk]:
    folded = flat(chunk.text)
    more = _MORE.search(folded)
    if more and ends_with_title(folded[: more.start()]) is not None:
        return _split(_cut(chunk, more.start())[0])
    if is_role(folded) or len(folded) < 2 or _SEAT.fullmatch(folded) or _COUNT.fullmatch(folded):
        return [chunk]
    seat = _SEAT_INSIDE.search(folded)
    if seat is not None:
        head, rest = _cut(chunk, seat.start() + 1)
        return [*_split(head), *_split(rest)]
    dot = folded.find("・")
    if dot > 0 and (is_title(folded[:dot]) or is_role(folded[:dot])) and name_likeness(folded[dot + 1 :]) > 0.6:
        head, rest = _cut(chunk, dot)
        return [head, *_split(Chunk(rest.text[1:], rest.start + 1, rest.end, 0, True))]
    for pattern in (_MARKED, _SEATED):
        found = pattern.match(folded)
        if found:
            head, rest = _cut(chunk, found.end())
            return [head, *_split(rest)]
    if split_post(folded) is not None and name_likeness(folded) < 0 and (is_title(folded) or begins_like_unit(folded)):
        return [chunk]
    found = _HONORED.fullmatch(folded)
    if found and (name_likeness(found["name"]) > 0 or _ROLE_HEAD.match(folded)):
        # The honorific stays with its name: it is taken off when the name is cleaned, and it marks a name.
        head, _ = _cut(chunk, found.end("name"))
        return _split(head) if name_likeness(found["name"]) <= 1.5 or _ROLE_HEAD.match(folded) else [head]
    if (
        folded.endswith("員")
        and ends_with_title(folded) is None
        and name_likeness(folded[:-1]) >= 0.7
        and not is_role(folded[-2:])
    ):
        return list(_cut(chunk, len(folded) - 1))  # 委員 that lost a letter.
    found = _ROLE_TAIL.search(folded)
    if (
        found
        and found.start() > 0
        and not _unit_not_name(folded[: found.start()])
        and _tail_is_role(folded, found.start())
    ):
        head, tail = _cut(chunk, found.start())
        return [*_split(head), tail]
    at = _head_end(folded) or post_end(folded)
    if at is not None:
        head, rest = _cut(chunk, at)
        return [head, rest]
    return [chunk]


def _head_end(folded: str) -> int | None:
    """Where a function or post ends that is fused to the name behind it (委員長増子…, 会計村瀬…)."""
    found = _ROLE_HEAD.match(folded) or _TITLE_HEAD.match(folded)
    if (
        found
        and found.end() < len(folded)
        and (name_likeness(folded[found.end() :]) > 0.6 or len(folded) - found.end() == 1)
    ):
        return found.end()
    return None


def _unit_not_name(text: str) -> bool:
    """A unit's name; 小野寺 and 阿部 end like one and are surnames."""
    return is_unit(text) and name_likeness(text) < 1.5


def _tail_is_role(folded: str, at: int) -> bool:
    """A function behind a name (高野委員長); 教育委員 and 監査委員 are posts, 市議会議員 is one with its unit."""
    head, tail = folded[:at], folded[at:]
    if is_title(folded) and name_likeness(head) < 1.5:
        return False
    return name_likeness(head) > 0 or len(head) <= 2 or bool(_EACH.fullmatch(tail))


@lru_cache(maxsize=4096)
def _price(text: str, pieces: int) -> tuple[tuple[Reading, float], ...]:
    """Prices (lower is better) of the readings of a run of chunks joined to ``text``."""
    folded = flat(text)
    prices: list[tuple[Reading, float]] = []
    if _MARK.fullmatch(folded):
        prices.append(("mark", -3.0))
    if _SEAT.fullmatch(folded):
        prices.append(("seat", -3.0))
    if _COUNT.fullmatch(folded):
        prices.append(("skip", -3.0))
    if _STATUS.fullmatch(folded) and folded not in ("○", "×"):
        prices.append(("status", -3.4))
    if folded == "員":
        prices.append(("role", -2.0))
    if is_role(folded) or _EACH.fullmatch(folded):
        prices.append(("role", -3.5))
    elif is_title(folded.removesuffix("兼")) and folded not in ("担当",):
        prices.append(("post", -3.0 - 0.05 * len(folded)))
    elif folded.endswith("担当") and len(folded) > 3 and not re.search("長|兼", folded):
        prices.append(("unit", -2.6))
    elif split_post(folded) is not None:
        prices.append(
            (
                "post",
                -2.6
                if begins_like_unit(folded)
                else -1.4 - 0.4 * (name_likeness(folded[: ends_with_title(folded) or 1]) < 0.5),
            )
        )
    if is_same_unit(folded):
        prices.append(("unit", -3.0))
    elif is_unit(folded):
        prices.append(("unit", -0.5 if is_surname(text) else -2.4))
    elif pieces == 1 and len(folded) >= 2 and not _SEAT.fullmatch(folded):
        prices.append(("unit", -0.6 if re.search(r"[A-Za-zァ-ヴ]{2}", folded) else 1.0))
    likeness = name_likeness(text)
    if likeness > 0:
        prices.append(("name", -likeness))
    if pieces == 1:
        prices.append(("skip", 1.2 if len(folded) > 1 else 3.0))
    return tuple(prices)


@lru_cache(maxsize=4096)
def _stands_alone(text: str) -> bool:
    """A chunk that is a post or unit by itself is no part of a longer one."""
    folded = flat(text)
    return (
        len(folded) >= 2
        and not folded.endswith("兼")
        and (ends_with_title(folded) is not None or (len(folded) >= 3 and is_unit(folded)))
    )


def _gap_price(chunks: list[Chunk], i: int, j: int) -> float:
    """Price of reading chunks i..j as one: gaps inside that are wider than those around speak against it."""
    if j == i:
        return 0.0
    inside = [c.gap for c in chunks[i + 1 : j + 1]]
    around = ([chunks[i].gap] if i and chunks[i].gap else []) + (
        [chunks[j + 1].gap] if j + 1 < len(chunks) and chunks[j + 1].gap else []
    )
    price = 0.15 * (j - i)
    if around:
        widest, narrowest = max(inside), min(around)
        price += 0.7 if widest > narrowest else 0.0 if widest == narrowest else -0.5
    return price + (0.8 if max(inside) >= 12 else 0.0)


def _name_price(chunks: list[Chunk], i: int, j: int, text: str) -> float:
    """How natural the pieces of a name are: surname and given name, or letters set apart."""
    sizes = [len(c.text) for c in chunks[i : j + 1]]
    letters = sum(sizes)
    if j == i:
        return 2.5 * (letters == 1 and not chunks[i].wall and len(chunks) > 1)
    price = 0.0
    if _LATIN.fullmatch(text):
        return -0.5
    if letters <= 1 or letters > 9:
        price += 2.0
    if letters in (3, 4, 5):
        price -= 0.6
    if len(sizes) == 2:
        surname, given = chunks[i].text, chunks[j].text
        price -= 0.8 * is_given_name(given) + 0.5 * is_surname(surname)
        price += 1.2 * (is_surname(given) and not is_given_name(given) and len(given) >= 2)
        price += 1.5 * (
            bool(_FOREIGN.fullmatch(surname)) and not _FOREIGN.fullmatch(given) and not re.match("[ぁ-ん]", given)
        )
        price += 1.5 * (max(sizes) > 5)
    elif len(sizes) > 2 and max(sizes) >= 3 and sizes.count(1) < len(sizes) - 1:
        price += 1.0
    if len(sizes) > 2 and is_surname("".join(c.text for c in chunks[i + 1 : j + 1])):
        price += 0.5
    return price


def read_parts(chunks: list[Chunk], *, unit_first: bool = False) -> list[Part]:
    """The cheapest reading of a stretch's chunks, in order.

    ``unit_first``: the roster sets a company before each surname (富士通 大内), as its other entries show.

    >>> from minutes_pipeline.extract.roster_chunks import cut_line
    >>> [(p.reading, p.text) for p in read_parts(presplit(cut_line("委　員　長　　琴　平　かおり", 0)[0].chunks))]
    [('role', '委員長'), ('name', '琴平かおり')]
    """
    count = len(chunks)
    states: list[dict[str, tuple[float, list[Part]]]] = [{} for _ in range(count + 1)]
    states[0][""] = (0.0, [])
    for j in range(count):
        for i in range(max(0, j - 7), j + 1):
            for part, price in _runs(chunks, i, j):
                for before, parts in states[i].values():
                    total = before + price + _follow(parts, part.reading, part.text, part.gap)
                    total -= 4.0 * (unit_first and i == 0 and j == 0 and count > 1 and part.reading == "unit")
                    known = states[j + 1].get(part.reading)
                    if known is None or total < known[0] - 1e-9:
                        states[j + 1][part.reading] = (total, [*parts, part])
    return min(states[count].values(), key=lambda s: s[0])[1] if states[count] else []


def _runs(chunks: list[Chunk], i: int, j: int) -> list[tuple[Part, float]]:
    """Readings of chunks i..j as one part, each with its price."""
    run = chunks[i : j + 1]
    latin = all(re.match(r"[A-Za-z]", c.text) for c in run)
    text = (" " if latin else "").join(c.text for c in run)
    if (len(text) > 40 and j > i) or any(c.wall for c in run[1:]):
        return []
    gaps = _gap_price(chunks, i, j)
    whole = any(_stands_alone(c.text) for c in run[:-1]) or (
        _stands_alone(run[-1].text) and any(len(c.text) >= 3 for c in run[:-1])
    )
    out = []
    for reading, price in _price(text, j - i + 1):
        if j > i and (reading == "mark" or (whole and reading in ("post", "unit"))):
            continue
        loose = reading == "post" and not (is_title(text) or begins_like_unit(text))
        price = price * (j - i + 1 if price < 0 and not loose else 1) + gaps
        if reading == "name":
            price += _name_price(chunks, i, j, text)
        out.append((Part(reading, text, run[0].start, run[-1].end, j - i + 1, run[0].gap), price))
    return out


def _follow(before: list[Part], reading: Reading, text: str, gap: int) -> float:
    """Price of what follows what: a post or unit likes a name behind it; two units side by side are cheap."""
    if not before:
        return 0.0
    last = before[-1].reading
    if reading == "name" and last in ("post", "role", "unit", "seat", "mark"):
        return -0.6
    if reading == "name" and last == "name":
        return (0.5 if gap <= 2 else 0.1) + 1.2 * bool(_FOREIGN.fullmatch(flat(before[-1].text)))
    if reading in ("post", "role") and last == "name" and gap == 0:
        return -0.8
    if reading == "post" and last == "post" and split_fused(before[-1].text) is None and split_fused(text) is None:
        return 2.5
    if reading == "post" and last == "unit":
        return -0.3
    if reading == "skip":
        return 0.3
    return 0.0


def is_collective(text: str) -> bool:
    """Whether the words name nobody in particular (各部局長, 関係職員)."""
    return bool(_COLLECTIVE.search(flat(text)))


def is_count(text: str) -> bool:
    """Whether the words are a head-count or a note (8名, なし, 敬称略)."""
    return bool(_COUNT.fullmatch("".join(flat(text).split())))
