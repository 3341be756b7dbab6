"""What is tried only where its first characters or its delimiters stand is found wherever it was found without that."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from minutes_pipeline.segment import (
    agenda_list,
    header_labels,
    headings,
    label_grammar,
    parties,
    piece_head,
    titles,
    turns,
)
from minutes_pipeline.text.openings import characters

parser: Any = importlib.import_module("re._parser")
WORDS = "会長 委員 事務局 観光課 山田 太郎 会議 日 時 場所 出席 の を は 、 。 : ( ) 「 」 【 】 ○ ・ 1 2 . ① 第 号 議案 → - 兼 番 Q 答 ?"
LINES = st.lists(st.sampled_from([*WORDS.split(), " ", "  ", "\t"]), max_size=14).map("".join)


@pytest.mark.parametrize(
    ("opens", "pattern"),
    [
        *((form.opens, form.pattern) for form in headings.FORMS),
        *((form.opens, form.pattern) for form in turns.FORMS if form.opens),
        *((form.opens, form.pattern) for form in headings.TAG_FORMS),
        ("".join(piece_head._MARK_OPENS - {"-"}) + "-", piece_head._MARK),
        (headings.MARK[1:-1], headings._MARK_HEAD),
    ],
)
def test_no_pattern_begins_with_another_character(
    opens: str, pattern: re.Pattern[str], first_characters: Callable[[re.Pattern[str]], set[str]]
) -> None:
    assert first_characters(pattern) <= characters(opens)


@given(LINES)
@settings(max_examples=300)
def test_the_label_is_that_of_the_first_form_that_matches(text: str) -> None:
    form = next((form for form in turns.FORMS if form.pattern.match(text)), None)
    label = turns.read_label(0, text)
    counted = form is not None and turns._COUNT_OF.match(text, form.pattern.match(text).end())  # type: ignore[union-attr]
    assert (None if form is None or counted else form.id) == (None if label is None else label.form)


@given(LINES)
@settings(max_examples=300)
def test_a_party_stands_where_a_layout_matches(text: str) -> None:
    assert not any(pattern.match(text) for _, pattern in parties.LAYOUTS) or parties._PLACED.match(text)


@given(LINES, st.integers(0, 6))
@settings(max_examples=300)
def test_the_longest_label_is_that_of_the_whole_table(text: str, position: int) -> None:
    assume(not text[position : position + 1].isspace())  # What stands before a label is passed over first.
    patterns = dict.fromkeys(pattern for patterns in header_labels._PATTERNS.values() for _, pattern in patterns)
    of_body = [pattern for _, pattern in header_labels._OF_BODY] if position < 4 else []
    ends = [found.end() for pattern in [*patterns, *of_body] if (found := pattern.match(text, position))]
    assert header_labels._longest(text, position, len(text))[1] == max(ends, default=position)


@pytest.mark.parametrize(
    ("words", "openings"),
    [
        ("(会議の|会議)?(開催)?日", {"会議", "開催", "日"}),
        ("時", {"時"}),
        ("委?員(長|名)?", {"委員", "員", "員長", "員名"}),
        ("出(席|欠)者", {"出席", "出欠"}),
    ],
)
def test_the_openings_of_a_word_of_the_table(words: str, openings: set[str]) -> None:
    assert header_labels._openings(words) == openings


@given(LINES)
@settings(max_examples=300)
def test_a_composed_label_begins_with_a_part_of_a_label(text: str) -> None:
    cell = label_grammar._CELL.match(text)
    bare = "".join(cell[0].split()) if cell is not None else ""
    assert label_grammar._kind_of(bare) is False or label_grammar._BEGINS.match(bare)


@given(LINES)
def test_the_end_of_a_statement_stands_within_its_last_characters(text: str) -> None:
    bounds = parser.parse(titles._PROSE_END.pattern).getwidth()
    assert bounds[1] <= titles._LONGEST_END
    bare = text.strip()
    found = titles._PROSE_END.search(bare) is not None
    assert found == (titles._PROSE_END.search(bare, max(0, len(bare) - titles._LONGEST_END)) is not None)


@given(st.text("予算案事業計画について", max_size=9), st.text("予算案事業計画について", max_size=9))
def test_titles_are_alike_by_the_ratio_of_their_letters_in_order(left: str, right: str) -> None:
    matcher = SequenceMatcher(None, *sorted((left, right), key=len), autojunk=False)
    if left == right or min(len(left), len(right)) < 4:
        assert agenda_list.same_title(left, right) == (left == right != "")
    elif matcher.ratio() >= 0.85:
        assert agenda_list.same_title(left, right)
