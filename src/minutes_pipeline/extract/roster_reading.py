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
from minutes_pipeline.extract.roster_fused import split_fused
from minutes_pipeline.extract.roster_presence import whole_status
from minutes_pipeline.extract.roster_splitting import COUNT, EACH, LONGEST, SEAT, is_membership
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import begins_like_unit, is_kind_of_body, is_same_unit, is_unit
from minutes_pipeline.values.names import LONE_SURNAMES, is_common_noun, is_given_name, is_surname, name_likeness
from minutes_pipeline.values.posts import ends_with_title, is_role, is_title, split_post

Reading = Literal["role", "post", "unit", "name", "seat", "mark", "status", "skip"]
_MARK = re.compile(r"[◎○〇◯●◇◆□■△▲▽▼・※☆★*]{1,2}")
_LATIN = re.compile(r"[A-Za-z.\s'\-]{3,40}")
_FOREIGN = re.compile(r"[A-Za-zァ-ヴー・.&]{2,20}")
_SURNAME = re.compile(r"[一-龠々]{2,3}")
_KANA = re.compile(r"[ぁ-んァ-ヴー]{1,8}")
_KATAKANA = re.compile(r"[ァ-ヴー]{2,12}")
_PADDED = 2
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


def _is_presence(folded: str) -> bool:
    """A word of presence that stands for itself behind a name (欠席, 15時退席); a lone mark is settled elsewhere."""
    return (
        len(folded) <= 14 and not _MARK.fullmatch(folded) and folded not in "×代" and whole_status(folded) is not None
    )


@lru_cache(maxsize=4096)
def _price(text: str, pieces: int) -> tuple[tuple[Reading, float], ...]:
    """Prices (lower is better) of the readings of a run of chunks joined to ``text``."""
    if len(text) > LONGEST:
        return (("skip", 0.0),)
    folded = flat(text)
    prices: list[tuple[Reading, float]] = []
    if _MARK.fullmatch(folded):
        prices.append(("mark", -3.0))
    if SEAT.fullmatch(folded):
        prices.append(("seat", -3.0))
    if COUNT.fullmatch(folded):
        prices.append(("skip", -3.0))
    if _is_presence(folded):
        prices.append(("status", -3.4))
    if folded == "員":
        prices.append(("role", -2.0))
    if is_role(folded) or EACH.fullmatch(folded):
        prices.append(("role", -3.5))
    elif is_title(folded.removesuffix("兼")) and folded not in ("担当",):
        prices.append(("post", -3.0 - 0.05 * len(folded)))
    elif folded.endswith("担当") and len(folded) > 3 and not re.search("長|兼", folded):
        prices.append(("unit", -2.6))
    elif pieces == 1 and is_membership(folded, whole=True):
        prices.append(("unit", -3.2))
    elif split_post(folded.removesuffix("兼")) is not None:
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
        surname = is_surname(text) or name_likeness(text) > 0
        prices.append(("unit", -0.5 if surname and len(folded) <= 3 else -2.4))
    elif pieces == 1 and len(folded) >= 2 and not SEAT.fullmatch(folded) and not is_kind_of_body(folded):
        prices.append(("unit", -0.6 if re.search(r"[A-Za-zァ-ヴ]{2}", folded) else 1.0))
    prices += _price_of_name(text, pieces)
    if pieces == 1:
        prices.append(("skip", 1.2 if len(folded) > 1 else 3.0))
    return tuple(prices)


def _price_of_name(text: str, pieces: int) -> list[tuple[Reading, float]]:
    """Price of reading a run as a name; 南部 and 八町 are names where the roster's other entries ask for one."""
    folded, likeness = flat(text), name_likeness(text)
    if likeness > 0:
        return [("name", -likeness)]
    other = is_role(folded) or ends_with_title(folded) is not None or is_kind_of_body(folded) or folded == "事務局"
    return [("name", 0.8)] if pieces == 1 and _SURNAME.fullmatch(folded) and not other else []


@lru_cache(maxsize=4096)
def _stands_alone(text: str) -> bool:
    """A chunk that is a post or unit by itself is no part of a longer one."""
    folded = flat(text)
    return (
        len(folded) >= 2
        and not folded.endswith("兼")
        and (
            ends_with_title(folded) is not None
            or (len(folded) >= 3 and is_unit(folded))
            or is_kind_of_body(folded)  # 学校　校長
        )
    )


