"""Chunks cut where words are fused (語の癒着): marks, seat numbers, functions, posts, lists set with ・."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from minutes_pipeline.extract.roster_chunks import Chunk
from minutes_pipeline.extract.roster_fused import post_end, split_fused
from minutes_pipeline.extract.roster_presence import whole_status
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import begins_like_unit, is_named_body, is_unit, unit_rank
from minutes_pipeline.values.names import LONE_SURNAMES, is_given_name, is_surname, may_be_surname, name_likeness
from minutes_pipeline.values.posts import HONORIFIC, ROLE, TITLE, ends_with_title, is_role, is_title, split_post

LONGEST = 80
"""Letters without white space that may be somebody with post and department; what is longer is looked at no further."""
SEAT = re.compile(
    r"(?:議席)?(?:第)?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})番|No\.?[0-9]{1,3}|[0-9]{1,3}[.)]?|[①-⑳]|議席"
)
COUNT = re.compile(
    r"(?:出席|欠席|参加|傍聴)?(?:者|委員|議員|会員|理事|総代|代議員|町民|市民)?[0-9]{1,3}(?:名|人)|(?:午前|午後)\S{1,8}分?|(?:計|約|他|ほか|外|以上)?[0-9一二三四五六七八九十]{1,4}(?:名|人|団体)(?:中[0-9一二三四五六七八九十]{1,4}(?:名|人))?(?:出席|欠席)?|なし|無し|該当者?なし|敬称略|順不同|(?:五十音|50音)順|(?:議席番号|番号|氏名|職名?|役職名?|所属|職氏名|出欠)(?:[・、/](?:議席番号|番号|氏名|職名?|役職名?|所属|出欠)){0,3}(?:は?次のとおり)?|出席|次のとおり|別紙のとおり|別紙|末尾に記載|記載"
)
EACH = re.compile(rf"の?各(?:{ROLE})")
_FUSED_PAIR = re.compile(
    r"(?P<first>\S{3,6})(?:副?議長|副?委員長|副?会長|委員|議員)(?P<second>\S{3,6})(?:副?議長|副?委員長|副?会長|委員|議員)"
)
_MARKED = re.compile(r"[◎○〇◯●◇◆□■△▲・☆★*](?=[^◎○〇◯●])")
_MARK_BEHIND = re.compile(r"(?<=[^\s◎○〇◯●])[◎○〇◯●◇◆△▲☆★※*]$")
_SEATED = re.compile(r"(?:議席)?(?:第)?[0-9]{1,3}番(?=\D)|[0-9]{1,2}[.)](?=\D)|[①-⑳](?=\D)")
_SEAT_INSIDE = re.compile(r"[^0-9()第席](?=[0-9]{1,3}番(?:[^0-9]|$))")
_ROLE_HEAD = re.compile(rf"(?:{ROLE})(?=[^\s])(?!会|長|部|課|事務|代理|室)")
_TITLE_HEAD = re.compile(rf"{TITLE}(?=[^\s])(?!会|長|部|課|事務|代理|室|兼|・)")
_ROLE_TAIL = re.compile(rf"(?:の?各)?(?:{ROLE})$")
_HONORED = re.compile(rf"(?P<name>\S{{2,}}|[{''.join(sorted(LONE_SURNAMES))}]){HONORIFIC}$")
_HONORIFIC_LAST = frozenset("君ん氏様ま殿生史")
_MORE = re.compile(r"(?:の)?(?:ほか|他|外|等|ら|以上|の?合?計(?=[0-9]))(?:[0-9]{1,2}(?:名|人))?$")
_MORE_LAST = frozenset("か他外等ら上名人")
_MARK_INSIDE = re.compile(r"(?<=.{2})[*※◎○●△▲☆★×](?=[一-龠ぁ-ん]{2})")
_SAME_OFFICE = re.compile(r"同[部課室局係所](?=.{3})")
_NAME_OF_SAME = re.compile(r"(?P<name>[^同]{1,4})同(?P<title>.{2,8})")
_DASHED = re.compile(r"(?P<post>[^\s\-－―‐–—−:]{2,24})[-－―‐–—−](?P<name>[^\s\-－―‐–—−0-9]{1,10})")
_DEPARTMENT = re.compile(r"(?<=.{2})(?:部|課|室|係|局|センター|支所)(?!長)(?=.{3})")
_SHORT_KIND = re.compile(r"[一-龠ぁ-んァ-ヶ]{2}委員")
_KANJI = re.compile(r"[一-龠々]")


def presplit(chunks: list[Chunk]) -> list[Chunk]:
    """Split off what is fused to a chunk: mark, seat number, honorific, function at the head or tail."""
    out: list[Chunk] = []
    for number, chunk in enumerate(chunks):
        if out and chunk.text in ("君", "様", "氏") and number == len(chunks) - 1 and not chunk.wall:
            out[-1] = out[-1]._replace(honored=True)  # 花崎　　忍　君: apart from its name.
            continue
        behind = chunks[number + 1] if number + 1 < len(chunks) else None
        whole = len(chunk.text) > LONGEST or (behind is not None and _kind_of_member(chunk, behind))
        cut = None if whole or behind is None else _title_before_surname(chunk, behind)
        out.extend([chunk] if whole else _split(chunk) if cut is None else cut_chunk(chunk, cut))
    return out


def _title_before_surname(chunk: Chunk, behind: Chunk) -> int | None:
    """参事南部　敏久, 調整担当部長松村　光庸: where a post ends whose holder's surname is fused to it, the given name behind."""
    folded = flat(chunk.text)
    if not 0 < behind.gap <= 2 or ends_with_title(folded) is not None or not is_given_name(_unhonored(behind.text)):
        return None
    for at in range(len(folded) - 1, max(1, len(folded) - 4), -1):
        post = ends_with_title(folded[:at]) is not None
        if post and may_be_surname(chunk.text[at:]) and name_likeness(chunk.text[at:] + behind.text) >= 2.0:
            return at
    return None


