"""Marks in the text: nothing is lost, the shortest record wins, a part of the text has the marks of the whole."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from minutes_pipeline.web.marking import stretches

_TEXT = "あいうえおかきくけこさしすせそ"
_PLACES = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=8)


@given(_PLACES)
def test_every_character_belongs_to_the_shortest_record(places: list[tuple[int, int]]) -> None:
    records = [(f"r{n}", "issue", min(place), max(place)) for n, place in enumerate(places)]
    found = stretches(_TEXT, records)
    assert "".join(one.text for one in found) == _TEXT
    lengths = {name: end - start for name, _, start, end in records}
    for at, owner in enumerate([one.record_id for one in found for _ in one.text]):
        covering = [lengths[name] for name, _, start, end in records if start <= at < end]
        assert (owner is None) == (not covering)
        assert owner is None or lengths[owner] == min(covering)


@given(_PLACES, st.integers(0, 14))
def test_a_part_covers_what_the_whole_covers(places: list[tuple[int, int]], offset: int) -> None:
    records = [(f"r{n}", "issue", min(place), max(place)) for n, place in enumerate(places)]
    part = stretches(_TEXT[offset : offset + 6], records, offset)
    assert "".join(one.text for one in part) == _TEXT[offset : offset + 6]
    covered = [one.record_id is not None for one in part for _ in one.text]
    assert covered == [
        any(start <= at < end for _, _, start, end in records) for at in range(offset, min(offset + 6, len(_TEXT)))
    ]
    anchors = [name for one in part for name in one.begins]
    assert sorted(anchors) == sorted(
        name for name, _, start, end in records if max(start, offset) < min(end, offset + 6, len(_TEXT))
    )


def test_the_wanted_record_wins_over_one_at_the_same_place() -> None:
    records = [("a", "issue", 0, 3), ("b", "metric", 0, 3), ("c", "goal", 1, 2)]
    assert {one.record_id for one in stretches("あいう", records, 0, "a")} == {"a"}


def test_ten_million_characters_take_no_time() -> None:
    text = "あ" * 10_000_000
    started = time.perf_counter()
    found = stretches(text, [(f"r{n}", "issue", n * 1000, n * 1000 + 1500) for n in range(5000)])
    assert time.perf_counter() - started < 2
    assert sum(len(one.text) for one in found) == len(text)
