"""Traps (数値でない数): numbers with a counter that are no figure about a program, service, budget or situation.

Each rule is data: what stands before the number (matched at its end), what stands behind the unit (matched at its start),
which units it concerns, below which value, and examples in which ‹ › mark the quantity. A quantity is a trap when one rule holds in all
its parts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from minutes_pipeline.extract.metric_trap_classes import CLASSES_AND_RATES
from minutes_pipeline.extract.metric_trap_meeting import MEETING_AND_PAGE
from minutes_pipeline.extract.metric_trap_order import ORDER_AND_TIME, YEARS, Trap, words_before
from minutes_pipeline.extract.metric_trap_people import PEOPLE_AND_NAMES
from minutes_pipeline.values.units import Quantity

TRAPS = (*ORDER_AND_TIME, *PEOPLE_AND_NAMES, *MEETING_AND_PAGE, *CLASSES_AND_RATES)
_ROOM = re.compile(r"(?:会議室|号室|研修室|委員会室|会議|議事|議題|開催|時限|丁|先生|次会|女|男)$")
# 12分団のうち9分団で: a count may open a sentence
_COUNTED_AT_ONCE = re.compile(r"(?:のうち|中|全て|すべて)")
# Lines whose numbers tell who is present: 成立, 定足数, 過半数.
_QUORUM = re.compile(
    r"定足数|過半数(?:の|に|を|が)[^。]{0,10}(?:出席|達|満|超|委任)|会議(?:は|"
    r"が|も)[^。]{0,8}成立|(?:委員|評議員|議員|理事|代議員|会員|構成員)の?(?:総数|定数|現在(?:員)?数|員数)[^。]{0,40}(?:出席|欠席|お越し|接続|来場)|"
    r"(?:所用|都合|公務|病気)(?:により|のため|で)?、?(?:御|ご)?欠席|"
    r"総委員数|現在員数|会議構成員|出席(?:者|委員|議員|総)数?(?:の)?合計|書面(?:による)?(?:出席|表決|議決)|"
    r"[0-9](?:人|名)[^。0-9]{0,14}(?:御|ご)?出席(?:を)?(?:いただ|頂|賜)|傍聴(?:に|者|人|の)[^。]{0,10}(?:おいで|来場|希望|申|定員|が?(?:い|お)られ)|総会(?:は|が)[^。]{0,8}成立|成立(?:して|いた|する|を(?:報告|"
    r"宣))"
)
_HYPOTHESIS = re.compile(
    r"仮に|もしも?(?!くは)|たとえば|例えば|なかった場合|した場合|する場合|(?:[けげせてねべめれえ]ば|"
    r"たら|だら|なら)(?:、|[^。])"
)
_CONJECTURE = re.compile(
    r"(?:と思|でしょう|だろう|はず|計算(?:と|に|で)|かもしれ|のではないか|になります?(?:。|"
    r"$)|とみ|考えら|でしょうか|高くなる|安くなる)"
)
_QUOTED = re.compile(r"「[^「」]{1,40}」|『[^『』]{1,40}』|“[^”]{1,40}”")
_AGE_FIGURE = re.compile(r"(?:平均|年齢|寿命|最高齢|最年[少長])[^。、]{0,14}$")
_KANJI_UNITS = frozenset(
    (
        "人 名 件 回 円 % パーセント 割 か所 カ所 ヶ所 箇所 個所 か国 日間 週間 か月 "
        "カ月 ヶ月 か月間 世帯 校 台 本 枚 冊 団体 施設 事業所 社 地区 倍 トン キロ "
        "日 時間 戸 棟 頭 床 室 席 店舗 ポイント 事業 種類 軒 票 基 名様"
    ).split()
)


def trap_of(text: str, quantity: Quantity) -> str | None:
    """Id of the trap that ``quantity`` of the folded ``text`` is caught in, or None."""
    if quantity.hidden or quantity.vague:
        return "hidden"
    lead = quantity.start == 0 and _COUNTED_AT_ONCE.match(text, quantity.end) is None
    if not quantity.listed and (lead or _ROOM.search(quantity.unit or "")):
        return "heading_or_room"
    if quantity.kanji and (quantity.unit not in _KANJI_UNITS or _lone_one(quantity) or _lone_scale(text, quantity)):
        return "kanji_word"
    if quantity.unit in ("歳", "才"):
        return None if _AGE_FIGURE.search(text[: quantity.start]) else "age"
    if (quantity.value, quantity.unit) in ((24, "時間"), (365, "日")):
        return "round_the_clock"
    if quantity.unit in YEARS and lasts(text, quantity):
        return None
    before = words_before(text, quantity)
    for trap in _traps_of(quantity.unit):
        if trap.stands(text, quantity, before) and not _spared(trap.id, before, text[quantity.end :]):
            return trap.id
    return None


@lru_cache(maxsize=256)
def _traps_of(unit: str | None) -> tuple[Trap, ...]:
    """The traps that a unit can be caught in, in order: a dozen for any, the others for its own."""
    return tuple(t for t in TRAPS if t.id != "age" and (t.units is None or unit in t.units))


_SINCE = re.compile(
    r"(?:設置|建設|建築|整備|開設|策定|改定|改正|改修|改築|更新|制定|施行|供用|供用開始|竣工|完成|開始|導入|購入|発足|設立|開館|開園|"
    r"開校|開通|稼働|布設|敷設|埋設|植栽|締結|合併|閉校|閉鎖|廃止|閉園)(?:して|した時|後)?から\s?(?:約|およそ|既に|すでに|もう|早)?\s?$"
)
# 40年以上を経過している管路 is a class of things.
_PASSED = re.compile(
    r"\s?(?:以上|近く|余り?|あまり|ほど|程度|弱|強)?(?:が|を|も)?\s?(?!(?:経過|経|たつ|過ぎ|超え)(?:し)?(?:た|る|て(?:い)?[るた])?[一-龠ァ-ヴ])"
    r"(?:経|た[ちっつ]|過ぎ|超え)"
)
_STANDING = re.compile(
    r"(?:間)?(?:以上|近く|余り?|あまり|ほど|にわたって?|も)?[^、。0-9]{0,16}?(?:[されまきかわとなたら]ず(?!つ|れ)|てい?ない|ておらず|ないまま|たまま|ていません|ておりません)"
)
_THING_IS = re.compile(r"(?<!まで)[一-龠ァ-ヴー]{2}[はがも]\s?(?:既に|すでに|もう|設置後)?\s?$")
_TERM_NOUN = re.compile(
    r"(?:(?:有効|使用|保存|消費|貸出|更新)期限|(?:交換|更新|取替え?|買い?替え)の?(?:目安|時期)|期間|年数|寿命|勤続|経験|耐用|周期|サイクル)[^。0-9、]{0,8}$"
)
_FROM_YEAR = re.compile(r"(?:期間)[^。、]{0,4}[はをが]、?[^。、]{0,8}[0-9]\s?年度?(?:4月(?:1日)?)?から(?:の)?\s?$")


def lasts(text: str, quantity: Quantity) -> bool:
    """Whether a number of years is a figure: how long a state lasts (設置から46年がたち, 3年間止まったまま), or a term that is told.

    A stretch of time in which something was done (ここ3年で, 5年間で積み残した課題) is none.
    """
    before = text[max(0, quantity.start - 30) : quantity.start]
    if _THING_IS.search(before) and _PASSED.match(text, quantity.end) and quantity.value < 150:
        return True  # 空調が20年を過ぎて
    if _FROM_YEAR.search(before) or (_TERM_NOUN.search(before) and not re.search("計画期間|契約期間", before)):
        return True
    if _SINCE.search(before):
        return _PASSED.match(text, quantity.end) is not None
    if re.search(r"(?:ここ|この|過去|今後|次の|直近|第|令和|平成|昭和)\s?$", before):
        return False
    return _STANDING.match(text, quantity.end) is not None and quantity.value < 150


_INDICATED = re.compile(r"(?:回数|頻度|便数|日数)[^、。]{0,14}$")
_OTHER_MEETING = re.compile(
    r"(?:開催|開いた|行わ?)(?:した|れた|た)[^。]{0,30}$|[0-9月日]の[^。、]{0,16}(?:会|"
    r"会議)(?:は|で|に|には)[^。]{0,16}$"
)


_CHANGED_TO = re.compile(r"\s?から\s?[0-9]{1,3}\s?(?:回|日|便|本|度|コマ|往復)(?:間)?(?:に|へ)")


def _spared(trap: str, before: str, after: str) -> bool:
    """Whether a trap does not hold: the frequency is the indicator itself, the head-count is another meeting's."""
    if trap in ("frequency", "yearly"):
        return _INDICATED.search(before) is not None or _CHANGED_TO.match(after) is not None
    return trap in ("this_meeting", "this_meeting_after") and _OTHER_MEETING.search(before) is not None


