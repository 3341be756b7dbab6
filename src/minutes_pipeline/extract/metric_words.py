"""Words around figures (数値のまわりの語): what is no name by itself, what a share is a share of, what changes."""

from __future__ import annotations

import re
from functools import lru_cache

from minutes_pipeline.values.units import Quantity

SHARES = frozenset(("%", "パーセント", "割", "倍", "ポイント", "‰", "分", "厘"))

_LEADING = re.compile(
    r"^(?:(?:ところ(?=[一-龠])|時点(?:で)?の|また|なお|一方(?:で)?|ただし?|しかし|さらに|更に|そのうち|このうち|"
    r"うち|その内|この間(?:に|の)?|その後(?:に|の)?|ほかに?|その(?!他)|この|現在(?:の)?|"
    r"現行(?:の)?|それぞれの?|主な内容は|特に|例年(?:の)?|"
    r"まず|次に|最後に|続いて|同じく|いずれも|および|及び|並びに|それぞれ|中でも|"
    r"今回(?:の)?|すでに|既に|これまで(?:に|の)?|最近(?:の)?|内訳(?:は|として|(?=\s))|"
    r"同じ期間の|同期間の|"
    r"毎年|毎月|残りの|全(?=[0-9])|計(?=[0-9])|約(?=[0-9])|延べ(?=[0-9])|[1-9][点つ]目は?)[、\s]?|[、・\s])+"
)
_BEFORE_FIGURE = re.compile(
    r"(?:延べ|のべ|(?<![一-龠0-9])(?:計|合計|総計|全|平均|月平均|年平均|年間|月額|"
    r"年額|総額|[年月週]|毎[年月週]|実に)|現在(?:で)?|すでに|既に|平均(?:で|して)|"
    r"[1一]日平均|一日(?:当たり)?|(?<![0-9])年間で|(?<!に)合わせ(?:て|まして|ると|ますと)|(?<!に)あわせ(?:て|まして|ると|ますと)|わずか|せいぜい|"
    r"さらに|更に|"
    r"(?<![成契予解節条要制公協規特誓盟婚集大簡倹先])約|(?<![一-龠])実(?:人数|数)?|およそ|おおよそ|おおむね|概ね|ほぼ|最大(?:で)?|(?<![一-龠0-9])[年月週]に|"
    r"[1一]日に|[1一](?:人|件|団体|台|灯|回|名|本|世帯|戸|食|個|日|か所|便|泊|"
    r"枚|部|校|施設|時間|席|枠|区画|園|室|袋|箱|㎡|kg|トン)(?:当たり|あたり|につき|"
    r"に付き)?(?:平均)?|マイナス|ほか|とも|各|たった|もう|[,\s])$"
)
MEASURE = re.compile(
    r"(?:率|割合|比|比率|額|費|費用|料|料金|単価|価格|(?:件|人|回|日|戸|世帯|者|総|点|冊|台|校|棟|団体|票|口|延べ|頭|匹|羽|本|枚|箇所|か所|組|食|便|名|社|店|床|席|室|基|株|個|袋|区画|項目|事業|施設|会員)数|量|残高|年齢|日数|回数|"
    r"件数|人数|面積|延長|倍率|平均|収入|支出|経費|予算|決算|時間|期間|距離|濃度|"
    r"指数|内訳|見込み?|目標|(?:目標|計画|実績|現状|基準)値|実績|[一-龠]税|利息|[市国]債|(?:交付|補助|負担|委託|分担|支出|繰入|繰越|積立|寄附|寄付|助成|拠出|納付)金)$"
)
# Words that only say how something is measured (定員, 総額, 目標): the thing stands elsewhere.
GENERAL = re.compile(
    r"(?:合計|総|延べ?|年間|最終|当初|現在の|今年度の|概算)?(?:延長|面積|総数|総額|金額|額|件数|人数|回数|定数|定員|目標(?:値|額)?|割合|比率|率|対象|期間|工期|単価|"
    r"引き?上げ|引き?下げ|値上げ|値下げ|見積り?|見積もり|見積額|予算額?|決算額?|残高|補助額|補助率|補正額|申込み?|申請|応募|事業費|工事費|経費|費用|収入|支出|利用|実績|参加者?|対象者?|財源)"
)
_COMPARISON = re.compile(
    r"(?:前年度?|昨年度?|前回|前月|前期|対前年度?|計画|予算|目標|県平均|全国平均|"
    r"対計画|前年同[月期])(?:の?同(?:じ)?(?:期|時期|月))?(?:当初|決算|実績)?(?:比|比較|対比|差)$"
)
_BASES = re.compile(
    r"^(?:全体|市全体|費用|前年|昨年|前年度|昨年度|前回|当初|現行|現在|従来|前年同期|"
    r"前年同月|(?:昨年|前年|例年|前回|平年)(?:度)?並み|計|合計|初年度|本年度|今年度|来年度|これまで|半額|倍|"
    r"(?:前々?回|前年度?|昨年度?|初回)の?(?:調査|結果|時|計画)|(?:さきおととし|おととし|一昨年|前年|昨年|去年)(?:度)?の?(?:今頃|今ごろ|同じ(?:時期|期間|頃|ころ))|(?:全国|[国県都府道市町]|類似団体|同規模(?:の?自治体)?)の?平均)$|(?:前年|"
    r"昨年)(?:度)?の?同(?:じ)?(?:期|時期|月)$"
)
_AIMS = re.compile(r"(?:現状値|実績値|基準値|達成値|目標(?:値)?|計画(?:値)?|予定|見込み?|基準(?:値)?|当初予算|上限)$")
_TARGET = re.compile(r"(?:目標|基準)(?:値|額|数|人数|件数|水準)?$|計画値$")
_STANDING = re.compile(r"(?:定員|定数|上限額?|限度額|補助率|利率|収容人数|最低制限価格)$")
_EMPTY = re.compile(
    r"(?:(?:午前|午後)?[0-9]{1,2}時(?:[0-9]{1,2}分|半)?|本?市|本?町|本?村|区|県|国|市内|町内|区内|県内|村内|全体|本日|今日|内訳|"
    r"結果|このうち|うち|そのうち|残り|残る|ほか|その他|合計|計|これ|それ|率|今回|"
    r"前回|現在|現行|現状|昨年|今年|昨年度|今年度|来年度|本年度|前年度|年|月|週|"
    r"日|"
    r"あと|人|者|こと|もの|の|ため|年間|同期|同期間|その後|ここ|毎年|毎月|毎日|毎週|毎朝|毎晩|毎回|年平均|代|"
    r"平均|今後|年|中|他|等|ところ|場合|際|とき|今|先|後|前|間|方|皆様|皆さん|"
    r"率にして|約|延べ|総計|期間中|日平均|当初|全員|団体|場|形|状況|内容|主な内容|"
    r"最近|例年|平日|土日|休日|連続|増|減|増加|減少|うえ|上|ずつ|一方|いずれ|それぞれ|"
    r"ピーク(?:時)?|(?:これまで|過去|史上|近年)?(?:で)?最(?:多|高|少|低|大|小)|"
    r"[^、。]{0,6}[0-9]{1,4}[^0-9、。]{1,4}中|"
    r"答|問|[0-9]{1,3}(?:歳|才)(?:以上|以下|未満|代)?|[0-9一二三四五六七八九]点目|"
    r"単位|自分|私|私ども|皆|.{0,8}[0-9一二三四五六七八九十百千万][^、。のはが]{0,10}(?:当たり|あたり|につき|ごと)(?:平均)?)"
)
_ADVERBIAL = re.compile(r"(?:ため|結果|ところ|際|とき|時|ほか|うえ|もと|まま|おり|以降|以来|一方)$")
# 試しに3回, 順番に, 率にして9.7%, 金額にして: how something is done or told, not what.
_MANNER = re.compile(
    r"試し|順番|順|交互|一斉|個別|別|別々|別途|臨時|定期|同時|最後|最初|最終|一緒|共同|単独|独自|重点|集中|実際|新た|主|一度|一気|手始め|皮切り|参考|代わり|割合|比率|率|重さ|重量|比"
)
# 変更後は, 統合前には: the time of an event.
_BEFORE_OR_AFTER = re.compile(
    r"(?:(?:^|の)[一-龠]{2,4}(?<!放課)|[一-龠](?:した|された|する|される|った|いた|えた|めた))(?:後|前)$"
)
_TIME_WORDS = re.compile(
    r"(?:この|ここ|これまで|今後|向こう|[一二三四五六七八九十百数](?=[一二三四五六七八九十百か年月日週回])|平日|休日|夜間|昼間|早朝|深夜|朝夕|平成|令和|昭和|昨|今|来|前|同|初|翌|[0-9]|か|"
    r"年|月|日|度|末|週|間|の|平均|目|期|で|から|は|に|現在|時点|うち|、|当|始め|"
    r"初め|夏|秋|春|冬|内|中|上|下|半|過去|直近|最近|\s)+"
)
_MEANS = re.compile(
    r"(?:に(?:合わせ|併せ|あわせ|応じ|沿っ|備え|先立ち)|により|によって|による|に伴い|に伴う|とともに|に基づ|を(?:受け|踏まえ|"
    r"中心|はじめ|始め|通じ|前提|機|除き|もと|基))"
)
_COUNTER_NOUN = frozenset(
    "世帯 家族 団体 法人 企業 事業所 事業者 自治会 町内会 町会 自治体 クラブ "
    "サークル グループ チーム 学級 クラス 事業 施策 講座 教室 施設 避難所 集落 "
    "団地 圏域 地区 地域 路線 区間 測定局 局 種目 品目 店舗 会場 学校 校 園 館 "
    "拠点 市 町 村 区 県 "
    "ユニット 床 言語 作品 市町村".split()
)
_CHANGES = re.compile(
    r"\s?(?:の)?(?:大幅|大きく|わずか|やや)?(?:増(?![員設便床])|減(?![員便免災塩])|上回|下回|上が|下が|上昇|"
    r"低下|伸び|縮|短縮|改善|下落|悪化|多[いくか]|少な|落ち)"
)
_CONTEXTUAL = re.compile(
    r"(?:質問|意見|要望|質疑|動議|回答|答弁|(?<![訪設疑学諮])問|(?<!応)答|委員|事務局|会長|課長|部長|局長|"
    r"議長|説明|報告|その他|補足|備考|注|結果|内容|日時|期日|日程|開催日|期間|場所|会場|対象|"
    r"主な意見|課題|特徴|現状|背景|(?:成果|活動|評価|管理|数値|重要業績評価)?指標(?:名)?|KPI|目標)(?:\(.{0,16}\))?$"
)


