"""Posts (職名) and functions in a meeting (会議での役割): a grammar of the words that make them.

``post = [unit] title { ("兼" | "・") [unit] title }``; a title is a head (次長, 主査, 教授, …) or a unit's 長 (部長, 課長),
with what may stand before (副, 担当, 主任, 統括) and behind it (補佐, 代理, 心得, 事務取扱).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from minutes_pipeline.text.folding import flat

Role = Literal["chair", "vice_chair"]

_HEADS = (
    "部長 課長 室長 係長 局長 所長 館長 園長 院長 校長 署長 班長 場長 センター長 本部長 支所長 支部長 学部長 学科長 研究科長 事務局長 "
    "事務長 次長 団長 分団長 隊長 組合長 会長 理事長 議長 委員長 社長 "
    "会頭 副会頭 店長 分会長 ブロック長 支店長 "
    "支社長 管区長 分署長 駅長 市長 町長 村長 区長 学長 総長 教育長 消防長 塾長 科長 医長 師長 技師長 工場長 総務長 民生委員長 組長 総代 "
    "主査 主任 主事 主幹 主席 主務 主管 技師 技監 技査 技幹 技術員 参事 参事官 参与 理事 理事官 監事 監査 監査委員 補佐 補佐官 書記 "
    "書記官 職員 係員 局員 館員 所員 室員 課員 部員 "
    "教授 助教 助手 講師 教諭 教頭 指導主事 管理主事 社会教育主事 社会教育指導員 保健師 看護師 助産師 保育士 栄養士 管理栄養士 "
    "社会福祉士 精神保健福祉士 公認心理師 相談員 支援員 推進員 調整員 指導員 専門員 専門官 専門監 "
    "専門職 調整監 管理監 審議監 政策監 監理官 企画員 企画官 企画監 調整官 調整幹 統括監 調査員 調査官 調査監 研究員 学芸員 司書 "
    "弁護士 税理士 公認会計士 司法書士 社会保険労務士 医師 歯科医師 薬剤師 獣医師 建築士 技術士 "
    "会計 会計管理者 会計責任者 管理者 書記長 顧問 相談役 代表 代表者 代表取締役 取締役 代表理事 専務理事 常務理事 常務 専務 事務員 担当 "
    "担当者 助役 収入役 出納長 知事 統括官 審議官 "
    "マネージャー マネジャー リーダー サブリーダー チーフ ディレクター コーディネーター プロデューサー 支配人 嘱託 嘱託員 嘱託職員 "
    "会計年度任用職員 臨時職員 事務職員 事務局員 教育委員 住職 宮司 "
    "議員 委員 民生委員 児童委員 民生委員児童委員 主任児童委員 農業委員 評議員 幹事 役員 PTA会長 代表世話人 世話人 会計監査 主宰 主筆 "
    "現場代理人 管理技術者 監理技術者 主任技術者 照査技術者 担当技術者 技術者 "
    "責任者 現場責任者 主任者 司書教諭 栄養教諭 指導教諭 教員 施設長 寮長 荘長 総裁 総監 防災監 危機管理監 対策監 参事監 技術監 担当監 "
    "医監 主監 理事補 保護司 人権擁護委員 行政相談委員 介護支援専門員 理学療法士 作業療法士 言語聴覚士 臨床心理士 防災士 行政書士 "
    "社会教育士 中小企業診断士 不動産鑑定士 土地家屋調査士 樹木医 カウンセラー ソーシャルワーカー プランナー アナウンサー コンサルタント "
    "記者 論説委員 編集委員 作家 農業者 代表社員 業務執行役員 執行役員 運行管理者 安全統括管理者 "
    "編集長 教務主任 学年主任 生徒指導主任 養護教諭 統括 総括 調整担当 担当官 研究官 教育次長 消防士 消防司令 消防監 司令 船長 課付"
).split()
_BEFORE = (
    "副 准 助 前 元 名誉 筆頭 統括 総括 担当 専門 上席 主席 首席 主任 主幹 専任 特任 特命 代表 常務 専務 課付 客員 非常勤 上級 兼任 新任 次 常任"
).split()
_BEHIND = "補佐 代理 代行 心得 事務取扱 補 級 付 事務代理 職務代理者 職務代理 職務代 補佐兼係長 扱い".split()


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


_PREFIX = r"(?:代表理事|代表取締役|専務理事|常務理事|取締役|理事)?"
TITLE = (
    rf"(?:{_PREFIX}(?:{_alternatives(_BEFORE)}){{0,2}}(?:{_alternatives(_HEADS)})(?:{_alternatives(_BEHIND)}){{0,2}})"
)
"""Pattern of a title without unit, on folded text without white space."""
TITLE_LAST = frozenset(word[-1] for word in (*_HEADS, *_BEHIND))
"""A title ends with one of these letters."""


def _by_first_letter(words: list[str]) -> str:
    """The words as one pattern in which those of one first letter stand together: most are passed over at once."""
    rests: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in rests.items())


_QUICK = rf"{_PREFIX}(?:{_by_first_letter(_BEFORE)}){{0,2}}(?:{_by_first_letter(_HEADS)})(?:{_by_first_letter(_BEHIND)}){{0,2}}"
_TITLE_END = re.compile(rf"(?:{_QUICK})$")
_TITLE_WHOLE = re.compile(_QUICK)
# One word, never split: 教育長, 館長, 事務局長, 会計管理者.
_ONE_WORD = re.compile(
    r"(?:副|前|元)?(?:市長|町長|村長|区長|知事|教育長|消防長|議長|教育次長|事務局長|事務局次長|会計管理者|館長|園長|校長|院長|署長|理事長|組合長|会長|委員長|学長|総長|社長|監査委員|代表監査委員|危機管理監|"
    r"政策監|技監|収入役|助役|消防団長|病院長|病院事業管理者|水道事業管理者|企業管理者|"
    r"農業委員会会長|選挙管理委員会委員長|総括主任|統括主任)(?:補佐|代理|職務代理者|心得)?"
)
# What may stand behind a title and is none.
_ASIDES = ("兼務", "事務取扱", "心得")
_JOINT = re.compile(r"\(?兼\)?|・(?=[^・]{1,20}(?:長|監|事|査|佐)(?:兼務|事務取扱)?$)")
# A unit of two letters or more serves both unit and title only where what stands before is no name of a body itself.
_OWN_UNIT = re.compile(r"副?(分団|支団|支所|支部|センター|出張所|営業所|支店|工場)長")
_TOO_WIDE = ("センター", "支所")
# What with 会 names a kind of body: its 会長 is a post there.
_BODY_STEM = re.compile(
    r"(?:医師|薬剤師|看護師|弁護士|建築士|書士|税理士|調査士|労務士|自治|町内|商工|連合|協議|振興|婦人|女性|老人|青年|区長|校長|園長|保護者|父母|育成|育友|福祉|後援|同窓|連絡|研究|審議|委員|期成|遺族|奉仕|赤十字|子ども|子供|母の|守る|考える|者の|防災|消費者|PTA連合|[部町区]内?)$"
)
_ORDINAL = re.compile(r"第?[0-9一二三四五六七八九十]{1,3}|[東西南北]部?")
_SHARED = "部課室係局班署場校園館院所団隊社"
_ROLE_CHAIR = "会長 委員長 議長 座長 部会長 分科会長 会議長 分科会座長 部会座長 小委員長 運営委員長".split()
_ROLE_VICE = (
    "副会長 副委員長 副議長 副座長 副部会長 職務代理者 職務代理 会長職務代理者 会長職務代理 委員長職務代理者 委員長職務代理 会長代理 "
    "委員長代理 教育長職務代理者 教育長職務代理 議長代理 座長代理 "
    "座長職務代理者 座長職務代理 職務代行者 委員長職務代行者 副分科会長 部会長職務代理者 部会長代理 会長職務代行者 副小委員長 代理者 "
    "教育委員長職務代理者"
).split()
_ROLE_PLAIN = (
    "委員 議員 構成員 本部員 班員 メンバー 臨時委員 専門委員 特別委員 教育委員 農業委員 推進委員 農地利用最適化推進委員 部会員 各委員 各議員 会員 "
    "評議員 出席者 参加者 幹事 オブザーバー アドバイザー 委員外議員 "
    "常任委員 運営委員 審議委員 協議会委員 審議会委員 外部委員 副委員 役員 団員 出席委員 司会 進行 説明員 説明者 参考人 傍聴者 来賓 代議員"
).split()
_ROLE_WORDS = {
    **dict.fromkeys(_ROLE_PLAIN),
    **dict.fromkeys(_ROLE_CHAIR, "chair"),
    **dict.fromkeys(_ROLE_VICE, "vice_chair"),
}
ROLE = _alternatives(list(_ROLE_WORDS))
"""Pattern of a function in a meeting."""
_ROLE_BRACKET = re.compile(rf"(?P<a>{ROLE})\((?P<b>{ROLE})\)")
_NUMBERED = re.compile(r"第?[0-9一二三四五六七八九十]{1,2}号(?:委員|議員|被保険者代表)")
HONORIFIC = r"(?:君|くん|氏|様|さま|さん|殿|先生|女史)"
"""Pattern of an honorific behind a name."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post as printed, split behind its unit: ``unit`` 総務課, ``title`` 課長; either may be None."""

    unit: str | None
    title: str | None


