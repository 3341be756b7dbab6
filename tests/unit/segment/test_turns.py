"""Speakers: which labels a document uses, and on which side they speak."""

from __future__ import annotations

import pytest

from minutes_pipeline.segment.parties import closes_turn, party_side
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.turns import find_labels, read_label, read_legend, side_of
from minutes_pipeline.text.folding import flat


def _pieces(lines: list[str]) -> list[Piece]:
    pieces, position = [], 0
    for number, line in enumerate(lines):
        pieces.append(Piece(number, position, position + len(line), flat(line)))
        position += len(line) + 1
    return pieces


def _speakers(lines: list[str], roster: str = "") -> list[str]:
    return [label.who for label in find_labels(_pieces(lines), roster)]


@pytest.mark.parametrize(
    ("lines", "speakers"),
    [
        (
            ["○議長（甲野一郎君）　ただいまから開きます。", "◯2番（乙川 進君）　伺います。"],
            ["議長(甲野一郎君)", "2番(乙川 進君)"],
        ),
        (
            ["〇関　三郎委員長　再開します。", "○広聴課長・広報担当課長兼務（丙田恵君）　お答えします。"],
            ["関 三郎委員長", "広聴課長・広報担当課長兼務(丙田恵君)"],
        ),
        (
            ["【事務局】資料を説明する。", "（委員１）賛成である。", "[5番委員]　反対です。"],
            ["事務局", "委員1", "5番委員"],
        ),
        (["委員：足りない。", "→事務局：検討する。", "丁野会長：では次に。"], ["委員", "事務局", "丁野会長"]),
        (["甲野委員長）ただいまから開きます。", "道路課長）お答えします。"], ["甲野委員長", "道路課長"]),
        (["甲野教育長　　ただいまから開きます。", "外川委員　　　給食は足りますか。"], ["甲野教育長", "外川委員"]),
        (["委員", "図が見にくい。", "事務局", "直します。"], ["委員", "事務局"]),
        (["議長\t異議がありません。", "５番委員\t排水が心配です。"], ["議長", "5番委員"]),
        (["○（委員）人手が足りない。", "●（環境課長）来年度に行う。"], ["委員", "環境課長"]),
        (["Q：いつまでか。", "A：3月までである。"], ["Q", "A"]),
        (["会　長　　採決します。", "事　務　局　　説明します。"], ["会 長", "事 務 局"]),
    ],
)
def test_speakers(lines: list[str], speakers: list[str]) -> None:
    assert _speakers(lines) == speakers


@pytest.mark.parametrize(
    "lines",
    [
        ["○委員の任命について", "○会長の選出", "○日程第１　会議録署名委員の指名"],
        ["課題：人手が足りない。", "担当：総務課", "利用者：3045人"],
        ["（了承）", "（総員挙手）", "（資料に基づき、事務局から説明）"],
        ["会長　挨拶（甲野会長）", "閉会の言葉（乙川副会長）"],
        ["委員の発言　　なし", "参加者の声　　多数"],
        ["・会長に甲野氏を選任した。", "・事務局から報告した。"],
    ],
)
def test_no_speakers(lines: list[str]) -> None:
    assert _speakers(lines) == []


def test_surnames_count_only_from_the_roster() -> None:
    lines = ["小池：始めます。", "大野：足りない。", "三輪：借りましょう。", "費用：三万円"]
    assert _speakers(lines, roster="参加者 小池、大野、三輪") == ["小池", "大野", "三輪"]
    assert _speakers(lines) == []


def test_one_colon_label_is_no_habit() -> None:
    assert _speakers(["事務局：総務課が担当する。", "会場は市役所である。"]) == []


def test_legend_gives_marks_their_speaker() -> None:
    lines = [
        "2　議事の概要（○：委員，●：事務局，⇒：まとめ）",
        "○　応募が減っている。",
        "●　呼び掛けを行う。",
        "⇒　継続して検討する。",
    ]
    assert read_legend(_pieces(lines)) == {"○": "委員", "●": "事務局", "⇒": "まとめ"}
    assert _speakers(lines) == ["委員", "事務局", "まとめ"]


