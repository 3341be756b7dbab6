"""Traps of order and time (順序・日時・頻度): ordinals, clock times, dates, durations, how often something is held."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes_pipeline.values.units import Quantity

TIME_UNITS = frozenset(
    (
        "日間 日 泊 週間 か月間 カ月間 ヶ月間 ケ月間 ヵ月間 箇月間 か月 カ月 ヶ月 "
        "ケ月 ヵ月 箇月 年間 年 時間 分間 分 秒 秒間"
    ).split()
)
YEARS = frozenset(("年", "年間"))
FREQUENT = frozenset(("回", "度", "日", "便", "本", "日間", "時間", "コマ"))


@dataclass(frozen=True, slots=True)
class Trap:
    """One rule: ``before`` and ``after`` are matched next to the quantity; None holds always."""

    id: str
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    units: frozenset[str] | None = None
    below: int | None = None
    accepts: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()

    def catches(self, text: str, quantity: Quantity) -> bool:
        """Whether the rule holds of ``quantity`` in the folded ``text``."""
        if self.units is not None and quantity.unit not in self.units:
            return False
        return self.stands(text, quantity, words_before(text, quantity))

    def stands(self, text: str, quantity: Quantity, before: str) -> bool:
        """Whether it holds of a quantity of its units; ``before`` is ``words_before(text, quantity)``."""
        if self.below is not None and not (isinstance(quantity.value, int) and quantity.value < self.below):
            return False
        if self.after is not None and not self.after.match(text, quantity.end):
            return False
        return self.before is None or self.before.search(before) is not None


def words_before(text: str, quantity: Quantity) -> str:
    """What stands right before a quantity, as far as the rules look."""
    return text[max(0, quantity.start - 30) : quantity.start]


def before_is(pattern: str) -> re.Pattern[str]:
    """What stands right before a number."""
    return re.compile(rf"(?:{pattern})\s?$")


def after_is(pattern: str) -> re.Pattern[str]:
    """What stands right behind a unit."""
    return re.compile(rf"\s?(?:{pattern})")


ORDER_AND_TIME: tuple[Trap, ...] = (
    Trap(
        "stretch_of_months",
        before=before_is(r"[0-9]\s?月(?:\s?[0-9]{1,2}\s?日)?から"),
        after=after_is("の(?!延長|試行|休館|中断|猶予)"),
        units=frozenset(("か月間", "カ月間", "ヶ月間", "ヵ月間", "か月", "カ月", "ヶ月", "ヵ月")),
        accepts=("10月から‹2か月間›の利用は",),
        rejects=("11月から‹3か月間›試行し", "手続は‹3か月›の延長となる"),
    ),
    Trap(
        "priced_time",
        after=after_is(r"(?:当たり|につき)?\s?[0-9][0-9,]{0,8}円"),
        units=frozenset(("分", "時間", "日", "か月", "年", "泊")),
        accepts=("照明‹30分› 200円", "コート‹2時間›1,500円"),
        rejects=("‹30分›待ち、200円",),
    ),
    Trap(
        "opening_hours",
        before=before_is(r"[0-9]\s?時(?:\s?[0-9]{1,2}\s?分|半)?まで(?:の)?"),
        units=frozenset(("時間", "分", "分間")),
        accepts=("午後5時までの‹8時間›",),
        rejects=("復旧までに‹8時間›",),
    ),
    Trap(
        "done_within",
        after=after_is("以内に(?:行|実施|回答|提出|送付|公開|公表|報告|開催|作成|届け|申し|お)"),
        units=TIME_UNITS,
        accepts=("確認は‹2週間›以内に行う",),
        rejects=("予約は‹1週間›以内に取れる",),
    ),
    Trap(
        "ordinal",
        before=before_is("第|だい|No|NO|no|№|#"),
        accepts=("第‹3回›定例会", "第‹2位›"),
        rejects=("説明会を‹3回›開いた",),
    ),
    Trap(
        "ordinal_suffix",
        after=after_is("目(?!標|的)|番目|め(?=[はのにで、])"),
        accepts=("‹3回›目の開催", "‹2日›目"),
        rejects=("‹3回›開催",),
    ),
    Trap(
        "years",
        before=before_is(r"(?<!築)(?<!年数は)(?<!年数が)(?<!年数:)(?<!寿命は)(?<!寿命が)(?<!期間は)"),
        units=YEARS,
        accepts=("‹160年›かかる",),
        rejects=("築‹40年›を超える", "耐用年数は‹40年›である"),
    ),
    Trap(
        "frequency",
        before=before_is(
            r"(?<![0-9])(?:毎?[月週]|毎日|月間|週間|[1一]日|[1一][月週]|半年|隔[月週年])(?:に|"
            r"あたり|で|間|間に)?\s?(?:約|およそ)?|(?:[0-9]か月|[0-9]年)(?:に|で)"
        ),
        after=after_is(r"(?!まで|を?上限|延べ)"),
        units=FREQUENT,
        accepts=("月‹1回›", "週‹3日›の配置", "一日‹4便›で", "月に‹2回›"),
        rejects=("延べ‹12回›", "年‹24回›まで利用できる", "5月に‹3回›"),
    ),
    Trap(
        "yearly",
        before=before_is(r"(?<![0-9])(?:毎?年|年間|[1一]年)(?:に|で|間に)?\s?(?:約|およそ)?"),
        after=after_is(r"(?!まで|を?上限|延べ)"),
        units=frozenset(("回", "度", "便", "コマ")),
        accepts=("年‹2回›開催",),
        rejects=("年‹24回›まで利用できる", "年‹9日›に増えた"),
    ),
    Trap(
        "break",
        before=before_is(r"休憩(?:時間)?(?:は)?"),
        units=TIME_UNITS,
        accepts=("休憩‹10分›",),
        rejects=("待ち時間は‹10分›",),
    ),
    Trap(
        "in_a_day",
        before=before_is("^|[^0-9.]"),
        after=after_is("(?:に(?!及|上|増|減|短|達|わた|延)|で(?!あ|す|し、|、))"),
        units=frozenset(("日", "時間", "か月", "カ月", "ヶ月", "ヵ月", "週間", "年")),
        below=2,
        accepts=("‹1日›に回れる",),
        rejects=("‹10日›に及ぶ",),
    ),
    Trap(
        "day_of_month",
        before=before_is(r"(?<![均数約べ計年])(?<!平均で)(?<!日は)(?<!数は)(?<!数が)(?<!発令は)"),
        units=frozenset(("日",)),
        below=32,
        after=after_is(
            r"(?!増|減|以上|以下|程度|短縮|多|少|を数|かか|遅|早|に短|ほど|前後|を超|近く|"
            r"余|とな|に増|に減|分|の[遅減増短]|延長)"
        ),
        accepts=("次は‹23日›の",),
        rejects=("注意報の発令は‹7日›", "年‹9日›に増えた"),
    ),
    Trap(
        "clock",
        before=before_is(r"(?:午前|午後|正午|(?<![RHS])(?<![RHS][0-9])[0-9]\s?[時:])"),
        accepts=("9時‹30分›",),
        rejects=("待ち時間は‹30分›", "利用率はR5:‹62.4%›"),
    ),
    Trap(
        "elapsed",
        after=after_is(
            r"(?:余り|ほど|間|以上|近く|くらい|ぐらい|程度|あまり)?\s?(?:前(?!後|期)|ぶり|"
            r"振り|来の|経過|がたち|がた[ちっ]|が経|を経|が過ぎ|後(?!半)|以来|目|おき|"
            r"ごと)"
        ),
        units=TIME_UNITS,
        accepts=("‹10年›前", "‹4年›ぶり", "‹1年›余りが過ぎ", "‹1週間›前まで", "‹2年›後"),
        rejects=("‹20分›前後",),
    ),
    Trap(
        "span_of_years",
        before=before_is(r"(?:ここ|この|過去|今後|今期の|次の|直近|最近|向こう|約|およそ|数|^|[^0-9築])"),
        after=after_is(
            r"(?:間)?(?:で|の(?!延長)|に|を|も|かけ|にわた|連続|計画|ほど|程度|余り|続|"
            r"続け|と|、|以内|度|契約|保証)"
        ),
        units=YEARS,
        accepts=("ここ‹3年›で", "‹3年›かけて", "この‹10年›の平均", "今期の‹3年間›で"),
        rejects=("築‹40年›を超える",),
    ),
    Trap(
        "term",
        before=before_is(r"(?:任期|会期|計画期間|契約期間|会議時間|所要時間)(?:は|を|が|:|の)?[^0-9。、]{0,8}"),
        units=TIME_UNITS,
        accepts=("会期は‹18日間›", "任期は‹2年›"),
        rejects=("休館は‹45日間›",),
    ),
    Trap(
        "session_length",
        before=before_is(r"会期(?:は|を)?[^。]{0,20}"),
        units=TIME_UNITS,
        accepts=("会期は、本日から6月22日までの‹18日間›",),
        rejects=(),
    ),
    Trap(
        "deadline",
        before=before_is(r"(?:今後|概ね|おおむね|後|から|より|遅くとも)"),
        after=after_is(r"(?:以内|前まで)"),
        units=TIME_UNITS,
        accepts=("受付後‹14日›以内",),
        rejects=("予約は‹1週間›以内に取れる",),
    ),
    Trap(
        "calendar",
        units=frozenset(("年", "日")),
        before=before_is(r"(?:令和|平成|昭和|大正|明治|西暦|[0-9]\s?月|元旦|毎月|[前翌同]月)"),
        accepts=("令和‹5年›", "4月‹3日›"),
        rejects=("平日‹10日›",),
    ),
    Trap(
        "western_year",
        units=frozenset(("年",)),
        before=None,
        after=after_is(
            r"(?=.{0,4}(?:[0-9]{1,2}\s?月|度|中|末|春|夏|秋|冬|に|の|から|まで|よ|、|は|"
            r"代|\)))"
        ),
        accepts=("‹2023年›に開設",),
        rejects=("築‹40年›を超える",),
    ),
    Trap(
        "degree_of_time",
        units=frozenset(("度",)),
        before=before_is(r"(?:^|[、。はがを一]|もう|再|何|[0-9]|週に)"),
        after=after_is(r"(?:、|と|目|は|も|に)"),
        accepts=("もう‹1度›、",),
        rejects=("平均気温は‹1.6度›の割合",),
    ),
)
