"""Qualifiers and direction around a figure."""

import pytest

from minutes_pipeline.extract.metric_qualifiers import marks_of
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.units import find_quantities


def _marks(text: str):  # type: ignore[no-untyped-def]
    folded = flat(text)
    return marks_of(folded, next(q for q in find_quantities(folded) if not q.hidden))


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("約120人が", "about"),
        ("およそ５割を", "about"),
        ("おおむね30件", "about"),
        ("2000件前後", "about"),
        ("20分ほどの待ち時間", "about"),
        ("３回程度", "about"),
        ("25人ぐらい", "about"),
        ("概算で道路工事が600万円", "about"),
        ("ほぼ300人", "nearly"),
        ("５万円近く", "nearly"),
        ("２割弱に", "nearly"),
        ("1,200人超が", "over"),
        ("６か月以上", "over"),
        ("２割強", "over"),
        ("１億円余り", "over"),
        ("10件を超える", "over"),
        ("12％以下", "under"),
        ("５人未満", "under"),
        ("１週間以内に", "under"),
        ("１割に満たない", "under"),
        ("全体の４割に届いていません", "under"),
        ("参加が１割もない", "under"),
        ("応募が10人もいません", "under"),
        ("空調が20年を過ぎて", "over"),
        ("前回の５割にも及ばず", "under"),
        ("最大15万円", "at_most"),
        ("上限５万円の補助", "at_most"),
        ("年24回まで利用できる", "at_most"),
        ("ほぼ2000人近く", "nearly"),
        ("300余名が", "over"),
        ("10人を上限に募集する", "at_most"),
        ("50人を割る", "under"),
        ("約20名弱", "nearly"),
    ],
)
def test_qualifier(text: str, qualifier: str) -> None:
    assert _marks(text).qualifier == qualifier


@pytest.mark.parametrize(
    "text",
    [
        "11人まで減る見込み",
        "0.8トンまで落ちている",
        "3,000円から3,400円までとする",
        "9月末までに143件",
        "目標の50人を超えた",
        "計画の目標60％に届いていない",
        "計画で見込んだ8,200人には及ばない",
        "弱視の児童３人が",
        "成約29件",
        "予約30件",
        "契約５件",
        "120人が参加",
        "6,300万円を切り捨てて",
    ],
)
def test_no_qualifier(text: str) -> None:
    assert _marks(text).qualifier is None


@pytest.mark.parametrize(
    "text",
    [
        "18.6％減少した",
        "約６割の減",
        "11世帯減りました",
        "３％以上の削減が必要",
        "5.5ポイント低下した",
        "4.5ポイント下回りました",
        "事務の時間を２割ほど減らす",
    ],
)
def test_fall(text: str) -> None:
    assert _marks(text).fall


@pytest.mark.parametrize(
    "text",
    ["５人に減少した", "３団体増えた", "20人が不足する", "12件の遅れ", "38人多かった", "50％の減免を受ける", "４件増"],
)
def test_no_fall(text: str) -> None:
    assert not _marks(text).fall