_TRAILING = re.compile(r"(?<=.)(?:それぞれ|いずれも|ともに|おのおの)$")


def cleaned(words: str) -> tuple[str, int]:
    """Words without connectives at their head, and how many characters were cut (このうち|登録者)."""
    lead = _LEADING.match(words)
    cut = lead.end() if lead is not None and lead.end() < len(words) else 0
    return _TRAILING.sub("", words[cut:].rstrip()), cut


@lru_cache(maxsize=2048)
def is_empty(words: str) -> bool:
    """Whether a phrase names nothing by itself (うち, 現在, 合計, 市, この3年間)."""
    bare = words.strip()
    return not bare or _EMPTY.fullmatch(bare) is not None or _TIME_WORDS.fullmatch(bare) is not None


@lru_cache(maxsize=2048)
def is_adverbial(words: str, particle: str) -> bool:
    """Whether a phrase tells cause, time or means and is passed over (更新のため, 協力により, 考えた際は)."""
    if particle in ("で", "により", "によって", "から") and words.endswith("こと"):
        return True
    if particle in ("は", "に", "には", "では", "") and _BEFORE_OR_AFTER.search(words):
        return True
    if particle.startswith("にし") or (particle == "に" and not MEASURE.search(words)):
        manner = _MANNER.fullmatch(words)
        if manner is not None:
            return True
    return _MEANS.search(particle) is not None or (
        _ADVERBIAL.search(words) is not None and particle in ("", "に", "は", "で", "には")
    )