def _unhonored(text: str) -> str:
    found = _HONORED.fullmatch(flat(text))
    return text if found is None else found["name"]


def _kind_of_member(chunk: Chunk, behind: Chunk) -> bool:
    """学年委員　相川　恵: a kind of member before a name; not 佐藤委員　鈴木委員."""
    folded, following = flat(chunk.text), flat(behind.text)
    return (
        _SHORT_KIND.fullmatch(folded) is not None
        and not is_role(folded)
        and not is_surname(chunk.text[:2])
        and behind.gap > 0
        and is_surname(behind.text)
        and ends_with_title(following) is None
    )


def cut_chunk(chunk: Chunk, at: int) -> tuple[Chunk, Chunk]:
    """A chunk in two, nothing read across the cut."""
    return (
        Chunk(chunk.text[:at], chunk.start, chunk.start + at, chunk.gap, chunk.wall),
        Chunk(chunk.text[at:], chunk.start + at, chunk.end, 0, True),
    )


def _split(chunk: Chunk) -> list[Chunk]:
    """The parts of a chunk, as its letters tell them: what they are does not depend on where it stands."""
    first, *others = _parts_of(chunk.text)
    if first.end == len(chunk.text) and not first.honored:
        return [chunk]
    at = chunk.start
    return [
        Chunk(first.text, at + first.start, at + first.end, chunk.gap, chunk.wall, first.honored),
        *(part._replace(start=at + part.start, end=at + part.end) for part in others),
    ]


@lru_cache(maxsize=2048)
def _parts_of(text: str) -> tuple[Chunk, ...]:
    """The parts of a chunk that begins at 0 with no gap before it."""
    chunk, folded = Chunk(text, 0, len(text), 0), flat(text)
    rules = _RULES if _SIGN.search(folded) else _UNSIGNED
    parts = next((parts for rule in rules if (parts := rule(chunk, folded)) is not None), [chunk])
    return tuple(parts)


def _and_others(chunk: Chunk, folded: str) -> list[Chunk] | None:
    """Others are not named: ごみ減量課長ほか."""
    more = _MORE.search(folded) if folded[-1:] in _MORE_LAST else None
    if more is None:
        return None
    head = folded[: more.start()]
    if ends_with_title(head) is None and (_ROLE_TAIL.search(head) is None or is_role(folded)):
        return None
    return _split(cut_chunk(chunk, more.start())[0])


def _one_word(chunk: Chunk, folded: str) -> list[Chunk] | None:
    whole = is_role(folded) or len(folded) < 2 or SEAT.fullmatch(folded) or COUNT.fullmatch(folded)
    return [chunk] if whole else None


def _seat_inside(chunk: Chunk, folded: str) -> list[Chunk] | None:
    seat = _SEAT_INSIDE.search(folded)
    if seat is None:
        return None
    head, rest = cut_chunk(chunk, seat.start() + 1)
    return [*_split(head), *_split(rest)]


def _dotted(chunk: Chunk, folded: str) -> list[Chunk] | None:
    """会長・山田, 稲垣徹郎・巽佳奈・小栗健各委員, 内田玲係長・小暮宗主査; not 土木・交通課長, not ジョン・スミス."""
    words = folded.split("・")
    if len(words) < 2 or not all(words):
        return None
    first = (
        is_title(words[0])
        or is_role(words[0])
        or (split_post(words[0]) is not None and (is_surname(words[1]) or name_likeness(words[1]) >= 2.4))
    )
    persons = all(_somebody(w) for w in words) or _given_and_surname(words)
    if not (first and name_likeness(words[1]) > 0.6) and not persons:
        return None
    out: list[Chunk] = []
    at = 0
    for number, word in enumerate(words):
        part = Chunk(
            chunk.text[at : at + len(word)],
            chunk.start + at,
            chunk.start + at + len(word),
            0 if number else chunk.gap,
            number > 0 or chunk.wall,
        )
        out.extend(_split(part))
        at += len(word) + 1
    return out


