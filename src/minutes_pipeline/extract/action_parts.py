"""Owner (担当) and due (期限) of an action, as printed."""

from __future__ import annotations

import re
from functools import lru_cache

from minutes_pipeline.extract.judgement import STATEMENTS, Judged, compact
from minutes_pipeline.model.section import Outline
from minutes_pipeline.text.folding import flat

_NUM = r"[0-9一二三四五六七八九十]{1,4}"
_DAY = (
    rf"(?:(?:(?:令和|平成|R|H)?\s?(?:{_NUM}|"
    rf"元)\s?年(?:度)?|来年|本年|今年|翌年)(?:の)?\s?)?(?:{_NUM}\s?月(?:\s?{_NUM}\s?日)?(?:\s?\([月火水木金土日祝・]{{1,3}}\))?)"
)
_PART = r"(?:の?(?:前半|後半)|上旬|中旬|下旬|初め|初旬|半ば|末|中|以降|ごろ|頃|いっぱい)?"
_MEETING = (
    r"(?:次回|次々回|次の|今度の|来月の|翌月の|(?:[0-9一二三四五六七八九十]{1,2}月|来年度|来年|翌年|次年度|次期|"
    r"来期|新年度)の?)"
    r"(?:の)?(?:[^\s、。のにでをはが]{0,6}?)(?:定例会|臨時会|審議会|委員会|協議会|連絡会|理事会|役員会|"
    r"総会|部会|会議|会合|議会|幹事会|検討会|分科会|懇談会|説明会|例会|研究会|大会|ワーキング|庁議|本部会)"
)
_DUE = re.compile(
    rf"(?P<range>{_DAY}\s?(?:から|~|及び|と)\s?(?:{_DAY}|{_NUM}日)(?:まで)?)"
    rf"|(?P<meeting>{_MEETING})(?P<m1>まで)?"
    rf"|(?P<next>次回|次々回)(?P<m2>まで|から)?(?!の[^、。]{{0,10}}(?:日程|開催))"
    rf"|(?P<day>{_DAY}{_PART})(?!号)(?P<m3>まで|から)?"
    r"|(?P<date>(?<![0-9月])[0-3]?[0-9]日(?:\([月火水木金土日]\))?まで)"
    r"|(?P<hour>(?:[0-9]{1,2}時(?:[0-9]{1,2}分|半)?|正午|夕方|明朝|今夜)まで)"
    r"|(?P<within>(?:[0-9]{1,3}|[一二三四五六七八九十]{1,2})(?:(?:日|週間|か月|ヶ月|カ月|箇月|年)以内|(?:日|週間|か月|ヶ月|カ月|箇月)前まで))"
    r"|(?P<event>(?:夏休み|冬休み|春休み|連休|盆|正月|年末|着工|工事|開会|総会|大会|祭り?|入学式|卒業式|訓練|梅雨入り|梅雨|台風|積雪|降雪|選挙|"
    r"募集|開館|開園|開校|供用開始)(?:の)?(?:前|後|明け)(?:まで)?(?=[にへ、の]))"
    r"|(?P<year>(?:令和|平成)\s?[0-9一二三四五六七八九十元]{1,3}\s?年度?(?:以降|中|末|内|当初|"
    r"の[春夏秋冬])?|来年度(?:以降|中|当初|末|の[春夏秋冬]|の?(?:上|下)半期|の?(?:前|後)半)?|次年度(?:以降|中)?|今年度(?:中|内|末)?|"
    r"本年度(?:中|内|末)?|新年度(?:中|以降)?|翌年度|年度(?:内|末|中)|来年(?:の)?[春夏秋冬]?(?:ごろ|頃)?|"
    r"年内|年明け|年末|年始|今秋|今夏|今冬|来春|来夏|来秋|来冬|(?:夏|冬|春)休み(?:中|明け)?|"
    r"[12２３3１一二三]学期(?:中|末)?|今月(?:中|末)?|今週中?|翌月|"
    r"翌週|月内|月末|秋|春|夏|冬)(?:(?P<m4>まで|から)|(?=[にのかは、まで中予)]|$))"
    r"|(?P<near>来[月週](?:中|末|初め|上旬|中旬|下旬)?(?:まで)?)"
    r"|(?P<slash>(?<![0-9/])1?[0-9]/[1-3]?[0-9](?![0-9/])(?:まで)?)"
    r"|(?P<soon>後日|近日中|早急|至急|速やか|年度明け|閉会後|会議終了後)"
)
_NOT_DUE = re.compile(r"^(?:末現在|現在|時点|の実績|末の|に開催した|に行った|付け?)")
_BODY = (
    r"(?:部|課|局|(?<!会議)(?<!教)(?<!集会)(?<!和)(?<!研修)(?<!議)室|係|班|センター|支所|分館|委員会?|委員|協議会|事務局|職務代理者?|役員会|理事会|部会|審議会|会長|"
    r"副会長|委員長|座長|理事(?!会)|[一-龠]{1,4}長|教頭|[一-龠]{1,6}側|[一-龠ァ-ヶ]{1,5}(?:さん|氏)|会計|書記|監事|幹事|幹事会|"
    r"ワーキンググループ|チーム|ＷＧ|WG|担当|公民館|社会福祉協議会|消防団|三役|執行部|当局|PTA|商工会|農協|組合|自治会|町内会|"
    r"連合会|団体|各?会派|業者|役員|スタッフ|当番|班長|組長|地区|各市町|(?<=各)(?:校|園|委員)|各自|各校|各園|各団体)"
)
_OWNER = re.compile(
    rf"(?:^|[、。,はを]|について|ため|まで[にで]|踏まえ?て|[月日]に)(?P<who>(?:[^、。,がはでをにへと\s]{{0,14}}{_BODY}と)?[^、。,がはでをにへと\s]{{0,14}}{_BODY})(?:が|"
    rf"は、?|で(?!は|も|の)|にて|において"
    r"|(?:から|より)(?=[^。]{0,20}(?:連絡|説明|報告|依頼|通知|配布|周知|提出|要望|申し入れ|送付|伝え|呼び?掛け)))"
)
_CLAUSE = re.compile(r"[一-龠ぁ-ん]{1,8}(?:えて|して|いて|って|んで|けて|めて|せて|の上)(?=[一-龠])")
"""A clause before the doer (意見を踏まえて事務局が)."""
_BOTH = re.compile(r"^両(?:部|課|者|局|室)")
_ENTRUSTED = re.compile(rf"(?P<who>[^、。,がはをにへと\s]{{0,14}}{_BODY})に(?:御?一任|委任|委ね|任せ)")
_STARRED = re.compile(r"[★☆]\s?(?P<who>[^\s、。()（）★☆]{1,12})?")
_CHARGE = re.compile(r"(?:担当|責任者)(?::|は、?)\s?(?P<who>[^\s、。()]{1,14})")
_TITLE = re.compile(r"\([^()]*\)$")


