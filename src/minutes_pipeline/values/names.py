"""Names of persons (氏名): how likely a string is one."""

from __future__ import annotations

import re
from functools import lru_cache

from minutes_pipeline.text.folding import flat, name_key
from minutes_pipeline.text.tokens import listed_as, tokenize
from minutes_pipeline.values.departments import begins_like_unit, is_unit
from minutes_pipeline.values.posts import HONORIFIC, ends_with_title, is_role

_LETTERS = re.compile(r"[一-龠㐀-䶿豈-﫿𠀀-𪛟々〆ヶケぁ-んァ-ヴー・.A-Za-z?？\-]{1,24}")
_KANJI = re.compile(r"[一-龠㐀-䶿豈-﫿𠀀-𪛟々〆ヶ]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.'\-]{0,19}(?:\s[A-Za-z][A-Za-z.'\-]{0,19}){0,3}")
_HONORIFIC = re.compile(rf"{HONORIFIC}$")
# Every branch begins with a letter of its own: so the search looks only where one of them stands.
_NO_NAME = re.compile(
    r"欠席|出席|なし|無し|該当|敬称|以上|氏名|職名|所属|名簿|別紙|次のとおり|末尾|記載|ほか|合計|順不同|五十音|議題|会議|次第|定例会|年度|資料|日時|場所|番号|午前|午後|公開|代理|委任|途中|退席|着席|開会|閉会|について|及び|同上|傍聴|関係者|備考|区分|事務局|"
    r"担当|総括|統括|理事|部長|課長|補佐|兼(?![子田松平重光城本島高古山坂元井治一二三次司人雄夫男之良行久信房嗣義吉続])|取扱|警察|学校|大学|組合|協会|委員|事務|会社|銀行|病院|センター|協議|役所|役場|オンライン|リモート|参加|ウェブ|期間|対象|案件|総数|定数|人数|者数|事項|内容|概要|理由|配布|配付|です|ます(?![みえよこおじだ])|した|より(?![こえみ子])|から|する|全員|"
    + "|".join("0123456789")
)
_NO_NAME_HEAD = re.compile(r"[第有無]$|計(?:[0-9名人]|$)|各|同[部課室係局所校](?=.)|有?あり$|有り$|外[0-9]")
_PARTY = re.compile(r"(?:地区|住民|学校|業者|労働者|使用者|行政|[市町村区県])側$")


# Two letters that end like a place or house, or three like a temple, are as often a surname (山村, 御園, 道明寺).
_PLACE_NAME = re.compile(r"[一-龠々][村寺園市町院部]|[一-龠々]{2}寺")

LONE_SURNAMES = frozenset(
    (
        "梶 轟 堤 辻 原 関 林 森 東 西 南 北 谷 畑 岡 沖 泉 桜 柳 楠 榎 菅 杉 桂 桐 栗 星 堀 城 塙 畔 湊 港 峯 嶺 島 岸 浜 淵 滝 "
        "牧 角 門 柏 橘 榊 樋 樫 窪 乾 巽 鎌 鴨 鷲 鶴 亀 鯨 魚 虎 熊 狩 糸 綿 麻 芦 葛 藤 萩 菊 蓮 蓬 薮 藪 要 長 平 土 仲 中 上 "
        "芝 柴 椿 桑 笹 楢 磯 宮 "
        "下 内 外 奥 間 境 大 小 新 古 金 銀 向 伴 秦 呉 朴 李 崔 鄭 姜 趙 尹 張 王 陳 黄 何 宋 劉 周 孫 馬 "
    ).split()
)
"""Surnames of one letter (一字姓): in front of a post they are read as such though the dictionary has other readings."""


@lru_cache(maxsize=4096)
def _kinds(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (t.surface, t.pos[3] if t.pos[2:3] == ("人名",) else "地" if t.pos[2:3] == ("地名",) else t.pos[0])
        for t in tokenize(text)
    )


def kinds_of(text: str) -> tuple[tuple[str, str], ...]:
    """Words of the text with what each is: 姓, 名, 地 (a place) or a part of speech."""
    return _kinds(name_key(text))


@lru_cache(maxsize=4096)
def is_common_noun(text: str) -> bool:
    """Whether the text is made of common nouns (浄水, 人権推進), no name of a person or place among them."""
    return all(t.pos[0] in ("名詞", "接尾辞", "接頭辞") and t.pos[1] != "固有名詞" for t in tokenize(text))


@lru_cache(maxsize=4096)
def is_surname(text: str) -> bool:
    """Whether the dictionary knows the text as a surname (姓)."""
    kinds = _kinds(name_key(text))
    return len(kinds) == 1 and kinds[0][1] == "姓"


def may_be_surname(text: str) -> bool:
    """Whether the dictionary lists the text among the surnames, whatever else it may be (山村, 市場).

    >>> may_be_surname("山村"), is_surname("山村"), may_be_surname("総務")
    (True, False, False)
    """
    return "姓" in listed_as(name_key(text))