# Words are asked for again and again, by every reading of a roster's line: what they are is remembered.
@lru_cache(maxsize=4096)
def role_of(word: str) -> Role | None:
    """Function that a word names: chair, vice_chair, or None.

    >>> role_of("委員長"), role_of("会長職務代理者（副会長）"), role_of("委員")
    ('chair', 'vice_chair', None)
    """
    folded = "".join(flat(word).split())
    found = _ROLE_BRACKET.fullmatch(folded)
    if found:
        return role_of(found["b"]) or role_of(found["a"])
    role = _ROLE_WORDS.get(folded)
    return role if role in ("chair", "vice_chair") else None  # type: ignore[return-value]


@lru_cache(maxsize=4096)
def is_role(word: str) -> bool:
    """Whether the word is a function and nothing else (委員長, 委員, 議員)."""
    folded = "".join(flat(word).split())
    return folded in _ROLE_WORDS or bool(_ROLE_BRACKET.fullmatch(folded) or _NUMBERED.fullmatch(folded))


@lru_cache(maxsize=4096)
def ends_with_title(text: str) -> int | None:
    """Offset at which the title at the end of ``text`` begins, or None.

    >>> ends_with_title("小川次長"), ends_with_title("小川")
    (2, None)
    """
    return _title_start(flat(text), 0)


