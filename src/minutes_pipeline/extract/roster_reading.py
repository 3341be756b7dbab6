"""Reading a stretch of a roster: which chunks are function, post, unit and name (最も自然な読みを選ぶ).

Every run of chunks gets a price for every reading; the cheapest whole reading wins. White space counts: a gap inside
a name should not be wider than the gaps around it (後　藤　さちこ　　清　野　康　子).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

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
_FOREIGN_LETTERS = re.compile(r"[A-Za-zァ-ヴ]{2}")
_SURNAME = re.compile(r"[一-龠々]{2,3}")
_KANA = re.compile(r"[ぁ-んァ-ヴー]{1,8}")
_KATAKANA = re.compile(r"[ァ-ヴー]{2,12}")
_PADDED = 2
_MOST = 8
"""Chunks of the longest part."""
_LONGEST_RUN = 40
"""Letters of the longest part of several chunks."""
_SHORT = 24
"""Stretches of so many chunks are remembered."""
_LATIN_FIRST = re.compile("[A-Za-z]")
_COLLECTIVE = re.compile(r"^(?:各|関係|その他|ほか|他)|(?:ほか|外|等|ら|たち|一同|全員|のとおり)$")


class Part(NamedTuple):
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
def _price(text: str, pieces: int, whole: bool) -> tuple[tuple[Reading, float], ...]:
    """Prices (lower is better) of the readings of a run of chunks joined to ``text``, but for names.

    ``whole``: the run holds a word that stands alone, so that it is no post and no unit.
    """
    if len(text) > LONGEST:
        return ()
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
    elif not whole:
        prices += _price_of_post(folded, pieces)
    if not whole:
        prices += _price_of_unit(text, pieces)
    return tuple(prices)


def _price_of_post(folded: str, pieces: int) -> list[tuple[Reading, float]]:
    """Price of a word that ends like a post: as one, or as what tells whence somebody comes (広報担当, 公募委員)."""
    post = folded.removesuffix("兼")
    if is_title(post) and folded != "担当":
        return [("post", -3.0 - 0.05 * len(folded))]
    if folded.endswith("担当") and len(folded) > 3 and not re.search("長|兼", folded):
        return [("unit", -2.6)]
    if pieces == 1 and is_membership(folded, whole=True):
        return [("unit", -3.2)]
    if split_post(post) is None:
        return []
    if begins_like_unit(folded):
        return [("post", -2.6)]
    return [("post", -1.4 - 0.4 * (name_likeness(folded[: ends_with_title(folded) or 1]) < 0.5))]


def _price_of_unit(text: str, pieces: int) -> list[tuple[Reading, float]]:
    folded = flat(text)
    if is_same_unit(folded):
        return [("unit", -3.0)]
    if is_unit(folded):
        surname = len(folded) <= 3 and (is_surname(text) or name_likeness(text) > 0)
        return [("unit", -0.5 if surname else -2.4)]
    if pieces == 1 and len(folded) >= 2 and not SEAT.fullmatch(folded) and not is_kind_of_body(folded):
        return [("unit", -0.6 if _FOREIGN_LETTERS.search(folded) else 1.0)]
    return []


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


class _Word(NamedTuple):
    """What the price of a chunk depends on, wherever it stands in the document."""

    text: str
    gap: int
    wall: bool


Words = tuple[_Word, ...]
_Run = tuple[int, int, str, tuple[tuple[Reading, float], ...]]
"""First and last word, their text together, the readings with their prices."""


def _is_padded(first: _Word, last: _Word, steps: int) -> bool:
    """星　　良行 among 町井　皇介: names filled up to five letters, whatever gap that takes inside one."""
    letters = len(first.text) + len(last.text)
    return steps == 1 and 1 in (len(first.text), len(last.text)) and letters == 3 and last.gap == 4


def _gap_price(words: Words, i: int, j: int) -> float:
    """Price of reading words i..j as one: gaps inside that are wider than those around speak against it."""
    if j == i:
        return 0.0
    widest = _PADDED if _is_padded(words[i], words[j], j - i) else max(word.gap for word in words[i + 1 : j + 1])
    around = [gap for gap in (words[i].gap if i else 0, words[j + 1].gap if j + 1 < len(words) else 0) if gap]
    price = 0.15 * (j - i)
    if around:
        narrowest = min(around)
        price += 0.7 if widest > narrowest else 0.0 if widest == narrowest else -0.5
    return price + (0.8 if widest >= 12 else 0.0)


def _name_price(words: Words, i: int, j: int, text: str) -> float:
    """How natural the pieces of a name are: surname and given name, or letters set apart."""
    sizes = [len(word.text) for word in words[i : j + 1]]
    letters = sum(sizes)
    if j == i:
        alone = letters == 1 and not words[i].wall and len(words) > 1
        return (0.4 if text in LONE_SURNAMES and i == len(words) - 1 else 2.5) * alone
    price = 0.0
    if _LATIN.fullmatch(text):
        return -0.5 - 1.5 * (i == 0 and j == len(words) - 1)  # Tran Van Nam: nothing else stands there.
    if letters <= 1 or letters > 9:
        price += 2.0
    if letters in (3, 4, 5):
        price -= 0.6
    if len(sizes) == 2:
        surname, given = words[i].text, words[j].text
        price -= 0.8 * is_given_name(given) + 0.5 * is_surname(surname)
        price += 1.2 * (
            is_surname(given) and not is_given_name(given) and len(given) >= 2 and not _KANA.fullmatch(given)
        )
        price += 1.5 * (
            bool(_FOREIGN.fullmatch(surname)) and not _FOREIGN.fullmatch(given) and not re.match("[ぁ-ん]", given)
        )
        price += 1.5 * (max(sizes) > 5)
    elif len(sizes) > 3 and _two_names(words[i : j + 1]):
        price += 4.0
    elif len(sizes) > 2 and max(sizes) >= 3 and sizes.count(1) < len(sizes) - 1:
        price += 1.0
    if len(sizes) > 2 and is_surname("".join(word.text for word in words[i + 1 : j + 1])):
        price += 0.5
    return price


def _two_names(words: Words) -> bool:
    """Two names of surname and given name, the widest gap between them (森田　誠　　林　学)."""
    if len(words) != 4 or words[2].gap <= max(words[1].gap, words[3].gap):
        return False
    return all(is_surname(word.text) or word.text in LONE_SURNAMES for word in (words[0], words[2]))


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
    if not unit_first and (foreign := _foreign_name(chunks)) is not None:
        return foreign
    count = len(chunks)
    states: list[dict[str, tuple[float, list[Part]]]] = [{} for _ in range(count + 1)]
    states[0][""] = (0.0, [])
    seated = any(SEAT.fullmatch(flat(c.text)) for c in chunks)
    honored = max((i for i, c in enumerate(chunks) if c.honored), default=-1)
    for i, j, text, readings in _runs(tuple(_Word(c.text, c.gap, c.wall) for c in chunks)):
        first, after = chunks[i], states[j + 1]
        # 音羽坂交番　樋爪様: the honorific tells where a name ends; what stands before one without it is none.
        cut = j < honored and not chunks[j].honored
        company = unit_first and j == 0 and count > 1
        for reading, price in readings:
            for before, parts in states[i].values():
                total = before + price + _follow(parts, reading, text, first.gap)
                if reading in ("post", "name") and parts and parts[-1].reading == "unit":
                    total += 8.0 * _spelled_on(parts[-1], chunks, i, j)
                if reading == "name":
                    total += 1.5 * (seated and bool(parts) and parts[-1].reading == "name")
                    total += 1.5 * cut
                    total += 2.0 * (one_name and any(p.reading == "name" for p in parts))
                elif company and reading == "unit":
                    total -= 4.0
                known = after.get(reading)
                if known is None or total < known[0] - 1e-9:
                    part = Part(reading, text, first.start, chunks[j].end, j - i + 1, first.gap)
                    after[reading] = (total, [*parts, part])
    # 小寺 among 小泉 and 小出: of two letters, though it ends like a temple.
    unnamed = 3.5 * (named and (count >= 2 or (count == 1 and len(chunks[0].text) == 2)))
    if not states[count]:
        return []
    return min(states[count].values(), key=lambda s: s[0] + (unnamed and unnamed * _names_nobody(s[1])))[1]


def _foreign_name(chunks: list[Chunk]) -> list[Part] | None:
    """アーシャ　グプタ: two words in katakana are one name."""
    if len(chunks) != 2 or not all(_KATAKANA.fullmatch(c.text) for c in chunks):
        return None
    return [Part("name", "".join(c.text for c in chunks), chunks[0].start, chunks[1].end, 2, chunks[0].gap)]


def _spelled_on(unit: Part, chunks: list[Chunk], i: int, j: int) -> bool:
    """市 民 課 長: letters set apart evenly are one word, though 市民 and 課長 could stand for themselves."""
    if unit.chunks < 2 or unit.chunks != len(unit.text):
        return False
    run = chunks[i - unit.chunks + 1 : j + 1]
    word = unit.text + "".join(c.text for c in chunks[i : j + 1])
    spelled = len({c.gap for c in run}) == 1 and all(len(c.text) == 1 for c in run)
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


def _runs(words: Words) -> tuple[_Run, ...]:
    """The runs of words that can be one part, by their last and then their first word."""
    return _known_runs(words) if len(words) <= _SHORT else _read_runs(words)


@lru_cache(maxsize=128)
def _known_runs(words: Words) -> tuple[_Run, ...]:
    """What the habits of the roster were read from is read again with them in mind."""
    return _read_runs(words)


def _read_runs(words: Words) -> tuple[_Run, ...]:
    alone = [_stands_alone(word.text) for word in words]
    titled = [len(word.text) >= 2 and is_title(word.text) for word in words]
    latin = [_LATIN_FIRST.match(flat(word.text)) is not None for word in words]
    out: list[_Run] = []
    wall = 0
    for j, last in enumerate(words):
        wall = j if last.wall else wall  # Nothing is read across a bracket.
        for i in range(max(wall, j - _MOST + 1), j + 1):
            text = (" " if all(latin[i : j + 1]) else "").join(word.text for word in words[i : j + 1])
            if len(text) > _LONGEST_RUN and j > i:
                continue
            whole = any(alone[i:j]) or (alone[j] and any(len(word.text) >= 3 for word in words[i:j]))
            out.append((i, j, text, _readings(words, i, j, text, whole, any(titled[i : j + 1]))))
    return tuple(out)


def _readings(words: Words, i: int, j: int, text: str, whole: bool, titled: bool) -> tuple[tuple[Reading, float], ...]:
    """Readings of words i..j as one part, each with its price."""
    pieces, gaps = j - i + 1, _gap_price(words, i, j)
    prices = [*_price(text, pieces, whole)]
    if (pieces == 1 or not titled) and len(text) <= LONGEST:
        prices += _price_of_name(text, pieces)
    if pieces == 1:
        prices.append(("skip", 0.0 if len(text) > LONGEST else 1.2 if len(text) > 1 else 3.0))
    out = []
    for reading, own in prices:
        if pieces > 1 and reading == "mark":
            continue
        loose = reading == "post" and not (is_title(text) or begins_like_unit(text) or _spelled_noun(words[i : j + 1]))
        price = own * (pieces if own < 0 and not loose else 1) + gaps
        if reading == "name":
            price += _name_price(words, i, j, text)
        out.append((reading, price))
    return tuple(out)


def _spelled_noun(run: Words) -> bool:
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