def _is_padded(first: Chunk, last: Chunk, steps: int) -> bool:
    """星　　良行 among 町井　皇介: names filled up to five letters, whatever gap that takes inside one."""
    letters = len(first.text) + len(last.text)
    return steps == 1 and 1 in (len(first.text), len(last.text)) and letters == 3 and last.gap == 4


def _gap_price(chunks: list[Chunk], i: int, j: int) -> float:
    """Price of reading chunks i..j as one: gaps inside that are wider than those around speak against it."""
    if j == i:
        return 0.0
    inside = [_PADDED if _is_padded(chunks[i], chunks[j], j - i) else c.gap for c in chunks[i + 1 : j + 1]]
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
        alone = letters == 1 and not chunks[i].wall and len(chunks) > 1
        return (0.4 if text in LONE_SURNAMES and i == len(chunks) - 1 else 2.5) * alone
    price = 0.0
    if _LATIN.fullmatch(text):
        return -0.5 - 1.5 * (i == 0 and j == len(chunks) - 1)  # Tran Van Nam: nothing else stands there.
    if letters <= 1 or letters > 9:
        price += 2.0
    if letters in (3, 4, 5):
        price -= 0.6
    if len(sizes) == 2:
        surname, given = chunks[i].text, chunks[j].text
        price -= 0.8 * is_given_name(given) + 0.5 * is_surname(surname)
        price += 1.2 * (
            is_surname(given) and not is_given_name(given) and len(given) >= 2 and not _KANA.fullmatch(given)
        )
        price += 1.5 * (
            bool(_FOREIGN.fullmatch(surname)) and not _FOREIGN.fullmatch(given) and not re.match("[ぁ-ん]", given)
        )
        price += 1.5 * (max(sizes) > 5)
    elif len(sizes) > 3 and _two_names(chunks[i : j + 1]):
        price += 4.0
    elif len(sizes) > 2 and max(sizes) >= 3 and sizes.count(1) < len(sizes) - 1:
        price += 1.0
    if len(sizes) > 2 and is_surname("".join(c.text for c in chunks[i + 1 : j + 1])):
        price += 0.5
    return price


def _two_names(chunks: list[Chunk]) -> bool:
    """Two names of surname and given name, the widest gap between them (森田　誠　　林　学)."""
    if len(chunks) != 4 or chunks[2].gap <= max(chunks[1].gap, chunks[3].gap):
        return False
    return all(is_surname(c.text) or c.text in LONE_SURNAMES for c in (chunks[0], chunks[2]))


def read_parts(
    chunks: list[Chunk], *, unit_first: bool = False, one_name: bool = False, named: bool = False
) -> list[Part]:
    """The cheapest reading of a stretch's chunks, in order.

    ``unit_first``: the roster sets a company before each surname (富士通 大内), as its other entries show;
    ``one_name``: its entries name one person each; ``named``: nearly all of its entries name somebody, so that this one
    does too (財政課長　道明寺 among 総務課長　五十里 and 人事課長　長船).

    >>> from minutes_pipeline.extract.roster_chunks import cut_line
    >>> from minutes_pipeline.extract.roster_splitting import presplit
    >>> [(p.reading, p.text) for p in read_parts(presplit(cut_line("委　員　長　　琴　平　かおり", 0)[0].chunks))]
    [('role', '委員長'), ('name', '琴平かおり')]
    """
    if (posts := _posts_only(chunks)) is not None:
        return posts
    if len(chunks) > 2 and chunks[-1].text in ("外", "他", "ほか"):
        chunks = chunks[:-1]  # …　総務部長　　外、関係課長: and others, nobody's surname.
    if len(chunks) == 2 and not unit_first and all(_KATAKANA.fullmatch(c.text) for c in chunks):
        whole = "".join(c.text for c in chunks)
        return [Part("name", whole, chunks[0].start, chunks[1].end, 2, chunks[0].gap)]  # アニル　シャルマ
    count = len(chunks)
    states: list[dict[str, tuple[float, list[Part]]]] = [{} for _ in range(count + 1)]
    states[0][""] = (0.0, [])
    seated = any(SEAT.fullmatch(flat(c.text)) for c in chunks)
    honored = max((i for i, c in enumerate(chunks) if c.honored), default=-1)
    for j in range(count):
        for i in range(max(0, j - 7), j + 1):
            for part, price in _runs(chunks, i, j):
                for before, parts in states[i].values():
                    total = before + price + _follow(parts, part.reading, part.text, part.gap)
                    total += 1.5 * (seated and part.reading == "name" and bool(parts) and parts[-1].reading == "name")
                    # 音羽坂交番　樋爪様: the honorific tells where a name ends; what stands before one without it is none.
                    total += 1.5 * (part.reading == "name" and j < honored and not chunks[j].honored)
                    total += 8.0 * (part.reading in ("post", "name") and _spelled_on(parts, chunks, i, j))
                    total += 2.0 * (one_name and part.reading == "name" and any(p.reading == "name" for p in parts))
                    total -= 4.0 * (unit_first and i == 0 and j == 0 and count > 1 and part.reading == "unit")
                    known = states[j + 1].get(part.reading)
                    if known is None or total < known[0] - 1e-9:
                        states[j + 1][part.reading] = (total, [*parts, part])
    # 小寺 among 小泉 and 小出: of two letters, though it ends like a temple.
    unnamed = 3.5 * (named and (count >= 2 or (count == 1 and len(chunks[0].text) == 2)))
    return min(states[count].values(), key=lambda s: s[0] + unnamed * _names_nobody(s[1]))[1] if states[count] else []


