"""Quantities (数量): a number with its unit (単位・助数詞) as printed.

Units are an open class in Japanese: any noun that counts can stand behind a number (142自治会, 4測定局). The table lists the
counters that need no further evidence; behind it any short run of kanji or katakana counts, if a particle, a mark or a
qualifier follows it (``listed`` is False then, and the extractor trusts it less). What looks like a unit and is none
(号, 条, 年度, 階 …) is listed too, so that it hides the number.

Ranges whose unit stands on both sides (150人から180人, 2,000円~2,300円, 96%~97%) are one quantity; ``から`` with ``に`` behind
it tells a change (8人から6人に) and gives two.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from minutes_pipeline.values.numbers import Figure, NumberMatch, find_numbers

_COUNTERS = (
    # people, households, bodies
    "人 名 世帯 家族 団体 社 者 法人 企業 事業所 事業者 自治会 町内会 町会 連合会 "
    "自治体 クラブ サークル グループ チーム 組 班 党 会派 "
    "市町村 市町 か国 カ国 ヶ国 組合 クラス 学級 学校 "
    # things and cases
    "件 件数 回 回線 本 枚 冊 部 点 台 機 基 個 箱 袋 束 缶 巻 通 便 隻 艘 両 "
    "頭 羽 匹 尾 株 棟 戸 軒 室 席 床 区画 筆 区間 路線 系統 橋 灯 "
    "品目 種類 種目 種 項目 商品 事業 施策 講座 教室 コース プログラム 作品 記事 "
    "食 例 発 曲 人日 人回 人泊 "
    "ページ 頁 文字 字 回分 語 言語 か国語 カ国語 ヶ国語 問 題 票 口 セット 式 組織 "
    "アカウント ダウンロード アクセス ビュー フォロワー フォロー 枠 コマ 公演 "
    "試合 大会 会場 店舗 店 院 館 園 校 局 署 所 駅 港 "
    # places
    "か所 カ所 ヶ所 ケ所 ヵ所 個所 箇所 地点 地区 地域 圏域 区域 施設 避難所 "
    "集落 団地 街区 ユニット 測定局 拠点 ブース 車線 "
    # shares and scores
    "歳 才 % パーセント ポイント ‰ 割 分 厘 倍 点 度 度数 位 偏差値 "
    # money
    "円 ドル ユーロ ウォン "
    # measures
    "キロメートル メートル センチメートル ミリメートル センチ ミリ キロ キログラム "
    "グラム ミリグラム トン リットル ミリリットル キロリットル "
    "キロワット時 キロワット キロワットアワー メガワット ワット ヘクタール アール "
    "平方メートル 平方キロメートル 平方キロ 立方メートル 平米 坪 町歩 俵 "
    "デシベル ヘルツ ガル ベクレル マイクロシーベルト シーベルト カロリー キロカロリー ジュール 度 "
    # time as a quantity
    "日間 日 泊 週間 か月間 カ月間 ヶ月間 ケ月間 ヵ月間 箇月間 か月 カ月 ヶ月 "
    "ケ月 ヵ月 箇月 年間 年 時間 分間 分 秒 秒間 "
).split()
_LATIN = (
    "kg g mg t km m cm mm ha a ㎡ ㎥ ㎞ ㎏ ㎝ ㎜ ㎎ ㎘ ㏊ m2 m3 m² m³ km2 km² "
    "kWh MWh GWh kW MW kw L l ml mL dL kL ppm ppb mg/L mg/l mg/㎥ pg-TEQ/L "
    "μg/㎥ μg/m3 μg/L MPN/100mL CFU/100mL dB Hz Bq Bq/kg μSv μSv/h MB GB "
    "Mbps t-CO2 t-CO₂ kg-CO2 tCO2 TEU kcal ℃ °C pt PV"
).split()
_NOT_UNITS = (
    "年度 年生 年目 年前 年後 年来 年代 月末 月 日付 日目 日前 日後 時 時半 号 "
    "号室 号線 号棟 号館 号機 番 番目 番地 番線 丁目 条 条例 項 款 目 節 章 編 "
    "階 階建 期 期生 "
    "次 次案 級 類 類型 等 等級 等分 世代 世紀 歳代 代 学期 学年 段階 案 柱 点目 "
    "人目 件目 回目 度目 名目 つ目 校目 か所目 枚目 ページ目 か年 カ年 ヶ年 ヵ年 "
    "箇年 か年計画 年計画 "
    "か条 ヶ条 カ条 分の 者択一 者面談 周年 回忌 回生 丁 拍子 方 面 重 次元 割り振り "
    "段 第 合目 番街 区 市 町 村 県 都 行 列 つ とおり 通り 様 大 強 弱 対 乗 勝 敗"
).split()

_QUALIFIED = (
    r"(?=\s?(?:[、。,.:;)\]〕」』/~\-(→⇒|]|$|\s|[0-9]|[のがをはにでともへかやずほよま]|"
    r"以|未満|前後|程度|余|超|強|弱|近く|増|減|相当|当たり|中|分|合計|ほか))"
)
_WORD = re.compile(r"[一-龠々ァ-ヴー]{1,5}" + _QUALIFIED)


def _alternation(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(set(words), key=len, reverse=True))


# Hiding words of one kanji that also begin a counter of the open class (3市町, 5大学).
_SHORT_HIDING = frozenset("区市町村県都等行字面方列段類大")
_HIDING = frozenset(_NOT_UNITS)
_LISTED = re.compile(
    rf"\s{{0,2}}余?(?:(?P<latin>(?:{_alternation(_LATIN)})(?![A-Za-z0-9]))|(?P<unit>{_alternation([*_COUNTERS, *_NOT_UNITS])}))"
)
# A counter of one kanji is none where the next kanji makes another word of it (3部門, 2校長, 5社協).
_OTHER_WORD = re.compile(
    r"食[事品材堂育料費]|例[会年外示]|発[行表言電信注]|曲[目]|"
    r"部[門会長局署落]|部分|本[部県市町村校館庁人年日会協区格来当]|点[検目字滴在]|"
    r"組[織合長員]|問合|口[座径頭]|機[関能器械会]|台[風帳本所]|基[金準幹盤本礎]|"
    r"局[長員面所]|校[長区舎庭歌]|"
    r"社[員会協長]|所[管長属得有]|店[長主]|席[次上]|床[面上下]|室[長内]|班[長員]|"
    r"位[置]|度[目合]|日[程曜目常本]|名[称簿前]|人[口材権事格々類]|戸[籍建別]|"
    r"式[典]|署[名長]|"
    r"件[名]|回[答収覧復転避目帰]|冊[子]|円[滑卓形]|分[野類科館団析別担散割岐布]|"
    r"割[合愛当]|倍[率]|便[所利宜]|国[道籍民会庫]|語[学]|枚方|羽田|頭[取部]|"
    r"通[学勤知路報訳行]|"
    r"株[式]|種[別]|題[材名]|票[数]|駅[前長]|橋[脚梁]|坪[庭]|枠[組]|園[長児庭]|"
    r"院[長内]|館[長内]|者[数]|軒[下先]|匹[敵]|束[縛]|箱[根]|巻[末頭]|部会|台数|"
    r"人数|日数|回数|件数|戸数|校数|頭数|棟数|基数|枚数|冊数|点数|"
    r"世帯[主数]|施設長|事業[者所費主名]|地区[長会]|団体[名長]|学級[委担閉]|企業[局]|"
    r"法人[会税格]|会派[代]|町会長|自治会長|年[生前後目代来]|時間[外割帯]|"
    r"分団|秒速|キロ程"
)
# 6つの圏域: a count with つ is a figure where the noun is itself a counter.
_SEVERAL = re.compile(
    r"\s?つ?の(?P<noun>[一-龠ァ-ヴー]{0,8}?(?:取組項目|取り組み|取組|施策|指標|業務|手続|サービス)|事務事業|重点事業|圏域|地区|区域|施設|事業所|事業|団体|学校|小学校|中学校|"
    r"高校|大学|自治体|自治会|町内会|町会|会場|路線|避難所|集落|団地|公園|病院|"
    r"法人|企業|拠点|窓口|コース|グループ|市町村|市町|店舗|保育園|公民館)" + _QUALIFIED
)
# 3つの取組 is a manner of speaking, 64の取組項目 a count.
_LOOSE = ("取組項目", "取り組み", "取組", "施策", "指標", "業務", "手続", "サービス")
_FROM = re.compile(r"\s?(?P<link>から|~|-|より)\s?")
_FIXED = re.compile(r"\s?と(?:し|す|な|いた)")  # 106万円から109万円とする: from one to the other
_CHANGE = re.compile(
    r"\s?(?:程度|前後|ほど|近く|以上|以下|余り|弱|強|あまり)?\s?(?:まで\s?)?"
    r"(?:[にへ](?!は|も|つ|関|対|及|わた|のぼ|上る|上り|上が|達)|増|減|拡|縮|上昇|低下|引)"
)


class Quantity(NamedTuple):
    """A number with its unit (数量).

    Attributes:
        start: First code point (sign included).
        end: One past the unit (past the number where none is printed).
        value: Value, the low end of a range, negative with a printed sign.
        value_max: High end of a range, else None.
        unit: As printed, folded to half width, without 千・万・億; None where none is printed.
        number_end: One past the number.
        listed: The unit is one of the table; False for a noun taken by the general rule.
        kanji: The number is printed in kanji.
        vague: A count in words (数十人).
        hidden: What follows the number makes it no quantity (第3条, 5年度, 2階).
    """

    start: int
    end: int
    value: Figure
    value_max: Figure | None = None
    unit: str | None = None
    number_end: int = 0
    listed: bool = True
    kanji: bool = False
    vague: bool = False
    hidden: bool = False


def _stands(text: str, unit: str, end: int) -> bool:
    """Whether a listed counter ends its word here (3校, not 3校長; 2部, not 2部門)."""
    other = _OTHER_WORD.match(text, end - len(unit))
    return other is None or other.end() <= end


_YEN_TAIL = re.compile(r"(?:\s?円|\.?-(?![0-9]))?")


def _quantity(text: str, number: NumberMatch) -> Quantity:
    if text[max(0, number.start - 1) : number.start] in ("¥", "\\") and not number.kanji:
        tail = _YEN_TAIL.match(text, number.end)
        end = number.end if tail is None else tail.end()
        return Quantity(number.start - 1, end, number.value, number.value_max, "円", number.end, True)  # ¥3,500-
    base = Quantity(
        number.start, number.end, number.value, number.value_max, None, number.end, True, number.kanji, number.vague
    )
    found = _LISTED.match(text, number.end)
    if found is not None:
        unit = found["latin"] or found["unit"]
        if unit == "つ" and _SEVERAL.match(text, number.end):
            pass
        elif unit in _HIDING:
            if _is_municipalities(text, number, unit, found.end()):
                return base._replace(end=found.end(), unit=unit)
            word = _WORD.match(text, found.start("unit")) if unit in _SHORT_HIDING else None
            if word is None or word.end() <= found.end():
                return base._replace(hidden=True)
        elif _stands(text, unit, found.end()):
            return base._replace(end=found.end(), unit=unit)
    if number.kanji:
        return base._replace(hidden=True)
    several = _SEVERAL.match(text, number.end)
    if several is not None and several["noun"].endswith(_LOOSE):
        # 64の取組項目: the noun behind の names the figure
        unit = next(u for u in ("項目", *_LOOSE) if several["noun"].endswith(u))
        return base if number.value < 10 else base._replace(unit=unit)
    if several is not None and number.value > 1:
        return base._replace(end=several.end(), unit=several["noun"])
    word = _WORD.match(text, number.end)
    if word is None or _is_modifier(word[0]):
        return base
    if word[0].endswith("目"):
        return base._replace(hidden=True)
    unit = _CHANGE_TAIL.sub("", word[0])
    return base._replace(end=word.start() + len(unit), unit=unit, listed=False)


def _is_municipalities(text: str, number: NumberMatch, unit: str, end: int) -> bool:
    """県内14市のうち: cities counted behind a noun; 1市2町 and 3区 of a name are none."""
    counted = unit in ("市", "町", "村", "区", "県") and number.value >= 2 and not number.kanji
    before, after = text[: number.start].rstrip(), text[end : end + 1]
    if not counted or not before:
        return False
    if before[-1] in "内体圏国":
        return after in tuple("ので中がは、と")
    # 近隣の12市を調べた, 改正したのは5市である: behind の and は a count, before the particle of a predicate.
    return before[-1] in "のはで" and _PREDICATE_OF.match(text, end) is not None


_PREDICATE_OF = re.compile(r"(?:[をがにで](?!は|の)|です|でし|であ|だ(?!け)|。|$)")
_CHANGE_TAIL = re.compile(r"(?<=.)(?:増加?|減少?|分|超|強|弱)$")


_MODIFIER = re.compile(r"以[上下内外降前]|未満|前後|程度|余り?|超|強|弱|増|減|等|中|内|外|間|目|比|差|月|日|年|時")


def _is_modifier(word: str) -> bool:
    return bool(_MODIFIER.match(word))


def _joined(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """``AからB`` as one range, or None where the two are separate (a change, a list, different units)."""
    link = _FROM.fullmatch(text, first.end, second.start)
    if link is None or first.hidden or second.hidden or first.value_max is not None or second.value_max is not None:
        return None
    same = first.unit == second.unit or (first.unit is None and link["link"] in "~-")
    if not same or second.value <= first.value or first.value < 0:
        return None
    if link["link"] in ("から", "より") and (_CHANGE.match(text, second.end) or _FIXED.match(text, second.end)):
        return None
    return second._replace(start=first.start, value=first.value, value_max=second.value)


@lru_cache(maxsize=256)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """All numbers of a folded text with their units, in order; numbers that are none (``hidden``) included.

    >>> [(q.value, q.value_max, q.unit) for q in find_quantities("150人から180人、8人から6人に、25千円、142自治会")]
    [(150, 180, '人'), (8, None, '人'), (6, None, '人'), (25000, None, '円'), (142, None, '自治会')]
    >>> [(q.value, q.unit) for q in find_quantities("収入は計¥2,846,130-")]
    [(2846130, '円')]
    """
    found: list[Quantity] = []
    for number in find_numbers(text):
        quantity = _quantity(text, number)
        joined = _joined(text, found[-1], quantity) if found else None
        if joined is None:
            found.append(quantity)
        else:
            found[-1] = joined
    return tuple(found)
