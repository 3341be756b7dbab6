"""Names are masked wherever they stand, posts and places stay, and nothing moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_pipeline.publish.masking import Masker, NameList, surname_of

NAMES = NameList(
    frozenset({"鳴海太郎", "林花子", "高野三郎"}), frozenset({"鳴海", "林", "高野"}), frozenset({"鳴海邸"})
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("鳴海太郎委員が発言した。", "●●●●委員が発言した。"),
        ("鳴　海　太　郎", "●　●　●　●"),
        ("福祉部　鳴海次長", "福祉部　●●次長"),
        ("髙野三郎（会長）と高野委員", "●●●●（会長）と●●委員"),
        ("林委員、林　花子", "●委員、●　●●"),
        ("○鳴海　お答えします。", "○●●　お答えします。"),
        ("矢吹さんから意見があった。", "●●さんから意見があった。"),
        ("会長（佐々木健一君）", "会長（●●●●●君）"),
    ],
)
def test_masked(text: str, masked: str) -> None:
    assert Masker(NAMES).mask(text) == masked


@pytest.mark.parametrize(
    "text",
    ["鳴海町の公園", "鳴海邸の保存", "林業の振興", "森林課長が説明した。", "部長が説明した。", "小学校の校長会", ""],
)
def test_left(text: str) -> None:
    assert Masker(NAMES).mask(text) == text


@given(st.text(alphabet="鳴海太郎林花子高髙野三 　、。次長町委員さんA1", max_size=40))
def test_length_and_spaces_stay(text: str) -> None:
    masked = Masker(NAMES).mask(text)
    assert len(masked) == len(text)
    assert all(new in (old, "●") and (new.isspace() == old.isspace()) for old, new in zip(text, masked, strict=True))
    assert "鳴海太郎" not in masked


@pytest.mark.parametrize(
    ("name", "surname"), [("鈴木一郎", "鈴木"), ("林花子", "林"), ("森", "森"), ("五十嵐さちこ", "五十嵐")]
)
def test_surname(name: str, surname: str) -> None:
    assert surname_of(name) == surname


def test_a_given_name_before_an_honorific_and_a_full_name_over_two_lines() -> None:
    names = NameList(frozenset({"水無瀬さちこ"}), frozenset({"水無瀬"}), given=frozenset({"さちこ"}))
    assert Masker(names).mask("さちこ委員\n水無瀬\nさちこ\nさちこの町") == "●●●委員\n●●●\n●●●\nさちこの町"