def _spelled_on(before: list[Part], chunks: list[Chunk], i: int, j: int) -> bool:
    """市 民 課 長: letters set apart evenly are one word, though 市民 and 課長 could stand for themselves."""
    if not before or before[-1].reading != "unit" or before[-1].chunks != len(before[-1].text):
        return False
    run = chunks[i - before[-1].chunks + 1 : j + 1]
    word = before[-1].text + "".join(c.text for c in chunks[i : j + 1])
    spelled = before[-1].chunks > 1 and len({c.gap for c in run}) == 1 and all(len(c.text) == 1 for c in run)
    return spelled and ends_with_title(flat(word)) is not None


def _posts_only(chunks: list[Chunk]) -> list[Part] | None:
    """副町長　総務部長　総務課長　財政課長補佐: three posts or more side by side, and nobody's name among them."""
    if len(chunks) < 3:
        return None
    for chunk in chunks:
        folded = flat(chunk.text)
        if len(folded) < 3 or ends_with_title(folded) is None or is_role(folded) or split_fused(chunk.text) is not None:
            return None
    return [Part("post", c.text, c.start, c.end, 1, c.gap) for c in chunks]


def _names_nobody(parts: list[Part]) -> bool:
    """Whether no part is a name or a post with a name fused to it."""
    return not any(p.reading == "name" or (p.reading == "post" and split_fused(p.text) is not None) for p in parts)


def _runs(chunks: list[Chunk], i: int, j: int) -> list[tuple[Part, float]]:
    """Readings of chunks i..j as one part, each with its price."""
    run = chunks[i : j + 1]
    latin = all(re.match(r"[A-Za-z]", flat(c.text)) for c in run)
    text = (" " if latin else "").join(c.text for c in run)
    if (len(text) > 40 and j > i) or any(c.wall for c in run[1:]):
        return []
    gaps = _gap_price(chunks, i, j)
    whole = any(_stands_alone(c.text) for c in run[:-1]) or (
        _stands_alone(run[-1].text) and any(len(c.text) >= 3 for c in run[:-1])
    )
    titled = any(len(c.text) >= 2 and is_title(c.text) for c in run)
    out = []
    for reading, price in _price(text, j - i + 1):
        if j > i and (reading == "mark" or (whole and reading in ("post", "unit")) or (titled and reading == "name")):
            continue
        loose = reading == "post" and not (is_title(text) or begins_like_unit(text) or _spelled_noun(run))
        price = price * (j - i + 1 if price < 0 and not loose else 1) + gaps
        if reading == "name":
            price += _name_price(chunks, i, j, text)
        out.append((Part(reading, text, run[0].start, run[-1].end, j - i + 1, run[0].gap), price))
    return out


def _spelled_noun(run: list[Chunk]) -> bool:
    """医 事 管理課長: letters set apart that make a common noun, before the rest of the post."""
    letters = "".join(c.text for c in run[:-1])
    return all(len(c.text) == 1 for c in run[:-1]) and len(letters) == 2 and is_common_noun(letters)


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
    return bool(COUNT.fullmatch("".join(flat(text).split())))