@pytest.mark.parametrize(
    ("label", "side"),
    [
        ("委員長", "chair"), ("議長(甲野太郎君)", "chair"), ("乙川座長", "chair"), ("司会", "chair"),
        ("副委員長", "member"), ("委員1", "member"), ("3番(乙川 進君)", "member"), ("12番", "member"),
        ("A委員", "member"),
        ("事務局(丙田)", "secretariat"), ("書記", "secretariat"),
        ("道路課長", "explainer"), ("みなと振興部次長", "explainer"), ("説明員", "explainer"), ("教育長", "explainer"),
        ("丁野", "other"),
    ],
)  # fmt: skip
def test_side(label: str, side: str) -> None:
    assert side_of(label) == side


PARTIES = [
    (
        [
            "事務局　　資料を説明する。",
            "委員　　　宿が少ない。",
            "観光課　　来年度に検討する。",
            "健康づくり課　会場を増やす。",
        ],
        ["事務局", "委員", "観光課", "健康づくり課"],
    ),
    (
        ["（委員長）始めます。", "（担当課）休館が響いた。", "（委　員）会員が足りない。", "（担当課）講座を開く。"],
        ["委員長", "担当課", "委 員", "担当課"],
    ),
    (
        ["（住民）道が狭い。", "（道路課長）測量を行う。", "（住民）段差がある。", "（総務部長）直します。"],
        ["住民", "道路課長", "住民", "総務部長"],
    ),
    (
        [
            "問　配達の業者が少ないのではないか。",
            "答　参入を働きかける。",
            "問　昼食だけか。",
            "答　夕食は考えていない。",
        ],
        ["問", "答", "問", "答"],
    ),
    (
        [
            "甲野委員長　　始めます。",
            "乙川委員　　　質問です。",
            "丙田委員　　　資料が足りない。",
            "副委員長　指標に加えてはどうですか。",
        ],
        ["甲野委員長", "乙川委員", "丙田委員", "副委員長"],
    ),
]


@pytest.mark.parametrize(("lines", "speakers"), PARTIES)
def test_parties_and_departments_speak_where_the_document_prints_its_labels(
    lines: list[str], speakers: list[str]
) -> None:
    assert _speakers(lines) == speakers


@pytest.mark.parametrize(
    "lines",
    [
        ["福祉課　相談を受け付けた。", "健康課　健診を行った。"],  # a report by departments, nobody else speaks
        ["（住民）", "（観光課）", "（健康課）"],
        ["問　い合わせ先", "答　え", "課題　　人手が足りない。", "効果　　利用が増えた。"],
        ["問　料金はいくらか。", "課題　人手が足りない。"],
    ],
)
def test_no_party_speaks(lines: list[str]) -> None:
    assert _speakers(lines) == []


def test_a_surname_that_ends_like_a_department_is_none() -> None:
    assert party_side("長谷部") is None
    assert party_side("総務部") == "explainer"
    assert party_side("住民") == "member"


@pytest.mark.parametrize(
    "text", ["採決の結果　全会一致で可決した。", "討論　反対の討論があった。", "【結果】承認した。", "審議結果：可"]
)
def test_an_outcome_closes_the_turn(text: str) -> None:
    assert closes_turn(flat(text))


@pytest.mark.parametrize("text", ["結果は良好である。", "採決に移ります。", "（委員）結果　が出ない。"])
def test_talk_of_outcomes_closes_no_turn(text: str) -> None:
    assert not closes_turn(flat(text))


@pytest.mark.parametrize(
    ("line", "speaks"),
    [
        ("・防災教室の参加者　124人（前の年より18人増）", False),
        ("・相談員　３名、事務職員　２名", False),
        ("○委員　延べ1,200人", False),
        ("○委員　３人で足りるのですか。", True),
        ("○相談員　月に40件ほど受けています。", True),
    ],
)
def test_people_counted_do_not_speak(line: str, speaks: bool) -> None:
    """A label with nothing but a count behind it is what is counted."""
    assert (read_label(0, flat(line)) is not None) is speaks
