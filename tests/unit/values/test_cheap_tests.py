"""What one letter tells beforehand is what the whole pattern would have told."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from minutes_pipeline.values import departments, names, posts

FRAGMENTS = "副 主任 課長 課 長 補佐 代理 総務 部 次長 兼 ・ 教育長 市 町 健康 係 会 委員 センター ) ( 山田 太郎 付 心得 事務取扱 理事 担当 氏 側 地区 各 計 9"
WORDS = st.lists(st.sampled_from(FRAGMENTS.split()), max_size=6).map("".join)


@given(WORDS, st.integers(0, 2))
@settings(max_examples=400)
def test_a_title_at_the_end_is_found(word: str, start: int) -> None:
    found = posts._TITLE_END.search(word, start)
    assert posts._title_start(word, start) == (None if found is None else found.start())
    assert posts.is_title(word) == (posts._TITLE_WHOLE.fullmatch(word) is not None)


@given(WORDS)
@settings(max_examples=400)
def test_the_end_of_a_unit_and_the_beginning_of_a_department_are_found(word: str) -> None:
    assert departments._END.search(word) is None or word[-1] in departments._END_LAST
    stem = departments._STEM.match(word)
    assert departments.begins_like_unit(word) == (stem is not None)


@given(st.sampled_from("欠席 です 6 計9名 各課 地区側 同部長 外3 有り".split()), WORDS)
def test_what_is_nobodys_name_stays_so_with_more_behind_it(word: str, more: str) -> None:
    assert names.name_likeness(word) < 0
    if not word.endswith(("側", "有り")):
        assert names.name_likeness(word + more) < 0
