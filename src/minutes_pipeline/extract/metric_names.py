"""Names (測ったもの): the shortest noun phrase of the document's words that tells what a figure measures.

Where the name stands (``L`` is what precedes the figure, ``R`` what follows it)::

    label     利用者:3045人                       the label
    topic     回収率は81%, 欠員が17人                the noun phrase before は・が・も
    object    工事を19日間中断, 備品費に30万円を計上     the noun phrase before を・に
    apposed   タブレット端末24台, 修繕料315万円         the noun phrase the figure is attached to
    counted   計画に掲げた48事業, 市内142自治会         modifier and the counter itself, where it is a noun
    behind    11人の欠員, 100円の値上げ               the noun phrase behind の
    predicate 延べ900人が来場, 4カ月間試行             the noun of the predicate
    inherited 5.5ポイント低下した, 昨年度の62.9%        the name of the figure before, or the sentence's topic

A frame (``Xは、`` or ``X:`` at the head of the sentence) joins a local name: 購入補助は、予算500万円 -> 購入補助の予算; a frame that
is itself a measure follows the part: 正答率は、国語が66% -> 国語の正答率.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minutes_pipeline.values.units import Quantity

_BOUNDARY = re.compile(r"[、。,;:!?\t()〔〕\[\]【】<>《》〈〉/→⇒|=・○●◎◆■]|…")
_TOPIC_END = re.compile(r"(?:では|には|とは|からは|までは|は|も)$")
# Where a noun phrase cannot reach further left: conjunctive forms and compound particles.
_CUT = re.compile(
    r"(?:ために|ため(?=[^の])|ことから|ことで|ところ|により|によって|による(?=.{4})|において|における|として|とともに|について(?:は|も)?|につきまして(?:は)?|に関して(?:は)?|に対して?(?!する)|"
    r"に比べ(?:て)?|と比べ(?:ると|ますと|て)?|と比較して|に伴い|に伴う|を踏まえ|のうち(?:の)?|のほか|から(?!の)|より(?!の)|ので|けれど|ましたが|ますが|ですが|だが|ては|"
    r"には|では|とは|は(?![がきしじずたなにめやりるれん])|がここ)"
)
_CASE = re.compile(r"(?:[がをに]|で(?=[^あきす])|も)(?=.)")
_RELATIVE = re.compile(r"(?:[たるいなうくすつぬぶむぐ]|ない|とする)(?=[一-龠々ァ-ヴーA-Z「『])")
_LEADING = re.compile(
    r"^(?:また|なお|一方(?:で)?|ただし?|しかし|さらに|更に|そのうち|このうち|うち|その内|この間(?:に|の)?|その後(?:に|の)?|その他|ほか|ほかに|その|この|現在(?:の)?|現行(?:の)?|主な内容|特に|例年|全体(?:で|として)?|"
    r"まず|次に|最後に|続いて|具体的に(?:は)?|同じく|いずれも|および|及び|並びに|さらには|それぞれ|各々|なかでも|中でも|実際に|今回(?:の)?|前回(?:の)?|すでに|既に|これまで(?:に|の)?|最近|本市(?:の|で)?|当市(?:の|で)?|"
    r"毎年|毎月|年間|同(?=年|月)|残る|残り(?:の)?|全(?=[0-9])|計(?![一-龠])|合計(?=[のは、])|約|延べ|のべ|(?:より|から|まで|[のはがもをにでとや])(?=[一-龠ァ-ヴ「A-Z0-9、\s])|、|・|\s)+"
)
_TRAILING = re.compile(r"(?:、|\s|・|:|：|は|が|も|を|に|で|と|の|へ|や|とも|その|すでに|既に|現在|全|計|合計|延べ|のべ|約|総計|年|月|年間|平均|で?一日|で?1日|一日平均|1日平均|毎年|おおむね|だけで)+$")
_BEFORE_FIGURE = re.compile(
    r"(?:延べ|のべ|計|合計|総計|全|現在(?:で)?|すでに|既に|平均(?:で|して)?|[1一]日平均|一日(?:当たり)?|月平均|年平均|年間(?:で)?|月額|年額|総額|合わせて|あわせて|わずか|実に|せいぜい|さらに|更に|約|およそ|おおよそ|おおむね|概ね|ほぼ|最大(?:で)?|"
    r"上限|(?<![一-龠])[年月週](?:に)?|毎[年月週]|[1一](?:人|件|団体|台|灯|回|名|本|世帯|戸|食|個|日|か所|便|泊|枚|部|校|施設)(?:当たり|あたり|につき|に付き)?(?:平均)?|プラス|マイナス|目標の|実績の|という|残る|残りの|ほか|とも|各|たった|もう|[,、\s])$"
)
MEASURE_WORD = re.compile(
    r"(?:率|割合|比|比率|額|費|費用|料|料金|単価|価格|数|量|残高|年齢|日数|回数|件数|人数|面積|延長|高|倍率|度|月額|年額|平均|収入|支出|経費|予算|決算|時間|期間|距離|幅|濃度|指数|点数|内訳|内容|状況|結果|実績)$"
)
_COMPARISON = re.compile(r"(?:前年度?|昨年度?|前回|前月|前期|対前年度?|計画|予算|目標|県平均|全国平均|対計画|前年同[月期])(?:の?同(?:じ)?(?:期|時期|月))?(?:比|比較|対比|差)(?:で|は|が|:)?\s?$")
_BASES = re.compile(r"^(?:全体|市全体|費用|前年|昨年|前年度|昨年度|前回|当初|現行|現在|従来|平成|令和|前年同期|前年同月|計|合計|初年度|本年度|今年度|来年度)$")
_AIMS = re.compile(r"(?:目標(?:値)?|計画(?:値)?|予定|見込み?|基準(?:値)?|当初予算|予算|上限)$")
# What the reader of a sentence stands on: a noun that only says who or when.
_EMPTY = re.compile(
    r"^(?:市|町|村|区|県|国|本市|当市|本町|町内|市内|区内|県内|全体|本日|今日|内訳|結果|うち|このうち|残り|残る|ほか|合計|計|これ|それ|率|そのうち|今回|前回|現在|昨年|今年|昨年度|今年度|来年度|本年度|前年度|主な内容|年|月|週|日|率にして|あと|人|者|こと|もの|の|ため|年間|同期|同期間|その後)$"
)
_COUNTER_NOUN = frozenset(
    "世帯 家族 団体 法人 企業 事業所 事業者 自治会 町内会 町会 自治体 クラブ サークル グループ チーム 学級 クラス 事業 施策 講座 教室 施設 避難所 集落 団地 圏域 地区 地域 路線 区間 測定局 局 種目 品目 店舗 会場 学校 校 園 館 拠点 "
    "ユニット 床 言語 作品 か所 市町村".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name and where its words begin in the text; ``rule`` tells how it was found."""

    text: str
    start: int
    rule: str


