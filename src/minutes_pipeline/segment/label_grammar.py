"""Labels put together from parts (項目名の文法): 出席者（委員等）の氏名・出席者数, 委員外議員傍聴者, 開催年月日及び時刻.

Every city words its labels differently, but out of the same few parts. A label is composed when its whole cell is made
of the parts of one kind and holds that kind's core. The order of the rules decides where a cell fits several.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from minutes_pipeline.model.section import FieldKind


@dataclass(frozen=True, slots=True)
class LabelRule:
    """The parts of one kind of label.

    Attributes:
        kind: What the label announces; None where it opens the body.
        core: Must be found in the cell.
        parts: The cell consists of these and of the parts that every label may have.
        accepts: Labels of the kind.
        rejects: Cells that are none.
        words: The kind's own parts, as written in the table.
    """

    kind: FieldKind | None
    core: re.Pattern[str]
    parts: re.Pattern[str]
    accepts: tuple[str, ...]
    rejects: tuple[str, ...] = ()
    words: str = ""


_ANY = (
    r"会議|委員会|審議会|協議会|議会|本会議|部会|総会|理事会|検討会|懇談会|本日|当日|今回|その|における|での|の|に|へ|を|した|する|等|など|及び|および|並びに|又は|"
    r"[^\s、。:()0-9]{0,24}(?:規則|規程|条例|要綱|会則|規約)第[0-9]{1,3}条(?:第[0-9]{1,2}項)?(?:の規定)?に(?:より|よる|基づき|基づく)|"
    r"・|、|,|/|\((?:敬称略|順不同|敬称略[・、]順不同|五十音順|名簿順|委員等?|委員|職員|議員|案)\)"
)
_PEOPLE = (
    r"出席|欠席|出欠|参加|列席|同席|もの|応招|不応招|遅刻|早退|者|委員|議員|役員|理事|監事|評議員|幹事|会員|構成員|部会員|代議員|総代|職員|関係|外|員|状況|"
    r"メンバー|氏名|職名|役職名?|職|所属|名簿|一覧表?|人数|者数|数|席次|側|市|町|村|区|県|事務局|教育委員会|名"
)
_EXPLAIN = (
    r"説明|補足説明|答弁|ため|求めた|求められた|要求|要求により|議場|理事者|執行部|執行機関|当局|行政|幹部|担当課?|所管課?|関係課|部局|課|"
    r"地方自治法第[0-9百二十一]{1,5}条(?:第[0-9一二]{1,2}項)?|規定|により|よる|出席要求|説明員|参与"
)


def _rule(
    kind: FieldKind | None, core: str, parts: str, accepts: tuple[str, ...], rejects: tuple[str, ...] = ()
) -> LabelRule:
    return LabelRule(kind, re.compile(core), re.compile(rf"(?:{parts}|{_ANY}){{1,14}}"), accepts, rejects, parts)


RULES: tuple[LabelRule, ...] = (
    _rule(
        None,
        r"..(?:内容|概要|概況|要旨|要点|経過|経緯|結果|大要|記録|摘録|顛末|応答|発言|意見|の(?:審議|協議|討議))等?$",
        r"主な|議題|議事|議案|案件|会議|次第|審議|審査|協議|討議|質疑|応答|発言|意見|質問|回答|内容|概要|概況|要旨|要点|経過|経緯|結果|大要|記録|摘録|顛末",
        ("議事等の要旨", "議題の審議等", "会議における主な意見", "議事の経過及びその結果", "審議の内容等"),
        ("審議事項", "会議次第", "議題", "協議", "意見"),
    ),
    _rule(
        "date",
        r"日",
        r"開催|開会|招集|実施|年月日|期日|月日|日時|時間|時刻|日|とき",
        ("開催年月日及び時刻", "会議の開催日時", "開催日・時間"),
        ("本日", "開催日程", "日程"),
    ),
    _rule(
        "venue",
        r"場所|会場",
        r"開催|開会|招集|実施|場所|会場|方法|形式|名称?",
        ("会議の開催場所及び方法", "開催会場", "会場名"),
        ("会場費",),
    ),
    _rule(
        "absent",
        r"欠席|不応招",
        rf"(?!出席){_PEOPLE}",
        ("欠席者（委員等）の氏名・欠席者数", "欠席した委員の氏名", "欠席理事・監事"),
        ("出席及び欠席委員の氏名",),
    ),
    _rule(
        "observer",
        r"傍聴|オブザーバー|参考人|アドバイザー|来賓|委員外(?:議員|委員)",
        rf"{_PEOPLE}|傍聴|人|オブザーバー|参考|アドバイザー|来賓|報道|紹介",
        ("委員外議員傍聴者", "傍聴人等の人数", "参考人の出席者", "オブザーバーの氏名"),
        ("傍聴の可否",),
    ),
    _rule(
        "secretariat",
        r"事務局.{0,8}(?:職員|員|者|氏名)|書記の?(?:職|氏名)|本会議の書記|(?:職務|事務).{0,8}(?:出席|従事|参加)|出席.{0,4}事務局",
        rf"{_PEOPLE}|書記|職務|事務|ため|従事|議場|担当",
        (
            "議会事務局職員出席者",
            "みどり町農業委員会事務局職員",
            "本会議の書記",
            "事務局職員の職・氏名",
            "職務のため議場に出席した者の職氏名",
        ),
        ("事務局", "事務局説明"),
    ),
    _rule(
        "explainer",
        r"列席|説明.{0,24}(?:出席|者|員|氏名)|(?:理事者|執行部|執行機関|当局|行政|関係(?:部局|課|職員)|担当課|所管課|市|町).{0,8}(?:出席|職員|氏名)",
        rf"{_PEOPLE}|{_EXPLAIN}",
        (
            "説明のための出席者",
            "説明のため会議に出席した者",
            "執行部側の出席者",
            "市側出席者の職氏名",
            "町職員の出席者",
            "みどり町会議規則第4条により列席したもの",
        ),
        ("説明", "担当課"),
    ),
    _rule(
        "chair",
        r"(?:議長|会長|委員長|座長|部会長)の?(?:職・?)?(?:氏名|名)",
        r"議長|会長|委員長|座長|部会長|職|氏名|名",
        ("議長の氏名", "会長名"),
        ("会長", "議長"),
    ),
    _rule(
        "count",
        r"^(?!.{0,30}(?:氏名|名簿)).{0,30}(?:総|定|在任|現在|者|員)数$",
        rf"{_PEOPLE}|総数|定数|在任|現在|現員|定足数|及び",
        ("会議構成員及び現在総数", "委員の定数", "出席者数", "在任委員数", "出席総数"),
        ("出席者", "人数の多い"),
    ),
    _rule(
        "member",
        r"出席|参加|応招|出欠|(?:委員|議員|役員|構成員)の?(?:氏名|名簿|一覧)",
        _PEOPLE,
        (
            "出席者（委員等）の氏名・出席者数",
            "出席議員",
            "委員の出欠状況",
            "参加者一覧",
            "参加メンバー",
            "出席及び欠席委員の氏名",
        ),
        ("委員", "会議", "構成員"),
    ),
    _rule(
        "recorder",
        r"(?:会議録|議事録|記録)の?(?:作成|調製|記録)?(?:者|員)",
        r"会議録|議事録|記録|作成|調製|者|員|氏名|職|名",
        ("会議規則第15条による会議録作成者", "議事録の作成者"),
        ("会議録", "議事録署名人"),
    ),
    _rule(
        "materials",
        r"資料",
        r"配[布付]|提出|添付|使用|参考|別添|当日|事前|され|た|資料|名称?|一覧|会議資料",
        ("会議に提出された資料の名称", "当日配布した資料"),
        ("資料の説明",),
    ),
    _rule(
        "agenda",
        r"議題|議案|案件|事件|次第|事項",
        r"付|付議|付託|提出|され|た|審議|審査|協議|議決|議題|議案|案件|事件|次第|件名|題目|名称?|一覧|事項",
        ("付議事項", "本日の会議に付された事件", "会議に付した案件の題目", "提出議案の一覧"),
        ("報告事項", "議題の説明"),
    ),
)
# A label is read up to its colon, a tab or a wide gap.
_CELL = re.compile(
    r"(?:[^\s:。 ] ?){2,60}?(?=\s{0,4}(?:[:\t]|\s\s|は[、,]?(?:[0-9]{1,3}(?:名|人)(?:で|であり)[、,]?)?(?:次|以下|下記)の|$))"
)
# The body that the people belong to may stand in front: みどり町農業委員会事務局職員.
_OF_BODY = re.compile(r"[^\s、。:()0-9]{2,20}?(?:委員会|協議会|審議会|議会|会議|本部|組合)(?:の)?(?=.)")
_OWNED = ("absent", "secretariat", "explainer", "member")
_WORD = re.compile(r"[^\s:。]{3,30}(?=\s)")
_LONGEST = 120
"""Characters of the longest cell."""
_SHORT = frozenset(("日", "本日", "当日"))
#: Every label begins with a part of some kind, or with the name of a body.
_BEGINS = re.compile("|".join((*dict.fromkeys(rule.words for rule in RULES), _ANY, _OF_BODY.pattern)))


def compose(text: str, position: int, *, numbered: bool = False) -> tuple[FieldKind | None, int] | None:
    """Kind and end of the label that the cell beginning at ``position`` of a folded line is as a whole, or None.

    Behind a number (``numbered``) the first word alone may be the label: 「６ 委員会事務局職員 局長 山田」; so may one that begins
    with 出席 or 欠席 (出席監事 監事 山田).

    >>> compose("委員外議員傍聴者", 0), compose("議案の説明をした", 0)
    (('observer', 8), None)
    """
    if _BEGINS.match("".join(text[position : position + _LONGEST].split())) is None:
        return None
    cell = _CELL.match(text, position)
    if cell is not None and (kind := _kind_of("".join(cell[0].split()))) is not False:
        return kind, cell.end()
    sure = numbered or text.startswith(("出席", "欠席", "列席"), position)
    word = _WORD.match(text, position) if sure else None
    if word is not None and (kind := _kind_of(word[0])) is not False and kind is not None:
        return kind, word.end()
    return None


def _kind_of(bare: str) -> FieldKind | Literal[False] | None:
    """The kind of a label without white space; None where it opens the body, False where it is no label."""
    if bare in _SHORT:
        return False
    for rule in RULES:
        if rule.core.search(bare) and rule.parts.fullmatch(bare):
            return rule.kind
    own = _OF_BODY.match(bare)
    rest = bare[own.end() :] if own is not None else ""
    for rule in RULES:
        if rest and rule.kind in _OWNED and rule.core.search(rest) and rule.parts.fullmatch(rest):
            return rule.kind
    return False