def _dot_in_unit(chunk: Chunk, folded: str) -> list[Chunk] | None:
    """松木子ども・若者部長, 本山教育・保育支援課長: a surname before a department whose name holds a ・."""
    first, dot, _ = folded.partition("・")
    if not dot or ends_with_title(first) is not None:
        return None
    for at in (2, 3):
        post = split_post(folded[at:])
        inner = post is not None and post.unit is not None and "・" in post.unit and unit_rank(post.unit) is not None
        if inner and len(first) - at >= 2 and is_surname(chunk.text[:at]) and not is_surname(first[at:]):
            return list(cut_chunk(chunk, at))
    return None


def _given_and_surname(words: list[str]) -> bool:
    """相川　恵・露木　亮: the end of one name and the beginning of the next."""
    surname = is_surname(words[1]) or (is_given_name(words[0]) and name_likeness(words[1]) >= 1.5)
    return len(words) == 2 and len(words[0]) <= 3 and surname and name_likeness(words[0]) > 0


def _somebody(word: str) -> bool:
    """A name, or a name with its function or post behind it."""
    bare = _ROLE_TAIL.sub("", word) or word
    if name_likeness(bare) >= 1.0:
        return bool(_KANJI.search(bare)) and not (is_unit(bare) and not is_surname(bare))
    return split_fused(word) is not None


def _two_fused(chunk: Chunk, folded: str) -> list[Chunk] | None:
    """野上和幸副議長小暮豊議員: two members in one word, each with the function behind the name."""
    found = _FUSED_PAIR.fullmatch(folded)
    if found is None or min(name_likeness(found["first"]), name_likeness(found["second"])) < 2.0:
        return None
    head, rest = cut_chunk(chunk, found.start("second"))
    return [*_split(head), *_split(rest)]


def _mark_inside(chunk: Chunk, folded: str) -> list[Chunk] | None:
    """副会長＊井坂: a mark between a function and the name that it marks."""
    found = _MARK_INSIDE.search(folded)
    if found is None or not (is_role(folded[: found.start()]) or is_title(folded[: found.start()])):
        return None
    head, rest = cut_chunk(chunk, found.start())
    return [*_split(head), *_split(rest)]


def _same_office(chunk: Chunk, folded: str) -> list[Chunk] | None:
    """同課平賀課長補佐: the same office, a name and a post in one word."""
    found = _SAME_OFFICE.match(folded)
    if found is None or is_title(folded[1:]) or split_fused(chunk.text[found.end() :]) is None:
        return None
    head, rest = cut_chunk(chunk, found.end())
    return [head, *_split(rest)]


def _name_of_same(chunk: Chunk, folded: str) -> list[Chunk] | None:
    """牛島同課長補佐: a name, and a post of the office of whoever is named before."""
    found = _NAME_OF_SAME.fullmatch(folded)
    if found is None or not is_surname(chunk.text[: found.end("name")]) or not is_title(found["title"]):
        return None
    return list(cut_chunk(chunk, found.end("name")))


def _dashed(chunk: Chunk, folded: str) -> list[Chunk] | None:
    """計画係長－新村: a dash between a post and its holder."""
    found = _DASHED.fullmatch(folded)
    if found is None or name_likeness(found["name"]) < 0.3:
        return None
    if ends_with_title(found["post"]) is None and not is_role(found["post"]) and not is_unit(found["post"]):
        return None
    head, rest = cut_chunk(chunk, found.end("post"))
    return [*_split(head), cut_chunk(rest, 1)[1]._replace(gap=2)]


def _mark_behind(chunk: Chunk, folded: str) -> list[Chunk] | None:
    """A mark stands behind the name: 江原直樹◎."""
    behind = _MARK_BEHIND.search(folded)
    if behind is None:
        return None
    head, mark = cut_chunk(chunk, behind.start())
    return [*_split(head), mark]


def _mark_or_seat(chunk: Chunk, folded: str) -> list[Chunk] | None:
    found = _MARKED.match(folded) or _SEATED.match(folded)
    if found is None:
        return None
    head, rest = cut_chunk(chunk, found.end())
    return [head, *_split(rest)]


