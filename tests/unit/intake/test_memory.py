"""What a reading process holds in memory does not grow with the files it has read."""

import gc
from collections.abc import Iterator

import pytest

from minutes_pipeline.intake.limits import collect_seldom, forget_lines
from minutes_pipeline.text import tokens
from minutes_pipeline.text.tokens import tokenize


@pytest.fixture
def collector() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


@pytest.mark.usefixtures("collector")
def test_lines_are_forgotten_and_the_dictionary_is_not() -> None:
    tokenize("原案を承認した。")
    dictionary = tokens._dictionary()
    collect_seldom()
    forget_lines()
    assert tokenize.cache_info().currsize == 0
    assert tokens._dictionary() is dictionary
    assert gc.get_freeze_count() > 0
