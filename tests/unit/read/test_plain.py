"""Encodings and physical lines of plain text."""

from __future__ import annotations

import pytest

from minutes_pipeline.errors import ReadError
from minutes_pipeline.read.plain import decode, is_wide_text, plausibility, read_plain
from minutes_pipeline.text.widths import columns

TEXT = "令和６年度 見本市環境審議会 会議録\n日時：令和６年５月１０日（金）\n髙橋委員から①について質問があった。\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("cp932"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "bom", "cp932", "utf-16", "utf-16-le", "utf-16-be", "utf-16-be-bom"],
)
def test_every_encoding_gives_the_same_text(data: bytes) -> None:
    assert decode(data) == TEXT


@pytest.mark.parametrize("short", ["日時", "会議録", "出席者：甲野", "１０月の利用者は３０人でした。", "議事録（案）"])
def test_short_euc_jp_is_not_taken_for_cp932(short: str) -> None:
    assert decode(short.encode("euc-jp")) == short


@pytest.mark.parametrize("short", ["日時", "会議録", "出席者：甲野", "１０月の利用者は３０人でした。", "議事録（案）"])
def test_short_cp932_is_not_taken_for_euc_jp(short: str) -> None:
    assert decode(short.encode("cp932")) == short


def test_iso_2022_jp() -> None:
    assert decode("会議録\n日時".encode("iso2022_jp")) == "会議録\n日時"


def test_a_cut_last_character_is_shown_and_the_rest_kept() -> None:
    assert decode("見本市の会議録について説明があった。".encode()[:-1]) == "見本市の会議録について説明があった\ufffd"


def test_random_bytes_are_refused() -> None:
    with pytest.raises(ReadError, match="文字として読めない"):
        decode(bytes((i * 89 + 41) % 256 for i in range(997)))


def test_plausibility_prefers_kana_and_kanji() -> None:
    assert plausibility("会議の日時") > plausibility("ﾌ汳ﾎ會ﾃ") > plausibility("\ue000\ue001\u0600")


def test_wide_text_needs_plausible_characters() -> None:
    assert is_wide_text("日時：令和６年".encode("utf-16-le"))
    assert not is_wide_text(bytes(range(1, 101)))


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("会議", 4), ("ｱ", 1), ("a\tb", 9), ("会議１２\t", 16)]
)
def test_columns(text: str, width: int) -> None:
    assert columns(text) == width


def test_lines_carry_their_indent_width_and_the_empty_line_before() -> None:
    items = read_plain("題名\r\n\r\n　本文です\r\n  続き", "a.txt", "0" * 64).items
    assert [(i.text, i.left, i.right, i.blank_before, i.block) for i in items] == [
        ("題名", 0, 4, False, 0),
        ("本文です", 2, 10, True, 2),
        ("続き", 2, 6, False, 3),
    ]


def test_control_characters_are_left_out_and_separators_part_lines() -> None:
    items = read_plain("会\u200b議\u2028録\x0c日\x00時\x85\ufeff場所", "a.txt", "0" * 64).items
    assert [item.text for item in items] == ["会議", "録", "日時", "場所"]


def test_an_empty_line_after_every_line_says_nothing() -> None:
    wrapped = ["あ" * 38 + "を", "い" * 38 + "に", "う" * 38 + "が"]
    lines = [line for _ in range(4) for line in (*wrapped, "終わりです。")]
    text = "\n\n".join(lines[:8]) + "\n\n\n\n" + "\n\n".join(lines[8:])
    flags = [item.blank_before for item in read_plain(text, "a.txt", "0" * 64).items]
    assert flags == [False] * 8 + [True] + [False] * 7


def test_empty_lines_count_where_only_some_lines_have_them() -> None:
    text = "\n".join("題\n\n本文\n続き" for _ in range(6))
    flags = [item.blank_before for item in read_plain(text, "a.txt", "0" * 64).items]
    assert flags == [False, True, False] * 6