def noun_phrase(text: str, end: int, floor: int = 0) -> tuple[int, str]:
    """The noun phrase of ``text`` that ends at ``end``: (start, words), cleaned of time and connectives.

    A relative clause (計画に掲げた事業) belongs to its noun; a case phrase before the noun does not.

    >>> noun_phrase("また、計画に掲げた事業は", 11)[1], noun_phrase("体操教室の参加者は", 8)[1]
    ('計画に掲げた事業', '体操教室の参加者')
    """
    begin = _boundary(text, end, floor)
    segment = text[begin:end]
    cut = 0
    for found in _CUT.finditer(segment):
        if found.end() < len(segment):
            cut = found.end()
    case = cut
    for found in _CASE.finditer(segment, cut):
        rest = segment[found.end() :]
        if len(rest) > 1 and not _opens_relative(rest):
            case = found.end()
    phrase = segment[case:]
    lead = _LEADING.match(phrase)
    start = begin + case + (lead.end() if lead and lead.end() < len(phrase) else 0)
    return start, text[start:end].strip()


def _opens_relative(rest: str) -> bool:
    """Whether what follows a case particle is a verb that modifies the noun at the end (…に|掲げた事業)."""
    found = _RELATIVE.search(rest)
    return found is not None and not re.search(r"[一-龠ァ-ヴ]{2,}の", rest[: found.end()])


def _boundary(text: str, end: int, floor: int) -> int:
    """Start of the clause that ends at ``end``; quotes and brackets that close inside it are jumped."""
    i = end
    while i > floor:
        char = text[i - 1]
        if char in "」』":
            opening = text.rfind("「" if char == "」" else "『", floor, i)
            if opening >= 0:
                i = opening
                continue
        if char == ")" and i < end:
            opening = text.rfind("(", floor, i)
            if opening >= 0:
                i = opening
                continue
        if char == "・" and i - 1 > floor and text[i - 2 : i - 1].strip() and text[i : i + 1].strip():
            i -= 1
            continue
        if _BOUNDARY.match(char):
            return i
        i -= 1
    return floor