def is_comparison(words: str) -> bool:
    """Whether a phrase is a comparison (前年度比, 計画比)."""
    return _COMPARISON.search(words) is not None


def tells_thing(words: str) -> bool:
    """Whether a comparison says itself what is compared (登録者数前年対比)."""
    found = _COMPARISON.search(words)
    return found is not None and len(words[: found.start()].rstrip("の対")) > 1


def is_base(words: str) -> bool:
    """Whether a phrase is the base of a share or a former value (費用の5割, 当初の4億円)."""
    return _BASES.search(words) is not None


def is_aim(words: str) -> bool:
    """Whether a phrase is an aim that a figure is measured against (目標の600件)."""
    return _AIMS.search(words) is not None


def is_target(name: str) -> bool:
    """Whether a name is that of an aim, which takes over no year from the sentence before (目標値, 基準)."""
    return _TARGET.search(name) is not None


def is_standing(name: str) -> bool:
    """Whether a name is that of something fixed, which is not of the year of the figure before it (目標値, 定員)."""
    return is_target(name) or _STANDING.search(name) is not None


def names_content(label: str | None) -> bool:
    """Whether a label at the head of a line names what follows (利用者), not who speaks or what kind of text it is."""
    return label is not None and not is_empty(label) and _CONTEXTUAL.search(label) is None


def counts_itself(quantity: Quantity) -> bool:
    """Whether the counter is a noun that can be the name (48事業, 142自治会)."""
    unit = quantity.unit
    return unit is not None and (unit in _COUNTER_NOUN or (not quantity.listed and len(unit) > 1))


def changes(text: str, end: int) -> bool:
    """Whether a change is told of the figure that ends at ``end`` (5.5ポイント低下した)."""
    return _CHANGES.match(text, end) is not None


def before_figure(text: str, start: int, floor: int = 0) -> int:
    """Where the words end that stand before a figure without naming it (延べ, 計, 年, 一日平均)."""
    end = start
    for _ in range(6):
        window = text[max(floor, end - 12) : end]
        found = _BEFORE_FIGURE.search(window)
        if found is None:
            break
        end -= len(window) - found.start()
    return end


def joined(frame: str | None, local: str) -> str:
    """Frame and local name as one: 購入補助 + 予算 -> 購入補助の予算; a measure as frame follows: 国語 + 正答率.

    >>> joined("購入補助", "予算"), joined("正答率", "国語"), joined(None, "予算")
    ('購入補助の予算', '国語の正答率', '予算')
    """
    if not frame or frame in local:
        return local
    if frame.endswith("の内訳"):
        whole = frame.removesuffix("の内訳")  # what is broken down, not the breakdown, is counted
        return local if whole in local else f"{local}の{whole}"
    if local in frame:
        return frame
    if MEASURE.search(frame) and not MEASURE.search(local):
        return f"{local}の{frame}"
    return f"{frame}の{local}"
