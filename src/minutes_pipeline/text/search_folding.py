"""Folding for search (検索のための字形統一): stronger than ``flat``, lengths may change, so it keeps an offset map.

Context-free per character (but for white space and voicing marks), so that whatever is a substring before is one after.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from minutes_pipeline.text.folding import name_key

# Old and variant kanji, each followed by the form it is searched under: 旧字体 of the 常用漢字表 (NFKC already folds
# its compatibility ideographs), 印刷標準字体 beside 簡易慣用字体, and the forms frequent in names of people and places.
OLD_FORMS = (
    "亞亜惡悪壓圧圍囲醫医爲為壹壱隱隠榮栄營営衞衛驛駅圓円鹽塩緣縁艷艶應応歐欧毆殴櫻桜奧奥橫横溫温穩穏假仮價価畫画會会壞壊"
    "懷懐繪絵槪概擴拡殼殻覺覚學学嶽岳樂楽渴渇勸勧卷巻寬寛歡歓罐缶觀観關関陷陥顏顔歸帰氣気龜亀僞偽戲戯犧犠舊旧據拠擧挙虛虚"
    "峽峡挾挟敎教狹狭鄕郷曉暁區区驅駆勳勲薰薫徑径惠恵揭掲攜携溪渓經経繼継莖茎螢蛍輕軽鷄鶏藝芸擊撃缺欠儉倹劍剣圈圏檢検權権"
    "獻献硏研縣県險険顯顕驗験嚴厳吳呉娛娯效効廣広恆恒鑛鉱號号國国黑黒濟済碎砕齋斎劑剤雜雑參参慘惨棧桟蠶蚕贊賛殘残絲糸齒歯"
    "兒児辭辞濕湿實実舍舎寫写釋釈壽寿收収從従澁渋獸獣縱縦肅粛處処緖緒敍叙奬奨將将涉渉燒焼稱称證証乘乗剩剰壤壌孃嬢條条淨浄"
    "狀状疊畳穰穣讓譲釀醸囑嘱觸触寢寝愼慎晉晋眞真盡尽圖図粹粋醉酔隨随髓髄數数樞枢瀨瀬聲声靜静齊斉稅税蹟跡說説攝摂竊窃專専"
    "戰戦淺浅潛潜纖繊踐践錢銭禪禅曾曽雙双壯壮搜捜插挿巢巣爭争瘦痩總総莊荘裝装騷騒增増臟臓藏蔵卽即屬属續続墮堕體体對対帶帯"
    "滯滞臺台瀧滝擇択澤沢單単擔担膽胆團団彈弾斷断癡痴遲遅晝昼蟲虫鑄鋳廳庁徵徴聽聴敕勅鎭鎮遞逓鐵鉄轉転點点傳伝黨党盜盗燈灯"
    "當当鬪闘德徳獨独讀読屆届繩縄貳弐惱悩腦脳霸覇廢廃拜拝賣売麥麦發発髮髪拔抜晚晩蠻蛮祕秘濱浜甁瓶拂払佛仏倂併竝並變変邊辺"
    "辨弁瓣弁辯弁舖舗步歩穗穂寶宝襃褒豐豊沒没飜翻每毎萬万滿満麵麺默黙餠餅彌弥藥薬譯訳豫予餘余與与譽誉搖揺樣様謠謡來来賴頼"
    "亂乱覽覧龍竜兩両獵猟綠緑壘塁淚涙勵励禮礼隸隷靈霊齡齢曆暦歷歴戀恋鍊錬爐炉勞労樓楼郞郎祿禄錄録灣湾瑤瑶"
    "髙高﨑崎嵜崎濵浜邉辺𠮷吉槗橋桒桑舘館冨富嶋島嶌島峯峰埜野渕淵栁柳槇槙遙遥堯尭凛凜驒騨頰頬剝剥塡填籠篭檜桧礪砺壺壷攪撹"
    "鹼鹸麴麹屛屏幷并繫繋蔣蒋醬醤蟬蝉搔掻簞箪摑掴禱祷瀆涜囊嚢蠟蝋顚顛嚙噛俠侠軀躯鷗鴎鰺鯵竈竃藪薮籔薮"
)
_OLD = dict(zip(OLD_FORMS[::2], OLD_FORMS[1::2], strict=True))
_OWN = {
    "ヶ": "ケ",
    "ヵ": "カ",
    "\t": "\t",
    "\n": "\n",
    "\r": "\n",
    "\v": "\n",
    "\f": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
}
_VOICING = {
    "\u3099": "\u3099",
    "\uff9e": "\u3099",
    "゛": "\u3099",
    "\u309a": "\u309a",
    "\uff9f": "\u309a",
    "゜": "\u309a",
}
_VOICED = re.compile(f"[{''.join(_VOICING)}]")
_BLANKS = re.compile(r"[ \t\n]+")


def _fold_char(char: str) -> str:
    if char in _OWN:
        return _OWN[char]
    if char.isspace():
        return " "
    # Zero-width characters, soft hyphens and variation selectors are not seen, so they are not searched.
    if (
        unicodedata.category(char) in {"Cf", "Cc"}
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
    ):
        return ""
    out = []
    for part in unicodedata.normalize("NFKC", name_key(char)):
        part = _OWN.get(part, part) if not part.isspace() else ""
        part = name_key(_OLD.get(part, part)) or part
        out.append(_OLD.get(part, part))
    return "".join(out).casefold()


class _Table(dict[str, str]):
    def __missing__(self, char: str) -> str:
        folded = _fold_char(char)
        self[char] = folded
        return folded


_TABLE = _Table()


class _Codes(dict[int, str]):
    """``_TABLE`` by code point, for ``str.translate``."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _TABLE[chr(code)]
        return folded


