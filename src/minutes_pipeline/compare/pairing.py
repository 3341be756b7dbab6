"""Pairing (記録の対応づけ): which record of one reading is which of another. Deterministic, never two to one.

First what is certain (the same place, the same words), then what is alike. Where two would do equally well none is
taken: a correction must rather be asked about than land on the wrong record.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from minutes_pipeline.compare.kinds import CONTENT_FIELDS, NAMING_FIELDS, kind_of, plain_value
from minutes_pipeline.compare.likeness import (
    Neighbours,
    is_telling,
    masked,
    neighbourly,
    neighbours,
    pieces,
    put_otherwise,
    quote_key,
    quote_likeness,
)
from minutes_pipeline.text.folding import name_key

if TYPE_CHECKING:
    from minutes_pipeline.model.records import Record

How = Literal["same_place", "same_quote", "like"]
_MARGIN = 0.03  # by which the best candidate must be better than the second
_CONTEXT = 40  # characters before and after a quote that tell equal quotes apart
_LOOKED_UP = 16  # rare pieces of a quote by which candidates are found
_CANDIDATES = 8
_COMMON = 500  # records that share a piece, above which it says nothing
_SURROUNDED = 0.4  # least likeness of the text around two equal quotes
_MANY = 4000  # comparisons within one group of equal quotes


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that are one (対応), and by what they were found: place, words, or likeness."""

    old: Record
    new: Record
    how: How


