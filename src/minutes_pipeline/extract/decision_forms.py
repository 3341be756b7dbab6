"""More formulas and refusals of decisions (決定の言い回し): what a chair or a clerk says that settles, and what only tells.

Tried beside the tables of ``decision_rules``; each pattern stands with its reason.
"""

from __future__ import annotations

import re

from minutes_pipeline.extract.decision_rules import FORMULAS, Formula

_PERSON = r"(?:委員|議員|理事|監事|職務代理者?|氏|さん|様|君|番)"
UNOPPOSED_GOES = re.compile(
    r"^(?:御|ご)?異議(?:は|が)?(?:な[しい]|ございません|ありません)(?:もの)?(?:と認め|ようですので|ので|ですので)、"
    r"(?!.{0,12}(?:お|ご|御)?(?:諮|説明|質疑))(?!.*(?:承認|可決|決定|決し|了承|認定|同意|選[任出]|指名|付託|一任|継続|採択|(?:こと|もの)と))"
    r"[^。]{4,120}(?:ます|する)$"
)
"""御異議なしと認め、直ちに採決を行います: the chair takes what was asked as settled."""
ASSIGNED = re.compile(rf"{_PERSON}(?:及び[^、。]{{1,20}}{_PERSON})?を[^、。]{{0,12}}指定し(?:た|ました)$")
"""署名委員に…委員を指定した."""
ENLISTED = re.compile(
    r"を[^、。]{0,8}(?:顧問|相談役|アドバイザー|講師|監査役|世話役|参与)(?:として|に)(?:委嘱|依頼|任命|迎え|選任)(?:し|る)?(?:た|ました|こととした)$"
)
"""Who is taken on as what."""
CONSENTED = re.compile(
    rf"{_PERSON}[^。]{{0,12}}(?:に|を)(?:お願い|依頼|推薦|選任)(?:し|する(?:こと(?:で|に|と))?)、?(?:了承|承認|同意|了解|快諾)(?:を得|をいただ|され)[^、。]{{0,4}}(?:た|ました)$"
)
"""…委員にお願いし了承を得た."""
FIXED = re.compile(r"(?:を|まで)(?:ほぼ|おおむね|最終的に|正式に)?確定(?:し(?:た|ました)|させ(?:た|ました))$")
"""当日の進行を確定した."""
FORMS = (
    *FORMULAS,
    Formula("decision.unopposed-goes", UNOPPOSED_GOES, "decided", 0.75, ("chair",)),
    Formula("decision.assigned-signer", ASSIGNED, "decided", 0.8),
    Formula("decision.enlisted", ENLISTED, "decided", 0.75, ("narration",)),
    Formula("decision.fixed", FIXED, "decided", 0.75, ("narration",)),
    Formula("decision.consented", CONSENTED, "approved", 0.8, ("narration", "chair")),
)
"""All formulas, in the order in which they are tried."""

EARLIER = re.compile(
    r"^(?:また、?|なお、?)?(?:前回|先回|先月|前々回)の?[^、。]{0,12}(?:会|会議|会合)(?:で|において)(?:は|も)?、"
    r"(?!.*(?:議案|本日|今回|協議の結果|審議の結果|改めて)).*(?:た|ました)$"
)
"""What an earlier meeting settled: 前回の準備会で、…することになった."""
HELD_ONLY = re.compile(
    r"(?:の|、)(?:[一-龠]{0,4}(?:選任|選出|互選|選定|指名))(?:を|が)行(?:った|いました|われた|われました)$"
)
"""各担当の選任を行った: that it was done, not who it is."""
TOLD_ONLY = re.compile(
    r"話し合(?:われ|い)?(?:まし)?た$|(?:意見交換|質疑応答|情報交換)(?:等|など)?(?:が|を)(?:行(?:わ|い|っ)|交わ)[^、。]{0,6}た$"
    r"|感謝を?申し上げ|(?:資料|名簿|次第)[^。]{0,16}配[布付]し(?:た|ました)$|(?:案|版|種類|通り)を提示し(?:た|ました)$|(?:が|は)今回は$"
)
"""What the words as a whole are like, but nothing is settled."""
NO_LINE = re.compile(
    r"^[ -~\u00a0-\u00ff‐-〿€…]{0,80}$"
    r"|(?:議事録|会議録|議事要旨|会議要旨|議事概要)[^、。]{0,6}$"
    r"|(?:から|より)、?[^。]{0,80}(?:を|が|について)?(?:報告|説明)(?:を(?:行った|受けた)|した|が?あった|がなされた)?$"
)
"""Under a list of decisions: what a web page prints below it, the title of the next page, what was only reported."""


def refused(core: str) -> bool:
    """Whether a sentence only tells that something was done, or what an earlier meeting settled.

    >>> refused("前回の準備会で、会場を体育館とすることになった"), refused("各担当の選任を行った")
    (True, True)
    >>> refused("前回の会議で保留とした議案を承認した"), refused("各担当を選任した")
    (False, False)
    """
    return EARLIER.search(core) is not None or HELD_ONLY.search(core) is not None