@lru_cache(maxsize=4096)
def lone_surname_before_office(text: str) -> bool:
    """Whether one letter that is a surname stands before common words (辻奉仕係 is 辻 and 奉仕係; 森林課 is one word).

    >>> lone_surname_before_office("辻奉仕係"), lone_surname_before_office("森林課")
    (True, False)
    """
    kinds = _kinds(name_key(text))
    return len(kinds) > 1 and len(kinds[0][0]) == 1 and kinds[0][1] == "姓" and kinds[1][1] == "名詞"


@lru_cache(maxsize=4096)
def is_given_name(text: str) -> bool:
    """Whether the dictionary knows the text as a given name (名)."""
    kinds = _kinds(name_key(text))
    return len(kinds) == 1 and kinds[0][1] == "名"


@lru_cache(maxsize=4096)
def name_likeness(text: str) -> float:
    """How much a string (without titles) looks like a person's name: below 0 is none, 3 is a surname and a given name.

    >>> name_likeness("鈴木一郎") >= 2.5, name_likeness("総務課") < 0, name_likeness("なし") < 0
    (True, True, True)
    """
    word = "".join(text.split())
    if len(word) > 2:
        word = _HONORIFIC.sub("", word)
    folded = flat(word)
    if not _LETTERS.fullmatch(folded) or _NO_NAME.search(folded) or _NO_NAME_HEAD.match(folded):
        return -2.0
    if folded[-1] == "側" and _PARTY.search(folded):
        return -2.0
    if _LATIN.fullmatch(" ".join(flat(text).split())):
        return 1.0 if len(word) > 1 else 0.3
    if is_role(folded):
        return -2.0
    length = sum(c not in "・.-" for c in folded)
    if length > 9 and not re.fullmatch(r"[ァ-ヴー・]{1,24}", folded):
        return -2.0
    words = kinds_of(word)
    kinds = [kind for _, kind in words]
    score = _by_kinds(kinds, length, folded)
    surname = len(words[0][0]) if len(kinds) > 1 and kinds[0] == "姓" else 0
    if surname == 1 and word[0] not in LONE_SURNAMES:
        score -= 1.0
    if is_unit(folded) and not (kinds and set(kinds) <= {"姓", "名"}):
        score -= 0.6 if _PLACE_NAME.fullmatch(folded) or _given_like_city(word) else 2.5
    if begins_like_unit(folded, least=2) and kinds[:1] != ["姓"]:
        score -= 1.5
    if ends_with_title(folded) is not None:
        score -= 2.0
    if surname and begins_like_unit(folded[surname:], least=2):
        score -= 2.0  # 森川総務, 小野沢下水道: a surname and the beginning of a post.
    return score


def _given_like_city(word: str) -> bool:
    """柏谷重市, 森野与市: a surname, and a given name of two letters that ends like the name of a city."""
    surname = kinds_of(word)[0]
    return word[-1] == "市" and surname[1] == "姓" and len(surname[0]) >= 2 and len(word) - len(surname[0]) == 2


def _by_kinds(kinds: list[str], length: int, folded: str) -> float:
    if length == 1:
        return 0.8 if kinds == ["姓"] else 0.2
    personal = sum(k in ("姓", "名") for k in kinds)
    if len(kinds) == 3 and kinds[:2] == ["姓", "姓"]:
        return 1.6
    if kinds and personal == len(kinds):
        if kinds[0] != "姓":
            return (2.4 if length >= 3 else 1.8) if len(kinds) == 1 else 1.6
        return {1: 2.3, 2: 3.0, 3: 2.4}.get(len(kinds), 1.5)
    if len(kinds) in (2, 3) and kinds[0] == "姓" and length <= 6 and "姓" not in kinds[1:]:
        return 2.6 if length > 3 else 2.2
    if kinds and kinds[0] in ("姓", "地") and length <= 6:
        return 2.0 if len(kinds) <= 3 else 1.0
    if personal:
        return 1.6 if length <= 6 else 0.8
    if re.fullmatch(r"[ぁ-んー]{2,10}|[ァ-ヴー・]{2,16}", folded):
        return 0.9
    if length <= 4 and _KANJI.search(folded):
        return 1.0
    if length <= 6 and _KANJI.search(folded):
        return 0.7
    return 0.0


def clean_name(text: str) -> str:
    """A printed name without white space between its letters and without honorific; foreign names keep their spaces.

    >>> clean_name("後　藤　さちこ　君"), clean_name("Jane Doe")
    ('後藤さちこ', 'Jane Doe')
    """
    if _LATIN.fullmatch(" ".join(flat(text).split())):
        return " ".join(text.split())
    word = "".join(text.split())
    return _HONORIFIC.sub("", word) if len(word) > 2 else word
