"""Idioms (言い回し) that name a figure by what stands behind it, whatever stands before.

Each rule is data: a pattern matched right behind the figure, what must stand before it, and how the name is made of the
match and of the name that the figure would otherwise take over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Idiom:
    """One rule. ``examples``: (sentence with the figure in ‹ ›, base name, expected name)."""

    id: str
    behind: re.Pattern[str]
    build: Callable[[re.Match[str], str], str]
    before: re.Pattern[str] | None = None
    examples: tuple[tuple[str, str, str], ...] = ()


_BRACKET = r"(?:\([^()]{1,14}\))?"
_MONEY_VERBS = {
    "取り崩": "取崩し", "取崩": "取崩し", "繰り入れ": "繰入れ", "繰入": "繰入れ", "繰り越": "繰越し", "繰越": "繰越し", "積み立て": "積立て",
    "積立": "積立て", "借り入れ": "借入れ", "値上げ": "値上げ", "値下げ": "値下げ", "払い戻": "払戻し", "貸し付け": "貸付け",
}  # fmt: skip
_OF_THEM = re.compile(
    r"(?:うち|(?<=[人名件校園基台戸棟所室冊枚世帯団体施設箇])中|内訳は|、内)[、\s]?(?:の|約|およそ)?\s?$"
)
_PEOPLE = (
    r"職員|方|人|方々|者|住民|市民|町民|村民|区民|児童|生徒|学生|会員|委員|保護者|"
    r"高齢者|親子|選手|団員|隊員|従業員|受講者|参加者|利用者|来場者|世帯|事業者|"
    r"企業|団体"
)


def _target(found: re.Match[str], base: str) -> str:
    noun = found["noun"]
    return f"{noun}の対象" if noun else "対象" if not base else f"{base}の対象"


def _doers(found: re.Match[str], base: str) -> str:
    if base and found["who"] in ("方", "人", "方々"):
        return f"{base}の{found['verb']}"
    return f"{found['verb']}した{found['who']}"


def _of_those(found: re.Match[str], base: str) -> str:
    verb = f"{found['what']}した"
    return f"{verb}{base}" if base else found["what"]


def _unchanged(found: re.Match[str], base: str) -> str:
    return f"{found['verb']}ない年数"


def _told_of_part(found: re.Match[str], base: str) -> str:
    """A part of what was counted, by what is told of it (うち4割が|窓口につながっていない)."""
    told = _plain(found["told"])
    head = re.split(r"[のるたい]", base)[-1] if base else ""
    if not head:
        return told
    return told + head if re.search(r"[るたいぬ]$", told) else f"{told}の{head}"


def _plain(words: str) -> str:
    """A predicate without its polite or connecting ending (倒れていました -> 倒れていた, 未整備で -> 未整備)."""
    for ending, plain in _POLITE:
        if words.endswith(ending):
            return words.removesuffix(ending) + plain
    return words


_POLITE = (
    ("ていました", "ていた"), ("ています", "ている"), ("ておりました", "ていた"), ("ております", "ている"), ("ておりません", "ていない"),
    ("ていません", "ていない"), ("ておらず", "ていない"), ("ており", "ている"), ("ていて", "ている"), ("しました", "した"), ("されました", "された"),
    ("でございます", ""), ("であった", ""), ("でありました", ""), ("でございました", ""),
    ("であります", ""), ("でした", ""), ("です", ""), ("であり", ""), ("である", ""), ("だった", ""), ("だ", ""), ("で", ""),
    ("となっている", ""), ("を占める", ""),
)  # fmt: skip

IDIOMS: tuple[Idiom, ...] = (
    Idiom(
        "occupies",
        re.compile(r"(?:以上|近く|余り?|ほど|程度|弱|強)?を占め(?:る|ている|た)(?P<noun>[一-龠ァ-ヴー]{2,12})(?=[がのをはもで、])"),
        lambda m, base: m["noun"],
        examples=(("‹9割›以上を占める水道料金は", "経常収益", "水道料金"),),
    ),
    Idiom(
        "exists",
        re.compile(r"\s?も?(?:ある|いる|いた|あった)(?P<noun>[一-龠ァ-ヴー]{2,12})(?=[がのをはも、])"),
        lambda m, base: m["noun"],
        examples=(("‹40人›いた会員が減った", "団体", "会員"), ("‹19か所›ある集積所のうち", "", "集積所")),
    ),
    Idiom(
        "answered",
        re.compile(r"\s?(?:の(?:方|人|生徒|児童))?(?:は|が)\s?(?P<quote>「[^「」]{2,60}」)と(?P<verb>回答|"
r"答え|返答)"),
        lambda m, base: f"{m['quote']}と回答した人",
        examples=(("うち‹21人›は「相談したことがない」と回答した", "生徒", "「相談したことがない」と回答した人"),),
    ),
    Idiom(
        "target",
        re.compile(r"\s?を(?:調査)?対象(?:と(?:した|する|して|し|見込)|に(?:した|する|して)?)(?P<noun>[一-龠ァ-ヴー]{2,12})?"),
        _target,
        examples=(("市民‹3,000人›を対象とした意識調査", "市民", "意識調査の対象"), ("約‹240社›を対象と見込む", "", "対象")),
    ),
    Idiom(
        "is_target",
        re.compile(r"\s?が(?:その)?対象(?:で|と|に|。|だ|$)"),
        lambda m, base: f"{base}の対象" if base else "対象",
        examples=(("今回は‹4校›が対象でございます", "", "対象"),),
    ),
    Idiom(
        "allotted",
        re.compile(r"\s?を(?P<noun>[^、。()]{2,16}?)(?:に|として)(?:充て|充当|計上|支出|使|積み|"
r"交付|配分|振り向け|繰り入れ|繰入)"),
        lambda m, base: m["noun"],
        before=re.compile(r"(?:^|[^一-龠ァ-ヴー)\s])\s?(?:約|およそ|計|合計|うち)?$"),
        examples=(("繰越金から‹38万円›を備品費に充てる", "繰越金", "備品費"),),
    ),
    Idiom(
        "allotted_from",
        re.compile(r"(?:以上|近く|余り?|ほど|程度|弱|強)?に(?P<noun>[一-龠ァ-ヴー]{2,10})を(?:充て|充当|投入|投じ|回す|回し)"),
        lambda m, base: f"充てる{m['noun']}",
        examples=(("財源の‹6割›に県債を充てる", "", "充てる県債"),),
    ),
    Idiom(
        "money",
        re.compile(rf"\s?(?:ずつ)?を(?P<verb>{'|'.join(_MONEY_VERBS)})"),
        lambda m, base: f"{base}の{_MONEY_VERBS[m['verb']]}" if base else _MONEY_VERBS[m["verb"]],
        examples=(("3年で‹6,000万円›を取り崩す", "基金", "基金の取崩し"),),
    ),
    Idiom(
        "rise_of_price",
        re.compile(r"\s?の(?P<noun>値上げ|値下げ|引き?上げ|引き?下げ|上乗せ|積み増し|取り?崩し|"
r"繰り?入れ)"),
        lambda m, base: m["noun"],
        examples=(("‹100円›の値上げでもこたえる", "世帯", "値上げ"),),
    ),
    Idiom(
        "balance",
        re.compile(r"\s?の(?P<noun>増額|減額|黒字|赤字)"),
        lambda m, base: base or m["noun"],
        examples=(("前年度に比べ‹12億円›の増額となった", "当初予算", "当初予算"), ("約‹2億円›の赤字が見込まれる", "", "赤字")),
    ),
    Idiom(
        "kind_of",
        re.compile(_BRACKET + r"\s?が(?P<noun>[一-龠ァ-ヴーA-Za-z]{2,12})(?=です|である|でし|だ|で、|。|となって)"),
        lambda m, base: m["noun"],
        before=_OF_THEM,
        examples=(("42台のうち‹18台›がハイブリッド車です", "公用車", "ハイブリッド車"),),
    ),
    Idiom(
        "from_people",
        re.compile(r"\s?から(?:の)?(?:御|ご)?(?P<noun>回答|応募|申込み|申し込み|意見|要望|相談|寄附|申請|返信|賛同)(?=が|を|の|は)"),
        lambda m, base: f"{base}の{m['noun']}" if base else m["noun"],
        examples=(("‹456人›から回答があった", "アンケート", "アンケートの回答"),),
    ),
    Idiom(
        "called",
        re.compile(r"\s?という(?P<noun>見積もり|見積り|見込み|[一-龠ァ-ヴー]{2,8})(?=[はがをもで])"),
        lambda m, base: m["noun"],
        examples=(("‹350万円›という見積もりは高価である", "", "見積もり"),),
    ),
    Idiom(
        "reached",
        re.compile(r"\s?まで(?!回復|減少|増加|低下|上昇|縮小|拡大|改善|到達|短縮|削減|達)(?P<noun>[一-龠ァ-ヴー]{2,12}(?:\([^()]{1,12}\))?)(?:が|を|し)(?!.{0,3}予定)"),
        lambda m, base: m["noun"],
        examples=(("ほぼ‹2000人›近くまで雇用(社会参加)ができている", "", "雇用(社会参加)"),),
    ),
    Idiom(
        "times_of",
        re.compile(r"、(?P<noun>[^\s、。はがをにで]{2,14})を(?:開|行|実施|開催|配|設)"),
        lambda m, base: m["noun"],
        examples=(("5月に‹3回›、説明会を開く", "", "説明会"),),
    ),
    Idiom(
        "shortage",
        re.compile(r"\s?の(?P<noun>[一-龠]{2,8})が(?P<verb>不足|超過|欠員|減収|増収|滞納)"),
        lambda m, base: f"{m['noun']}の{m['verb']}",
        examples=(("約‹5,800万円›の財源が不足する", "税率", "財源の不足"),),
    ),
    Idiom(
        "doers",
        re.compile(rf"\s?の(?P<who>{_PEOPLE})(?:が|に|から|の)(?:御|ご)?(?P<verb>参加|受講|利用|来場|出席|応募|登録|申請|回答|協力|従事|来館|視聴|修了|避難|出場|来訪|体験|購読)(?=し|さ|い|頂|が|を|、|。)"),
        _doers,
        examples=(("延べ‹31人›の職員が受講した", "研修", "受講した職員"),),
    ),
    Idiom(
        "stands",
        re.compile(r"(?:(?<=年)|(?<=年間)|(?<=年以上)|(?<=年近く)|(?<=年間以上))(?:以上|近く)?(?:も|にわたり|余り)?\s?(?P<verb>[一-龠ぁ-ん]{1,10}?(?:さ|ま|か|れ|き|わ|な|ら|え|け|べ|め))(?:ずに?|ていない|ておらず|ないまま)"),
        _unchanged,
        before=re.compile(r"(?:^|[はがもれず、]|いずれも|既に|すでに)\s?$"),
        examples=(("いずれも‹20年›以上耕作されず荒れている", "願い出", "耕作されない年数"),),
    ),
    Idiom(
        "of_those",
        re.compile(_BRACKET + r"\s?(?:を|が|は|で)(?P<what>(?:[一-龠ァ-ヴー]{1,8}[にでと])?[一-龠]{2})(?=し|"
r"さ|済|し、)(?!な)"),
        _of_those,
        before=_OF_THEM,
        examples=(("うち‹9件›を計画案に反映した", "意見", "計画案に反映した意見"), ("14基のうち‹5基›が破損して", "掲示板", "破損した掲示板")),
    ),
    Idiom(
        "part_told",
        re.compile(r"(?:以上|近く|余り?|ほど|程度|弱|強)?" + _BRACKET + r"\s?(?:が|は)、?(?P<told>[^、。0-9「」()\s]{2,28})(?=[、。]|$)"),
        _told_of_part,
        before=_OF_THEM,
        examples=(("そのうち‹4割›近くが、どの窓口にもつながっていない。", "欠席の児童", "どの窓口にもつながっていない児童"),
                  ("うち‹5校›は未整備です。", "中学校", "未整備の中学校")),
    ),
)  # fmt: skip


def idiom_name(text: str, start: int, end: int, base: str) -> tuple[str, str] | None:
    """(name, rule id) of the figure at ``start:end`` of a folded sentence, if an idiom names it."""
    window = text[max(0, start - 12) : start]
    for idiom in IDIOMS:
        found = idiom.behind.match(text, end)
        if found is not None and (idiom.before is None or idiom.before.search(window)):
            return idiom.build(found, base), idiom.id
    return None
