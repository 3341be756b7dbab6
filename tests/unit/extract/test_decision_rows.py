"""Decisions printed as rows and lists: what stands under 決定事項, items with their results, the clerk behind a speaker."""

from collections.abc import Callable

import pytest

from minutes_pipeline.extract.decisions import extract_decisions
from minutes_pipeline.model.section import Outline

pytestmark = pytest.mark.usefixtures("rules_alone")

Build = Callable[..., Outline]

ROWS = [
    ("第1号議案　会則の一部改正について　可決", "approved"),
    ("2. 一時預かり事業の委託契約更新の件　全員異議なく承認", "approved"),
    ("1. 会費を年3,000円に改定する件　賛成３、反対０で可決", "approved"),
    ("3. 事務所移転の件　資料不足のため継続審議", "deferred"),
    ("協議第2号\tデマンド交通の運賃改定について\t継続協議", "deferred"),
    ("請願第１号　学級編制の弾力化を求める請願（不採択）", "rejected"),
    ("議案第４号　文化財保護審議会委員の委嘱について …… 同意", "approved"),
    ("陳情第３号　街路樹の剪定に関する陳情 → 差し戻し", "deferred"),
    ("同意第１号　監査委員の選任について　　　　　同　　意", "approved"),
    ("日程第３　会期の決定　　　　　１日間と決定", "decided"),
    ("議案第５号　副議長の選挙について　　　当選　丁野議員", "decided"),
    ("(2) 指定管理者の指定について：審査の結果、許可相当", "approved"),
]


@pytest.mark.parametrize(("text", "result"), ROWS)
def test_rows_of_items_with_their_results(text: str, result: str, outline_of: Build) -> None:
    (record,) = extract_decisions(outline_of(("#", "議案"), ("", text)))
    assert (record.quote, record.result) == (text, result)


@pytest.mark.parametrize(
    "text",
    [
        "令和５年度決算について　資料１",
        "議案第５号　備品の購入について（報告）",
        "番号\t協議事項\t結果",
        "報告第１号\t利用の実績について\t―",
        "窓口で受けた申請　決定まで30日",
    ],
)
def test_rows_without_a_result(text: str, outline_of: Build) -> None:
    assert extract_decisions(outline_of(("#", "議案"), ("", text))) == ()


def test_a_tag_beside_tags_says_what_an_item_is_for(outline_of: Build) -> None:
    lines = ("（1）利用の状況について（報告）", "（2）会計規程の改正について（承認）")
    assert extract_decisions(outline_of(*(("", line) for line in lines))) == ()
    (record,) = extract_decisions(outline_of(("", lines[1])))
    assert record.result == "approved"


@pytest.mark.parametrize("heading", ["決定事項", "決まったこと", "合意した内容"])
@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("災害ボランティアセンターを社会福祉協議会に設置する。", "decided"),
        ("見守り当番は班ごとに週１回", "decided"),
        ("会計の締め切りは次回に持ち越し", "deferred"),
    ],
)
def test_what_stands_under_settled(heading: str, text: str, result: str, outline_of: Build) -> None:
    (record,) = extract_decisions(outline_of(("#", heading), ("", text)))
    assert (record.quote, record.result) == (text, result)


@pytest.mark.parametrize("heading", ["決定事項", "主な意見"])
@pytest.mark.parametrize(
    "text", ["特になし。", "主なものは次のとおり。", "費用が安いためである。", "本当にこの日でよいのか。"]
)
def test_what_settles_nothing_even_there(heading: str, text: str, outline_of: Build) -> None:
    assert extract_decisions(outline_of(("#", heading), ("", text))) == ()


def test_headings_of_other_lists_settle_nothing(outline_of: Build) -> None:
    assert extract_decisions(outline_of(("#", "主な意見"), ("", "見守り当番は班ごとに週１回"))) == ()


def test_made_what_under_results(outline_of: Build) -> None:
    text = "なお、乙団体を次点とした。"
    (record,) = extract_decisions(outline_of(("#", "審査の結果"), ("", text)))
    assert record.result == "decided"
    assert extract_decisions(outline_of(("#", "審査の経過"), ("", "２団体を面接の対象とした。"))) == ()


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("来年度の会費は据え置き。", "decided"),
        ("花壇の手入れは検討課題とする。", "deferred"),
        ("本件は次回に再提出といたします。", "deferred"),
        ("指名推選とすることに異議がなかった。", "decided"),
        ("富樫委員を会長とすることを諮り、全員の賛成を得た。", "decided"),
        ("資料を整えることとされた。", "decided"),
        ("値上げはしないことに全員賛成", "decided"),
        ("陳情第１号は、閉会中の継続審査に付することといたします。", "deferred"),
    ],
)
def test_forms_of_settling(text: str, result: str, outline_of: Build) -> None:
    (record,) = extract_decisions(outline_of(("", text)))
    assert record.result == result


def test_a_chair_puts_off_what_nobody_opposes(outline_of: Build) -> None:
    text = "意見が分かれているので、次回までに別案を用意してもらい、改めて協議したい。"
    (record,) = extract_decisions(outline_of(("委員長", text)))
    assert record.result == "deferred"
    assert extract_decisions(outline_of(("委員", text))) == ()
