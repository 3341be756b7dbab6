"""Likeness of texts: what two formats of one text may differ in, and what makes another text."""

from __future__ import annotations

import time

import pytest

from minutes_pipeline.compare.likeness import is_telling, put_otherwise, same_text, text_likeness, words_exchanged

TEXT = (
    "第３回　青葉ヶ丘市地域福祉推進会議\n日時　令和６年５月17日（金）\n１　開会\n会長があいさつした。\n"
    "２　相談体制について\n事務局から、窓口の利用者は3,045人で、前年度を上回ったとの説明があった。\n"
    "髙橋委員から、担い手の確保に苦慮しているとの発言があった。\n原案のとおり承認した。"
)


@pytest.mark.parametrize(
    "other",
    [
        TEXT.replace("\n", ""),
        TEXT.replace("、", "，").replace("。", "．").replace("　", " "),
        TEXT.replace("３", "3").replace("（", "(").replace("17", "１７"),
        TEXT.replace("窓口の利用者は3,045人で、", "").replace(
            "説明があった。", "説明があった。窓口の利用者は3,045人で、"
        ),
        TEXT.replace("髙橋", "髙橋たかはし"),
        TEXT.replace("青葉", "あおば青葉").replace("丘市", "丘おか市"),
    ],
)
def test_one_text_in_two_formats(other: str) -> None:
    assert same_text(TEXT, other)
    assert same_text(other, TEXT)


@pytest.mark.parametrize(
    "other",
    [
        TEXT.replace("3,045", "3,054"),
        TEXT.replace("承認した", "否決した"),
        TEXT.replace("承認した", "承認しなかった"),
        TEXT.replace("上回った", "上回らなかった"),
        TEXT.replace("17日", "18日"),
        TEXT.replace("第３回", "第６回").replace("６年", "３年"),
        TEXT.replace("会長が", "委員が").replace("髙橋委員", "髙橋会長"),
        TEXT.replace("髙橋委員", "大橋委員"),
        TEXT + "\n（追記）",
        TEXT.replace("会長があいさつした。\n", ""),
        TEXT.replace("あいさつ", "あいさつなど"),
        "",
        TEXT[:20],
    ],
)
def test_another_text(other: str) -> None:
    assert not same_text(TEXT, other)
    assert not same_text(other, TEXT)


def test_of_one_format_a_moved_paragraph_is_a_revision() -> None:
    lines = TEXT.split("\n")
    moved = "\n".join([*lines[:4], *lines[6:7], *lines[4:6], *lines[7:]])
    assert same_text(TEXT, moved)
    assert not same_text(TEXT, moved, one_format=True)


@pytest.mark.parametrize(
    ("other", "least", "most"),
    [
        (TEXT, 1.0, 1.0),
        (TEXT.replace("　", "").replace("\n", ""), 1.0, 1.0),
        (TEXT.replace("3,045", "2,998"), 0.9, 0.99),
        (TEXT + "\n" + TEXT[:40], 0.8, 0.95),
        (
            "みどり町会の総会を公民館で開き、役員を改選した。会費は据え置くこととし、夏祭りの日程を決めた。" * 2,
            0.0,
            0.1,
        ),
        ("", 0.0, 0.0),
        ("。。。", 0.0, 0.0),
    ],
)
def test_likeness(other: str, least: float, most: float) -> None:
    assert least <= text_likeness(TEXT, other) <= most
    assert text_likeness(TEXT, other) == text_likeness(other, TEXT)


def test_likeness_takes_linear_time() -> None:
    def seconds(length: int) -> float:
        text = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(length))
        begun = time.process_time()
        text_likeness(text, text[1:] + "終")
        same_text(text, text[1:] + "終")
        return time.process_time() - begun

    seconds(20_000)
    assert seconds(200_000) < 40 * max(seconds(20_000), 0.005)


@pytest.mark.parametrize(
    ("first", "second", "exchanged"),
    [
        ("周知が足りない", "周知が不足している", False),
        ("相談窓口について", "相談窓口に関して", False),
        ("東町の花壇", "西町の花壇", True),
        ("費用を調査する", "費用を検討する", True),
        ("利用者は10人", "利用者は20人", False),
        ("髙橋委員", "高橋委員", False),
        ("ボランティアの確保", "サポーターの確保", True),
        ("窓口を開く", "夜間も窓口を開く", False),
    ],
)
def test_words_in_place_of_others(first: str, second: str, exchanged: bool) -> None:
    assert words_exchanged(first, second) is exchanged
    assert words_exchanged(second, first) is exchanged


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("窓口の開設時間を次回までに調査する。", "窓口の開設時間を、次回までに調査することとする。", True),
        ("利用者：3,045人", "利用者：12人", True),
        ("障がい者への周知が不足している。", "障がい者への周知が不足していた。", True),
        ("原案のとおり承認された。", "担い手の確保が課題である。", False),
        ("開会", "閉会", False),
    ],
)
def test_put_otherwise(first: str, second: str, same: bool) -> None:
    assert put_otherwise(first, second) is same


def test_formulas_tell_nothing() -> None:
    assert not any(map(is_telling, ("異議なし。", "原案のとおり承認された。", "次回は10月。", "3件")))