_AGENTS = STATEMENTS.table((_STARRED, _CHARGE, _ENTRUSTED, _OWNER), lambda pattern: pattern)
_DUES = STATEMENTS.table((_DUE,), lambda pattern: pattern)
_REMEMBERED = 1024
"""Sentences whose doer and time are kept: several rules ask for them."""


@lru_cache(maxsize=_REMEMBERED)
def find_due(text: str) -> str | None:
    """When it is to be done, as printed, or None.

    >>> find_due("排水の状況を調べ、１２月の定例会で報告する。")
    '１２月の定例会'
    >>> find_due("職員を対象とした研修を行う予定。") is None
    True
    """
    folded = flat(text)
    for pattern in _DUES.possible(folded):
        for found in pattern.finditer(folded):
            if not _NOT_DUE.match(folded[found.end() :]):
                return text[found.start() : found.end()]
    return None


@lru_cache(maxsize=_REMEMBERED)
def find_agent(text: str) -> str | None:
    """The department, post or body said to do it (〜課が, 〜で, 〜に一任), as printed, or None.

    >>> find_agent("見積りは総務部が取り、役員会に報告する。")
    '総務部'
    """
    folded = flat(text)
    for pattern in _AGENTS.possible(folded):
        for found in pattern.finditer(folded):
            who = found["who"]
            due = _DUE.match(who) if who else None
            clause = _CLAUSE.match(who) if who else None
            begin = due.end() if due is not None else clause.end() if clause is not None else 0
            # 「10月から会長が」 begins with the time; 「次回の審議会で」 is a time as a whole.
            if who and begin < len(who) and not (begin and who[begin] == "の"):
                return text[found.start("who") + begin : found.end("who")].strip("・-は")
    return None


def find_owner(outline: Outline, one: Judged) -> str | None:
    """Who is to do it: the agent said, the program's departments, or the speaker's side."""
    text = outline.text_of(one.sentence)
    agent = find_agent(text)
    program = None if one.sentence.program is None else outline.programs[one.sentence.program]
    if agent and not _BOTH.match(agent):
        return agent
    if program is not None and program.departments:
        return "、".join(program.departments)
    if one.role == "narration" and one.sentence.turn is None:
        return _label_owner(one)
    if one.sentence.turn is None:
        return _label_owner(one)
    return speaker_owner(outline, outline.turns[one.sentence.turn].speaker)


def _label_owner(one: Judged) -> str | None:
    if one.signer and one.signer not in ("回答", "説明"):
        return one.signer
    found = re.search(r"\(([^()]{2,14})\)", flat(one.sentence.label or ""))
    return None if found is None or re.fullmatch(r"[0-9]+.?", found[1]) else found[1]


def speaker_owner(outline: Outline, speaker: str) -> str | None:
    """The side a speaker's label tells: the post without the surname where the header prints the two apart."""
    label = compact(speaker)
    if not label or label in ("A", "Q", "●", "○", "⇒"):
        return "事務局" if label in ("A", "●") else None
    if "事務局" in label:
        return "事務局"
    label = _TITLE.sub("", label)
    head = compact(
        outline.document.text[
            : outline.document.lines[min(outline.header.body_line, len(outline.document.lines) - 1)].end
        ]
    )
    if label in head:
        return label
    for cut in range(1, min(5, len(label) - 1)):
        if label[cut:] in head and label[:cut] in head:
            return label[cut:]
    return label