def _lone_one(quantity: Quantity) -> bool:
    """一 before a counter is mostly a word (一人, 一度, 一部, 一か所で); before 割 or % it is a figure."""
    return quantity.value == 1 and quantity.value_max is None and quantity.unit not in ("割", "%", "パーセント", "倍")


def _lone_scale(text: str, quantity: Quantity) -> bool:
    """千本, 百人, 十分: a scale alone is mostly a name or a word."""
    return text[quantity.start : quantity.number_end] in ("千", "百", "十")


def about_this_meeting(text: str) -> bool:
    """Whether a line speaks of the quorum of this meeting, so that its head-counts are none of its figures."""
    return _QUORUM.search(text) is not None


_HEAD_COUNT = re.compile(r"[^0-9a-z]{0,3}(?:計|合計|約)?[0-9]{1,4}\s?(?:人|名)[^0-9]{0,6}")
_PRESENT = re.compile(
    r".{0,10}(?:傍聴(?:者|人)?|出席(?:者|委員)?|欠席(?:者|委員)?|委員|参加者)(?:の)?(?:人?数|総数)?[::]?"
)


def counts_presence(label: str, text: str) -> bool:
    """Whether a line that is nothing but a head-count stands under the label of those present (傍聴者数 / 2名)."""
    return _HEAD_COUNT.fullmatch(text.strip()) is not None and _PRESENT.fullmatch(label.strip()) is not None


def hypothetical(text: str, quantity: Quantity) -> bool:
    """Whether the figure stands in a supposition (仮に…, 開けば…集まると思う, …なかった場合は…計算)."""
    before, after = text[: quantity.start], text[quantity.end :]
    supposed = list(_HYPOTHESIS.finditer(before))
    if not supposed:
        return False
    return supposed[-1][0].startswith(("仮に", "もし")) or _CONJECTURE.search(after) is not None


def quoted_words(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of short quotations: names and answers of a questionnaire, whose numbers are words."""
    return tuple(m.span() for m in _QUOTED.finditer(text))
