"""Quantities: number and unit, ranges over two units, and what only looks like a unit."""

import pytest

from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.units import find_quantities


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("延べ４３人が", 43, "人"),
        ("25千円を", 25000, "円"),
        ("8,666億4,000万円", 866640000000, "円"),
        ("5.6％で", 5.6, "%"),
        ("4.5ポイント下回る", 4.5, "ポイント"),
        ("２．３ｈａである", 2.3, "ha"),
        ("9,377㎡です", 9377, "㎡"),
        ("2.8mg/Lで", 2.8, "mg/L"),
        ("約1.2km、", 1.2, "km"),
        ("23か所で", 23, "か所"),
        ("９カ所の", 9, "カ所"),
        ("174日間", 174, "日間"),
        ("４カ月間試行", 4, "カ月間"),
        ("142自治会のうち", 142, "自治会"),
        ("４測定局の全て", 4, "測定局"),
        ("７路線で", 7, "路線"),
        ("18床が", 18, "床"),
        ("３段目の12筆を", None, None),
        ("６つの圏域に", 6, "圏域"),
        ("４８事業のうち", 48, "事業"),
        ("12消防団が", 12, "消防団"),
        ("３００kWhを", 300, "kWh"),
        ("25本分計上", 25, "本"),
        ("３団体増の", 3, "団体"),
        ("携帯トイレ８万回分を", 80000, "回分"),
        ("318字を解読", 318, "字"),
        ("申出はゼロ件でした", 0, "件"),
    ],
)
def test_unit(text: str, value: float | None, unit: str | None) -> None:
    found = [q for q in find_quantities(flat(text)) if not q.hidden]
    if value is None:
        assert [(q.value, q.unit) for q in found] == [(12, "筆")]
    else:
        assert [(q.value, q.unit) for q in found] == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("150人から180人の申込み", 150, 180, "人"),
        ("3,000円から3,400円までとする", 3000, 3400, "円"),
        ("96％～97％で", 96, 97, "%"),
        ("３～４割", 3, 4, "割"),
        ("５、６世帯", 5, 6, "世帯"),
    ],
)
def test_range(text: str, low: int, high: int, unit: str) -> None:
    assert [(q.value, q.value_max, q.unit) for q in find_quantities(flat(text))] == [(low, high, unit)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("８人から６人に減り", [8, 6]),
        ("６人から10人に増え", [6, 10]),
        ("月額600円から700円に改定", [600, 700]),
        ("12.8％から18.4％に増え", [12.8, 18.4]),
        ("33人から57件の意見", [33, 57]),
        ("106万円から109万円とする", [1060000, 1090000]),
    ],
)
def test_change_is_two(text: str, values: list[float]) -> None:
    found = find_quantities(flat(text))
    assert [q.value for q in found] == values
    assert all(q.value_max is None for q in found)


@pytest.mark.parametrize(
    "text",
    [
        "令和５年度",
        "３階",
        "５号車",
        "第３条",
        "２丁目",
        "３年生",
        "20時",
        "10年前",
        "３点目",
        "１市２町",
        "５段階",
        "二次募集",
        "４世代",
        "三者協議会",
    ],
)
def test_hidden(text: str) -> None:
    assert all(q.hidden or q.kanji for q in find_quantities(flat(text)))


@pytest.mark.parametrize(("text", "unit"), [("３部門", "部"), ("４校長", "校"), ("２社協", "社"), ("５組合", "組")])
def test_counter_inside_another_word(text: str, unit: str) -> None:
    assert [q.unit for q in find_quantities(flat(text))] != [unit]