def _title_start(folded: str, start: int) -> int | None:
    """Where the title at the end begins, at ``start`` or behind it."""
    found = _TITLE_END.search(folded, start) if folded[-1:] in TITLE_LAST else None
    return None if found is None else found.start()


@lru_cache(maxsize=4096)
def is_title(text: str) -> bool:
    """Whether the text is a title alone (次長, 主任主査, 課長補佐)."""
    folded = "".join(flat(text).split())
    return folded[-1:] in TITLE_LAST and _TITLE_WHOLE.fullmatch(folded) is not None


@lru_cache(maxsize=4096)
def split_post(text: str) -> Post | None:
    """A post split behind its unit; None where the text does not end with a title.

    >>> split_post("総務課長"), split_post("まちづくり部次長兼都市計画課長")
    (Post(unit='総務課', title='課長'), Post(unit='まちづくり部', title='次長兼都市計画課長'))
    >>> split_post("教育次長"), split_post("学校教育課指導主事"), split_post("鈴木一郎")
    (Post(unit=None, title='教育次長'), Post(unit='学校教育課', title='指導主事'), None)
    """
    word = "".join(text.split())
    folded = flat(word)
    aside = next((word for word in _ASIDES if folded.endswith(word)), "")
    if _title_start(folded.removesuffix(aside), 0) is None:
        return None
    first = _JOINT.split(folded, maxsplit=1)[0] if "兼" in folded or "・" in folded else folded
    if first != folded and _title_start(first, 0) is None:
        first = folded
    if _TITLE_WHOLE.fullmatch(first) or _ONE_WORD.fullmatch(first):
        return Post(None, word)
    cut = _title_start(first, 1)  # 総務|課長 where the unit is 総務課: 課 belongs to both.
    if cut is None or cut <= 1:
        return Post(None, word)
    unit, title = word[:cut], word[cut:]
    own = _OWN_UNIT.match(first, cut)
    if own is not None and (own[1] in _TOO_WIDE or _ORDINAL.fullmatch(first[:cut])):
        unit += own[1]  # 第１分団長 is 第１分団 and 分団長, 児童相談センター長 児童相談センター and センター長.
    elif first[cut:] in ("市長", "町長", "村長", "区長") and len(first[:cut]) >= 2:
        unit += first[cut]  # みどり市長 is みどり市 and 市長.
    elif _BODY_STEM.search(first[:cut]) and first[cut:] in ("会長", "副会長"):
        unit += "会"  # 市医師会長 is 市医師会 and 会長.
    elif first[cut + 1 :].startswith("長") and first[cut] in _SHARED and _open_end(first, cut):
        unit += first[cut]  # 総務課長 is 総務課 and 課長: the letter of the unit serves both.
    return Post(unit, title)


def _open_end(first: str, cut: int) -> bool:
    """Whether the unit's own word is not complete without the letter: 総務|課長, 住宅公園|課長; not 保育園|園長."""
    return first[cut - 1] not in f"{_SHARED}ー" or re.search(r"(?:公|庭|霊|農|動物|植物)園$", first[:cut]) is not None
