import pytest

from minutes_pipeline.cli.terminal import mark_all, pad, shorten, width_of, wrap


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("議題", 4), ("ｱｲ", 2), ("Ａ", 2), ("か\u3099", 2), ("①○", 2)]
)
def test_width_of(text: str, width: int) -> None:
    assert width_of(text) == width


def test_padded_columns_align() -> None:
    assert {width_of(pad(text, 12)) for text in ("", "議題", "a", "会議の名前", "第3回")} == {12}


@pytest.mark.parametrize("width", [10, 11, 12, 13])
def test_shorten_never_exceeds_its_width(width: int) -> None:
    assert width_of(shorten("地域福祉推進会議の記録", width)) <= width
    assert shorten("短い", width) == "短い"


@pytest.mark.parametrize("width", [12, 20, 33, 80])
def test_wrap_loses_nothing_and_keeps_to_its_width(width: int) -> None:
    text = "（仮称）minutes.db に保存した「相談支援」の件数は、令和5年度で1,200件であった。" * 3
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line) <= width for line in lines)
    assert all(line[0] not in "、。）」" for line in lines)
    assert all(line[-1] not in "（「" for line in lines)


def test_wrap_tears_only_a_word_wider_than_the_line() -> None:
    assert wrap("aaaaaaaaaaaaaaaaaaaa", 12) == ["aaaaaaaaaaaa", "aaaaaaaa"]


def test_wrap_keeps_line_breaks_and_empty_lines() -> None:
    assert wrap("一\n\n二", 10) == ["一", "", "二"]


def test_wrap_keeps_latin_words_whole() -> None:
    assert wrap("データベース outputs/minutes.db を開く", 24) == ["データベース", "outputs/minutes.db を開", "く"]


def test_marks_outside_a_terminal_are_brackets() -> None:
    assert mark_all("相談と課題の相談", [(0, 2), (6, 8)], 40) == ["【相談】と課題の【相談】"]


def test_marks_on_a_terminal_are_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minutes_pipeline.cli.terminal.is_styled", lambda: True)
    lines = mark_all("相談支援の件数と相談員の数", [(8, 10)], 12)
    plain = [line.replace("\x1b[1;33m", "").replace("\x1b[0m", "") for line in lines]
    assert plain == ["相談支援の件", "数と相談員の", "数"]
    assert lines[1] == "数と\x1b[1;33m相談\x1b[0m員の"