@dataclass(frozen=True, slots=True)
class Pairing:
    """All pairs in the order of the old records, and the records without one, each in its own order."""

    pairs: tuple[Pair, ...]
    old_only: tuple[Record, ...]
    new_only: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A record with what it is compared by."""

    index: int
    record: Record
    kind: str
    quote: str
    item: str | None
    naming: tuple[object, ...]
    content: tuple[object, ...]
    context: Neighbours | None


def _folded(value: object) -> object:
    return name_key(value) if isinstance(value, str) else repr(value)


def _same_items(old: Iterable[Record], new: Iterable[Record]) -> dict[str, str]:
    """Titles of agenda items that only the new records have -> the old title that each is put otherwise from."""
    before, after = (
        dict.fromkeys(filter(None, (getattr(record, "agenda_item", None) for record in records)))
        for records in (old, new)
    )
    gone = [title for title in before if title not in after]
    found: dict[str, str] = {}
    for title in after:
        if title not in before:
            fits = [other for other in gone if put_otherwise(other, title)]
            if len(fits) == 1:
                found[title] = fits[0]
                gone.remove(fits[0])
    return found


def _entry(index: int, record: Record, text: str | None, items: Mapping[str, str]) -> _Entry:
    kind = kind_of(record)
    start, end = record.span.start, record.span.end
    context = None
    if text is not None:
        context = neighbours(text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT])
    item: str | None = getattr(record, "agenda_item", None)
    item = items.get(item or "", item)
    return _Entry(
        index,
        record,
        kind,
        quote_key(record.quote),
        None if item is None else name_key(item),
        tuple(_folded(getattr(record, name)) for name in NAMING_FIELDS.get(kind, ())),
        tuple(_folded(plain_value(getattr(record, name))) for name in CONTENT_FIELDS[kind]),
        context,
    )


class _Matching:
    """The state of one pairing: what is still free on either side."""

    def __init__(self, old: Iterable[_Entry], new: Iterable[_Entry]) -> None:
        self.old = {entry.index: entry for entry in old}
        self.new = {entry.index: entry for entry in new}
        self.found: dict[int, tuple[int, How]] = {}

    def take(self, one: _Entry, other: _Entry, how: How) -> None:
        del self.old[one.index], self.new[other.index]
        self.found[one.index] = (other.index, how)

    def groups(self, key: Callable[[_Entry], object]) -> list[tuple[list[_Entry], list[_Entry]]]:
        """Free entries that agree in ``key`` (None: left out), both sides present, in the order of the old ones."""
        sides: dict[object, tuple[list[_Entry], list[_Entry]]] = {}
        for side, entries in enumerate((self.old, self.new)):
            for entry in entries.values():
                value = key(entry)
                if value is not None:
                    sides.setdefault(value, ([], []))[side].append(entry)
        return [pair for pair in sides.values() if pair[0] and pair[1]]

    def take_single(
        self, key: Callable[[_Entry], object], how: How, fits: Callable[[_Entry, _Entry], bool] = lambda a, b: True
    ) -> None:
        """Pair what agrees in ``key`` where it is one on either side and ``fits``."""
        for old, new in self.groups(key):
            if len(old) == len(new) == 1 and fits(old[0], new[0]):
                self.take(old[0], new[0], how)

    def take_scored(self, scored: list[tuple[float, _Entry, _Entry]], how: How) -> None:
        """Pair by falling score; a pair is left where another of one of its records is as good within the margin."""
        scored.sort(key=lambda row: (-row[0], row[1].index, row[2].index))
        of_old: dict[int, list[tuple[float, int]]] = defaultdict(list)
        of_new: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for score, one, other in scored:
            of_old[one.index].append((score, other.index))
            of_new[other.index].append((score, one.index))
        for score, one, other in scored:
            if one.index not in self.old or other.index not in self.new:
                continue
            rivals = [found for found, at in of_old[one.index] if at != other.index and at in self.new]
            rivals += [found for found, at in of_new[other.index] if at != one.index and at in self.old]
            if not rivals or max(rivals) <= score - _MARGIN:
                self.take(one, other, how)


def pair_records(
    old: Sequence[Record], new: Sequence[Record], *, old_text: str | None = None, new_text: str | None = None
) -> Pairing:
    """Pair the records of two readings, of one document or of two versions.

    In this order: the same id and words (``same_place``); the same words, told apart where several share them by what
    they say, their agenda item and the text around (``same_quote``); the same name, title or figure, or a likeness of
    0.8 under the same agenda item (``like``). Records of different kinds are never paired.

    Args:
        old: Records of the earlier reading, any kinds.
        new: Records of the later one.
        old_text: The text the old records' spans count in: tells equal quotes apart.
        new_text: The text of the new ones.
    """
    items = _same_items(old, new)
    one = [_entry(index, record, old_text, {}) for index, record in enumerate(old)]
    other = [_entry(index, record, new_text, items) for index, record in enumerate(new)]
    matching = _Matching(one, other)
    matching.take_single(lambda entry: (entry.kind, entry.record.id, entry.quote), "same_place")
    _take_same_quotes(matching)
    matching.take_single(lambda e: (e.kind, e.item, e.naming) if e.naming and e.kind != "metric" else None, "like")
    matching.take_single(lambda e: (e.kind, e.item, e.content) if e.kind == "metric" else None, "like")
    _take_alike(matching)
    pairs = [Pair(old[index], new[found], how) for index, (found, how) in sorted(matching.found.items())]
    return Pairing(
        tuple(pairs),
        tuple(entry.record for entry in matching.old.values()),
        tuple(entry.record for entry in matching.new.values()),
    )


def _around(one: _Entry, other: _Entry) -> float:
    """Likeness of the text around two records; even where there is no text to tell."""
    return 0.5 if one.context is None or other.context is None else neighbourly(one.context, other.context)


def _printed(entry: _Entry) -> tuple[frozenset[str], ...] | None:
    """The surroundings as a key: equal where they are the same."""
    return None if entry.context is None else tuple(map(frozenset, entry.context.parts))


def _fits(one: _Entry, other: _Entry) -> bool:
    """Whether two records of the same words are likely one: a formula (異議なし) under another item is another."""
    return one.item == other.item or is_telling(one.record.quote) or _around(one, other) >= _SURROUNDED


def _settled(one: _Entry, other: _Entry) -> float:
    """How well two records of the same words agree in all else."""
    return (
        2.0 * (one.content == other.content)
        + 1.0 * (one.naming == other.naming)
        + 1.0 * (one.item == other.item)
        + 2.0 * _around(one, other)
    )


def _take_same_quotes(matching: _Matching) -> None:
    matching.take_single(lambda e: (e.kind, e.quote, e.naming, e.item), "same_quote")
    matching.take_single(lambda e: (e.kind, e.quote, e.item, _printed(e)) if e.context else None, "same_quote")
    matching.take_single(lambda e: (e.kind, e.quote), "same_quote", _fits)
    for old, new in matching.groups(lambda e: (e.kind, e.quote)):
        if len(old) * len(new) <= _MANY:
            pairs = [(one, other) for one in old for other in new if _around(one, other) >= _SURROUNDED]
            matching.take_scored([(_settled(one, other), one, other) for one, other in pairs], "same_quote")
    for old, new in matching.groups(lambda e: (e.kind, e.quote, e.naming, e.item)):
        # As many on either side and nothing to tell them apart: one after the other.
        if len(old) == len(new):
            for one, other in zip(old, new, strict=True):
                matching.take(one, other, "same_quote")


def _take_alike(matching: _Matching) -> None:
    """Pair reworded records: candidates share rare pieces, so that a long document takes no square of its length."""
    by_piece: dict[tuple[str, str], list[_Entry]] = defaultdict(list)
    for entry in matching.new.values():
        for piece in pieces(masked(entry.quote), 2):
            by_piece[entry.kind, piece].append(entry)
    scored = []
    for one in matching.old.values():
        wanted = sorted(
            (len(by_piece[one.kind, piece]), piece)
            for piece in pieces(masked(one.quote), 2)
            if (one.kind, piece) in by_piece and len(by_piece[one.kind, piece]) <= _COMMON
        )
        votes: Counter[int] = Counter()
        for _, piece in wanted[:_LOOKED_UP]:
            votes.update(entry.index for entry in by_piece[one.kind, piece] if entry.item == one.item)
        for index, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:_CANDIDATES]:
            other = matching.new[index]
            likeness = quote_likeness(one.quote, other.quote)
            if put_otherwise(one.quote, other.quote):
                named = 0.2 * (one.naming[:1] == other.naming[:1])
                scored.append((likeness + named + 0.2 * _around(one, other), one, other))
    matching.take_scored(scored, "like")