_CODES = _Codes()


class Folded(NamedTuple):
    r"""A folded text and the way back.

    Attributes:
        text: Folded: no white space but one ``\n`` at ends of lines and one space where a tab stood or where letters
            or digits would run together.
        starts: For each character of ``text``, and once more for its end, the position in the source.
        source: The source.
    """

    text: str
    starts: Sequence[int]
    source: str

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The source's range for ``text[start:end]`` (at least one character, without white space at its end)."""
        first, last = self.starts[start], self.starts[end]
        while last > first + 1 and self.source[last - 1].isspace():
            last -= 1
        return first, max(last, first + 1)


def _join_voicing(source: str, pieces: list[str]) -> None:
    """Put a voicing mark (濁点・半濁点) that stands apart onto its kana: ｶﾞ and か+U+3099 are one character."""
    for match in _VOICED.finditer(source):
        at = match.start()
        base = pieces[at - 1] if at else ""
        joined = unicodedata.normalize("NFC", base + _VOICING[match[0]])
        if base and len(joined) == len(base):
            pieces[at - 1], pieces[at] = joined, ""


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _unevenly(text: str) -> tuple[str, Sequence[int]]:
    """Folded characters, and where each begins in the source, where one becomes several or none."""
    pieces = [_TABLE[char] for char in text]
    _join_voicing(text, pieces)
    return "".join(pieces), [*(at for at, piece in enumerate(pieces) for _ in piece), len(text)]


def fold_for_search(text: str) -> Folded:
    """Fold ``text``: width, case, old forms, radicals, voicing marks, spaces inside words.

    >>> fold_for_search("髙　橋ｻﾝ　國の 子ども").text
    '高橋サン国の子ども'
    >>> folded = fold_for_search("㈱ 山 川")
    >>> folded.text, folded.back(3, 5)
    ('(株)山川', (2, 5))
    """
    starts: Sequence[int]
    letters = set(text)
    if letters.isdisjoint(_VOICING) and all(len(_TABLE[char]) == 1 for char in letters):
        joined, starts = text.translate(_CODES), range(len(text) + 1)
    else:
        joined, starts = _unevenly(text)
    out: list[str] = []
    kept: list[int] = []
    position = 0
    for match in _BLANKS.finditer(joined):
        first, last = match.span()
        out.append(joined[position:first])
        kept += starts[position:first]
        position = last
        blank = match[0]
        if "\n" in blank:
            out.append("\n")
        elif "\t" in blank or (_is_latin(joined[max(0, first - 1) : first]) and _is_latin(joined[last : last + 1])):
            out.append(" ")
        else:
            continue
        kept.append(starts[first])
    if position == 0:
        return Folded(joined, starts, text)
    out.append(joined[position:])
    kept += starts[position:]
    return Folded("".join(out), kept, text)
