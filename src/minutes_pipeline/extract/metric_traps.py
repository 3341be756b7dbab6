"""Traps (数値でない数): numbers with a counter that are no figure about a program, service, budget or situation.

Each rule is data: what stands before the number (matched at its end), what stands behind the unit (matched at its start),
which units it concerns, below which value, and examples in which ‹ › mark the quantity. A quantity is a trap when one rule holds in all
its parts.
"""

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
PERSONS = frozenset(("人", "名", "票", "世帯", "社", "団体", "者"))
FREQUENT = frozenset(("回", "度", "日", "便", "本", "日間", "時間", "コマ"))
_ROOM = re.compile(r"(?:会議室|号室|研修室|委員会室|会議|議事|議題|開催|時限|丁|先生|次会|女|男)$")


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
        if self.below is not None and not (isinstance(quantity.value, int) and quantity.value < self.below):
            return False
        window = text[max(0, quantity.start - 30) : quantity.start]
        if self.before is not None and not self.before.search(window):
            return False
        return self.after is None or self.after.match(text, quantity.end) is not None


def _before(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})\s?$")


def _after(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{pattern})")


TRAPS: tuple[Trap, ...] = (
    Trap(
        "ordinal",
        before=_before("第|だい|No|NO|no|№|#"),
        accepts=("第‹3回›定例会", "第‹2位›"),
        rejects=("説明会を‹3回›開いた",),
    ),
    Trap(
        "ordinal_suffix",
        after=_after("目(?!標|的)|番目|め(?=[はのにで、])"),
        accepts=("‹3回›目の開催", "‹2日›目"),
        rejects=("‹3回›開催",),
    ),
    Trap(
        "per_unit",
        after=_after(
            "(?:[1一](?:日|月|年|か月|回|時間))?(?:当たり|当り|あたり|につき|に付き)|"
            "ごとに|ごとの|毎に|おきに|に[1一](?:人|回|度|つ)"
        ),
        accepts=("‹1人›当たりの費用", "‹1団体›当たり5万円", "‹100人›につき3人", "‹4年›に1度"),
        rejects=("‹3人›が参加",),
    ),
    Trap(
        "per_one_mean",
        after=_after("平均(?!で)"),
        below=2,
        accepts=("‹1団体›平均5万円",),
        rejects=("‹30人› 平均",),
    ),
    Trap(
        "per_one",
        before=_before("^|[^0-9.]"),
        after=_after(r"(?:約|おおよそ|およそ)?\s?[0-9][0-9,.]{0,9}\s?[千万億]{0,2}[^0-9\s、。]"),
        below=2,
        units=frozenset(
            (
                "人",
                "名",
                "回",
                "件",
                "台",
                "日",
                "食",
                "本",
                "枚",
                "個",
                "箱",
                "部",
                "便",
                "戸",
                "世帯",
                "団体",
                "泊",
                "月",
                "時間",
                "か月",
                "袋",
                "席",
                "枠",
                "区画",
                "校",
                "園",
                "室",
                "坪",
                "㎡",
                "kg",
                "トン",
                "キロ",
                "リットル",
                "コース",
                "食",
            )
        ),
        accepts=("会費は‹1回›300円",),
        rejects=("‹2施設›28床",),
    ),
    Trap(
        "one_in",
        before=_before(r"[0-9]\s?(?:人|世帯|件|校|回|団体|社)に"),
        below=2,
        accepts=("4人に‹1人›が",),
        rejects=("会場に‹1人›",),
    ),
    Trap(
        "household",
        after=_after(r"(?:以上)?(?:いる|の|がいる)(?:家庭|世帯|家族)"),
        units=frozenset(("人", "名")),
        accepts=("子どもが‹3人›いる家庭",),
        rejects=("‹3人›いる職員",),
    ),
    Trap(
        "page",
        after=_after(r"(?!増|減|から|程度|以内|分|構成|に及)"),
        units=frozenset(("ページ", "頁")),
        accepts=("資料の‹43ページ›の図",),
        rejects=("‹20ページ›減らした",),
    ),
    Trap(
        "specification",
        before=_before(r"口径|直径|半径|震度|マグニチュード|定格|気温|室温"),
        accepts=("口径‹13ミリ›の家庭",),
        rejects=("延長は‹13キロ›",),
    ),
    Trap(
        "years",
        before=_before(r"(?<!築)(?<!年数は)(?<!年数が)(?<!年数:)(?<!寿命は)(?<!寿命が)(?<!期間は)"),
        units=YEARS,
        accepts=("‹160年›かかる",),
        rejects=("築‹40年›を超える", "耐用年数は‹40年›である"),
    ),
    Trap(
        "fraction",
        after=_after(r"の\s?[0-9一二三四五六七八九]{1,2}(?![0-9,.人件円])"),
        units=frozenset(("分",)),
        accepts=("‹3分›の1", "会員の‹2分›の1以上"),
        rejects=("待ち時間は‹20分›",),
    ),
    Trap(
        "frequency",
        before=_before(
            r"(?<![0-9])(?:毎?[月週]|毎日|月間|週間|[1一]日|[1一][月週]|半年|隔[月週年])(?:に|"
            r"あたり|で|間|間に)?\s?(?:約|およそ)?|(?:[0-9]か月|[0-9]年)(?:に|で)"
        ),
        after=_after(r"(?!まで|を?上限|延べ)"),
        units=FREQUENT,
        accepts=("月‹1回›", "週‹3日›の配置", "一日‹4便›で", "月に‹2回›"),
        rejects=("延べ‹12回›", "年‹24回›まで利用できる", "5月に‹3回›"),
    ),
    Trap(
        "yearly",
        before=_before(r"(?<![0-9])(?:毎?年|年間|[1一]年)(?:に|で|間に)?\s?(?:約|およそ)?"),
        after=_after(r"(?!まで|を?上限|延べ)"),
        units=frozenset(("回", "度", "便", "コマ")),
        accepts=("年‹2回›開催",),
        rejects=("年‹24回›まで利用できる", "年‹9日›に増えた"),
    ),
    Trap(
        "unit_note",
        before=_before(r"単位\s?[:は]?"),
        accepts=("単位:‹千円›",),
        rejects=("単価:‹20円›",),
    ),
    Trap(
        "break",
        before=_before(r"休憩(?:時間)?(?:は)?"),
        units=TIME_UNITS,
        accepts=("休憩‹10分›",),
        rejects=("待ち時間は‹10分›",),
    ),
    Trap(
        "full_marks",
        after=_after("満点"),
        units=frozenset(("点",)),
        accepts=("‹500点›満点",),
        rejects=("得点は‹418点›",),
    ),
    Trap(
        "members_asking",
        after=_after(r"の(?:議員|委員|方々?委員)(?:から|より|が)"),
        units=frozenset(("人", "名")),
        accepts=("質問を‹3名›の議員から",),
        rejects=("‹3名›の職員が",),
    ),
    Trap(
        "in_a_day",
        before=_before("^|[^0-9.]"),
        after=_after("(?:に(?!及|上|増|減|短|達|わた|延)|で(?!あ|す|し、|、))"),
        units=frozenset(("日", "時間", "か月", "カ月", "ヶ月", "ヵ月", "週間", "年")),
        below=2,
        accepts=("‹1日›に回れる",),
        rejects=("‹10日›に及ぶ",),
    ),
    Trap(
        "day_of_month",
        before=_before(r"(?<![均数約べ計年])(?<!平均で)(?<!日は)(?<!数は)(?<!数が)(?<!発令は)"),
        units=frozenset(("日",)),
        below=32,
        after=_after(
            r"(?!増|減|以上|以下|程度|短縮|多|少|を数|かか|遅|早|に短|ほど|前後|を超|近く|"
            r"余|とな|に増|に減|分|の[遅減増短]|延長)"
        ),
        accepts=("次は‹23日›の",),
        rejects=("注意報の発令は‹7日›", "年‹9日›に増えた"),
    ),
    Trap(
        "group_name",
        after=_after(r"(?:の|長|:|\)|、|。|$)"),
        units=frozenset(("班", "組")),
        accepts=("‹5班›の代表",),
        rejects=("‹5班›に分かれ",),
    ),
    Trap(
        "age",
        units=frozenset(("歳", "才")),
        accepts=(),
        rejects=(),
    ),
    Trap(
        "clock",
        before=_before(r"(?:午前|午後|正午|[0-9]\s?[時:])"),
        accepts=("9時‹30分›",),
        rejects=("待ち時間は‹30分›",),
    ),
    Trap(
        "elapsed",
        after=_after(
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
        before=_before(r"(?:ここ|この|過去|今後|今期の|次の|直近|最近|向こう|約|およそ|数|^|[^0-9築])"),
        after=_after(
            r"(?:間)?(?:で|の(?!延長)|に|を|も|かけ|にわた|連続|計画|ほど|程度|余り|続|"
            r"続け|と|、|以内|度|契約|保証)"
        ),
        units=YEARS,
        accepts=("ここ‹3年›で", "‹3年›かけて", "この‹10年›の平均", "今期の‹3年間›で"),
        rejects=("築‹40年›を超える",),
    ),
    Trap(
        "term",
        before=_before(r"(?:任期|会期|計画期間|契約期間|会議時間|所要時間)(?:は|を|が|:|の)?[^0-9。、]{0,8}"),
        units=TIME_UNITS,
        accepts=("会期は‹18日間›", "任期は‹2年›"),
        rejects=("休館は‹45日間›",),
    ),
    Trap(
        "session_length",
        before=_before(r"会期(?:は|を)?[^。]{0,20}"),
        units=TIME_UNITS,
        accepts=("会期は、本日から6月22日までの‹18日間›",),
        rejects=(),
    ),
    Trap(
        "this_meeting",
        before=_before(
            r"(?:傍聴(?:者|人|席)?|事務局(?:職員)?|説明員|理事者|執行部|出席者?数?|欠席者?数?|"
            r"委任状|書面表決|議決権行使|定足数|代理出席|オンライン(?:参加|出席))[はがもの:、\s(（]{0,3}(?:希望|"
            r"申出|申込|定員)?[^0-9。、]{0,6}"
        ),
        units=frozenset(("人", "名", "通", "票", "社", "団体")),
        accepts=("傍聴者は‹3名›", "出席‹58人›"),
        rejects=("参加者は‹143人›",),
    ),
    Trap(
        "this_meeting_after",
        after=_after(r"(?:の委員)?(?:の|が|から|より)?(?:御|ご)?(?:出席|欠席|傍聴|委任)"),
        units=frozenset(("人", "名")),
        accepts=("委員9名のうち‹7名›の御出席",),
        rejects=("‹9世帯›が出席",),
    ),
    Trap(
        "vote",
        before=_before(
            r"(?:賛成|反対|棄権|挙手|起立|白票|無効|有効投票|投票総数|可とする者|否とする者|"
            r"得票)(?:者|数|票)?[はがのも:、]{0,2}"
        ),
        units=frozenset(("人", "名", "票")),
        accepts=("賛成‹12人›", "(挙手‹1名›)"),
        rejects=("登録者‹12人›",),
    ),
    Trap(
        "elected",
        after=_after(
            r"(?:の?[^。、]{0,10})?(?:を|が)[^。、]{0,8}(?:選任|選出|指名|推薦|再任|任命|"
            r"互選)"
        ),
        units=frozenset(("人", "名")),
        accepts=("計‹9人›を選任する",),
        rejects=("支援員を‹2人›委嘱",),
    ),
    Trap(
        "one_of",
        before=_before(r"(?:の|[1一]|お|誰)"),
        after=_after(r"(?:として|は(?!、?[0-9])|が|も|ひとり)"),
        units=frozenset(("人", "名")),
        below=2,
        accepts=("監事の‹1人›は候補者がなく",),
        rejects=("職員は‹3人›で",),
    ),
    Trap(
        "each_person",
        after=_after(r"(?:ひとり|一人|[1一]台(?:端末)?|[1一]票|[1一]役|[1一]本)"),
        units=frozenset(("人", "名")),
        accepts=("‹1人›1台端末",),
        rejects=(),
    ),
    Trap(
        "each_has",
        before=_before("(?<![0-9])[1一](?:人|校|家庭)に?"),
        units=frozenset(("台", "本", "役", "票", "冊")),
        below=2,
        accepts=("1人‹1台›端末",),
        rejects=("11人‹1台›",),
    ),
    Trap(
        "named",
        after=_after(
            r"(?!の)[一-龠々ァ-ヴー]{0,10}?(?:センター|委員会|プロジェクト|運動|プラン|"
            r"ビジョン|クラブ|サミット|キャンペーン|宣言|アクション|構想|学級|体制|対応|"
            r"営業|換気|テレビ|ドラマ|マラソン|ロード|ウォーク|コンサート|乗り|用(?=[のバ])|"
            r"未来|フォーラム|チャレンジ|ルール|体操|集会|祭|まつり|健診|槽)"
        ),
        accepts=("障害者‹2000人›雇用センター", "‹35人›学級", "‹24時間›対応", "‹100人›委員会"),
        rejects=("‹3か所›に設置", "‹2人›雇用した"),
    ),
    Trap(
        "few",
        units=frozenset(("点", "題", "問")),
        below=10,
        before=_before(r"(?:^|[、。:はのを(\s]|以下|次|主|大きく|もう|特に|の|以上)"),
        accepts=("‹4点›申し上げます", "以下の‹2点›"),
        rejects=("貸出しは‹3,812点›",),
    ),
    Trap(
        "few_items",
        before=_before(r"(?:以下|次|主|大きく|もう|残り)の?"),
        units=frozenset(("項目", "件", "事業", "案件", "種類", "分野")),
        below=10,
        accepts=("次の‹3項目›について",),
        rejects=("評価がCのものは‹7項目›",),
    ),
    Trap(
        "class_by_share",
        after=_after("(?:以上|未満|以下|超)の(?:施設|世帯|人|方|者|市|町|団体|地区|学校|事業所|路線|世帯員)"),
        units=frozenset(("%", "割", "点", "度")),
        accepts=("利用率‹50%›未満の施設",),
        rejects=("‹3割›以上が",),
    ),
    Trap(
        "deadline",
        before=_before(r"(?:今後|概ね|おおむね|後|から|より|遅くとも)"),
        after=_after(r"(?:以内|前まで)"),
        units=TIME_UNITS,
        accepts=("受付後‹14日›以内",),
        rejects=("予約は‹1週間›以内に取れる",),
    ),
    Trap(
        "calendar",
        units=frozenset(("年", "日")),
        before=_before(r"(?:令和|平成|昭和|大正|明治|西暦|[0-9]\s?月|元旦|毎月|[前翌同]月)"),
        accepts=("令和‹5年›", "4月‹3日›"),
        rejects=("平日‹10日›",),
    ),
    Trap(
        "western_year",
        units=frozenset(("年",)),
        before=None,
        after=_after(
            r"(?=.{0,4}(?:[0-9]{1,2}\s?月|度|中|末|春|夏|秋|冬|に|の|から|まで|よ|、|は|"
            r"代|\)))"
        ),
        accepts=("‹2023年›に開設",),
        rejects=("築‹40年›を超える",),
    ),
    Trap(
        "school_year",
        units=frozenset(("年", "年間")),
        before=_before(r"(?:小学校?|中学校?|高校|大学|小|中|高|学校)"),
        accepts=("小学‹3年›の",),
        rejects=("築‹40年›",),
    ),
    Trap(
        "class_of",
        units=frozenset(("か月", "カ月", "ヶ月", "か月児", "歳")),
        after=_after("(?:児|健診|健康診査|の乳)"),
        accepts=("‹4か月›児健診",),
        rejects=("‹6か月›以上かかる",),
    ),
    Trap(
        "degree_of_time",
        units=frozenset(("度",)),
        before=_before(r"(?:^|[、。はがを一]|もう|再|何|[0-9]|週に)"),
        after=_after(r"(?:、|と|目|は|も|に)"),
        accepts=("もう‹1度›、",),
        rejects=("平均気温は‹1.6度›の割合",),
    ),
)

# Lines whose numbers tell who is present: 成立, 定足数, 過半数.
_QUORUM = re.compile(
    r"定足数|過半数(?:の|に|を|が)[^。]{0,10}(?:出席|達|満|超|委任)|会議(?:は|"
    r"が|も)[^。]{0,8}成立|総会(?:は|が)[^。]{0,8}成立|成立(?:して|いた|する|を(?:報告|"
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
    if not quantity.listed and (quantity.start == 0 or _ROOM.search(quantity.unit or "")):
        return "heading_or_room"
    if quantity.kanji and (quantity.unit not in _KANJI_UNITS or _lone_one(quantity) or _lone_scale(text, quantity)):
        return "kanji_word"
    if quantity.unit in ("歳", "才"):
        return None if _AGE_FIGURE.search(text[: quantity.start]) else "age"
    if (quantity.value, quantity.unit) in ((24, "時間"), (365, "日")):
        return "round_the_clock"
    before = text[: quantity.start][-30:]
    return next(
        (t.id for t in TRAPS if t.id != "age" and t.catches(text, quantity) and not _spared(t.id, before)), None
    )


_INDICATED = re.compile(r"(?:回数|頻度|便数|日数)[^、。]{0,14}$")
_OTHER_MEETING = re.compile(
    r"(?:開催|開いた|行わ?)(?:した|れた|た)[^。]{0,30}$|[0-9月日]の[^。、]{0,16}(?:会|"
    r"会議)(?:は|で|に|には)[^。]{0,16}$"
)


def _spared(trap: str, before: str) -> bool:
    """Whether a trap does not hold: the frequency is the indicator itself, the head-count is another meeting's."""
    if trap in ("frequency", "yearly"):
        return _INDICATED.search(before) is not None
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
