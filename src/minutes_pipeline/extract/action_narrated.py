"""Undertakings as clerks of associations tell them (記録者の書きぶり): what was resolved to be done, who is asked to do it.

The second opinion was trained on minutes in which 〜こととした mostly settles and assigns nothing, so these rules are taken at
their word; each names deeds, not matters, and says what it leaves alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes_pipeline.extract.judgement import STATEMENTS, Judged

_DEED = (
    r"(?:報告|連絡|提出|依頼|要望|申し?入れ|問い?合わせ|配[布付]|回覧|通知|周知|手配|準備|用意|購入|寄[付贈]|協力|協賛|設営|点検|撤去|"
    r"清掃|修理|修繕|注意喚起|呼び?掛け|呼びかけ|働き?掛け|働きかけ|相談|照会|出欠確認|把握|調査|集約|とりまとめ|取り?まとめ|申請|発注|郵送)"
)
_RESOLVED = r"こと(?:と|に)(?:し(?:た|ました)|なっ(?:た|ました)|なりました|され(?:た|ました)|決(?:定した|めた|まった))"


@dataclass(frozen=True, slots=True)
class NarratedRule:
    """A form in which the clerk tells what is to be done.

    Attributes:
        id: Rule id.
        pattern: On the compact core, anchored at its end.
        unless: What in the same sentence makes it none.
        confidence: Of a record by this rule.
        accepts: Sentences of narration that are actions.
        rejects: Sentences that are none.
    """

    id: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str]
    confidence: float
    accepts: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()


NARRATED: tuple[NarratedRule, ...] = (
    NarratedRule(
        "action.resolved-deed",
        re.compile(
            rf"(?:{_DEED}(?:を|も)?(?:いた)?(?:する|行う|入れる|出す|取る|送る)|を(?:入れる|送る|贈る|配る|調べる|集める)"
            rf"|[をにへで][^、。]{{1,20}}(?:て|で)(?:おく|もらう|いただく|くる|いく)|{_DEED}し(?:て(?:おく|もらう|いただく|くる|いく)))"
            rf"(?:方向で検討する)?{_RESOLVED}$"
            rf"|(?:を|へ|に|で)[^、。]{{1,20}}(?:て|で)いくこと(?:が|を|で)(?:改めて|再度)?(?:確認|合意|了承|申し合わせ)(?:さ?れ|し|され)?(?:た|ました)$"
        ),
        re.compile(
            r"(?:承認|了承|可決|認め|議決|選任|否決)(?:し|され)?、|傍聴|閲覧|日程|次回(?:の)?[^、。]{0,8}(?:開催|会議|審議)[^、。]{0,60}$|"
            r"(?:とおり|通り)とし、|見合わせ|見送|たところ、|^(?:会議録|議事録|署名)|毎[年月週日]|電子メール|できる|(?:議長|司会|進行)[^、。]{0,6}[をは]"
        ),
        confidence=0.75,
        accepts=(
            "班ごとに懐中電灯を購入し集会所に置いておくこととしました",
            "抽選の景品を商店会からも寄付することになりました",
            "返事のない班には、事務局から開始の連絡を入れることとした",
            "今後は広報部で写真の募集も呼び掛けていくことが確認された",
            "盆踊りの休憩所は、婦人部に声を掛けて用意してもらうこととなった",
        ),
        rejects=(
            "利用者は三年続けて減ることとなった",
            "会議録は電子メールで確認することとした",
            "原案のとおり了承し、推進本部に報告することとした",
            "会議資料は、希望する傍聴者に渡して見てもらうこととした",
            "広報の担当を二人にすることとした",
            "歳入の不足は積立金で補うこととなった",
        ),
    ),
    NarratedRule(
        "action.coming",
        re.compile(
            rf"^(?=[^。]{{0,200}}(?:[0-9]月|次回|来月|来週|来年|今度の|後日)).*{_DEED}(?:を)?(?:する|行う)ことに?と?(?:なります|なる|しています|しております)$"
        ),
        re.compile(r"場合|ときは|申請|対象|利用|毎[年月週日]|制度|条例|規則|資料|現在|昨年|前年|予算"),
        confidence=0.7,
        accepts=("10月３日の役員会に諮り、経過の報告を行うことになります",),
        rejects=("申請した人には、翌年の４月に通知することになります", "利用する団体は、８月に報告することになる"),
    ),
    NarratedRule(
        "action.proposal-passed",
        re.compile(
            r"(?:(?:する|[うくぐすつぬむるぶ])ということで|(?:[しいきぎちびみり]たい|する|[うくぐつぬむぶ])(?:との|という|旨の)提案[がを][^、。]{0,8}、?)"
            r"(?:異議なく|全員一致で|全会一致で|満場一致で)?(?:了承|承認|合意|賛成|了解)(?:し|され|を得|となっ)?(?:た|ました)$"
        ),
        re.compile(
            r"(?:とおり|通り)|とするという|選任|再任|改正|改定|決算|予算|報告|選出|減額|審議|任期|据え?置|開催|承認するという|終了|中止|見送|とし、|年[0-9]回"
        ),
        confidence=0.65,
        accepts=(
            "若い担い手を探す努力をするということで了承された",
            "十一月をめどに記念誌を出したいとの提案があり、了承された",
        ),
        rejects=(
            "会費を月五百円とするという提案があり、了承された",
            "役員を再任するということで了承された",
            "事業計画は原案のとおり了承された",
        ),
    ),
    NarratedRule(
        "action.asked-of",
        re.compile(
            r"(?:委員|会長|部長|班長|組長|理事|役員(?:の方)?|会計|書記|監事|さん|氏|様|君|担当(?:者)?|事務局|業者|係|先生|校長|教頭)に、?"
            r"[^。]{0,40}(?:て|で)(?:いただ|頂|もら)(?:く|う|き(?:ます)|い(?:ます)|くことに)$"
            r"|を[^、。]{1,24}(?:て|で)もら(?:う|います)$"
        ),
        re.compile(
            r"(?:説明|報告|紹介|挨拶|発言|議論|審議|協議|進行|出席|参加|理解|協力|承知|検討)し?て|述べて|話して|聞いて|見て|読んで|知って|使って|来て|お越し|"
            r"利用|場合|毎[年月週日]|本日|これより|それでは|(?:て|で)もらうと"
        ),
        confidence=0.7,
        accepts=(
            "街路樹の枝が標識を隠している件は、古沢委員に調べていただく",
            "看板を前の日に倉庫から出して門の脇に立ててもらう",
        ),
        rejects=(
            "続いて、田端課長に資料を説明していただく",
            "催しに一人でも多くの住民に来てもらう",
            "参加した子どもに、昔の遊びを知ってもらう",
            "利用者に、使った後の部屋を片付けてもらう",
        ),
    ),
    NarratedRule(
        "action.notes-polite",
        re.compile(rf"(?:を|に|へ)(?:{_DEED}|募集|検討)(?:を)?(?:いた)?し(?:ます)$"),
        re.compile(
            r"毎[年月週日]|随時|通常|原則|場合|ときは|本日|これより|それでは|ただいま|資料|議題|説明|制度|事業|補助金|条例|規則|計画|対象|申し上げ|ので、|ください|^(?:まず|次に)|^(?:市|町|村|区|県|国|本会|当会|協会)[^、。]{0,4}[はで]"
        ),
        confidence=0.65,
        accepts=("当日の手伝いを全世帯に募集をします", "出店する団体の数を把握します"),
        rejects=("市は利用者に助成券を配布します", "毎月、会報を全戸に配布します", "補助金の書類を提出します"),
    ),
)
"""In the order in which they are tried."""


_NARRATED = STATEMENTS.table(NARRATED, lambda rule: rule.pattern)


def narrated(one: Judged) -> NarratedRule | None:
    """The rule by which a sentence of the clerk's own tells what is to be done, or None."""
    if one.role != "narration" or one.sentence.turn is not None or one.note:
        return None
    return next((rule for rule in _NARRATED.matching(one.core) if not rule.unless.search(one.core)), None)
