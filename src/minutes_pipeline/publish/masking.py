"""Masking of personal names (氏名の伏せ字): by the rosters, by rule, and by a list; posts and roles stay.

A masked name keeps its length (鳴海部長 → ●●部長), so that every place in the text stays where it was. Preference:
rather one word too many than a name shown. A surname that is also a place (鳴海町) is left where it is followed by what
makes it one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.text.folding import flat, name_key
from minutes_pipeline.text.tokens import Token, tokenize
from minutes_pipeline.values.departments import unit_rank

MARK = "●"
_GAP = r"[ \t]{0,3}"
_WIDE = r"\s{0,3}"
"""Between the parts of a full name, which a table or a narrow column may break."""
_PLACE = r"(?![市町村区郡県駅川山島橋港線通]|小学校|中学校|高校|団地|地区|公園|病院|大学|神社|寺(?!さん))"
_POST = (
    r"(?:さん|氏|様|君|殿|先生|委員|議員|会長|副会長|委員長|副委員長|議長|副議長|座長|部会長|市長|町長|村長|区長|副市長|副町長|副村長|"
    r"教育長|部長|副部長|局長|次長|課長|室長|所長|館長|園長|校長|教頭|係長|主幹|主査|主任|主事|技師|補佐|参事|理事|監事|書記|職員|"
    r"弁護士|医師|教授|准教授|講師|支配人|社長|代表|事務局長)"
)
_AFTER_SHORT = rf"(?={_GAP}(?:{_POST}|[)）」\s、。]|$))"


@dataclass(frozen=True, slots=True)
class NameList:
    """Names to be masked, folded and without white space.

    Attributes:
        full: Full names.
        surnames: Surnames; those of one letter count only before a post or an honorific.
        given: Given names of two letters and more; they count only before a post or an honorific.
        kept: Words that stay although a name stands in them.
    """

    full: frozenset[str]
    surnames: frozenset[str]
    kept: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()


def names_of(minutes: Iterable[Minutes], *, extra: Iterable[str] = (), kept: Iterable[str] = ()) -> NameList:
    """Every person of the rosters and speaker marks, with the names of a list.

    Args:
        minutes: All meetings of the database, public or not: who sat in one may be spoken of in another.
        extra: Further names.
        kept: Words that stay (a place, a program named after a person).
    """
    full: set[str] = set()
    surnames: set[str] = set()
    for one in minutes:
        for name in [attendee.name for attendee in one.attendees if attendee.name]:
            _add(name, full, surnames)
        for speaker in {remark.speaker for remark in one.remarks if remark.attendee_id is None}:
            _add(_speaker_name(speaker), full, surnames)
    for name in extra:
        _add(name, full, surnames)
    given = {name[len(surname_of(name)) :] for name in full}
    return NameList(
        frozenset(full), frozenset(surnames), frozenset(name_key(word) for word in kept if word.strip()),
        frozenset(name for name in given if len(name) >= 2),
    )  # fmt: skip


def _speaker_name(speaker: str) -> str:
    """The name in a speaker mark that belongs to nobody of the roster; "" where it holds a post, a letter or a unit only.

    >>> [_speaker_name(s) for s in ("水無瀬三郎委員", "議長（楠木 実議員）", "委員", "委員A", "環境政策課長", "事務局", "市民部 楠木次長")]
    ['水無瀬三郎', '楠木実', '', '', '', '', '楠木']
    """
    folded = flat(speaker)
    inner = _BRACKETED.search(folded)
    for part in ([inner[1]] if inner else []) + [_BRACKETED.sub("", folded)]:
        words = part.split()
        while len(words) > 1 and unit_rank(words[0]) is not None:
            words = words[1:]
        key = name_key("".join(words))
        name = _POSTS.sub("", key)
        if name != key and _NAME.fullmatch(name) and (_is_known(name) or unit_rank(key.removesuffix("長")) is None):
            return name
    return ""


def _is_known(name: str) -> bool:
    """Whether the dictionary takes the beginning of a name for a surname."""
    tokens = tokenize(name)
    return bool(tokens) and _is_surname(tokens[0])


def _add(name: str, full: set[str], surnames: set[str]) -> None:
    key = name_key(name)
    if not key:
        return
    surname = surname_of(key)
    surnames.add(surname)
    if len(key) > len(surname):
        full.add(key)


def surname_of(key: str) -> str:
    """The surname of a folded full name: what the dictionary takes for one, else the first two letters.

    >>> surname_of("鈴木一郎"), surname_of("林花子"), surname_of("鈴木")
    ('鈴木', '林', '鈴木')
    """
    tokens = tokenize(key)
    if len(key) <= 2:
        return key
    first = tokens[0] if tokens else None
    if first is not None and _is_surname(first) and first.end < len(key):
        return first.surface
    return key[:2] if len(key) >= 3 else key


def _is_surname(token: Token) -> bool:
    return token.pos[2] == "人名" and token.pos[3] == "姓"


class Masker:
    """Masks the names of a list, and persons that the list does not know by their honorific."""

    def __init__(self, names: NameList) -> None:
        self._patterns = [
            pattern
            for pattern in (_full(names.full), _long(names.surnames), _short(names.surnames), _given(names.given))
            if pattern
        ]
        self._kept = (
            re.compile("|".join(map(re.escape, sorted(names.kept, key=len, reverse=True)))) if names.kept else None
        )

    def mask(self, text: str | None) -> str:
        """The text with every name as ● of the same length; "" for None."""
        if not text:
            return ""
        folded = "".join(name_key(char) or char for char in flat(text))
        kept = [match.span() for match in self._kept.finditer(folded)] if self._kept else []
        hidden = bytearray(len(text))
        for pattern in self._patterns:
            for match in pattern.finditer(folded):
                if not any(start <= match.start() and match.end() <= end for start, end in kept):
                    hidden[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
        for start, end in _unknown(folded):
            hidden[start:end] = b"\x01" * (end - start)
        return "".join(MARK if hidden[at] and not char.isspace() else char for at, char in enumerate(text))


def _spaced(name: str) -> str:
    return _GAP.join(map(re.escape, name))


def _any(names: Sequence[str]) -> str:
    return "|".join(_spaced(name) for name in sorted(names, key=lambda name: (-len(name), name)))


def _full(names: frozenset[str]) -> re.Pattern[str] | None:
    if not names:
        return None
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(_WIDE.join(map(re.escape, name)) for name in ordered))


def _long(surnames: frozenset[str]) -> re.Pattern[str] | None:
    chosen = [name for name in surnames if len(name) >= 2]
    return re.compile(rf"(?:{_any(chosen)}){_PLACE}") if chosen else None


def _short(surnames: frozenset[str]) -> re.Pattern[str] | None:
    chosen = [name for name in surnames if len(name) == 1]
    return re.compile(rf"(?<![一-龠々])(?:{_any(chosen)}){_AFTER_SHORT}") if chosen else None


def _given(given: frozenset[str]) -> re.Pattern[str] | None:
    return re.compile(rf"(?:{_any(sorted(given))})(?={_GAP}{_POST})") if given else None


_POSTS = re.compile(rf"{_POST}{{1,2}}$")
_BRACKETED = re.compile(r"\(([^()]{1,20})\)")
_NAME = re.compile(r"[一-龠々ヶァ-ヴー]{2,6}|[一-龠々]{1,3}[ぁ-んァ-ヴー]{1,5}")
_HONORED = re.compile(rf"{_GAP}{_POST}")


def _unknown(folded: str) -> list[tuple[int, int]]:
    """Surnames, with the given name behind, that stand before a post or an honorific."""
    tokens = tokenize(folded)
    found = []
    for at, token in enumerate(tokens):
        if not _is_surname(token):
            continue
        end, following = token.end, at + 1
        while following < len(tokens) and tokens[following].pos[2] == "人名" and tokens[following].start - end <= 2:
            end = tokens[following].end
            following += 1
        if _HONORED.match(folded, end) or end > token.end:
            found.append((token.start, end))
    return found
