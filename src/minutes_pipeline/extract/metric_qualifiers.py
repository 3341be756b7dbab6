"""Qualifiers (限定) and direction (増減) printed around a quantity.

``約・およそ・前後・程度・ほど`` about, ``ほぼ・近く・弱`` nearly, ``以上・超・強・余り`` over, ``以下・未満・以内`` under, ``最大・上限・まで``
at_most. What stands behind the figure wins over what stands before it. まで with a verb of change behind it (11人まで減る) is the
goal of a change and no limit; a range has no まで (3,000円から3,400円まで).

A fall told of the figure itself (18.6%減少, 約6割の減, 11世帯減りました, 3%以上の削減) makes it negative; a fall *to* a figure
(3人に減り, 0.8トンまで落ち) does not, nor does a rise, a shortage or a delay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from minutes_pipeline.values.units import Quantity

Qualifier = Literal["about", "nearly", "over", "under", "at_most"]

_S = r"\s{0,2}"
_CHANGE_VERB = (
    r"(?:減|増|落ち|落と|伸び|下が|下げ|上が|上げ|縮|回復|拡|引き|達し|進|戻|膨|"
    r"広が|改善|低下|上昇|悪化|至)"
)
_LEFT_FORMS: tuple[tuple[Qualifier, str], ...] = (
    (
        "about",
        r"(?:(?<![成契予解節条要制公協規特誓盟婚集大簡倹先])約|およそ|おおよそ|おおむね|概ね|凡そ|だいたい|大体|ざっと|推計で|概算で(?:は)?[^、。0-9]{0,12})",
    ),
    ("nearly", r"(?:ほぼ|ほとんど)"),
    ("at_most", r"(?:最大(?:で)?|上限(?:額)?(?:を)?|限度額?(?:を)?|多くて(?:も)?|最長(?:で)?|最高(?:で)?)"),
)
_LEFT = tuple((name, re.compile(pattern + _S + r"$")) for name, pattern in _LEFT_FORMS)
# Words between a qualifier and its number (約延べ, ほぼ年).
_BETWEEN = re.compile(r"(?:延べ|のべ|計|合計|総額|年間?|月|一日|1日|平均|全)\s?$")
_RIGHT_FORMS: tuple[tuple[Qualifier, str], ...] = (
    (
        "over",
        r"(?:以上|超(?!過|勤)|強(?![化い])|余り|あまり|余(?![剰暇裕])|を過ぎ(?!な)|を(?:大きく|"
        r"はるかに|優に)?(?:超え|越え)(?!な)|オーバー)",
    ),
    (
        "under",
        r"(?:以下|未満|以内|も(?:な[いくか]|い(?:な[いくか]|ません)|ありません|おりません|ございません)|に(?:も)?満た|を切(?:っ|る|り(?!捨))|を割(?:っ|り込|る)|に(?:は|も|すら)?(?:届[いか]|及[ばん])(?=な|ず|て(?:い|お)))",
    ),
    ("nearly", r"(?:近く(?!の[一-龠])|弱(?![いくまっ])|足らず|に(?:も)?迫)"),
    ("about", r"(?:前後|程度|ほど(?!な)|ぐらい|くらい|内外|見当|程(?=[、。のにがをはでとし]|$))"),
)
_RIGHT = tuple((name, re.compile(_S + pattern)) for name, pattern in _RIGHT_FORMS)
_UP_TO = re.compile(rf"{_S}(?:(?:を|が)(?:上限|限度)|(?:まで|迄)(?!{_S}(?:に|の間)|[^。、]{{0,8}}{_CHANGE_VERB}))")
_TARGET_BEFORE = re.compile(
    r"(?:見込んだ|見込まれた|見込んでいた|掲げた|掲げる|定めた|目標|目安|平均|ピーク|過去最[多高]|上限|計画|予定|予算|見込み?|前年度?|昨年度?|定員|基準)(?:値|額|数)?(?:の|"
    r"である)?\s?$"
)
_FALL = re.compile(
    rf"(?:\([^()]{{1,16}}\)|\))?{_S}(?:(?:の|も|ほど|程度|近く|前後|以上|余り|強|弱|分|ずつ)\s?){{0,3}}(?:、(?!減[一-龠]{{0,2}}(?:した|する|った|る)(?:もの|[一-龠])))?(?:を(?=減額|減ら|削減|圧縮))?(?:大幅に|大きく|わずかに|やや)?"
    r"(?:減(?!価|免|塩|災|速|点|税)|削減|低下|下落|縮小|マイナス|下回|下が|下げ|"
    r"落ち込|目減|少な(?!くとも)|減り方|短縮|縮ま|縮み|圧縮|後退|沈下|割れ|悪化した水準|"
    r"引き下げ|引下げ|カット|値下)"
)
_FALL_NOT = re.compile(rf"{_S}(?:の)?(?:削減目標|低下傾向にあ)")
_FALL_BEFORE = re.compile(r"(?:マイナス|減は|減少(?:幅|率)?は)\s?(?:約)?\s?$")


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands around a figure: its qualifier, where the phrase with it begins and ends, whether it tells a fall."""

    qualifier: Qualifier | None
    start: int
    end: int
    fall: bool


_LIMIT_TOPIC = re.compile(r"(?:上限|限度)額?(?:は|が|:)\s?$")


def _left(text: str, start: int) -> tuple[Qualifier | None, int]:
    """Qualifier before ``start``, and where its phrase begins (延べ, 計, 年 between belong to it)."""
    begin = start
    for _ in range(3):
        window = text[max(0, begin - 20) : begin]
        for name, pattern in _LEFT:
            found = pattern.search(window)
            if found:
                adjacent = len(found[0].strip()) <= 5
                return name, begin - len(window) + found.start() if adjacent else start
        between = _BETWEEN.search(window)
        if between is None:
            return None, start
        begin -= len(window) - between.start()
    return None, start


def _right(text: str, end: int, quantity: Quantity) -> tuple[Qualifier | None, int]:
    for name, pattern in _RIGHT:
        found = pattern.match(text, end)
        if found is None:
            continue
        if (
            (name == "over" and "え" in found[0]) or (name == "under" and re.search("[届及]", found[0]))
        ) and _TARGET_BEFORE.search(text[: quantity.start][-8:]):
            return None, end  # 目標の50人を超えた: the target is met, the figure is exact
        return name, found.end()
    if quantity.value_max is None and (found := _UP_TO.match(text, end)):
        return "at_most", found.end()
    return None, end


def marks_of(text: str, quantity: Quantity) -> Marks:
    """Qualifier and direction of ``quantity`` in a folded sentence.

    >>> from minutes_pipeline.values.units import find_quantities
    >>> text = "前年度より約3万5千円の減"
    >>> marks_of(text, find_quantities(text)[0])
    Marks(qualifier='about', start=5, end=11, fall=True)
    """
    left, start = _left(text, quantity.start)
    right, end = _right(text, quantity.end, quantity)
    if right is None and text[quantity.number_end : quantity.number_end + 1] == "余":
        right = "over"  # 300余名
    fall = quantity.value > 0 and quantity.value_max is None and _is_fall(text, quantity, end)
    limit: Qualifier | None = "at_most" if _LIMIT_TOPIC.search(text[: quantity.start][-6:]) else None
    return Marks(right or left or limit, start, end, fall)


def _is_fall(text: str, quantity: Quantity, end: int) -> bool:
    if _FALL_BEFORE.search(text[: quantity.start][-10:]):
        return True
    tail = quantity.end
    return any(_FALL.match(text, place) and not _FALL_NOT.match(text, place) for place in {tail, end})