def before_figure(text: str, start: int, floor: int = 0) -> int:
    """Where the words end that stand before a figure without qualifying its name (延べ, 計, 年, 一日平均)."""
    end = start
    for _ in range(6):
        window = text[max(floor, end - 12) : end]
        found = _BEFORE_FIGURE.search(window)
        if found is None:
            break
        end -= len(window) - found.start()
    return end


_BEHIND = re.compile(r"\s?の(?!う[ちえ]|ほか|み[はがでに、]|よう|まま|ため|減|増|遅れ(?=が)|範囲|割合(?=で)|半額|全て|すべて)(?P<noun>[^\s、。,()はがをにでともへやかの]{1,16}(?:の[一-龠ァ-ヴー]{1,10})?)")
_PREDICATE = re.compile(
    r"\s?(?:もの|の(?:方|人|皆様|住民|市民|職員|児童|生徒)(?:に|が)(?:御|ご)?|の方に(?:御|ご)?|[がをにはも])?\s?(?:全員|新たに|実際に|すでに)?(?P<noun>[一-龠]{2,8}(?:申込み?|出し|受け|入れ)?|申込み?|申し込み|取り組み|受入れ|貸出し)"
    r"(?=し|さ|でき|いた|頂|がで|いたし|予定|済|を(?:行|実施)|に(?:充|計上)|が(?:あ|出|行)|を計上|[、。)]|$|す)"
)
_ALLOT = re.compile(r"\s?を(?P<noun>[^、。()]{2,16}?)(?:に|として)(?:充て|充当|計上|使|支出|交付|積み)")


def behind(text: str, end: int) -> str | None:
    """The noun behind の (11人の欠員 -> 欠員), or None."""
    found = _BEHIND.match(text, end)
    if found is None:
        return None
    noun = re.sub(r"(?:以上|以下|程度|など|ほど)$", "", found["noun"])
    noun = re.split(r"(?<=[一-龠ァ-ヴー])(?:した|する|され|でき|なっ|あっ|いた)", noun)[0]
    return noun if len(noun) > 1 or noun in "本木" else None


def predicate(text: str, end: int) -> str | None:
    """The noun of the predicate (900人が来場した -> 来場; 19日間中断 -> 中断), or None."""
    found = _PREDICATE.match(text, end)
    return None if found is None else found["noun"]


def allotted(text: str, end: int) -> str | None:
    """What money is allotted to (38万円を備品費に充てる -> 備品費), or None."""
    found = _ALLOT.match(text, end)
    return None if found is None else found["noun"]


def strip_periods(text: str, start: int, end: int, periods: Sequence[tuple[int, int]]) -> int:
    """Start of a name behind the periods that stand at its head (令和6年度の|通いの場)."""
    begin = start
    for first, last in periods:
        if first <= begin + 1 and begin < last <= end:
            begin = last
            while begin < end and text[begin] in "のにではがも末、中内分時点現在 ":
                begin += 1
    lead = _LEADING.match(text[begin:end])
    return begin + lead.end() if lead and lead.end() < end - begin else begin


def is_empty(name: str) -> bool:
    """Whether a phrase names nothing by itself (うち, 現在, 合計, 市)."""
    bare = _TRAILING.sub("", name)
    return len(bare) < 1 or _EMPTY.match(bare) is not None


def is_comparison(text: str) -> bool:
    """Whether ``text`` ends with a comparison (前年度比, 計画比)."""
    return _COMPARISON.search(text) is not None


def is_base(name: str) -> bool:
    """Whether a phrase is the base of a share or a former value (費用の5割, 当初の4億円)."""
    return _BASES.match(name) is not None


def is_aim(name: str) -> bool:
    """Whether a phrase is an aim that a figure is measured against (目標の600件)."""
    return _AIMS.search(name) is not None


def counts_itself(quantity: Quantity) -> bool:
    """Whether the counter is a noun that can be the name (48事業, 142自治会)."""
    return quantity.unit is not None and (not quantity.listed or quantity.unit in _COUNTER_NOUN)


def joined(frame: str | None, local: str) -> str:
    """Frame and local name as one: 購入補助 + 予算 -> 購入補助の予算; a measure as frame follows: 国語 + 正答率."""
    if not frame or frame in local:
        return local
    if local in frame:
        return frame
    if MEASURE_WORD.search(frame) and not MEASURE_WORD.search(local):
        return f"{local}の{frame}"
    return f"{frame}の{local}"
