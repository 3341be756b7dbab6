"""Minutes that a copy has put on one line: every example of the rule table is a test."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from minutes_pipeline.layout.unfold import CUTS, Cut, cuts_of, found_by
from minutes_pipeline.model.document import Document


@pytest.mark.parametrize(("cut", "text"), [(c, t) for c in CUTS for t in c.accepts], ids=lambda v: getattr(v, "id", v))
def test_accepts(cut: Cut, text: str) -> None:
    assert found_by(cut, text)


@pytest.mark.parametrize(("cut", "text"), [(c, t) for c in CUTS for t in c.rejects], ids=lambda v: getattr(v, "id", v))
def test_rejects(cut: Cut, text: str) -> None:
    assert not found_by(cut, text)


def _cut(text: str) -> list[str]:
    return [text[a:b].strip() for a, b in pairwise([0, *cuts_of(text), len(text)]) if text[a:b].strip()]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "○事務局（甲野）　　始めます。　○乙川委員長　　では、議題です。　　次に、報告です。　（「はい」の声あり）",
            [
                "○事務局（甲野）　　始めます。",
                "○乙川委員長　　では、議題です。",
                "次に、報告です。",
                "（「はい」の声あり）",
            ],
        ),
        (
            "見本町総会会議録　招集年月日　平成２８年１０月１１日　招集場所　見本町役場　開会時間　午後１時",
            ["見本町総会会議録", "招集年月日　平成２８年１０月１１日", "招集場所　見本町役場", "開会時間　午後１時"],
        ),
        (
            "題目　１．開　会　２．報　告　３．議　事　議　案　第　１　号　条例の改正について",
            ["題目", "１．開　会", "２．報　告", "３．議　事", "議　案　第　１　号　条例の改正について"],
        ),
        (
            "加入率は〇％で、○○市の平均は 3.5 人だった。次に進む。",
            ["加入率は〇％で、○○市の平均は 3.5 人だった。次に進む。"],
        ),
    ],
)
def test_pieces(text: str, pieces: list[str]) -> None:
    assert _cut(text) == pieces


def test_only_long_lines_are_unfolded(lay_text: Callable[[str], Document]) -> None:
    short = "始めます。　次に、報告です。　終わります。"
    assert lay_text(short).text == short
    assert lay_text(short * 20).text.count("\n") > 20


def test_a_second_speaker_is_cut_off_at_any_length(lay_text: Callable[[str], Document]) -> None:
    text = "○議長（甲野太郎君）　次に進みます。　○２番（乙川花子君）　賛成です。"
    assert lay_text(text).text.split("\n") == ["○議長（甲野太郎君）　次に進みます。", "○２番（乙川花子君）　賛成です。"]


def test_nothing_is_lost(lay_text: Callable[[str], Document]) -> None:
    text = "見本市議会会議録　日　　時　　令和６年６月１日　場　　所　　議場〇出席議員（２名）　甲野　乙川　" * 8
    assert "".join(lay_text(text).text.split()) == "".join(text.split())