def _unit_first(chunk: Chunk, folded: str) -> list[Chunk] | None:
    """A department, a name and a post all fused: 企画課真戸原主査."""
    post = split_post(folded)
    if post is None or post.unit is None or unit_rank(post.unit) is not None:
        return None
    for found in reversed(list(_DEPARTMENT.finditer(folded))):
        rest = folded[found.end() :]
        fused = split_fused(rest)
        if fused is not None and is_unit(folded[: found.end()]) and split_fused(folded) is None:
            return list(cut_chunk(chunk, found.end()))
    return None


def _post_alone(chunk: Chunk, folded: str) -> list[Chunk] | None:
    post = split_post(folded) is not None and name_likeness(folded) < 0
    return [chunk] if post and (is_title(folded) or begins_like_unit(folded, least=2)) else None


def _honored(chunk: Chunk, folded: str) -> list[Chunk] | None:
    """The honorific stays with its name: it is taken off when the name is cleaned, and it marks a name."""
    found = _HONORED.fullmatch(folded) if folded[-1:] in _HONORIFIC_LAST else None
    if found is None or not (name_likeness(found["name"]) > 0 or _ROLE_HEAD.match(folded)):
        return None
    head, _ = cut_chunk(chunk, found.end("name"))
    *before, last = _split(head) if name_likeness(found["name"]) <= 1.5 or _ROLE_HEAD.match(folded) else [head]
    return [*before, last._replace(honored=True)]


def _lost_letter(chunk: Chunk, folded: str) -> list[Chunk] | None:
    """委員 that lost a letter: 山田員."""
    if not folded.endswith("員") or ends_with_title(folded) is not None or is_role(folded[-2:]):
        return None
    return list(cut_chunk(chunk, len(folded) - 1)) if name_likeness(folded[:-1]) >= 0.7 else None


def _role_behind(chunk: Chunk, folded: str) -> list[Chunk] | None:
    """A function stands behind the name: 高野委員長."""
    found = _ROLE_TAIL.search(folded)
    if found is None or found.start() == 0 or is_membership(folded) or _unit_not_name(folded[: found.start()]):
        return None
    if not _tail_is_role(folded, found.start()) or _heads_body(folded):
        return None
    head, tail = cut_chunk(chunk, found.start())
    return [*_split(head), tail]


def _head_first(chunk: Chunk, folded: str) -> list[Chunk] | None:
    at = _head_end(folded) or post_end(folded)
    return None if at is None else list(cut_chunk(chunk, at))


#: Without one of these nothing is fused by a mark, a seat number, a dash or a word that points back.
_SIGN = re.compile(r"[番・同0-9①-⑳\-－―‐–—−*※◎○〇◯●◇◆□■△▲☆★×]")
_SIGNED = frozenset(
    (_seat_inside, _dotted, _dashed, _mark_inside, _same_office, _name_of_same, _mark_behind, _mark_or_seat)
)
_RULES: tuple[Callable[[Chunk, str], list[Chunk] | None], ...] = (
    _and_others,
    _one_word,
    _seat_inside,
    _dot_in_unit,
    _dotted,
    _two_fused,
    _dashed,
    _mark_inside,
    _same_office,
    _name_of_same,
    _mark_behind,
    _mark_or_seat,
    _unit_first,
    _post_alone,
    _honored,
    _lost_letter,
    _role_behind,
    _head_first,
)
_UNSIGNED = tuple(rule for rule in _RULES if rule not in _SIGNED)


def _heads_body(folded: str) -> bool:
    """会長 of a body that the same word names (市医師会長, 東地区自治会長): a post, no function in this meeting."""
    return folded.endswith("会長") and is_named_body(folded[:-1])


def is_membership(folded: str, *, whole: bool = False) -> bool:
    """Words that end like a function and tell whence a member comes: 公募委員, 県文化財保護指導委員; not 審議会委員.

    ``whole``: the words were left together though 委員 could be a function behind a name (学年委員).
    """
    if not folded.endswith("委員") or is_role(folded) or folded.endswith("会委員") or whole_status(folded) is not None:
        return False
    if whole and _SHORT_KIND.fullmatch(folded) and not is_surname(folded[:2]):
        return True
    return is_unit(folded) or (len(folded) >= 6 and name_likeness(folded[:-2]) < 0.5)


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
    """A unit's name; 小野寺, 阿部 and 国分寺 end like one and are surnames."""
    return is_unit(text) and name_likeness(text) < 1.3 and len(text) > 2


def _tail_is_role(folded: str, at: int) -> bool:
    """A function behind a name (高野委員長); 教育委員 and 監査委員 are posts, 市議会議員 is one with its unit."""
    head, tail = folded[:at], folded[at:]
    if is_title(folded) and name_likeness(head) < 1.5:
        return False
    return name_likeness(head) > 0 or len(head) <= 2 or bool(EACH.fullmatch(tail))
